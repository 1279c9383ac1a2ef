//! The screen of the key.

use iced::{
    Element,
    widget::{Column, column, text_input},
};

use crate::{
    design::{
        BOLD, COLUMN, GAP, TEXT, Ui, WIDE,
        part::{self, Tone},
        press::{Weight, press, press_maybe},
    },
    key::Key,
    screen::key::{Form, Message},
};

/// Draws the screen. `by_keyring`: whether there may be a keyring of the system.
pub fn view<'a>(ui: Ui<'a>, form: &'a Form, key: &'a Key, by_keyring: bool) -> Element<'a, Message> {
    let look = ui.look;
    let mut lines = column![look.wide(look.title(ui.say("key")))].spacing(WIDE).max_width(COLUMN).align_x(look.start());
    lines = if form.fresh.is_some() || form.imports {
        entering(ui, form, by_keyring, lines)
    } else {
        match key {
            Key::None => none(ui, lines),
            Key::Damaged => {
                let damaged = part::banner(look, Tone::Error, ui.say("key-wrong-password"), Vec::new());
                none(ui, lines.push(damaged))
            }
            Key::Locked(_) if key.keyring_entry().is_some() => asking(ui, form, account(ui, form, key, lines)),
            Key::Locked(_) => unlocking(ui, form, account(ui, form, key, lines)),
            Key::Open(..) => {
                let open = part::banner(look, Tone::News, ui.say("key-open"), Vec::new());
                let lock = press(look, Weight::Primary, ui.say("key-lock"), Message::Lock);
                account(ui, form, key, lines.push(open)).push(lock)
            }
        }
    };
    if let Some(problem) = form.problem {
        lines = lines.push(part::banner(look, Tone::Error, ui.say(problem), Vec::new()));
    }
    if form.asks {
        let answers = vec![
            press(look, Weight::Danger, ui.say("key-forget"), Message::ForgetForGood),
            press(look, Weight::Secondary, ui.say("history-keep"), Message::Keep),
        ];
        lines = lines.push(part::banner(look, Tone::Warning, ui.say("key-forget-sure"), answers));
    }
    let mut buttons = vec![press(look, Weight::Secondary, ui.say("history-back"), Message::Back)];
    if !matches!(key, Key::None) && !form.asks {
        buttons.push(press(look, Weight::Danger, ui.say("key-forget"), Message::Forget));
    }
    lines = lines.push(look.flow(buttons));
    part::page(look, lines)
}

type Lines<'a> = Column<'a, Message>;

fn none<'a>(ui: Ui<'a>, lines: Lines<'a>) -> Lines<'a> {
    let look = ui.look;
    let buttons = look.flow(vec![
        press(look, Weight::Primary, ui.say("key-make"), Message::Make),
        press(look, Weight::Secondary, ui.say("key-import"), Message::Import),
    ]);
    lines.push(part::empty(look, ui.say("key-none"), ui.say("key-none-hint"), Some(buttons)))
}

fn account<'a>(ui: Ui<'a>, form: &Form, key: &'a Key, lines: Lines<'a>) -> Lines<'a> {
    let look = ui.look;
    let mut copying = vec![press(look, Weight::Secondary, ui.say("key-copy"), Message::Copy)];
    copying.extend(form.copied.then(|| Element::from(look.text(ui.say("key-copied"), TEXT))));
    let told = column![
        part::pairs(look, vec![(ui.say("key-account"), key.account().unwrap_or_default())]),
        look.flow(copying),
        look.wide(look.faint(ui.say("key-account-hint"))),
    ];
    lines.push(part::card(look, told.spacing(GAP)))
}

/// The words of a new or known key, and what is to open it later: a password, or the keyring of the system.
fn entering<'a>(ui: Ui<'a>, form: &'a Form, by_keyring: bool, lines: Lines<'a>) -> Lines<'a> {
    let look = ui.look;
    let words: Element<'a, Message> = match &form.fresh {
        Some(fresh) => {
            let said = look.wide(look.text(fresh.as_str(), TEXT).font(BOLD));
            let hint = look.wide(look.text(ui.say("key-words-hint"), TEXT));
            part::card(look, column![look.wide(look.faint(ui.say("key-words"))), said, hint].spacing(8.0))
        }
        None => {
            let input = secret(ui, &form.words, false, Message::Words).id("words");
            part::field(look, ui.say("key-words"), ui.say("key-import-hint"), input, None)
        }
    };
    let password = secret(ui, &form.password, true, Message::Password).id("password");
    let again = secret(ui, &form.again, true, Message::Again).on_submit(Message::Done);
    let save = (!form.works).then_some(Message::Done);
    let mut lines = lines;
    if by_keyring {
        lines = lines.push(opener(ui, form));
    }
    lines = lines.push(words);
    if !form.by_keyring {
        lines = lines
            .push(part::field(look, ui.say("key-password"), ui.say("key-password-hint"), password, None))
            .push(part::field(look, ui.say("key-password-again"), "", again, None));
    }
    let word = if form.works && form.by_keyring { "keyring-asking" } else { "key-save" };
    lines.push(press_maybe(look, Weight::Primary, ui.say(word), save))
}

/// What is to open the key.
fn opener<'a>(ui: Ui<'a>, form: &Form) -> Element<'a, Message> {
    let choices = [("keyring-no", false), ("keyring-yes", true)].map(|(word, by_keyring)| {
        let weight = if by_keyring == form.by_keyring { Weight::Chosen } else { Weight::Secondary };
        press(ui.look, weight, ui.say(word), Message::ByKeyring(by_keyring))
    });
    let hint = if form.by_keyring { "keyring-yes-hint" } else { "keyring-no-hint" };
    part::field(ui.look, ui.say("keyring"), ui.say(hint), ui.look.flow(choices.into()), None)
}

/// A locked key that the keyring of the system opens.
fn asking<'a>(ui: Ui<'a>, form: &'a Form, lines: Lines<'a>) -> Lines<'a> {
    let look = ui.look;
    let told = part::banner(look, Tone::News, ui.say("keyring-locked"), Vec::new());
    let word = if form.works { "keyring-asking" } else { "key-unlock" };
    let unlock = (!form.works).then_some(Message::Done);
    lines.push(told).push(press_maybe(look, Weight::Primary, ui.say(word), unlock))
}

fn unlocking<'a>(ui: Ui<'a>, form: &'a Form, lines: Lines<'a>) -> Lines<'a> {
    let look = ui.look;
    let password = secret(ui, &form.password, true, Message::Password).id("password").on_submit(Message::Done);
    let word = if form.works { "key-unlocking" } else { "key-unlock" };
    let unlock = (!form.works).then_some(Message::Done);
    lines.push(part::field(look, ui.say("key-locked"), ui.say("key-password"), password, None)).push(press_maybe(
        look,
        Weight::Primary,
        ui.say(word),
        unlock,
    ))
}

fn secret<'a>(
    ui: Ui<'a>,
    value: &str,
    hidden: bool,
    message: fn(String) -> Message,
) -> text_input::TextInput<'a, Message> {
    text_input("", value)
        .secure(hidden)
        .size(TEXT)
        .padding(11.0)
        .align_x(ui.look.start())
        .style(part::input_style(ui.look.colors))
        .on_input(message)
}
