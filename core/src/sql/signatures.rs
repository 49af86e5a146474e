//! What the server's functions take and give.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The server's functions that are called by their names. A line of the list is what several of
/// them give and take, `-` for rows or what its versions differ in; `?` is before an argument that
/// may be left out, `*` before the last one where many may stand. A name that is in the list has
/// all its functions in it, those of every version.
static SIGNATURES: LazyLock<BTreeMap<&'static str, Vec<Signature>>> = LazyLock::new(|| {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in include_str!("signatures.txt").lines() {
        let Some((shape, names)) = line.split_once(": ") else { continue };
        for name in names.split(' ') {
            all.entry(name).or_default().push(signature(shape));
        }
    }
    all
});

/// One function of a name.
#[derive(Clone, Debug)]
pub(super) struct Signature {
    takes: Vec<&'static str>,
    /// How many arguments a call gives at least.
    least: usize,
    /// Whether the last argument stands for many.
    is_variadic: bool,
    /// What it gives, if that is always the same.
    pub(super) gives: Option<&'static str>,
}

impl Signature {
    /// What it takes as its arguments, if it can be called with so many.
    pub(super) fn arguments(&self, given: usize) -> Option<Vec<&'static str>> {
        let most = if self.is_variadic { usize::MAX } else { self.takes.len() };
        let last = self.takes.last().into_iter().cycle().copied();
        (self.least..=most)
            .contains(&given)
            .then(|| self.takes.iter().copied().chain(last).take(given).collect())
    }
}

fn signature(shape: &'static str) -> Signature {
    let (gives, takes) = shape.split_once('(').unwrap_or((shape, ""));
    let takes = takes.trim_end_matches(')').split(',').filter(|it| !it.is_empty());
    let takes: Vec<&str> = takes.collect();
    Signature {
        least: takes.iter().filter(|it| !it.starts_with('?')).count(),
        is_variadic: takes.last().is_some_and(|it| it.starts_with('*')),
        takes: takes.into_iter().map(|it| it.trim_start_matches(['?', '*'])).collect(),
        gives: Some(gives).filter(|it| *it != "-"),
    }
}

/// The server's functions of a name; none if we have no list of all.
pub(super) fn of_name(name: &str) -> &'static [Signature] {
    SIGNATURES.get(name).map_or(&[], Vec::as_slice)
}

/// Whether the list knows a type: what is no such type may be taken in ways that it doesn't tell.
pub(super) fn is_known_type(ty: &str) -> bool {
    static TYPES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let all = || SIGNATURES.values().flatten();
        let taken = all().flat_map(|it| it.takes.iter().copied());
        let becoming = IMPLICIT.iter().map(|(it, _)| *it);
        taken.chain(all().filter_map(|it| it.gives)).chain(becoming).collect()
    });
    TYPES.contains(ty)
}

/// Whether a value of one type becomes one of another by itself.
pub(super) fn becomes(from: &str, to: &str) -> bool {
    from == to || IMPLICIT.iter().any(|(it, all)| *it == from && all.contains(&to))
}

/// Whether the server takes this type before others that would do.
pub(super) fn is_preferred(ty: &str) -> bool {
    PREFERRED.contains(&ty)
}

const PREFERRED: &[&str] = &[
    "bit varying",
    "boolean",
    "double precision",
    "inet",
    "interval",
    "oid",
    "text",
    "timestamp with time zone",
];

const OBJECTS: &str = "oid";

#[rustfmt::skip]
const IMPLICIT: &[(&str, &[&str])] = &[
    ("smallint", &["integer", "bigint", "numeric", "real", "double precision", OBJECTS, "regclass", "regconfig", "regdictionary", "regnamespace", "regproc", "regprocedure", "regrole", "regtype"]),
    ("integer", &["bigint", "numeric", "real", "double precision", OBJECTS, "regclass", "regconfig", "regdictionary", "regnamespace", "regproc", "regprocedure", "regrole", "regtype"]),
    ("bigint", &["numeric", "real", "double precision", OBJECTS, "regclass", "regconfig", "regdictionary", "regnamespace", "regproc", "regprocedure", "regrole", "regtype"]),
    ("numeric", &["real", "double precision"]),
    ("real", &["double precision"]),
    ("text", &["character varying", "character", "name", "regclass"]),
    ("character varying", &["text", "character", "name", "regclass"]),
    ("character", &["text", "character varying", "name"]),
    ("name", &["text"]),
    ("\"char\"", &["text"]),
    ("date", &["timestamp without time zone", "timestamp with time zone"]),
    ("timestamp without time zone", &["timestamp with time zone"]),
    ("time without time zone", &["interval", "time with time zone"]),
    ("bit", &["bit varying"]),
    ("bit varying", &["bit"]),
    ("cidr", &["inet"]),
    ("macaddr", &["macaddr8"]),
    ("macaddr8", &["macaddr"]),
    ("regclass", &[OBJECTS]),
    ("regconfig", &[OBJECTS]),
    ("regdictionary", &[OBJECTS]),
    ("regnamespace", &[OBJECTS]),
    ("regproc", &[OBJECTS, "regprocedure"]),
    ("regprocedure", &[OBJECTS, "regproc"]),
    ("regrole", &[OBJECTS]),
    ("regtype", &[OBJECTS]),
    (OBJECTS, &["regclass", "regconfig", "regdictionary", "regnamespace", "regproc", "regprocedure", "regrole", "regtype"]),
];
