//! `sqlalchemy.engine.url`: the address of a database, taken apart.

use std::rc::Rc;

use super::super::exc;
use super::super::fields::text;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass, Object};
use crate::python::lib::urllib::{quoted, unquoted};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static LIBRARY: Library = Library {
    name: "sqlalchemy.engine.url",
    functions: &[MAKE_URL],
    classes: &[&URL],
    ..Library::EMPTY
};

/// `make_url("postgresql://…")`; an address that is one already stays what it is.
pub const MAKE_URL: Native =
    Native::new("make_url", "name_or_url", |vm, args| match args.get("name_or_url") {
        Value::Str(address) => {
            vm.spend(address.len())?;
            match parts_of(address) {
                Some(parts) => Ok(Value::Object(vm.instance(&URL, parts))),
                None => {
                    let message = "Could not parse SQLAlchemy URL from given URL string";
                    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
                }
            }
        }
        address => Ok(address.clone()),
    });

pub static URL: NativeClass = NativeClass {
    has_more: true,
    name: "URL",
    module: "sqlalchemy.engine.url",
    class_methods: &[Native::new(
        "create",
        "cls, drivername, username=None, password=None, host=None, port=None, database=None, query=None",
        |vm, args| {
            let parts = PARTS.map(|name| (name, args.get(name).clone()));
            let url = vm.instance(&URL, parts);
            if args.get("query").is_none() {
                url.set_field("query", Value::dict(Dict::default()));
            }
            Ok(Value::Object(url))
        },
    )],
    methods: &[
        Native::new(
            "set",
            "self, drivername=None, username=None, password=None, host=None, port=None, database=None, query=None",
            |vm, args| {
                let part = |name| match args.get(name) {
                    Value::None => (name, args.get("self").field(name)),
                    given => (name, given.clone()),
                };
                Ok(Value::Object(vm.instance(&URL, PARTS.map(part))))
            },
        ),
        Native::new("render_as_string", "self, hide_password=True", |vm, args| {
            written(
                vm,
                args,
                if args.flag("hide_password") { Password::Hidden } else { Password::Shown },
            )
        }),
        Native::new("__str__", "self", |vm, args| written(vm, args, Password::Hidden)),
        Native::new("__repr__", "self", |vm, args| written(vm, args, Password::Hidden)),
        Native::new("get_backend_name", "self", |_, args| Ok(drivername(args, 0))),
        Native::new("get_driver_name", "self", |_, args| Ok(drivername(args, 1))),
    ],
    ..NativeClass::EMPTY
};

const PARTS: [&str; 7] =
    ["drivername", "username", "password", "host", "port", "database", "query"];

/// One side of `backend+driver`; without a plus, the name stands for both.
fn drivername(args: &Args, side: usize) -> Value {
    match args.get("self").field("drivername") {
        Value::Str(name) => Value::str(name.split('+').nth(side).unwrap_or(&name)),
        other => other,
    }
}

/// The parts of `driver://user:password@host:port/database?query`.
fn parts_of(address: &str) -> Option<[(&'static str, Value); 7]> {
    let (driver, rest) = address.split_once("://")?;
    if driver.is_empty() || !driver.chars().all(|it| it.is_alphanumeric() || "_+".contains(it)) {
        return None;
    }
    let (who, rest) = who(rest);
    let (rest, query) = optional(rest, '?');
    let (place, database) = optional(rest, '/');
    let (host, port) = match place.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => optional(place, ':'),
    };
    let port = match port.filter(|it| !it.is_empty()) {
        Some(port) => Value::Int(port.parse().ok()?),
        None => Value::None,
    };
    let of = |it: Option<&str>| it.map_or(Value::None, Value::str);
    let plain = |it: Option<&str>| it.map_or(Value::None, |it| Value::str(unquoted(it)));
    Some([
        ("drivername", Value::str(driver)),
        ("username", plain(who.map(|(name, _)| name))),
        ("password", plain(who.and_then(|(_, password)| password))),
        ("host", of(Some(host).filter(|it| !it.is_empty()))),
        ("port", port),
        ("database", of(database)),
        ("query", query_of(query.unwrap_or_default())),
    ])
}

/// The name and the password before an `@`: a name has no colon and no slash, a password no `@`.
fn who(rest: &str) -> (Option<(&str, Option<&str>)>, &str) {
    let (name, behind) = rest.split_at(rest.find([':', '/']).unwrap_or(rest.len()));
    let password = behind.strip_prefix(':').and_then(|it| it.split_once('@'));
    match (password, name.rsplit_once('@')) {
        (Some((password, rest)), _) => (Some((name, Some(password))), rest),
        (None, Some((name, _))) => {
            (Some((name, None)), rest.get(name.len() + 1..).unwrap_or_default())
        }
        (None, None) => (None, rest),
    }
}

/// What stands before a mark, and behind it if it is there.
fn optional(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, behind)| (before, Some(behind)))
}

fn query_of(query: &str) -> Value {
    let mut dict = Dict::default();
    let plain = |it: &str| unquoted(&it.replace('+', " "));
    for (key, value) in query.split('&').filter_map(|it| it.split_once('=')) {
        if !value.is_empty() {
            dict.insert_str(&plain(key), Value::str(plain(value)));
        }
    }
    Value::dict(dict)
}

#[derive(Clone, Copy, PartialEq)]
enum Password {
    Hidden,
    Shown,
}

/// The address as text. A part nobody can know makes all of it so.
fn written(vm: &mut Vm<'_>, args: &Args, password: Password) -> Eval {
    let Value::Object(url) = args.get("self") else { return Ok(Value::None) };
    if let Some(unknown) = PARTS.iter().filter_map(|it| url.field(it)).find(Value::is_unknown) {
        return Ok(unknown);
    }
    let mut out = text(url, "drivername").unwrap_or_default();
    out.push_str("://");
    write_who(url, password, &mut out);
    if let Some(host) = text(url, "host") {
        out.push_str(&if host.contains(':') { format!("[{host}]") } else { host });
    }
    if let Some(port) = url.field("port").filter(|it| !it.is_none()) {
        out.push_str(&format!(":{}", vm.to_text(&port)?));
    }
    if let Some(database) = text(url, "database") {
        out.push_str(&format!("/{database}"));
    }
    write_query(vm, url, &mut out)?;
    Ok(Value::str(out))
}

fn write_who(url: &Rc<Object>, password: Password, out: &mut String) {
    let Some(name) = text(url, "username") else { return };
    out.push_str(&quoted(&name, " +", "%20"));
    match text(url, "password") {
        Some(_) if password == Password::Hidden => out.push_str(":***"),
        Some(shown) => out.push_str(&format!(":{}", quoted(&shown, " +", "%20"))),
        None => {}
    }
    out.push('@');
}

fn write_query(vm: &mut Vm<'_>, url: &Rc<Object>, out: &mut String) -> Eval<()> {
    let Some(Value::Dict(query)) = url.field("query") else { return Ok(()) };
    let mut pairs = Vec::new();
    for (key, value) in query.borrow().iter() {
        pairs.push((vm.to_text(key)?, vm.to_text(value)?));
    }
    pairs.sort();
    for (idx, (key, value)) in pairs.iter().enumerate() {
        out.push(if idx == 0 { '?' } else { '&' });
        out.push_str(&format!("{}={}", quoted(key, "", "+"), quoted(value, "", "+")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &str) {
        let parts = parts_of(address).map(|it| {
            let text = |value: &Value| match value {
                Value::Str(text) => text.to_string(),
                Value::Int(number) => number.to_string(),
                _ => "-".to_owned(),
            };
            it.iter().take(6).map(|(_, value)| text(value)).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(parts.as_deref().unwrap_or("refused"), expected);
    }

    #[test]
    fn an_address_is_taken_apart() {
        check("postgresql+asyncpg://u:p%40@h:5432/db?a=b@c", "postgresql+asyncpg u p@ h 5432 db");
        check("mysql://u@corp:pw@h/db", "mysql u@corp pw h - db");
        check("postgresql://u@h", "postgresql u - h - -");
        check("postgresql://u:p@[::1]:1/db", "postgresql u p ::1 1 db");
        check("sqlite:////tmp/a.db", "sqlite - - - - /tmp/a.db");
        check("postgresql:///db", "postgresql - - - - db");
        check("no address", "refused");
    }
}
