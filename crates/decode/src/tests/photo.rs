//! Draws pictures that look like photographs of a code on a pack, each hurt in one way, the same for the same seed.

use std::f32::consts::PI;

use image::{GrayImage, Luma, codecs::jpeg::JpegEncoder};

/// What is on the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A QR code with a GS1 Digital Link.
    Qr,
    /// A GS1 DataMatrix.
    DataMatrix,
}

/// What is wrong with the photograph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    None,
    Turned,
    Perspective,
    Curved,
    Small,
    LowResolution,
    Defocus,
    Motion,
    Glare,
    UnevenLight,
    LowContrast,
    Noise,
    Jpeg,
    Inverted,
    Partial,
    Moire,
    NoQuietZone,
    CloseUp,
    Everything,
}

pub const DAMAGES: [Damage; 19] = [
    Damage::None,
    Damage::Turned,
    Damage::Perspective,
    Damage::Curved,
    Damage::Small,
    Damage::LowResolution,
    Damage::Defocus,
    Damage::Motion,
    Damage::Glare,
    Damage::UnevenLight,
    Damage::LowContrast,
    Damage::Noise,
    Damage::Jpeg,
    Damage::Inverted,
    Damage::Partial,
    Damage::Moire,
    Damage::NoQuietZone,
    Damage::CloseUp,
    Damage::Everything,
];

/// A picture and what a reader ought to find in it.
pub struct Photo {
    pub image: GrayImage,
    pub text: String,
    /// Top left, top right, bottom right, bottom left of the symbol.
    pub corners: [[f32; 2]; 4],
}

/// Numbers that look random (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * (self.roll() >> 40) as f32 / (1 << 24) as f32
    }

    fn sign(&mut self) -> f32 {
        if self.roll() & 1 == 0 { 1.0 } else { -1.0 }
    }
}

/// The modules of a symbol, by rows, true is dark.
struct Modules {
    side: usize,
    dark: Vec<bool>,
}

fn serial(dice: &mut Dice, length: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
    (0..length).map(|_| char::from(LETTERS[dice.roll() as usize % LETTERS.len()])).collect()
}

fn symbol(kind: Kind, dice: &mut Dice) -> (Modules, String) {
    let long = 4 + dice.roll() as usize % 14;
    let gtin = format!("0{:013}", dice.roll() % 10_000_000_000_000);
    match kind {
        Kind::Qr => {
            let mut text =
                format!("https://id.example.com/01/{gtin}/10/LOT{}/21/{}", dice.roll() % 100, serial(dice, long));
            if dice.roll().is_multiple_of(2) {
                text += &format!("?17=271200&mt={}", serial(dice, 40));
            }
            let level = [qrcode::EcLevel::L, qrcode::EcLevel::M, qrcode::EcLevel::Q][dice.roll() as usize % 3];
            let code = qrcode::QrCode::with_error_correction_level(&text, level).unwrap();
            let dark = code.to_colors().iter().map(|color| *color == qrcode::Color::Dark).collect();
            (Modules { side: code.width(), dark }, text)
        }
        Kind::DataMatrix => {
            let mut text = format!("01{gtin}21{}", serial(dice, long));
            if !dice.roll().is_multiple_of(4) {
                text += &format!("\u{1d}1727120010{}", serial(dice, 6));
            }
            let code = datamatrix::DataMatrixBuilder::new()
                .with_symbol_list(datamatrix::SymbolList::default().enforce_square())
                .with_fnc1_start(true)
                .with_macros(false)
                .encode(text.as_bytes())
                .unwrap();
            let bitmap = code.bitmap();
            let side = bitmap.width();
            let mut dark = vec![false; side * side];
            bitmap.pixels().for_each(|(x, y)| dark[y * side + x] = true);
            (Modules { side, dark }, format!("]d2{text}"))
        }
    }
}

type Point = [f32; 2];

/// From the unit square to four corners.
fn homography(to: [Point; 4]) -> [f32; 9] {
    let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = to;
    let (dx1, dx2, dx3) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
    let (dy1, dy2, dy3) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
    let det = dx1 * dy2 - dx2 * dy1;
    let (g, h) = ((dx3 * dy2 - dx2 * dy3) / det, (dx1 * dy3 - dx3 * dy1) / det);
    [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1.0]
}

fn inverse(m: [f32; 9]) -> [f32; 9] {
    let [a, b, c, d, e, f, g, h, i] = m;
    [
        e * i - f * h,
        c * h - b * i,
        b * f - c * e,
        f * g - d * i,
        a * i - c * g,
        c * d - a * f,
        d * h - e * g,
        b * g - a * h,
        a * e - b * d,
    ]
}

fn apply(m: &[f32; 9], [x, y]: Point) -> Point {
    let w = m[6] * x + m[7] * y + m[8];
    [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w]
}

/// How a label is bent around a bottle: the axis stands at `axis` in the label's x.
#[derive(Clone, Copy)]
struct Bend {
    axis: f32,
    radius: f32,
    droop: f32,
}

impl Bend {
    fn flattened(self, [u, v]: Point) -> Point {
        let angle = (u - self.axis) / self.radius;
        [self.axis + self.radius * angle.sin(), v + self.droop * (1.0 - angle.cos())]
    }

    /// `None` beside the bottle.
    fn wrapped(self, [x, y]: Point) -> Option<Point> {
        let sine = (x - self.axis) / self.radius;
        let cosine = (1.0 - sine * sine).max(0.0).sqrt();
        (sine.abs() < 0.995).then(|| [self.axis + self.radius * sine.asin(), y - self.droop * (1.0 - cosine)])
    }
}

fn hash(x: i32, y: i32, seed: u64) -> u64 {
    Dice::new((x as u32 as u64) << 32 ^ (y as u32 as u64) ^ seed).roll()
}

/// What a label looks like: the symbol on the unit square, print around it. 0 is ink, 1 is paper.
struct Label {
    modules: Modules,
    seed: u64,
    /// Width of the empty margin, in modules.
    quiet: f32,
    inverted: bool,
    framed: bool,
}

impl Label {
    fn reflectance(&self, [u, v]: Point) -> f32 {
        let side = self.modules.side as f32;
        let (x, y) = ((u * side).floor(), (v * side).floor());
        if (0.0..side).contains(&x) && (0.0..side).contains(&y) {
            let dark = self.modules.dark[y as usize * self.modules.side + x as usize];
            return if dark != self.inverted { 0.05 } else { 0.95 };
        }
        let margin = self.quiet / side;
        let inside = |low: f32, high: f32, at: f32| (low..high).contains(&at);
        if inside(-margin, 1.0 + margin, u) && inside(-margin, 1.0 + margin, v) {
            return if self.inverted { 0.05 } else { 0.95 };
        }
        let frame = margin + 0.03;
        if self.framed && inside(-frame, 1.0 + frame, u) && inside(-frame, 1.0 + frame, v) {
            return 0.1;
        }
        if !inside(-0.9, 2.1, u) || !inside(-0.7, 1.7, v) {
            let grain = (hash((u * 9.0) as i32, (v * 40.0) as i32, self.seed) % 100) as f32 / 100.0;
            return 0.35 + 0.3 * grain;
        }
        self.print([u, v])
    }

    /// Lines of something like text, and a coloured band.
    fn print(&self, [u, v]: Point) -> f32 {
        let paper = if (-0.65..-0.5).contains(&v) { 0.45 } else { 0.9 };
        let (row, along) = ((v / 0.09).floor(), v.rem_euclid(0.09) / 0.09);
        let size = 0.055;
        let (letter, across) = ((u / size).floor(), u.rem_euclid(size) / size);
        let pattern = hash(letter as i32, row as i32, self.seed);
        if pattern.is_multiple_of(5) || across > 0.75 || !(0.2..0.85).contains(&along) {
            return paper;
        }
        let (dot_x, dot_y) = ((across / 0.75 * 4.0) as u64, ((along - 0.2) / 0.65 * 5.0) as u64);
        if pattern >> (8 + dot_y * 4 + dot_x) & 1 == 1 { 0.15 } else { paper }
    }
}

/// Takes the photograph.
pub fn photo(kind: Kind, damage: Damage, seed: u64, (width, height): (u32, u32)) -> Photo {
    let dice = &mut Dice::new(seed ^ (damage as u64) << 32 ^ (kind as u64) << 48);
    let (modules, text) = symbol(kind, dice);
    let all = damage == Damage::Everything;
    let is = |one: Damage| damage == one;
    let side = modules.side as f32;
    let shorter = width.min(height) as f32;
    let pixels_per_module = match damage {
        Damage::Small => dice.between(2.2, 3.6),
        Damage::LowResolution => dice.between(1.7, 2.4),
        Damage::CloseUp => 0.68 * shorter / side,
        Damage::Motion | Damage::Defocus => dice.between(4.0, 8.0),
        Damage::Everything => dice.between(3.5, 6.0),
        _ => dice.between(3.5, 9.0),
    };
    let size = (pixels_per_module * side).min(0.68 * shorter);
    let turn = match damage {
        Damage::None => 0.0,
        Damage::Turned => dice.between(-PI, PI),
        _ => dice.between(-0.35, 0.35) + PI / 2.0 * (dice.roll() % 4) as f32,
    };
    let tilt = match damage {
        Damage::Perspective => dice.between(0.25, 0.42),
        Damage::None | Damage::Turned | Damage::LowResolution => 0.0,
        _ => dice.between(0.0, 0.12),
    };
    let corners = placed(size, turn, tilt, (width as f32, height as f32), dice);
    let bend = match damage {
        Damage::Curved => Some((dice.between(0.55, 0.9), dice.between(-0.35, 0.35))),
        Damage::Everything => Some((dice.between(1.0, 1.6), dice.between(-0.2, 0.2))),
        _ => None,
    };
    let bend = bend.map(|(radius, droop)| Bend { axis: dice.between(0.35, 0.65), radius, droop });
    let quiet = match kind {
        _ if is(Damage::NoQuietZone) => dice.between(0.6, 1.2),
        Kind::Qr => 4.0,
        Kind::DataMatrix => dice.between(1.5, 3.0),
    };
    let inverted = is(Damage::Inverted);
    let label = Label { modules, seed, quiet, inverted, framed: is(Damage::NoQuietZone) };
    let forward = homography(corners);
    let mut scene = rendered(&label, &forward, bend, (width, height));
    let corners = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]
        .map(|corner| apply(&forward, bend.map_or(corner, |bend| bend.flattened(corner))));

    if is(Damage::Partial) {
        scratch(&mut scene, corners, side, dice);
    }
    if is(Damage::Defocus) || all {
        let radius = if all { dice.between(0.25, 0.4) } else { dice.between(0.45, 0.75) } * pixels_per_module;
        (0..3).for_each(|_| scene.box_blur(radius));
    } else {
        scene.box_blur(0.7);
    }
    if is(Damage::Motion) {
        let (angle, length) = (dice.between(0.0, PI), dice.between(0.7, 1.25) * pixels_per_module);
        scene.motion_blur(angle, length);
    }
    light(&mut scene, damage, corners, dice);
    let noise = match damage {
        Damage::Noise => dice.between(0.10, 0.2),
        Damage::Everything => 0.04,
        Damage::None => 0.0,
        _ => 0.015,
    };
    scene.add_noise(noise, dice);
    let quality = match damage {
        Damage::Jpeg => 5 + (dice.roll() % 10) as u8,
        Damage::Everything => 45,
        _ => 85,
    };
    Photo { image: compressed(&scene.into_image(), quality), text, corners }
}

/// Where the symbol's corners come to lie.
fn placed(size: f32, turn: f32, tilt: f32, (width, height): (f32, f32), dice: &mut Dice) -> [Point; 4] {
    let reach = size * 0.71;
    let at = |length: f32, dice: &mut Dice| {
        if length > 2.0 * reach { dice.between(reach, length - reach) } else { length / 2.0 }
    };
    let (x, y) = (at(width, dice), at(height, dice));
    let (slope_x, slope_y) = (tilt * dice.sign(), tilt * dice.between(-1.0, 1.0));
    [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(|[u, v]| {
        let depth = 1.0 + slope_x * u + slope_y * v;
        let foreshortened = [u * size * (1.0 - tilt) / depth, v * size / depth];
        let [u, v] = foreshortened;
        [x + u * turn.cos() - v * turn.sin(), y + u * turn.sin() + v * turn.cos()]
    })
}

/// A picture in linear light.
struct Scene {
    width: usize,
    height: usize,
    light: Vec<f32>,
}

fn rendered(label: &Label, forward: &[f32; 9], bend: Option<Bend>, (width, height): (u32, u32)) -> Scene {
    let back = inverse(*forward);
    let value = |x: f32, y: f32| {
        let plane = apply(&back, [x, y]);
        let on_label = bend.map_or(Some(plane), |bend| bend.wrapped(plane));
        on_label.map_or(0.3, |point| label.reflectance(point))
    };
    const OFFSETS: [f32; 3] = [1.0 / 6.0, 0.5, 5.0 / 6.0];
    let pixel = |x: f32, y: f32| -> f32 {
        OFFSETS.iter().flat_map(|dy| OFFSETS.iter().map(move |dx| (dx, dy))).map(|(dx, dy)| value(x + dx, y + dy)).sum()
    };
    let light = (0..height).flat_map(|y| (0..width).map(move |x| pixel(x as f32, y as f32) / 9.0)).collect();
    Scene { width: width as usize, height: height as usize, light }
}

impl Scene {
    fn box_blur(&mut self, radius: f32) {
        self.motion_blur(0.0, 2.0 * radius);
        self.motion_blur(PI / 2.0, 2.0 * radius);
    }

    fn motion_blur(&mut self, angle: f32, length: f32) {
        let steps = (length.ceil() as usize * 2).max(3);
        let source = self.light.clone();
        let (width, height) = (self.width, self.height);
        let at = |x: f32, y: f32| {
            let (x, y) = (x.clamp(0.0, width as f32 - 1.001), y.clamp(0.0, height as f32 - 1.001));
            let (column, row) = (x as usize, y as usize);
            let (fx, fy) = (x - column as f32, y - row as f32);
            let from = row * width + column;
            let below = if row + 1 < height { from + width } else { from };
            let right = usize::from(column + 1 < width);
            let top = source[from] * (1.0 - fx) + source[from + right] * fx;
            let bottom = source[below] * (1.0 - fx) + source[below + right] * fx;
            top * (1.0 - fy) + bottom * fy
        };
        for y in 0..height {
            for x in 0..width {
                let sum: f32 = (0..steps)
                    .map(|step| {
                        let offset = length * ((step as f32 + 0.5) / steps as f32 - 0.5);
                        at(x as f32 + offset * angle.cos(), y as f32 + offset * angle.sin())
                    })
                    .sum();
                self.light[y * width + x] = sum / steps as f32;
            }
        }
    }

    fn map(&mut self, change: impl Fn(f32, f32, f32) -> f32) {
        let width = self.width;
        for (at, value) in self.light.iter_mut().enumerate() {
            *value = change((at % width) as f32, (at / width) as f32, *value);
        }
    }

    fn add_noise(&mut self, strength: f32, dice: &mut Dice) {
        for value in &mut self.light {
            *value += strength * (0..3).map(|_| dice.between(-1.0, 1.0)).sum::<f32>();
        }
    }

    fn into_image(self) -> GrayImage {
        let pixel = |x: u32, y: u32| (self.light[y as usize * self.width + x as usize] * 255.0).clamp(0.0, 255.0) as u8;
        GrayImage::from_fn(self.width as u32, self.height as u32, |x, y| Luma([pixel(x, y)]))
    }
}

fn middle(corners: [Point; 4]) -> Point {
    [0, 1].map(|axis| corners.iter().map(|corner| corner[axis]).sum::<f32>() / 4.0)
}

fn diagonal(corners: [Point; 4]) -> f32 {
    (corners[0][0] - corners[2][0]).hypot(corners[0][1] - corners[2][1])
}

/// A scratch through the symbol, and a stain on it.
fn scratch(scene: &mut Scene, corners: [Point; 4], side: f32, dice: &mut Dice) {
    let ([x, y], length) = (middle(corners), diagonal(corners));
    let module = length / 1.41 / side;
    let (angle, offset) = (dice.between(0.0, PI), dice.between(-0.25, 0.25) * length);
    let ink = if dice.roll() & 1 == 0 { 0.05 } else { 0.95 };
    let (stain_x, stain_y) = (x + dice.between(-0.3, 0.3) * length, y + dice.between(-0.3, 0.3) * length);
    let stain = dice.between(1.2, 2.2) * module;
    scene.map(|px, py, value| {
        let across = (px - x) * angle.sin() - (py - y) * angle.cos() - offset;
        let scratched = across.abs() < module * 0.35;
        if scratched || (px - stain_x).hypot(py - stain_y) < stain { ink } else { value }
    });
}

fn light(scene: &mut Scene, damage: Damage, corners: [Point; 4], dice: &mut Dice) {
    let ([x, y], length) = (middle(corners), diagonal(corners));
    let angle = dice.between(0.0, 2.0 * PI);
    let along = move |px: f32, py: f32| ((px - x) * angle.cos() + (py - y) * angle.sin()) / length;
    match damage {
        Damage::Glare => {
            let at = [x + dice.between(-0.35, 0.35) * length, y + dice.between(-0.35, 0.35) * length];
            let (reach, power) = (dice.between(0.14, 0.26) * length, dice.between(0.6, 1.1));
            scene.map(|px, py, value| {
                let far = ((px - at[0]).powi(2) + (py - at[1]).powi(2)) / (reach * reach);
                0.1 + 0.7 * value + power * (-far).exp()
            });
        }
        Damage::UnevenLight => {
            let edge = dice.between(-0.2, 0.2);
            let shade = dice.between(0.18, 0.3);
            scene.map(|px, py, value| {
                let lit = 1.0 / (1.0 + (-30.0 * (along(px, py) - edge)).exp());
                value * (shade + (1.0 - shade) * lit) * (1.0 - 0.5 * along(px, py).abs()).max(0.3)
            });
        }
        Damage::LowContrast => {
            let (base, range) = (dice.between(0.2, 0.6), dice.between(0.06, 0.14));
            scene.map(|_, _, value| base + range * value);
        }
        Damage::Moire => {
            let (period, strength) = (dice.between(2.3, 4.5), dice.between(0.35, 0.55));
            scene.map(|px, py, value| {
                let wave = |phase: f32| (2.0 * PI * phase / period).sin();
                let across = px * angle.sin() - py * angle.cos();
                let grid = wave(px * angle.cos() + py * angle.sin()).max(wave(across));
                value * 0.85 + 0.1 + strength * 0.5 * grid
            });
        }
        Damage::Everything => {
            scene.map(|px, py, value| 0.15 + 0.55 * value * (1.0 + 0.6 * along(px, py)).clamp(0.3, 1.5));
        }
        _ => {
            let slope = dice.between(-0.15, 0.15);
            scene.map(|px, py, value| 0.08 + 0.8 * value * (1.0 + slope * along(px, py)).clamp(0.5, 1.2));
        }
    }
}

fn compressed(image: &GrayImage, quality: u8) -> GrayImage {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(image).unwrap();
    image::load_from_memory(&bytes).unwrap().into_luma8()
}
