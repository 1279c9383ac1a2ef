//! How warm and how cold goods may be, by the way they have to be kept.

use ledger_types::{
    Storage,
    cold_chain::{Breach, BreachKind, CentiCelsius, Log, Segment, Span},
};
use mean_kinetic::Stretch;

/// What is tolerated of goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// No reading may be below this.
    pub floor: CentiCelsius,
    /// No reading may be above this.
    pub ceiling: CentiCelsius,
    /// The mean kinetic temperature over the window may not be above this.
    pub limit: CentiCelsius,
    /// Length of the window, in seconds.
    pub window: u64,
    /// What counts for time in the window that no sensor saw: the middle of the range. Before the journey goods were kept
    /// as they should be; a short excursion is not a breach because the log is short.
    pub base: CentiCelsius,
}

const HOUR: u64 = 3_600;

/// The longest window of any rule, in seconds.
pub const LONGEST_WINDOW: u64 = 30 * 24 * HOUR;

/// The rule for goods kept this way; `None` if there is none.
pub fn rule(storage: Storage) -> Option<Rule> {
    match storage {
        Storage::Ambient => None,
        // USP ⟨659⟩ and ⟨1079.2⟩, controlled cold temperature: 2 to 8 °C, excursions between 0 and 15 °C, as long as the
        // mean kinetic temperature over a day is not above 8 °C.
        Storage::Refrigerated => Some(Rule { floor: 0, ceiling: 1_500, limit: 800, window: 24 * HOUR, base: 500 }),
        // The same, controlled room temperature: 20 to 25 °C, excursions between 15 and 30 °C with spikes to 40 °C, as
        // long as the mean kinetic temperature over thirty days is not above 25 °C.
        Storage::ControlledRoom => {
            Some(Rule { floor: 1_500, ceiling: 4_000, limit: 2_500, window: LONGEST_WINDOW, base: 2_250 })
        }
    }
}

/// The mean kinetic temperature over the window of a rule that ends at `until`.
pub fn moving_mean(rule: &Rule, spans: &[Span], until: u64) -> CentiCelsius {
    let from = until.saturating_sub(rule.window);
    let seen = spans.iter().map(|span| {
        let (length, inside) =
            (span.until.saturating_sub(span.from), span.until.min(until).saturating_sub(span.from.max(from)));
        // Of a span with gaps, that part of what was seen that is its part of the window.
        let seconds = u128::from(span.seen) * u128::from(inside) / u128::from(length.max(1));
        Stretch { seconds: seconds as u64, temperature: span.kinetic }
    });
    let observed: u64 = seen.clone().map(|stretch| stretch.seconds).sum();
    let rest = Stretch { seconds: rule.window.saturating_sub(observed), temperature: rule.base };
    mean_kinetic::mean(seen.chain([rest])).unwrap_or(rule.base)
}

/// What a segment shows to be wrong with goods kept this way, once it is part of the log.
pub fn breach(storage: Storage, log: &Log, segment: &Segment) -> Option<Breach> {
    let rule = rule(storage)?;
    let found = |kind, value| Some(Breach { storage, kind, value, at: segment.until });
    if segment.min < rule.floor {
        return found(BreachKind::TooCold, segment.min);
    }
    if segment.max > rule.ceiling {
        return found(BreachKind::TooWarm, segment.max);
    }
    let mean = moving_mean(&rule, &log.spans, segment.until);
    if mean > rule.limit { found(BreachKind::Mean, mean) } else { None }
}

/// Adds a segment to a log. When the log has as many spans as it may have, neighbours are joined in pairs: their mean is
/// exact, only the moment at which the window cuts them gets coarser.
pub fn append(log: &mut Log, segment: &Segment) {
    let first = log.segments == 0;
    log.min = if first { segment.min } else { log.min.min(segment.min) };
    log.max = if first { segment.max } else { log.max.max(segment.max) };
    log.segments = log.segments.saturating_add(1);
    if let Some(last) = log.spans.last() {
        log.unobserved = log.unobserved.saturating_add(segment.from.saturating_sub(last.until));
    }
    log.spans.retain(|span| span.until.saturating_add(LONGEST_WINDOW) > segment.until);
    let seen = segment.until.saturating_sub(segment.from);
    let span = Span { from: segment.from, until: segment.until, seen, kinetic: segment.kinetic };
    if log.spans.try_push(span).is_err() {
        let joined = log.spans.chunks(2).filter_map(join).collect::<alloc::vec::Vec<_>>();
        log.spans = joined.try_into().unwrap_or_default();
        let _ = log.spans.try_push(span);
    }
}

/// Neighbouring spans as one. What lies between them was not seen.
fn join(spans: &[Span]) -> Option<Span> {
    let stretch = |span: &Span| Stretch { seconds: span.seen, temperature: span.kinetic };
    let kinetic = mean_kinetic::mean(spans.iter().map(stretch))?;
    let seen = spans.iter().map(|span| span.seen).sum();
    Some(Span { from: spans.first()?.from, until: spans.last()?.until, seen, kinetic })
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u64 = 1_800_000_000;

    fn segment(from: u64, hours: u64, temperature: i16) -> Segment {
        let (from, until) = (START + from * HOUR, START + (from + hours) * HOUR);
        let (min, max, mean, kinetic) = (temperature, temperature, temperature, temperature);
        let (device, digest) = ([0; 32], [0; 32]);
        let (number, shipment, readings, deviation) = (0, 0, 60, 0);
        Segment { device, number, shipment, from, until, readings, min, max, mean, deviation, kinetic, digest }
    }

    /// The first breach of refrigerated goods in a log of hours at temperatures.
    fn refrigerated(parts: &[(u64, i16)]) -> Option<(BreachKind, i16)> {
        let (mut log, mut at) = (Log::default(), 0);
        for &(hours, temperature) in parts {
            let segment = segment(at, hours, temperature);
            append(&mut log, &segment);
            if let Some(breach) = breach(Storage::Refrigerated, &log, &segment) {
                return Some((breach.kind, breach.value));
            }
            at += hours;
        }
        None
    }

    #[test]
    fn published_excursions_of_refrigerated_goods() {
        assert_eq!(refrigerated(&[(18, 500), (6, 1_400)]), Some((BreachKind::Mean, 829)));
        assert_eq!(refrigerated(&[(6, 1_400)]), Some((BreachKind::Mean, 829)), "before the journey it was 5 °C");
        assert_eq!(refrigerated(&[(10, 500), (4, 1_500), (10, 500)]), None);
        assert_eq!(refrigerated(&[(19, 500), (5, 1_500)]), Some((BreachKind::Mean, 826)));
    }

    #[test]
    fn single_readings_have_limits_of_their_own() {
        assert_eq!(refrigerated(&[(1, 0)]), None);
        assert_eq!(refrigerated(&[(1, -1)]), Some((BreachKind::TooCold, -1)));
        assert_eq!(refrigerated(&[(1, 1_501)]), Some((BreachKind::TooWarm, 1_501)));
        assert_eq!(rule(Storage::Ambient), None);
    }

    #[test]
    fn a_window_looks_back_over_many_segments_and_no_further() {
        let mut hourly: Vec<_> = [(1, 1_500); 3].into_iter().chain([(1, 500); 21]).collect();
        assert_eq!(refrigerated(&hourly), None);
        hourly.extend([(1, 1_500); 4]);
        assert_eq!(refrigerated(&hourly), None, "the first three hours have left the window");
        hourly.push((1, 1_500));
        assert_eq!(refrigerated(&hourly), Some((BreachKind::Mean, 826)));
    }

    #[test]
    fn controlled_room_temperature_is_judged_over_thirty_days() {
        let mut log = Log::default();
        let mut days = (0..30).map(|day| segment(day * 24, 24, if day < 20 { 2_200 } else { 3_000 }));
        let found = days.find_map(|segment| {
            append(&mut log, &segment);
            breach(Storage::ControlledRoom, &log, &segment)
        });
        let found = found.expect("nine days at 30 °C are too many");
        assert_eq!((found.kind, found.value), (BreachKind::Mean, 2_518));
        assert_eq!(found.at, START + 29 * 24 * HOUR);
    }

    #[test]
    fn gaps_between_joined_spans_count_as_unseen() {
        let mut log = Log::default();
        for part in 0..65 {
            let mut short = segment(part * 11, 0, 2_800);
            short.until = short.from + 600;
            append(&mut log, &short);
            assert_eq!(breach(Storage::ControlledRoom, &log, &short), None, "part {part}");
        }
        assert!(log.spans.len() < 65);
        let rule = rule(Storage::ControlledRoom).expect("a rule");
        let until = START + 64 * 11 * HOUR + 600;
        // 65 times ten minutes at 28 °C in thirty days at 22.5 °C.
        assert_eq!(moving_mean(&rule, &log.spans, until), 2_261);
    }

    #[test]
    fn a_log_of_any_length_keeps_its_mean() {
        let mut log = Log::default();
        for part in 0..1_000u64 {
            let mut short = segment(0, 0, if part % 2 == 0 { 400 } else { 600 });
            (short.from, short.until) = (START + part * 300, START + part * 300 + 300);
            append(&mut log, &short);
        }
        let rule = rule(Storage::Refrigerated).expect("a rule");
        let mean = moving_mean(&rule, &log.spans, START + 300_000);
        assert!((505..=507).contains(&mean), "{mean}");
        assert_eq!((log.segments, log.min, log.max, log.unobserved), (1_000, 400, 600, 0));
    }
}
