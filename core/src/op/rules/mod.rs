//! What a database does beyond the words of a statement.

pub(super) mod alone;
pub(super) mod body;
pub(super) mod cast;
pub(super) mod collation;
pub(super) mod column;
pub(super) mod constraint;
pub(super) mod definition;
pub(super) mod dependents;
pub(super) mod domain;
pub(super) mod index;
pub(super) mod like;
pub(super) mod not_null;
pub(super) mod partition;
pub(super) mod partition_bound;
pub(super) mod policy;
pub(super) mod privileges;
pub(super) mod publication;
pub(super) mod recast;
pub(super) mod rename;
pub(super) mod role;
pub(super) mod rule;
pub(super) mod schema_owner;
pub(super) mod sequence;
pub(super) mod shape;
pub(super) mod statements;
pub(super) mod view;
