//! A batch as its maker keeps it: the secret, the serials and what follows from both.
//!
//! - [`BatchFolder`]: a folder with the secret and the serials in packing order; its root goes on chain;
//! - [`read_serials`]: serials from a text or CSV file of the packing line;
//! - [`BatchFolder::label`] and [`write_pdf`]: labels of packs, on sheets in a PDF file;
//! - [`expiry`] and [`pack_range`]: what people write on forms.

mod error;
mod folder;
mod print;
mod sentences;
mod serials;
mod written;

pub use error::{BatchFolderError, Place, Step};
pub use folder::{BatchFolder, Progress, Serials, folder_name};
pub use print::{private_file, write_pdf};
pub use sentences::every_sentence;
pub use serials::read_serials;
pub use written::{date_text, expiry, pack_range};

/// The address with which links in QR codes begin if nobody says another one.
pub const RESOLVER: &str = "https://id.medtrail.example";
