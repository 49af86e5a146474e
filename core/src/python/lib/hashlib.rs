//! `hashlib`: digests of known bytes.

use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "hashlib",
    functions: &[
        Native::new("md5", "string=None, **kw", |vm, args| begin(vm, args, "md5")),
        Native::new("sha1", "string=None, **kw", |vm, args| begin(vm, args, "sha1")),
        Native::new("sha256", "string=None, **kw", |vm, args| begin(vm, args, "sha256")),
    ],
    ..Library::EMPTY
};

static HASH: NativeClass = NativeClass {
    name: "HASH",
    module: "_hashlib",
    methods: &[
        Native::new("update", "self, data", |vm, args| {
            let data = match (args.get("self").field("data"), args.get("data")) {
                (Value::Bytes(old), Value::Bytes(new)) => {
                    vm.spend(old.len() + new.len())?;
                    Value::Bytes(old.iter().chain(new.iter()).copied().collect())
                }
                (unknown @ Value::Unknown(_), _) => unknown,
                (_, unknown @ Value::Unknown(_)) => unknown.clone(),
                _ => return Err(vm.raise("TypeError", "Strings must be encoded before hashing")),
            };
            if let Value::Object(object) = args.get("self") {
                object.set_field("data", data);
            }
            Ok(Value::None)
        }),
        Native::new("hexdigest", "self", |_, args| {
            Ok(match digest(args) {
                Ok(bytes) => {
                    let digits: Vec<_> = bytes.iter().map(|it| format!("{it:02x}")).collect();
                    Value::str(digits.concat())
                }
                Err(unknown) => unknown,
            })
        }),
        Native::new("digest", "self", |_, args| {
            Ok(match digest(args) {
                Ok(bytes) => Value::Bytes(bytes.into()),
                Err(unknown) => unknown,
            })
        }),
    ],
    ..NativeClass::EMPTY
};

fn begin(vm: &mut Vm<'_>, args: &Args, name: &'static str) -> Eval {
    let data = match args.get("string") {
        Value::None => Value::Bytes(Vec::new().into()),
        Value::Bytes(data) => {
            vm.spend(data.len())?;
            Value::Bytes(data.clone())
        }
        data @ Value::Unknown(_) => data.clone(),
        _ => return Err(vm.raise("TypeError", "Strings must be encoded before hashing")),
    };
    let fields = [("name", Value::str(name)), ("data", data)];
    Ok(Value::Object(vm.instance(&HASH, fields)))
}

fn digest(args: &Args) -> Result<Vec<u8>, Value> {
    let data = match args.get("self").field("data") {
        Value::Bytes(data) => data,
        unknown => return Err(unknown),
    };
    Ok(match args.get("self").field("name").as_str() {
        Some("md5") => md5(&data).to_vec(),
        Some("sha1") => sha1(&data).to_vec(),
        _ => sha256(&data).to_vec(),
    })
}

/// A message as blocks of 64 bytes: a bit, zeros, and its length (RFC 1321, 3.1; RFC 3174, 4).
fn blocks(data: &[u8], length: [u8; 8]) -> Vec<u8> {
    let mut padded = data.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend(length);
    padded
}

fn words(block: &[u8], word: fn([u8; 4]) -> u32) -> Vec<u32> {
    let (chunks, _) = block.as_chunks::<4>();
    chunks.iter().map(|it| word(*it)).collect()
}

/// RFC 1321.
pub fn md5(data: &[u8]) -> [u8; 16] {
    const SHIFTS: [[u32; 4]; 4] =
        [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let bits = (data.len() as u64).wrapping_mul(8);
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in blocks(data, bits.to_le_bytes()).chunks(64) {
        let words = words(block, u32::from_le_bytes);
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64_usize {
            let (mixed, at) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            // The table of RFC 1321 is the whole part of 2^32 times |sin(step + 1)|.
            let constant = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let word = words.get(at).copied().unwrap_or(0);
            let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(word);
            let shift = SHIFTS.get(step / 16).and_then(|it| it.get(step % 4)).copied();
            let rotated = b.wrapping_add(sum.rotate_left(shift.unwrap_or(0)));
            (a, d, c, b) = (d, c, b, rotated);
        }
        for (part, add) in state.iter_mut().zip([a, b, c, d]) {
            *part = part.wrapping_add(add);
        }
    }
    let mut digest = [0; 16];
    let bytes = state.iter().flat_map(|it| it.to_le_bytes());
    digest.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = byte);
    digest
}

/// RFC 3174.
pub fn sha1(data: &[u8]) -> [u8; 20] {
    let bits = (data.len() as u64).wrapping_mul(8);
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in blocks(data, bits.to_be_bytes()).chunks(64) {
        let mut words = words(block, u32::from_be_bytes);
        for at in 16..80 {
            let word = |back: usize| words.get(at - back).copied().unwrap_or(0);
            let next = word(3) ^ word(8) ^ word(14) ^ word(16);
            words.push(next.rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (step, word) in words.iter().enumerate() {
            let (mixed, constant) = match step / 20 {
                0 => ((b & c) | (!b & d), 0x5a82_7999),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc_u32),
                _ => (b ^ c ^ d, 0xca62_c1d6),
            };
            let sum = a.rotate_left(5).wrapping_add(mixed).wrapping_add(e);
            let sum = sum.wrapping_add(constant).wrapping_add(*word);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, sum);
        }
        for (part, add) in state.iter_mut().zip([a, b, c, d, e]) {
            *part = part.wrapping_add(add);
        }
    }
    let mut digest = [0; 20];
    let bytes = state.iter().flat_map(|it| it.to_be_bytes());
    digest.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = byte);
    digest
}

/// FIPS 180-4, 6.2.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    let bits = (data.len() as u64).wrapping_mul(8);
    let primes = first_primes();
    let fraction = |root: f64| (root.fract() * 4_294_967_296.0) as u32;
    let mut state: Vec<u32> = primes.iter().take(8).map(|it| fraction(it.sqrt())).collect();
    let constants: Vec<u32> = primes.iter().map(|it| fraction(it.cbrt())).collect();
    for block in blocks(data, bits.to_be_bytes()).chunks(64) {
        let mut words = words(block, u32::from_be_bytes);
        for at in 16..64 {
            let word = |back: usize| words.get(at - back).copied().unwrap_or(0);
            let (near, far) = (word(2), word(15));
            let small = far.rotate_right(7) ^ far.rotate_right(18) ^ (far >> 3);
            let large = near.rotate_right(17) ^ near.rotate_right(19) ^ (near >> 10);
            let next = word(16).wrapping_add(small).wrapping_add(word(7)).wrapping_add(large);
            words.push(next);
        }
        let mut turn: [u32; 8] = [0; 8];
        turn.iter_mut().zip(&state).for_each(|(slot, part)| *slot = *part);
        for (word, constant) in words.iter().zip(&constants) {
            let [a, b, c, d, e, f, g, h] = turn;
            let high = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let one = h.wrapping_add(high).wrapping_add(choice);
            let one = one.wrapping_add(*constant).wrapping_add(*word);
            let low = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let two = low.wrapping_add((a & b) ^ (a & c) ^ (b & c));
            turn = [one.wrapping_add(two), a, b, c, d.wrapping_add(one), e, f, g];
        }
        state.iter_mut().zip(turn).for_each(|(part, add)| *part = part.wrapping_add(add));
    }
    let mut digest = [0; 32];
    let bytes = state.iter().flat_map(|it| it.to_be_bytes());
    digest.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = byte);
    digest
}

/// The first 64 primes, whose roots the constants of SHA-256 come from.
fn first_primes() -> Vec<f64> {
    let is_prime = |n: &u32| (2..*n).take_while(|it| it * it <= *n).all(|it| !n.is_multiple_of(it));
    (2..).filter(is_prime).take(64).map(f64::from).collect()
}

#[cfg(test)]
mod tests {
    use super::{md5, sha1, sha256};

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|it| format!("{it:02x}")).collect()
    }

    #[test]
    fn digests_are_those_of_the_standards() {
        assert_eq!(hex(&md5(b"abc")), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(hex(&sha1(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            hex(&sha256(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
