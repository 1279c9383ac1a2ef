//! The buttons that save the evidence of a verdict, and what became of it.

use iced::Element;
use verdict::Report;

use crate::{
    app,
    design::{
        Ui,
        part::{self, Tone},
        press::{Weight, press_maybe},
    },
    screen::evidence::{Message, Saving, Standing, can_be_saved},
};

/// The buttons: as a file, and as a paper; none where none can be made.
pub fn buttons<'a>(ui: Ui<'_>, report: &Report, saving: &Saving) -> Vec<Element<'a, app::Message>> {
    if !can_be_saved(report) {
        return Vec::new();
    }
    let free = saving.of(report) != Some(&Standing::Saving);
    let button = |word: &str, message: Message| {
        press_maybe(ui.look, Weight::Secondary, ui.say(word), free.then_some(app::Message::Evidence(message)))
    };
    vec![button("keep-evidence", Message::Save), button("keep-paper", Message::SavePaper)]
}

/// Under which name it was saved, or why it was not.
pub fn outcome<'a>(ui: Ui<'a>, report: &Report, saving: &Saving) -> Option<Element<'a, app::Message>> {
    match saving.of(report)? {
        Standing::Saving => Some(ui.look.wide(ui.look.faint(ui.say("keep-evidence-saving")))),
        Standing::Saved(file) => {
            let said = ui.words.say_with("keep-evidence-saved", &[("file", file)]);
            Some(part::banner(ui.look, Tone::News, said, Vec::new()))
        }
        Standing::Failed(why) => Some(part::banner(ui.look, Tone::Error, ui.say(why.sentence()), Vec::new())),
    }
}
