//! Loops of `DO` blocks: run round by round where all that decides is known.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::ask::{Asker, Cell};
use super::super::lowered::Lowered;
use super::block::{Flow, may_run, statements};
use super::branch::drop_conditional;
use super::known::Known;
use super::look_up;
use super::syntax::{line, line_of, range};

/// A loop over what the catalog answers.
pub(super) fn over_query(
    node: &ast::PlpgsqlForQueryStmt,
    known: &mut Known,
    out: &mut Lowered,
) -> Flow {
    let query = node.query().map(|it| line_of(it.syntax())).unwrap_or_default();
    if let Some(query) = node.query() {
        look_up::tables(query.syntax(), known, out);
    }
    let stmt = ast::PlpgsqlStmt::PlpgsqlForQueryStmt(node.clone());
    over_rows(&stmt, Some(query), (node.vars(), node.body()), (known, out))
}

/// A loop over what a text answers that is put together.
pub(super) fn over_text(
    node: &ast::PlpgsqlForDynStmt,
    known: &mut Known,
    out: &mut Lowered,
) -> Flow {
    let query = node.query().filter(|_| node.using_clause().is_none());
    let query = query.and_then(|it| known.text(&line(&it)));
    let stmt = ast::PlpgsqlStmt::PlpgsqlForDynStmt(node.clone());
    over_rows(&stmt, query, (node.vars(), node.body()), (known, out))
}

/// A loop over the rows of a query, if they are known: a variable holds a row, several its parts.
fn over_rows(
    stmt: &ast::PlpgsqlStmt,
    query: Option<String>,
    (vars, body): (ast::AstChildren<ast::PlpgsqlForVariable>, Option<ast::PlpgsqlBody>),
    (known, out): (&mut Known, &mut Lowered),
) -> Flow {
    let names: Vec<String> = vars.map(|it| line_of(it.syntax())).collect();
    let rows = query.and_then(|it| known.rows(&it, Asker::Loop));
    let rows = rows.filter(|it| known.has_time_for(it.len(), size(body.as_ref())));
    let Some(rows) = rows else { return repeated(stmt, known, out) };
    let set = |known: &mut Known, row: Vec<(String, Cell)>| match names.as_slice() {
        [only] => known.set_row(only, &row),
        several => {
            for (idx, name) in several.iter().enumerate() {
                known.hold(name, Some(row.get(idx).map_or(Cell::Null, |(_, it)| it.clone())));
            }
        }
    };
    rounds(rows.into_iter(), set, body, (known, out))
}

/// A loop over an array that is written out.
pub(super) fn over_array(
    node: &ast::PlpgsqlForEachStmt,
    known: &mut Known,
    out: &mut Lowered,
) -> Flow {
    let array = node.array().map(|it| line(&it)).unwrap_or_default();
    let mut names = node.vars().map(|it| line_of(it.syntax()));
    let texts =
        known.texts(&array).filter(|it| known.has_time_for(it.len(), size(node.body().as_ref())));
    let (Some(texts), Some(name), None) = (texts, names.next(), names.next()) else {
        return repeated(&ast::PlpgsqlStmt::PlpgsqlForEachStmt(node.clone()), known, out);
    };
    let texts = texts.into_iter();
    rounds(texts, |known, text| known.set_text(&name, text), node.body(), (known, out))
}

/// A loop over numbers that are known.
pub(super) fn over_numbers(
    node: &ast::PlpgsqlForIStmt,
    known: &mut Known,
    out: &mut Lowered,
) -> Flow {
    let range = node.range().map(|it| line(&it)).unwrap_or_default();
    let ends = range.split_once("..").filter(|_| node.reverse_token().is_none());
    let ends = ends.and_then(|(from, to)| Some((known.number(from)?, known.number(to)?)));
    let mut names = node.vars().map(|it| line_of(it.syntax()));
    let count = |(from, to): (i64, i64)| usize::try_from(to - from + 1).unwrap_or_default();
    let ends = ends.filter(|it| known.has_time_for(count(*it), size(node.body().as_ref())));
    let (Some((from, to)), Some(name), None) = (ends, names.next(), names.next()) else {
        return repeated(&ast::PlpgsqlStmt::PlpgsqlForIStmt(node.clone()), known, out);
    };
    let set = |known: &mut Known, it| known.hold(&name, Some(Cell::Int(it)));
    rounds(from..=to, set, node.body(), (known, out))
}

/// Runs the body once for each value.
fn rounds<T>(
    values: impl Iterator<Item = T>,
    set: impl Fn(&mut Known, T),
    body: Option<ast::PlpgsqlBody>,
    (known, out): (&mut Known, &mut Lowered),
) -> Flow {
    for value in values {
        set(known, value);
        if let Some(end) = round(body.as_ref(), known, out) {
            return end;
        }
    }
    Flow::Next
}

/// `WHILE`, and `LOOP` without a condition: round after round, as long as it is known that there is
/// another one.
pub(super) fn open_ended(
    stmt: &ast::PlpgsqlStmt,
    condition: Option<&ast::PlpgsqlExpr>,
    body: Option<&ast::PlpgsqlBody>,
    (known, out): (&mut Known, &mut Lowered),
) -> Flow {
    let (condition, size) = (condition.map(line), size(body));
    loop {
        let goes_on = condition.as_ref().map_or(Some(true), |it| known.truth(it));
        if goes_on == Some(false) {
            return Flow::Next;
        }
        let is_clear = goes_on.is_some() && known.catalog().is_some();
        if !is_clear || !known.has_time_for(1, size) {
            return repeated(stmt, known, out);
        }
        if let Some(end) = round(body, known, out) {
            return end;
        }
    }
}

/// How many statements a body holds, those within others as well.
fn size(body: Option<&ast::PlpgsqlBody>) -> usize {
    let nodes = body.into_iter().flat_map(|it| it.syntax().descendants());
    nodes.filter(|it| ast::PlpgsqlStmt::can_cast(it.kind())).count().max(1)
}

/// Runs the body of a loop once; gives how the loop ends if that was the last round.
fn round(body: Option<&ast::PlpgsqlBody>, known: &mut Known, out: &mut Lowered) -> Option<Flow> {
    match statements(body.cloned(), known, out) {
        Flow::Next | Flow::Continue => None,
        Flow::Exit => Some(Flow::Next),
        end @ (Flow::Return | Flow::Raise(_)) => Some(end),
        Flow::Unsure => {
            // Nobody knows whether there is another round; what follows the loop runs, unless the
            // block may end in it.
            let ends = body.is_some_and(|it| may_return(it.syntax()));
            may_run(body.into_iter().flat_map(ast::PlpgsqlBody::stmts), known, out);
            Some(if ends { Flow::Unsure } else { Flow::Next })
        }
    }
}

/// `CASE`: the branch that is known to run.
pub(super) fn case(node: &ast::PlpgsqlCaseStmt, known: &mut Known, out: &mut Lowered) -> Flow {
    match branch(node, known) {
        Some(body) => statements(body, known, out),
        None => repeated(&ast::PlpgsqlStmt::PlpgsqlCaseStmt(node.clone()), known, out),
    }
}

/// The statements of the first branch that holds; nothing if a condition is not known, or no branch
/// is there for what is asked.
fn branch(node: &ast::PlpgsqlCaseStmt, known: &Known) -> Option<Option<ast::PlpgsqlBody>> {
    let subject = node.subject().map(|it| line(&it));
    for when in node.whens() {
        let condition = line(&when.cond()?);
        let holds = match &subject {
            Some(subject) => known.truth(&format!("({subject}) in ({condition})"))?,
            None => known.truth(&condition)?,
        };
        if holds {
            return Some(when.body());
        }
    }
    Some(node.else_clause()?.body())
}

/// A loop, or a `CASE` that is not clear: nobody knows which of its statements run how often.
pub(super) fn repeated(stmt: &ast::PlpgsqlStmt, known: &mut Known, out: &mut Lowered) -> Flow {
    let mut inner = Lowered::default();
    let bodies = stmt.syntax().children().flat_map(|it| it.descendants());
    // Only the outermost bodies: what is in them is reached from there.
    let mut end = 0;
    for body in bodies.filter_map(ast::PlpgsqlBody::cast) {
        let place = range(body.syntax());
        if place.start >= end {
            end = place.end;
            statements(Some(body), &mut Known::default(), &mut inner);
        }
    }
    known.forget_variables();
    let first = line_of(stmt.syntax());
    let first: String = first.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    drop_conditional(range(stmt.syntax()), &format!("`{first} …`"), inner, out);
    if may_return(stmt.syntax()) { Flow::Unsure } else { Flow::Next }
}

fn may_return(node: &SyntaxNode) -> bool {
    node.descendants().any(|it| ast::PlpgsqlReturnStmt::can_cast(it.kind()))
}

/// `EXIT` and `CONTINUE`, if their condition holds.
pub(super) fn leave(stmt: &ast::PlpgsqlStmt, known: &Known) -> Flow {
    let (label, when, flow) = match stmt {
        ast::PlpgsqlStmt::PlpgsqlExitStmt(it) => (it.label(), it.when_clause(), Flow::Exit),
        ast::PlpgsqlStmt::PlpgsqlContinueStmt(it) => (it.label(), it.when_clause(), Flow::Continue),
        _ => return Flow::Next,
    };
    if label.is_some() {
        return Flow::Unsure;
    }
    let Some(when) = when else { return flow };
    let condition = line_of(when.syntax());
    match known.truth(condition.split_once(' ').map_or("", |(_, it)| it)) {
        Some(true) => flow,
        Some(false) => Flow::Next,
        None => Flow::Unsure,
    }
}

/// Whether a statement in a node ends the block, or a round of the loop around it.
pub(super) fn may_leave(node: &SyntaxNode) -> bool {
    node.descendants().any(|it| {
        ast::PlpgsqlReturnStmt::can_cast(it.kind())
            || ast::PlpgsqlExitStmt::can_cast(it.kind())
            || ast::PlpgsqlContinueStmt::can_cast(it.kind())
    })
}
