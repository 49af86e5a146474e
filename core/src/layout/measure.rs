//! How wide a text is, without asking a browser.
//!
//! Names, types and SQL are set in the system's monospaced face, so no font travels with the page.
//! A monospaced face has one advance for every letter, from 0.55 em (Consolas) over 0.602 em
//! (Menlo and the faces of Linux) to 0.617 em (San Francisco Mono). Widths are measured with the
//! widest of these, so a text never leaves its box, and a layout is the same bytes on every machine.

/// The advance of one letter of a monospaced face, in em.
const MONO_ADVANCE: f64 = 0.617;

/// The advance of East Asian wide letters and pictures, in em.
const WIDE_ADVANCE: f64 = 1.05;

/// The mean advance of a proportional system face, in em, on the safe side.
const SANS_ADVANCE: f64 = 0.62;

/// How wide `text` is in the monospaced face at `size` pixels, in pixels.
pub fn mono(text: &str, size: f64) -> f64 {
    text.chars().map(|it| advance(it, MONO_ADVANCE)).sum::<f64>() * size
}

/// How wide `text` is at most in the proportional face at `size` pixels, in pixels.
pub fn sans(text: &str, size: f64) -> f64 {
    text.chars().map(|it| advance(it, SANS_ADVANCE)).sum::<f64>() * size
}

/// The text, or its beginning and an ellipsis where it is wider than `room` pixels.
pub fn fit_mono(text: &str, size: f64, room: f64) -> String {
    if mono(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - mono("…", size);
    let kept = text.chars().take_while(|it| {
        left -= advance(*it, MONO_ADVANCE) * size;
        left >= 0.0
    });
    kept.chain(['…']).collect()
}

/// The text in at most `most` lines of `room` pixels, broken after `_` and `.` where it can be.
pub fn wrap_mono(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_inclusive(['_', '.']) {
        let fits = lines.last().is_some_and(|it| mono(it, size) + mono(word, size) <= room);
        let fresh = lines.last().is_none_or(String::is_empty);
        let full = lines.len() >= most;
        match lines.last_mut() {
            Some(last) if fits || fresh || full => last.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|it| fit_mono(it, size, room)).collect()
}

fn advance(letter: char, narrow: f64) -> f64 {
    match u32::from(letter) {
        // Combining marks stand on the letter before them.
        0x300..=0x36F | 0x200B..=0x200D | 0xFE00..=0xFE0F => 0.0,
        // Hangul, kana, CJK and full-width forms, and the pictures.
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF => WIDE_ADVANCE,
        0xFF00..=0xFF60 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD => WIDE_ADVANCE,
        _ => narrow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_more_room_and_marks_none() {
        assert!(mono("表", 12.0) > mono("x", 12.0));
        assert_eq!(mono("e\u{301}", 12.0), mono("e", 12.0));
    }

    #[test]
    fn a_text_that_is_too_wide_ends_with_an_ellipsis_inside_its_room() {
        let cut = fit_mono("a_very_long_column_name", 12.0, 80.0);
        assert!(cut.ends_with('…'));
        assert!(mono(&cut, 12.0) <= 80.0);
        assert_eq!(fit_mono("id", 12.0, 80.0), "id");
    }

    #[test]
    fn a_name_breaks_after_its_words() {
        let lines = |room, most| wrap_mono("billing_address", 10.0, room, most);
        assert_eq!(lines(200.0, 3), ["billing_address"]);
        assert_eq!(lines(60.0, 3), ["billing_", "address"]);
        assert_eq!(lines(60.0, 1), ["billing_…"]);
    }
}
