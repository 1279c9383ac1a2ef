//! The scanner's window on a screen that nobody sees, and somebody at its keyboard.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{program, wait_until};

/// A screen with a scanner on it, whose files are in a folder.
pub struct Desktop {
    screen: Child,
    display: String,
    folder: PathBuf,
    scanner: Option<Child>,
}

impl Desktop {
    /// Whether this machine has what it takes.
    pub fn is_there() -> bool {
        ["Xvfb", "xdotool"].into_iter().all(|name| {
            Command::new("which").arg(name).stdout(Stdio::null()).status().is_ok_and(|status| status.success())
        })
    }

    /// A screen, with a folder for the scanner's files.
    pub fn new(folder: &Path) -> Self {
        static SCREENS: AtomicU32 = AtomicU32::new(0);
        let number = 100 + (std::process::id() * 8 + SCREENS.fetch_add(1, Ordering::Relaxed)) % 20_000;
        let display = format!(":{number}");
        let mut screen = Command::new("Xvfb");
        screen.args([display.as_str(), "-screen", "0", "900x1000x24", "-nolisten", "tcp", "-noreset"]);
        // What is on the screen is in a file, too.
        screen.arg("-fbdir").arg(folder);
        let screen = screen.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let desktop = Self { screen, display, folder: folder.to_owned(), scanner: None };
        wait_until("the screen is there", || desktop.xdotool(&["getdisplaygeometry"]).is_some());
        desktop
    }

    /// Starts the scanner; how long it took until something was drawn in its window.
    pub fn start(&mut self, arguments: &[&str]) -> Duration {
        let started = Instant::now();
        self.spawn(arguments);
        while !self.is_drawn() {
            assert!(started.elapsed() < Duration::from_secs(60), "nothing is drawn");
            sleep(Duration::from_millis(1));
        }
        started.elapsed()
    }

    /// Whether there is more on the screen than the few colours of an empty window.
    fn is_drawn(&self) -> bool {
        const PIXELS: usize = 900 * 1_000 * 4;
        let file = fs::read(self.folder.join("Xvfb_screen0")).unwrap_or_default();
        let pixels = file.len().checked_sub(PIXELS).and_then(|at| file.get(at..)).unwrap_or_default();
        let mut colors = BTreeSet::new();
        pixels.chunks_exact(4).step_by(7).any(|pixel| {
            colors.insert(pixel);
            colors.len() > 16
        })
    }

    fn spawn(&mut self, arguments: &[&str]) {
        let scanner = Command::new(program("medtrail-scanner"))
            .args(arguments)
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("ICED_BACKEND", "tiny-skia")
            .env("LC_ALL", "C")
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("XDG_DATA_HOME", self.folder.join("data"))
            .env("ALSA_CONFIG_PATH", self.loudspeaker())
            .stderr(fs::File::create(self.folder.join("scanner.log")).unwrap())
            .spawn()
            .unwrap();
        self.scanner = Some(scanner);
    }

    /// Opens the scanner's window.
    pub fn open(&mut self, arguments: &[&str]) {
        self.spawn(arguments);
        wait_until("the window is open", || {
            let ended = self.scanner.as_mut().and_then(|scanner| scanner.try_wait().ok().flatten());
            let log = || fs::read_to_string(self.folder.join("scanner.log")).unwrap_or_default();
            assert!(ended.is_none(), "the scanner ended: {}", log());
            self.window().is_some()
        });
        let window = self.window().unwrap();
        self.xdotool(&["windowfocus", &window]);
        // It is drawn, and has put the cursor where it belongs.
        sleep(Duration::from_millis(1_500));
    }

    /// A loudspeaker that nobody hears: what it plays goes into a file.
    fn loudspeaker(&self) -> PathBuf {
        let config = self.folder.join("asound.conf");
        let file = self.folder.join("sound.raw");
        let device =
            format!("pcm.!default {{ type file; slave.pcm \"null\"; file \"{}\"; format raw }}", file.display());
        fs::write(&config, format!("pcm.null {{ type null }}\n{device}\n")).unwrap();
        config
    }

    /// Bytes of memory that the scanner holds.
    pub fn memory(&self) -> u64 {
        let status = self.scanner.as_ref().map(|scanner| format!("/proc/{}/status", scanner.id()));
        let status = status.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
        let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next());
        kilobytes.and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default() * 1_024
    }

    /// How many bytes of sound were played.
    pub fn heard(&self) -> u64 {
        fs::metadata(self.folder.join("sound.raw")).map_or(0, |file| file.len())
    }

    /// Stops the scanner as a power cut does.
    pub fn kill(&mut self) {
        if let Some(mut scanner) = self.scanner.take() {
            let _ = scanner.kill();
            let _ = scanner.wait();
        }
    }

    /// Types as a handheld scanner does, Enter included.
    pub fn scan(&self, text: &str) {
        self.scan_now(text);
        sleep(Duration::from_millis(150));
    }

    /// The same without a pause; when the last key was pressed.
    pub fn scan_now(&self, text: &str) -> Instant {
        self.type_text(text, "3");
        let window = self.window().unwrap();
        let last = Instant::now();
        self.xdotool(&["key", "--window", &window, "Return"]).unwrap();
        last
    }

    /// Types as a person does.
    pub fn write(&self, text: &str) {
        self.type_text(text, "90");
    }

    fn type_text(&self, text: &str, pace: &str) {
        let window = self.window().unwrap();
        self.xdotool(&["type", "--window", &window, "--delay", pace, text]).unwrap();
    }

    /// Presses a key, such as `Tab` or `shift+Tab`.
    pub fn press(&self, key: &str) {
        let window = self.window().unwrap();
        self.xdotool(&["key", "--window", &window, key]).unwrap();
        sleep(Duration::from_millis(150));
    }

    /// Opens the key's screen, and enters a key with a password for it.
    pub fn enter_key(&self, key: &str, password: &str) {
        self.press("ctrl+k");
        self.press("Tab");
        self.press("Tab");
        self.press("Return");
        for text in [key, password, password] {
            self.write(text);
            self.press("Tab");
        }
        self.press("Return");
        wait_until("the key is kept", || self.file("key.json").exists());
        self.press("Escape");
    }

    /// A file of the scanner's.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join("data/medtrail").join(name)
    }

    /// The file of the scanner's settings.
    pub fn settings(&self) -> PathBuf {
        self.folder.join("config/medtrail/scanner.json")
    }

    /// What the scanner remembers of packs: the last line of each, by serial.
    pub fn history(&self) -> BTreeMap<String, Value> {
        let text = fs::read_to_string(self.file("history.jsonl")).unwrap_or_default();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter_map(|line| Some((line["serial"].as_str()?.to_owned(), line))).collect()
    }

    /// The verdict on a serial, once there is one.
    pub fn verdict(&self, serial: &str) -> String {
        let verdict = || self.history().get(serial).and_then(|record| Some(record["verdict"].as_str()?.to_owned()));
        wait_until("the pack has its verdict", || verdict().is_some());
        verdict().unwrap()
    }

    /// Takes a picture of the screen, if whoever runs the tests wants to look at it: into the folder `MEDTRAIL_PICTURES`.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("MEDTRAIL_PICTURES") else { return };
        let file = Path::new(&folder).join(name).with_extension("png");
        let _ = Command::new("import").args(["-window", "root"]).arg(file).env("DISPLAY", &self.display).status();
    }

    fn window(&self) -> Option<String> {
        let found = self.xdotool(&["search", "--onlyvisible", "--name", "Medtrail Scanner"])?;
        found.lines().next().map(str::to_owned)
    }

    fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", &self.display).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.kill();
        let _ = self.screen.kill();
        let _ = self.screen.wait();
    }
}
