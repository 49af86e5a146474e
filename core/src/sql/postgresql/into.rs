//! Takes out of a block what the parser does not know there: the targets of `SELECT … INTO`, and
//! the labels of cursors.

use std::ops::Range;

use super::super::Syntax;
use super::super::scan::{Scanner, Token, TokenKind};

/// The block with blanks where a query says which variables it sets, where `DECLARE` stands again
/// before one of several variables, and where a label says whose cursor is meant. Every place stays
/// the same.
pub(super) fn blanked(block: &str) -> String {
    let mut bytes = block.as_bytes().to_vec();
    let of_targets = targets(block).into_iter().map(|(it, _)| it);
    let rest = repeated_declares(block).into_iter().chain(labels_of_cursors(block));
    for range in of_targets.chain(rest) {
        if let Some(part) = bytes.get_mut(range) {
            part.fill(b' ');
        }
    }
    // Whole tokens are blanked, so no character is cut in two.
    String::from_utf8(bytes).unwrap_or_else(|_| block.to_owned())
}

/// Each `DECLARE` that stands within a section that one has opened: it says nothing.
fn repeated_declares(block: &str) -> Vec<Range<usize>> {
    let significant = Scanner::new(block, Syntax::PostgreSql).filter(|it| it.is_significant());
    let (mut is_declaring, mut is_start) = (false, true);
    let mut res = Vec::new();
    for token in significant {
        let says = |word: &str| is_word(token, block, &[word]);
        if is_start && says("declare") {
            // What comes behind it is a start, too.
            res.extend(is_declaring.then_some(token.start..token.end));
            is_declaring = true;
            continue;
        }
        is_declaring &= !(is_start && says("begin"));
        let opens = ["begin", "then", "else", "loop", "exception"].iter().any(|it| says(it));
        is_start = token.text(block) == ";" || opens && !is_declaring;
    }
    res
}

/// Each label and dot before the name of a cursor: `OPEN of_block.c`, `FOR r IN of_block.c LOOP`.
fn labels_of_cursors(block: &str) -> Vec<Range<usize>> {
    let significant = Scanner::new(block, Syntax::PostgreSql).filter(|it| it.is_significant());
    let tokens: Vec<Token> = significant.collect();
    let label = |window: &[Token]| {
        let [before, label, dot, cursor, behind] = window else { return None };
        let is_name = |it: &Token| matches!(it.kind, TokenKind::Word | TokenKind::Quoted);
        let is_loop = is_word(*before, block, &["in"]) && is_word(*behind, block, &["loop"]);
        let is_used = is_loop
            || is_word(*before, block, &["open"])
                && (behind.text(block) == ";" || is_word(*behind, block, &["for"]))
            || is_word(*before, block, &["close"]) && behind.text(block) == ";"
            || is_word(*before, block, &["fetch"]) && is_word(*behind, block, &["into"]);
        let is_path = is_name(label) && dot.text(block) == "." && is_name(cursor);
        (is_used && is_path).then_some(label.start..dot.end)
    };
    tokens.windows(5).filter_map(label).collect()
}

/// Which variables the queries of a block set: the bytes that say so, and the names.
pub(super) fn targets(block: &str) -> Vec<(Range<usize>, Vec<String>)> {
    let significant = Scanner::new(block, Syntax::PostgreSql).filter(|it| it.is_significant());
    let tokens: Vec<Token> = significant.collect();
    let mut res = Vec::new();
    // Whether a statement of SQL is open, which only a semicolon ends.
    let mut is_sql = false;
    let mut is_start = true;
    for (idx, token) in tokens.iter().enumerate() {
        let is = |words: &[&str]| is_word(*token, block, words);
        let before = idx.checked_sub(1).and_then(|it| tokens.get(it));
        if token.text(block) == ";" {
            (is_sql, is_start) = (false, true);
            continue;
        }
        if is_start {
            is_sql = is(&["select", "with", "insert", "update", "delete", "merge"]);
        }
        let opens = is(&["begin", "then", "else", "loop", "declare", "exception"]);
        is_start = !is_sql && opens;
        let says_table = before.is_some_and(|it| is_word(*it, block, &["insert", "merge"]));
        if is_sql && is(&["into"]) && !says_table {
            let rest = tokens.get(idx + 1..).unwrap_or_default();
            let end = end_of_targets(rest, block).unwrap_or(token.end);
            let list: Vec<Token> = rest.iter().take_while(|it| it.start < end).copied().collect();
            res.push((token.start..end, names(&list, block)));
        }
    }
    res
}

/// The names in a list of variables, as written.
fn names(list: &[Token], block: &str) -> Vec<String> {
    let list = match list {
        [first, rest @ ..] if is_word(*first, block, &["strict"]) => rest,
        all => all,
    };
    let name = |it: &[Token]| it.iter().map(|it| it.text(block)).collect();
    list.split(|it| it.text(block) == ",").map(name).collect()
}

/// Where the list of variables ends: `STRICT a, b.c, d[1]`.
fn end_of_targets(tokens: &[Token], block: &str) -> Option<usize> {
    let mut tokens = tokens.iter().peekable();
    tokens.next_if(|it| is_word(**it, block, &["strict"]));
    let mut end = None;
    loop {
        let first = tokens.next()?;
        // `$1` is an argument.
        let number = (first.text(block) == "$")
            .then(|| tokens.next_if(|it| it.kind == TokenKind::Number && it.start == first.end));
        let is_name = matches!(first.kind, TokenKind::Word | TokenKind::Quoted);
        let Some(last) = number.flatten().copied().or(is_name.then_some(*first)) else {
            return end;
        };
        end = Some(last.end);
        while let Some(dot) = tokens.next_if(|it| it.text(block) == ".") {
            end = tokens.next().map(|it| it.end).or(Some(dot.end));
        }
        if tokens.next_if(|it| it.text(block) == ",").is_none() {
            return end;
        }
    }
}

fn is_word(token: Token, text: &str, words: &[&str]) -> bool {
    token.kind == TokenKind::Word
        && words.iter().any(|it| token.text(text).eq_ignore_ascii_case(it))
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn only_variables_are_blanked() {
        for (block, expected) in [
            ("BEGIN SELECT a INTO x, y.z FROM t; END", "BEGIN SELECT a             FROM t; END"),
            ("BEGIN INSERT INTO t VALUES (1) RETURNING a INTO é; END", {
                "BEGIN INSERT INTO t VALUES (1) RETURNING a        ; END"
            }),
            ("BEGIN FETCH c INTO x; END", "BEGIN FETCH c INTO x; END"),
            ("BEGIN EXECUTE 'SELECT 1' INTO x; END", "BEGIN EXECUTE 'SELECT 1' INTO x; END"),
        ] {
            assert_eq!(blanked(block), expected);
        }
    }
}
