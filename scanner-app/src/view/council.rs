//! The council's motions.

use iced::{Element, widget::column};
use ledger_types::AccountBytes;
use office::{Council as Sitting, MotionFate, OpenMotion};

use super::work;
use crate::{
    design::{
        GAP, TEXT, Ui, WIDE, part,
        press::{Weight, press, press_maybe},
    },
    screen::council::{Council, Message},
};

/// Draws the screen. `me`: the open key's account, if there is one.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Council, me: Option<AccountBytes>) -> Element<'a, Message> {
    let lines = column![].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    let free = !screen.acting.is_under_way();
    lines.push(work::loaded(ui, &screen.sitting, Message::Load, |sitting| all(ui, sitting, me.filter(|_| free)))).into()
}

fn all<'a>(ui: Ui<'a>, sitting: &'a Sitting, me: Option<AccountBytes>) -> Element<'a, Message> {
    let look = ui.look;
    let names = sitting.members.iter().map(|member| match &member.who {
        Some(party) => party.name.clone(),
        None => ledger_client::account_to_text(&member.account),
    });
    let names = names.collect::<Vec<_>>().join(" · ");
    let seats = sitting.members.len().to_string();
    let seats = ui.words.say_with("council-seats", &[("n", &seats), ("names", &names)]);
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    let head = column![look.wide(look.text(seats, TEXT)), look.flow(vec![again])].spacing(GAP);
    let mut lines = column![part::card(look, head)].spacing(WIDE);
    if sitting.motions.is_empty() {
        lines = lines.push(part::empty(look, ui.say("council-none"), ui.say("council-none-hint"), None));
    }
    lines.extend(sitting.motions.iter().map(|open| motion(ui, sitting, open, me))).into()
}

fn motion<'a>(ui: Ui<'a>, sitting: &Sitting, open: &'a OpenMotion, me: Option<AccountBytes>) -> Element<'a, Message> {
    let (look, number) = (ui.look, open.number());
    let texts: Vec<_> = open.proposed.texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let proposed = ui.words.say_with(open.proposed.sentence, &texts);
    let votes = &open.motion.votes;
    let counted = |id, n: usize| ui.words.say_with(id, &[("n", &n.to_string())]);
    let fate = sitting.fate(open);
    let (word, color) = match fate {
        MotionFate::Open => ("council-open", look.colors.edge),
        MotionFate::Adopted => ("council-adopted", look.colors.accent),
        MotionFate::Lost => ("council-lost", look.colors.warning),
    };
    let badges = vec![
        part::badge(look, ui.say(word), color),
        part::badge(look, counted("council-for", votes.ayes.len()), look.colors.edge),
        part::badge(look, counted("council-against", votes.nays.len()), look.colors.edge),
        part::badge(look, counted("council-needed", votes.threshold as usize), look.colors.edge),
    ];
    let left = ui.words.duration(sitting.seconds_left(open));
    let left = ui.words.say_with("council-left", &[("left", &left)]);
    let seated = me.filter(|me| sitting.seats(me));
    let mine = match me {
        None => None,
        Some(me) if !sitting.seats(&me) => Some("council-no-seat"),
        Some(me) => {
            open.vote_of(&me).map(|approved| if approved { "council-voted-for" } else { "council-voted-against" })
        }
    };
    let may = |approve| seated.filter(|me| open.vote_of(me) != Some(approve)).map(|_| Message::Vote(number, approve));
    let close = if fate == MotionFate::Lost { "council-put-aside" } else { "council-carry-out" };
    let closes = seated.filter(|_| fate != MotionFate::Open).map(|_| Message::Close(number));
    let (vote, carry) =
        if closes.is_some() { (Weight::Secondary, Weight::Primary) } else { (Weight::Primary, Weight::Secondary) };
    let acts = vec![
        press_maybe(look, vote, ui.say("council-approve"), may(true)),
        press_maybe(look, Weight::Danger, ui.say("council-reject"), may(false)),
        press_maybe(look, carry, ui.say(close), closes),
    ];
    let title = ui.words.say_with("council-motion", &[("number", &number.to_string())]);
    let lines = column![
        look.wide(look.title(title)),
        look.wide(look.text(proposed, TEXT)),
        look.flow(badges),
        look.wide(look.faint(left)),
    ];
    let mine = mine.map(|id| look.wide(look.faint(ui.say(id))));
    let open = (fate == MotionFate::Open).then(|| look.wide(look.faint(ui.say("council-still-open"))));
    part::card(look, lines.extend(mine).extend(open).push(look.flow(acts)).spacing(12.0))
}
