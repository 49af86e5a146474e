//! `sa.inspect(bind)`: what the schema holds at this point of the script.
//!
//! Answers come from the catalog, in the shapes of `SQLAlchemy`'s inspector. Of a table that no
//! revision creates only what the revisions say is known: its lists end in an item nobody can
//! know, so that what is asked for and not found may be there.

use std::rc::Rc;

use super::super::dialect::dialect_object;
use super::super::exc;
use super::super::fields::{field, text};
use super::super::schema::reflect::{self, is_counted};
use super::mock::refuse_mock;
use super::reflected::type_object;
use super::{bind, connection, several};
use crate::catalog::{
    Column, Constraint, ConstraintKind, ForeignKey, Index, SqlType, Table, TypeKind,
};
use crate::diagnostic::code;
use crate::dialect::Dialect;
use crate::name::Name;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static INSPECTOR: NativeClass = NativeClass {
    has_more: true,
    name: "Inspector",
    module: "sqlalchemy.engine.reflection",
    params: "bind",
    init: Some(init),
    methods: METHODS,
    class_methods: &[Native::new("from_engine", "cls, bind", |vm, args| {
        refuse_mock(vm, args.get("bind"))?;
        Ok(Value::Object(vm.instance(&INSPECTOR, [("bind", args.get("bind").clone())])))
    })],
    properties: &[
        Native::new("dialect", "self", |vm, _| Ok(dialect_object(vm))),
        Native::new("default_schema_name", "self", |vm, _| {
            let dialect = dialect_object(vm);
            vm.attribute(&dialect, "default_schema_name")
        }),
        Native::new("engine", "self", |vm, _| Ok(connection::engine(vm))),
        Native::new("conn", "self", |vm, _| bind(vm)),
    ],
    ..NativeClass::EMPTY
};

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    refuse_mock(vm, args.get("bind"))?;
    this.set_field("bind", args.get("bind").clone());
    Ok(())
}

#[rustfmt::skip]
static METHODS: &[Native] = &[
    Native::new("clear_cache", "self", |_, args| {
        if let Some(this) = args.get("self").as_object() {
            this.set_field(CACHE, Value::dict(Dict::default()));
        }
        Ok(Value::None)
    }),
    Native::new("get_schema_names", "self, **kw", |vm, args| cached(vm, args, "get_schema_names", schema_names)),
    Native::new("has_schema", "self, schema_name, **kw", has_schema),
    Native::new("get_table_names", "self, schema=None, **kw", |vm, args| cached(vm, args, "get_table_names", |vm, args| Ok(table_names(vm, args)))),
    Native::new("get_sorted_table_and_fkc_names", "self, schema=None, **kw", |vm, _| Ok(vm.unknown(code::UNFOLLOWED_CALL, "the order of the tables"))),
    Native::new("get_temp_table_names", "self, **kw", |_, _| Ok(Value::list(Vec::new()))),
    Native::new("get_temp_view_names", "self, **kw", |_, _| Ok(Value::list(Vec::new()))),
    Native::new("get_view_names", "self, schema=None, **kw", |vm, args| Ok(view_names(vm, args, false))),
    Native::new("get_materialized_view_names", "self, schema=None, **kw", |vm, args| Ok(view_names(vm, args, true))),
    Native::new("get_view_definition", "self, view_name, schema=None, **kw", view_definition),
    Native::new("get_sequence_names", "self, schema=None, **kw", |vm, args| {
        let schema = schema_of(args);
        let names = vm.host.catalog().sequences.keys().filter(|it| it.schema == schema);
        Ok(Value::list(names.map(|it| Value::str(&it.name)).collect()))
    }),
    Native::new("get_enums", "self, schema=None, **kw", enums),
    Native::new("get_domains", "self, schema=None, **kw", |vm, _| Ok(vm.unknown(code::UNFOLLOWED_CALL, "the domains of the schema"))),
    Native::new("has_table", "self, table_name, schema=None, **kw", |vm, args| cached(vm, args, "has_table", has_table)),
    Native::new("has_sequence", "self, sequence_name, schema=None, **kw", |vm, args| {
        let Some(name) = args.str("sequence_name") else { return Ok(args.get("sequence_name").clone()) };
        let name = Name::new(schema_of(args), name);
        Ok(Value::Bool(vm.host.catalog().sequences.contains_key(&name.key())))
    }),
    Native::new("has_type", "self, type_name, schema=None, **kw", |vm, args| {
        let Some(name) = args.str("type_name") else { return Ok(args.get("type_name").clone()) };
        let name = Name::new(schema_of(args), name);
        Ok(Value::Bool(vm.host.catalog().type_named(&name).is_some()))
    }),
    Native::new("has_index", "self, table_name, index_name, schema=None, **kw", has_index),
    Native::new("get_columns", "self, table_name, schema=None, **kw", |vm, args| cached(vm, args, "get_columns", columns)),
    Native::new("get_indexes", "self, table_name, schema=None, **kw", |vm, args| cached(vm, args, "get_indexes", indexes)),
    Native::new("get_foreign_keys", "self, table_name, schema=None, **kw", |vm, args| cached(vm, args, "get_foreign_keys", foreign_keys)),
    Native::new("get_unique_constraints", "self, table_name, schema=None, **kw", |vm, args| cached(vm, args, "get_unique_constraints", unique_constraints)),
    Native::new("get_check_constraints", "self, table_name, schema=None, **kw", |vm, args| cached(vm, args, "get_check_constraints", check_constraints)),
    Native::new("get_pk_constraint", "self, table_name, schema=None, **kw", |vm, args| cached(vm, args, "get_pk_constraint", primary_key)),
    Native::new("get_primary_keys", "self, table_name, schema=None, **kw", |vm, args| {
        let key = primary_key(vm, args)?;
        vm.item(&key, &Value::str("constrained_columns"))
    }),
    Native::new("get_table_comment", "self, table_name, schema=None, **kw", |vm, args| {
        let Found::Table(table) = find(vm, args)? else { return Ok(unknown_table(vm, args)) };
        Ok(dict([("text", option(table.comment.as_ref()))]))
    }),
    Native::new("get_table_options", "self, table_name, schema=None, **kw", |_, _| Ok(Value::dict(Dict::default()))),
    Native::new("get_multi_columns", several::PARAMETERS, |vm, args| several::ask(vm, args, "get_columns")),
    Native::new("get_multi_indexes", several::PARAMETERS, |vm, args| several::ask(vm, args, "get_indexes")),
    Native::new("get_multi_foreign_keys", several::PARAMETERS, |vm, args| several::ask(vm, args, "get_foreign_keys")),
    Native::new("get_multi_unique_constraints", several::PARAMETERS, |vm, args| several::ask(vm, args, "get_unique_constraints")),
    Native::new("get_multi_pk_constraint", several::PARAMETERS, |vm, args| several::ask(vm, args, "get_pk_constraint")),
    Native::new("get_multi_check_constraints", several::PARAMETERS, |vm, args| several::ask(vm, args, "get_check_constraints")),
    Native::new("reflect_table", "self, table, include_columns=None, **kw", |vm, args| {
        if let Some(table) = args.get("table").as_object() {
            let bind = bind(vm)?;
            reflect::load(vm, table, &bind)?;
        }
        Ok(Value::None)
    }),
    Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
    Native::new("__exit__", "self, *args", |_, _| Ok(Value::None)),
];

/// The answers that an inspector has given: it asks the database once.
const CACHE: &str = "info_cache";

fn cached(
    vm: &mut Vm<'_>,
    args: &Args,
    method: &str,
    answer: fn(&mut Vm<'_>, &Args) -> Eval,
) -> Eval {
    vm.host.looks();
    let Some(this) = args.get("self").as_object().cloned() else { return answer(vm, args) };
    let said = |name: &str| args.str(name).unwrap_or_default().to_owned();
    let key = format!("{method} {} {}", said("table_name"), said("schema"));
    let cache = match field(&this, CACHE) {
        Value::Dict(cache) => cache,
        _ => {
            let cache = Rc::default();
            this.set_field(CACHE, Value::Dict(Rc::clone(&cache)));
            cache
        }
    };
    let known = cache.borrow().get_str(&key).cloned();
    if let Some(answer) = known {
        return Ok(answer);
    }
    let answer = answer(vm, args)?;
    cache.borrow_mut().insert_str(&key, answer.clone());
    Ok(answer)
}

fn schema_of(args: &Args) -> Option<String> {
    args.str("schema").filter(|it| *it != "public").map(str::to_owned)
}

fn option(text: Option<&String>) -> Value {
    text.map_or(Value::None, Value::str)
}

fn dict<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let mut made = Dict::default();
    for (name, value) in entries {
        made.insert_str(name, value);
    }
    Value::dict(made)
}

fn names(columns: &[String]) -> Value {
    Value::list(columns.iter().map(Value::str).collect())
}

fn schema_names(vm: &mut Vm<'_>, _: &Args) -> Eval {
    let mut schemas: Vec<String> = vm.host.catalog().schemas.iter().cloned().collect();
    if vm.host.dialect().named_types {
        schemas.extend(["information_schema".to_owned(), "public".to_owned()]);
    }
    schemas.sort();
    Ok(names(&schemas))
}

fn has_schema(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(name) = args.str("schema_name") else { return Ok(args.get("schema_name").clone()) };
    let object = crate::catalog::ObjectRef::Schema(name.to_owned());
    Ok(Value::Bool(vm.host.catalog().has(&object)))
}

pub(super) fn table_names(vm: &mut Vm<'_>, args: &Args) -> Value {
    let schema = schema_of(args);
    let tables = vm.host.catalog().tables.keys().filter(|it| it.schema == schema);
    let mut found: Vec<Value> = tables.map(|it| Value::str(&it.name)).collect();
    let versions = versions(vm);
    if versions.key().schema == schema {
        found.push(Value::str(versions.name));
    }
    Value::list(found)
}

fn view_names(vm: &mut Vm<'_>, args: &Args, materialized: bool) -> Value {
    let schema = schema_of(args);
    let views = vm.host.catalog().views.iter();
    let named = views.filter(|(name, it)| name.schema == schema && it.materialized == materialized);
    Value::list(named.map(|(name, _)| Value::str(&name.name)).collect())
}

fn view_definition(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(name) = args.str("view_name") else { return Ok(args.get("view_name").clone()) };
    let name = Name::new(schema_of(args), name);
    match vm.host.catalog().views.contains_key(&name.key()) {
        true => {
            Ok(vm
                .unknown(code::READS_DATA, format!("the text that the database keeps of `{name}`")))
        }
        false => Err(no_such_table(vm, &name)),
    }
}

fn enums(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let wanted = args.str("schema").filter(|it| *it != "public").map(str::to_owned);
    let all = args.str("schema") == Some("*");
    let types: Vec<_> = vm.host.catalog().types.values().cloned().collect();
    let mut found = Vec::new();
    for ty in types {
        let TypeKind::Enum(labels) = &ty.kind else { continue };
        let schema = ty.name.key().schema;
        if !all && schema != wanted {
            continue;
        }
        found.push(dict([
            ("name", Value::str(&ty.name.name)),
            ("schema", Value::str(schema.as_deref().unwrap_or("public"))),
            ("visible", Value::Bool(schema.is_none())),
            ("labels", names(labels)),
        ]));
    }
    Ok(Value::list(found))
}

fn has_table(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(name) = args.str("table_name") else { return Ok(args.get("table_name").clone()) };
    let name = Name::new(schema_of(args), name);
    if name.key() == versions(vm).key() {
        return Ok(Value::Bool(true));
    }
    let catalog = vm.host.catalog();
    if catalog.is_doubtful(&name, None) {
        return Ok(doubtful(vm, &name, None));
    }
    Ok(Value::Bool(catalog.table(&name).is_some() || catalog.views.contains_key(&name.key())))
}

fn has_index(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Found::Table(table) = find(vm, args).unwrap_or(Found::Nobody) else {
        return Ok(match args.get("table_name") {
            unknown @ Value::Unknown(_) => unknown.clone(),
            _ => Value::Bool(false),
        });
    };
    let Some(name) = args.str("index_name") else { return Ok(args.get("index_name").clone()) };
    if vm.host.catalog().is_doubtful(&table.name, Some(name)) {
        return Ok(doubtful(vm, &table.name, Some(name)));
    }
    let dialect = vm.host.dialect();
    let is_there = table.index(name).is_some_and(|it| is_reflected(it, dialect))
        || table.constraint(name).is_some_and(|it| it.kind.has_index());
    Ok(match is_there || !table.assumed {
        true => Value::Bool(is_there),
        false => reflect::rest_of(vm, &table.name),
    })
}

/// What a question about a table is about.
enum Found {
    Table(Box<Table>),
    /// A view, whose columns are not kept.
    View,
    /// A table whose name nobody can know.
    Nobody,
}

/// The table that is asked about.
fn find(vm: &mut Vm<'_>, args: &Args) -> Eval<Found> {
    let given = args.get("table_name");
    let name = match given {
        Value::Unknown(_) => return Ok(Found::Nobody),
        Value::Object(it) => text(it, "name").unwrap_or_default(),
        given => given.as_str().unwrap_or_default().to_owned(),
    };
    let name = Name::new(schema_of(args), name);
    if let Some(table) = known_table(vm, &name) {
        return Ok(Found::Table(Box::new(table)));
    }
    if vm.host.catalog().views.contains_key(&name.key()) {
        return Ok(Found::View);
    }
    looked_at(vm, &name).map(|it| Found::Table(Box::new(it)))
}

/// A table that a script looks at. One that no revision creates was there before the first; inside
/// a `try` the script may well expect that it is not.
///
/// # Errors
/// `NoSuchTableError`.
pub fn looked_at(vm: &mut Vm<'_>, name: &Name) -> Eval<Table> {
    let found = known_table(vm, name);
    let may_assume = found.is_none() && vm.tries == 0;
    let span = vm.span();
    if may_assume && vm.host.take_for_granted(name, span) {
        return known_table(vm, name).ok_or_else(|| no_such_table(vm, name));
    }
    found.ok_or_else(|| no_such_table(vm, name))
}

/// A table that is there: of the catalog, or Alembic's own.
pub fn known_table(vm: &Vm<'_>, name: &Name) -> Option<Table> {
    let versions = versions(vm);
    let own = || (versions.key() == name.key()).then(|| version_table(versions));
    vm.host.catalog().table(name).cloned().or_else(own)
}

/// Alembic's own table, which it makes before the first revision runs; under its usual name where
/// nothing says another.
pub fn versions(vm: &Vm<'_>) -> Name {
    vm.host.setup().version_table.unwrap_or_else(|| Name::plain("alembic_version"))
}

fn version_table(table: Name) -> Table {
    let name = "version_num".to_owned();
    let key = ConstraintKind::PrimaryKey { columns: vec![name.clone()], include: Vec::new() };
    let ty = SqlType::new("VARCHAR(32)");
    Table {
        columns: vec![Column { name, ty, ..Column::default() }],
        constraints: vec![Constraint::new(Some(format!("{}_pkc", table.name)), key)],
        ..Table::new(table)
    }
}

fn no_such_table(vm: &mut Vm<'_>, name: &Name) -> crate::python::vm::Stop {
    exc::raise(vm, &exc::NO_SUCH_TABLE_ERROR, name.to_string())
}

/// What is asked of a table whose name nobody can know, or of a view.
fn unknown_table(vm: &mut Vm<'_>, args: &Args) -> Value {
    match args.get("table_name") {
        unknown @ Value::Unknown(_) => unknown.clone(),
        name => {
            let name = name.as_str().unwrap_or_default().to_owned();
            vm.unknown(code::UNFOLLOWED_CALL, format!("the columns of the view `{name}`"))
        }
    }
}

/// Whether a table or a part of it is there, of which an earlier operation under a condition that
/// nobody can know decides.
fn doubtful(vm: &mut Vm<'_>, table: &Name, part: Option<&str>) -> Value {
    let what = part.map_or_else(|| format!("`{table}`"), |it| format!("`{it}` of `{table}`"));
    vm.unknown("doubtful-object", format!("{what}, which only some databases have"))
}

/// The name in what an inspector tells of a column, an index or a constraint.
fn name_of(item: &Value) -> Option<String> {
    match item {
        Value::Dict(dict) => dict.borrow().get_str("name")?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// The items that are known, and for an assumed table one that stands for all others.
fn items_of_table(vm: &mut Vm<'_>, table: &Table, mut items: Vec<Value>) -> Value {
    for item in &mut items {
        let name = name_of(item).filter(|it| vm.host.catalog().is_doubtful(&table.name, Some(it)));
        if let Some(name) = name {
            *item = doubtful(vm, &table.name, Some(&name));
        }
    }
    if table.assumed {
        items.push(reflect::rest_of(vm, &table.name));
    }
    Value::list(items)
}

fn columns(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Found::Table(table) = find(vm, args)? else { return Ok(unknown_table(vm, args)) };
    let mut found = Vec::new();
    for column in &table.columns {
        found.push(column_entry(vm, column));
    }
    Ok(items_of_table(vm, &table, found))
}

fn column_entry(vm: &mut Vm<'_>, column: &Column) -> Value {
    let ty = type_object(vm, &column.ty);
    let mut entry = Dict::default();
    entry.insert_str("name", Value::str(&column.name));
    entry.insert_str("type", ty);
    entry.insert_str("nullable", Value::Bool(column.nullable));
    entry.insert_str("default", option(column.default.as_ref()));
    entry.insert_str("autoincrement", Value::Bool(is_counted(column)));
    entry.insert_str("comment", option(column.comment.as_ref()));
    if let Some(generated) = &column.generated {
        let text = Value::str(&generated.expression);
        let persisted = Value::Bool(generated.stored.unwrap_or(true));
        entry.insert_str("computed", dict([("sqltext", text), ("persisted", persisted)]));
    }
    if let Some(identity) = &column.identity {
        entry.insert_str("identity", dict([("always", Value::Bool(identity.always))]));
    }
    Value::dict(entry)
}

fn indexes(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Found::Table(table) = find(vm, args)? else { return Ok(unknown_table(vm, args)) };
    let dialect = vm.host.dialect();
    let listed = table.indexes.iter().filter(|it| is_reflected(it, dialect));
    let mut found: Vec<Value> = listed.map(index_entry).collect();
    for constraint in &table.constraints {
        if let ConstraintKind::Unique { columns, include, .. } = &constraint.kind {
            let mut entry = plain_index(constraint.name.as_ref(), true, columns);
            entry.insert_str("duplicates_constraint", option(constraint.name.as_ref()));
            entry.insert_str("include_columns", names(include));
            found.push(Value::dict(entry));
        }
    }
    sort_by_name(&mut found, &["postgresql", "sqlite"], dialect);
    Ok(items_of_table(vm, &table, found))
}

/// Puts what an inspector tells in the order of names, in those dialects where it is asked so.
fn sort_by_name(found: &mut [Value], sorted: &[&str], dialect: &Dialect) {
    if sorted.contains(&dialect.name) {
        found.sort_by_cached_key(|it| (name_of(it).is_none(), name_of(it)));
    }
}

/// Whether `SQLAlchemy` finds an index: of SQLite's, it leaves out those over an expression.
fn is_reflected(index: &Index, dialect: &Dialect) -> bool {
    dialect.name != "sqlite" || index.keys.iter().all(|it| !it.is_expression)
}

fn plain_index(name: Option<&String>, unique: bool, columns: &[String]) -> Dict {
    let mut entry = Dict::default();
    entry.insert_str("name", option(name));
    entry.insert_str("unique", Value::Bool(unique));
    entry.insert_str("column_names", names(columns));
    entry
}

fn index_entry(index: &Index) -> Value {
    let columns: Vec<String> = index.keys.iter().map(|it| it.what.clone()).collect();
    let mut entry = plain_index(index.name.as_ref(), index.unique, &columns);
    if index.keys.iter().any(|it| it.is_expression) {
        let named = index.keys.iter().map(|it| match it.is_expression {
            true => Value::None,
            false => Value::str(&it.what),
        });
        entry.insert_str("column_names", Value::list(named.collect()));
        entry.insert_str("expressions", names(&columns));
    }
    entry.insert_str("include_columns", names(&index.include));
    let mut options = Dict::default();
    options.insert_str("postgresql_include", names(&index.include));
    if let Some(method) = &index.method {
        options.insert_str("postgresql_using", Value::str(method));
    }
    if let Some(predicate) = &index.predicate {
        options.insert_str("postgresql_where", Value::str(predicate));
    }
    entry.insert_str("dialect_options", Value::dict(options));
    Value::dict(entry)
}

fn foreign_keys(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Found::Table(table) = find(vm, args)? else { return Ok(unknown_table(vm, args)) };
    let dialect = vm.host.dialect();
    let read = table.foreign_keys().filter(|it| reflect::is_reflected(&table, it.0, dialect));
    let keys: Vec<(Constraint, ForeignKey)> =
        read.map(|(it, key)| (it.clone(), key.clone())).collect();
    let mut found = Vec::new();
    for (constraint, key) in keys {
        let referred = match key.referred.is_empty() {
            false => key.referred.clone(),
            true => vm
                .host
                .catalog()
                .table(&key.table)
                .map_or_else(Vec::new, |it| it.primary_key().to_vec()),
        };
        let mut options = Dict::default();
        let actions = [
            ("onupdate", &key.on_update),
            ("ondelete", &key.on_delete),
            ("initially", &constraint.initially),
            ("match", &key.matching),
        ];
        for (name, value) in actions {
            if let Some(value) = value {
                options.insert_str(name, Value::str(value));
            }
        }
        if let Some(deferrable) = constraint.deferrable {
            options.insert_str("deferrable", Value::Bool(deferrable));
        }
        found.push(dict([
            ("name", option(constraint.name.as_ref())),
            ("constrained_columns", names(&key.columns)),
            ("referred_schema", option(key.table.key().schema.as_ref())),
            ("referred_table", Value::str(&key.table.name)),
            ("referred_columns", names(&referred)),
            ("options", Value::dict(options)),
            ("comment", option(constraint.comment.as_ref())),
        ]));
    }
    sort_by_name(&mut found, &["postgresql"], vm.host.dialect());
    Ok(items_of_table(vm, &table, found))
}

fn unique_constraints(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Found::Table(table) = find(vm, args)? else { return Ok(unknown_table(vm, args)) };
    let tells_options = vm.host.dialect().name == "postgresql";
    let found = table.constraints.iter().filter_map(|it| match &it.kind {
        ConstraintKind::Unique { columns, include, nulls_not_distinct } => {
            let mut options = Dict::default();
            if tells_options {
                let not_distinct = Value::Bool(*nulls_not_distinct == Some(true));
                options.insert_str("postgresql_include", names(include));
                options.insert_str("postgresql_nulls_not_distinct", not_distinct);
            }
            Some(dict([
                ("column_names", names(columns)),
                ("name", option(it.name.as_ref())),
                ("comment", option(it.comment.as_ref())),
                ("dialect_options", Value::dict(options)),
            ]))
        }
        _ => None,
    });
    let mut found: Vec<Value> = found.collect();
    sort_by_name(&mut found, &["postgresql"], vm.host.dialect());
    Ok(items_of_table(vm, &table, found))
}

fn check_constraints(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Found::Table(table) = find(vm, args)? else { return Ok(unknown_table(vm, args)) };
    let found = table.constraints.iter().filter_map(|it| match &it.kind {
        ConstraintKind::Check(check) => Some(dict([
            ("name", option(it.name.as_ref())),
            ("sqltext", Value::str(&check.condition)),
            ("comment", option(it.comment.as_ref())),
        ])),
        _ => None,
    });
    let mut found: Vec<Value> = found.collect();
    sort_by_name(&mut found, &["postgresql"], vm.host.dialect());
    Ok(items_of_table(vm, &table, found))
}

fn primary_key(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Found::Table(table) = find(vm, args)? else { return Ok(unknown_table(vm, args)) };
    let is_key = |it: &&Constraint| matches!(it.kind, ConstraintKind::PrimaryKey { .. });
    let key = table.constraints.iter().find(is_key);
    if key.is_none() && table.assumed {
        return Ok(reflect::rest_of(vm, &table.name));
    }
    Ok(dict([
        ("constrained_columns", names(table.primary_key())),
        ("name", option(key.and_then(|it| it.name.as_ref()))),
        ("comment", option(key.and_then(|it| it.comment.as_ref()))),
    ]))
}

/// The inspector's answer about a table, for other parts of the library.
pub fn ask(vm: &mut Vm<'_>, method: &str, name: &Name) -> Eval {
    let inspector: Rc<Object> = vm.instance(&INSPECTOR, []);
    let method = vm.attribute(&Value::Object(inspector), method)?;
    let schema = name.schema.as_ref().map_or(Value::None, Value::str);
    vm.call(&method, vec![Value::str(&name.name), schema], Vec::new())
}

/// What an inspector answers, asked of the dialect with a connection.
pub fn of_dialect(vm: &mut Vm<'_>, args: &Args, method: &str, names: &[&str]) -> Eval {
    let connection = args.get("connection");
    if connection.is_unknown() {
        return Ok(connection.clone());
    }
    if !connection.as_object().is_some_and(|it| it.is(&connection::CONNECTION)) {
        let class = vm.type_of(connection).name.clone();
        let message = format!(
            "The argument passed to Dialect.{method}() should be a <class \
             'sqlalchemy.engine.base.Connection'>, got <class '{class}'>."
        );
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message));
    }
    let inspector = Value::Object(vm.instance(&INSPECTOR, []));
    let given = names.iter().map(|it| args.get(it).clone()).collect();
    let method = vm.attribute(&inspector, method)?;
    let keywords = match args.get("schema") {
        Value::None => Vec::new(),
        schema => vec![("schema".to_owned(), schema.clone())],
    };
    vm.call(&method, given, keywords)
}
