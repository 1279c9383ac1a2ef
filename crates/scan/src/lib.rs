//! One way from a picture or a typed code to a verdict, for the command line and the app alike:
//! [`read_path`] or [`read_typed`] → [`Code`] → [`Scanner::verify`] → [`verdict::Report`].

mod gateways;
mod memory;
mod picture;
mod scanner;
mod sentences;

pub use gateway_client::GatewayError;
pub use gateways::{Reporting, gateway_address};
pub use memory::Pending;
pub use picture::{UnusableCode, choose, read_bytes, read_file, read_path};
pub use scanner::Scanner;
pub use sentences::{every_sentence, ledger_message};
pub use verdict::{Code, CodeError, MakerFile, proven_index, read_code, read_typed};
