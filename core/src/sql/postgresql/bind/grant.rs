//! What privileges are given on, or taken.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::super::functions;
use super::super::syntax::{ident, name_of, parts, stored_name};
use super::super::types::sql_type;
use super::write::NAMES_A_TABLE;
use super::{Binder, problem};
use crate::catalog::{FunctionKey, ObjectRef, Relation, TypeKind};
use crate::name::Name;

impl Binder<'_> {
    /// The objects that `GRANT`, `REVOKE` and default privileges name.
    pub(super) fn granted(&mut self, node: &SyntaxNode) {
        self.granted_columns(node);
        for part in node.descendants() {
            if part.kind() == SyntaxKind::SCHEMA_REF {
                let name = stored_name(&part);
                if !self.catalog.has(&ObjectRef::Schema(name.clone())) {
                    self.problem(&part, problem::unknown_schema(&name));
                }
                continue;
            }
            let Some(name) = name_of(parts(&part)) else { continue };
            match part.kind() {
                SyntaxKind::FUNCTION_NAME_REF
                | SyntaxKind::PROCEDURE_NAME_REF
                | SyntaxKind::ROUTINE_NAME_REF => self.granted_function(&name, &part),
                SyntaxKind::SEQUENCE_REF => self.granted_sequence(&name, &part),
                SyntaxKind::TYPE_NAME_REF | SyntaxKind::DOMAIN_REF => {
                    self.granted_type(&name, &part);
                }
                kind if NAMES_A_TABLE.contains(&kind) => self.granted_relation(&name, &part),
                _ => {}
            }
        }
    }

    /// What is there but is no table is said where the privilege is given.
    fn granted_relation(&mut self, name: &Name, place: &SyntaxNode) {
        let is_index = matches!(self.catalog.relation(name), Some(Relation::Index(_)));
        let is_row = |it: &crate::catalog::Type| matches!(it.kind, TypeKind::Composite(_));
        if !is_index && !self.catalog.type_named(name).is_some_and(is_row) {
            self.relation(name, place);
        }
    }

    fn granted_sequence(&mut self, name: &Name, place: &SyntaxNode) {
        let is_known = self.catalog.relation(name).is_some() || self.is_beyond(&name.key());
        if !is_known && !self.may_be_assumed() {
            self.problem(place, problem::unknown_sequence(&name.to_string()));
        }
    }

    fn granted_type(&mut self, name: &Name, place: &SyntaxNode) {
        let is_own = self.catalog.has(&ObjectRef::Type(name.clone()));
        let of_extension = self.catalog.has_extension_type(name);
        if !is_own && !of_extension && !self.may_be_assumed() && !is_built_in(name) {
            self.problem(place, problem::unknown_type(&name.to_string()));
        }
    }

    /// A function is told by its arguments, if they are said.
    fn granted_function(&mut self, name: &Name, place: &SyntaxNode) {
        let key = name.key();
        let own: Vec<&FunctionKey> =
            self.catalog.functions.keys().filter(|it| it.name == key).collect();
        let signature = place.parent();
        let arguments = signature.and_then(|it| arguments(&it));
        let fits = |it: &&FunctionKey| arguments.as_ref().is_none_or(|all| *all == it.arguments);
        // A call can convert to a row or a domain, but only a range or base type has functions of its name.
        let is_other = |it: &crate::catalog::Type| matches!(it.kind, TypeKind::Other(_));
        let converts = self.catalog.table(name).is_some_and(|it| !it.assumed)
            || self.catalog.type_named(name).is_some_and(|it| !it.assumed && !is_other(it));
        let is_beyond = functions::brought(self.catalog, &key)
            || functions::is_built_in(&key.name)
            || self.catalog.has_unknown_extension();
        if own.is_empty() && functions::is_conversion(self.catalog, name) {
            self.problem(place, problem::unknown_function(&name.to_string()));
        } else if own.is_empty() && (!converts || is_beyond) {
            self.function(name, place);
        } else if !own.into_iter().any(|it| fits(&it)) && !is_beyond {
            self.problem(place, problem::unknown_function(&name.to_string()));
        }
    }

    /// `GRANT SELECT (a, b) ON t`.
    fn granted_columns(&mut self, node: &SyntaxNode) {
        let named = node.descendants().filter(|it| NAMES_A_TABLE.contains(&it.kind()));
        let named: Vec<Name> = named.filter_map(|it| name_of(parts(&it))).collect();
        let columns = node.descendants().filter_map(ast::ColumnNameRef::cast);
        for column in columns.collect::<Vec<_>>() {
            let name = ident(&column);
            if named.iter().any(|it| self.lacks_column(it, &name)) {
                self.problem(column.syntax(), problem::unknown_column(&name));
            }
        }
    }

    fn lacks_column(&self, relation: &Name, column: &str) -> bool {
        let known = self.catalog.table(relation).filter(|it| !it.assumed);
        let of_view = self.catalog.views.get(&relation.key()).and_then(|it| it.columns.as_ref());
        known.is_some_and(|it| it.column(column).is_none())
            || of_view.is_some_and(|all| all.iter().all(|(it, _)| it != column))
    }

    /// Whether the history says so little that objects may be there that it does not make.
    fn may_be_assumed(&self) -> bool {
        self.catalog.takes_tables_for_granted()
    }
}

/// The types that a signature says.
fn arguments(signature: &SyntaxNode) -> Option<Vec<String>> {
    use super::super::function::{function, procedure, routine};
    let node = signature.clone();
    let signature = ast::FunctionSig::cast(node.clone())
        .and_then(|it| function(&it))
        .or_else(|| ast::ProcedureSig::cast(node.clone()).and_then(|it| procedure(&it)))
        .or_else(|| ast::RoutineSig::cast(node).and_then(|it| routine(&it)));
    signature?.arguments
}

/// Whether the server itself has a type of this name.
fn is_built_in(name: &Name) -> bool {
    let schema = name.schema.as_deref();
    let text = format!("SELECT NULL::{}", name.name);
    let parse = squawk_syntax::SourceFile::parse(&text);
    let ty = parse.tree().syntax().descendants().find_map(ast::Type::cast);
    schema == Some("pg_catalog")
        || schema.is_none() && ty.is_some_and(|it| sql_type(&it).named.is_none())
}
