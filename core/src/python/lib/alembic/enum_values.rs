//! `op.sync_enum_values`: the operation of two packages that keep enum types in step with models.
//!
//! `alembic-postgresql-enum` makes the type anew and casts the columns over, with operators that
//! compare the old and the new type meanwhile. `alembic-autogenerate-enums` adds the missing values
//! outside of the transaction. Which of them a script means is told by the arguments.

use crate::diagnostic::code;
use crate::name::Name;
use crate::op::Transaction;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::host::Mode;
use crate::python::lib::sqlalchemy::engine::statement;
use crate::python::lib::sqlalchemy::fields::{items_of, of, text};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library {
        name: "alembic_postgresql_enum",
        functions: &[Native::new("set_configuration", "*args, **kw", |_, _| Ok(Value::None))],
        classes: &[&TABLE_REFERENCE, &COLUMN_TYPE],
        ..Library::EMPTY
    },
    &Library { name: "alembic_autogenerate_enums", ..Library::EMPTY },
];

/// A column whose type is the enum.
static TABLE_REFERENCE: NativeClass = NativeClass {
    name: "TableReference",
    module: "alembic_postgresql_enum",
    params: "table_name, column_name, table_schema=..., column_type=..., \
             existing_server_default=None",
    ..NativeClass::EMPTY
};

/// Whether a column holds one value or many.
static COLUMN_TYPE: NativeClass = NativeClass {
    name: "ColumnType",
    module: "alembic_postgresql_enum",
    class_attribute: Some(|_, _, name| {
        Ok(matches!(name, "COMMON" | "ARRAY").then(|| Value::str(name)))
    }),
    ..NativeClass::EMPTY
};

const ORIGIN: &str = "op.sync_enum_values";

/// Runs the operation of the package that the arguments belong to.
pub fn sync(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = super::op::missing(args) {
        vm.emit_unwritten(&unknown);
        return Ok(Value::None);
    }
    let given = Given(args);
    let adds = given.of("old_values", 9).is_some()
        || given.of("", 3).is_some_and(|it| items_of(&it).iter().any(|it| it.as_str().is_some()));
    if vm.host.dialect().name != "postgresql" && !adds {
        return Ok(Value::None);
    }
    if adds { add_values(vm, given) } else { make_anew(vm, given) }
}

/// The arguments by position or by name.
#[derive(Clone, Copy)]
struct Given<'a>(&'a Args);

impl Given<'_> {
    fn of(self, name: &str, place: usize) -> Option<Value> {
        let named = self.0.keyword("kw", name);
        named.or_else(|| self.0.rest("args").get(place).cloned())
    }

    fn text(self, names: [&str; 2], place: usize) -> String {
        let found = self.of(names[0], place).or_else(|| self.0.keyword("kw", names[1]));
        found.and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
    }

    fn texts(self, name: &str, place: usize) -> Vec<String> {
        let items = self.of(name, place).map(|it| items_of(&it)).unwrap_or_default();
        items.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
    }
}

fn add_values(vm: &mut Vm<'_>, given: Given<'_>) -> Eval {
    let schema = given.text(["schema", ""], 0);
    let name = given.text(["name", ""], 1);
    let old = given.texts("old_values", 2);
    let new = given.texts("new_values", 3);
    let columns = given.of("affected_columns", 4).unwrap_or(Value::None);
    let reverses = matches!(given.of("should_reverse", 5), Some(Value::Bool(true)));
    if reverses && !columns.is_none() {
        let mut sorted = new;
        sorted.sort();
        sorted.dedup();
        let values: Vec<_> = sorted.iter().map(|it| format!("'{it}'")).collect();
        run(vm, &format!("ALTER TYPE {schema}.{name} RENAME TO {name}_old"));
        run(vm, &format!("CREATE TYPE {schema}.{name} AS ENUM({})", values.join(", ")));
        for column in items_of(&columns) {
            let parts = items_of(&column);
            let [table, column] =
                [0, 1].map(|at| parts.get(at).and_then(Value::as_str).unwrap_or_default());
            run(
                vm,
                &format!(
                    "ALTER TABLE {table} ALTER COLUMN {column} TYPE {schema}.{name} USING {column}::text::{schema}.{name}"
                ),
            );
        }
        run(vm, &format!("DROP TYPE {schema}.{name}_old"));
        return Ok(Value::None);
    }
    vm.emit(Transaction::Commit.into(), ORIGIN);
    for value in new.iter().filter(|it| !old.contains(it)) {
        run(vm, &format!("ALTER TYPE {schema}.{name} ADD VALUE '{value}'"));
    }
    Ok(Value::None)
}

fn make_anew(vm: &mut Vm<'_>, given: Given<'_>) -> Eval {
    let schema = given.text(["enum_schema", "schema"], 0);
    let name = given.text(["enum_name", "name"], 1);
    let values: Vec<_> = given.texts("new_values", 2).iter().map(|it| format!("'{it}'")).collect();
    let renamed = pairs(given.of("enum_values_to_rename", 4));
    if given.of("indexes_to_recreate", 5).is_some_and(|it| !items_of(&it).is_empty()) {
        let unknown =
            vm.unknown(code::UNFOLLOWED_CALL, "the indexes that are made anew for an enum");
        if let Value::Unknown(unknown) = &unknown {
            vm.emit_unwritten(unknown);
        }
    }
    let mut columns = Vec::new();
    for column in given.of("affected_columns", 3).map(|it| items_of(&it)).unwrap_or_default() {
        columns.push(column_of(vm, &schema, &column)?);
    }
    let new = format!("\"{schema}\".\"{name}\"");
    let old = format!("\"{schema}\".\"{name}_old\"");
    run(vm, &format!("ALTER TYPE {new} RENAME TO \"{name}_old\""));
    run(vm, &format!("CREATE TYPE {new} AS ENUM({})", values.join(", ")));
    for (operator, function) in OPERATORS {
        compare(vm, (&schema, &new, &old), (operator, function), &renamed);
    }
    for column in &columns {
        cast(vm, column, (&schema, &name, &new), &renamed);
    }
    for (operator, function) in OPERATORS {
        run(
            vm,
            &format!(
                "DROP OPERATOR IF EXISTS \"{schema}\".{operator} (\n                {new},\n                {old}\n            )"
            ),
        );
        run(
            vm,
            &format!(
                "DROP FUNCTION \"{schema}\".{function}(\n            new_enum_val {new}, old_enum_val {old}\n        )"
            ),
        );
    }
    run(vm, &format!("DROP TYPE {old}"));
    Ok(Value::None)
}

/// The comparisons that must go on to work while both types are there.
const OPERATORS: [(&str, &str); 2] = [("!=", "new_old_not_equals"), ("=", "new_old_equals")];

fn pairs(value: Option<Value>) -> Vec<(String, String)> {
    let items = value.map(|it| items_of(&it)).unwrap_or_default();
    let pair = |it: &Value| {
        let parts = items_of(it);
        Some((parts.first()?.as_str()?.to_owned(), parts.get(1)?.as_str()?.to_owned()))
    };
    items.iter().filter_map(pair).collect()
}

/// A column that is cast to the new type.
struct Affected {
    table: String,
    column: String,
    is_array: bool,
    default: Option<String>,
}

fn column_of(vm: &mut Vm<'_>, schema: &str, value: &Value) -> Eval<Affected> {
    let quoted = |schema: &str, table: &str| match schema {
        "" => format!("\"{table}\""),
        schema => format!("\"{schema}\".\"{table}\""),
    };
    if let Some(it) = of(value, &TABLE_REFERENCE) {
        let own = match it.field("table_schema") {
            Some(Value::Ellipsis) => schema.to_owned(),
            Some(Value::Str(own)) => own.to_string(),
            _ => String::new(),
        };
        return Ok(Affected {
            table: quoted(&own, &text(it, "table_name").unwrap_or_default()),
            column: format!("\"{}\"", text(it, "column_name").unwrap_or_default()),
            is_array: text(it, "column_type").as_deref() == Some("ARRAY"),
            default: text(it, "existing_server_default"),
        });
    }
    if vm.host.mode() == Mode::Offline {
        return Err(vm.raise("AttributeError", "'NoneType' object has no attribute 'scalar'"));
    }
    let parts = items_of(value);
    let [table, column] =
        [0, 1].map(|at| parts.get(at).and_then(Value::as_str).unwrap_or_default());
    let name = Name::new(Some(schema), table);
    let known = vm.host.catalog().table(&name).and_then(|it| it.column(column));
    Ok(Affected {
        default: known.and_then(|it| it.default.clone()),
        table: quoted(schema, table),
        column: format!("\"{column}\""),
        is_array: parts.get(2).and_then(Value::as_str) == Some("ARRAY"),
    })
}

fn compare(
    vm: &mut Vm<'_>,
    (schema, new, old): (&str, &str, &str),
    (operator, function): (&str, &str),
    renamed: &[(String, String)],
) {
    let body = if renamed.is_empty() {
        format!("SELECT new_enum_val::text {operator} old_enum_val::text;")
    } else {
        let whens = renamed
            .iter()
            .map(|(was, is)| format!("WHEN old_enum_val::text = '{was}' THEN '{is}'"));
        let whens: Vec<_> = whens.collect();
        format!(
            "SELECT new_enum_val::text {operator} CASE\n                    {}\n\n                    ELSE old_enum_val::text\n                END;",
            whens.join(" ")
        )
    };
    run(
        vm,
        &format!(
            "CREATE FUNCTION \"{schema}\".{function}(\n                new_enum_val {new}, old_enum_val {old}\n            )\n            RETURNS boolean AS $$\n                {body}\n            $$ LANGUAGE SQL IMMUTABLE"
        ),
    );
    run(
        vm,
        &format!(
            "CREATE OPERATOR \"{schema}\".{operator} (\n            leftarg = {new},\n            rightarg = {old},\n            procedure = \"{schema}\".{function}\n        )"
        ),
    );
}

fn cast(
    vm: &mut Vm<'_>,
    affected: &Affected,
    (schema, name, new): (&str, &str, &str),
    renamed: &[(String, String)],
) {
    let Affected { table, column, is_array, default } = affected;
    if default.is_some() {
        run(vm, &format!("ALTER TABLE {table}\n             ALTER COLUMN {column} DROP DEFAULT"));
    }
    let head = format!("ALTER TABLE {table} \n");
    let sql = if *is_array {
        let mut clause = format!("{column}::text[]");
        for (was, is) in renamed {
            clause = format!("array_replace({clause}, '{was}', '{is}')");
        }
        format!(
            "{head}            ALTER COLUMN {column} TYPE {new}[]\n            USING {clause}::{new}[]"
        )
    } else if renamed.is_empty() {
        format!(
            "{head}                ALTER COLUMN {column} TYPE {new} \n                USING {column}::text::{new}"
        )
    } else {
        let whens = renamed
            .iter()
            .map(|(was, is)| format!("WHEN {column}::text = '{was}' THEN '{is}'::{new}"));
        let whens: Vec<_> = whens.collect();
        format!(
            "{head}                ALTER COLUMN {column} TYPE {new} \n                USING CASE \n                {}\n\n                ELSE {column}::text::{new}\n                END",
            whens.join(" ")
        )
    };
    run(vm, &sql);
    if let Some(default) = default {
        let default = new_default(default, schema, name, renamed);
        run(
            vm,
            &format!(
                "ALTER TABLE {table}\n            ALTER COLUMN {column} SET DEFAULT {default}"
            ),
        );
    }
}

/// A default of the old type as one of the new.
fn new_default(default: &str, schema: &str, name: &str, renamed: &[(String, String)]) -> String {
    let ty = if schema.is_empty() { name.to_owned() } else { format!("{schema}.{name}") };
    let (value, was) = default.split_once("::").unwrap_or((default, ""));
    let value = renamed.iter().fold(value.to_owned(), |it, (was, is)| {
        it.replace(&format!("'{was}'"), &format!("'{is}'"))
            .replace(&format!("\"{was}\""), &format!("\"{is}\""))
    });
    let brackets = if was.ends_with("[]") { "[]" } else { "" };
    format!("{value}::{ty}{brackets}")
}

fn run(vm: &mut Vm<'_>, sql: &str) {
    statement::emit(vm, sql, ORIGIN);
}
