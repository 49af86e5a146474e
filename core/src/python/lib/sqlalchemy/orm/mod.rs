//! `sqlalchemy.orm`: mapped classes that migrations define, and sessions over the connection.

pub mod declarative;
pub mod hybrid;
pub mod load;
pub mod query;
pub mod session;
pub mod unit;

use crate::diagnostic::code;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library { name: "sqlalchemy.orm", functions: FUNCTIONS, classes: CLASSES, ..Library::EMPTY },
    &Library {
        name: "sqlalchemy.orm.session",
        functions: FUNCTIONS,
        classes: CLASSES,
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.orm.query", classes: &[&query::QUERY], ..Library::EMPTY },
    &Library {
        name: "sqlalchemy.orm.decl_api",
        functions: FUNCTIONS,
        classes: CLASSES,
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.orm.attributes", functions: FUNCTIONS, ..Library::EMPTY },
    &Library { name: "sqlalchemy.orm.exc", classes: super::exc::CLASSES, ..Library::EMPTY },
    &Library { name: "sqlalchemy.ext.declarative", functions: FUNCTIONS, ..Library::EMPTY },
    &Library { name: "sqlalchemy.ext.automap", functions: AUTOMAP, ..Library::EMPTY },
    &Library {
        name: "sqlalchemy.ext.hybrid",
        classes: &[&hybrid::HYBRID_PROPERTY, &hybrid::HYBRID_METHOD],
        ..Library::EMPTY
    },
];

static CLASSES: &[&NativeClass] = &[
    &session::SESSION,
    &session::SESSION_MAKER,
    &query::QUERY,
    &declarative::DECLARATIVE_BASE,
    &declarative::MAPPED_AS_DATACLASS,
    &declarative::MAPPED,
    &declarative::RELATIONSHIP,
    &load::LOAD,
];

#[rustfmt::skip]
static FUNCTIONS: &[Native] = &[
    Native::new("declarative_base", "metadata=None, mapper=None, cls=None, name='Base', **kw", declarative::declarative_base),
    Native::new("as_declarative", "metadata=None, **kw", declarative::as_declarative),
    Native::new("declared_attr", "fn=None, **kw", declarative::declared_attr),
    Native::new("mapped_column", "*args, **kw", declarative::mapped_column),
    Native::new("column_property", "column, *args, **kw", |_, args| Ok(args.get("column").clone())),
    Native::new("deferred", "column, *args, **kw", |_, args| Ok(args.get("column").clone())),
    Native::new("relationship", "*args, **kw", declarative::relationship),
    Native::new("relation", "*args, **kw", declarative::relationship),
    Native::new("dynamic_loader", "*args, **kw", declarative::relationship),
    Native::new("synonym", "*args, **kw", declarative::relationship),
    Native::new("composite", "*args, **kw", declarative::relationship),
    Native::new("backref", "*args, **kw", declarative::relationship),
    Native::new("foreign", "expr", |_, args| Ok(args.get("expr").clone())),
    Native::new("remote", "expr", |_, args| Ok(args.get("expr").clone())),
    Native::new("validates", "*names, **kw", declarative::validates),
    Native::new("reconstructor", "fn", |_, args| Ok(args.get("fn").clone())),
    Native::new("configure_mappers", "", |_, _| Ok(Value::None)),
    Native::new("clear_mappers", "", |_, _| Ok(Value::None)),
    Native::new("aliased", "element, alias=None, name=None, flat=False, adapt_on_names=False", query::aliased),
    Native::new("contains_eager", "*args, **kw", load::option),
    Native::new("defaultload", "*args, **kw", load::option),
    Native::new("defer", "*args, **kw", load::option),
    Native::new("immediateload", "*args, **kw", load::option),
    Native::new("joinedload", "*args, **kw", load::option),
    Native::new("lazyload", "*args, **kw", load::option),
    Native::new("load_only", "*args, **kw", load::option),
    Native::new("noload", "*args, **kw", load::option),
    Native::new("raiseload", "*args, **kw", load::option),
    Native::new("selectin_polymorphic", "*args, **kw", load::option),
    Native::new("selectinload", "*args, **kw", load::option),
    Native::new("subqueryload", "*args, **kw", load::option),
    Native::new("undefer", "*args, **kw", load::option),
    Native::new("undefer_group", "*args, **kw", load::option),
    Native::new("with_loader_criteria", "*args, **kw", load::option),
    Native::new("scoped_session", "session_factory, scopefunc=None", |vm, args| vm.call(args.get("session_factory"), Vec::new(), Vec::new())),
    Native::new("flag_modified", "instance, key", |_, _| Ok(Value::None)),
    Native::new("object_session", "instance", |vm, _| Ok(vm.unknown(code::UNFOLLOWED_CALL, "the session of an object"))),
    Native::new("registry", "metadata=None, **kw", declarative::registry),
];

static AUTOMAP: &[Native] = &[Native::new("automap_base", "metadata=None, **kw", |vm, _| {
    Ok(vm.unknown(
        code::UNFOLLOWED_CALL,
        "the classes that are made from the tables of the database",
    ))
})];

/// What `inspect(Model)` gives, if it is a mapped class.
pub fn mapper_of(vm: &mut Vm<'_>, value: &Value) -> Eval<Option<Value>> {
    if !matches!(value, Value::Class(_) | Value::Object(_)) {
        return Ok(None);
    }
    let Some(table) = vm.attribute_if_any(value, "__table__")? else { return Ok(None) };
    let columns = vm.attribute(&table, "columns")?;
    let fields = [
        ("local_table", table.clone()),
        ("mapped_table", table),
        ("columns", columns.clone()),
        ("c", columns.clone()),
        ("attrs", columns.clone()),
        ("column_attrs", columns),
        ("class_", value.clone()),
    ];
    Ok(Some(Value::Object(vm.instance(&MAPPER, fields))))
}

static MAPPER: NativeClass =
    NativeClass { name: "Mapper", module: "sqlalchemy.orm.mapper", ..NativeClass::EMPTY };
