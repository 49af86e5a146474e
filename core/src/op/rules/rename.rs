//! Everything that says a name, when the name changes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{body, comment, partition, policy, rule, view};
use crate::catalog::{
    Catalog, Column, ColumnChange, Constraint, ConstraintKind, Expression, Function, FunctionKey,
    Index, Opaque, Query, Role, Row, SqlType, Table, Trigger, Type, TypeKind, View, identifiers,
    mentions, with_type,
};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// Gives a table, view or sequence another name wherever it is spoken of.
pub(in crate::op) fn relation(catalog: &mut Catalog, from: &Name, to: &Name) {
    let (from, to) = (from.key(), to.key());
    let change = |it: &mut Name| {
        if it.key() == from {
            *it = to.clone();
        }
    };
    let quoted = POSTGRESQL.quote(&to);
    let text = |it: &mut String| *it = Expression(it).with_table(&from, &quoted);
    let tables = &catalog.tables;
    let concerned: BTreeSet<Name> = tables
        .mentioning(Role::Reference, &from)
        .chain(tables.mentioning(Role::Child, &from))
        .chain(tables.mentioning(Role::Policies, &Name::default()))
        .chain([&to])
        .cloned()
        .collect();
    catalog.tables.change_these(concerned, |table| {
        for constraint in &mut table.constraints {
            if let ConstraintKind::ForeignKey(key) = &mut constraint.kind {
                change(&mut key.table);
            }
        }
        if let Some((parent, _)) = &mut table.partition_of {
            change(parent);
        }
        table.inherits.iter_mut().for_each(change);
        table.policies.iter_mut().for_each(|it| text(&mut it.definition));
        if table.name.key() == to {
            table.triggers.iter_mut().for_each(|it| text(&mut it.definition));
            each_expression(table, |it| *it = Expression(it).unqualified(&from.name));
        }
    });
    view::relation(catalog, &from, &to);
    comment::follow(catalog, &from, &to);
    body::relation(catalog, &from, &to);
    catalog.sequences.change(
        |it| it.owned_by.as_ref().is_some_and(|(it, _)| it.key() == from),
        |it| it.owned_by.iter_mut().for_each(|(it, _)| change(it)),
    );
    for opaque in &mut catalog.opaque {
        if opaque.touches.iter().any(|it| it.key() == from) {
            let opaque = Arc::make_mut(opaque);
            let subject = |opaque: &Opaque| {
                let first = opaque.touches.first().map(|it| POSTGRESQL.quote(it));
                format!("{} {} ", opaque.kind, first.unwrap_or_default())
            };
            let before = subject(opaque);
            opaque.touches.iter_mut().for_each(change);
            let after = subject(opaque);
            match opaque.sql.strip_prefix(&before) {
                Some(rest) if before != after => opaque.sql = after + rest,
                _ => text(&mut opaque.sql),
            }
            if opaque.kind == "CREATE RULE" {
                opaque.sql = Expression(&opaque.sql).with_table_of_rule(&from, &quoted);
            }
        }
    }
    ty(catalog, &from, &to);
}

/// Gives a function another name or schema wherever it is called. Where another of its name stays,
/// only the triggers that are known to call it follow.
pub(in crate::op) fn function(catalog: &mut Catalog, key: &FunctionKey, to: &Name) {
    let Some(function) = catalog.functions.remove(key) else { return };
    let from = &key.name;
    let quoted = POSTGRESQL.quote(to);
    let text = |it: &mut String| *it = Expression(it).with_function(from, &quoted);
    let mut function = Function::clone(&function);
    function.key.name = to.clone();
    text(&mut function.definition);
    catalog.functions.insert(function.key.clone(), function);
    let is_alone = !catalog.functions.keys().any(|it| it.name == *from);
    let follows = |it: &Trigger| it.function.as_ref().is_some_and(|it| it.key() == *from);
    let trigger = |it: &mut Trigger| {
        it.function = Some(to.clone());
        text(&mut it.definition);
    };
    let has_trigger = |it: &[Trigger]| it.iter().any(follows);
    catalog.tables.change(
        |it| has_trigger(&it.triggers),
        |it| it.triggers.iter_mut().filter(|it| follows(it)).for_each(trigger),
    );
    catalog.views.change(
        |it| has_trigger(&it.triggers),
        |it| it.triggers.iter_mut().filter(|it| follows(it)).for_each(trigger),
    );
    if is_alone {
        each_text(catalog, &from.name, text);
    }
}

/// Changes what tables and views say in expressions, policies and queries, where they say a name.
fn each_text(catalog: &mut Catalog, name: &str, text: impl Fn(&mut String)) {
    let changed = catalog.tables.values().filter_map(|it| {
        let mut table = Table::clone(it);
        each_expression(&mut table, &text);
        table.columns.iter_mut().filter_map(|it| it.default.as_mut()).for_each(&text);
        table.policies.iter_mut().for_each(|it| text(&mut it.definition));
        (table != **it).then_some(table)
    });
    for table in changed.collect::<Vec<_>>() {
        catalog.put_table(table);
    }
    catalog.views.change(|it| mentions(&it.definition, name), |it| text(&mut it.definition));
}

/// Gives a label of an enum another name in the defaults of the columns that are of it, and wherever
/// it stands in an expression.
pub(in crate::op) fn label(catalog: &mut Catalog, ty: &Name, label: (&str, &str)) {
    let (from, to) = label;
    let key = ty.key();
    let is_it = |it: &SqlType| it.named.as_ref().is_some_and(|it| it.key() == key);
    let (from, to) = (POSTGRESQL.literal(from), POSTGRESQL.literal(to));
    let renamed = |column: &Column| {
        let default = column.default.as_ref().filter(|_| is_it(&column.ty))?;
        if column.ty.is_array() {
            return with_element(default, label);
        }
        let cast = default.strip_prefix(&*from)?;
        (cast.is_empty() || cast.starts_with("::")).then(|| format!("{to}{cast}"))
    };
    let is_concerned = |it: &Table| it.columns.iter().any(|it| renamed(it).is_some());
    catalog.tables.change(is_concerned, |table| {
        for column in &mut table.columns {
            column.default = renamed(column).or_else(|| column.default.take());
        }
    });
    let columns = Columns::of(catalog, &key);
    each_text_of(catalog, &from, |text, table| {
        *text = Expression(text).with_label(&key, &columns.within(text, table), &from, &to);
    });
    let is_by_it = |it: &Name| {
        let keys = catalog.table(it).and_then(|it| it.partitioning.as_ref()).map(|it| &it.keys);
        keys.into_iter().flatten().any(|key| columns.within(&key.what, Some(it)).len() == 1)
    };
    let parents: BTreeSet<Name> =
        catalog.tables.keys().filter(|it| is_by_it(it)).cloned().collect();
    let bound =
        |it: &Table| it.partition_of.as_ref().is_some_and(|(it, _)| parents.contains(&it.key()));
    catalog.tables.change(bound, |it| {
        it.partition_of.iter_mut().for_each(|(_, bound)| *bound = bound.replace(&*from, &to));
    });
}

/// The columns of tables and views, and whether they are of a type.
struct Columns(Vec<(Name, String, bool)>);

impl Columns {
    fn of(catalog: &Catalog, ty: &Name) -> Self {
        let is_it = |it: &SqlType| it.named.as_ref().is_some_and(|it| it.key() == *ty);
        let of_tables = catalog.tables.iter().flat_map(|(name, table)| {
            let columns = table.columns.iter();
            columns.map(move |it| (name.clone(), it.name.clone(), is_it(&it.ty)))
        });
        let of_views = catalog.views.iter().flat_map(|(name, view)| {
            let columns = view.columns.iter().flatten();
            columns.map(move |(column, ty)| {
                (name.clone(), column.clone(), ty.as_ref().is_some_and(is_it))
            })
        });
        Self(of_tables.chain(of_views).collect())
    }

    /// Those of the type that a text of this table can mean, which may read other tables as well: by
    /// names that no other column there has.
    fn within(&self, text: &str, table: Option<&Name>) -> Vec<&str> {
        let named: BTreeSet<String> = identifiers(text).collect();
        let is_read = |it: &Name| Some(it) == table || named.contains(&it.name);
        let read: Vec<_> = self.0.iter().filter(|(it, ..)| is_read(it)).collect();
        let is_other = |name: &str| read.iter().any(|(_, it, is_it)| it == name && !is_it);
        let own = read.iter().filter(|(_, name, is_it)| *is_it && !is_other(name));
        own.map(|(_, name, _)| name.as_str()).collect()
    }
}

/// Changes the expressions, policies, triggers, bounds and queries in which a literal stands; of those
/// of a table it is told which.
fn each_text_of(catalog: &mut Catalog, literal: &str, change: impl Fn(&mut String, Option<&Name>)) {
    let changed = catalog.tables.iter().filter_map(|(name, it)| {
        let mut table = Table::clone(it);
        let text = |it: &mut String| change(it, Some(name));
        each_expression(&mut table, text);
        table.policies.iter_mut().for_each(|it| text(&mut it.definition));
        table.triggers.iter_mut().for_each(|it| text(&mut it.definition));
        (table != **it).then_some(table)
    });
    for table in changed.collect::<Vec<_>>() {
        catalog.put_table(table);
    }
    let says = |it: &View| it.definition.contains(literal);
    catalog.views.change(says, |it| change(&mut it.definition, None));
}

/// `'{a,b}'` with another label for one of its elements, if it has that.
fn with_element(array: &str, (from, to): (&str, &str)) -> Option<String> {
    let (inner, behind) = array.strip_prefix("'{")?.split_once("}'")?;
    let renamed = |it: &str| match it.trim().trim_matches('"') == from {
        true => format!("\"{}\"", to.replace('\'', "''")),
        false => it.to_owned(),
    };
    let elements: Vec<String> = inner.split(',').map(renamed).collect();
    let elements = elements.join(",");
    (elements != inner).then(|| format!("'{{{elements}}}'{behind}"))
}

/// Gives a type another name wherever columns and other types use it.
pub(in crate::op) fn ty(catalog: &mut Catalog, from: &Name, to: &Name) {
    let (from, to) = (from.key(), to.key());
    let is_it = |it: &SqlType| it.named.as_ref().is_some_and(|it| it.key() == from);
    let change = |it: &mut SqlType| {
        if is_it(it) {
            let array = it.spelling.find('[').and_then(|at| it.spelling.get(at..));
            let spelling = POSTGRESQL.quote(&to) + array.unwrap_or_default();
            *it = SqlType::named(to.clone(), spelling);
        }
    };
    let tables: Vec<Name> = catalog.tables.mentioning(Role::Type, &from).cloned().collect();
    catalog
        .tables
        .change_these(tables, |it| it.columns.iter_mut().for_each(|it| change(&mut it.ty)));
    let is_made_of_it = |it: &Type| match &it.kind {
        TypeKind::Domain { base, .. } => is_it(base),
        TypeKind::Composite(fields) => fields.iter().any(|(_, it)| is_it(it)),
        TypeKind::Enum(_) | TypeKind::Other(_) => false,
    };
    catalog.types.change(is_made_of_it, |it| match &mut it.kind {
        TypeKind::Domain { base, .. } => change(base),
        TypeKind::Composite(fields) => fields.iter_mut().for_each(|(_, it)| change(it)),
        TypeKind::Enum(_) | TypeKind::Other(_) => {}
    });
    let quoted = POSTGRESQL.quote(&to);
    each_text(catalog, &from.name, |it| *it = Expression(it).with_cast(&from, &quoted));
    functions(catalog, &from, &to);
    typed_tables(catalog, &from, &to);
    casts(catalog, &from, &to);
}

/// Gives a type another name in `CREATE TABLE … OF type`.
fn typed_tables(catalog: &mut Catalog, from: &Name, to: &Name) {
    let renamed = |it: &String| {
        let is_of_type = it.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("of "));
        is_of_type.then(|| with_type(it, from, to)).filter(|new| new != it)
    };
    catalog.tables.change(
        |table| table.of_type().is_some(),
        |table| {
            for option in &mut table.options {
                *option = renamed(option).unwrap_or_else(|| std::mem::take(option));
            }
        },
    );
}

/// Gives a type another name in the casts from it and to it.
fn casts(catalog: &mut Catalog, from: &Name, to: &Name) {
    for cast in catalog.opaque.iter_mut().filter(|it| it.kind.ends_with(" CAST")) {
        let sql = with_type(&cast.sql, from, to);
        if sql != cast.sql {
            *cast = Arc::new(Opaque { sql, ..Opaque::clone(cast) });
        }
    }
}

/// Gives a type another name in what functions take and give.
fn functions(catalog: &mut Catalog, from: &Name, to: &Name) {
    let has_type = |it: &&Arc<Function>| it.shape.types.iter().any(|it| it.key() == *from);
    let concerned: Vec<_> =
        catalog.functions.values().filter(has_type).map(|it| it.key.clone()).collect();
    for key in concerned {
        let Some(function) = catalog.functions.remove(&key) else { continue };
        let mut function = Function::clone(&function);
        let text = |it: &mut String| *it = with_type(it, from, to);
        function.key.arguments.iter_mut().for_each(text);
        text(&mut function.definition);
        text(&mut function.shape.returns);
        function.shape.types.iter_mut().filter(|it| it.key() == *from).for_each(|it| {
            to.clone_into(it);
        });
        catalog.functions.insert(function.key.clone(), function);
    }
}

/// Gives a column another name in its table, in the tables that inherit it, and wherever it is
/// referred to.
pub(in crate::op) fn column(catalog: &mut Catalog, table: &Name, from: &str, to: &str) {
    for table in partition::family(catalog, table).iter().rev() {
        own_column(catalog, table, from, to);
    }
}

/// The same of this table alone.
fn own_column(catalog: &mut Catalog, table: &Name, from: &str, to: &str) {
    let key = table.key();
    let rename = |it: &mut String| {
        if it == from {
            to.clone_into(it);
        }
    };
    let refers: Vec<Name> = catalog.tables.mentioning(Role::Reference, &key).cloned().collect();
    catalog.tables.change_these(refers, |other| {
        for constraint in &mut other.constraints {
            if let ConstraintKind::ForeignKey(it) = &mut constraint.kind
                && it.table.key() == key
            {
                it.referred.iter_mut().for_each(rename);
            }
        }
    });
    catalog.sequences.change(
        |it| it.owned_by.as_ref().is_some_and(|(it, c)| *it == key && c == from),
        |it| it.owned_by.iter_mut().for_each(|(_, it)| rename(it)),
    );
    policy::keep(catalog, &key, from, to);
    body::column(catalog, &key, from, to);
    rule::column(catalog, &key, from, to);
    view::keep(catalog, &key, Some(from), to);
    if let Some(mut table) = catalog.table_mut(&key) {
        table.privileges.rename_column(from, to);
        if let Some(column) = table.column_mut(from) {
            to.clone_into(&mut column.name);
        }
        in_table(&mut table, from, to);
    }
}

fn in_table(table: &mut Table, from: &str, to: &str) {
    let name = table.name.clone();
    each_expression(table, |it| *it = in_expression(it, &name, &[&name.name], (from, to)));
    for constraint in &mut table.constraints {
        in_constraint(constraint, from, to);
    }
    for index in &mut table.indexes {
        columns_of_index(index, from, to);
    }
    for trigger in &mut table.triggers {
        in_trigger(trigger, &name, (from, to));
    }
    if let Some(partitioning) = &mut table.partitioning {
        for key in partitioning.keys.iter_mut().filter(|it| !it.is_expression && it.what == from) {
            to.clone_into(&mut key.what);
        }
    }
}

/// An expression over rows of a table, which are called so in it, with another name for a column.
fn in_expression(text: &str, table: &Name, rows: &[&str], (from, to): (&str, &str)) -> String {
    let rows: Vec<Row<'_>> = rows.iter().map(|called| Row { called, table }).collect();
    let table = &table.key();
    let change = ColumnChange { table, columns: &[], from: Some(from), to };
    Query(text).with_column_of(&rows, change, |_, _| None)
}

fn in_trigger(trigger: &mut Trigger, table: &Name, (from, to): (&str, &str)) {
    // What no function does stands in the trigger itself, in another dialect.
    if trigger.function.is_none() {
        let quoted = POSTGRESQL.quote_name(to);
        trigger.definition = Expression(&trigger.definition).renamed(from, &quoted);
        return;
    }
    let condition = |it: &str| in_expression(it, table, &["new", "old"], (from, to));
    let definition = Query(&trigger.definition).with_conditions(condition);
    trigger.definition = Query(&definition).with_fired_by(from, to);
}

/// Changes every expression of a table that is about nothing but its own columns.
pub(in crate::op) fn each_expression(table: &mut Table, change: impl Fn(&mut String)) {
    let generated = table.columns.iter_mut().filter_map(|it| it.generated.as_mut());
    generated.for_each(|it| change(&mut it.expression));
    for constraint in &mut table.constraints {
        match &mut constraint.kind {
            ConstraintKind::Check(check) => change(&mut check.condition),
            ConstraintKind::Exclude(exclusion) => {
                exclusion.elements.iter_mut().for_each(|(what, _)| change(what));
                exclusion.predicate.iter_mut().for_each(&change);
            }
            _ => {}
        }
    }
    table.indexes.iter_mut().for_each(|it| each_of_index(it, &change));
    let keys = table.partitioning.iter_mut().flat_map(|it| &mut it.keys);
    keys.filter(|it| it.is_expression).for_each(|it| change(&mut it.what));
}

fn each_of_index(index: &mut Index, change: impl Fn(&mut String)) {
    let keys = index.keys.iter_mut().filter(|it| it.is_expression);
    keys.for_each(|it| change(&mut it.what));
    index.predicate.iter_mut().for_each(change);
}

fn in_constraint(constraint: &mut Constraint, from: &str, to: &str) {
    let rename = |it: &mut String| {
        if it == from {
            to.clone_into(it);
        }
    };
    match &mut constraint.kind {
        ConstraintKind::PrimaryKey { columns, include }
        | ConstraintKind::Unique { columns, include, .. } => {
            columns.iter_mut().chain(include).for_each(rename);
        }
        ConstraintKind::ForeignKey(key) => key.columns.iter_mut().for_each(rename),
        ConstraintKind::Check(check) => check.column.iter_mut().for_each(rename),
        ConstraintKind::Exclude(_) => {}
    }
}

/// Gives a column another name in an index of a materialized view.
pub(in crate::op) fn in_index(index: &mut Index, view: &Name, from: &str, to: &str) {
    each_of_index(index, |it| *it = in_expression(it, view, &[&view.name], (from, to)));
    columns_of_index(index, from, to);
}

fn columns_of_index(index: &mut Index, from: &str, to: &str) {
    for key in index.keys.iter_mut().filter(|it| !it.is_expression && it.what == from) {
        to.clone_into(&mut key.what);
    }
    for column in index.include.iter_mut().filter(|it| *it == from) {
        to.clone_into(column);
    }
}
