//! What PL/pgSQL refuses when it compiles a body, before any of it runs: as a function is created,
//! or a block begins.
//!
//! Source: the PL/pgSQL chapter of PostgreSQL's manual; every rule is held against real servers.

mod conditions;
mod declared;
mod labels;
mod names;

use std::ops::Range;

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::plpgsql::Plpgsql;

use self::names::Names;
use super::into;
use super::syntax::{ident, line, line_of, range};
use super::types::sql_type;
use crate::catalog::Catalog;
use crate::diagnostic::Problem;

/// A body of PL/pgSQL, and what it is the body of.
pub(super) struct Routine {
    /// By which its arguments go, too; a block has none.
    name: Option<String>,
    /// The names of its arguments, its outputs, and what a trigger has.
    variables: Vec<String>,
    gives: Gives,
}

/// What a `RETURN` may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gives {
    Nothing,
    Value,
    /// The outputs hold it.
    Outputs,
    /// Row by row, by `RETURN NEXT` and `RETURN QUERY`.
    Set,
}

/// What a trigger's function knows of what it runs for.
const OF_TRIGGERS: &[&str] = &[
    "new",
    "old",
    "tg_name",
    "tg_when",
    "tg_level",
    "tg_op",
    "tg_relid",
    "tg_relname",
    "tg_table_name",
    "tg_table_schema",
    "tg_nargs",
    "tg_argv",
];
const OF_EVENT_TRIGGERS: &[&str] = &["tg_event", "tg_tag"];

impl Routine {
    /// The body of `DO`.
    pub(super) fn block() -> Self {
        Self { name: None, variables: Vec::new(), gives: Gives::Nothing }
    }

    pub(super) fn is_block(&self) -> bool {
        self.name.is_none()
    }

    pub(super) fn function(stmt: &ast::CreateFunction) -> Self {
        let returned = stmt.ret_type();
        let list = returned.as_ref().and_then(|it| it.return_table_arg_list());
        let says_set = |it: &ast::RetType| {
            line(it).get(..14).is_some_and(|it| it.eq_ignore_ascii_case("returns setof "))
        };
        let is_set = list.is_some() || returned.as_ref().is_some_and(says_set);
        let columns = list.iter().flat_map(|it| it.args()).filter_map(|it| it.name());
        let returns = match returned.and_then(|it| it.func_type()) {
            Some(ast::FuncType::Type(it)) => sql_type(&it).canonical(),
            _ => String::new(),
        };
        let returns = returns.trim_start_matches("pg_catalog.");
        let mut res = Self::new(stmt.name().map(|it| last_part(it.syntax())), stmt.param_list());
        res.variables.extend(columns.map(|it| ident(&it)));
        let known: &[&str] = match returns {
            "trigger" => OF_TRIGGERS,
            "event_trigger" => OF_EVENT_TRIGGERS,
            _ => &[],
        };
        res.variables.extend(known.iter().map(|it| (*it).to_owned()));
        res.gives = match returns {
            _ if is_set => Gives::Set,
            "void" | "event_trigger" => Gives::Nothing,
            _ if res.gives == Gives::Outputs => Gives::Outputs,
            _ => Gives::Value,
        };
        res
    }

    pub(super) fn procedure(stmt: &ast::CreateProcedure) -> Self {
        Self::new(stmt.name().map(|it| last_part(it.syntax())), stmt.param_list())
    }

    fn new(name: Option<String>, params: Option<ast::ParamList>) -> Self {
        let params: Vec<ast::Param> = params.iter().flat_map(|it| it.all_params()).collect();
        let is_output = |it: &ast::Param| {
            matches!(it.mode(), Some(ast::ParamMode::ParamOut(_) | ast::ParamMode::ParamInOut(_)))
        };
        let gives = if params.iter().any(is_output) { Gives::Outputs } else { Gives::Nothing };
        let variables = params.iter().filter_map(|it| it.name()).map(|it| ident(&it)).collect();
        Self { name, variables, gives }
    }
}

/// Bytes of a body, and why the server refuses what stands there.
pub(super) type Refusal = (Range<usize>, Problem);

/// What is refused in a body, by the bytes of `text`, which `body` was read from; in the tree of
/// the body, that text begins at `shift`.
pub(super) fn refusals(
    text: &str,
    (body, shift): (&Plpgsql, usize),
    routine: &Routine,
    catalog: &Catalog,
) -> Vec<Refusal> {
    let root = body.syntax().clone();
    let names = Names::new(&root, routine);
    let mut compiled = Compiled { shift, names: &names, refused: Vec::new() };
    for node in root.descendants() {
        compiled.targets(&node);
        compiled.cursors(&node);
        compiled.returns(&node, routine.gives);
        labels::check(&node, &mut compiled);
        conditions::check(&node, &mut compiled);
        declared::check(&node, catalog, &mut compiled);
    }
    // A section declares each name once.
    for (node, name) in names.repeated() {
        compiled.refuse(node, problem::declared_twice(name));
    }
    for (range, names) in into::targets(text) {
        for name in names {
            compiled.sets(range.start + shift, range.clone(), &name);
        }
    }
    compiled.refused.sort_by_key(|(it, _)| it.start);
    compiled.refused
}

struct Compiled<'a> {
    shift: usize,
    names: &'a Names,
    refused: Vec<Refusal>,
}

impl Compiled<'_> {
    fn refuse(&mut self, node: &SyntaxNode, problem: Problem) {
        self.refused.push((self.place(node), problem));
    }

    /// The bytes of the body where a node stands.
    fn place(&self, node: &SyntaxNode) -> Range<usize> {
        let own = range(node);
        own.start.saturating_sub(self.shift)..own.end.saturating_sub(self.shift)
    }

    /// What is set must be declared.
    fn targets(&mut self, node: &SyntaxNode) {
        let is_target = ast::PlpgsqlAssignTarget::can_cast(node.kind())
            || ast::PlpgsqlIntoTarget::can_cast(node.kind())
            || ast::PlpgsqlDiagTarget::can_cast(node.kind());
        let is_looped = ast::PlpgsqlForVariable::can_cast(node.kind())
            && node.parent().is_some_and(|it| {
                // A loop over numbers or over a cursor brings its variable along.
                ast::PlpgsqlForQueryStmt::can_cast(it.kind())
                    || ast::PlpgsqlForDynStmt::can_cast(it.kind())
                    || ast::PlpgsqlForEachStmt::can_cast(it.kind())
            });
        if is_target || is_looped {
            self.sets(range(node).start, self.place(node), &line_of(node));
        }
    }

    fn sets(&mut self, at: usize, place: Range<usize>, target: &str) {
        let path = names::path(target);
        // Numbers of arguments and what is no name are left alone.
        if path.is_empty() {
            return;
        }
        match self.names.variable(at, &path) {
            None => self.refused.push((place, problem::undeclared(&path.join(".")))),
            Some(it) if it.is_constant => {
                self.refused.push((place, problem::constant(&path.join("."))));
            }
            Some(_) => {}
        }
    }

    fn cursors(&mut self, node: &SyntaxNode) {
        if !ast::PlpgsqlCursorVariableRef::can_cast(node.kind()) {
            return;
        }
        let path = names::path(&line_of(node));
        if !path.is_empty() && self.names.variable(range(node).start, &path).is_none() {
            self.refuse(node, problem::undeclared(&path.join(".")));
        }
    }

    fn returns(&mut self, node: &SyntaxNode, gives: Gives) {
        if let Some(stmt) = ast::PlpgsqlReturnStmt::cast(node.clone()) {
            let has_value = stmt.expr().is_some_and(|it| !line_of(it.syntax()).is_empty());
            let why = match (gives, has_value) {
                (Gives::Nothing, true) => {
                    "nothing is returned here, and this `RETURN` gives a value"
                }
                (Gives::Outputs, true) => {
                    "the outputs are what is returned, and this `RETURN` gives a value"
                }
                (Gives::Set, true) => "rows are returned by `RETURN NEXT` and `RETURN QUERY`",
                (Gives::Value, false) => "a value is due, and this `RETURN` gives none",
                _ => return,
            };
            self.refuse(node, problem::wrong_return(why));
            return;
        }
        let gives_rows = ast::PlpgsqlReturnNextStmt::can_cast(node.kind())
            || ast::PlpgsqlReturnQueryStmt::can_cast(node.kind())
            || ast::PlpgsqlReturnQueryExecuteStmt::can_cast(node.kind());
        if gives_rows && gives != Gives::Set {
            self.refuse(
                node,
                problem::wrong_return("only a function that returns a set gives rows"),
            );
        }
    }
}

fn last_part(node: &SyntaxNode) -> String {
    super::syntax::parts(node).pop().unwrap_or_default()
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn undeclared(name: &str) -> Problem {
        Problem::error("unknown-variable", format!("nothing declares a variable `{name}` here"))
            .help("declare it, or correct its name")
    }

    pub(super) fn constant(name: &str) -> Problem {
        Problem::error("constant-variable", format!("`{name}` is a constant"))
    }

    pub(super) fn declared_twice(name: &str) -> Problem {
        Problem::error("duplicate-variable", format!("`{name}` is declared twice in one section"))
    }

    pub(super) fn wrong_return(why: &str) -> Problem {
        Problem::error("wrong-return", why)
    }
}
