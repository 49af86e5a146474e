//! Methods of `int` and `float`.

use crate::python::args::Args;
use crate::python::class::Native;
use crate::python::value::Value;

pub const INT: &[Native] = &[
    Native::new("bit_length", "self", |_, args| {
        let bits = 128 - own(args).unsigned_abs().leading_zeros();
        Ok(Value::Int(i128::from(bits)))
    }),
    Native::new("to_bytes", "self, length=1, byteorder='big'", |vm, args| {
        let length = usize::try_from(args.get("length").as_int().unwrap_or(1)).unwrap_or(0);
        vm.spend(length)?;
        let number = own(args).to_be_bytes();
        let mut bytes: Vec<u8> = vec![0; length.saturating_sub(number.len())];
        bytes.extend(number.iter().skip(number.len().saturating_sub(length)));
        if args.str("byteorder") == Some("little") {
            bytes.reverse();
        }
        Ok(Value::Bytes(bytes.into()))
    }),
    Native::new("conjugate", "self", |_, args| Ok(args.get("self").clone())),
];

pub const PROPERTIES: &[Native] = &[
    Native::new("real", "self", |_, args| Ok(args.get("self").clone())),
    Native::new("imag", "self", |_, _| Ok(Value::Int(0))),
    Native::new("numerator", "self", |_, args| Ok(args.get("self").clone())),
    Native::new("denominator", "self", |_, _| Ok(Value::Int(1))),
];

pub const FLOAT: &[Native] =
    &[Native::new("is_integer", "self", |_, args| match args.get("self") {
        Value::Float(number) => Ok(Value::Bool(number.fract() == 0.0)),
        _ => Ok(Value::Bool(true)),
    })];

fn own(args: &Args) -> i128 {
    args.get("self").as_int().unwrap_or(0)
}
