//! Finds source and data that nest deeper than recursive code should be asked to follow.

use super::value::Value;

/// How deep brackets, blocks and prefix operators may nest. People's code seldom passes ten.
const MAX_NESTING: usize = 90;
/// How many operators one expression may chain: each nests the syntax tree once more.
const MAX_CHAIN: usize = 300;

/// Where a text nests too deep, in bytes; nothing if it does not.
pub fn nests_too_deep(text: &str) -> Option<u32> {
    let mut scan = Scan::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'#' => end_of_line(bytes, at),
            b'"' | b'\'' => scan.string(bytes, at),
            b'\n' => scan.line(bytes, at),
            _ => scan.token(bytes, at),
        };
        if scan.is_too_deep() {
            return u32::try_from(at.min(bytes.len())).ok();
        }
    }
    None
}

/// How deep lists, tuples and dictionaries may hold each other.
const MAX_DATA_NESTING: usize = 150;

/// Whether a value holds others so deep that taking it apart would need too much stack. Follows
/// one of the first items of each container, which is enough for what loops build.
pub fn holds_too_deep(value: &Value) -> bool {
    let mut current = value.clone();
    for _ in 0..MAX_DATA_NESTING {
        let is_container =
            |it: &&Value| matches!(it, Value::Tuple(_) | Value::List(_) | Value::Dict(_));
        let next = match &current {
            Value::Tuple(items) => items.iter().take(8).find(is_container).cloned(),
            Value::List(items) => items.borrow().iter().take(8).find(is_container).cloned(),
            Value::Dict(dict) => {
                dict.borrow().iter().map(|it| it.1).take(8).find(is_container).cloned()
            }
            _ => None,
        };
        match next {
            Some(inner) => current = inner,
            None => return false,
        }
    }
    true
}

#[derive(Default)]
struct Scan {
    /// For each open bracket, what its content chains so far.
    open: Vec<Chain>,
    line: Chain,
    indents: Vec<usize>,
}

#[derive(Clone, Copy, Default)]
struct Chain {
    links: usize,
    prefixes: usize,
}

impl Scan {
    fn is_too_deep(&self) -> bool {
        let chain = self.open.last().copied().unwrap_or(self.line);
        let prefixes: usize =
            self.open.iter().map(|it| it.prefixes).sum::<usize>() + self.line.prefixes;
        self.open.len() + self.indents.len() + prefixes > MAX_NESTING || chain.links > MAX_CHAIN
    }

    fn chain(&mut self) -> &mut Chain {
        self.open.last_mut().unwrap_or(&mut self.line)
    }

    fn line(&mut self, bytes: &[u8], at: usize) -> usize {
        if !self.open.is_empty() {
            return at + 1;
        }
        self.line = Chain::default();
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let indent = rest.iter().take_while(|it| matches!(it, b' ' | b'\t')).count();
        if !matches!(rest.get(indent), None | Some(b'\n' | b'\r' | b'#')) {
            while self.indents.last().is_some_and(|it| *it >= indent) {
                self.indents.pop();
            }
            if indent > 0 {
                self.indents.push(indent);
            }
        }
        at + 1 + indent
    }

    fn token(&mut self, bytes: &[u8], at: usize) -> usize {
        let byte = bytes.get(at).copied().unwrap_or_default();
        match byte {
            b'(' | b'[' | b'{' => {
                self.chain().links += 1;
                self.open.push(Chain::default());
            }
            b')' | b']' | b'}' => {
                self.open.pop();
            }
            b',' | b';' => *self.chain() = Chain::default(),
            b'.' | b'|' | b'&' | b'^' | b'%' | b'/' | b'@' | b'<' | b'>' => {
                self.chain().links += 1;
            }
            b'+' | b'-' | b'~' | b'*' => {
                self.chain().links += 1;
                let before = bytes.get(..at).unwrap_or_default().iter().rev();
                let mut before = before.skip_while(|it| it.is_ascii_whitespace());
                let is_prefix = !before.next().is_some_and(|it| is_operand_end(*it));
                if is_prefix || (byte == b'*' && bytes.get(at + 1) == Some(&b'*')) {
                    self.chain().prefixes += 1;
                }
            }
            _ if byte.is_ascii_alphabetic() || byte == b'_' => return self.word(bytes, at),
            _ => {}
        }
        at + 1
    }

    fn word(&mut self, bytes: &[u8], at: usize) -> usize {
        let rest = bytes.get(at..).unwrap_or_default();
        let length =
            rest.iter().take_while(|it| it.is_ascii_alphanumeric() || **it == b'_').count();
        if matches!(rest.get(..length), Some(b"not" | b"lambda" | b"else" | b"await" | b"if")) {
            self.chain().prefixes += 1;
        }
        at + length.max(1)
    }

    fn string(&mut self, bytes: &[u8], at: usize) -> usize {
        let quote = bytes.get(at).copied().unwrap_or_default();
        let is_triple = bytes.get(at..at + 3) == Some(&[quote; 3]);
        let is_raw = bytes
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(2)
            .any(|it| matches!(it, b'r' | b'R'));
        let mut idx = at + if is_triple { 3 } else { 1 };
        while let Some(byte) = bytes.get(idx) {
            match byte {
                b'\\' => idx += 2,
                b'\n' if !is_triple && !is_raw => return idx,
                byte if *byte == quote => {
                    if !is_triple {
                        return idx + 1;
                    }
                    if bytes.get(idx..idx + 3) == Some(&[quote; 3]) {
                        return idx + 3;
                    }
                    idx += 1;
                }
                _ => idx += 1,
            }
        }
        idx
    }
}

fn is_operand_end(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b')' | b']' | b'}' | b'"' | b'\'' | b'.')
        || byte >= 0x80
}

fn end_of_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|it| *it == b'\n').unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::nests_too_deep;

    #[test]
    fn deep_nesting_of_every_kind_is_found() {
        for (open, close) in [("(", ")"), ("[", "]"), ("-", ""), ("not ", ""), ("lambda: ", "")] {
            let text = format!("x = {}1{}", open.repeat(5000), close.repeat(5000));
            assert!(nests_too_deep(&text).is_some(), "{open}");
        }
        let blocks: String = (0..200).map(|n| format!("{}if x:\n", " ".repeat(n))).collect();
        assert!(nests_too_deep(&blocks).is_some());
        assert!(nests_too_deep(&format!("x = a{}", ".b()".repeat(5000))).is_some());
    }

    #[test]
    fn what_people_write_is_not() {
        let long: String = (0..5000).map(|n| format!("op.f('x{n}', [-1, (2)])\n")).collect();
        assert_eq!(nests_too_deep(&long), None);
        let text = format!("x = '{}'  # ((((", "(".repeat(500));
        assert_eq!(nests_too_deep(&text), None);
        assert_eq!(nests_too_deep(&format!("x = [{}]", "(1, -2), ".repeat(5000))), None);
    }
}
