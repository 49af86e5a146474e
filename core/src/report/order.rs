//! An order in which the objects of a schema can be made.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{
    Catalog, ConstraintKind, DomainConstraint, Function, FunctionKey, Query, Sequence, SqlType,
    Table, Type, TypeKind, identifiers, next_value,
};
use crate::name::Name;

/// An object that others may need.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Object {
    // In the order in which they come if nothing else decides.
    Type(Name),
    Sequence(Name),
    Function(FunctionKey),
    Table(Name),
    View(Name),
}

/// All types, sequences, functions, tables and views, each behind what it needs.
///
/// Where two need each other, the one of the earlier kind comes first.
pub(super) fn in_order(catalog: &Catalog) -> Vec<Object> {
    let needs = Needs::of(catalog);
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for object in needs.0.keys() {
        needs.visit(object, &mut seen, &mut order);
    }
    order
}

/// What each object needs.
struct Needs(BTreeMap<Object, BTreeSet<Object>>);

impl Needs {
    fn of(catalog: &Catalog) -> Self {
        let names = Names::of(catalog);
        let mut needs = BTreeMap::new();
        for (name, ty) in &catalog.types {
            needs.insert(Object::Type(name.clone()), names.of_type(ty));
        }
        for name in catalog.sequences.keys() {
            needs.insert(Object::Sequence(name.clone()), BTreeSet::new());
        }
        for (key, function) in &catalog.functions {
            needs.insert(Object::Function(key.clone()), names.of_function(function));
        }
        for (name, table) in &catalog.tables {
            needs.insert(Object::Table(name.clone()), names.of_table(table));
        }
        for (name, view) in &catalog.views {
            let mut needed = names.said_in(&view.definition, Names::is_function);
            for read in &view.reads {
                needed.extend([Object::Table(read.key()), Object::View(read.key())]);
            }
            needs.insert(Object::View(name.clone()), needed);
        }
        Self(needs)
    }

    /// Depth first; an object that is being visited is not visited again, which breaks circles.
    /// Views may stand on views as often as a file likes, so that the way down is no recursion.
    fn visit<'a>(
        &'a self,
        object: &'a Object,
        seen: &mut BTreeSet<&'a Object>,
        order: &mut Vec<Object>,
    ) {
        let mut enter = |object: &'a Object| {
            let needed = self.0.get(object).filter(|_| seen.insert(object))?;
            Some((object, needed.iter()))
        };
        let mut open: Vec<_> = enter(object).into_iter().collect();
        while let Some((object, needed)) = open.last_mut() {
            match needed.next() {
                Some(it) => open.extend(enter(it)),
                None => {
                    order.push((*object).clone());
                    open.pop();
                }
            }
        }
    }
}

/// The objects by the last part of their names.
struct Names {
    objects: BTreeMap<String, Vec<Object>>,
    /// The tables that bring sequences along, by the default of what counts by one.
    counters: BTreeMap<String, Name>,
}

impl Names {
    fn of(catalog: &Catalog) -> Self {
        let mut names: BTreeMap<String, Vec<Object>> = BTreeMap::new();
        let mut add = |name: &Name, it: Object| {
            names.entry(name.name.clone()).or_default().push(it);
        };
        for name in catalog.types.keys() {
            add(name, Object::Type(name.clone()));
        }
        for key in catalog.functions.keys() {
            add(&key.name, Object::Function(key.clone()));
        }
        for name in catalog.tables.keys() {
            add(name, Object::Table(name.clone()));
        }
        for name in catalog.views.keys() {
            add(name, Object::View(name.clone()));
        }
        let owned = |it: &Sequence| Some((next_value(&it.name), it.owned_by.as_ref()?.0.key()));
        let counters = catalog.sequences.values().filter_map(|it| owned(it)).collect();
        Self { objects: names, counters }
    }

    /// The objects that a text names, of the kinds that are wanted.
    fn said_in(&self, text: &str, wanted: fn(&Object) -> bool) -> BTreeSet<Object> {
        let said = identifiers(text).filter_map(|it| self.objects.get(&it));
        said.flatten().filter(|it| wanted(it)).cloned().collect()
    }

    fn is_function(object: &Object) -> bool {
        matches!(object, Object::Function(_))
    }

    fn of_column_type(ty: &SqlType) -> Vec<Object> {
        let name = ty.named.as_ref().map(Name::key);
        let name = name.into_iter();
        name.flat_map(|it| [Object::Type(it.clone()), Object::Table(it)]).collect()
    }

    fn of_type(&self, ty: &Type) -> BTreeSet<Object> {
        match &ty.kind {
            TypeKind::Domain { base, default, constraints, .. } => {
                let conditions = constraints.iter().filter_map(DomainConstraint::condition);
                let texts = conditions.chain(default.as_deref());
                let functions = texts.flat_map(|it| self.said_in(it, Self::is_function));
                functions.chain(Self::of_column_type(base)).collect()
            }
            TypeKind::Composite(fields) => {
                fields.iter().flat_map(|(_, it)| Self::of_column_type(it)).collect()
            }
            TypeKind::Enum(_) => BTreeSet::new(),
            TypeKind::Other(text) => self.said_in(text, |_| true),
        }
    }

    /// A body is looked at only when the function runs, unless it is part of the syntax.
    fn of_function(&self, function: &Function) -> BTreeSet<Object> {
        let definition = &function.definition;
        let lower = definition.to_lowercase();
        let is_parsed = Query(definition).has_body() || function.kind == "AGGREGATE";
        let body = [" as $", " as '", "\nas $", "\nas '"].iter().filter_map(|it| lower.find(it));
        let head = body.min().filter(|_| !is_parsed).and_then(|it| definition.get(..it));
        let head = head.unwrap_or(definition);
        // A table may be called as the function is, which stands in front of its arguments.
        let behind_name = head.find('(').and_then(|it| head.get(it..));
        let mut needed = self.said_in(behind_name.unwrap_or(head), |_| true);
        needed.remove(&Object::Function(function.key.clone()));
        needed
    }

    fn of_table(&self, table: &Table) -> BTreeSet<Object> {
        let mut needed = BTreeSet::new();
        for column in &table.columns {
            needed.extend(Self::of_column_type(&column.ty));
            let counter = column.default.as_ref().and_then(|it| self.counters.get(it));
            needed.extend(counter.cloned().map(Object::Table));
            let generated = column.generated.iter().map(|it| &it.expression);
            for text in column.default.iter().chain(generated) {
                needed.extend(self.said_in(text, Self::is_function));
            }
        }
        for constraint in &table.constraints {
            if let ConstraintKind::Check(check) = &constraint.kind {
                needed.extend(self.said_in(&check.condition, Self::is_function));
            }
            if let ConstraintKind::Exclude(exclusion) = &constraint.kind {
                for (what, _) in &exclusion.elements {
                    needed.extend(self.said_in(what, Self::is_function));
                }
            }
        }
        needed.extend(table.parents().map(|it| Object::Table(it.key())));
        needed.remove(&Object::Table(table.name.key()));
        needed
    }
}
