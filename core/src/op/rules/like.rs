//! `CREATE TABLE … (LIKE other INCLUDING …)`: what is copied from the other table.

use super::{column, rename};
use crate::catalog::{
    Catalog, Column, Constraint, ConstraintKind, Expression, Index, Like, SqlType, Table,
    TakenNames,
};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

/// The table of this name, or a view as one: what is like it has its columns.
fn rows(catalog: &Catalog, name: &Name) -> Result<Table, Problem> {
    if let Some(table) = catalog.table(name) {
        return Ok(table.clone());
    }
    let view = catalog.views.get(&name.key()).ok_or_else(|| problem::unknown_table(name))?;
    let column = |(name, ty): &(String, Option<SqlType>)| {
        Some(Column { name: name.clone(), ty: ty.clone()?, nullable: true, ..Column::default() })
    };
    let columns = view.columns.iter().flatten().map(column).collect::<Option<Vec<_>>>();
    let columns = columns.filter(|it| !it.is_empty());
    let columns = columns.ok_or_else(|| problem::columns_of_view(name))?;
    Ok(Table { columns, ..Table::new(name.clone()) })
}

/// Copies the columns of the tables that a new one is like, and what the options name.
///
/// # Errors
/// If such a table is missing.
pub(in crate::op) fn copy(
    catalog: &mut Catalog,
    table: &mut Table,
    taken: &mut TakenNames,
) -> Result<(), Problem> {
    let mut copied_before = 0;
    for Like { table: name, options, behind } in std::mem::take(&mut table.like) {
        let mut other = rows(catalog, &name)?;
        rename::each_expression(&mut other, |it| *it = Expression(it).unqualified(&name.name));
        let options = options.to_uppercase();
        let includes = |what: &str| {
            let including = format!("INCLUDING {what}");
            let all = options.contains("INCLUDING ALL");
            (all || options.contains(&including)) && !options.contains(&format!("EXCLUDING {what}"))
        };
        for it in &other.columns {
            let mut copied = Column {
                default: it.default.clone().filter(|_| includes("DEFAULTS")),
                identity: it.identity.clone().filter(|_| includes("IDENTITY")),
                generated: it.generated.clone().filter(|_| includes("GENERATED")),
                comment: it.comment.clone().filter(|_| includes("COMMENTS")),
                inherited: false,
                ..it.clone()
            };
            let keeps = |it: &String| {
                let it = it.to_uppercase();
                ["STORAGE", "COMPRESSION"]
                    .iter()
                    .any(|what| it.starts_with(&format!("SET {what}")) && includes(what))
            };
            copied.options.retain(keeps);
            if let Some(constraint) = &mut copied.not_null {
                constraint.comment.take_if(|_| !includes("COMMENTS"));
            }
            column::settle(catalog, &table.name, &mut copied, taken);
            let place = (behind + copied_before).min(table.columns.len());
            table.columns.insert(place, copied);
            copied_before += 1;
        }
        for it in &other.constraints {
            let keeps_name = matches!(it.kind, ConstraintKind::Check(_));
            let is_copied = match it.kind {
                ConstraintKind::Check(_) => includes("CONSTRAINTS"),
                ConstraintKind::ForeignKey(_) => false,
                _ => includes("INDEXES"),
            };
            if is_copied {
                let name = it.name.clone().filter(|_| keeps_name);
                let comment = it.comment.clone().filter(|_| includes("COMMENTS"));
                let (inherited, validated) = (false, true);
                let own = Constraint { name, comment, inherited, validated, ..it.clone() };
                table.constraints.push(own);
            }
        }
        if includes("INDEXES") {
            let comment = |it: &Index| it.comment.clone().filter(|_| includes("COMMENTS"));
            let copied = |it: &Index| Index { name: None, comment: comment(it), ..it.clone() };
            table.indexes.extend(other.indexes.iter().map(copied));
        }
    }
    Ok(())
}
