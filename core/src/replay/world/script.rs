//! Migrations in SQL: statement by statement, in the transactions of their tool.

use std::sync::Arc;

use super::super::assume::{self, Baseline};
use super::super::run::Statement;
use super::{World, problem};
use crate::history::{Around, SqlPart};
use crate::op::{Execute, Operation};
use crate::project::Span;
use crate::sql;

impl World<'_> {
    /// Runs the statements of a stretch of SQL.
    pub(in crate::replay) fn run_sql(&mut self, part: &SqlPart) {
        if let Some(problem) = &part.opaque {
            self.complete = false;
            self.report.note(part.span, problem.clone());
        }
        let text = part.text(self.project);
        self.baseline = Baseline::Empty;
        if matches!(part.around, Around::Nothing | Around::Message) && self.tool_began {
            self.session.end();
            self.tool_began = false;
        }
        let opens = match part.around {
            Around::Transaction => !self.session.is_in_transaction(),
            Around::Message => sql::split(text, self.dialect).len() > 1,
            Around::TransactionIfPossible | Around::TransactionUnlessMixed => self.all_fit(part),
            Around::Nothing => false,
        };
        if opens && self.dialect.transactional_ddl {
            self.session.begin(Arc::new(self.catalog.clone()));
            self.tool_began = part.around != Around::Message;
        }
        let mut reader = sql::Reader::new(text, self.dialect);
        while let Some(mut statement) = reader.statement(self.session.path(), &self.catalog) {
            let span = part.place(&statement.range);
            let said = self.report.diagnostics.len();
            statement.settle(&self.catalog, sql::Names::LookedUp);
            self.look_up(&mut statement, part, span);
            let unclear_names: Vec<String> = statement.unclear_names().collect();
            for (range, problem) in statement.problems {
                self.complete &= !problem.is_unknown();
                self.report.note(part.place(&range), problem);
            }
            let sql = statement.text.to_owned();
            let mut execute = Execute { sql: sql.clone(), effects: statement.operations };
            self.apply(&execute.clone().into(), span);
            self.soften(said);
            self.leave_unclear_since(said, unclear_names);
            execute.effects.retain(|it| !sql::is_of_session(it));
            let operation = Operation::from(execute);
            statement.paths.into_iter().for_each(|it| self.session.set_path(it));
            self.statements.push(Statement {
                sql,
                operation: Arc::new(operation),
                span,
                origin: "sql".to_owned(),
                transactional: statement.transactional,
                maybe: false,
            });
        }
        if opens && part.around == Around::Message {
            self.session.end();
        }
    }

    /// Whether every statement may run in a transaction; says where a tool refuses the mix.
    fn all_fit(&mut self, part: &SqlPart) -> bool {
        let statements = sql::transactional(part.text(self.project), self.dialect);
        let Some((outside, _)) = statements.iter().find(|(_, it)| !it) else { return true };
        if part.around == Around::TransactionUnlessMixed && statements.iter().any(|(_, it)| *it) {
            self.report.note(part.place(outside), problem::mixed());
        }
        false
    }

    /// Says what the statement names that is not there, and whether it can run where it stands.
    fn look_up(&mut self, statement: &mut sql::Statement, part: &SqlPart, span: Span) {
        if !statement.transactional && self.session.is_in_transaction() {
            self.report.note(span, problem::in_transaction(&statement.kind));
        }
        let stands_alone = matches!(part.around, Around::Nothing | Around::Message);
        if statement.kind == "LOCK" && stands_alone && !self.session.is_in_transaction() {
            self.report.note(span, problem::no_transaction());
        }
        let ends = |it: &Operation| matches!(it, Operation::Transaction(_));
        if statement.kind == "DO"
            && self.session.is_in_transaction()
            && statement.operations.iter().any(ends)
        {
            self.report.note(span, problem::commits_inside());
            statement.operations.retain(|it| !ends(it));
        }
        let refused = self.session.refuses(&statement.text, &statement.operations, &self.catalog);
        refused.into_iter().for_each(|it| self.report.note(span, it));
        let unbound = statement.bind(&self.catalog);
        for (range, object) in unbound.missing {
            let used = self.used(part.place(&range));
            assume::take_for_granted(object, &mut self.catalog, &mut self.assumptions.made, used);
        }
        for (range, problem) in unbound.problems {
            self.complete &= !problem.is_unknown();
            self.report.note(part.place(&range), problem);
        }
        self.rows.note(statement);
    }
}
