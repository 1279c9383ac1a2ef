//! Acts, and by whom they are decided.

use codec::{Compact, Encode};
use ledger_client::{Ledger, LedgerError, Receipt, Signer};
use ledger_types::call::{Call, CouncilCall};
use outbox::Act;

/// Something to be done on the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// At once; it needs a node.
    Now(Call),
    /// By the council of regulators: moved, and with a council of one done at once.
    ByCouncil(Call),
    /// As soon as a node answers: until then it waits in a queue.
    OrLater(Act),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The block in which it is final; none while it waits for a node.
    pub block: Option<u32>,
    /// The shipment that it opened.
    pub shipment: Option<u64>,
    /// The council's motion that it became, by its number.
    pub motion: Option<u32>,
}

impl From<Receipt> for Done {
    fn from(receipt: Receipt) -> Self {
        Self {
            block: Some(receipt.block.number),
            shipment: receipt.shipment,
            motion: receipt.motion.map(|(index, _)| index),
        }
    }
}

/// The call that has the council decide on another one: two thirds of its members, as the chain asks.
pub fn motion(members: usize, proposal: Call) -> Call {
    let threshold = (2 * members as u32).div_ceil(3).max(1);
    let length = proposal.encoded_size() as u32;
    Call::Council(CouncilCall::Propose {
        threshold: Compact(threshold),
        proposal: Box::new(proposal),
        length_bound: Compact(length),
    })
}

/// Does something at once, whatever it is.
///
/// # Errors
/// As [`Ledger::submit`].
pub async fn carry_out(ledger: &Ledger, signer: &Signer, doing: Doing) -> Result<Receipt, LedgerError> {
    let call = match doing {
        Doing::Now(call) => call,
        Doing::ByCouncil(call) => motion(ledger.finalized().await?.council().await?.len(), call),
        Doing::OrLater(act) => act.call(),
    };
    ledger.submit(&call, signer).await
}
