//! A queue in a file, which several programs may use at once.
//!
//! A change is written behind all others, and the file is made safe (fsync), before anything rests on it. Two locks
//! stand beside the file: `.lock` for as long as one change takes, and `.settling` for whoever settles. Both end with
//! the program that holds them, however it ends.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{Change, Damage, Journal, Outbox, OutboxError, Store};

/// Most bytes of a file. All that a queue may hold fits in, some times over.
pub const MAX_FILE: u64 = 512 * 1024 * 1024;
/// How long to wait for another program's change.
const PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(5);

/// Why a queue in a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The queue does not take the change.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// The file cannot be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file is not as it was written. It is left as it is.
    #[error("{}: {damage}", path.display())]
    Damaged {
        /// Which.
        path: PathBuf,
        /// Where.
        damage: Damage,
    },
    /// The file is too large to be a queue, or would become so.
    #[error("{} is larger than {MAX_FILE} bytes", path.display())]
    TooLarge {
        /// Which.
        path: PathBuf,
    },
    /// Another program does not let go of the queue.
    #[error("another program uses the queue {}", path.display())]
    Busy {
        /// Which.
        path: PathBuf,
    },
    /// Another program settles the queue.
    #[error("another program settles the queue {}", path.display())]
    Settling {
        /// Which.
        path: PathBuf,
    },
}

impl QueueError {
    /// A short name that programs can rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Outbox(error) => error.code(),
            Self::File { .. } => "file",
            Self::Damaged { .. } => "queue-damaged",
            Self::TooLarge { .. } => "queue-too-large",
            Self::Busy { .. } => "queue-busy",
            Self::Settling { .. } => "queue-settling",
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Outbox(error) => error.next_step(),
            Self::File { .. } => "Check the path, its permissions, and that the disk is not full.",
            Self::Damaged { .. } => {
                "Nothing was changed. `medtrail queue recover` keeps the file aside and goes on with what can be read."
            }
            Self::TooLarge { .. } => "Clear what is done, or name another file.",
            Self::Busy { .. } => "Try again in a moment.",
            Self::Settling { .. } => "Wait until it has finished: what is in the queue settles there.",
        }
    }
}

/// A queue in a file.
#[derive(Debug)]
pub struct QueueFile {
    path: PathBuf,
    journal: Journal,
    /// How far the file was read.
    read: u64,
    /// The first line: another one shows that another program began the file again.
    begin: Vec<u8>,
    torn: u64,
}

/// What was found in a damaged file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Where the damaged file is kept.
    pub kept: PathBuf,
    /// How many lines could not be read.
    pub unread: u64,
    /// Where it is damaged.
    pub damage: Damage,
}

/// Held by whoever settles a queue.
#[derive(Debug)]
pub struct Settling {
    _lock: File,
}

impl QueueFile {
    /// Opens a queue; one that is not there yet is begun.
    ///
    /// # Errors
    /// [`QueueError`]. A damaged file is left as it is.
    pub fn open(path: &Path) -> Result<Self, QueueError> {
        let mut queue =
            Self { path: path.to_owned(), journal: Journal::default(), read: 0, begin: Vec::new(), torn: 0 };
        let lock = queue.lock()?;
        queue.catch_up()?;
        if queue.journal.lines() == 0 {
            queue.append(Outbox::beginning())?;
        }
        drop(lock);
        Ok(queue)
    }

    /// How many bytes of a line that was never finished were dropped: what was being written when a program or the
    /// machine stopped. Nobody was told that it was safe.
    pub fn torn(&self) -> u64 {
        self.torn
    }

    /// Sees what other programs have written.
    ///
    /// # Errors
    /// [`QueueError`].
    pub fn refresh(&mut self) -> Result<(), QueueError> {
        let _lock = self.lock()?;
        self.catch_up()
    }

    /// Keeps all others from settling until the result is dropped.
    ///
    /// # Errors
    /// [`QueueError::Settling`] if another program does, [`QueueError::File`].
    pub fn begin_settling(&self) -> Result<Settling, QueueError> {
        let path = self.beside("settling");
        let file = private().create(true).truncate(false).open(&path).map_err(failed(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Settling { _lock: file }),
            Err(TryLockError::WouldBlock) => Err(QueueError::Settling { path: self.path.clone() }),
            Err(TryLockError::Error(cause)) => Err(QueueError::File { path, cause }),
        }
    }

    /// Removes the acts that are done, and writes the file anew without them; tells how many they were. What is in
    /// conflict or was given up stays.
    ///
    /// # Errors
    /// [`QueueError`]; the file is either the old or the new one.
    pub fn clear_done(&mut self) -> Result<usize, QueueError> {
        let _lock = self.lock()?;
        self.catch_up()?;
        let before = self.outbox().entries().count();
        self.append(Change::ClearedDone)?;
        self.compact()?;
        Ok(before - self.outbox().entries().count())
    }

    /// Keeps a damaged file aside, whole, and begins the queue again with what can be read of it, see
    /// [`Journal::salvage`]. `None` if the file is not damaged.
    ///
    /// # Errors
    /// [`QueueError`].
    pub fn recover(path: &Path) -> Result<Option<Recovered>, QueueError> {
        let mut queue =
            Self { path: path.to_owned(), journal: Journal::default(), read: 0, begin: Vec::new(), torn: 0 };
        let _lock = queue.lock()?;
        let damage = match queue.catch_up() {
            Err(QueueError::Damaged { damage, .. }) => damage,
            other => return other.map(|()| None),
        };
        let kept = (1..).map(|number| queue.beside(&format!("damaged-{number}"))).find(|path| !path.exists());
        let kept = kept.unwrap_or_else(|| queue.beside("damaged"));
        // First a second name for the old file, then the new one in its place: at no time is there none.
        fs::hard_link(path, &kept).or_else(|_| fs::copy(path, &kept).map(drop)).map_err(failed(&kept))?;
        let bytes = fs::read(path).map_err(failed(path))?;
        let (journal, unread) = Journal::salvage(&bytes);
        queue.journal = journal;
        queue.compact()?;
        Ok(Some(Recovered { kept, unread, damage }))
    }

    /// Reads what was written since the last time. Only with the lock held.
    fn catch_up(&mut self) -> Result<(), QueueError> {
        let mut file = match OpenOptions::new().read(true).open(&self.path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                (self.journal, self.read, self.begin) = (Journal::default(), 0, Vec::new());
                return Ok(());
            }
            Err(cause) => return Err(failed(&self.path)(cause)),
        };
        let length = file.metadata().map_err(failed(&self.path))?.len();
        if length > MAX_FILE {
            return Err(QueueError::TooLarge { path: self.path.clone() });
        }
        let mut begin = vec![0; self.begin.len()];
        let same = length >= self.read && file.read_exact(&mut begin).is_ok() && begin == self.begin;
        if !same || self.begin.is_empty() {
            (self.journal, self.read) = (Journal::default(), 0);
        }
        file.seek(SeekFrom::Start(self.read)).map_err(failed(&self.path))?;
        let mut bytes = Vec::new();
        // A lock does not bind programs that do not ask for it.
        file.take(MAX_FILE).read_to_end(&mut bytes).map_err(failed(&self.path))?;
        let whole = self.journal.read(&bytes);
        if self.read == 0 {
            self.begin = bytes.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default().to_vec();
        }
        let whole =
            whole.and_then(|whole| self.journal.ensure_torn(bytes.get(whole..).unwrap_or_default()).map(|()| whole));
        let whole = whole.map_err(|damage| {
            // What was read of it is not the queue: next time from the beginning.
            self.begin = Vec::new();
            QueueError::Damaged { path: self.path.clone(), damage }
        })?;
        self.read += whole as u64;
        self.torn = (bytes.len() - whole) as u64;
        if self.journal.lines() == 0 {
            self.begin = Vec::new();
        }
        Ok(())
    }

    /// Writes a change behind all others. Only with the lock held, and after [`Self::catch_up`].
    fn append(&mut self, change: Change) -> Result<(), QueueError> {
        let line = self.journal.line(change)?;
        if self.read + line.bytes.len() as u64 > MAX_FILE {
            return Err(QueueError::TooLarge { path: self.path.clone() });
        }
        let (begins, length) = (self.read == 0, line.bytes.len() as u64);
        let mut file = private().create(true).truncate(false).open(&self.path).map_err(failed(&self.path))?;
        // What another program, or this one, began to write and never finished.
        file.set_len(self.read).map_err(failed(&self.path))?;
        file.seek(SeekFrom::Start(self.read)).map_err(failed(&self.path))?;
        file.write_all(&line.bytes).and_then(|()| file.sync_all()).map_err(failed(&self.path))?;
        if begins {
            sync_folder(&self.path)?;
            self.begin.clone_from(&line.bytes);
        }
        self.journal.accept(line)?;
        self.read += length;
        Ok(())
    }

    /// Writes the file anew, with the queue in as few lines as possible. Only with the lock held.
    fn compact(&mut self) -> Result<(), QueueError> {
        let (journal, bytes) = self.journal.compacted()?;
        let path = self.beside("new");
        let mut file = private().create(true).truncate(true).open(&path).map_err(failed(&path))?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(failed(&path))?;
        fs::rename(&path, &self.path).map_err(failed(&self.path))?;
        sync_folder(&self.path)?;
        self.begin = bytes.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default().to_vec();
        (self.journal, self.read, self.torn) = (journal, bytes.len() as u64, 0);
        Ok(())
    }

    fn lock(&self) -> Result<File, QueueError> {
        let path = self.beside("lock");
        let file = private().create(true).truncate(false).open(&path).map_err(failed(&path))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => sleep(POLL),
                Err(TryLockError::WouldBlock) => return Err(QueueError::Busy { path: self.path.clone() }),
                Err(TryLockError::Error(cause)) => return Err(QueueError::File { path, cause }),
            }
        }
    }

    fn beside(&self, name: &str) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(".");
        path.push(name);
        path.into()
    }
}

impl Store for QueueFile {
    type Error = QueueError;

    fn outbox(&self) -> &Outbox {
        self.journal.outbox()
    }

    fn commit(&mut self, propose: impl FnOnce(&Outbox) -> Result<Change, OutboxError>) -> Result<(), QueueError> {
        let _lock = self.lock()?;
        self.catch_up()?;
        let change = propose(self.journal.outbox())?;
        self.append(change)
    }
}

/// Serials of packs are nobody else's business.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A new name in a folder is safe once the folder is.
fn sync_folder(path: &Path) -> Result<(), QueueError> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed(folder))?;
    }
    let _ = path;
    Ok(())
}

fn failed(path: &Path) -> impl Fn(io::Error) -> QueueError {
    let path = path.to_owned();
    move |cause| QueueError::File { path: path.clone(), cause }
}
