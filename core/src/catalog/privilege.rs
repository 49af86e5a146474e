//! Who may do what with an object, as far as it was given or taken.

use std::collections::BTreeMap;

use super::Server;

/// What privileges are on. Tables and views have the same ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrivilegeClass {
    Relation,
    Sequence,
    Function,
    Schema,
    Type,
}

/// The privileges that there are for each class, with the first version that knows them, in the
/// order in which the database's own tools write them.
#[rustfmt::skip]
const KNOWN: &[(PrivilegeClass, &[(&str, u8)])] = &[
    (PrivilegeClass::Relation, &[("SELECT", 0), ("INSERT", 0), ("REFERENCES", 0), ("DELETE", 0), ("TRIGGER", 0),
        ("TRUNCATE", 0), ("MAINTAIN", 17), ("UPDATE", 0)]),
    (PrivilegeClass::Sequence, &[("SELECT", 0), ("USAGE", 0), ("UPDATE", 0)]),
    (PrivilegeClass::Function, &[("EXECUTE", 0)]),
    (PrivilegeClass::Schema, &[("CREATE", 0), ("USAGE", 0)]),
    (PrivilegeClass::Type, &[("USAGE", 0)]),
];

/// Those that a column can have.
const OF_COLUMNS: &[&str] = &["SELECT", "INSERT", "REFERENCES", "UPDATE"];

impl PrivilegeClass {
    /// All privileges on a whole object.
    pub fn all(self, server: Server) -> Vec<&'static str> {
        let known = KNOWN.iter().find(|(class, _)| *class == self).map(|(_, all)| *all);
        let is_there = |(_, since): &&(&str, u8)| server.has(*since);
        known.unwrap_or_default().iter().filter(is_there).map(|(it, _)| *it).collect()
    }

    /// All privileges on a column.
    pub fn all_of_column(self) -> Vec<&'static str> {
        let has_columns = self == Self::Relation;
        OF_COLUMNS.iter().filter(|_| has_columns).copied().collect()
    }

    /// The privilege that a word names, on whatever object.
    pub fn named(word: &str) -> Option<&'static str> {
        let mut all = KNOWN.iter().flat_map(|(_, all)| all.iter());
        all.find(|(it, _)| it.eq_ignore_ascii_case(word)).map(|(it, _)| *it)
    }

    /// One object of it, in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Relation => "table",
            Self::Sequence => "sequence",
            Self::Function => "function",
            Self::Schema => "schema",
            Self::Type => "type",
        }
    }

    /// All its objects, as `ALTER DEFAULT PRIVILEGES` says it.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Relation => "TABLES",
            Self::Sequence => "SEQUENCES",
            Self::Function => "FUNCTIONS",
            Self::Schema => "SCHEMAS",
            Self::Type => "TYPES",
        }
    }

    /// What everybody may do from the start.
    fn of_everybody(self) -> &'static [&'static str] {
        match self {
            Self::Function => &["EXECUTE"],
            Self::Type => &["USAGE"],
            Self::Relation | Self::Sequence | Self::Schema => &[],
        }
    }
}

/// How a role holds a privilege.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    Given,
    WithGrantOption,
    /// It was taken from a role that may have had it from the start: from everybody, or from the
    /// owner, whom migrations seldom name.
    Taken,
}

/// What one role may do with an object, or with a column of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// As SQL says it: `PUBLIC`, `reader`, `"Reader"`.
    pub role: String,
    pub column: Option<String>,
    pub held: BTreeMap<&'static str, Held>,
}

/// All that was given and taken on an object, in the order in which the database keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Privileges(Vec<Grant>);

/// The role that everybody is.
pub const EVERYBODY: &str = "PUBLIC";

/// Which new objects are given privileges: those of a class, maker and schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DefaultPrivileges {
    /// The role that makes them, as SQL says it; nothing means the one that runs the migrations.
    pub maker: Option<String>,
    /// Nothing means all schemas.
    pub schema: Option<String>,
    pub class: PrivilegeClass,
}

/// A privilege of a role on an object, or on a column of it.
#[derive(Clone, Copy, Debug)]
pub struct Privilege<'a> {
    pub class: PrivilegeClass,
    pub role: &'a str,
    pub column: Option<&'a str>,
    pub name: &'static str,
}

impl Privilege<'_> {
    /// Whether everybody has it unless it is taken.
    fn is_default(&self) -> bool {
        self.role == EVERYBODY
            && self.column.is_none()
            && self.class.of_everybody().contains(&self.name)
    }
}

impl Privileges {
    /// What every role was given, or lost.
    pub fn grants(&self) -> &[Grant] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives a privilege.
    pub fn give(&mut self, what: Privilege<'_>, held: Held) {
        let there = self.held(what);
        if what.is_default() {
            if there == Some(Held::Taken) {
                self.set(what, None);
            }
            return;
        }
        self.set(what, Some(held).max(there.filter(|it| *it != Held::Taken)));
    }

    /// Takes privileges of one role. Without a column they are taken on all columns, too.
    ///
    /// A role that was given nothing may be the owner, who has everything from the start.
    pub fn take<'a>(&mut self, all: impl IntoIterator<Item = Privilege<'a>>) {
        let all: Vec<Privilege<'a>> = all.into_iter().collect();
        let was_given = all.first().is_some_and(|it| self.is_given_to(it.role));
        for what in all {
            if what.column.is_none() {
                for grant in self.0.iter_mut().filter(|it| it.role == what.role) {
                    grant.held.remove(what.name);
                }
            }
            let is_own = what.column.is_none() && (what.is_default() || !was_given);
            self.set(what, is_own.then_some(Held::Taken));
        }
        self.0.retain(|it| !it.held.is_empty());
    }

    /// Whether a role was given anything.
    pub fn is_given_to(&self, role: &str) -> bool {
        let is_given = |it: &Held| *it != Held::Taken;
        self.0.iter().any(|it| it.role == role && it.held.values().any(is_given))
    }

    /// Takes only the right to give a privilege on.
    pub fn take_option(&mut self, what: Privilege<'_>) {
        if self.held(what) == Some(Held::WithGrantOption) {
            self.set(what, Some(Held::Given));
        }
    }

    /// Takes all that a role has.
    pub fn forget_role(&mut self, role: &str) {
        self.0.retain(|it| it.role != role);
    }

    /// Gives a role another name.
    pub fn rename_role(&mut self, from: &str, to: &str) {
        for grant in self.0.iter_mut().filter(|it| it.role == from) {
            to.clone_into(&mut grant.role);
        }
    }

    /// Takes over what others add to this or take from it.
    pub fn extend(&mut self, class: PrivilegeClass, others: &Self) {
        for grant in &others.0 {
            for (name, held) in &grant.held {
                let column = grant.column.as_deref();
                let what = Privilege { class, role: &grant.role, column, name };
                match held {
                    Held::Taken => self.take([what]),
                    given => self.give(what, *given),
                }
            }
        }
    }

    pub fn rename_column(&mut self, from: &str, to: &str) {
        for grant in self.0.iter_mut().filter(|it| it.column.as_deref() == Some(from)) {
            grant.column = Some(to.to_owned());
        }
    }

    pub fn drop_column(&mut self, column: &str) {
        self.0.retain(|it| it.column.as_deref() != Some(column));
    }

    fn held(&self, what: Privilege<'_>) -> Option<Held> {
        self.0.iter().find(|it| it.is_of(what))?.held.get(what.name).copied()
    }

    /// Lets a privilege be held so, whatever is so from the start.
    pub fn set(&mut self, what: Privilege<'_>, held: Option<Held>) {
        let Some(held) = held else {
            for grant in self.0.iter_mut().filter(|it| it.is_of(what)) {
                grant.held.remove(what.name);
            }
            return self.0.retain(|it| !it.held.is_empty());
        };
        match self.0.iter_mut().find(|it| it.is_of(what)) {
            Some(grant) => {
                grant.held.insert(what.name, held);
            }
            None => self.0.push(Grant {
                role: what.role.to_owned(),
                column: what.column.map(ToOwned::to_owned),
                held: BTreeMap::from([(what.name, held)]),
            }),
        }
    }
}

impl Grant {
    fn is_of(&self, what: Privilege<'_>) -> bool {
        self.role == what.role && self.column.as_deref() == what.column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(class: PrivilegeClass, role: &'static str, name: &'static str) -> Privilege<'static> {
        Privilege { class, role, column: None, name }
    }

    #[test]
    fn what_is_given_and_taken_again_leaves_nothing() {
        let mut privileges = Privileges::default();
        let select = on(PrivilegeClass::Relation, "reader", "SELECT");
        privileges.give(select, Held::Given);
        privileges.take([select]);
        assert!(privileges.is_empty());
    }

    #[test]
    fn everybody_may_run_a_function_until_it_is_taken() {
        let mut privileges = Privileges::default();
        let run = on(PrivilegeClass::Function, EVERYBODY, "EXECUTE");
        privileges.give(run, Held::Given);
        assert!(privileges.is_empty());
        privileges.take([run]);
        assert_eq!(privileges.held(run), Some(Held::Taken));
        privileges.give(run, Held::Given);
        assert!(privileges.is_empty());
    }

    #[test]
    fn what_is_taken_on_a_table_is_taken_on_its_columns() {
        let mut privileges = Privileges::default();
        let select = on(PrivilegeClass::Relation, "reader", "SELECT");
        privileges.give(Privilege { column: Some("a"), ..select }, Held::Given);
        privileges.give(select, Held::WithGrantOption);
        privileges.take([select]);
        assert!(privileges.is_empty());
    }
}
