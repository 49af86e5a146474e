//! Names of database objects, as the catalog compares them.

use std::fmt;

/// The name of a table, type, view or other object, with its schema.
///
/// Parts are held as the database stores them: unquoted SQL is folded before it gets here,
/// quoted SQL and Python strings arrive to the letter. No schema means the default one
/// (`public` on PostgreSQL), and `public` written out is the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    pub schema: Option<String>,
    pub name: String,
}

impl Name {
    pub fn new(schema: Option<impl Into<String>>, name: impl Into<String>) -> Self {
        // An empty text is how scripts say that they mean no schema.
        let schema = schema.map(Into::into).filter(|it| !it.is_empty());
        Self { schema, name: name.into() }
    }

    /// A name in the default schema.
    pub fn plain(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// The same object under another name in the same schema.
    #[must_use]
    pub fn renamed(&self, name: impl Into<String>) -> Self {
        Self { schema: self.schema.clone(), name: name.into() }
    }

    /// Whether it stands in this schema.
    pub fn is_in(&self, schema: &str) -> bool {
        self.key() == Self::new(Some(schema), &*self.name).key()
    }

    /// The name under which the catalog keeps it: the default schema is never spelled out.
    #[must_use]
    pub fn key(&self) -> Self {
        let schema = self.schema.as_deref().filter(|it| *it != "public");
        Self::new(schema, &*self.name)
    }
}

/// As people say it: `users`, `audit.log`. Not quoted for SQL.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(&self.name)
    }
}
