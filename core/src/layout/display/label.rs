//! What is written on a card that is too small on the screen for all it holds: its name, and below
//! it as many of its rows as have room, those first that the reader looks for.

use super::super::card::{Card, Mark, Row};
use super::super::geometry::{Point, Rect};
use super::super::measure;
use super::Class;

/// Pixels of the screen: letters of the name and of the rows, and the room beside and above them.
const NAME: f64 = 10.0;
const ROW: f64 = 9.0;
const SIDE: f64 = 4.0;
const TOP: f64 = 2.0;

/// The height of a line, in sizes of its letters.
const LEADING: f64 = 1.2;

/// A card that holds fewer letters beside one another than this shows its name only: nobody
/// recognizes a column by less.
const FEWEST: usize = 9;

/// Rows of this height or less are not worth their ink beside a name.
const FEWEST_ROWS: usize = 2;

/// The words of a card, apart from their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label {
    pub name: String,
    /// The rows with what they are painted as, the most telling first.
    pub rows: Vec<(String, Class)>,
    /// What the ground of the name is painted as.
    pub head: Class,
}

/// A line of a label, at a place of the picture, with letters of this size on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub at: Point,
    pub text: String,
    pub size: f64,
    /// Nothing for the name, which is painted as the label is.
    pub class: Option<Class>,
}

impl Label {
    pub(super) fn of(card: &Card) -> Self {
        let is_news = |it: &&Row| card.mark == Mark::Changed && it.mark != Mark::Same;
        let (news, others): (Vec<&Row>, Vec<&Row>) = card.rows.iter().partition(is_news);
        let (keys, others): (Vec<&Row>, Vec<&Row>) = others.into_iter().partition(|it| it.is_key());
        let news = news.into_iter().map(|it| (signed(it), super::mark_class(it.mark)));
        let named = |class: Class| move |it: &Row| (it.name.clone(), class);
        let (first, second) = match card.mark {
            Mark::Removed => (Class::RowRemoved, Class::RowRemoved),
            _ => (Class::Row, Class::RowQuiet),
        };
        let keys = keys.into_iter().map(named(first));
        let rows = news.chain(keys).chain(others.into_iter().map(named(second)));
        let head = super::head_class(card.mark);
        Self { name: card.name.clone(), rows: rows.collect(), head }
    }

    /// The lines that fit on a card of this size at this zoom. What is left out is counted.
    pub fn lines(&self, rect: Rect, zoom: f64) -> Vec<Line> {
        let (width, height) = (rect.width * zoom - 2.0 * SIDE, rect.height * zoom - TOP);
        let most = (height / (NAME * LEADING)).floor().max(1.0) as usize;
        let mut y = TOP;
        let mut line = |text: String, size: f64, class: Option<Class>| {
            let at = Point::new(rect.x + SIDE / zoom, rect.y + (y + size * LEADING / 2.0) / zoom);
            y += size * LEADING;
            Line { at, text, size, class }
        };
        let names = measure::wrap_mono(&self.name, NAME, width, most);
        let mut res: Vec<Line> = names.into_iter().map(|it| line(it, NAME, None)).collect();
        let left = height - res.len() as f64 * NAME * LEADING;
        let room = (left / (ROW * LEADING)).floor().max(0.0) as usize;
        if width < measure::mono("m", ROW) * FEWEST as f64 || room < FEWEST_ROWS {
            return res;
        }
        let shown = if self.rows.len() > room { room - 1 } else { self.rows.len() };
        for (text, class) in self.rows.iter().take(shown) {
            res.push(line(measure::fit_mono(text, ROW, width), ROW, Some(*class)));
        }
        if shown < self.rows.len() {
            let more = format!("+{} more", self.rows.len() - shown);
            res.push(line(measure::fit_mono(&more, ROW, width), ROW, Some(Class::Type)));
        }
        res
    }
}

/// The ground of a name: as high as the lines of it are.
pub fn head(rect: Rect, lines: &[Line], zoom: f64) -> Rect {
    let names = lines.iter().take_while(|it| it.class.is_none()).count() as f64;
    let height = (TOP + names * NAME * LEADING) / zoom;
    Rect { height: height.min(rect.height), ..rect }
}

/// The row's name behind the sign of what was done to it.
pub(super) fn signed(row: &Row) -> String {
    format!("{} {}", row.mark.glyph(), row.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(rows: &[&str]) -> Label {
        let row = |name: &&str| Row {
            name: (*name).to_owned(),
            primary: *name == "id",
            ..Row::default()
        };
        let card =
            Card { name: "orders".into(), rows: rows.iter().map(row).collect(), ..Card::default() };
        Label::of(&card)
    }

    fn texts(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|it| it.text.as_str()).collect()
    }

    #[test]
    fn keys_come_first_and_what_has_no_room_is_counted() {
        let label = label(&["note", "total", "id", "state"]);
        let rect = Rect::new(0.0, 0.0, 300.0, 180.0);
        assert_eq!(texts(&label.lines(rect, 0.4)), ["orders", "id", "note", "total", "state"]);
        assert_eq!(texts(&label.lines(rect, 0.3)), ["orders", "id", "note", "+2 more"]);
        assert_eq!(texts(&label.lines(rect, 0.16)), ["orders"]);
    }

    #[test]
    fn what_changed_comes_before_keys() {
        let row =
            |name: &str, mark, primary| Row { name: name.into(), mark, primary, ..Row::default() };
        let rows = vec![row("id", Mark::Same, true), row("note", Mark::Added, false)];
        let card = Card { name: "a".into(), rows, mark: Mark::Changed, ..Card::default() };
        let shown = Label::of(&card).rows;
        assert_eq!(shown, [("+ note".to_owned(), Class::Added), ("id".to_owned(), Class::Row)]);
    }

    #[test]
    fn lines_stay_on_their_card() {
        let label = label(&["a_column_with_a_long_name", "b", "c", "d", "e", "f"]);
        let rect = Rect::new(40.0, 80.0, 200.0, 158.0);
        for zoom in [0.14, 0.2, 0.3, 0.4, 0.49] {
            for it in label.lines(rect, zoom) {
                assert!(it.at.y + it.size / 2.0 / zoom <= rect.bottom() + 1.0, "{it:?} at {zoom}");
                let right = it.at.x + measure::mono(&it.text, it.size) / zoom;
                assert!(right <= rect.right() + 1.0, "{it:?} at {zoom}");
            }
        }
    }
}
