//! The desk for stock: what is read for it, and what is saved of it.

use iced::Task;
use ledger_types::BatchKey;
use office::Trouble;

use super::{Message, Step, ledger::Asker};
use crate::{
    app::{App, Message as AppMessage},
    platform,
    screen::stock::{self, Found},
};

impl App {
    /// Takes a message of the desk for stock.
    pub(super) fn at_stock(&mut self, message: stock::Message) -> Task<AppMessage> {
        let saves = matches!(message, stock::Message::Save);
        let screen = &mut self.work.stock;
        let action = screen.update(message);
        if saves {
            let saving = platform::save_file("medtrail-stock.csv".into(), screen.table().into_bytes());
            return Task::perform(saving, |saved| {
                let saved = stock::Message::Saved(saved.map_err(|error| error.to_string()));
                AppMessage::Answered(Box::new(Message::Stock(saved)), None)
            });
        }
        // Beside a list that is there, one lot is read faster.
        let lot = screen.list.here().and(screen.open.as_ref()).map(|open| open.key.clone());
        self.carry_out(
            action,
            move |asker| Box::pin(find(asker, lot.clone())),
            |read| Message::Stock(stock::Message::Read(read)),
            |done| Message::Stock(stock::Message::Act(Step::Did(done))),
            |ticket, report| Message::Stock(stock::Message::Judged(ticket, report)),
        )
    }
}

async fn find(asker: Asker, lot: Option<BatchKey>) -> Result<Found, Trouble> {
    let ledger = asker.ledger().await?;
    let view = ledger.finalized().await?;
    let me = asker.id(&view).await?;
    Ok(match lot {
        None => Found::All(office::stock(&view, me).await?),
        Some(key) => {
            let held = office::held_of(&view, me, &key).await?;
            Found::Lot(key, held.map(Box::new))
        }
    })
}
