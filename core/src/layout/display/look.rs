//! The look of each style class, in tokens: one table for the screen and for every export.

use super::Class;

/// A color with a name, as the page's style sheet has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    Canvas,
    Surface,
    Sunken,
    Group,
    Border,
    BorderStrong,
    Text,
    TextSecond,
    TextThird,
    Edge,
    Accent,
    AccentSoft,
    Added,
    AddedSoft,
    Changed,
    ChangedSoft,
    Removed,
    RemovedSoft,
}

/// A token's name, and its color on light and on dark ground where no style sheet gives one.
pub struct TokenRow {
    pub token: Token,
    pub name: &'static str,
    pub light: &'static str,
    pub dark: &'static str,
}

/// Every token, in the order of the enum.
pub const TOKENS: &[TokenRow] = &[
    row(Token::Canvas, "canvas", "#F7F8FA", "#0E1318"),
    row(Token::Surface, "surface", "#FFFFFF", "#161C23"),
    row(Token::Sunken, "sunken", "#EEF1F4", "#10161C"),
    row(Token::Group, "group", "#F0F3F6", "#131920"),
    row(Token::Border, "border", "#D3DAE1", "#2B3641"),
    row(Token::BorderStrong, "border-strong", "#828D99", "#687685"),
    row(Token::Text, "text", "#18212B", "#E7ECF1"),
    row(Token::TextSecond, "text-second", "#4A5663", "#B2BDC8"),
    row(Token::TextThird, "text-third", "#5F6B78", "#93A0AD"),
    row(Token::Edge, "edge", "#7C8894", "#748291"),
    row(Token::Accent, "accent", "#0B5CC2", "#7AB4FF"),
    row(Token::AccentSoft, "accent-soft", "#E6F0FC", "#16283D"),
    row(Token::Added, "added", "#13683B", "#63D18F"),
    row(Token::AddedSoft, "added-soft", "#E3F4EA", "#12291D"),
    row(Token::Changed, "changed", "#7F4F00", "#EBB85C"),
    row(Token::ChangedSoft, "changed-soft", "#FBF0DA", "#2E2412"),
    row(Token::Removed, "removed", "#A92A2A", "#FF9490"),
    row(Token::RemovedSoft, "removed-soft", "#FCE9E8", "#331A1B"),
];

const fn row(
    token: Token,
    name: &'static str,
    light: &'static str,
    dark: &'static str,
) -> TokenRow {
    TokenRow { token, name, light, dark }
}

/// How a class is painted. What is told by color is told by a dash, a weight or a sign as well.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    pub fill: Option<Token>,
    pub stroke: Option<Token>,
    pub width: f64,
    /// Lengths of dashes and gaps; empty for a solid line.
    pub dash: &'static [f64],
    pub bold: bool,
    pub struck: bool,
}

const SOLID: &[f64] = &[];
const DASHED: &[f64] = &[5.0, 4.0];
const DOTTED: &[f64] = &[2.0, 3.0];

/// The look of a class.
pub fn look(class: Class) -> Look {
    match class {
        Class::Ground => Look { fill: Some(Token::Group), ..line(Token::Border, 1.0) },
        Class::GroupName => bold(Token::TextSecond),
        Class::Card => outline(Token::Border, SOLID),
        Class::CardAdded => outline(Token::Added, SOLID),
        Class::CardChanged => outline(Token::Changed, DOTTED),
        Class::CardRemoved => outline(Token::Removed, DASHED),
        Class::CardAssumed => outline(Token::BorderStrong, DOTTED),
        Class::Head => fill(Token::Sunken),
        Class::HeadAdded => fill(Token::AddedSoft),
        Class::HeadChanged => fill(Token::ChangedSoft),
        Class::HeadRemoved => fill(Token::RemovedSoft),
        Class::Name => bold(Token::Text),
        Class::NameRemoved => Look { struck: true, ..bold(Token::Removed) },
        Class::Row => fill(Token::Text),
        Class::RowQuiet => fill(Token::TextSecond),
        Class::RowRemoved => Look { struck: true, ..fill(Token::Removed) },
        Class::Key | Class::Type | Class::NotNull => fill(Token::TextThird),
        Class::Nullable => line(Token::TextThird, 1.0),
        Class::Bar => fill(Token::Border),
        Class::BarAdded => fill(Token::Added),
        Class::BarChanged => fill(Token::Changed),
        Class::BarRemoved => fill(Token::Removed),
        Class::Added => bold(Token::Added),
        Class::Changed => bold(Token::Changed),
        Class::Removed => bold(Token::Removed),
        Class::Chip => fill(Token::AccentSoft),
        Class::ChipText => fill(Token::Accent),
        Class::Edge => line(Token::Edge, 1.25),
        Class::EdgeMark => line(Token::Edge, 1.25),
        Class::EdgeRing => Look { fill: Some(Token::Canvas), ..line(Token::Edge, 1.25) },
    }
}

fn fill(token: Token) -> Look {
    Look { fill: Some(token), ..Look::default() }
}

fn bold(token: Token) -> Look {
    Look { bold: true, ..fill(token) }
}

fn line(token: Token, width: f64) -> Look {
    Look { stroke: Some(token), width, ..Look::default() }
}

fn outline(token: Token, dash: &'static [f64]) -> Look {
    Look { fill: Some(Token::Surface), dash, ..line(token, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_stands_at_its_own_number() {
        for (number, row) in TOKENS.iter().enumerate() {
            assert_eq!(row.token as usize, number, "{}", row.name);
        }
    }
}
