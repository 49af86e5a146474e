//! `oslo_db`, `oslo_utils` and `oslo_serialization`: what models and migrations of `OpenStack` are
//! made with.

use std::rc::Rc;

use super::json;
use super::sqlalchemy::engine;
use super::sqlalchemy::fields::make;
use super::sqlalchemy::schema::column::COLUMN;
use super::sqlalchemy::types::base::TYPE_DECORATOR;
use super::sqlalchemy::types::generic::{DATE_TIME, INTEGER_TYPE, TEXT_TYPE};
use super::sqlalchemy::types::mysql::{LONGTEXT, MEDIUMTEXT};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Fields, Library, Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Stop, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library { name: "oslo_db", ..Library::EMPTY },
    &Library { name: "oslo_db.sqlalchemy", ..Library::EMPTY },
    &Library { name: "oslo_serialization", ..Library::EMPTY },
    &Library {
        name: "oslo_serialization.jsonutils",
        functions: &[
            Native::new(
                "dumps",
                "obj, default=None, *, ensure_ascii=True, cls=None, indent=None, separators=None, \
                 sort_keys=False, **kwargs",
                dumps,
            ),
            Native::new("loads", "s, encoding='utf-8', **kwargs", |vm, args| {
                json::loads(vm, args.get("s"))
            }),
        ],
        ..Library::EMPTY
    },
    &Library { name: "oslo_utils", ..Library::EMPTY },
    &Library {
        name: "oslo_utils.timeutils",
        fallback: Some(|vm, name| {
            let words = format!("what `timeutils.{name}` gives when it runs");
            Ok(Some(vm.unknown("depends-on-clock", words)))
        }),
        ..Library::EMPTY
    },
    &Library {
        name: "oslo_utils.uuidutils",
        fallback: Some(|vm, name| {
            let words = format!("what `uuidutils.{name}` gives");
            Ok(Some(vm.unknown("depends-on-chance", words)))
        }),
        ..Library::EMPTY
    },
    &Library {
        name: "oslo_db.sqlalchemy.types",
        classes: &[&JSON_ENCODED, &JSON_ENCODED_DICT, &JSON_ENCODED_LIST, &SOFT_DELETE_INTEGER],
        ..Library::EMPTY
    },
    &Library { name: "oslo_db.sqlalchemy.models", values: Some(models), ..Library::EMPTY },
    &Library {
        name: "oslo_db.sqlalchemy.enginefacade",
        functions: &[
            Native::new("transaction_context", "", |vm, _| Ok(facade(vm))),
            Native::new("get_legacy_facade", "", |vm, _| Ok(facade(vm))),
            Native::new("transaction_context_provider", "cls", |_, args| {
                Ok(args.get("cls").clone())
            }),
        ],
        values: Some(|vm| vec![("reader", facade(vm)), ("writer", facade(vm))]),
        ..Library::EMPTY
    },
];

/// As `json.dumps`, but whatever JSON has no word for is turned into something that it has.
fn dumps(vm: &mut Vm<'_>, args: &Args) -> Eval {
    match json::dumps(vm, args) {
        Err(Stop::Raise(_)) if args.get("default").is_none() => {
            Ok(vm.unknown(code::UNFOLLOWED_CALL, "what `jsonutils` makes of an object"))
        }
        text => text,
    }
}

/// What services reach their database through, which is the one that their migrations change.
static FACADE: NativeClass = NativeClass {
    name: "_TransactionContextManager",
    module: "oslo_db.sqlalchemy.enginefacade",
    methods: &[
        Native::new("configure", "self, **kw", |_, _| Ok(Value::None)),
        Native::new("get_engine", "self", |vm, _| Ok(engine::connection::engine(vm))),
        Native::new("get_legacy_facade", "self", |_, args| Ok(args.get("self").clone())),
        // As a decorator it leaves a function what it is.
        Native::new("__call__", "self, fn", |_, args| Ok(args.get("fn").clone())),
        Native::new("__getattr__", "self, name", |vm, args| match args.str("name") {
            Some("reader" | "writer" | "independent" | "allow_async") => {
                Ok(args.get("self").clone())
            }
            name => {
                let words = format!("`{}` of `enginefacade`", name.unwrap_or_default());
                Ok(vm.unknown(code::UNFOLLOWED_CALL, words))
            }
        }),
    ],
    ..NativeClass::EMPTY
};

fn facade(vm: &mut Vm<'_>) -> Value {
    Value::Object(vm.instance(&FACADE, []))
}

/// Dictionaries and lists kept as text.
static JSON_ENCODED: NativeClass = NativeClass {
    name: "JsonEncodedType",
    module: "oslo_db.sqlalchemy.types",
    bases: &[&TYPE_DECORATOR],
    params: "mysql_as_long=False, mysql_as_medium=False",
    init: Some(init_json),
    // What the class itself keeps its values as, which its objects override.
    class_attribute: Some(|vm, _, name| {
        Ok((name == "impl").then(|| Value::Class(vm.class_of(&TEXT_TYPE))))
    }),
    ..NativeClass::EMPTY
};

static JSON_ENCODED_DICT: NativeClass = encoded("JsonEncodedDict");
static JSON_ENCODED_LIST: NativeClass = encoded("JsonEncodedList");

/// The number of the row that took a deleted one's place; nought for one that is there.
static SOFT_DELETE_INTEGER: NativeClass = NativeClass {
    name: "SoftDeleteInteger",
    module: "oslo_db.sqlalchemy.types",
    bases: &[&TYPE_DECORATOR],
    params: "*args, **kwargs",
    init: Some(|vm, this, _| {
        let kept = make(vm, &INTEGER_TYPE, []);
        this.set_field("impl", Value::Object(kept));
        Ok(())
    }),
    ..NativeClass::EMPTY
};

/// A base of models without columns of its own.
static MODEL_BASE: NativeClass =
    NativeClass { name: "ModelBase", module: "oslo_db.sqlalchemy.models", ..NativeClass::EMPTY };

/// The columns of a mixin, with their types.
type Columns = &'static [(&'static str, &'static NativeClass)];

/// The mixins, with the columns that each brings.
static MIXINS: &[(&str, Columns)] = &[
    ("TimestampMixin", &[("created_at", &DATE_TIME), ("updated_at", &DATE_TIME)]),
    ("SoftDeleteMixin", &[("deleted_at", &DATE_TIME), ("deleted", &SOFT_DELETE_INTEGER)]),
];

const fn encoded(name: &'static str) -> NativeClass {
    NativeClass { name, module: "oslo_db.sqlalchemy.types", bases: ENCODED, ..NativeClass::EMPTY }
}

static ENCODED: &[&NativeClass] = &[&JSON_ENCODED];

fn init_json(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let is_mysql = vm.host.dialect().name == "mysql";
    let class = match (is_mysql, args.flag("mysql_as_long"), args.flag("mysql_as_medium")) {
        (true, true, _) => &LONGTEXT,
        (true, false, true) => &MEDIUMTEXT,
        _ => &TEXT_TYPE,
    };
    let kept = make(vm, class, []);
    this.set_field("impl", Value::Object(kept));
    Ok(())
}

fn models(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let mut found = vec![("ModelBase", Value::Class(vm.class_of(&MODEL_BASE)))];
    for (name, columns) in MIXINS {
        let made = mixin(vm, name, columns);
        found.push((*name, made.unwrap_or_else(|_| vm.unknown(code::MISSING_MODULE, *name))));
    }
    found
}

fn mixin(vm: &mut Vm<'_>, name: &str, columns: Columns) -> Eval {
    let mut fields = Fields::default();
    for (column, class) in columns {
        let ty = vm.construct(class, Vec::new(), Vec::new())?;
        let made = vm.construct(&COLUMN, vec![Value::str(column), ty], Vec::new())?;
        fields.set(column, made);
    }
    vm.new_class(name, &[], fields).map(Value::Class)
}
