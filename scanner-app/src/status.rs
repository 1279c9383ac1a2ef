//! On what the scanner stands: whether nodes answer, and how old its offline data are.

use std::sync::Arc;

use chain_proof::SnapshotState;
use scan::{News, Scanner};
use verdict::{Gap, Report};

use crate::screen::scan::UNANSWERED;

/// What is known of nodes and offline data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// What the nodes said last.
    pub node: Node,
    /// The chain's clock in the offline data, in seconds since 1970-01-01 UTC, if there are any.
    pub snapshot: Option<u64>,
}

/// What nodes said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Node {
    /// Nothing yet.
    #[default]
    Asking,
    /// Where the chain stands, proven.
    Answers(News),
    /// Nobody proved anything.
    Silent,
}

impl Status {
    /// Takes news in.
    pub fn heard(&mut self, news: Result<News, Gap>) {
        self.node = news.map_or(Node::Silent, Node::Answers);
    }

    /// A verdict tells as well whether nodes answer, and earlier than the next question.
    pub fn judged(&mut self, report: &Report) {
        if report.reasons.iter().any(|reason| UNANSWERED.contains(&reason.code)) {
            self.node = Node::Silent;
        } else if let Some(evidence) = report.evidence.as_ref().filter(|evidence| !evidence.offline) {
            self.node = Node::Answers(News { block: evidence.block, time: evidence.chain_time });
        }
    }

    /// Takes a snapshot in that the scanner goes on with.
    pub fn renewed(&mut self, scanner: &Scanner, snapshot: Arc<SnapshotState>) {
        // An older one than the present changes nothing.
        let _ = scanner.renew_snapshot(snapshot);
        self.snapshot = scanner.snapshot().map(|snapshot| snapshot.time());
    }
}
