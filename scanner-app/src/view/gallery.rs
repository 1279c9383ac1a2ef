//! All parts of the design system on one page: hidden behind Ctrl+Shift+G, for whoever builds screens.

use iced::{
    Element,
    widget::{Column, column, text_input},
};
use verdict::Verdict;

use crate::design::{
    COLUMN, Look, TEXT, WIDE, icon,
    part::{self, Tone},
    press::{Weight, press, press_maybe},
};

/// Draws the gallery.
pub fn view<'a>(look: Look) -> Element<'a, ()> {
    let weights = [Weight::Primary, Weight::Secondary, Weight::Danger, Weight::Chosen, Weight::Plain];
    let mut buttons: Vec<Element<'a, ()>> = weights.map(|weight| press(look, weight, format!("{weight:?}"), ())).into();
    buttons.push(press_maybe(look, Weight::Primary, "Disabled", None));
    let banners = Tone::ALL.map(|tone| {
        let actions = vec![press(look, Weight::Secondary, "Mend it", ())];
        part::banner(look, tone, format!("{tone:?}: something happened, and this is what helps."), actions)
    });
    let rows = Verdict::ALL.map(|verdict| {
        let color = look.colors.verdict(verdict);
        let word = part::badge(look, verdict.headline(), color);
        vec![icon::small(verdict, look.colors.ink), word, look.text("04012345678901", TEXT).into()]
    });
    let heads = vec![("Icon".into(), 1), ("Verdict".into(), 4), ("GTIN".into(), 3)];
    let input = text_input("Something to fill in", "").padding(11.0).style(part::input_style(look.colors));
    let parts = column![
        look.title("Gallery"),
        look.flow(buttons),
        Column::with_children(banners).spacing(8.0),
        part::field(look, "Field", "What it is for.", input.on_input(|_| ()), Some("What is wrong with it.".into())),
        part::empty(look, "Nothing here yet", "What will be here, and how to get it.", None),
        part::card(look, part::table(look, heads, rows.into())),
        part::gauge(look, 0.35, look.colors.accent),
        part::gauge(look, 0.85, look.colors.error),
        part::card(look, part::pairs(look, vec![("Name".into(), "Value".into()), ("Lot".into(), "N24-117".into())])),
    ];
    part::page(look, parts.spacing(WIDE).max_width(COLUMN))
}
