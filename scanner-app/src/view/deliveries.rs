//! Shipments on their way.

use iced::{Element, Length, widget::column};
use ledger_client::time::now;
use ledger_types::{Purpose, custody::RejectReason};
use office::{Counted, Delivery};

use super::work;
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::deliveries::{Counting, Deliveries, Is, Message, Scanned},
};

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Deliveries, me: Option<&'a str>, signs: bool) -> Element<'a, Message> {
    let mut lines = column![field(ui, screen)].spacing(WIDE);
    if let Some(problem) = screen.problem {
        lines = lines.push(part::banner(ui.look, Tone::Warning, ui.say(problem), Vec::new()));
    }
    lines = lines.extend(work::acting(ui, &screen.acting, Message::Act));
    match &screen.counting {
        Some(counting) => lines.push(open(ui, counting, me, signs && !screen.acting.is_under_way())).into(),
        None => lines.push(work::loaded(ui, &screen.list, Message::Load, |list| all(ui, list, me))).into(),
    }
}

/// Where packs, and the codes of cases and pallets, are scanned or typed.
fn field<'a>(ui: Ui<'a>, screen: &'a Deliveries) -> Element<'a, Message> {
    let said = if screen.counting.is_some() { "delivery-scan-pack" } else { "delivery-scan-case" };
    work::code_field(ui, said, &screen.typed, Message::Typed, Message::CheckTyped)
}

fn all<'a>(ui: Ui<'a>, list: &'a [Delivery], me: Option<&str>) -> Element<'a, Message> {
    let look = ui.look;
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    if list.is_empty() {
        return part::empty(look, ui.say("delivery-none"), ui.say("delivery-none-hint"), Some(again));
    }
    let is_mine = |delivery: &&Delivery| me == Some(format!("{:013}", delivery.to.gln).as_str());
    let (to_me, from_me): (Vec<_>, Vec<_>) = list.iter().partition(is_mine);
    let part = |title: &str, list: Vec<&'a Delivery>, incoming: bool| {
        let rows = list.into_iter().map(|delivery| row(ui, delivery, incoming)).collect();
        let heads = [("delivery-number", 3), ("delivery-with", 6), ("delivery-packs", 3), ("delivery-age", 4), ("", 3)];
        let heads =
            heads.into_iter().map(|(id, share)| (if id.is_empty() { String::new() } else { ui.say(id) }, share));
        let title = look.wide(look.text(ui.say(title), TEXT).font(BOLD));
        part::card(look, column![title, part::table(look, heads.collect(), rows)].spacing(GAP))
    };
    let mut lines = column![].spacing(WIDE);
    if !to_me.is_empty() {
        lines = lines.push(part("delivery-to-me", to_me, true));
    }
    if !from_me.is_empty() {
        lines = lines.push(part("delivery-from-me", from_me, false));
    }
    lines.push(look.flow(vec![again])).into()
}

fn row<'a>(ui: Ui<'a>, delivery: &'a Delivery, incoming: bool) -> Vec<Element<'a, Message>> {
    let look = ui.look;
    let with = if incoming { &delivery.from } else { &delivery.to };
    let number = look.text(delivery.shipment.to_string(), TEXT);
    let what = column![look.text(with.name.as_str(), TEXT)].align_x(look.start());
    let sscc = delivery.sscc.map(|sscc| look.faint(format!("SSCC {sscc:018}")).into());
    let purpose = purpose(delivery.purpose).map(|id| look.faint(ui.say(id)).into());
    let age = ui.words.duration(now().saturating_sub(delivery.dispatched_at));
    let age: Element<'a, Message> = if delivery.is_overdue(now()) {
        part::badge(look, ui.words.say_with("delivery-overdue", &[("age", &age)]), look.colors.warning)
    } else {
        look.text(age, TEXT).into()
    };
    let open = press(look, Weight::Secondary, ui.say("delivery-open"), Message::Open(delivery.shipment));
    vec![
        number.into(),
        what.extend(sscc).extend(purpose).into(),
        look.text(delivery.packs().to_string(), TEXT).into(),
        age,
        open,
    ]
}

/// The sentence for a purpose that is out of the ordinary.
fn purpose(purpose: Purpose) -> Option<&'static str> {
    match purpose {
        Purpose::Supply => None,
        Purpose::SaleableReturn => Some("purpose-return"),
        Purpose::Disposal => Some("purpose-disposal"),
    }
}

fn open<'a>(ui: Ui<'a>, counting: &'a Counting, me: Option<&str>, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let delivery = &counting.delivery;
    let number = delivery.shipment.to_string();
    let parties = [("from", delivery.from.name.as_str()), ("to", delivery.to.name.as_str())];
    let title = ui.words.say_with("delivery-title", &[("number", number.as_str())]);
    let between = ui.words.say_with("delivery-between", &parties);
    let lots = delivery.outstanding.iter().map(|line| {
        let lot = String::from_utf8_lossy(&line.batch.lot).into_owned();
        let (gtin, packs) = (format!("{:014}", line.batch.gtin), (line.end.saturating_sub(line.start)).to_string());
        let said = ui.words.say_with("delivery-line", &[("gtin", &gtin), ("lot", &lot), ("packs", &packs)]);
        look.wide(look.text(said, TEXT))
    });
    let close = press(look, Weight::Secondary, ui.say("delivery-close"), Message::Close);
    let head = column![look.wide(look.title(title)), look.wide(look.faint(between))].extend(lots).spacing(4.0);
    let mut lines = column![look.flow(vec![close]), part::card(look, head)].spacing(WIDE);
    if counting.is_for(me) {
        if counting.is_disposal() {
            lines = lines.push(part::banner(look, Tone::News, ui.say("delivery-disposal"), Vec::new()));
        }
        lines = lines.push(counted(ui, counting, may_act));
        if !counting.scanned.is_empty() {
            lines = lines.push(scanned(ui, &counting.scanned));
        }
    } else {
        let cancel = press_maybe(look, Weight::Danger, ui.say("delivery-cancel"), may_act.then_some(Message::Cancel));
        lines = lines.push(look.flow(vec![cancel]));
    }
    lines.into()
}

/// How far the count has come, and what can be done.
fn counted<'a>(ui: Ui<'a>, counting: &'a Counting, may_act: bool) -> Element<'a, Message> {
    let (look, count) = (ui.look, &counting.count);
    let colors = look.colors;
    let badge = |id, n: u64, color| part::badge(look, ui.words.say_with(id, &[("n", &n.to_string())]), color);
    let mut badges = vec![badge("delivery-arrived", count.arrived(), colors.accent)];
    badges.push(badge("delivery-missing", count.missing(), colors.edge));
    for (id, n) in [("delivery-excess", count.excess()), ("delivery-bad", counting.bad.len() as u64)] {
        if n > 0 {
            badges.push(badge(id, n, colors.warning));
        }
    }
    let may = |is: bool, message| (may_act && is).then_some(message);
    let (some, rest) = (count.arrived() > 0, count.missing() > 0);
    // What was counted is to be taken over first; without a count, everything.
    let (all, part) = if some { (Weight::Secondary, Weight::Primary) } else { (Weight::Primary, Weight::Secondary) };
    let mut acts = vec![press_maybe(look, part, ui.say("delivery-take-counted"), may(some, Message::TakeCounted))];
    // With bad packs among them, nobody takes over everything by the way.
    let clean = counting.bad.is_empty();
    acts.push(press_maybe(look, all, ui.say("delivery-take-all"), may(clean && rest, Message::TakeAll)));
    for (id, reason) in [
        ("delivery-refuse-missing", RejectReason::Missing),
        ("delivery-refuse-damaged", RejectReason::Damaged),
        ("delivery-refuse-suspect", RejectReason::Suspect),
    ] {
        acts.push(press_maybe(look, Weight::Danger, ui.say(id), may(rest, Message::Refuse(reason))));
    }
    if count.excess() > 0 {
        let tell = may(count.unreported() > 0, Message::TellExcess);
        acts.push(press_maybe(look, Weight::Secondary, ui.say("delivery-tell-excess"), tell));
    }
    if !counting.scanned.is_empty() {
        acts.push(press_maybe(look, Weight::Secondary, ui.say("delivery-anew"), may(true, Message::CountAnew)));
    }
    let hint = if some { "delivery-hint-counted" } else { "delivery-hint" };
    let hint = look.wide(look.faint(ui.say(hint)));
    let whys = whys(ui, counting).into_iter().map(|why| look.wide(look.text(why, TEXT)));
    let lines = column![look.flow(badges), hint, look.flow(acts)].extend(whys);
    part::card(look, lines.spacing(WIDE).width(Length::Fill))
}

/// Why something cannot be done with the count, or is to be done first.
fn whys(ui: Ui<'_>, counting: &Counting) -> Vec<String> {
    let count = &counting.count;
    let with = |id, n: u64| ui.words.say_with(id, &[("n", &n.to_string())]);
    let mut whys = Vec::new();
    if !counting.bad.is_empty() {
        whys.push(with("delivery-not-clean", counting.bad.len() as u64));
    } else if count.missing() == 0 {
        whys.push(ui.say("delivery-all-counted"));
    }
    let (left, reported) = (count.unreported(), count.excess().saturating_sub(count.unreported()));
    if reported > 0 {
        whys.push(with(if left > 0 { "delivery-excess-some" } else { "delivery-excess-all" }, reported));
    }
    if left > 0 {
        whys.push(ui.say("delivery-excess-first"));
    }
    whys
}

fn scanned<'a>(ui: Ui<'a>, packs: &'a [Scanned]) -> Element<'a, Message> {
    let look = ui.look;
    let row = |scanned: &'a Scanned| {
        let colors = look.colors;
        let is = match scanned.is {
            None => part::badge(look, ui.say("delivery-pack-checking"), colors.edge),
            Some(Is::Good(Counted::Announced)) => part::badge(look, ui.say("delivery-pack-good"), colors.accent),
            Some(Is::Good(Counted::Again)) => part::badge(look, ui.say("delivery-pack-again"), colors.edge),
            Some(Is::Good(Counted::Excess)) => part::badge(look, ui.say("delivery-pack-excess"), colors.warning),
            Some(Is::Bad(verdict)) => part::badge(look, ui.words.headline(verdict), colors.verdict(verdict)),
        };
        vec![look.text(scanned.pack.as_str(), TEXT).into(), is]
    };
    let heads = vec![(ui.say("delivery-pack"), 6), (ui.say("delivery-pack-is"), 5)];
    part::card(look, part::table(look, heads, packs.iter().rev().map(row).collect()))
}
