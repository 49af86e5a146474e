//! What the keywords of a dialect say of a table: its partitioning, its storage, its engine.

use std::rc::Rc;

use super::super::super::fields::items_or_one;
use crate::catalog::{IndexKey, Partitioning, Table};
use crate::dialect::Dialect;
use crate::name::Name;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// What stands behind the columns, by the dialect's own arguments.
pub(super) fn table_options(vm: &mut Vm<'_>, this: &Rc<Object>, res: &mut Table) -> Eval<()> {
    let prefix = format!("{}_", vm.host.dialect().name);
    let given: Vec<(String, Value)> = this
        .fields
        .borrow()
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(&prefix)?.to_owned(), value.clone())))
        .collect();
    match vm.host.dialect().name {
        "postgresql" => postgresql_options(&given, vm.host.dialect(), res),
        "mysql" => {
            // The table's own comment is the one that counts.
            let counts = |name: &str| name != "comment" || res.comment.is_none();
            let given: Vec<_> = given.into_iter().filter(|(name, _)| counts(name)).collect();
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

fn postgresql_options(given: &[(String, Value)], dialect: &Dialect, res: &mut Table) {
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
        res.options.push(format!("TABLESPACE {}", dialect.quote_name(name)));
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
