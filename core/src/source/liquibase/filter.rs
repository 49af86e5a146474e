//! For which runs a change set is meant: its contexts and labels, and those of a run.

use std::collections::BTreeMap;

use super::node::Node;

/// The names under which a user gives them, as Liquibase's own settings have them.
pub(super) const CONTEXTS: &str = "liquibase.command.contexts";
pub(super) const LABELS: &str = "liquibase.command.labelFilter";

/// The contexts and the label filter of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    contexts: Vec<String>,
    labels: String,
}

/// What an element asks of a run: all of it must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meant {
    /// Expressions over the contexts of a run, its own and those of what includes it.
    contexts: Vec<String>,
    /// Lists of labels, likewise.
    labels: Vec<String>,
}

impl Run {
    pub(super) fn of(values: &BTreeMap<String, String>) -> Self {
        let text = |name: &str| values.get(name).cloned().unwrap_or_default();
        Self { contexts: list(&text(CONTEXTS)), labels: text(LABELS).trim().to_owned() }
    }

    /// Whether a run has what is meant for this. One that is given no contexts, or no labels, has
    /// all but those that must be given, `@context`.
    pub(super) fn has(&self, meant: &Meant) -> bool {
        let of_contexts = |expression: &String| {
            let mut any = list(expression).into_iter().peekable();
            any.peek().is_none() || any.any(|it| self.has_context(&it))
        };
        let of_labels = |labels: &String| {
            let own = list(labels);
            own.is_empty()
                || self.labels.is_empty()
                || list(&self.labels).iter().any(|it| holds(it, &own))
        };
        meant.contexts.iter().all(of_contexts) && meant.labels.iter().all(of_labels)
    }

    fn has_context(&self, expression: &str) -> bool {
        if self.contexts.is_empty() {
            return !expression.starts_with('@');
        }
        holds(&expression.replace('@', ""), &self.contexts)
    }

    /// What is asked for and not given: the name of the value.
    pub(super) fn lacks(&self, meant: &Meant) -> Option<&'static str> {
        let says = |all: &[String]| all.iter().any(|it| !it.trim().is_empty());
        let by_context = self.contexts.is_empty() && says(&meant.contexts);
        let by_label = self.labels.is_empty() && says(&meant.labels);
        by_context.then_some(CONTEXTS).or(by_label.then_some(LABELS))
    }
}

impl Meant {
    /// What an element says of itself, and what is said of all around it.
    pub(super) fn within(&self, node: &Node) -> Self {
        let mut res = self.clone();
        let context = node.get("contextFilter").or(node.get("context"));
        res.contexts.extend(context.map(str::to_owned));
        res.labels.extend(node.get("labels").map(str::to_owned));
        res
    }

    /// For a reader: `Context: test` and `Labels: a, b`.
    pub(super) fn words(&self) -> Vec<String> {
        let line = |name: &str, parts: &[String]| {
            let parts: Vec<&str> =
                parts.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
            (!parts.is_empty()).then(|| format!("{name}: {}", parts.join("; ")))
        };
        [line("Context", &self.contexts), line("Labels", &self.labels)]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// What commas separate.
fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Whether an expression of names, `and`, `or`, `not`, `!` and parentheses holds of what is given.
fn holds(expression: &str, given: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('!', " ! ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    Expression { words: &words, given, depth: 0 }.any()
}

/// How deep an expression may nest; what is deeper holds not.
const MAX_DEPTH: usize = 50;

/// What is left of an expression.
struct Expression<'w> {
    words: &'w [&'w str],
    given: &'w [String],
    depth: usize,
}

impl Expression<'_> {
    fn any(&mut self) -> bool {
        let mut res = self.all();
        while self.takes("or") {
            res |= self.all();
        }
        res
    }

    fn all(&mut self) -> bool {
        let mut res = self.one();
        while self.takes("and") {
            res &= self.one();
        }
        res
    }

    fn one(&mut self) -> bool {
        let mut is_so = true;
        while self.takes("!") || self.takes("not") {
            is_so = !is_so;
        }
        if self.takes("(") {
            self.depth += 1;
            let inner = self.depth <= MAX_DEPTH && self.any();
            self.depth -= 1;
            self.takes(")");
            return inner == is_so;
        }
        let Some((word, rest)) = self.words.split_first() else { return is_so };
        self.words = rest;
        self.given.iter().any(|it| it.eq_ignore_ascii_case(word)) == is_so
    }

    /// Goes over a word, if it is the next.
    fn takes(&mut self, word: &str) -> bool {
        let rest = self.words.split_first().filter(|(it, _)| it.eq_ignore_ascii_case(word));
        self.words = rest.map_or(self.words, |(_, rest)| rest);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expected: &[&str]) {
        let all = ["a", "!a", "a and b", "z, b", "a and (b or not c)", "@b", "not (a or b)"];
        let run = Run { contexts: list(given), ..Run::default() };
        let has =
            |it: &&&str| run.has(&Meant { contexts: vec![(**it).to_owned()], ..Meant::default() });
        let found: Vec<&str> = all.iter().filter(has).copied().collect();
        assert_eq!(found, expected, "{given}");
    }

    #[test]
    fn a_context_is_an_expression_over_those_of_the_run() {
        check("", &["a", "!a", "a and b", "z, b", "a and (b or not c)", "not (a or b)"]);
        check("a", &["a", "a and (b or not c)"]);
        check("b", &["!a", "z, b", "@b"]);
        check("a,B", &["a", "a and b", "z, b", "a and (b or not c)", "@b"]);
        check("c", &["!a", "not (a or b)"]);
    }

    #[test]
    fn a_label_filter_is_an_expression_over_labels() {
        let has = |filter: &str, labels: &str| {
            let run = Run { labels: filter.to_owned(), ..Run::default() };
            run.has(&Meant { labels: vec![labels.to_owned()], ..Meant::default() })
        };
        assert!(has("", "a, b") && has("a", "a, b") && has("a and b", "a, b") && has("c", ""));
        assert!(!has("!a", "a, b") && !has("c", "a, b") && has("c, b", "a, b"));
    }

    #[test]
    fn hostile_expressions_are_survived() {
        let run = Run { contexts: list("a"), ..Run::default() };
        for text in ["(".repeat(100_000), "! ".repeat(100_000), "a or ".repeat(10_000)] {
            run.has(&Meant { contexts: vec![text], ..Meant::default() });
        }
    }
}
