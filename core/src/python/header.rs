//! Reads what a Python file declares without following it: a revision's header, and keywords.
//!
//! Only literals, names bound to literals before, and plain combinations of these are read. What
//! needs more is said to be declared but unreadable, so that nobody takes it for absent.

use std::collections::BTreeMap;
use std::sync::Arc;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, FStringPart, InterpolatedStringElement, ModModule, Operator, Stmt};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::Ranged;

use super::nesting::nests_too_deep;

/// What the top of a migration script declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// The module's docstring, as its author wrote it.
    pub doc: String,
    pub revision: Declared<Constant>,
    pub down_revision: Declared<Constant>,
    pub branch_labels: Declared<Constant>,
    pub depends_on: Declared<Constant>,
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

impl Declared<Constant> {
    /// The value, if it could be read.
    pub fn constant(&self) -> Option<&Constant> {
        match self {
            Self::Known(constant, _) => Some(constant),
            Self::Absent | Self::Unreadable(_) => None,
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
    /// What is called: the last part of its name.
    pub function: String,
    /// The function that the call stands in; empty at the top of the module.
    pub inside: String,
    pub keywords: Keywords,
}

/// The keywords of a call, in their order.
pub type Keywords = Vec<(String, Declared<Constant>)>;

/// How [`Call`] names the keywords that `**` brings.
pub const REST: &str = "**";

/// The project's own modules, which a header may take names from.
pub trait Modules {
    /// The text of a module, by its dotted name.
    fn text(&self, dotted: &str) -> Option<Arc<str>>;

    /// Whether there is a module or a package of this dotted name.
    fn exists(&self, dotted: &str) -> bool;
}

/// No modules but the one that is read.
pub struct Alone;

impl Modules for Alone {
    fn text(&self, _: &str) -> Option<Arc<str>> {
        None
    }

    fn exists(&self, _: &str) -> bool {
        false
    }
}

/// Reads a migration script's header. Nothing if the module binds no `revision` and no
/// `down_revision`, so that it is no migration.
pub fn read(text: &str, modules: &dyn Modules) -> Option<Header> {
    if !text.contains("revision") {
        return None;
    }
    let parsed = parsed_head(text).or_else(|| parsed(text))?;
    let body = &parsed.syntax().body;
    let mut names = Names::of(body, modules);
    let header = Header {
        doc: docstring(body).unwrap_or_default(),
        revision: names.take("revision"),
        down_revision: names.take("down_revision"),
        branch_labels: names.take("branch_labels"),
        depends_on: names.take("depends_on"),
    };
    let declares = header.revision.range().or(header.down_revision.range());
    declares.is_some().then_some(header)
}

/// Every call of a function or method with one of these names, anywhere in the module.
pub fn calls(text: &str, functions: &[&str], modules: &dyn Modules) -> Vec<Call> {
    let Some(parsed) = parsed(text) else { return Vec::new() };
    let body = &parsed.syntax().body;
    let names = Names::of(body, modules);
    let mut finder = Finder {
        functions,
        names: &names,
        inside: String::new(),
        locals: BTreeMap::new(),
        found: Vec::new(),
    };
    body.iter().for_each(|stmt| finder.visit_stmt(stmt));
    finder.found
}

/// The syntax of what stands before the functions and classes, which is the least part of most
/// files; nothing if what is behind them may declare more.
fn parsed_head(text: &str) -> Option<Parsed<ModModule>> {
    let begins = |line: &str, words: &[&str]| words.iter().any(|it| line.starts_with(it));
    let ends_head = |line: &&str| begins(line, &["def ", "async def ", "class ", "@"]);
    let length = text.split_inclusive('\n').take_while(|it| !ends_head(it)).map(str::len).sum();
    let (head, rest) = text.split_at_checked(length)?;
    let may_declare = |line: &str| {
        begins(line, BLOCKS)
            || (!begins(line, INSIDE) && DECLARED.iter().any(|it| line.contains(it)))
    };
    let parsed = parsed(head).filter(|it| it.errors().is_empty())?;
    (!rest.lines().any(may_declare)).then_some(parsed)
}

/// What the names that a header declares have in them.
const DECLARED: &[&str] = &["revision", "branch_labels", "depends_on"];

/// How a line begins that belongs to a statement above it, or says nothing.
const INSIDE: &[&str] = &[" ", "\t", "#"];

/// How a statement begins that has others inside and no scope of its own.
const BLOCKS: &[&str] = &["if", "for", "while", "try", "with", "match"];

/// The syntax of a module. What nests too deep to be parsed is left out, with all that follows.
fn parsed(text: &str) -> Option<Parsed<ModModule>> {
    let flat = match nests_too_deep(text) {
        Some(at) => lines_before(text, at as usize),
        None => text,
    };
    parse_unchecked(flat, ParseOptions::from(Mode::Module)).try_into_module()
}

/// The lines of a text before the one with this byte.
fn lines_before(text: &str, at: usize) -> &str {
    let before = text.get(..text.floor_char_boundary(at)).unwrap_or_default();
    before.rfind('\n').and_then(|end| text.get(..=end)).unwrap_or_default()
}

fn docstring(body: &[Stmt]) -> Option<String> {
    let Stmt::Expr(stmt) = body.first()? else { return None };
    let Expr::StringLiteral(text) = &*stmt.value else { return None };
    Some(text.value.to_str().to_owned())
}

/// The names that a module binds at its top.
struct Names<'a> {
    modules: &'a dyn Modules,
    values: BTreeMap<String, Declared<Constant>>,
    /// What imported names stand for, dotted.
    imports: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    fn of(body: &[Stmt], modules: &'a dyn Modules) -> Self {
        let mut res = Self { modules, values: BTreeMap::new(), imports: BTreeMap::new() };
        body.iter().for_each(|stmt| res.bind(stmt));
        res
    }

    fn bind(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Assign(it) => it.targets.iter().for_each(|target| self.assign(target, &it.value)),
            Stmt::AnnAssign(it) => {
                if let Some(value) = &it.value {
                    self.assign(&it.target, value);
                }
            }
            Stmt::AugAssign(it) => self.add(it),
            Stmt::Import(it) => {
                for alias in &it.names {
                    let name =
                        alias.asname.as_ref().map(|it| (it.to_string(), alias.name.to_string()));
                    self.imports.extend(name);
                }
            }
            Stmt::ImportFrom(it) if it.level == 0 => {
                for alias in &it.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).to_string();
                    let module = it.module.as_ref().map(ToString::to_string).unwrap_or_default();
                    self.imports.insert(name, format!("{module}.{}", alias.name));
                }
            }
            Stmt::If(it) => it.body.iter().for_each(|stmt| self.bind_unsure(stmt)),
            Stmt::Try(it) if self.imports_work(&it.body) => {
                it.body.iter().for_each(|stmt| self.bind(stmt));
            }
            Stmt::Try(it) => it.body.iter().for_each(|stmt| self.bind_unsure(stmt)),
            Stmt::With(it) => it.body.iter().for_each(|stmt| self.bind(stmt)),
            _ => {}
        }
    }

    /// Whether all that a block imports is there: only then do we know that the rest of it runs.
    fn imports_work(&self, body: &[Stmt]) -> bool {
        body.iter().all(|stmt| match stmt {
            Stmt::Import(it) => it.names.iter().all(|it| self.modules.exists(it.name.as_str())),
            Stmt::ImportFrom(it) => {
                it.module.as_ref().is_some_and(|it| self.modules.exists(it.as_str()))
            }
            _ => true,
        })
    }

    /// `name += value`.
    fn add(&mut self, stmt: &ruff_python_ast::StmtAugAssign) {
        let left = self.constant(&stmt.target).filter(|_| stmt.op == Operator::Add);
        let sum = left.zip(self.constant(&stmt.value)).and_then(|(left, right)| join(left, right));
        match (&*stmt.target, sum) {
            (Expr::Name(name), Some(sum)) => {
                let range = (stmt.value.start().into(), stmt.value.end().into());
                self.values.insert(name.id.to_string(), Declared::Known(sum, range));
            }
            (target, _) => self.unbind(target),
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
                self.values.insert(name.id.to_string(), declared);
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
            self.values.insert(name.id.to_string(), Declared::Unreadable(range));
        }
    }

    /// What a dotted name of another module is bound to.
    fn imported(&self, dotted: &str) -> Option<Constant> {
        let (module, name) = dotted.rsplit_once('.')?;
        let text = self.modules.text(module)?;
        let parsed = parsed(&text)?;
        match Names::of(&parsed.syntax().body, &Alone).take(name) {
            Declared::Known(constant, _) => Some(constant),
            Declared::Absent | Declared::Unreadable(_) => None,
        }
    }

    fn dotted(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Name(it) => {
                let name = it.id.to_string();
                Some(self.imports.get(&name).cloned().unwrap_or(name))
            }
            Expr::Attribute(it) => Some(format!("{}.{}", self.dotted(&it.value)?, it.attr)),
            _ => None,
        }
    }

    fn bind_unsure(&mut self, stmt: &Stmt) {
        let targets = match stmt {
            Stmt::Assign(it) => it.targets.as_slice(),
            Stmt::AnnAssign(it) => std::slice::from_ref(&*it.target),
            Stmt::AugAssign(it) => std::slice::from_ref(&*it.target),
            _ => return,
        };
        targets.iter().for_each(|it| self.unbind(it));
    }

    fn take(&mut self, name: &str) -> Declared<Constant> {
        self.values.remove(name).unwrap_or_default()
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
            Expr::Name(it) => match self.values.get(it.id.as_str()) {
                Some(Declared::Known(constant, _)) => Some(constant.clone()),
                Some(_) => None,
                None => self.imported(self.imports.get(it.id.as_str())?),
            },
            Expr::Attribute(_) => self.imported(&self.dotted(expr)?),
            Expr::BinOp(it) if it.op == Operator::Add => {
                join(self.constant(&it.left)?, self.constant(&it.right)?)
            }
            Expr::BinOp(it) if it.op == Operator::Mod => {
                let Constant::Text(text) = self.constant(&it.left)? else { return None };
                let values = match &*it.right {
                    Expr::Tuple(values) => &*values.elts,
                    value => std::slice::from_ref(value),
                };
                let values = values.iter().map(|it| self.constant(it)).collect::<Option<Vec<_>>>();
                filled(&text, &values?).map(Constant::Text)
            }
            Expr::Call(it) => self.conversion(it),
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

/// `text % values`, of texts and whole numbers.
fn filled(text: &str, values: &[Constant]) -> Option<String> {
    let mut values = values.iter();
    let mut parts = text.split('%');
    let mut res = parts.next()?.to_owned();
    for part in parts {
        match (part.chars().next(), values.next()) {
            (Some('s'), Some(Constant::Text(value))) => res.push_str(value),
            (Some('s' | 'd'), Some(Constant::Int(value))) => res.push_str(&value.to_string()),
            _ => return None,
        }
        res.push_str(part.get(1..)?);
    }
    values.next().is_none().then_some(res)
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
    functions: &'a [&'a str],
    names: &'a Names<'a>,
    inside: String,
    /// The names that the function around binds.
    locals: BTreeMap<String, Declared<Constant>>,
    found: Vec<Call>,
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let Stmt::FunctionDef(function) = stmt else { return walk_stmt(self, stmt) };
        let outer = std::mem::replace(&mut self.inside, function.name.to_string());
        let bound = Names::of(&function.body, &Alone).values;
        let around = std::mem::replace(&mut self.locals, bound);
        walk_stmt(self, stmt);
        self.inside = outer;
        self.locals = around;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            let name = match &*call.func {
                Expr::Name(it) => it.id.as_str(),
                Expr::Attribute(it) => it.attr.as_str(),
                _ => "",
            };
            if self.functions.contains(&name) {
                let keywords = call.arguments.keywords.iter();
                let keywords = keywords.map(|it| self.keyword(it)).collect();
                let (function, inside) = (name.to_owned(), self.inside.clone());
                self.found.push(Call { function, inside, keywords });
            }
        }
        walk_expr(self, expr);
    }
}

impl Finder<'_> {
    fn keyword(&self, keyword: &ruff_python_ast::Keyword) -> (String, Declared<Constant>) {
        let name = keyword.arg.as_ref().map_or(REST, |it| it.as_str()).to_owned();
        if let Expr::Name(it) = &keyword.value
            && let Some(bound) = self.locals.get(it.id.as_str())
        {
            return (name, bound.clone());
        }
        let range = (keyword.value.start().into(), keyword.value.end().into());
        let value = match self.names.constant(&keyword.value) {
            Some(constant) => Declared::Known(constant, range),
            None => Declared::Unreadable(range),
        };
        (name, value)
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
        let plain = read("\"\"\"Add x\"\"\"\nrevision = 'a'\ndown_revision = None\n", &Alone);
        let plain = plain.expect("a header");
        assert_eq!((plain.doc.as_str(), text(&plain.revision).as_str()), ("Add x", "a"));
        assert!(matches!(plain.down_revision, Declared::Known(Constant::None, _)));

        let annotated =
            read("revision: str = \"a\" 'b'\ndown_revision: Union[str, None] = ['c']", &Alone);
        assert_eq!(annotated.map(|it| text(&it.revision)), Some("ab".into()));

        let filled = read("revision = 'r%d_%s' % (1, 'a')\ndown_revision = '%s' % 2", &Alone);
        let filled = filled.expect("a header");
        let both = (text(&filled.revision), text(&filled.down_revision));
        assert_eq!(both, ("r1_a".into(), "2".into()));

        let tuple = read("N = '2'\nrevision, down_revision = f'r{N}', 'r' + '1'", &Alone);
        let tuple = tuple.expect("a header");
        assert_eq!((text(&tuple.revision), text(&tuple.down_revision)), ("r2".into(), "r1".into()));
    }

    #[test]
    fn what_only_running_could_tell_is_unreadable_and_not_absent() {
        let header = read("revision = make_id()\ndown_revision = 'a'", &Alone).expect("a header");
        assert_eq!(header.revision, Declared::Unreadable((11, 20)));
    }

    #[test]
    fn names_of_the_projects_own_modules_are_read() {
        struct Own;
        impl Modules for Own {
            fn text(&self, dotted: &str) -> Option<Arc<str>> {
                (dotted == "shop.db").then(|| Arc::from("BRANCH = 'expand'"))
            }
            fn exists(&self, dotted: &str) -> bool {
                dotted == "shop"
            }
        }
        let code = "from shop import db\nNEEDS = []\ntry:\n    import shop\n    NEEDS += ['a']\n\
                    except ImportError:\n    pass\nrevision = 'r'\ndown_revision = None\n\
                    branch_labels = db.BRANCH\ndepends_on = NEEDS\n";
        let header = read(code, &Own).expect("a header");
        assert_eq!(text(&header.branch_labels), "expand");
        let needs = Constant::Items(vec![Constant::Text("a".into())]);
        assert!(matches!(header.depends_on, Declared::Known(it, _) if it == needs));
        let alone = read(code, &Alone).expect("a header");
        assert!(matches!(alone.depends_on, Declared::Unreadable(_)));
    }

    #[test]
    fn a_module_without_a_revision_is_no_migration() {
        assert_eq!(read("\"\"\"About revision tables\"\"\"\nimport os\n", &Alone), None);
    }

    #[test]
    fn a_syntax_error_leaves_the_header_readable() {
        let header =
            read("revision = 'a'\ndown_revision = None\ndef upgrade(:\n", &Alone).expect("one");
        assert_eq!(text(&header.revision), "a");
    }

    #[test]
    fn what_stands_behind_a_function_counts() {
        let function = "revision = 'a'\ndef upgrade():\n    pass\n";
        let more = |line: &str| read(&format!("{function}{line}\n"), &Alone).expect("a header");
        assert_eq!(text(&more("revision = 'b'").revision), "b");
        assert_eq!(text(&more("text = 'a revision'").revision), "a");
        assert_ne!(more("if True:\n    down_revision = 'c'").down_revision, Declared::Absent);
        assert_eq!(more("def f():\n    down_revision = 'c'").down_revision, Declared::Absent);
        let in_text = read("\"\"\"\ndef f():\n\"\"\"\nrevision = 'a'\n", &Alone);
        assert_eq!(text(&in_text.expect("a header").revision), "a");
    }

    #[test]
    fn keywords_of_a_call_are_found_with_the_function_around_it() {
        let code = "T = 'v'\ndef run_offline():\n    context.configure(url=url, version_table=T)\n";
        let found = calls(code, &["configure"], &Alone);
        let call = found.first().expect("a call");
        assert_eq!(call.inside, "run_offline");
        let table = call.keywords.iter().find(|(name, _)| name == "version_table");
        assert_eq!(table.map(|(_, value)| text(value)), Some("v".into()));
    }
}
