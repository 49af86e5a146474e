//! The search path of a session: what names without a schema mean.

use crate::catalog::{Catalog, ObjectRef};

/// The schemas in which names without one are looked up, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPath {
    schemas: Vec<String>,
}

/// What a statement makes the search path, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathChange {
    pub path: SearchPath,
    /// Whether it ends with the transaction: `SET LOCAL`.
    pub is_local: bool,
}

/// The schema that new objects are put into where none is said, and that is never spelled out.
pub(super) const DEFAULT: &str = "public";

/// The schema of a session's own objects, which is always there.
pub(super) const OF_SESSION: &str = "pg_temp";

impl Default for SearchPath {
    fn default() -> Self {
        Self { schemas: vec![DEFAULT.to_owned()] }
    }
}

impl SearchPath {
    /// The path of these schemas. The user's own schema is taken as one that is not there, and the
    /// server's own is searched first, said or not.
    pub(super) fn new(schemas: impl IntoIterator<Item = String>) -> Self {
        let is_told = |it: &String| !["", "$user", "pg_catalog"].contains(&it.as_str());
        Self { schemas: schemas.into_iter().filter(is_told).collect() }
    }

    /// The path that a setting holds: `"App", public`.
    pub fn of_setting(value: &str) -> Self {
        let part = |it: &str| {
            let it = it.trim();
            match it.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
                Some(quoted) => quoted.replace("\"\"", "\""),
                None => it.to_lowercase(),
            }
        };
        Self::new(value.split(',').map(part))
    }

    /// Whether names without a schema mean the default one.
    pub fn is_default(&self) -> bool {
        self.schemas == [DEFAULT]
    }

    pub(super) fn schemas(&self) -> &[String] {
        &self.schemas
    }

    pub(super) fn holds(&self, schema: &str) -> bool {
        self.schemas.iter().any(|it| it == schema)
    }

    /// The same path behind a schema that comes first.
    pub(super) fn behind(&self, schema: &str) -> Self {
        let rest = self.schemas.iter().filter(|it| *it != schema).cloned();
        Self { schemas: std::iter::once(schema.to_owned()).chain(rest).collect() }
    }

    /// The schema in which objects are made where none is said: the first that is there.
    pub(super) fn creation(&self, catalog: &Catalog) -> Option<&str> {
        let is_there =
            |it: &&String| *it == OF_SESSION || catalog.has(&ObjectRef::Schema((*it).clone()));
        self.schemas.iter().find(is_there).map(String::as_str)
    }
}

impl std::fmt::Display for SearchPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.schemas.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_folds_what_is_not_quoted() {
        let path = SearchPath::of_setting(r#"App, "App", "$user", pg_catalog"#);
        assert_eq!(path.schemas(), ["app", "App"]);
        assert!(SearchPath::of_setting("").schemas().is_empty());
    }

    #[test]
    fn new_objects_go_to_the_first_schema_that_is_there() {
        let mut catalog = Catalog::default();
        let path = SearchPath::of_setting("app, public");
        assert_eq!(path.creation(&catalog), Some("public"));
        catalog.schemas.insert("app".to_owned());
        assert_eq!(path.creation(&catalog), Some("app"));
    }
}
