//! What the page around the canvas does: shows the camera's picture, speaks to screen readers, keeps settings.

use scanner_core::sound::Tone;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AudioContext, Document, Element, HtmlCanvasElement, HtmlElement, HtmlVideoElement};

/// Under which name the browser keeps the settings.
const SETTINGS: &str = "medtrail-scanner";
/// Under which name it keeps the history.
const HISTORY: &str = "medtrail-scanner-history";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Gives the app the keyboard: people, and handheld scanners, type into it at once.
pub fn focus() {
    let canvas = document().and_then(|document| document.query_selector("canvas").ok()?);
    if let Some(canvas) = canvas.and_then(|canvas| canvas.dyn_into::<HtmlElement>().ok()) {
        let _ = canvas.focus();
    }
}

/// The video and canvas elements that the camera works with.
pub fn camera_elements() -> Option<(HtmlVideoElement, HtmlCanvasElement)> {
    let video = element("video")?.dyn_into().ok()?;
    let canvas = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    Some((video, canvas))
}

/// Shows or hides the camera's picture.
pub fn show_camera(shown: bool) {
    let Some(camera) = element("camera").and_then(|camera| camera.dyn_into::<HtmlElement>().ok()) else { return };
    let _ = camera.toggle_attribute_with_force("hidden", !shown);
    let _ = camera.remove_attribute("data-close");
}

/// Whether the page's own button to close the camera was pressed.
pub fn close_was_pressed() -> bool {
    element("camera").is_some_and(|camera| camera.has_attribute("data-close"))
}

/// Has screen readers say something, and the phone tremble: milliseconds on and off.
pub fn announce(said: &str, tremor: &[u32]) {
    if let Some(region) = element("announcement") {
        region.set_text_content(Some(said));
    }
    if let Some(window) = web_sys::window() {
        let pattern: js_sys::Array = tremor.iter().map(|milliseconds| JsValue::from(*milliseconds)).collect();
        window.navigator().vibrate_with_pattern(&pattern);
    }
}

/// Plays a tune, if the browser lets the page: it does once somebody has pressed something on it.
pub fn play(tune: &[Tone]) {
    thread_local! {
        static SPEAKER: Option<AudioContext> = AudioContext::new().ok();
    }
    SPEAKER.with(|speaker| {
        if let Some(speaker) = speaker {
            // What cannot be heard is seen and felt all the same.
            let _ = speaker.resume();
            let _ = play_on(speaker, tune);
        }
    });
}

fn play_on(speaker: &AudioContext, tune: &[Tone]) -> Result<(), JsValue> {
    /// Loud enough beside a counter, and not painful in headphones.
    const LOUDNESS: f32 = 0.3;
    /// How long a tone swells and fades, in seconds: else it clicks.
    const EDGE: f64 = 0.008;
    let mut at = speaker.current_time();
    for tone in tune {
        let end = at + f64::from(tone.milliseconds) / 1_000.0;
        if tone.hertz > 0 {
            let (source, loudness) = (speaker.create_oscillator()?, speaker.create_gain()?);
            source.frequency().set_value(f32::from(tone.hertz));
            let gain = loudness.gain();
            gain.set_value_at_time(0.0, at)?;
            gain.linear_ramp_to_value_at_time(LOUDNESS, at + EDGE)?;
            gain.set_value_at_time(LOUDNESS, end - EDGE)?;
            gain.linear_ramp_to_value_at_time(0.0, end)?;
            source.connect_with_audio_node(&loudness)?.connect_with_audio_node(&speaker.destination())?;
            source.start_with_when(at)?;
            source.stop_with_when(end)?;
        }
        at = end;
    }
    Ok(())
}

/// Says that the app has stopped: a page that stands still must not look like one that works.
pub fn failed(why: &str) {
    if let Some(region) = element("failure") {
        region.set_text_content(Some(&format!("The scanner has stopped. Reload the page. ({why})")));
        let _ = region.remove_attribute("hidden");
    }
}

/// The code of a pack in the page's address, behind `#`: links lead here.
pub fn code_in_address() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    let code = hash.strip_prefix('#').filter(|code| !code.is_empty())?;
    js_sys::decode_uri_component(code).ok().map(String::from)
}

/// The tag of the browser's language.
pub fn language() -> String {
    web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_default()
}

/// Has the page speak a language: screen readers choose their voice by it.
pub fn speak(tag: &str, right_to_left: bool) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("dir", if right_to_left { "rtl" } else { "ltr" });
    }
}

/// Where the page is from, such as `https://id.example.com`.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// The settings that the browser keeps.
pub fn stored_settings() -> Option<String> {
    stored(SETTINGS)
}

/// Has the browser keep settings; whether it does.
pub fn store_settings(text: &str) -> bool {
    store(SETTINGS, text)
}

/// The history that the browser keeps.
pub fn stored_history() -> Option<String> {
    stored(HISTORY)
}

/// Has the browser keep the history; whether it does.
pub fn store_history(text: &str) -> bool {
    store(HISTORY, text)
}

fn stored(name: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(name).ok()?
}

fn store(name: &str, text: &str) -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    storage.is_some_and(|storage| storage.set_item(name, text).is_ok())
}
