//! The Medtrail node: Aura block production and GRANDPA finality over the Medtrail runtime.

#![allow(clippy::result_large_err, reason = "the errors are those of sc-cli and sc-service")]

mod chain_spec;
mod cli;
mod command;
mod finality;
mod rpc;
mod sealing;
mod service;

fn main() -> sc_cli::Result<()> {
    command::run()
}
