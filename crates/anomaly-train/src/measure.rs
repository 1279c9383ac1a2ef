//! From a world to its table: replayed through rules and features, joined with its labels. Kept, and made anew whenever the
//! world's files or the code that measures them have changed.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use anomaly::{engine::SubjectKind, spec::FEATURES};
use replay::Replay;
use world::{Class, Folder};

use crate::{
    Error,
    table::{About, NONE, Table},
};

/// Fingerprint of the code that decides what is measured.
const CODE: &str = env!("MEASURING_CODE");

/// Measures worlds, and keeps their tables in `kept`. Gives the tables' files, in the order of the worlds.
///
/// # Errors
/// [`Error`] of files, worlds and their replay.
pub fn measure(worlds: &[PathBuf], kept: &Path, mut tell: impl FnMut(&str)) -> Result<Vec<PathBuf>, Error> {
    fs::create_dir_all(kept).map_err(Error::file(kept))?;
    let mut tables = Vec::with_capacity(worlds.len());
    for world in worlds {
        let files = hashes(world)?;
        let text: String = files.iter().map(|(name, hash)| format!("{name} {hash}\n")).collect();
        let name = &hex::encode(ledger_types::digest(format!("{CODE}\n{text}").as_bytes()))[..24];
        let file = kept.join(format!("{name}.table"));
        let fits = Table::about(&file).is_ok_and(|about| about.code == CODE && about.files == files);
        if fits {
            tell(&format!("{}: measured before", world.display()));
        } else {
            let table = measured(world, files)?;
            tell(&format!("{}: {} scans measured", world.display(), table.rows()));
            table.write(&file)?;
        }
        tables.push(file);
    }
    Ok(tables)
}

/// Replays a world.
fn measured(world: &Path, files: Vec<(String, String)>) -> Result<Table, Error> {
    let folder = Folder::open(world)?;
    let mut labels = Labels::read(&folder)?;
    let about = About {
        name: folder.manifest.name.clone(),
        generator: folder.manifest.generator.clone(),
        seed: folder.manifest.seed,
        time: (folder.manifest.start, folder.manifest.end),
        files,
        code: CODE.into(),
        features: FEATURES.iter().map(|spec| spec.name.into()).collect(),
        subjects: SubjectKind::ALL.iter().map(|kind| kind.name().into()).collect(),
        ..About::default()
    };
    let mut table = Table {
        about,
        columns: vec![Vec::new(); FEATURES.len()],
        subjects: vec![Vec::new(); SubjectKind::ALL.len()],
        ..Table::default()
    };
    for seen in Replay::open(world)? {
        let seen = seen?;
        let (class, family, incident) = labels.take(&seen.scan, world)?;
        for (column, value) in table.columns.iter_mut().zip(seen.measured.features) {
            column.push(value);
        }
        for (column, kind) in table.subjects.iter_mut().zip(SubjectKind::ALL) {
            // 0 stands for none, so a key that happens to be 0 becomes another.
            column.push(seen.measured.subjects.get(kind).map_or(0, |key| key.max(1)));
        }
        table.time.push(seen.time);
        table.received.push(seen.received);
        table.class.push(class);
        table.family.push(family);
        table.incident.push(incident);
        table.about.rows += 1;
    }
    table.about.families = labels.families;
    table.about.incidents = labels.incidents;
    Ok(table)
}

/// What scans really were.
struct Labels {
    of_scans: HashMap<String, (u8, u32, u32)>,
    families: Vec<String>,
    incidents: Vec<String>,
}

impl Labels {
    fn read(folder: &Folder) -> Result<Self, Error> {
        let (mut families, mut incidents) = (Places::default(), Places::default());
        let mut of_scans = HashMap::new();
        for label in folder.labels()? {
            let label = label?;
            let class = Class::ALL.iter().position(|class| *class == label.class).unwrap_or_default();
            let family = label.family.map_or(NONE, |name| families.place(name));
            let incident = label.incident.map_or(NONE, |name| incidents.place(name));
            of_scans.insert(label.scan, (u8::try_from(class).unwrap_or_default(), family, incident));
        }
        Ok(Self { of_scans, families: families.names, incidents: incidents.names })
    }

    fn take(&mut self, scan: &str, world: &Path) -> Result<(u8, u32, u32), Error> {
        self.of_scans.remove(scan).ok_or_else(|| Error::Data {
            what: format!("{}: scan {scan} has no label, or stands twice in scans.csv", world.display()),
            advice: "Training and judging need a label for every scan: complete labels.csv",
        })
    }
}

/// Names in the order in which they first came.
#[derive(Default)]
struct Places {
    names: Vec<String>,
    known: HashMap<String, u32>,
}

impl Places {
    fn place(&mut self, name: String) -> u32 {
        let next = u32::try_from(self.names.len()).unwrap_or(NONE);
        *self.known.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            next
        })
    }
}

/// BLAKE2b-256 of a world's files, those that are there.
fn hashes(world: &Path) -> Result<Vec<(String, String)>, Error> {
    let mut hashes = Vec::new();
    let mut buffer = vec![0; 1 << 20];
    for name in world::FILES {
        let file = world.join(name);
        let mut input = match File::open(&file) {
            Ok(input) => input,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => continue,
            Err(cause) => return Err(Error::file(file)(cause)),
        };
        let mut state = blake2b_simd::Params::new().hash_length(32).to_state();
        loop {
            let read = input.read(&mut buffer).map_err(Error::file(&file))?;
            if read == 0 {
                break;
            }
            state.write_all(buffer.get(..read).unwrap_or_default()).map_err(Error::file(&file))?;
        }
        hashes.push((name.to_owned(), state.finalize().to_hex().to_string()));
    }
    if hashes.is_empty() {
        return Err(Error::Data {
            what: format!("{}: there is no world", world.display()),
            advice: "Name the folder that holds world.json",
        });
    }
    Ok(hashes)
}
