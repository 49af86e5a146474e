//! Writing rows of `csv` to a file, which for a script is one in memory.

use std::rc::Rc;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// What `csv.writer(file)` gives.
pub(super) static WRITER: NativeClass = NativeClass {
    name: "writer",
    module: "_csv",
    params: "csvfile, dialect='excel', **format",
    init: Some(|vm, this, args| init(vm, this, args, "csvfile")),
    methods: &[
        Native::new("writerow", "self, row", |vm, args| {
            let row = items(vm, args.get("row"))?;
            write(vm, args.get("self"), &row)
        }),
        Native::new("writerows", "self, rows", |vm, args| {
            for row in items(vm, args.get("rows"))? {
                let row = items(vm, &row)?;
                write(vm, args.get("self"), &row)?;
            }
            Ok(Value::None)
        }),
    ],
    ..NativeClass::EMPTY
};

/// Takes a mapping for each row.
pub(super) static DICT_WRITER: NativeClass = NativeClass {
    name: "DictWriter",
    module: "csv",
    params: "f, fieldnames, restval='', extrasaction='raise', dialect='excel', **format",
    init: Some(|vm, this, args| {
        for name in ["fieldnames", "restval", "extrasaction"] {
            this.set_field(name, args.get(name).clone());
        }
        init(vm, this, args, "f")
    }),
    methods: &[
        Native::new("writeheader", "self", |vm, args| {
            let names = items(vm, &args.get("self").field("fieldnames"))?;
            write(vm, args.get("self"), &names)
        }),
        Native::new("writerow", "self, rowdict", |vm, args| {
            let row = by_name(vm, args.get("self"), args.get("rowdict"))?;
            write(vm, args.get("self"), &row)
        }),
        Native::new("writerows", "self, rowdicts", |vm, args| {
            for row in items(vm, args.get("rowdicts"))? {
                let row = by_name(vm, args.get("self"), &row)?;
                write(vm, args.get("self"), &row)?;
            }
            Ok(Value::None)
        }),
    ],
    ..NativeClass::EMPTY
};

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args, file: &str) -> Eval<()> {
    this.set_field("file", args.get(file).clone());
    let form = Form::of(args);
    let is_followed = form.is_some();
    let form = form.unwrap_or_default();
    let reason = "rows of `csv` in a format of its own";
    let lost = if is_followed { Value::None } else { vm.unknown(code::UNFOLLOWED_CALL, reason) };
    this.set_field("lost", lost);
    this.set_field("delimiter", Value::str(form.delimiter.to_string()));
    this.set_field("quotes_all", Value::Bool(form.quotes_all));
    this.set_field("end", Value::str(form.end));
    Ok(())
}

/// How values stand in a row that is written.
struct Form {
    delimiter: char,
    quotes_all: bool,
    end: String,
}

impl Default for Form {
    fn default() -> Self {
        Self { delimiter: ',', quotes_all: false, end: "\r\n".to_owned() }
    }
}

impl Form {
    /// What a call says of the format; nothing where it says more than is followed.
    fn of(args: &Args) -> Option<Self> {
        let given = |name| args.keyword("format", name);
        let others = ["escapechar", "strict", "doublequote", "quotechar"];
        if others.iter().any(|it| given(it).is_some()) {
            return None;
        }
        let (delimiter, end) = match args.get("dialect").as_str()? {
            "excel" => (",", "\r\n"),
            "excel-tab" => ("\t", "\r\n"),
            _ => return None,
        };
        let said = |name, default: &str| match given(name) {
            None => Some(default.to_owned()),
            Some(it) => it.as_str().map(str::to_owned),
        };
        let quotes_all = match given("quoting").map(|it| it.as_int()) {
            None | Some(Some(0)) => false,
            Some(Some(1)) => true,
            Some(_) => return None,
        };
        let delimiter = said("delimiter", delimiter)?.chars().next()?;
        Some(Self { delimiter, quotes_all, end: said("lineterminator", end)? })
    }
}

fn items(vm: &mut Vm<'_>, value: &Value) -> Eval<Vec<Value>> {
    if value.is_unknown() { Ok(vec![value.clone()]) } else { vm.iterate(value) }
}

/// The values of a mapping in the order of the columns.
fn by_name(vm: &mut Vm<'_>, writer: &Value, row: &Value) -> Eval<Vec<Value>> {
    if row.is_unknown() {
        return Ok(vec![row.clone()]);
    }
    let names = items(vm, &writer.field("fieldnames"))?;
    if writer.field("extrasaction").as_str() == Some("raise") {
        refuse_others(vm, row, &names)?;
    }
    let mut values = Vec::new();
    for name in names {
        let otherwise = writer.field("restval");
        values.push(vm.call_method(row, "get", vec![name, otherwise])?);
    }
    Ok(values)
}

/// Refuses a mapping with other keys than the names of the columns.
fn refuse_others(vm: &mut Vm<'_>, row: &Value, names: &[Value]) -> Eval<()> {
    let mut others = Vec::new();
    for key in vm.iterate(row)? {
        vm.spend(names.len())?;
        let mut is_name = key.is_unknown() || names.iter().any(Value::is_unknown);
        for name in names {
            is_name = is_name || vm.equal(&key, name)?;
        }
        if !is_name {
            others.push(vm.repr(&key)?);
        }
    }
    match others.is_empty() {
        true => Ok(()),
        false => {
            let message = format!("dict contains fields not in fieldnames: {}", others.join(", "));
            Err(vm.raise("ValueError", message))
        }
    }
}

fn write(vm: &mut Vm<'_>, writer: &Value, row: &[Value]) -> Eval {
    let lost = writer.field("lost");
    let unknown = row.iter().chain([&lost]).find(|it| it.is_unknown()).cloned();
    let text = match unknown {
        Some(unknown) => unknown,
        None => Value::str(line(vm, writer, row)?),
    };
    vm.call_method(&writer.field("file"), "write", vec![text])
}

fn line(vm: &mut Vm<'_>, writer: &Value, row: &[Value]) -> Eval<String> {
    let (delimiter, end) = (writer.field("delimiter"), writer.field("end"));
    let delimiter = delimiter.as_str().unwrap_or(",");
    let quotes_all = writer.field("quotes_all").plain_truth() == Some(true);
    let is_special = |text: &str| text.contains(['"', '\r', '\n']) || text.contains(delimiter);
    let mut fields = Vec::new();
    for value in row {
        let text = if value.is_none() { String::new() } else { vm.to_text(value)? };
        // A row of nothing but an empty text would be an empty line.
        let is_alone = row.len() == 1 && text.is_empty();
        fields.push(match quotes_all || is_alone || is_special(&text) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text,
        });
    }
    Ok(fields.join(delimiter) + end.as_str().unwrap_or_default())
}
