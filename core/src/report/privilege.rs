//! The privileges of a schema as the statements that give them.

use crate::catalog::{
    Catalog, DefaultPrivileges, Grant, Held, ObjectRef, Opaque, PrivilegeClass, Privileges, Server,
};
use crate::dialect::POSTGRESQL;
use crate::name::Name;
use crate::op::{
    ChangePrivileges, GrantObjects, Op as _, Operation, PrivilegeChange, SetDefaultPrivileges,
    WhichPrivileges,
};

/// All that was given and taken, object by object.
pub(super) fn changes(catalog: &Catalog) -> Vec<Operation> {
    let mut res = Vec::new();
    for (object, privileges) in of_objects(catalog) {
        let Some((on, class)) = named(catalog, &object) else { continue };
        for (change, grant, what) in steps(privileges, class, catalog.server) {
            let (on, roles) = (on.clone(), vec![grant.role.clone()]);
            res.push(ChangePrivileges { change, what, on, roles, cascade: false }.into());
        }
    }
    for (of, privileges) in &catalog.default_privileges {
        let DefaultPrivileges { maker, schema, class } = of;
        for (change, grant, what) in steps(privileges, *class, catalog.server) {
            let set = SetDefaultPrivileges {
                makers: maker.iter().cloned().collect(),
                schemas: schema.iter().cloned().collect(),
                class: *class,
                change,
                what,
                roles: vec![grant.role.clone()],
            };
            res.push(set.into());
        }
    }
    res
}

/// The same as PostgreSQL says it, statement by statement.
pub(super) fn statements(catalog: &Catalog) -> Vec<Opaque> {
    let mut res = Vec::new();
    for change in changes(catalog) {
        let touches = match &change {
            Operation::ChangePrivileges(it) => it.on.relations().to_vec(),
            _ => Vec::new(),
        };
        for sql in change.sql(POSTGRESQL).unwrap_or_default() {
            let mut kinds = ["GRANT", "REVOKE", "ALTER DEFAULT PRIVILEGES"].into_iter();
            let kind = kinds.find(|it| sql.starts_with(it)).unwrap_or_default().to_owned();
            res.push(Opaque { kind, sql, touches: touches.clone() });
        }
    }
    res
}

/// Every object on which something was given or taken.
fn of_objects(catalog: &Catalog) -> impl Iterator<Item = (ObjectRef, &Privileges)> {
    let schemas = catalog.schema_privileges.iter();
    let schemas = schemas.map(|(name, it)| (ObjectRef::Schema(name.clone()), it));
    let types = catalog.types.iter();
    let types = types.map(|(name, it)| (ObjectRef::Type(name.clone()), &it.privileges));
    let tables = catalog.tables.iter();
    let tables = tables.map(|(name, it)| (ObjectRef::Table(name.clone()), &it.privileges));
    let views = catalog.views.iter();
    let views = views.map(|(name, it)| (ObjectRef::View(name.clone()), &it.privileges));
    let sequences = catalog.sequences.iter();
    let sequences = sequences.map(|(name, it)| (ObjectRef::Sequence(name.clone()), &it.privileges));
    let functions = catalog.functions.iter();
    let functions = functions.map(|(key, it)| (ObjectRef::Function(key.clone()), &it.privileges));
    let all = schemas.chain(types).chain(tables).chain(views).chain(sequences).chain(functions);
    all.filter(|(_, it)| !it.is_empty())
}

/// The object as a grant names it.
fn named(catalog: &Catalog, object: &ObjectRef) -> Option<(GrantObjects, PrivilegeClass)> {
    let one = |it: &Name| vec![it.clone()];
    Some(match object {
        ObjectRef::Schema(name) => {
            (GrantObjects::Schemas(vec![name.clone()]), PrivilegeClass::Schema)
        }
        ObjectRef::Type(name) => (GrantObjects::Types(one(name)), PrivilegeClass::Type),
        ObjectRef::Table(name) | ObjectRef::View(name) => {
            (GrantObjects::Relations(one(name)), PrivilegeClass::Relation)
        }
        ObjectRef::Sequence(name) => (GrantObjects::Sequences(one(name)), PrivilegeClass::Sequence),
        ObjectRef::Function(key) => {
            let is_procedure = catalog.functions.get(key)?.kind == "PROCEDURE";
            let word = if is_procedure { "PROCEDURE" } else { "FUNCTION" };
            let signed = (key.name.clone(), Some(key.arguments.clone()));
            (GrantObjects::Functions(word, vec![signed]), PrivilegeClass::Function)
        }
        _ => return None,
    })
}

/// What is to be done for each role, all that is taken first.
fn steps(
    privileges: &Privileges,
    class: PrivilegeClass,
    server: Server,
) -> Vec<(PrivilegeChange, &Grant, WhichPrivileges)> {
    let kinds = [
        (Held::Taken, PrivilegeChange::Revoke),
        (Held::Given, PrivilegeChange::Grant),
        (Held::WithGrantOption, PrivilegeChange::GrantWithOption),
    ];
    let mut res = Vec::new();
    for taken in [true, false] {
        for grant in privileges.grants() {
            for (held, change) in kinds.iter().filter(|(it, _)| (*it == Held::Taken) == taken) {
                let what = which(grant, *held, class, server);
                res.extend(what.map(|it| (*change, grant, it)));
            }
        }
    }
    res
}

/// The privileges that are held so, as a grant names them.
fn which(
    grant: &Grant,
    held: Held,
    class: PrivilegeClass,
    server: Server,
) -> Option<WhichPrivileges> {
    let columns: Vec<String> = grant.column.iter().cloned().collect();
    let all = if columns.is_empty() { class.all(server) } else { class.all_of_column() };
    let is_held = |it: &&'static str| grant.held.get(it) == Some(&held);
    let names: Vec<_> = all.iter().copied().filter(is_held).collect();
    if names.is_empty() {
        return None;
    }
    Some(match names.len() == all.len() {
        true => WhichPrivileges::All(columns),
        false => {
            WhichPrivileges::Named(names.into_iter().map(|it| (it, columns.clone())).collect())
        }
    })
}
