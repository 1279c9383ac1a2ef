//! One way from a picture or a typed code to a verdict, for the command line and the app alike:
//! [`read_path`] or [`read_typed`] → [`Code`] → [`Scanner::verify`] → [`verdict::Report`].

mod active;
mod gateways;
mod memory;
mod offline;
mod picture;
mod scanner;
mod sentences;
mod shelf;

pub use evidence_file::Basis;
pub use gateway_client::{GatewayError, Watched};
pub use gateways::{Intent, Reporting, gateway_address, watched};
pub use memory::Pending;
pub use offline::{FetchError, Fetched, fetch_snapshot};
pub use picture::{UnusableCode, choose, choose_all, read_all_file, read_all_path, read_bytes, read_file, read_path};
pub use scanner::{News, Scanner};
pub use sentences::{every_sentence, gateway_message};
pub use verdict::{Code, CodeError, MakerFile, proven_index, read_code, read_typed};
