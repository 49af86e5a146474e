//! `csv`: rows of texts, read from lines and written.

mod writer;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::exceptions::{EXCEPTION, STOP_ITERATION};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "csv",
    functions: &[Native::new("reader", "iterable, dialect='excel', **format", |vm, args| {
        let iterable = args.get("iterable");
        if iterable.is_unknown() {
            return Ok(iterable.clone());
        }
        Ok(match Format::of(args) {
            Some(format) => {
                let rows = rows(vm, iterable, &format)?;
                vm.iterator(rows.into_iter().map(Value::list).collect())
            }
            None => unfollowed(vm),
        })
    })],
    classes: &[&DICT_READER, &writer::DICT_WRITER, &writer::WRITER, &ERROR],
    values: Some(|_| {
        let quoting = ["QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE"];
        quoting.into_iter().zip(0..).map(|(name, number)| (name, Value::Int(number))).collect()
    }),
    ..Library::EMPTY
};

static ERROR: NativeClass =
    NativeClass { name: "Error", module: "_csv", bases: &[&EXCEPTION], ..NativeClass::EMPTY };

/// Gives a mapping for each row, by the names in the first.
static DICT_READER: NativeClass = NativeClass {
    name: "DictReader",
    module: "csv",
    params: "f, fieldnames=None, restkey=None, restval=None, dialect='excel', **format",
    init: Some(|vm, reader, args| {
        let file = args.get("f");
        let (names, rows) = match (file.is_unknown(), Format::of(args)) {
            (true, _) => (file.clone(), file.clone()),
            (false, None) => (unfollowed(vm), unfollowed(vm)),
            (false, Some(format)) => named_rows(vm, args, &format)?,
        };
        reader.set_field("fieldnames", names);
        reader.set_field("rows", rows);
        Ok(())
    }),
    methods: &[
        Native::new("__iter__", "self", |_, args| Ok(args.get("self").field("rows"))),
        Native::new("__next__", "self", |vm, args| match args.get("self").field("rows") {
            Value::Object(rows) => {
                let row = vm.take_next(&rows)?;
                row.ok_or_else(|| vm.raise_native(&STOP_ITERATION, Value::str("")))
            }
            unknown => Ok(unknown),
        }),
    ],
    ..NativeClass::EMPTY
};

fn unfollowed(vm: &mut Vm<'_>) -> Value {
    vm.unknown(code::UNFOLLOWED_CALL, "rows of `csv` in a format of its own")
}

/// The names of the columns, and an iterator over the rows by name.
fn named_rows(vm: &mut Vm<'_>, args: &Args, format: &Format) -> Eval<(Value, Value)> {
    let mut rows = rows(vm, args.get("f"), format)?.into_iter();
    let names = match args.get("fieldnames") {
        Value::None => rows.next().unwrap_or_default(),
        names => vm.iterate(names)?,
    };
    let mut dicts = Vec::new();
    for row in rows.filter(|it| !it.is_empty()) {
        let mut dict = Dict::default();
        for (idx, name) in names.iter().enumerate() {
            let value = row.get(idx).unwrap_or_else(|| args.get("restval"));
            dict.insert(vm.key(name)?, name.clone(), value.clone());
        }
        if let Some(more @ [_, ..]) = row.get(names.len()..) {
            let name = args.get("restkey");
            dict.insert(vm.key(name)?, name.clone(), Value::list(more.to_vec()));
        }
        vm.spend(dict.len())?;
        dicts.push(Value::dict(dict));
    }
    let rows = vm.iterator(dicts);
    Ok((Value::list(names), rows))
}

fn rows(vm: &mut Vm<'_>, lines: &Value, format: &Format) -> Eval<Vec<Vec<Value>>> {
    let mut text = String::new();
    for line in vm.iterate(lines)? {
        let Value::Str(line) = &line else {
            let message = "iterator should return strings, not bytes (the file should be opened in \
                           text mode)";
            return Err(vm.raise_native(&ERROR, Value::str(message)));
        };
        vm.spend(line.len())?;
        text.push_str(line);
        if !line.ends_with(['\n', '\r']) {
            text.push('\n');
        }
    }
    Ok(format.rows(&text))
}

/// How values stand in a row.
struct Format {
    delimiter: char,
    quote: Option<char>,
    skips_space: bool,
}

impl Format {
    /// What a call says of the format; nothing where it says more than is followed.
    fn of(args: &Args) -> Option<Self> {
        let given = |name| args.keyword("format", name);
        let one = |name, default| match given(name) {
            None => Some(default),
            Some(it) => it.as_str().and_then(|it| it.chars().next()),
        };
        let is_plain = ["escapechar", "strict"].iter().all(|it| given(it).is_none())
            && given("doublequote").is_none_or(|it| matches!(it, Value::Bool(true)));
        let quotes = match given("quoting").map(|it| it.as_int()) {
            None | Some(Some(0 | 1)) => true,
            Some(Some(3)) => false,
            Some(_) => return None,
        };
        let delimiter = match args.get("dialect").as_str()? {
            "excel" | "unix" => ',',
            "excel-tab" => '\t',
            _ => return None,
        };
        let quote = one("quotechar", '"').filter(|_| quotes);
        let skips_space = given("skipinitialspace").is_some_and(|it| it.as_int() == Some(1));
        is_plain.then_some(Self { delimiter: one("delimiter", delimiter)?, quote, skips_space })
    }

    /// The rows of a text. One of an empty line is empty; quoted values may go over lines.
    fn rows(&self, text: &str) -> Vec<Vec<Value>> {
        let (mut rows, mut row, mut value) = (Vec::new(), Vec::new(), String::new());
        let (mut quoted, mut begun) = (false, false);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                c if quoted && Some(c) == self.quote => {
                    quoted = chars.next_if(|it| Some(*it) == self.quote).is_some();
                    if quoted {
                        value.push(c);
                    }
                }
                c if quoted => value.push(c),
                c if Some(c) == self.quote && value.is_empty() => (quoted, begun) = (true, true),
                c if c == self.delimiter => {
                    row.push(Value::str(std::mem::take(&mut value)));
                    begun = true;
                }
                '\r' | '\n' => {
                    if c == '\r' {
                        chars.next_if_eq(&'\n');
                    }
                    if begun || !value.is_empty() {
                        row.push(Value::str(std::mem::take(&mut value)));
                    }
                    rows.push(std::mem::take(&mut row));
                    begun = false;
                }
                ' ' if self.skips_space && value.is_empty() => begun = true,
                c => value.push(c),
            }
        }
        if begun || !value.is_empty() {
            row.push(Value::str(value));
            rows.push(row);
        }
        rows
    }
}
