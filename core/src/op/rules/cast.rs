//! Which types the server turns into which by itself.

use crate::catalog::{Catalog, SqlType, TypeKind};

/// Whether a value of one type can be put where the other is wanted, without a cast being
/// written; nothing if we cannot tell.
pub fn assigns(catalog: &Catalog, from: &SqlType, to: &SqlType) -> Option<bool> {
    let (from, to) = (base(catalog, from)?, base(catalog, to)?);
    if from == to {
        return Some(true);
    }
    if has_cast(catalog) {
        return None;
    }
    match (from.strip_suffix("[]"), to.strip_suffix("[]")) {
        (Some(from), Some(to)) => {
            return assigns(catalog, &SqlType::new(from), &SqlType::new(to));
        }
        (None, None) => {}
        (Some(_), None) => return group(&to).map(|it| it == "text"),
        (None, Some(_)) => return group(&from).map(|_| false),
    }
    if from.starts_with("enum ") && to.starts_with("enum ") {
        return Some(false);
    }
    let (from, to) = (group(&from)?, group(&to)?);
    // All types can be put into text.
    Some(to == "text" || from == to || ASSIGNS.contains(&(from, to)))
}

/// Whether a foreign key can compare columns of these types; nothing if we cannot tell.
pub(in crate::op) fn is_comparable(
    catalog: &Catalog,
    from: &SqlType,
    to: &SqlType,
) -> Option<bool> {
    let (Some(first), Some(second)) = (base(catalog, from), base(catalog, to)) else {
        return from.is_comparable_with(to);
    };
    if first.starts_with("enum ") || second.starts_with("enum ") {
        return Some(first == second);
    }
    let rank = |it: &str| match it {
        "smallint" | "integer" | "bigint" => Some(1),
        "numeric" => Some(2),
        "real" | "double precision" => Some(3),
        _ => None,
    };
    if let (Some(first), Some(second)) = (rank(&first), rank(&second)) {
        // The column is turned into the type of the one that it refers to, never the other way.
        return Some(first <= second);
    }
    let (this, that) = (SqlType::new(&*first), SqlType::new(&*second));
    this.is_comparable_with(&that).or_else(|| {
        let groups = (group(&first)?, group(&second)?);
        let is_turned = groups.0 == groups.1 || TURNED.contains(&groups);
        (!is_turned).then_some(false)
    })
}

/// Groups of which values are compared with each other, or turned into each other for it.
const TURNED: &[(&str, &str)] = &[("date", "moment"), ("moment", "date"), ("time", "interval")];

/// Whether a cast was created that may be an implicit one.
fn has_cast(catalog: &Catalog) -> bool {
    catalog.opaque.iter().any(|it| it.kind == "CREATE CAST")
}

/// The type without its length, and of a domain the type that it is made of.
fn base(catalog: &Catalog, ty: &SqlType) -> Option<String> {
    let (mut ty, mut outer) = (ty, "");
    while let Some(name) = &ty.named {
        let array = if ty.is_array() { "[]" } else { outer };
        match &catalog.type_named(name)?.kind {
            TypeKind::Domain { base, .. } => (ty, outer) = (base, array),
            TypeKind::Enum(_) => return Some(format!("enum {}{array}", name.key())),
            TypeKind::Composite(_) | TypeKind::Other(_) => return None,
        }
    }
    let canonical = ty.canonical();
    let (words, array) = match canonical.strip_suffix("[]") {
        Some(it) => (it, "[]"),
        None => (canonical.as_str(), ""),
    };
    let bare = match words.split_once('(') {
        Some((before, rest)) => {
            let after = rest.split_once(')').map(|(_, it)| it).unwrap_or_default();
            format!("{} {}", before.trim(), after.trim())
        }
        None => words.to_owned(),
    };
    Some(bare.trim().to_owned() + array + outer)
}

/// Types that are put into each other freely share a group.
fn group(ty: &str) -> Option<&'static str> {
    if ty.starts_with("enum ") {
        return Some("enum");
    }
    GROUPS.iter().find(|(_, types)| types.contains(&ty)).map(|(it, _)| *it)
}

#[rustfmt::skip]
const GROUPS: &[(&str, &[&str])] = &[
    ("number", &["smallint", "integer", "bigint", "numeric", "real", "double precision"]),
    ("text", &["text", "character varying", "character", "bpchar", "name"]),
    ("boolean", &["boolean"]),
    ("uuid", &["uuid"]),
    ("json", &["json", "jsonb"]),
    ("bytes", &["bytea"]),
    ("date", &["date"]),
    ("moment", &["timestamp without time zone", "timestamp with time zone"]),
    ("time", &["time without time zone", "time with time zone"]),
    ("interval", &["interval"]),
    ("network", &["inet", "cidr"]),
    ("vector", &["tsvector"]),
    ("xml", &["xml"]),
    ("point", &["point"]),
    ("query", &["tsquery"]),
    ("hardware", &["macaddr", "macaddr8"]),
    ("bits", &["bit", "bit varying"]),
    ("int4range", &["int4range"]),
    ("int8range", &["int8range"]),
    ("numrange", &["numrange"]),
    ("tsrange", &["tsrange"]),
    ("tstzrange", &["tstzrange"]),
    ("daterange", &["daterange"]),
];

/// Groups of which one is put into the other without a cast, besides text.
const ASSIGNS: &[(&str, &str)] = &[
    ("date", "moment"),
    ("moment", "date"),
    ("moment", "time"),
    ("time", "interval"),
    ("interval", "time"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_not_turned_into_numbers() {
        let catalog = Catalog::default();
        let assigns =
            |from: &str, to: &str| assigns(&catalog, &SqlType::new(from), &SqlType::new(to));
        assert_eq!(assigns("varchar(10)", "integer"), Some(false));
        assert_eq!(assigns("integer", "varchar(10)"), Some(true));
        assert_eq!(assigns("timestamp", "timestamptz"), Some(true));
        assert_eq!(assigns("boolean", "integer"), Some(false));
        assert_eq!(assigns("text[]", "varchar[]"), Some(true));
        assert_eq!(assigns("integer", "integer[]"), Some(false));
        assert_eq!(assigns("geometry", "integer"), None);
    }
}
