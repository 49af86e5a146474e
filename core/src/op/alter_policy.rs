//! `ALTER POLICY`.

use super::{Op, Operation, find_mut, problem};
use crate::catalog::{Catalog, Expression, ObjectRef, Policy};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterPolicy {
    pub table: Name,
    pub name: String,
    pub change: PolicyChange,
}

/// One change of a policy.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyChange {
    Rename(String),
    /// `TO role`, `USING (…)`, `WITH CHECK (…)`, as written.
    Option(String),
}

impl Op for AlterPolicy {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let mut table = find_mut(catalog, &self.table)?;
        if let PolicyChange::Rename(to) = &self.change
            && table.policies.iter().any(|it| it.name == *to)
        {
            return Err(problem::duplicate_in_table("duplicate-policy", "policy", to, &self.table));
        }
        let Some(policy) = table.policies.iter_mut().find(|it| it.name == self.name) else {
            if table.assumed {
                return Ok(());
            }
            let policy = ObjectRef::Policy(self.table.clone(), self.name.clone());
            return Err(problem::unknown_object(&policy));
        };
        match &self.change {
            PolicyChange::Rename(to) => {
                let quoted = POSTGRESQL.quote_name(to);
                let definition = Expression(&policy.definition);
                policy.definition = definition.renamed_once(&self.name, &quoted);
                policy.name.clone_from(to);
            }
            PolicyChange::Option(option) => set_option(policy, option),
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let policies = &before.table(&self.table)?.policies;
        policies.iter().find(|it| it.name == self.name)?;
        let PolicyChange::Rename(to) = &self.change else { return None };
        let change = PolicyChange::Rename(self.name.clone());
        Some(Self { table: self.table.clone(), name: to.clone(), change }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let change = match &self.change {
            PolicyChange::Rename(to) => format!("RENAME TO {}", dialect.quote_name(to)),
            PolicyChange::Option(option) => option.clone(),
        };
        let (name, table) = (dialect.quote_name(&self.name), dialect.quote(&self.table));
        Ok(vec![format!("ALTER POLICY {name} ON {table} {change}")])
    }

    fn describe(&self) -> String {
        let policy = format!("policy `{}` of `{}`", self.name, self.table);
        match &self.change {
            PolicyChange::Rename(to) => format!("rename {policy} to `{to}`"),
            PolicyChange::Option(option) => format!("alter {policy}: {option}"),
        }
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}

/// The clauses of a policy, in the order in which they stand.
const CLAUSES: &[&str] = &[" to ", " using", " with check"];

/// Puts the clauses that are said in place of those that were.
fn set_option(policy: &mut Policy, option: &str) {
    let (head, _) = clause_at(&policy.definition, 0).map_or((&*policy.definition, ""), |at| {
        policy.definition.split_at_checked(at).unwrap_or((&policy.definition, ""))
    });
    let mut definition = head.to_owned();
    let option = format!(" {option}");
    for clause in CLAUSES {
        let said = clause_of(&option, clause).or_else(|| clause_of(&policy.definition, clause));
        definition += said.unwrap_or_default();
    }
    policy.definition = definition;
}

/// Where the first clause begins, from `start` on.
fn clause_at(text: &str, start: usize) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let rest = lower.get(start..)?;
    CLAUSES.iter().filter_map(|it| rest.find(it)).min().map(|it| it + start)
}

/// One clause with its words, without the next one.
fn clause_of<'a>(text: &'a str, clause: &str) -> Option<&'a str> {
    let from = text.to_ascii_lowercase().find(clause)?;
    let end = clause_at(text, from + clause.len()).unwrap_or(text.len());
    text.get(from..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_clauses_that_are_said_change() {
        let mut policy = Policy {
            name: "p".to_owned(),
            definition: "CREATE POLICY p ON t FOR ALL TO a USING (x = 1) WITH CHECK (true)"
                .to_owned(),
            comment: None,
        };
        set_option(&mut policy, "TO b, c USING (x = 2)");
        let changed = "CREATE POLICY p ON t FOR ALL TO b, c USING (x = 2) WITH CHECK (true)";
        assert_eq!(policy.definition, changed);
    }
}
