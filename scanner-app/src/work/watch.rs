//! What the desks for cases, duties and models have read and done.

use iced::{Task, widget::operation};
use ledger_types::{AccountBytes, BatchKey, compliance::CaseId, model::ModelId};
use office::{CaseDesk, CaseFile, KnownBatch, ModelFile, Models, Party, Trouble};

use super::{
    Action, Message as Desks, Step, Tab,
    ledger::{Asker, Source},
    maker::choose_document,
    oversight::{Message, said},
};
use crate::{
    app::{App, Message as AppMessage, focus_code},
    design::part::PAGE,
    page::Page,
    platform,
    screen::{
        cases::{self, Shown},
        duties, models,
    },
};

impl Source {
    async fn cases(self, me: Option<AccountBytes>) -> Result<CaseDesk, Trouble> {
        let ledger = self.ledger().await?;
        Ok(office::cases(&ledger.finalized().await?, me.as_ref()).await?)
    }

    async fn case(self, id: CaseId, me: Option<AccountBytes>) -> Result<Option<CaseFile>, Trouble> {
        let ledger = self.ledger().await?;
        Ok(office::case_file(&ledger.finalized().await?, id, me.as_ref()).await?)
    }

    async fn batch(self, key: BatchKey) -> (BatchKey, Result<Option<KnownBatch>, Trouble>) {
        let read = async {
            let ledger = self.ledger().await?;
            Ok(office::known_batch(&ledger.finalized().await?, &key).await?)
        };
        let read = read.await;
        (key, read)
    }

    async fn who(self, gln: u64) -> Result<Option<Party>, Trouble> {
        let ledger = self.ledger().await?;
        let view = ledger.finalized().await?;
        match view.participant_by_gln(gln).await? {
            Some(id) => Ok(Some(office::Parties::of(&view).get(id).await?)),
            None => Ok(None),
        }
    }

    async fn models(self, me: Option<AccountBytes>) -> Result<Models, Trouble> {
        let ledger = self.ledger().await?;
        Ok(office::models(&ledger.finalized().await?, me.as_ref()).await?)
    }

    async fn model(self, id: ModelId, me: Option<AccountBytes>) -> Result<Option<ModelFile>, Trouble> {
        let ledger = self.ledger().await?;
        Ok(office::model_file(&ledger.finalized().await?, &id, me.as_ref()).await?)
    }
}

impl App {
    /// The account of the open key.
    fn account(&self) -> Option<AccountBytes> {
        self.desk.key.signer().map(|signer| signer.account())
    }

    /// Takes a message of the desk for cases.
    pub(super) fn at_cases(&mut self, source: Source, message: cases::Message) -> Task<AppMessage> {
        let says = |message| said(Message::Cases(message));
        let screen = &mut self.work.oversight.cases;
        match screen.update(message) {
            cases::Wish::Work(Action::Load) => {
                let shown = if let Shown::One(id, ..) = screen.shown { Some(id) } else { None };
                let me = self.account();
                let list =
                    Task::perform(source.clone().cases(me), move |read| says(cases::Message::Read(Box::new(read))));
                let one = shown.map_or_else(Task::none, |id| self.read_case(source, id));
                Task::batch([list, one])
            }
            cases::Wish::Work(Action::Focus) => focus_code(),
            cases::Wish::Work(action) => self.done(action, |done| Message::Cases(cases::Message::Act(Step::Did(done)))),
            cases::Wish::Read(id) => self.read_case(source, id),
            cases::Wish::Who(gln) => Task::perform(source.who(gln), move |read| says(cases::Message::Who(gln, read))),
            cases::Wish::LookUp(key) => {
                Task::perform(source.batch(key), move |(key, read)| says(cases::Message::Found(key, Box::new(read))))
            }
            cases::Wish::ChooseFile => {
                Task::perform(choose_document(), move |chosen| says(cases::Message::Chosen(chosen)))
            }
            cases::Wish::Save => {
                let table = screen.table().into_bytes();
                Task::perform(platform::save_file("medtrail-cases.csv".into(), table), move |saved| {
                    says(cases::Message::Saved(saved.map_err(|error| error.to_string())))
                })
            }
        }
    }

    fn read_case(&self, source: Source, id: CaseId) -> Task<AppMessage> {
        Task::perform(source.case(id, self.account()), move |read| {
            said(Message::Cases(cases::Message::Opened(id, Box::new(read))))
        })
    }

    /// Takes a message of the desk for models.
    pub(super) fn at_models(&mut self, source: Source, message: models::Message) -> Task<AppMessage> {
        let says = |message| said(Message::Models(message));
        let screen = &mut self.work.oversight.models;
        match screen.update(message) {
            models::Wish::Work(Action::Load) => {
                let shown = if let models::Shown::One(id, _) = &screen.shown { Some(*id) } else { None };
                let me = self.account();
                let list =
                    Task::perform(source.clone().models(me), move |read| says(models::Message::Read(Box::new(read))));
                let one = shown.map_or_else(Task::none, |id| self.read_model(source, id));
                Task::batch([list, one, self.watch_model()])
            }
            models::Wish::Work(action) => {
                self.done(action, |done| Message::Models(models::Message::Act(Step::Did(done))))
            }
            models::Wish::Read(id) => self.read_model(source, id),
            models::Wish::Choose(slot) => {
                Task::perform(choose_document(), move |chosen| says(models::Message::Chosen(slot, chosen)))
            }
        }
    }

    /// Asks the gateway how its model fares, if it gave a key.
    fn watch_model(&self) -> Task<AppMessage> {
        let (Some(address), Some(key)) = (self.settings.gateway.clone(), self.settings.gateway_key.clone()) else {
            return Task::none();
        };
        let asking = async move { scan::watched(&address, key.expose()).await };
        Task::perform(asking, move |watched| {
            let watched = watched.map_err(|error| scan::gateway_message(&error));
            said(Message::Models(models::Message::Watched(Box::new(watched))))
        })
    }

    fn read_model(&self, source: Source, id: ModelId) -> Task<AppMessage> {
        Task::perform(source.model(id, self.account()), move |read| {
            said(Message::Models(models::Message::Opened(id, Box::new(read))))
        })
    }

    /// Takes a message of the desk for duties.
    pub(super) fn at_duties(&mut self, message: duties::Message) -> Task<AppMessage> {
        let says = |message| AppMessage::Answered(Box::new(Desks::Duties(message)), None);
        if let duties::Message::Open(case) = message {
            self.page = Page::Work(Tab::Cases);
            // What is shown there is read with all the rest.
            let _ = self.work.oversight.cases.update(cases::Message::Open(case));
            let reading = self.at_oversight(Message::Cases(cases::Message::Load));
            return Task::batch([reading, operation::snap_to(PAGE, operation::RelativeOffset::START)]);
        }
        match self.work.duties.update(message) {
            duties::Wish::Choose(id) => {
                Task::perform(choose_document(), move |chosen| says(duties::Message::Chosen(id, chosen)))
            }
            duties::Wish::Work(action) => self.carry_out(
                action,
                |asker| Box::pin(owed(asker)),
                |read| Desks::Duties(duties::Message::Read(read)),
                |done| Desks::Duties(duties::Message::Act(Step::Did(done))),
                // No packs are scanned there.
                |_, _| Desks::Duties(duties::Message::Act(Step::NotSure)),
            ),
        }
    }
}

async fn owed(asker: Asker) -> Result<office::Duties, Trouble> {
    let ledger = asker.ledger().await?;
    let view = ledger.finalized().await?;
    let me = asker.id(&view).await?;
    Ok(office::duties(&view, me).await?)
}
