//! The types of variables: what they name must be there when the body is compiled.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::{name_of, parts, range};
use super::super::types::sql_type;
use super::Compiled;
use crate::catalog::{Catalog, ObjectRef};
use crate::name::Name;

/// Refuses the type of a declaration that names what is not there.
pub(super) fn check(node: &SyntaxNode, catalog: &Catalog, compiled: &mut Compiled<'_>) {
    if catalog.takes_tables_for_granted() {
        return;
    }
    let Some(declaration) = ast::PlpgsqlVarDecl::cast(node.clone()) else { return };
    let at = range(node).start;
    let problem = match declaration.ty() {
        Some(ast::PlpgsqlDeclType::PlpgsqlPercentRowtype(it)) => {
            let Some(name) = it.path_ref().and_then(|it| name_of(parts(it.syntax()))) else {
                return;
            };
            let is_variable = name.schema.is_none() && compiled.names.knows(at, &name.name);
            if is_variable || has_relation(catalog, &name) {
                return;
            }
            problem::no_row(&name)
        }
        Some(ast::PlpgsqlDeclType::FuncType(ast::FuncType::PercentType(it))) => {
            let Some(path) = it.path_ref().map(|it| parts(it.syntax())) else { return };
            if is_like_something(&path, at, catalog, compiled) {
                return;
            }
            problem::no_column(&path.join("."))
        }
        Some(ast::PlpgsqlDeclType::FuncType(ast::FuncType::Type(it))) => {
            let Some(name) = sql_type(&it).named.filter(|it| !has_type(catalog, it)) else {
                return;
            };
            problem::no_type(&name)
        }
        None => return,
    };
    compiled.refuse(node, problem);
}

/// `x%TYPE`, `table.column%TYPE`: whether there is such a variable or column.
fn is_like_something(
    path: &[String],
    at: usize,
    catalog: &Catalog,
    compiled: &Compiled<'_>,
) -> bool {
    let Some((column, table)) = path.split_last() else { return true };
    // An argument may go by its number.
    if path.first().is_some_and(|it| it.starts_with('$') || compiled.names.knows(at, it)) {
        return true;
    }
    let Some(table) = name_of(table.to_vec()) else { return false };
    if !has_relation(catalog, &table) {
        return false;
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

/// Whether there is a relation of this name, in whichever schema where none is said: a body has a
/// search path of its own.
fn has_relation(catalog: &Catalog, name: &Name) -> bool {
    is_of_server(name)
        || catalog.relation(name).is_some()
        || catalog.tables.keys().chain(catalog.views.keys()).any(|it| is_same(it, name))
        || catalog.types.keys().any(|it| is_same(it, name))
        || has_opaque(catalog, name)
}

fn has_type(catalog: &Catalog, name: &Name) -> bool {
    // The types of arrays are called after those of their elements.
    name.name.starts_with('_')
        || catalog.has(&ObjectRef::Type(name.clone()))
        || has_relation(catalog, name)
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
