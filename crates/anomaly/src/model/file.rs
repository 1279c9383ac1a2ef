//! The model file. Little endian. `MTAM`, format u16, hash of the feature table, name and version (length u8, UTF-8),
//! ensembles (count u8), monitors (count u8), deciles of the features (count u8, each with its own), and BLAKE2b-256 of all before.
//!
//! A tree is written root first, then its left and its right part, so that no file can hold a loop. One byte says what
//! follows: 1 a leaf (cover u16, value i32); else a node (feature u8, threshold), where 2 means that missing values go right
//! and 4 that the threshold takes two bytes instead of four, as it does wherever it can.

use alloc::{string::String, vec::Vec};

use super::{
    Child, Ensemble, EnsembleKind, Leaf, MAX_BYTES, MAX_DECILES, MAX_DEPTH, MAX_MONITORS, MAX_NAME, MAX_POINTS,
    MAX_TREES, Model, ModelError, Monitor, Node, Tree,
};
use crate::{
    engine::SubjectKind,
    spec::{FEATURE_COUNT, spec_hash},
};

const MAGIC: &[u8; 4] = b"MTAM";
const VERSION: u16 = 1;
const CHECKSUM: usize = 32;
const LEAF: u8 = 1;
const MISSING_RIGHT: u8 = 2;
const SHORT: u8 = 4;
/// In place of an ensemble's number, for those that a scan is for.
const EITHER: u8 = 255;

impl Model {
    /// The file's bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
        self.check()?;
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&spec_hash());
        for text in [&self.name, &self.version] {
            out.push(text.len() as u8);
            out.extend_from_slice(text.as_bytes());
        }
        out.push(self.ensembles.len() as u8);
        for ensemble in &self.ensembles {
            out.push(ensemble.kind as u8);
            out.extend_from_slice(&ensemble.base.to_le_bytes());
            out.extend_from_slice(&ensemble.suspicious_from.to_le_bytes());
            out.extend_from_slice(&ensemble.alert_from.to_le_bytes());
            out.extend_from_slice(&(ensemble.calibration.len() as u16).to_le_bytes());
            for (score, chance) in &ensemble.calibration {
                out.extend_from_slice(&score.to_le_bytes());
                out.extend_from_slice(&chance.to_le_bytes());
            }
            out.extend_from_slice(&(ensemble.trees.len() as u16).to_le_bytes());
            ensemble.trees.iter().for_each(|tree| write_tree(&mut out, tree));
        }
        out.push(self.monitors.len() as u8);
        for monitor in &self.monitors {
            out.push(monitor.kind as u8);
            out.push(monitor.ensemble.map_or(EITHER, |kind| kind as u8));
            for value in [monitor.drift, monitor.cap, monitor.floor, monitor.threshold] {
                out.extend_from_slice(&value.to_le_bytes());
            }
            out.extend_from_slice(&monitor.half_life.to_le_bytes());
        }
        out.push(self.deciles.len() as u8);
        for deciles in &self.deciles {
            out.push(deciles.len() as u8);
            deciles.iter().for_each(|cut| out.extend_from_slice(&cut.to_le_bytes()));
        }
        out.extend_from_slice(&ledger_types::digest(&out));
        if out.len() > MAX_BYTES {
            return Err(ModelError::TooLarge { bytes: out.len() });
        }
        Ok(out)
    }

    /// Reads a file, refusing whatever is not exactly a model for this feature table.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        if bytes.len() > MAX_BYTES {
            return Err(ModelError::TooLarge { bytes: bytes.len() });
        }
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let (body, checksum) =
            bytes.len().checked_sub(CHECKSUM).and_then(|end| bytes.split_at_checked(end)).ok_or(ModelError::CutOff)?;
        let mut input = Input(body);
        input.take::<4>()?;
        let version = u16::from_le_bytes(input.take()?);
        if version != VERSION {
            return Err(ModelError::OtherVersion { version });
        }
        if ledger_types::digest(body) != checksum {
            return Err(ModelError::Damaged);
        }
        if input.take::<32>()? != spec_hash() {
            return Err(ModelError::OtherFeatures);
        }
        let (name, version) = (input.text()?, input.text()?);
        let mut ensembles = Vec::new();
        for _ in 0..input.byte()? {
            ensembles.push(read_ensemble(&mut input)?);
        }
        let mut monitors = Vec::new();
        for _ in 0..input.count(MAX_MONITORS, |input| input.byte().map(usize::from))? {
            monitors.push(read_monitor(&mut input)?);
        }
        let mut deciles = Vec::new();
        for _ in 0..input.count(FEATURE_COUNT, |input| input.byte().map(usize::from))? {
            let cuts = input.count(MAX_DECILES, |input| input.byte().map(usize::from))?;
            deciles.push((0..cuts).map(|_| input.take().map(i32::from_le_bytes)).collect::<Result<_, _>>()?);
        }
        if !input.0.is_empty() {
            return Err(ModelError::Surplus);
        }
        let model = Self { name, version, ensembles, monitors, deciles };
        model.check()?;
        Ok(model)
    }
}

fn write_tree(out: &mut Vec<u8>, tree: &Tree) {
    let mut open = Vec::from([tree.root()]);
    while let Some(child) = open.pop() {
        match child {
            Child::Leaf(leaf) => {
                if let Some(leaf) = tree.leaves.get(usize::from(leaf)) {
                    out.push(LEAF);
                    out.extend_from_slice(&leaf.cover.to_le_bytes());
                    out.extend_from_slice(&leaf.value.to_le_bytes());
                }
            }
            Child::Node(node) => {
                if let Some(node) = tree.nodes.get(usize::from(node)) {
                    let missing = if node.missing_right { MISSING_RIGHT } else { 0 };
                    let short = i16::try_from(node.threshold).ok();
                    out.push(missing | if short.is_some() { SHORT } else { 0 });
                    out.push(node.feature);
                    match short {
                        Some(threshold) => out.extend_from_slice(&threshold.to_le_bytes()),
                        None => out.extend_from_slice(&node.threshold.to_le_bytes()),
                    }
                    open.push(node.right);
                    open.push(node.left);
                }
            }
        }
    }
}

fn read_tree(input: &mut Input) -> Result<Tree, ModelError> {
    let mut tree = Tree::default();
    // Which branch of which node comes next: the right one waits until the left one is read. None for the root.
    let mut open: Vec<Option<(usize, bool)>> = Vec::from([None]);
    while let Some(branch) = open.pop() {
        let tag = input.byte()?;
        let here = if tag == LEAF {
            let cover = u16::from_le_bytes(input.take()?);
            tree.leaves.push(Leaf { cover, value: i32::from_le_bytes(input.take()?) });
            Child::Leaf(place(tree.leaves.len() - 1)?)
        } else if tag & !(MISSING_RIGHT | SHORT) == 0 {
            let feature = input.byte()?;
            let threshold = if tag & SHORT != 0 {
                i32::from(i16::from_le_bytes(input.take()?))
            } else {
                let threshold = i32::from_le_bytes(input.take()?);
                if i16::try_from(threshold).is_ok() {
                    return Err(ModelError::Wrong { what: "a threshold is longer than it need be" });
                }
                threshold
            };
            let node = tree.nodes.len();
            let nowhere = Child::Leaf(u16::MAX);
            tree.nodes.push(Node {
                feature,
                missing_right: tag & MISSING_RIGHT != 0,
                threshold,
                left: nowhere,
                right: nowhere,
            });
            // Each level leaves one right branch open.
            if open.len() > MAX_DEPTH {
                return Err(ModelError::Wrong { what: "a tree is too deep" });
            }
            open.push(Some((node, true)));
            open.push(Some((node, false)));
            Child::Node(place(node)?)
        } else {
            return Err(ModelError::Wrong { what: "a tree holds something that is neither node nor leaf" });
        };
        if let Some((node, right)) = branch
            && let Some(node) = tree.nodes.get_mut(node)
        {
            *(if right { &mut node.right } else { &mut node.left }) = here;
        }
    }
    Ok(tree)
}

fn place(place: usize) -> Result<u16, ModelError> {
    u16::try_from(place).map_err(|_| ModelError::Wrong { what: "a tree is too large" })
}

fn ensemble_kind(number: u8) -> Result<EnsembleKind, ModelError> {
    let kind = EnsembleKind::ALL.get(usize::from(number)).copied();
    kind.ok_or(ModelError::Wrong { what: "there is no such kind of ensemble" })
}

fn read_ensemble(input: &mut Input) -> Result<Ensemble, ModelError> {
    let kind = ensemble_kind(input.byte()?)?;
    let base = i32::from_le_bytes(input.take()?);
    let suspicious_from = i64::from_le_bytes(input.take()?);
    let alert_from = i64::from_le_bytes(input.take()?);
    let mut calibration = Vec::new();
    for _ in 0..input.count(MAX_POINTS, Input::short)? {
        calibration.push((i64::from_le_bytes(input.take()?), u32::from_le_bytes(input.take()?)));
    }
    let mut trees = Vec::new();
    for _ in 0..input.count(MAX_TREES, Input::short)? {
        trees.push(read_tree(input)?);
    }
    Ok(Ensemble { kind, base, suspicious_from, alert_from, calibration, trees })
}

fn read_monitor(input: &mut Input) -> Result<Monitor, ModelError> {
    let kind = SubjectKind::ALL.get(usize::from(input.byte()?)).copied();
    let kind = kind.ok_or(ModelError::Wrong { what: "there is no such kind of subject" })?;
    let ensemble = match input.byte()? {
        EITHER => None,
        number => Some(ensemble_kind(number)?),
    };
    let mut value = || Ok::<_, ModelError>(i64::from_le_bytes(input.take()?));
    let (drift, cap, floor, threshold) = (value()?, value()?, value()?, value()?);
    Ok(Monitor { kind, ensemble, drift, cap, floor, threshold, half_life: u32::from_le_bytes(input.take()?) })
}

/// What is left to read.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(ModelError::CutOff)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn byte(&mut self) -> Result<u8, ModelError> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn short(&mut self) -> Result<usize, ModelError> {
        self.take().map(|bytes| usize::from(u16::from_le_bytes(bytes)))
    }

    fn count(
        &mut self,
        most: usize,
        read: impl Fn(&mut Self) -> Result<usize, ModelError>,
    ) -> Result<usize, ModelError> {
        let count = read(self)?;
        if count > most { Err(ModelError::Wrong { what: "a list is too long" }) } else { Ok(count) }
    }

    fn text(&mut self) -> Result<String, ModelError> {
        let length = self.count(MAX_NAME, |input| input.byte().map(usize::from))?;
        let (text, rest) = self.0.split_at_checked(length).ok_or(ModelError::CutOff)?;
        self.0 = rest;
        let text = core::str::from_utf8(text).map_err(|_| ModelError::Wrong { what: "its name is not UTF-8" })?;
        Ok(text.into())
    }
}
