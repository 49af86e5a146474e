//! Whether an operation holds words: expressions and types that only reading them can look up.

use super::definition;
use crate::catalog::{Column, Constraint, ConstraintKind, Index, Table};
use crate::op::Operation;

impl Operation {
    /// Whether all that it names stands in it as names: [needs](super::super::Op::needs) tells the
    /// objects, and applying it finds the columns. Reading its SQL would find no more.
    pub fn is_without_words(&self) -> bool {
        match self {
            Self::DropTable(_)
            | Self::DropColumn(_)
            | Self::DropConstraint(_)
            | Self::DropIndex(_)
            | Self::RenameTable(_) => true,
            Self::CreateTable(it) => is_plain_table(&it.table),
            Self::AddColumn(it) => is_plain_column(&it.column),
            Self::AddConstraint(it) => is_plain_constraint(&it.constraint),
            Self::CreateIndex(it) => is_plain_index(&it.index),
            _ => false,
        }
    }
}

fn is_plain_table(table: &Table) -> bool {
    let is_alone = table.parents().next().is_none() && table.like.is_empty();
    let is_plain = table.partitioning.is_none() && table.options.is_empty();
    is_alone
        && is_plain
        && table.columns.iter().all(is_plain_column)
        && table.constraints.iter().all(is_plain_constraint)
        && table.indexes.iter().all(is_plain_index)
}

fn is_plain_column(column: &Column) -> bool {
    let has_plain_default = column.default.as_deref().is_none_or(names_nothing);
    let is_plain = column.generated.is_none() && column.collation.is_none();
    column.ty.named.is_none() && column.ty.is_builtin() && has_plain_default && is_plain
}

fn is_plain_constraint(constraint: &Constraint) -> bool {
    !matches!(constraint.kind, ConstraintKind::Check(_) | ConstraintKind::Exclude(_))
}

fn is_plain_index(index: &Index) -> bool {
    index.predicate.is_none() && index.keys.iter().all(|it| !it.is_expression)
}

/// Whether a default is a plain value, or the time.
fn names_nothing(default: &str) -> bool {
    let calls = default.contains('(') && !default.trim().eq_ignore_ascii_case("now()");
    definition::literal(default).is_some() || (definition::type_of(default).is_some() && !calls)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Check, IndexKey, SqlType};

    #[test]
    fn expressions_and_types_by_name_are_words() {
        let column = |ty: &str, default: Option<&str>| Column {
            ty: SqlType::new(ty),
            default: default.map(str::to_owned),
            ..Column::default()
        };
        assert!(is_plain_column(&column("varchar(9)", Some("'x'"))));
        assert!(is_plain_column(&column("timestamptz", Some("now()"))));
        assert!(!is_plain_column(&column("uuid", Some("uuid_generate_v4()"))));
        assert!(!is_plain_column(&column("bigint", Some("nextval('s')"))));
        assert!(!is_plain_column(&column("mood", None)));
        let columns = vec![column("int", None)];
        let mut table = Table { columns, ..Table::default() };
        assert!(is_plain_table(&table));
        table.constraints.push(Constraint::new(None, ConstraintKind::Check(Check::default())));
        assert!(!is_plain_table(&table));
        let key = IndexKey { is_expression: true, ..IndexKey::default() };
        assert!(!is_plain_index(&Index { keys: vec![key], ..Index::default() }));
    }
}
