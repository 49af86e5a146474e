//! The constraints of domains: their names, and what may become of them.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, DomainConstraint, DomainRule, TakenNames, Type, TypeKind};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::{TypeChange, problem};

/// Since this version the server keeps what forbids null in a domain, with a name.
const KEEPS_NOT_NULL: u8 = 17;

/// Since this version a domain is told only once that null is forbidden.
const NOT_NULL_ONCE: u8 = 18;

/// Gives the constraints of a domain the names that they lack; of other types, it does nothing.
///
/// # Errors
/// Two of them have one name, or null is forbidden twice where that is refused.
pub(in crate::op) fn settle(catalog: &Catalog, ty: &mut Type) -> Result<(), Problem> {
    let name = ty.name.clone();
    let TypeKind::Domain { constraints, .. } = &mut ty.kind else { return Ok(()) };
    let keeps_not_null = catalog.server.has(KEEPS_NOT_NULL);
    if !keeps_not_null {
        forget_names(constraints);
    }
    if catalog.server.has(NOT_NULL_ONCE)
        && constraints.iter().filter(|it| it.forbids_null()).count() > 1
    {
        return Err(problem::domain_constraint(&name, "it forbids null twice"));
    }
    let mut taken = TakenNames::of(catalog, name.key().schema.as_deref());
    let mut own = BTreeSet::new();
    for constraint in constraints.iter_mut().filter(|it| keeps_not_null || !it.forbids_null()) {
        let pick = || taken.domain(&name.name, &constraint.rule);
        let picked = constraint.name.get_or_insert_with(pick).clone();
        if !own.insert(picked.clone()) {
            return Err(problem::duplicate("duplicate-constraint", "constraint", picked));
        }
        taken.take_constraint(picked);
    }
    Ok(())
}

/// Older servers know only whether null is forbidden.
fn forget_names(constraints: &mut Vec<DomainConstraint>) {
    let mut is_first = true;
    constraints.retain_mut(|it| {
        if !it.forbids_null() {
            return true;
        }
        it.name = None;
        std::mem::take(&mut is_first)
    });
}

/// Changes the constraints of a domain.
///
/// # Errors
/// The one that is meant is not there or of another kind, or the new name is taken.
pub(in crate::op) fn change(
    domain: &Name,
    constraints: &mut Vec<DomainConstraint>,
    change: &TypeChange,
) -> Result<(), Problem> {
    let find = |name: &String| constraints.iter().position(|it| it.name.as_ref() == Some(name));
    let unknown = |name: &String| problem::unknown("unknown-constraint", "constraint", name);
    match change {
        TypeChange::SetNullable(true) => constraints.retain(|it| !it.forbids_null()),
        TypeChange::SetNullable(false) => forbid_null(constraints, None),
        TypeChange::AddConstraint(it) if it.forbids_null() => {
            forbid_null(constraints, it.name.clone());
        }
        TypeChange::AddConstraint(it) => constraints.push(it.clone()),
        TypeChange::DropConstraint { name, if_exists } => match find(name) {
            Some(at) => drop(constraints.remove(at)),
            None if *if_exists => {}
            None => return Err(unknown(name)),
        },
        TypeChange::RenameConstraint { from, to } => {
            let at = find(from).ok_or_else(|| unknown(from))?;
            if let Some(it) = constraints.get_mut(at) {
                it.name = Some(to.clone());
            }
        }
        TypeChange::ValidateConstraint(name) => {
            let at = find(name).ok_or_else(|| unknown(name))?;
            match constraints.get_mut(at) {
                Some(it) if it.forbids_null() => {
                    let why = format!("`{name}` is not a check");
                    return Err(problem::domain_constraint(domain, &why));
                }
                Some(it) => it.validated = true,
                None => {}
            }
        }
        _ => {}
    }
    Ok(())
}

/// Where null is forbidden already, a second time does nothing.
fn forbid_null(constraints: &mut Vec<DomainConstraint>, name: Option<String>) {
    if !constraints.iter().any(DomainConstraint::forbids_null) {
        constraints.push(DomainConstraint::new(name, DomainRule::NotNull));
    }
}

/// What bears a name that no domain has, if anything does.
pub(crate) fn not_one(catalog: &Catalog, name: &Name) -> Option<&'static str> {
    let relation = || catalog.relation(name).map(|it| it.word());
    match catalog.type_named(name) {
        Some(ty) => (!matches!(ty.kind, TypeKind::Domain { .. }) && !ty.assumed).then_some("type"),
        None => relation(),
    }
}

/// The constraint of this name.
pub(in crate::op) fn constraint<'a>(ty: &'a Type, name: &str) -> Option<&'a DomainConstraint> {
    ty.constraints().iter().find(|it| it.name.as_deref() == Some(name))
}
