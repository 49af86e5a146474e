//! Types that the database knows by a name: enums and domains.

use std::rc::Rc;

use super::super::engine;
use super::super::exc;
use super::super::fields::{choice, entries, field, flag, int, items, make, object, text};
use super::super::schema::statement::{CREATE_ENUM_TYPE, DROP_ENUM_TYPE};
use super::base::{SCHEMA_TYPE, TYPE_ENGINE, to_instance};
use super::generic::{ARRAY_TYPE, STRING};
use crate::catalog::{DomainConstraint, DomainRule, Privileges, Type, TypeKind};
use crate::name::Name;
use crate::op;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::host::Mode;
use crate::python::operator::held;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

use super::super::compiler::Compiler;

/// Every class of this file, by the module that has it.
pub static GENERIC: &[&NativeClass] = &[&ENUM];
pub static POSTGRESQL: &[&NativeClass] = &[&POSTGRESQL_ENUM, &NAMED_TYPE, &DOMAIN];
pub static MYSQL: &[&NativeClass] = &[&MYSQL_ENUM];

/// `Enum("a", "b", name="letter")` and `Enum(Letter)`.
pub static ENUM: NativeClass = NativeClass {
    name: "Enum",
    module: "sqlalchemy.sql.sqltypes",
    bases: &[&STRING, &SCHEMA_TYPE],
    params: "*enums, **kw",
    init: Some(init_enum),
    ..NativeClass::EMPTY
};

pub static NAMED_TYPE: NativeClass = NativeClass {
    name: "NamedType",
    module: "sqlalchemy.dialects.postgresql.named_types",
    bases: &[&SCHEMA_TYPE],
    ..NativeClass::EMPTY
};

/// PostgreSQL's own enum: as [`ENUM`], and always a type of the database.
pub static POSTGRESQL_ENUM: NativeClass = NativeClass {
    name: "ENUM",
    module: "sqlalchemy.dialects.postgresql.named_types",
    bases: &[&ENUM, &NAMED_TYPE],
    params: "*enums, **kw",
    init: Some(init_enum),
    methods: &[
        Native { name: "create", params: "self, bind=None, checkfirst=True", call: create },
        Native { name: "drop", params: "self, bind=None, checkfirst=True", call: drop },
    ],
    ..NativeClass::EMPTY
};

pub static MYSQL_ENUM: NativeClass = NativeClass {
    name: "ENUM",
    module: "sqlalchemy.dialects.mysql",
    bases: &[&ENUM],
    params: "*enums, **kw",
    init: Some(init_enum),
    ..NativeClass::EMPTY
};

/// `DOMAIN("positive", Integer, check="VALUE > 0")`.
pub static DOMAIN: NativeClass = NativeClass {
    name: "DOMAIN",
    module: "sqlalchemy.dialects.postgresql.named_types",
    bases: &[&NAMED_TYPE],
    params: "name, data_type, *, collation=None, default=None, constraint_name=None, not_null=None, check=None, create_type=True, schema=None, metadata=None, **kw",
    init: Some(init_domain),
    methods: &[
        Native { name: "create", params: "self, bind=None, checkfirst=True", call: create },
        Native { name: "drop", params: "self, bind=None, checkfirst=True", call: drop },
    ],
    ..NativeClass::EMPTY
};

fn init_enum(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let keywords = entries(args.get("kw"));
    // The generic class takes any keyword, and does nothing with this one: the type is made all the same.
    let is_read = |name: &str| name != "create_type" || this.is(&POSTGRESQL_ENUM);
    for (name, value) in keywords.iter().filter(|(name, _)| is_read(name)) {
        this.set_field(name, value.clone());
    }
    let given = args.rest("enums");
    let labels = match given {
        [class @ Value::Class(_)] => {
            this.set_field("enum_class", class.clone());
            if !keywords.iter().any(|(name, _)| name == "name") {
                let name = vm.attribute(class, "__name__")?;
                let name = name.as_str().map_or(Value::None, |it| Value::str(it.to_lowercase()));
                this.set_field("name", name);
            }
            labels_of_class(vm, this, class)?
        }
        _ => given.to_vec(),
    };
    let longest = longest(vm, &labels)?;
    if this.field("length").is_none() {
        this.set_field("length", Value::Int(longest));
    }
    this.set_field("enums", Value::list(labels));
    Ok(())
}

/// What an enumeration of the script is stored as: the names of its members, unless
/// `values_callable` says otherwise.
fn labels_of_class(vm: &mut Vm<'_>, this: &Rc<Object>, class: &Value) -> Eval<Vec<Value>> {
    let all = match vm.attribute_if_any(class, "__members__")? {
        None if let Some(unknown) = vm.open(class) => return Ok(vec![unknown]),
        Some(all) => all,
        None => vm.attribute(class, "__members__")?,
    };
    let (mut names, mut members) = (Vec::new(), Vec::new());
    for (name, member) in entries(&all) {
        let own = vm.attribute(&member, "name")?;
        if own.as_str().is_none_or(|own| own == name) {
            names.push(Value::str(name));
            members.push(member);
        }
    }
    this.set_field("_members", Value::list(members));
    let chosen = field(this, "values_callable");
    if chosen.is_none() {
        return Ok(names);
    }
    let values = vm.call(&chosen, vec![class.clone()], Vec::new())?;
    vm.iterate(&values)
}

/// The length of the longest label. Members of an enumeration that are no text have none, and a
/// list is no label.
fn longest(vm: &mut Vm<'_>, labels: &[Value]) -> Eval<i128> {
    let mut longest = 0;
    for label in labels {
        if let Value::Int(length) = vm.length(label)? {
            longest = longest.max(length);
        }
        vm.key(label)?;
    }
    Ok(longest)
}

fn init_domain(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    for (name, value) in args.iter().filter(|(name, _)| *name != "kw") {
        this.set_field(name, value.clone());
    }
    let base = to_instance(vm, args.get("data_type"))?;
    this.set_field("data_type", base);
    Ok(())
}

/// The name of a type that the database knows by a name.
pub fn name_of(ty: &Rc<Object>) -> Option<Name> {
    let name = text(ty, "name")?;
    Some(Name::new(text(ty, "schema").as_deref(), &name))
}

/// Whether a type is one that PostgreSQL knows by a name.
pub fn is_named(ty: &Rc<Object>) -> bool {
    ty.is(&NAMED_TYPE)
        || ty.is(&ENUM) && choice(ty, "native_enum") != Some(false) && !ty.is(&MYSQL_ENUM)
}

/// The labels of an enum: texts, and members of enumerations that are texts themselves.
pub fn labels(ty: &Rc<Object>) -> Vec<String> {
    let texts = items(ty, "enums").into_iter().map(|it| held(&it).unwrap_or(it));
    texts.filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

/// PostgreSQL's labels are written as literals, which only plain text has.
fn check_labels(vm: &mut Vm<'_>, ty: &Rc<Object>) -> Eval<()> {
    match items(ty, "enums").iter().find(|it| it.as_str().is_none()) {
        Some(label) => Err(Compiler::new(vm).no_renderer(label, "NULL")?),
        None => Ok(()),
    }
}

/// The named types that a column of this type needs: itself, its items, what it stands for.
pub fn needed_by(compiler: &mut Compiler<'_, '_>, ty: &Value) -> Eval<Vec<Rc<Object>>> {
    let Some(ty) = compiler.dialect_type(ty)? else { return Ok(Vec::new()) };
    if ty.is(&ARRAY_TYPE) {
        return needed_by(compiler, &field(&ty, "item_type"));
    }
    Ok(if is_named(&ty) { vec![ty] } else { Vec::new() })
}

/// Makes the types that a new table needs, as `SQLAlchemy`'s events do: each once.
pub fn create_for_table(vm: &mut Vm<'_>, ty: &Value, checkfirst: Check) -> Eval<()> {
    for ty in needed(vm, ty, &CREATE_ENUM_TYPE)? {
        let shared = object(&ty, "metadata").is_some();
        if (!shared || checkfirst == Check::First) && engine::first_time(vm, &ty) {
            emit_create(vm, &ty, checkfirst)?;
        }
    }
    Ok(())
}

/// Makes the types of a metadata before its tables: those of all its columns, chosen or not.
pub fn create_for_metadata(vm: &mut Vm<'_>, it: &Rc<Object>, ty: &Value, check: Check) -> Eval<()> {
    for ty in needed(vm, ty, &CREATE_ENUM_TYPE)? {
        if is_of(&ty, it) && engine::first_time(vm, &ty) {
            emit_create(vm, &ty, check)?;
        }
    }
    Ok(())
}

/// Drops the types of a metadata after its tables.
pub fn drop_for_metadata(vm: &mut Vm<'_>, it: &Rc<Object>, ty: &Value, check: Check) -> Eval<()> {
    for ty in needed(vm, ty, &DROP_ENUM_TYPE)? {
        if is_of(&ty, it) && engine::first_time(vm, &ty) {
            emit_drop(vm, &ty, check);
        }
    }
    Ok(())
}

/// Drops the types of a table that is dropped by itself: none that a metadata was given to.
pub fn drop_with_table(vm: &mut Vm<'_>, ty: &Value, check: Check) -> Eval<()> {
    for ty in needed(vm, ty, &DROP_ENUM_TYPE)? {
        if object(&ty, "metadata").is_none() && engine::first_time(vm, &ty) {
            emit_drop(vm, &ty, check);
        }
    }
    Ok(())
}

/// The named types that a column of this type makes by itself: none that a plain
/// `create_type=False` leaves alone.
fn needed(vm: &mut Vm<'_>, ty: &Value, statement: &NativeClass) -> Eval<Vec<Rc<Object>>> {
    if ty.as_object().is_none_or(|it| choice(it, "create_type") != Some(false)) {
        refuse_foreign(vm, ty, statement)?;
    }
    if !engine::has_named_types(vm) {
        return Ok(Vec::new());
    }
    let mut needed = needed_by(&mut Compiler::new(vm), ty)?;
    needed.retain(|it| choice(it, "create_type") != Some(false));
    Ok(needed)
}

/// Refuses an enum of another database, for which `SQLAlchemy` tries to make a type all the same.
fn refuse_foreign(vm: &mut Vm<'_>, ty: &Value, statement: &NativeClass) -> Eval<()> {
    let Some(ty) = Compiler::new(vm).dialect_type(ty)? else { return Ok(()) };
    let dialect = vm.host.dialect().name;
    if ty.is(&POSTGRESQL_ENUM) && dialect == "mysql" {
        let class = statement.name;
        let message = format!("the {dialect} compiler can't render element of type {class}");
        return Err(exc::raise(vm, &exc::UNSUPPORTED_COMPILATION_ERROR, message));
    }
    if ty.is(&MYSQL_ENUM) && dialect == "postgresql" {
        return Err(vm.raise("AttributeError", "'ENUM' object has no attribute 'create_type'"));
    }
    Ok(())
}

/// Whether a type goes with this metadata, that of the tables which use it: it has no other.
fn is_of(ty: &Rc<Object>, metadata: &Rc<Object>) -> bool {
    object(ty, "metadata").is_none_or(|it| Rc::ptr_eq(&it, metadata))
}

/// Whether the database is asked before something is made or dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    First,
    Never,
}

impl Check {
    /// What `checkfirst=` says; a connection that only prints never asks.
    pub fn said(vm: &Vm<'_>, args: &Args) -> Self {
        let first = args.flag("checkfirst") && vm.host.mode() == Mode::Online;
        if first { Self::First } else { Self::Never }
    }
}

/// `enum.create(bind, checkfirst=True)`.
pub fn create(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    refuse_foreign(vm, args.get("self"), &CREATE_ENUM_TYPE)?;
    if let Some(this) = args.get("self").as_object()
        && engine::has_named_types(vm)
    {
        let mut compiler = Compiler::new(vm);
        for ty in needed_by(&mut compiler, &Value::Object(this.clone()))? {
            if field(&ty, "name").is_none() {
                let message = "PostgreSQL ENUM type requires a name.";
                return Err(exc::raise(vm, &exc::COMPILE_ERROR, message));
            }
            emit_create(vm, &ty, check)?;
        }
    }
    Ok(Value::None)
}

/// `enum.drop(bind, checkfirst=True)`.
pub fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    refuse_foreign(vm, args.get("self"), &DROP_ENUM_TYPE)?;
    if let Some(this) = args.get("self").as_object()
        && engine::has_named_types(vm)
    {
        let mut compiler = Compiler::new(vm);
        for ty in needed_by(&mut compiler, &Value::Object(this.clone()))? {
            emit_drop(vm, &ty, check);
        }
    }
    Ok(Value::None)
}

pub fn emit_create(vm: &mut Vm<'_>, ty: &Rc<Object>, check: Check) -> Eval<()> {
    let Some(name) = name_of(ty) else { return Ok(()) };
    if check == Check::First && vm.host.catalog().type_named(&name).is_some() {
        return Ok(());
    }
    if let Some(Value::Unknown(unknown)) = items(ty, "enums").iter().find(|it| it.is_unknown()) {
        vm.emit_unwritten(unknown);
        return Ok(());
    }
    check_labels(vm, ty)?;
    let kind = if ty.is(&DOMAIN) { domain(vm, ty)? } else { TypeKind::Enum(labels(ty)) };
    let ty = Type { name, kind, comment: None, privileges: Privileges::default(), assumed: false };
    vm.emit(op::CreateType { ty, if_not_exists: check == Check::First }.into(), "Enum.create");
    Ok(())
}

/// Drops a type; asked first, only one that is there.
pub fn emit_drop(vm: &mut Vm<'_>, ty: &Rc<Object>, check: Check) {
    let Some(name) = name_of(ty) else { return };
    if check == Check::First && vm.host.catalog().type_named(&name).is_none() {
        return;
    }
    let domain = ty.is(&DOMAIN);
    vm.emit(op::DropType { name, domain, if_exists: false, cascade: false }.into(), "Enum.drop");
}

fn domain(vm: &mut Vm<'_>, ty: &Rc<Object>) -> Eval<TypeKind> {
    let mut compiler = Compiler::new(vm);
    let base = compiler.sql_type(&field(ty, "data_type"))?;
    let default = compiler.default_text(&field(ty, "default"))?;
    // The name stands before both, and so belongs to the first.
    let mut name = text(ty, "constraint_name");
    let mut constraints = Vec::new();
    if flag(ty, "not_null") {
        constraints.push(DomainConstraint::new(name.take(), DomainRule::NotNull));
    }
    if let Some(check) = ty.field("check").filter(|it| !it.is_none()) {
        let rule = DomainRule::Check(compiler.ddl_expression(&check)?);
        constraints.push(DomainConstraint::new(name, rule));
    }
    Ok(TypeKind::Domain { base, default, constraints, collation: text(ty, "collation") })
}

/// An enum as the catalog has it, as an inspector hands it out.
pub fn reflected(vm: &mut Vm<'_>, name: &Name, labels: &[String]) -> Rc<Object> {
    let longest = labels.iter().map(|it| it.chars().count()).max().unwrap_or_default();
    let labels = labels.iter().map(Value::str).collect();
    let schema = name.schema.as_ref().map_or(Value::None, Value::str);
    let fields = [
        ("enums", Value::list(labels)),
        ("name", Value::str(&name.name)),
        ("schema", schema),
        ("length", Value::Int(longest as i128)),
    ];
    make(vm, &POSTGRESQL_ENUM, fields)
}

/// The length that an enum kept as text needs.
pub fn length(ty: &Rc<Object>) -> Option<i128> {
    int(ty, "length")
}

/// Whether this is a type at all.
pub fn is_type(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.is(&TYPE_ENGINE),
        Value::Class(class) => class.is(&TYPE_ENGINE),
        _ => false,
    }
}
