//! Pictures made to keep a decoder busy.

use std::time::{Duration, Instant};

use super::photo::Dice;
use crate::*;

fn is_read_in_time(name: &str, picture: &Picture) {
    for (mode, most) in [(Mode::Video, 150), (Mode::Still, 1_000)] {
        let start = Instant::now();
        let reading = read(picture, mode);
        assert!(start.elapsed() < Duration::from_millis(most), "{name}, {mode:?}: {:?}", start.elapsed());
        assert_eq!(reading.symbols, [], "{name}, {mode:?}");
    }
}

fn drawn(width: u32, height: u32, mut luma: impl FnMut(u32, u32) -> u8) -> Picture {
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Picture::new(width, height, pixels.map(|(x, y)| luma(x, y)).collect()).unwrap()
}

fn tone(dark: bool) -> u8 {
    if dark { 20 } else { 235 }
}

#[test]
fn noise_is_given_up_in_time() {
    for grain in [1, 3, 8] {
        let cells: Vec<u8> = (0..1_000_000).scan(Dice::new(grain), |dice, _| Some(dice.roll() as u8)).collect();
        let picture =
            drawn(1_200, 900, |x, y| cells[(y / grain as u32 * 1_200 + x / grain as u32) as usize % cells.len()]);
        is_read_in_time(&format!("noise of {grain}"), &picture);
    }
}

#[test]
fn patterns_are_given_up_in_time() {
    for period in [1, 2, 5, 16] {
        is_read_in_time("stripes", &drawn(1_200, 900, |x, _| tone(x / period % 2 == 0)));
        is_read_in_time("checkerboard", &drawn(1_200, 900, |x, y| tone((x / period + y / period) % 2 == 0)));
    }
}

#[test]
fn thousands_of_finders_are_given_up_in_time() {
    let finder = |x: u32, y: u32| {
        let ring = u32::max(x.abs_diff(3), y.abs_diff(3));
        ring != 2 && ring < 4
    };
    for (scale, pitch) in [(1, 9), (2, 8), (3, 10)] {
        let cell = |at: u32| at / scale % pitch;
        is_read_in_time("finders", &drawn(1_800, 1_400, |x, y| tone(finder(cell(x), cell(y)))));
    }
    for (size, thick) in [(20, 2), (40, 3)] {
        let corner =
            |x: u32, y: u32| (x % size < thick || y % size >= size - thick) && x % size < size - 4 && y % size > 4;
        is_read_in_time("corners", &drawn(1_800, 1_400, |x, y| tone(corner(x, y))));
    }
}

#[test]
fn huge_and_flat_pictures_are_given_up_in_time() {
    is_read_in_time("huge", &drawn(9_000, 7_000, |x, y| (x ^ y) as u8));
    is_read_in_time("a line", &drawn(16_000, 1, |x, _| tone(x % 3 == 0)));
    is_read_in_time("a column", &drawn(1, 16_000, |_, y| tone(y % 3 == 0)));
}
