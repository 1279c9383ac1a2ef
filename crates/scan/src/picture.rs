//! From a picture to what a pack says about itself.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use decode::{PictureError, Symbol};
use verdict::{Code, CodeError, Message, Sentence, read_code};

use crate::sentences as say;

/// Why there is nothing to verify. None of these says anything about the pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnusableCode {
    /// The file cannot be read.
    #[error("{path} cannot be read: {cause}")]
    File {
        /// Which file.
        path: String,
        /// What the system said.
        cause: String,
    },
    /// The file is no picture.
    #[error("{0}")]
    Picture(#[from] PictureError),
    /// No symbol was found in the picture.
    #[error("no code was found in the picture")]
    NoSymbol,
    /// The picture shows more than one pack.
    #[error("the picture shows the codes of several packs")]
    SeveralPacks,
    /// The text is no code of a pack.
    #[error(transparent)]
    Code(#[from] CodeError),
}

impl UnusableCode {
    /// The name that programs rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "file",
            Self::Picture(PictureError::NotAPicture) => "not-a-picture",
            Self::Picture(PictureError::TooLarge) => "picture-too-large",
            Self::NoSymbol => "no-symbol",
            Self::SeveralPacks => "several-packs",
            Self::Code(error) => error.code(),
        }
    }

    /// What is wrong, as a sentence for any language.
    pub fn message(&self) -> Message {
        match self {
            Self::File { path, cause } => say::FILE.with("path", path.as_str()).with("cause", cause.as_str()),
            Self::Picture(PictureError::NotAPicture) => say::NOT_A_PICTURE.into(),
            Self::Picture(PictureError::TooLarge) => say::TOO_LARGE.into(),
            Self::NoSymbol => say::NO_SYMBOL.into(),
            Self::SeveralPacks => say::SEVERAL_PACKS.into(),
            Self::Code(error) => error.message(),
        }
    }

    /// What to do next.
    pub fn next_step(&self) -> &'static str {
        self.next().english
    }

    /// What to do next, as a sentence for any language.
    pub fn next(&self) -> Sentence {
        match self {
            Self::File { .. } => say::NEXT_FILE,
            Self::Picture(PictureError::NotAPicture) => say::NEXT_NOT_A_PICTURE,
            Self::Picture(PictureError::TooLarge) => say::NEXT_TOO_LARGE,
            Self::NoSymbol => say::NEXT_NO_SYMBOL,
            Self::SeveralPacks => say::NEXT_SEVERAL_PACKS,
            Self::Code(error) => error.next(),
        }
    }
}

/// Reads the code of the pack in a PNG or JPEG file.
///
/// # Errors
/// [`UnusableCode`].
pub fn read_path(path: &Path) -> Result<Code, UnusableCode> {
    read_file(&read_bytes(path)?)
}

/// Reads the code of the pack in the bytes of a PNG or JPEG file.
///
/// # Errors
/// [`UnusableCode`].
pub fn read_file(bytes: &[u8]) -> Result<Code, UnusableCode> {
    choose(&decode::read_file(bytes)?)
}

/// The bytes of a picture file, unless it is too large to be one.
///
/// # Errors
/// [`UnusableCode::File`], [`UnusableCode::Picture`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, UnusableCode> {
    let failed = |error: io::Error| UnusableCode::File { path: path.display().to_string(), cause: error.to_string() };
    // A pipe or device might never end.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("it is no regular file")));
    }
    let mut bytes = Vec::new();
    let most = decode::MAX_FILE as u64 + 1;
    fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 == most { Err(PictureError::TooLarge.into()) } else { Ok(bytes) }
}

/// Reads the codes of all packs in a PNG or JPEG file.
///
/// # Errors
/// [`UnusableCode`].
pub fn read_all_path(path: &Path) -> Result<Vec<Code>, UnusableCode> {
    read_all_file(&read_bytes(path)?)
}

/// Reads the codes of all packs in the bytes of a PNG or JPEG file.
///
/// # Errors
/// [`UnusableCode`].
pub fn read_all_file(bytes: &[u8]) -> Result<Vec<Code>, UnusableCode> {
    choose_all(&decode::read_file(bytes)?)
}

/// The codes of all packs among a picture's symbols. One alone is as strict as [`choose`]; beside several, symbols that
/// name no pack belong to any of them and say nothing.
///
/// # Errors
/// [`UnusableCode`].
pub fn choose_all(symbols: &[Symbol]) -> Result<Vec<Code>, UnusableCode> {
    match choose(symbols) {
        Err(UnusableCode::SeveralPacks) => {}
        one => return one.map(|code| vec![code]),
    }
    let mut packs: Vec<Code> = Vec::new();
    for code in symbols.iter().filter_map(|symbol| read_code(&symbol.text).ok()) {
        let code = Code { typed: false, ..code };
        match packs.iter_mut().find(|pack| pack.scanned == code.scanned) {
            Some(pack) if pack.material.is_none() => *pack = code,
            Some(_) => {}
            None => packs.push(code),
        }
    }
    // A pack beside something that contradicts it.
    if packs.len() < 2 { Err(UnusableCode::SeveralPacks) } else { Ok(packs) }
}

/// The code among a picture's symbols: one pack, in the form that carries a proof if there is one.
///
/// # Errors
/// [`UnusableCode`].
pub fn choose(symbols: &[Symbol]) -> Result<Code, UnusableCode> {
    let (usable, unusable): (Vec<_>, Vec<_>) =
        symbols.iter().map(|symbol| read_code(&symbol.text)).partition(Result::is_ok);
    let mut codes: Vec<Code> = usable.into_iter().flatten().collect();
    codes.sort_by_key(|code| code.material.is_none());
    let mut codes = codes.into_iter();
    let Some(mut best) = codes.next() else {
        let why = unusable.into_iter().find_map(Result::err);
        return Err(why.map_or(UnusableCode::NoSymbol, UnusableCode::Code));
    };
    best.typed = false;
    // Symbols that name no single pack still must not contradict the one that does.
    for other in symbols.iter().filter_map(|symbol| gs1::parse(&symbol.text).ok()) {
        let differs = |ai| best.message.value(ai).zip(other.value(ai)).is_some_and(|(one, another)| one != another);
        if ["01", "10", "21"].into_iter().any(differs) {
            return Err(UnusableCode::SeveralPacks);
        }
        if differs("17") {
            best.other_expiry = other.expiry();
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbol(text: &str) -> Symbol {
        let engine = decode::Engine { reader: decode::Reader::Rxing, rung: decode::Rung::Plain };
        Symbol { format: decode::Format::Qr, text: text.into(), corners: Default::default(), engine }
    }

    const LINK: &str =
        "https://id.example.com/01/04012345678901/10/LOT-7/21/S1?17=271200&mt=AAAAEQcHBwcHBwcHBwcHBwcHBwc";
    const STRING: &str = "]d2010401234567890121S1\u{1d}1727120010LOT-7";

    #[test]
    fn a_label_with_two_symbols_is_one_pack_and_the_proof_is_kept() {
        let code = choose(&[symbol(STRING), symbol(LINK)]).expect("a code");
        assert!(code.material.is_some());
    }

    #[test]
    fn symbols_that_disagree_are_noticed() {
        let other_expiry = STRING.replace("17271200", "17311200");
        let code = choose(&[symbol(&other_expiry), symbol(LINK)]).expect("one pack");
        assert_eq!(code.other_expiry.map(gs1::Date::number), Some(20_311_200));
        let other_product = symbol("]d2010001234567890517271200");
        assert_eq!(choose(&[symbol(LINK), other_product]).err(), Some(UnusableCode::SeveralPacks));
        let same_product = symbol("04012345678901");
        assert!(choose(&[symbol(LINK), same_product]).is_ok());
    }

    #[test]
    fn what_is_no_regular_file_is_not_read() {
        assert_eq!(read_bytes(Path::new("/dev/zero")).err().map(|error| error.code()), Some("file"));
    }

    #[test]
    fn two_packs_in_one_picture_are_not_guessed_between() {
        let other = STRING.replace("21S1", "21S2");
        assert_eq!(choose(&[symbol(STRING), symbol(&other)]).err(), Some(UnusableCode::SeveralPacks));
    }

    #[test]
    fn all_packs_of_a_picture_are_read_each_once_and_with_its_proof() {
        let other = STRING.replace("21S1", "21S2");
        let codes = choose_all(&[symbol(STRING), symbol(&other), symbol(LINK), symbol("]d2010001234567890517271200")]);
        let codes = codes.expect("two packs");
        let told: Vec<_> = codes.iter().map(|code| (code.scanned.serial.as_str(), code.material.is_some())).collect();
        assert_eq!(told, [("S1", true), ("S2", false)]);
        assert_eq!(choose_all(&[symbol(LINK)]).map(|codes| codes.len()), Ok(1));
        let other_product = symbol("]d2010001234567890517271200");
        assert_eq!(choose_all(&[symbol(LINK), other_product]).err(), Some(UnusableCode::SeveralPacks));
        assert_eq!(choose_all(&[]).err(), Some(UnusableCode::NoSymbol));
    }

    #[test]
    fn what_is_said_of_a_picture_is_what_the_error_says() {
        for error in [
            UnusableCode::File { path: "pack.png".into(), cause: "permission denied".into() },
            UnusableCode::Picture(PictureError::NotAPicture),
            UnusableCode::Picture(PictureError::TooLarge),
            UnusableCode::NoSymbol,
            UnusableCode::SeveralPacks,
            UnusableCode::Code(CodeError::Incomplete("lot")),
        ] {
            assert_eq!(error.message().english(), format!("{}.", verdict::capitalised(&error.to_string())));
        }
    }

    #[test]
    fn unusable_pictures_say_why() {
        assert_eq!(choose(&[]).err(), Some(UnusableCode::NoSymbol));
        assert_eq!(choose(&[symbol("04012345678901")]).err().map(|error| error.code()), Some("incomplete-code"));
    }
}
