//! The app on a desktop: its arguments and its window.

use std::path::PathBuf;

use crate::{
    camera::Source,
    settings::Place,
    window::{self, Opening},
};
use clap::Parser;
use iced::window::Position;

/// Checks medicine packs.
#[derive(Debug, Parser)]
#[command(name = "medtrail-scanner", version)]
struct Args {
    /// The node's address; otherwise the one from the settings.
    #[arg(long, env = "MEDTRAIL_NODE")]
    node: Option<String>,
    /// The address of a gateway, which finds proofs for codes that carry none; otherwise the one from the settings.
    #[arg(long, env = "MEDTRAIL_GATEWAY")]
    gateway: Option<String>,
    /// Who scans: patient, pharmacist, wholesaler, manufacturer or regulator; otherwise as in the settings.
    #[arg(long)]
    role: Option<verdict::Role>,
    /// The GLN of the participant that scans; otherwise the one from the settings.
    #[arg(long, value_name = "GLN")]
    participant: Option<gs1::Gln>,
    /// The file with the checkpoint of the chain that is believed, as `medtrail checkpoint` makes it; otherwise the one
    /// from the settings. Without one, development chains are believed.
    #[arg(long, env = "MEDTRAIL_CHECKPOINT")]
    checkpoint: Option<PathBuf>,
    /// A film (YUV4MPEG2) or a folder of pictures in place of a camera.
    #[arg(long, value_name = "FILE|FOLDER")]
    film: Option<PathBuf>,
    /// A picture or code to check at once.
    #[arg(value_name = "FILE|TEXT")]
    code: Option<String>,
}

/// Runs the app in a window.
pub fn run() -> iced::Result {
    let Args { node, gateway, role, participant, checkpoint, film, code } = Args::parse();
    let place = Place::default_file();
    let said = role.is_some()
        || participant.is_some()
        || node.is_some()
        || gateway.is_some()
        || checkpoint.is_some()
        || code.is_some();
    let welcome = place.is_new() && !said;
    let mut settings = place.load();
    settings.node = node.unwrap_or(settings.node);
    settings.gateway = gateway.or(settings.gateway);
    settings.role = role.unwrap_or(settings.role);
    settings.participant = participant.map(|gln| gln.to_string()).or(settings.participant);
    settings.checkpoint = checkpoint.or(settings.checkpoint);

    let mut window =
        iced::window::Settings { size: (760.0, 860.0).into(), position: Position::Centered, ..Default::default() };
    // By it, a desktop finds the icon and the entry in its menu.
    #[cfg(target_os = "linux")]
    {
        window.platform_specific.application_id = "medtrail-scanner".into();
    }
    let camera = film.map_or_else(Source::of_this_computer, Source::Film);
    window::window(Opening { settings, place, camera, code, welcome }, window).run()
}
