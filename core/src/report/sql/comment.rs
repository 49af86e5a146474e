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
            match self.object_of_kind(&on) {
                Some(object) => {
                    let comment = self.dialect.literal(&comment);
                    self.write(format!("COMMENT ON {object} IS {comment}"));
                }
                None => self.say(&SetComment { on, comment: Some(comment) }),
            }
        }
    }

    /// The object where only the catalogue tells its kind: a materialized view, a foreign table, a
    /// procedure.
    fn object_of_kind(&self, on: &ObjectRef) -> Option<String> {
        let quoted = |it: &Name| self.dialect.quote(it);
        match on {
            ObjectRef::View(name) => {
                let view = self.catalog.views.get(&name.key()).filter(|it| it.materialized)?;
                Some(format!("MATERIALIZED VIEW {}", quoted(&view.name)))
            }
            ObjectRef::Table(name) => {
                let table = self.catalog.table(name).filter(|it| it.is_foreign())?;
                Some(format!("FOREIGN TABLE {}", quoted(&table.name)))
            }
            ObjectRef::Function(key) => {
                let function = self.catalog.functions.get(key)?;
                let arguments = key.arguments.join(", ");
                let name = quoted(&key.name);
                (function.kind != "FUNCTION")
                    .then(|| format!("{} {name}({arguments})", function.kind))
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
        for it in ty.constraints() {
            let part = it.name.clone().unwrap_or_default();
            add(ObjectRef::DomainConstraint(ty.name.clone(), part), &it.comment);
        }
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
