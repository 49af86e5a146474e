//! Every table that any revision has, so that a map can give each a seat for all time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::place::Places;
use super::schema::Schema;
use super::{AtlasView, ColumnView, TableView};
use crate::analysis::Analysis;
use crate::catalog::Table;
use crate::name::Name;
use crate::replay::Touches;

/// The union of the schemas after all revisions: a table has every column that it ever had.
pub(super) fn view(analysis: &Analysis) -> AtlasView {
    let mut seen: BTreeMap<&Name, (&Arc<Table>, TableView)> = BTreeMap::new();
    for run in analysis.replay.runs() {
        let schema = Schema {
            at: None,
            before: &run.after,
            after: &run.after,
            dialect: analysis.options.dialect,
            touches: Touches::default(),
            places: Places { project: &analysis.project },
        };
        for (name, table) in &run.after.tables {
            // Schemas share what did not change, so most tables are asked for once.
            if seen.get(name).is_some_and(|(known, _)| Arc::ptr_eq(known, table)) {
                continue;
            }
            let Some(view) = schema.table(name).map(bare) else { continue };
            match seen.get_mut(name) {
                Some(known) => {
                    known.0 = table;
                    join(&mut known.1, view);
                }
                None => {
                    seen.insert(name, (table, view));
                }
            }
        }
    }
    AtlasView { tables: seen.into_values().map(|(_, view)| view).collect() }
}

/// What a map needs of a table.
fn bare(table: TableView) -> TableView {
    let column = |it: ColumnView| ColumnView { default: None, comment: None, place: None, ..it };
    let columns = table.columns.into_iter().map(column).collect();
    TableView { name: table.name, schema: table.schema, columns, ..TableView::default() }
}

/// Adds the columns that `known` has not, and takes the longer types.
fn join(known: &mut TableView, newer: TableView) {
    for column in newer.columns {
        let same = |it: &&mut ColumnView| it.name == column.name && it.refers == column.refers;
        match known.columns.iter_mut().find(same) {
            Some(it) if it.ty.len() < column.ty.len() => it.ty = column.ty,
            Some(_) => {}
            None => known.columns.push(column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;
    use crate::project::{File, Project};

    #[test]
    fn a_dropped_table_and_a_dropped_column_stay_on_the_map() {
        let revision = |id: &str, down: &str, body: &str| {
            let text = format!(
                "from alembic import op\nimport sqlalchemy as sa\nrevision = {id:?}\ndown_revision = {down}\n\n\
                 def upgrade():\n    {body}\ndef downgrade():\n    pass\n"
            );
            File::new(format!("versions/{id}_x.py"), text.into_bytes())
        };
        let create =
            "op.create_table('a', sa.Column('id', sa.Integer), sa.Column('note', sa.Text))";
        let files = [
            revision("r1", "None", create),
            revision("r2", "'r1'", "op.drop_column('a', 'note')"),
            revision("r3", "'r2'", "op.drop_table('a')"),
        ];
        let project = Project::new("p", files);
        let analysis = Analysis::open(project, Options::default(), &mut |_| {});
        assert_eq!(analysis.all_diagnostics().filter(|it| it.span.is_some()).count(), 0);
        let tables = view(&analysis).tables;
        let columns: Vec<&str> = tables[0].columns.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((tables.len(), columns), (1, vec!["id", "note"]));
    }
}
