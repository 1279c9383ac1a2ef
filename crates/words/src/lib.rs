//! What Medtrail says to people, in six languages.
//!
//! A sentence is found by its name: those of verdicts and of scanning come as [`verdict::Message`]s, those of screens as plain names. The words are in
//! `locales/`, one folder a language: Fluent files, which know plurals. English words of messages are the program's own and stand in no
//! file. What a language lacks is said in English; tests see to it that nothing is lacking.

mod language;

use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use verdict::{Message, Reason, Report, Sentence, Value, Verdict, capitalised, in_units};

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

    /// A sentence in which texts stand; those that are counts choose its plural.
    pub fn say_with(&self, id: &str, texts: &[(&str, &str)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, text) in texts {
            arguments.set(*name, count_or_text(text));
        }
        self.find(id, &arguments).unwrap_or_else(|| id.to_owned())
    }

    /// A verdict in a word or two.
    pub fn headline(&self, verdict: Verdict) -> String {
        self.find(&format!("headline-{}", verdict.code()), &FluentArgs::new())
            .unwrap_or_else(|| verdict.headline().into())
    }

    /// A reason of a verdict.
    pub fn reason(&self, reason: &Reason) -> String {
        self.message(&reason.message)
    }

    /// What to do next.
    pub fn next_action(&self, report: &Report) -> String {
        self.sentence(report.next)
    }

    /// A sentence in which nothing stands.
    pub fn sentence(&self, sentence: Sentence) -> String {
        self.message(&sentence.into())
    }

    /// A sentence with what stands in it, beginning with a capital letter where the language has some.
    pub fn message(&self, message: &Message) -> String {
        capitalised(&self.part(message))
    }

    /// A sentence as it stands in another one: names of things have no capital letter there.
    pub fn part_of(&self, sentence: Sentence) -> String {
        self.part(&sentence.into())
    }

    /// A length of time, rounded down: `3 hours`.
    pub fn duration(&self, seconds: u64) -> String {
        self.count("duration", seconds)
    }

    /// As it stands in another sentence.
    fn part(&self, message: &Message) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in &message.arguments {
            arguments.set(*name, self.value(value));
        }
        self.find(&message.id, &arguments).unwrap_or_else(|| message.words())
    }

    fn value(&self, value: &Value) -> FluentValue<'static> {
        match value {
            Value::Text(text) => text.clone().into(),
            Value::Number(number) => (*number).into(),
            // The same in every language, for it is compared with what is printed.
            Value::Date { .. } => value.english().into(),
            Value::Duration(seconds) => self.duration(*seconds).into(),
            Value::Ago(seconds) => self.count("ago", *seconds).into(),
            Value::Message(message) => self.part(message).into(),
            Value::List(messages, between) => {
                let parts: Vec<String> = messages.iter().map(|message| self.part(message)).collect();
                parts.join(&self.part(&(*between).into())).into()
            }
        }
    }

    fn count(&self, what: &str, seconds: u64) -> String {
        let (n, unit) = in_units(seconds);
        let mut arguments = FluentArgs::new();
        arguments.set("n", n);
        let english = || if what == "ago" { Value::Ago(seconds) } else { Value::Duration(seconds) }.english();
        self.find(&format!("{what}-{unit}s"), &arguments).unwrap_or_else(english)
    }

    /// A sentence of the language's files; what is missing in it stands there by its name.
    fn find(&self, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        Some(self.bundle.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned())
    }
}

/// A number as one writes it is a count; a lot with leading zeros, a GTIN or a date is a text.
fn count_or_text(text: &str) -> FluentValue<'static> {
    match text.parse::<u32>() {
        Ok(count) if count.to_string() == text => count.into(),
        _ => text.to_owned().into(),
    }
}
