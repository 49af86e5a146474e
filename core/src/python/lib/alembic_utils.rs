//! `alembic_utils`: functions, views, triggers and their like as objects that operations create.

use std::rc::Rc;

use super::alembic::op;
use super::sqlalchemy::engine::statement;
use super::sqlalchemy::expression::construct::text_clause;
use super::sqlalchemy::fields::{flag, items_of, text};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &of("alembic_utils.pg_extension", &[&PG_EXTENSION]),
    &of("alembic_utils.pg_function", &[&PG_FUNCTION]),
    &of("alembic_utils.pg_materialized_view", &[&PG_MATERIALIZED_VIEW]),
    &of("alembic_utils.pg_policy", &[&PG_POLICY]),
    &of("alembic_utils.pg_trigger", &[&PG_TRIGGER]),
    &of("alembic_utils.pg_view", &[&PG_VIEW]),
    &of("alembic_utils.replaceable_entity", &[&ENTITY]),
    &Library { name: "alembic_utils", ..Library::EMPTY },
];

const fn of(name: &'static str, classes: &'static [&'static NativeClass]) -> Library {
    Library { name, classes, ..Library::EMPTY }
}

/// What all of them are.
static ENTITY: NativeClass = NativeClass {
    name: "ReplaceableEntity",
    module: "alembic_utils.replaceable_entity",
    params: "schema, signature, definition",
    init: Some(init_escaped),
    class_attribute: Some(|vm, _, name| {
        let made = matches!(name, "from_sql" | "from_path" | "from_database");
        Ok(made.then(|| vm.unknown(code::UNFOLLOWED_CALL, format!("what `{name}` makes"))))
    }),
    ..NativeClass::EMPTY
};

static PG_FUNCTION: NativeClass = NativeClass {
    init: Some(|_, this, args| {
        keep_names(this, args);
        let given = definition(args);
        let language = words(&given).to_lowercase().replace('\'', "");
        let escaped = match language.contains("language plpgsql") {
            true => escaped_but(&given, &["::", ":=", "\\:"]),
            false => escaped_but(&given, &["::"]),
        };
        this.set_field("definition", Value::str(escaped));
        Ok(())
    }),
    methods: &[
        Native::new("to_sql_statement_create", "self", |vm, args| {
            sql(vm, &format!("CREATE FUNCTION {}", function_said(args)))
        }),
        Native::new("to_sql_statement_drop", "self, cascade=False", |vm, args| {
            let (schema, signature) = names(args);
            let (name, parameters) = signature.split_once('(').unwrap_or((&signature, ""));
            let parameters = parameters.rsplit_once(')').map_or("", |(inside, _)| inside);
            let bare = |it: &str| {
                let end = it.to_lowercase().find("default").unwrap_or(it.len());
                it.get(..end).unwrap_or(it).trim().to_owned()
            };
            let parameters: Vec<String> = parameters.split(',').map(bare).collect();
            let (name, parameters) = (name.trim(), parameters.join(", "));
            let cascade = cascade(args);
            sql(vm, &format!("DROP FUNCTION {schema}.\"{name}\"({parameters}) {cascade}"))
        }),
        Native::new("to_sql_statement_create_or_replace", "self", |vm, args| {
            let made = sql(vm, &format!("CREATE OR REPLACE FUNCTION {}", function_said(args)))?;
            Ok(Value::list(vec![made]))
        }),
    ],
    ..entity("PGFunction")
};

static PG_VIEW: NativeClass = NativeClass {
    init: Some(init_plain),
    methods: &[
        Native::new("to_sql_statement_create", "self", |vm, args| {
            let (schema, name, definition) = parts(args);
            sql(vm, &format!("CREATE VIEW {schema}.\"{name}\" AS {definition};"))
        }),
        Native::new("to_sql_statement_drop", "self, cascade=False", |vm, args| {
            let ((schema, name), cascade) = (names(args), cascade(args));
            sql(vm, &format!("DROP VIEW {schema}.\"{name}\" {cascade}"))
        }),
    ],
    ..entity("PGView")
};

static PG_MATERIALIZED_VIEW: NativeClass = NativeClass {
    params: "schema, signature, definition, with_data=True",
    init: Some(|vm, this, args| {
        this.set_field("with_data", args.get("with_data").clone());
        init_plain(vm, this, args)
    }),
    methods: &[
        Native::new("to_sql_statement_create", "self", |vm, args| {
            sql(vm, &format!("CREATE MATERIALIZED VIEW {};", materialized_said(args)))
        }),
        Native::new("to_sql_statement_drop", "self, cascade=False", |vm, args| {
            let ((schema, name), cascade) = (names(args), cascade(args));
            sql(vm, &format!("DROP MATERIALIZED VIEW {schema}.\"{name}\" {cascade}"))
        }),
        Native::new("to_sql_statement_create_or_replace", "self", |vm, args| {
            let (schema, name) = names(args);
            let drop = format!("DROP MATERIALIZED VIEW IF EXISTS {schema}.\"{name}\"; ");
            let create = format!("CREATE MATERIALIZED VIEW {}", materialized_said(args));
            Ok(Value::list(vec![sql(vm, &drop)?, sql(vm, &create)?]))
        }),
    ],
    ..entity("PGMaterializedView")
};

static PG_TRIGGER: NativeClass = NativeClass {
    params: "schema, signature, definition, on_entity, is_constraint=False",
    init: Some(|vm, this, args| {
        this.set_field("is_constraint", args.get("is_constraint").clone());
        init_on_entity(vm, this, args)
    }),
    methods: &[
        Native::new("to_sql_statement_create", "self", create_trigger),
        Native::new("to_sql_statement_drop", "self, cascade=False", |vm, args| {
            let (name, cascade) = (names(args).1, cascade(args));
            sql(vm, &format!("DROP TRIGGER \"{name}\" ON {} {cascade}", on_entity(args)))
        }),
        Native::new("to_sql_statement_create_or_replace", "self", |vm, args| {
            let name = names(args).1;
            let drop = format!("DROP TRIGGER IF EXISTS \"{name}\" ON {};", on_entity(args));
            Ok(Value::list(vec![sql(vm, &drop)?, create_trigger(vm, args)?]))
        }),
    ],
    ..entity("PGTrigger")
};

static PG_POLICY: NativeClass = NativeClass {
    params: "schema, signature, definition, on_entity",
    init: Some(init_on_entity),
    methods: &[
        Native::new("to_sql_statement_create", "self", |vm, args| {
            sql(vm, &format!("CREATE POLICY {}", policy_said(args)))
        }),
        Native::new("to_sql_statement_drop", "self, cascade=False", |vm, args| {
            let (name, cascade) = (names(args).1, cascade(args));
            sql(vm, &format!("DROP POLICY {name} on {} {cascade}", on_entity(args)))
        }),
        Native::new("to_sql_statement_create_or_replace", "self", |vm, args| {
            let name = names(args).1;
            let drop = format!("DROP POLICY IF EXISTS {name} on {};", on_entity(args));
            let create = format!("CREATE POLICY {};", policy_said(args));
            Ok(Value::list(vec![sql(vm, &drop)?, sql(vm, &create)?]))
        }),
    ],
    ..entity("PGPolicy")
};

static PG_EXTENSION: NativeClass = NativeClass {
    params: "schema, signature",
    init: Some(|_, this, args| {
        keep_names(this, args);
        Ok(())
    }),
    methods: &[
        Native::new("to_sql_statement_create", "self", |vm, args| {
            let (schema, name) = names(args);
            sql(vm, &format!("CREATE EXTENSION \"{name}\" WITH SCHEMA {schema};"))
        }),
        Native::new("to_sql_statement_drop", "self, cascade=False", |vm, args| {
            let (name, cascade) = (names(args).1, cascade(args).to_uppercase());
            sql(vm, &format!("DROP EXTENSION \"{name}\" {cascade}"))
        }),
    ],
    ..entity("PGExtension")
};

/// `op.create_entity(entity)`.
pub fn create(vm: &mut Vm<'_>, args: &Args) -> Eval {
    run(vm, args, "to_sql_statement_create", Vec::new(), "op.create_entity")
}

/// `op.drop_entity(entity, cascade=False)`.
pub fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let given = vec![args.get("cascade").clone()];
    run(vm, args, "to_sql_statement_drop", given, "op.drop_entity")
}

/// `op.replace_entity(entity)`.
pub fn replace(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(view) = args.get("target").as_object().filter(|it| it.is(&PG_VIEW)).cloned() {
        return replace_view(vm, &view);
    }
    run(vm, args, "to_sql_statement_create_or_replace", Vec::new(), "op.replace_entity")
}

/// Replaces a view in a block that drops and creates it anew where its columns differ.
fn replace_view(vm: &mut Vm<'_>, view: &Rc<Object>) -> Eval {
    let said = |name| text(view, name).unwrap_or_default();
    let view = format!("\"{}\".\"{}\"", said("schema"), said("signature"));
    let definition = said("definition");
    let create = format!("CREATE OR REPLACE VIEW {view} AS {definition}");
    let block = format!(
        "\n        do $$\n            begin\n                {create};\n\n            exception when \
         others then\n                DROP VIEW IF EXISTS {view};\n\n                CREATE VIEW \
         {view} AS {definition};\n            end;\n        $$ language 'plpgsql'\n        "
    );
    let (create, block) = (sql(vm, &create)?, sql(vm, &block)?);
    let create = statement::write(vm, &create, Vec::new())?;
    let block = statement::write(vm, &block, Vec::new())?;
    match (block, create) {
        (Ok(block), Ok(create)) => statement::emit_as(vm, &block, &create, "op.replace_entity"),
        (Err((_, unknown)), _) | (_, Err((_, unknown))) => vm.emit_unwritten(&unknown),
    }
    Ok(Value::None)
}

fn run(
    vm: &mut Vm<'_>,
    args: &Args,
    method: &str,
    given: Vec<Value>,
    origin: &'static str,
) -> Eval {
    if let Some(unknown) = op::missing(args) {
        vm.emit_unwritten(&unknown);
        return Ok(Value::None);
    }
    let made = vm.call_method(args.get("target"), method, given)?;
    let statements = match &made {
        Value::List(_) => items_of(&made),
        Value::Object(_) | Value::Unknown(_) => vec![made],
        several => vm.iterate(several)?,
    };
    for it in statements {
        statement::print(vm, &it, origin)?;
    }
    Ok(Value::None)
}

const fn entity(name: &'static str) -> NativeClass {
    NativeClass { name, module: "alembic_utils", bases: ENTITIES, ..NativeClass::EMPTY }
}

static ENTITIES: &[&NativeClass] = &[&ENTITY];

fn init_escaped(_: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    keep_names(this, args);
    this.set_field("definition", Value::str(escaped_but(&definition(args), &["::"])));
    Ok(())
}

fn init_plain(_: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    keep_names(this, args);
    this.set_field("definition", Value::str(definition(args)));
    Ok(())
}

fn init_on_entity(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let on = args.str("on_entity").unwrap_or_default().replace('"', "");
    let on = if on.contains('.') { on } else { format!("public.{on}") };
    this.set_field("on_entity", Value::str(on));
    init_escaped(vm, this, args)
}

fn keep_names(this: &Rc<Object>, args: &Args) {
    for name in ["schema", "signature"] {
        let written = words(args.str(name).unwrap_or_default()).replace('"', "");
        this.set_field(name, Value::str(written));
    }
}

/// The definition as it was given, without the semicolon at its end.
fn definition(args: &Args) -> String {
    let given = args.str("definition").unwrap_or_default();
    given.trim().trim_end_matches(';').trim().to_owned()
}

/// A text with all white space as single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An SQL text whose colons `text()` does not take for parameters, but for those in some words.
fn escaped_but(sql: &str, kept: &[&str]) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let word = kept.iter().find(|it| rest.starts_with(**it));
        let length = word.map_or(first.len_utf8(), |it| it.len());
        let (part, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if word.is_none() && first == ':' {
            out.push('\\');
        }
        out.push_str(part);
        rest = behind;
    }
    out
}

/// The schema in quotes, and the signature.
fn names(args: &Args) -> (String, String) {
    let Some(this) = args.get("self").as_object() else { return (String::new(), String::new()) };
    let schema = text(this, "schema").unwrap_or_default();
    (format!("\"{schema}\""), text(this, "signature").unwrap_or_default())
}

/// The schema in quotes, the signature and the definition.
fn parts(args: &Args) -> (String, String, String) {
    let (schema, signature) = names(args);
    (schema, signature, of_self(args, "definition"))
}

fn of_self(args: &Args, name: &str) -> String {
    args.get("self").as_object().and_then(|it| text(it, name)).unwrap_or_default()
}

fn on_entity(args: &Args) -> String {
    of_self(args, "on_entity")
}

fn cascade(args: &Args) -> &'static str {
    if args.flag("cascade") { "cascade" } else { "" }
}

fn function_said(args: &Args) -> String {
    let (schema, signature, definition) = parts(args);
    let (name, parameters) = signature.split_once('(').unwrap_or((&signature, ")"));
    format!("{schema}.\"{}\"({parameters} {definition}", name.trim())
}

fn materialized_said(args: &Args) -> String {
    let (schema, name, definition) = parts(args);
    let definition = definition.trim_end().trim_end_matches(';');
    let with_data = args.get("self").as_object().is_some_and(|it| flag(it, "with_data"));
    let no = if with_data { "" } else { "NO" };
    format!("{schema}.\"{name}\" AS {definition} WITH {no} DATA")
}

fn policy_said(args: &Args) -> String {
    let (_, name, definition) = parts(args);
    format!("{name} on {} {definition}", on_entity(args))
}

/// The trigger on its table in its own schema, wherever its definition says that it is.
fn create_trigger(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let (_, name, definition) = parts(args);
    let schema = of_self(args, "schema");
    let Some((event, on, action)) = trigger_parts(&definition) else {
        let message =
            format!("Failed to parse SQL into PGTrigger.definition \"\"\"{definition}\"\"\"");
        return Err(vm.raise("Exception", message));
    };
    let on = on.split_once('.').map_or(on, |(_, table)| table);
    let is_constraint = args.get("self").as_object().is_some_and(|it| flag(it, "is_constraint"));
    let constraint = if is_constraint { " CONSTRAINT " } else { " " };
    sql(vm, &format!("CREATE{constraint}TRIGGER \"{name}\" {event} ON {schema}.{on} {action}"))
}

/// What a trigger waits for, its table, and what it does: `event ON table action`.
fn trigger_parts(definition: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + definition.get(from..)?.find(char::is_whitespace)?;
        let tail = definition.get(at..)?.trim_start();
        let behind =
            tail.get(2..).filter(|_| tail.get(..2).is_some_and(|it| it.eq_ignore_ascii_case("on")));
        if let Some(behind) = behind.filter(|it| it.starts_with(char::is_whitespace)) {
            let (on, action) = behind.trim_start().split_once(char::is_whitespace)?;
            return Some((definition.get(..at)?, on, action.trim_start()));
        }
        from = definition.len() - tail.len();
    }
}

fn sql(vm: &mut Vm<'_>, written: &str) -> Eval {
    text_clause(vm, &Value::str(written))
}
