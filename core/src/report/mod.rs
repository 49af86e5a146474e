//! What we hand over: a schema as SQL, JSON and diagrams.

mod history;
mod json;
mod line;
mod mermaid;
mod order;
mod partition;
mod privilege;
mod sql;

pub use history::{history_dot, history_mermaid};
pub use json::schema_json;
pub use line::{constraint_line, index_line};
pub use mermaid::schema_mermaid;
pub use sql::{SchemaScript, schema_script, schema_sql};
