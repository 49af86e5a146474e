//! What a session keeps between its statements: the transaction it is in, its savepoints, and the
//! search path.

use std::sync::Arc;

use crate::catalog::{Catalog, Compared, Expression, Table, TypeKind, mentions};
use crate::diagnostic::Problem;
use crate::dialect::POSTGRESQL;
use crate::name::Name;
use crate::op::{Operation, Transaction, TypeChange};
use crate::sql::{PathChange, SearchPath};

/// A session that runs statements one by one.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    /// What was when the transaction began; nothing outside of one.
    begun: Option<(Arc<Catalog>, Paths)>,
    savepoints: Vec<(String, Catalog, Paths)>,
    paths: Paths,
    /// Enum labels that the transaction has added to types that were there before it.
    labels: Vec<(Name, String)>,
}

/// The search path of a session, and that of its transaction.
#[derive(Clone, Debug, Default)]
struct Paths {
    of_session: SearchPath,
    of_transaction: Option<SearchPath>,
}

impl Session {
    /// A session that begins with this search path.
    pub(super) fn new(path: &str) -> Self {
        let of_session = SearchPath::of_setting(path);
        Self { paths: Paths { of_session, of_transaction: None }, ..Self::default() }
    }

    /// Opens a transaction, as a tool does before a file.
    pub(super) fn begin(&mut self, catalog: Arc<Catalog>) {
        *self = Self {
            begun: Some((catalog, self.paths.clone())),
            paths: std::mem::take(&mut self.paths),
            ..Self::default()
        };
    }

    /// What names without a schema mean now.
    pub(super) fn path(&self) -> &SearchPath {
        self.paths.of_transaction.as_ref().unwrap_or(&self.paths.of_session)
    }

    /// Follows what a statement makes the search path.
    pub(super) fn set_path(&mut self, change: PathChange) {
        if !change.is_local {
            self.paths = Paths { of_session: change.path, of_transaction: None };
        } else if self.begun.is_some() {
            self.paths.of_transaction = Some(change.path);
        }
    }

    pub(super) fn is_in_transaction(&self) -> bool {
        self.begun.is_some()
    }

    /// Whether what comes after a refused statement can still run in this transaction.
    pub(super) fn has_savepoint(&self) -> bool {
        !self.savepoints.is_empty()
    }

    /// Follows `BEGIN`, `COMMIT`, `SAVEPOINT` and their kind.
    ///
    /// # Errors
    /// There is no transaction, or no such savepoint.
    pub(super) fn follow(
        &mut self,
        edge: &Transaction,
        catalog: &mut Catalog,
    ) -> Result<(), Problem> {
        match edge {
            Transaction::Begin => {
                let now = || (Arc::new(catalog.clone()), self.paths.clone());
                self.begun.get_or_insert_with(now);
            }
            Transaction::Commit => self.end(),
            Transaction::Rollback => {
                if let Some((before, paths)) = self.begun.take() {
                    *catalog = Catalog::clone(&before);
                    self.paths = paths;
                }
                self.end();
            }
            Transaction::Savepoint(name) => {
                self.within("SAVEPOINT")?;
                self.savepoints.push((name.clone(), catalog.clone(), self.paths.clone()));
            }
            Transaction::Release(name) => {
                self.within("RELEASE SAVEPOINT")?;
                let at = self.place(name)?;
                self.savepoints.truncate(at);
            }
            Transaction::RollbackTo(name) => {
                self.within("ROLLBACK TO SAVEPOINT")?;
                let at = self.place(name)?;
                self.savepoints.truncate(at + 1);
                if let Some((_, before, paths)) = self.savepoints.last() {
                    *catalog = before.clone();
                    self.paths = paths.clone();
                }
            }
        }
        Ok(())
    }

    /// Refuses what is only for transactions outside of one.
    fn within(&self, verb: &str) -> Result<(), Problem> {
        if self.begun.is_none() { Err(problem::outside(verb)) } else { Ok(()) }
    }

    /// The transaction ends, and what it did stays.
    pub(super) fn end(&mut self) {
        let of_session = std::mem::take(&mut self.paths.of_session);
        *self = Self { paths: Paths { of_session, of_transaction: None }, ..Self::default() };
    }

    fn place(&self, savepoint: &str) -> Result<usize, Problem> {
        let at = self.savepoints.iter().rposition(|(it, ..)| it == savepoint);
        at.ok_or_else(|| problem::unknown_savepoint(savepoint))
    }

    /// Notes a label that the transaction adds to an enum it has not made.
    pub(super) fn note(&mut self, operation: &Operation, catalog: &Catalog) {
        let Some((begun, _)) = &self.begun else { return };
        if let Operation::AlterType(alter) = operation
            && let TypeChange::AddValue { value, .. } = &alter.change
        {
            let has_it = |catalog: &Catalog| {
                let ty = catalog.types.get(&alter.name.key())?;
                Some(matches!(&ty.kind, TypeKind::Enum(labels) if labels.contains(value)))
            };
            // Old servers do not remember that the whole type is new.
            let is_safe = has_it(begun).unwrap_or_else(|| begun.server.has(17));
            if !is_safe && has_it(catalog) != Some(true) {
                self.labels.push((alter.name.key(), value.clone()));
            }
        }
    }

    /// Why the statement cannot run in this transaction: it uses a label that is too new.
    pub(super) fn refuses(
        &self,
        sql: &str,
        operations: &[Operation],
        catalog: &Catalog,
    ) -> Option<Problem> {
        let is_unused = operations.iter().any(|it| match it {
            Operation::AlterType(_) => true,
            // Only a body in SQL is looked into before it is called.
            Operation::CreateFunction(it) => !it.function.is_sql(),
            _ => false,
        });
        let used = |(ty, label): &&(Name, String)| {
            let literal = POSTGRESQL.literal(label);
            sql.contains(&literal)
                && is_about(sql, ty, catalog)
                && !is_text(sql, &literal, ty, catalog)
        };
        let (ty, label) = self.labels.iter().find(used).filter(|_| !is_unused)?;
        Some(problem::new_label(ty, label))
    }
}

/// Whether a literal is only compared with texts and with columns that are not of a type, as far as
/// can be told: those of tables that the statement names, when it names no view, which may have others.
fn is_text(sql: &str, literal: &str, ty: &Name, catalog: &Catalog) -> bool {
    if catalog.views.keys().any(|it| mentions(sql, &it.name)) {
        return false;
    }
    let is_other = |column: &str| {
        let named = catalog.tables.values().filter(|it| mentions(sql, &it.name.name));
        let mut types = named.filter_map(|it| Some(&it.column(column)?.ty)).peekable();
        let is_known = types.peek().is_some();
        is_known && types.all(|it| it.is_builtin() && it.named.as_ref() != Some(ty))
    };
    let places = Expression(sql).compared_with(literal);
    places.iter().all(|it| match it {
        Some(Compared::Column(column)) => is_other(column),
        Some(Compared::Type(ty)) => ["text", "varchar"].contains(&&**ty),
        None => false,
    })
}

/// Whether a text may have values of a type: it names it, or something that has it.
fn is_about(sql: &str, ty: &Name, catalog: &Catalog) -> bool {
    let has_type = |table: &Table| {
        table.columns.iter().any(|it| it.ty.named.as_ref().is_some_and(|it| it.key() == *ty))
    };
    let names = |it: &Name| mentions(sql, &it.name);
    names(ty)
        || catalog.tables.values().any(|it| has_type(it) && names(&it.name))
        || catalog.views.keys().any(names)
        || catalog.functions.keys().any(|it| names(&it.name))
        || catalog
            .types
            .iter()
            .any(|(name, it)| !matches!(it.kind, TypeKind::Enum(_)) && names(name))
}

mod problem {
    use super::{Name, Problem};

    pub(super) fn outside(verb: &str) -> Problem {
        let message = format!("`{verb}` is only for transactions, and none has begun");
        Problem::error("no-transaction", message)
    }

    pub(super) fn unknown_savepoint(name: &str) -> Problem {
        Problem::error("unknown-savepoint", format!("no savepoint `{name}` in this transaction"))
    }

    pub(super) fn new_label(ty: &Name, label: &str) -> Problem {
        let message =
            format!("label `{label}` of enum `{ty}` is used in the transaction that adds it");
        Problem::error("unsafe-new-label", message)
            .help("add the label in a migration of its own, before the one that uses it")
    }
}
