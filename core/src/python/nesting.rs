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
        at = match (scan.open.last(), byte) {
            (Some(Open::FString { .. } | Open::Spec), _) => scan.literal(bytes, at),
            // Most of a text, which opens and chains nothing.
            (_, b' ' | b'=' | b'0'..=b'9') => {
                at += 1;
                continue;
            }
            (_, b'#') => end_of_line(bytes, at),
            (_, b'"' | b'\'') => scan.string(bytes, at),
            (_, b'\n' | b'\r') => scan.line(bytes, at),
            // The statement goes on in the next line.
            (_, b'\\') => at + 2,
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
    /// What is open: brackets, f-strings and what is put into them.
    open: Vec<Open>,
    line: Chain,
    indents: Vec<usize>,
}

/// Something open, with what its content chains so far.
#[derive(Clone, Copy)]
enum Open {
    Bracket(Chain),
    FString {
        quote: Quote,
    },
    /// `{value` in an f-string.
    Field(Chain),
    /// What follows the value's colon: text again.
    Spec,
}

#[derive(Clone, Copy, Default)]
struct Chain {
    links: usize,
    prefixes: usize,
}

/// What a string begins and ends with.
#[derive(Clone, Copy)]
struct Quote {
    byte: u8,
    is_triple: bool,
}

impl Quote {
    fn at(bytes: &[u8], at: usize) -> Self {
        let byte = bytes.get(at).copied().unwrap_or_default();
        Self { byte, is_triple: bytes.get(at..at + 3) == Some(&[byte; 3]) }
    }

    fn len(self) -> usize {
        if self.is_triple { 3 } else { 1 }
    }

    fn ends_at(self, bytes: &[u8], at: usize) -> bool {
        let found = || bytes.get(at..at + self.len());
        bytes.get(at) == Some(&self.byte)
            && found().is_some_and(|it| it.iter().all(|it| *it == self.byte))
    }
}

impl Scan {
    fn is_too_deep(&self) -> bool {
        let chain = self.open.last().map_or(self.line, |it| it.chain());
        // Nothing nests too deep where little is open.
        let prefixes = || self.open.iter().map(|it| it.chain().prefixes).sum::<usize>();
        let nesting = self.open.len() + self.indents.len() + self.line.prefixes;
        chain.links > MAX_CHAIN || nesting + prefixes() > MAX_NESTING
    }

    fn chain(&mut self) -> &mut Chain {
        match self.open.last_mut() {
            Some(Open::Bracket(chain) | Open::Field(chain)) => chain,
            _ => &mut self.line,
        }
    }

    fn line(&mut self, bytes: &[u8], at: usize) -> usize {
        if !self.open.is_empty() {
            return at + 1;
        }
        self.line = Chain::default();
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let indent = rest.iter().take_while(|it| matches!(it, b' ' | b'\t' | 0x0C)).count();
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
                self.open.push(Open::Bracket(Chain::default()));
            }
            b')' | b']' | b'}' => {
                self.open.pop();
            }
            b':' if matches!(self.open.last(), Some(Open::Field(_))) => {
                self.open.pop();
                self.open.push(Open::Spec);
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
            _ if is_of_word(byte) => return self.word(bytes, at),
            _ => {}
        }
        at + 1
    }

    /// A word, and the f-string that it is the prefix of.
    fn word(&mut self, bytes: &[u8], at: usize) -> usize {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().position(|it| !is_of_word(*it)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if matches!(word, b"not" | b"lambda" | b"else" | b"await" | b"if") {
            self.chain().prefixes += 1;
        }
        let end = at + length.max(1);
        let is_format =
            length <= 2 && word.iter().any(|it| matches!(it, b'f' | b'F' | b't' | b'T'));
        if is_format && matches!(bytes.get(end), Some(b'"' | b'\'')) {
            let quote = Quote::at(bytes, end);
            self.open.push(Open::FString { quote });
            return end + quote.len();
        }
        end
    }

    /// A step through the text of an f-string.
    fn literal(&mut self, bytes: &[u8], at: usize) -> usize {
        let quote = self.open.iter().rev().find_map(|it| match it {
            Open::FString { quote } => Some(*quote),
            _ => None,
        });
        let Some(quote) = quote else { return at + 1 };
        let in_spec = matches!(self.open.last(), Some(Open::Spec));
        let ends = quote.ends_at(bytes, at);
        match bytes.get(at) {
            Some(b'\\') => return at + 2,
            Some(b'{') if bytes.get(at + 1) == Some(&b'{') && !in_spec => return at + 2,
            Some(b'{') => self.open.push(Open::Field(Chain::default())),
            Some(b'}') if in_spec => {
                self.open.pop();
            }
            Some(b'\n' | b'\r') if !quote.is_triple => self.leave_f_string(),
            _ if ends => {
                self.leave_f_string();
                return at + quote.len();
            }
            _ => {}
        }
        at + 1
    }

    fn leave_f_string(&mut self) {
        while let Some(open) = self.open.pop() {
            if matches!(open, Open::FString { .. }) {
                return;
            }
        }
    }

    fn string(&mut self, bytes: &[u8], at: usize) -> usize {
        let quote = Quote::at(bytes, at);
        let mut idx = at + quote.len();
        while let Some(byte) = bytes.get(idx) {
            match byte {
                b'\\' => idx += 2,
                b'\n' | b'\r' if !quote.is_triple => return idx,
                _ if quote.ends_at(bytes, idx) => return idx + quote.len(),
                _ => idx += 1,
            }
        }
        idx
    }
}

impl Open {
    fn chain(&self) -> Chain {
        match self {
            Self::Bracket(chain) | Self::Field(chain) => *chain,
            Self::FString { .. } | Self::Spec => Chain::default(),
        }
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
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
        assert!(nests_too_deep(&format!("x = {}1", "1 + \\\n".repeat(5000))).is_some());
    }

    #[test]
    fn what_is_put_into_a_string_counts() {
        for part in ["{f'", "{f\"", "{1:", "{("] {
            let text = format!("x = f'{}1", part.repeat(500));
            assert!(nests_too_deep(&text).is_some(), "{part}");
        }
        // A string ends with its line, whatever stands before it.
        let text = format!("for'a\n{}'", "-".repeat(5000));
        assert!(nests_too_deep(&text).is_some());
    }

    #[test]
    fn what_people_write_is_not() {
        let long: String = (0..5000).map(|n| format!("op.f('x{n}', [-1, (2)])\n")).collect();
        assert_eq!(nests_too_deep(&long), None);
        let text = format!("x = '{}'  # ((((", "(".repeat(500));
        assert_eq!(nests_too_deep(&text), None);
        assert_eq!(nests_too_deep(&format!("x = [{}]", "(1, -2), ".repeat(5000))), None);
        let text =
            "x = f'{{ {a!r:>{width}} {b[\"c\"]:%d} }}' + rf\"\"\"{a}\n'{b}\\\"\"\"\n".repeat(5000);
        assert_eq!(nests_too_deep(&text), None);
    }
}
