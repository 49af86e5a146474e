//! Statements that are for one of two kinds which share an operation: tables and foreign tables,
//! views and materialized ones, domains and other types.

use squawk_syntax::ast::{self, AstNode, Stmt};

use super::super::syntax::name;
use super::Binder;
use crate::name::Name;
use crate::op::{not_a_domain, wrong_kind};

impl Binder<'_> {
    /// Says which of the relations that a statement drops, changes or comments on are of the other
    /// kind.
    pub(super) fn kinds(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::DropTable(it) => it.table_name_refs().for_each(|it| self.is_a("table", &it)),
            Stmt::DropForeignTable(it) => {
                it.table_name_refs().for_each(|it| self.is_a("foreign table", &it));
            }
            // A column gets its name whatever it is of.
            Stmt::AlterForeignTable(it)
                if !it.actions().any(|it| matches!(it, ast::AlterTableAction::RenameColumn(_))) =>
            {
                it.table_relation_name().iter().for_each(|it| self.is_a("foreign table", it));
            }
            Stmt::CommentOn(it) => match it.comment_object() {
                Some(ast::CommentObject::ObjectTable(it)) => {
                    it.table_name_ref().iter().for_each(|it| self.is_a("table", it));
                }
                Some(ast::CommentObject::ObjectForeignTable(it)) => {
                    it.table_name_ref().iter().for_each(|it| self.is_a("foreign table", it));
                }
                Some(ast::CommentObject::ObjectView(it)) => {
                    it.view_ref().iter().for_each(|it| self.is_a("view", it));
                }
                Some(ast::CommentObject::ObjectMaterializedView(it)) => {
                    it.view_ref().iter().for_each(|it| self.is_a("materialized view", it));
                }
                Some(ast::CommentObject::ObjectDomain(it)) => {
                    it.domain_ref().iter().for_each(|it| self.is_a_domain(it));
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn is_a(&mut self, wanted: &str, node: &impl AstNode) {
        let Some(name) = name(node) else { return };
        if let Some(is) = self.kind_beside(wanted, &name).filter(|it| *it != wanted) {
            self.problem(node.syntax(), wrong_kind(&name, is, wanted));
        }
    }

    fn is_a_domain(&mut self, node: &ast::DomainRef) {
        let Some(name) = name(node) else { return };
        if let Some(is) = not_a_domain(self.catalog, &name) {
            self.problem(node.syntax(), wrong_kind(&name, is, "domain"));
        }
    }

    /// Which of the two kinds a relation is of, if it is of one of them.
    fn kind_beside(&self, wanted: &str, name: &Name) -> Option<&'static str> {
        if ["table", "foreign table"].contains(&wanted) {
            let table = self.catalog.table(name).filter(|it| !it.assumed)?;
            return Some(if table.is_foreign() { "foreign table" } else { "table" });
        }
        let view = self.catalog.views.get(&name.key())?;
        Some(if view.materialized { "materialized view" } else { "view" })
    }
}
