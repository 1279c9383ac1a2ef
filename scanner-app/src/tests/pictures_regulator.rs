//! The regulator's desks, to be drawn.

use iced::Size;
use ledger_types::Kind;

use super::{oversight::regulator, pictures::Scene, *};
use crate::{
    screen::register::{Field, Message as Said},
    work::Tab,
};

/// Its scenes.
pub fn regulators(of: impl Fn(Role) -> Settings) -> Vec<Scene> {
    let at = |tab| regulator(of(Role::Regulator), tab);
    let (window, tall) = (Size::new(960.0, 860.0), Size::new(960.0, 1_150.0));
    let mut one = at(Tab::Register);
    one.work.oversight.register.update(Said::Open(3));
    let mut asked = at(Tab::Register);
    asked.work.oversight.register.update(Said::Open(3));
    asked.work.oversight.register.update(Said::Suspend);
    let mut new = at(Tab::Register);
    new.work.oversight.register.update(Said::New);
    new.work.oversight.register.update(Said::Kind(Kind::Dispenser));
    new.work.oversight.register.update(Said::Edit(Field::Gln, "401234500000".into()));
    vec![
        ("register", at(Tab::Register), window),
        ("register-phone", at(Tab::Register), Size::new(400.0, 1_000.0)),
        ("register-one", one, tall),
        ("register-asked", asked, tall),
        ("register-new", new, tall),
        ("council", at(Tab::Council), window),
    ]
}
