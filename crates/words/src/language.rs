//! The languages.

use unic_langid::{LanguageIdentifier, langid};

/// A language that Medtrail speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// Hindi.
    Hindi,
    /// Arabic.
    Arabic,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::English, Self::French, Self::German, Self::Spanish, Self::Hindi, Self::Arabic];

    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Spanish => "es",
            Self::Hindi => "hi",
            Self::Arabic => "ar",
        }
    }

    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
            Self::German => "Deutsch",
            Self::Spanish => "Español",
            Self::Hindi => "हिन्दी",
            Self::Arabic => "العربية",
        }
    }

    /// Whether its lines begin on the right.
    pub fn is_right_to_left(self) -> bool {
        self == Self::Arabic
    }

    /// The language of a tag such as `de-AT` or `de_AT.UTF-8`; English if Medtrail does not speak it.
    pub fn from_tag(tag: &str) -> Self {
        let language = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|known| known.tag().eq_ignore_ascii_case(language)).unwrap_or_default()
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        match self {
            Self::English => langid!("en"),
            Self::French => langid!("fr"),
            Self::German => langid!("de"),
            Self::Spanish => langid!("es"),
            Self::Hindi => langid!("hi"),
            Self::Arabic => langid!("ar"),
        }
    }

    /// Its files: what programs say by themselves, then what only screens say.
    pub(crate) fn files(self) -> Vec<&'static str> {
        macro_rules! screens {
            ($tag:literal) => {
                [
                    include_str!(concat!("../locales/", $tag, "/app.ftl")),
                    include_str!(concat!("../locales/", $tag, "/desk.ftl")),
                    include_str!(concat!("../locales/", $tag, "/dispatch.ftl")),
                    include_str!(concat!("../locales/", $tag, "/maker.ftl")),
                    include_str!(concat!("../locales/", $tag, "/regulator.ftl")),
                    include_str!(concat!("../locales/", $tag, "/journey.ftl")),
                    include_str!(concat!("../locales/", $tag, "/cases.ftl")),
                    include_str!(concat!("../locales/", $tag, "/stock.ftl")),
                    include_str!(concat!("../locales/", $tag, "/platform.ftl")),
                ]
            };
        }
        macro_rules! all {
            ($tag:literal) => {
                [
                    include_str!(concat!("../locales/", $tag, "/verdict.ftl")),
                    include_str!(concat!("../locales/", $tag, "/scanner.ftl")),
                    include_str!(concat!("../locales/", $tag, "/refusals.ftl")),
                ]
                .into_iter()
                .chain(screens!($tag))
                .collect()
            };
        }
        match self {
            // What is named in the program is there in English, too.
            Self::English => screens!("en").into(),
            Self::French => all!("fr"),
            Self::German => all!("de"),
            Self::Spanish => all!("es"),
            Self::Hindi => all!("hi"),
            Self::Arabic => all!("ar"),
        }
    }
}
