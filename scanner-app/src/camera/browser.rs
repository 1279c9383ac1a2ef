//! The camera of a browser: `getUserMedia` into the page's video element, frames from there into the decoder.

use std::{sync::Arc, time::Duration};

use decode::{Mode, Picture};
use futures::{SinkExt, Stream, channel::mpsc::Sender};
use ledger_client::time::sleep;
use scan::{UnusableCode, choose};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamConstraints,
    MediaStreamTrack, MediaTrackConstraints,
};

use super::{Closed, Event};
use crate::web::page;

/// Pause between two looks: the page draws and answers meanwhile.
const PAUSE: Duration = Duration::from_millis(60);
/// Longest side of the frames that are decoded, in pixels.
const MAX_SIDE: f64 = 1_024.0;
/// Every so many frames the decoder may take its time.
const THOROUGH: u32 = 8;
/// Width and height that are asked of the camera.
const IDEAL: (u32, u32) = (1_280, 720);

pub(super) fn watch() -> impl Stream<Item = Event> {
    iced::stream::channel(4, async move |mut out: Sender<Event>| {
        let closed = match Lens::open().await {
            Ok(lens) => lens.look(&mut out).await,
            Err(closed) => closed,
        };
        page::show_camera(false);
        // Nobody listens any more if the app closed it.
        let _ = out.send(Event::Closed(closed)).await;
    })
}

/// An open camera; closed when dropped.
struct Lens {
    stream: MediaStream,
    video: HtmlVideoElement,
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Lens {
    async fn open() -> Result<Self, Closed> {
        let window = web_sys::window().ok_or(Closed::Missing)?;
        let devices = window.navigator().media_devices().map_err(|_| Closed::Missing)?;
        // Without https there is no such object.
        if devices.is_undefined() {
            return Err(Closed::Missing);
        }
        let wanted = MediaTrackConstraints::new();
        wanted.set_facing_mode(&"environment".into());
        wanted.set_width(&IDEAL.0.into());
        wanted.set_height(&IDEAL.1.into());
        let constraints = MediaStreamConstraints::new();
        constraints.set_video(&wanted);
        let asked = devices.get_user_media_with_constraints(&constraints).map_err(|_| Closed::Missing)?;
        let stream: MediaStream = JsFuture::from(asked).await.map_err(|why| refusal(&why))?.unchecked_into();
        let (video, canvas) = page::camera_elements().ok_or(Closed::Missing)?;
        // Its pixels are read many times a second.
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into()).map_err(|_| Closed::Broken)?;
        let context = canvas
            .get_context_with_context_options("2d", &options)
            .ok()
            .flatten()
            .ok_or(Closed::Broken)?
            .unchecked_into();
        let lens = Self { stream, video, canvas, context };
        lens.video.set_src_object(Some(&lens.stream));
        page::show_camera(true);
        let playing = lens.video.play().map_err(|_| Closed::Broken)?;
        JsFuture::from(playing).await.map_err(|_| Closed::Broken)?;
        Ok(lens)
    }

    /// Looks until nobody listens any more or the camera is closed.
    async fn look(&self, out: &mut Sender<Event>) -> Closed {
        if out.send(Event::Opened).await.is_err() {
            return Closed::ByUser;
        }
        for frame in 0_u32.. {
            sleep(PAUSE).await;
            if page::close_was_pressed() || out.is_closed() {
                return Closed::ByUser;
            }
            if !self.stream.active() {
                return Closed::Broken;
            }
            let Some(picture) = self.frame() else { continue };
            let mode = if frame % THOROUGH == THOROUGH - 1 { Mode::Still } else { Mode::Video };
            let seen = choose(&decode::read(&picture, mode).symbols);
            let event = match seen {
                Err(UnusableCode::NoSymbol) => continue,
                seen => Event::Saw(seen.map(Arc::new)),
            };
            if out.send(event).await.is_err() {
                return Closed::ByUser;
            }
        }
        Closed::ByUser
    }

    /// The present frame in grey, not larger than needed.
    fn frame(&self) -> Option<Picture> {
        let (width, height) = (f64::from(self.video.video_width()), f64::from(self.video.video_height()));
        let scale = (MAX_SIDE / width.max(height)).min(1.0);
        let (width, height) = ((width * scale) as u32, (height * scale) as u32);
        if width == 0 || height == 0 {
            return None;
        }
        self.canvas.set_width(width);
        self.canvas.set_height(height);
        let (to_width, to_height) = (f64::from(width), f64::from(height));
        self.context
            .draw_image_with_html_video_element_and_dw_and_dh(&self.video, 0.0, 0.0, to_width, to_height)
            .ok()?;
        let pixels = self.context.get_image_data(0.0, 0.0, to_width, to_height).ok()?.data();
        let grey = |pixel: &[u8]| match pixel {
            [red, green, blue, ..] => {
                ((u32::from(*red) * 77 + u32::from(*green) * 150 + u32::from(*blue) * 29) >> 8) as u8
            }
            _ => 0,
        };
        Picture::new(width, height, pixels.chunks_exact(4).map(grey).collect())
    }
}

impl Drop for Lens {
    fn drop(&mut self) {
        for track in self.stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        self.video.set_src_object(None);
        page::show_camera(false);
    }
}

fn refusal(why: &JsValue) -> Closed {
    let name = js_sys::Reflect::get(why, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => Closed::Refused,
        Some("NotFoundError" | "OverconstrainedError") => Closed::Missing,
        _ => Closed::Broken,
    }
}
