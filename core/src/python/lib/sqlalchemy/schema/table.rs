//! `Table`, what it is asked, and how it is made and dropped.

use std::rc::Rc;

use super::super::exc;
use super::super::expression::collection::column_named;
use super::super::expression::element::comparison;
use super::super::expression::from::{JOIN, TABLE_CLAUSE, columns_of};
use super::super::fields::{entries, field, flag, items, object, of, text};
use super::super::quoting;
use super::super::types::named::{self, Check};
use super::super::{engine, event};
use super::attach::{
    APPENDED, attach, attach_all, constraints_of, part_copied, refuse_missing, refuse_second,
};
use super::constraint::{
    FOREIGN_KEY, FOREIGN_KEY_CONSTRAINT, PRIMARY_KEY_CONSTRAINT, column_names, target,
};
use super::metadata::{TABLES, settle_types};
use super::statement::{CREATE_TABLE, DROP_TABLE};
use super::{MODULE, SCHEMA_ITEM, rewritten};
use crate::name::Name;
use crate::op;
use crate::python::args::Args;
use crate::python::class::{Class, Native, NativeClass, Object};
use crate::python::lib::geoalchemy2::behind_table;
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
            call: |vm, args| match args.get("self").as_object().cloned() {
                Some(table) => constraints_of(vm, &table),
                None => Ok(Value::None),
            },
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
        if part.as_object().is_none() && !part.is_none() && !part.is_unknown() {
            let shown = vm.repr(part)?;
            return Err(exc::no_item(vm, &shown));
        }
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
    for name in ["comment", "prefixes"] {
        table.set_field(name, keywords.said(name).unwrap_or(Value::None));
    }
    let info = keywords.said("info").filter(|it| !it.is_none());
    table.set_field("info", info.unwrap_or_else(|| Value::dict(Dict::default())));
    let others =
        ["info", "schema", "autoload", "autoload_with", "extend_existing", "keep_existing"];
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
            refuse_second(vm, &table, args.get("column"), APPENDED)?;
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
    let mut given = vec![name.clone(), args.get("metadata").clone()];
    given.extend(items(&table, "_columns"));
    for part in items(&table, "_constraints").iter().chain(&items(&table, "_indexes")) {
        let Some(part) = part.as_object().cloned() else { continue };
        given.extend(part_moved(vm, &part, &table, (&name, &schema)).map(Value::Object));
    }
    vm.construct(&TABLE, given, vec![("schema".to_owned(), schema)])
}

/// Another part that is said in the same way as one of a table, for a copy of that under a name in a
/// schema; nothing for one that the columns bring along.
pub fn part_moved(
    vm: &mut Vm<'_>,
    part: &Rc<Object>,
    table: &Rc<Object>,
    (name, schema): (&Value, &Value),
) -> Option<Rc<Object>> {
    let copied = part_copied(vm, part)?;
    if copied.is(&FOREIGN_KEY_CONSTRAINT) {
        let referred = items(&copied, "_referred");
        let referred = referred.iter().map(|it| moved(it, table, name, schema));
        copied.set_field("_referred", Value::list(referred.collect()));
    }
    Some(copied)
}

/// What a foreign key of a table refers to once that is copied under a name to a schema: the copy
/// itself if it was the table, else the table in that schema if it was in the same one.
fn moved(referred: &Value, table: &Rc<Object>, name: &Value, schema: &Value) -> Value {
    let Some(target) = referred.as_str() else { return referred.clone() };
    let Some((holder, column)) = target.rsplit_once('.') else { return referred.clone() };
    let own = holder == key_of(table);
    let (its_schema, its_name) = match holder.rsplit_once('.') {
        Some((its_schema, its_name)) => (Some(its_schema), its_name),
        None => (None, holder),
    };
    if !own && its_schema != text(table, "schema").as_deref() {
        return referred.clone();
    }
    let its_name = if own { name.as_str().unwrap_or(its_name) } else { its_name };
    Value::str(format!("{}.{column}", key_text(&Value::str(its_name), schema)))
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
    let texts = behind_table(vm, table);
    let holes = vm.holes();
    let lowered = super::lower_table(vm, &Value::Object(table.clone()))?;
    let create = op::CreateTable { table: lowered, if_not_exists: false };
    let origin = if by == By::Itself { "Table.create" } else { "MetaData.create_all" };
    let statement = (&CREATE_TABLE, &Value::Object(table.clone()));
    rewritten::emit(vm, statement, holes, create.into(), origin)?;
    for text in texts {
        engine::statement::emit(vm, &text, origin);
    }
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
    let drop = op::DropTable { table: name, if_exists: false, cascade: false };
    let statement = (&DROP_TABLE, &Value::Object(table.clone()));
    rewritten::emit(vm, statement, vm.holes(), drop.into(), origin)?;
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

/// The condition of a join that does not say one: the foreign keys between its sides. Of what is
/// joined already, the last table goes first.
pub fn join_condition(vm: &mut Vm<'_>, left: &Value, right: &Value) -> Eval {
    let last = of(left, &JOIN).map(|it| field(it, "right"));
    for left in last.iter().chain([left]) {
        for (one, other) in pairs(left, right) {
            for (from, to) in [(&one, &other), (&other, &one)] {
                if let Some((referred, column)) = referring(vm, from, to) {
                    return comparison(vm, &referred, "eq", &column);
                }
            }
        }
    }
    let message = "Can't find any foreign key relationships between the two sides of a join.";
    Err(exc::raise(vm, &exc::NO_REFERENCE_ERROR, message))
}

/// Each table of one side with each of the other.
fn pairs(left: &Value, right: &Value) -> Vec<(Rc<Object>, Rc<Object>)> {
    let (left, right) = (tables_of(left), tables_of(right));
    left.iter().flat_map(|one| right.iter().map(move |it| (one.clone(), it.clone()))).collect()
}

/// What is joined, each by itself.
fn tables_of(from: &Value) -> Vec<Rc<Object>> {
    match of(from, &JOIN) {
        Some(join) => ["left", "right"].iter().flat_map(|it| tables_of(&field(join, it))).collect(),
        None => from.as_object().cloned().into_iter().collect(),
    }
}

/// The column of a table that one of another refers to, and that one.
fn referring(vm: &mut Vm<'_>, from: &Rc<Object>, to: &Rc<Object>) -> Option<(Value, Value)> {
    let name = name_of(to);
    for column in columns_of(vm, from) {
        let keys = column.as_object().map(|it| items(it, "_foreign_keys")).unwrap_or_default();
        for key in keys.iter().filter_map(Value::as_object) {
            let Some((table, Some(referred))) = target(&field(key, "_target")) else { continue };
            debug_assert!(key.is(&FOREIGN_KEY));
            if table.key() == name.key()
                && let Some(other) = column_named(&columns_of(vm, to), &referred)
            {
                return Some((other, column));
            }
        }
    }
    None
}
