//! Writes a constraint as `CREATE TABLE` and `ADD CONSTRAINT` say it.

use super::{Dialect, problem};
use crate::catalog::{Check, Constraint, ConstraintKind, Exclusion, ForeignKey};
use crate::diagnostic::Problem;

impl Dialect {
    /// The constraint's clause: `CONSTRAINT positive CHECK (a > 0)`.
    ///
    /// # Errors
    /// If the dialect has no such constraint.
    pub fn constraint(&self, constraint: &Constraint) -> Result<String, Problem> {
        if constraint.is_empty() {
            return Ok(String::new());
        }
        let mut clause = self.constraint_name(&constraint.name);
        let index = constraint.using_index.as_ref().map(|it| self.quote_name(it));
        clause += &match (&constraint.kind, index) {
            (ConstraintKind::PrimaryKey { .. }, Some(index)) => {
                format!("PRIMARY KEY USING INDEX {index}")
            }
            (ConstraintKind::Unique { .. }, Some(index)) => format!("UNIQUE USING INDEX {index}"),
            (ConstraintKind::PrimaryKey { columns, include }, _) => {
                let columns = self.key_columns(columns, constraint);
                format!("PRIMARY KEY ({columns}){}", self.include(include))
            }
            (ConstraintKind::Unique { columns, include, nulls_not_distinct }, _) => {
                let nulls = match nulls_not_distinct {
                    Some(true) => "NULLS NOT DISTINCT ",
                    Some(false) => "NULLS DISTINCT ",
                    None => "",
                };
                let columns = self.key_columns(columns, constraint);
                format!("UNIQUE {nulls}({columns}){}", self.include(include))
            }
            (ConstraintKind::ForeignKey(key), _) => self.foreign_key(key, constraint.period),
            (ConstraintKind::Check(check), _) => check_clause(check),
            (ConstraintKind::Exclude(exclusion), _) if self.index_options => {
                exclude_clause(exclusion)
            }
            (ConstraintKind::Exclude(_), _) => {
                return Err(problem::not_in_dialect("exclusion constraints", self.name));
            }
        };
        clause += &deferrability(constraint);
        clause += match (constraint.enforced, constraint.validated) {
            (false, _) => " NOT ENFORCED",
            (true, false) => " NOT VALID",
            (true, true) => "",
        };
        Ok(clause)
    }

    /// A foreign key of one column as that column's clause says it: `REFERENCES users (id)`.
    pub fn reference(&self, constraint: &Constraint, key: &ForeignKey) -> String {
        let name = self.constraint_name(&constraint.name);
        let references = self.references(key, constraint.period);
        format!("{name}{references}{}", deferrability(constraint))
    }

    /// ` INCLUDE (a, b)`, or nothing.
    pub(super) fn include(&self, columns: &[String]) -> String {
        if columns.is_empty() {
            return String::new();
        }
        format!(" INCLUDE ({})", self.quote_list(columns))
    }

    /// `CONSTRAINT name `, or nothing.
    pub(super) fn constraint_name(&self, name: &Option<String>) -> String {
        name.as_ref().map_or_else(String::new, |it| format!("CONSTRAINT {} ", self.quote_name(it)))
    }

    fn key_columns(&self, columns: &[String], constraint: &Constraint) -> String {
        let period = if constraint.period { " WITHOUT OVERLAPS" } else { "" };
        format!("{}{period}", self.quote_list(columns))
    }

    fn foreign_key(&self, key: &ForeignKey, period: bool) -> String {
        let columns = self.referring(&key.columns, period);
        format!("FOREIGN KEY({columns}) {}", self.references(key, period))
    }

    /// The columns of a foreign key, be it here or there; the last may be a period.
    fn referring(&self, columns: &[String], period: bool) -> String {
        match columns.split_last().filter(|_| period) {
            Some((last, [])) => format!("PERIOD {}", self.quote_name(last)),
            Some((last, first)) => {
                format!("{}, PERIOD {}", self.quote_list(first), self.quote_name(last))
            }
            None => self.quote_list(columns),
        }
    }

    fn references(&self, key: &ForeignKey, period: bool) -> String {
        let table = if self.schema_on_reference {
            self.quote(&key.table)
        } else {
            self.quote_name(&key.table.name)
        };
        let mut clause = format!("REFERENCES {table}");
        if !key.referred.is_empty() {
            clause += &format!(" ({})", self.referring(&key.referred, period));
        }
        let parts = [
            (" MATCH ", &key.matching),
            (" ON DELETE ", &key.on_delete),
            (" ON UPDATE ", &key.on_update),
        ];
        for (words, value) in parts {
            if let Some(value) = value {
                clause += words;
                clause += value;
            }
        }
        clause
    }
}

fn check_clause(check: &Check) -> String {
    let inherit = if check.no_inherit { " NO INHERIT" } else { "" };
    format!("CHECK ({}){inherit}", check.condition)
}

fn exclude_clause(exclusion: &Exclusion) -> String {
    let pairs = exclusion.elements.iter().map(|(what, operator)| format!("{what} WITH {operator}"));
    let elements = pairs.collect::<Vec<_>>().join(", ");
    let method = exclusion.method.to_lowercase();
    let method = if method.is_empty() { "gist" } else { &method };
    let predicate = exclusion.predicate.as_ref().map(|it| format!(" WHERE ({it})"));
    format!("EXCLUDE USING {method} ({elements}){}", predicate.unwrap_or_default())
}

fn deferrability(constraint: &Constraint) -> String {
    let mut clause = match constraint.deferrable {
        Some(true) => " DEFERRABLE".to_owned(),
        Some(false) => " NOT DEFERRABLE".to_owned(),
        None => String::new(),
    };
    if let Some(initially) = &constraint.initially {
        clause += &format!(" INITIALLY {initially}");
    }
    clause
}
