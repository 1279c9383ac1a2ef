//! The app as a user sees it: what is typed and clicked, and what then stands on the screen.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use iced_test::{Error, Simulator, simulator};
use scan::{CodeError, UnusableCode, read_code};
use verdict::{Case, Gap, Report, Role, Source, Verdict, Viewer, judge};
use words::{Language, Words};

use crate::{
    app::{App, Message},
    journal,
    screen::{
        scan::{Action, Message as ScanMessage, Scan, Stage},
        settings::Message as SettingsMessage,
    },
    settings::{Place, Settings},
};

mod counter;
mod deliveries;
mod evidence;
mod flows;
mod keys;
mod maker;
mod oversight;
mod pictures;
mod pictures_maker;
mod pictures_regulator;
mod pictures_stock;
mod recalls;
mod stock;
