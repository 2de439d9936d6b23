//! Tables as pipes: cells on one line each, a cell over several columns or rows in each row it belongs to.

use super::markdown::{element_of, inline};
use super::tree::Element;

/// So many columns at most; a cell that claims more stands in these.
const COLUMNS: usize = 64;
const ROWS: usize = 1000;

/// The caption of a table and its rows.
pub fn table(element: &Element) -> Vec<String> {
    let mut out = Vec::new();
    let mut rows: Vec<&Element> = Vec::new();
    let mut head = 0;
    for part in element.children.iter().filter_map(element_of) {
        match part.name.as_str() {
            "caption" => {
                let words = inline(&part.children);
                out.extend((!words.is_empty()).then(|| format!("**{words}**")));
            }
            "tr" => rows.push(part),
            _ => {
                let inner = part.children.iter().filter_map(element_of);
                rows.extend(inner.filter(|row| row.name == "tr"));
                if part.name == "thead" {
                    head = rows.len();
                }
            }
        }
    }
    let mut grid = grid(&rows);
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return out;
    }
    for row in &mut grid {
        row.resize(width, String::new());
    }
    let is_heading = |row: &&Element| {
        let mut cells = row.children.iter().filter_map(element_of);
        cells.all(|cell| cell.name == "th")
    };
    if head == 0 && !rows.first().is_some_and(is_heading) {
        grid.insert(0, vec![String::new(); width]);
    }
    let mut lines: Vec<String> = grid.iter().map(|row| line(row)).collect();
    lines.insert(1, line(&vec!["---".to_string(); width]));
    out.push(lines.join("\n"));
    out
}

fn line(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// The cells of each row in their columns.
fn grid(rows: &[&Element]) -> Vec<Vec<String>> {
    let mut grid: Vec<Vec<String>> = Vec::new();
    // For each column a cell from above, and in how many more rows it stands.
    let mut above: Vec<(usize, String)> = Vec::new();
    for row in rows {
        let mut cells: Vec<String> = Vec::new();
        let from_above = |cells: &mut Vec<String>, above: &mut Vec<(usize, String)>| {
            while let Some((left, text)) = above.get_mut(cells.len()).filter(|cell| cell.0 > 0) {
                *left -= 1;
                cells.push(text.clone());
            }
        };
        for cell in row.children.iter().filter_map(element_of) {
            from_above(&mut cells, &mut above);
            let span = |name: &str, most: usize| {
                let span = cell.attribute(name).and_then(|span| span.parse().ok());
                span.unwrap_or(1).clamp(1, most)
            };
            let text = inline(&cell.children)
                .replace('|', "\\|")
                .replace("\\\n", " ");
            let (columns, rows) = (span("colspan", COLUMNS), span("rowspan", ROWS));
            for column in 0..columns {
                let text = if column == 0 { text.as_str() } else { "" };
                let at = cells.len();
                if rows > 1 {
                    above.resize(above.len().max(at + 1), (0, String::new()));
                    above[at] = (rows - 1, text.to_string());
                }
                cells.push(text.to_string());
            }
        }
        from_above(&mut cells, &mut above);
        grid.push(cells);
    }
    grid
}
