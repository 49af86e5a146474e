//! `advanced_alchemy`: the types that its generated migrations use.

use std::rc::Rc;

use super::pgvector;
use super::sqlalchemy::engine::shared;
use super::sqlalchemy::fields::make;
use super::sqlalchemy::types::base::TYPE_DECORATOR;
use super::sqlalchemy::types::{generic as g, postgresql};
use super::type_libraries::{changes, identifies, keep, stands_for};
use crate::python::args::Args;
use crate::python::class::{Library, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &module("advanced_alchemy.types"),
    &module("advanced_alchemy.types.boolean"),
    &module("advanced_alchemy.types.datetime"),
    &module("advanced_alchemy.types.encrypted_string"),
    &module("advanced_alchemy.types.file_object"),
    &module("advanced_alchemy.types.file_object.data_type"),
    &module("advanced_alchemy.types.guid"),
    &module("advanced_alchemy.types.identity"),
    &module("advanced_alchemy.types.json"),
    &module("advanced_alchemy.types.password_hash"),
    &module("advanced_alchemy.types.password_hash.argon2"),
    &module("advanced_alchemy.types.password_hash.base"),
    &module("advanced_alchemy.types.password_hash.one_time_code"),
    &module("advanced_alchemy.types.password_hash.passlib"),
    &module("advanced_alchemy.types.password_hash.pwdlib"),
    &module("advanced_alchemy.types.totp"),
    &module("advanced_alchemy.types.vector"),
];

const fn module(name: &'static str) -> Library {
    Library { name, classes: CLASSES, values: Some(variants), ..Library::EMPTY }
}

#[rustfmt::skip]
static CLASSES: &[&NativeClass] = &[
    &BOOL, &DATE_TIME_UTC, &ENCRYPTED_STRING, &ENCRYPTED_TEXT, &GUID, &ONE_TIME_CODE, &ORACLE_JSON,
    &PASSWORD_HASH, &STORED_OBJECT, &TOTP_SECRET, &VECTOR,
    &ARGON2_HASHER, &FERNET_BACKEND, &PASSLIB_HASHER, &PG_CRYPTO_BACKEND, &PWDLIB_HASHER,
];

static GUID: NativeClass = identifies("GUID", "*args, binary=True, **kwargs", |vm, this, args| {
    match (vm.host.dialect().name == "postgresql", args.flag("binary")) {
        (true, _) => keep(vm, this, &g::UUID, []),
        (false, true) => keep(vm, this, &g::BINARY, [("length", Value::Int(16))]),
        (false, false) => keep(vm, this, &g::CHAR, [("length", Value::Int(32))]),
    }
});
static DATE_TIME_UTC: NativeClass = changes("DateTimeUTC", "*args, **kwargs", |vm, this, _| {
    keep(vm, this, &g::DATE_TIME, [("timezone", Value::Bool(true))])
});
static BOOL: NativeClass =
    stands_for("Bool", "*args, **kwargs", |vm, this, _| keep(vm, this, &g::BOOLEAN_TYPE, []));
static PASSWORD_HASH: NativeClass =
    changes("PasswordHash", "backend, length=255", |vm, this, args| {
        keep(vm, this, &g::STRING, [("length", args.get("length").clone())])
    });
/// Their lengths are those of what is encrypted, so that they say nothing of the column.
static ENCRYPTED_STRING: NativeClass =
    changes("EncryptedString", "key=None, backend=None, length=None, **kwargs", encrypted);
static TOTP_SECRET: NativeClass = changes(
    "TOTPSecret",
    "key=None, backend=None, provider=None, issuer=None, length=None, **kwargs",
    encrypted,
);
static ENCRYPTED_TEXT: NativeClass =
    changes("EncryptedText", "key=None, backend=None, **kwargs", |vm, this, _| {
        keep(vm, this, &g::TEXT_TYPE, [])
    });
static STORED_OBJECT: NativeClass =
    changes("StoredObject", "backend=None, *args, **kwargs", |vm, this, _| in_json(vm, this));
static ONE_TIME_CODE: NativeClass =
    changes("OneTimeCode", "backend=None, *args, **kwargs", |vm, this, _| in_json(vm, this));
static ORACLE_JSON: NativeClass =
    stands_for("ORA_JSONB", "*args, **kwargs", |vm, this, _| keep(vm, this, &g::BLOB, []));
static VECTOR: NativeClass = NativeClass {
    name: "Vector",
    bases: &[&TYPE_DECORATOR],
    params: "dim, *, storage_format='FLOAT32'",
    init: Some(|vm, this, args| match vm.host.dialect().name {
        "postgresql" => keep(vm, this, &pgvector::VECTOR, [("dim", args.get("dim").clone())]),
        _ => keep(vm, this, &g::JSON_TYPE, []),
    }),
    ..NativeClass::EMPTY
};

static ARGON2_HASHER: NativeClass = backend("Argon2Hasher");
static FERNET_BACKEND: NativeClass = backend("FernetBackend");
static PASSLIB_HASHER: NativeClass = backend("PasslibHasher");
static PG_CRYPTO_BACKEND: NativeClass = backend("PGCryptoBackend");
static PWDLIB_HASHER: NativeClass = backend("PwdlibHasher");

/// What encrypts or hashes values, which says nothing of their columns.
const fn backend(name: &'static str) -> NativeClass {
    NativeClass { name, params: "*args, **kwargs", ..NativeClass::EMPTY }
}

fn encrypted(vm: &mut Vm<'_>, this: &Rc<Object>, _: &Args) -> Eval<()> {
    match vm.host.dialect().name {
        "mysql" => keep(vm, this, &g::TEXT_TYPE, []),
        _ => keep(vm, this, &g::STRING, []),
    }
}

fn in_json(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<()> {
    match vm.host.dialect().name {
        "postgresql" => keep(vm, this, &postgresql::JSONB, []),
        _ => keep(vm, this, &g::JSON_TYPE, []),
    }
}

/// Types that are objects: another type in one dialect.
fn variants(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let json = shared(vm, "JsonB", |vm| {
        let json = Value::Object(make(vm, &g::JSON_TYPE, []));
        let own = Value::Object(make(vm, &postgresql::JSONB, []));
        vm.call_method(&json, "with_variant", vec![own, Value::str("postgresql")])
    });
    let identity = shared(vm, "BigIntIdentity", |vm| {
        let number = Value::Object(make(vm, &g::BIG_INTEGER, []));
        let own = Value::Object(make(vm, &g::INTEGER_TYPE, []));
        vm.call_method(&number, "with_variant", vec![own, Value::str("sqlite")])
    });
    let made = [("JsonB", json), ("BigIntIdentity", identity)];
    made.into_iter().filter_map(|(name, it)| Some((name, it.ok()?))).collect()
}
