//! What a participant holds, lot by lot.

use std::collections::BTreeMap;

use gs1::Date;
use ledger_client::{LedgerError, View};
use ledger_types::{
    Batch, BatchKey, BatchStatus, Holding, HoldingStatus, PackChunk, PackIndex, PackState, ParticipantId, Product,
    ProductStatus, RecallClass, ShipmentId,
};

use crate::{
    Parties, Party, csv,
    states::{Tally, count, each_run},
};

/// A lot that expires within so many seconds wants attention: 90 days.
pub const NEAR_EXPIRY: u64 = 90 * 86_400;

/// What a participant holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// Who holds it.
    pub owner: Party,
    /// The lots: first to expire, first.
    pub lots: Vec<HeldLot>,
    /// Whether the ledger has more holdings than were looked through: lots may be missing then.
    pub more: bool,
    /// What says so.
    pub as_of: AsOf,
}

/// A block, from which something was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Its number.
    pub block: u32,
    /// The chain's clock in it, in seconds since 1970-01-01 UTC.
    pub time: u64,
}

/// Packs of one lot that a participant holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLot {
    /// GTIN and lot.
    pub key: BatchKey,
    /// What the chain says of the batch.
    pub batch: Batch,
    /// What the chain says of the product.
    pub product: Option<Product>,
    /// The packs, in order of their places.
    pub pieces: Vec<Piece>,
    /// How many are in which condition.
    pub packs: Packs,
    /// How many are in each state that is not active; none for a state that this program does not know.
    pub states: Vec<(Option<PackState>, u32)>,
    /// What says so.
    pub as_of: AsOf,
    pub(crate) changed: Vec<(u32, PackChunk)>,
}

/// Neighbouring packs that came and lie together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First pack.
    pub start: PackIndex,
    /// One past the last pack.
    pub end: PackIndex,
    /// The shipment in which they are on their way to somebody else, if they are.
    pub shipment: Option<ShipmentId>,
    /// Whether they were too warm or too cold on their way, and the maker has not assessed that.
    pub breached: bool,
}

/// Packs by their condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packs {
    /// Active and here.
    pub active: u64,
    /// Active and on their way to somebody else, who has not received them.
    pub on_way: u64,
    /// Locked, or in quarantine.
    pub on_hold: u64,
    /// Dispensed, destroyed, or otherwise no longer in trade.
    pub out: u64,
}

/// Whether a lot may be traded, its expiry aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is certified for sale.
    Released,
    /// Not yet.
    NotReleased,
    /// Some of the packs that are held are called back.
    PartRecalled(RecallClass),
    /// It is off the market.
    Withdrawn,
    /// It is called back.
    Recalled(RecallClass),
}

/// How long a lot lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShelfLife {
    /// Longer than [`NEAR_EXPIRY`].
    Long,
    /// For so many seconds, which is not long.
    Near(u64),
    /// It has expired.
    Expired,
}

/// How much stock there is of several lots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Lots of which something is left.
    pub lots: usize,
    /// Of these, how many expire soon.
    pub near: usize,
    /// How many have expired.
    pub expired: usize,
    /// How many are called back or off the market, as a whole or in part.
    pub stopped: usize,
    /// All packs.
    pub packs: Packs,
}

impl Packs {
    /// Whether nothing is left of it: every pack is out of trade.
    pub fn are_used_up(self) -> bool {
        self.active + self.on_way + self.on_hold == 0
    }

    fn add(&mut self, other: Self) {
        self.active += other.active;
        self.on_way += other.on_way;
        self.on_hold += other.on_hold;
        self.out += other.out;
    }
}

impl Piece {
    /// How many packs.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether there are none, which the chain does not allow.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    fn of(end: PackIndex, holding: &Holding) -> Self {
        let shipment = match holding.status {
            HoldingStatus::Held => None,
            HoldingStatus::InTransit(shipment) => Some(shipment),
        };
        Self { start: holding.start, end, shipment, breached: holding.breached.is_some() }
    }
}

impl HeldLot {
    /// A lot, of these pieces. `changed`: the chunks of its packs' states that hold one that is not active, in order.
    pub fn new(
        key: BatchKey,
        batch: Batch,
        product: Option<Product>,
        pieces: Vec<Piece>,
        changed: Vec<(u32, PackChunk)>,
        as_of: AsOf,
    ) -> Self {
        let (mut packs, mut states) = (Packs::default(), Tally::new());
        for piece in &pieces {
            each_run(&changed, piece.start..piece.end, |run| {
                count(&mut states, run);
                let condition = match run.state {
                    Some(PackState::Active) if piece.shipment.is_some() => &mut packs.on_way,
                    Some(PackState::Active) => &mut packs.active,
                    Some(PackState::Locked | PackState::Quarantined) => &mut packs.on_hold,
                    _ => &mut packs.out,
                };
                *condition += u64::from(run.len());
            });
        }
        Self { key, batch, product, pieces, packs, states, as_of, changed }
    }

    /// The product's name; its GTIN if the ledger does not know it.
    pub fn name(&self) -> String {
        match &self.product {
            Some(product) => String::from_utf8_lossy(&product.data.name).into_owned(),
            None => self.gtin(),
        }
    }

    /// The GTIN, with all 14 digits.
    pub fn gtin(&self) -> String {
        format!("{:014}", self.key.gtin)
    }

    /// The lot as printed.
    pub fn lot(&self) -> String {
        String::from_utf8_lossy(&self.key.lot).into_owned()
    }

    /// The last day on which packs may be used, such as `2027-12-31`.
    pub fn last_day(&self) -> String {
        match Date::from_number(self.batch.expiry).map(Date::last_day) {
            Some((year, month, day)) => format!("{year:04}-{month:02}-{day:02}"),
            None => self.batch.expiry.to_string(),
        }
    }

    /// Whether it may be traded.
    pub fn standing(&self) -> Standing {
        let product = self.product.as_ref().map(|product| product.status);
        let of_batch = match self.batch.status {
            BatchStatus::Recalled { class, .. } => Some(class),
            _ => None,
        };
        let of_product = match product {
            Some(ProductStatus::Recalled { class, .. }) => Some(class),
            _ => None,
        };
        let gravest = |classes: &mut dyn Iterator<Item = RecallClass>| classes.min_by_key(|class| *class as u8);
        if let Some(class) = gravest(&mut of_batch.into_iter().chain(of_product)) {
            return Standing::Recalled(class);
        }
        let withdrawn = matches!(product, Some(ProductStatus::Withdrawn { .. }));
        if withdrawn || matches!(self.batch.status, BatchStatus::Withdrawn { .. }) {
            return Standing::Withdrawn;
        }
        let mut of_packs = self.pieces.iter().filter_map(|piece| self.batch.range_recall(&(piece.start..piece.end)));
        match (gravest(&mut of_packs), self.batch.status) {
            (Some(class), _) => Standing::PartRecalled(class),
            (None, BatchStatus::Registered) => Standing::NotReleased,
            (None, _) => Standing::Released,
        }
    }

    /// How long it lasts (`now`: seconds since 1970-01-01 UTC). What is no date counts as expired, as the chain has it.
    pub fn shelf_life(&self, now: u64) -> ShelfLife {
        match self.expires_at().checked_sub(now) {
            None | Some(0) => ShelfLife::Expired,
            Some(left) if left <= NEAR_EXPIRY => ShelfLife::Near(left),
            Some(_) => ShelfLife::Long,
        }
    }

    /// Whether it is what somebody looks for: a part of the product's name, lot or GTIN.
    pub fn matches(&self, sought: &str) -> bool {
        let sought = sought.trim().to_lowercase();
        [self.name(), self.lot(), self.gtin()].iter().any(|text| text.to_lowercase().contains(&sought))
    }

    /// The piece in which a pack is, if it is held.
    pub fn piece_of(&self, pack: PackIndex) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.end <= pack);
        self.pieces.get(after).filter(|piece| piece.start <= pack)
    }

    /// The state of a pack; none for a state that this program does not know.
    pub fn state_of(&self, pack: PackIndex) -> Option<PackState> {
        let (chunk, slot) = PackChunk::locate(pack);
        match self.changed.binary_search_by_key(&chunk, |(number, _)| *number) {
            Ok(found) => self.changed.get(found).and_then(|(_, states)| states.get(slot)),
            Err(_) => Some(PackState::Active),
        }
    }

    /// How many packs are in a state that is not active.
    pub fn in_state(&self, state: PackState) -> u32 {
        self.states.iter().find(|(found, _)| *found == Some(state)).map_or(0, |(_, packs)| *packs)
    }

    fn expires_at(&self) -> u64 {
        Date::from_number(self.batch.expiry).and_then(|date| u64::try_from(date.ends_at()).ok()).unwrap_or(0)
    }
}

impl Stock {
    /// The time by which expiry is judged: a clock that runs behind the chain's makes nothing younger.
    pub fn today(&self, now: u64) -> u64 {
        now.max(self.as_of.time)
    }

    /// What is held of a lot.
    pub fn lot(&self, key: &BatchKey) -> Option<&HeldLot> {
        self.lots.iter().find(|lot| lot.key == *key)
    }

    /// Takes in what was read of one lot; none if nothing is held of it.
    pub fn put(&mut self, key: &BatchKey, lot: Option<HeldLot>) {
        self.lots.retain(|known| known.key != *key);
        self.lots.extend(lot);
        sort(&mut self.lots);
    }
}

impl AsOf {
    async fn of(view: &View<'_>) -> Result<Self, LedgerError> {
        Ok(Self { block: view.block.number, time: view.time().await? })
    }
}

fn sort(lots: &mut [HeldLot]) {
    lots.sort_by_cached_key(|lot| (lot.expires_at(), lot.name().to_lowercase(), lot.key.clone()));
}

/// How much there is of these lots.
pub fn totals<'a>(lots: impl IntoIterator<Item = &'a HeldLot>, now: u64) -> Totals {
    let mut totals = Totals::default();
    for lot in lots {
        totals.packs.add(lot.packs);
        if lot.packs.are_used_up() {
            continue;
        }
        totals.lots += 1;
        match lot.shelf_life(now) {
            ShelfLife::Long => {}
            ShelfLife::Near(_) => totals.near += 1,
            ShelfLife::Expired => totals.expired += 1,
        }
        totals.stopped += usize::from(!matches!(lot.standing(), Standing::Released | Standing::NotReleased));
    }
    totals
}

/// What a participant holds.
///
/// # Errors
/// As [`View::stock_of`].
pub async fn stock(view: &View<'_>, of: ParticipantId) -> Result<Stock, LedgerError> {
    let owner = Parties::of(view).get(of).await?;
    let ledger_client::Stock { holdings, more } = view.stock_of(of).await?;
    let mut by_lot: BTreeMap<BatchKey, Vec<Piece>> = BTreeMap::new();
    for (key, end, holding) in holdings {
        by_lot.entry(key).or_default().push(Piece::of(end, &holding));
    }
    let keys: Vec<BatchKey> = by_lot.keys().cloned().collect();
    let gtins: Vec<u64> = keys.iter().map(|key| key.gtin).collect();
    let (batches, products) = (view.batches(&keys).await?, view.products(&gtins).await?);
    let (as_of, mut lots) = (AsOf::of(view).await?, Vec::new());
    for (((key, pieces), batch), product) in by_lot.into_iter().zip(batches).zip(products) {
        let batch = batch.ok_or(LedgerError::BadAnswer("packs are held of no batch"))?;
        lots.push(held(view, key, batch, product, pieces, as_of).await?);
    }
    sort(&mut lots);
    Ok(Stock { owner, lots, more, as_of })
}

/// What a participant holds of one lot; none if that is nothing.
///
/// # Errors
/// As [`View::holdings`].
pub async fn held_of(view: &View<'_>, of: ParticipantId, key: &BatchKey) -> Result<Option<HeldLot>, LedgerError> {
    let Some(batch) = view.batch(key).await? else { return Ok(None) };
    let holdings = view.holdings(key, &batch).await?.into_iter();
    let own = holdings.filter(|(_, holding)| holding.holder == of);
    let pieces: Vec<Piece> = own.map(|(end, holding)| Piece::of(end, &holding)).collect();
    if pieces.is_empty() {
        return Ok(None);
    }
    let product = view.products(&[key.gtin]).await?.pop().flatten();
    held(view, key.clone(), batch, product, pieces, AsOf::of(view).await?).await.map(Some)
}

async fn held(
    view: &View<'_>,
    key: BatchKey,
    batch: Batch,
    product: Option<Product>,
    mut pieces: Vec<Piece>,
    as_of: AsOf,
) -> Result<HeldLot, LedgerError> {
    pieces.sort_by_key(|piece| piece.start);
    let apart = pieces.is_sorted_by(|one, next| one.end <= next.start);
    if !apart || pieces.iter().any(|piece| piece.is_empty() || piece.end > batch.packs) {
        return Err(LedgerError::BadAnswer("holdings are no parts of their batch"));
    }
    let changed = view.changed_among(&key, &batch, pieces.iter().map(|piece| piece.start..piece.end)).await?;
    Ok(HeldLot::new(key, batch, product, pieces, changed, as_of))
}

/// Lots as a table (`now`: seconds since 1970-01-01 UTC).
pub fn stock_table<'a>(lots: impl IntoIterator<Item = &'a HeldLot>, now: u64) -> String {
    let heads = [
        "product",
        "GTIN",
        "lot",
        "last day",
        "days left",
        "standing",
        "active",
        "on the way",
        "on hold",
        "out of trade",
    ];
    let line = |lot: &HeldLot| {
        let left = lot.expires_at().saturating_sub(now) / 86_400;
        let Packs { active, on_way, on_hold, out } = lot.packs;
        let packs = [active, on_way, on_hold, out].map(|packs| packs.to_string());
        let [active, on_way, on_hold, out] = packs;
        let standing = lot.standing().code().to_owned();
        [lot.name(), lot.gtin(), lot.lot(), lot.last_day(), left.to_string(), standing, active, on_way, on_hold, out]
    };
    csv::table(std::iter::once(heads.map(str::to_owned)).chain(lots.into_iter().map(line)))
}

impl Standing {
    /// A name that programs can rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::NotReleased => "not-released",
            Self::PartRecalled(_) => "partly-recalled",
            Self::Withdrawn => "withdrawn",
            Self::Recalled(_) => "recalled",
        }
    }
}

impl ShelfLife {
    /// A name that programs can rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Near(_) => "near-expiry",
            Self::Expired => "expired",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger_types::{ProductData, Storage, batch::RangeRecall};

    use super::*;

    /// The end of 2027-12-31, in seconds since 1970-01-01 UTC.
    const EXPIRY: u64 = 1_830_297_600;

    fn held(lot: &str, packs: u32, states: &[(PackIndex, PackState)]) -> HeldLot {
        let batch = Batch {
            maker: 1,
            expiry: 20_271_200,
            packs,
            root: [0; 32],
            status: BatchStatus::Released,
            changed_chunks: 1,
            certificate: None,
            recalls: Vec::new().try_into().unwrap(),
        };
        let data = ProductData {
            name: b"Amoxicillin, 500 mg".to_vec().try_into().unwrap(),
            markets: vec![*b"DE"].try_into().unwrap(),
            storage: Storage::Ambient,
            authorisation: b"DE 1.00".to_vec().try_into().unwrap(),
        };
        let product = Product { maker: 1, data, status: ProductStatus::Marketed };
        let mut chunk = PackChunk::default();
        states.iter().for_each(|(pack, state)| chunk.set(*pack, *state));
        let key = BatchKey::new(4_012_345_678_901, lot.as_bytes()).unwrap();
        let pieces = vec![
            Piece { start: 0, end: packs / 2, shipment: None, breached: false },
            Piece { start: packs / 2, end: packs, shipment: Some(7), breached: false },
        ];
        HeldLot::new(key, batch, Some(product), pieces, vec![(0, chunk)], AsOf::default())
    }

    #[test]
    fn packs_are_counted_by_what_can_be_done_with_them() {
        let states = [(0, PackState::Dispensed), (1, PackState::Locked), (2, PackState::Quarantined)];
        let lot = held("LOT-7", 10, &states);
        assert_eq!(lot.packs, Packs { active: 2, on_way: 5, on_hold: 2, out: 1 });
        assert_eq!(lot.in_state(PackState::Locked), 1);
        assert_eq!((lot.state_of(1), lot.state_of(3)), (Some(PackState::Locked), Some(PackState::Active)));
        assert_eq!((lot.piece_of(4).unwrap().end, lot.piece_of(5).unwrap().end, lot.piece_of(10)), (5, 10, None));
        assert!(!lot.packs.are_used_up() && Packs { out: 3, ..Packs::default() }.are_used_up());
    }

    #[test]
    fn a_lot_lasts_until_the_end_of_its_last_day() {
        let lot = held("LOT-7", 10, &[]);
        assert_eq!(lot.last_day(), "2027-12-31");
        assert_eq!(lot.shelf_life(EXPIRY - NEAR_EXPIRY - 1), ShelfLife::Long);
        assert_eq!(lot.shelf_life(EXPIRY - NEAR_EXPIRY), ShelfLife::Near(NEAR_EXPIRY));
        assert_eq!(lot.shelf_life(EXPIRY - 1), ShelfLife::Near(1));
        assert_eq!(lot.shelf_life(EXPIRY), ShelfLife::Expired);
        let mut odd = lot;
        odd.batch.expiry = 20_271_399;
        assert_eq!(odd.shelf_life(0), ShelfLife::Expired, "what is no date is not good for sale");
    }

    #[test]
    fn the_gravest_standing_is_the_one_that_is_said() {
        let mut lot = held("LOT-7", 10, &[]);
        assert_eq!(lot.standing(), Standing::Released);
        let recall = |start, end, class| vec![RangeRecall { start, end, class }].try_into().unwrap();
        lot.batch.recalls = recall(10, 20, RecallClass::I);
        assert_eq!(lot.standing(), Standing::Released, "those are somebody else's packs");
        lot.batch.recalls = recall(9, 20, RecallClass::II);
        assert_eq!(lot.standing(), Standing::PartRecalled(RecallClass::II));
        lot.batch.status = BatchStatus::Withdrawn { by: 0, at: 0 };
        assert_eq!(lot.standing(), Standing::Withdrawn);
        lot.product.as_mut().unwrap().status = ProductStatus::Recalled { class: RecallClass::III, by: 0, at: 0 };
        assert_eq!(lot.standing(), Standing::Recalled(RecallClass::III));
        lot.batch.status = BatchStatus::Recalled { class: RecallClass::I, by: 0, at: 0 };
        assert_eq!(lot.standing(), Standing::Recalled(RecallClass::I));
    }

    #[test]
    fn totals_leave_used_up_lots_out_of_the_warnings() {
        let mut recalled = held("LOT-9", 4, &[]);
        recalled.batch.status = BatchStatus::Recalled { class: RecallClass::I, by: 0, at: 0 };
        let used: Vec<_> = (0..4).map(|pack| (pack, PackState::Dispensed)).collect();
        let lots = [held("LOT-7", 10, &[]), held("LOT-8", 4, &used), recalled];
        let totals = super::totals(&lots, EXPIRY - 1);
        assert_eq!((totals.lots, totals.near, totals.expired, totals.stopped), (2, 2, 0, 1));
        assert_eq!(totals.packs, Packs { active: 7, on_way: 7, on_hold: 0, out: 4 });
        assert_eq!(super::totals(&lots, EXPIRY).expired, 2);
    }

    #[test]
    fn a_lot_is_found_by_parts_of_its_names_and_saved_as_a_table() {
        let lot = held("=LOT", 10, &[(0, PackState::Destroyed)]);
        assert!(["amoxi", "=lot", "0401234", " 500 MG "].iter().all(|sought| lot.matches(sought)));
        assert!(!lot.matches("ibuprofen"));
        let table = stock_table([&lot], EXPIRY - 2 * 86_400);
        let line = "\"Amoxicillin, 500 mg\",04012345678901,'=LOT,2027-12-31,2,released,4,5,0,1";
        assert_eq!(table.lines().nth(1), Some(line));
    }

    fn stock_of(lots: Vec<HeldLot>) -> Stock {
        let owner = Party { id: 3, gln: 4_000_003_000_003, name: "Apotheke".into(), kind: None };
        Stock { owner, lots, more: false, as_of: AsOf { block: 9, time: EXPIRY } }
    }

    #[test]
    fn a_lot_that_is_read_again_takes_its_place_among_the_others() {
        let mut stock = stock_of(vec![held("LOT-7", 10, &[]), held("LOT-8", 10, &[])]);
        let mut sooner = held("LOT-9", 10, &[]);
        sooner.batch.expiry = 20_271_130;
        stock.put(&sooner.key.clone(), Some(sooner));
        stock.put(&held("LOT-8", 1, &[]).key, Some(held("LOT-8", 4, &[])));
        let lots = |stock: &Stock| stock.lots.iter().map(HeldLot::lot).collect::<Vec<_>>();
        assert_eq!(lots(&stock), ["LOT-9", "LOT-7", "LOT-8"]);
        assert_eq!(stock.lot(&held("LOT-8", 1, &[]).key).unwrap().packs.active, 2);
        stock.put(&held("LOT-7", 1, &[]).key, None);
        assert_eq!(lots(&stock), ["LOT-9", "LOT-8"]);
    }

    #[test]
    fn a_clock_that_runs_behind_makes_no_lot_younger() {
        let stock = stock_of(Vec::new());
        assert_eq!((stock.today(0), stock.today(EXPIRY + 1)), (EXPIRY, EXPIRY + 1));
    }
}
