//! What desktops and browsers do differently: pictures from files, and verdicts that are not seen but heard or felt.

#[cfg(not(target_arch = "wasm32"))]
use std::time::{Duration, Instant};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use scan::{Code, UnusableCode};
use verdict::Report;
use words::{Language, Words};

/// A picture that is to be read.
#[derive(Clone, Debug)]
pub enum Picture {
    /// A file of this device.
    File(PathBuf),
    /// The bytes of one: browsers give no more of it.
    #[cfg(target_arch = "wasm32")]
    Bytes(Arc<[u8]>),
}

impl From<&str> for Picture {
    fn from(path: &str) -> Self {
        Self::File(path.into())
    }
}

/// Lets the user choose a picture. On a phone, the camera may take it.
pub async fn choose_picture(title: String) -> Option<Picture> {
    let dialog = rfd::AsyncFileDialog::new().set_title(title);
    let file = dialog.add_filter("PNG, JPEG", &["png", "jpg", "jpeg"]).pick_file().await?;
    #[cfg(not(target_arch = "wasm32"))]
    return Some(Picture::File(file.path().to_owned()));
    #[cfg(target_arch = "wasm32")]
    Some(Picture::Bytes(file.read().await.into()))
}

/// The folder of this program's files, in the place that a variable of the environment names, or below the user's home.
#[cfg(not(target_arch = "wasm32"))]
pub fn folder(variable: &str, below_home: &str) -> Option<PathBuf> {
    let folder = match std::env::var_os(variable) {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => std::env::home_dir().map(|home| home.join(below_home)),
    };
    folder.map(|folder| folder.join("medtrail"))
}

/// The folder of what is scanned and fetched.
#[cfg(not(target_arch = "wasm32"))]
pub fn data_folder() -> Option<PathBuf> {
    folder("XDG_DATA_HOME", ".local/share")
}

/// Where the snapshot for times without a network is.
#[cfg(not(target_arch = "wasm32"))]
pub fn snapshot_file() -> Option<PathBuf> {
    data_folder().map(|folder| folder.join("offline.snapshot"))
}

/// Writes a file as a whole or not at all, should the power fail.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, bytes, fs::OpenOptions::new())
}

/// The same for a file that nobody else may read.
pub fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    #[allow(unused_mut, reason = "only Unix has modes")]
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    write_with(path, bytes, options)
}

fn write_with(path: &Path, bytes: &[u8], mut options: fs::OpenOptions) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let fresh = path.with_extension("new");
    // Of an earlier attempt, perhaps with other rights.
    let _ = fs::remove_file(&fresh);
    let mut file = options.write(true).create_new(true).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_data()?;
    fs::rename(fresh, path)
}

/// Lets the user say where a file goes, and writes it there: where it is, or nothing if nobody chose a place.
///
/// # Errors
/// What the system said.
#[cfg(not(target_arch = "wasm32"))]
pub async fn save_file(name: String, bytes: Vec<u8>) -> io::Result<Option<String>> {
    let Some(path) = place_for(&name).await? else { return Ok(None) };
    let said = path.display().to_string();
    let writing = tokio::task::spawn_blocking(move || fs::write(path, bytes));
    writing.await.map_err(io::Error::other)??;
    Ok(Some(said))
}

/// Has the browser save a file: its name, or nothing if nobody chose a place.
///
/// # Errors
/// What the browser said.
#[cfg(target_arch = "wasm32")]
pub async fn save_file(name: String, bytes: Vec<u8>) -> io::Result<Option<String>> {
    let Some(file) = rfd::AsyncFileDialog::new().set_file_name(&name).save_file().await else { return Ok(None) };
    file.write(&bytes).await?;
    Ok(Some(file.file_name()))
}

/// Where the user wants a file with this name; nothing if nobody chose a place. Where the system shows no dialog, it goes
/// to the user's other documents, over none of them.
///
/// # Errors
/// What the system said.
#[cfg(not(target_arch = "wasm32"))]
pub async fn place_for(name: &str) -> io::Result<Option<PathBuf>> {
    let asked = Instant::now();
    match rfd::AsyncFileDialog::new().set_file_name(name).save_file().await {
        Some(file) => Ok(Some(file.path().to_owned())),
        None if shows_no_dialog(asked) => {
            let folder = documents().ok_or_else(|| io::Error::other("this device does not say where files go"))?;
            fs::create_dir_all(&folder)?;
            Ok(Some(free_path(&folder, name)))
        }
        None => Ok(None),
    }
}

/// Whether a dialog that was asked for at that time, and has ended without an answer, was never shown: nobody closes one so
/// soon.
#[cfg(not(target_arch = "wasm32"))]
pub fn shows_no_dialog(asked: Instant) -> bool {
    /// Less time than anybody needs to see a dialog and close it.
    const TOO_SOON: Duration = Duration::from_millis(600);
    asked.elapsed() < TOO_SOON
}

/// Where people look for what they saved.
#[cfg(not(target_arch = "wasm32"))]
fn documents() -> Option<PathBuf> {
    let home = std::env::home_dir();
    let mut usual = home.iter().flat_map(|home| ["Documents", "Downloads"].map(|name| home.join(name)));
    usual.find(|folder| folder.is_dir()).or_else(|| data_folder().map(|folder| folder.join("saved")))
}

/// A path in a folder at which there is nothing yet.
#[cfg(not(target_arch = "wasm32"))]
fn free_path(folder: &Path, name: &str) -> PathBuf {
    let (stem, ending) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = (2..=u32::MAX).map(|number| folder.join(format!("{stem}-{number}{ending}")));
    let mut paths = std::iter::once(folder.join(name)).chain(numbered);
    paths.find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}

/// Reads the code in a picture, or those of `all` packs in it, away from the thread that draws where there is another one.
///
/// # Errors
/// [`UnusableCode`].
pub async fn read(picture: Picture, all: bool) -> Result<Vec<Arc<Code>>, UnusableCode> {
    let reading = move || match &picture {
        Picture::File(path) if all => scan::read_all_path(path),
        Picture::File(path) => scan::read_path(path).map(|code| vec![code]),
        #[cfg(target_arch = "wasm32")]
        Picture::Bytes(bytes) if all => scan::read_all_file(bytes),
        #[cfg(target_arch = "wasm32")]
        Picture::Bytes(bytes) => scan::read_file(bytes).map(|code| vec![code]),
    };
    #[cfg(not(target_arch = "wasm32"))]
    let codes = tokio::task::spawn_blocking(reading).await.unwrap_or(Err(UnusableCode::NoSymbol));
    #[cfg(target_arch = "wasm32")]
    let codes = {
        // The page says that it is reading before it stands still.
        ledger_client::time::sleep(std::time::Duration::from_millis(30)).await;
        reading()
    };
    codes.map(|codes| codes.into_iter().map(Arc::new).collect())
}

/// The app's window has opened.
pub fn opened() {
    #[cfg(target_arch = "wasm32")]
    crate::web::page::focus();
}

/// Has a verdict heard and felt: by everybody if `sounds`, by screen readers, and by phones that tremble.
pub fn announce(words: &Words, report: &Report, sounds: bool) {
    if sounds {
        let tune = scanner_core::sound::tune(report.verdict);
        #[cfg(target_arch = "wasm32")]
        crate::web::page::play(tune);
        #[cfg(not(any(target_arch = "wasm32", test)))]
        crate::sound::play(tune);
        #[cfg(test)]
        let _ = tune;
    }
    #[cfg(target_arch = "wasm32")]
    {
        let said = format!("{}. {}", words.headline(report.verdict), words.next_action(report));
        crate::web::page::announce(&said, tremor(report.verdict));
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (words, report);
}

/// Has what is around the app speak a language.
pub fn speak(language: Language) {
    #[cfg(target_arch = "wasm32")]
    crate::web::page::speak(language.tag(), language.is_right_to_left());
    #[cfg(not(target_arch = "wasm32"))]
    let _ = language;
}

/// The tag of the language that this device speaks.
pub fn language() -> String {
    #[cfg(target_arch = "wasm32")]
    return crate::web::page::language();
    #[cfg(not(target_arch = "wasm32"))]
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|tag| !tag.is_empty()))
        .unwrap_or_default()
}

/// How a phone trembles: milliseconds on and off. Once is good; anything else is felt to be something else.
#[cfg(target_arch = "wasm32")]
fn tremor(verdict: verdict::Verdict) -> &'static [u32] {
    use verdict::Verdict;
    match verdict {
        Verdict::Genuine => &[60],
        Verdict::CouldNotCheck => &[60, 120, 60],
        Verdict::AlreadyDispensedHere | Verdict::AlreadyUsedElsewhere => &[200, 100, 200],
        Verdict::DoNotUse | Verdict::NotRecognised | Verdict::Suspicious => &[300, 100, 300, 100, 300],
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_saved_without_a_dialog_never_takes_the_place_of_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = free_path(folder.path(), "labels-1.pdf");
        assert_eq!(path, folder.path().join("labels-1.pdf"));
        fs::write(&path, "first").unwrap();
        let path = free_path(folder.path(), "labels-1.pdf");
        assert_eq!(path, folder.path().join("labels-1-2.pdf"));
        fs::write(&path, "second").unwrap();
        assert_eq!(free_path(folder.path(), "labels-1.pdf"), folder.path().join("labels-1-3.pdf"));
        assert_eq!(free_path(folder.path(), "labels"), folder.path().join("labels"));
    }

    #[test]
    fn a_dialog_that_ended_at_once_was_none() {
        let now = Instant::now();
        assert!(shows_no_dialog(now));
        assert!(now.checked_sub(Duration::from_secs(3)).is_none_or(|asked| !shows_no_dialog(asked)));
    }
}
