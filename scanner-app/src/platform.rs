//! What desktops and browsers do differently: pictures from files, and verdicts that are not seen but heard or felt.

use std::{path::PathBuf, sync::Arc};

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
pub async fn choose_picture() -> Option<Picture> {
    let dialog = rfd::AsyncFileDialog::new().set_title("Picture of a pack's code");
    let file = dialog.add_filter("Pictures", &["png", "jpg", "jpeg"]).pick_file().await?;
    #[cfg(not(target_arch = "wasm32"))]
    return Some(Picture::File(file.path().to_owned()));
    #[cfg(target_arch = "wasm32")]
    Some(Picture::Bytes(file.read().await.into()))
}

/// Reads the code in a picture, away from the thread that draws where there is another one.
///
/// # Errors
/// [`UnusableCode`].
pub async fn read(picture: Picture) -> Result<Arc<Code>, UnusableCode> {
    let reading = move || match &picture {
        Picture::File(path) => scan::read_path(path),
        #[cfg(target_arch = "wasm32")]
        Picture::Bytes(bytes) => scan::read_file(bytes),
    };
    #[cfg(not(target_arch = "wasm32"))]
    let code = tokio::task::spawn_blocking(reading).await.unwrap_or(Err(UnusableCode::NoSymbol));
    #[cfg(target_arch = "wasm32")]
    let code = {
        // The page says that it is reading before it stands still.
        ledger_client::time::sleep(std::time::Duration::from_millis(30)).await;
        reading()
    };
    code.map(Arc::new)
}

/// The app's window has opened.
pub fn opened() {
    #[cfg(target_arch = "wasm32")]
    crate::web::page::focus();
}

/// Has a verdict heard and felt: by screen readers, and by phones that tremble.
pub fn announce(words: &Words, report: &Report) {
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
