//! What tells this install from others in reports of scans: random, and kept beside the settings.

use std::{io, path::Path};

use crate::platform;

/// The name of its file.
const FILE: &str = "device-id";
/// Random bytes in it.
const BYTES: usize = 16;

/// The name of this install; made when it is first asked for. None if the system gives no random numbers or keeps nothing.
pub fn name(settings: &Path) -> Option<String> {
    let path = settings.with_file_name(FILE);
    let sound = |name: &String| name.len() == 2 * BYTES && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(name) = std::fs::read_to_string(&path).ok().map(|name| name.trim().to_owned()).filter(sound) {
        return Some(name);
    }
    let mut random = [0; BYTES];
    getrandom::fill(&mut random).ok()?;
    let name = hex::encode(random);
    platform::write_secret(&path, name.as_bytes()).ok()?;
    Some(name)
}

/// Forgets it: patients have none.
///
/// # Errors
/// What the system said.
pub fn forget(settings: &Path) -> io::Result<()> {
    match std::fs::remove_file(settings.with_file_name(FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
