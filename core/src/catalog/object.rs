//! Objects that are not tables.

use std::collections::BTreeSet;

use super::objects::{Mentions, Role};
use super::{Privileges, Query, SqlType};
use crate::name::Name;

/// An extension that is installed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extension {
    /// Where its objects are, if the migration says so.
    pub schema: Option<String>,
}

/// A user-defined type.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    pub name: Name,
    pub kind: TypeKind,
    pub comment: Option<String>,
    pub privileges: Privileges,
    /// No revision creates it.
    pub assumed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// The labels in the order in which they sort.
    Enum(Vec<String>),
    Domain {
        base: SqlType,
        default: Option<String>,
        constraints: Vec<DomainConstraint>,
        collation: Option<String>,
    },
    Composite(Vec<(String, SqlType)>),
    /// `CREATE TYPE … AS RANGE (…)` and base types: what stands behind the name, as written.
    Other(String),
}

/// What a domain asks of its values.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainConstraint {
    /// `None` until the server picks one; what forbids null has a name since version 17.
    pub name: Option<String>,
    pub rule: DomainRule,
    pub validated: bool,
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DomainRule {
    NotNull,
    /// The condition, of `VALUE`.
    Check(String),
}

impl DomainConstraint {
    pub fn new(name: Option<String>, rule: DomainRule) -> Self {
        Self { name, rule, validated: true, comment: None }
    }

    pub fn forbids_null(&self) -> bool {
        self.rule == DomainRule::NotNull
    }

    pub fn condition(&self) -> Option<&str> {
        match &self.rule {
            DomainRule::Check(condition) => Some(condition),
            DomainRule::NotNull => None,
        }
    }
}

impl Mentions for Type {
    fn mentions(&self, tell: &mut dyn FnMut(Role, Name)) {
        let key = self.name.key();
        let names = self.constraints().iter().filter_map(|it| it.name.as_ref());
        names.for_each(|it| tell(Role::Constraint, key.renamed(it)));
    }
}

impl Mentions for Sequence {}

impl Mentions for Function {
    fn mentions(&self, tell: &mut dyn FnMut(Role, Name)) {
        if Query(&self.definition).has_body() {
            tell(Role::Body, Name::default());
        }
    }
}

impl Mentions for View {
    fn mentions(&self, tell: &mut dyn FnMut(Role, Name)) {
        let names = self.indexes.iter().filter_map(|it| it.name.as_ref());
        names.for_each(|it| tell(Role::Index, self.name.key().renamed(it)));
        self.reads.iter().for_each(|it| tell(Role::Reader, it.key()));
    }
}

impl Type {
    /// What a domain asks of its values; nothing for other types.
    pub fn constraints(&self) -> &[DomainConstraint] {
        match &self.kind {
            TypeKind::Domain { constraints, .. } => constraints,
            TypeKind::Enum(_) | TypeKind::Composite(_) | TypeKind::Other(_) => &[],
        }
    }

    /// Whether a statement says all of it, and not an extension's own functions.
    pub fn is_of_statement(&self) -> bool {
        !self.assumed && !matches!(self.kind, TypeKind::Other(_))
    }

    /// Whether nothing is said of it but its name.
    pub fn is_shell(&self) -> bool {
        self.kind == TypeKind::Other(String::new())
    }

    /// Lets a range type say the name of its multirange type, which stays when its own changes.
    pub fn name_multirange(&mut self) {
        let Some(name) = self.multirange() else { return };
        let TypeKind::Other(definition) = &mut self.kind else { return };
        let says_it = definition.to_ascii_lowercase().contains("multirange_type_name");
        if let Some(end) = definition.rfind(')').filter(|_| !says_it) {
            definition.insert_str(end, &format!(", multirange_type_name = \"{name}\""));
        }
    }

    /// The name of the multirange type that comes with a range type.
    ///
    /// It is given, or the range's own with `range` made `multirange`, as PostgreSQL does it.
    pub fn multirange(&self) -> Option<String> {
        let TypeKind::Other(definition) = &self.kind else { return None };
        let mut words = definition.split_whitespace().filter(|it| !it.eq_ignore_ascii_case("AS"));
        words.next().filter(|it| it.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("RANGE")))?;
        let lower = definition.to_ascii_lowercase();
        if let Some((_, given)) = lower.split_once("multirange_type_name") {
            let given = given.trim_start_matches([' ', '=']).split([',', ')', ' ']).next()?;
            return Some(given.trim_matches('"').to_owned());
        }
        let own = &self.name.name;
        Some(match own.contains("range") {
            true => own.replacen("range", "multirange", 1),
            false => format!("{own}_multirange"),
        })
    }
}

/// A sequence. Those of serial and identity columns are owned by their column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sequence {
    pub name: Name,
    /// `AS bigint`, as written.
    pub ty: Option<SqlType>,
    /// `START WITH 10 INCREMENT BY 2`, as written.
    pub options: String,
    pub owned_by: Option<(Name, String)>,
    /// Whether it is what its owner, an identity column, counts by. Others may be owned beside it.
    pub of_identity: bool,
    pub comment: Option<String>,
    pub privileges: Privileges,
}

/// A view, plain or materialized.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub name: Name,
    pub materialized: bool,
    /// The whole `CREATE VIEW` statement.
    pub definition: String,
    /// What it reads.
    pub reads: Vec<Name>,
    /// Its columns with their types where these are known; nothing if not even the names are.
    pub columns: Option<Vec<(String, Option<SqlType>)>>,
    /// The columns of tables and views that it needs, if its own are known.
    pub uses: BTreeSet<(Name, String)>,
    /// The tables by whose primary keys it groups, so that it needs these.
    pub keys: BTreeSet<Name>,
    /// Indexes of a materialized view.
    pub indexes: Vec<super::Index>,
    pub triggers: Vec<super::Trigger>,
    pub comment: Option<String>,
    pub privileges: Privileges,
}

/// A function, procedure or aggregate: what tells it from others of its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunctionKey {
    pub name: Name,
    /// The types of its input arguments, in the database's own spelling.
    pub arguments: Vec<String>,
}

/// A function, procedure or aggregate, kept to the letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    pub key: FunctionKey,
    /// `FUNCTION`, `PROCEDURE` or `AGGREGATE`.
    pub kind: String,
    /// The whole `CREATE` statement.
    pub definition: String,
    pub shape: FunctionShape,
    pub comment: Option<String>,
    pub privileges: Privileges,
}

impl Function {
    /// Whether its body is SQL, which the database reads as soon as the function is made.
    pub fn is_sql(&self) -> bool {
        let words = self.definition.to_lowercase();
        let mut words = words.split_whitespace().map(|it| it.trim_matches(['\'', ';']));
        let language = words.by_ref().find(|it| *it == "language").and(words.next());
        language.is_none_or(|it| it == "sql")
    }
}

/// What a function cannot change when it is replaced, and the types that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionShape {
    /// `setof text`, `table ( a integer )`: one word after the other, as PostgreSQL spells types.
    pub returns: String,
    /// The names of its arguments in order; empty where there is none.
    pub names: Vec<String>,
    /// How many of its arguments have a default.
    pub defaults: usize,
    /// The user-defined types that it takes and gives.
    pub types: Vec<Name>,
}

impl FunctionShape {
    /// Whether it gives rows.
    pub fn gives_rows(&self) -> bool {
        self.returns.split(['(', ' ']).any(|it| ["setof", "table"].contains(&it))
    }

    /// The type of what it gives, or of each row of that.
    pub fn row(&self) -> &str {
        self.returns.strip_prefix("setof ").unwrap_or(&self.returns)
    }
}

/// A statement that changes the database in a way that we keep only to the letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Opaque {
    /// What it is, in the words of the manual: `GRANT`, `CREATE PUBLICATION`.
    pub kind: String,
    pub sql: String,
    /// The objects it names, as far as known.
    pub touches: Vec<Name>,
}

impl Opaque {
    /// Whether it says whose something is.
    pub fn sets_owner(&self) -> bool {
        self.sql.to_ascii_uppercase().contains(" OWNER TO ")
    }
}

/// An object, or a part of one, for comments, privileges and provenance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectRef {
    Schema(String),
    Extension(String),
    /// As SQL says it.
    Role(String),
    Table(Name),
    Column(Name, String),
    Constraint(Name, String),
    /// A constraint of a domain.
    DomainConstraint(Name, String),
    /// A constraint of this name, on any table if none is said, of any kind if none is said:
    /// what a question to the database's own catalog may be about.
    ConstraintLike {
        table: Option<Name>,
        name: String,
        kind: Option<&'static str>,
    },
    Index(Name),
    Trigger(Name, String),
    Policy(Name, String),
    Type(Name),
    Sequence(Name),
    View(Name),
    Function(FunctionKey),
}
