//! `MERGE`: the table that it writes to, the rows that it goes by, and what each of its cases does.

use squawk_syntax::ast::{self, AstNode, MergeAction, MergeWhenClause, SelectVariant};

use super::Binder;
use super::by_row::asking;
use super::scope::{Outputs, Scope, Source};
use crate::name::Name;
use crate::op::Event;

impl Binder<'_> {
    pub(super) fn merge(&mut self, merge: &ast::Merge) {
        let Some(target) = merge.table_relation_name() else { return };
        let Some((table, written)) = self.written(&target, merge.alias()) else { return };
        let outputs = written.outputs.clone();
        let outer = Scope::default();
        let with = self.with(merge.with_clause(), Some(&outer));
        let mut scope = Scope::within(Some(&with));
        let using = merge.using_on_clause();
        if let Some(rows) = using.as_ref().and_then(|it| it.from_list_item()) {
            self.add_from_item(&rows, &mut scope);
        }
        scope.put_first(written);
        if let Some(on) = using.and_then(|it| it.on_clause()) {
            self.expression(on.syntax(), &scope);
        }
        // What has no match is on one side only.
        let (written, others) = scope.sources.split_at(1);
        let side =
            |sources: &[Source]| Scope { sources: sources.to_vec(), ..Scope::within(Some(&with)) };
        let (of_table, of_rows) = (side(written), side(others));
        for clause in merge.merge_when_clauses() {
            let (condition, action, scope) = match clause {
                MergeWhenClause::MergeWhenMatched(it) => {
                    (it.merge_condition(), it.merge_action(), &scope)
                }
                MergeWhenClause::MergeWhenNotMatchedSource(it) => {
                    (it.merge_condition(), it.merge_action(), &of_table)
                }
                MergeWhenClause::MergeWhenNotMatchedTarget(it) => {
                    (it.merge_condition(), it.merge_action(), &of_rows)
                }
            };
            if let Some(condition) = condition {
                self.by_row(condition.syntax(), asking("`WHEN`"));
                self.expression(condition.syntax(), scope);
            }
            self.merged(action, &table, &outputs, scope);
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
                self.identified(table, Event::Update, it.syntax());
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
                let Some(known) = self.catalog.table(table).filter(|it| !it.assumed) else {
                    return;
                };
                let overrides = it.overriding_clause().is_some();
                for row in rows {
                    self.check_row(
                        known,
                        &named,
                        &row.exprs().collect::<Vec<_>>(),
                        overrides,
                        scope,
                    );
                }
            }
            Some(MergeAction::MergeDelete(it)) => {
                self.identified(table, Event::Delete, it.syntax());
            }
            Some(MergeAction::MergeDoNothing(_)) | None => {}
        }
    }
}
