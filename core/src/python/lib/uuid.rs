//! `uuid`: identifiers that are written down, and those that chance makes.

use std::rc::Rc;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

use super::hashlib::{md5, sha1};

pub const LIBRARY: Library = Library {
    name: "uuid",
    functions: &[
        Native::new("uuid1", "*args, **kwargs", |vm, _| {
            Ok(vm.unknown("depends-on-clock", "a new UUID"))
        }),
        Native::new("uuid4", "", |vm, _| Ok(vm.unknown("depends-on-chance", "a new UUID"))),
        Native::new("uuid3", "namespace, name", |vm, args| {
            by_name(vm, args, 3, |bytes| md5(bytes).to_vec())
        }),
        Native::new("uuid5", "namespace, name", |vm, args| {
            by_name(vm, args, 5, |bytes| sha1(bytes).to_vec())
        }),
    ],
    classes: &[&UUID],
    values: Some(|vm| {
        let namespace = 0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8_u128;
        let names = ["NAMESPACE_DNS", "NAMESPACE_URL", "NAMESPACE_OID"];
        let numbered = names.into_iter().zip(0_u128..);
        numbered.map(|(name, n)| (name, uuid(vm, namespace + (n << 96)))).collect()
    }),
    ..Library::EMPTY
};

pub static UUID: NativeClass = NativeClass {
    name: "UUID",
    module: "uuid",
    params: "hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None",
    new: Some(|vm, _, args| {
        if let Some(unknown) = args.unknown() {
            return Ok(unknown);
        }
        let number = match (args.get("hex"), args.get("int"), args.get("bytes")) {
            (Value::Str(text), _, _) => parse(text),
            (_, Value::Int(number), _) => u128::try_from(*number).ok(),
            (_, _, Value::Bytes(bytes)) => {
                <[u8; 16]>::try_from(&**bytes).ok().map(u128::from_be_bytes)
            }
            _ => None,
        };
        match number {
            Some(number) => Ok(uuid(vm, number)),
            None => Err(vm.raise("ValueError", "badly formed hexadecimal UUID string")),
        }
    }),
    methods: &[
        Native::new("__str__", "self", |_, args| Ok(Value::str(text(number_of(args))))),
        Native::new("__repr__", "self", |_, args| {
            Ok(Value::str(format!("UUID('{}')", text(number_of(args)))))
        }),
        Native::new("__eq__", "self, other", |_, args| match args.get("other") {
            Value::Object(other) if other.is(&UUID) => {
                Ok(Value::Bool(number_in(other) == number_of(args)))
            }
            _ => Ok(Value::NotImplemented),
        }),
        Native::new("__lt__", "self, other", |_, args| match args.get("other") {
            Value::Object(other) => Ok(Value::Bool(number_of(args) < number_in(other))),
            _ => Ok(Value::NotImplemented),
        }),
        Native::new("__hash__", "self", |_, args| Ok(Value::str(text(number_of(args))))),
    ],
    properties: &[
        Native::new("hex", "self", |_, args| Ok(Value::str(format!("{:032x}", number_of(args))))),
        Native::new("int", "self", |vm, args| {
            Ok(match i128::try_from(number_of(args)) {
                Ok(number) => Value::Int(number),
                Err(_) => vm.unknown(code::UNFOLLOWED_CALL, "a number beyond 127 bits"),
            })
        }),
        Native::new("bytes", "self", |_, args| {
            Ok(Value::Bytes(number_of(args).to_be_bytes().into()))
        }),
        Native::new("version", "self", |_, args| {
            let number = number_of(args);
            let is_standard = number >> 62 & 0x3 == 0x2;
            let version = (number >> 76 & 0xf) as i128;
            Ok(if is_standard { Value::Int(version) } else { Value::None })
        }),
        Native::new("urn", "self", |_, args| {
            Ok(Value::str(format!("urn:uuid:{}", text(number_of(args)))))
        }),
    ],
    ..NativeClass::EMPTY
};

fn uuid(vm: &mut Vm<'_>, number: u128) -> Value {
    let bytes = Value::Bytes(number.to_be_bytes().into());
    Value::Object(vm.instance(&UUID, [("__bytes__", bytes)]))
}

fn number_of(args: &Args) -> u128 {
    args.get("self").as_object().map_or(0, number_in)
}

fn number_in(object: &Rc<Object>) -> u128 {
    match object.field("__bytes__") {
        Some(Value::Bytes(bytes)) => <[u8; 16]>::try_from(&*bytes).map_or(0, u128::from_be_bytes),
        _ => 0,
    }
}

fn parse(text: &str) -> Option<u128> {
    let text = text.trim_start_matches("urn:uuid:").replace(['{', '}', '-'], "");
    (text.len() == 32).then(|| u128::from_str_radix(&text, 16).ok()).flatten()
}

fn text(number: u128) -> String {
    let digits = format!("{number:032x}");
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// A UUID made of the hash of a namespace and a name (RFC 4122, 4.3).
fn by_name(vm: &mut Vm<'_>, args: &Args, version: u128, hash: fn(&[u8]) -> Vec<u8>) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let namespace = args.get("namespace").as_object().map_or(0, number_in);
    let mut bytes = namespace.to_be_bytes().to_vec();
    bytes.extend(args.str("name").unwrap_or_default().as_bytes());
    let digest: Vec<u8> = hash(&bytes).into_iter().take(16).collect();
    let number = <[u8; 16]>::try_from(digest.as_slice()).map_or(0, u128::from_be_bytes);
    let number = number & !(0xf << 76) & !(0x3 << 62) | version << 76 | 0x2 << 62;
    Ok(uuid(vm, number))
}
