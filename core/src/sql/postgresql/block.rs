//! `DO` blocks: what they run for certain, what the catalog decides, and what nobody can know.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::plpgsql::Plpgsql;
use squawk_syntax::{SourceFile, SyntaxKind};

use super::super::lowered::Lowered;
use super::super::{Syntax, words};
use super::branch::{self, drop_conditional};
use super::caught::{self, Caught, Raised, protected};
use super::compile::{self, Refusal, Routine};
use super::execute::execute;
use super::known::{Known, settings_asked};
use super::syntax::{line_of, range};
use super::syntax_error::SyntaxError;
use super::{assigned, bind, blanks, called, data, into, look_up, loops, names, variable};
use crate::catalog::{Catalog, ObjectRef};
use crate::op::Transaction;

/// Reads the body of a `DO` statement.
pub(super) fn run(stmt: &ast::Do, known: &mut Known, out: &mut Lowered) -> Option<()> {
    let literal = stmt.body()?;
    let Some((body, start)) = body(stmt, known) else {
        let place = range(literal.syntax());
        out.problem(place, problem::unreadable("its language is not followed"));
        return Some(());
    };
    let end = range(literal.syntax()).end;
    if let Some(error) = SyntaxError::first_in(&body, || up_to_end(stmt, &body)) {
        out.problem(error.place.clone(), error.within(problem::unreadable(&error.reason)));
        return Some(());
    }
    if known.catalog().is_some() {
        for setting in settings_asked(&body.syntax().text().to_string()) {
            out.problem(range(literal.syntax()), problem::taken_as_unset(&setting));
        }
    }
    let mut inner = Lowered::default();
    block(&body.tree().block()?, known, &mut inner);
    let placed = |at: usize| (start + at).min(end);
    let problems = std::mem::take(&mut inner.problems);
    for (range, problem) in problems.into_iter().chain(std::mem::take(&mut inner.refused)) {
        out.problem(placed(range.start)..placed(range.end), problem);
    }
    inner.missing.iter_mut().for_each(|(it, _)| *it = placed(it.start)..placed(it.end));
    take(inner, out);
    Some(())
}

/// The text that a block is part of, up to the end of its body.
fn up_to_end(stmt: &ast::Do, body: &Plpgsql) -> String {
    let inner: Range<usize> = body.source_range(body.syntax().text_range()).into();
    let root = stmt.syntax().ancestors().last();
    let mut text = root.map(|it| it.text().to_string()).unwrap_or_default();
    text.truncate(text.floor_char_boundary(inner.end));
    text
}

/// The body of a block in PL/pgSQL, and where its text starts; nothing for other languages.
pub(super) fn body(stmt: &ast::Do, known: &mut Known) -> Option<(Plpgsql, usize)> {
    let readable = without_targets(stmt, &range(stmt.body()?.syntax()), known);
    let body = readable.as_ref().unwrap_or(stmt).plpgsql()?;
    let text: Range<usize> = body.source_range(body.syntax().text_range()).into();
    Some((body, text.start))
}

/// What the server refuses in a body, by the bytes of it: its syntax, or else what it means.
pub(super) fn refused(body: &str, routine: &Routine, catalog: &Catalog) -> Vec<Refusal> {
    let Some((text, parsed)) = body_of_function(body) else { return Vec::new() };
    let Some(error) = SyntaxError::first_in(&parsed, || text) else {
        return compile::refusals(body, (&parsed, INSIDE), routine, catalog);
    };
    if routine.is_block() {
        // It was said where the block was followed.
        return Vec::new();
    }
    let placed = |at: usize| at.saturating_sub(BEFORE.len()).min(body.len());
    let problem = error.within(bind::problem::unread_body(&error.reason));
    vec![(placed(error.place.start)..placed(error.place.end), problem)]
}

/// What stands before the body of a function where it is read as that of a block, and how much of
/// that is in the body.
const BEFORE: &str = "DO $of_function$ ";
const INSIDE: usize = 1;

/// The body of a function as that of a block, with the text up to its end.
fn body_of_function(body: &str) -> Option<(String, Plpgsql)> {
    let block = read(BEFORE, body, " $of_function$")?;
    Some((format!("{BEFORE}{}", into::blanked(body)), block.plpgsql()?))
}

/// The block of a body with what stands around it, in words that the parser knows. Every place
/// stays the same.
fn read(before: &str, body: &str, after: &str) -> Option<ast::Do> {
    let parse = |body: &str| {
        let tree = SourceFile::parse(&format!("{before}{body}{after}")).tree();
        tree.stmts().find_map(|it| match it {
            ast::Stmt::Do(it) => Some(it),
            _ => None,
        })
    };
    let known = into::blanked(body);
    let known = blanks::blanked(&known);
    let first = parse(&known)?;
    let is_read = |it: &ast::Do| it.plpgsql().is_none_or(|it| it.errors().is_empty());
    if is_read(&first) {
        return Some(first);
    }
    let again = names::marked(&known).and_then(|it| parse(&it));
    Some(again.filter(is_read).unwrap_or(first))
}

/// The same statement with a body that the parser knows; nothing if that is not needed.
///
/// Places in it count from the start of the text that `stmt` is part of.
fn without_targets(stmt: &ast::Do, body: &Range<usize>, known: &mut Known) -> Option<ast::Do> {
    let root = stmt.syntax().ancestors().last()?;
    let text = root.text().to_string();
    let quoted = text.get(body.clone())?;
    let tag = quoted.get(..=quoted.get(1..)?.find('$')? + 1).filter(|it| it.starts_with('$'))?;
    let inner = body.start + tag.len()..body.end.checked_sub(tag.len())?;
    let own = text.get(inner.clone())?;
    known.set_targets(into::targets(own));
    if root.kind() != SyntaxKind::SOURCE_FILE {
        return None;
    }
    read(text.get(..inner.start)?, own, text.get(inner.end..)?)
}

/// Takes over what an inner part does, with its problems where they are.
pub(super) fn take(inner: Lowered, out: &mut Lowered) {
    out.operations.extend(inner.operations);
    out.left_out.extend(inner.left_out);
    out.problems.extend(inner.problems);
    out.refused.extend(inner.refused);
    out.missing.extend(inner.missing);
    inner.writes.into_iter().for_each(|it| out.write(it));
    inner.reads.into_iter().for_each(|it| out.read(it));
}

/// Whether what follows still runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Return,
    /// Up to the handler that catches it.
    Raise(Raised),
    /// Out of the loop.
    Exit,
    /// To the next round of the loop.
    Continue,
    /// Something that is not known decides whether any of these.
    Unsure,
}

/// Runs a block; its variables hide those of the same names around it.
fn block(block: &ast::PlpgsqlBlock, known: &mut Known, out: &mut Lowered) -> Flow {
    let before = known.variables().clone();
    let mut names = Vec::new();
    for declared in block.declare_section().into_iter().flat_map(|it| it.decls()) {
        let line = line_of(declared.syntax());
        let name = line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        known.forget(&name);
        known.declare(&name, variable::ty(&line).filter(|it| Known::makes(it)));
        if let Some((name, value)) = variable::declared(&line) {
            known.assign(&name, &value);
        }
        names.push(name);
    }
    let flow = guarded(block, known, out);
    known.restore(&names, &before);
    flow
}

/// Runs what stands between `BEGIN` and `END`, where errors may be caught.
fn guarded(block: &ast::PlpgsqlBlock, known: &mut Known, out: &mut Lowered) -> Flow {
    let Some(section) = block.exception() else { return statements(block.body(), known, out) };
    let mut inner = Lowered::default();
    let flow = statements(block.body(), &mut known.clone(), &mut inner);
    if let Flow::Raise(raised) = flow
        && let Some(handler) = caught::handler(&section, raised)
    {
        // All that the block did before is taken back.
        known.forget_variables();
        return statements(handler.body(), known, out);
    }
    if !matches!(caught::caught(&section, Some("undefined_object")), Caught::No) {
        // Whether a role is there is not known: the handler is for both.
        inner.missing.retain(|(_, it)| !matches!(it, ObjectRef::Role(_)));
    }
    let mut is_unclear = false;
    if let Some(error) = caught::error(&inner) {
        match caught::caught(&section, error.condition) {
            Caught::By(handler) => {
                out.problem(error.place, problem::undone(&error.message));
                known.forget_variables();
                return statements(handler.body(), known, out);
            }
            Caught::Unclear => {
                is_unclear = true;
                inner.refused.clear();
                inner.missing.clear();
            }
            Caught::No => {}
        }
    }
    if !is_unclear && known.takes(&inner.operations) {
        // Nothing is raised that could be caught.
        known.run(&inner.operations);
        known.forget_variables();
        take(inner, out);
        return flow;
    }
    if !inner.operations.is_empty() {
        let operations = std::mem::take(&mut inner.operations);
        match protected(&section, operations.clone()) {
            Some(operations) => inner.operations = operations,
            None => {
                inner.problem(range(section.syntax()), problem::caught());
                inner.left_out.extend(operations);
            }
        }
    }
    known.run(&inner.operations);
    known.forget_variables();
    take(inner, out);
    let mut handled = Lowered::default();
    for handler in section.handlers() {
        statements(handler.body(), &mut Known::default(), &mut handled);
    }
    drop_conditional(range(section.syntax()), "an error", handled, out);
    flow
}

pub(super) fn statements(
    body: Option<ast::PlpgsqlBody>,
    known: &mut Known,
    out: &mut Lowered,
) -> Flow {
    let mut rest = body.into_iter().flat_map(|it| it.stmts());
    while let Some(stmt) = rest.next() {
        let said = out.problems.len();
        let flow = statement(&stmt, known, out);
        if out.problems.iter().skip(said).any(|(_, it)| it.is_unknown()) {
            known.trust_names();
        }
        match flow {
            Flow::Next => {}
            Flow::Unsure => {
                may_run(rest, known, out);
                return Flow::Unsure;
            }
            end => return end,
        }
    }
    Flow::Next
}

/// Statements of which it is not known whether they run.
pub(super) fn may_run(
    stmts: impl Iterator<Item = ast::PlpgsqlStmt>,
    known: &mut Known,
    out: &mut Lowered,
) {
    let mut inner = Lowered::default();
    let mut place: Option<Range<usize>> = None;
    for stmt in stmts {
        let own = range(stmt.syntax());
        place = Some(place.map_or(own.clone(), |it| it.start..own.end));
        statement(&stmt, &mut Known::default(), &mut inner);
    }
    known.forget_variables();
    if let Some(place) = place {
        drop_conditional(place, "whether the block ends before them", inner, out);
    }
}

fn statement(stmt: &ast::PlpgsqlStmt, known: &mut Known, out: &mut Lowered) -> Flow {
    use ast::PlpgsqlStmt as Stmt;
    let flow = match stmt {
        Stmt::PlpgsqlBlock(it) => block(it, known, out),
        Stmt::PlpgsqlIfStmt(it) => branch::follow(it, known, out),
        Stmt::PlpgsqlForQueryStmt(it) => loops::over_query(it, known, out),
        Stmt::PlpgsqlForEachStmt(it) => loops::over_array(it, known, out),
        Stmt::PlpgsqlForIStmt(it) => loops::over_numbers(it, known, out),
        Stmt::PlpgsqlExitStmt(_) | Stmt::PlpgsqlContinueStmt(_) => loops::leave(stmt, known),
        Stmt::PlpgsqlReturnStmt(_) => Flow::Return,
        Stmt::PlpgsqlCaseStmt(it) => loops::case(it, known, out),
        Stmt::PlpgsqlWhileStmt(it) => {
            loops::open_ended(stmt, it.cond().as_ref(), it.body().as_ref(), (known, out))
        }
        Stmt::PlpgsqlLoopStmt(it) => {
            loops::open_ended(stmt, None, it.body().as_ref(), (known, out))
        }
        Stmt::PlpgsqlForDynStmt(it) => loops::over_text(it, known, out),
        Stmt::PlpgsqlForCursorStmt(_) => loops::repeated(stmt, known, out),
        simple => {
            let mut inner = Lowered::default();
            let flow = leaf(simple, known, &mut inner);
            known.run(&inner.operations);
            take(inner, out);
            flow
        }
    };
    assigned::forget(stmt, known);
    flow
}

/// A statement that holds no others.
fn leaf(stmt: &ast::PlpgsqlStmt, known: &mut Known, out: &mut Lowered) -> Flow {
    use ast::PlpgsqlStmt as Stmt;
    match stmt {
        Stmt::PlpgsqlExecSqlStmt(it) => sql(it, known, out),
        Stmt::PlpgsqlDynExecuteStmt(it) => execute(it, known, out),
        Stmt::PlpgsqlAssignStmt(it) => {
            look_up::tables(it.syntax(), known, out);
            if let Some((name, value)) = variable::assignment(it.syntax()) {
                known.assign(&name, &value);
            }
        }
        Stmt::PlpgsqlCommitStmt(_) => out.push(Transaction::Commit),
        Stmt::PlpgsqlRollbackStmt(_) => out.push(Transaction::Rollback),
        Stmt::PlpgsqlDoStmt(it) => {
            if it.do_().is_none_or(|it| run(&it, &mut known.clone(), out).is_none()) {
                out.problem(range(it.syntax()), problem::unreadable("a part of it is missing"));
            }
        }
        Stmt::PlpgsqlCallStmt(it) => {
            called::call(&line_of(it.syntax()), &range(it.syntax()), known, out);
        }
        other => {
            let line = line_of(other.syntax());
            let asserted = line.get(..7).filter(|it| it.eq_ignore_ascii_case("assert "));
            if let Some(condition) = asserted.and_then(|it| line.get(it.len()..))
                && known.truth(condition.split(',').next().unwrap_or_default()) == Some(false)
            {
                out.problem(range(other.syntax()), problem::asserts());
                return Flow::Return;
            }
            if let Stmt::PlpgsqlRaiseStmt(it) = other
                && let Some(raised) = Raised::by(it)
            {
                out.problem(range(other.syntax()), problem::raises());
                return Flow::Raise(raised);
            }
            if let Stmt::PlpgsqlPerformStmt(it) = other {
                let query = line.trim_start_matches(|it: char| !it.is_whitespace());
                let query = format!("select {}", query.trim_end_matches(';'));
                called::perform(&query, &range(it.syntax()), known, out);
                known.query(&range(it.syntax()), &query);
            }
            look_up::tables(other.syntax(), known, out);
            data::reads(other.syntax()).into_iter().for_each(|it| out.read(it));
        }
    }
    Flow::Next
}

fn sql(node: &ast::PlpgsqlExecSqlStmt, known: &mut Known, out: &mut Lowered) {
    let Some(stmt) = node.stmt() else { return };
    if matches!(stmt, ast::Stmt::Select(_)) {
        known.query(&range(node.syntax()), &line_of(stmt.syntax()));
    }
    // In a block `SELECT … INTO` sets variables, it makes no table.
    if let ast::Stmt::SelectInto(it) = &stmt {
        look_up::tables(it.syntax(), known, out);
        return data::reads(it.syntax()).into_iter().for_each(|it| out.read(it));
    }
    let kind = words::kind(&line_of(stmt.syntax()), Syntax::PostgreSql);
    let mut inner = Lowered::default();
    super::statement(&stmt, &kind, &mut inner);
    look_up::statement(&stmt, node.syntax(), known, &mut inner);
    take(inner, out);
}

mod problem {
    use crate::diagnostic::{Problem, code};

    pub(super) fn unreadable(reason: &str) -> Problem {
        Problem::error(code::UNPARSED_STATEMENT, format!("this `DO` block is not read: {reason}"))
            .help("check by hand what it does to the schema")
    }

    pub(super) fn taken_as_unset(setting: &str) -> Problem {
        let message = format!("nobody is taken to have set `{setting}` before this runs");
        Problem::note("assumed-setting", message)
            .help("check what the block does on a server that sets it")
    }

    pub(super) fn asserts() -> Problem {
        Problem::error(code::RAISES_EXCEPTION, "the block asserts what is not so at this revision")
    }

    pub(super) fn raises() -> Problem {
        Problem::error(code::RAISES_EXCEPTION, "the block raises an exception whenever it runs")
    }

    pub(super) fn caught() -> Problem {
        let message = "an error is caught that may undo changes of the schema: they are left out";
        Problem::error(code::CONDITIONAL_DDL, message)
            .help("give each statement a block of its own, or make it unconditional")
    }

    pub(super) fn undone(why: &str) -> Problem {
        let message = format!("the block catches an error, and changes nothing before it: {why}");
        Problem::note("caught-error", message)
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::diagnostic::Severity;
    use crate::dialect::POSTGRESQL;
    use crate::op::{Op, Operation};
    use crate::sql::{Names, Statement, read};

    fn block(body: &str) -> Statement {
        read(&format!("DO $$ BEGIN {body} END $$"), POSTGRESQL).remove(0)
    }

    #[test]
    fn a_duplicate_that_is_caught_is_passed_over() {
        let found =
            block("CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN null;");
        let [Operation::CreateType(it)] = found.operations.as_slice() else { panic!("{found:?}") };
        assert!(it.if_not_exists && found.problems.is_empty());
    }

    #[test]
    fn a_constraint_that_may_be_there_is_guarded() {
        let found = block(
            "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0); \
             EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'there';",
        );
        let [Operation::Guarded(it)] = found.operations.as_slice() else { panic!("{found:?}") };
        assert!(!it.exists);
    }

    #[test]
    fn the_catalog_is_asked() {
        let found = block(
            "IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN \
             CREATE TYPE mood AS ENUM ('a'); END IF;",
        );
        let [Operation::CreateType(it)] = found.operations.as_slice() else { panic!("{found:?}") };
        assert!(it.if_not_exists);
    }

    #[test]
    fn what_depends_on_rows_is_left_out_and_said() {
        let found = block("IF EXISTS (SELECT 1 FROM u WHERE a) THEN DROP TABLE t; END IF;");
        assert!(found.operations.is_empty());
        assert_eq!(found.problems[0].1.code, "conditional-ddl");
    }

    #[test]
    fn a_literal_is_executed_and_a_computed_text_is_said() {
        let found = block("EXECUTE 'DROP TABLE t'; EXECUTE format('DROP TABLE %I', x);");
        assert_eq!((found.operations.len(), found.problems.len()), (1, 1));
        assert_eq!(found.problems[0].1.code, "dynamic-sql");
    }

    #[test]
    fn privileges_that_are_put_together_are_said() {
        let found = block("EXECUTE 'GRANT SELECT ON t TO ' || current_user;");
        assert_eq!(found.problems[0].1.severity, Severity::Warning);
    }

    #[test]
    fn variables_that_a_query_sets_are_no_tables() {
        let found = block("SELECT count(*) INTO n FROM u; ALTER TABLE t DROP COLUMN a;");
        assert!(matches!(found.operations.as_slice(), [Operation::DropColumn(_)]), "{found:?}");
    }

    #[test]
    fn a_variable_stands_for_what_was_asked_before() {
        let found = read(
            "DO $$ DECLARE there boolean; BEGIN \
             there := EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pgcrypto'); \
             IF NOT there THEN BEGIN CREATE EXTENSION pgcrypto; there := true; \
             EXCEPTION WHEN insufficient_privilege THEN there := false; END; END IF; END $$",
            POSTGRESQL,
        )
        .remove(0);
        let [Operation::CreateExtension(it)] = found.operations.as_slice() else {
            panic!("{found:?}")
        };
        assert!(it.if_not_exists && found.problems.is_empty());
        let found = block("x := 1; BEGIN x := y; END; IF x THEN DROP TABLE t; END IF;");
        assert_eq!(found.problems[0].1.code, "conditional-ddl");
    }

    /// What a block does over a schema: each operation in words, and the codes of its problems.
    fn over(schema: &str, body: &str) -> (Vec<String>, Vec<&'static str>) {
        let mut catalog = Catalog::default();
        for operation in read(schema, POSTGRESQL).iter().flat_map(|it| &it.operations) {
            operation.apply(&mut catalog).expect("an operation that applies");
        }
        let mut found = read(&format!("DO $$ {body} $$"), POSTGRESQL).remove(0);
        found.settle(&catalog, Names::LookedUp);
        let words = found.operations.iter().map(Op::describe).collect();
        (words, found.problems.iter().map(|it| it.1.code).collect())
    }

    const SCHEMA: &str = "CREATE TABLE p (id int PRIMARY KEY, kind varchar(7)); \
                          CREATE TABLE c (p int REFERENCES p); CREATE UNIQUE INDEX u ON p (kind)";

    #[test]
    fn a_name_that_the_catalog_tells_is_put_together() {
        let (words, codes) = over(
            SCHEMA,
            "DECLARE name text; BEGIN SELECT conname INTO name FROM pg_constraint \
             WHERE conrelid = 'c'::regclass AND confrelid = 'p'::regclass AND contype = 'f' LIMIT 1; \
             EXECUTE format('ALTER TABLE c DROP CONSTRAINT %I', name); END",
        );
        assert_eq!((words, codes), (vec!["drop constraint `c_p_fkey` of `c`".to_owned()], vec![]));
    }

    #[test]
    fn a_loop_runs_for_every_row_that_the_catalog_tells() {
        let (words, codes) = over(
            SCHEMA,
            "DECLARE r record; BEGIN FOR r IN SELECT constraint_name FROM \
             information_schema.table_constraints WHERE table_name = 'c' AND constraint_type = \
             'FOREIGN KEY' LOOP EXECUTE 'ALTER TABLE c DROP CONSTRAINT ' || \
             quote_ident(r.constraint_name); END LOOP; END",
        );
        assert_eq!((words.len(), codes.len()), (1, 0));
        let (words, codes) = over(
            SCHEMA,
            "DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['c', 'p'] LOOP \
             EXECUTE format('DROP TABLE %I', t); END LOOP; END",
        );
        assert_eq!((words.len(), codes.len()), (2, 0));
    }

    #[test]
    fn a_type_and_the_words_of_an_index_are_asked_for() {
        let of_type = |ty: &str| {
            let asked = format!(
                "BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'p' \
                 AND column_name = 'kind' AND data_type = '{ty}') THEN \
                 ALTER TABLE p ALTER COLUMN kind TYPE text; ELSE DROP INDEX u; END IF; END"
            );
            over(SCHEMA, &asked)
        };
        assert_eq!(of_type("character varying").0, ["alter column `kind` of `p`: make it text"]);
        assert_eq!(of_type("text").0, ["drop index `u`"]);
        let (words, codes) = over(
            SCHEMA,
            "BEGIN IF EXISTS (SELECT 1 FROM pg_indexes WHERE schemaname = 'public' AND \
             indexname = 'u' AND indexdef NOT LIKE '%WHERE%') THEN DROP INDEX u; END IF; END",
        );
        assert_eq!((words.len(), codes.len()), (1, 0));
    }

    #[test]
    fn what_only_rows_tell_stays_unknown_over_a_schema() {
        let (words, codes) = over(
            SCHEMA,
            "DECLARE n int; BEGIN SELECT id INTO n FROM p LIMIT 1; \
             IF n > 1 THEN DROP TABLE c; END IF; END",
        );
        assert_eq!((words.len(), codes), (0, vec!["conditional-ddl"]));
    }

    #[test]
    fn what_follows_a_return_does_not_run() {
        assert!(block("RETURN; DROP TABLE t;").operations.is_empty());
    }
}
