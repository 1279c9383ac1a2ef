//! What Medtrail says to people, in six languages.
//!
//! A sentence is found by its name: those of verdicts come as [`verdict::Message`]s, those of screens as plain names. The words are in
//! `locales/`, one folder a language: Fluent files, which know plurals. What a language lacks is said in English; tests see to it that
//! nothing is lacking.

mod language;

use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use verdict::{Message, Reason, Report, Value, Verdict, capitalised};

pub use language::Language;

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Words({})", self.language.tag())
    }
}

impl Words {
    /// The words of a language, with the English ones below.
    pub fn new(language: Language) -> Self {
        let mut bundle = FluentBundle::new(vec![language.identifier()]);
        // Marks that isolate what stands in a sentence are for those that are written from right to left, where codes and numbers
        // would otherwise change places with the words around them.
        bundle.set_use_isolating(language.is_right_to_left());
        for language in [Language::English, language] {
            for text in language.files() {
                // What is wrong in a file is left out; a test reads them all.
                let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(rest, _)| rest);
                bundle.add_resource_overriding(resource);
            }
        }
        Self { language, bundle }
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence by its name; the name, if there is none.
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// A sentence in which texts stand.
    pub fn say_with(&self, id: &str, texts: &[(&str, &str)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, text) in texts {
            arguments.set(*name, (*text).to_owned());
        }
        self.format(id, &arguments)
    }

    /// A verdict in a word or two.
    pub fn headline(&self, verdict: Verdict) -> String {
        self.say(&format!("headline-{}", verdict.code()))
    }

    /// A reason of a verdict.
    pub fn reason(&self, reason: &Reason) -> String {
        self.message(&reason.message)
    }

    /// What to do next.
    pub fn next_action(&self, report: &Report) -> String {
        self.say(report.next.id)
    }

    /// A sentence with what stands in it, beginning with a capital letter where the language has some.
    pub fn message(&self, message: &Message) -> String {
        capitalised(&self.part(message))
    }

    /// A length of time, rounded down: `3 hours`.
    pub fn duration(&self, seconds: u64) -> String {
        self.count("duration", seconds)
    }

    /// A day, year first: the same in every language, for it is compared with what is printed.
    pub fn date(year: u16, month: u8, day: u8) -> String {
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// As it stands in another sentence.
    fn part(&self, message: &Message) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in &message.arguments {
            arguments.set(*name, self.value(value));
        }
        self.format(message.id, &arguments)
    }

    fn value(&self, value: &Value) -> FluentValue<'static> {
        match value {
            Value::Text(text) => text.clone().into(),
            Value::Number(number) => (*number).into(),
            Value::Date { year, month, day } => Self::date(*year, *month, *day).into(),
            Value::Duration(seconds) => self.duration(*seconds).into(),
            Value::Ago(seconds) => self.count("ago", *seconds).into(),
            Value::Message(message) => self.part(message).into(),
            Value::List(messages, between) => {
                let parts: Vec<String> = messages.iter().map(|message| self.part(message)).collect();
                parts.join(&self.say(between.id)).into()
            }
        }
    }

    fn count(&self, what: &str, seconds: u64) -> String {
        let (n, unit) = match seconds {
            0..60 => (seconds, "seconds"),
            60..7_200 => (seconds / 60, "minutes"),
            7_200..172_800 => (seconds / 3_600, "hours"),
            _ => (seconds / 86_400, "days"),
        };
        let mut arguments = FluentArgs::new();
        arguments.set("n", n);
        self.format(&format!("{what}-{unit}"), &arguments)
    }

    fn format(&self, id: &str, arguments: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        // What is missing stands there by its name.
        self.bundle.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned()
    }
}
