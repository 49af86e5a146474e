//! Cards with rows, as the diagram shows tables: how big they are, and where each row is.

use super::geometry::Size;
use super::measure;

/// The height of a card's head, and of a row.
pub const HEAD: f64 = 34.0;
pub const ROW: f64 = 20.0;

/// Type sizes: the name of a card, a row, a small mark.
pub const NAME_SIZE: f64 = 13.0;
pub const ROW_SIZE: f64 = 12.0;
pub const MARK_SIZE: f64 = 9.5;

/// Where a row's parts begin, from the card's left side.
pub const GLYPH_X: f64 = 8.0;
pub const KEY_X: f64 = 20.0;
pub const ROW_X: f64 = 52.0;

/// The room between a row's name and its type, and at the card's right side.
const TYPE_GAP: f64 = 16.0;
const PADDING: f64 = 10.0;

/// Cards are no narrower, and cut off what would make them wider.
const NARROWEST: f64 = 176.0;
const WIDEST_NAME: f64 = 232.0;
const WIDEST_TYPE: f64 = 184.0;

/// What a revision did to something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    #[default]
    Same,
    Added,
    Changed,
    Removed,
}

/// A box with a name and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Its identity; what stands before the last `.` is its schema.
    pub name: String,
    /// By which it is known, too: it keeps its seat under another name.
    pub formerly: Vec<String>,
    pub rows: Vec<Row>,
    pub mark: Mark,
    /// Nothing creates it: it is only spoken of.
    pub assumed: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub name: String,
    pub ty: String,
    pub primary: bool,
    pub unique: bool,
    pub nullable: bool,
    /// The card and the row that it refers to.
    pub refers: Option<(String, String)>,
    pub mark: Mark,
}

impl Mark {
    /// The sign that says the same without color.
    pub fn glyph(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::Added => "+",
            Self::Changed => "~",
            Self::Removed => "−",
        }
    }
}

impl Card {
    /// Every name that leads to it.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.formerly)
    }

    /// The schema, where the name tells one.
    pub fn schema(&self) -> Option<&str> {
        self.name.rsplit_once('.').map(|(schema, _)| schema)
    }

    /// The name without the schema.
    pub fn bare(&self) -> &str {
        self.name.rsplit_once('.').map_or(&self.name, |(_, bare)| bare)
    }

    /// The number of the row called `name`.
    pub fn row(&self, name: &str) -> Option<usize> {
        self.rows.iter().position(|it| it.name == name)
    }

    /// The row to which a reference without a known row leads: the first key, or the first row.
    pub fn key_row(&self) -> usize {
        self.rows.iter().position(|it| it.primary).unwrap_or_default()
    }

    pub fn size(&self) -> Size {
        let rows = ROW_X + self.names_width() + TYPE_GAP + self.types_width() + PADDING;
        let name = measure::mono(&self.name, NAME_SIZE).min(WIDEST_NAME) + 48.0;
        let width = (rows.max(name).max(NARROWEST) / 8.0).ceil() * 8.0;
        Size::new(width, height(self.rows.len()))
    }

    /// Where the types begin, from the card's left side.
    pub fn type_x(&self) -> f64 {
        ROW_X + self.names_width() + TYPE_GAP
    }

    fn names_width(&self) -> f64 {
        let widths = self.rows.iter().map(|it| measure::mono(&it.name, ROW_SIZE));
        widths.fold(0.0, f64::max).min(WIDEST_NAME)
    }

    fn types_width(&self) -> f64 {
        self.rows.iter().map(Row::type_width).fold(0.0, f64::max)
    }
}

impl Row {
    /// Whether it is part of a key, and so shown when only keys are.
    pub fn is_key(&self) -> bool {
        self.primary || self.refers.is_some()
    }

    /// What stands in the key column.
    pub fn badge(&self) -> &'static str {
        match (self.primary, self.refers.is_some(), self.unique) {
            (true, true, _) => "PK FK",
            (true, false, _) => "PK",
            (false, true, true) => "FK UQ",
            (false, true, false) => "FK",
            (false, false, true) => "UQ",
            (false, false, false) => "",
        }
    }

    /// The name, cut off where it is too long for any card.
    pub fn shown_name(&self) -> String {
        measure::fit_mono(&self.name, ROW_SIZE, WIDEST_NAME)
    }

    /// The type, and whether it may be missing.
    pub fn shown_type(&self) -> String {
        let ty = measure::fit_mono(&self.ty, ROW_SIZE, WIDEST_TYPE);
        if self.nullable { format!("{ty} null") } else { ty }
    }

    /// The card that it refers to, as a chip says it.
    pub fn chip(&self) -> Option<String> {
        let (card, _) = self.refers.as_ref()?;
        Some(measure::fit_mono(&format!("→ {card}"), MARK_SIZE + 1.0, WIDEST_TYPE))
    }

    /// The type and, beside it, room for a chip: whether it is one is known only later.
    fn type_width(&self) -> f64 {
        let chip = self.chip().map_or(0.0, |it| chip_width(&it) + TYPE_GAP / 2.0);
        measure::mono(&self.shown_type(), ROW_SIZE) + chip
    }
}

/// How wide a chip with this text is.
pub fn chip_width(text: &str) -> f64 {
    measure::mono(text, MARK_SIZE + 1.0) + 12.0
}

/// How high a card with so many rows is.
pub fn height(rows: usize) -> f64 {
    HEAD + ROW * rows as f64 + if rows > 0 { 4.0 } else { 0.0 }
}

/// How far below a card's top the middle of a row is.
pub fn row_y(row: usize) -> f64 {
    HEAD + ROW * (row as f64 + 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_wide_enough_for_its_longest_row() {
        let row = Row { name: "customer_id".into(), ty: "numeric(12, 2)".into(), ..Row::default() };
        let card = Card { name: "sales.orders".into(), rows: vec![row], ..Card::default() };
        assert!(card.size().width >= card.type_x() + measure::mono("numeric(12, 2)", ROW_SIZE));
        assert_eq!((card.schema(), card.bare()), (Some("sales"), "orders"));
        assert_eq!(card.size().height, 58.0);
    }
}
