//! `Table`, and how its parts come to it.

use std::rc::Rc;

use super::super::exc;
use super::super::expression::collection::column_named;
use super::super::expression::element::comparison;
use super::super::expression::from::{TABLE_CLAUSE, columns_of};
use super::super::expression::function;
use super::super::fields::{choice, entries, field, flag, items, object, push, same, text};
use super::super::quoting;
use super::super::types::generic::NULL_TYPE;
use super::super::types::named::{self, Check};
use super::super::{engine, event};
use super::column::{COLUMN, detached};
use super::constraint::{
    CONSTRAINT, FOREIGN_KEY, FOREIGN_KEY_CONSTRAINT, PRIMARY_KEY_CONSTRAINT, UNIQUE_CONSTRAINT,
    column_names, of_foreign_key, target,
};
use super::index::{INDEX, of_column};
use super::metadata::{TABLES, settle_types};
use super::{MODULE, SCHEMA_ITEM, next_order};
use crate::name::Name;
use crate::op;
use crate::python::args::Args;
use crate::python::class::{Class, Native, NativeClass, Object};
use crate::python::lib::geoalchemy2::{RASTER, SPATIAL};
use crate::python::value::{Dict, Unknown, Value};
use crate::python::vm::{Eval, Vm};

pub static TABLE: NativeClass = NativeClass {
    name: "Table",
    module: MODULE,
    bases: &[&TABLE_CLAUSE, &SCHEMA_ITEM],
    params: "name, metadata=None, *args, schema: schema=None, quote=None, quote_schema=None, autoload=None, autoload_with=None, autoload_replace=True, keep_existing=False, extend_existing=False, resolve_fks=True, include_columns=None, implicit_returning=True, comment=None, info=None, listeners=None, prefixes=None, must_exist=False, mustexist=False, useexisting=False, bind=None, **kw",
    new: Some(new),
    methods: &[
        Native { name: "create", params: "self, bind, checkfirst=False", call: create },
        Native { name: "drop", params: "self, bind, checkfirst=False", call: drop },
        Native { name: "exists", params: "self, bind=None", call: exists },
        Native {
            name: "append_column",
            params: "self, column, replace_existing=False",
            call: append,
        },
        Native { name: "append_constraint", params: "self, column", call: append },
        Native {
            name: "to_metadata",
            params: "self, metadata, schema=None, name=None, **kw",
            call: to_metadata,
        },
        Native {
            name: "tometadata",
            params: "self, metadata, schema=None, name=None, **kw",
            call: to_metadata,
        },
    ],
    properties: &[
        Native { name: "primary_key", params: "self", call: primary_key },
        Native {
            name: "constraints",
            params: "self",
            call: |_, args| Ok(list_of(args, "_constraints")),
        },
        Native { name: "indexes", params: "self", call: |_, args| Ok(list_of(args, "_indexes")) },
        Native { name: "foreign_key_constraints", params: "self", call: foreign_key_constraints },
        Native { name: "foreign_keys", params: "self", call: foreign_keys },
        Native {
            name: "key",
            params: "self",
            call: |_, args| {
                Ok(args.get("self").as_object().map_or(Value::None, |it| Value::str(key_of(it))))
            },
        },
    ],
    ..NativeClass::EMPTY
};

/// `Table(...)`: a new one, or the one that the metadata has under this name.
fn new(vm: &mut Vm<'_>, class: &Rc<Class>, args: &Args) -> Eval {
    let keywords = Keywords::of(args);
    if args.get("metadata").is_unknown() {
        return Ok(args.get("metadata").clone());
    }
    let metadata = args.get("metadata").as_object().cloned();
    let schema = match keywords.said("schema") {
        None | Some(Value::None) => metadata.as_ref().map_or(Value::None, |it| field(it, "schema")),
        Some(schema) => schema,
    };
    let key = key_text(args.get("name"), &schema);
    let tables = metadata.as_ref().map(|it| field(it, TABLES));
    if let Some(Value::Dict(tables)) = &tables {
        let there = tables.borrow().get_str(&key).cloned();
        if let Some(Value::Object(there)) = there {
            return again(vm, &there, &key, args.rest("args"), &keywords);
        }
    }
    let table = vm.new_object(class);
    table.set_field("name", args.get("name").clone());
    table.set_field("schema", schema);
    super::keywords::check(vm, &table, &keywords.0)?;
    table.set_field("metadata", args.get("metadata").clone());
    fill(vm, &table, &keywords);
    if let Some(bind) = keywords.said("autoload_with").filter(|it| !it.is_none()) {
        super::reflect::load(vm, &table, &bind)?;
    }
    let replaces = ["extend_existing", "keep_existing", "autoload_with"];
    let replaces =
        replaces.iter().any(|it| keywords.said(it).is_some_and(|it| it.choice() != Some(false)));
    for part in args.rest("args") {
        if !replaces {
            refuse_second(vm, &table, part, "")?;
        }
        attach(vm, &table, part)?;
    }
    if metadata.is_some() && !replaces {
        refuse_missing(vm, &table)?;
    }
    if let Some(Value::Dict(tables)) = &tables {
        tables.borrow_mut().insert_str(&key, Value::Object(table.clone()));
    }
    Ok(Value::Object(table))
}

/// The keyword arguments of `Table(...)`.
struct Keywords(Vec<(String, Value)>);

impl Keywords {
    fn of(args: &Args) -> Self {
        let positional = ["name", "metadata"];
        let own = args.iter().filter(|(it, _)| args.is_given(it) && !positional.contains(it));
        let own = own.map(|(name, value)| (name.to_owned(), value.clone()));
        Self(own.chain(entries(args.get("kw"))).collect())
    }

    fn said(&self, name: &str) -> Option<Value> {
        self.0.iter().find(|(it, _)| it == name).map(|(_, it)| it.clone())
    }

    fn true_of(&self, name: &str) -> bool {
        matches!(self.said(name), Some(Value::Bool(true)))
    }
}

/// The table that is there, declared once more.
fn again(
    vm: &mut Vm<'_>,
    there: &Rc<Object>,
    key: &str,
    parts: &[Value],
    keywords: &Keywords,
) -> Eval {
    if keywords.true_of("extend_existing") {
        attach_all(vm, there, parts)?;
    } else if !keywords.true_of("keep_existing") && !parts.is_empty() {
        let message = format!(
            "Table '{key}' is already defined for this MetaData instance.  Specify \
             'extend_existing=True' to redefine options and columns on an existing Table object."
        );
        return Err(exc::raise(vm, &exc::INVALID_REQUEST_ERROR, message));
    }
    Ok(Value::Object(there.clone()))
}

/// What a new table has before its parts: where it is declared, its lists, and what the keywords say.
fn fill(vm: &mut Vm<'_>, table: &Rc<Object>, keywords: &Keywords) {
    for (part, quote) in [("name", "quote"), ("schema", "quote_schema")] {
        quoting::tell(vm, &field(table, part), &keywords.said(quote).unwrap_or(Value::None));
    }
    let place = vm.statement();
    let place = [place.file.0, place.start, place.end].map(|it| Value::Int(it.into()));
    table.set_field(PLACE, Value::list(place.to_vec()));
    for list in ["_columns", "_constraints", "_indexes"] {
        table.set_field(list, Value::list(Vec::new()));
    }
    for name in ["comment", "prefixes", "info"] {
        table.set_field(name, keywords.said(name).unwrap_or(Value::None));
    }
    let others = ["schema", "autoload", "autoload_with", "extend_existing", "keep_existing"];
    for (name, value) in keywords.0.iter().filter(|(it, _)| !others.contains(&it.as_str())) {
        table.set_field(name, value.clone());
    }
}

/// The field with the file, the start and the end of the statement that declares a table.
pub(super) const PLACE: &str = "_place";

/// Makes the types and the sequences that a table needs.
pub(super) fn create_parts(vm: &mut Vm<'_>, table: &Rc<Object>, check: Check) -> Eval<()> {
    for column in items(table, "_columns").iter().filter_map(Value::as_object) {
        named::create_for_table(vm, &field(column, "type"), check)?;
        if let Some(it) = object(column, "default").filter(|it| it.is(&super::sequence::SEQUENCE)) {
            super::sequence::emit_create(vm, &it, check)?;
        }
    }
    Ok(())
}

/// The name of a table with its schema.
pub fn name_of(table: &Rc<Object>) -> Name {
    Name::new(text(table, "schema").as_deref(), text(table, "name").unwrap_or_default())
}

/// Why nobody can know how a table is called, or where it is.
pub(super) fn missing_name(table: &Rc<Object>) -> Option<Rc<Unknown>> {
    ["name", "schema"].into_iter().find_map(|it| match field(table, it) {
        Value::Unknown(unknown) => Some(unknown),
        _ => None,
    })
}

fn key_of(table: &Rc<Object>) -> String {
    key_text(&field(table, "name"), &field(table, "schema"))
}

fn key_text(name: &Value, schema: &Value) -> String {
    let name = name.as_str().unwrap_or_default();
    match schema.as_str() {
        Some(schema) => format!("{schema}.{name}"),
        None => name.to_owned(),
    }
}

/// Gives a table its columns first and then the rest, as Alembic does.
pub fn attach_all(vm: &mut Vm<'_>, table: &Rc<Object>, parts: &[Value]) -> Eval<()> {
    for part in parts {
        attach(vm, table, part)?;
    }
    Ok(())
}

/// Gives a table one more part.
pub fn attach(vm: &mut Vm<'_>, table: &Rc<Object>, part: &Value) -> Eval<()> {
    if part.is_none() {
        return Ok(());
    }
    let Some(it) = part.as_object().cloned() else {
        push(table, "_unknown", part.clone());
        return Ok(());
    };
    if it.is(&COLUMN) {
        return attach_column(vm, table, &it);
    }
    if it.is(&INDEX) {
        it.set_field("table", Value::Object(table.clone()));
        if !items(table, "_indexes").iter().any(|other| same(other, part)) {
            push(table, "_indexes", part.clone());
        }
        return Ok(());
    }
    if it.is(&CONSTRAINT) {
        it.set_field("table", Value::Object(table.clone()));
        if !items(table, "_constraints").iter().any(|other| same(other, part)) {
            push(table, "_constraints", part.clone());
        }
        return Ok(());
    }
    let shown = vm.repr(part)?;
    Err(exc::no_item(vm, &shown))
}

/// Refuses another column of a name that the table has a column of.
fn refuse_second(vm: &mut Vm<'_>, table: &Rc<Object>, part: &Value, help: &str) -> Eval<()> {
    let Some(column) = part.as_object().filter(|it| it.is(&COLUMN)) else { return Ok(()) };
    let Some(name) = text(column, "name") else { return Ok(()) };
    let columns = items(table, "_columns");
    let mut columns = columns.iter().filter_map(Value::as_object);
    if !columns.any(|it| text(it, "name").as_ref() == Some(&name) && !Rc::ptr_eq(it, column)) {
        return Ok(());
    }
    let table = text(table, "name").unwrap_or_default();
    let message =
        format!("A column with name '{name}' is already present in table '{table}'.{help}");
    Err(exc::raise(vm, &exc::DUPLICATE_COLUMN_ERROR, message))
}

fn attach_column(vm: &mut Vm<'_>, table: &Rc<Object>, column: &Rc<Object>) -> Eval<()> {
    let taken = object(column, "table").is_some();
    let column = if taken { detached(vm, column) } else { column.clone() };
    event::tell_attaching(vm, &column, &Value::Object(table.clone()))?;
    refuse_nameless(vm, &column)?;
    column.set_field("table", Value::Object(table.clone()));
    let mut columns = items(table, "_columns");
    let name = text(&column, "name");
    let place = columns
        .iter()
        .position(|it| it.as_object().and_then(|it| text(it, "name")) == name && name.is_some());
    match place.and_then(|at| columns.get_mut(at)) {
        Some(old) => *old = Value::Object(column.clone()),
        None => columns.push(Value::Object(column.clone())),
    }
    table.set_field("_columns", Value::list(columns));
    attach_flags(vm, table, &column)?;
    for key in items(&column, "_foreign_keys").iter().filter_map(Value::as_object) {
        take_type(&column, &field(key, "_target"));
        let made = of_foreign_key(vm, key, &column);
        made.set_field("table", Value::Object(table.clone()));
        push(table, "_constraints", Value::Object(made));
    }
    attach_type_check(vm, table, &column)?;
    attach_spatial_index(vm, table, &column)?;
    event::tell_attached(vm, &column, &Value::Object(table.clone()))
}

/// Refuses keys of columns that name a table and no column of it, which only finds its column in a
/// table that is known: to an operation, none is.
pub fn refuse_bare_targets(vm: &mut Vm<'_>, table: &Rc<Object>) -> Eval<()> {
    for column in items(table, "_columns").iter().filter_map(Value::as_object) {
        for key in items(column, "_foreign_keys").iter().filter_map(Value::as_object) {
            let Some(bare) = text(key, "_target").filter(|it| !it.contains('.')) else { continue };
            let name = |it| text(it, "name").unwrap_or_default();
            let message = format!(
                "Could not initialize target column for ForeignKey '{bare}' on table '{}': table \
                 '{bare}' has no column named '{}'",
                name(table),
                name(column)
            );
            return Err(exc::raise(vm, &exc::NO_REFERENCED_COLUMN_ERROR, message));
        }
    }
    Ok(())
}

/// Refuses a constraint or index over columns that a new table does not have.
fn refuse_missing(vm: &mut Vm<'_>, table: &Rc<Object>) -> Eval<()> {
    if !items(table, "_unknown").is_empty() {
        return Ok(());
    }
    let columns = items(table, "_columns");
    for (parts, names) in [("_constraints", "_columns"), ("_indexes", "expressions")] {
        for part in items(table, parts).iter().filter_map(Value::as_object) {
            let named = items(part, names);
            let mut named = named.iter().filter_map(Value::as_str);
            let Some(name) = named.find(|it| column_named(&columns, it).is_none()) else {
                continue;
            };
            let class = part.class.borrow().name.clone();
            let message = format!(
                "Can't create {class} on table '{}': no column named '{name}' is present.",
                text(table, "name").unwrap_or_default()
            );
            return Err(exc::raise(vm, &exc::CONSTRAINT_COLUMN_NOT_FOUND_ERROR, message));
        }
    }
    Ok(())
}

fn refuse_nameless(vm: &mut Vm<'_>, column: &Rc<Object>) -> Eval<()> {
    if !matches!(field(column, "name"), Value::None | Value::Bool(false))
        && text(column, "name").is_none_or(|it| !it.is_empty())
    {
        return Ok(());
    }
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, NAMELESS))
}

/// What is said of a column without a name.
pub const NAMELESS: &str = "Column must be constructed with a non-blank name or assign a non-blank \
                            .name before adding to a Table.";

/// Gives a column without a type the type of the column object that it refers to.
fn take_type(column: &Rc<Object>, referred: &Value) {
    let is_null = |it: &Rc<Object>| object(it, "type").is_some_and(|it| it.is(&NULL_TYPE));
    if let Some(referred) = referred.as_object()
        && is_null(column)
        && !is_null(referred)
    {
        column.set_field("type", field(referred, "type"));
    }
}

/// The index that a spatial type asks for, unless it is told not to.
fn attach_spatial_index(vm: &mut Vm<'_>, table: &Rc<Object>, column: &Rc<Object>) -> Eval<()> {
    let own = object(column, "type");
    let kept = own.as_ref().and_then(|it| object(it, "impl"));
    let Some(ty) = [own, kept].into_iter().flatten().find(|it| it.is(&SPATIAL)) else {
        return Ok(());
    };
    if choice(&ty, "nullable") == Some(false) {
        column.set_field("nullable", Value::Bool(false));
    }
    if !flag(&ty, "spatial_index") {
        return Ok(());
    }
    let name = |it: &Rc<Object>| text(it, "name").unwrap_or_default();
    let label = format!("idx_{}_{}", name(table), name(column));
    let indexed = match ty.is(&RASTER) {
        true => function::named(vm, "ST_ConvexHull", vec![Value::Object(column.clone())])?,
        false => Value::Object(column.clone()),
    };
    let mut fields = vec![
        ("name", Value::str(label)),
        ("unique", Value::Bool(false)),
        ("expressions", Value::list(vec![indexed])),
        ("table", Value::Object(table.clone())),
        ("postgresql_using", Value::str("gist")),
    ];
    if flag(&ty, "use_N_D_index") {
        let mut classes = Dict::default();
        classes.insert_str(&name(column), Value::str("gist_geometry_ops_nd"));
        fields.push(("postgresql_ops", Value::dict(classes)));
    }
    let made = vm.instance(&INDEX, fields);
    push(table, "_indexes", Value::Object(made));
    Ok(())
}

/// `index=True` and `unique=True`.
fn attach_flags(vm: &mut Vm<'_>, table: &Rc<Object>, column: &Rc<Object>) -> Eval<()> {
    let (index, unique) = (flag(column, "index"), flag(column, "unique"));
    let looked_at = NO_TEXTS.iter().find(|(it, _)| flag(column, it));
    if let Some((name, instead)) = looked_at.filter(|(it, _)| text(column, it).is_some()) {
        let message = format!(
            "The '{name}' keyword argument on Column is boolean only. To create {instead} object \
             external to the Table."
        );
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message));
    }
    if index {
        let made = of_column(vm, column, unique);
        made.set_field("table", Value::Object(table.clone()));
        push(table, "_indexes", Value::Object(made));
    } else if unique {
        let order = next_order(vm);
        let columns = Value::list(vec![Value::Object(column.clone())]);
        let fields = [("name", Value::None), ("_columns", columns), ("_order", order)];
        let made = vm.instance(&UNIQUE_CONSTRAINT, fields);
        made.set_field("table", Value::Object(table.clone()));
        push(table, "_constraints", Value::Object(made));
    }
    Ok(())
}

/// Marks of a column that may be no text, and what is to be made where a name was meant.
const NO_TEXTS: [(&str, &str); 2] = [
    ("index", "indexes with a specific name, create an explicit Index"),
    (
        "unique",
        "unique constraints or indexes with a specific name, append an explicit UniqueConstraint \
         to the Table's list of elements, or create an explicit Index",
    ),
];

/// The check that an enum or a truth value asks for where the database has no such type.
fn attach_type_check(vm: &mut Vm<'_>, table: &Rc<Object>, column: &Rc<Object>) -> Eval<()> {
    let ty = object(column, "type");
    let Some(ty) = ty.filter(|it| flag(it, "create_constraint")) else { return Ok(()) };
    let dialect = vm.host.dialect();
    let native = dialect.named_types;
    let condition = if ty.is(&named::ENUM) {
        if dialect.enums && choice(&ty, "native_enum") != Some(false) {
            return Ok(());
        }
        let labels: Vec<Value> = named::labels(&ty).into_iter().map(Value::str).collect();
        vm.call_method(&Value::Object(column.clone()), "in_", vec![Value::list(labels)])?
    } else {
        if native {
            return Ok(());
        }
        let both = vec![Value::list(vec![Value::Int(0), Value::Int(1)])];
        vm.call_method(&Value::Object(column.clone()), "in_", both)?
    };
    let order = next_order(vm);
    let fields = [("sqltext", condition), ("name", field(&ty, "name")), ("_order", order)];
    let made = vm.instance(&super::constraint::CHECK_CONSTRAINT, fields);
    made.set_field("table", Value::Object(table.clone()));
    push(table, "_constraints", Value::Object(made));
    Ok(())
}

/// The columns of the primary key: marked so, or named by a constraint.
pub fn primary_columns(table: &Rc<Object>) -> Vec<Rc<Object>> {
    let columns = items(table, "_columns");
    let constraint = items(table, "_constraints")
        .iter()
        .filter_map(|it| it.as_object().cloned())
        .rfind(|it| it.is(&PRIMARY_KEY_CONSTRAINT));
    let named = constraint.map(|it| column_names(&items(&it, "_columns"))).unwrap_or_default();
    if named.is_empty() {
        let marked = columns.iter().filter_map(|it| it.as_object().cloned());
        return marked.filter(|it| flag(it, "primary_key")).collect();
    }
    named.iter().filter_map(|name| column_named(&columns, name)?.as_object().cloned()).collect()
}

fn primary_key(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(table) = args.get("self").as_object() else { return Ok(Value::None) };
    let own = items(table, "_constraints");
    let own =
        own.iter().rfind(|it| it.as_object().is_some_and(|it| it.is(&PRIMARY_KEY_CONSTRAINT)));
    if let Some(own) = own {
        return Ok(own.clone());
    }
    let columns = primary_columns(table).into_iter().map(Value::Object).collect();
    let fields = [
        ("name", Value::None),
        ("_columns", Value::list(columns)),
        ("table", Value::Object(table.clone())),
    ];
    Ok(Value::Object(vm.instance(&PRIMARY_KEY_CONSTRAINT, fields)))
}

fn list_of(args: &Args, name: &str) -> Value {
    Value::list(args.get("self").as_object().map(|it| items(it, name)).unwrap_or_default())
}

fn foreign_key_constraints(_: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(table) = args.get("self").as_object() else { return Ok(Value::None) };
    let mut all = items(table, "_constraints");
    all.retain(|it| it.as_object().is_some_and(|it| it.is(&FOREIGN_KEY_CONSTRAINT)));
    Ok(Value::list(all))
}

fn foreign_keys(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(table) = args.get("self").as_object() else { return Ok(Value::None) };
    let columns = items(table, "_columns");
    let mut found = Vec::new();
    for constraint in items(table, "_constraints").iter().filter_map(Value::as_object) {
        if constraint.is(&FOREIGN_KEY_CONSTRAINT) {
            found.extend(super::constraint::elements(vm, constraint, &columns));
        }
    }
    Ok(Value::list(found))
}

fn append(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(table) = args.get("self").as_object().cloned() {
        if args.get("replace_existing").plain_truth() == Some(false) {
            let help = " Specify replace_existing=True to Table.append_column() to replace an \
                        existing column.";
            refuse_second(vm, &table, args.get("column"), help)?;
        }
        attach(vm, &table, args.get("column"))?;
    }
    Ok(Value::None)
}

fn to_metadata(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(table) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let name = match args.get("name") {
        Value::None => field(&table, "name"),
        name => name.clone(),
    };
    let schema = match args.get("schema") {
        Value::None => field(&table, "schema"),
        schema => schema.clone(),
    };
    let mut given = vec![name, args.get("metadata").clone()];
    given.extend(items(&table, "_columns"));
    vm.construct(&TABLE, given, vec![("schema".to_owned(), schema)])
}

/// `table.create(bind, checkfirst=True)`.
fn create(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    if let Some(table) = args.get("self").as_object().cloned() {
        if let Some(metadata) = object(&table, "metadata") {
            settle_types(vm, &metadata, &[Value::Object(table.clone())])?;
        }
        engine::with_own_types(vm, |vm| emit_create(vm, &table, check, By::Itself))?;
    }
    Ok(Value::None)
}

/// What makes or drops a table: a call of its own, or one for tables of a metadata, which then makes
/// and drops their types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Itself,
    MetaData,
}

/// Makes a table with the types it needs; asked first, only what is not there.
pub fn emit_create(vm: &mut Vm<'_>, table: &Rc<Object>, check: Check, by: By) -> Eval<()> {
    if let Some(unknown) = missing_name(table) {
        vm.emit_unwritten(&unknown);
        return Ok(());
    }
    let name = name_of(table);
    if check == Check::First && vm.host.catalog().table(&name).is_some() {
        return Ok(());
    }
    event::tell_defined(vm, table, "before_create")?;
    create_parts(vm, table, check)?;
    let holes = vm.holes();
    let lowered = super::lower_table(vm, &Value::Object(table.clone()))?;
    let create = op::CreateTable { table: lowered, if_not_exists: false };
    let origin = if by == By::Itself { "Table.create" } else { "MetaData.create_all" };
    vm.emit_since(holes, create.into(), origin);
    event::tell_defined(vm, table, "after_create")
}

fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    if let Some(table) = args.get("self").as_object().cloned() {
        engine::with_own_types(vm, |vm| emit_drop(vm, &table, check, By::Itself))?;
    }
    Ok(Value::None)
}

/// Drops a table and, by itself, the types that were its own; asked first, only what is there.
pub fn emit_drop(vm: &mut Vm<'_>, table: &Rc<Object>, check: Check, by: By) -> Eval<()> {
    if let Some(unknown) = missing_name(table) {
        vm.emit_unwritten(&unknown);
        return Ok(());
    }
    let name = name_of(table);
    if check == Check::First && vm.host.catalog().table(&name).is_none() {
        return Ok(());
    }
    event::tell_defined(vm, table, "before_drop")?;
    let origin = if by == By::Itself { "Table.drop" } else { "MetaData.drop_all" };
    vm.emit(op::DropTable { table: name, if_exists: false, cascade: false }.into(), origin);
    if by == By::Itself {
        for column in items(table, "_columns").iter().filter_map(Value::as_object) {
            named::drop_with_table(vm, &field(column, "type"), check)?;
        }
    }
    event::tell_defined(vm, table, "after_drop")
}

fn exists(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(table) = args.get("self").as_object() else { return Ok(Value::None) };
    Ok(Value::Bool(vm.host.catalog().table(&name_of(table)).is_some()))
}

/// The condition of a join that does not say one: the foreign keys between its sides.
pub fn join_condition(vm: &mut Vm<'_>, left: &Value, right: &Value) -> Eval {
    let sides = [(left, right), (right, left)];
    for (from, to) in sides {
        let (Some(from), Some(to)) = (from.as_object().cloned(), to.as_object().cloned()) else {
            continue;
        };
        let to_name = name_of(&to);
        for column in columns_of(vm, &from).iter().filter_map(Value::as_object) {
            for key in items(column, "_foreign_keys").iter().filter_map(Value::as_object) {
                let Some((table, Some(referred))) = target(&field(key, "_target")) else {
                    continue;
                };
                debug_assert!(key.is(&FOREIGN_KEY));
                if table.key() == to_name.key()
                    && let Some(other) = column_named(&columns_of(vm, &to), &referred)
                {
                    return comparison(vm, &other, "eq", &Value::Object(column.clone()));
                }
            }
        }
    }
    let message = "Can't find any foreign key relationships between the two sides of a join.";
    Err(exc::raise(vm, &exc::NO_REFERENCE_ERROR, message))
}
