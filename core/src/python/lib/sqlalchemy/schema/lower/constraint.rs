//! Constraints, as the catalog keeps them.

use std::rc::Rc;

use super::super::super::compiler::Compiler;
use super::super::super::fields::{
    choice, entries, field, flag, int, items, items_of, items_or_one, text,
};
use super::super::super::{event, exc};
use super::super::constraint::{
    CHECK_CONSTRAINT, EXCLUDE_CONSTRAINT, FOREIGN_KEY_CONSTRAINT, PRIMARY_KEY_CONSTRAINT,
    UNIQUE_CONSTRAINT, column_names, target,
};
use super::super::naming::name_for;
use super::{settle, tell_unknown};
use crate::catalog::{Check, Constraint, ConstraintKind, Exclusion, ForeignKey};
use crate::diagnostic::code;
use crate::dialect::Dialect;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// The constraints of a table in the order they were made, the primary key left out.
pub(super) fn ordered_constraints(table: &Rc<Object>) -> Vec<Rc<Object>> {
    let all = items(table, "_constraints");
    let mut all: Vec<Rc<Object>> = all.iter().filter_map(|it| it.as_object().cloned()).collect();
    all.retain(|it| !it.is(&PRIMARY_KEY_CONSTRAINT));
    all.sort_by_key(|it| int(it, "_order").unwrap_or(0));
    all
}

/// A constraint for the catalog; nothing if it is none that the database would see.
pub fn lower_constraint(
    vm: &mut Vm<'_>,
    constraint: &Value,
    table: &Rc<Object>,
) -> Eval<Option<Constraint>> {
    let Some(this) = constraint.as_object().cloned() else { return Ok(None) };
    if this.is(&PRIMARY_KEY_CONSTRAINT) {
        tell_conflict(vm, &this, &["sqlite_on_conflict"]);
        let columns = column_names(&items(&this, "_columns"));
        let include = column_names(&items_or_one(&field(&this, "postgresql_include")));
        let name = name_for(vm, &this, table)?;
        let mut res = Constraint::new(name, ConstraintKind::PrimaryKey { columns, include });
        deferrability(vm.host.dialect(), &this, &mut res);
        return Ok(Some(res));
    }
    Ok(constraint_of(vm, &this, table)?.into_iter().next())
}

/// Tells of what SQLite is to do about rows in conflict, which is not kept.
pub(super) fn tell_conflict(vm: &mut Vm<'_>, this: &Rc<Object>, names: &[&str]) {
    let said = names.iter().find(|it| !field(this, it).is_none());
    if vm.host.dialect().name == "sqlite"
        && let Some(name) = said
        && let Value::Unknown(unknown) = vm.unknown(code::UNFOLLOWED_CALL, format!("`{name}`"))
    {
        vm.incomplete(&unknown);
    }
}

/// What a column says of rows in conflict in SQLite.
pub(super) const OF_COLUMN: &[&str] =
    &["sqlite_on_conflict_primary_key", "sqlite_on_conflict_not_null", "sqlite_on_conflict_unique"];

pub(super) fn constraint_of(
    vm: &mut Vm<'_>,
    this: &Rc<Object>,
    table: &Rc<Object>,
) -> Eval<Vec<Constraint>> {
    tell_unknown(vm, this);
    tell_conflict(vm, this, &["sqlite_on_conflict"]);
    event::tell_attached(vm, this, &Value::Object(table.clone()))?;
    rewritten(vm, this)?;
    let kind = if this.is(&UNIQUE_CONSTRAINT) {
        let given = items(this, "_columns");
        let columns = column_names(&given);
        if columns.is_empty() && !given.is_empty() {
            return Ok(Vec::new());
        }
        ConstraintKind::Unique {
            columns,
            include: column_names(&items_or_one(&field(this, "postgresql_include"))),
            nulls_not_distinct: choice(this, "postgresql_nulls_not_distinct")
                .filter(|_| vm.host.dialect().index_options),
        }
    } else if this.is(&FOREIGN_KEY_CONSTRAINT) {
        match foreign_key(vm, this) {
            Some(key) if key.matching.is_some() && vm.host.dialect().name == "mysql" => {
                let message = "MySQL ignores the 'MATCH' keyword while at the same time causes ON \
                               UPDATE/ON DELETE clauses to be ignored.";
                return Err(exc::raise(vm, &exc::COMPILE_ERROR, message));
            }
            Some(key) => ConstraintKind::ForeignKey(key),
            None => return Ok(Vec::new()),
        }
    } else if this.is(&CHECK_CONSTRAINT) {
        let mut compiler = Compiler::new(vm);
        let condition = compiler.ddl_expression(&field(this, "sqltext"))?;
        let missing = compiler.missing.is_some();
        settle(compiler);
        if missing {
            return Ok(Vec::new());
        }
        ConstraintKind::Check(Check { condition, no_inherit: false, column: None })
    } else if this.is(&EXCLUDE_CONSTRAINT) {
        ConstraintKind::Exclude(exclusion(vm, this)?)
    } else {
        return Ok(Vec::new());
    };
    let name = name_for(vm, this, table)?;
    let mut res = Constraint::new(name, kind);
    deferrability(vm.host.dialect(), this, &mut res);
    Ok(vec![res])
}

/// Lets a function marked with `@compiles` change a constraint. Text of its own making is not
/// followed, which is told.
fn rewritten(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<()> {
    let mut compiler = Compiler::new(vm);
    let text = compiler.user_compiled(this)?;
    if text.is_some_and(|it| !it.is_empty()) {
        let reason = "the text that the script compiles a constraint to";
        if let Value::Unknown(unknown) = compiler.vm.unknown(code::UNFOLLOWED_CALL, reason) {
            compiler.note(&unknown);
        }
    }
    settle(compiler);
    Ok(())
}

pub(super) fn deferrability(dialect: &Dialect, this: &Rc<Object>, res: &mut Constraint) {
    res.deferrable = choice(this, "deferrable");
    res.initially = text(this, "initially");
    res.validated = !flag(this, &format!("{}_not_valid", dialect.name));
    res.comment = text(this, "comment");
}

pub(super) fn foreign_key(vm: &mut Vm<'_>, this: &Rc<Object>) -> Option<ForeignKey> {
    let referred = items(this, "_referred");
    for it in &referred {
        if let Value::Unknown(unknown) = it {
            vm.incomplete(unknown);
        }
    }
    let targets: Vec<_> = referred.iter().filter_map(target).collect();
    let (table, _) = targets.first()?.clone();
    let columns = column_names(&items(this, "_columns"));
    let named: Vec<String> = targets
        .iter()
        .zip(&columns)
        .map(|((_, column), own)| column.clone().unwrap_or_else(|| own.clone()))
        .collect();
    Some(ForeignKey {
        columns,
        table,
        referred: named,
        on_delete: text(this, "ondelete"),
        on_update: text(this, "onupdate"),
        matching: text(this, "match"),
        ..ForeignKey::default()
    })
}

pub(super) fn exclusion(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<Exclusion> {
    let classes = entries(&field(this, "ops"));
    let mut compiler = Compiler::new(vm);
    let mut elements = Vec::new();
    for pair in items(this, "elements") {
        let [what, operator] = items_of(&pair).try_into().unwrap_or([Value::None, Value::None]);
        let name = column_names(std::slice::from_ref(&what)).pop();
        let mut written = match &what {
            Value::Str(name) => compiler.dialect().quote_name(name),
            other => compiler.ddl_expression(other)?,
        };
        if let Some((_, class)) = classes.iter().find(|(it, _)| Some(it) == name.as_ref()) {
            written.push_str(&format!(" {}", class.as_str().unwrap_or_default()));
        }
        elements.push((written, operator.as_str().unwrap_or_default().to_owned()));
    }
    let predicate = match field(this, "where") {
        Value::None => None,
        text @ Value::Str(_) => Some(compiler.ddl_expression(&text)?),
        condition => Some(compiler.text(&condition)?),
    };
    settle(compiler);
    Ok(Exclusion {
        method: text(this, "using").unwrap_or_default().to_lowercase(),
        elements,
        predicate,
    })
}
