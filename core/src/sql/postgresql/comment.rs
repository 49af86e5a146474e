//! `COMMENT ON`.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::function;
use super::rest::names_in;
use super::syntax::{column, ident, name, parts, statement};
use crate::catalog::ObjectRef;
use crate::op::SetComment;

pub(super) fn set(stmt: &ast::CommentOn, out: &mut Lowered) -> Option<()> {
    let object = stmt.comment_object()?;
    if is_of_server(&object) {
        return Some(());
    }
    let Some(on) = described(&object) else {
        out.opaque(kind(&object), &statement(stmt), names_in(object.syntax()));
        return Some(());
    };
    let comment = stmt.literal().and_then(|it| it.string_value());
    out.push(SetComment { on, comment });
    Some(())
}

/// Whether an object belongs to the whole server, and to no schema.
fn is_of_server(object: &ast::CommentObject) -> bool {
    use ast::CommentObject as Object;
    matches!(
        object,
        Object::ObjectDatabase(_) | Object::ObjectRole(_) | Object::ObjectTablespace(_)
    )
}

/// The kind of a statement that is kept to the letter: it tells what it is about where that is an
/// object which is kept so itself.
fn kind(object: &ast::CommentObject) -> &'static str {
    use ast::CommentObject as Object;
    match object {
        Object::ObjectCollation(_) => "COMMENT ON COLLATION",
        Object::ObjectEventTrigger(_) => "COMMENT ON EVENT TRIGGER",
        Object::ObjectPublication(_) => "COMMENT ON PUBLICATION",
        Object::ObjectRule(_) => "COMMENT ON RULE",
        Object::ObjectServer(_) => "COMMENT ON SERVER",
        Object::ObjectStatistics(_) => "COMMENT ON STATISTICS",
        Object::ObjectTextSearchConfig(_) => "COMMENT ON TEXT SEARCH CONFIGURATION",
        Object::ObjectTextSearchDict(_) => "COMMENT ON TEXT SEARCH DICTIONARY",
        _ => "COMMENT ON",
    }
}

/// The object, if the catalog keeps it as one that can have a comment.
fn described(object: &ast::CommentObject) -> Option<ObjectRef> {
    use ast::CommentObject as Object;
    Some(match object {
        Object::ObjectTable(it) => ObjectRef::Table(name(&it.table_name_ref()?)?),
        Object::ObjectForeignTable(it) => ObjectRef::Table(name(&it.table_name_ref()?)?),
        Object::ObjectColumn(it) => {
            let (table, column) = column(&it.name()?)?;
            ObjectRef::Column(table, column)
        }
        Object::ObjectConstraint(it) => {
            let constraint = parts(it.constraint_name_ref()?.syntax()).pop()?;
            match it.domain_ref() {
                Some(domain) => ObjectRef::DomainConstraint(name(&domain)?, constraint),
                None => ObjectRef::Constraint(name(&it.table_name_ref()?)?, constraint),
            }
        }
        Object::ObjectIndex(it) => ObjectRef::Index(name(&it.index_ref()?)?),
        Object::ObjectTrigger(it) => {
            ObjectRef::Trigger(name(&it.relation_name_ref()?)?, ident(&it.trigger_ref()?))
        }
        Object::ObjectPolicy(it) => {
            ObjectRef::Policy(name(&it.table_name_ref()?)?, ident(&it.policy_ref()?))
        }
        Object::ObjectType(it) => ObjectRef::Type(name(&it.type_name_ref()?)?),
        Object::ObjectDomain(it) => ObjectRef::Type(name(&it.domain_ref()?)?),
        Object::ObjectSequence(it) => ObjectRef::Sequence(name(&it.sequence_ref()?)?),
        Object::ObjectView(it) => ObjectRef::View(name(&it.view_ref()?)?),
        Object::ObjectMaterializedView(it) => ObjectRef::View(name(&it.view_ref()?)?),
        Object::ObjectSchema(it) => ObjectRef::Schema(ident(&it.schema_ref()?)),
        Object::ObjectExtension(it) => ObjectRef::Extension(ident(&it.extension_ref()?)),
        Object::ObjectFunction(it) => {
            ObjectRef::Function(function::function(&it.function_sig()?)?.key())
        }
        Object::ObjectProcedure(it) => {
            ObjectRef::Function(function::procedure(&it.procedure_sig()?)?.key())
        }
        Object::ObjectRoutine(it) => {
            ObjectRef::Function(function::routine(&it.routine_sig()?)?.key())
        }
        Object::ObjectAggregate(it) => {
            ObjectRef::Function(function::aggregate(&it.aggregate()?)?.key())
        }
        _ => return None,
    })
}
