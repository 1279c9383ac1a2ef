//! The table of features for others: NPY for the numbers, CSV for what they mean.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use crate::{
    Error,
    sample::{class, is_attack, part},
    table::Table,
};

/// Writes `NAME.npy` (scans × features, 32-bit integers; the least of them stands for what is not known) and `NAME.csv` with
/// each scan's class, family, incident, part and time.
///
/// # Errors
/// [`Error::File`].
pub fn export(table: &Table, folder: &Path, name: &str) -> Result<(), Error> {
    let file = folder.join(format!("{name}.npy"));
    File::create(&file).and_then(|opened| npy(table, BufWriter::new(opened))).map_err(Error::file(&file))?;
    let file = folder.join(format!("{name}.csv"));
    File::create(&file).and_then(|opened| meanings(table, BufWriter::new(opened))).map_err(Error::file(&file))
}

fn npy(table: &Table, mut out: impl Write) -> std::io::Result<()> {
    let shape = (table.rows(), table.columns.len());
    // Column after column is what NumPy calls Fortran order. The heading ends on a multiple of 64 bytes.
    let mut heading = format!("{{'descr': '<i4', 'fortran_order': True, 'shape': ({}, {}), }}", shape.0, shape.1);
    while !(10 + heading.len() + 1).is_multiple_of(64) {
        heading.push(' ');
    }
    heading.push('\n');
    let length = u16::try_from(heading.len()).unwrap_or(u16::MAX);
    out.write_all(b"\x93NUMPY\x01\x00")?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(heading.as_bytes())?;
    for column in &table.columns {
        column.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))?;
    }
    out.flush()
}

fn meanings(table: &Table, mut out: impl Write) -> std::io::Result<()> {
    writeln!(out, "received,class,family,incident,part")?;
    for row in 0..table.rows() {
        let name = |column: &[u32], names: &[String]| {
            let place = column.get(row).filter(|_| is_attack(table, row));
            place.and_then(|place| names.get(*place as usize)).cloned().unwrap_or_default()
        };
        let received = table.received.get(row).copied().unwrap_or_default();
        let (family, incident) =
            (name(&table.family, &table.about.families), name(&table.incident, &table.about.incidents));
        let class = class(table, row).map_or("", |class| class.name());
        // The file is read by simple means: nothing in it needs quotes.
        let plain = |text: String| text.replace([',', '"', '\n', '\r'], "_");
        let part = format!("{:?}", part(table, row)).to_lowercase();
        writeln!(out, "{received},{class},{},{},{part}", plain(family), plain(incident))?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::About;

    #[test]
    fn the_heading_is_as_numpy_wants_it() {
        let about = About { rows: 2, ..About::default() };
        let table = Table { about, columns: vec![vec![1, -1], vec![i32::MIN, 3]], ..Table::default() };
        let mut bytes = Vec::new();
        npy(&table, &mut bytes).expect("writes");
        let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        assert_eq!((10 + length) % 64, 0);
        assert_eq!(bytes[10 + length..], [[1, 0, 0, 0], [255; 4], [0, 0, 0, 128], [3, 0, 0, 0]].concat());
    }
}
