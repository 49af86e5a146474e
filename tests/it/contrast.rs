//! Computes the contrast of the page's colors, light and dark, from the file that defines them.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../web/src/style/tokens.css");

/// What text and pictures stand on.
const GROUNDS: &[&str] = &["canvas", "surface", "raised", "sunken", "group"];

/// Colors of text: 4.5 to 1 on every ground.
const TEXT: &[&str] =
    &["text", "text-second", "text-third", "accent", "added", "removed", "changed", "renamed"];

/// Colors of lines and controls: 3 to 1 on every ground.
const LINES: &[&str] = &[
    "border-strong",
    "edge",
    "lane-0",
    "lane-1",
    "lane-2",
    "lane-3",
    "lane-4",
    "lane-5",
    "lane-6",
    "lane-7",
];

/// Text that stands on a color of its own.
const PAIRS: &[(&str, &str)] = &[
    ("on-accent", "accent"),
    ("accent", "accent-soft"),
    ("added", "added-soft"),
    ("removed", "removed-soft"),
    ("changed", "changed-soft"),
    ("renamed", "renamed-soft"),
    ("text", "accent-soft"),
    ("text-second", "accent-soft"),
];

/// The names of colors, each with its light and its dark value.
fn tokens() -> BTreeMap<&'static str, [[f64; 3]; 2]> {
    let color = |hex: &str| {
        let channel = |at: usize| {
            let byte = u8::from_str_radix(&hex[at..at + 2], 16).expect("two hexadecimal digits");
            let share = f64::from(byte) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        [channel(1), channel(3), channel(5)]
    };
    let token = |line: &'static str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(#")?;
        let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
        Some((name, [color(&format!("#{light}")), color(dark)]))
    };
    TOKENS.lines().filter_map(token).collect()
}

/// As WCAG 2.2 defines it, from 1 to 21.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_of_colors_can_be_read() {
    let tokens = tokens();
    let on_grounds = |names: &'static [&str], least: f64| {
        names.iter().flat_map(move |it| GROUNDS.iter().map(move |ground| (*it, *ground, least)))
    };
    let pairs = PAIRS.iter().map(|(text, ground)| (*text, *ground, 4.5));
    let mut weak = Vec::new();
    for (front, ground, least) in on_grounds(TEXT, 4.5).chain(on_grounds(LINES, 3.0)).chain(pairs) {
        for (idx, scheme) in ["light", "dark"].into_iter().enumerate() {
            let found = contrast(tokens[front][idx], tokens[ground][idx]);
            if found < least {
                weak.push(format!("{front} on {ground}, {scheme}: {found:.2}, not {least}"));
            }
        }
    }
    assert!(weak.is_empty(), "{}", weak.join("\n"));
}
