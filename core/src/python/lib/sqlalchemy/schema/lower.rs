//! Tables, columns, constraints and indexes of a script as those of the catalog.

use std::rc::Rc;

use super::super::compiler::Compiler;
use super::super::expression::element::{COLUMN_CLAUSE, TEXT_CLAUSE, UNARY};
use super::super::fields::{
    choice, entries, field, flag, int, items, items_or_one, object, of, text,
};
use super::super::types::generic as g;
use super::super::{event, exc};
use super::column::COLUMN;
use super::constraint::{
    CHECK_CONSTRAINT, EXCLUDE_CONSTRAINT, FOREIGN_KEY_CONSTRAINT, PRIMARY_KEY_CONSTRAINT,
    UNIQUE_CONSTRAINT, column_names, target,
};
use super::default;
use super::naming::name_for;
use super::sequence::SEQUENCE;
use super::table::{TABLE, name_of, primary_columns};
use crate::catalog::{
    self, Check, Column, Constraint, ConstraintKind, Exclusion, ForeignKey, Generated, Index,
    IndexKey, Partitioning, SqlType, Table,
};
use crate::dialect::{Autoincrement, Dialect};
use crate::name::Name;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// A type for the catalog.
pub fn lower_type(vm: &mut Vm<'_>, ty: &Value) -> Eval<SqlType> {
    let mut compiler = Compiler::new(vm);
    let ty = compiler.sql_type(ty)?;
    settle(compiler);
    Ok(ty)
}

/// Tells the host what could not be known.
fn settle(mut compiler: Compiler<'_, '_>) {
    if let Some(unknown) = compiler.missing.take() {
        compiler.vm.incomplete(&unknown);
    }
}

/// A table with its columns, constraints, indexes and comments.
pub fn lower_table(vm: &mut Vm<'_>, table: &Value) -> Eval<Table> {
    let Some(this) = of(table, &TABLE).cloned() else {
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, "a Table is expected"));
    };
    tell_unknown(vm, &this);
    let mut res = Table::new(name_of(&this));
    // Parts that nobody knows may be any that are asked for later.
    res.assumed = !items(&this, "_unknown").is_empty();
    let key = primary_columns(&this);
    let counting = autoincrement_column(&this, &key);
    check_counting(vm, &key)?;
    for column in items(&this, "_columns") {
        let Some(it) = of(&column, &COLUMN).cloned() else { continue };
        if flag(&it, "system") {
            continue;
        }
        let counts = counting.as_ref().is_some_and(|other| Rc::ptr_eq(other, &it));
        let in_key = key.iter().any(|other| Rc::ptr_eq(other, &it));
        let Some(lowered) = column_of(vm, &it, Place { counts, in_key })? else { continue };
        for check in inline_checks(vm, &it, &this)? {
            res.constraints.push(check);
        }
        res.columns.push(lowered);
    }
    if let Some(constraint) = primary_key(vm, &this, &key, counting.as_ref())? {
        res.constraints.insert(0, constraint);
    }
    for item in ordered_constraints(&this) {
        if flag(&item, "use_alter") && vm.host.dialect().alter_constraint {
            continue;
        }
        res.constraints.extend(constraint_of(vm, &item, &this)?);
    }
    for index in items(&this, "_indexes").iter().filter_map(Value::as_object) {
        res.indexes.push(index_of(vm, index, &this)?);
    }
    res.comment = text(&this, "comment");
    res.prefixes =
        items(&this, "prefixes").iter().filter_map(|it| it.as_str().map(str::to_owned)).collect();
    table_options(vm, &this, &mut res)?;
    Ok(res)
}

/// Tells of all that is said of an item and nobody can know, besides what its compiler tells.
fn tell_unknown(vm: &mut Vm<'_>, item: &Rc<Object>) {
    let dialect = vm.host.dialect().name;
    let is_of_other = |name: &str| {
        let own = name.split_once('_').map(|(it, _)| it);
        own.is_some_and(|it| DIALECTS.contains(&it) && it != dialect)
    };
    let is_column = item.is(&COLUMN);
    let matters = |name: &str| {
        let is_value = is_column && name == "onupdate";
        let told = BY_COMPILER.contains(&name) || NOT_OF_THE_DATABASE.contains(&name);
        !(name.starts_with('_') || is_value || told || is_of_other(name))
    };
    let fields = item.fields.borrow().clone();
    let said = fields.iter().filter(|(name, it)| matters(name) && it.is_unknown());
    let said: Vec<Value> = said.map(|(_, it)| it.clone()).collect();
    for it in said.into_iter().chain(items_or_one(&field(item, "_unknown"))) {
        if let Value::Unknown(unknown) = it {
            vm.incomplete(&unknown);
        }
    }
}

/// What scripts say of a column that the database does not see.
const NOT_OF_THE_DATABASE: &[&str] =
    &["default", "doc", "info", "insert_default", "key", "server_onupdate"];

/// The dialects that scripts say something for.
const DIALECTS: &[&str] = &["mariadb", "mssql", "mysql", "oracle", "postgresql", "sqlite"];

/// What is told where it is written.
const BY_COMPILER: &[&str] = &["server_default", "sqltext", "type", "type_"];

/// What a column's place in its table says about it.
#[derive(Clone, Copy)]
struct Place {
    /// It is the one that the database counts up.
    counts: bool,
    in_key: bool,
}

fn column_of(vm: &mut Vm<'_>, this: &Rc<Object>, place: Place) -> Eval<Option<Column>> {
    tell_unknown(vm, this);
    tell_conflict(vm, this, OF_COLUMN);
    let Some(name) = text(this, "name") else { return Ok(None) };
    let mut res = Column { name, ..Column::default() };
    let said = flag(this, "said_nullable");
    res.nullable = choice(this, "nullable").unwrap_or(true) && (said || !place.in_key);
    res.comment = text(this, "comment");
    let ty = field(this, "type");
    let mut compiler = Compiler::new(vm);
    let dialect = compiler.dialect();
    let serial = if place.counts { serial_type(&mut compiler, this, &ty)? } else { None };
    let is_serial = serial.is_some();
    res.ty = match serial {
        Some(spelling) => SqlType::new(spelling),
        None => compiler.sql_type(&ty)?,
    };
    if !is_serial {
        let default = compiler.unqualified(|it| it.default_text(&field(this, "server_default")))?;
        res.default = default.filter(|it| !it.is_empty());
    }
    let identity = object(this, "identity").filter(|_| dialect.identity_columns);
    res.identity = identity.map(|it| default::identity(&it));
    if let Some(computed) = object(this, "computed") {
        let expression = compiler.ddl_expression(&field(&computed, "sqltext"))?;
        res.generated = Some(Generated { expression, stored: choice(&computed, "persisted") });
    }
    res.autoincrement = place.counts
        && match dialect.autoincrement {
            Autoincrement::Type => false,
            Autoincrement::Word(_) => res.default.is_none(),
            Autoincrement::Key(_) => {
                object(this, "table").is_some_and(|it| flag(&it, "sqlite_autoincrement"))
                    && object(this, "type").is_some_and(|it| it.is(&g::INTEGER_TYPE))
            }
        };
    settle(compiler);
    Ok(Some(res))
}

/// `SERIAL` and its like, for the column that `PostgreSQL` counts up.
fn serial_type(
    compiler: &mut Compiler<'_, '_>,
    this: &Rc<Object>,
    ty: &Value,
) -> Eval<Option<&'static str>> {
    let identity = object(this, "identity").is_some();
    let default = field(this, "default");
    let counted = match &default {
        Value::None => true,
        Value::Object(it) => it.is(&SEQUENCE) && flag(it, "optional"),
        _ => false,
    };
    if identity || !counted || compiler.dialect().autoincrement != Autoincrement::Type {
        return Ok(None);
    }
    let plain = compiler.dialect_type(ty)?;
    Ok(plain.map(|it| {
        if it.is(&g::BIG_INTEGER) {
            "BIGSERIAL"
        } else if it.is(&g::SMALL_INTEGER) {
            "SMALLSERIAL"
        } else {
            "SERIAL"
        }
    }))
}

/// The column that the database counts up, by `SQLAlchemy`'s rules: the only one of the primary
/// key if it is a number without a default and without a foreign key.
pub fn autoincrement_column(table: &Rc<Object>, key: &[Rc<Object>]) -> Option<Rc<Object>> {
    let wanted = |it: &&Rc<Object>| matches!(field(it, "autoincrement"), Value::Bool(true));
    let [only] = key else { return key.iter().find(wanted).cloned() };
    let said = field(only, "autoincrement");
    let explicit = matches!(said, Value::Bool(true));
    if matches!(said, Value::Bool(false)) {
        return None;
    }
    let number = object(only, "type").is_some_and(|it| is_number(&it));
    let defaulted = match field(only, "default") {
        Value::None => false,
        Value::Object(it) => !it.is(&SEQUENCE),
        _ => true,
    };
    let served = !field(only, "server_default").is_none();
    let refers = refers(table, only) && said.as_str() != Some("ignore_fk");
    let counts = number && (explicit || !defaulted && !served && !refers);
    counts.then(|| only.clone())
}

/// `SQLite` counts up no key of several columns.
fn check_counting(vm: &mut Vm<'_>, key: &[Rc<Object>]) -> Eval<()> {
    let said = key.iter().any(|it| matches!(field(it, "autoincrement"), Value::Bool(true)));
    let in_key = matches!(vm.host.dialect().autoincrement, Autoincrement::Key(_));
    if !in_key || key.len() == 1 || !said {
        return Ok(());
    }
    let message = "SQLite does not support autoincrement for composite primary keys";
    Err(exc::raise(vm, &exc::COMPILE_ERROR, message))
}

/// Whether a column is in a foreign key: its own, or one of the table.
fn refers(table: &Rc<Object>, column: &Rc<Object>) -> bool {
    let name = text(column, "name");
    let has_it = |key: &Rc<Object>| {
        key.is(&FOREIGN_KEY_CONSTRAINT)
            && column_names(&items(key, "_columns")).iter().any(|it| Some(it) == name.as_ref())
    };
    !items(column, "_foreign_keys").is_empty()
        || items(table, "_constraints").iter().filter_map(Value::as_object).any(has_it)
}

/// Whether a type is a number; one that decorates another is what that is.
fn is_number(ty: &Rc<Object>) -> bool {
    if ty.is(&super::super::types::base::TYPE_DECORATOR) {
        return object(ty, "impl").is_some_and(|it| is_number(&it));
    }
    ty.is(&g::INTEGER_TYPE) || ty.is(&g::NUMERIC_TYPE)
}

/// Checks given inside `Column(...)`, which stand in its clause.
fn inline_checks(
    vm: &mut Vm<'_>,
    column: &Rc<Object>,
    table: &Rc<Object>,
) -> Eval<Vec<Constraint>> {
    let mut res = Vec::new();
    for item in items(column, "_constraints").iter().filter_map(Value::as_object) {
        for mut constraint in constraint_of(vm, item, table)? {
            if let ConstraintKind::Check(check) = &mut constraint.kind {
                check.column = text(column, "name");
            }
            res.push(constraint);
        }
    }
    Ok(res)
}

fn primary_key(
    vm: &mut Vm<'_>,
    table: &Rc<Object>,
    key: &[Rc<Object>],
    counting: Option<&Rc<Object>>,
) -> Eval<Option<Constraint>> {
    let mut columns: Vec<String> = key.iter().filter_map(|it| text(it, "name")).collect();
    let own = items(table, "_constraints")
        .iter()
        .filter_map(|it| it.as_object().cloned())
        .rfind(|it| it.is(&PRIMARY_KEY_CONSTRAINT));
    if columns.is_empty() {
        return Ok(None);
    }
    let mut include = Vec::new();
    let name = match &own {
        Some(it) => {
            include = column_names(&items_or_one(&field(it, "postgresql_include")));
            name_for(vm, it, table)?
        }
        None => {
            // The counted column of a key that nobody named comes first.
            if let Some(name) = counting.and_then(|it| text(it, "name")) {
                columns.sort_by_key(|it| *it != name);
            }
            implicit_key_name(vm, table, &columns)?
        }
    };
    let mut res = Constraint::new(name, ConstraintKind::PrimaryKey { columns, include });
    if let Some(own) = own {
        deferrability(&own, &mut res);
    }
    Ok(Some(res))
}

/// The name that the convention gives to a key that is only marked on its columns.
fn implicit_key_name(
    vm: &mut Vm<'_>,
    table: &Rc<Object>,
    columns: &[String],
) -> Eval<Option<String>> {
    let columns = columns.iter().map(Value::str).collect();
    let key = vm.instance(&PRIMARY_KEY_CONSTRAINT, [("_columns", Value::list(columns))]);
    name_for(vm, &key, table)
}

/// The constraints of a table in the order they were made, the primary key left out.
fn ordered_constraints(table: &Rc<Object>) -> Vec<Rc<Object>> {
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
        deferrability(&this, &mut res);
        return Ok(Some(res));
    }
    Ok(constraint_of(vm, &this, table)?.into_iter().next())
}

/// Tells of what SQLite is to do about rows in conflict, which is not kept.
fn tell_conflict(vm: &mut Vm<'_>, this: &Rc<Object>, names: &[&str]) {
    let said = names.iter().find(|it| !field(this, it).is_none());
    if vm.host.dialect().name == "sqlite"
        && let Some(name) = said
        && let Value::Unknown(unknown) = vm.unknown("unfollowed-call", format!("`{name}`"))
    {
        vm.incomplete(&unknown);
    }
}

/// What a column says of rows in conflict in SQLite.
const OF_COLUMN: &[&str] =
    &["sqlite_on_conflict_primary_key", "sqlite_on_conflict_not_null", "sqlite_on_conflict_unique"];

fn constraint_of(vm: &mut Vm<'_>, this: &Rc<Object>, table: &Rc<Object>) -> Eval<Vec<Constraint>> {
    tell_unknown(vm, this);
    tell_conflict(vm, this, &["sqlite_on_conflict"]);
    event::tell_attached(vm, this, &Value::Object(table.clone()))?;
    rewritten(vm, this)?;
    let kind = if this.is(&UNIQUE_CONSTRAINT) {
        ConstraintKind::Unique {
            columns: column_names(&items(this, "_columns")),
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
    deferrability(this, &mut res);
    Ok(vec![res])
}

/// Lets a function marked with `@compiles` change a constraint. Text of its own making is not
/// followed, which is told.
fn rewritten(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<()> {
    let mut compiler = Compiler::new(vm);
    let text = compiler.user_compiled(this)?;
    if text.is_some_and(|it| !it.is_empty()) {
        let reason = "the text that the script compiles a constraint to";
        if let Value::Unknown(unknown) = compiler.vm.unknown("unfollowed-call", reason) {
            compiler.note(&unknown);
        }
    }
    settle(compiler);
    Ok(())
}

fn deferrability(this: &Rc<Object>, res: &mut Constraint) {
    res.deferrable = choice(this, "deferrable");
    res.initially = text(this, "initially");
    res.validated = !flag(this, "postgresql_not_valid");
    res.comment = text(this, "comment");
}

fn foreign_key(vm: &mut Vm<'_>, this: &Rc<Object>) -> Option<ForeignKey> {
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
    })
}

fn exclusion(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<Exclusion> {
    let classes = entries(&field(this, "ops"));
    let mut compiler = Compiler::new(vm);
    let mut elements = Vec::new();
    for pair in items(this, "elements") {
        let [what, operator] =
            super::super::fields::items_of(&pair).try_into().unwrap_or([Value::None, Value::None]);
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
        condition => Some(compiler.ddl_expression(&condition)?),
    };
    settle(compiler);
    Ok(Exclusion {
        method: text(this, "using").unwrap_or_default().to_lowercase(),
        elements,
        predicate,
    })
}

/// An index for the catalog, with the table it is on.
pub fn lower_index(vm: &mut Vm<'_>, index: &Value) -> Eval<(Name, Index)> {
    let Some(this) = index.as_object().cloned() else { return Ok(Default::default()) };
    let table = match object(&this, "table") {
        Some(table) => table,
        None => vm.instance(&TABLE, [("name", Value::str("no_table"))]),
    };
    let lowered = index_of(vm, &this, &table)?;
    Ok((name_of(&table), lowered))
}

fn index_of(vm: &mut Vm<'_>, this: &Rc<Object>, table: &Rc<Object>) -> Eval<Index> {
    tell_unknown(vm, this);
    let name = name_for(vm, this, table)?;
    if name.is_none() && !field(this, "name").is_unknown() {
        return Err(vm.raise("AssertionError", ""));
    }
    let dialect = vm.host.dialect();
    let own = |option: &str| field(this, &format!("{}_{option}", dialect.name));
    let mut res = Index { name, unique: flag(this, "unique"), ..Index::default() };
    res.method = own("using").as_str().map(|it| match dialect.index_options {
        true => it.to_lowercase(),
        false => it.to_owned(),
    });
    res.include = column_names(&items_or_one(&own("include")));
    res.nulls_not_distinct = choice(this, &format!("{}_nulls_not_distinct", dialect.name));
    res.tablespace = own("tablespace").as_str().map(str::to_owned);
    res.prefix = own("prefix").as_str().map(str::to_owned);
    let classes = entries(&own("ops"));
    let lengths = own("length");
    let mut compiler = Compiler::new(vm);
    if let Some(parser) = own("with_parser").as_str() {
        res.with.push(("PARSER".to_owned(), parser.to_owned()));
    }
    for (name, value) in entries(&own("with")) {
        let value = compiler.vm.to_text(&value)?;
        res.with.push((name, value));
    }
    for expression in items(this, "expressions") {
        let mut key = index_key(&mut compiler, &expression)?;
        let named = if key.is_expression { key_name(&expression) } else { Some(key.what.clone()) };
        if let Some((_, class)) = classes.iter().find(|(it, _)| Some(it) == named.as_ref()) {
            let (class, order) = class_and_order(class.as_str().unwrap_or_default());
            key.operator_class = class;
            key.order = [order, key.order].into_iter().flatten().reduce(|a, b| a + " " + &b);
        }
        key.length = match &lengths {
            Value::Int(length) => u32::try_from(*length).ok(),
            Value::Dict(dict) => dict
                .borrow()
                .get_str(&key.what)
                .and_then(Value::as_int)
                .and_then(|it| u32::try_from(it).ok()),
            _ => None,
        };
        res.keys.push(key);
    }
    res.predicate = match own("where") {
        Value::None => None,
        condition => Some(compiler.ddl_expression(&condition)?),
    };
    settle(compiler);
    Ok(res)
}

/// `text_pattern_ops DESC` in its two parts. What is written behind a key goes there to the letter,
/// so scripts put its order there, too.
fn class_and_order(written: &str) -> (Option<String>, Option<String>) {
    let words: Vec<&str> = written.split_whitespace().collect();
    let is_order =
        |it: &&str| ["ASC", "DESC", "NULLS"].iter().any(|word| it.eq_ignore_ascii_case(word));
    let class = words.iter().position(is_order).unwrap_or(words.len());
    let (class, order) = words.split_at(class);
    let text = |words: &[&str]| (!words.is_empty()).then(|| words.join(" "));
    (text(class), text(order))
}

/// The name that operator classes are given by, of an expression under a label.
fn key_name(expression: &Value) -> Option<String> {
    let it = expression.as_object()?;
    text(it, "key").or_else(|| text(it, "name"))
}

/// A key of an index: a column with its order, or an expression.
fn index_key(compiler: &mut Compiler<'_, '_>, expression: &Value) -> Eval<IndexKey> {
    if let Value::Str(name) = expression {
        return Ok(IndexKey { what: name.to_string(), ..IndexKey::default() });
    }
    if let Some((name, order)) = ordered_column(expression) {
        return Ok(IndexKey { what: name, order, ..IndexKey::default() });
    }
    let written = compiler.unqualified(|it| it.index_expression(expression))?;
    if of(expression, &TEXT_CLAUSE).is_some()
        && let Some(key) = plain_key(compiler, &written)
    {
        return Ok(key);
    }
    Ok(IndexKey { what: written, is_expression: true, ..IndexKey::default() })
}

/// A column, with `DESC` and `NULLS LAST` behind it.
fn ordered_column(expression: &Value) -> Option<(String, Option<String>)> {
    let it = expression.as_object()?;
    if it.is(&COLUMN_CLAUSE) && !flag(it, "is_literal") {
        return Some((text(it, "name")?, None));
    }
    if !it.is(&UNARY) {
        return None;
    }
    let word = match text(it, "modifier")?.as_str() {
        "desc" => "DESC",
        "asc" => "ASC",
        "nulls_first" => "NULLS FIRST",
        "nulls_last" => "NULLS LAST",
        _ => return None,
    };
    let (name, order) = ordered_column(&field(it, "element"))?;
    Some((name, Some(order.map_or(word.to_owned(), |it| format!("{it} {word}")))))
}

/// `text("created_at DESC")` is a column and its order, where that is written in the same way.
fn plain_key(compiler: &Compiler<'_, '_>, written: &str) -> Option<IndexKey> {
    let (name, order) = match written.split_once(' ') {
        Some((name, order)) => (name, Some(order.to_owned())),
        None => (written, None),
    };
    let orders = [
        "ASC",
        "DESC",
        "NULLS FIRST",
        "NULLS LAST",
        "DESC NULLS FIRST",
        "DESC NULLS LAST",
        "ASC NULLS FIRST",
        "ASC NULLS LAST",
    ];
    let known = order.as_deref().is_none_or(|it| orders.contains(&it));
    let is_word =
        !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    let same = is_word && known && compiler.dialect().quote_name(name) == name;
    same.then(|| IndexKey { what: name.to_owned(), order, ..IndexKey::default() })
}

/// What stands behind the columns, by the dialect's own arguments.
fn table_options(vm: &mut Vm<'_>, this: &Rc<Object>, res: &mut Table) -> Eval<()> {
    let prefix = format!("{}_", vm.host.dialect().name);
    let given: Vec<(String, Value)> = this
        .fields
        .borrow()
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(&prefix)?.to_owned(), value.clone())))
        .collect();
    match vm.host.dialect().name {
        "postgresql" => postgresql_options(&given, res),
        "mysql" => {
            for (name, value) in given {
                let value = vm.to_text(&value)?;
                res.options.push(mysql_option(vm.host.dialect(), &name, &value));
            }
        }
        _ => {
            let said = |name: &str, flag: bool| {
                given.iter().any(|(it, value)| {
                    it == name && matches!(value, Value::Bool(it) if *it == flag)
                })
            };
            if said("with_rowid", false) {
                res.options.push("WITHOUT ROWID".to_owned());
            }
            if said("strict", true) {
                res.options.push("STRICT".to_owned());
            }
        }
    }
    Ok(())
}

fn postgresql_options(given: &[(String, Value)], res: &mut Table) {
    let said = |name: &str| given.iter().find(|(it, _)| it == name).map(|(_, value)| value);
    for parent in said("inherits").map(items_or_one).unwrap_or_default() {
        if let Some(name) = parent.as_str() {
            res.inherits.push(Name::plain(name));
        }
    }
    if let Some(written) = said("partition_by").and_then(Value::as_str) {
        match partitioning(written) {
            Some(partitioning) => res.partitioning = Some(partitioning),
            None => res.options.push(format!("PARTITION BY {written}")),
        }
    }
    if let Some(method) = said("using").and_then(Value::as_str) {
        res.options.push(format!("USING {method}"));
    }
    match said("with_oids") {
        Some(Value::Bool(true)) => res.options.push("WITH OIDS".to_owned()),
        Some(Value::Bool(false)) => res.options.push("WITHOUT OIDS".to_owned()),
        _ => {}
    }
    if let Some(what) = said("on_commit").and_then(Value::as_str) {
        res.options.push(format!("ON COMMIT {}", what.replace('_', " ").to_uppercase()));
    }
    if let Some(name) = said("tablespace").and_then(Value::as_str) {
        res.options.push(format!("TABLESPACE {name}"));
    }
}

/// `RANGE (created_at)`, where it is written as it will be written again.
fn partitioning(written: &str) -> Option<Partitioning> {
    let (strategy, rest) = written.split_once(" (")?;
    let inner = rest.strip_suffix(')')?;
    if !["RANGE", "LIST", "HASH"].contains(&strategy) {
        return None;
    }
    let is_word = |it: &str| {
        !it.is_empty()
            && it.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
    };
    let keys: Vec<IndexKey> = if inner.split(", ").all(is_word) {
        inner
            .split(", ")
            .map(|it| IndexKey { what: it.to_owned(), ..IndexKey::default() })
            .collect()
    } else {
        vec![IndexKey { what: inner.to_owned(), is_expression: true, ..IndexKey::default() }]
    };
    Some(Partitioning { strategy: strategy.to_owned(), keys })
}

fn mysql_option(dialect: &Dialect, name: &str, value: &str) -> String {
    let name = name.to_uppercase();
    // Only options of one word are known to be texts.
    let is_text = ["COMMENT", "PASSWORD", "CONNECTION"].contains(&name.as_str());
    let value = if is_text { dialect.literal(value) } else { value.to_owned() };
    let spaced = [
        "DATA_DIRECTORY",
        "INDEX_DIRECTORY",
        "DEFAULT_CHARACTER_SET",
        "CHARACTER_SET",
        "DEFAULT_CHARSET",
        "DEFAULT_COLLATE",
        "PARTITION_BY",
        "SUBPARTITION_BY",
    ];
    let name = if spaced.contains(&name.as_str()) { name.replace('_', " ") } else { name };
    let joiner = match name.as_str() {
        "TABLESPACE"
        | "DEFAULT CHARACTER SET"
        | "CHARACTER SET"
        | "COLLATE"
        | "PARTITION BY"
        | "PARTITIONS"
        | "SUBPARTITION BY"
        | "SUBPARTITIONS" => " ",
        _ => "=",
    };
    format!("{name}{joiner}{value}")
}

/// The default of a column as an SQL expression, as `op.alter_column` says it.
pub fn lower_default(vm: &mut Vm<'_>, default: &Value) -> Eval<Option<String>> {
    let mut compiler = Compiler::new(vm);
    let text = compiler.unqualified(|it| it.default_text(default))?;
    settle(compiler);
    Ok(text)
}

/// The catalog's sequence for a `Sequence`.
pub fn lower_sequence(vm: &mut Vm<'_>, sequence: &Rc<Object>) -> Eval<catalog::Sequence> {
    super::sequence::lower(vm, sequence)
}
