//! Writing a world.

use std::{
    fs::{self, File},
    io::BufWriter,
    path::{Path, PathBuf},
};

use crate::{Batch, Error, Event, Label, Manifest, Pack, Place, Product, Reading, Scan, ScoreRow, Site, Time};

/// A file that is being written.
struct Table {
    file: PathBuf,
    rows: csv::Writer<BufWriter<File>>,
    /// The time of the last row, where rows are in order of time.
    last: Time,
}

impl Table {
    fn create(file: PathBuf, heading: &str) -> Result<Self, Error> {
        let opened = File::create(&file).map_err(|cause| Error::File { file: file.clone(), cause })?;
        let rows = csv::Writer::from_writer(BufWriter::with_capacity(1 << 18, opened));
        let mut table = Self { file, rows, last: Time::MIN };
        table.row(heading.split(','))?;
        Ok(table)
    }

    fn row<'a>(&mut self, fields: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        self.rows.write_record(fields).map_err(|cause| self.failed(cause.into()))
    }

    /// Like [`Self::row`], for rows that must be in order of time.
    fn timed<'a>(&mut self, time: Time, fields: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        if time < self.last {
            let what = format!("a row of {time} after one of {}", self.last);
            return Err(self.failed(std::io::Error::new(std::io::ErrorKind::InvalidInput, what)));
        }
        self.last = time;
        self.row(fields)
    }

    fn finish(mut self) -> Result<(), Error> {
        let flushed = self.rows.flush();
        flushed.map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: std::io::Error) -> Error {
        Error::File { file: self.file.clone(), cause }
    }
}

/// Writes a world into a folder, row by row. Rows of events, scans and readings must come in order of time.
pub struct Writer {
    sites: Table,
    products: Table,
    batches: Table,
    packs: Table,
    ledger: Table,
    scans: Table,
    sensors: Table,
    labels: Table,
}

impl Writer {
    /// Begins a world in `folder`, which is made if it is not there; files of an earlier world are replaced.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn create(folder: &Path, manifest: &Manifest) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(|cause| Error::File { file: folder.to_owned(), cause })?;
        let file = folder.join("world.json");
        let text = serde_json::to_string_pretty(manifest)
            .map_err(|cause| Error::Manifest { file: file.clone(), what: cause.to_string() })?;
        fs::write(&file, text + "\n").map_err(|cause| Error::File { file, cause })?;
        let table = |name: &str, heading| Table::create(folder.join(name), heading);
        Ok(Self {
            sites: table("sites.csv", "site,kind,country,lat,lon,licence_from,licence_until")?,
            products: table("products.csv", "gtin,name,maker_site,markets,storage_min_c,storage_max_c,price_band")?,
            batches: table(
                "batches.csv",
                "batch,gtin,lot,expiry,manufactured,packs,packs_per_case,registered,released",
            )?,
            packs: table("packs.csv", "batch,index,serial")?,
            ledger: table("ledger.csv", "time,event,batch,from_index,to_index,site,to_site,shipment,reference")?,
            scans: table("scans.csv", "scan,time,received,device,role,site,lat,lon,accuracy_m,intent,text")?,
            sensors: table("sensors.csv", "time,shipment,logger,celsius")?,
            labels: table("labels.csv", "scan,class,family,incident")?,
        })
    }

    /// A site.
    ///
    /// # Errors
    /// [`Error::File`], as everywhere here.
    pub fn site(&mut self, row: &Site) -> Result<(), Error> {
        let [lat, lon] = degrees(row.place);
        let (from, until) = (known(row.licence_from), known(row.licence_until));
        self.sites.row([&row.site, row.kind.name(), &row.country, &lat, &lon, &from, &until])
    }

    /// A product.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn product(&mut self, row: &Product) -> Result<(), Error> {
        let (least, most, band) = (known(row.storage_min_c), known(row.storage_max_c), known(row.price_band));
        let markets = row.markets.join(";");
        self.products.row([row.gtin.as_str(), &row.name, &row.maker_site, &markets, &least, &most, &band])
    }

    /// A batch.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn batch(&mut self, row: &Batch) -> Result<(), Error> {
        let made = row.manufactured.as_deref().unwrap_or_default();
        let (packs, case) = (row.packs.to_string(), known(row.packs_per_case));
        let (registered, released) = (known(row.registered), known(row.released));
        self.batches.row([&row.batch, &row.gtin, &row.lot, &row.expiry, made, &packs, &case, &registered, &released])
    }

    /// A genuine pack.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn pack(&mut self, row: &Pack) -> Result<(), Error> {
        self.packs.row([&row.batch, row.index.to_string().as_str(), &row.serial])
    }

    /// What the ledger recorded.
    ///
    /// # Errors
    /// [`Error::File`], also for a row that is older than the one before, as for scans and readings.
    pub fn event(&mut self, row: &Event) -> Result<(), Error> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let range = |index: u32| if row.batch.is_some() { index.to_string() } else { String::new() };
        let (from, to) = (range(row.from_index), range(row.to_index));
        let (batch, to_site, shipment, reference) =
            (text(&row.batch), text(&row.to_site), text(&row.shipment), text(&row.reference));
        let time = row.time.to_string();
        let fields = [&time, row.event.name(), &batch, &from, &to, &row.site, &to_site, &shipment, &reference];
        self.ledger.timed(row.time, fields)
    }

    /// A scan.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn scan(&mut self, row: &Scan) -> Result<(), Error> {
        let [lat, lon] = degrees(row.place);
        let (time, received, accuracy) = (row.time.to_string(), row.received.to_string(), known(row.accuracy_m));
        let site = row.site.as_deref().unwrap_or_default();
        let (role, intent) = (row.role.name(), row.intent.name());
        let fields =
            [&row.scan, &time, &received, &row.device, role, site, &lat, &lon, &accuracy, intent, row.text.as_str()];
        self.scans.timed(row.time, fields)
    }

    /// What a logger reports.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn reading(&mut self, row: &Reading) -> Result<(), Error> {
        let fields = [&row.time.to_string(), &row.shipment, &row.logger, &row.celsius.to_string()];
        self.sensors.timed(row.time, fields.map(String::as_str))
    }

    /// What a scan really was.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn label(&mut self, row: &Label) -> Result<(), Error> {
        let (family, incident) = (row.family.as_deref(), row.incident.as_deref());
        let fields = [&row.scan, row.class.name(), family.unwrap_or_default(), incident.unwrap_or_default()];
        self.labels.row(fields)
    }

    /// Ends the world: all of it is in its files.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn finish(self) -> Result<(), Error> {
        let Self { sites, products, batches, packs, ledger, scans, sensors, labels } = self;
        [sites, products, batches, packs, ledger, scans, sensors, labels].into_iter().try_for_each(Table::finish)
    }
}

/// Writes scores, `scan,verdict,reasons,score,alarm`, in the order in which they come.
///
/// # Errors
/// [`Error::File`], and whatever `rows` gives.
pub fn write_scores<E: From<Error>>(file: &Path, rows: impl IntoIterator<Item = Result<ScoreRow, E>>) -> Result<(), E> {
    let mut table = Table::create(file.to_owned(), "scan,verdict,reasons,score,alarm")?;
    for row in rows {
        let row = row?;
        let (reasons, score, alarm) = (row.reasons.join(";"), known(row.score), if row.alarm { "1" } else { "0" });
        table.row([&row.scan, &row.verdict, &reasons, &score, alarm])?;
    }
    Ok(table.finish()?)
}

fn known(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn degrees(place: Option<Place>) -> [String; 2] {
    place.map_or_else(Default::default, |place| [format!("{:.5}", place.lat), format!("{:.5}", place.lon)])
}
