//! Why a world cannot be replayed or judged.

/// What is wrong, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of it.
    #[error(transparent)]
    World(#[from] world::Error),
    /// A product's GTIN.
    #[error("products.csv: {gtin} is no GTIN: {cause}")]
    Gtin {
        /// Which.
        gtin: String,
        /// Why.
        cause: gs1::KeyError,
    },
    /// A batch's expiry.
    #[error("batches.csv, batch {batch}: {expiry} is no day: give YYMMDD, day 00 for the end of the month")]
    Expiry {
        /// Which batch.
        batch: String,
        /// What stands there.
        expiry: String,
    },
    /// Two packs of one lot with the same serial.
    #[error(
        "packs.csv: serial {serial} of lot {lot} stands twice: a code could mean either, so give each its own serial"
    )]
    SerialTwice {
        /// The lot.
        lot: String,
        /// The serial.
        serial: String,
    },
    /// More serials than fit.
    #[error("packs.csv, batch {batch}: its serials take more than 4 GiB: split the batch")]
    TooMany {
        /// Which batch.
        batch: String,
    },
    /// A scan that cannot be judged.
    #[error("scan {scan}: {what}")]
    Scan {
        /// Which.
        scan: String,
        /// What is wrong, and what would be right.
        what: &'static str,
    },
    /// Scans without a score.
    #[error("{count} scans have no score: score the whole world")]
    Unscored {
        /// How many.
        count: usize,
    },
    /// Scores that do not fit into a file or text.
    #[error("the judgement cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}
