//! What is to be known of keys and acts, above everything else.

use iced::{Element, widget::Column};
use verdict::Role;

use crate::{
    app,
    design::{
        GAP, Ui,
        part::{self, Tone},
        press::{Weight, press},
    },
    desk::{Desk, Message},
    key::Key,
};

/// The way to the key, for those who have one.
pub fn to_key<'a>(ui: Ui<'a>, desk: &'a Desk, role: Role) -> Option<Element<'a, app::Message>> {
    let word = if matches!(desk.key, Key::Locked(_)) { "key-status-locked" } else { "key" };
    let open = app::Message::Desk(Message::OpenKey);
    (role != Role::Patient).then(|| press(ui.look, Weight::Secondary, ui.say(word), open))
}

/// Draws what waits and what is in conflict, if there is anything.
pub fn news<'a>(ui: Ui<'a>, desk: &'a Desk) -> Option<Element<'a, app::Message>> {
    let (look, acts) = (ui.look, &desk.acts);
    if acts.waiting == 0 && acts.conflicts.is_empty() && acts.failed.is_none() {
        return None;
    }
    let desk_message = |message| app::Message::Desk(message);
    let mut badges: Vec<Element<'a, app::Message>> = Vec::new();
    for (id, n) in [("queue-waiting", acts.waiting), ("queue-conflicts", acts.conflicts.len())] {
        if n > 0 {
            badges.push(part::badge(look, ui.words.say_with(id, &[("n", &n.to_string())]), look.colors.warning));
        }
    }
    let mut lines = Column::new().spacing(GAP);
    if !badges.is_empty() {
        lines = lines.push(look.flow(badges));
    }
    for trouble in &acts.conflicts {
        let id = trouble.id.to_string();
        let why = ui.words.message(&trouble.why);
        let told = [("id", id.as_str()), ("told", &trouble.told), ("why", &why)];
        let seen =
            press(look, Weight::Secondary, ui.say("queue-put-aside"), desk_message(Message::PutAside(trouble.id)));
        lines = lines.push(part::banner(look, Tone::Error, ui.words.say_with("queue-conflict", &told), vec![seen]));
    }
    if let Some(why) = &acts.failed {
        let said = ui.words.say_with("queue-failed", &[("why", &ui.words.message(why))]);
        lines = lines.push(part::banner(look, Tone::Error, said, Vec::new()));
    }
    Some(lines.into())
}
