//! A maker's list of serials as CSV: the column `serial`, in packing order.

use super::load::{LoadError, MAX_SERIALS};

/// Reads the list. Other columns are passed over, but where there is an `index`, it must count the rows.
///
/// # Errors
/// [`LoadError::BadList`] with the line.
pub fn read(text: &[u8]) -> Result<Vec<String>, LoadError> {
    let mut rows = csv::ReaderBuilder::new().flexible(false).trim(csv::Trim::All).from_reader(text);
    let bad = |line: u64, why: &str| LoadError::BadList { line, why: why.to_owned() };
    let headers = rows.headers().map_err(|error| bad(1, &error.to_string()))?.clone();
    let column = |name: &str| headers.iter().position(|header| header.eq_ignore_ascii_case(name));
    let serial = column("serial").ok_or_else(|| bad(1, "there is no column `serial`"))?;
    let index = column("index");
    let mut serials = Vec::new();
    for row in rows.records() {
        let line = serials.len() as u64 + 2;
        let row = row.map_err(|error| bad(line, &error.to_string()))?;
        if index.and_then(|index| row.get(index)).is_some_and(|index| index.parse() != Ok(serials.len())) {
            return Err(bad(line, "a row is missing or moved: `index` does not count the rows from 0"));
        }
        if serials.len() >= MAX_SERIALS {
            return Err(bad(line, "the list is longer than a batch can be"));
        }
        serials.push(row.get(serial).unwrap_or_default().to_owned());
    }
    Ok(serials)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn serials_are_read_in_order_whatever_stands_beside_them() {
        assert_eq!(read(b"index,serial\n0,A\n1,B\n").unwrap(), ["A", "B"]);
        assert_eq!(read(b"Serial, note\nA, x\nB, y\n").unwrap(), ["A", "B"]);
    }

    #[test]
    fn a_wrong_list_is_refused_with_its_line() {
        let line = |text: &[u8]| match read(text) {
            Err(LoadError::BadList { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line(b"number\nA\n"), 1);
        assert_eq!(line(b"index,serial\n0,A\n2,B\n"), 3);
        assert_eq!(line(b"index,serial\n0,A\n1\n"), 3);
        assert_eq!(line(&[0xff, 0xfe]), 1);
    }
}
