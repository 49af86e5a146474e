//! The names that a body of PL/pgSQL declares, and where each of them is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::{ident, range, stored};
use super::super::types::sql_type;
use super::Routine;

/// Every name of a body.
pub(super) struct Names {
    variables: BTreeMap<String, Vec<Variable>>,
    labels: Vec<Label>,
    /// What a section declares again.
    repeated: Vec<(SyntaxNode, String)>,
}

pub(super) struct Variable {
    /// The bytes of the tree in which it is seen.
    seen: Range<usize>,
    pub(super) is_constant: bool,
    pub(super) kind: Kind,
}

impl Variable {
    fn new(seen: &Range<usize>, kind: Kind) -> Self {
        Self { seen: seen.clone(), is_constant: false, kind }
    }
}

/// What a variable can be used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A cursor that has its query, and takes so many arguments.
    Cursor(usize),
    /// A cursor that is opened for any query.
    Unbound,
    /// What fields belong to.
    Record,
    Value,
    /// Like something else, which is not looked up.
    Unclear,
}

impl Kind {
    /// Of what is declared to be of this type.
    pub(super) fn of_type(ty: Option<ast::FuncType>) -> Self {
        let Some(ast::FuncType::Type(ty)) = ty else { return Self::Unclear };
        let ty = sql_type(&ty);
        match ty.canonical().trim_start_matches("pg_catalog.") {
            "refcursor" => Self::Unbound,
            "record" => Self::Record,
            _ if ty.named.is_some() => Self::Unclear,
            _ => Self::Value,
        }
    }

    fn of_declaration(ty: Option<ast::PlpgsqlDeclType>) -> Self {
        match ty {
            Some(ast::PlpgsqlDeclType::PlpgsqlPercentRowtype(_)) => Self::Record,
            Some(ast::PlpgsqlDeclType::FuncType(it)) => Self::of_type(Some(it)),
            None => Self::Unclear,
        }
    }
}

pub(super) struct Label {
    pub(super) name: String,
    /// The block or loop that it is put on.
    on: Range<usize>,
    pub(super) is_of_loop: bool,
}

/// What only a handler of errors knows.
pub(super) const OF_HANDLERS: &[&str] = &["sqlstate", "sqlerrm"];

impl Names {
    pub(super) fn new(root: &SyntaxNode, routine: &Routine) -> Self {
        let mut res = Self { variables: BTreeMap::new(), labels: Vec::new(), repeated: Vec::new() };
        let whole = range(root);
        res.declare("found".to_owned(), Variable::new(&whole, Kind::Value));
        for (at, (name, kind)) in routine.variables.iter().enumerate() {
            res.declare(format!("${}", at + 1), Variable::new(&whole, *kind));
            if let Some(name) = name {
                res.declare(name.clone(), Variable::new(&whole, *kind));
            }
        }
        for name in routine.brought {
            res.declare((*name).to_owned(), Variable::new(&whole, Kind::Unclear));
        }
        if let Some(name) = &routine.name {
            res.labels.push(Label { name: name.clone(), on: whole, is_of_loop: false });
        }
        root.descendants().for_each(|it| res.note(&it));
        res
    }

    fn declare(&mut self, name: String, variable: Variable) {
        self.variables.entry(name).or_default().push(variable);
    }

    fn note(&mut self, node: &SyntaxNode) {
        let seen = range(node);
        if let Some(label) = label_of(node) {
            let is_of_loop = !ast::PlpgsqlBlock::can_cast(node.kind());
            self.labels.push(Label { name: label, on: seen.clone(), is_of_loop });
        }
        if let Some(block) = ast::PlpgsqlBlock::cast(node.clone()) {
            self.section(&block, &seen);
        }
        if ast::PlpgsqlExceptionSection::can_cast(node.kind()) {
            for name in OF_HANDLERS {
                let variable = Variable::new(&seen, Kind::Value);
                self.declare((*name).to_owned(), Variable { is_constant: true, ..variable });
            }
        }
        let brings_its_own = ast::PlpgsqlForIStmt::can_cast(node.kind())
            || ast::PlpgsqlForCursorStmt::can_cast(node.kind());
        if brings_its_own {
            let variables = node.children().filter_map(ast::PlpgsqlForVariable::cast);
            for name in variables.filter_map(|it| it.name()) {
                self.declare(ident(&name), Variable::new(&seen, Kind::Unclear));
            }
        }
    }

    fn section(&mut self, block: &ast::PlpgsqlBlock, seen: &Range<usize>) {
        let mut own = BTreeSet::new();
        for declaration in block.declare_section().iter().flat_map(|it| it.decls()) {
            let (name, is_constant, kind) = match &declaration {
                ast::PlpgsqlDecl::PlpgsqlVarDecl(it) => {
                    (it.name(), it.constant_token().is_some(), Kind::of_declaration(it.ty()))
                }
                ast::PlpgsqlDecl::PlpgsqlCursorDecl(it) => {
                    let takes = it.args().map_or(0, |it| it.syntax().children().count());
                    (it.name(), false, Kind::Cursor(takes))
                }
                ast::PlpgsqlDecl::PlpgsqlAliasDecl(it) => (it.name(), false, Kind::Unclear),
            };
            let Some(name) = name.map(|it| ident(&it)) else { continue };
            if !own.insert(name.clone()) {
                self.repeated.push((declaration.syntax().clone(), name.clone()));
            }
            self.declare(name, Variable { is_constant, ..Variable::new(seen, kind) });
        }
    }

    /// The variable that a path leads to from here: `x`, `x.field`, `label.x`.
    pub(super) fn variable(&self, at: usize, path: &[String]) -> Option<&Variable> {
        let (first, rest) = path.split_first()?;
        let variable = self.innermost(at, first);
        let label = self.label(at, first).filter(|label| {
            // Of the two that are called so, the inner one is meant.
            variable.is_none_or(|it| label.on.len() < it.seen.len())
        });
        let of_label = label.and_then(|label| {
            self.variables.get(rest.first()?)?.iter().find(|it| it.seen == label.on)
        });
        of_label.or(variable)
    }

    fn innermost(&self, at: usize, name: &str) -> Option<&Variable> {
        let seen = self.variables.get(name)?.iter().filter(|it| it.seen.contains(&at));
        seen.min_by_key(|it| it.seen.len())
    }

    /// The variable that a path leads to whole, and not to a field of it.
    pub(super) fn whole(&self, at: usize, path: &[String]) -> Option<&Variable> {
        match path {
            [name] => self.innermost(at, name),
            [label, name] => {
                let label = self.label(at, label)?;
                self.variables.get(name)?.iter().find(|it| it.seen == label.on)
            }
            _ => None,
        }
    }

    /// The innermost label of this name around a place.
    pub(super) fn label(&self, at: usize, name: &str) -> Option<&Label> {
        let around = self.labels.iter().filter(|it| it.on.contains(&at) && it.name == name);
        around.min_by_key(|it| it.on.len())
    }

    /// The declarations of names that their sections have already.
    pub(super) fn repeated(&self) -> &[(SyntaxNode, String)] {
        &self.repeated
    }
}

/// The label in front of a block or loop.
pub(super) fn label_of(node: &SyntaxNode) -> Option<String> {
    let label = node.children().find_map(ast::PlpgsqlLabel::cast)?;
    Some(ident(&label.name()?))
}

/// The names of a target as the server stores them: `"A".b[1]` is `A`, `b`.
pub(super) fn path(target: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = target.trim().chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => push(&mut parts, '"'),
            '"' => quoted = !quoted,
            '[' if !quoted => break,
            '.' if !quoted => parts.push(String::new()),
            it if it.is_whitespace() && !quoted => {}
            it if quoted => push(&mut parts, it),
            it => push(&mut parts, it.to_ascii_lowercase()),
        }
    }
    parts.retain(|it| !it.is_empty());
    parts.into_iter().map(stored).collect()
}

fn push(parts: &mut [String], letter: char) {
    if let Some(last) = parts.last_mut() {
        last.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_target_is_named_as_the_server_stores_it() {
        assert_eq!(path("X"), ["x"]);
        assert_eq!(path("\"A\" . b[1].c"), ["A", "b"]);
        assert_eq!(path("a$1"), ["a$1"]);
        assert_eq!(path("\"a\"\"b\""), ["a\"b"]);
        assert_eq!(path("$1"), ["$1"]);
    }
}
