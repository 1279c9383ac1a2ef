//! Handheld scanners that type: tells their bursts of keys from a person at the keyboard.
//!
//! The [`Detector`] only watches: every key still goes where it went. When a burst turns out to be a scan, [`Scan::typed`]
//! says how many letters of it stand in a text field that had the focus, at its end, so that the app can take them away.
//!
//! | state | leaves it by |
//! |---|---|
//! | idle | a letter or separator → run |
//! | run: letters, one soon after the other | Enter, Tab, any other key, or [`SILENCE`] ([`STALL`]) → idle, with a scan if it was one; Alt and a digit → code |
//! | code: a character by its number, as in Alt 0 2 9 | the character is complete, or a key that is no digit → run |
//!
//! Times are those of the keys, not of their arrival in the app: a program that was busy gets a person's keys all at once.

mod burst;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use burst::{Stroke, find};
use gs1::GS;

/// Milliseconds without a key after which a burst is over. Bluetooth scanners pause for up to some 200 ms when the radio is
/// busy; anything longer would be felt with scanners that send no Enter.
pub const SILENCE: u64 = 250;
/// The same once it is sure that a scanner types. A program that is busy drawing gets keys late, and the rest of a code must
/// not be taken for another one.
pub const STALL: u64 = 500;
/// Most letters that are kept: no code of a pack is longer. Whatever outgrows it is no scan.
pub const MOST: usize = 2_048;

/// A key that went down, or is repeated because it is held.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key<'a> {
    /// What it types, if it types something: layout, Shift and Caps Lock have had their say.
    pub text: Option<&'a str>,
    /// Its name as browsers spell it, such as `Enter` or `F8`; of a letter, the letter.
    pub name: &'a str,
    /// Whether Control is held.
    pub control: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// When, in milliseconds since any moment that stays the same.
    pub at: u64,
}

/// What a key turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wedge {
    /// A person's, as far as one can tell.
    Typing,
    /// One of a burst that no person types. If it stands for something in the app, it is better not done.
    Burst,
    /// A scan is complete.
    Scan(Scan),
}

/// What a scanner typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The text, with prefixes such as `]d2`, and the separator as U+001D where it arrived in any form that is known.
    /// Capitals are as they came: [`verdict::read_typed`] undoes Caps Lock and other layouts.
    pub text: String,
    /// The key at the end.
    pub suffix: Option<Suffix>,
    /// The forms in which separators came, each once.
    pub separators: Vec<Separator>,
    /// How many letters of it stand at the end of the text field that had the focus.
    pub typed: usize,
    /// From the first key to the last, in milliseconds.
    pub millis: u64,
}

/// A key that scanners send after a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suffix {
    /// Enter, or a line feed.
    Enter,
    /// Tab.
    Tab,
}

/// How a separator arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// As the character U+001D.
    Character,
    /// As Control and `]`, or what stands on that key.
    Control,
    /// By its number: Alt 0 2 9.
    Number,
    /// As the key F8.
    F8,
    /// By its name, such as `<GS>`.
    Name,
}

/// Watches the keyboard.
#[derive(Debug, Default)]
pub struct Detector {
    state: State,
}

#[derive(Debug, Default)]
enum State {
    /// Nobody types.
    #[default]
    Idle,
    /// Somebody or something does.
    Run(Run),
    /// A character comes by its number.
    Code { run: Run, number: u32, digits: u8 },
}

/// Keys that came one soon after the other.
#[derive(Debug, Default)]
struct Run {
    strokes: VecDeque<Stroke>,
    /// When the last key of any kind came.
    last: u64,
    /// Whether earlier letters were dropped.
    outgrown: bool,
    /// Whether it was faster than any person for a while.
    scans: bool,
}

/// What a key means to the detector.
enum Means {
    /// Shift, a dead key and the like: nothing by itself.
    Nothing,
    Letters,
    Separator(Separator),
    Digit(u32),
    End(Suffix),
    /// Something that no scanner sends.
    Other,
}

impl Detector {
    /// Takes a key.
    pub fn key(&mut self, key: Key<'_>) -> Wedge {
        // What was before a silence, or before the clock was set back, is another matter.
        let silence = self.silence();
        let over = self.last().is_some_and(|last| key.at < last || key.at - last >= silence);
        let earlier = if over { self.finish(None) } else { None };
        let now = self.take(key);
        earlier.map_or(now, Wedge::Scan)
    }

    /// Tells that time has passed. A scanner that sends no Enter is heard of by this alone.
    pub fn tick(&mut self, now: u64) -> Option<Scan> {
        let over = self.deadline().is_some_and(|deadline| now >= deadline);
        if over { self.finish(None) } else { None }
    }

    /// When [`Detector::tick`] is worth a call, if no key comes before; on the clock of the keys.
    pub fn deadline(&self) -> Option<u64> {
        self.last().map(|last| last.saturating_add(self.silence()))
    }

    /// How long no key may come before a burst is over.
    fn silence(&self) -> u64 {
        let scans = matches!(&self.state, State::Run(run) | State::Code { run, .. } if run.scans);
        if scans { STALL } else { SILENCE }
    }

    fn take(&mut self, key: Key<'_>) -> Wedge {
        match means(&key) {
            Means::Nothing => {
                // A held Shift keeps nothing alive, so the time of the last key stays. Alt begins another number.
                if let State::Code { run, .. } = &mut self.state {
                    self.state = State::Run(std::mem::take(run));
                }
                self.so_far()
            }
            Means::Letters => {
                let mut run = self.take_run();
                for letter in key.text.unwrap_or_default().chars() {
                    run.push(Stroke::letter(letter, key.at));
                }
                self.go_on(run, key.at)
            }
            Means::Separator(form) => {
                let mut run = self.take_run();
                run.push(Stroke { letter: GS, at: key.at, keys: 1, separator: Some(form), in_field: false });
                self.go_on(run, key.at)
            }
            Means::Digit(digit) => {
                self.digit(digit, key.at);
                self.so_far()
            }
            Means::End(suffix) => self.finish(Some(suffix)).map_or(Wedge::Typing, Wedge::Scan),
            Means::Other => self.finish(None).map_or(Wedge::Typing, Wedge::Scan),
        }
    }

    fn go_on(&mut self, mut run: Run, at: u64) -> Wedge {
        run.last = at;
        self.state = State::Run(run);
        self.so_far()
    }

    /// A digit of a character's number. Three make a character, four if the first is a zero.
    fn digit(&mut self, digit: u32, at: u64) {
        let (mut run, number, digits) = match std::mem::take(&mut self.state) {
            State::Idle => (Run::default(), 0, 0),
            State::Run(run) => (run, 0, 0),
            State::Code { run, number, digits } => (run, number, digits),
        };
        let (number, digits) = (number * 10 + digit, digits + 1);
        run.last = at;
        // `029` is complete, `0029` would be too; of `0065` the first three digits are no character yet.
        let complete = digits == 4 || digits == 3 && number >= 29;
        if !complete {
            self.state = State::Code { run, number, digits };
            return;
        }
        if let Some(letter) = char::from_u32(number).filter(|letter| *letter == GS || (' '..='~').contains(letter)) {
            let separator = (letter == GS).then_some(Separator::Number);
            run.push(Stroke { letter, at, keys: digits, separator, in_field: false });
        }
        self.state = State::Run(run);
    }

    fn take_run(&mut self) -> Run {
        match std::mem::take(&mut self.state) {
            State::Idle => Run::default(),
            State::Run(run) | State::Code { run, .. } => run,
        }
    }

    fn last(&self) -> Option<u64> {
        match &self.state {
            State::Idle => None,
            State::Run(run) | State::Code { run, .. } => Some(run.last),
        }
    }

    /// What the last key seems to be.
    fn so_far(&mut self) -> Wedge {
        let burst = match &mut self.state {
            State::Idle => false,
            State::Run(run) | State::Code { run, .. } => {
                let burst = burst::is_one(run.strokes.make_contiguous());
                run.scans |= burst;
                burst
            }
        };
        if burst { Wedge::Burst } else { Wedge::Typing }
    }

    fn finish(&mut self, suffix: Option<Suffix>) -> Option<Scan> {
        let mut run = self.take_run();
        find(run.strokes.make_contiguous(), run.outgrown, suffix)
    }
}

impl Run {
    fn push(&mut self, stroke: Stroke) {
        // Some systems type the character as well, after its number: once is enough.
        if let Some(by_number) = self.strokes.back_mut().filter(|last| last.keys > 1)
            && stroke.keys == 1
            && by_number.letter == stroke.letter
        {
            by_number.in_field = stroke.in_field;
            by_number.keys += 1;
            by_number.at = stroke.at;
            return;
        }
        self.strokes.push_back(stroke);
        if self.strokes.len() > MOST {
            self.strokes.pop_front();
            self.outgrown = true;
        }
    }
}

fn means(key: &Key<'_>) -> Means {
    // Before Control is looked at: on some layouts Control and Alt together are a kind of Shift.
    let plain = !key.control || key.alt;
    match key.name {
        "Shift" | "Control" | "Alt" | "AltGraph" | "CapsLock" | "NumLock" | "Meta" | "Dead" | "Process" | "Compose"
        | "Unidentified" => return Means::Nothing,
        "Enter" | "NumpadEnter" => return Means::End(Suffix::Enter),
        "Tab" => return Means::End(Suffix::Tab),
        "F8" => return Means::Separator(Separator::F8),
        // What an American `]` is called on German and French keyboards, and in terminals.
        "]" | "+" | "$" | "5" if !plain => return Means::Separator(Separator::Control),
        "j" | "J" | "m" | "M" if !plain => return Means::End(Suffix::Enter),
        _ => {}
    }
    if key.alt
        && !key.control
        && let Some(digit) = digit(key.name)
    {
        return Means::Digit(digit);
    }
    match key.text {
        Some("\r" | "\n" | "\r\n") => Means::End(Suffix::Enter),
        Some("\t") => Means::End(Suffix::Tab),
        Some("\u{1d}") => Means::Letters,
        // The marks that some scanners put before and after a code.
        Some("\u{2}" | "\u{3}") => Means::Nothing,
        Some(text) if plain && !text.is_empty() && text != "\u{8}" && text != "\u{1b}" && text != "\u{7f}" => {
            Means::Letters
        }
        _ => Means::Other,
    }
}

/// The digit on a key of the number pad, also while Num Lock is off.
fn digit(name: &str) -> Option<u32> {
    const NUM_LOCK_OFF: [&str; 10] =
        ["Insert", "End", "ArrowDown", "PageDown", "ArrowLeft", "Clear", "ArrowRight", "Home", "ArrowUp", "PageUp"];
    let mut letters = name.chars();
    let lone = letters.next().filter(|_| letters.next().is_none());
    lone.and_then(|letter| letter.to_digit(10))
        .or_else(|| NUM_LOCK_OFF.iter().position(|off| *off == name).and_then(|digit| u32::try_from(digit).ok()))
}
