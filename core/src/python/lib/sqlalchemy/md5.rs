//! The digest that long names end in.

/// The digest of some bytes as 32 hexadecimal digits (RFC 1321).
pub fn hex(bytes: &[u8]) -> String {
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((bytes.len() as u64).wrapping_mul(8).to_le_bytes());
    let (blocks, _) = padded.as_chunks::<64>();
    for block in blocks {
        mix(&mut state, block);
    }
    state.iter().flat_map(|it| it.to_le_bytes()).map(|it| format!("{it:02x}")).collect()
}

fn mix(state: &mut [u32; 4], block: &[u8; 64]) {
    let (chunks, _) = block.as_chunks::<4>();
    let words: Vec<u32> = chunks.iter().map(|it| u32::from_le_bytes(*it)).collect();
    let [mut a, mut b, mut c, mut d] = *state;
    for round in 0..64_usize {
        let (mixed, at) = match round / 16 {
            0 => ((b & c) | (!b & d), round),
            1 => ((d & b) | (!d & c), (5 * round + 1) % 16),
            2 => (b ^ c ^ d, (3 * round + 5) % 16),
            _ => (c ^ (b | !d), (7 * round) % 16),
        };
        let word = words.get(at).copied().unwrap_or_default();
        let sum = a.wrapping_add(mixed).wrapping_add(sine(round)).wrapping_add(word);
        let shift = SHIFTS.get(round / 16).and_then(|it| it.get(round % 4)).copied().unwrap_or(0);
        (a, d, c) = (d, c, b);
        b = b.wrapping_add(sum.rotate_left(shift));
    }
    for (total, new) in state.iter_mut().zip([a, b, c, d]) {
        *total = total.wrapping_add(new);
    }
}

/// How far each round turns its sum.
const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// The constant of a round: the whole part of `abs(sin(round + 1)) * 2^32`.
fn sine(round: usize) -> u32 {
    ((round as f64 + 1.0).sin().abs() * 4_294_967_296.0) as u32
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn the_digests_of_the_standard() {
        assert_eq!(hex(b""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(hex(b"abc"), "900150983cd24fb0d6963f7d28e17f72");
        let long =
            b"12345678901234567890123456789012345678901234567890123456789012345678901234567890";
        assert_eq!(hex(long), "57edf4a22be3c955ac49da2e2107b67a");
    }
}
