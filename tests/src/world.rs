//! A maker, a wholesaler, a pharmacy, and a batch.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{Answer, Node, medtrail};

/// The product that all batches are of.
pub const GTIN: &str = "04012345678901";

/// A participant: its GLN and the key that acts for it.
#[derive(Clone, Copy, Debug)]
pub struct Party {
    /// Global Location Number.
    pub gln: &'static str,
    /// Secret key of the development phrase.
    pub key: &'static str,
}

/// Enrolled in the first block.
pub const REGULATOR: Party = Party { gln: "4000001000005", key: "//Alice" };
/// Makes medicines.
pub const MAKER: Party = Party { gln: "4012345000009", key: "//Maker" };
/// Trades them.
pub const WHOLESALER: Party = Party { gln: "4000004000002", key: "//Wholesaler" };
/// Dispenses them.
pub const PHARMACY: Party = Party { gln: "4000002000004", key: "//Pharmacy" };
/// A wholesaler without a licence.
pub const UNLICENSED: Party = Party { gln: "4000003000003", key: "//Unlicensed" };

/// A node, a folder, and what happened so far.
pub struct World {
    /// The chain.
    pub node: Node,
    /// Where batches, labels and the chain's data are.
    pub folder: TempDir,
}

impl World {
    /// A world on a node that seals at once: participants enrolled and licensed, the product registered.
    pub fn new() -> Self {
        Self::on(Node::instant)
    }

    /// The same with real consensus.
    pub fn with_consensus() -> Self {
        Self::on(Node::with_consensus)
    }

    /// The same on a node that keeps the state of all blocks.
    pub fn archived() -> Self {
        Self::on(Node::archive)
    }

    fn on(start: fn(&Path) -> Node) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::with(start(folder.path()), folder)
    }

    /// The same on a node that runs already.
    pub fn with(node: Node, folder: TempDir) -> Self {
        let world = Self { node, folder };
        world.enrol();
        world
    }

    fn enrol(&self) {
        for (party, kind, name) in [
            (MAKER, "manufacturer", "Nordmark Pharma"),
            (WHOLESALER, "wholesaler", "Rhein Grosshandel"),
            (PHARMACY, "dispenser", "Apotheke am Markt"),
            (UNLICENSED, "wholesaler", "Hinterhof Handel"),
        ] {
            let account = medtrail(&["key", "show", party.key]).json["account"].as_str().unwrap().to_owned();
            let enrol = ["participant", "register", "--kind", kind, "--gln", party.gln, "--country", "DE"];
            self.done(REGULATOR, &[&enrol[..], &["--name", name, "--account", &account]].concat());
            if party.key != UNLICENSED.key {
                self.license(party, "2026-01-01", "2030-12-31");
            }
        }
        let product = ["product", "register", "--gtin", GTIN, "--name", "Amoxicillin 500 mg"];
        self.done(MAKER, &[&product[..], &["--authorisation", "DE 1.00", "--markets", "DE"]].concat());
    }

    /// Grants a licence.
    pub fn license(&self, party: Party, from: &str, until: &str) {
        self.done(
            REGULATOR,
            &["participant", "license", party.gln, "--number", "L-1", "--from", from, "--until", until],
        );
    }

    /// Prepares and registers a batch that expires in June 2029.
    pub fn register(&self, lot: &str, packs: u32) -> PathBuf {
        let folder = self.folder.path().join(lot);
        let out = folder.to_str().unwrap();
        let (packs, expiry) = (packs.to_string(), "290600");
        let prepare = ["batch", "prepare", "--gtin", GTIN, "--lot", lot, "--expiry", expiry];
        let answer = medtrail(&[&prepare[..], &["--packs", &packs, "--out", out]].concat());
        assert_eq!(answer.code, 0, "{}", answer.text);
        self.done(MAKER, &["batch", "register", out]);
        folder
    }

    /// A certificate of analysis; its path.
    pub fn certificate(&self) -> String {
        let path = self.folder.path().join("certificate.txt");
        std::fs::write(&path, "Identity, assay and purity conform.").unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The same, and releases it.
    pub fn release(&self, lot: &str, packs: u32) -> PathBuf {
        let folder = self.register(lot, packs);
        let certificate = self.certificate();
        self.done(MAKER, &["batch", "release", "--gtin", GTIN, "--lot", lot, "--certificate", &certificate]);
        folder
    }

    /// Ships packs, and receives them if the receiver's key is given; the shipment's number.
    pub fn ship(&self, from: Party, to: Party, lot: &str, packs: &str) -> String {
        let answer = self.done(from, &["ship", "--to", to.gln, "--gtin", GTIN, "--lot", lot, "--packs", packs]);
        answer.json["shipment"].as_u64().unwrap().to_string()
    }

    /// Ships and receives.
    pub fn deliver(&self, from: Party, to: Party, lot: &str, packs: &str) {
        let shipment = self.ship(from, to, lot, packs);
        self.done(to, &["receive", &shipment]);
    }

    /// Draws a pack's label; the path of the PNG.
    pub fn label(&self, lot: &str, index: u32) -> PathBuf {
        let (batch, out) = (self.folder.path().join(lot), self.folder.path().join("labels"));
        let (batch, out, index_text) = (batch.to_str().unwrap(), out.to_str().unwrap(), index.to_string());
        let answer = medtrail(&["label", batch, "--packs", &index_text, "--out", out]);
        assert_eq!(answer.code, 0, "{}", answer.text);
        self.folder.path().join("labels").join(format!("pack-{index:07}.png"))
    }

    /// The link in a pack's QR code.
    pub fn link(&self, lot: &str, index: u32) -> String {
        let label = self.label(lot, index);
        let decoded = medtrail(&["decode", label.to_str().unwrap()]);
        let symbols = decoded.json["symbols"].as_array().unwrap().clone();
        let qr = symbols.iter().find(|symbol| symbol["format"] == "qr").unwrap();
        fs::remove_file(label).unwrap();
        qr["text"].as_str().unwrap().to_owned()
    }

    /// Runs a command against the node, signed by a party's key.
    pub fn act(&self, party: Party, args: &[&str]) -> Answer {
        medtrail(&[args, &["--node", &self.node.url(), "--key", party.key]].concat())
    }

    /// As [`Self::act`], and it must be done.
    pub fn done(&self, party: Party, args: &[&str]) -> Answer {
        let answer = self.act(party, args);
        assert_eq!(answer.code, 0, "{args:?}: {}", answer.text);
        answer
    }

    /// As [`Self::act`], and it must be refused by this name, with a next step and without any change of custody.
    pub fn refused(&self, party: Party, args: &[&str], error: &str, lot: &str) {
        let before = self.custody(lot);
        let answer = self.act(party, args);
        assert_eq!((answer.error(), answer.json["ok"].as_bool()), (error, Some(false)), "{args:?}: {}", answer.text);
        assert_ne!(answer.code, 0);
        assert!(answer.json["error"]["next_step"].as_str().unwrap().len() > 10);
        assert_eq!(self.custody(lot), before, "a refused act changed something");
    }

    /// Who holds what of a batch, and how many packs are no longer active.
    pub fn custody(&self, lot: &str) -> String {
        let mut trace = self.act(REGULATOR, &["trace", "--gtin", GTIN, "--lot", lot]).json;
        // The block goes on while nothing changes.
        trace["block"] = 0.into();
        trace.to_string()
    }

    /// Verifies a code or picture as the pharmacist.
    pub fn verify(&self, code: &str) -> Answer {
        let who = ["--role", "pharmacist", "--participant", PHARMACY.gln];
        medtrail(&[&["verify", code, "--node", &self.node.url()], &who[..]].concat())
    }

    /// Verifies a code or picture as a patient.
    pub fn verify_as_patient(&self, code: &str) -> Answer {
        medtrail(&["verify", code, "--node", &self.node.url()])
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}
