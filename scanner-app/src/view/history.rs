//! What was scanned on this device.

use iced::{Element, widget::column};
use scanner_core::history::{Record, moment};

use super::packs;
use crate::{
    design::{
        COLUMN, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    journal::Journal,
    screen::history::{Message, Past},
};

/// Most packs that are drawn; the table has them all.
const SHOWN: usize = 200;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, past: &'a Past, journal: &'a Journal, kept: bool) -> Element<'a, Message> {
    let look = ui.look;
    let records = journal.history.records();
    let some = records.len() > 0;
    let buttons = look.flow(vec![
        press(look, Weight::Primary, ui.say("history-back"), Message::Back),
        press_maybe(look, Weight::Secondary, ui.say("history-save"), some.then_some(Message::Save)),
        press_maybe(look, Weight::Danger, ui.say("history-delete"), some.then_some(Message::Delete)),
    ]);
    let mut lines = column![look.wide(look.title(ui.say("history"))), buttons].spacing(WIDE).max_width(COLUMN);
    if past.asks {
        let answers = vec![
            press(look, Weight::Danger, ui.say("history-delete"), Message::DeleteForGood),
            press(look, Weight::Secondary, ui.say("history-keep"), Message::Keep),
        ];
        lines = lines.push(part::banner(look, Tone::Warning, ui.say("history-delete-sure"), answers));
    }
    lines = lines.extend(past.saved.as_ref().map(|saved| match saved {
        Ok(file) => {
            let said = ui.words.say_with("history-saved", &[("file", file)]);
            part::banner(look, Tone::News, said, Vec::new())
        }
        Err(()) => part::banner(look, Tone::Error, ui.say("history-not-saved"), Vec::new()),
    }));
    if journal.failed {
        lines = lines.push(part::banner(look, Tone::Error, ui.say("history-not-kept"), Vec::new()));
    }
    if journal.history.damaged() > 0 {
        let damaged = ui.words.say_with("history-damaged", &[("n", &journal.history.damaged().to_string())]);
        lines = lines.push(part::banner(look, Tone::Warning, damaged, Vec::new()));
    }
    if !kept {
        lines = lines.push(part::banner(look, Tone::News, ui.say("history-is-off"), Vec::new()));
    }
    lines = lines.push(if some {
        packs::list(ui, records.rev().take(SHOWN).map(|record| line(ui, record)))
    } else {
        part::empty(look, ui.say("history-empty"), ui.say("history-empty-hint"), None)
    });
    part::page(look, lines)
}

fn line(ui: Ui<'_>, record: &Record) -> packs::Line {
    let chosen = record.done.as_ref().map(|done| (done.action, done.why.as_deref()));
    packs::Line {
        verdict: record.verdict,
        pack: format!("{} · {}", record.lot, record.serial),
        when: format!("{} UTC · {}", moment(record.at), record.gtin),
        done: packs::done(ui, chosen, record.fate),
        done_at: record.fate.map(|fate| format!("{} UTC", moment(fate.at))).unwrap_or_default(),
    }
}
