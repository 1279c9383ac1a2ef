//! One way from a picture or a typed code to a verdict, for the command line and the app alike:
//! [`read_code`] → [`Code`] → [`Scanner::verify`] → [`verdict::Report`].

mod code;
mod identity;
mod scanner;

pub use code::{Code, UnusableCode, read_bytes, read_code, read_path};
pub use identity::{MakerFile, proven_index};
pub use scanner::Scanner;
