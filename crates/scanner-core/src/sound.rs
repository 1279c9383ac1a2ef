//! What verdicts sound like, for those who look at the pack and not at the screen.
//!
//! Each kind of verdict has a pattern of its own: how many tones, and where they go, tells more than how high they are.

use verdict::Verdict;

/// A tone, or silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    /// How high, in hertz; 0 for silence.
    pub hertz: u16,
    /// How long, in milliseconds.
    pub milliseconds: u16,
}

const fn tone(hertz: u16, milliseconds: u16) -> Tone {
    Tone { hertz, milliseconds }
}

const PAUSE: Tone = tone(0, 70);

/// The tune of a verdict: genuine rises, used up stays level, what could not be checked asks, and everything bad is three low tones.
pub fn tune(verdict: Verdict) -> &'static [Tone] {
    match verdict {
        Verdict::Genuine => &const { [tone(880, 90), tone(1_320, 140)] },
        Verdict::AlreadyDispensedHere | Verdict::AlreadyUsedElsewhere => {
            &const { [tone(660, 180), PAUSE, tone(660, 180)] }
        }
        Verdict::CouldNotCheck => &const { [tone(550, 120), PAUSE, tone(440, 220)] },
        Verdict::DoNotUse | Verdict::NotRecognised | Verdict::Suspicious => {
            &const { [tone(300, 240), PAUSE, tone(300, 240), PAUSE, tone(300, 240)] }
        }
    }
}

/// A tune as samples between -1 and 1, so many a second. Tones swell and fade, so that they do not click.
pub fn samples(tune: &[Tone], rate: u32) -> Vec<f32> {
    /// Loud enough beside a counter, and not painful in headphones.
    const LOUDNESS: f32 = 0.3;
    /// How long a tone swells and fades, in seconds.
    const EDGE: f32 = 0.008;
    let mut all = Vec::new();
    for tone in tune {
        let count = u64::from(rate) * u64::from(tone.milliseconds) / 1_000;
        let length = count as f32 / rate as f32;
        all.extend((0..count).map(|index| {
            let at = index as f32 / rate as f32;
            let edge = (at.min(length - at) / EDGE).min(1.0);
            (std::f32::consts::TAU * f32::from(tone.hertz) * at).sin() * edge * LOUDNESS
        }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_bad_used_and_unchecked_sound_different() {
        let bad = [Verdict::DoNotUse, Verdict::NotRecognised, Verdict::Suspicious];
        assert!(bad.iter().all(|verdict| tune(*verdict) == tune(Verdict::Suspicious)));
        let kinds = [Verdict::Genuine, Verdict::AlreadyUsedElsewhere, Verdict::CouldNotCheck, Verdict::Suspicious];
        for (index, one) in kinds.iter().enumerate() {
            for other in &kinds[index + 1..] {
                // Whoever hears no pitch hears how many tones there are, and how long.
                let rhythm = |verdict: Verdict| tune(verdict).iter().map(|tone| tone.milliseconds).collect::<Vec<_>>();
                assert_ne!(rhythm(*one), rhythm(*other));
            }
        }
    }

    #[test]
    fn tunes_are_as_long_as_they_say_neither_loud_nor_clicking() {
        for verdict in Verdict::ALL {
            let (tune, samples) = (tune(verdict), samples(tune(verdict), 44_100));
            let milliseconds: u64 = tune.iter().map(|tone| u64::from(tone.milliseconds)).sum();
            assert!(milliseconds <= 1_000, "the next pack waits");
            assert!((samples.len() as u64 * 1_000 / 44_100).abs_diff(milliseconds) <= 1);
            assert!(samples.iter().all(|sample| sample.abs() <= 0.3));
            let steps = samples.windows(2).map(|pair| (pair[0] - pair[1]).abs());
            assert!(steps.fold(0.0, f32::max) < 0.06, "no jump that clicks");
            assert!(samples.iter().any(|sample| sample.abs() > 0.2), "it is heard");
        }
    }
}
