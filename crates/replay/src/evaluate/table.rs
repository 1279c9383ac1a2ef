//! The judgement for people.

use std::fmt;

use super::{Evaluation, Share};

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.3} %", share * 100.0))
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"))
}

fn of(share: &Share) -> String {
    format!("{} of {} ({})", share.count, share.of, percent(share.share))
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} scans in {} worlds ({})", self.scans, self.worlds, self.about)?;
        let alarms = &self.false_alarms;
        let [low, high] = alarms.interval.map(|share| percent(Some(share)));
        writeln!(f, "false alarms: {}, 95 % interval by site {low} to {high}", of(&alarms.all))?;
        for (class, share) in &alarms.by_class {
            writeln!(f, "  {class:<12} {}", of(share))?;
        }
        for (reason, count) in &alarms.by_reason {
            writeln!(f, "  {count:>8} for {reason}")?;
        }
        writeln!(f, "  a week at the 95th percentile of pharmacies: {}", number(alarms.weekly_at_pharmacy))?;
        let heads: String =
            self.calibrated.iter().map(|at| format!(" {:>12}", format!("at {} % *", at.budget * 100.0))).collect();
        writeln!(
            f,
            "{:<26} {:>16} {:>10}{heads} {:>8} {:>10} {:>8}",
            "family", "incidents", "recall", "scans", "dispensed", "hours"
        )?;
        for (name, family) in &self.families {
            let found = format!("{} of {}", family.incidents.count, family.incidents.of);
            let calibrated: String = self
                .calibrated
                .iter()
                .map(|at| format!(" {:>12}", percent(at.families.get(name).and_then(|share| share.share))))
                .collect();
            let (scans, hours) = (number(family.scans_until), number(family.hours_until));
            let (recall, dispensed) = (percent(family.incidents.share), number(family.dispensed_until));
            writeln!(f, "{name:<26} {found:>16} {recall:>10}{calibrated} {scans:>8} {dispensed:>10} {hours:>8}")?;
        }
        let calibrated: String = self.calibrated.iter().map(|at| format!(" {:>12}", percent(at.mean_recall))).collect();
        writeln!(f, "{:<26} {:>16} {:>10}{calibrated}", "mean", "", percent(self.mean_recall))?;
        if !self.calibrated.is_empty() {
            writeln!(
                f,
                "* by score alone, calibrated on this world: the threshold was chosen on the scans it is judged on"
            )?;
        }
        writeln!(
            f,
            "technical scans whose fault is named: {}, accused: {}",
            of(&self.triage.named),
            of(&self.triage.accused)
        )?;
        writeln!(f, "attack scans with an alarm: {}", of(&self.scan_recall))?;
        for at in std::iter::once(&self.precision).chain(&self.translated) {
            writeln!(f, "precision at a prevalence of {:.2e}: {}", at.prevalence, percent(at.precision))?;
        }
        Ok(())
    }
}
