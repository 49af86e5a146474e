//! The options of a sequence, of which the last one said of each kind counts.

use crate::catalog::{Identity, Sequence, SqlType};
use crate::diagnostic::Problem;
use crate::op::problem;

/// The options of a sequence after others were said; `RESTART` sets its value, not its options.
pub(in crate::op) fn merged(options: &str, more: &str) -> String {
    let mut res: Vec<(String, String)> = Vec::new();
    for (kind, option) in split(options).into_iter().chain(split(more)) {
        res.retain(|(it, _)| *it != kind);
        if kind != "RESTART" {
            res.push((kind, option));
        }
    }
    let options: Vec<_> = res.into_iter().map(|(_, option)| option).collect();
    options.join(" ")
}

/// Says why a sequence cannot have these options.
///
/// # Errors
/// They contradict each other, or its type is no integer.
pub(in crate::op) fn check(sequence: &Sequence) -> Result<(), Problem> {
    let refuse = |why: &str| Err(problem::sequence_options(&sequence.name, why));
    let ty = sequence.ty.as_ref().map(SqlType::canonical);
    if let Some(serial) = sequence.ty.as_ref().filter(|it| it.behind_serial().is_some()) {
        return Err(problem::unknown("unknown-type", "type", &serial.spelling));
    }
    if ty.is_some_and(|it| !["smallint", "integer", "bigint"].contains(&&*it)) {
        return refuse("its type is no integer");
    }
    let options = split(&sequence.options);
    let count = |kind: &str| options.iter().filter(|(it, _)| it == kind).count();
    if options.iter().any(|(kind, _)| count(kind) > 1) {
        return refuse("an option is said twice");
    }
    let value = |kind: &str| value(&options, kind);
    if value("INCREMENT") == Some(0) {
        return refuse("it must step by more or less than zero");
    }
    let ((lowest, highest), (least, most)) = (of_type(sequence), limits(sequence));
    if least < lowest || most > highest {
        return refuse("its bounds are beyond its type");
    }
    if least >= most {
        return refuse("its least value is not below its greatest");
    }
    if value("START").is_some_and(|it| it < least || it > most) {
        return refuse("it starts outside of its bounds");
    }
    Ok(())
}

/// The least and the greatest value of a sequence, said or not.
fn limits(sequence: &Sequence) -> (i64, i64) {
    let options = split(&sequence.options);
    let (lowest, highest) = of_type(sequence);
    let (least, most) = if falls(&sequence.options) { (lowest, -1) } else { (1, highest) };
    (value(&options, "MINVALUE").unwrap_or(least), value(&options, "MAXVALUE").unwrap_or(most))
}

/// What the type of a sequence can hold. Another type of an identity's sequence is said by a
/// statement behind it.
fn of_type(sequence: &Sequence) -> (i64, i64) {
    bounds(sequence.ty.as_ref().filter(|_| !sequence.of_identity))
}

/// Says why a sequence cannot go on where it is told to.
///
/// # Errors
/// That is outside of its bounds.
pub(in crate::op) fn check_restart(sequence: &Sequence, change: &str) -> Result<(), Problem> {
    let Some(from) = value(&split(change), "RESTART") else { return Ok(()) };
    let (least, most) = limits(sequence);
    if from < least || from > most {
        let why = "it goes on outside of its bounds";
        return Err(problem::sequence_options(&sequence.name, why));
    }
    Ok(())
}

/// Gives a sequence another type. Bounds that were those of the old one become the new one's.
pub(in crate::op) fn change_type(sequence: &mut Sequence, ty: SqlType) {
    let (old, new) = (bounds(sequence.ty.as_ref()), bounds(Some(&ty)));
    let first = start(&sequence.options);
    for (word, old, new) in [("MINVALUE", old.0, new.0), ("MAXVALUE", old.1, new.1)] {
        let options = split(&sequence.options);
        let said = options.iter().find(|(kind, _)| kind == word).map(|(_, it)| it);
        let value = said.and_then(|it| it.split_whitespace().last()?.parse::<i64>().ok());
        if value == Some(old) {
            sequence.options = merged(&sequence.options, &format!("{word} {new}"));
        }
    }
    // It starts where it did.
    if let Some(first) = first.filter(|it| start(&sequence.options) != Some(*it)) {
        sequence.options = merged(&sequence.options, &format!("START WITH {first}"));
    }
    sequence.ty = Some(ty);
}

/// Sets an option of a sequence, which goes on starting where it did, and between the bounds it had
/// if it turns.
pub(in crate::op) fn set(sequence: &mut Sequence, option: &str) {
    let before = std::mem::take(&mut sequence.options);
    sequence.options = merged(&before, option);
    if falls(&before) != falls(&sequence.options) {
        let (least, most) = bounds(sequence.ty.as_ref());
        let (least, most) = if falls(&before) { (least, -1) } else { (1, most) };
        let unsaid = format!("MINVALUE {least} MAXVALUE {most}");
        sequence.options = merged(&unsaid, &sequence.options);
    }
    let first = begin(&before);
    let is_said = value(&split(option), "START").is_some();
    if !is_said && begin(&sequence.options) != first {
        sequence.options = merged(&sequence.options, &format!("START WITH {first}"));
    }
}

/// The least and the greatest value of a sequence of this type.
fn bounds(ty: Option<&SqlType>) -> (i64, i64) {
    match ty.map(SqlType::canonical).as_deref() {
        Some("smallint") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("integer") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}

fn falls(options: &str) -> bool {
    value(&split(options), "INCREMENT").is_some_and(|it| it < 0)
}

/// Where a sequence starts.
fn begin(options: &str) -> i64 {
    start(options).unwrap_or(if falls(options) { -1 } else { 1 })
}

/// Where a sequence starts by its options: where nothing is said, at its first bound.
fn start(options: &str) -> Option<i64> {
    let options = split(options);
    let value = |kind: &str| value(&options, kind);
    let first = if value("INCREMENT").is_some_and(|it| it < 0) { "MAXVALUE" } else { "MINVALUE" };
    value("START").or_else(|| value(first))
}

/// The number that an option of this kind says.
fn value(options: &[(String, String)], kind: &str) -> Option<i64> {
    let (_, option) = options.iter().find(|(it, _)| it == kind)?;
    option.split_whitespace().last()?.parse().ok()
}

/// `SET GENERATED ALWAYS SET INCREMENT BY 2` about an identity column.
pub(in crate::op) fn change_identity(identity: &mut Identity, change: &str) {
    let upper = change.to_uppercase();
    if upper.contains("GENERATED ALWAYS") {
        identity.always = true;
    } else if upper.contains("GENERATED BY DEFAULT") {
        identity.always = false;
    }
    let words: Vec<_> = change.split_whitespace().collect();
    let is_other =
        |it: &&&str| !["SET", "GENERATED", "ALWAYS", "DEFAULT"].contains(&&*it.to_uppercase());
    let more: Vec<_> = words.iter().filter(is_other).copied().collect();
    // What is left of `GENERATED BY DEFAULT` is a `BY` without its `INCREMENT`.
    let more = more.join(" ");
    identity.options = merged(&identity.options, more.strip_prefix("BY").unwrap_or(&more));
}

/// `START WITH 10 NO CYCLE` as its options, each with the kind it is of.
fn split(options: &str) -> Vec<(String, String)> {
    const STARTS: &[&str] = &[
        "INCREMENT",
        "START",
        "RESTART",
        "MINVALUE",
        "MAXVALUE",
        "CACHE",
        "CYCLE",
        "NO",
        "NOMINVALUE",
        "NOMAXVALUE",
        "NOCYCLE",
    ];
    let mut res: Vec<(String, String)> = Vec::new();
    for word in options.split_whitespace() {
        let upper = word.to_uppercase();
        match res.last_mut() {
            Some((kind, option)) if kind == "NO" => {
                *kind = upper;
                *option = format!("{option} {word}");
            }
            Some((_, option)) if !STARTS.contains(&&*upper) => *option += &format!(" {word}"),
            _ => {
                let kind = upper.strip_prefix("NO").filter(|it| !it.is_empty());
                res.push((kind.unwrap_or(&upper).to_owned(), word.to_owned()));
            }
        }
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_option_of_a_kind_counts() {
        let merged = merged("START WITH 10 INCREMENT BY 2 NO CYCLE", "increment 5 CYCLE RESTART 3");
        assert_eq!(merged, "START WITH 10 increment 5 CYCLE");
    }

    #[test]
    fn a_sequence_goes_on_where_it_did() {
        let after = |options: &str, option: &str| {
            let mut sequence = Sequence { options: options.to_owned(), ..Sequence::default() };
            set(&mut sequence, option);
            sequence.options
        };
        assert_eq!(after("", "MINVALUE -5"), "MINVALUE -5 START WITH 1");
        assert_eq!(after("MINVALUE 3", "MINVALUE 1"), "MINVALUE 1 START WITH 3");
        let turned = "MINVALUE -9223372036854775808 MAXVALUE -1 INCREMENT BY 2 START WITH -1";
        assert_eq!(after("INCREMENT -1", "INCREMENT BY 2"), turned);
    }

    #[test]
    fn an_identity_changes_as_it_is_told() {
        let mut identity = Identity { always: true, options: "START WITH 1".to_owned() };
        change_identity(&mut identity, "SET GENERATED BY DEFAULT SET START WITH 5");
        assert_eq!(identity, Identity { always: false, options: "START WITH 5".to_owned() });
    }
}
