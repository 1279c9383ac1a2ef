//! A camera of this computer: V4L2 on Linux, Media Foundation on Windows, AVFoundation on macOS.

use std::{thread, time::Duration};

use cameras::{Camera, Capabilities, Device, Error, FormatDescriptor, Frame, PixelFormat, StreamConfig};
use decode::Picture;
use futures::{
    SinkExt, Stream,
    channel::{mpsc::Sender, oneshot},
};

use super::{Closed, Event, eye::Eye};

/// Longest wait for a frame.
const PATIENCE: Duration = Duration::from_secs(5);
/// Width and height that are asked for.
const IDEAL: (u32, u32) = (1_280, 720);
/// Fewest frames a second with which somebody can aim.
const SLOWEST: f64 = 10.0;
/// Most frames a second that are of use.
const FASTEST: f64 = 30.0;

/// Shows what the camera of this number sees, counted around.
pub(super) fn watch(number: usize) -> impl Stream<Item = Event> {
    iced::stream::channel(4, async move |mut out: Sender<Event>| {
        let (ended, end) = oneshot::channel();
        let eye = Eye::new(out.clone());
        let looking = move || {
            // Nobody may be there any more to hear it.
            let _ = ended.send(look(number, eye));
        };
        // In a thread of its own: should a driver never answer, the program can still end.
        let closed = match thread::Builder::new().name("camera".into()).spawn(looking) {
            Ok(_) => end.await.unwrap_or(Closed::Broken),
            Err(_) => Closed::Broken,
        };
        let _ = out.send(Event::Closed(closed)).await;
    })
}

fn look(number: usize, mut eye: Eye) -> Closed {
    match watch_with(number, &mut eye) {
        Ok(()) => Closed::ByUser,
        Err(closed) => closed,
    }
}

fn watch_with(number: usize, eye: &mut Eye) -> Result<(), Closed> {
    let devices = usable()?;
    let (device, config) = number.checked_rem(devices.len()).and_then(|at| devices.get(at)).ok_or(Closed::Missing)?;
    if devices.len() > 1 {
        let names = devices.iter().map(|(device, _)| device.name.clone()).collect();
        eye.tell(Event::Several(names));
    }
    let camera = cameras::open(device, *config).map_err(|error| why(&error))?;
    loop {
        let frame = newest(&camera).map_err(|error| why(&error))?;
        // A frame that arrived damaged is left out; the next one comes soon.
        let Some(picture) = picture(&frame) else { continue };
        if !eye.look(&picture) {
            return Ok(());
        }
    }
}

/// The cameras of this computer, each with what it is to deliver. What has no pictures is none: many cameras are listed a
/// second time for what they tell of themselves.
fn usable() -> Result<Vec<(Device, StreamConfig)>, Closed> {
    let mut devices = cameras::devices().map_err(|error| why(&error))?;
    devices.sort_by(|one, other| one.id.0.cmp(&other.id.0));
    let mut refused = Closed::Missing;
    let mut usable = Vec::new();
    for device in devices {
        match cameras::probe(&device) {
            Ok(capabilities) => usable.extend(best(&capabilities).map(|config| (device, config))),
            Err(Error::PermissionDenied) => refused = Closed::Refused,
            Err(_) => {}
        }
    }
    if usable.is_empty() { Err(refused) } else { Ok(usable) }
}

/// What a camera is asked for: near the ideal size, fast enough, and without loss if it can.
fn best(capabilities: &Capabilities) -> Option<StreamConfig> {
    let rank = |format: &&FormatDescriptor| {
        let (size, rate) = (format.resolution, format.framerate_range.max);
        let loss = matches!(format.pixel_format, PixelFormat::Mjpeg);
        (rate < SLOWEST, size.width.abs_diff(IDEAL.0) + size.height.abs_diff(IDEAL.1), loss)
    };
    capabilities.formats.iter().min_by_key(rank).map(|format| StreamConfig {
        resolution: format.resolution,
        framerate: format.framerate_range.max.clamp(1.0, FASTEST) as u32,
        pixel_format: format.pixel_format,
    })
}

/// The newest frame: those that came while the last one was looked at are past.
fn newest(camera: &Camera) -> Result<Frame, Error> {
    let mut frame = cameras::next_frame(camera, PATIENCE)?;
    while let Some(later) = cameras::try_next_frame(camera) {
        frame = later?;
    }
    Ok(frame)
}

fn why(error: &Error) -> Closed {
    match error {
        Error::PermissionDenied => Closed::Refused,
        Error::DeviceNotFound(_) => Closed::Missing,
        _ => Closed::Broken,
    }
}

fn picture(frame: &Frame) -> Option<Picture> {
    grey(frame.pixel_format, (frame.width, frame.height), frame.stride, &frame.plane_primary)
}

/// The brightness in a frame; none if it is damaged. `stride`: bytes of a row, 0 if rows follow each other without a gap.
fn grey(format: PixelFormat, (width, height): (u32, u32), stride: u32, bytes: &[u8]) -> Option<Picture> {
    let pixel = match format {
        PixelFormat::Mjpeg => return Picture::from_file(bytes).ok(),
        PixelFormat::Nv12 => 1,
        PixelFormat::Yuyv => 2,
        PixelFormat::Rgb8 => 3,
        PixelFormat::Rgba8 | PixelFormat::Bgra8 => 4,
        _ => return None,
    };
    let brightness = |pixel: &[u8]| match pixel {
        // Green is most of what is bright, and stands in the middle in either order of colours.
        [first, green, third, ..] => ((u16::from(*first) + 2 * u16::from(*green) + u16::from(*third)) / 4) as u8,
        [brightness, ..] => *brightness,
        [] => 0,
    };
    let row = (width as usize).checked_mul(pixel)?;
    let stride = if stride == 0 { row } else { stride as usize };
    let rows = bytes.chunks(stride.max(1)).take(height as usize).filter_map(|bytes| bytes.get(..row));
    let luma: Vec<u8> = rows.flat_map(|row| row.chunks_exact(pixel).map(brightness)).collect();
    Picture::new(width, height, luma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_frame_gives_its_brightness_and_a_damaged_one_nothing() {
        let size = (2, 2);
        let frames: [(PixelFormat, u32, &[u8]); 5] = [
            (PixelFormat::Nv12, 0, &[10, 20, 30, 40]),
            // With a gap at the end of each row, the last one cut off.
            (PixelFormat::Nv12, 3, &[10, 20, 99, 30, 40]),
            (PixelFormat::Yuyv, 0, &[10, 128, 20, 128, 30, 128, 40, 128]),
            (PixelFormat::Rgb8, 0, &[10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40]),
            (PixelFormat::Bgra8, 0, &[10, 10, 10, 255, 20, 20, 20, 255, 30, 30, 30, 255, 40, 40, 40, 255]),
        ];
        for (format, stride, bytes) in frames {
            let picture = grey(format, size, stride, bytes).unwrap();
            assert_eq!(picture.luma(), [10, 20, 30, 40], "{format:?}");
            let short = bytes.get(..bytes.len() - 1).unwrap();
            assert!(grey(format, size, stride, short).is_none(), "{format:?}");
        }
        for format in [PixelFormat::Mjpeg, PixelFormat::Nv12, PixelFormat::Rgba8] {
            assert!(grey(format, (u32::MAX, u32::MAX), 1, &[1, 2, 3]).is_none());
            assert!(grey(format, size, u32::MAX, &[]).is_none());
        }
    }

    #[test]
    fn a_computer_without_a_camera_says_so() {
        if std::fs::read_dir("/dev").is_ok_and(|mut all| {
            all.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("video")))
        }) {
            eprintln!("left out: there is a camera");
            return;
        }
        let events: Vec<Event> = futures::executor::block_on(futures::StreamExt::collect(watch(0)));
        assert!(matches!(events.as_slice(), [Event::Closed(Closed::Missing)]), "{events:?}");
    }
}
