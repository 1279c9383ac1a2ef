//! A film in place of a camera: a YUV4MPEG2 file, or a folder of pictures. For desktops without camera, for trying out and for tests.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use decode::Picture;
use futures::{SinkExt, Stream, channel::mpsc::Sender};

use super::{Closed, Event, eye::Eye};

/// Time between two frames.
const PACE: Duration = Duration::from_millis(66);
/// Most bytes of a frame's brightness.
const MAX_FRAME: usize = 64 * 1024 * 1024;
/// Longest line that a film's header may have.
const MAX_LINE: u64 = 1_024;

/// Shows the film once.
pub(super) fn watch(film: PathBuf) -> impl Stream<Item = Event> {
    iced::stream::channel(4, async move |out: Sender<Event>| {
        let mut to_the_end = out.clone();
        // Reading and decoding are no work for the thread that draws.
        let shown = tokio::task::spawn_blocking(move || show(&film, Eye::new(out))).await;
        let closed = match shown {
            Ok(Ok(())) => Closed::ByUser,
            _ => Closed::Broken,
        };
        let _ = to_the_end.send(Event::Closed(closed)).await;
    })
}

fn show(film: &Path, mut eye: Eye) -> io::Result<()> {
    let mut frames = Frames::open(film)?;
    loop {
        let began = Instant::now();
        let Some(picture) = frames.next()? else { return Ok(()) };
        if !eye.look(&picture) {
            return Ok(());
        }
        thread::sleep(PACE.saturating_sub(began.elapsed()));
    }
}

enum Frames {
    Film { file: BufReader<fs::File>, width: u32, height: u32 },
    Pictures(std::vec::IntoIter<PathBuf>),
}

impl Frames {
    fn open(path: &Path) -> io::Result<Self> {
        if path.is_dir() {
            let files = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
            let mut files = files.collect::<io::Result<Vec<_>>>()?;
            files.sort();
            return Ok(Self::Pictures(files.into_iter()));
        }
        let mut file = BufReader::new(fs::File::open(path)?);
        let header = line(&mut file)?;
        let number = |mark: char| header.split(' ').find_map(|part| part.strip_prefix(mark)?.parse::<u32>().ok());
        let fits = |(width, height): &(u32, u32)| *width as usize * *height as usize <= MAX_FRAME && *width > 0;
        match number('W').zip(number('H')).filter(fits) {
            Some((width, height)) if header.starts_with("YUV4MPEG2") => Ok(Self::Film { file, width, height }),
            _ => Err(io::Error::other("this is no YUV4MPEG2 film")),
        }
    }

    /// The next frame; none at the end.
    fn next(&mut self) -> io::Result<Option<Picture>> {
        match self {
            Self::Pictures(paths) => {
                let Some(path) = paths.next() else { return Ok(None) };
                let bytes = fs::read(path)?;
                Picture::from_file(&bytes).map(Some).map_err(io::Error::other)
            }
            Self::Film { file, width, height } => {
                if !line(file)?.starts_with("FRAME") {
                    return Ok(None);
                }
                let brightness = *width as usize * *height as usize;
                let mut luma = vec![0; brightness];
                file.read_exact(&mut luma)?;
                // Colours take half as much in the one layout that cameras and players share (4:2:0).
                let colours = 2 * (width.div_ceil(2) as usize * height.div_ceil(2) as usize);
                io::copy(&mut file.by_ref().take(colours as u64), &mut io::sink())?;
                Ok(Picture::new(*width, *height, luma))
            }
        }
    }
}

fn line(file: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    file.take(MAX_LINE).read_line(&mut line)?;
    Ok(line)
}
