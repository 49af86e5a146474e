//! Tables that become those of a composite type: `ALTER TABLE … OF type`.

use crate::catalog::{Catalog, SqlType, TypeKind, type_of_rows};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::{find, problem};

/// Says why a table cannot be one of the type that an option names; other options name none.
///
/// # Errors
/// The type is none of rows, or has other columns than the table.
pub(in crate::op) fn fits(catalog: &Catalog, table: &Name, option: &str) -> Result<(), Problem> {
    let Some(name) = type_of_rows(option) else { return Ok(()) };
    if SqlType::new(&*name.name).is_builtin() {
        return Err(problem::wrong_kind(&name, "type of values", "type of rows"));
    }
    let table = find(catalog, table)?;
    let known = catalog.type_named(&name).filter(|it| !it.assumed && !table.assumed);
    let Some(TypeKind::Composite(fields)) = known.map(|it| &it.kind) else { return Ok(()) };
    let refuse = |why: String| Err(problem::parent_differs(&table.name, &name, &why));
    if table.parents().next().is_some() {
        return Err(problem::wrong_kind(&table.name, "table that inherits", "table of a type"));
    }
    for (at, (field, ty)) in fields.iter().enumerate() {
        match table.columns.get(at) {
            Some(column) if column.name != *field => {
                return refuse(format!("column `{}` stands for `{field}`", column.name));
            }
            Some(column) if column.ty.canonical() != ty.canonical() => {
                return refuse(format!("column `{field}` has another type"));
            }
            Some(_) => {}
            None => return refuse(format!("it has no column `{field}`")),
        }
    }
    match table.columns.get(fields.len()) {
        Some(more) => refuse(format!("the type has no column `{}`", more.name)),
        None => Ok(()),
    }
}
