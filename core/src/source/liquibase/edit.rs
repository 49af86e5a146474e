//! What a change set does to its statements before they run: `modifySql`.

use super::node::Node;

/// A statement after these edits; an edit that cannot be followed is given back.
pub(super) fn edited(mut statement: String, edits: &[Node]) -> Result<String, &Node> {
    for edit in edits {
        let value = |name: &str| edit.get(name).unwrap_or_default();
        match edit.name.as_str() {
            "append" => statement += value("value"),
            "prepend" => statement.insert_str(0, value("value")),
            "replace" => statement = statement.replace(value("replace"), value("with")),
            _ => return Err(edit),
        }
    }
    Ok(statement)
}
