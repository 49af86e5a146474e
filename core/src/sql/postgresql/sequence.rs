//! `CREATE SEQUENCE`, `ALTER SEQUENCE` and `DROP SEQUENCE`.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::super::search_path::OF_SESSION;
use super::syntax::{cascades, column, ident, line, name, parts};
use super::types::sql_type;
use crate::catalog::Sequence;
use crate::name::Name;
use crate::op::{AlterSequence, CreateSequence, DropSequence, SequenceChange};

pub(super) fn create(stmt: &ast::CreateSequence, out: &mut Lowered) -> Option<()> {
    let mut sequence = Sequence { name: name(&stmt.sequence()?)?, ..Sequence::default() };
    if matches!(stmt.persistence(), Some(ast::Persistence::Temp(_))) {
        sequence.name.schema = Some(OF_SESSION.to_owned());
    }
    let mut options = Vec::new();
    for option in stmt.sequence_options() {
        match &option {
            ast::SequenceOption::OptionAsType(it) => sequence.ty = Some(sql_type(&it.ty()?)),
            ast::SequenceOption::OptionOwnedBy(it) => sequence.owned_by = owner(it)?,
            other => options.push(line(other)),
        }
    }
    sequence.options = options.join(" ");
    out.push(CreateSequence { sequence, if_not_exists: stmt.if_not_exists().is_some() });
    Some(())
}

fn owner(option: &ast::OptionOwnedBy) -> Option<Option<(Name, String)>> {
    match option.owned_by_target()? {
        ast::OwnedByTarget::OwnedByNone(_) => Some(None),
        ast::OwnedByTarget::QualifiedColumnNameRef(it) => column(&it).map(Some),
    }
}

pub(super) fn alter(stmt: &ast::AlterSequence, out: &mut Lowered) -> Option<()> {
    use ast::AlterSequenceAction as Action;
    let name = name(&stmt.sequence_ref()?)?;
    let if_exists = stmt.if_exists().is_some();
    // What is said of its values holds as a whole.
    let (values, others): (Vec<_>, Vec<_>) = stmt.actions().partition(is_of_values);
    for action in others {
        let change = match &action {
            Action::SequenceRenameTo(it) => {
                SequenceChange::Rename(parts(it.sequence()?.syntax()).pop()?)
            }
            Action::SetSchema(it) => SequenceChange::Schema(ident(&it.schema_ref()?)),
            Action::SequenceOption(ast::SequenceOption::OptionOwnedBy(it)) => {
                SequenceChange::OwnedBy(owner(it)?)
            }
            other => SequenceChange::Option(line(other)),
        };
        out.push(AlterSequence { name: name.clone(), change, if_exists });
    }
    if !values.is_empty() {
        let options: Vec<_> = values.iter().map(line).collect();
        let change = SequenceChange::Option(options.join(" "));
        out.push(AlterSequence { name, change, if_exists });
    }
    Some(())
}

/// Whether an action changes which values a sequence gives, within its type.
fn is_of_values(action: &ast::AlterSequenceAction) -> bool {
    match action {
        ast::AlterSequenceAction::SequenceOption(it) => {
            let is_other = matches!(
                it,
                ast::SequenceOption::OptionAsType(_) | ast::SequenceOption::OptionOwnedBy(_)
            );
            let word = line(it).to_ascii_lowercase();
            !is_other && !word.starts_with("owner") && !word.starts_with("set")
        }
        _ => false,
    }
}

pub(super) fn drop(stmt: &ast::DropSequence, out: &mut Lowered) -> Option<()> {
    for it in stmt.sequence_refs() {
        out.push(DropSequence {
            name: name(&it)?,
            if_exists: stmt.if_exists().is_some(),
            cascade: cascades(stmt.drop_behavior()),
        });
    }
    Some(())
}
