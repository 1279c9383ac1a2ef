//! Plays tunes, where there is something that plays them.

use std::{
    num::NonZero,
    sync::{
        OnceLock,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use rodio::{DeviceSinkBuilder, buffer::SamplesBuffer, nz};
use scanner_core::sound::{Tone, samples};

/// Samples a second.
const RATE: NonZero<u32> = nz!(44_100);
const MONO: NonZero<u16> = nz!(1);

/// Plays a tune and returns at once. While others wait to be played, it is left out: a tune that comes late tells of the wrong
/// pack.
pub fn play(tune: &'static [Tone]) {
    static PLAYER: OnceLock<Option<SyncSender<&'static [Tone]>>> = OnceLock::new();
    let player = PLAYER.get_or_init(|| {
        let (give, take) = sync_channel(1);
        thread::Builder::new().name("sound".into()).spawn(move || player(&take)).ok().map(|_| give)
    });
    if let Some(player) = player {
        let _ = player.try_send(tune);
    }
}

/// Plays one tune after the other. The device is opened for each: a machine may get or lose its loudspeaker meanwhile, and an
/// open one keeps it from sleeping.
fn player(tunes: &Receiver<&'static [Tone]>) {
    for tune in tunes {
        let Ok(mut sink) = DeviceSinkBuilder::open_default_sink() else { continue };
        sink.log_on_drop(false);
        sink.mixer().add(SamplesBuffer::new(MONO, RATE, samples(tune, RATE.get())));
        let milliseconds: u64 = tune.iter().map(|tone| u64::from(tone.milliseconds)).sum();
        thread::sleep(Duration::from_millis(milliseconds + 60));
    }
}
