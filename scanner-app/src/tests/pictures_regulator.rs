//! The regulator's desks, to be drawn.

use iced::Size;
use ledger_types::{Kind, RecallClass};

use super::{oversight::regulator, pictures::Scene, recalls, *};
use crate::{
    screen::{
        recalls::Message as Recalling,
        register::{Field, Message as Said},
        trace::Message as Tracing,
    },
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
    let recalls = || recalls::at(of(Role::Regulator), Tab::Recalls);
    let mut reach = recalls();
    let what = recalls::list()[0].what.clone();
    reach.work.oversight.recalls.update(Recalling::Open(what.clone()));
    reach.work.oversight.recalls.update(Recalling::Reached(what, Ok(recalls::reach())));
    let mut recall = recalls();
    for said in [
        Recalling::New,
        Recalling::Gtin("04012345678901".into()),
        Recalling::Lot("LOT-7".into()),
        Recalling::Class(RecallClass::I),
        Recalling::Recall,
    ] {
        recall.work.oversight.recalls.update(said);
    }
    let mut typed = recalls();
    typed.work.oversight.recalls.update(Recalling::New);
    typed.work.oversight.recalls.update(Recalling::Gtin("04012345678902".into()));
    let trace = || {
        let mut app = recalls::at(of(Role::Regulator), Tab::Trace);
        let traced = recalls::traced();
        let trace = &mut app.work.oversight.trace;
        trace.update(Tracing::Gtin("04012345678901".into()));
        trace.update(Tracing::Lot("LOT-7".into()));
        trace.update(Tracing::Trace);
        trace.update(Tracing::Read(traced.key.clone(), Box::new(Ok(Some(traced)))));
        app
    };
    vec![
        ("recalls", recalls(), window),
        ("recalls-phone", recalls(), Size::new(400.0, 1_100.0)),
        ("recalls-reach", reach, tall),
        ("recalls-asked", recall, tall),
        ("recalls-new", typed, window),
        ("trace", trace(), Size::new(960.0, 1_400.0)),
        ("trace-phone", trace(), Size::new(400.0, 1_700.0)),
        ("register", at(Tab::Register), window),
        ("register-phone", at(Tab::Register), Size::new(400.0, 1_000.0)),
        ("register-one", one, tall),
        ("register-asked", asked, tall),
        ("register-new", new, tall),
        ("council", at(Tab::Council), window),
    ]
}
