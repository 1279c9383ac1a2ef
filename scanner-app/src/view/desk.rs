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

/// Draws what waits, what is in conflict, and the way to the key.
pub fn news<'a>(ui: Ui<'a>, desk: &'a Desk, role: Role) -> Element<'a, app::Message> {
    let (look, acts) = (ui.look, &desk.acts);
    let desk_message = |message| app::Message::Desk(message);
    let mut badges: Vec<Element<'a, app::Message>> = Vec::new();
    if role == Role::Pharmacist {
        let word = if matches!(desk.key, Key::Locked(_)) { "key-status-locked" } else { "key" };
        badges.push(press(look, Weight::Secondary, ui.say(word), desk_message(Message::OpenKey)));
    }
    for (id, n) in [("queue-waiting", acts.waiting), ("queue-conflicts", acts.conflicts.len())] {
        if n > 0 {
            badges.push(part::badge(look, ui.words.say_with(id, &[("n", &n.to_string())]), look.colors.warning));
        }
    }
    let mut lines = Column::new().spacing(GAP);
    if !badges.is_empty() {
        lines = lines.push(look.line(badges).wrap());
    }
    for trouble in &acts.conflicts {
        let id = trouble.id.to_string();
        let told = [("id", id.as_str()), ("told", &trouble.told), ("why", &trouble.why), ("next", &trouble.next)];
        let seen =
            press(look, Weight::Secondary, ui.say("queue-put-aside"), desk_message(Message::PutAside(trouble.id)));
        lines = lines.push(part::banner(look, Tone::Error, ui.words.say_with("queue-conflict", &told), vec![seen]));
    }
    if let Some(why) = &acts.failed {
        let said = ui.words.say_with("queue-failed", &[("why", why)]);
        lines = lines.push(part::banner(look, Tone::Error, said, Vec::new()));
    }
    lines.into()
}
