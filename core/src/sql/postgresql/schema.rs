//! Schemas and extensions.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::syntax::{cascades, ident, statement};
use crate::name::Name;
use crate::op::{AlterSchema, CreateExtension, CreateSchema, DropExtension, DropSchema, Operation};

pub(super) fn create(stmt: &ast::CreateSchema, out: &mut Lowered) -> Option<()> {
    let name = match stmt.create_schema_target()? {
        ast::CreateSchemaTarget::NamedSchema(it) => ident(&it.schema()?),
        ast::CreateSchemaTarget::AuthorizationSchema(it) => ident(&it.role()?),
    };
    let if_not_exists = stmt.if_not_exists().is_some();
    out.push(CreateSchema { name: name.clone(), if_not_exists });
    for element in stmt.schema_elements() {
        let before = out.operations.len();
        let stmt = ast::Stmt::cast(element.syntax().clone())?;
        super::family(&stmt, "CREATE SCHEMA", out)?;
        for op in out.operations.iter_mut().skip(before) {
            put_in_schema(op, &name);
        }
    }
    Some(())
}

/// What is created within `CREATE SCHEMA` is in that schema.
fn put_in_schema(op: &mut Operation, schema: &str) {
    let name: &mut Name = match op {
        Operation::CreateTable(it) => &mut it.table.name,
        Operation::CreateView(it) => &mut it.view.name,
        Operation::CreateIndex(it) => &mut it.table,
        Operation::CreateSequence(it) => &mut it.sequence.name,
        Operation::CreateType(it) => &mut it.ty.name,
        Operation::CreateFunction(it) => &mut it.function.key.name,
        Operation::CreateTrigger(it) => &mut it.table,
        _ => return,
    };
    name.schema.get_or_insert_with(|| schema.to_owned());
}

pub(super) fn alter(stmt: &ast::AlterSchema, out: &mut Lowered) -> Option<()> {
    match stmt.action()? {
        ast::AlterSchemaAction::SchemaRenameTo(it) => {
            out.push(AlterSchema { name: ident(&stmt.schema_ref()?), to: ident(&it.schema()?) });
        }
        ast::AlterSchemaAction::OwnerTo(_) => {
            out.opaque("ALTER SCHEMA", &statement(stmt), Vec::new());
        }
    }
    Some(())
}

pub(super) fn drop(stmt: &ast::DropSchema, out: &mut Lowered) -> Option<()> {
    for it in stmt.schema_refs() {
        out.push(DropSchema {
            name: ident(&it),
            if_exists: stmt.if_exists().is_some(),
            cascade: cascades(stmt.drop_behavior()),
        });
    }
    Some(())
}

pub(super) fn create_extension(stmt: &ast::CreateExtension, out: &mut Lowered) -> Option<()> {
    out.push(CreateExtension {
        name: ident(&stmt.extension()?),
        schema: stmt.extension_schema().and_then(|it| it.schema_ref()).map(|it| ident(&it)),
        if_not_exists: stmt.if_not_exists().is_some(),
    });
    Some(())
}

pub(super) fn drop_extension(stmt: &ast::DropExtension, out: &mut Lowered) -> Option<()> {
    for it in stmt.extension_refs() {
        out.push(DropExtension {
            name: ident(&it),
            if_exists: stmt.if_exists().is_some(),
            cascade: cascades(stmt.drop_behavior()),
        });
    }
    Some(())
}
