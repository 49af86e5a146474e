//! The operators of expressions: their text, how tightly they bind, and their opposites.

/// An operator between or before operands.
pub struct OperatorRow {
    /// As `SQLAlchemy` calls it.
    pub name: &'static str,
    /// With its spaces; empty where the writer has its own way.
    pub text: &'static str,
    pub precedence: i32,
    /// Whether `a op (b op c)` needs no parentheses.
    pub associative: bool,
    /// Whether it compares, so that its result is a truth value.
    pub compares: bool,
    /// The operator that says the opposite.
    pub negated: Option<&'static str>,
}

const fn row(name: &'static str, text: &'static str, precedence: i32) -> OperatorRow {
    OperatorRow { name, text, precedence, associative: false, compares: false, negated: None }
}

const fn joins(name: &'static str, text: &'static str, precedence: i32) -> OperatorRow {
    OperatorRow { associative: true, ..row(name, text, precedence) }
}

const fn compares(name: &'static str, text: &'static str, negated: &'static str) -> OperatorRow {
    OperatorRow { compares: true, negated: Some(negated), ..row(name, text, 5) }
}

static ROWS: &[OperatorRow] = &[
    row("getitem", "", 15),
    row("json_getitem", " -> ", 15),
    row("json_path_getitem", " #> ", 15),
    row("json_astext", " ->> ", 15),
    row("json_path_astext", " #>> ", 15),
    joins("mul", " * ", 8),
    row("truediv", " / ", 8),
    row("floordiv", " / ", 8),
    row("mod", " % ", 8),
    row("neg", "-", 8),
    row("bitwise_not", "~", 8),
    joins("add", " + ", 7),
    row("sub", " - ", 7),
    row("bitwise_xor", " # ", 7),
    row("bitwise_or", " | ", 7),
    row("bitwise_and", " & ", 7),
    row("bitwise_lshift", " << ", 7),
    row("bitwise_rshift", " >> ", 7),
    joins("concat", " || ", 5),
    compares("match", " @@ ", "not_match"),
    compares("not_match", " NOT MATCH ", "match"),
    compares("regexp_match", " ~ ", "not_regexp_match"),
    compares("not_regexp_match", " !~ ", "regexp_match"),
    compares("ilike", " ILIKE ", "not_ilike"),
    compares("not_ilike", " NOT ILIKE ", "ilike"),
    compares("like", " LIKE ", "not_like"),
    compares("not_like", " NOT LIKE ", "like"),
    compares("in", " IN ", "not_in"),
    compares("not_in", " NOT IN ", "in"),
    compares("is", " IS ", "is_not"),
    compares("is_not", " IS NOT ", "is"),
    compares("eq", " = ", "ne"),
    compares("ne", " != ", "eq"),
    compares("is_distinct_from", " IS DISTINCT FROM ", "is_not_distinct_from"),
    compares("is_not_distinct_from", " IS NOT DISTINCT FROM ", "is_distinct_from"),
    compares("gt", " > ", "le"),
    compares("lt", " < ", "ge"),
    compares("ge", " >= ", "lt"),
    compares("le", " <= ", "gt"),
    compares("between", " BETWEEN ", "not_between"),
    compares("not_between", " NOT BETWEEN ", "between"),
    row("distinct", "DISTINCT ", 5),
    row("inv", "NOT ", 5),
    row("any", "ANY ", 15),
    row("all", "ALL ", 15),
    row("collate", " COLLATE ", 4),
    joins("and", " AND ", 3),
    row("desc", " DESC", 3),
    row("asc", " ASC", 3),
    row("nulls_first", " NULLS FIRST", 3),
    row("nulls_last", " NULLS LAST", 3),
    joins("or", " OR ", 2),
    row("exists", "EXISTS ", 0),
    row("as", " AS ", -1),
    row("comma", ", ", -1),
];

/// Stands for an operator of the script's own, `a.op("~")(b)`.
pub const CUSTOM: &str = "custom";

/// The operator of this name.
pub fn operator(name: &str) -> Option<&'static OperatorRow> {
    ROWS.iter().find(|it| it.name == name)
}

/// Whether an operand with this operator needs parentheses beside the other one.
pub fn is_precedent(inner: (&str, i32), outer: Option<(&str, i32)>) -> bool {
    let Some((against, precedence)) = outer else { return true };
    if inner.0 == against && operator(against).is_some_and(|it| it.associative) {
        return false;
    }
    inner.1 <= precedence
}
