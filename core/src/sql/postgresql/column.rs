//! Columns with the constraints that are written behind them.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::constraint::{constraint, not_null};
use super::syntax::{ident, line, range, text};
use super::types::{collation, sql_type};
use crate::catalog::{Column, Constraint, ConstraintKind, Generated, Identity};

/// A column, the constraints that come with it, and what else is said of it.
#[derive(Default)]
pub(super) struct ColumnParts {
    pub(super) column: Column,
    pub(super) constraints: Vec<Constraint>,
    /// `STORAGE EXTERNAL`, `COMPRESSION lz4`, as written.
    pub(super) options: Vec<String>,
    /// How something is said twice, or against what was said.
    contradiction: Option<&'static str>,
    /// Whether `NULL` is said.
    null: bool,
}

impl ColumnParts {
    pub(super) fn new(name: String, ty: Option<&ast::Type>) -> Self {
        let ty = ty.map(sql_type).unwrap_or_default();
        let serial = SERIAL.iter().any(|it| ty.spelling.eq_ignore_ascii_case(it));
        let column = Column { name, ty, nullable: !serial, ..Column::default() };
        Self { column, ..Self::default() }
    }

    /// Takes in what is written behind the type.
    pub(super) fn clause(&mut self, clause: &ast::ColumnClause) -> Option<()> {
        match clause {
            ast::ColumnClause::Collate(it) => {
                self.column.collation = collation(Some(it.clone()));
            }
            ast::ColumnClause::ColumnConstraint(it) => {
                self.constraint(&ast::Constraint::cast(it.syntax().clone())?)?;
            }
            ast::ColumnClause::WithOptions(_) => {}
            ast::ColumnClause::AlterOptionList(_)
            | ast::ColumnClause::CompressionMethod(_)
            | ast::ColumnClause::Storage(_) => self.options.push(line(clause)),
        }
        Some(())
    }

    /// Says what contradicts itself in this definition.
    pub(super) fn check(&self, definition: &SyntaxNode, out: &mut Lowered) {
        let column = &self.column;
        // A primary key may say `NULL`, and is not heard.
        let is_never_null = column.not_null.is_some()
            || column.identity.is_some()
            || column.ty.behind_serial().is_some();
        let nulls = (self.null && is_never_null).then_some("null and not null");
        if let Some(what) = self.contradiction.or(nulls) {
            out.problem(range(definition), problem::contradiction(&self.column.name, what));
        }
    }

    pub(super) fn constraint(&mut self, node: &ast::Constraint) -> Option<()> {
        match node {
            ast::Constraint::NotNullConstraint(it) => {
                self.column.nullable = false;
                self.column.not_null = Some(not_null(it));
            }
            ast::Constraint::NullConstraint(_) => self.null = true,
            ast::Constraint::DefaultConstraint(it) => {
                self.said_once(self.column.default.is_some(), "given two defaults");
                self.column.default = Some(text(&it.expr()?));
            }
            ast::Constraint::GeneratedConstraint(it) => self.generated(&it.generated_as()?)?,
            other => {
                let own = [self.column.name.clone()];
                let constraint = constraint(other, &own)?;
                if matches!(constraint.kind, ConstraintKind::PrimaryKey { .. }) {
                    self.column.nullable = false;
                }
                self.constraints.push(constraint);
            }
        }
        Some(())
    }

    fn said_once(&mut self, again: bool, what: &'static str) {
        self.contradiction = self.contradiction.or(again.then_some(what));
    }

    fn generated(&mut self, node: &ast::GeneratedAs) -> Option<()> {
        let again = self.column.identity.is_some() || self.column.generated.is_some();
        self.said_once(again, "generated twice");
        match node {
            ast::GeneratedAs::GeneratedIdentity(it) => {
                self.column.nullable = false;
                self.column.identity =
                    Some(identity(it.generated_when(), it.sequence_option_list()));
            }
            ast::GeneratedAs::GeneratedStored(it) => {
                let by_default =
                    matches!(it.generated_when(), Some(ast::GeneratedWhen::GeneratedByDefault(_)));
                self.said_once(by_default, "generated only where nothing is given");
                // Since it may be said that a column is virtual, to say nothing means that.
                let stored =
                    Some(matches!(it.generated_kind(), Some(ast::GeneratedKind::Stored(_))));
                self.column.generated = Some(Generated { expression: text(&it.expr()?), stored });
            }
        }
        Some(())
    }
}

/// `GENERATED ALWAYS AS IDENTITY (START WITH 10)`.
pub(super) fn identity(
    when: Option<ast::GeneratedWhen>,
    options: Option<ast::SequenceOptionList>,
) -> Identity {
    let options = options.map(|it| line(&it)).unwrap_or_default();
    let options = options.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or_default();
    Identity {
        always: matches!(when, Some(ast::GeneratedWhen::GeneratedAlways(_))),
        options: options.trim().to_owned(),
    }
}

/// The name of a column as it is defined.
pub(super) fn name(node: Option<ast::ColumnName>) -> Option<String> {
    Some(ident(&node?))
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn contradiction(column: &str, what: &str) -> Problem {
        let message = format!("column `{column}` cannot be {what}");
        Problem::error("column-definition", message)
    }
}

/// Types that are shorthand for a column with a sequence, and never null.
const SERIAL: &[&str] = &["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"];
