//! `GRANT` and `REVOKE`: who may do what with an object.

use std::sync::Arc;

use super::rules::role;
use super::{Op, Operation, problem};
use crate::catalog::{
    Catalog, EVERYBODY, FunctionKey, Held, ObjectRef, Opaque, Privilege, PrivilegeClass,
    Privileges, Relation, Server, TypeKind,
};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct ChangePrivileges {
    pub change: PrivilegeChange,
    pub what: WhichPrivileges,
    pub on: GrantObjects,
    /// As SQL says them: `PUBLIC`, `reader`, `"Reader"`.
    pub roles: Vec<String>,
    pub cascade: bool,
}

/// Which way privileges go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivilegeChange {
    Grant,
    GrantWithOption,
    Revoke,
    /// `REVOKE GRANT OPTION FOR`.
    RevokeOption,
}

/// The privileges that are named, each with its columns; none means the whole object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichPrivileges {
    /// `ALL`, or `ALL (a, b)`.
    All(Vec<String>),
    Named(Vec<(&'static str, Vec<String>)>),
}

/// What privileges are given on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantObjects {
    /// Tables and views; sequences can be called so, too.
    Relations(Vec<Name>),
    Sequences(Vec<Name>),
    /// `FUNCTION`, `PROCEDURE` or `ROUTINE`; each may leave out its arguments.
    Functions(&'static str, Vec<(Name, Option<Vec<String>>)>),
    Schemas(Vec<String>),
    Types(Vec<Name>),
    Domains(Vec<Name>),
    /// `TABLES`, `SEQUENCES`, `FUNCTIONS`, `PROCEDURES` or `ROUTINES` of these schemas.
    AllIn(&'static str, Vec<String>),
}

impl Op for ChangePrivileges {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        for role in &self.roles {
            role::check(catalog, role)?;
        }
        for (place, class) in self.places(catalog)? {
            self.change.check(&self.roles)?;
            let wanted = self.what.of(class, &self.on, catalog.server)?;
            visit(catalog, &place, |privileges| {
                for role in &self.roles {
                    let wanted = wanted.iter().map(|(name, column)| {
                        let column = column.as_deref();
                        Privilege { class, role, column, name }
                    });
                    self.change.make(privileges, wanted);
                }
            });
        }
        self.keep_beyond(catalog);
        Ok(())
    }

    /// The opposite, if that leaves what was there before.
    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let back = Self { change: self.change.opposite(), cascade: false, ..self.clone() };
        undoing(self, back, before)
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let what = self.what.sql(dialect);
        let on = self.on.sql(dialect);
        Ok(vec![self.change.sql(&what, &on, &self.roles, self.cascade)])
    }

    fn refusal(&self, dialect: &Dialect) -> Option<Problem> {
        (!dialect.named_types).then(|| problem::not_in_dialect("`GRANT`", dialect.name))
    }

    fn describe(&self) -> String {
        let (verb, to) = self.change.words();
        let what = self.what.sql(POSTGRESQL).to_lowercase();
        let roles: Vec<_> = self.roles.iter().map(|it| format!("`{it}`")).collect();
        format!("{verb} {what} on {} {to} {}", self.on.words(), roles.join(", "))
    }
}

/// What should undo an operation, if it leads back to the schema before.
pub(super) fn undoing<O: Op + Into<Operation>>(
    operation: &O,
    back: O,
    before: &Catalog,
) -> Option<Operation> {
    let mut after = before.clone();
    operation.apply(&mut after).and_then(|()| back.apply(&mut after)).ok()?;
    (after == *before).then(|| back.into())
}

impl PrivilegeChange {
    /// What takes it back, as far as one change can.
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Grant | Self::GrantWithOption => Self::Revoke,
            Self::Revoke => Self::Grant,
            Self::RevokeOption => Self::GrantWithOption,
        }
    }

    /// The statement; `what` and `on` are written out.
    pub(super) fn sql(self, what: &str, on: &str, roles: &[String], cascade: bool) -> String {
        let roles = roles.join(", ");
        let tail = super::cascade(cascade);
        match self {
            Self::Grant => format!("GRANT {what} ON {on} TO {roles}"),
            Self::GrantWithOption => format!("GRANT {what} ON {on} TO {roles} WITH GRANT OPTION"),
            Self::Revoke => format!("REVOKE {what} ON {on} FROM {roles}{tail}"),
            Self::RevokeOption => {
                format!("REVOKE GRANT OPTION FOR {what} ON {on} FROM {roles}{tail}")
            }
        }
    }

    /// `grant` and `to`, or their opposites.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Grant | Self::GrantWithOption => ("grant", "to"),
            Self::Revoke => ("revoke", "from"),
            Self::RevokeOption => ("revoke the right to grant", "from"),
        }
    }

    /// Only a role can give privileges on, and everybody is none.
    pub(super) fn check(self, roles: &[String]) -> Result<(), Problem> {
        let to_all = roles.iter().any(|it| it == EVERYBODY);
        match self {
            Self::GrantWithOption if to_all => Err(problem::invalid_privilege(
                "everybody cannot be given the right to grant".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// Changes privileges of one role.
    pub(super) fn make<'a>(
        self,
        privileges: &mut Privileges,
        all: impl Iterator<Item = Privilege<'a>>,
    ) {
        match self {
            Self::Grant => all.for_each(|it| privileges.give(it, Held::Given)),
            Self::GrantWithOption => all.for_each(|it| privileges.give(it, Held::WithGrantOption)),
            Self::Revoke => privileges.take(all),
            Self::RevokeOption => all.for_each(|it| privileges.take_option(it)),
        }
    }

    /// The same where nothing is given from the start.
    pub(super) fn make_in_addition(self, privileges: &mut Privileges, what: Privilege<'_>) {
        match self {
            Self::Grant => privileges.set(what, Some(Held::Given)),
            Self::GrantWithOption => privileges.set(what, Some(Held::WithGrantOption)),
            Self::Revoke => privileges.set(what, None),
            Self::RevokeOption => privileges.take_option(what),
        }
    }
}

impl WhichPrivileges {
    /// Each privilege with its column on an object of this class.
    fn of(
        &self,
        class: PrivilegeClass,
        on: &GrantObjects,
        server: Server,
    ) -> Result<Vec<(&'static str, Option<String>)>, Problem> {
        let (named, is_all) = match self {
            Self::All(columns) if columns.is_empty() => {
                return Ok(class.all(server).into_iter().map(|it| (it, None)).collect());
            }
            Self::All(columns) => {
                let all = class.all_of_column().into_iter();
                (all.map(|it| (it, columns.clone())).collect(), true)
            }
            Self::Named(named) => (named.clone(), false),
        };
        if class != PrivilegeClass::Relation
            && (is_all || named.iter().any(|(_, columns)| !columns.is_empty()))
        {
            let why = "only tables and views have privileges on columns".to_owned();
            return Err(problem::invalid_privilege(why));
        }
        // What a sequence has not is passed over where it is called a table.
        let is_lenient =
            class == PrivilegeClass::Sequence && matches!(on, GrantObjects::Relations(_));
        let mut res = Vec::new();
        for (name, columns) in named {
            let (known, what) = match columns.is_empty() {
                true => (class.all(server), class.word()),
                false => (class.all_of_column(), "column"),
            };
            match known.contains(&name) {
                true if columns.is_empty() => res.push((name, None)),
                true => res.extend(columns.into_iter().map(|it| (name, Some(it)))),
                false if is_lenient => {}
                false => {
                    let why = format!("there is no privilege `{name}` on a {what}");
                    return Err(problem::invalid_privilege(why));
                }
            }
        }
        Ok(res)
    }

    /// The names of privileges on a whole object of a class.
    pub(super) fn names(
        &self,
        class: PrivilegeClass,
        server: Server,
    ) -> Result<Vec<&'static str>, Problem> {
        let each = self.of(class, &GrantObjects::Schemas(Vec::new()), server)?;
        if each.iter().any(|(_, column)| column.is_some()) {
            let why = "default privileges are none on columns".to_owned();
            return Err(problem::invalid_privilege(why));
        }
        Ok(each.into_iter().map(|(name, _)| name).collect())
    }

    pub(super) fn sql(&self, dialect: &Dialect) -> String {
        let list = |columns: &[String]| {
            let columns: Vec<_> = columns.iter().map(|it| dialect.quote_name(it)).collect();
            if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) }
        };
        match self {
            Self::All(columns) => format!("ALL{}", list(columns)),
            Self::Named(named) => {
                let each = named.iter().map(|(name, columns)| format!("{name}{}", list(columns)));
                each.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

impl GrantObjects {
    /// The tables, views and sequences that are named.
    pub fn relations(&self) -> &[Name] {
        match self {
            Self::Relations(all) | Self::Sequences(all) => all,
            _ => &[],
        }
    }

    fn sql(&self, dialect: &Dialect) -> String {
        let names = |all: &[Name]| all.iter().map(|it| dialect.quote(it)).collect::<Vec<_>>();
        let schemas = |all: &[String]| {
            let all: Vec<_> = all.iter().map(|it| dialect.quote_name(it)).collect();
            all.join(", ")
        };
        match self {
            Self::Relations(all) => format!("TABLE {}", names(all).join(", ")),
            Self::Sequences(all) => format!("SEQUENCE {}", names(all).join(", ")),
            Self::Functions(word, all) => {
                let one = |(name, arguments): &(Name, Option<Vec<String>>)| {
                    let list = arguments.as_ref().map(|it| format!("({})", it.join(", ")));
                    dialect.quote(name) + &list.unwrap_or_default()
                };
                format!("{word} {}", all.iter().map(one).collect::<Vec<_>>().join(", "))
            }
            Self::Schemas(all) => format!("SCHEMA {}", schemas(all)),
            Self::Types(all) => format!("TYPE {}", names(all).join(", ")),
            Self::Domains(all) => format!("DOMAIN {}", names(all).join(", ")),
            Self::AllIn(word, all) => format!("ALL {word} IN SCHEMA {}", schemas(all)),
        }
    }

    fn words(&self) -> String {
        let quoted = |all: Vec<String>| all.join(", ");
        let names = |all: &[Name]| quoted(all.iter().map(|it| format!("`{it}`")).collect());
        let texts = |all: &[String]| quoted(all.iter().map(|it| format!("`{it}`")).collect());
        match self {
            Self::Relations(all) | Self::Sequences(all) => names(all),
            Self::Types(all) | Self::Domains(all) => format!("type {}", names(all)),
            Self::Functions(word, all) => {
                let all: Vec<_> = all.iter().map(|(name, _)| name.clone()).collect();
                format!("{} {}", word.to_lowercase(), names(&all))
            }
            Self::Schemas(all) => format!("schema {}", texts(all)),
            Self::AllIn(word, all) => {
                format!("all {} of schema {}", word.to_lowercase(), texts(all))
            }
        }
    }

    /// The same for each single object, with what stands for it in the catalog if it is there.
    fn each(&self, catalog: &Catalog) -> Result<Vec<(Self, Option<Found>)>, Problem> {
        let one = |it: &Name| vec![it.clone()];
        Ok(match self {
            Self::Relations(all) => {
                let each =
                    all.iter().map(|it| Ok((Self::Relations(one(it)), relation(catalog, it)?)));
                each.collect::<Result<_, Problem>>()?
            }
            Self::Sequences(all) => {
                let each =
                    all.iter().map(|it| Ok((Self::Sequences(one(it)), sequence(catalog, it)?)));
                each.collect::<Result<_, Problem>>()?
            }
            Self::Functions(word, all) => {
                let each = all.iter().map(|it| {
                    Ok((Self::Functions(word, vec![it.clone()]), function(catalog, word, it)?))
                });
                each.collect::<Result<_, Problem>>()?
            }
            Self::Schemas(all) => {
                let found = |it: &String| {
                    let schema = ObjectRef::Schema(it.clone());
                    let is_there = catalog.has(&schema);
                    is_there.then_some((schema, PrivilegeClass::Schema))
                };
                all.iter().map(|it| (Self::Schemas(vec![it.clone()]), found(it))).collect()
            }
            Self::Types(all) => {
                all.iter().map(|it| (Self::Types(one(it)), ty(catalog, it))).collect()
            }
            Self::Domains(all) => {
                for name in all {
                    let known = catalog.type_named(name).filter(|it| !it.assumed);
                    if known.is_some_and(|it| !matches!(it.kind, TypeKind::Domain { .. })) {
                        return Err(problem::wrong_kind(name, "type", "domain"));
                    }
                }
                all.iter().map(|it| (Self::Domains(one(it)), ty(catalog, it))).collect()
            }
            Self::AllIn(word, schemas) => {
                let all = schemas.iter().flat_map(|it| everything(catalog, word, it));
                all.map(|it| (self.clone(), Some(it))).collect()
            }
        })
    }
}

/// An object of the catalog, and which privileges there are on it.
type Found = (ObjectRef, PrivilegeClass);

fn relation(catalog: &Catalog, name: &Name) -> Result<Option<Found>, Problem> {
    let key = name.key();
    Ok(match catalog.relation(&key) {
        Some(Relation::Table) => Some((ObjectRef::Table(key), PrivilegeClass::Relation)),
        Some(Relation::View | Relation::MaterializedView) => {
            Some((ObjectRef::View(key), PrivilegeClass::Relation))
        }
        Some(Relation::Sequence) => Some((ObjectRef::Sequence(key), PrivilegeClass::Sequence)),
        Some(Relation::Index(_)) => return Err(problem::wrong_kind(name, "index", "table")),
        None => {
            let is_row = |it: &crate::catalog::Type| matches!(it.kind, TypeKind::Composite(_));
            if catalog.type_named(name).is_some_and(is_row) {
                return Err(problem::wrong_kind(name, "composite type", "table"));
            }
            None
        }
    })
}

fn sequence(catalog: &Catalog, name: &Name) -> Result<Option<Found>, Problem> {
    match relation(catalog, name)? {
        Some((_, PrivilegeClass::Relation)) => Err(problem::wrong_kind(name, "table", "sequence")),
        found => Ok(found),
    }
}

fn function(
    catalog: &Catalog,
    word: &str,
    (name, arguments): &(Name, Option<Vec<String>>),
) -> Result<Option<Found>, Problem> {
    let key = name.key();
    let same = |it: &&FunctionKey| {
        it.name == key && arguments.as_ref().is_none_or(|arguments| *arguments == it.arguments)
    };
    let mut found = catalog.functions.keys().filter(same);
    let Some(first) = found.next() else { return Ok(None) };
    if found.next().is_some() {
        return Err(problem::ambiguous_function(name));
    }
    let is_procedure = catalog.functions.get(first).is_some_and(|it| it.kind == "PROCEDURE");
    match word {
        "FUNCTION" if is_procedure => Err(problem::wrong_kind(name, "procedure", "function")),
        "PROCEDURE" if !is_procedure => Err(problem::wrong_kind(name, "function", "procedure")),
        _ => Ok(Some((ObjectRef::Function(first.clone()), PrivilegeClass::Function))),
    }
}

fn ty(catalog: &Catalog, name: &Name) -> Option<Found> {
    let key = name.key();
    catalog.types.contains_key(&key).then_some((ObjectRef::Type(key), PrivilegeClass::Type))
}

/// All objects of a kind that are in a schema now.
fn everything(catalog: &Catalog, word: &str, schema: &str) -> Vec<Found> {
    let inside = |it: &&Name| it.schema.as_deref().unwrap_or("public") == schema;
    match word {
        "TABLES" => {
            let tables = catalog.tables.keys().filter(inside).cloned().map(ObjectRef::Table);
            let views = catalog.views.keys().filter(inside).cloned().map(ObjectRef::View);
            tables.chain(views).map(|it| (it, PrivilegeClass::Relation)).collect()
        }
        "SEQUENCES" => {
            let all = catalog.sequences.keys().filter(inside).cloned().map(ObjectRef::Sequence);
            all.map(|it| (it, PrivilegeClass::Sequence)).collect()
        }
        _ => {
            let wanted = |kind: &str| match word {
                "FUNCTIONS" => kind != "PROCEDURE",
                "PROCEDURES" => kind == "PROCEDURE",
                _ => true,
            };
            let all = catalog.functions.iter();
            let all = all.filter(|(key, it)| inside(&&key.name) && wanted(&it.kind));
            all.map(|(key, _)| (ObjectRef::Function(key.clone()), PrivilegeClass::Function))
                .collect()
        }
    }
}

impl ChangePrivileges {
    /// The objects that the catalog has of those that are meant.
    fn places(&self, catalog: &Catalog) -> Result<Vec<Found>, Problem> {
        Ok(self.on.each(catalog)?.into_iter().filter_map(|(_, found)| found).collect())
    }

    /// What belongs to an extension or to the server itself keeps its privileges to the letter.
    fn keep_beyond(&self, catalog: &mut Catalog) {
        let Ok(each) = self.on.each(catalog) else { return };
        for (on, found) in each {
            if found.is_some() {
                continue;
            }
            let (word, _) = self.change.words();
            let kind = word.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            let what = self.what.sql(POSTGRESQL);
            let sql = self.change.sql(&what, &on.sql(POSTGRESQL), &self.roles, self.cascade);
            let touches = on.relations().to_vec();
            catalog.opaque.push(Arc::new(Opaque { kind, sql, touches }));
        }
    }
}

/// Visits the privileges on an object where they are kept; nothing if there is no such object.
pub(in crate::op) fn visit(
    catalog: &mut Catalog,
    object: &ObjectRef,
    visit: impl FnOnce(&mut Privileges),
) -> Option<()> {
    match object {
        ObjectRef::Table(name) => visit(&mut catalog.table_mut(name)?.privileges),
        ObjectRef::View(name) => visit(&mut catalog.views.get_mut(name)?.privileges),
        ObjectRef::Sequence(name) => visit(&mut catalog.sequences.get_mut(name)?.privileges),
        ObjectRef::Function(key) => visit(&mut catalog.functions.get_mut(key)?.privileges),
        ObjectRef::Type(name) => visit(&mut catalog.types.get_mut(name)?.privileges),
        ObjectRef::Schema(name) => {
            visit(catalog.schema_privileges.entry(name.clone()).or_default());
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Table;

    fn grant(on: GrantObjects, what: WhichPrivileges) -> ChangePrivileges {
        let roles = vec!["reader".to_owned()];
        ChangePrivileges { change: PrivilegeChange::Grant, what, on, roles, cascade: false }
    }

    #[test]
    fn a_grant_is_taken_back() {
        let mut catalog = Catalog::default();
        catalog.put_table(Table::new(Name::plain("t")));
        let on = GrantObjects::Relations(vec![Name::plain("t")]);
        let op = grant(on, WhichPrivileges::Named(vec![("SELECT", Vec::new())]));
        let back = op.reverse(&catalog).map(|it| it.sql(POSTGRESQL).unwrap_or_default());
        assert_eq!(back, Some(vec!["REVOKE SELECT ON TABLE t FROM reader".to_owned()]));
        op.apply(&mut catalog).expect("a table that is there");
        assert_eq!(op.reverse(&catalog), None);
    }

    #[test]
    fn a_schema_cannot_be_selected_from() {
        let on = GrantObjects::Schemas(vec!["public".to_owned()]);
        let op = grant(on, WhichPrivileges::Named(vec![("SELECT", Vec::new())]));
        let refused = op.apply(&mut Catalog::default()).map_err(|it| it.code);
        assert_eq!(refused, Err("invalid-privilege"));
    }
}
