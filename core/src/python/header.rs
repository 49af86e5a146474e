//! Reads what a Python file declares without following it: a revision's header, and keywords.
//!
//! Only literals, names bound to literals before, and plain combinations of these are read. What
//! needs more is said to be declared but unreadable, so that nobody takes it for absent.

use std::collections::BTreeMap;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, FStringPart, InterpolatedStringElement, Operator, Stmt};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

/// What the top of a migration script declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// The module's docstring, as its author wrote it.
    pub doc: String,
    pub revision: Declared<Constant>,
    pub down_revision: Declared<Constant>,
    pub branch_labels: Declared<Constant>,
    pub depends_on: Declared<Constant>,
    /// The first syntax error: where, in bytes, and what.
    pub error: Option<(u32, String)>,
}

/// A name that a module may bind, with the bytes of its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Declared<T> {
    #[default]
    Absent,
    Known(T, (u32, u32)),
    /// It is bound to something that only running the code could tell.
    Unreadable((u32, u32)),
}

impl<T> Declared<T> {
    /// The bytes of the value, if the name is bound at all.
    pub fn range(&self) -> Option<(u32, u32)> {
        match self {
            Self::Absent => None,
            Self::Known(_, range) | Self::Unreadable(range) => Some(*range),
        }
    }
}

/// A value that can be read without running anything.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    None,
    Bool(bool),
    Int(i64),
    Text(String),
    /// A tuple, list or set.
    Items(Vec<Self>),
}

/// A call with the keywords that it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function that the call stands in; empty at the top of the module.
    pub inside: String,
    pub keywords: Vec<(String, Declared<Constant>)>,
}

/// Reads a migration script's header. Nothing if the module binds no `revision` and no
/// `down_revision`, so that it is no migration.
pub fn read(text: &str) -> Option<Header> {
    if !text.contains("revision") {
        return None;
    }
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module)).try_into_module()?;
    let mut names = Names::default();
    let body = &parsed.syntax().body;
    body.iter().for_each(|stmt| names.bind(stmt));
    let header = Header {
        doc: docstring(body).unwrap_or_default(),
        revision: names.take("revision"),
        down_revision: names.take("down_revision"),
        branch_labels: names.take("branch_labels"),
        depends_on: names.take("depends_on"),
        error: parsed.errors().first().map(|it| (it.location.start().into(), it.error.to_string())),
    };
    let declares = header.revision.range().or(header.down_revision.range());
    declares.is_some().then_some(header)
}

/// Every call of a function or method with this name, anywhere in the module.
pub fn calls(text: &str, function: &str) -> Vec<Call> {
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module)).try_into_module();
    let Some(parsed) = parsed else { return Vec::new() };
    let mut names = Names::default();
    let body = &parsed.syntax().body;
    body.iter().for_each(|stmt| names.bind(stmt));
    let mut finder = Finder { function, names: &names, inside: String::new(), found: Vec::new() };
    body.iter().for_each(|stmt| finder.visit_stmt(stmt));
    finder.found
}

fn docstring(body: &[Stmt]) -> Option<String> {
    let Stmt::Expr(stmt) = body.first()? else { return None };
    let Expr::StringLiteral(text) = &*stmt.value else { return None };
    Some(text.value.to_str().to_owned())
}

/// The names that a module binds at its top.
#[derive(Default)]
struct Names(BTreeMap<String, Declared<Constant>>);

impl Names {
    fn bind(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Assign(it) => it.targets.iter().for_each(|target| self.assign(target, &it.value)),
            Stmt::AnnAssign(it) => {
                if let Some(value) = &it.value {
                    self.assign(&it.target, value);
                }
            }
            // Both ways are read in order; what a condition decides is unreadable anyway.
            Stmt::If(it) => it.body.iter().for_each(|stmt| self.bind_unsure(stmt)),
            Stmt::Try(it) => it.body.iter().for_each(|stmt| self.bind(stmt)),
            Stmt::With(it) => it.body.iter().for_each(|stmt| self.bind(stmt)),
            Stmt::AugAssign(it) => self.unbind(&it.target),
            _ => {}
        }
    }

    fn assign(&mut self, target: &Expr, value: &Expr) {
        match (target, items_of(value)) {
            (Expr::Name(name), _) => {
                let range = (value.start().into(), value.end().into());
                let declared = match self.constant(value) {
                    Some(constant) => Declared::Known(constant, range),
                    None => Declared::Unreadable(range),
                };
                self.0.insert(name.id.to_string(), declared);
            }
            (Expr::Tuple(targets), Some(values)) if targets.elts.len() == values.len() => {
                targets.elts.iter().zip(values).for_each(|(it, value)| self.assign(it, value));
            }
            (Expr::Tuple(targets), _) => targets.elts.iter().for_each(|it| self.unbind(it)),
            _ => {}
        }
    }

    /// Notes that a name is bound to something we don't follow.
    fn unbind(&mut self, target: &Expr) {
        if let Expr::Name(name) = target {
            let range = (target.start().into(), target.end().into());
            self.0.insert(name.id.to_string(), Declared::Unreadable(range));
        }
    }

    fn bind_unsure(&mut self, stmt: &Stmt) {
        let targets = match stmt {
            Stmt::Assign(it) => it.targets.as_slice(),
            Stmt::AnnAssign(it) => std::slice::from_ref(&*it.target),
            _ => return,
        };
        targets.iter().for_each(|it| self.unbind(it));
    }

    fn take(&mut self, name: &str) -> Declared<Constant> {
        self.0.remove(name).unwrap_or_default()
    }

    fn constant(&self, expr: &Expr) -> Option<Constant> {
        match expr {
            Expr::NoneLiteral(_) => Some(Constant::None),
            Expr::BooleanLiteral(it) => Some(Constant::Bool(it.value)),
            Expr::NumberLiteral(it) => {
                it.value.as_int().and_then(|it| it.as_i64()).map(Constant::Int)
            }
            Expr::StringLiteral(it) => Some(Constant::Text(it.value.to_str().to_owned())),
            Expr::FString(it) => self.f_string(it.value.as_slice()),
            Expr::Name(it) => match self.0.get(it.id.as_str())? {
                Declared::Known(constant, _) => Some(constant.clone()),
                Declared::Absent | Declared::Unreadable(_) => None,
            },
            Expr::BinOp(it) if it.op == Operator::Add => {
                join(self.constant(&it.left)?, self.constant(&it.right)?)
            }
            Expr::Call(it) => self.conversion(it),
            Expr::If(_) => None,
            _ => {
                let items = items_of(expr)?.iter().map(|it| self.constant(it));
                items.collect::<Option<Vec<_>>>().map(Constant::Items)
            }
        }
    }

    /// `tuple([...])`, `list(...)`, `str("...")` and the like.
    fn conversion(&self, call: &ruff_python_ast::ExprCall) -> Option<Constant> {
        let Expr::Name(function) = &*call.func else { return None };
        let [argument] = &*call.arguments.args else { return None };
        match (function.id.as_str(), self.constant(argument)?) {
            ("tuple" | "list" | "set" | "frozenset", it @ Constant::Items(_)) => Some(it),
            ("str", it @ Constant::Text(_)) => Some(it),
            ("str", Constant::Int(it)) => Some(Constant::Text(it.to_string())),
            _ => None,
        }
    }

    fn f_string(&self, parts: &[FStringPart]) -> Option<Constant> {
        let mut res = String::new();
        for part in parts {
            match part {
                FStringPart::Literal(it) => res.push_str(&it.value),
                FStringPart::FString(it) => {
                    for element in &it.elements {
                        res.push_str(&self.f_string_element(element)?);
                    }
                }
            }
        }
        Some(Constant::Text(res))
    }

    fn f_string_element(&self, element: &InterpolatedStringElement) -> Option<String> {
        match element {
            InterpolatedStringElement::Literal(it) => Some(it.value.to_string()),
            InterpolatedStringElement::Interpolation(it) => match self.constant(&it.expression)? {
                Constant::Text(text) if it.format_spec.is_none() => Some(text),
                Constant::Int(number) if it.format_spec.is_none() => Some(number.to_string()),
                _ => None,
            },
        }
    }
}

fn items_of(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::Tuple(it) => Some(&it.elts),
        Expr::List(it) => Some(&it.elts),
        Expr::Set(it) => Some(&it.elts),
        _ => None,
    }
}

fn join(left: Constant, right: Constant) -> Option<Constant> {
    match (left, right) {
        (Constant::Text(left), Constant::Text(right)) => Some(Constant::Text(left + &right)),
        (Constant::Items(mut left), Constant::Items(right)) => {
            left.extend(right);
            Some(Constant::Items(left))
        }
        _ => None,
    }
}

struct Finder<'a> {
    function: &'a str,
    names: &'a Names,
    inside: String,
    found: Vec<Call>,
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let Stmt::FunctionDef(function) = stmt else { return walk_stmt(self, stmt) };
        let outer = std::mem::replace(&mut self.inside, function.name.to_string());
        walk_stmt(self, stmt);
        self.inside = outer;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            let name = match &*call.func {
                Expr::Name(it) => it.id.as_str(),
                Expr::Attribute(it) => it.attr.as_str(),
                _ => "",
            };
            if name == self.function {
                let keywords = call.arguments.keywords.iter();
                let keywords = keywords.filter_map(|it| self.keyword(it)).collect();
                self.found.push(Call { inside: self.inside.clone(), keywords });
            }
        }
        walk_expr(self, expr);
    }
}

impl Finder<'_> {
    fn keyword(&self, keyword: &ruff_python_ast::Keyword) -> Option<(String, Declared<Constant>)> {
        let name = keyword.arg.as_ref()?.to_string();
        let range = (keyword.value.start().into(), keyword.value.end().into());
        let value = match self.names.constant(&keyword.value) {
            Some(constant) => Declared::Known(constant, range),
            None => Declared::Unreadable(range),
        };
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(declared: &Declared<Constant>) -> String {
        match declared {
            Declared::Known(Constant::Text(text), _) => text.clone(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_header_is_read_in_all_the_ways_people_write_it() {
        let plain = read("\"\"\"Add x\"\"\"\nrevision = 'a'\ndown_revision = None\n");
        let plain = plain.expect("a header");
        assert_eq!((plain.doc.as_str(), text(&plain.revision).as_str()), ("Add x", "a"));
        assert!(matches!(plain.down_revision, Declared::Known(Constant::None, _)));

        let annotated = read("revision: str = \"a\" 'b'\ndown_revision: Union[str, None] = ['c']");
        assert_eq!(annotated.map(|it| text(&it.revision)), Some("ab".into()));

        let tuple = read("N = '2'\nrevision, down_revision = f'r{N}', 'r' + '1'");
        let tuple = tuple.expect("a header");
        assert_eq!((text(&tuple.revision), text(&tuple.down_revision)), ("r2".into(), "r1".into()));
    }

    #[test]
    fn what_only_running_could_tell_is_unreadable_and_not_absent() {
        let header = read("revision = make_id()\ndown_revision = 'a'").expect("a header");
        assert_eq!(header.revision, Declared::Unreadable((11, 20)));
    }

    #[test]
    fn a_module_without_a_revision_is_no_migration() {
        assert_eq!(read("\"\"\"About revision tables\"\"\"\nimport os\n"), None);
    }

    #[test]
    fn a_syntax_error_leaves_the_header_readable() {
        let header = read("revision = 'a'\ndown_revision = None\ndef upgrade(:\n").expect("one");
        assert_eq!(text(&header.revision), "a");
        assert!(header.error.is_some());
    }

    #[test]
    fn keywords_of_a_call_are_found_with_the_function_around_it() {
        let code = "T = 'v'\ndef run_offline():\n    context.configure(url=url, version_table=T)\n";
        let found = calls(code, "configure");
        let call = found.first().expect("a call");
        assert_eq!(call.inside, "run_offline");
        let table = call.keywords.iter().find(|(name, _)| name == "version_table");
        assert_eq!(table.map(|(_, value)| text(value)), Some("v".into()));
    }
}
