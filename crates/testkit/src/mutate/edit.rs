//! Changes to plain bytes.

use super::MOST_GROWTH;
use crate::rng::Rng;

/// The edges of what a number can hold find more than the middle.
const EDGES: [u64; 20] = [
    0,
    1,
    2,
    3,
    7,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x3fff,
    0x7fff,
    0x8000,
    0xffff,
    0x10_0000,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x7fff_ffff_ffff_ffff,
    0x8000_0000_0000_0000,
    u64::MAX,
];

const DOUBLES: [f64; 12] = [
    0.0,
    -0.0,
    1e-320,
    180.0,
    -180.0,
    90.000_001,
    1e18,
    1e308,
    -1e308,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

/// Numbers as text.
const NUMBERS: [&str; 20] = [
    "0",
    "-1",
    "-0",
    "1",
    "255",
    "256",
    "1024",
    "65535",
    "65536",
    "1048576",
    "1048577",
    "2147483647",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551616",
    "1e308",
    "1e-400",
    "NaN",
    "99999999999999999999999999999999999999.9",
];

/// Pieces that mean something to one reader or another.
const WORDS: [&[u8]; 40] = [
    b"\"",
    b"\"\"",
    b",",
    b"\r\n",
    b"\t",
    b";",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xff",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"[",
    b"]",
    b"{",
    b"}",
    b"null",
    b"[[]]",
    b"\"type\":\"GeometryCollection\"",
    b"1e999",
    b"\\ud800",
    b"<",
    b"/>",
    b"</row>",
    b"<row r=\"4294967295\">",
    b"<c r=\"XFD1048576\" t=\"s\"><v>99</v></c>",
    b"<c r=\"\" t=\"s\"><v>-1</v></c>",
    b"<mergeCell ref=\"A1:XFD1048576\"/>",
    b"<![CDATA[",
    b"<!--",
    b"&#0;",
    b"&amp",
    b"<si><t/></si>",
    b"\xe4\xb8",
    b"\x81\x30\x81",
    b"@\r\n",
    b"J1,1,3300100.000,40470200.000\r\n",
    "（".as_bytes(),
    b"2019-02-30",
    b"GP\0\x01",
];

/// One change, or some more.
pub(super) fn several(bytes: &mut Vec<u8>, other: &[u8], rng: &mut Rng) {
    let most = bytes.len().max(other.len()) + MOST_GROWTH;
    loop {
        once(bytes, other, rng);
        bytes.truncate(most);
        if rng.chance(0.4) {
            return;
        }
    }
}

fn once(bytes: &mut Vec<u8>, other: &[u8], rng: &mut Rng) {
    let at = rng.below(bytes.len());
    match rng.below(15) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << rng.below(8);
            }
        }
        2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = rng.pick(&EDGES) as u8;
            }
        }
        3 | 4 => number(bytes, at, rng),
        5 => overwrite(bytes, at, &rng.pick(&DOUBLES).to_le_bytes()),
        6 => bytes.truncate(at),
        7 => drop(bytes.drain(block(bytes.len(), rng))),
        8 => repeat(bytes, rng),
        9 => {
            bytes.truncate(at);
            bytes.extend_from_slice(&other[rng.below(other.len())..]);
        }
        10 => {
            let piece = other[block(other.len(), rng)].to_vec();
            insert(bytes, at, &piece);
        }
        11 | 12 => {
            let word = rng.pick(&WORDS);
            insert(bytes, at, word);
        }
        13 => digits(bytes, at, rng),
        _ => swap(bytes, rng),
    }
}

/// A field of two, four or eight bytes, in either order; often a length that is nearly right.
fn number(bytes: &mut [u8], at: usize, rng: &mut Rng) {
    let value = match rng.below(3) {
        0 => (bytes.len() as u64).wrapping_add(rng.below(9) as u64).wrapping_sub(4),
        _ => rng.pick(&EDGES),
    };
    let width = rng.pick(&[2, 4, 8]);
    let (little, big) = (value.to_le_bytes(), value.to_be_bytes());
    let field = if rng.chance(0.5) { &little[..width] } else { &big[8 - width..] };
    overwrite(bytes, at, field);
}

fn overwrite(bytes: &mut [u8], at: usize, field: &[u8]) {
    for (byte, new) in bytes.iter_mut().skip(at).zip(field) {
        *byte = *new;
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(bytes.splice(at..at, piece.iter().copied()));
}

/// A run of bytes, mostly short.
fn block(length: usize, rng: &mut Rng) -> std::ops::Range<usize> {
    let longest = rng.pick(&[4, 16, 64, 512, length]).min(length);
    let start = rng.below(length);
    start..(start + rng.below(longest) + 1).min(length)
}

fn repeat(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let range = block(bytes.len(), rng);
    let at = range.end;
    let times = rng.pick(&[1, 1, 2, 3, 16, 300, 10_000]).min(MOST_GROWTH / range.len().max(1));
    let piece = bytes[range].repeat(times);
    insert(bytes, at, &piece);
}

/// The number written nearest behind `at` becomes another.
fn digits(bytes: &mut Vec<u8>, at: usize, rng: &mut Rng) {
    let tail = bytes.get(at..).unwrap_or_default();
    let Some(start) = tail.iter().position(u8::is_ascii_digit).map(|offset| at + offset) else { return };
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let new = rng.pick(&NUMBERS);
    drop(bytes.splice(start..start + length, new.bytes()));
}

fn swap(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let from = block(bytes.len(), rng);
    let piece: Vec<u8> = bytes.drain(from).collect();
    let at = rng.below(bytes.len());
    insert(bytes, at, &piece);
}
