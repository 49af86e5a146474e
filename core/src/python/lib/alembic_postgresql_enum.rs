//! `alembic_postgresql_enum`: `op.sync_enum_values`, which gives an enum other labels.
//!
//! The statements are the library's to the letter: the type is made anew beside the old one, the
//! columns are cast, and operators compare old and new while that lasts.

use super::sqlalchemy::engine::statement;
use super::sqlalchemy::fields::{items_of, text};
use crate::name::Name;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARY: Library = Library {
    name: "alembic_postgresql_enum",
    classes: &[&TABLE_REFERENCE, &COLUMN_TYPE],
    ..Library::EMPTY
};

/// The operation, as `alembic.op` has it.
pub const SYNC_ENUM_VALUES: Native = Native::new(
    "sync_enum_values",
    "enum_schema, enum_name, new_values, affected_columns, enum_values_to_rename=(), indexes_to_recreate=None",
    sync,
);

static TABLE_REFERENCE: NativeClass = NativeClass {
    name: "TableReference",
    module: "alembic_postgresql_enum",
    params: "table_name, column_name, table_schema=..., column_type='COMMON', existing_server_default=None",
    ..NativeClass::EMPTY
};

static COLUMN_TYPE: NativeClass = NativeClass {
    name: "ColumnType",
    module: "alembic_postgresql_enum",
    class_attribute: Some(|_, _, name| {
        Ok(matches!(name, "COMMON" | "ARRAY").then(|| Value::str(name)))
    }),
    ..NativeClass::EMPTY
};

/// A column that holds labels of the enum.
struct Column {
    table: String,
    name: String,
    is_array: bool,
    default: Option<String>,
}

fn sync(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !vm.host.dialect().named_types {
        return Ok(Value::None);
    }
    let indexes = args.get("indexes_to_recreate");
    let given = [args.get("enum_schema"), args.get("enum_name"), args.get("new_values"), indexes];
    if let Some(Value::Unknown(unknown)) = given.into_iter().find(|it| it.is_unknown()) {
        vm.emit_unwritten(unknown);
        return Ok(Value::None);
    }
    if !items_of(indexes).is_empty() {
        let unknown = vm.unknown("unfollowed-call", "`sync_enum_values` with indexes to recreate");
        if let Value::Unknown(unknown) = &unknown {
            vm.emit_unwritten(unknown);
        }
        return Ok(Value::None);
    }
    let schema = args.str("enum_schema").unwrap_or_default().to_owned();
    let name = args.str("enum_name").unwrap_or_default().to_owned();
    let labels = texts(vm, args.get("new_values"))?;
    let mut renamed = Vec::new();
    for pair in vm.iterate(args.get("enum_values_to_rename"))? {
        if let [old, new] = texts(vm, &pair)?.as_slice() {
            renamed.push((old.clone(), new.clone()));
        }
    }
    let mut columns = Vec::new();
    for column in vm.iterate(args.get("affected_columns"))? {
        columns.extend(affected(vm, &column, &schema)?);
    }
    for sql in statements(&schema, &name, &labels, &columns, &renamed) {
        statement::print(vm, &Value::str(sql), "op.sync_enum_values")?;
    }
    Ok(Value::None)
}

fn texts(vm: &mut Vm<'_>, values: &Value) -> Eval<Vec<String>> {
    let values = vm.iterate(values)?;
    Ok(values.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect())
}

/// A column given as a reference or, as older scripts do, as its table and name.
fn affected(vm: &mut Vm<'_>, given: &Value, enum_schema: &str) -> Eval<Option<Column>> {
    if let Value::Unknown(unknown) = given {
        vm.emit_unwritten(unknown);
        return Ok(None);
    }
    let Some(it) = given.as_object().filter(|it| it.is(&TABLE_REFERENCE)) else {
        let parts = texts(vm, given)?;
        let [table, name, ..] = parts.as_slice() else { return Ok(None) };
        let known = vm.host.catalog().table(&Name::new(Some(enum_schema), &**table));
        let default = known.and_then(|it| it.column(name)).and_then(|it| it.default.clone());
        let is_array = parts.get(2).is_some_and(|it| it == "ARRAY");
        let table = format!("\"{enum_schema}\".\"{table}\"");
        return Ok(Some(Column { table, name: name.clone(), is_array, default }));
    };
    let schema = match it.field("table_schema") {
        Some(Value::Ellipsis) => Some(enum_schema.to_owned()),
        _ => text(it, "table_schema"),
    };
    let table = text(it, "table_name").unwrap_or_default();
    Ok(Some(Column {
        table: match schema {
            Some(schema) => format!("\"{schema}\".\"{table}\""),
            None => format!("\"{table}\""),
        },
        name: text(it, "column_name").unwrap_or_default(),
        is_array: text(it, "column_type").as_deref() == Some("ARRAY"),
        default: text(it, "existing_server_default"),
    }))
}

/// What compares the old type with the new one while columns are cast.
const COMPARISONS: [(&str, &str); 2] = [("!=", "new_old_not_equals"), ("=", "new_old_equals")];

fn statements(
    schema: &str,
    name: &str,
    labels: &[String],
    columns: &[Column],
    renamed: &[(String, String)],
) -> Vec<String> {
    let new = format!("\"{schema}\".\"{name}\"");
    let old = format!("\"{schema}\".\"{name}_old\"");
    let labels: Vec<_> = labels.iter().map(|it| format!("'{it}'")).collect();
    let mut res = vec![
        format!("ALTER TYPE {new} RENAME TO \"{name}_old\""),
        format!("CREATE TYPE {new} AS ENUM({})", labels.join(", ")),
    ];
    for (operator, function) in COMPARISONS {
        let function = format!("\"{schema}\".{function}");
        res.push(comparison(&function, operator, (&new, &old), renamed));
        res.push(format!(
            "CREATE OPERATOR \"{schema}\".{operator} (\n            leftarg = {new},\n            \
             rightarg = {old},\n            procedure = {function}\n        )"
        ));
    }
    for column in columns {
        res.extend(casts(column, &new, (schema, name), renamed));
    }
    for (operator, function) in COMPARISONS {
        res.push(format!(
            "DROP OPERATOR IF EXISTS \"{schema}\".{operator} (\n                {new},\n                \
             {old}\n            )"
        ));
        res.push(format!(
            "DROP FUNCTION \"{schema}\".{function}(\n            new_enum_val {new}, old_enum_val \
             {old}\n        )"
        ));
    }
    res.push(format!("DROP TYPE {old}"));
    res
}

fn comparison(
    function: &str,
    operator: &str,
    (new, old): (&str, &str),
    renamed: &[(String, String)],
) -> String {
    let whens: Vec<_> = renamed
        .iter()
        .map(|(from, to)| format!("WHEN old_enum_val::text = '{from}' THEN '{to}'"))
        .collect();
    let right = if whens.is_empty() {
        "old_enum_val::text".to_owned()
    } else {
        let deep = " ".repeat(20);
        let whens = whens.join(" ");
        format!("CASE\n{deep}{whens}\n\n{deep}ELSE old_enum_val::text\n{}END", " ".repeat(16))
    };
    format!(
        "CREATE FUNCTION {function}(\n                new_enum_val {new}, old_enum_val {old}\n            \
         )\n            RETURNS boolean AS $$\n                SELECT new_enum_val::text {operator} \
         {right};\n            $$ LANGUAGE SQL IMMUTABLE"
    )
}

/// The statements that give a column the new type, its default taken off meanwhile.
fn casts(
    column: &Column,
    new: &str,
    (schema, name): (&str, &str),
    renamed: &[(String, String)],
) -> Vec<String> {
    let (table, quoted) = (&column.table, format!("\"{}\"", column.name));
    let mut res = Vec::new();
    if column.default.is_some() {
        res.push(format!("ALTER TABLE {table}\n             ALTER COLUMN {quoted} DROP DEFAULT"));
    }
    let pad = " ".repeat(16);
    if column.is_array {
        let pad = " ".repeat(12);
        let cast = renamed.iter().fold(format!("{quoted}::text[]"), |inner, (from, to)| {
            format!("array_replace({inner}, '{from}', '{to}')")
        });
        res.push(format!(
            "ALTER TABLE {table} \n{pad}ALTER COLUMN {quoted} TYPE {new}[]\n{pad}USING {cast}::{new}[]"
        ));
    } else if renamed.is_empty() {
        res.push(format!(
            "ALTER TABLE {table} \n{pad}ALTER COLUMN {quoted} TYPE {new} \n{pad}USING {quoted}::text::{new}"
        ));
    } else {
        let whens: Vec<_> = renamed
            .iter()
            .map(|(from, to)| format!("WHEN {quoted}::text = '{from}' THEN '{to}'::{new}"))
            .collect();
        res.push(format!(
            "ALTER TABLE {table} \n{pad}ALTER COLUMN {quoted} TYPE {new} \n{pad}USING CASE \n{pad}{}\n\n\
             {pad}ELSE {quoted}::text::{new}\n{pad}END",
            whens.join(" ")
        ));
    }
    if let Some(default) = &column.default {
        let default = renamed_default(default, (schema, name), renamed);
        res.push(format!(
            "ALTER TABLE {table}\n            ALTER COLUMN {quoted} SET DEFAULT {default}"
        ));
    }
    res
}

/// A default with its labels renamed, of the new type.
fn renamed_default(
    default: &str,
    (schema, name): (&str, &str),
    renamed: &[(String, String)],
) -> String {
    let ty = if schema.is_empty() { name.to_owned() } else { format!("{schema}.{name}") };
    // Without a cast the library cuts off the last letter, as Python's `[:-1]` does.
    let cut =
        default.find("::").unwrap_or_else(|| default.char_indices().last().map_or(0, |(at, _)| at));
    let plain = default.get(..cut).unwrap_or_default();
    let relabel = |text: &str| {
        renamed.iter().fold(text.to_owned(), |text, (from, to)| {
            text.replace(&format!("'{from}'"), &format!("'{to}'"))
                .replace(&format!("\"{from}\""), &format!("\"{to}\""))
        })
    };
    if default.starts_with("ARRAY[") {
        let parts = relabel(default);
        let mut parts = parts.split("::");
        let first = parts.next().unwrap_or_default().to_owned();
        return parts.fold(first, |done, part| {
            let word = part.find(|it: char| !(it.is_alphanumeric() || "._".contains(it)));
            let rest = word.and_then(|at| part.get(at..)).unwrap_or_default();
            format!("{done}::{ty}{rest}")
        });
    }
    let brackets = if default.ends_with("[]") { "[]" } else { "" };
    format!("{}::{ty}{brackets}", relabel(plain))
}

#[cfg(test)]
mod tests {
    use super::renamed_default;

    #[test]
    fn a_default_is_cast_to_the_new_type_with_its_new_label() {
        let renamed = [("low".to_owned(), "minor".to_owned())];
        let default = renamed_default("'low'::level", ("public", "level"), &renamed);
        assert_eq!(default, "'minor'::public.level");
        let several = renamed_default("ARRAY['low'::level]", ("public", "level"), &renamed);
        assert_eq!(several, "ARRAY['minor'::public.level]");
    }
}
