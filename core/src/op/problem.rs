//! Why a database would refuse an operation, one function per reason.

use crate::catalog::ObjectRef;
use crate::diagnostic::{Problem, code};
use crate::name::Name;

pub(super) fn unknown_table(name: &Name) -> Problem {
    Problem::error("unknown-table", format!("no table `{name}` at this revision"))
}

pub(super) fn unknown_column(table: &Name, column: &str) -> Problem {
    let message = format!("table `{table}` has no column `{column}` at this revision");
    Problem::error("unknown-column", message)
}

pub(super) fn unknown_constraint(table: &Name, name: &str) -> Problem {
    let message = format!("table `{table}` has no constraint `{name}` at this revision");
    Problem::error(code::UNKNOWN_CONSTRAINT, message)
}

/// No view, index, sequence, trigger, policy, … of this name; `code` is `unknown-…`.
pub(super) fn unknown(code: &'static str, what: &str, name: impl std::fmt::Display) -> Problem {
    Problem::error(code, format!("no {what} `{name}` at this revision"))
}

/// A second object of the same name; `code` is `duplicate-…`.
pub(super) fn duplicate(code: &'static str, what: &str, name: impl std::fmt::Display) -> Problem {
    Problem::error(code, format!("{what} `{name}` is there already"))
}

pub(super) fn duplicate_in_table(
    code: &'static str,
    what: &str,
    name: &str,
    table: &Name,
) -> Problem {
    Problem::error(code, format!("table `{table}` has a {what} `{name}` already"))
}

pub(super) fn second_primary_key(table: &Name) -> Problem {
    let message = format!("table `{table}` has a primary key already");
    Problem::error("second-primary-key", message)
        .help("drop the old primary key first, or make this one a unique constraint")
}

pub(super) fn unique_over_nothing(table: &Name) -> Problem {
    let message =
        format!("a unique constraint of `{table}` has no columns, and leaves an empty clause");
    Problem::error("empty-constraint", message).help("name its columns, or take it out")
}

pub(super) fn no_matching_key(table: &Name, columns: &[String]) -> Problem {
    let columns = columns.join("`, `");
    let message = format!("no primary key or unique constraint of `{table}` is over `{columns}`");
    Problem::error("no-matching-key", message)
        .help("add a unique constraint over exactly the columns that the foreign key refers to")
}

pub(super) fn no_primary_key(table: &Name) -> Problem {
    let message = format!("`{table}` has no primary key that the foreign key could refer to");
    Problem::error("no-matching-key", message)
}

pub(super) fn uneven_key(count: usize, referred: usize) -> Problem {
    let message = format!("the foreign key has {count} columns and refers to {referred}");
    Problem::error("uneven-key", message)
}

pub(super) fn key_types_differ(columns: (&str, &str), types: (&str, &str)) -> Problem {
    let message = format!(
        "foreign key column `{}` is {} and the column `{}` it refers to is {}",
        columns.0, types.0, columns.1, types.1
    );
    Problem::error("key-types-differ", message)
}

pub(super) fn not_over_partition_key(table: &Name, column: &str) -> Problem {
    let message = format!(
        "a unique constraint or index of the partitioned table `{table}` must include `{column}`, \
         by which it is partitioned"
    );
    Problem::error("not-over-partition-key", message)
}

pub(super) fn in_partition_key(table: &Name, column: &str) -> Problem {
    let message = format!("`{column}` is part of the partition key of `{table}`");
    Problem::error("in-partition-key", message)
}

pub(super) fn bound_of_other_type(column: &str, value: &str, ty: &str) -> Problem {
    let message = format!("bound {value} is not put into `{column}`, which is {ty}");
    Problem::error("cannot-cast", message).help("write a value of the column's type")
}

pub(super) fn no_value_of_bound(column: &str, value: &str, ty: &str) -> Problem {
    let message = format!("bound {value} of `{column}` is no {ty}");
    Problem::error("no-value-of-type", message)
}

pub(super) fn not_partitioned(table: &Name) -> Problem {
    Problem::error("not-partitioned", format!("table `{table}` is not partitioned"))
        .help("declare the parent with `PARTITION BY`")
}

pub(super) fn circular_inheritance(table: &Name, parent: &Name) -> Problem {
    let message = format!("`{parent}` inherits `{table}` already, which cannot inherit it back");
    Problem::error("circular-inheritance", message)
}

pub(super) fn too_many_generations(table: &Name) -> Problem {
    let message = format!("`{table}` has more generations of parents than are followed");
    Problem::error("circular-inheritance", message).help("let it inherit a table further up")
}

pub(super) fn not_a_partition(table: &Name, parent: &Name) -> Problem {
    Problem::error("not-a-partition", format!("`{table}` is not a partition of `{parent}`"))
}

pub(super) fn inherited_constraint(table: &Name, name: &str) -> Problem {
    let message = format!("constraint `{name}` of `{table}` is inherited from its parent");
    Problem::error("inherited-column", message).help("change it on the parent table")
}

pub(super) fn inherited_column(table: &Name, column: &str) -> Problem {
    let message = format!("column `{column}` of `{table}` is inherited from its parent");
    Problem::error("inherited-column", message).help("change it on the parent table")
}

pub(super) fn needs_heirs(table: &Name, what: &str) -> Problem {
    let message = format!("what inherits `{table}` must get the {what}, too");
    Problem::error("inherited-column", message).help("leave out `ONLY`")
}

pub(super) fn key_of_parent_alone(table: &Name) -> Problem {
    let message = format!("a foreign key of `{table}` is one of its partitions, too");
    Problem::error("not-supported", message).help("leave out `ONLY`")
}

pub(super) fn of_foreign_table(table: &Name, what: &str) -> Problem {
    not_supported(format!("`{table}` is a foreign table, which has no {what} constraint"))
}

/// A table of a type has its columns from there.
pub(super) fn typed_table(table: &Name) -> Problem {
    wrong_kind(table, "table of a type", "table with columns of its own")
}

/// What is said where a name is that of another kind of object than is wanted.
pub(crate) fn wrong_kind(name: &Name, is: &str, wanted: &str) -> Problem {
    let (is, wanted) = (with_article(is), with_article(wanted));
    Problem::error("wrong-kind", format!("`{name}` is {is}, not {wanted}"))
}

fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

pub(super) fn needed_by(what: impl std::fmt::Display, needed_by: &[String]) -> Problem {
    let list = needed_by.join(", ");
    Problem::error("still-needed", format!("{what} is still needed by {list}"))
        .help("drop what depends on it first, or add `CASCADE`")
}

/// The same of a type, which nothing that depends on it lets change.
pub(super) fn type_needed_by(what: impl std::fmt::Display, list: &[String]) -> Problem {
    needed_by(what, list)
        .help("drop what depends on it before the change, and make it again behind it")
}

pub(super) fn columns_of_view(view: &Name) -> Problem {
    let message = format!("the columns of view `{view}` are not known");
    Problem::error(code::UNKNOWN_COLUMNS, message)
        .help("write the columns out to have them checked")
}

pub(super) fn constraint_needs_index(index: &str, table: &Name) -> Problem {
    let message = format!("index `{index}` belongs to the constraint of that name on `{table}`");
    Problem::error("still-needed", message).help("drop the constraint instead")
}

pub(super) fn virtual_column(table: &Name, column: &str, what: &str) -> Problem {
    not_supported(format!("`{column}` of `{table}` is virtual, and cannot be in a {what}"))
}

pub(super) fn not_enforced(table: &Name, name: &str) -> Problem {
    let why = format!("`{name}` of `{table}` is not enforced, and cannot be validated");
    Problem::error("not-enforced", why).help("enforce it with `ALTER CONSTRAINT … ENFORCED`")
}

pub(super) fn null_in_primary_key(table: &Name, column: &str) -> Problem {
    let message = format!("column `{column}` is part of the primary key of `{table}`");
    Problem::error("null-in-primary-key", message)
}

pub(super) fn identity_column(table: &Name, column: &str) -> Problem {
    let message = format!("column `{column}` of `{table}` is an identity column");
    Problem::error("identity-column", message).help("drop its identity first")
}

pub(super) fn column_definition(table: &Name, column: &str, why: &str) -> Problem {
    Problem::error("column-definition", format!("column `{column}` of `{table}`: {why}"))
}

pub(super) fn default_differs(table: &Name, column: &str, default: &str, ty: &str) -> Problem {
    let message = format!("the default {default} of `{column}` of `{table}` is no {ty}");
    Problem::error("default-differs", message)
}

pub(super) fn cannot_cast(table: &Name, column: &str, from: &str, to: &str) -> Problem {
    let message =
        format!("column `{column}` of `{table}` does not turn from {from} into {to} by itself");
    Problem::error("cannot-cast", message).help("say how with `USING`")
}

pub(super) fn default_cannot_cast(table: &Name, column: &str, to: &str) -> Problem {
    let message =
        format!("the default of `{column}` of `{table}` does not turn into {to} by itself");
    Problem::error("cannot-cast", message)
        .help("drop the default before the type changes, and set it again behind it")
}

pub(super) fn overlapping_partition(partition: &Name, other: &Name) -> Problem {
    let message = format!("partition `{partition}` would hold what partition `{other}` holds");
    Problem::error("overlapping-partition", message)
}

pub(super) fn partition_bound(table: &Name, why: &str) -> Problem {
    Problem::error("partition-bound", format!("`{table}`: {why}"))
}

pub(super) fn parent_differs(table: &Name, parent: &Name, why: &str) -> Problem {
    let message = format!("`{table}` does not fit its parent `{parent}`: {why}");
    Problem::error("parent-differs", message)
}

pub(super) fn not_supported(why: impl Into<String>) -> Problem {
    Problem::error("not-supported", why)
}

pub(super) fn domain_constraint(domain: &Name, why: &str) -> Problem {
    Problem::error("domain-constraint", format!("domain `{domain}`: {why}"))
}

pub(super) fn no_operator_class(ty: &str, method: &str) -> Problem {
    let message = format!("{ty} has no default operator class for `{method}`");
    Problem::error("no-operator-class", message)
        .help("name an operator class, or use another index method")
}

pub(super) fn sequence_options(name: impl std::fmt::Display, why: &str) -> Problem {
    Problem::error("sequence-options", format!("sequence `{name}`: {why}"))
}

pub(super) fn storage(table: &Name, why: &str) -> Problem {
    Problem::error("storage-parameter", format!("table `{table}`: {why}"))
}

pub(super) fn unknown_index_of(table: &Name, index: &str) -> Problem {
    Problem::error(code::UNKNOWN_INDEX, format!("table `{table}` has no index `{index}`"))
}

pub(super) fn index_differs(index: &Name, other: &Name) -> Problem {
    let message = format!("index `{other}` is not over the same columns as `{index}`");
    Problem::error("index-differs", message)
}

pub(super) fn index_of_no_partition(index: &Name, parent: &Name) -> Problem {
    let message = format!("index `{index}` is of no partition of `{parent}`");
    Problem::error("index-differs", message)
}

pub(super) fn view_differs(view: &Name, why: &str) -> Problem {
    Problem::error("view-differs", format!("view `{view}` cannot be replaced: {why}"))
        .help("drop the view and create it again")
}

pub(super) fn function_differs(function: &Name, why: &str) -> Problem {
    Problem::error("function-differs", format!("function `{function}` cannot be replaced: {why}"))
        .help("drop the function and create it again")
}

pub(super) fn unknown_label(name: &Name, label: &str) -> Problem {
    Problem::error("unknown-label", format!("enum `{name}` has no label `{label}`"))
}

pub(super) fn owned(role: &str, statement: &str) -> Problem {
    let message = format!("what role `{role}` owns goes with it, and is not followed");
    Problem::error(code::UNFOLLOWED_STATEMENT, message).help(format!("it owns by `{statement}`"))
}

pub(super) fn invalid_privilege(why: String) -> Problem {
    Problem::error("invalid-privilege", why)
}

pub(super) fn ambiguous_function(name: &Name) -> Problem {
    Problem::error("ambiguous-function", format!("there is more than one function `{name}`"))
        .help("name the types of its arguments")
}

pub(super) fn of_all_tables(publication: &str) -> Problem {
    let message = format!("publication `{publication}` is of all tables, and takes no single ones");
    Problem::error("of-all-tables", message)
}

pub(crate) fn unknown_object(object: &ObjectRef) -> Problem {
    match object {
        ObjectRef::Table(name) => unknown_table(name),
        ObjectRef::Column(table, column) => unknown_column(table, column),
        ObjectRef::Constraint(table, name) => unknown_constraint(table, name),
        ObjectRef::DomainConstraint(_, name) | ObjectRef::ConstraintLike { name, .. } => {
            unknown(code::UNKNOWN_CONSTRAINT, "constraint", name)
        }
        ObjectRef::Schema(name) => unknown("unknown-schema", "schema", name),
        ObjectRef::Extension(name) => unknown("unknown-extension", "extension", name),
        ObjectRef::Role(name) => unknown("unknown-object", "role", name.trim_matches('"')),
        ObjectRef::Index(name) => unknown(code::UNKNOWN_INDEX, "index", name),
        ObjectRef::Trigger(_, name) => unknown("unknown-trigger", "trigger", name),
        ObjectRef::Policy(_, name) => unknown("unknown-policy", "policy", name),
        ObjectRef::Type(name) => unknown("unknown-type", "type", name),
        ObjectRef::Sequence(name) => unknown("unknown-sequence", "sequence", name),
        ObjectRef::View(name) => unknown("unknown-view", "view", name),
        ObjectRef::Function(key) => unknown("unknown-function", "function", &key.name),
    }
}

pub(super) fn needs_table_copy(dialect: &str, what: &str) -> Problem {
    Problem::error("needs-table-copy", format!("{dialect} cannot {what} in place"))
        .help("use `op.batch_alter_table`, which copies the table")
}

pub(super) fn not_in_dialect(what: &str, dialect: &str) -> Problem {
    Problem::error("not-in-dialect", format!("{dialect} has no {what}"))
}

pub(super) fn untold_type(table: &Name, column: &str) -> Problem {
    let message = format!("the type of `{table}.{column}` must be said again to change it");
    Problem::error("untold-type", message).help("give `existing_type`")
}

pub(super) fn untold_kind(name: &str) -> Problem {
    Problem::error("untold-kind", format!("what kind of constraint `{name}` is is not said"))
        .help("give `type_`: `foreignkey`, `primary`, `unique` or `check`")
}

pub(super) fn untold_table(index: &str) -> Problem {
    Problem::error("untold-table", format!("the table of index `{index}` is not said"))
        .help("give `table_name`")
}

pub(super) fn requires_extension(extension: &str, required: &str) -> Problem {
    let message = format!("extension `{extension}` requires `{required}`, which is not there");
    Problem::error("unknown-extension", message).help("create that one first, or say `CASCADE`")
}

pub(super) fn type_modifiers(table: &Name, column: &str, ty: &str, why: &str) -> Problem {
    let message = format!("column `{column}` of `{table}`: `{ty}` is no type: {why}");
    Problem::error("type-modifier", message)
}
