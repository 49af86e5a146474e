//! Places in SQL text where psql puts the value of a variable: `:name`, `:'name'`, `:"name"`.

use std::ops::Range;

use super::Syntax;
use super::scan::{Scanner, TokenKind};

/// A place for a variable's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its bytes in the text, the colon included.
    pub range: Range<usize>,
    pub name: String,
    pub form: VariableForm,
}

/// How the value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableForm {
    AsItIs,
    /// As a string.
    Text,
    /// As a name in quotes.
    Name,
}

impl Variable {
    /// What psql writes in its place.
    pub fn filled(&self, value: &str) -> String {
        match self.form {
            VariableForm::AsItIs => value.to_owned(),
            VariableForm::Text => format!("'{}'", value.replace('\'', "''")),
            VariableForm::Name => format!("\"{}\"", value.replace('"', "\"\"")),
        }
    }
}

/// The variables of a text, in its order; not those in strings and comments.
pub fn variables(text: &str) -> Vec<Variable> {
    let mut res = Vec::new();
    // The colons that stand right before: two of them are a cast.
    let (mut colons, mut colon) = (0, 0);
    for token in Scanner::new(text, Syntax::PostgreSql) {
        let own = token.text(text);
        if own == ":" {
            (colons, colon) = (colons + 1, token.start);
            continue;
        }
        let (form, name) = match token.kind {
            TokenKind::Word => (VariableForm::AsItIs, own),
            TokenKind::Text => (VariableForm::Text, own.trim_matches('\'')),
            TokenKind::Quoted => (VariableForm::Name, own.trim_matches('"')),
            _ => (VariableForm::AsItIs, ""),
        };
        let is_name = |it: &str| it.chars().all(|it| it.is_alphanumeric() || it == '_');
        if colons == 1 && !name.is_empty() && is_name(name) && !own.contains('$') {
            let name = name.to_owned();
            res.push(Variable { range: colon..token.end, name, form });
        }
        colons = 0;
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cast_and_a_string_hold_no_variable() {
        let text = "SELECT a::text, ':b', $$:c$$, :d, :'e', :\"f\", x := 1 -- :g";
        let found: Vec<_> = variables(text).into_iter().map(|it| (it.name, it.form)).collect();
        let expected = [
            ("d".to_owned(), VariableForm::AsItIs),
            ("e".to_owned(), VariableForm::Text),
            ("f".to_owned(), VariableForm::Name),
        ];
        assert_eq!(found, expected);
    }
}
