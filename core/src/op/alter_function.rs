//! `ALTER FUNCTION`, `ALTER PROCEDURE` and `ALTER AGGREGATE`.

use std::sync::Arc;

use super::rules::rename;
use super::{DropFunction, Op, Operation, problem};
use crate::catalog::{Catalog, Expression, FunctionKey, ObjectRef, Opaque};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterFunction {
    pub name: Name,
    /// `FUNCTION`, `PROCEDURE` or `AGGREGATE`.
    pub kind: String,
    /// The argument types; none where the statement leaves them out.
    pub arguments: Option<Vec<String>>,
    pub change: FunctionChange,
}

/// One change of a function.
#[derive(Clone, Debug, PartialEq)]
pub enum FunctionChange {
    Rename(String),
    Schema(String),
    /// `OWNER TO x`, `SET search_path = ''`, `STABLE`, as written.
    Option(String),
}

impl Op for AlterFunction {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let key = self.found(catalog)?;
        let to = match &self.change {
            FunctionChange::Rename(to) => key.name.renamed(&**to),
            FunctionChange::Schema(to) if key.name.is_in(to) => return Ok(()),
            FunctionChange::Schema(to) => Name::new(Some(&**to), &*key.name.name).key(),
            FunctionChange::Option(option) => {
                self.keep(catalog, &key, option);
                return Ok(());
            }
        };
        let new = FunctionKey { name: to.clone(), ..key.clone() };
        if catalog.functions.contains_key(&new) {
            return Err(problem::duplicate("duplicate-function", "function", &to));
        }
        rename(catalog, &key, &to);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        self.found(before).ok()?;
        let (name, change) = match &self.change {
            FunctionChange::Rename(to) => {
                (self.name.renamed(&**to), FunctionChange::Rename(self.name.name.clone()))
            }
            FunctionChange::Schema(to) => {
                let schema = self.name.schema.clone().unwrap_or_else(|| "public".to_owned());
                (Name::new(Some(&**to), &*self.name.name), FunctionChange::Schema(schema))
            }
            FunctionChange::Option(_) => return None,
        };
        let (kind, arguments) = (self.kind.clone(), self.arguments.clone());
        Some(Self { name, kind, arguments, change }.into())
    }

    fn needs(&self) -> Vec<ObjectRef> {
        match &self.change {
            FunctionChange::Schema(to) => vec![ObjectRef::Schema(to.clone())],
            FunctionChange::Rename(_) | FunctionChange::Option(_) => Vec::new(),
        }
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let change = match &self.change {
            FunctionChange::Rename(to) => format!("RENAME TO {}", dialect.quote_name(to)),
            FunctionChange::Schema(to) => format!("SET SCHEMA {}", dialect.quote_name(to)),
            FunctionChange::Option(option) => option.clone(),
        };
        let arguments = self.arguments.as_ref().map(|it| format!("({})", it.join(", ")));
        let name = dialect.quote(&self.name) + &arguments.unwrap_or_default();
        Ok(vec![format!("ALTER {} {name} {change}", self.kind)])
    }

    fn describe(&self) -> String {
        let what = format!("{} `{}`", self.kind.to_lowercase(), self.name);
        match &self.change {
            FunctionChange::Rename(to) => format!("rename {what} to `{to}`"),
            FunctionChange::Schema(to) => format!("move {what} to schema `{to}`"),
            FunctionChange::Option(option) => format!("alter {what}: {option}"),
        }
    }
}

impl AlterFunction {
    fn found(&self, catalog: &Catalog) -> Result<FunctionKey, Problem> {
        let drop = DropFunction {
            name: self.name.clone(),
            kind: self.kind.clone(),
            arguments: self.arguments.clone(),
            if_exists: false,
            cascade: false,
        };
        drop.found_one(catalog)
    }

    /// Options such as `STABLE` stay statements of their own behind the function's.
    fn keep(&self, catalog: &mut Catalog, key: &FunctionKey, option: &str) {
        let dialect = POSTGRESQL;
        let arguments = key.arguments.join(", ");
        let sql = format!("ALTER {} {}({arguments}) {option}", self.kind, dialect.quote(&key.name));
        let kind = format!("ALTER {}", self.kind);
        catalog.opaque.push(Arc::new(Opaque { kind, sql, touches: vec![key.name.clone()] }));
    }
}

/// Gives a function another name or schema wherever it is spoken of.
pub(super) fn rename(catalog: &mut Catalog, key: &FunctionKey, to: &Name) {
    let quoted = POSTGRESQL.quote(to);
    for it in catalog.opaque.iter_mut().filter(|it| is_option(it, key)) {
        let sql = Expression(&it.sql).with_function(&key.name, &quoted);
        *it = Arc::new(Opaque { sql, touches: vec![to.clone()], ..Opaque::clone(it) });
    }
    rename::function(catalog, key, to);
}

/// Drops what was said of a function after it was made.
pub(super) fn forget_options(catalog: &mut Catalog, key: &FunctionKey) {
    catalog.opaque.retain(|it| !is_option(it, key));
}

/// The same where the function is made anew: it stays its owner's.
pub(super) fn replace_options(catalog: &mut Catalog, key: &FunctionKey) {
    catalog.opaque.retain(|it| !is_option(it, key) || it.sets_owner());
}

/// Whether a statement is what [`AlterFunction::keep`] keeps of this function.
fn is_option(statement: &Opaque, key: &FunctionKey) -> bool {
    let signature = || {
        let name = POSTGRESQL.quote(&key.name);
        format!(" {name}({}) ", key.arguments.join(", "))
    };
    statement.touches.first() == Some(&key.name)
        && ["ALTER FUNCTION", "ALTER PROCEDURE", "ALTER ROUTINE", "ALTER AGGREGATE"]
            .iter()
            .filter_map(|it| statement.sql.strip_prefix(it))
            .any(|it| it.starts_with(&signature()))
}
