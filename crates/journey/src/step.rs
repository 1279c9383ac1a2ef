//! One step of the way, and what is to be doubted about all of them.

use ledger_types::{PackState, ParticipantId, RecallClass, ShipmentId};

/// What happened, or is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The batch was registered: here the pack begins.
    Made,
    /// The batch was certified for sale.
    Released,
    /// It was called back.
    Recalled(RecallClass),
    /// It was taken off the market.
    Withdrawn,
    /// It was put into a case or onto a pallet.
    Packed,
    /// It was dispatched in this shipment.
    Sent(ShipmentId),
    /// It was received out of it.
    Received(ShipmentId),
    /// The receiver refused it.
    Refused(ShipmentId),
    /// The sender called it back.
    CalledBack(ShipmentId),
    /// It arrived without having been announced.
    Excess,
    /// Its maker let it back into trade after it had been too warm or too cold.
    BreachAccepted,
    /// It was put into this state.
    Became(PackState),
    /// It came back from this state.
    Undone(PackState),
    /// Somebody supplied it to whoever has it now.
    Supplied,
    /// Somebody has it now.
    Held,
    /// It is on the way now.
    OnTheWay,
    /// It is in this state now; none if this program does not know it.
    Is(Option<PackState>),
    /// It is with a pharmacy or hospital: what patients are told instead of who has it.
    WithPharmacy,
    /// It is not.
    NotWithPharmacy,
}

impl What {
    /// The name of the sentence that tells it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Made => "journey-made",
            Self::Released => "journey-released",
            Self::Recalled(_) => "journey-recalled",
            Self::Withdrawn => "journey-withdrawn",
            Self::Packed => "journey-packed",
            Self::Sent(_) => "journey-sent",
            Self::Received(_) => "journey-received",
            Self::Refused(_) => "journey-refused",
            Self::CalledBack(_) => "journey-called-back",
            Self::Excess => "journey-excess",
            Self::BreachAccepted => "journey-breach-accepted",
            Self::Became(state) => became(state),
            Self::Undone(_) => "journey-undone",
            Self::Supplied => "journey-supplied",
            Self::Held => "journey-held",
            Self::OnTheWay => "journey-on-the-way",
            Self::Is(Some(state)) => is(state),
            Self::Is(None) => "journey-is-unknown",
            Self::WithPharmacy => "journey-with-pharmacy",
            Self::NotWithPharmacy => "journey-not-with-pharmacy",
        }
    }
}

fn became(state: PackState) -> &'static str {
    match state {
        PackState::Active => "journey-became-active",
        PackState::Dispensed => "journey-became-dispensed",
        PackState::Exported => "journey-became-exported",
        PackState::Destroyed => "journey-became-destroyed",
        PackState::Sample => "journey-became-sample",
        PackState::FreeSample => "journey-became-free-sample",
        PackState::Stolen => "journey-became-stolen",
        PackState::Locked => "journey-became-locked",
        PackState::CheckedOut => "journey-became-checked-out",
        PackState::Quarantined => "journey-became-quarantined",
    }
}

fn is(state: PackState) -> &'static str {
    match state {
        PackState::Active => "journey-is-active",
        PackState::Dispensed => "journey-is-dispensed",
        PackState::Exported => "journey-is-exported",
        PackState::Destroyed => "journey-is-destroyed",
        PackState::Sample => "journey-is-sample",
        PackState::FreeSample => "journey-is-free-sample",
        PackState::Stolen => "journey-is-stolen",
        PackState::Locked => "journey-is-locked",
        PackState::CheckedOut => "journey-is-checked-out",
        PackState::Quarantined => "journey-is-quarantined",
    }
}

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// In seconds since 1970-01-01 UTC.
    pub seconds: u64,
    /// Whether that is proven.
    pub proven: bool,
}

/// One step of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happened, or is.
    pub what: What,
    /// Who did it, or has the pack.
    pub who: Option<ParticipantId>,
    /// To whom, where something goes to somebody.
    pub to: Option<ParticipantId>,
    /// When, if that is known.
    pub when: Option<Moment>,
    /// Whether it is proven; otherwise a gateway told it.
    pub proven: bool,
}

impl Step {
    /// A proven step.
    pub(crate) fn proven(what: What, who: Option<ParticipantId>) -> Self {
        Self { what, who, to: None, when: None, proven: true }
    }

    /// At a moment that is proven, too.
    pub(crate) fn at(self, seconds: u64) -> Self {
        Self { when: Some(Moment { seconds, proven: true }), ..self }
    }
}

/// What does not fit in what a gateway tells, or is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It names another maker than the one that is proven.
    Maker,
    /// After what it tells, somebody else would have the pack, or it would be on another way.
    Holder,
    /// After what it tells, the pack would be in another state.
    State,
    /// It tells of a release that the ledger does not know.
    Release,
    /// What it tells cannot have happened in that order.
    Order,
    /// It told of other packs; so many entries were left out.
    Foreign(usize),
    /// It knows the ledger only up to this block, which is older than the verdict's.
    Behind(u32),
    /// What it tells does not begin where the pack was made.
    Gap,
    /// It knows more than is shown here.
    More,
}

impl Doubt {
    /// Whether what the gateway tells contradicts what is proven, or itself.
    pub fn is_contradiction(self) -> bool {
        matches!(self, Self::Maker | Self::Holder | Self::State | Self::Release | Self::Order | Self::Foreign(_))
    }

    /// The name of the sentence that tells it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Maker => "journey-doubt-maker",
            Self::Holder => "journey-doubt-holder",
            Self::State => "journey-doubt-state",
            Self::Release => "journey-doubt-release",
            Self::Order => "journey-doubt-order",
            Self::Foreign(_) => "journey-doubt-foreign",
            Self::Behind(_) => "journey-doubt-behind",
            Self::Gap => "journey-doubt-gap",
            Self::More => "journey-doubt-more",
        }
    }
}
