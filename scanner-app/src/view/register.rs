//! The register of participants.

use iced::{
    Element,
    widget::{column, text_input},
};
use ledger_client::time::now;
use ledger_types::{Kind, Licence, Status};
use office::{Enrolled, LicenceState, date, licence_state};

use super::work;
use crate::{
    design::{
        BOLD, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    screen::register::{Field, Message, Register, Shown},
};

/// Most participants that are drawn; who looks for others types a part of the name.
const SHOWN: usize = 100;
const KINDS: [Kind; 8] = [
    Kind::Manufacturer,
    Kind::Wholesaler,
    Kind::Dispenser,
    Kind::Repackager,
    Kind::ParallelImporter,
    Kind::Carrier,
    Kind::Laboratory,
    Kind::Regulator,
];

/// Draws the screen.
pub fn view<'a>(ui: Ui<'a>, screen: &'a Register, signs: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![].spacing(WIDE).extend(work::acting(ui, &screen.acting, Message::Act));
    lines = lines.extend(screen.saved.as_ref().map(|saved| match saved {
        Ok(file) => part::banner(look, Tone::News, ui.words.say_with("register-saved", &[("file", file)]), Vec::new()),
        Err(()) => part::banner(look, Tone::Error, ui.say("register-not-saved"), Vec::new()),
    }));
    let may_act = signs && !screen.acting.is_under_way();
    lines
        .push(match (screen.shown, screen.open()) {
            (Shown::New, _) => enrol(ui, screen, may_act),
            (Shown::One(_), Some(one)) => open(ui, screen, one, may_act),
            _ => work::loaded(ui, &screen.list, Message::Load, |list| all(ui, screen, list)),
        })
        .into()
}

fn input<'a>(ui: Ui<'a>, example: &str, value: &str, edit: impl Fn(String) -> Message + 'a) -> Element<'a, Message> {
    let input = text_input(example, value).size(TEXT).padding(11.0).align_x(ui.look.start());
    input.style(part::input_style(ui.look.colors)).on_input(edit).into()
}

fn all<'a>(ui: Ui<'a>, screen: &'a Register, list: &'a [Enrolled]) -> Element<'a, Message> {
    let look = ui.look;
    let buttons = look.flow(vec![
        press(look, Weight::Primary, ui.say("register-new"), Message::New),
        press(look, Weight::Secondary, ui.say("register-save"), Message::Save),
        press(look, Weight::Secondary, ui.say("work-again"), Message::Load),
    ]);
    let found: Vec<&Enrolled> = list.iter().filter(|one| one.matches(&screen.sought)).collect();
    let (shown, n) = (found.len().min(SHOWN).to_string(), list.len().to_string());
    let count = look.wide(look.faint(ui.words.say_with("register-count", &[("shown", &shown), ("n", &n)])));
    let sought = input(ui, &ui.say("register-sought"), &screen.sought, Message::Sought);
    // On a phone there is no room for columns: what stands in them stands below the name.
    let heads: &[(&str, u16)] = if look.narrow {
        &[("register-name", 7), ("", 3)]
    } else {
        &[("register-name", 6), ("register-kind", 4), ("register-state", 5), ("", 3)]
    };
    let head = |(id, share): &(&str, u16)| (if id.is_empty() { String::new() } else { ui.say(id) }, *share);
    let heads = heads.iter().map(head).collect();
    let rows = found.into_iter().take(SHOWN).map(|one| {
        let name = column![look.text(one.name(), TEXT), look.faint(format!("{} · {}", one.gln(), one.country()))];
        let (name, is) = (name.align_x(look.start()), ui.say(kind(one.record.kind)));
        let open = press(look, Weight::Secondary, ui.say("register-open"), Message::Open(one.id));
        if look.narrow {
            return vec![name.push(look.faint(is)).push(state(ui, one)).spacing(2.0).into(), open];
        }
        vec![name.into(), look.text(is, TEXT).into(), state(ui, one), open]
    });
    let table = part::table(look, heads, rows.collect());
    column![buttons, sought, part::card(look, column![count, table].spacing(GAP))].spacing(WIDE).into()
}

/// Whether somebody may act, in a word.
fn state<'a>(ui: Ui<'a>, one: &Enrolled) -> Element<'a, Message> {
    let (colors, now) = (ui.look.colors, now());
    let (id, color) = match one.record.status {
        Status::Suspended => ("register-suspended", colors.warning),
        Status::Revoked => ("register-struck", colors.error),
        Status::Active if one.lacks_licence(now) => ("register-unlicensed", colors.warning),
        Status::Active if one.ends_soon(now) => ("register-ends-soon", colors.warning),
        Status::Active => ("register-active", colors.accent),
    };
    part::badge(ui.look, ui.say(id), color)
}

/// What a participant is, in a word.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Manufacturer => "register-is-manufacturer",
        Kind::Wholesaler => "register-is-wholesaler",
        Kind::Dispenser => "register-is-dispenser",
        Kind::Regulator => "register-is-regulator",
        Kind::Repackager => "register-is-repackager",
        Kind::ParallelImporter => "register-is-importer",
        Kind::Carrier => "register-is-carrier",
        Kind::Laboratory => "register-is-laboratory",
    }
}

fn open<'a>(ui: Ui<'a>, screen: &'a Register, one: &'a Enrolled, may_act: bool) -> Element<'a, Message> {
    let look = ui.look;
    let may = |is: bool, message| (may_act && is).then_some(message);
    let status = one.record.status;
    let facts = format!("{} · {} · GLN {}", ui.say(kind(one.record.kind)), one.country(), one.gln());
    let regulator = one.record.kind == Kind::Regulator;
    let active = status == Status::Active;
    let acts = vec![
        press_maybe(look, Weight::Danger, ui.say("register-suspend"), may(active && !regulator, Message::Suspend)),
        press_maybe(
            look,
            Weight::Secondary,
            ui.say("register-reinstate"),
            may(status == Status::Suspended, Message::Reinstate),
        ),
        press_maybe(look, Weight::Danger, ui.say("register-strike"), may(status != Status::Revoked, Message::Strike)),
    ];
    let head = column![
        look.wide(look.title(one.name())),
        look.wide(look.faint(facts)),
        look.flow(vec![state(ui, one)]),
        look.flow(acts),
    ];
    let close = press(look, Weight::Secondary, ui.say("register-close"), Message::Close);
    let mut lines = column![look.flow(vec![close]), part::card(look, head.spacing(12.0))].spacing(WIDE);
    if regulator {
        return lines.into();
    }
    let heads: &[(&str, u16)] = if look.narrow {
        &[("register-licence", 6), ("", 5)]
    } else {
        &[("register-licence", 5), ("register-from", 4), ("register-until", 4), ("register-state", 5), ("", 5)]
    };
    let head = |(id, share): &(&str, u16)| (if id.is_empty() { String::new() } else { ui.say(id) }, *share);
    let heads = heads.iter().map(head).collect();
    let rows = one.record.licences.iter().map(|licence| licence_row(ui, licence, may_act)).collect();
    let title = look.wide(look.text(ui.say("register-licences"), TEXT).font(BOLD));
    lines = lines.push(part::card(look, column![title, part::table(look, heads, rows)].spacing(GAP)));
    if status == Status::Revoked {
        return lines.into();
    }
    let field = |id: &str, hint: &str, value: &str, field| {
        let input = input(ui, hint, value, move |text| Message::Edit(field, text));
        part::field(look, ui.say(id), "", input, None)
    };
    let form = &screen.form;
    let grant = may(form.licence(one).is_some(), Message::Grant);
    let fields = column![
        look.wide(look.text(ui.say("register-grant"), TEXT).font(BOLD)),
        look.wide(look.faint(ui.say("register-grant-hint"))),
        field("register-licence", "", &form.number, Field::Number),
        field("register-from", "2027-01-01", &form.from, Field::From),
        field("register-until", "2029-12-31", &form.until, Field::Until),
        look.flow(vec![press_maybe(look, Weight::Primary, ui.say("register-grant"), grant)]),
    ];
    lines.push(part::card(look, fields.spacing(12.0))).into()
}

fn licence_row<'a>(ui: Ui<'a>, licence: &'a Licence, may_act: bool) -> Vec<Element<'a, Message>> {
    let look = ui.look;
    let (id, color) = match licence_state(licence, now()) {
        LicenceState::NotYet => ("register-licence-not-yet", look.colors.edge),
        LicenceState::Valid => ("register-licence-valid", look.colors.accent),
        LicenceState::EndsSoon => ("register-licence-ends-soon", look.colors.warning),
        LicenceState::Ended => ("register-licence-ended", look.colors.error),
    };
    let take = may_act.then(|| Message::TakeLicence(licence.number.clone()));
    let number = look.text(String::from_utf8_lossy(&licence.number), TEXT);
    let (from, until) = (date(licence.valid_from), date(licence.valid_until.saturating_sub(1)));
    let badge = part::badge(look, ui.say(id), color);
    let take = press_maybe(look, Weight::Danger, ui.say("register-take"), take);
    if look.narrow {
        let lines = column![number, look.faint(from), look.faint(until), badge].spacing(2.0);
        return vec![lines.align_x(look.start()).into(), take];
    }
    vec![number.into(), look.text(from, TEXT).into(), look.text(until, TEXT).into(), badge, take]
}

fn enrol<'a>(ui: Ui<'a>, screen: &'a Register, may_act: bool) -> Element<'a, Message> {
    let (look, form) = (ui.look, &screen.form);
    let kinds = KINDS.map(|of| {
        let weight = if form.kind == Some(of) { Weight::Chosen } else { Weight::Secondary };
        press(look, weight, ui.say(kind(of)), Message::Kind(of))
    });
    let field = |id: &str, example: &str, value: &str, field, problem| {
        let input = input(ui, example, value, move |text| Message::Edit(field, text));
        part::field(look, ui.say(id), "", input, problem)
    };
    let problem = form.gln_problem().map(|(id, digits)| ui.words.say_with(id, &[("digits", &digits)]));
    let enrol = form.enrolment().filter(|_| may_act).map(|_| Message::Enrol);
    let fields = column![
        look.wide(look.title(ui.say("register-new"))),
        part::field(look, ui.say("register-kind"), ui.say("register-kind-hint"), look.flow(kinds.into()), None),
        field("register-gln", "4012345000009", &form.gln, Field::Gln, problem),
        field("register-name", "", &form.name, Field::Name, None),
        field("register-country", "DE", &form.country, Field::Country, None),
        field("register-account", "5…", &form.account, Field::Account, None),
        look.flow(vec![press_maybe(look, Weight::Primary, ui.say("register-enrol"), enrol)]),
    ];
    let close = press(look, Weight::Secondary, ui.say("register-close"), Message::Close);
    column![look.flow(vec![close]), part::card(look, fields.spacing(WIDE))].spacing(WIDE).into()
}
