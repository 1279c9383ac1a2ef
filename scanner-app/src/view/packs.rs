//! A list of packs: of a run, and of the history.

use iced::{Element, widget::column};
use scanner_core::run::Choice;
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
}

/// Draws a list.
pub fn list<'a, Message: 'a>(ui: Ui<'_>, lines: impl Iterator<Item = Line>) -> Element<'a, Message> {
    let look = ui.look;
    let heads = [("history-verdict", 4), ("history-pack", 5), ("history-done", 3)];
    let heads = heads.into_iter().map(|(id, share)| (ui.say(id), share)).collect();
    let row = |line: Line| {
        let pack = column![look.text(line.pack, TEXT), look.faint(line.when)].align_x(look.start());
        vec![word(ui, line.verdict), pack.into(), look.text(line.done, TEXT).into()]
    };
    part::card(look, part::table(look, heads, lines.map(row).collect()))
}

/// What was done about a pack, in words.
pub fn done(ui: Ui<'_>, choice: Choice, why: Option<&str>) -> String {
    ui.words.say_with(&format!("run-done-{}", choice.code()), &[("why", why.unwrap_or_default())])
}

/// A verdict as icon and word.
fn word<'a, Message: 'a>(ui: Ui<'_>, verdict: Option<Verdict>) -> Element<'a, Message> {
    let look = ui.look;
    let Some(verdict) = verdict else { return look.faint(ui.say("history-unjudged")).into() };
    let word = look.text(ui.words.headline(verdict), TEXT).font(BOLD).color(look.colors.ink);
    look.line(vec![icon::small(verdict, look.colors.verdict(verdict)), word.into()]).into()
}
