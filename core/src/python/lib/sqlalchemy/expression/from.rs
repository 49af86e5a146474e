//! What rows come from: tables, aliases, joins, and the columns they have.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::fields::{field, flag, items, items_of, make, object, of, same, text};
use super::super::schema::reflect::PARTLY_KNOWN;
use super::collection::{COLUMN_COLLECTION, collection, key_of, open_collection};
use super::element::{BINARY, COLUMN_CLAUSE, LABEL, expression_of};
use super::label::{ColumnName, name_of_column};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

const MODULE: &str = "sqlalchemy.sql.selectable";

/// Whatever can stand behind FROM.
pub static FROM_CLAUSE: NativeClass = NativeClass {
    name: "FromClause",
    module: MODULE,
    bases: &[&super::element::CLAUSE_ELEMENT],
    methods: &[
        Native { name: "alias", params: "self, name=None, flat=False", call: alias },
        Native { name: "select", params: "self, *where", call: select },
        Native {
            name: "join",
            params: "self, right, onclause=None, isouter=False, full=False",
            call: join,
        },
        Native {
            name: "outerjoin",
            params: "self, right, onclause=None, full=False",
            call: outer_join,
        },
        Native {
            name: "corresponding_column",
            params: "self, column, *args",
            call: |_, args| Ok(args.get("column").clone()),
        },
    ],
    properties: &[
        Native { name: "c", params: "self", call: columns },
        Native { name: "columns", params: "self", call: columns },
        Native { name: "exported_columns", params: "self", call: columns },
    ],
    ..NativeClass::EMPTY
};

/// `table("t", column("a"))`, and the base of `Table`.
pub static TABLE_CLAUSE: NativeClass = NativeClass {
    name: "TableClause",
    module: MODULE,
    bases: &[&FROM_CLAUSE],
    params: "name, *columns, schema: schema=None",
    init: Some(init_table),
    methods: &[
        Native { name: "insert", params: "self, *args, **kw", call: super::dml::insert_into },
        Native { name: "update", params: "self, *args, **kw", call: super::dml::update_of },
        Native { name: "delete", params: "self, *args, **kw", call: super::dml::delete_from },
        Native { name: "append_column", params: "self, c, **kw", call: append_column },
        Native {
            name: "count",
            params: "self",
            call: |vm, _| super::function::named(vm, "count", Vec::new()),
        },
    ],
    properties: &[
        Native { name: "fullname", params: "self", call: full_name },
        Native {
            name: "description",
            params: "self",
            call: |_, args| {
                Ok(args.get("self").as_object().map_or(Value::None, |it| field(it, "name")))
            },
        },
    ],
    ..NativeClass::EMPTY
};

pub static ALIAS: NativeClass = NativeClass {
    name: "Alias",
    module: MODULE,
    bases: &[&FROM_CLAUSE],
    params: "element, name=None",
    ..NativeClass::EMPTY
};

/// A function under a name, as a source of rows.
pub static TABLE_VALUED_ALIAS: NativeClass = NativeClass {
    name: "TableValuedAlias",
    module: MODULE,
    bases: &[&ALIAS],
    methods: &[
        Native {
            name: "render_derived",
            params: "self, name=None, with_types=False",
            call: render_derived,
        },
        Native {
            name: "alias",
            params: "self, name=None, joins_implicitly=False",
            call: |vm, args| Ok(renamed(vm, args, None)),
        },
        Native { name: "lateral", params: "self, name=None", call: lateral },
    ],
    properties: &[Native {
        name: "column",
        params: "self",
        call: |vm, args| Ok(column_of_alias(vm, args.get("self"))),
    }],
    ..NativeClass::EMPTY
};

/// A function's rows as one column, which is called as the alias is.
pub static TABLE_VALUED_COLUMN: NativeClass = NativeClass {
    name: "TableValuedColumn",
    module: "sqlalchemy.sql.elements",
    bases: &[&super::element::COLUMN_ELEMENT],
    ..NativeClass::EMPTY
};

pub static LATERAL: NativeClass =
    NativeClass { name: "Lateral", module: MODULE, bases: &[&ALIAS], ..NativeClass::EMPTY };

pub static SUBQUERY: NativeClass =
    NativeClass { name: "Subquery", module: MODULE, bases: &[&ALIAS], ..NativeClass::EMPTY };

pub static CTE: NativeClass = NativeClass {
    name: "CTE",
    module: MODULE,
    bases: &[&ALIAS],
    methods: &[
        Native {
            name: "union",
            params: "self, *other",
            call: |vm, args| extended_cte(vm, args, "UNION"),
        },
        Native {
            name: "union_all",
            params: "self, *other",
            call: |vm, args| extended_cte(vm, args, "UNION ALL"),
        },
    ],
    ..NativeClass::EMPTY
};

pub static JOIN: NativeClass = NativeClass {
    name: "Join",
    module: MODULE,
    bases: &[&FROM_CLAUSE],
    params: "left, right, onclause=None, isouter=False, full=False",
    ..NativeClass::EMPTY
};

pub static VALUES: NativeClass = NativeClass {
    name: "Values",
    module: MODULE,
    bases: &[&FROM_CLAUSE],
    params: "*columns, name=None, literal_binds=False",
    methods: &[Native { name: "data", params: "self, values", call: values_data }],
    ..NativeClass::EMPTY
};

/// Every class of this file, as scripts import them.
pub static CLASSES: &[&NativeClass] =
    &[&FROM_CLAUSE, &TABLE_CLAUSE, &ALIAS, &SUBQUERY, &CTE, &JOIN, &VALUES, &COLUMN_COLLECTION];

/// `table`, `join`, `alias` and their like.
pub static FUNCTIONS: &[Native] = &[
    Native { name: "table", params: "name, *columns, schema=None, **kw", call: table },
    Native { name: "alias", params: "self, name=None, flat=False", call: alias },
    Native {
        name: "lateral",
        params: "selectable, name=None",
        call: |vm, args| {
            Ok(Value::Object(make(
                vm,
                &LATERAL,
                [("element", args.get("selectable").clone()), ("name", args.get("name").clone())],
            )))
        },
    },
    Native {
        name: "join",
        params: "self, right, onclause=None, isouter=False, full=False",
        call: join,
    },
    Native {
        name: "outerjoin",
        params: "self, right, onclause=None, full=False",
        call: outer_join,
    },
    Native {
        name: "values",
        params: "*columns, name=None, literal_binds=False",
        call: |vm, args| {
            let fields = [
                ("columns", Value::list(args.rest("columns").to_vec())),
                ("name", args.get("name").clone()),
            ];
            Ok(Value::Object(make(vm, &VALUES, fields)))
        },
    },
];

fn init_table(_: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    this.set_field("name", args.get("name").clone());
    this.set_field("schema", args.get("schema").clone());
    let columns = args.rest("columns").to_vec();
    for column in columns.iter().filter_map(Value::as_object) {
        column.set_field("table", Value::Object(this.clone()));
    }
    this.set_field("_columns", Value::list(columns));
    Ok(())
}

fn append_column(_: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(this) = args.get("self").as_object()
        && let Some(column) = args.get("c").as_object()
    {
        column.set_field("table", Value::Object(this.clone()));
        let mut columns = items(this, "_columns");
        columns.push(args.get("c").clone());
        this.set_field("_columns", Value::list(columns));
    }
    Ok(Value::None)
}

fn table(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut given = vec![args.get("name").clone()];
    given.extend(args.rest("columns").iter().cloned());
    vm.construct(&TABLE_CLAUSE, given, vec![("schema".to_owned(), args.get("schema").clone())])
}

fn full_name(_: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let name = text(this, "name").unwrap_or_default();
    Ok(Value::str(match text(this, "schema") {
        Some(schema) => format!("{schema}.{name}"),
        None => name,
    }))
}

fn columns(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let columns = columns_of(vm, &this);
    Ok(match is_open(&this) {
        true => open_collection(vm, columns, this),
        false => collection(vm, columns),
    })
}

/// Whether something may have more columns than we know: such a table, or an alias of one.
fn is_open(from: &Rc<Object>) -> bool {
    let inner = object(from, "element").filter(|_| from.is(&ALIAS));
    flag(from, PARTLY_KNOWN) || inner.is_some_and(|it| flag(&it, PARTLY_KNOWN))
}

/// The columns that something has. Those of an alias or subquery are made when first asked for.
pub fn columns_of(vm: &mut Vm<'_>, from: &Rc<Object>) -> Vec<Value> {
    if let Some(made) = from.field("_columns") {
        return items_of(&made);
    }
    // What nests too deep is reported there, and has no columns.
    if vm.enter().is_err() {
        return Vec::new();
    }
    let columns = columns_made(vm, from);
    vm.leave();
    columns
}

fn columns_made(vm: &mut Vm<'_>, from: &Rc<Object>) -> Vec<Value> {
    let inner = if from.is(&JOIN) {
        let sides = [field(from, "left"), field(from, "right")];
        let sides = sides.iter().filter_map(|it| it.as_object().cloned());
        return sides.collect::<Vec<_>>().iter().flat_map(|it| columns_of(vm, it)).collect();
    } else if from.is(&ALIAS) {
        match field(from, "element") {
            Value::Object(it) if it.is(&super::select::SELECT_BASE) => {
                super::select::selected(vm, &it)
            }
            // What `RETURNING` gives.
            Value::Object(it) if it.is(&super::dml::UPDATE_BASE) => returned(vm, &it),
            Value::Object(it) => columns_of(vm, &it),
            _ => Vec::new(),
        }
    } else if from.is(&VALUES) {
        items(from, "columns")
    } else if from.is(&super::select::SELECT_BASE) {
        super::select::selected(vm, from)
    } else {
        return Vec::new();
    };
    let own = proxies(vm, &inner, from);
    from.set_field("_columns", Value::list(own.clone()));
    own
}

/// The columns that a statement which changes rows gives of them.
fn returned(vm: &mut Vm<'_>, statement: &Rc<Object>) -> Vec<Value> {
    let all = items(statement, "_returning").into_iter();
    let each = all.flat_map(|it| match of(&it, &FROM_CLAUSE).cloned() {
        Some(from) => columns_of(vm, &from),
        None => vec![it],
    });
    each.collect()
}

/// The columns of an alias or subquery, each of which stands for one inside.
fn proxies(vm: &mut Vm<'_>, inner: &[Value], from: &Rc<Object>) -> Vec<Value> {
    let mut made: Vec<Value> = Vec::new();
    for column in inner {
        let Some(object) = column.as_object() else { continue };
        let (name, stands_for, stem) = match name_of_column(column) {
            ColumnName::Own(name) | ColumnName::Wrapped(name) => (name, Value::None, None),
            ColumnName::Numbered(inner, stem) => (stem.clone(), Value::Object(inner), Some(stem)),
            ColumnName::Plain => continue,
        };
        let is_taken = |it: &str| made.iter().any(|made| key_of(made).as_str() == Some(it));
        let key = match (&stem, object.field("key").and_then(|it| it.as_str().map(str::to_owned))) {
            (None, Some(key)) if !is_taken(&key) => key,
            (None, _) if !is_taken(&name) => name.clone(),
            _ => {
                (1..).map(|it| format!("{name}_{it}")).find(|it| !is_taken(it)).unwrap_or_default()
            }
        };
        let fields = [
            ("name", Value::str(&name)),
            ("key", Value::str(key)),
            ("type", field(object, "type")),
            ("table", Value::Object(from.clone())),
            ("_stands_for", stands_for),
            ("_stem", stem.map_or(Value::None, Value::str)),
        ];
        made.push(Value::Object(make(vm, &COLUMN_CLAUSE, fields)));
    }
    made
}

fn select(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let made = super::select::of_columns(vm, std::slice::from_ref(args.get("self")))?;
    match args.rest("where") {
        [] => Ok(made),
        conditions => vm.call_method(&made, "where", conditions.to_vec()),
    }
}

fn alias(vm: &mut Vm<'_>, args: &Args) -> Eval {
    aliased(vm, args.get("self"), args.get("name").clone(), Vec::new())
}

/// A function as a source of rows: with these columns, under this name or one that is given to it.
pub fn table_valued(vm: &mut Vm<'_>, function: &Value, name: Value, columns: Vec<Value>) -> Value {
    let fields = [("element", function.clone()), ("name", name)];
    let made = make(vm, &TABLE_VALUED_ALIAS, fields);
    for column in columns.iter().filter_map(Value::as_object) {
        column.set_field("table", Value::Object(made.clone()));
    }
    made.set_field("_columns", Value::list(columns));
    Value::Object(made)
}

fn render_derived(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let with_types = ("derived", args.get("with_types").clone());
    Ok(renamed(vm, args, Some(with_types)))
}

fn lateral(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let made = renamed(vm, args, Some(("lateral", Value::Bool(true))));
    if let (Value::Object(made), Some(this)) = (&made, args.get("self").as_object()) {
        // Unless it is given a name of its own, it is called after what it is made of.
        made.set_field("_stem", field(this, "name"));
    }
    Ok(made)
}

/// The same function under the name that is asked for, perhaps with a trait more.
fn renamed(vm: &mut Vm<'_>, args: &Args, further: Option<(&str, Value)>) -> Value {
    let Some(this) = args.get("self").as_object() else { return Value::None };
    let columns = items(this, "_columns");
    let columns = columns.iter().filter_map(Value::as_object);
    let own = columns.map(|it| Value::Object(super::super::fields::copy(vm, it))).collect();
    let made = table_valued(vm, &field(this, "element"), args.get("name").clone(), own);
    if let Value::Object(it) = &made {
        for kept in ["with_ordinality", "derived", "lateral"] {
            if let Some(value) = this.field(kept) {
                it.set_field(kept, value);
            }
        }
        if let Some((name, value)) = further {
            it.set_field(name, value);
        }
    }
    made
}

/// The rows of a function as a column.
pub fn column_of_alias(vm: &mut Vm<'_>, alias: &Value) -> Value {
    let ty = super::element::type_of(&alias.field("element")).map_or(Value::None, Value::Object);
    let fields = [("alias", alias.clone()), ("type", ty)];
    Value::Object(make(vm, &TABLE_VALUED_COLUMN, fields))
}

/// Something under another name.
pub fn aliased(vm: &mut Vm<'_>, element: &Value, name: Value, columns: Vec<Value>) -> Eval {
    let element = expression_of_from(vm, element)?;
    let class = match &element {
        Value::Object(it) if it.is(&super::select::SELECT_BASE) => &SUBQUERY,
        _ => &ALIAS,
    };
    let made = make(vm, class, [("element", element), ("name", name)]);
    if !columns.is_empty() {
        for column in columns.iter().filter_map(Value::as_object) {
            column.set_field("table", Value::Object(made.clone()));
        }
        made.set_field("_columns", Value::list(columns));
    }
    Ok(Value::Object(made))
}

/// What stands for a from: a mapped class stands for its table.
pub fn expression_of_from(vm: &mut Vm<'_>, value: &Value) -> Eval {
    if let Value::Class(_) = value
        && let Some(table) = vm.attribute_if_any(value, "__table__")?
    {
        return Ok(table);
    }
    Ok(value.clone())
}

fn join(vm: &mut Vm<'_>, args: &Args) -> Eval {
    joined(
        vm,
        args.get("self"),
        args.get("right"),
        args.get("onclause"),
        (args.flag("isouter"), args.flag("full")),
    )
}

fn outer_join(vm: &mut Vm<'_>, args: &Args) -> Eval {
    joined(vm, args.get("self"), args.get("right"), args.get("onclause"), (true, args.flag("full")))
}

/// A join; without a condition, the foreign keys between the two sides say it.
pub fn joined(
    vm: &mut Vm<'_>,
    left: &Value,
    right: &Value,
    condition: &Value,
    (outer, full): (bool, bool),
) -> Eval {
    let left = expression_of_from(vm, left)?;
    let right = expression_of_from(vm, right)?;
    let condition = match condition {
        Value::None => super::super::schema::table::join_condition(vm, &left, &right)?,
        given => expression_of(vm, given)?,
    };
    let fields = [
        ("left", left),
        ("right", right),
        ("onclause", condition),
        ("isouter", Value::Bool(outer)),
        ("full", Value::Bool(full)),
    ];
    Ok(Value::Object(make(vm, &JOIN, fields)))
}

fn values_data(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let made = super::super::fields::copy(vm, this);
    let mut rows = items(this, "rows");
    rows.extend(vm.iterate(args.get("values"))?);
    made.set_field("rows", Value::list(rows));
    Ok(Value::Object(made))
}

/// `cte.union_all(select)`: the same name over both, which is what a recursive one needs.
fn extended_cte(vm: &mut Vm<'_>, args: &Args, keyword: &str) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let mut parts = vec![field(this, "element")];
    parts.extend(args.rest("other").iter().cloned());
    let whole = super::select::compound(vm, keyword, parts);
    let made = make(
        vm,
        &CTE,
        [
            ("element", whole),
            ("name", field(this, "name")),
            ("recursive", field(this, "recursive")),
        ],
    );
    made.set_field("restates", args.get("self").clone());
    let columns = columns_of(vm, this);
    let own = proxies(vm, &columns, &made);
    made.set_field("_columns", Value::list(own));
    Ok(Value::Object(made))
}

/// The froms that an expression takes its columns from, each once, in order.
pub fn froms_of(value: &Value, found: &mut Vec<Value>) {
    // Expressions nest deep, and hold the same part many times.
    let mut seen = BTreeSet::new();
    let mut waiting = vec![value.clone()];
    while let Some(next) = waiting.pop() {
        let Some(object) = next.as_object().filter(|it| seen.insert(Rc::as_ptr(it) as usize))
        else {
            continue;
        };
        if object.is(&COLUMN_CLAUSE) {
            if let Some(table @ Value::Object(_)) = object.field("table") {
                add(found, table);
            }
        } else if object.is(&TABLE_VALUED_COLUMN) {
            add(found, field(object, "alias"));
        } else {
            waiting.extend(parts_of(object).into_iter().rev());
        }
    }
}

/// The expressions that an expression is made of, in order; a query has its own froms.
fn parts_of(object: &Rc<Object>) -> Vec<Value> {
    let mut parts = Vec::new();
    if object.is(&super::function::FUNCTION) || object.is(&super::element::CASE) {
        for clause in items(object, "clauses").into_iter().chain(items(object, "whens")) {
            let inner = items_of(&clause);
            parts.push(clause);
            parts.extend(inner);
        }
        parts.extend([field(object, "value"), field(object, "else_")]);
        return parts;
    }
    if object.is(&super::select::SELECT_BASE)
        || object.is(&super::subquery::SCALAR_SELECT)
        || object.is(&super::subquery::EXISTS)
    {
        return parts;
    }
    for name in
        ["element", "left", "right", "upper", "clause", "expr", "func", "criterion", "target"]
    {
        parts.push(field(object, name));
    }
    for name in ["clauses", "expanded", "order_by", "partition_by"] {
        parts.extend(super::super::fields::items_or_one(&field(object, name)));
    }
    parts
}

/// Adds a from unless it is there.
pub fn add(found: &mut Vec<Value>, from: Value) {
    if !found.iter().any(|it| same(it, &from)) {
        found.push(from);
    }
}

/// Whether an expression has a name to be selected under.
pub fn is_named(value: &Value) -> bool {
    of(value, &COLUMN_CLAUSE).is_some() || of(value, &LABEL).is_some()
}

/// The two sides of a binary expression.
pub fn sides(value: &Value) -> Option<(Value, Value)> {
    let it = of(value, &BINARY)?;
    Some((field(it, "left"), field(it, "right")))
}
