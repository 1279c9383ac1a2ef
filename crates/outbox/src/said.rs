//! Sentences as they stand in a file: by their names, with what stands in them, so that they can be said in any language later.

use std::collections::BTreeMap;

use ledger_client::every_refusal;
use serde::{Deserialize, Serialize};
use verdict::{Message, Value};

use crate::{
    OutboxError, sentences as say,
    text::{self, MAX_WORDS},
    words::Words,
};

/// What happened and what to do next, as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    what: Kept,
    next: Kept,
}

/// A sentence, as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    sentence: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    with: BTreeMap<String, Part>,
}

/// What stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Part {
    Number(u64),
    Text(String),
    Sentence(Kept),
}

impl From<&Words> for Said {
    fn from(words: &Words) -> Self {
        Self { what: (&words.what).into(), next: (&words.next).into() }
    }
}

impl Said {
    /// The sentences; `None` if this program does not know them.
    pub(crate) fn message(&self) -> Option<Message> {
        Some(say::BOTH.with("what", self.what.message()?).with("next", self.next.message()?))
    }

    /// That all of it can be shown.
    pub(crate) fn ensure_showable(&self) -> Result<(), OutboxError> {
        self.what.ensure_showable()?;
        self.next.ensure_showable()
    }
}

impl From<&Message> for Kept {
    fn from(message: &Message) -> Self {
        let parts = message.arguments.iter().map(|(name, value)| ((*name).to_owned(), value.into()));
        Self { sentence: message.id.to_string(), with: parts.collect() }
    }
}

impl From<&Value> for Part {
    fn from(value: &Value) -> Self {
        match value {
            Value::Number(number) => Self::Number(*number),
            Value::Message(message) => Self::Sentence((&**message).into()),
            other => match other.english() {
                nothing if nothing.is_empty() => Self::Text(nothing),
                words => Self::Text(text::showable(&words, MAX_WORDS)),
            },
        }
    }
}

impl Kept {
    fn message(&self) -> Option<Message> {
        let Some(sentence) = say::every_sentence().find(|sentence| sentence.id == self.sentence) else {
            return every_refusal().find(|refusal| refusal.id == self.sentence);
        };
        let mut message = Message::from(sentence);
        for name in sentence.arguments() {
            message = message.with(name, self.with.get(name)?.value()?);
        }
        Some(message)
    }

    fn ensure_showable(&self) -> Result<(), OutboxError> {
        self.with.values().try_for_each(|part| match part {
            Part::Text(words) if !words.is_empty() => text::ensure(words, MAX_WORDS),
            Part::Sentence(kept) => kept.ensure_showable(),
            Part::Text(_) | Part::Number(_) => Ok(()),
        })
    }
}

impl Part {
    fn value(&self) -> Option<Value> {
        Some(match self {
            Self::Number(number) => (*number).into(),
            Self::Text(words) => words.as_str().into(),
            Self::Sentence(kept) => kept.message()?.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Conflict;

    fn recalled() -> Words {
        let what = say::CALLED_BACK
            .with("what", say::BATCH_RECALLED)
            .with("class", say::CLASS_I)
            .with("by", say::CALLED_BACK_BY.with("name", "Nordmark {what} Pharma"))
            .with("when", "");
        Words::new(what, say::NEXT_CALLED_BACK)
    }

    fn in_file(conflict: &Conflict) -> Conflict {
        serde_json::from_str(&serde_json::to_string(conflict).unwrap()).unwrap()
    }

    #[test]
    fn what_happened_can_be_said_in_any_language_after_it_was_in_a_file() {
        let refusal = every_refusal().find(|refusal| refusal.id == "refused-not-held").unwrap();
        let refused = Words::new(say::LEDGER_REFUSED.with("name", "NotHeld"), refusal);
        for words in [recalled(), Words::new(say::DISPENSED_BY_US.with("pack", 5), say::NEXT_DISPENSED_BY_US), refused]
        {
            let conflict = in_file(&Conflict::told("Recalled", &words, None));
            let Words { what, next } = words;
            assert_eq!(conflict.message(), say::BOTH.with("what", what).with("next", next));
            assert_eq!(conflict.message().english(), format!("{} {}", conflict.text, conflict.next_step));
        }
    }

    #[test]
    fn what_an_earlier_version_wrote_is_told_as_its_code_is() {
        let old = |code: &str| -> Conflict {
            let text =
                r#"{"code": "CODE", "text": "Somebody else, X, dispensed it.", "next_step": "Reach your patient."}"#;
            serde_json::from_str(&text.replace("CODE", code)).unwrap()
        };
        let message = old("NotHeld").message();
        assert_eq!(message.id, "refused-not-held");
        assert_eq!(message.english(), "Somebody else, X, dispensed it. Reach your patient.");
        let damaged = old("queue-damaged").message();
        assert!(damaged.english().starts_with(say::QUEUE_DAMAGED.english), "{}", damaged.english());
        assert_eq!(old("of a later version").message().english(), message.english());
    }

    #[test]
    fn sentences_of_a_later_version_are_told_in_the_english_that_stands_beside_them() {
        let conflict = Conflict::told("Recalled", &recalled(), None);
        let text = serde_json::to_string(&conflict).unwrap();
        for changed in ["conflict-class-1", "conflict-called-back-next"] {
            let later: Conflict = serde_json::from_str(&text.replace(changed, "conflict-of-later")).unwrap();
            assert_eq!(later.message().english(), format!("{} {}", conflict.text, conflict.next_step));
        }
        let lacking: Conflict = serde_json::from_str(&text.replace("\"when\"", "\"then\"")).unwrap();
        assert_eq!(lacking.message().id, "refused-recalled");
    }

    #[test]
    fn nothing_that_controls_a_screen_comes_out_of_a_file() {
        let conflict = Conflict::told("Recalled", &recalled(), None);
        assert!(conflict.said.as_ref().unwrap().ensure_showable().is_ok());
        let text = serde_json::to_string(&conflict).unwrap().replace("Nordmark", "\\u001b[2J");
        let hostile: Conflict = serde_json::from_str(&text).unwrap();
        assert_eq!(hostile.said.unwrap().ensure_showable(), Err(OutboxError::BadText));
        let name = "a\u{1b}[2Jb".to_owned();
        let made = Conflict::new("NotHeld", say::WITH_ANOTHER.with("holder", name).with("pack", 5), "look", None);
        assert!(made.said.unwrap().ensure_showable().is_ok());
    }
}
