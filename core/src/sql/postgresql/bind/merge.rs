//! `MERGE`: the table that it writes to, the rows that it goes by, and what each of its cases does.

use squawk_syntax::ast::{self, AstNode, MergeAction, MergeWhenClause, SelectVariant};

use super::Binder;
use super::scope::{Outputs, Scope};
use crate::name::Name;

impl Binder<'_> {
    pub(super) fn merge(&mut self, merge: &ast::Merge) {
        let Some(target) = merge.table_relation_name() else { return };
        let Some((table, written)) = self.written(&target, merge.alias()) else { return };
        let outputs = written.outputs.clone();
        let outer = Scope::default();
        let with = self.with(merge.with_clause(), Some(&outer));
        let mut scope = Scope::within(Some(&with));
        scope.sources.push(written);
        let using = merge.using_on_clause();
        if let Some(rows) = using.as_ref().and_then(|it| it.from_list_item()) {
            self.add_from_item(&rows, &mut scope);
        }
        if let Some(on) = using.and_then(|it| it.on_clause()) {
            self.expression(on.syntax(), &scope);
        }
        for clause in merge.merge_when_clauses() {
            let (condition, action) = match clause {
                MergeWhenClause::MergeWhenMatched(it) => (it.merge_condition(), it.merge_action()),
                MergeWhenClause::MergeWhenNotMatchedSource(it) => {
                    (it.merge_condition(), it.merge_action())
                }
                MergeWhenClause::MergeWhenNotMatchedTarget(it) => {
                    (it.merge_condition(), it.merge_action())
                }
            };
            if let Some(condition) = condition {
                self.expression(condition.syntax(), &scope);
            }
            self.merged(action, &table, &outputs, &scope);
        }
        self.returning(merge.returning_clause(), scope);
    }

    fn merged(
        &mut self,
        action: Option<MergeAction>,
        table: &Name,
        outputs: &Outputs,
        scope: &Scope<'_>,
    ) {
        match action {
            Some(MergeAction::MergeUpdate(it)) => {
                self.set(it.set_clause(), scope, outputs);
                if let Some(set) = it.set_clause() {
                    self.check_written(table, &set, scope);
                }
            }
            Some(MergeAction::MergeInsert(it)) => {
                let targets =
                    it.column_target_list().into_iter().flat_map(|it| it.column_targets());
                let said: Vec<ast::ColumnTarget> = targets.collect();
                let named = self.targets_of(&said, outputs);
                let Some(values) = it.values() else { return };
                let rows = values.row_list().into_iter().flat_map(|it| it.rows());
                let rows: Vec<ast::Row> = rows.collect();
                let query = SelectVariant::Values(values);
                let given = self.query(&query, Some(scope));
                let all = outputs.as_ref().map(Vec::len);
                let wanted = if said.is_empty() { all } else { Some(said.len()) };
                self.check_width(&query, given, wanted, !said.is_empty());
                rows.iter().for_each(|it| self.merged_row(it, table, &named, scope));
            }
            Some(MergeAction::MergeDelete(_) | MergeAction::MergeDoNothing(_)) | None => {}
        }
    }

    /// The values of a row must fit the columns that they are for.
    fn merged_row(&mut self, row: &ast::Row, table: &Name, named: &[String], scope: &Scope<'_>) {
        let Some(known) = self.catalog.table(table).filter(|it| !it.assumed) else { return };
        for (at, value) in row.exprs().enumerate() {
            let column = match named {
                [] => known.columns.get(at),
                _ => named.get(at).and_then(|it| known.column(it)),
            };
            if let Some(column) = column {
                self.assigned(&value, &column.ty, scope);
            }
        }
    }
}
