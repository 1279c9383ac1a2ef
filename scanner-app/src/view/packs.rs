//! A list of packs: of a run, and of the history.

use iced::{Element, widget::column};
use scanner_core::run::{Became, Choice, Fate};
use verdict::Verdict;

use crate::design::{BOLD, TEXT, Ui, icon, part};

/// A pack in a list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its verdict; none if there is none yet.
    pub verdict: Option<Verdict>,
    /// Lot and serial, and what else is to be known.
    pub pack: String,
    /// When it was scanned, and of which product it is.
    pub when: String,
    /// What was done about it.
    pub done: String,
    /// When.
    pub done_at: String,
}

/// Draws a list.
pub fn list<'a, Message: 'a>(ui: Ui<'_>, lines: impl Iterator<Item = Line>) -> Element<'a, Message> {
    let look = ui.look;
    let heads = [("history-verdict", 4), ("history-pack", 5), ("history-done", 3)];
    let heads = heads.into_iter().map(|(id, share)| (ui.say(id), share)).collect();
    let row = |line: Line| {
        let pack = column![look.text(line.pack, TEXT), look.faint(line.when)].align_x(look.start());
        let at = (!line.done_at.is_empty()).then(|| look.faint(line.done_at).into());
        let done = column![look.text(line.done, TEXT)].extend(at).align_x(look.start());
        vec![word(ui, line.verdict), pack.into(), done.into()]
    };
    part::card(look, part::table(look, heads, lines.map(row).collect()))
}

/// What was done about a pack, in words: what was chosen, or what became of it since.
pub fn done(ui: Ui<'_>, chosen: Option<(Choice, Option<&str>)>, fate: Option<Fate>) -> String {
    match (fate.map(|fate| fate.became), chosen) {
        (None | Some(Became::Handled), None) => String::new(),
        (None | Some(Became::Handled), Some((choice, why))) => {
            ui.words.say_with(&format!("run-done-{}", choice.code()), &[("why", why.unwrap_or_default())])
        }
        (Some(became), _) => ui.say(&format!("run-became-{}", became.code())),
    }
}

/// A verdict as icon and word.
fn word<'a, Message: 'a>(ui: Ui<'_>, verdict: Option<Verdict>) -> Element<'a, Message> {
    let look = ui.look;
    let Some(verdict) = verdict else { return look.faint(ui.say("history-unjudged")).into() };
    let word = look.text(ui.words.headline(verdict), TEXT).font(BOLD).color(look.colors.ink);
    look.line(vec![icon::small(verdict, look.colors.verdict(verdict)), word.into()]).into()
}
