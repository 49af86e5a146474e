//! Tables and what belongs to them.

use super::objects::{Mentions, Role};
use super::{Privileges, SqlType, identifiers};
use crate::name::Name;

/// A table with its columns, constraints, indexes, triggers and policies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub name: Name,
    pub columns: Vec<Column>,
    pub constraints: Vec<Constraint>,
    pub indexes: Vec<Index>,
    pub triggers: Vec<Trigger>,
    pub policies: Vec<Policy>,
    pub comment: Option<String>,
    pub privileges: Privileges,
    /// How its rows are spread over partitions, if they are.
    pub partitioning: Option<Partitioning>,
    /// The parent and the bound (`FOR VALUES …` or `DEFAULT`) of a partition.
    pub partition_of: Option<(Name, String)>,
    /// Parents by `INHERITS`.
    pub inherits: Vec<Name>,
    /// Tables whose columns it copies when it is created.
    pub like: Vec<Like>,
    /// What stands before `TABLE` and behind the closing parenthesis: `UNLOGGED`, `WITH (…)`,
    /// `TABLESPACE …`, and MySQL's `ENGINE=…`, as written.
    pub prefixes: Vec<String>,
    pub options: Vec<String>,
    pub row_security: bool,
    pub force_row_security: bool,
    /// The newest of its indexes, those that are gone as well.
    pub made: Made,
    /// No revision creates it: it was there before the first one, and we know only what the
    /// revisions say of it.
    pub assumed: bool,
}

/// `LIKE t INCLUDING ALL` among the columns of a new table.
#[derive(Clone, Debug, PartialEq)]
pub struct Like {
    pub table: Name,
    /// What it includes and excludes, as written.
    pub options: String,
    /// How many of the new table's own columns stand before it.
    pub behind: usize,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub name: String,
    pub ty: SqlType,
    pub nullable: bool,
    /// What forbids null, where the server keeps it as a constraint or the migration names it.
    pub not_null: Option<NotNull>,
    /// The default as an SQL expression: `'x'`, `now()`, `nextval('s'::regclass)`.
    pub default: Option<String>,
    pub identity: Option<Identity>,
    pub generated: Option<Generated>,
    pub collation: Option<String>,
    pub comment: Option<String>,
    /// MySQL's `AUTO_INCREMENT`, SQLite's `AUTOINCREMENT`.
    pub autoincrement: bool,
    /// `SET STORAGE EXTERNAL`, `SET STATISTICS 100`, the last of each kind, as written.
    pub options: Vec<String>,
    /// Whether only a parent of the table says it, so that it goes with the parent's.
    pub inherited: bool,
}

/// `CONSTRAINT required NOT NULL NO INHERIT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotNull {
    /// As given, or as the database would call it once it is in a catalog.
    pub name: Option<String>,
    pub no_inherit: bool,
    /// False after `NOT VALID`, until it is validated.
    pub validated: bool,
    pub comment: Option<String>,
}

impl Default for NotNull {
    fn default() -> Self {
        Self { name: None, no_inherit: false, validated: true, comment: None }
    }
}

impl NotNull {
    /// The constraint as another table gets it from this one.
    pub fn handed_down(&self) -> Self {
        Self { comment: None, ..self.clone() }
    }
}

/// `GENERATED … AS IDENTITY (…)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub always: bool,
    /// The sequence options as written: `START WITH 10 INCREMENT BY 2`.
    pub options: String,
}

/// `GENERATED ALWAYS AS (expression) STORED`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    pub expression: String,
    /// `None` where the dialect's own default is meant.
    pub stored: Option<bool>,
}

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// As given, or as the database would call it once it is in a catalog.
    pub name: Option<String>,
    pub kind: ConstraintKind,
    pub deferrable: Option<bool>,
    /// `DEFERRED` or `IMMEDIATE`, as written.
    pub initially: Option<String>,
    /// False after `NOT VALID`, until it is validated.
    pub validated: bool,
    /// False after `NOT ENFORCED`: then it is never checked.
    pub enforced: bool,
    /// Whether the last of its columns is a period: `WITHOUT OVERLAPS`, `PERIOD`.
    pub period: bool,
    /// The index that it takes over with its columns: `UNIQUE USING INDEX …`.
    pub using_index: Option<String>,
    pub comment: Option<String>,
    /// Whether only a parent of the table says it, so that it goes with the parent's.
    pub inherited: bool,
    pub made: Made,
}

/// When an index, also one behind a constraint, was made among those of its table: the server looks
/// for the key that a foreign key refers to from the oldest on. What says the same is the same,
/// whenever it was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Made(u32);

impl Made {
    /// Behind this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// What orders them.
    pub fn place(self) -> u32 {
        self.0
    }
}

impl PartialEq for Made {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Made {}

#[derive(Clone, Debug, PartialEq)]
pub enum ConstraintKind {
    PrimaryKey {
        columns: Vec<String>,
        include: Vec<String>,
    },
    /// Without `nulls_not_distinct` nothing is said of nulls, and they are distinct.
    Unique {
        columns: Vec<String>,
        include: Vec<String>,
        nulls_not_distinct: Option<bool>,
    },
    ForeignKey(ForeignKey),
    Check(Check),
    Exclude(Exclusion),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub table: Name,
    /// The columns referred to; none means the primary key.
    pub referred: Vec<String>,
    /// As written: `CASCADE`, `SET NULL (a)`; none means `NO ACTION`.
    pub on_delete: Option<String>,
    pub on_update: Option<String>,
    /// `FULL` or `SIMPLE`, as written.
    pub matching: Option<String>,
    pub through: Through,
}

/// The unique constraint or index that a foreign key was made through, which it keeps whatever is
/// made after it. Two keys that say the same are the same, through whichever.
#[derive(Clone, Debug, Default)]
pub struct Through(pub Option<String>);

impl PartialEq for Through {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Through {}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// The condition without its outer parentheses.
    pub condition: String,
    pub no_inherit: bool,
    /// The column in whose clause it is written, where it is not a clause of its own.
    pub column: Option<String>,
}

/// `EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (…)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclusion {
    pub method: String,
    /// Pairs of element (column or expression, with its operator class) and operator.
    pub elements: Vec<(String, String)>,
    pub predicate: Option<String>,
}

impl Exclusion {
    /// The column that each element is over, if it is no expression.
    pub fn columns(&self) -> impl Iterator<Item = Option<String>> + '_ {
        // An operator class may stand behind it.
        let column = |what: &str| identifiers(what).next().filter(|_| !what.contains('('));
        self.elements.iter().map(move |(what, _)| column(what))
    }
}

/// An index that was made as one; those of constraints are part of the constraint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// As given, or as the database would call it once it is in a catalog.
    pub name: Option<String>,
    pub keys: Vec<IndexKey>,
    pub unique: bool,
    /// `gin`, `gist`, …; none means `btree`.
    pub method: Option<String>,
    pub include: Vec<String>,
    pub predicate: Option<String>,
    /// Nothing where it is not said: then nulls are distinct.
    pub nulls_not_distinct: Option<bool>,
    /// Storage parameters: `("fillfactor", "50")`.
    pub with: Vec<(String, String)>,
    pub tablespace: Option<String>,
    pub comment: Option<String>,
    /// MySQL's `FULLTEXT` or `SPATIAL`.
    pub prefix: Option<String>,
    /// False for `CREATE INDEX … ON ONLY`, until a partition's index is attached.
    pub only: bool,
    pub made: Made,
}

/// One key of an index: a column or an expression, and how it is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexKey {
    /// A column's name, or an SQL expression with the parentheses that it needs.
    pub what: String,
    pub is_expression: bool,
    /// `text_pattern_ops`, with its parameters if it has any.
    pub operator_class: Option<String>,
    pub collation: Option<String>,
    /// `DESC`, `NULLS LAST` and the like, as written.
    pub order: Option<String>,
    /// MySQL's `column(10)`.
    pub length: Option<u32>,
    /// `ALTER COLUMN 1 SET STATISTICS 500`: the number, as written.
    pub statistics: Option<String>,
}

/// The type that the option `OF type` names.
pub fn type_of_rows(option: &str) -> Option<Name> {
    let mut parts = identifiers(option);
    let first = parts.next().filter(|it| it == "of").and(parts.next())?;
    Some(match parts.next() {
        Some(name) => Name::new(Some(first), name),
        None => Name::plain(first),
    })
}

/// `PARTITION BY RANGE (created_at)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partitioning {
    /// `RANGE`, `LIST` or `HASH`.
    pub strategy: String,
    pub keys: Vec<IndexKey>,
}

/// A trigger of a table or view, kept to the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trigger {
    pub name: String,
    /// The whole `CREATE TRIGGER` statement.
    pub definition: String,
    /// `ENABLE`, `DISABLE`, `ENABLE REPLICA`, `ENABLE ALWAYS`; none means enabled.
    pub state: Option<String>,
    /// The function it calls.
    pub function: Option<Name>,
    pub comment: Option<String>,
}

/// A row-level security policy, kept to the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    pub name: String,
    /// The whole `CREATE POLICY` statement.
    pub definition: String,
    pub comment: Option<String>,
}

impl Mentions for Table {
    fn mentions(&self, tell: &mut dyn FnMut(Role, Name)) {
        let key = self.name.key();
        self.index_names().for_each(|it| tell(Role::Index, key.renamed(it)));
        self.constraint_names().for_each(|it| tell(Role::Constraint, key.renamed(it)));
        self.parents().for_each(|it| tell(Role::Child, it.key()));
        self.foreign_keys().for_each(|(_, it)| tell(Role::Reference, it.table.key()));
        for column in &self.columns {
            column.ty.named.iter().for_each(|it| tell(Role::Type, it.key()));
            let default = column.default.as_deref().unwrap_or_default();
            cast_types(default).for_each(|it| tell(Role::Cast, Name::plain(it)));
            if default.starts_with("nextval(") {
                tell(Role::Counter, Name::plain(default));
            }
        }
        if !self.policies.is_empty() {
            tell(Role::Policies, Name::default());
        }
    }
}

/// What the types are called that an expression casts to by `::`, in small letters and without a
/// schema.
pub fn cast_types(text: &str) -> impl Iterator<Item = String> {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '$' | '.' | '"');
    text.split("::").skip(1).filter_map(move |it| {
        let path = it.split(|it| !is_part(it)).next()?;
        let name = path.rsplit('.').next()?.trim_matches('"');
        (!name.is_empty()).then(|| name.to_lowercase())
    })
}

impl Table {
    /// An empty table of this name.
    pub fn new(name: Name) -> Self {
        Self { name, ..Self::default() }
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|it| it.name == name)
    }

    /// The column of this name, to change it.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|it| it.name == name)
    }

    /// The constraint of this name.
    pub fn constraint(&self, name: &str) -> Option<&Constraint> {
        self.constraints.iter().find(|it| it.name.as_deref() == Some(name))
    }

    /// The index of this name.
    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indexes.iter().find(|it| it.name.as_deref() == Some(name))
    }

    /// The columns of the primary key; none if there is no key.
    pub fn primary_key(&self) -> &[String] {
        self.constraints
            .iter()
            .find_map(|it| match &it.kind {
                ConstraintKind::PrimaryKey { columns, .. } => Some(columns.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// What its primary key implies.
    pub fn forbid_nulls_in_key(&mut self) {
        let key = self.primary_key().to_vec();
        for column in self.columns.iter_mut().filter(|it| key.contains(&it.name)) {
            column.nullable = false;
        }
    }

    /// The names of its indexes, those of its constraints included.
    pub fn index_names(&self) -> impl Iterator<Item = &String> {
        let of_constraints = self.constraints.iter().filter(|it| it.kind.has_index());
        let of_constraints = of_constraints.filter_map(|it| it.name.as_ref());
        self.indexes.iter().filter_map(|it| it.name.as_ref()).chain(of_constraints)
    }

    /// The names of its constraints, those that forbid null included.
    pub fn constraint_names(&self) -> impl Iterator<Item = &String> {
        let not_null = self.columns.iter().filter_map(|it| it.not_null.as_ref()?.name.as_ref());
        self.constraints.iter().filter_map(|it| it.name.as_ref()).chain(not_null)
    }

    /// The tables that it is a partition of or inherits from.
    pub fn parents(&self) -> impl Iterator<Item = &Name> {
        self.partition_of.iter().map(|(it, _)| it).chain(&self.inherits)
    }

    /// Whether another server holds its rows: `CREATE FOREIGN TABLE`.
    pub fn is_foreign(&self) -> bool {
        self.has_prefix("FOREIGN")
    }

    /// Whether its rows are lost with the server: `CREATE UNLOGGED TABLE`.
    pub fn is_unlogged(&self) -> bool {
        self.has_prefix("UNLOGGED")
    }

    fn has_prefix(&self, word: &str) -> bool {
        self.prefixes.iter().any(|it| it.eq_ignore_ascii_case(word))
    }

    /// The type whose attributes are its columns: `CREATE TABLE … OF type`.
    pub fn of_type(&self) -> Option<Name> {
        self.options.iter().find_map(|it| type_of_rows(it))
    }

    /// Every foreign key, with the constraint it is.
    pub fn foreign_keys(&self) -> impl Iterator<Item = (&Constraint, &ForeignKey)> {
        self.constraints.iter().filter_map(|it| match &it.kind {
            ConstraintKind::ForeignKey(key) => Some((it, key)),
            _ => None,
        })
    }
}

impl Column {
    /// Whether it is computed whenever it is read.
    pub fn is_virtual(&self) -> bool {
        self.generated.as_ref().is_some_and(|it| it.stored == Some(false))
    }
}

impl Constraint {
    /// Whether it is a uniqueness of nothing, which `SQLAlchemy` writes as an empty clause.
    pub fn is_empty(&self) -> bool {
        let is_of_nothing =
            matches!(&self.kind, ConstraintKind::Unique { columns, .. } if columns.is_empty());
        is_of_nothing && self.using_index.is_none()
    }

    /// A constraint with nothing but its name and kind.
    pub fn new(name: Option<String>, kind: ConstraintKind) -> Self {
        Self {
            name,
            kind,
            deferrable: None,
            initially: None,
            validated: true,
            enforced: true,
            period: false,
            using_index: None,
            comment: None,
            inherited: false,
            made: Made::default(),
        }
    }
}

impl ConstraintKind {
    pub fn is_primary_key(&self) -> bool {
        matches!(self, Self::PrimaryKey { .. })
    }

    /// Whether an index of the same name stands behind it.
    pub fn has_index(&self) -> bool {
        matches!(self, Self::PrimaryKey { .. } | Self::Unique { .. } | Self::Exclude(_))
    }

    /// As people say it: `primary key`, `foreign key`, …
    pub fn word(&self) -> &'static str {
        match self {
            Self::PrimaryKey { .. } => "primary key",
            Self::Unique { .. } => "unique constraint",
            Self::ForeignKey(_) => "foreign key",
            Self::Check(_) => "check constraint",
            Self::Exclude(_) => "exclusion constraint",
        }
    }

    /// The columns of the table that it names; none for checks and exclusions.
    pub fn columns(&self) -> &[String] {
        match self {
            Self::PrimaryKey { columns, .. } | Self::Unique { columns, .. } => columns,
            Self::ForeignKey(key) => &key.columns,
            Self::Check(_) | Self::Exclude(_) => &[],
        }
    }
}
