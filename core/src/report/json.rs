//! A schema as JSON: the names of its fields are part of what we promise.

use serde_json::{Value, json};

use super::privilege;
use crate::catalog::{
    Catalog, Column, Constraint, ConstraintKind, DomainConstraint, Function, Index, IndexKey,
    ObjectRef, Opaque, Sequence, Table, Trigger, Type, TypeKind, View,
};
use crate::name::Name;

/// The whole schema. Lists are in the order of names, columns in the order of the table.
pub fn schema_json(catalog: &Catalog) -> Value {
    let schema = |name: &String| {
        let comment = catalog.comments.get(&ObjectRef::Schema(name.clone()));
        let comment = comment.filter(|it| !it.is_empty());
        json!({ "name": name, "comment": comment })
    };
    let opaque = |it: &Opaque| {
        let touches: Vec<_> = it.touches.iter().map(name).collect();
        json!({ "kind": it.kind, "sql": it.sql, "touches": touches })
    };
    let granted = privilege::statements(catalog);
    let statements = catalog.opaque.iter().map(|it| &**it).chain(&granted).map(opaque);
    let extensions: Vec<_> = catalog
        .extensions
        .iter()
        .map(|(name, it)| json!({ "name": name, "schema": it.schema }))
        .collect();
    json!({
        "schemas": catalog.schemas.iter().map(schema).collect::<Vec<_>>(),
        "extensions": extensions,
        "types": catalog.types.values().map(|it| ty(it)).collect::<Vec<_>>(),
        "sequences": catalog.sequences.values().map(|it| sequence(it)).collect::<Vec<_>>(),
        "tables": catalog.tables.values().map(|it| table(it)).collect::<Vec<_>>(),
        "views": catalog.views.values().map(|it| view(it)).collect::<Vec<_>>(),
        "functions": catalog.functions.values().map(|it| function(it)).collect::<Vec<_>>(),
        "statements": statements.collect::<Vec<_>>(),
    })
}

fn name(name: &Name) -> Value {
    json!({ "schema": name.schema.as_deref().unwrap_or("public"), "name": name.name })
}

fn table(table: &Table) -> Value {
    let policies: Vec<_> = table
        .policies
        .iter()
        .map(|it| json!({ "name": it.name, "definition": it.definition, "comment": it.comment }))
        .collect();
    let partitioning = table.partitioning.as_ref().map(|it| {
        json!({ "strategy": it.strategy, "keys": it.keys.iter().map(key).collect::<Vec<_>>() })
    });
    let partition_of = table
        .partition_of
        .as_ref()
        .map(|(parent, bound)| json!({ "parent": name(parent), "bound": bound }));
    json!({
        "schema": table.name.schema.as_deref().unwrap_or("public"),
        "name": table.name.name,
        "comment": table.comment,
        "assumed": table.assumed,
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
        "constraints": table.constraints.iter().map(constraint).collect::<Vec<_>>(),
        "indexes": table.indexes.iter().map(index).collect::<Vec<_>>(),
        "triggers": table.triggers.iter().map(trigger).collect::<Vec<_>>(),
        "policies": policies,
        "row_security": table.row_security,
        "force_row_security": table.force_row_security,
        "partitioning": partitioning,
        "partition_of": partition_of,
        "inherits": table.inherits.iter().map(name).collect::<Vec<_>>(),
        "prefixes": table.prefixes,
        "options": table.options,
    })
}

fn column(column: &Column) -> Value {
    let identity =
        column.identity.as_ref().map(|it| json!({ "always": it.always, "options": it.options }));
    let generated = column
        .generated
        .as_ref()
        .map(|it| json!({ "expression": it.expression, "stored": it.stored }));
    json!({
        "name": column.name,
        "type": column.ty.canonical(),
        "spelling": column.ty.spelling,
        "user_type": column.ty.named.as_ref().map(name),
        "nullable": column.nullable,
        "default": column.default,
        "identity": identity,
        "generated": generated,
        "collation": column.collation,
        "autoincrement": column.autoincrement,
        "comment": column.comment,
    })
}

fn constraint(constraint: &Constraint) -> Value {
    let mut value = json!({
        "name": constraint.name,
        "kind": constraint.kind.word(),
        "columns": constraint.kind.columns(),
        "deferrable": constraint.deferrable,
        "initially": constraint.initially,
        "validated": constraint.validated,
        "comment": constraint.comment,
    });
    let more = match &constraint.kind {
        ConstraintKind::PrimaryKey { include, .. } => json!({ "include": include }),
        ConstraintKind::Unique { include, nulls_not_distinct, .. } => {
            json!({ "include": include, "nulls_not_distinct": *nulls_not_distinct == Some(true) })
        }
        ConstraintKind::ForeignKey(key) => json!({
            "table": name(&key.table),
            "referred": key.referred,
            "on_delete": key.on_delete,
            "on_update": key.on_update,
            "match": key.matching,
        }),
        ConstraintKind::Check(check) => {
            json!({ "condition": check.condition, "no_inherit": check.no_inherit })
        }
        ConstraintKind::Exclude(exclusion) => {
            let elements = exclusion.elements.iter();
            let element =
                |(what, operator): &(String, String)| json!({ "what": what, "operator": operator });
            json!({
                "method": exclusion.method,
                "elements": elements.map(element).collect::<Vec<_>>(),
                "predicate": exclusion.predicate,
            })
        }
    };
    if let (Some(value), Value::Object(more)) = (value.as_object_mut(), more) {
        value.extend(more);
    }
    value
}

fn index(index: &Index) -> Value {
    let with: Vec<_> =
        index.with.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    json!({
        "name": index.name,
        "unique": index.unique,
        "method": index.method.as_deref().unwrap_or("btree"),
        "keys": index.keys.iter().map(key).collect::<Vec<_>>(),
        "include": index.include,
        "predicate": index.predicate,
        "nulls_not_distinct": index.nulls_not_distinct == Some(true),
        "with": with,
        "tablespace": index.tablespace,
        "comment": index.comment,
    })
}

fn key(key: &IndexKey) -> Value {
    json!({
        "what": key.what,
        "is_expression": key.is_expression,
        "operator_class": key.operator_class,
        "collation": key.collation,
        "order": key.order,
        "length": key.length,
    })
}

fn trigger(trigger: &Trigger) -> Value {
    json!({
        "name": trigger.name,
        "definition": trigger.definition,
        "state": trigger.state.as_deref().unwrap_or("ENABLE"),
        "function": trigger.function.as_ref().map(name),
        "comment": trigger.comment,
    })
}

fn ty(ty: &Type) -> Value {
    let mut value = json!({
        "schema": ty.name.schema.as_deref().unwrap_or("public"),
        "name": ty.name.name,
        "comment": ty.comment,
        "assumed": ty.assumed,
    });
    let more = match &ty.kind {
        TypeKind::Enum(labels) => json!({ "kind": "enum", "labels": labels }),
        TypeKind::Domain { base, default, constraints, collation } => {
            let not_null = constraints.iter().find(|it| it.forbids_null());
            let check = |it: &DomainConstraint| {
                let condition = it.condition()?;
                Some(json!({ "name": it.name, "condition": condition, "validated": it.validated }))
            };
            json!({
                "kind": "domain",
                "base": base.canonical(),
                "default": default,
                "nullable": not_null.is_none(),
                "not_null": not_null.and_then(|it| it.name.as_ref()),
                "collation": collation,
                "checks": constraints.iter().filter_map(check).collect::<Vec<_>>(),
            })
        }
        TypeKind::Composite(fields) => {
            let field = |(name, ty): &(String, crate::catalog::SqlType)| json!({ "name": name, "type": ty.canonical() });
            json!({ "kind": "composite", "fields": fields.iter().map(field).collect::<Vec<_>>() })
        }
        TypeKind::Other(definition) => json!({ "kind": "other", "definition": definition }),
    };
    if let (Some(value), Value::Object(more)) = (value.as_object_mut(), more) {
        value.extend(more);
    }
    value
}

fn sequence(sequence: &Sequence) -> Value {
    let owner = sequence.owned_by.as_ref();
    let owner = owner.map(|(table, column)| json!({ "table": name(table), "column": column }));
    json!({
        "schema": sequence.name.schema.as_deref().unwrap_or("public"),
        "name": sequence.name.name,
        "type": sequence.ty.as_ref().map(crate::catalog::SqlType::canonical),
        "options": sequence.options,
        "owned_by": owner,
        "comment": sequence.comment,
    })
}

fn view(view: &View) -> Value {
    json!({
        "schema": view.name.schema.as_deref().unwrap_or("public"),
        "name": view.name.name,
        "materialized": view.materialized,
        "definition": view.definition,
        "reads": view.reads.iter().map(name).collect::<Vec<_>>(),
        "indexes": view.indexes.iter().map(index).collect::<Vec<_>>(),
        "triggers": view.triggers.iter().map(trigger).collect::<Vec<_>>(),
        "comment": view.comment,
    })
}

fn function(function: &Function) -> Value {
    json!({
        "schema": function.key.name.schema.as_deref().unwrap_or("public"),
        "name": function.key.name.name,
        "kind": function.kind,
        "arguments": function.key.arguments,
        "definition": function.definition,
        "comment": function.comment,
    })
}
