//! What is done at a desk: asked for first where it cannot be undone, then sent, and what became of it.

use office::{Doing, Done, Trouble};
use words::Words;

use super::Action;

/// What an act is, for people: a sentence by its name, and what stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    id: &'static str,
    texts: Vec<(&'static str, String)>,
}

impl Told {
    /// A sentence of the language files.
    pub fn new(id: &'static str) -> Self {
        Self { id, texts: Vec::new() }
    }

    /// With a text in it.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: impl ToString) -> Self {
        self.texts.push((name, text.to_string()));
        self
    }

    /// In the words of a language.
    pub fn say(&self, words: &Words) -> String {
        let texts: Vec<_> = self.texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        words.say_with(self.id, &texts)
    }

    /// The same as a queue keeps it: without the marks that keep names apart where one writes from right to left, for
    /// what is read from a file must not turn the direction of reading.
    pub fn to_keep(&self, words: &Words) -> String {
        self.say(words).replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
    }
}

/// What became of the last thing that was done at a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Deed {
    /// Nothing was done.
    #[default]
    None,
    /// It is under way.
    Doing(Told),
    /// It is done.
    Done(Told, Done),
    /// It was refused or could not be sent; nothing changed unless it says so.
    Refused(Told, Trouble),
}

/// What a desk is doing. `T`: what is asked for before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting<T = Doing> {
    /// What is only done once somebody is sure.
    pub asked: Option<(T, Told)>,
    /// What became of the last act.
    pub deed: Deed,
}

/// What happens to what a desk does.
#[derive(Clone, Debug)]
pub enum Step {
    /// What was asked for is meant.
    Sure,
    /// Or not.
    NotSure,
    /// What became of it.
    Did(Result<Done, Trouble>),
}

impl<T> Default for Acting<T> {
    fn default() -> Self {
        Self { asked: None, deed: Deed::None }
    }
}

impl<T> Acting<T> {
    /// Whether something is under way.
    pub fn is_under_way(&self) -> bool {
        matches!(self.deed, Deed::Doing(_))
    }

    /// Asks whether something is meant; not while something is under way. What became of the act before is no longer
    /// told: beside a question it would be taken for the answer.
    pub fn ask(&mut self, what: T, told: Told) {
        if !self.is_under_way() {
            self.deed = Deed::None;
            self.asked = Some((what, told));
        }
    }

    /// Does something at once; nothing while something is under way.
    pub fn begin(&mut self, doing: Doing, told: Told) -> Action {
        if self.is_under_way() {
            return Action::None;
        }
        self.deed = Deed::Doing(told.clone());
        Action::Do { doing, told }
    }

    /// Nothing is asked any more, nor told of an act that has ended: something else is shown.
    pub fn leave(&mut self) {
        self.asked = None;
        if !self.is_under_way() {
            self.deed = Deed::None;
        }
    }

    /// Takes in what became of an act, and says whether it is done.
    pub fn ended(&mut self, ended: Result<Done, Trouble>) -> bool {
        let Deed::Doing(told) = std::mem::take(&mut self.deed) else { return false };
        let done = ended.is_ok();
        self.deed = match ended {
            Ok(done) => Deed::Done(told, done),
            Err(trouble) => Deed::Refused(told, trouble),
        };
        done
    }
}

impl Acting {
    /// Takes the next step: what is meant is done, and once it is done the desk is read again.
    pub fn step(&mut self, step: Step) -> Action {
        match step {
            Step::Sure => match self.asked.take() {
                Some((doing, told)) => self.begin(doing, told),
                None => Action::None,
            },
            Step::NotSure => {
                self.asked = None;
                Action::None
            }
            Step::Did(ended) => {
                if self.ended(ended) {
                    Action::Load
                } else {
                    Action::None
                }
            }
        }
    }
}
