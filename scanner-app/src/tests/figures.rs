//! Figures of the camera's picture: `scripts/bench scanner` tells them.

use std::{fs, io::Write, time::Instant};

use futures::StreamExt;
use iced::Size;
use iced_test::runtime::{Action as Told, task::into_stream};

use super::*;
use crate::{
    camera::{self, Event, Source},
    design::font,
};

/// Frames of the film.
const FRAMES: u32 = 60;
/// Its size: that of a usual camera.
const FILM: (usize, usize) = (1_280, 720);

/// A film of something that moves, without any code in it: then the decoder has most to do.
fn film(to: &std::path::Path) {
    let mut film = std::io::BufWriter::new(fs::File::create(to).unwrap());
    writeln!(film, "YUV4MPEG2 W{} H{} F15:1 Ip A1:1 C420jpeg", FILM.0, FILM.1).unwrap();
    for frame in 0..FRAMES as usize {
        let brightness = (0..FILM.0 * FILM.1).map(|at| ((at % FILM.0) * 7 / 9 + (at / FILM.0) * 3 + frame * 11) as u8);
        film.write_all(b"FRAME\n").unwrap();
        film.write_all(&brightness.collect::<Vec<_>>()).unwrap();
        film.write_all(&vec![128; FILM.0 * FILM.1 / 2]).unwrap();
    }
}

#[test]
#[ignore = "measures, and tests nothing: see scripts/bench"]
fn figures_of_the_preview() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.y4m");
    film(&path);
    let mut app = app().with_camera(Source::Film(path.clone()));
    app.scan.watching = true;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (mut shown, mut first) = (0, None);
    runtime.block_on(async {
        let mut told = into_stream(camera::open(Source::Film(path), 0)).unwrap();
        while let Some(action) = told.next().await {
            let Told::Output(event) = action else { continue };
            let shows = matches!(event, Event::Shows(_));
            let _ = app.update(Message::Scan(ScanMessage::Camera(event)));
            if shows {
                first = first.or_else(|| Some(Instant::now()));
                draw(&app);
                shown += 1;
            }
        }
    });
    let seconds = first.unwrap().elapsed().as_secs_f64();
    println!("preview, of {FRAMES} frames at 15 a second: {shown} drawn, {:.1} a second", f64::from(shown) / seconds);
}

/// Draws the whole window.
fn draw(app: &App) {
    let fonts = font::FILES.iter().map(|file| (*file).into()).collect();
    let settings = iced::Settings { fonts, default_font: font::TEXT, ..iced::Settings::default() };
    Simulator::with_size(settings, Size::new(760.0, 860.0), app.view()).snapshot(&app.theme()).unwrap();
}
