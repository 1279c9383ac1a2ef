//! What the manufacturer's desks have done: on the ledger, and with files of this device.

use std::{
    future::Future,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use batch_folder::{BatchFolder, BatchFolderError, folder_name, read_serials, write_pdf};
use gs1::{Gtin, Lot};
use iced::{Task, widget::operation};
use labels::{LabelError, Sheet};
use ledger_types::BatchKey;
use office::{Made, OwnProduct, Trouble};
use rfd::{AsyncFileDialog, FileHandle};

use super::{Message, Step, ledger::Asker};
use crate::{
    app::{App, Message as AppMessage},
    design::part::PAGE,
    platform,
    screen::{
        batches::{self, Listed, Plan, Prepared, Printing, Wish},
        products,
    },
};

/// How often it is shown how far work is.
const TICK: Duration = Duration::from_millis(150);
/// Largest certificate that is read, in bytes.
const MAX_DOCUMENT: u64 = 256 * 1024 * 1024;

/// How far work is that takes a while; it can be stopped.
#[derive(Debug, Default)]
pub struct Meter {
    step: AtomicU8,
    done: AtomicU32,
    of: u32,
    stopped: AtomicBool,
}

impl Meter {
    /// Work on so many packs.
    pub fn of(packs: u32) -> Self {
        Self { of: packs, ..Self::default() }
    }

    /// How many are done of how many.
    pub fn progress(&self) -> (u32, u32) {
        (self.done.load(Ordering::Relaxed), self.of)
    }

    /// The sentence that names the step.
    pub fn step(&self) -> &'static str {
        match self.step.load(Ordering::Relaxed) {
            0 => "maker-step-reading",
            1 => "maker-step-hashing",
            2 => "maker-step-writing",
            _ => "maker-step-printing",
        }
    }

    /// Has it stopped.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Tells how far it is; whether to go on.
    pub fn tell(&self, step: u8, done: u32) -> ControlFlow<()> {
        self.step.store(step, Ordering::Relaxed);
        self.done.store(done, Ordering::Relaxed);
        if self.stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl App {
    /// Takes a message of the desk for products.
    pub(super) fn at_products(&mut self, message: products::Message) -> Task<AppMessage> {
        let action = self.work.products.update(message);
        self.carry_out(
            action,
            |asker| Box::pin(own_products(asker)),
            |read| Message::Products(products::Message::Read(read)),
            |done| Message::Products(products::Message::Act(Step::Did(done))),
            // No packs are scanned there.
            |_, _| Message::Products(products::Message::Act(Step::NotSure)),
        )
    }

    /// Takes a message of the desk for batches.
    pub(super) fn at_batches(&mut self, message: batches::Message) -> Task<AppMessage> {
        let answer = |message| AppMessage::Answered(Box::new(Message::Batches(message)), None);
        // What became of it is said at the top, far above the button.
        let tells = match &message {
            batches::Message::Printed(printed) => !matches!(printed, Ok(None)),
            batches::Message::Serials(Some(read)) => read.is_err(),
            batches::Message::Certificate(Some(read)) => read.is_err(),
            batches::Message::Folder(Some(chosen)) => chosen.is_err(),
            batches::Message::Prepared(prepared) => prepared.is_err(),
            _ => false,
        };
        let top = if tells { operation::snap_to(PAGE, operation::RelativeOffset::START) } else { Task::none() };
        let task = match self.work.batches.update(message) {
            Wish::Work(action) => self.carry_out(
                action,
                |asker| Box::pin(made(asker)),
                |read| Message::Batches(batches::Message::Read(read)),
                |done| Message::Batches(batches::Message::Act(Step::Did(done))),
                |_, _| Message::Batches(batches::Message::Act(Step::NotSure)),
            ),
            Wish::ReadSerials => Task::perform(choose_serials(), move |read| answer(batches::Message::Serials(read))),
            Wish::ChooseFolder => {
                Task::perform(choose_folder(), move |folder| answer(batches::Message::Folder(folder)))
            }
            Wish::ReadCertificate => {
                Task::perform(choose_document(), move |read| answer(batches::Message::Certificate(read)))
            }
            Wish::Prepare(plan, folder, meter) => {
                let preparing = elsewhere(move || prepare(*plan, folder, &meter));
                let preparing = Task::perform(preparing, move |ended| answer(batches::Message::Prepared(ended)));
                Task::batch([preparing, tick()])
            }
            Wish::Print(printing, meter) => {
                let printing =
                    Task::perform(print(*printing, meter), move |ended| answer(batches::Message::Printed(ended)));
                Task::batch([printing, tick()])
            }
            Wish::Wait => tick(),
        };
        Task::batch([task, top])
    }
}

fn tick() -> Task<AppMessage> {
    let tick = || AppMessage::Answered(Box::new(Message::Batches(batches::Message::Tick)), None);
    Task::perform(ledger_client::time::sleep(TICK), move |()| tick())
}

async fn own_products(asker: Asker) -> Result<Vec<OwnProduct>, Trouble> {
    let ledger = asker.ledger().await?;
    let view = ledger.finalized().await?;
    let me = asker.id(&view).await?;
    Ok(office::products(&view, me).await?)
}

async fn made(asker: Asker) -> Result<Made, Trouble> {
    let ledger = asker.ledger().await?;
    let view = ledger.finalized().await?;
    let me = asker.id(&view).await?;
    Ok(office::made(&view, me).await?)
}

/// Does work on a thread that may be blocked.
async fn elsewhere<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(failed(&BatchFolderError::Cancelled)))
}

fn failed(error: &BatchFolderError) -> Trouble {
    Trouble::new(error.code(), error.message())
}

pub(super) fn unprinted(error: &LabelError) -> Trouble {
    Trouble::new(error.code(), error.message())
}

/// What somebody chooses; nothing if nobody does, but a trouble if there was no dialog to choose in.
async fn chosen(dialog: impl Future<Output = Option<FileHandle>>) -> Option<Result<FileHandle, Trouble>> {
    let asked = Instant::now();
    match dialog.await {
        Some(file) => Some(Ok(file)),
        None => platform::shows_no_dialog(asked).then(|| Err(Trouble::no_dialog())),
    }
}

async fn choose_serials() -> Option<Result<Listed, Trouble>> {
    let dialog = AsyncFileDialog::new().add_filter("CSV, text", &["csv", "txt"]).add_filter("*", &["*"]);
    let file = match chosen(dialog.pick_file()).await? {
        Ok(file) => file,
        Err(trouble) => return Some(Err(trouble)),
    };
    let (name, path) = (file.file_name(), file.path().to_owned());
    let reading = move || Ok((name, Arc::new(read_serials(&path).map_err(|error| failed(&error))?)));
    Some(elsewhere(reading).await)
}

async fn choose_folder() -> Option<Result<PathBuf, Trouble>> {
    let folder = chosen(AsyncFileDialog::new().pick_folder()).await?;
    Some(folder.map(|folder| folder.path().to_owned()))
}

/// Lets somebody choose a file, of which only the digest leaves this device.
pub(super) async fn choose_document() -> Option<Result<(String, [u8; 32]), Trouble>> {
    let file = match chosen(AsyncFileDialog::new().pick_file()).await? {
        Ok(file) => file,
        Err(trouble) => return Some(Err(trouble)),
    };
    let (name, path) = (file.file_name(), file.path().to_owned());
    Some(elsewhere(move || Ok((name, digest_of(&path)?))).await)
}

fn digest_of(path: &Path) -> Result<[u8; 32], Trouble> {
    let refused = |error: std::io::Error| failed(&BatchFolderError::File { path: path.to_owned(), error });
    if std::fs::metadata(path).map_err(refused)?.len() > MAX_DOCUMENT {
        return Err(refused(std::io::Error::other("the file is too large for a certificate")));
    }
    Ok(ledger_types::digest(&std::fs::read(path).map_err(refused)?))
}

/// Where this program keeps what is secret of batches.
pub fn batches_folder() -> Option<PathBuf> {
    platform::data_folder().map(|folder| folder.join("batches"))
}

/// Makes a batch in a folder of its own.
pub fn prepare(plan: Plan, below: Option<PathBuf>, meter: &Meter) -> Result<Prepared, Trouble> {
    let below = below.or_else(batches_folder).ok_or_else(Trouble::no_folder)?;
    let folder = below.join(folder_name(plan.gtin, &plan.lot));
    let batch = BatchFolder::new(plan.gtin, plan.lot, plan.expiry, plan.serials).map_err(|error| failed(&error))?;
    let mut tell = |step, done| meter.tell(if step == batch_folder::Step::Hashing { 1 } else { 2 }, done);
    let root = batch.write_telling(&folder, &mut tell).map_err(|error| failed(&error))?;
    Prepared::of(&batch, root, folder).ok_or_else(|| failed(&BatchFolderError::Cancelled))
}

async fn print(printing: Printing, meter: Arc<Meter>) -> Result<Option<(u64, u64, String)>, Trouble> {
    let name = format!("labels-{}.pdf", folder_of(&printing.key).unwrap_or_default());
    let Some(path) = platform::place_for(&name).await.map_err(|_| Trouble::no_folder())? else { return Ok(None) };
    let printing = move || write_labels(&printing, &path, &meter).map(Some);
    elsewhere(printing).await
}

fn folder_of(key: &BatchKey) -> Option<String> {
    let lot: Lot = std::str::from_utf8(&key.lot).ok()?.parse().ok()?;
    Some(folder_name(Gtin::from_number(key.gtin).ok()?, &lot))
}

/// Writes labels into a file: how many, on how many pages, and where.
pub fn write_labels(printing: &Printing, to: &Path, meter: &Meter) -> Result<(u64, u64, String), Trouble> {
    let _ = meter.tell(0, 0);
    let name = folder_of(&printing.key).unwrap_or_default();
    let folder = match &printing.folder {
        // Whoever chose the batch's own folder means that, and not one below it.
        Some(folder) if folder.join("batch.json").is_file() => folder.clone(),
        Some(folder) => folder.join(name),
        None => batches_folder().ok_or_else(Trouble::no_folder)?.join(name),
    };
    let batch = BatchFolder::open(&folder).map_err(|error| failed(&error))?;
    if BatchKey::new(batch.gtin.number(), batch.lot.as_bytes()).as_ref() != Some(&printing.key) {
        let why = "it is the folder of another batch".to_owned();
        return Err(failed(&BatchFolderError::Damaged { path: folder, why }));
    }
    let sheet = Sheet::named(printing.sheet).ok_or_else(|| unprinted(&LabelError::BadSheet("it has no name")))?;
    let small = labels::PRESETS.iter().any(|preset| preset.name == printing.sheet && preset.about.contains("without"));
    let proofs = if small { None } else { Some(batch.maker_file().map_err(|error| failed(&error))?) };
    let each = printing.packs.clone().map(|index| batch.label(index, &printing.resolver, proofs.as_ref()));
    let total = u64::from(printing.packs.end.saturating_sub(printing.packs.start));
    let progress = |done: u64, _| meter.tell(3, done.min(u64::from(u32::MAX)) as u32);
    let printed = write_pdf(to, &sheet, each, total, progress).map_err(|error| unprinted(&error))?;
    Ok((printed.labels, printed.pages, to.display().to_string()))
}
