//! A maker's products.

use iced::{
    Element,
    widget::{column, text_input},
};
use ledger_types::{ProductStatus, RecallClass, Storage};
use office::OwnProduct;

use super::{scan::CODE, work};
use crate::{
    design::{
        GAP, TEXT, Ui, WIDE, part,
        press::{Weight, press, press_maybe},
    },
    screen::products::{Field, Form, GtinHelp, Message, Products, Shown, gtin_help},
};

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Products, signs: bool) -> Element<'a, Message> {
    let lines = column![].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    let may_act = signs && !screen.acting.is_under_way();
    let shown = match &screen.shown {
        Shown::List => work::loaded(ui, &screen.list, Message::Load, |list| all(ui, list, may_act)),
        Shown::New(form) => new(ui, form, may_act),
        Shown::One(product, class) => one(ui, product, *class, may_act),
    };
    lines.push(shown).into()
}

fn all<'a>(ui: Ui<'a>, list: &'a [OwnProduct], may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let new = press_maybe(look, Weight::Primary, ui.say("product-new"), may_act.then_some(Message::New));
    if list.is_empty() {
        return part::empty(look, ui.say("product-none"), ui.say("product-none-hint"), Some(new));
    }
    let heads = [("product-name", 6), ("product-markets", 3), ("maker-status", 4), ("", 3)];
    let row = |product: &'a OwnProduct| {
        let gtin = look.faint(format!("GTIN {:014}", product.gtin));
        let storage = look.faint(ui.say(storage(product.product.data.storage)));
        let name = column![look.text(product.name.as_str(), TEXT), gtin, storage].align_x(look.start());
        let open = press(look, Weight::Secondary, ui.say("maker-open"), Message::Open(product.gtin));
        vec![name.into(), look.text(product.markets(), TEXT).into(), status(ui, product), open]
    };
    let table = self::list(ui, &heads, list.iter().map(row).collect());
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    column![look.flow(vec![new, again]), part::card(look, table)].spacing(WIDE).into()
}

fn status<'a>(ui: Ui<'a>, product: &OwnProduct) -> Element<'a, Message> {
    let colors = ui.look.colors;
    let (said, color) = match product.product.status {
        ProductStatus::Marketed => (ui.say("product-marketed"), colors.accent),
        ProductStatus::Withdrawn { .. } => (ui.say("maker-withdrawn"), colors.warning),
        ProductStatus::Recalled { class, .. } => (recalled(ui, class), colors.error),
    };
    part::badge(ui.look, said, color)
}

/// The word for a recall, with its class.
pub fn recalled(ui: Ui<'_>, class: RecallClass) -> String {
    ui.words.say_with("maker-recalled", &[("class", &format!("{class:?}"))])
}

fn storage(storage: Storage) -> &'static str {
    match storage {
        Storage::Ambient => "storage-ambient",
        Storage::Refrigerated => "storage-refrigerated",
        Storage::ControlledRoom => "storage-room",
    }
}

/// A list: a table, or in a narrow window what belongs to one thing below each other.
pub fn list<'a, M: 'a>(ui: Ui<'a>, heads: &[(&str, u16)], rows: Vec<Vec<Element<'a, M>>>) -> Element<'a, M> {
    let look = ui.look;
    if look.narrow {
        let things = rows.into_iter().enumerate().flat_map(|(number, cells)| {
            let line = (number > 0).then(|| part::rule(look));
            line.into_iter().chain(std::iter::once(look.flow(cells)))
        });
        return column(things).spacing(12.0).into();
    }
    let head = |(id, share): &(&str, u16)| (if id.is_empty() { String::new() } else { ui.say(id) }, *share);
    part::table(look, heads.iter().map(head).collect(), rows)
}

/// A line to type into.
pub fn input<'a, M: Clone + 'a>(
    ui: Ui<'a>,
    example: &str,
    value: &str,
    written: impl Fn(String) -> M + 'a,
) -> Element<'a, M> {
    any_input(ui, example, value, written).into()
}

/// The line in which the cursor stands at first.
pub fn first_input<'a, M: Clone + 'a>(
    ui: Ui<'a>,
    example: &str,
    value: &str,
    written: impl Fn(String) -> M + 'a,
) -> Element<'a, M> {
    any_input(ui, example, value, written).id(CODE).into()
}

fn any_input<'a, M: Clone + 'a>(
    ui: Ui<'a>,
    example: &str,
    value: &str,
    written: impl Fn(String) -> M + 'a,
) -> text_input::TextInput<'a, M> {
    text_input(example, value)
        .size(TEXT)
        .padding(11.0)
        .align_x(ui.look.start())
        .style(part::input_style(ui.look.colors))
        .on_input(written)
}

/// A field for a GTIN, with help for its check digit.
pub fn gtin_field<'a, M: Clone + 'a>(ui: Ui<'a>, gtin: &str, written: impl Fn(String) -> M + 'a) -> Element<'a, M> {
    let (hint, problem) = match gtin_help(gtin) {
        GtinHelp::Empty => (ui.say("product-gtin-hint"), None),
        GtinHelp::Good => (ui.say("product-gtin-good"), None),
        GtinHelp::NotDigits => (ui.say("product-gtin-hint"), Some(ui.say("product-gtin-digits"))),
        GtinHelp::Lacks(Some(whole)) => (ui.words.say_with("product-gtin-whole", &[("gtin", &whole)]), None),
        GtinHelp::Lacks(None) => (ui.say("product-gtin-hint"), None),
        GtinHelp::WrongCheck(digit) => {
            let said = ui.words.say_with("product-gtin-check", &[("digit", &digit.to_string())]);
            (ui.say("product-gtin-hint"), Some(said))
        }
    };
    let line = input(ui, "04012345678901", gtin, written);
    part::field(ui.look, ui.say("maker-gtin"), hint, line, problem)
}

fn new<'a>(ui: Ui<'a>, form: &'a Form, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let line = |field, example: &str, value: &str| input(ui, example, value, move |text| Message::Edit(field, text));
    let countries =
        (!form.markets.trim().is_empty() && form.countries().is_none()).then(|| ui.say("product-markets-bad"));
    let choices = [Storage::Ambient, Storage::Refrigerated, Storage::ControlledRoom].map(|choice| {
        let weight = if choice == form.storage { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, ui.say(storage(choice)), Message::Storage(choice))
    });
    let complete = (may_act && form.product().is_some()).then_some(Message::Register);
    let buttons = vec![
        press_maybe(look, Weight::Primary, ui.say("product-register"), complete),
        press(look, Weight::Secondary, ui.say("product-all"), Message::Close),
    ];
    let fields = column![
        look.wide(look.title(ui.say("product-new"))),
        gtin_field(ui, &form.gtin, |text| Message::Edit(Field::Gtin, text)),
        part::field(look, ui.say("product-name"), ui.say("product-name-hint"), line(Field::Name, "", &form.name), None),
        part::field(
            look,
            ui.say("product-authorisation"),
            "",
            line(Field::Authorisation, "", &form.authorisation),
            None
        ),
        part::field(
            look,
            ui.say("product-markets"),
            ui.say("product-markets-hint"),
            line(Field::Markets, "DE, FR", &form.markets),
            countries
        ),
        part::field(look, ui.say("product-storage"), "", look.flow(choices.into()), None),
        look.flow(buttons),
    ];
    part::card(look, fields.spacing(WIDE))
}

fn one<'a>(ui: Ui<'a>, product: &'a OwnProduct, class: Option<RecallClass>, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let data = &product.product.data;
    let pairs = vec![
        (ui.say("maker-gtin"), format!("{:014}", product.gtin)),
        (ui.say("product-authorisation"), String::from_utf8_lossy(&data.authorisation).into_owned()),
        (ui.say("product-markets"), product.markets()),
        (ui.say("product-storage"), ui.say(storage(data.storage))),
    ];
    let head = column![
        look.wide(look.title(product.name.as_str())),
        look.flow(vec![status(ui, product)]),
        part::pairs(look, pairs)
    ];
    let marketed = product.product.status == ProductStatus::Marketed;
    let recall = (may_act && class.is_some()).then_some(Message::Recall);
    let withdraw = (may_act && marketed).then_some(Message::Withdraw);
    let acts = vec![
        press_maybe(look, Weight::Danger, ui.say("product-recall"), recall),
        press_maybe(look, Weight::Danger, ui.say("product-withdraw"), withdraw),
    ];
    let off = column![
        look.wide(look.text(ui.say("maker-off"), TEXT).font(crate::design::BOLD)),
        look.wide(look.faint(ui.say("product-off-hint"))),
        classes(ui, class, Message::Class),
        look.flow(acts)
    ];
    let close = press(look, Weight::Secondary, ui.say("product-all"), Message::Close);
    column![look.flow(vec![close]), part::card(look, head.spacing(GAP)), part::card(look, off.spacing(12.0))]
        .spacing(WIDE)
        .into()
}

/// The classes of recalls, in words, with the one that is chosen.
pub fn classes<'a, M: Clone + 'a>(
    ui: Ui<'a>,
    chosen: Option<RecallClass>,
    choose: impl Fn(RecallClass) -> M,
) -> Element<'a, M> {
    let all = [(RecallClass::I, "class-1"), (RecallClass::II, "class-2"), (RecallClass::III, "class-3")];
    let all = all.map(|(class, id)| {
        let weight = if chosen == Some(class) { Weight::Chosen } else { Weight::Secondary };
        press(ui.look, weight, ui.say(id), choose(class))
    });
    ui.look.flow(all.into())
}
