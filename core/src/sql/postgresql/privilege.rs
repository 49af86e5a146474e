//! `GRANT`, `REVOKE` and `ALTER DEFAULT PRIVILEGES`.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::function;
use super::rest::keep_as;
use super::syntax::{cascades, columns, ident, name, range};
use crate::catalog::{EVERYBODY, PrivilegeClass};
use crate::dialect::POSTGRESQL;
use crate::name::Name;
use crate::op::{
    ChangePrivileges, GrantObjects, PrivilegeChange, SetDefaultPrivileges, WhichPrivileges,
};

pub(super) fn grant(stmt: &ast::Grant, kind: &str, out: &mut Lowered) -> Option<()> {
    let Some(on) = stmt.on_privilege_objects_clause() else { return Some(()) };
    let change = match stmt.grant_with_clause() {
        Some(_) => PrivilegeChange::GrantWithOption,
        None => PrivilegeChange::Grant,
    };
    let roles = roles(stmt.role_ref_list()?)?;
    push(&on, kind, (change, &stmt.privileges()?, roles, false), out)
}

pub(super) fn revoke(stmt: &ast::Revoke, kind: &str, out: &mut Lowered) -> Option<()> {
    let Some(on) = stmt.on_privilege_objects_clause() else { return Some(()) };
    let change = match stmt.revoke_option_for() {
        Some(_) => PrivilegeChange::RevokeOption,
        None => PrivilegeChange::Revoke,
    };
    let roles = roles(stmt.role_ref_list()?)?;
    let cascade = cascades(stmt.drop_behavior());
    push(&on, kind, (change, &stmt.privileges()?, roles, cascade), out)
}

/// What a statement says besides the objects: which way, which privileges, whose, `CASCADE`.
type Said<'a> = (PrivilegeChange, &'a ast::Privileges, Vec<String>, bool);

fn push(
    on: &ast::OnPrivilegeObjectsClause,
    kind: &str,
    (change, privileges, roles, cascade): Said<'_>,
    out: &mut Lowered,
) -> Option<()> {
    match objects(&on.privilege_objects()?)? {
        On::Objects(on) => {
            let Some(what) = which(privileges, out) else { return Some(()) };
            out.push(ChangePrivileges { change, what, on, roles, cascade });
        }
        On::Kept => keep_as(&on.syntax().parent()?, kind, out),
        On::Beyond => {}
    }
    Some(())
}

/// What is meant, as far as the catalog has it.
enum On {
    Objects(GrantObjects),
    /// Languages and foreign servers, which are kept to the letter themselves.
    Kept,
    /// Databases, parameters and large objects belong to no schema.
    Beyond,
}

fn objects(on: &ast::PrivilegeObjects) -> Option<On> {
    use ast::PrivilegeObjects as It;
    let signed = |all: Vec<Option<function::Signature>>| -> Option<Vec<_>> {
        all.into_iter().map(|it| it.map(|it| (it.name, it.arguments))).collect()
    };
    Some(On::Objects(match on {
        It::PrivilegeDefault(it) => GrantObjects::Relations(names(it.relation_name_refs())?),
        It::PrivilegeTable(it) => GrantObjects::Relations(names(it.relation_name_refs())?),
        It::PrivilegeSequence(it) => GrantObjects::Sequences(names(it.sequence_refs())?),
        It::PrivilegeFunction(it) => {
            let all = it.function_sig_list()?.function_sigs().map(|it| function::function(&it));
            GrantObjects::Functions("FUNCTION", signed(all.collect())?)
        }
        It::PrivilegeProcedure(it) => {
            let all = it.procedure_sig_list()?.procedure_sigs().map(|it| function::procedure(&it));
            GrantObjects::Functions("PROCEDURE", signed(all.collect())?)
        }
        It::PrivilegeRoutine(it) => {
            let all = it.routine_sig_list()?.routine_sigs().map(|it| function::routine(&it));
            GrantObjects::Functions("ROUTINE", signed(all.collect())?)
        }
        It::PrivilegeSchema(it) => GrantObjects::Schemas(schemas(it.schema_refs())),
        It::PrivilegeType(it) => GrantObjects::Types(names(it.type_name_refs())?),
        It::PrivilegeDomain(it) => GrantObjects::Domains(names(it.domain_refs())?),
        It::PrivilegeAllTablesInSchema(it) => {
            GrantObjects::AllIn("TABLES", schemas(it.schema_refs()))
        }
        It::PrivilegeAllSequencesInSchema(it) => {
            GrantObjects::AllIn("SEQUENCES", schemas(it.schema_refs()))
        }
        It::PrivilegeAllFunctionsInSchema(it) => {
            GrantObjects::AllIn("FUNCTIONS", schemas(it.schema_refs()))
        }
        It::PrivilegeAllProceduresInSchema(it) => {
            GrantObjects::AllIn("PROCEDURES", schemas(it.schema_refs()))
        }
        It::PrivilegeAllRoutinesInSchema(it) => {
            GrantObjects::AllIn("ROUTINES", schemas(it.schema_refs()))
        }
        It::PrivilegeForeignDataWrapper(_)
        | It::PrivilegeForeignServer(_)
        | It::PrivilegeLanguage(_)
        | It::PrivilegePropertyGraph(_) => return Some(On::Kept),
        It::PrivilegeDatabase(_)
        | It::PrivilegeLargeObject(_)
        | It::PrivilegeParameter(_)
        | It::PrivilegeTablespace(_) => return Some(On::Beyond),
    }))
}

fn names<N: AstNode>(all: impl Iterator<Item = N>) -> Option<Vec<Name>> {
    all.map(|it| name(&it)).collect()
}

fn schemas(all: impl Iterator<Item = ast::SchemaRef>) -> Vec<String> {
    all.map(|it| ident(&it)).collect()
}

/// The privileges that are named; a word that is none is said.
fn which(privileges: &ast::Privileges, out: &mut Lowered) -> Option<WhichPrivileges> {
    let list = match privileges {
        ast::Privileges::AllPrivileges(it) => {
            return Some(WhichPrivileges::All(columns(it.column_ref_list())));
        }
        ast::Privileges::RevokeCommandList(it) => it,
    };
    let mut named = Vec::new();
    for command in list.revoke_commands() {
        let word = first_word(command.syntax());
        let Some(privilege) = PrivilegeClass::named(&word) else {
            out.problem(range(command.syntax()), problem::no_privilege(&word));
            return None;
        };
        named.push((privilege, columns(command.column_ref_list())));
    }
    Some(WhichPrivileges::Named(named))
}

/// The word for a privilege, which may stand in quotes if it is in small letters: `"select"`.
fn first_word(node: &SyntaxNode) -> String {
    let text = node.text().to_string();
    let word = text.split([' ', '\n', '\t', '(']).next().unwrap_or_default();
    let quoted = word.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let quoted = quoted.filter(|it| !it.chars().any(char::is_uppercase));
    quoted.unwrap_or(word).to_ascii_uppercase()
}

/// Roles as SQL says them; nothing if one of them has no name.
pub(super) fn roles(list: ast::RoleRefList) -> Option<Vec<String>> {
    list.role_refs().map(|it| role(&it)).collect()
}

pub(super) fn role(role: &ast::RoleRef) -> Option<String> {
    Some(match role.role_ref_value()? {
        ast::RoleRefValue::RoleNameRef(it) => match ident(&it) {
            public if public == "public" => EVERYBODY.to_owned(),
            name => POSTGRESQL.quote_name(&name),
        },
        ast::RoleRefValue::RoleRefCurrentRole(_) | ast::RoleRefValue::RoleRefCurrentUser(_) => {
            "CURRENT_USER".to_owned()
        }
        ast::RoleRefValue::RoleRefSessionUser(_) => "SESSION_USER".to_owned(),
    })
}

/// `ALTER DEFAULT PRIVILEGES`.
pub(super) fn defaults(stmt: &ast::AlterDefaultPrivileges, out: &mut Lowered) -> Option<()> {
    use ast::AlterDefaultPrivilegesAction as Action;
    let makers = match stmt.for_roles() {
        Some(it) => roles(it.role_ref_list()?)?,
        None => Vec::new(),
    };
    let schemas = stmt.in_schemas().map(|it| schemas(it.schema_refs()));
    let (change, target, privileges, to) = match stmt.action()? {
        Action::GrantDefaultPrivileges(it) => {
            let change = match it.grant_with_clause() {
                Some(_) => PrivilegeChange::GrantWithOption,
                None => PrivilegeChange::Grant,
            };
            (change, it.privilege_target()?, it.privileges()?, it.role_ref_list()?)
        }
        Action::RevokeDefaultPrivileges(it) => {
            let change = match it.grant_option_for() {
                Some(_) => PrivilegeChange::RevokeOption,
                None => PrivilegeChange::Revoke,
            };
            (change, it.privilege_target()?, it.privileges()?, it.role_ref_list()?)
        }
    };
    let Some(class) = class(&target) else { return Some(()) };
    let Some(what) = which(&privileges, out) else { return Some(()) };
    out.push(SetDefaultPrivileges {
        makers,
        schemas: schemas.unwrap_or_default(),
        class,
        change,
        what,
        roles: roles(to)?,
    });
    Some(())
}

/// What default privileges are on; large objects belong to no schema.
fn class(target: &ast::PrivilegeTarget) -> Option<PrivilegeClass> {
    use ast::PrivilegeTarget as Target;
    Some(match target {
        Target::PrivilegeTargetTables(_) => PrivilegeClass::Relation,
        Target::PrivilegeTargetSequences(_) => PrivilegeClass::Sequence,
        Target::PrivilegeTargetFunctions(_) | Target::PrivilegeTargetRoutines(_) => {
            PrivilegeClass::Function
        }
        Target::PrivilegeTargetTypes(_) => PrivilegeClass::Type,
        Target::PrivilegeTargetSchemas(_) => PrivilegeClass::Schema,
        Target::PrivilegeTargetLargeObjects(_) => return None,
    })
}

mod problem {
    use crate::diagnostic::{Problem, code};

    pub(super) fn no_privilege(word: &str) -> Problem {
        Problem::error(code::UNPARSED_STATEMENT, format!("there is no privilege `{word}`"))
    }
}
