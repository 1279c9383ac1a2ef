//! The Medtrail node: Aura block production and GRANDPA finality over the Medtrail runtime.

mod chain_spec;
mod cli;
mod command;
mod rpc;
mod service;

fn main() -> sc_cli::Result<()> {
    command::run()
}
