//! How each database spells each type: one row per type that has a spelling of its own.

use std::rc::Rc;

use super::super::compiler::Compiler;
use super::super::exc;
use super::super::fields::{choice, copy, field, flag, int};
use super::{generic as g, mysql as m, named, postgresql as p};
use crate::dialect::STANDARD;
use crate::python::class::{NativeClass, Object};
use crate::python::value::{Unknown, Value};
use crate::python::vm::{Eval, Stop};

/// How a type is spelled.
#[derive(Clone, Copy)]
pub enum Spelling {
    /// A pattern: `{field}` is the field's value, `[...]` is left out if a field in it is not
    /// given, `{field:yes|no}` chooses by truth.
    Pattern(&'static str),
    Call(Call),
}

type Call = fn(&mut Compiler<'_, '_>, &Rc<Object>) -> Eval<String>;

/// The spellings of one class of types, and of what inherits it without a row of its own.
struct Row {
    class: &'static NativeClass,
    spelling: Spelling,
    postgresql: Option<Spelling>,
    mysql: Option<Spelling>,
    /// The dialects that can spell it, if the others can't.
    only: Option<&'static [&'static str]>,
}

impl Row {
    const fn new(class: &'static NativeClass, pattern: &'static str) -> Self {
        let spelling = Spelling::Pattern(pattern);
        Self { class, spelling, postgresql: None, mysql: None, only: None }
    }

    /// A type of one dialect.
    const fn of(
        dialect: &'static [&'static str],
        class: &'static NativeClass,
        pattern: &'static str,
    ) -> Self {
        Self { only: Some(dialect), ..Self::new(class, pattern) }
    }

    const fn call(class: &'static NativeClass, call: Call) -> Self {
        let spelling = Spelling::Call(call);
        Self { class, spelling, postgresql: None, mysql: None, only: None }
    }

    const fn only(self, dialects: &'static [&'static str]) -> Self {
        Self { only: Some(dialects), ..self }
    }

    const fn postgresql(self, pattern: &'static str) -> Self {
        Self { postgresql: Some(Spelling::Pattern(pattern)), ..self }
    }

    const fn mysql(self, pattern: &'static str) -> Self {
        Self { mysql: Some(Spelling::Pattern(pattern)), ..self }
    }
}

/// The rest of a text type of `MySQL`, without and with what stands before.
macro_rules! mysql_text {
    ($start:literal) => {
        concat!(
            "{national:NATIONAL |}",
            $start,
            "[ CHARACTER SET {charset}]{ascii: ASCII|}{unicode: UNICODE|}",
            "[ COLLATE {collation}]{binary: BINARY|}"
        )
    };
}

/// The rest of a number type of `MySQL`.
macro_rules! mysql_number {
    ($start:literal) => {
        concat!($start, "{unsigned: UNSIGNED|}{zerofill: ZEROFILL|}")
    };
}

#[rustfmt::skip]
static ROWS: &[Row] = &[
    Row::new(&g::CHAR, "CHAR[({length})][ COLLATE \"{collation}\"]").mysql(mysql_text!("CHAR[({length!})]")),
    Row::new(&g::NCHAR, "NCHAR[({length})][ COLLATE \"{collation}\"]").mysql("NATIONAL CHAR[({length!})][ COLLATE {collation}]"),
    Row::new(&g::NVARCHAR, "NVARCHAR[({length})][ COLLATE \"{collation}\"]").mysql("NATIONAL VARCHAR({length!})[ COLLATE {collation}]"),
    Row::new(&g::CLOB, "CLOB"),
    Row::of(PG, &p::CITEXT, "CITEXT"),
    Row::of(MY, &m::TINYTEXT, mysql_text!("TINYTEXT")),
    Row::of(MY, &m::MEDIUMTEXT, mysql_text!("MEDIUMTEXT")),
    Row::of(MY, &m::LONGTEXT, mysql_text!("LONGTEXT")),
    Row::call(&m::SET, set).only(MY),
    Row::call(&named::MYSQL_ENUM, enumeration).only(PG_AND_MY),
    Row::call(&named::ENUM, enumeration),
    Row::call(&named::DOMAIN, domain).only(PG),
    Row::new(&g::TEXT_TYPE, "TEXT[({length})][ COLLATE \"{collation}\"]").mysql(mysql_text!("TEXT[({length!})]")),
    Row::new(&g::STRING, "VARCHAR[({length})][ COLLATE \"{collation}\"]").mysql(mysql_text!("VARCHAR({length!})")),
    Row::of(MY, &m::MEDIUMINT, mysql_number!("MEDIUMINT[({display_width!})]")),
    Row::of(MY, &m::TINYINT, mysql_number!("TINYINT[({display_width!})]")),
    Row::new(&g::BIG_INTEGER, "BIGINT").mysql(mysql_number!("BIGINT[({display_width!})]")),
    Row::new(&g::SMALL_INTEGER, "SMALLINT").mysql(mysql_number!("SMALLINT[({display_width!})]")),
    Row::new(&g::INTEGER_TYPE, "INTEGER").mysql(mysql_number!("INTEGER[({display_width!})]")),
    Row::new(&g::REAL, "REAL").mysql(mysql_number!("REAL[({precision!}, {scale})]")),
    Row::new(&g::DOUBLE_PRECISION, "DOUBLE PRECISION"),
    Row::new(&g::DOUBLE, "DOUBLE").mysql(DOUBLE),
    Row::new(&g::DOUBLE_TYPE, "DOUBLE").postgresql("DOUBLE PRECISION").mysql(DOUBLE),
    Row::new(&g::FLOAT_TYPE, "FLOAT").postgresql("FLOAT[({precision})]").mysql(mysql_number!("FLOAT[({precision!}[, {scale}])]")),
    Row::new(&g::DECIMAL, "DECIMAL[({precision!}[, {scale}])]").mysql(mysql_number!("DECIMAL[({precision!}[, {scale}])]")),
    Row::new(&g::NUMERIC_TYPE, "NUMERIC[({precision!}[, {scale}])]").mysql(mysql_number!("NUMERIC[({precision!}[, {scale}])]")),
    Row::new(&g::TIMESTAMP, "TIMESTAMP").postgresql(TIMESTAMP).mysql("TIMESTAMP[({fsp})]"),
    Row::new(&g::DATETIME, "DATETIME").mysql("DATETIME[({fsp})]"),
    Row::new(&g::DATE_TIME, "DATETIME").postgresql(TIMESTAMP).mysql("DATETIME[({fsp})]"),
    Row::new(&g::DATE_TYPE, "DATE"),
    Row::new(&g::TIME_TYPE, "TIME").postgresql("TIME[({precision!})] {timezone:WITH|WITHOUT} TIME ZONE").mysql("TIME[({fsp})]"),
    Row::of(PG, &p::BYTEA, "BYTEA"),
    Row::new(&g::BLOB, "BLOB").mysql("BLOB[({length!})]"),
    Row::new(&g::LARGE_BINARY, "BLOB").postgresql("BYTEA").mysql("BLOB[({length!})]"),
    Row::of(MY, &m::TINYBLOB, "TINYBLOB"),
    Row::of(MY, &m::MEDIUMBLOB, "MEDIUMBLOB"),
    Row::of(MY, &m::LONGBLOB, "LONGBLOB"),
    Row::new(&g::BINARY, "BINARY[({length})]"),
    Row::new(&g::VARBINARY, "VARBINARY[({length})]").mysql("VARBINARY({length!})"),
    Row::new(&g::BOOLEAN_TYPE, "BOOLEAN").mysql("BOOL"),
    Row::of(PG, &p::JSONB, "JSONB"),
    Row::new(&g::JSON_TYPE, "JSON"),
    Row::call(&g::UUID_TYPE, uuid),
    Row::call(&g::ARRAY_TYPE, array).only(PG),
    Row::call(&g::NULL_TYPE, untyped),
    Row::call(&p::BIT, bit).only(PG_AND_MY),
    Row::of(MY, &m::BIT, "BIT[({length!})]"),
    Row::of(MY, &m::YEAR, "YEAR[({display_width!})]"),
    Row::of(PG, &p::INTERVAL, "INTERVAL[ {fields}][ ({precision!})]"),
    Row::of(PG, &p::HSTORE, "HSTORE"),
    Row::of(PG, &p::CIDR, "CIDR"),
    Row::of(PG, &p::INET, "INET"),
    Row::of(PG, &p::MACADDR, "MACADDR"),
    Row::of(PG, &p::MACADDR8, "MACADDR8"),
    Row::of(PG, &p::MONEY, "MONEY"),
    Row::of(PG, &p::OID, "OID"),
    Row::of(PG, &p::REGCLASS, "REGCLASS"),
    Row::of(PG, &p::REGCONFIG, "REGCONFIG"),
    Row::of(PG, &p::TSVECTOR, "TSVECTOR"),
    Row::of(PG, &p::TSQUERY, "TSQUERY"),
    Row::of(PG, &p::JSONPATH, "JSONPATH"),
    Row::of(PG, &p::INT4RANGE, "INT4RANGE"),
    Row::of(PG, &p::INT8RANGE, "INT8RANGE"),
    Row::of(PG, &p::NUMRANGE, "NUMRANGE"),
    Row::of(PG, &p::DATERANGE, "DATERANGE"),
    Row::of(PG, &p::TSRANGE, "TSRANGE"),
    Row::of(PG, &p::TSTZRANGE, "TSTZRANGE"),
    Row::of(PG, &p::INT4MULTIRANGE, "INT4MULTIRANGE"),
    Row::of(PG, &p::INT8MULTIRANGE, "INT8MULTIRANGE"),
    Row::of(PG, &p::NUMMULTIRANGE, "NUMMULTIRANGE"),
    Row::of(PG, &p::DATEMULTIRANGE, "DATEMULTIRANGE"),
    Row::of(PG, &p::TSMULTIRANGE, "TSMULTIRANGE"),
    Row::of(PG, &p::TSTZMULTIRANGE, "TSTZMULTIRANGE"),
    Row::of(MY, &m::INET4, "INET4"),
    Row::of(MY, &m::INET6, "INET6"),
];

const PG: &[&str] = &["postgresql"];
const MY: &[&str] = &["mysql"];
const PG_AND_MY: &[&str] = &["postgresql", "mysql"];

const DOUBLE: &str = mysql_number!("DOUBLE[({precision!}, {scale})]");

const TIMESTAMP: &str = "TIMESTAMP[({precision!})] {timezone:WITH|WITHOUT} TIME ZONE";

/// The spelling of a type that stands for no other.
pub fn spell(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Eval<String> {
    let Some(row) = row_of(ty) else {
        return untyped(compiler, ty);
    };
    if row.only.is_some_and(|it| !it.contains(&compiler.dialect().name)) {
        if *compiler.dialect() == *STANDARD {
            return Ok(ty.class.borrow().name.to_string());
        }
        return Err(unwritable(compiler, ty));
    }
    if let Some(unknown) = unknown_argument(ty) {
        compiler.note(&unknown);
    }
    let own = match compiler.dialect().name {
        "postgresql" => row.postgresql,
        "mysql" => row.mysql,
        _ => None,
    };
    match own.unwrap_or(row.spelling) {
        Spelling::Call(call) => call(compiler, ty),
        Spelling::Pattern(pattern) => filled(compiler, pattern, ty),
    }
}

fn filled(compiler: &mut Compiler<'_, '_>, pattern: &str, ty: &Rc<Object>) -> Eval<String> {
    let ty = &whole_length(compiler, ty);
    fill(pattern, ty).map_err(|missing| {
        let word = pattern.split_once('(').map_or(pattern, |(before, _)| before);
        let word = word.rsplit(['}', ' ']).next().unwrap_or(word);
        let message = format!("{word} requires a {missing} on dialect {}", compiler.dialect().name);
        exc::raise(compiler.vm, &exc::COMPILE_ERROR, message)
    })
}

/// A length with a fraction, as whole as `MySQL` and bytes write it.
fn whole_length(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Rc<Object> {
    let length = field(ty, "length");
    let is_whole =
        ty.is(&g::BINARY_BASE) || ty.is(&g::STRING) && compiler.dialect().name == "mysql";
    let Some((whole, _)) = length.as_str().filter(|_| is_whole).and_then(|it| it.split_once('.'))
    else {
        return ty.clone();
    };
    let written = copy(compiler.vm, ty);
    written.set_field("length", Value::str(whole));
    written
}

/// The error of a type that only another dialect has.
fn unwritable(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Stop {
    let class = ty.class.borrow().name.clone();
    let message =
        format!("the {} compiler can't render element of type {class}", compiler.dialect().name);
    exc::raise(compiler.vm, &exc::UNSUPPORTED_COMPILATION_ERROR, message)
}

/// An argument of a type that nobody can know: a length, a label.
fn unknown_argument(ty: &Rc<Object>) -> Option<Rc<Unknown>> {
    let fields = ty.fields.borrow();
    fields.iter().filter(|(name, _)| !name.starts_with('_')).find_map(|(_, value)| match value {
        Value::Unknown(unknown) => Some(unknown.clone()),
        Value::List(items) => items.borrow().iter().find_map(|it| match it {
            Value::Unknown(unknown) => Some(unknown.clone()),
            _ => None,
        }),
        _ => None,
    })
}

fn row_of(ty: &Rc<Object>) -> Option<&'static Row> {
    let class = ty.class.borrow();
    let mro = class.mro.borrow();
    let natives = mro.iter().filter_map(|it| it.native);
    natives.into_iter().find_map(|native| ROWS.iter().find(|row| std::ptr::eq(row.class, native)))
}

/// Fills a pattern from the fields of a type.
///
/// # Errors
/// The name of a field that must be given and is not.
fn fill(pattern: &str, ty: &Rc<Object>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '[']) {
        let (plain, marked) = rest.split_at(at);
        out.push_str(plain);
        let (open, close) = if marked.starts_with('{') { ('{', '}') } else { ('[', ']') };
        let (inside, behind) = enclosed(marked, open, close);
        rest = behind;
        if open == '[' {
            out.push_str(&fill(inside, ty).unwrap_or_default());
        } else if let Some((name, words)) = inside.split_once(':') {
            let (yes, no) = words.split_once('|').unwrap_or((words, ""));
            out.push_str(if flag(ty, name) { yes } else { no });
        } else {
            out.push_str(
                &written(ty, inside).ok_or_else(|| inside.trim_end_matches('!').to_owned())?,
            );
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// What stands between the first bracket and the one that closes it, and what comes behind.
fn enclosed(text: &str, open: char, close: char) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, it) in text.char_indices() {
        if it == open {
            depth += 1;
        } else if it == close {
            depth -= 1;
            if depth == 0 {
                return (
                    text.get(1..at).unwrap_or_default(),
                    text.get(at + 1..).unwrap_or_default(),
                );
            }
        }
    }
    (text, "")
}

/// A field as a pattern writes it; a zero counts only where the name ends in `!`.
fn written(ty: &Rc<Object>, name: &str) -> Option<String> {
    let (name, zero_counts) = match name.strip_suffix('!') {
        Some(name) => (name, true),
        None => (name, false),
    };
    match field(ty, name) {
        Value::Str(text) if !text.is_empty() => Some(text.to_string()),
        Value::Int(0) if !zero_counts && name != "scale" => None,
        Value::Int(number) => Some(number.to_string()),
        Value::Float(number) => Some(format!("{number:?}")),
        _ => None,
    }
}

fn set(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Eval<String> {
    let values = super::super::fields::items(ty, "values");
    let list = listed(compiler, "SET", values.iter().filter_map(Value::as_str));
    let ty = with_list(compiler, ty, list);
    filled(compiler, mysql_text!("{list}"), &ty)
}

fn enumeration(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Eval<String> {
    let native = choice(ty, "native_enum") != Some(false) || ty.is(&named::POSTGRESQL_ENUM);
    let labels = named::labels(ty);
    match compiler.dialect().name {
        "postgresql" if native => match named::name_of(ty) {
            Some(name) => Ok(compiler.dialect().quote(&name)),
            None => {
                let class = ty.class.borrow().name.clone();
                let message = format!("PostgreSQL {class} type requires a name.");
                Err(exc::raise(compiler.vm, &exc::COMPILE_ERROR, message))
            }
        },
        "mysql" if native => {
            let list = listed(compiler, "ENUM", labels.iter().map(String::as_str));
            let ty = with_list(compiler, ty, list);
            filled(compiler, mysql_text!("{list}"), &ty)
        }
        "mysql" => match int(ty, "length") {
            Some(length) => Ok(format!("VARCHAR({length})")),
            None => filled(compiler, "VARCHAR({length})", ty),
        },
        _ => {
            let length = int(ty, "length").unwrap_or(0);
            Ok(if length > 0 { format!("VARCHAR({length})") } else { "VARCHAR".to_owned() })
        }
    }
}

fn domain(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Eval<String> {
    let name = named::name_of(ty);
    Ok(name.map_or_else(String::new, |it| compiler.dialect().quote(&it)))
}

/// The type with its list of values written, for a pattern to take up.
fn with_list(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>, list: String) -> Rc<Object> {
    let written = copy(compiler.vm, ty);
    written.set_field("list", Value::str(list));
    written
}

fn listed<'t>(
    compiler: &Compiler<'_, '_>,
    word: &str,
    values: impl Iterator<Item = &'t str>,
) -> String {
    let values: Vec<_> = values.map(|it| compiler.dialect().literal(it)).collect();
    format!("{word}({})", values.join(","))
}

fn uuid(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Eval<String> {
    let native = choice(ty, "native_uuid") != Some(false);
    let has = ty.is(&g::UUID) || compiler.dialect().name == "postgresql" && native;
    Ok(if has { "UUID" } else { "CHAR(32)" }.to_owned())
}

fn array(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Eval<String> {
    let inner = compiler.type_text(&field(ty, "item_type"))?;
    let brackets = "[]".repeat(int(ty, "dimensions").unwrap_or(1).clamp(0, 99) as usize);
    Ok(match inner.split_once(" COLLATE") {
        Some((name, collation)) => format!("{name}{brackets} COLLATE{collation}"),
        None => format!("{inner}{brackets}"),
    })
}

fn bit(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Eval<String> {
    let length = int(ty, "length");
    let varies = flag(ty, "varying");
    Ok(match (varies && compiler.dialect().name == "postgresql", length) {
        (true, Some(length)) => format!("BIT VARYING({length})"),
        (true, None) => "BIT VARYING".to_owned(),
        (false, None) if varies => "BIT".to_owned(),
        (false, length) => format!("BIT({})", length.filter(|it| *it != 0).unwrap_or(1)),
    })
}

fn untyped(compiler: &mut Compiler<'_, '_>, ty: &Rc<Object>) -> Eval<String> {
    if let Some(Value::Unknown(unknown)) = compiler.vm.open(&Value::Object(ty.clone())) {
        compiler.note(&unknown);
        return Ok(String::new());
    }
    let class = ty.class.borrow().name.clone();
    let message = format!(
        "Can't generate DDL for {class}(); did you forget to specify a type on this Column?"
    );
    Err(exc::raise(compiler.vm, &exc::COMPILE_ERROR, message))
}
