//! What was measured of a world, kept in one file: whole numbers, column by column, so that later steps need not replay it.

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::Error;

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"MTTABLE1";
/// No family, or no incident.
pub const NONE: u32 = u32::MAX;

/// What a table is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The world's name.
    pub name: String,
    /// What made it.
    pub generator: String,
    /// Its seed.
    pub seed: u64,
    /// When it begins, and when it ends.
    pub time: (i64, i64),
    /// Each of its files with the BLAKE2b-256 of its bytes.
    pub files: Vec<(String, String)>,
    /// Fingerprint of the code that measured it.
    pub code: String,
    /// The features, in order.
    pub features: Vec<String>,
    /// The kinds of subjects, in order.
    pub subjects: Vec<String>,
    /// Families of attacks.
    pub families: Vec<String>,
    /// Incidents.
    pub incidents: Vec<String>,
    /// How many scans.
    pub rows: usize,
}

/// A table: one row a scan, in order of `received`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is about.
    pub about: About,
    /// The features.
    pub columns: Vec<Vec<i32>>,
    /// Keys of the subjects, 0 for none.
    pub subjects: Vec<Vec<u64>>,
    /// When each was scanned.
    pub time: Vec<i64>,
    /// When the system heard of it.
    pub received: Vec<i64>,
    /// Its class, as a place in `world::Class::ALL`.
    pub class: Vec<u8>,
    /// Its family, as a place in `about.families`.
    pub family: Vec<u32>,
    /// Its incident, as a place in `about.incidents`.
    pub incident: Vec<u32>,
}

/// A column's numbers as bytes.
trait Number: Copy + Default {
    const SIZE: usize;
    fn put(self, to: &mut [u8]);
    fn get(from: &[u8]) -> Self;
}

macro_rules! number {
    ($($kind:ty)+) => {$(
        impl Number for $kind {
            const SIZE: usize = size_of::<$kind>();
            fn put(self, to: &mut [u8]) {
                to.copy_from_slice(&self.to_le_bytes());
            }
            fn get(from: &[u8]) -> Self {
                from.try_into().map(Self::from_le_bytes).unwrap_or_default()
            }
        }
    )+};
}

number!(u8 i32 u32 i64 u64);

impl Table {
    /// How many scans.
    pub fn rows(&self) -> usize {
        self.about.rows
    }

    /// Writes the table; the file appears only when it is whole.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn write(&self, file: &Path) -> Result<(), Error> {
        let part = file.with_extension("part");
        let put = || -> std::io::Result<()> {
            let mut out = BufWriter::with_capacity(1 << 20, File::create(&part)?);
            let about = serde_json::to_vec(&self.about)?;
            out.write_all(MAGIC)?;
            out.write_all(&(about.len() as u64).to_le_bytes())?;
            out.write_all(&about)?;
            self.columns.iter().try_for_each(|column| put_column(&mut out, column))?;
            self.subjects.iter().try_for_each(|column| put_column(&mut out, column))?;
            put_column(&mut out, &self.time)?;
            put_column(&mut out, &self.received)?;
            put_column(&mut out, &self.class)?;
            put_column(&mut out, &self.family)?;
            put_column(&mut out, &self.incident)?;
            out.flush()?;
            drop(out);
            fs::rename(&part, file)
        };
        put().map_err(Error::file(file))
    }

    /// Reads what a table is about, and nothing more.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Table`].
    pub fn about(file: &Path) -> Result<About, Error> {
        let mut input = BufReader::new(File::open(file).map_err(Error::file(file))?);
        read_about(&mut input, file).map(|(about, _)| about)
    }

    /// Reads a table.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Table`].
    pub fn read(file: &Path) -> Result<Self, Error> {
        let opened = File::open(file).map_err(Error::file(file))?;
        let length = opened.metadata().map_err(Error::file(file))?.len();
        let mut input = BufReader::with_capacity(1 << 20, opened);
        let (about, heading) = read_about(&mut input, file)?;
        let (rows, features, kinds) = (about.rows, about.features.len(), about.subjects.len());
        let row_bytes = features * 4 + kinds * 8 + 8 + 8 + 1 + 4 + 4;
        if length.checked_sub(heading) != (rows as u64).checked_mul(row_bytes as u64) {
            return Err(Error::Table { file: file.to_owned(), what: format!("its length is not that of {rows} rows") });
        }
        let mut get = || -> std::io::Result<Self> {
            Ok(Self {
                columns: (0..features).map(|_| get_column(&mut input, rows)).collect::<Result<_, _>>()?,
                subjects: (0..kinds).map(|_| get_column(&mut input, rows)).collect::<Result<_, _>>()?,
                time: get_column(&mut input, rows)?,
                received: get_column(&mut input, rows)?,
                class: get_column(&mut input, rows)?,
                family: get_column(&mut input, rows)?,
                incident: get_column(&mut input, rows)?,
                about: About::default(),
            })
        };
        let table = get().map_err(Error::file(file))?;
        Ok(Self { about, ..table })
    }

    /// The table without the scans of a family.
    pub fn without(mut self, family: &str) -> Self {
        let place = self.about.families.iter().position(|name| name == family).and_then(|at| u32::try_from(at).ok());
        let keep: Vec<bool> = self.family.iter().map(|of| place.is_none() || Some(*of) != place).collect();
        self.columns.iter_mut().for_each(|column| thin(column, &keep));
        self.subjects.iter_mut().for_each(|column| thin(column, &keep));
        thin(&mut self.time, &keep);
        thin(&mut self.received, &keep);
        thin(&mut self.class, &keep);
        thin(&mut self.family, &keep);
        thin(&mut self.incident, &keep);
        self.about.rows = self.time.len();
        self
    }

    /// One row of features.
    pub fn features(&self, row: usize) -> impl Iterator<Item = i32> {
        self.columns.iter().map(move |column| column.get(row).copied().unwrap_or(anomaly::spec::MISSING))
    }
}

fn thin<T>(column: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    column.retain(|_| keep.next().copied().unwrap_or(true));
}

fn put_column<T: Number>(out: &mut impl Write, column: &[T]) -> std::io::Result<()> {
    let mut bytes = vec![0; T::SIZE * 4096];
    for block in column.chunks(4096) {
        for (value, to) in block.iter().zip(bytes.chunks_exact_mut(T::SIZE)) {
            value.put(to);
        }
        out.write_all(bytes.get(..block.len() * T::SIZE).unwrap_or_default())?;
    }
    Ok(())
}

fn get_column<T: Number>(input: &mut impl Read, rows: usize) -> std::io::Result<Vec<T>> {
    let mut column = Vec::with_capacity(rows);
    let mut bytes = vec![0; T::SIZE * 4096];
    while column.len() < rows {
        let count = (rows - column.len()).min(4096);
        let block = bytes.get_mut(..count * T::SIZE).unwrap_or_default();
        input.read_exact(block)?;
        column.extend(block.chunks_exact(T::SIZE).map(T::get));
    }
    Ok(column)
}

/// The heading, and how many bytes it takes.
fn read_about(input: &mut impl Read, file: &Path) -> Result<(About, u64), Error> {
    let damaged = |what: &str| Error::Table { file: file.to_owned(), what: what.into() };
    let mut head = [0; 16];
    input.read_exact(&mut head).map_err(|_| damaged("it is too short"))?;
    let (magic, length) = head.split_at(8);
    let length = u64::get(length);
    if magic != MAGIC || length > 1 << 28 {
        return Err(damaged("it is no table of features"));
    }
    let mut about = Vec::new();
    input.take(length).read_to_end(&mut about).map_err(Error::file(file))?;
    let read = serde_json::from_slice(&about).map_err(|cause| damaged(&format!("its heading is damaged: {cause}")))?;
    Ok((read, 16 + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> Table {
        let about = About {
            name: "w".into(),
            features: vec!["a".into(), "b".into()],
            subjects: vec!["site".into()],
            rows,
            ..About::default()
        };
        Table {
            about,
            columns: vec![(0..rows as i32).collect(), vec![i32::MIN; rows]],
            subjects: vec![(0..rows as u64).map(|at| at << 40).collect()],
            time: vec![-5; rows],
            received: vec![i64::MAX; rows],
            class: vec![4; rows],
            family: vec![NONE; rows],
            incident: vec![7; rows],
        }
    }

    #[test]
    fn what_is_kept_comes_back() {
        let folder = tempfile::tempdir().expect("folder");
        for rows in [0, 1, 4096, 10_001] {
            let file = folder.path().join("t.table");
            table(rows).write(&file).expect("writes");
            assert_eq!(Table::read(&file).expect("reads"), table(rows));
        }
    }

    #[test]
    fn a_cut_file_says_so() {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("t.table");
        table(5_000).write(&file).expect("writes");
        let bytes = fs::read(&file).expect("reads");
        for length in [0, 7, 12, 60, bytes.len() - 1] {
            fs::write(&file, &bytes[..length]).expect("writes");
            let told = Table::read(&file).expect_err("cut").to_string();
            assert!(told.contains("Remove it"), "{told}");
        }
    }
}
