//! What is said of a name that is not there, or that cannot stand where it does.

use crate::diagnostic::{Choice, Problem};

pub(super) fn unknown_column(name: &str) -> Problem {
    let message = format!("no column `{name}` in the tables that are read here");
    Problem::error("unknown-column", message)
}

pub(super) fn unknown_part(name: &str) -> Problem {
    Problem::error("unknown-column", format!("the composite type has no part `{name}`"))
}

pub(super) fn unknown_setting(name: &str) -> Problem {
    Problem::error("unknown-setting", format!("the server has no setting `{name}`"))
}

pub(super) fn setting_of_server(name: &str) -> Problem {
    Problem::error("setting-of-server", format!("no session can change `{name}`"))
        .help("set it in the server's own configuration")
}

pub(super) fn past_setting(name: &str, value: &str) -> Problem {
    let message = format!("`{name}` can't be `{value}` since version 12");
    Problem::error("setting-value", message).help("give the table a column of its own instead")
}

pub(super) fn no_setting(name: &str, value: &str) -> Problem {
    Problem::error("setting-value", format!("`{name}` is a time, which `{value}` is not"))
}

pub(super) fn result_differs(from: &str, to: &str) -> Problem {
    let message = format!("the function returns {to}, and its last query gives {from}");
    Problem::error("function-definition", message)
}

pub(super) fn unknown_operator(text: &str) -> Problem {
    let message = format!("there is no such operator between the types of `{text}`");
    Problem::error("unknown-operator", message).help("cast one side to the type of the other")
}

pub(super) fn cannot_cast(from: &str, to: &str) -> Problem {
    Problem::error("cannot-cast", format!("nothing casts {from} to {to}"))
}

pub(super) fn cannot_hold(from: &str, to: &str) -> Problem {
    let message = format!("a column of {to} does not take {from} by itself");
    Problem::error("cannot-cast", message).help("write the cast")
}

pub(super) fn types_differ(one: &str, other: &str) -> Problem {
    let message = format!("one column cannot hold {one} and {other}");
    Problem::error("cannot-cast", message).help("cast one to the type of the other")
}

pub(super) fn not_a_condition(ty: &str) -> Problem {
    Problem::error("not-a-condition", format!("a condition is true or false, and this is {ty}"))
}

pub(super) fn generated_differs(from: &str, to: &str) -> Problem {
    let message = format!("the column is {to}, and what it is made of is {from}");
    Problem::error("default-differs", message)
}

pub(super) fn not_grouped(column: &str) -> Problem {
    let message = format!("`{column}` is neither grouped by nor within an aggregate function");
    Problem::error("not-grouped", message)
}

pub(super) fn only_parent(table: &str, what: &str) -> Problem {
    let message = format!("other tables inherit `{table}`, and must get the {what}, too");
    Problem::error("inherited-column", message).help("leave out `ONLY`")
}

pub(super) fn not_updatable(view: &str) -> Problem {
    let message =
        format!("rows cannot be written through `{view}`, which is not made of one table's rows");
    Problem::error("cannot-insert", message).help("write to the table behind it")
}

pub(super) fn unknown_source(name: &str) -> Problem {
    Problem::error("unknown-table", format!("`{name}` is no table that is read here"))
        .help("name it behind `FROM`, or use its alias")
}

pub(super) fn ambiguous(name: &str) -> Problem {
    let message = format!("more than one table that is read here has a column `{name}`");
    Problem::error("ambiguous-column", message).help("write the table's name before it")
}

pub(super) fn column_twice(name: &str) -> Problem {
    Problem::error("duplicate-column", format!("column `{name}` is there twice"))
}

pub(super) fn too_many_names(names: usize, columns: usize) -> Problem {
    let message = format!("{names} column names are given, and the query has {columns} columns");
    Problem::error("uneven-columns", message)
}

pub(super) fn uneven(first: usize, second: usize) -> Problem {
    let message = format!("{first} columns stand against {second}");
    Problem::error("uneven-columns", message)
}

pub(super) fn unknown_function(name: &str) -> Problem {
    Problem::error("unknown-function", format!("no function `{name}` at this revision"))
        .help("if it is there before the first revision, give the baseline that it comes from")
        .remedy(Choice::Baseline)
}

pub(super) fn extension_elsewhere(name: &str, extension: &str) -> Problem {
    let message = format!("`{name}` is of extension `{extension}`, which is not installed here");
    Problem::note("needs-extension", message)
        .help("make sure that the extension is there before the migration runs")
}

pub(super) fn column_without_row(what: &str, name: &str) -> Problem {
    Problem::error("column-in-default", format!("{what} cannot read the column `{name}`"))
}

pub(super) fn system_column(what: &str, column: &str) -> Problem {
    Problem::error("unknown-column", format!("{what} cannot be of the system's own `{column}`"))
}

pub(super) fn partition_key(why: &str) -> Problem {
    Problem::error("in-partition-key", why)
}

pub(super) fn query_not_allowed(place: &str) -> Problem {
    Problem::error("query-not-allowed", format!("{place} cannot ask a query"))
}

pub(super) fn not_immutable(what: &str, expression: &str) -> Problem {
    let message = format!("{what} needs the same result at all times: `{expression}` may change");
    Problem::error("not-immutable", message)
}

pub(in super::super) fn unfollowed_call(name: &str) -> Problem {
    let message = format!("`{name}` changes the schema, and what it does here is not followed");
    Problem::error("unfollowed-call", message)
        .help("write out what it makes, or look it up in a dump of the database")
}

pub(super) fn function_kind(name: &str, wanted: &str) -> Problem {
    Problem::error("function-kind", format!("function `{name}` does not return `{wanted}`"))
}

pub(super) fn counted_twice(what: &str) -> Problem {
    Problem::error("duplicate-column", format!("the statistics are over `{what}` twice"))
}

pub(super) fn source_twice(name: &str) -> Problem {
    Problem::error("duplicate-alias", format!("two tables are read here as `{name}`"))
        .help("give one of them an alias")
}

pub(super) fn window(place: &str) -> Problem {
    let message = format!("{place} cannot look at a window of rows");
    Problem::error("window-not-allowed", message).help("put the query into another one")
}

pub(super) fn rows(place: &str) -> Problem {
    let message = format!("{place} cannot call a function that gives rows");
    Problem::error("rows-not-allowed", message)
}

pub(super) fn order_of_distinct(column: &str) -> Problem {
    let message = format!("`DISTINCT` leaves no `{column}` to order the rows by");
    Problem::error("unknown-column", message).help("order by what is given")
}

pub(super) fn no_check_option(view: &str) -> Problem {
    let message = format!("`{view}` is not made of one table's rows, and has none to check");
    Problem::error("not-supported", message).help("leave out `WITH CHECK OPTION`")
}

pub(super) fn column_in_limit(name: &str) -> Problem {
    let message = format!("how many rows are given cannot hang on the column `{name}`");
    Problem::error("unknown-column", message)
}

pub(super) fn no_such_call(name: &str, given: usize) -> Problem {
    let message = format!("no function `{name}` takes {given} arguments like these");
    Problem::error("unknown-function", message)
}

pub(super) fn cannot_join(column: &str, one: &str, other: &str) -> Problem {
    let message =
        format!("no join is by `{column}`, which is {one} on one side, {other} on the other");
    Problem::error("cannot-join", message)
}

pub(super) fn no_collation(ty: &str) -> Problem {
    Problem::error("cannot-cast", format!("a value of {ty} has no collation"))
}

pub(super) fn no_elements(ty: &str) -> Problem {
    Problem::error("cannot-cast", format!("a value of {ty} has no elements"))
}

pub(super) fn no_index_of_element(kind: &str) -> Problem {
    Problem::error("cannot-cast", format!("a value of {kind} is no index of an array's element"))
}

pub(super) fn too_long(text: &str, ty: &str) -> Problem {
    Problem::error("no-value-of-type", format!("`{text}` is too much for {ty}"))
}

pub(super) fn no_conflict_target() -> Problem {
    let message = "`DO UPDATE` must say in which columns rows conflict";
    Problem::error("unparsed-statement", message)
}

pub(super) fn deferrable_key() -> Problem {
    let message = "the constraint over these columns may be checked later than the rows come";
    Problem::error("no-unique-index", message)
}

pub(super) fn function_result(why: String) -> Problem {
    Problem::error("function-definition", why)
}

pub(super) fn unexpected(word: &str) -> Problem {
    Problem::error("unparsed-statement", format!("syntax error at `{word}`"))
}

pub(super) fn word_is_called(word: &str) -> Problem {
    let message = format!("`{word}` is a word, not a function, and takes no parentheses");
    Problem::error("unparsed-statement", message)
}

pub(super) fn bare_expression(text: &str) -> Problem {
    let message = format!("the expression `{text}` stands in no parentheses");
    Problem::error("unparsed-statement", message).help("put parentheses around it")
}

pub(super) fn one_column() -> Problem {
    Problem::error("uneven-columns", "extended statistics are over at least two columns")
}

pub(super) fn of_another_kind(why: String) -> Problem {
    Problem::error("wrong-kind", why)
}

pub(super) fn ambiguous_call(name: &str) -> Problem {
    let message = format!("more than one function `{name}` can be called so");
    Problem::error("ambiguous-function", message).help("drop one, or give all arguments")
}

pub(super) fn trigger_time(why: &str) -> Problem {
    Problem::error("wrong-kind", why)
}

pub(super) fn unknown_sequence(name: &str) -> Problem {
    Problem::error("unknown-sequence", format!("no sequence `{name}` at this revision"))
}

pub(super) fn unknown_relation(name: &str) -> Problem {
    let message = format!("no table, view or sequence `{name}` at this revision");
    Problem::error("unknown-table", message)
}

pub(super) fn unknown_index(name: &str) -> Problem {
    Problem::error("unknown-index", format!("no index `{name}` at this revision"))
}

pub(super) fn type_modifiers(ty: &str, why: &str) -> Problem {
    Problem::error("type-modifier", format!("`{ty}` is no type: {why}"))
}

pub(super) fn unknown_type(name: &str) -> Problem {
    Problem::error("unknown-type", format!("no type `{name}` at this revision"))
}

pub(super) fn uneven_rows(width: usize) -> Problem {
    let s = if width == 1 { "" } else { "s" };
    Problem::error(
        "uneven-columns",
        format!("the first row has {width} value{s}, and this one not"),
    )
}

pub(super) fn unknown_wrapper(name: &str) -> Problem {
    Problem::error("unknown-object", format!("no foreign-data wrapper `{name}` at this revision"))
        .help("create the extension that brings it first")
}

pub(super) fn unknown_server(name: &str) -> Problem {
    Problem::error("unknown-object", format!("no server `{name}` at this revision"))
}

pub(super) fn unknown_language(name: &str) -> Problem {
    Problem::error("unknown-language", format!("no language `{name}` at this revision"))
        .help("create the extension that brings it first")
}

pub(in crate::sql) fn unread_body(reason: &str) -> Problem {
    Problem::error("unparsed-statement", format!("the body of this function is not read: {reason}"))
}

pub(super) fn aggregate(place: &str) -> Problem {
    Problem::error("aggregate-not-allowed", format!("{place} cannot ask an aggregate function"))
}

pub(super) fn no_partition(table: &str) -> Problem {
    Problem::error("no-partition", format!("`{table}` has no partition that could take the row"))
}

pub(super) fn of_generated(column: &str) -> Problem {
    let message = format!("a generated column cannot be made of `{column}`, which is one itself");
    Problem::error("not-immutable", message)
}

pub(super) fn trigger_clause(why: impl Into<String>) -> Problem {
    Problem::error("trigger-clause", why)
}

pub(super) fn not_supported(why: &str) -> Problem {
    Problem::error("not-supported", why)
}

pub(super) fn unknown_schema(name: &str) -> Problem {
    Problem::error("unknown-schema", format!("no schema `{name}` at this revision"))
}

pub(super) fn no_unique_index(view: &str) -> Problem {
    let message = format!("`{view}` has no unique index, and cannot be refreshed concurrently");
    Problem::error("no-unique-index", message)
}

pub(super) fn no_value(text: &str, ty: &str) -> Problem {
    Problem::error("no-value-of-type", format!("`{text}` is no {ty}"))
}

pub(super) fn written_by_server(column: &str) -> Problem {
    let message = format!("column `{column}` is generated, and can only be written as `DEFAULT`");
    Problem::error("generated-column", message)
}

pub(super) fn no_conflict_key() -> Problem {
    let message = "no unique constraint or index is over the columns behind `ON CONFLICT`";
    Problem::error("no-conflict-key", message)
}

pub(super) fn no_index_of(constraint: &str) -> Problem {
    let message = format!("`{constraint}` has no index: no row conflicts in it");
    Problem::error("wrong-kind", message)
}

pub(super) fn excludes_only(constraint: &str) -> Problem {
    let message = format!("`{constraint}` keeps rows out, and does not tell which to change");
    Problem::error("wrong-kind", message).help("write `DO NOTHING`")
}

pub(super) fn unidentified(table: &str, done: &str) -> Problem {
    let message = format!("`{table}` is published, and nothing tells which of its rows is {done}");
    Problem::error("no-replica-identity", message)
        .help("give the table a primary key or a `REPLICA IDENTITY`, or publish only new rows")
}

pub(super) fn aggregate_of(what: &str) -> Problem {
    Problem::error("aggregate-not-allowed", format!("an aggregate function cannot be of {what}"))
}

pub(super) fn order_of_distinct_values(column: &str) -> Problem {
    let message =
        format!("different values cannot be ordered by `{column}`, which is none of them");
    Problem::error("unknown-column", message)
}

pub(super) fn recursive_policy(policy: &str, table: &str) -> Problem {
    let message = format!(
        "with row security on, `{policy}` reads `{table}` to show rows of `{table}`, without end: \
         whoever it applies to gets an error at every query of the table"
    );
    Problem::warning("recursive-policy", message)
        .help("read the table in a `SECURITY DEFINER` function, and call it here")
}

pub(super) fn unknown_window(name: &str) -> Problem {
    Problem::error("unknown-object", format!("the query has no window `{name}`"))
}

pub(super) fn not_yet_generated(column: &str) -> Problem {
    let message = format!("`{column}` is computed only after triggers that fire `BEFORE`");
    Problem::error("trigger-clause", message)
}

pub(super) fn unknown_constraint(name: &str) -> Problem {
    Problem::error("unknown-constraint", format!("no constraint `{name}` at this revision"))
}

pub(super) fn not_writable(name: &str, word: &str) -> Problem {
    Problem::error("wrong-kind", format!("rows cannot be written to the {word} `{name}`"))
}

pub(super) fn null_in(column: &str) -> Problem {
    let message = format!("a row leaves out `{column}`, which has no default and forbids null");
    Problem::error("null-in-row", message).help("give the column a value")
}

pub(super) fn referred_to(table: &str) -> Problem {
    let message = format!("`{table}` cannot be emptied alone: a foreign key refers to it");
    Problem::error("still-needed", message).help("add `CASCADE`, or empty both tables at once")
}

pub(super) fn recursive(name: &str, why: &str) -> Problem {
    Problem::error("recursive-query", format!("`{name}` reads itself: {why}"))
}
