//! What a schema is made with: each element sees what was made before it.

use squawk_syntax::ast::{self, AstNode};

use super::super::super::lowered::Lowered;
use super::super::syntax::range;
use super::{Binder, problem};
use crate::catalog::{Catalog, ObjectRef};
use crate::name::Name;
use crate::op::{Op as _, Operation};

impl Binder<'_> {
    pub(super) fn create_schema(&mut self, stmt: &ast::CreateSchema, operations: &mut [Operation]) {
        let Some((create, mut rest)) = operations.split_first_mut() else { return };
        let mut catalog = self.catalog.clone();
        // What is refused is said by whoever applies it.
        if create.apply(&mut catalog).is_err() {
            return;
        }
        for element in super::super::schema::elements(stmt) {
            let mut lowered = Lowered::default();
            super::super::statement(&element, "CREATE SCHEMA", &mut lowered);
            let Some((own, others)) = rest.split_at_mut_checked(lowered.operations.len()) else {
                return;
            };
            self.element(&element, &catalog, own);
            if own.iter().any(|it| it.apply(&mut catalog).is_err()) {
                return;
            }
            rest = others;
        }
    }

    fn element(&mut self, element: &ast::Stmt, catalog: &Catalog, operations: &mut [Operation]) {
        let mut inner = Binder::new(catalog, self.session);
        inner.begin = range(element.syntax()).start;
        inner.statement(element, operations);
        for (place, object) in inner.bound.missing {
            match &object {
                // Nothing else can have made it: the schema is new.
                ObjectRef::Table(name) if !self.has_schema_of(name) => {
                    let missing = problem::unknown_relation(&name.to_string());
                    self.bound.problems.push((place, missing));
                }
                _ => self.bound.missing.push((place, object)),
            }
        }
        self.bound.problems.extend(inner.bound.problems);
    }

    /// Whether the schema of a name was there before the statement.
    fn has_schema_of(&self, name: &Name) -> bool {
        name.schema.as_ref().is_none_or(|it| self.catalog.schemas.contains(it))
    }
}
