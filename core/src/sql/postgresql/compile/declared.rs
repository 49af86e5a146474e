//! The types of variables: what they name must be there when the body is compiled.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::{line_of, name_of, parts, range};
use super::super::types::sql_type;
use super::Compiled;
use super::names::{Kind, path};
use crate::catalog::{Catalog, ObjectRef, Type, TypeKind};
use crate::diagnostic::Problem;
use crate::name::Name;

/// Refuses a declaration whose type names what is not there, or that never has its value.
pub(super) fn check(node: &SyntaxNode, catalog: &Catalog, compiled: &mut Compiled<'_>) {
    if let Some(it) = ast::PlpgsqlAliasTarget::cast(node.clone()) {
        return of_alias(&it, compiled);
    }
    let Some(declaration) = ast::PlpgsqlVarDecl::cast(node.clone()) else { return };
    if declaration.not_null().is_some() && declaration.init().is_none() {
        return compiled.refuse(node, problem::no_default());
    }
    if declaration.not_null().is_some() && compiled.is_block && begins_as_null(node) {
        return compiled.refuse(node, problem::null_default());
    }
    if catalog.takes_tables_for_granted() {
        return;
    }
    if let Some(problem) = declaration.ty().and_then(|it| of_type(it, node, catalog, compiled)) {
        compiled.refuse(node, problem);
    }
}

/// Whether the value of a declaration is `NULL`: a block refuses it as it begins.
fn begins_as_null(declaration: &SyntaxNode) -> bool {
    let text = line_of(declaration);
    let value = text.trim_end_matches(';').trim_end().rsplit(['=', ' ']).next();
    value.is_some_and(|it| it.eq_ignore_ascii_case("null"))
        && !text.to_ascii_lowercase().trim_end_matches(';').trim_end().ends_with("not null")
}

/// Types of which no value is.
const PSEUDO_TYPES: &[&str] = &["void", "trigger", "event_trigger", "any", "cstring", "internal"];

/// What another name is given to must be there.
fn of_alias(target: &ast::PlpgsqlAliasTarget, compiled: &mut Compiled<'_>) {
    let path = path(&line_of(target.syntax()));
    let at = range(target.syntax()).start;
    if !path.is_empty() && compiled.names.whole(at, &path).is_none() {
        compiled.refuse(target.syntax(), problem::no_variable(&path.join(".")));
    }
}

fn of_type(
    ty: ast::PlpgsqlDeclType,
    node: &SyntaxNode,
    catalog: &Catalog,
    compiled: &Compiled<'_>,
) -> Option<Problem> {
    match ty {
        ast::PlpgsqlDeclType::PlpgsqlPercentRowtype(it) => {
            let name = it.path_ref().and_then(|it| name_of(parts(it.syntax())))?;
            match rows(catalog, &name) {
                Rows::There | Rows::Unsure => None,
                Rows::Sequence if !catalog.server.has(14) => None,
                Rows::Sequence | Rows::Index => Some(problem::no_rows(&name)),
                Rows::Missing => Some(problem::no_row(&name)),
            }
        }
        ast::PlpgsqlDeclType::FuncType(ast::FuncType::PercentType(it)) => {
            let path = it.path_ref().map(|it| parts(it.syntax()))?;
            let is_there = is_like_something(&path, range(node).start, catalog, compiled);
            (!is_there).then(|| problem::no_column(&path.join(".")))
        }
        ast::PlpgsqlDeclType::FuncType(ast::FuncType::Type(it)) => {
            let ty = sql_type(&it);
            if PSEUDO_TYPES.contains(&&*ty.canonical()) {
                return Some(problem::no_value_of(&ty.canonical()));
            }
            let name = ty.named.filter(|it| !has_type(catalog, it))?;
            Some(problem::no_type(&name))
        }
    }
}

/// `x%TYPE`, `label.x%TYPE`, `table.column%TYPE`: whether there is such a variable or column. A
/// field of a record has no type yet.
fn is_like_something(
    path: &[String],
    at: usize,
    catalog: &Catalog,
    compiled: &Compiled<'_>,
) -> bool {
    let Some((column, table)) = path.split_last() else { return true };
    if let Some(variable) = compiled.names.whole(at, path) {
        return variable.kind != Kind::Record || catalog.server.has(17);
    }
    let Some(table) = name_of(table.to_vec()) else { return false };
    match rows(catalog, &table) {
        Rows::There => {}
        Rows::Unsure => return true,
        Rows::Sequence => return OF_SEQUENCES.contains(&&**column),
        Rows::Index => return catalog.server.has(17),
        Rows::Missing => return false,
    }
    if SYSTEM_COLUMNS.contains(&&**column) {
        return true;
    }
    // Of views and the server's own relations not all columns are known.
    let same = |it: &&crate::catalog::Table| is_same(&it.name, &table);
    let mut tables = catalog.tables.values().map(AsRef::as_ref).filter(same).peekable();
    tables.peek().is_none() || tables.any(|it| it.assumed || it.column(column).is_some())
}

/// What every table has.
const SYSTEM_COLUMNS: &[&str] = &["cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"];

/// What every sequence has besides.
const OF_SEQUENCES: &[&str] = &["is_called", "last_value", "log_cnt"];

/// Whether rows go by a name.
enum Rows {
    There,
    /// Which has rows, but no type of them.
    Sequence,
    Index,
    Missing,
    /// The server or what is kept to the letter may have them.
    Unsure,
}

/// What is behind a name, in whichever schema where none is said: a body has a search path of its
/// own.
fn rows(catalog: &Catalog, name: &Name) -> Rows {
    let same = |it: &&Name| is_same(it, name);
    let is_composite = |it: &Type| matches!(it.kind, TypeKind::Composite(_));
    let mut types = catalog.types.iter().filter(|(it, _)| is_same(it, name));
    if is_of_server(name) || has_opaque(catalog, name) {
        Rows::Unsure
    } else if catalog.tables.keys().chain(catalog.views.keys()).any(|it| same(&it))
        || types.any(|(_, it)| is_composite(it))
    {
        Rows::There
    } else if catalog.sequences.keys().any(|it| same(&it)) {
        Rows::Sequence
    } else if catalog.index_owner(name).is_some() {
        Rows::Index
    } else {
        Rows::Missing
    }
}

fn has_type(catalog: &Catalog, name: &Name) -> bool {
    let is_relation = match rows(catalog, name) {
        Rows::There | Rows::Unsure => true,
        Rows::Sequence => !catalog.server.has(14),
        Rows::Index | Rows::Missing => false,
    };
    // The types of arrays are called after those of their elements.
    is_relation
        || name.name.starts_with('_')
        || catalog.types.keys().any(|it| is_same(it, name))
        || catalog.has(&ObjectRef::Type(name.clone()))
        || !catalog.extensions.is_empty() && catalog.is_extension_type(name)
}

fn is_same(one: &Name, wanted: &Name) -> bool {
    one.name == wanted.name && (wanted.schema.is_none() || one.key() == wanted.key())
}

/// What is kept to the letter may make it.
fn has_opaque(catalog: &Catalog, name: &Name) -> bool {
    catalog.opaque.iter().any(|it| it.touches.iter().any(|it| it.name == name.name))
}

fn is_of_server(name: &Name) -> bool {
    match name.schema.as_deref() {
        Some(schema) => schema == "information_schema" || schema.starts_with("pg_"),
        None => name.name.starts_with("pg_"),
    }
}

mod problem {
    use crate::diagnostic::Problem;
    use crate::name::Name;

    pub(super) fn no_default() -> Problem {
        let message = "a variable that forbids null has no value to begin with";
        Problem::error("null-variable", message).help("give it a default")
    }

    pub(super) fn null_default() -> Problem {
        Problem::error("null-variable", "a variable that forbids null is null to begin with")
            .help("give it another default")
    }

    pub(super) fn no_value_of(ty: &str) -> Problem {
        Problem::error("not-supported", format!("no variable can be of type `{ty}`"))
    }

    pub(super) fn no_variable(path: &str) -> Problem {
        let message = format!("another name is for `{path}`, which is no variable here");
        Problem::error("unknown-variable", message)
    }

    pub(super) fn no_rows(name: &Name) -> Problem {
        let message =
            format!("a variable is like a row of `{name}`, which has no type of its rows");
        Problem::error("wrong-kind", message)
    }

    pub(super) fn no_row(table: &Name) -> Problem {
        Problem::error(
            "unknown-table",
            format!("a variable is like a row of `{table}`, which is not there"),
        )
    }

    pub(super) fn no_column(path: &str) -> Problem {
        Problem::error(
            "unknown-variable-type",
            format!("a variable is like `{path}`, which is not there"),
        )
    }

    pub(super) fn no_type(ty: &Name) -> Problem {
        Problem::error("unknown-type", format!("a variable is of type `{ty}`, which is not there"))
    }
}
