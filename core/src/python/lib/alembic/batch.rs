//! `op.batch_alter_table(...)`: operations on one table, collected and run when the block ends.

use std::rc::Rc;

use super::{batch_table, copy, op};
use crate::diagnostic::code;
use crate::dialect;
use crate::name::Name;
use crate::project::{FileId, Span};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::exceptions::EXCEPTION;
use crate::python::host::Mode;
use crate::python::lib::geoalchemy2;
use crate::python::lib::sqlalchemy::compiler::Compiler;
use crate::python::lib::sqlalchemy::fields::{
    entries, entry, field, flag, items, items_of, object, of, push, text,
};
use crate::python::lib::sqlalchemy::schema::column::COLUMN;
use crate::python::lib::sqlalchemy::schema::default::{COLUMN_DEFAULT, FETCHED_VALUE};
use crate::python::lib::sqlalchemy::schema::naming::conv;
use crate::python::lib::sqlalchemy::schema::{lower_table, table::TABLE};
use crate::python::lib::sqlalchemy::{engine, exc};
use crate::python::signature::Signature;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

/// What `op.batch_alter_table(...)` gives: the batch is inside, for a `with` statement to take out.
static BLOCK: NativeClass = NativeClass {
    name: "_GeneratorContextManager",
    module: "contextlib",
    methods: &[
        Native::new("__enter__", "self", enter),
        Native::new("__exit__", "self, kind, value, traceback", close),
    ],
    ..NativeClass::EMPTY
};

/// A batch. Its operations are those of `alembic.op` without the name of the table.
pub static BATCH: NativeClass = NativeClass {
    name: "BatchOperations",
    module: "alembic.operations.base",
    params: "table_name, schema=None",
    methods: &[
        Native::new(
            "add_column",
            "self, column, *, insert_before=None, insert_after=None, if_not_exists=None, inline_references=None, inline_primary_key=None",
            |vm, args| {
                if let Some(batch) = args.get("self").as_object() {
                    refuse_place(vm, batch, args)?;
                    let place = ["column", "insert_before", "insert_after"];
                    push(
                        batch,
                        PLACES,
                        Value::tuple(place.map(|it| args.get(it).clone()).to_vec()),
                    );
                }
                let given = ["column"].map(|it| args.get(it).clone());
                let said = ["if_not_exists", "inline_references", "inline_primary_key"];
                collect(vm, args, "add_column", &given, &said)
            },
        ),
        Native::new("drop_column", "self, column_name, *, if_exists=None, **kw", |vm, args| {
            let given = ["column_name"].map(|it| args.get(it).clone());
            collect(vm, args, "drop_column", &given, &["if_exists"])
        }),
        Native::new(
            "alter_column",
            "self, column_name, *, nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, insert_before=None, insert_after=None, **kw",
            |vm, args| {
                let given = ["column_name"].map(|it| args.get(it).clone());
                let said = [
                    "nullable",
                    "comment",
                    "server_default",
                    "new_column_name",
                    "type_",
                    "existing_type",
                    "existing_server_default",
                    "existing_nullable",
                    "existing_comment",
                ];
                collect(vm, args, "alter_column", &given, &said)
            },
        ),
        Native::new("create_index", "self, index_name, columns, **kw", |vm, args| {
            let given = ["index_name", "", "columns"].map(|it| args.get(it).clone());
            collect(vm, args, "create_index", &given, &[])
        }),
        Native::new("drop_index", "self, index_name, **kw", |vm, args| {
            let given = ["index_name"].map(|it| args.get(it).clone());
            collect(vm, args, "drop_index", &given, &[])
        }),
        Native::new(
            "create_foreign_key",
            "self, constraint_name, referent_table, local_cols, remote_cols, *, referent_schema=None, **kw",
            |vm, args| {
                let given = ["constraint_name", "", "referent_table", "local_cols", "remote_cols"]
                    .map(|it| args.get(it).clone());
                collect(vm, args, "create_foreign_key", &given, &["referent_schema"])
            },
        ),
        Native::new(
            "create_unique_constraint",
            "self, constraint_name, columns, **kw",
            |vm, args| {
                let given = ["constraint_name", "", "columns"].map(|it| args.get(it).clone());
                collect(vm, args, "create_unique_constraint", &given, &[])
            },
        ),
        Native::new("create_primary_key", "self, constraint_name, columns", |vm, args| {
            let given = ["constraint_name", "", "columns"].map(|it| args.get(it).clone());
            collect(vm, args, "create_primary_key", &given, &[])
        }),
        Native::new(
            "create_check_constraint",
            "self, constraint_name, condition, **kw",
            |vm, args| {
                let given = ["constraint_name", "", "condition"].map(|it| args.get(it).clone());
                collect(vm, args, "create_check_constraint", &given, &[])
            },
        ),
        Native::new(
            "create_exclude_constraint",
            "self, constraint_name, *elements, **kw",
            |vm, args| {
                let mut given = vec![args.get("constraint_name").clone(), Value::None];
                given.extend(args.rest("elements").iter().cloned());
                collect(vm, args, "create_exclude_constraint", &given, &[])
            },
        ),
        Native::new("drop_constraint", "self, constraint_name, type_=None", |vm, args| {
            let given = ["constraint_name", "", "type_"].map(|it| args.get(it).clone());
            collect(vm, args, "drop_constraint", &given, &[])
        }),
        Native::new(
            "create_table_comment",
            "self, comment, *, existing_comment=None",
            |vm, args| {
                let given = ["", "comment"].map(|it| args.get(it).clone());
                collect(vm, args, "create_table_comment", &given, &[])
            },
        ),
        Native::new("drop_table_comment", "self, *, existing_comment=None", |vm, args| {
            collect(vm, args, "drop_table_comment", &[Value::None], &[])
        }),
        Native::new("f", "self, name: text", conv),
        Native::new("get_bind", "self", |vm, _| engine::bind(vm)),
        Native::new("get_context", "self", |vm, _| super::context::migration_context(vm)),
        Native::new("execute", "self, sqltext, *, execution_options=None", |vm, args| {
            engine::statement::print(vm, args.get("sqltext"), "batch_op.execute")?;
            Ok(Value::None)
        }),
    ],
    properties: &[
        Native::new("migration_context", "self", |vm, _| super::context::migration_context(vm)),
        Native::new("impl", "self", |vm, _| super::context::implementation(vm)),
    ],
    attribute: Some(|vm, this, name| match geoalchemy2::operation(name) {
        Some(name) => vm.attribute_if_any(&Value::Object(this.clone()), name),
        None => super::custom::operation(vm, name),
    }),
    ..NativeClass::EMPTY
};

/// Refuses a place for a new column of a table that is altered, which goes to the end.
fn refuse_place(vm: &mut Vm<'_>, batch: &Rc<Object>, args: &Args) -> Eval<()> {
    let rebuilds = vm.host.dialect().alter_column == dialect::AlterColumn::Rebuild;
    let is_copied = text(batch, "recreate").as_deref() != Some("never") && rebuilds
        || text(batch, "recreate").as_deref() == Some("always");
    let is_placed = ["insert_before", "insert_after"].iter().any(|it| args.flag(it));
    if is_copied || !is_placed {
        return Ok(());
    }
    let message = "Can't specify insert_before or insert_after when using ALTER; please specify \
                   recreate='always'";
    Err(exc::raise(vm, &COMMAND_ERROR, message))
}

/// What Alembic refuses.
pub static COMMAND_ERROR: NativeClass = NativeClass {
    name: "CommandError",
    module: "alembic.util.exc",
    bases: &[&EXCEPTION],
    ..NativeClass::EMPTY
};

/// The batch of a block.
const INSIDE: &str = "_batch";
const ENDED: &str = "_ended";
const DOUBTED: &str = "_doubted";
const PENDING: &str = "_pending";
/// Where the script puts new columns.
pub(super) const PLACES: &str = "_places";

/// `op.batch_alter_table("users")`.
pub fn open(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let said = [
        "table_name",
        "schema",
        "recreate",
        "partial_reordering",
        "copy_from",
        "naming_convention",
        "table_kwargs",
        "table_args",
        "reflect_args",
        "reflect_kwargs",
    ];
    let fields = said.map(|it| (it, args.get(it).clone()));
    let batch = Value::Object(vm.instance(&BATCH, fields));
    Ok(Value::Object(vm.instance(&BLOCK, [(INSIDE, batch)])))
}

/// Opens the block.
fn enter(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = inside(args) else { return Ok(Value::None) };
    let recreate = field(&this, "recreate");
    let is_one = recreate.as_str().is_some_and(|it| ["auto", "always", "never"].contains(&it));
    if !is_one && !recreate.is_unknown() {
        let message = "recreate may be one of 'auto', 'always', or 'never'.";
        return Err(vm.raise("ValueError", message));
    }
    this.set_field(DOUBTED, Value::Bool(vm.is_in_doubt()));
    Ok(Value::Object(this))
}

/// The batch of the block that a method is called on.
fn inside(args: &Args) -> Option<Rc<Object>> {
    object(args.get("self").as_object()?, INSIDE)
}

/// Keeps an operation for the end of the block.
///
/// Under a condition nobody can know that began within the block, it runs at once: what is kept
/// would lose the condition.
fn collect(vm: &mut Vm<'_>, args: &Args, name: &str, given: &[Value], said: &[&str]) -> Eval {
    let Some(batch) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let mut keywords = Dict::default();
    for name in said.iter().filter(|it| args.is_given(it)) {
        keywords.insert_str(name, args.get(name).clone());
    }
    for (name, value) in entries(args.get("kw")) {
        keywords.insert_str(&name, value);
    }
    let span = vm.span();
    let place = [span.file.0, span.start, span.end].map(|it| Value::Int(it.into()));
    let parts = [
        Value::str(name),
        Value::list(given.to_vec()),
        Value::dict(keywords),
        Value::list(place.to_vec()),
    ];
    let entry = Value::tuple(parts);
    if flag(&batch, ENDED) {
        vm.report(problem::behind_the_block(name));
        return Ok(Value::None);
    }
    if vm.is_in_doubt() && !flag(&batch, DOUBTED) {
        return run(vm, &batch, &entry);
    }
    push(&batch, PENDING, entry);
    Ok(Value::None)
}

/// Runs what was collected, unless the block raised.
fn close(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(batch) = inside(args) else { return Ok(Value::None) };
    if args.get("value").is_none() && !run_on_copy(vm, &batch)? {
        for entry in items(&batch, PENDING) {
            run(vm, &batch, &entry)?;
        }
    }
    batch.set_field(PENDING, Value::list(Vec::new()));
    batch.set_field(PLACES, Value::list(Vec::new()));
    batch.set_field(ENDED, Value::Bool(true));
    Ok(Value::Bool(false))
}

/// When a table is copied instead of altered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Recreate {
    Auto,
    Always,
    Never,
}

/// Runs the operations on a copy of the table, if they need one and the table is known.
fn run_on_copy(vm: &mut Vm<'_>, batch: &Rc<Object>) -> Eval<bool> {
    let recreate = match text(batch, "recreate").as_deref() {
        Some("always") => Recreate::Always,
        Some("never") => Recreate::Never,
        _ => Recreate::Auto,
    };
    let rebuilds = vm.host.dialect().alter_column == dialect::AlterColumn::Rebuild;
    if recreate == Recreate::Never || recreate == Recreate::Auto && !rebuilds {
        return Ok(false);
    }
    let outer = vm.gathered.replace(Vec::new());
    let ran = items(batch, PENDING).iter().try_for_each(|it| run(vm, batch, it).map(|_| ()));
    let operations = std::mem::replace(&mut vm.gathered, outer).unwrap_or_default();
    ran?;
    let changes = items(batch, PENDING).iter().any(|it| !is_in_place(it));
    let is_needed = changes || copy::is_needed(vm, recreate, &operations, &clauses_of_added(batch));
    if !is_needed {
        operations.into_iter().for_each(|it| vm.emit(it, "op.batch_alter_table"));
        return Ok(true);
    }
    let schema = text(batch, "schema");
    let name = Name::new(schema, text(batch, "table_name").unwrap_or_default());
    let given = field(batch, "copy_from");
    let (old, known) = match of(&given, &TABLE) {
        Some(_) => (Some(lower_table(vm, &given)?), copy::Known::Given),
        None => (vm.host.catalog().table(&name).cloned(), copy::Known::Reflected),
    };
    match old.filter(|it| !it.assumed) {
        Some(mut old) => {
            if known == copy::Known::Reflected {
                batch_table::override_columns(vm, batch, &mut old)?;
            }
            batch_table::tell_options(vm, batch);
            let asked = copy::Asked {
                constraints: batch_table::constraints(vm, batch)?,
                defaults: defaults_of_added(vm, batch)?,
                places: batch_table::places(batch),
                partial_order: batch_table::partial_order(batch),
                own_kinds: own_kinds(batch),
                convention: field(batch, "naming_convention"),
                counts: entry(batch, "table_kwargs", "sqlite_autoincrement")
                    .is_some_and(|it| matches!(it, Value::Bool(true))),
            };
            copy::run(vm, &old, known, operations, &asked)?;
        }
        None => {
            let words = format!("a copy of `{name}`, in place of which its changes are shown");
            if let Value::Unknown(unknown) = &vm.unknown("table-copy", words) {
                vm.emit_unwritten(unknown);
            }
            for operation in operations {
                vm.emit_for_another(operation, "op.batch_alter_table");
            }
        }
    }
    Ok(true)
}

/// Whether SQLite can do what an entry asks for without a copy; a change is copied for even if it
/// changes nothing.
fn is_in_place(entry: &Value) -> bool {
    let name = items_of(entry).into_iter().next();
    let name = name.as_ref().and_then(Value::as_str);
    name.is_none_or(|it| ["add_column", "create_index", "drop_index"].contains(&it))
}

/// The columns that are added.
fn added(batch: &Rc<Object>) -> impl Iterator<Item = Rc<Object>> {
    items(batch, PENDING).into_iter().filter_map(|entry| {
        let parts = items_of(&entry);
        let given = parts.get(1).and_then(|it| items_of(it).first().cloned());
        given.as_ref().and_then(|it| of(it, &COLUMN)).cloned()
    })
}

/// The columns that get a type which `SQLAlchemy` counts among no other's kind.
fn own_kinds(batch: &Rc<Object>) -> Vec<String> {
    let is_own = |it: &NativeClass| ["NamedType", "Uuid"].contains(&it.name);
    let of_own_kind = |ty: &Value| {
        let class = match ty {
            Value::Object(it) => it.class.borrow().clone(),
            Value::Class(class) => class.clone(),
            _ => return false,
        };
        class.mro.borrow().iter().any(|it| it.native.is_some_and(is_own))
    };
    let altered = |entry: Value| {
        let [name, given, keywords, _] = items_of(&entry).try_into().ok()?;
        let ty = entries(&keywords).into_iter().find(|it| it.0 == "type_")?.1;
        let column = items_of(&given).first()?.as_str()?.to_owned();
        (name.as_str() == Some("alter_column") && of_own_kind(&ty)).then_some(column)
    };
    items(batch, PENDING).into_iter().filter_map(altered).collect()
}

/// The columns that are added with a default that is an expression, if only of a number.
fn clauses_of_added(batch: &Rc<Object>) -> Vec<String> {
    let is_clause = |it: &Rc<Object>| {
        let default = match field(it, "server_default") {
            Value::Object(it) if it.is(&FETCHED_VALUE) => field(&it, "arg"),
            default => default,
        };
        matches!(default, Value::Object(_))
    };
    added(batch).filter(is_clause).filter_map(|it| text(&it, "name")).collect()
}

/// The columns that are added, with the values that the script itself gives them: `SQLAlchemy`
/// fills the copy with those. Offline the value is lost, as that of any parameter.
fn defaults_of_added(vm: &mut Vm<'_>, batch: &Rc<Object>) -> Eval<Vec<(String, String)>> {
    let mut found = Vec::new();
    for column in added(batch) {
        let default = match field(&column, "default") {
            Value::Object(it) if it.is(&COLUMN_DEFAULT) => field(&it, "arg"),
            default => default,
        };
        let is_offline = vm.host.mode() == Mode::Offline;
        let value = match &default {
            Value::None | Value::Object(_) => continue,
            _ if is_offline => "NULL".to_owned(),
            Value::Function(_) | Value::Method(_) | Value::Native(_) | Value::Unknown(_) => {
                let words = "the value that a script gives a new column of a copied table";
                if let Value::Unknown(unknown) = vm.unknown(code::UNFOLLOWED_CALL, words) {
                    vm.incomplete(&unknown);
                }
                "NULL".to_owned()
            }
            plain => {
                let ty = object(&column, "type");
                Compiler::new(vm).literal(plain, ty.as_ref())?
            }
        };
        found.push((text(&column, "name").unwrap_or_default(), value));
    }
    Ok(found)
}

/// Runs one operation on the table of the batch, at the place where the script says it.
fn run(vm: &mut Vm<'_>, batch: &Rc<Object>, entry: &Value) -> Eval {
    let [name, given, keywords, place] =
        items_of(entry).try_into().unwrap_or([Value::None, Value::None, Value::None, Value::None]);
    let name = name.as_str().unwrap_or_default().to_owned();
    let Some(native) = op::function(&name) else { return Ok(Value::None) };
    let mut given = items_of(&given);
    let table = field(batch, "table_name");
    match Signature::of(native.params)
        .names()
        .position(|it| ["table_name", "source_table"].contains(&it))
    {
        Some(at) if at < given.len() && given.get(at).is_some_and(Value::is_none) => {
            if let Some(slot) = given.get_mut(at) {
                *slot = table;
            }
        }
        Some(at) => given.insert(at.min(given.len()), table),
        None => {}
    }
    let mut keywords = entries(&keywords);
    let schema = if name == "create_foreign_key" { "source_schema" } else { "schema" };
    keywords.push((schema.to_owned(), field(batch, "schema")));
    let place: Vec<u32> =
        items_of(&place).iter().filter_map(|it| it.as_int()?.try_into().ok()).collect();
    if let [file, start, end] = place.as_slice() {
        vm.places.push(Span { file: FileId(*file), start: *start, end: *end });
    }
    let res = vm.run_native(native, given, keywords);
    if place.len() == 3 {
        vm.places.pop();
    }
    res
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn behind_the_block(name: &str) -> Problem {
        let message = format!(
            "`{name}` stands behind the block of its batch, where Alembic keeps it and never runs it"
        );
        Problem::warning("never-runs", message).help("indent it into the `with` block")
    }
}
