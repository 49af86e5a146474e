//! The names that constraints and indexes get when they have none: naming conventions.

use std::rc::Rc;

use super::super::exc;
use super::super::expression::element::TEXT_CLAUSE;
use super::super::fields::{entry, field, items, object, of, text};
use super::constraint::{
    CHECK_CONSTRAINT, FOREIGN_KEY_CONSTRAINT, PRIMARY_KEY_CONSTRAINT, UNIQUE_CONSTRAINT,
    column_names, columns_in, first_column_in, target,
};
use super::index::INDEX;
use super::metadata::TABLES;
use super::table::TABLE;
use crate::python::args::Args;
use crate::python::class::{NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// `conv("uq_users_email")` and `op.f("uq_users_email")`: a name that is whole, so that no convention
/// changes it.
pub fn conv(vm: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(match args.get("name") {
        Value::Str(name) => vm.mark(name),
        other => other.clone(),
    })
}

/// The name of a constraint or index of a table: its own, or as the convention makes it. It fits the
/// dialect.
///
/// # Errors
/// What `SQLAlchemy` raises of a name that is too long or that the convention asks for.
pub fn name_for(vm: &mut Vm<'_>, item: &Rc<Object>, table: &Rc<Object>) -> Eval<Option<String>> {
    let name = name_value(vm, item, table)?;
    Ok(name.as_str().map(str::to_owned))
}

/// The same as a value that still tells whether the name is whole.
pub fn name_value(vm: &mut Vm<'_>, item: &Rc<Object>, table: &Rc<Object>) -> Eval {
    let own = field(item, "name");
    let is_whole = vm.is_marked(&own);
    let made = if is_whole { None } else { by_convention(vm, item, table, own.as_str())? };
    match (made, own) {
        (Some(name), _) => Ok(cut(vm, &name)),
        (None, Value::Str(own)) if is_whole => Ok(cut(vm, &own)),
        (None, Value::Str(own)) => whole_or_refused(vm, &own).map(|()| Value::Str(own)),
        (None, _) => Ok(Value::None),
    }
}

/// A whole name, cut to what the dialect takes.
fn cut(vm: &mut Vm<'_>, name: &str) -> Value {
    let longest = vm.host.dialect().max_identifier;
    vm.mark(&shortened(name.to_owned(), longest))
}

/// A name that somebody chose is not cut.
fn whole_or_refused(vm: &mut Vm<'_>, name: &str) -> Eval<()> {
    let longest = vm.host.dialect().max_given_identifier;
    if name.chars().count() <= longest {
        return Ok(());
    }
    let message = format!("Identifier '{name}' exceeds maximum length of {longest} characters");
    Err(exc::raise(vm, &exc::IDENTIFIER_ERROR, message))
}

/// The name that the convention makes, if it has a say.
fn by_convention(
    vm: &mut Vm<'_>,
    item: &Rc<Object>,
    table: &Rc<Object>,
    own: Option<&str>,
) -> Eval<Option<String>> {
    let Some((class, kind)) = KINDS.iter().find(|(class, _)| item.is(class)) else {
        return Ok(None);
    };
    let said = object(table, "metadata").map_or(Value::None, |it| field(&it, CONVENTION));
    let pattern = match &said {
        // What it says may be about any name but those of which nobody asks for more than they are.
        Value::Unknown(unknown) if own.is_none() || *kind == "ck" => {
            vm.unnamed(unknown);
            usual_pattern(kind)
        }
        Value::Dict(dict) if !dict.borrow().is_empty() => {
            let class = Value::Class(vm.class_of(class));
            let class = vm.key(&class)?;
            let dict = dict.borrow();
            match dict.get_str(kind).or_else(|| dict.get(&class)) {
                Some(Value::Unknown(unknown)) => {
                    vm.unnamed(unknown);
                    usual_pattern(kind)
                }
                pattern => pattern.cloned(),
            }
        }
        _ => usual_pattern(kind),
    };
    match pattern {
        Some(Value::Str(pattern)) if own.is_none() || pattern.contains("constraint_name") => {
            Filling { item, table, own, said: &said }.fill(vm, &pattern).map(Some)
        }
        _ => Ok(None),
    }
}

/// What names are made by where a metadata says nothing of them: an index must have one.
fn usual_pattern(kind: &str) -> Option<Value> {
    (kind == "ix").then(|| Value::str("ix_%(column_0_label)s"))
}

/// What a metadata says of names is kept in this field.
pub const CONVENTION: &str = "naming_convention";

/// What conventions are about, and how they call it.
static KINDS: &[(&NativeClass, &str)] = &[
    (&INDEX, "ix"),
    (&PRIMARY_KEY_CONSTRAINT, "pk"),
    (&CHECK_CONSTRAINT, "ck"),
    (&UNIQUE_CONSTRAINT, "uq"),
    (&FOREIGN_KEY_CONSTRAINT, "fk"),
];

/// What the tokens of a pattern are about.
struct Filling<'a> {
    item: &'a Rc<Object>,
    table: &'a Rc<Object>,
    own: Option<&'a str>,
    /// The convention, which may have tokens of its own.
    said: &'a Value,
}

impl Filling<'_> {
    fn fill(&self, vm: &mut Vm<'_>, pattern: &str) -> Eval<String> {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((plain, behind)) = rest.split_once("%(") {
            out.push_str(&plain.replace("%%", "%"));
            let Some((token, behind)) = behind.split_once(")s") else {
                return Err(vm.raise("ValueError", "incomplete format"));
            };
            out.push_str(&self.token(vm, token)?);
            rest = behind;
        }
        out.push_str(&rest.replace("%%", "%"));
        Ok(out)
    }

    fn token(&self, vm: &mut Vm<'_>, token: &str) -> Eval<String> {
        let own_token = match self.said {
            Value::Dict(dict) => dict.borrow().get_str(token).cloned(),
            _ => None,
        };
        if let Some(function) = own_token {
            let given = [self.item, self.table].map(|it| Value::Object(it.clone()));
            return match vm.call(&function, given.to_vec(), Vec::new())? {
                Value::Unknown(unknown) => {
                    vm.incomplete(&unknown);
                    Ok(String::new())
                }
                made => vm.to_text(&made),
            };
        }
        match token {
            "table_name" => Ok(text(self.table, "name").unwrap_or_default()),
            "constraint_name" => match self.own {
                Some(own) => Ok(own.to_owned()),
                None => Err(exc::raise(vm, &exc::INVALID_REQUEST_ERROR, NEEDS_NAME)),
            },
            _ if token.starts_with("referred_column_") => {
                self.look_up_referred(vm)?;
                Ok(self.columns_token(token).unwrap_or_default())
            }
            _ => match self.columns_token(token) {
                Some(text) => Ok(text),
                None => Err(vm.raise("KeyError", token)),
            },
        }
    }

    /// A column that is referred to is looked for when the constraint comes to its table.
    fn look_up_referred(&self, vm: &mut Vm<'_>) -> Eval<()> {
        let metadata = object(self.table, "metadata").filter(|_| self.table.is(&TABLE));
        let Some(metadata) = metadata else { return Ok(()) };
        for (own, referred) in own_columns(self.item).iter().zip(items(self.item, "_referred")) {
            let Some((table, Some(column))) = referred.as_str().and(target(&referred)) else {
                continue;
            };
            if entry(&metadata, TABLES, &table.to_string()).is_none() {
                let message = format!(
                    "Foreign key associated with column '{}.{own}' could not find table '{table}' \
                     with which to generate a foreign key to target column '{column}'",
                    text(self.table, "name").unwrap_or_default(),
                );
                return Err(exc::raise(vm, &exc::NO_REFERENCED_TABLE_ERROR, message));
            }
        }
        Ok(())
    }

    /// `column_0_name`, `column_0_N_label`, `referred_table_name` and their like.
    fn columns_token(&self, token: &str) -> Option<String> {
        let referred: Vec<_> = items(self.item, "_referred").iter().filter_map(target).collect();
        if token == "referred_table_name" {
            return referred.first().map(|(table, _)| table.name.clone());
        }
        let (names, rest) = match token.strip_prefix("referred_") {
            Some(rest) => {
                (referred.iter().filter_map(|(_, column)| column.clone()).collect(), rest)
            }
            None => (own_columns(self.item), token),
        };
        let rest = rest.strip_prefix("column_")?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let tail = rest.get(digits.len()..)?;
        let label = |name: &String| match tail.ends_with("label") {
            true => labelled(self.table, name),
            false => name.clone(),
        };
        if tail.starts_with("_N_") || tail.starts_with('N') {
            let between = if tail.starts_with('_') { "_" } else { "" };
            return Some(names.iter().map(label).collect::<Vec<_>>().join(between));
        }
        let at: usize = digits.parse().ok()?;
        Some(names.get(at).map(label).unwrap_or_default())
    }
}

const NEEDS_NAME: &str = "Naming convention including %(constraint_name)s token requires that \
                          constraint is explicitly named.";

/// The columns of a constraint or index, those of a check by its condition.
fn own_columns(item: &Rc<Object>) -> Vec<String> {
    if item.is(&INDEX) {
        let expressions = items(item, "expressions");
        let name = |it: &Value| match it {
            Value::Str(name) => Some(name.to_string()),
            // A text that Alembic makes a column of.
            other => match of(other, &TEXT_CLAUSE).and_then(|it| text(it, "key")) {
                Some(key) => Some(key),
                None => text(&first_column_in(other)?, "name"),
            },
        };
        return expressions.iter().filter_map(name).collect();
    }
    if item.is(&CHECK_CONSTRAINT) {
        let mut found = Vec::new();
        columns_in(&field(item, "sqltext"), &mut found);
        return found.iter().filter_map(|it| text(it, "name")).collect();
    }
    column_names(&items(item, "_columns"))
}

/// A column's name behind its table's, and that behind its schema's.
fn labelled(table: &Rc<Object>, column: &str) -> String {
    let name = text(table, "name").unwrap_or_default();
    match text(table, "schema") {
        Some(schema) => format!("{}_{name}_{column}", schema.replace('.', "_")),
        None => format!("{name}_{column}"),
    }
}

/// A name that is too long for the database, cut as `SQLAlchemy` cuts it.
fn shortened(name: String, longest: usize) -> String {
    if name.chars().count() <= longest {
        return name;
    }
    let digest = super::super::md5::hex(name.as_bytes());
    let kept: String = name.chars().take(longest.saturating_sub(8)).collect();
    let end = digest.get(digest.len().saturating_sub(4)..).unwrap_or_default();
    format!("{kept}_{end}")
}
