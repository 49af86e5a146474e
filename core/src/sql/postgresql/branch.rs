//! `IF` in PL/pgSQL: the way that is gone, operations that the catalog decides on, and what is left
//! out since nobody can know.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::super::presence::{created, guarded, needed, set_if_exists, set_if_not_exists};
use super::block::{Flow, statements, take};
use super::known::Known;
use super::question::Token;
use super::syntax::{line, range};
use super::{assigned, look_up, loops, question, variable};
use crate::catalog::ObjectRef;
use crate::diagnostic::code;
use crate::op::{Guarded, Operation, RoleChange, role_named};

/// Runs the way that is gone; without knowing which, what both have in common with the catalog.
pub(super) fn follow(node: &ast::PlpgsqlIfStmt, known: &mut Known, out: &mut Lowered) -> Flow {
    if let Some(condition) = node.cond() {
        look_up::tables(condition.syntax(), known, out);
    }
    if let Some(body) = way(node, known) {
        return statements(body, known, out);
    }
    let before = out.operations.len();
    unclear_if(node, known, out);
    known.run(out.operations.get(before..).unwrap_or_default());
    assigned::forget_in(node.syntax(), known);
    if loops::may_leave(node.syntax()) { Flow::Unsure } else { Flow::Next }
}

/// The statements that an `IF` runs, which may be none; nothing if a condition is not known.
fn way(node: &ast::PlpgsqlIfStmt, known: &Known) -> Option<Option<ast::PlpgsqlBody>> {
    if known.truth(&line(&node.cond()?))? {
        return Some(node.then_body());
    }
    for branch in node.elsifs() {
        if known.truth(&line(&branch.cond()?))? {
            return Some(branch.body());
        }
    }
    Some(node.else_clause().and_then(|it| it.body()))
}

fn unclear_if(node: &ast::PlpgsqlIfStmt, known: &Known, out: &mut Lowered) {
    let condition = node.cond().map(|it| line(&it)).unwrap_or_default();
    let condition = variable::filled_in(&condition, node.syntax(), known);
    let mut inner = Lowered::default();
    statements(node.then_body(), &mut known.clone(), &mut inner);
    let mut branches = vec![(condition.clone(), std::mem::take(&mut inner.operations))];
    for branch in node.elsifs() {
        statements(branch.body(), &mut known.clone(), &mut inner);
        let condition = branch.cond().map(|it| line(&it)).unwrap_or_default();
        let condition = variable::filled_in(&condition, branch.syntax(), known);
        branches.push((condition, std::mem::take(&mut inner.operations)));
    }
    statements(node.else_clause().and_then(|it| it.body()), &mut known.clone(), &mut inner);
    let last = std::mem::take(&mut inner.operations);
    inner.problems.retain(|(_, it)| it.code != code::RAISES_EXCEPTION);
    let may_ask = known.catalog().is_none();
    if let Some(operations) = answerable(&branches, last.clone()).filter(|_| may_ask) {
        inner.operations = operations;
        return take(inner, out);
    }
    if let ([(condition, operations)], true) = (branches.as_mut_slice(), last.is_empty())
        && makes_sure(condition, operations)
    {
        // Where that is there under its name already, it was asked for in vain.
        let is_there = known.has_already(operations);
        inner.operations = if is_there { Vec::new() } else { std::mem::take(operations) };
        inner.problem(range(node.syntax()), problem::taken_to_run(condition, !is_there));
        return take(inner, out);
    }
    let one_way = branches.len() == 1;
    inner.operations = branches.into_iter().flat_map(|(_, it)| it).chain(last).collect();
    let role = asked_role(&condition).filter(|_| one_way).unwrap_or_default();
    let (made, gone) = made_sure(&role, &mut inner.operations);
    out.operations.extend(made);
    drop_conditional(range(node.syntax()), &format!("`{condition}`"), inner, out);
    out.operations.extend(gone);
}

/// The role that a condition asks for and nothing else: `NOT EXISTS (SELECT FROM pg_roles WHERE
/// rolname = 'x')`.
fn asked_role(condition: &str) -> Option<String> {
    let tokens = question::tokens(condition);
    let words = |it: &[Token]| it.iter().filter_map(Token::word).map(str::to_owned).collect();
    let [before @ .., Token::Mark('='), Token::Text(name), Token::Mark(')')] = tokens.as_slice()
    else {
        return None;
    };
    let words: Vec<String> = words(before);
    let says = |it: &[&str]| it.iter().any(|it| words.iter().any(|own| own == it));
    let is_one = says(&["exists"]) && says(OF_ROLES) && says(&["rolname", "usename"]);
    (is_one && !says(&["and", "or"])).then(|| role_named(name))
}

/// Takes out what makes a role where it is missing, and what drops it where it is there: after
/// these it is known, whichever way was gone.
fn made_sure(role: &str, operations: &mut Vec<Operation>) -> (Vec<Operation>, Vec<Operation>) {
    let (mut made, mut gone) = (Vec::new(), Vec::new());
    operations.retain_mut(|it| {
        let Operation::ChangeRole(change) = it else { return true };
        let into = match &mut change.change {
            RoleChange::Create { if_not_exists } if change.role == role => {
                *if_not_exists = true;
                &mut made
            }
            RoleChange::Drop { if_exists } if change.role == role => {
                *if_exists = true;
                &mut gone
            }
            _ => return true,
        };
        into.push(it.clone());
        false
    });
    (made, gone)
}

/// The branches of an `IF` as guarded operations; nothing if a condition asks more than what the
/// catalog can answer.
fn answerable(
    branches: &[(String, Vec<Operation>)],
    last: Vec<Operation>,
) -> Option<Vec<Operation>> {
    let mut otherwise = last;
    for (condition, operations) in branches.iter().rev() {
        let known = operations.iter().chain(&otherwise).cloned().collect::<Vec<_>>();
        let questions = question::read(condition, &known)?;
        let mut operations = operations.clone();
        for question in questions.into_iter().rev() {
            operations = depending_on(question, operations, &otherwise);
        }
        otherwise = operations;
    }
    Some(otherwise)
}

fn depending_on(
    question: question::Question,
    mut operations: Vec<Operation>,
    otherwise: &[Operation],
) -> Vec<Operation> {
    let question::Question { object, exists } = question;
    if operations.is_empty() && otherwise.is_empty() {
        return operations;
    }
    if !otherwise.is_empty() {
        let otherwise = otherwise.to_vec();
        return vec![Guarded { object, exists, operations, otherwise }.into()];
    }
    if let [only] = operations.as_mut_slice() {
        let says_so = if exists {
            needed(only).as_ref() == Some(&object) && set_if_exists(only)
        } else {
            created(only).as_ref() == Some(&object) && set_if_not_exists(only)
        };
        if says_so {
            return operations;
        }
    }
    vec![guarded(object, exists, operations)]
}

/// Whether the operations make what the condition asks for if it is missing, or drop it if it is
/// there: after them it is, or is not, whichever way is gone. They may then run in any case, which
/// the operations are told that can say so themselves.
fn makes_sure(condition: &str, operations: &mut [Operation]) -> bool {
    let questions = question::read(condition, operations);
    let Some([question::Question { object, exists }]) = questions.as_deref() else { return false };
    let is_asked = |it: Option<ObjectRef>| it.is_some_and(|it| question::asks_for(object, &it));
    let is_it = |it: &Operation| is_asked(if *exists { needed(it) } else { created(it) });
    let makes_no_other = !operations.is_empty() && operations.iter().all(is_it);
    makes_no_other
        && operations.iter_mut().all(|it| match exists {
            true => set_if_exists(it),
            false => set_if_not_exists(it) || created(it).is_some(),
        })
}

/// Leaves out what may not run, and says so.
pub(super) fn drop_conditional(
    place: Range<usize>,
    condition: &str,
    mut inner: Lowered,
    out: &mut Lowered,
) {
    // What is given to roles that are not there is passed over wherever it is written.
    let asks_for_roles = OF_ROLES.iter().any(|it| condition.contains(it));
    for op in &mut inner.operations {
        if let Operation::ChangeRole(it) = op {
            it.change = RoleChange::Forget;
        }
    }
    let (kept, lost) =
        std::mem::take(&mut inner.operations).into_iter().partition::<Vec<_>, _>(|it| {
            let gives =
                matches!(it, Operation::ChangePrivileges(_) | Operation::SetDefaultPrivileges(_));
            gives && asks_for_roles
                || matches!(it, Operation::Transaction(_) | Operation::ChangeRole(_))
        });
    inner.problems.retain(|(_, it)| it.code != code::RAISES_EXCEPTION);
    inner.refused.clear();
    inner.missing.clear();
    inner.operations = kept.into_iter().map(where_its_schemas_are).collect();
    if !lost.is_empty() {
        inner.problem(place, problem::conditional(condition));
        inner.left_out.extend(lost);
    }
    take(inner, out);
}

/// What holds for objects of schemas, which nobody knows whether it runs: it is no error if it
/// names one that is not there.
fn where_its_schemas_are(operation: Operation) -> Operation {
    let Operation::SetDefaultPrivileges(it) = &operation else { return operation };
    let schemas = it.schemas.clone();
    let within = |inner, schema| guarded(ObjectRef::Schema(schema), true, vec![inner]);
    schemas.into_iter().fold(operation, within)
}

/// The tables of roles, of which every server has its own.
const OF_ROLES: &[&str] = &["pg_roles", "pg_authid", "pg_user", "pg_group"];

mod problem {
    use crate::diagnostic::{Problem, code};

    pub(super) fn taken_to_run(condition: &str, runs: bool) -> Problem {
        let message = format!("whether `{condition}` holds is known only when it runs");
        let help = match runs {
            true => "what it asks for is taken to be as it is after this: check it on the database",
            false => {
                "it is taken not to, since what follows would be refused: check it on the database"
            }
        };
        Problem::warning("taken-to-run", message).help(help)
    }

    pub(super) fn conditional(condition: &str) -> Problem {
        let message = format!("changes of the schema depend on {condition} and are left out");
        Problem::error(code::CONDITIONAL_DDL, message)
            .help("say by hand which way it goes, or make the changes unconditional")
    }
}
