//! The comments of a schema's objects.

use super::Writer;
use crate::catalog::{Catalog, NotNull, ObjectRef};
use crate::dialect::Comments;
use crate::name::Name;
use crate::op::SetComment;

impl Writer<'_> {
    pub(super) fn comments(&mut self) {
        if self.dialect.comments != Comments::Statements {
            return;
        }
        let given = every_comment(self.given);
        for (on, comment) in every_comment(self.catalog) {
            if given.contains(&(on.clone(), comment.clone())) {
                continue;
            }
            if let Some((kind, name)) = self.kind(&on) {
                let (name, comment) = (self.dialect.quote(name), self.dialect.literal(&comment));
                self.write(format!("COMMENT ON {kind} {name} IS {comment}"));
                continue;
            }
            self.say(&SetComment { on, comment: Some(comment) });
        }
    }

    /// What only the catalogue tells: that a view is a materialized one, and a table a foreign one.
    fn kind<'o>(&self, on: &'o ObjectRef) -> Option<(&'static str, &'o Name)> {
        match on {
            ObjectRef::View(name) => {
                let view = self.catalog.views.get(&name.key());
                view.is_some_and(|it| it.materialized).then_some(("MATERIALIZED VIEW", name))
            }
            ObjectRef::Table(name) => {
                let table = self.catalog.table(name);
                table.is_some_and(|it| it.is_foreign()).then_some(("FOREIGN TABLE", name))
            }
            _ => None,
        }
    }
}

/// All comments, object by object.
fn every_comment(catalog: &Catalog) -> Vec<(ObjectRef, String)> {
    let mut res: Vec<(ObjectRef, String)> =
        catalog.comments.iter().map(|(on, it)| (on.clone(), it.clone())).collect();
    let mut add = |on: ObjectRef, comment: &Option<String>| {
        res.extend(comment.clone().map(|it| (on, it)));
    };
    for ty in catalog.types.values() {
        add(ObjectRef::Type(ty.name.clone()), &ty.comment);
    }
    for sequence in catalog.sequences.values() {
        add(ObjectRef::Sequence(sequence.name.clone()), &sequence.comment);
    }
    for table in catalog.tables.values() {
        let name = &table.name;
        add(ObjectRef::Table(name.clone()), &table.comment);
        for column in &table.columns {
            add(ObjectRef::Column(name.clone(), column.name.clone()), &column.comment);
            if let Some(NotNull { name: Some(part), comment, .. }) = &column.not_null {
                add(ObjectRef::Constraint(name.clone(), part.clone()), comment);
            }
        }
        for it in &table.constraints {
            let part = it.name.clone().unwrap_or_default();
            add(ObjectRef::Constraint(name.clone(), part), &it.comment);
        }
        for it in &table.indexes {
            let index = name.renamed(it.name.clone().unwrap_or_default());
            add(ObjectRef::Index(index), &it.comment);
        }
        for it in &table.triggers {
            add(ObjectRef::Trigger(name.clone(), it.name.clone()), &it.comment);
        }
        for it in &table.policies {
            add(ObjectRef::Policy(name.clone(), it.name.clone()), &it.comment);
        }
    }
    for view in catalog.views.values() {
        add(ObjectRef::View(view.name.clone()), &view.comment);
        for it in &view.indexes {
            let index = view.name.renamed(it.name.clone().unwrap_or_default());
            add(ObjectRef::Index(index), &it.comment);
        }
    }
    for function in catalog.functions.values() {
        add(ObjectRef::Function(function.key.clone()), &function.comment);
    }
    res
}
