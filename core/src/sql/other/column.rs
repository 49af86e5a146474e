//! Columns and constraints.

use sqlparser::ast::{
    self, ColumnOption, DeferrableInitial, Expr, GeneratedExpressionMode, NullsDistinctOption,
    TableConstraint,
};

use super::name;
use crate::catalog::{
    Check, Column, Constraint, ConstraintKind, ForeignKey, Generated, Index, IndexKey, SqlType,
};
use crate::op::{ColumnChanges, Existing};

/// A column with the constraints that are written behind it.
pub(super) fn column(def: &ast::ColumnDef, constraints: &mut Vec<Constraint>) -> Option<Column> {
    let ty = match &def.data_type {
        ast::DataType::Unspecified => SqlType::default(),
        other => SqlType::new(other.to_string()),
    };
    let mut res = Column { name: def.name.value.clone(), ty, nullable: true, ..Column::default() };
    for option in &def.options {
        let given = option.name.as_ref().map(|it| it.value.clone());
        apply(&option.option, given, &mut res, constraints)?;
    }
    Some(res)
}

fn apply(
    option: &ColumnOption,
    given: Option<String>,
    column: &mut Column,
    constraints: &mut Vec<Constraint>,
) -> Option<()> {
    let own = vec![column.name.clone()];
    match option {
        ColumnOption::Null => column.nullable = true,
        ColumnOption::NotNull => column.nullable = false,
        ColumnOption::Default(it) => column.default = Some(it.to_string()),
        ColumnOption::Collation(it) => column.collation = Some(it.to_string()),
        ColumnOption::Comment(it) => column.comment = Some(it.clone()),
        ColumnOption::DialectSpecific(tokens) => {
            let words: String = tokens.iter().map(ToString::to_string).collect();
            column.autoincrement |=
                ["AUTO_INCREMENT", "AUTOINCREMENT"].contains(&words.to_uppercase().as_str());
        }
        ColumnOption::Generated { generation_expr: Some(it), generation_expr_mode, .. } => {
            let stored = generation_expr_mode
                .as_ref()
                .map(|it| matches!(it, GeneratedExpressionMode::Stored));
            column.generated = Some(Generated { expression: it.to_string(), stored });
        }
        ColumnOption::PrimaryKey(_) => {
            column.nullable = false;
            let kind = ConstraintKind::PrimaryKey { columns: own, include: Vec::new() };
            constraints.push(Constraint::new(given, kind));
        }
        ColumnOption::Unique(_) => {
            constraints.push(Constraint::new(given, unique(own)));
        }
        ColumnOption::ForeignKey(it) => {
            let key = ForeignKey { columns: own, ..foreign_key(it)? };
            constraints.push(with_characteristics(
                Constraint::new(given, ConstraintKind::ForeignKey(key)),
                it.characteristics.as_ref(),
            ));
        }
        ColumnOption::Check(it) => {
            let check = check(it, own.into_iter().next());
            constraints.push(Constraint::new(given, ConstraintKind::Check(check)));
        }
        // What concerns values as they come and go (`ON UPDATE now()`), or only how they are
        // stored, stays in the statement.
        _ => {}
    }
    Some(())
}

fn unique(columns: Vec<String>) -> ConstraintKind {
    ConstraintKind::Unique { columns, include: Vec::new(), nulls_not_distinct: None }
}

fn check(node: &ast::CheckConstraint, column: Option<String>) -> Check {
    Check { condition: node.expr.to_string(), no_inherit: node.no_inherit, column }
}

fn foreign_key(node: &ast::ForeignKeyConstraint) -> Option<ForeignKey> {
    let action = |it: &Option<ast::ReferentialAction>| {
        it.as_ref().map(ToString::to_string).filter(|it| it != "NO ACTION")
    };
    Some(ForeignKey {
        columns: idents(&node.columns),
        table: name(&node.foreign_table)?,
        referred: idents(&node.referred_columns),
        on_delete: action(&node.on_delete),
        on_update: action(&node.on_update),
        matching: node.match_kind.as_ref().map(|it| it.to_string().replace("MATCH ", "")),
        ..ForeignKey::default()
    })
}

pub(super) fn idents(idents: &[ast::Ident]) -> Vec<String> {
    idents.iter().map(|it| it.value.clone()).collect()
}

fn with_characteristics(
    mut constraint: Constraint,
    characteristics: Option<&ast::ConstraintCharacteristics>,
) -> Constraint {
    if let Some(it) = characteristics {
        constraint.deferrable = it.deferrable;
        constraint.initially = it.initially.as_ref().map(|it| {
            let deferred = matches!(it, DeferrableInitial::Deferred);
            if deferred { "DEFERRED" } else { "IMMEDIATE" }.to_owned()
        });
        constraint.validated = it.enforced != Some(false);
    }
    constraint
}

/// What a table's own clause adds to it.
pub(super) enum Clause {
    Constraint(Constraint),
    Index(Index),
}

pub(super) fn clause(node: &TableConstraint) -> Option<Clause> {
    let named = |it: &Option<ast::Ident>| it.as_ref().map(|it| it.value.clone());
    Some(match node {
        TableConstraint::PrimaryKey(it) => {
            let columns = key_columns(&it.columns);
            let kind = ConstraintKind::PrimaryKey { columns, include: Vec::new() };
            Clause::Constraint(with_characteristics(
                Constraint::new(named(&it.name), kind),
                it.characteristics.as_ref(),
            ))
        }
        TableConstraint::Unique(it) => {
            let kind = ConstraintKind::Unique {
                columns: key_columns(&it.columns),
                include: Vec::new(),
                nulls_not_distinct: (it.nulls_distinct == NullsDistinctOption::NotDistinct)
                    .then_some(true),
            };
            let name = named(&it.name).or_else(|| named(&it.index_name));
            Clause::Constraint(with_characteristics(
                Constraint::new(name, kind),
                it.characteristics.as_ref(),
            ))
        }
        TableConstraint::ForeignKey(it) => {
            let kind = ConstraintKind::ForeignKey(foreign_key(it)?);
            Clause::Constraint(with_characteristics(
                Constraint::new(named(&it.name), kind),
                it.characteristics.as_ref(),
            ))
        }
        TableConstraint::Check(it) => {
            let kind = ConstraintKind::Check(check(it, None));
            Clause::Constraint(Constraint::new(named(&it.name), kind))
        }
        TableConstraint::Index(it) => Clause::Index(Index {
            name: named(&it.name),
            keys: keys(&it.columns),
            method: it.index_type.as_ref().map(|it| it.to_string().to_lowercase()),
            ..Index::default()
        }),
        TableConstraint::FulltextOrSpatial(it) => Clause::Index(Index {
            name: named(&it.opt_index_name),
            keys: keys(&it.columns),
            prefix: Some(if it.fulltext { "FULLTEXT" } else { "SPATIAL" }.to_owned()),
            ..Index::default()
        }),
        _ => return None,
    })
}

fn key_columns(columns: &[ast::IndexColumn]) -> Vec<String> {
    keys(columns).into_iter().map(|it| it.what).collect()
}

/// The keys of an index. MySQL's `a(10)` is the column `a` by its first ten characters.
pub(super) fn keys(columns: &[ast::IndexColumn]) -> Vec<IndexKey> {
    columns.iter().map(key).collect()
}

fn key(column: &ast::IndexColumn) -> IndexKey {
    let options = &column.column.options;
    let descends = matches!(options.sort, Some(ast::OrderBySort::Desc));
    let res = IndexKey { order: descends.then(|| "DESC".to_owned()), ..IndexKey::default() };
    let (expr, collation) = match &column.column.expr {
        Expr::Collate { expr, collation } => (&**expr, Some(collation.to_string())),
        other => (other, None),
    };
    let res = IndexKey { collation, ..res };
    match expr {
        Expr::Identifier(it) => IndexKey { what: it.value.clone(), ..res },
        Expr::Function(it) if prefix_length(it).is_some() => {
            let what = name(&it.name).map(|it| it.name).unwrap_or_default();
            IndexKey { what, length: prefix_length(it), ..res }
        }
        other => IndexKey { what: other.to_string(), is_expression: true, ..res },
    }
}

/// The number in `a(10)`, which no function has as its only argument in an index.
fn prefix_length(call: &ast::Function) -> Option<u32> {
    let args = call.args.to_string();
    args.strip_prefix('(')?.strip_suffix(')')?.trim().parse().ok()
}

/// What `MODIFY` and `CHANGE` make of a column: all that they do not say is as if never said.
pub(super) fn redefined(column: &Column) -> ColumnChanges {
    ColumnChanges {
        ty: Some(column.ty.clone()),
        nullable: Some(column.nullable),
        default: Some(column.default.clone()),
        comment: Some(column.comment.clone()),
        autoincrement: Some(column.autoincrement),
        ..ColumnChanges::default()
    }
}

pub(super) fn nothing_known() -> Existing {
    Existing::default()
}
