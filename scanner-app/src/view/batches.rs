//! A maker's batches.

use batch_folder::{date_text, expiry};
use gs1::{Date, Lot};
use iced::{Element, widget::column};
use ledger_types::BatchStatus;
use office::{Made, OwnBatch};

use super::{
    products::{classes, first_input, input, list, recalled},
    work,
};
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::batches::{Batches, Field, Form, Message, Open, Shown},
    work::maker::{Meter, batches_folder},
};

/// Most batches on one screen; others are looked for.
const MOST: usize = 50;
/// The sheets that are offered.
const SHEETS: [&str; 5] = ["a4-2x4", "a4-2x5", "a4-3x8", "letter-2x3", "letter-3x10"];

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Batches, signs: bool) -> Element<'a, Message> {
    let mut lines = column![].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    if let Some(trouble) = &screen.trouble {
        lines = lines.push(part::banner(ui.look, Tone::Error, work::said(ui, trouble), Vec::new()));
    }
    if let Some((labels, pages, file)) = &screen.printed {
        let (labels, pages) = (labels.to_string(), pages.to_string());
        let said = [("labels", labels.as_str()), ("pages", &pages), ("file", file)];
        lines = lines.push(part::banner(ui.look, Tone::News, ui.words.say_with("batch-printed", &said), Vec::new()));
    }
    if let Some(meter) = &screen.meter {
        lines = lines.push(progress(ui, meter));
    }
    let may_act = signs && !screen.is_busy();
    let shown = match &screen.shown {
        Shown::List => work::loaded(ui, &screen.list, Message::Load, |made| all(ui, made, &screen.find, may_act)),
        Shown::New(form) => new(ui, form, screen.list.here(), (may_act, screen.is_busy())),
        Shown::One(open) => one(ui, open, may_act, screen.is_busy()),
    };
    lines.push(shown).into()
}

fn progress<'a>(ui: Ui<'a>, meter: &Meter) -> Element<'a, Message> {
    let (done, of) = meter.progress();
    let (done, of) = (done.to_string(), of.to_string());
    let said = ui.words.say_with("maker-progress", &[("step", &ui.say(meter.step())), ("done", &done), ("of", &of)]);
    let stop = press(ui.look, Weight::Secondary, ui.say("maker-stop"), Message::Stop);
    part::banner(ui.look, Tone::News, said, vec![stop])
}

fn all<'a>(ui: Ui<'a>, made: &'a Made, find: &'a str, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let may_make = may_act && !made.products.is_empty();
    let new = press_maybe(look, Weight::Primary, ui.say("batch-new"), may_make.then_some(Message::New));
    if made.batches.is_empty() {
        let hint = if made.products.is_empty() { "batch-no-product" } else { "batch-none-hint" };
        return part::empty(look, ui.say("batch-none"), ui.say(hint), Some(new));
    }
    let wanted = find.trim().to_lowercase();
    let is_wanted = |batch: &&OwnBatch| {
        let text = format!("{} {:014} {}", batch.product, batch.key.gtin, batch.lot());
        text.to_lowercase().contains(&wanted)
    };
    let found: Vec<_> = made.batches.iter().filter(is_wanted).collect();
    let counted = [("shown", found.len().min(MOST).to_string()), ("all", made.batches.len().to_string())];
    let [(shown, of), (all, count)] = &counted;
    let counted = ui.words.say_with("batch-shown", &[(*shown, of.as_str()), (*all, count.as_str())]);
    let heads = [("batch-lot", 6), ("batch-expiry", 4), ("batch-packs", 3), ("maker-status", 5), ("", 3)];
    let row = |batch: &&'a OwnBatch| {
        let product = look.faint(batch.product.as_str());
        let name = column![look.text(batch.lot(), TEXT), product].align_x(look.start());
        let open = press(look, Weight::Secondary, ui.say("maker-open"), Message::Open(batch.key.clone()));
        vec![
            name.into(),
            look.text(expiry_text(batch), TEXT).into(),
            look.text(batch.batch.packs.to_string(), TEXT).into(),
            status(ui, batch),
            open,
        ]
    };
    let table = list(ui, &heads, found.iter().take(MOST).map(row).collect());
    let again = press(look, Weight::Secondary, ui.say("work-again"), Message::Load);
    column![
        look.flow(vec![new, again]),
        input(ui, &ui.say("batch-find"), find, Message::Find),
        part::card(look, column![look.wide(look.faint(counted)), table].spacing(GAP))
    ]
    .spacing(WIDE)
    .into()
}

fn expiry_text(batch: &OwnBatch) -> String {
    Date::from_number(batch.batch.expiry).map_or_else(|| batch.batch.expiry.to_string(), date_text)
}

fn status<'a>(ui: Ui<'a>, batch: &OwnBatch) -> Element<'a, Message> {
    let colors = ui.look.colors;
    let (said, color) = match batch.batch.status {
        BatchStatus::Registered => (ui.say("batch-registered"), colors.edge),
        BatchStatus::Released if !batch.batch.recalls.is_empty() => (ui.say("batch-part-recalled"), colors.warning),
        BatchStatus::Released => (ui.say("batch-released"), colors.accent),
        BatchStatus::Recalled { class, .. } => (recalled(ui, class), colors.error),
        BatchStatus::Withdrawn { .. } => (ui.say("maker-withdrawn"), colors.warning),
    };
    part::badge(ui.look, said, color)
}

fn new<'a>(ui: Ui<'a>, form: &'a Form, made: Option<&'a Made>, (may_act, busy): (bool, bool)) -> Element<'a, Message> {
    let look = ui.look;
    let line = |field, example: &str, value: &str| input(ui, example, value, move |text| Message::Edit(field, text));
    let products = made.into_iter().flat_map(|made| &made.products).map(|product| {
        let weight = if form.product == Some(product.gtin) { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, product.name.as_str(), Message::Product(product.gtin))
    });
    let lot = first_input(ui, "LOT-7", &form.lot, |text| Message::Edit(Field::Lot, text));
    let wrong = |text: &str, fits: bool, id| (!text.trim().is_empty() && !fits).then(|| ui.say(id));
    let bad_lot = wrong(&form.lot, form.lot.trim().parse::<Lot>().is_ok(), "batch-lot-bad");
    let bad_expiry = wrong(&form.expiry, expiry(form.expiry.trim()).is_ok(), "batch-expiry-bad");
    let bad_packs =
        wrong(&form.packs, form.packs.trim().parse::<u32>().is_ok_and(|packs| packs > 0), "batch-packs-bad");
    let choose = press(look, Weight::Secondary, ui.say("batch-choose-serials"), Message::ChooseSerials);
    let serials: Element<'a, Message> = match &form.file {
        Some((name, serials)) => {
            let count = serials.len().to_string();
            let (first, last) = (serials.first().map_or("", String::as_str), serials.last().map_or("", String::as_str));
            let said = [("file", name.as_str()), ("packs", &count), ("first", first), ("last", last)];
            let none = press(look, Weight::Secondary, ui.say("batch-random-instead"), Message::NoFile);
            let said = look.wide(look.text(ui.words.say_with("batch-file", &said), TEXT));
            column![said, look.flow(vec![choose, none])].spacing(GAP).into()
        }
        None => {
            let packs = line(Field::Packs, "1000", &form.packs);
            let packs = part::field(look, ui.say("batch-random"), ui.say("batch-random-hint"), packs, bad_packs);
            column![look.flow(vec![choose]), packs].spacing(12.0).into()
        }
    };
    let folder =
        form.folder.clone().or_else(batches_folder).map_or_else(String::new, |path| path.display().to_string());
    let folder = column![
        look.wide(look.text(folder, TEXT)),
        look.flow(vec![press(look, Weight::Secondary, ui.say("batch-choose-folder"), Message::ChooseFolder)])
    ]
    .spacing(GAP);
    let complete = (may_act && form.is_complete()).then_some(Message::Register);
    let buttons = vec![
        press_maybe(look, Weight::Primary, ui.say("batch-register"), complete),
        press_maybe(look, Weight::Secondary, ui.say("batch-all"), (!busy).then_some(Message::Close)),
    ];
    let mut fields = column![
        look.wide(look.title(ui.say("batch-new"))),
        part::field(look, ui.say("batch-product"), "", look.flow(products.collect()), None),
        part::field(look, ui.say("batch-lot"), ui.say("batch-lot-hint"), lot, bad_lot),
        part::field(
            look,
            ui.say("batch-expiry"),
            ui.say("batch-expiry-hint"),
            line(Field::Expiry, "2027-12-31", &form.expiry),
            bad_expiry
        ),
        part::field(look, ui.say("batch-serials"), ui.say("batch-serials-hint"), serials, None),
        part::field(look, ui.say("batch-folder"), ui.say("batch-folder-hint"), folder, None),
    ];
    if let Some(prepared) = &form.prepared {
        let folder = prepared.folder.display().to_string();
        let said = ui.words.say_with("batch-prepared", &[("folder", &folder)]);
        fields = fields.push(part::banner(look, Tone::News, said, Vec::new()));
    }
    let lacks = (!form.is_complete()).then(|| look.wide(look.faint(ui.say("batch-lacks"))));
    part::card(look, fields.extend(lacks).push(look.flow(buttons)).spacing(WIDE))
}

fn one<'a>(ui: Ui<'a>, open: &'a Open, may_act: bool, busy: bool) -> Element<'a, Message> {
    let look = ui.look;
    let batch = &open.batch;
    let pairs = vec![
        (ui.say("batch-product"), batch.product.clone()),
        (ui.say("maker-gtin"), format!("{:014}", batch.key.gtin)),
        (ui.say("batch-expiry"), expiry_text(batch)),
        (ui.say("batch-packs"), batch.batch.packs.to_string()),
    ];
    let title = ui.words.say_with("batch-title", &[("lot", &batch.lot())]);
    let mut head = column![look.wide(look.title(title)), look.flow(vec![status(ui, batch)]), part::pairs(look, pairs)];
    for recall in &batch.batch.recalls {
        let class = format!("{:?}", recall.class);
        let (first, last) = (recall.start.to_string(), recall.end.saturating_sub(1).to_string());
        let said = [("first", first.as_str()), ("last", &last), ("class", &class)];
        head = head.push(look.wide(look.text(ui.words.say_with("batch-range-recalled", &said), TEXT)));
    }
    let release = (may_act && open.may_be_released()).then_some(Message::ChooseCertificate);
    let released = (!open.may_be_released()).then(|| look.wide(look.faint(ui.say("batch-released-already"))));
    let release = column![
        look.wide(look.text(ui.say("batch-release"), TEXT).font(BOLD)),
        look.wide(look.faint(ui.say("batch-release-hint"))),
        look.flow(vec![press_maybe(look, Weight::Primary, ui.say("batch-choose-certificate"), release)])
    ]
    .extend(released);
    let close = press_maybe(look, Weight::Secondary, ui.say("batch-all"), (!busy).then_some(Message::Close));
    column![
        look.flow(vec![close]),
        part::card(look, head.spacing(GAP)),
        part::card(look, release.spacing(12.0)),
        labels(ui, open, busy),
        off(ui, open, may_act)
    ]
    .spacing(WIDE)
    .into()
}

fn title<'a>(ui: Ui<'a>, id: &str, hint: &str) -> Element<'a, Message> {
    let look = ui.look;
    column![look.wide(look.text(ui.say(id), TEXT).font(BOLD)), look.wide(look.faint(ui.say(hint)))].spacing(4.0).into()
}

fn labels<'a>(ui: Ui<'a>, open: &'a Open, busy: bool) -> Element<'a, Message> {
    let look = ui.look;
    let line = |field, example: &str, value: &str| input(ui, example, value, move |text| Message::Edit(field, text));
    let bad = open.printed_packs().is_none().then(|| ui.say("batch-range-bad"));
    let sheets = labels::PRESETS.iter().filter(|preset| SHEETS.contains(&preset.name)).map(|preset| {
        let weight = if preset.name == open.sheet { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, preset.name, Message::Sheet(preset.name))
    });
    let print = (!busy && open.printed_packs().is_some()).then_some(Message::Print);
    let folder = open.folder.as_ref().map(|folder| look.wide(look.faint(folder.display().to_string())));
    let buttons = vec![
        press_maybe(look, Weight::Primary, ui.say("batch-print"), print),
        press(look, Weight::Secondary, ui.say("batch-choose-folder"), Message::ChooseFolder),
    ];
    let range = line(Field::Printed, "0-499", &open.printed);
    let lines = column![
        title(ui, "batch-labels", "batch-labels-hint"),
        part::field(look, ui.say("batch-range"), ui.say("batch-range-hint"), range, bad),
        part::field(look, ui.say("batch-sheet"), ui.say("batch-sheet-hint"), look.flow(sheets.collect()), None),
        part::field(look, ui.say("batch-resolver"), "", line(Field::Resolver, "", &open.resolver), None),
    ];
    part::card(look, lines.extend(folder).push(look.flow(buttons)).spacing(12.0))
}

fn off<'a>(ui: Ui<'a>, open: &'a Open, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let range = input(ui, "2000-2999", &open.recalled, |text| Message::Edit(Field::Recalled, text));
    let bad = open.recalled_packs().is_none().then(|| ui.say("batch-range-bad"));
    let recall = (may_act && open.class.is_some() && open.recalled_packs().is_some()).then_some(Message::Recall);
    let on_market = matches!(open.batch.batch.status, BatchStatus::Registered | BatchStatus::Released);
    let withdraw = (may_act && on_market).then_some(Message::Withdraw);
    let acts = vec![
        press_maybe(look, Weight::Danger, ui.say("batch-recall"), recall),
        press_maybe(look, Weight::Danger, ui.say("batch-withdraw"), withdraw),
    ];
    let lines = column![
        title(ui, "maker-off", "batch-off-hint"),
        classes(ui, open.class, Message::Class),
        part::field(look, ui.say("batch-range"), ui.say("batch-range-hint"), range, bad),
        look.flow(acts)
    ];
    let is_off = (!on_market).then(|| look.wide(look.faint(ui.say("batch-off-already"))));
    part::card(look, lines.extend(is_off).spacing(12.0))
}
