//! Tables for other programs.

/// A table: lines of cells, as RFC 4180 has it. Cells that a spreadsheet would take for formulas are disarmed.
pub fn table<const N: usize>(lines: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = String::new();
    for cells in lines {
        table.push_str(&cells.map(|text| cell(&text)).join(","));
        table.push_str("\r\n");
    }
    table
}

fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
