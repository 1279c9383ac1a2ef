//! Sentences that can be said in any language: a name for each, its English words, and what stands in it as typed values.
//!
//! A [`Message`] is made from a [`Sentence`] and gives both the English text and what a translation needs, so that the two
//! cannot differ. Translations are in crate `words`.

use std::borrow::Cow;

use crate::duration;

/// A sentence or part of one, as it is in English. `{name}` stands for an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its name: unique, in kebab-case. Translations are found by it.
    pub id: &'static str,
    /// Its words in English.
    pub english: &'static str,
}

/// Makes constants of type [`Sentence`], and `ALL`, the list of them: `NAME = "id", "English";`.
#[macro_export]
macro_rules! sentences {
    ($($name:ident = $id:literal, $english:literal;)*) => {
        $(pub(crate) const $name: $crate::Sentence = $crate::Sentence { id: $id, english: $english };)*
        /// All of them.
        pub(crate) const ALL: &[$crate::Sentence] = &[$($name,)*];
    };
}

/// What stands in a sentence. Dates and lengths of time look different in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A name, code, address or technical detail: the same in every language.
    Text(String),
    /// A number, such as of hours.
    Number(u64),
    /// A day.
    Date {
        /// Year.
        year: u16,
        /// Month, from 1.
        month: u8,
        /// Day, from 1.
        day: u8,
    },
    /// A length of time in seconds: `3 hours`.
    Duration(u64),
    /// How long ago something was, in seconds: `3 hours ago`.
    Ago(u64),
    /// Another sentence, or part of one.
    Message(Box<Message>),
    /// Several, with what stands between two of them.
    List(Vec<Message>, Sentence),
}

/// A sentence with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sentence's name.
    pub id: Cow<'static, str>,
    /// What stands in it, by name.
    pub arguments: Vec<(&'static str, Value)>,
    english: &'static str,
}

impl Message {
    /// A sentence whose name follows from the code of what it tells, such as `refused-not-held`. `english`: as in
    /// [`Sentence::english`].
    pub fn named(id: impl Into<Cow<'static, str>>, english: &'static str) -> Self {
        Self { id: id.into(), arguments: Vec::new(), english }
    }

    /// Adds what stands in it.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// In English, beginning with a capital letter.
    pub fn english(&self) -> String {
        capitalised(&self.words())
    }

    /// In English, as it stands in another sentence.
    pub fn words(&self) -> String {
        let mut said = String::new();
        let mut rest = self.english;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            said.push_str(before);
            if let Some((_, value)) = self.arguments.iter().find(|(argument, _)| *argument == name) {
                said.push_str(&value.english());
            }
            rest = after;
        }
        said + rest
    }
}

impl Value {
    /// In English: dates as 2028-06-30.
    pub fn english(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
            Self::Duration(seconds) => duration(*seconds),
            Self::Ago(seconds) => format!("{} ago", duration(*seconds)),
            Self::Message(message) => message.words(),
            Self::List(messages, between) => {
                messages.iter().map(Message::words).collect::<Vec<_>>().join(between.english)
            }
        }
    }
}

impl Sentence {
    /// As a message in which something stands.
    pub fn with(self, name: &'static str, value: impl Into<Value>) -> Message {
        Message::from(self).with(name, value)
    }

    /// The names of what stands in it.
    pub fn arguments(self) -> impl Iterator<Item = &'static str> {
        let after_brackets = self.english.split('{').skip(1);
        after_brackets.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
    }
}

impl From<Sentence> for Message {
    fn from(sentence: Sentence) -> Self {
        Self::named(sentence.id, sentence.english)
    }
}

/// What somebody said in words that have no translation.
impl From<String> for Message {
    fn from(said: String) -> Self {
        crate::sentences::AS_SAID.with("said", said)
    }
}

impl From<&str> for Message {
    fn from(said: &str) -> Self {
        said.to_owned().into()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

impl From<Sentence> for Value {
    fn from(sentence: Sentence) -> Self {
        Message::from(sentence).into()
    }
}

/// A text with a capital letter at its beginning, as sentences have it in every language that knows capitals.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Sentence = Sentence { id: "one", english: "{who} has {n} of {what}; the end {" };
    const AND: Sentence = Sentence { id: "and", english: " and " };

    #[test]
    fn arguments_stand_where_they_belong_and_are_never_looked_into() {
        let message = ONE.with("who", "somebody {n}").with("n", 3).with("what", "{who}");
        assert_eq!(message.english(), "Somebody {n} has 3 of {who}; the end {");
        assert_eq!(Message::from(ONE).english(), " has  of ; the end {");
        assert_eq!(Message::from("as said: {x}").english(), "As said: {x}");
    }

    #[test]
    fn a_sentence_knows_what_stands_in_it() {
        assert_eq!(ONE.arguments().collect::<Vec<_>>(), ["who", "n", "what"]);
        let named = Message::named(format!("refused-{}", "not-held"), "{who} does not hold it").with("who", "nobody");
        assert_eq!((named.id.as_ref(), named.english().as_str()), ("refused-not-held", "Nobody does not hold it"));
    }

    #[test]
    fn dates_times_and_lists_are_in_words() {
        let with = |value: Value| Sentence { id: "only", english: "{value}" }.with("value", value).english();
        assert_eq!(with(Value::Date { year: 2028, month: 6, day: 30 }), "2028-06-30");
        assert_eq!(with(Value::Duration(61)), "1 minute");
        assert_eq!(with(Value::Ago(7_200)), "2 hours ago");
        assert_eq!(with(Value::List(vec!["one".into(), "two".into()], AND)), "One and two");
    }
}
