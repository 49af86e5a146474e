//! `LIKE`: whether a text is as a pattern says.

/// Whether `text` matches a pattern of `LIKE`: `%` stands for any letters, `_` for one, and what
/// follows a backslash for itself.
pub(super) fn is_like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let pattern = parts(pattern);
    // Where the last `%` stands, and how much of the text it takes so far.
    let mut last: Option<(usize, usize)> = None;
    let (mut at, mut part) = (0, 0);
    loop {
        match (text.get(at), pattern.get(part)) {
            (_, Some(Part::Any)) => {
                last = Some((part + 1, at));
                part += 1;
            }
            (Some(_), Some(Part::One)) => (at, part) = (at + 1, part + 1),
            (Some(letter), Some(Part::Letter(it))) if letter == it => {
                (at, part) = (at + 1, part + 1);
            }
            (None, None) => return true,
            // The last `%` takes one letter more.
            _ => match &mut last {
                Some((behind, taken)) if *taken < text.len() => {
                    *taken += 1;
                    (at, part) = (*taken, *behind);
                }
                _ => return false,
            },
        }
    }
}

/// What every text begins with that matches the pattern.
pub(super) fn fixed_beginning(pattern: &str) -> String {
    let parts = parts(pattern).into_iter();
    let letters = parts.map_while(|it| match it {
        Part::Letter(it) => Some(it),
        Part::Any | Part::One => None,
    });
    letters.collect()
}

enum Part {
    Any,
    One,
    Letter(char),
}

fn parts(pattern: &str) -> Vec<Part> {
    let mut letters = pattern.chars();
    let mut res = Vec::new();
    while let Some(letter) = letters.next() {
        res.push(match letter {
            '%' => Part::Any,
            '_' => Part::One,
            '\\' => Part::Letter(letters.next().unwrap_or('\\')),
            it => Part::Letter(it),
        });
    }
    res
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn patterns_match_as_in_sql() {
        for (text, pattern) in [
            ("orders_2024", "orders%"),
            ("orders_2024", "%2024"),
            ("orders_2024", "orders_%"),
            ("orders_2024", "orders\\_2024"),
            ("orders_2024", "o%s%4"),
            ("aab", "%ab"),
            ("", "%"),
        ] {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in [
            ("ordersX2024", "orders\\_2024"),
            ("orders", "orders_"),
            ("orders", "Orders"),
            ("orders", "order"),
            ("", "_"),
        ] {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }
}
