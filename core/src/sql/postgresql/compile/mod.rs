//! What PL/pgSQL refuses when it compiles a body, before any of it runs: as a function is created,
//! or a block begins.
//!
//! Source: the PL/pgSQL chapter of PostgreSQL's manual; every rule is held against real servers.

mod conditions;
mod cursors;
mod declared;
mod labels;
mod messages;
mod names;
mod returns;

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::plpgsql::Plpgsql;
use squawk_syntax::{SyntaxKind, SyntaxNode};

use self::names::{Kind, Names, OF_HANDLERS};
use self::returns::Gives;
use super::syntax::{ident, line, line_of, range};
use super::types::sql_type;
use super::{into, since};
use crate::catalog::Catalog;
use crate::diagnostic::Problem;

/// A body of PL/pgSQL, and what it is the body of.
pub(super) struct Routine {
    /// By which its arguments go, too; a block has none.
    name: Option<String>,
    /// Its arguments and outputs, of which not every one has a name.
    variables: Vec<(Option<String>, Kind)>,
    /// What a trigger has.
    brought: &'static [&'static str],
    gives: Gives,
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
        Self { name: None, variables: Vec::new(), brought: &[], gives: Gives::Nothing }
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
        let columns = list.iter().flat_map(|it| it.args()).map(|it| it.name());
        let columns: Vec<_> = columns.map(|it| (it.map(|it| ident(&it)), Kind::Unclear)).collect();
        let has_outputs = !columns.is_empty();
        let returns = match returned.and_then(|it| it.func_type()) {
            Some(ast::FuncType::Type(it)) => sql_type(&it).canonical(),
            _ => String::new(),
        };
        let returns = returns.trim_start_matches("pg_catalog.");
        let mut res = Self::new(stmt.name().map(|it| last_part(it.syntax())), stmt.param_list());
        res.variables.extend(columns);
        res.brought = match returns {
            "trigger" => OF_TRIGGERS,
            "event_trigger" => OF_EVENT_TRIGGERS,
            _ => &[],
        };
        res.gives = match returns {
            _ if is_set && (has_outputs || res.gives == Gives::Outputs) => Gives::SetOfOutputs,
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
        let variable =
            |it: ast::Param| (it.name().map(|it| ident(&it)), Kind::of_type(it.func_type()));
        let variables = params.into_iter().map(variable).collect();
        Self { name, variables, brought: &[], gives }
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
    let is_block = routine.is_block();
    let mut compiled = Compiled { shift, names: &names, is_block, refused: Vec::new() };
    for node in root.descendants() {
        compiled.targets(&node);
        cursors::check(&node, &mut compiled);
        returns::check(&node, routine.gives, &mut compiled);
        messages::check(&node, &mut compiled);
        labels::check(&node, &mut compiled);
        conditions::check(&node, &mut compiled);
        declared::check(&node, catalog, &mut compiled);
    }
    if routine.is_block() {
        compiled.runs(&root);
    }
    if let Some((place, problem)) = since::too_new_in_body(&root, catalog.server) {
        compiled.refused.push((compiled.shifted(place), problem));
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
    /// Whether it runs at once.
    is_block: bool,
    refused: Vec<Refusal>,
}

impl Compiled<'_> {
    fn refuse(&mut self, node: &SyntaxNode, problem: Problem) {
        self.refused.push((self.place(node), problem));
    }

    /// The bytes of the body where a node stands.
    fn place(&self, node: &SyntaxNode) -> Range<usize> {
        self.shifted(range(node))
    }

    fn shifted(&self, own: Range<usize>) -> Range<usize> {
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
        // What is no name is left alone.
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

    /// What only a handler of errors knows is no column either, where a block comes by for certain.
    fn runs(&mut self, root: &SyntaxNode) {
        for node in root.descendants().filter(|it| ast::NameRef::can_cast(it.kind())) {
            let Some(name) = ast::NameRef::cast(node.clone()).map(|it| ident(&it)) else {
                continue;
            };
            let is_read = OF_HANDLERS.contains(&&*name) && is_alone(&node) && is_certain(&node);
            if is_read
                && self.names.whole(range(&node).start, std::slice::from_ref(&name)).is_none()
            {
                self.refuse(&node, problem::outside_handler(&name));
            }
        }
    }
}

/// Whether an expression reads no table, whose columns may be called like variables.
fn is_alone(name: &SyntaxNode) -> bool {
    let expression = name.ancestors().find(|it| ast::PlpgsqlExpr::can_cast(it.kind()));
    expression.is_some_and(|it| !it.descendants().any(|it| ast::FromClause::can_cast(it.kind())))
}

/// Whether nothing around a node decides whether it runs, and nothing catches what it raises.
fn is_certain(node: &SyntaxNode) -> bool {
    node.ancestors().all(|it| {
        let is_condition = || {
            let own = node.ancestors().find(|it| ast::PlpgsqlExpr::can_cast(it.kind()));
            ast::PlpgsqlIfStmt::can_cast(it.kind())
                && own.and_then(|it| it.parent()) == Some(it.clone())
        };
        let is_plain =
            ast::PlpgsqlBlock::cast(it.clone()).is_none_or(|it| it.exception().is_none());
        is_plain && (!DECIDE.contains(&it.kind()) || is_condition())
    })
}

/// Statements that run others, or do not.
const DECIDE: &[SyntaxKind] = &[
    SyntaxKind::PLPGSQL_CASE_STMT,
    SyntaxKind::PLPGSQL_FOR_CURSOR_STMT,
    SyntaxKind::PLPGSQL_FOR_DYN_STMT,
    SyntaxKind::PLPGSQL_FOR_EACH_STMT,
    SyntaxKind::PLPGSQL_FOR_I_STMT,
    SyntaxKind::PLPGSQL_FOR_QUERY_STMT,
    SyntaxKind::PLPGSQL_IF_STMT,
    SyntaxKind::PLPGSQL_LOOP_STMT,
    SyntaxKind::PLPGSQL_WHILE_STMT,
];

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

    pub(super) fn outside_handler(name: &str) -> Problem {
        Problem::error("unknown-column", format!("only a handler of errors knows `{name}`"))
    }
}
