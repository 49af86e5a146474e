//! Schemas and extensions.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::lowered::Lowered;
use super::syntax::{cascades, ident, line, range};
use crate::name::Name;
use crate::op::{
    AlterSchema, CreateExtension, CreateSchema, DropExtension, DropSchema, Operation, schema_owner,
};

pub(super) fn create(stmt: &ast::CreateSchema, out: &mut Lowered) -> Option<()> {
    let (name, owner) = match stmt.create_schema_target()? {
        ast::CreateSchemaTarget::NamedSchema(it) => {
            (ident(&it.schema()?), it.role_ref().map(|it| line(&it)))
        }
        ast::CreateSchemaTarget::AuthorizationSchema(it) => {
            (ident(&it.role()?), Some(line(&it.role()?)))
        }
    };
    let if_not_exists = stmt.if_not_exists().is_some();
    let elements = elements(stmt);
    if let Some(first) = elements.first().filter(|_| if_not_exists) {
        out.problem(range(first.syntax()), problem::made_if_missing());
        return Some(());
    }
    out.push(CreateSchema { name: name.clone(), owner, if_not_exists });
    for element in elements {
        let place = range(element.syntax());
        if !ORDER.contains(&element.syntax().kind()) {
            out.problem(place, super::problem::refused("CREATE SCHEMA", "it makes no such object"));
            continue;
        }
        let before = out.operations.len();
        super::statement(&element, "CREATE SCHEMA", out);
        let made = out.operations.iter_mut().skip(before);
        let elsewhere = made.filter_map(|it| put_in_schema(it, &name)).next();
        out.problems.extend(elsewhere.map(|it| (place, problem::elsewhere(&it, &name))));
    }
    Some(())
}

/// What `CREATE SCHEMA` makes within the schema, in the order in which the server makes it.
pub(super) fn elements(stmt: &ast::CreateSchema) -> Vec<ast::Stmt> {
    let mut elements = stmt.syntax().children().filter_map(ast::Stmt::cast).collect::<Vec<_>>();
    elements.sort_by_key(|it| place_in_order(it.syntax()));
    elements
}

/// When the server makes an element of a schema: by its kind, whatever stands first.
pub(super) fn place_in_order(element: &SyntaxNode) -> Option<usize> {
    ORDER.iter().position(|it| *it == element.kind())
}

/// The kinds of elements that the server makes one after the other.
const ORDER: &[SyntaxKind] = &[
    SyntaxKind::CREATE_SEQUENCE,
    SyntaxKind::CREATE_TABLE,
    SyntaxKind::CREATE_VIEW,
    SyntaxKind::CREATE_INDEX,
    SyntaxKind::CREATE_TRIGGER,
    SyntaxKind::GRANT,
];

/// What is created within `CREATE SCHEMA` is in that schema; gives the schema that it names
/// instead.
fn put_in_schema(op: &mut Operation, schema: &str) -> Option<String> {
    let name: &mut Name = match op {
        Operation::CreateTable(it) => &mut it.table.name,
        Operation::CreateView(it) => &mut it.view.name,
        Operation::CreateIndex(it) => &mut it.table,
        Operation::CreateSequence(it) => &mut it.sequence.name,
        Operation::CreateTrigger(it) => &mut it.table,
        _ => return None,
    };
    let named = name.schema.get_or_insert_with(|| schema.to_owned());
    (named != schema).then(|| named.clone())
}

pub(super) fn alter(stmt: &ast::AlterSchema, out: &mut Lowered) -> Option<()> {
    match stmt.action()? {
        ast::AlterSchemaAction::SchemaRenameTo(it) => {
            out.push(AlterSchema { name: ident(&stmt.schema_ref()?), to: ident(&it.schema()?) });
        }
        ast::AlterSchemaAction::OwnerTo(it) => {
            let (name, owner) = (ident(&stmt.schema_ref()?), line(&it.role_ref()?));
            out.opaque("ALTER SCHEMA", &schema_owner(&name, &owner), Vec::new());
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
        cascade: stmt.cascade_token().is_some(),
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

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn made_if_missing() -> Problem {
        let message = "`CREATE SCHEMA IF NOT EXISTS` makes nothing within the schema";
        Problem::error("not-supported", message).help("make it in a statement of its own")
    }

    pub(super) fn elsewhere(named: &str, schema: &str) -> Problem {
        let message = format!("`CREATE SCHEMA {schema}` makes nothing in the schema `{named}`");
        Problem::error("not-supported", message).help("make it in a statement of its own")
    }
}
