//! Where a role is spoken of: in privileges, as an owner, in policies.

use std::sync::Arc;

use crate::catalog::{Catalog, ObjectRef, Policy, Privileges};
use crate::diagnostic::Problem;
use crate::op::change_privileges::visit;
use crate::op::problem;
use crate::op::set_comment::words;

/// Says if a role was dropped. One that no revision makes may be there.
pub(in crate::op) fn check(catalog: &Catalog, role: &str) -> Result<(), Problem> {
    match catalog.has_role(role) {
        Some(false) => Err(problem::unknown("unknown-object", "role", role.trim_matches('"'))),
        _ => Ok(()),
    }
}

/// What keeps a role from being dropped, in words.
pub(in crate::op) fn uses(catalog: &Catalog, role: &str) -> Vec<String> {
    let has = |it: &Privileges| it.is_given_to(role);
    let mut res: Vec<String> = Vec::new();
    for object in places(catalog) {
        let given = place(catalog, &object).is_some_and(has);
        if given {
            res.push(format!("privileges on {}", words(&object)));
        }
    }
    let defaults = &catalog.default_privileges;
    if defaults.iter().any(|(of, it)| of.maker.as_deref() == Some(role) || has(it)) {
        res.push("default privileges".to_owned());
    }
    for opaque in catalog.opaque.iter().filter(|it| is_owned(&it.sql, role)) {
        let owned = opaque.touches.first().map_or_else(String::new, |it| format!(" of `{it}`"));
        res.push(format!("the ownership{owned}"));
    }
    for table in catalog.tables.values() {
        let of_role = |it: &&Policy| roles_of(it).any(|it| it == role);
        for policy in table.policies.iter().filter(of_role) {
            res.push(format!("policy `{}` of `{}`", policy.name, table.name));
        }
    }
    res
}

/// Gives a role another name wherever it is spoken of.
pub(in crate::op) fn rename(catalog: &mut Catalog, from: &str, to: &str) {
    each(catalog, |it| it.rename_role(from, to));
    let defaults = std::mem::take(&mut catalog.default_privileges).into_iter();
    let renamed = defaults.map(|(mut of, it)| {
        if of.maker.as_deref() == Some(from) {
            of.maker = Some(to.to_owned());
        }
        (of, it)
    });
    catalog.default_privileges = renamed.collect();
    reassign(catalog, from, to);
    let renamed = |it: String| if it == from { to.to_owned() } else { it };
    catalog.tables.change(
        |it| it.policies.iter().any(|it| roles_of(it).any(|it| it == from)),
        |it| it.policies.iter_mut().for_each(|it| set_roles(it, |it| Some(renamed(it)))),
    );
}

/// Lets another role own what a role owns.
pub(in crate::op) fn reassign(catalog: &mut Catalog, from: &str, to: &str) {
    for opaque in catalog.opaque.iter_mut().filter(|it| is_owned(&it.sql, from)) {
        let opaque = Arc::make_mut(opaque);
        let kept = opaque.sql.len().saturating_sub(from.len());
        opaque.sql.truncate(kept);
        opaque.sql.push_str(to);
    }
}

/// Takes away what a role was given, and the policies that are for it alone.
///
/// # Errors
/// If it owns something, which would go, too.
pub(in crate::op) fn drop_owned(catalog: &mut Catalog, role: &str) -> Result<(), Problem> {
    if let Some(owned) = catalog.opaque.iter().find(|it| is_owned(&it.sql, role)) {
        return Err(problem::owned(role, &owned.sql));
    }
    each(catalog, |it| it.forget_role(role));
    catalog.default_privileges.retain(|of, it| of.maker.as_deref() != Some(role) && !it.is_empty());
    catalog.tables.change(
        |it| it.policies.iter().any(|it| roles_of(it).any(|it| it == role)),
        |it| {
            it.policies.iter_mut().for_each(|it| set_roles(it, |it| (it != role).then_some(it)));
            it.policies.retain(|it| !it.definition.contains(NOBODY));
        },
    );
    Ok(())
}

fn each(catalog: &mut Catalog, change: impl Fn(&mut Privileges)) {
    for object in places(catalog) {
        visit(catalog, &object, &change);
    }
    catalog.schema_privileges.retain(|_, it| !it.is_empty());
    catalog.default_privileges.values_mut().for_each(change);
}

/// The objects on which something was given.
fn places(catalog: &Catalog) -> Vec<ObjectRef> {
    let given = |it: &Privileges| !it.is_empty();
    let schemas = catalog.schema_privileges.keys().cloned().map(ObjectRef::Schema);
    let tables = catalog.tables.iter().filter(|(_, it)| given(&it.privileges));
    let tables = tables.map(|(name, _)| ObjectRef::Table(name.clone()));
    let views = catalog.views.iter().filter(|(_, it)| given(&it.privileges));
    let views = views.map(|(name, _)| ObjectRef::View(name.clone()));
    let sequences = catalog.sequences.iter().filter(|(_, it)| given(&it.privileges));
    let sequences = sequences.map(|(name, _)| ObjectRef::Sequence(name.clone()));
    let types = catalog.types.iter().filter(|(_, it)| given(&it.privileges));
    let types = types.map(|(name, _)| ObjectRef::Type(name.clone()));
    let functions = catalog.functions.iter().filter(|(_, it)| given(&it.privileges));
    let functions = functions.map(|(key, _)| ObjectRef::Function(key.clone()));
    schemas.chain(tables).chain(views).chain(sequences).chain(types).chain(functions).collect()
}

fn place<'a>(catalog: &'a Catalog, object: &ObjectRef) -> Option<&'a Privileges> {
    Some(match object {
        ObjectRef::Schema(name) => catalog.schema_privileges.get(name)?,
        ObjectRef::Table(name) => &catalog.tables.get(name)?.privileges,
        ObjectRef::View(name) => &catalog.views.get(name)?.privileges,
        ObjectRef::Sequence(name) => &catalog.sequences.get(name)?.privileges,
        ObjectRef::Type(name) => &catalog.types.get(name)?.privileges,
        ObjectRef::Function(key) => &catalog.functions.get(key)?.privileges,
        _ => return None,
    })
}

/// `ALTER TABLE t OWNER TO role`, as it is kept.
fn is_owned(statement: &str, role: &str) -> bool {
    let at = statement.to_ascii_uppercase().rfind(" OWNER TO ");
    let owner = at.and_then(|at| statement.get(at + " OWNER TO ".len()..));
    owner.is_some_and(|it| it.trim() == role)
}

/// In the place of the last role of a policy.
const NOBODY: &str = " TO ?";

/// The roles that a policy is for, as it says them.
fn roles_of(policy: &Policy) -> impl Iterator<Item = String> {
    let list = roles_at(&policy.definition).and_then(|it| policy.definition.get(it));
    let list = list.unwrap_or_default().split(',').map(|it| it.trim().to_owned());
    list.filter(|it| !it.is_empty()).collect::<Vec<_>>().into_iter()
}

fn set_roles(policy: &mut Policy, change: impl Fn(String) -> Option<String>) {
    let Some(place) = roles_at(&policy.definition) else { return };
    let roles: Vec<String> = roles_of(policy).filter_map(change).collect();
    let list = if roles.is_empty() { "?".to_owned() } else { roles.join(", ") };
    let space = if policy.definition.len() > place.end { " " } else { "" };
    policy.definition.replace_range(place, &format!("{list}{space}"));
}

/// The bytes of a policy's definition between `TO` and what follows.
fn roles_at(definition: &str) -> Option<std::ops::Range<usize>> {
    let lower = definition.to_ascii_lowercase();
    let lower = lower.replace(['\n', '\t'], " ");
    let end = [" using", " with check"].iter().filter_map(|it| lower.find(it)).min();
    let end = end.map_or(lower.len(), |it| it + 1);
    let head = lower.get(..end)?;
    let from = head.rfind(" to ")? + " to ".len();
    Some(from..end)
}
