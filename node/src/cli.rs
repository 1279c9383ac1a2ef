//! The command line.

use std::{num::NonZeroU64, str::FromStr, time::Duration};

use sc_cli::RunCmd;

/// Everything the node accepts on its command line.
#[derive(Debug, clap::Parser)]
pub struct Cli {
    /// A task to do instead of running the node.
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,

    /// Seal blocks without consensus: `instant` (one for each arriving transaction, finalized at
    /// once) or `interval=MILLIS` (one every so often, even if empty). Development chains only.
    #[arg(long, value_name = "instant|interval=MILLIS")]
    pub sealing: Option<Sealing>,

    /// The options of a running node.
    #[command(flatten)]
    pub run: RunCmd,
}

/// When to seal a block on a development chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    /// Whenever a transaction becomes ready.
    Instant,
    /// Whenever this long has passed.
    Interval(Duration),
}

impl FromStr for Sealing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "instant" {
            return Ok(Self::Instant);
        }
        text.strip_prefix("interval=")
            .and_then(|millis| millis.parse::<NonZeroU64>().ok())
            .map(|millis| Self::Interval(Duration::from_millis(millis.get())))
            .ok_or_else(|| "expected `instant` or `interval=MILLIS`, MILLIS being at least 1".to_string())
    }
}

/// The tasks the node can do instead of running.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
    /// Manage keys.
    #[command(subcommand)]
    Key(sc_cli::KeySubcommand),

    /// Write a chain specification, plain or raw.
    ExportChainSpec(sc_cli::ExportChainSpecCmd),

    /// Validate blocks already imported.
    CheckBlock(sc_cli::CheckBlockCmd),

    /// Write blocks to a file.
    ExportBlocks(sc_cli::ExportBlocksCmd),

    /// Write the state at a block as a chain specification.
    ExportState(sc_cli::ExportStateCmd),

    /// Read blocks from a file.
    ImportBlocks(sc_cli::ImportBlocksCmd),

    /// Remove the whole chain.
    PurgeChain(sc_cli::PurgeChainCmd),

    /// Return the chain to an earlier state.
    Revert(sc_cli::RevertCmd),

    /// Show where the database stands.
    ChainInfo(sc_cli::ChainInfoCmd),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealing_is_read() {
        assert_eq!("instant".parse(), Ok(Sealing::Instant));
        assert_eq!("interval=500".parse(), Ok(Sealing::Interval(Duration::from_millis(500))));
        for wrong in ["", "interval", "interval=", "interval=0", "interval=-1", "Instant", "manual"] {
            assert!(wrong.parse::<Sealing>().is_err(), "{wrong:?} was accepted");
        }
    }
}
