//! Reading a world. Rows of the long files are streamed.

mod lines;
mod rows;
mod table;

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use table::Table;

use crate::{Batch, Error, Event, FORMAT, Label, Manifest, Pack, Product, Reading, Scan, Site, Time};

/// Longest `world.json`, in bytes.
const LONGEST_MANIFEST: u64 = 64 * 1024;

/// What rows refer to.
#[derive(Default)]
struct Known {
    /// Sites by name, with their place in the list.
    sites: HashMap<String, usize>,
    products: HashSet<String>,
    batches: HashMap<String, BatchSize>,
}

#[derive(Clone, Copy)]
struct BatchSize {
    packs: u32,
    registered: Option<Time>,
}

/// A world in a folder: who exists is read whole, what happened is streamed.
pub struct Folder {
    folder: PathBuf,
    /// `world.json`.
    pub manifest: Manifest,
    /// `sites.csv`.
    pub sites: Vec<Site>,
    /// `products.csv`.
    pub products: Vec<Product>,
    /// `batches.csv`.
    pub batches: Vec<Batch>,
    known: Arc<Known>,
}

impl Folder {
    /// Opens a world.
    ///
    /// # Errors
    /// [`Error::Manifest`] if `world.json` is none of this format; [`Error::File`], [`Error::Column`] and [`Error::Row`] for
    /// the tables of sites, products and batches, which must be there.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let manifest = manifest(&folder.join("world.json"))?;
        let mut known = Known::default();
        let (mut sites, mut products, mut batches) = (Vec::new(), Vec::new(), Vec::new());
        whole(&folder.join("sites.csv"), rows::SITES, &mut known, rows::site, |site: Site, known| {
            known.sites.insert(site.site.clone(), sites.len());
            sites.push(site);
        })?;
        whole(&folder.join("products.csv"), rows::PRODUCTS, &mut known, rows::product, |product: Product, known| {
            known.products.insert(product.gtin.clone());
            products.push(product);
        })?;
        whole(&folder.join("batches.csv"), rows::BATCHES, &mut known, rows::batch, |batch: Batch, known| {
            let size = BatchSize { packs: batch.packs, registered: batch.registered };
            known.batches.insert(batch.batch.clone(), size);
            batches.push(batch);
        })?;
        Ok(Self { folder: folder.to_owned(), manifest, sites, products, batches, known: Arc::new(known) })
    }

    /// The place of a site in the list.
    pub fn site_place(&self, site: &str) -> Option<usize> {
        self.known.sites.get(site).copied()
    }

    /// The genuine packs; none if the file is absent.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Column`].
    pub fn packs(&self) -> Result<Rows<Pack>, Error> {
        self.rows("packs.csv", rows::PACKS, rows::pack, false)
    }

    /// What the ledger recorded, in order of time.
    ///
    /// # Errors
    /// [`Error::File`], also if there is no such file; [`Error::Column`].
    pub fn events(&self) -> Result<Rows<Event>, Error> {
        self.rows("ledger.csv", rows::EVENTS, rows::event, true)
    }

    /// What loggers reported, in order of time; none if the file is absent.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Column`].
    pub fn readings(&self) -> Result<Rows<Reading>, Error> {
        self.rows("sensors.csv", rows::READINGS, rows::reading, false)
    }

    /// What was scanned, in order of the devices' time.
    ///
    /// # Errors
    /// [`Error::File`], also if there is no such file; [`Error::Column`].
    pub fn scans(&self) -> Result<Rows<Scan>, Error> {
        self.rows("scans.csv", rows::SCANS, rows::scan, true)
    }

    /// What scans really were, for judging alone; none if the file is absent.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Column`].
    pub fn labels(&self) -> Result<Rows<Label>, Error> {
        self.rows("labels.csv", rows::LABELS, rows::label, false)
    }

    fn rows<T>(
        &self,
        name: &str,
        columns: &'static [&'static str],
        read: fn(&mut Table, &Known) -> Result<T, Error>,
        needed: bool,
    ) -> Result<Rows<T>, Error> {
        let file = self.folder.join(name);
        let table = Table::open(&file, columns)?;
        if table.is_none() && needed {
            return Err(missing(file));
        }
        Ok(Rows { table, known: Arc::clone(&self.known), read })
    }
}

/// Rows of a file, one at a time. It ends with the first fault.
pub struct Rows<T> {
    table: Option<Table>,
    known: Arc<Known>,
    read: fn(&mut Table, &Known) -> Result<T, Error>,
}

impl<T> Iterator for Rows<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let table = self.table.as_mut()?;
        let row = match table.advance() {
            Ok(true) => (self.read)(table, &self.known),
            Ok(false) => {
                self.table = None;
                return None;
            }
            Err(error) => Err(error),
        };
        if row.is_err() {
            self.table = None;
        }
        Some(row)
    }
}

fn manifest(file: &Path) -> Result<Manifest, Error> {
    let failed = |cause| Error::File { file: file.to_owned(), cause };
    let mut text = Vec::new();
    let opened = File::open(file).map_err(failed)?;
    opened.take(LONGEST_MANIFEST + 1).read_to_end(&mut text).map_err(failed)?;
    let wrong = |what: String| Error::Manifest { file: file.to_owned(), what };
    if text.len() as u64 > LONGEST_MANIFEST {
        return Err(wrong("it is longer than 64 KiB, so it is no world.json".to_owned()));
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let manifest: Manifest = serde_json::from_slice(text).map_err(|cause| wrong(cause.to_string()))?;
    if manifest.format != FORMAT {
        return Err(wrong(format!("format: {:?} is not {FORMAT:?}, the only one that is read", manifest.format)));
    }
    if manifest.start > manifest.end {
        return Err(wrong(format!("start: {} is after end, {}", manifest.start, manifest.end)));
    }
    Ok(manifest)
}

/// Reads a table that must be there.
fn whole<T>(
    file: &Path,
    columns: &'static [&'static str],
    known: &mut Known,
    read: fn(&mut Table, &Known) -> Result<T, Error>,
    mut keep: impl FnMut(T, &mut Known),
) -> Result<(), Error> {
    let Some(mut table) = Table::open(file, columns)? else { return Err(missing(file.to_owned())) };
    while table.advance()? {
        let row = read(&mut table, known)?;
        keep(row, known);
    }
    Ok(())
}

/// A file that must be there is not, or has no heading.
fn missing(file: PathBuf) -> Error {
    let cause = match fs::metadata(&file) {
        Ok(_) => std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "it is empty: it needs at least its heading"),
        Err(cause) => cause,
    };
    Error::File { file, cause }
}
