//! What is held: the lots.

use iced::{Element, widget::column};
use ledger_client::time::now;
use office::{AsOf, HeldLot, Packs, ShelfLife, Standing, Stock as Held, totals};

use super::{
    products::{list, recalled},
    stock_lot, work,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE, icon,
        part::{self, Tone},
        press::{Weight, press},
    },
    screen::stock::{Message, Stock},
};

/// Most lots that are drawn; who looks for others types a part of the name.
const SHOWN: usize = 100;

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Stock, signs: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![field(ui, screen)].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    if screen.acting.asked.is_some() && screen.left > 0 {
        let said = ui.words.say_with("stock-in-parts", &[("n", &screen.left.to_string())]);
        lines = lines.push(part::banner(look, Tone::News, said, Vec::new()));
    }
    if let Some(problem) = screen.problem {
        lines = lines.push(part::banner(look, Tone::Warning, ui.say(problem), Vec::new()));
    }
    if let Some(trouble) = &screen.unread {
        let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
        let said = format!("{} {}", ui.say("stock-unread"), work::said(ui, trouble));
        lines = lines.push(part::banner(look, Tone::Warning, said, vec![again]));
    }
    lines = lines.extend(screen.saved.as_ref().map(|saved| match saved {
        Ok(file) => part::banner(look, Tone::News, ui.words.say_with("register-saved", &[("file", file)]), Vec::new()),
        Err(()) => part::banner(look, Tone::Error, ui.say("recalls-not-saved"), Vec::new()),
    }));
    let may_act = signs && !screen.acting.is_under_way();
    lines
        .push(match (&screen.open, screen.shown()) {
            (_, Some((open, lot))) => {
                let held = screen.list.here();
                let today = held.map_or_else(now, |held| held.today(now()));
                stock_lot::view(ui, open, lot, held.and_then(|held| held.owner.kind), today, may_act)
            }
            (Some(_), None) => {
                let close = press(look, Weight::Secondary, ui.say("stock-all-lots"), Message::Close);
                let hint = ui.say("work-loading-hint");
                part::empty(look, ui.say("work-loading"), hint, Some(close))
            }
            (None, None) => work::loaded(ui, &screen.list, Message::Load, |held| all(ui, screen, held)),
        })
        .into()
}

/// Where a lot is looked for, and packs are scanned or typed.
fn field<'a>(ui: Ui<'a>, screen: &'a Stock) -> Element<'a, Message> {
    let said = if screen.open.is_some() { "stock-scan" } else { "stock-find" };
    work::code_field(ui, said, &screen.typed, Message::Typed, Message::CheckTyped)
}

fn all<'a>(ui: Ui<'a>, screen: &'a Stock, held: &'a Held) -> Element<'a, Message> {
    let look = ui.look;
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    if held.lots.is_empty() && !held.more {
        return part::empty(look, ui.say("stock-none"), ui.say("stock-none-hint"), Some(again));
    }
    let today = held.today(now());
    let toggle = |on: bool, id, message: fn(bool) -> Message| {
        press(look, if on { Weight::Chosen } else { Weight::Secondary }, ui.say(id), message(!on))
    };
    let tools = vec![
        toggle(screen.only_near, "stock-only-near", Message::OnlyNear),
        toggle(screen.used_up, "stock-used-up", Message::UsedUp),
        press(look, Weight::Secondary, ui.say("stock-save"), Message::Save),
        again,
    ];
    let mut lines = column![look.flow(tools)].spacing(WIDE);
    if held.more {
        lines = lines.push(part::banner(look, Tone::Warning, ui.say("stock-more"), Vec::new()));
    }
    let found = screen.found(now());
    lines = lines.push(part::card(look, sums(ui, &found, today)));
    let (shown, n) = (found.len().min(SHOWN).to_string(), held.lots.len().to_string());
    let count = look.wide(look.faint(ui.words.say_with("register-count", &[("shown", &shown), ("n", &n)])));
    let table: Element<'a, Message> = if found.is_empty() {
        look.wide(look.text(ui.say("stock-no-match"), TEXT))
    } else {
        let heads = [("stock-product", 6), ("batch-expiry", 5), ("batch-packs", 4), ("maker-status", 5), ("", 3)];
        list(ui, &heads, found.into_iter().take(SHOWN).map(|lot| row(ui, lot, today)).collect())
    };
    lines.push(part::card(look, column![count, table, as_of(ui, held.as_of)].spacing(GAP))).into()
}

/// How much there is in all, and what wants attention.
fn sums<'a>(ui: Ui<'a>, found: &[&HeldLot], today: u64) -> Element<'a, Message> {
    let look = ui.look;
    let totals = totals(found.iter().copied(), today);
    let Packs { active, on_way, on_hold, out: _ } = totals.packs;
    let count = |id, n: u64| ui.words.say_with(id, &[("n", &n.to_string())]);
    let counts = [
        ("stock-lots", totals.lots as u64, true),
        ("stock-active", active, true),
        ("stock-on-way", on_way, on_way > 0),
        ("stock-on-hold", on_hold, on_hold > 0),
    ];
    let counts = counts.into_iter().filter(|(_, _, is_said)| *is_said);
    let counts = counts.map(|(id, n, _)| part::badge(look, count(id, n), look.colors.edge)).collect();
    let marks = [
        (Tone::Error, "stock-expired-lots", totals.expired),
        (Tone::Error, "stock-stopped-lots", totals.stopped),
        (Tone::Warning, "stock-near-lots", totals.near),
    ];
    let marks = marks.into_iter().filter(|(_, _, n)| *n > 0);
    let marks: Vec<_> = marks.map(|(tone, id, n)| mark(ui, tone, count(id, n as u64))).collect();
    let calm = marks.is_empty().then(|| look.wide(look.faint(ui.say("stock-calm"))));
    let marks = (!marks.is_empty()).then(|| look.flow(marks));
    column![look.flow(counts)].extend(marks).extend(calm).spacing(12.0).into()
}

fn row<'a>(ui: Ui<'a>, lot: &'a HeldLot, today: u64) -> Vec<Element<'a, Message>> {
    let look = ui.look;
    let neat = |cells: iced::widget::Column<'a, Message>| cells.spacing(2.0).align_x(look.start()).into();
    let name = column![
        look.text(lot.name(), TEXT),
        look.faint(ui.words.say_with("batch-title", &[("lot", &lot.lot())])),
        look.faint(format!("GTIN {}", lot.gtin())),
    ];
    let Packs { active, on_way, on_hold, out } = lot.packs;
    let others = [("stock-on-way", on_way), ("stock-on-hold", on_hold), ("stock-out", out)];
    let others = others.into_iter().filter(|(_, n)| *n > 0);
    let others = others.map(|(id, n)| look.faint(ui.words.say_with(id, &[("n", &n.to_string())])).into());
    let active = look.text(ui.words.say_with("stock-active", &[("n", &active.to_string())]), TEXT).font(BOLD);
    let open = press(look, Weight::Secondary, ui.say("maker-open"), Message::Open(lot.key.clone()));
    let expiry = column![look.text(lot.last_day(), TEXT)].extend(shelf_life(ui, lot, today));
    vec![neat(name), neat(expiry), neat(column![active].extend(others)), standing(ui, lot), open]
}

/// What is to be said of how long a lot lasts.
pub fn shelf_life<'a>(ui: Ui<'a>, lot: &HeldLot, today: u64) -> Option<Element<'a, Message>> {
    match lot.shelf_life(today) {
        ShelfLife::Long => None,
        ShelfLife::Near(left) => {
            let left = ui.words.duration(left);
            Some(mark(ui, Tone::Warning, ui.words.say_with("stock-left", &[("left", &left)])))
        }
        ShelfLife::Expired => Some(mark(ui, Tone::Error, ui.say("stock-expired"))),
    }
}

/// Whether a lot may be traded.
pub fn standing<'a>(ui: Ui<'a>, lot: &HeldLot) -> Element<'a, Message> {
    let colors = ui.look.colors;
    match lot.standing() {
        Standing::Released => part::badge(ui.look, ui.say("batch-released"), colors.accent),
        Standing::NotReleased => part::badge(ui.look, ui.say("batch-registered"), colors.edge),
        Standing::PartRecalled(_) => mark(ui, Tone::Error, ui.say("stock-part-recalled")),
        Standing::Withdrawn => mark(ui, Tone::Error, ui.say("maker-withdrawn")),
        Standing::Recalled(class) => mark(ui, Tone::Error, recalled(ui, class)),
    }
}

/// Something that wants attention, as an icon and a word.
fn mark<'a>(ui: Ui<'a>, tone: Tone, word: String) -> Element<'a, Message> {
    let look = ui.look;
    let color = if tone == Tone::Error { look.colors.error } else { look.colors.warning };
    look.line(vec![icon::tone(tone, color), part::badge(look, word, color)]).spacing(4.0).into()
}

/// From which block something was read, and how old that is.
pub fn as_of<'a>(ui: Ui<'a>, as_of: AsOf) -> Element<'a, Message> {
    let (block, age) = (as_of.block.to_string(), ui.words.duration(now().saturating_sub(as_of.time)));
    ui.look.wide(ui.look.faint(ui.words.say_with("stock-as-of", &[("block", &block), ("age", &age)])))
}
