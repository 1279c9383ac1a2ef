//! `medtrail key`.

use std::{fs::OpenOptions, io::Write, path::PathBuf};

use ledger_client::{Signer, account_to_text};
use serde_json::json;

use crate::failure::Failure;

/// Making and showing keys.
#[derive(Debug, clap::Subcommand)]
pub enum KeyCommand {
    /// Make a key, write its secret phrase to a new file that only you can read, and print its account.
    New {
        /// The file.
        #[arg(long)]
        out: PathBuf,
    },
    /// Print the account of a key.
    Show {
        /// A file with the secret phrase, or a path such as //Alice.
        key: String,
    },
}

/// Runs the command.
pub fn run(command: &KeyCommand, json: bool) -> Result<(), Failure> {
    let signer = match command {
        KeyCommand::New { out } => {
            let mut entropy = [0; 16];
            getrandom::fill(&mut entropy)
                .map_err(|error| Failure::input("no-randomness", error, "The system gives no random numbers."))?;
            let phrase = Signer::phrase(entropy)?;
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let written = options.open(out).and_then(|mut file| writeln!(file, "{phrase}"));
            written.map_err(|error| Failure::file(out, &error))?;
            phrase.parse::<Signer>()?
        }
        KeyCommand::Show { key } => {
            let path = std::path::Path::new(key);
            if path.is_file() {
                std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?.parse()?
            } else {
                key.parse()?
            }
        }
    };
    let account = account_to_text(&signer.account());
    if json {
        say!("{}", json!({"ok": true, "account": account}));
    } else {
        say!("{account}");
    }
    Ok(())
}
