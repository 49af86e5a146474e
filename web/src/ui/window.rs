//! Which rows of a long list are on the screen.

use std::ops::Range;

use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// How many rows beyond each edge are kept ready, so that scrolling shows no gaps.
const SPARE: usize = 8;

/// The rows to draw of `count` rows of one height, in pixels of the page.
pub fn rows_in_sight(count: usize, row_height: f64, top: f64, height: f64) -> Range<usize> {
    let first = (top.max(0.0) / row_height) as usize;
    let in_sight = (height.max(0.0) / row_height).ceil() as usize + 1;
    let start = first.saturating_sub(SPARE).min(count);
    start..(first + in_sight + SPARE).min(count)
}

/// Where to scroll so that a row is whole in sight; nothing if it is already.
pub fn scroll_to(row: usize, row_height: f64, top: f64, height: f64) -> Option<f64> {
    let row_top = row as f64 * row_height;
    if row_top < top {
        Some(row_top)
    } else if row_top + row_height > top + height {
        Some(row_top + row_height - height)
    } else {
        None
    }
}

/// Scrolls an element into sight by the shortest way.
pub fn bring_into_sight(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_rows_in_sight_and_a_few_more_are_drawn() {
        assert_eq!(rows_in_sight(3000, 30.0, 0.0, 600.0), 0..29);
        assert_eq!(rows_in_sight(3000, 30.0, 3000.0, 600.0), 92..129);
        assert_eq!(rows_in_sight(5, 30.0, 0.0, 600.0), 0..5);
        assert_eq!(rows_in_sight(0, 30.0, 900.0, 600.0), 0..0);
    }

    #[test]
    fn a_list_that_became_short_draws_nothing_beyond_its_end() {
        assert_eq!(rows_in_sight(3, 30.0, 9000.0, 600.0), 3..3);
    }

    #[test]
    fn a_row_out_of_sight_asks_for_the_shortest_way() {
        assert_eq!(scroll_to(2, 30.0, 0.0, 300.0), None);
        assert_eq!(scroll_to(10, 30.0, 0.0, 300.0), Some(30.0));
        assert_eq!(scroll_to(1, 30.0, 90.0, 300.0), Some(30.0));
    }
}
