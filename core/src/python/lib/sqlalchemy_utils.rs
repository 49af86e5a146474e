//! `sqlalchemy_utils`: types that keep their values in another type.

use std::rc::Rc;

use super::sqlalchemy::engine::statement;
use super::sqlalchemy::expression::construct::text_clause;
use super::sqlalchemy::fields::{entries, make};
use super::sqlalchemy::types::base::{TYPE_DECORATOR, to_instance};
use super::sqlalchemy::types::{generic as g, postgresql as p};
use super::type_libraries::changed;
use crate::name::Name;
use crate::python::args::Args;
use crate::python::class::{Init, Library, Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &module("sqlalchemy_utils"),
    &module("sqlalchemy_utils.types"),
    &module("sqlalchemy_utils.types.arrow"),
    &module("sqlalchemy_utils.types.bit"),
    &module("sqlalchemy_utils.types.choice"),
    &module("sqlalchemy_utils.types.color"),
    &module("sqlalchemy_utils.types.country"),
    &module("sqlalchemy_utils.types.currency"),
    &module("sqlalchemy_utils.types.email"),
    &module("sqlalchemy_utils.types.encrypted"),
    &module("sqlalchemy_utils.types.encrypted.encrypted_type"),
    &module("sqlalchemy_utils.types.enriched_datetime"),
    &module("sqlalchemy_utils.types.enriched_datetime.enriched_date_type"),
    &module("sqlalchemy_utils.types.enriched_datetime.enriched_datetime_type"),
    &module("sqlalchemy_utils.types.ip_address"),
    &module("sqlalchemy_utils.types.json"),
    &module("sqlalchemy_utils.types.locale"),
    &module("sqlalchemy_utils.types.ltree"),
    &module("sqlalchemy_utils.types.password"),
    &module("sqlalchemy_utils.types.phone_number"),
    &module("sqlalchemy_utils.types.range"),
    &module("sqlalchemy_utils.types.scalar_list"),
    &module("sqlalchemy_utils.types.timezone"),
    &module("sqlalchemy_utils.types.ts_vector"),
    &module("sqlalchemy_utils.types.url"),
    &module("sqlalchemy_utils.types.uuid"),
    &module("sqlalchemy_utils.types.weekdays"),
    &Library {
        name: "sqlalchemy_utils.view",
        classes: &[&CREATE_VIEW, &DROP_VIEW],
        ..Library::EMPTY
    },
];

/// `CreateView("name", select(...))`: the statement as text.
static CREATE_VIEW: NativeClass = NativeClass {
    name: "CreateView",
    module: "sqlalchemy_utils.view",
    params: "name, selectable, materialized=False, replace=False",
    new: Some(|vm, _, args| {
        if args.flag("materialized") && args.flag("replace") {
            let message = "Cannot use CREATE OR REPLACE with materialized views";
            return Err(vm.raise("ValueError", message));
        }
        let words = match (args.flag("replace"), args.flag("materialized")) {
            (true, _) => "OR REPLACE ",
            (_, true) => "MATERIALIZED ",
            _ => "",
        };
        let query = match statement::write(vm, args.get("selectable"), Vec::new())? {
            Ok(query) => query,
            Err((_, unknown)) => return Ok(Value::Unknown(unknown)),
        };
        let name = vm.host.dialect().quote(&Name::plain(args.str("name").unwrap_or_default()));
        as_text(vm, &format!("CREATE {words}VIEW {name} AS {query}"))
    }),
    ..NativeClass::EMPTY
};

/// `DropView("name")`: the statement as text.
static DROP_VIEW: NativeClass = NativeClass {
    name: "DropView",
    module: "sqlalchemy_utils.view",
    params: "name, materialized=False, cascade=True",
    new: Some(|vm, _, args| {
        let kind = if args.flag("materialized") { "MATERIALIZED " } else { "" };
        let cascade = if args.flag("cascade") { "CASCADE" } else { "" };
        let name = vm.host.dialect().quote(&Name::plain(args.str("name").unwrap_or_default()));
        as_text(vm, &format!("DROP {kind}VIEW IF EXISTS {name} {cascade}"))
    }),
    ..NativeClass::EMPTY
};

/// A statement that is done: what looks like a parameter in it is none.
fn as_text(vm: &mut Vm<'_>, sql: &str) -> Eval {
    text_clause(vm, &Value::str(sql.replace(':', "\\:")))
}

static CLASSES: &[&NativeClass] = &[
    &ARROW,
    &BIT,
    &CHOICE_TYPE,
    &CHOICE,
    &COLOR,
    &COUNTRY,
    &CURRENCY,
    &EMAIL,
    &STRING_ENCRYPTED,
    &ENCRYPTED,
    &ENRICHED_DATE,
    &ENRICHED_DATE_TIME,
    &IP_ADDRESS,
    &JSON,
    &LOCALE,
    &LTREE,
    &PASSWORD,
    &PHONE_NUMBER,
    &INT_RANGE,
    &INT8_RANGE,
    &NUMERIC_RANGE,
    &DATE_RANGE,
    &DATE_TIME_RANGE,
    &SCALAR_LIST,
    &TIMEZONE,
    &TS_VECTOR,
    &URL,
    &UUID,
    &WEEK_DAYS,
];

static UUID: NativeClass = ty("UUIDType", "binary=True, native=True", |vm, this, args| {
    let kept = match (args.flag("native") && is_postgresql(vm), args.flag("binary")) {
        (true, _) => make(vm, &g::UUID, []),
        (false, true) => sized(vm, &g::BINARY, Value::Int(16)),
        (false, false) => sized(vm, &g::CHAR, Value::Int(32)),
    };
    keep(this, kept)
});
static CHOICE_TYPE: NativeClass = ty("ChoiceType", "choices, impl=None", |vm, this, args| {
    this.set_field("choices", args.get("choices").clone());
    let kept = match args.get("impl") {
        Value::None => Value::Object(sized(vm, &g::UNICODE, Value::Int(255))),
        given => to_instance(vm, given)?,
    };
    this.set_field("impl", kept);
    Ok(())
});
static CHOICE: NativeClass =
    NativeClass { name: "Choice", module: MODULE, params: "code, value", ..NativeClass::EMPTY };
static COLOR: NativeClass = ty("ColorType", "max_length=20, *args, **kwargs", unicode);
static IP_ADDRESS: NativeClass = ty("IPAddressType", "max_length=50, *args, **kwargs", unicode);
static PHONE_NUMBER: NativeClass =
    ty("PhoneNumberType", "region='US', max_length=20, *args, **kwargs", unicode);
static LOCALE: NativeClass = ty("LocaleType", "", |vm, this, _| {
    let kept = sized(vm, &g::UNICODE, Value::Int(10));
    keep(this, kept)
});
static TIMEZONE: NativeClass = ty("TimezoneType", "backend='dateutil'", |vm, this, _| {
    let kept = sized(vm, &g::UNICODE, Value::Int(50));
    keep(this, kept)
});
static COUNTRY: NativeClass = ty("CountryType", "*args, **kwargs", |vm, this, _| {
    let kept = sized(vm, &g::STRING, Value::Int(2));
    keep(this, kept)
});
static CURRENCY: NativeClass = ty("CurrencyType", "*args, **kwargs", |vm, this, _| {
    let kept = sized(vm, &g::STRING, Value::Int(3));
    keep(this, kept)
});
static EMAIL: NativeClass = ty("EmailType", "length=255, *args, **kwargs", |vm, this, args| {
    let kept = sized(vm, &g::UNICODE, args.get("length").clone());
    keep(this, kept)
});
static STRING_ENCRYPTED: NativeClass =
    ty("StringEncryptedType", ENCRYPTION, |vm, this, args| passed_on(vm, this, args, &g::STRING));
static ENCRYPTED: NativeClass =
    ty("EncryptedType", ENCRYPTION, |vm, this, args| passed_on(vm, this, args, &g::LARGE_BINARY));
static ENRICHED_DATE: NativeClass =
    ty("EnrichedDateType", "date_processor=None, *args, **kwargs", |vm, this, args| {
        passed_on(vm, this, args, &g::DATE_TYPE)
    });
static ENRICHED_DATE_TIME: NativeClass =
    ty("EnrichedDateTimeType", "datetime_processor=None, *args, **kwargs", |vm, this, args| {
        passed_on(vm, this, args, &g::DATE_TIME)
    });
static ARROW: NativeClass =
    ty("ArrowType", "*args, **kwargs", |vm, this, args| passed_on(vm, this, args, &g::DATE_TIME));
static JSON: NativeClass = ty("JSONType", "*args, **kwargs", |vm, this, args| {
    let class = if is_postgresql(vm) { &g::JSON_TYPE } else { &g::UNICODE_TEXT };
    passed_on(vm, this, args, class)
});
static URL: NativeClass =
    ty("URLType", "*args, **kwargs", |vm, this, args| passed_on(vm, this, args, &g::UNICODE_TEXT));
static SCALAR_LIST: NativeClass =
    ty("ScalarListType", "coerce_func=None, separator=None", |vm, this, _| {
        let kept = make(vm, &g::UNICODE_TEXT, []);
        keep(this, kept)
    });
static TS_VECTOR: NativeClass = ty("TSVectorType", "*args, **kwargs", |vm, this, _| {
    let kept = make(vm, &p::TSVECTOR, []);
    keep(this, kept)
});
static PASSWORD: NativeClass = ty("PasswordType", "max_length=1024, **kwargs", |vm, this, args| {
    let length = args.get("max_length").clone();
    let kept = match vm.host.dialect().name {
        "postgresql" => make(vm, &p::BYTEA, []),
        "sqlite" => make(vm, &g::BLOB, []),
        _ => sized(vm, &g::VARBINARY, length),
    };
    keep(this, kept)
});
static BIT: NativeClass =
    ty("BitType", "length=1, **kwargs", |vm, this, args| bits(vm, this, args.get("length")));
static WEEK_DAYS: NativeClass =
    ty("WeekDaysType", "*args, **kwargs", |vm, this, _| bits(vm, this, &Value::Int(7)));
static INT_RANGE: NativeClass =
    ty("IntRangeType", "*args, **kwargs", |vm, this, _| range(vm, this, &p::INT4RANGE));
static INT8_RANGE: NativeClass =
    ty("Int8RangeType", "*args, **kwargs", |vm, this, _| range(vm, this, &p::INT8RANGE));
static NUMERIC_RANGE: NativeClass =
    ty("NumericRangeType", "*args, **kwargs", |vm, this, _| range(vm, this, &p::NUMRANGE));
static DATE_RANGE: NativeClass =
    ty("DateRangeType", "*args, **kwargs", |vm, this, _| range(vm, this, &p::DATERANGE));
static DATE_TIME_RANGE: NativeClass =
    ty("DateTimeRangeType", "*args, **kwargs", |vm, this, _| range(vm, this, &p::TSRANGE));
static LTREE: NativeClass = NativeClass {
    name: "LtreeType",
    module: MODULE,
    bases: &[&g::USER_DEFINED_TYPE],
    methods: &[Native::new("get_col_spec", "self, **kw", |_, _| Ok(Value::str("LTREE")))],
    ..NativeClass::EMPTY
};

const MODULE: &str = "sqlalchemy_utils.types";
static BASES: &[&NativeClass] = &[&TYPE_DECORATOR];
const ENCRYPTION: &str = "type_in=None, key=None, engine=None, padding=None, **kwargs";

/// Every module has every class: a script that runs asks none for what it has not.
const fn module(name: &'static str) -> Library {
    Library { name, classes: CLASSES, ..Library::EMPTY }
}

const fn ty(name: &'static str, params: &'static str, init: Init) -> NativeClass {
    NativeClass {
        name,
        module: MODULE,
        bases: BASES,
        params,
        init: Some(init),
        methods: PROCESSED,
        ..NativeClass::EMPTY
    }
}

static PROCESSED: &[Native] =
    &[Native::new("process_bind_param", "self, value, dialect", |vm, args| {
        let Value::Object(this) = args.get("self") else { return Ok(Value::None) };
        let class = this.class.borrow().name.clone();
        match (&*class, args.get("value")) {
            ("ChoiceType", value @ (Value::Str(_) | Value::Int(_))) => Ok(value.clone()),
            ("EmailType", Value::Str(text)) => Ok(Value::str(text.to_lowercase())),
            ("UUIDType" | "JSONType" | "TSVectorType", value) if is_postgresql(vm) => {
                Ok(value.clone())
            }
            _ => changed(vm, args),
        }
    })];

fn is_postgresql(vm: &Vm<'_>) -> bool {
    vm.host.dialect().name == "postgresql"
}

fn keep(this: &Rc<Object>, kept: Rc<Object>) -> Eval<()> {
    this.set_field("impl", Value::Object(kept));
    Ok(())
}

fn sized(vm: &mut Vm<'_>, class: &'static NativeClass, length: Value) -> Rc<Object> {
    make(vm, class, [("length", length)])
}

fn unicode(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let kept = sized(vm, &g::UNICODE, args.get("max_length").clone());
    keep(this, kept)
}

/// What a type does not take itself goes to the type it keeps its values in.
fn passed_on(
    vm: &mut Vm<'_>,
    this: &Rc<Object>,
    args: &Args,
    class: &'static NativeClass,
) -> Eval<()> {
    let keywords = entries(args.get("kwargs"));
    let kept = vm.construct(class, args.rest("args").to_vec(), keywords)?;
    this.set_field("impl", kept);
    Ok(())
}

fn bits(vm: &mut Vm<'_>, this: &Rc<Object>, length: &Value) -> Eval<()> {
    let class = match vm.host.dialect().name {
        "postgresql" => &p::BIT,
        "sqlite" => &g::STRING,
        _ => &g::BINARY,
    };
    let kept = sized(vm, class, length.clone());
    keep(this, kept)
}

fn range(vm: &mut Vm<'_>, this: &Rc<Object>, class: &'static NativeClass) -> Eval<()> {
    let kept = match is_postgresql(vm) {
        true => make(vm, class, []),
        false => sized(vm, &g::STRING, Value::Int(255)),
    };
    keep(this, kept)
}
