//! A headless Chromium, driven over WebDriver, with a camera that sees a film.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use image::{GrayImage, Luma, imageops};
use serde_json::{Value, json};

use crate::node::{free_port, wait_until};

/// Width and height of the film.
const FILM: (u32, u32) = (1_280, 720);
/// Frames of the film, which begins anew at its end.
const FRAMES: u32 = 45;

/// A browser; closed when dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Whether there is one on this machine.
    pub fn is_there() -> bool {
        let runs =
            |name| Command::new(name).arg("--version").stdout(Stdio::null()).status().is_ok_and(|it| it.success());
        runs("chromedriver") && runs("chromium")
    }

    /// Opens a window of some size, whose camera sees a film.
    pub fn open(width: u32, height: u32, film: &Path, folder: &Path) -> Self {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut browser = Self { driver, port, session: String::new() };
        wait_until("the browser's driver answers", || browser.call("GET", "/status", None)["value"]["ready"] == true);
        let arguments = [
            "--headless=new".into(),
            "--no-sandbox".into(),
            "--no-first-run".into(),
            "--disable-quic".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--enable-unsafe-swiftshader".into(),
            "--use-angle=swiftshader".into(),
            "--use-fake-device-for-media-stream".into(),
            "--use-fake-ui-for-media-stream".into(),
            format!("--use-file-for-fake-video-capture={}", film.display()),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", folder.join("chromium").display()),
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let answer = browser.call("POST", "/session", Some(&wanted));
        browser.session = answer["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        browser
    }

    /// Goes to an address.
    pub fn go(&self, address: &str) {
        self.ask("/url", &json!({"url": address}));
    }

    /// Runs a script in the page; what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.ask("/execute/sync", &json!({"script": script, "args": []}))["value"].clone()
    }

    /// Presses keys one after the other, each with the ones before it held down: `[SHIFT, TAB]`. WebDriver's names of keys.
    pub fn press(&self, keys: &[&str]) {
        let key = |kind: &str, key: &&str| json!({"type": kind, "value": key});
        let down = keys.iter().map(|it| key("keyDown", it));
        let up = keys.iter().rev().map(|it| key("keyUp", it));
        let actions: Vec<Value> = down.chain(up).collect();
        self.ask("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}));
    }

    /// Saves a picture of the window.
    pub fn picture(&self, path: &Path) {
        let answer = self.call("GET", &format!("/session/{}/screenshot", self.session), None);
        let bytes = STANDARD.decode(answer["value"].as_str().unwrap_or_default()).expect("a picture");
        fs::write(path, bytes).expect("a folder that can be written");
    }

    /// What the page's console says.
    pub fn console(&self) -> String {
        self.ask("/se/log", &json!({"type": "browser"}))["value"].to_string()
    }

    fn ask(&self, path: &str, body: &Value) -> Value {
        let answer = self.call("POST", &format!("/session/{}{path}", self.session), Some(body));
        assert!(answer["value"]["error"].is_null(), "{path}: {answer}");
        answer
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--noproxy", "*", "--max-time", "60", "--request", method]);
        if let Some(body) = body {
            curl.args(["--header", "Content-Type: application/json", "--data-binary", &body.to_string()]);
        }
        let answer = curl.arg(format!("http://127.0.0.1:{}{path}", self.port)).output().expect("curl is installed");
        serde_json::from_slice(&answer.stdout).unwrap_or(Value::Null)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.call("DELETE", &format!("/session/{}", self.session), None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A film in which a picture sways before a grey wall, as in a hand: YUV4MPEG2, grey.
pub fn film(picture: &Path, height: u32, to: &Path) -> PathBuf {
    let picture = image::open(picture).expect("a picture").to_luma8();
    let width = picture.width() * height / picture.height();
    let picture = imageops::resize(&picture, width, height, imageops::FilterType::Triangle);
    let mut film = std::io::BufWriter::new(fs::File::create(to).expect("a folder that can be written"));
    writeln!(film, "YUV4MPEG2 W{} H{} F15:1 Ip A1:1 C420jpeg", FILM.0, FILM.1).expect("space");
    let colourless = vec![128; (FILM.0 * FILM.1 / 2) as usize];
    for frame in 0..FRAMES {
        let turn = frame as f32 / FRAMES as f32 * std::f32::consts::TAU;
        let swaying = sway(&picture, 0.12 * turn.sin(), 60.0 * turn.cos(), 25.0 * (2.0 * turn).sin());
        film.write_all(b"FRAME\n").and_then(|()| film.write_all(swaying.as_raw())).expect("space");
        film.write_all(&colourless).expect("space");
    }
    film.flush().expect("space");
    to.to_owned()
}

/// The square code of a label alone, without the one that carries its proof.
pub fn square_code(label: &Path, to: &Path) -> PathBuf {
    let picture = image::open(label).expect("a picture").to_luma8();
    let (width, height) = picture.dimensions();
    let square = imageops::crop_imm(&picture, width * 56 / 100, 0, width * 44 / 100, height).to_image();
    square.save(to).expect("a folder that can be written");
    to.to_owned()
}

/// A frame with the picture turned (radians) and shifted (pixels) from its middle.
fn sway(picture: &GrayImage, angle: f32, right: f32, down: f32) -> GrayImage {
    let (sin, cos) = angle.sin_cos();
    GrayImage::from_fn(FILM.0, FILM.1, |x, y| {
        let (x, y) = (x as f32 - FILM.0 as f32 / 2.0 - right, y as f32 - FILM.1 as f32 / 2.0 - down);
        let (u, v) =
            (x * cos + y * sin + picture.width() as f32 / 2.0, y * cos - x * sin + picture.height() as f32 / 2.0);
        let inside = u >= 0.0 && v >= 0.0 && u < picture.width() as f32 && v < picture.height() as f32;
        if inside {
            imageops::sample_bilinear(picture, u / picture.width() as f32, v / picture.height() as f32)
                .unwrap_or(Luma([120]))
        } else {
            Luma([120])
        }
    })
}
