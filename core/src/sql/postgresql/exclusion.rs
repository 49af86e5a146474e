//! Finds in a constraint that excludes what the parser does not know there: how the index under it
//! keeps an element.

use std::ops::Range;

use super::blanks::Tokens;

/// What stands between each element of the constraints and its `WITH`, but for the collation.
pub(super) fn ways_to_keep(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let mut res = Vec::new();
    let mut at = 0;
    while at < tokens.all.len() {
        let list = if tokens.says(at + 1, "using") { at + 3 } else { at + 1 };
        at = match tokens.says(at, "exclude") && tokens.says(list, "(") {
            true => of_list(tokens, list, &mut res),
            false => at + 1,
        };
    }
    res
}

/// Adds those of the list that begins with the token at `list`, and gives the place behind it.
fn of_list(tokens: &Tokens<'_>, list: usize, ways: &mut Vec<Range<usize>>) -> usize {
    let end = tokens.behind_parentheses(list);
    let (mut depth, mut element) = (0_usize, None);
    for at in list..end {
        if tokens.says(at, ")") {
            depth = depth.saturating_sub(1);
        }
        match depth {
            1 if tokens.says(at, ",") => element = Some(at + 1),
            1 if tokens.says(at, "with") => {
                let from = element.take().map_or(at, |it| behind_element(tokens, it).min(at));
                ways.extend(tokens.range(from, at));
            }
            _ => {}
        }
        if tokens.says(at, "(") {
            depth += 1;
            element = if depth == 1 { Some(at + 1) } else { element };
        }
    }
    end
}

/// The place behind what is compared: `room`, `lower(room)`, `(a + b)`, `name COLLATE "C"`.
fn behind_element(tokens: &Tokens<'_>, start: usize) -> usize {
    let name = if tokens.says(start, "(") { start } else { tokens.behind_name(start) };
    let at = if tokens.says(name, "(") { tokens.behind_parentheses(name) } else { name };
    if tokens.says(at, "collate") { tokens.behind_name(at + 1) } else { at }
}
