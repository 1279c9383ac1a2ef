//! A file with a heading: fields by the names of their columns.

use std::{path::Path, str::FromStr};

use super::lines::Lines;
use crate::{Error, Place, Time};

/// A file whose columns may stand in any order, with others among them.
pub(super) struct Table {
    lines: Lines,
    columns: &'static [&'static str],
    /// Where each of the columns stands.
    places: Vec<usize>,
    /// How many fields the heading has.
    width: usize,
    /// The time of the last row, where rows are in order of time.
    last: Time,
}

impl Table {
    /// Opens a file; none if there is none, or nothing in it.
    pub(super) fn open(file: &Path, columns: &'static [&'static str]) -> Result<Option<Self>, Error> {
        let Some(mut lines) = Lines::open(file)? else { return Ok(None) };
        if !lines.advance()? {
            return Ok(None);
        }
        let mut places = Vec::with_capacity(columns.len());
        for column in columns {
            let mut found = (0..lines.len()).filter(|at| lines.field(*at) == *column);
            places.push(found.next().ok_or_else(|| Error::Column { file: file.to_owned(), column })?);
            if found.next().is_some() {
                return Err(lines.wrong(&format!("column `{column}` stands twice: keep one")));
            }
        }
        let width = lines.len();
        Ok(Some(Self { lines, columns, places, width, last: Time::MIN }))
    }

    /// Reads the next row; false at the end.
    pub(super) fn advance(&mut self) -> Result<bool, Error> {
        if !self.lines.advance()? {
            return Ok(false);
        }
        let (found, width) = (self.lines.len(), self.width);
        if found != width {
            let what =
                format!("the row has {found} fields, the heading {width}: give every column a field, quote commas");
            return Err(self.wrong(what));
        }
        Ok(true)
    }

    /// A field of the row as it stands.
    pub(super) fn text(&self, column: &'static str) -> &str {
        let at = self.columns.iter().position(|known| *known == column);
        at.and_then(|at| self.places.get(at)).map_or("", |at| self.lines.field(*at))
    }

    /// A field that must not be empty.
    pub(super) fn needed(&self, column: &'static str) -> Result<&str, Error> {
        let text = self.text(column);
        if text.is_empty() { Err(self.wrong(format!("{column}: it is empty, but needed"))) } else { Ok(text) }
    }

    /// A field that may be empty.
    pub(super) fn optional(&self, column: &'static str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A number; none if the field is empty. `right` says what it should be.
    pub(super) fn number<T: FromStr>(&self, column: &'static str, right: &str) -> Result<Option<T>, Error> {
        match self.text(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| self.bad(column, right)),
        }
    }

    /// A number that must be there.
    pub(super) fn needed_number<T: FromStr>(&self, column: &'static str, right: &str) -> Result<T, Error> {
        self.needed(column)?;
        self.number(column, right)?.ok_or_else(|| self.bad(column, right))
    }

    /// A time, if the field is not empty.
    pub(super) fn time(&self, column: &'static str) -> Result<Option<Time>, Error> {
        self.number(column, "whole seconds since 1970-01-01 UTC")
    }

    /// A number with a fraction, between two bounds, if the field is not empty.
    pub(super) fn decimal(&self, column: &'static str, least: f64, most: f64) -> Result<Option<f64>, Error> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(self.bad(column, &format!("a number from {least} to {most}"))),
        }
    }

    /// A place, if both degrees are there.
    pub(super) fn place(&self) -> Result<Option<Place>, Error> {
        match (self.decimal("lat", -90.0, 90.0)?, self.decimal("lon", -180.0, 180.0)?) {
            (Some(lat), Some(lon)) => Ok(Some(Place { lat, lon })),
            (None, None) => Ok(None),
            _ => Err(self.wrong("lat, lon: give both, or neither".to_owned())),
        }
    }

    /// One of several names.
    pub(super) fn named<T>(&self, column: &'static str, found: Option<T>, names: &[&str]) -> Result<T, Error> {
        found.ok_or_else(|| self.bad(column, &format!("one of {}", names.join(", "))))
    }

    /// The row's time, which must not be before that of the row before.
    pub(super) fn in_order(&mut self) -> Result<Time, Error> {
        let time = self.needed_number("time", "whole seconds since 1970-01-01 UTC")?;
        if time < self.last {
            let what = format!("time: {time} after a row of {}: rows must be in order of time", self.last);
            return Err(self.wrong(what));
        }
        self.last = time;
        Ok(time)
    }

    /// That a field is not what it should be.
    pub(super) fn bad(&self, column: &'static str, right: &str) -> Error {
        let text: String = self.text(column).chars().take(60).collect();
        self.wrong(format!("{column}: {text:?} is not {right}"))
    }

    /// That something else is wrong with the row.
    pub(super) fn wrong(&self, what: String) -> Error {
        self.lines.wrong(&what)
    }
}
