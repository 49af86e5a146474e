//! Every table that any revision has, so that a map can give each a seat for all time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::place::Places;
use super::schema::Schema;
use super::{AtlasView, ColumnView, LifeView, TableView};
use crate::analysis::Analysis;
use crate::catalog::Table;
use crate::name::Name;
use crate::project::Direction;
use crate::replay::{Renames, Touches};

/// The union of the schemas after all revisions: a table has every column that it ever had, and one
/// that got a new name is the same table.
pub(super) fn view(analysis: &Analysis) -> AtlasView {
    let seats = Seats::of(analysis);
    let mut seen: BTreeMap<&Name, (&Arc<Table>, TableView)> = BTreeMap::new();
    for run in analysis.replay.runs() {
        let schema = Schema {
            at: None,
            since: None,
            before: &run.after,
            after: &run.after,
            dialect: analysis.dialect(),
            renames: Renames::default(),
            added: BTreeSet::new(),
            touches: Touches::default(),
            places: Places { project: &analysis.project },
        };
        for (name, table) in &run.after.tables {
            let seat = seats.of_table(name);
            // Schemas share what did not change, so most tables are asked for once.
            if seen.get(seat).is_some_and(|(known, _)| Arc::ptr_eq(known, table)) {
                continue;
            }
            let pair = (name, Some(table), Some(table));
            let Some(view) = schema.table(pair).map(bare) else { continue };
            match seen.get_mut(seat) {
                Some(known) => {
                    known.0 = table;
                    call(&mut known.1, &view, run.direction == Direction::Upgrade);
                    join(&mut known.1, view);
                }
                None => {
                    seen.insert(seat, (table, view));
                }
            }
        }
    }
    AtlasView { tables: seen.into_values().map(|(_, view)| view).collect(), lives: lives(analysis) }
}

/// When each name is that of a table. One that went and came back has its last end.
fn lives(analysis: &Analysis) -> Vec<LifeView> {
    let mut res: BTreeMap<&Name, LifeView> = BTreeMap::new();
    let start = analysis.replay.start();
    let life = |name: &Name, from| LifeView { name: name.to_string(), from, until: None };
    for run in analysis.replay.runs().filter(|it| it.direction == Direction::Upgrade) {
        let (before, after) = (&run.before.tables, &run.after.tables);
        let id = || Some(analysis.history().id(run.revision).to_owned());
        for name in after.keys().filter(|it| !before.contains_key(*it)) {
            res.entry(name).or_insert_with(|| life(name, id())).until = None;
        }
        for name in before.keys().filter(|it| !after.contains_key(*it)) {
            res.entry(name).or_insert_with(|| life(name, None)).until = id();
        }
    }
    let others = start.tables.keys().filter(|it| !res.contains_key(*it)).map(|it| life(it, None));
    let others: Vec<LifeView> = others.collect();
    res.into_values().chain(others).collect()
}

/// For each new name of a table, the first, under which it has its seat.
struct Seats(BTreeMap<Name, Name>);

impl Seats {
    fn of(analysis: &Analysis) -> Self {
        let mut res = Self(BTreeMap::new());
        for run in analysis.replay.runs().filter(|it| it.direction == Direction::Upgrade) {
            for (name, was) in Renames::of([run]).tables() {
                if run.before.tables.contains_key(was) && run.after.tables.contains_key(name) {
                    let seat = res.of_table(was).clone();
                    res.0.entry(name.clone()).or_insert(seat);
                }
            }
        }
        res.part(analysis);
        res
    }

    fn of_table<'a>(&'a self, name: &'a Name) -> &'a Name {
        self.0.get(name).unwrap_or(name)
    }

    /// Tables that are there side by side at any time have seats of their own.
    fn part(&mut self, analysis: &Analysis) {
        if self.0.is_empty() {
            return;
        }
        let mut shared: BTreeSet<Name> = BTreeSet::new();
        for run in analysis.replay.runs() {
            let mut taken = BTreeSet::new();
            let seats = run.after.tables.keys().map(|it| self.of_table(it));
            shared.extend(seats.filter(|it| !taken.insert(*it)).cloned());
        }
        self.0.retain(|_, seat| !shared.contains(seat));
    }
}

/// Notes another name of a table; the newest is what it is called.
fn call(known: &mut TableView, other: &TableView, is_newer: bool) {
    if other.name == known.name {
        return;
    }
    known.formerly.retain(|it| *it != other.name);
    let older = if is_newer {
        known.schema.clone_from(&other.schema);
        std::mem::replace(&mut known.name, other.name.clone())
    } else {
        other.name.clone()
    };
    known.formerly.push(older);
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

    fn revision(id: &str, down: &str, body: &str) -> File {
        let text = format!(
            "from alembic import op\nimport sqlalchemy as sa\nrevision = {id:?}\ndown_revision = {down}\n\n\
             def upgrade():\n    {body}\ndef downgrade():\n    pass\n"
        );
        File::new(format!("versions/{id}_x.py"), text.into_bytes())
    }

    #[test]
    fn a_table_with_a_new_name_keeps_its_seat_unless_another_takes_the_old_name() {
        let names = |third: &str| {
            let files = [
                revision("r1", "None", "op.create_table('a', sa.Column('id', sa.Integer))"),
                revision("r2", "'r1'", "op.rename_table('a', 'b')"),
                revision("r3", "'r2'", third),
            ];
            let analysis =
                Analysis::open(Project::new("p", files), Options::default(), &mut |_| {});
            let tables = view(&analysis).tables.into_iter();
            tables.map(|it| (it.name, it.formerly)).collect::<Vec<_>>()
        };
        assert_eq!(names("pass"), [("b".to_owned(), vec!["a".to_owned()])]);
        let again = names("op.create_table('a', sa.Column('id', sa.Integer))");
        assert_eq!(again, [("a".to_owned(), Vec::new()), ("b".to_owned(), Vec::new())]);
    }

    #[test]
    fn a_name_lives_from_the_revision_that_brings_it_to_the_one_that_takes_it() {
        let files = [
            revision("r1", "None", "op.create_table('a', sa.Column('id', sa.Integer))"),
            revision("r2", "'r1'", "op.rename_table('a', 'b')"),
            revision("r3", "'r2'", "op.drop_table('b'); op.create_table('c')"),
        ];
        let analysis = Analysis::open(Project::new("p", files), Options::default(), &mut |_| {});
        let lives = view(&analysis).lives.into_iter();
        let lives: Vec<_> = lives
            .map(|it| (it.name, it.from.unwrap_or_default(), it.until.unwrap_or_default()))
            .collect();
        let life = |name: &str, from: &str, until: &str| {
            (name.to_owned(), from.to_owned(), until.to_owned())
        };
        assert_eq!(lives, [life("a", "r1", "r2"), life("b", "r2", "r3"), life("c", "r3", "")]);
    }

    #[test]
    fn a_dropped_table_and_a_dropped_column_stay_on_the_map() {
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
