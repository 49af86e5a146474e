//! Writes `CREATE INDEX`.

use super::{Dialect, IndexSchema, problem};
use crate::catalog::{Index, IndexKey};
use crate::diagnostic::Problem;
use crate::name::Name;

impl Dialect {
    /// The statement that makes an index; `words` stand before its name: `CONCURRENTLY`,
    /// `IF NOT EXISTS`.
    ///
    /// # Errors
    /// If the dialect has no such index.
    pub fn create_index(
        &self,
        table: &Name,
        index: &Index,
        words: &[&str],
    ) -> Result<String, Problem> {
        if index.predicate.is_some() && !self.partial_indexes {
            return Err(problem::not_in_dialect("partial indexes", self.name));
        }
        let mut sql = String::from("CREATE ");
        if index.unique {
            sql += "UNIQUE ";
        }
        if let Some(prefix) = &index.prefix {
            sql += &format!("{prefix} ");
        }
        sql += "INDEX ";
        for word in words {
            sql += &format!("{word} ");
        }
        let (name, table) = self.index_and_table(table, index);
        let only = if index.only { "ONLY " } else { "" };
        sql += &format!("{name}ON {only}{table} ");
        if let Some(method) = &index.method
            && self.index_options
        {
            sql += &format!("USING {} ", method.to_lowercase());
        }
        let keys = index.keys.iter().map(|it| self.index_key(it)).collect::<Vec<_>>();
        sql += &format!("({})", keys.join(", "));
        sql += &self.index_tail(index);
        Ok(sql)
    }

    /// One key of an index: `email text_pattern_ops DESC`.
    pub fn index_key(&self, key: &IndexKey) -> String {
        let mut sql = if key.is_expression { key.what.clone() } else { self.quote_name(&key.what) };
        if let Some(length) = key.length {
            sql += &format!("({length})");
        }
        if let Some(collation) = &key.collation {
            sql += &format!(" COLLATE {}", self.collation(collation));
        }
        for word in [&key.operator_class, &key.order].into_iter().flatten() {
            sql += &format!(" {word}");
        }
        sql
    }

    /// The index and its table, with the schema where the dialect wants it.
    fn index_and_table(&self, table: &Name, index: &Index) -> (String, String) {
        let Some(name) = &index.name else { return (String::new(), self.quote(table)) };
        match self.index_schema {
            IndexSchema::OnBoth => {
                let name = self.quote(&table.renamed(&**name));
                (format!("{name} "), self.quote_name(&table.name))
            }
            IndexSchema::OnDrop | IndexSchema::OnTable => {
                (format!("{} ", self.quote_name(name)), self.quote(table))
            }
        }
    }

    fn index_tail(&self, index: &Index) -> String {
        let mut sql = String::new();
        if self.index_options {
            sql += &self.include(&index.include);
            sql += match index.nulls_not_distinct {
                Some(true) => " NULLS NOT DISTINCT",
                Some(false) => " NULLS DISTINCT",
                None => "",
            };
            if !index.with.is_empty() {
                let pairs = index.with.iter().map(|(name, value)| format!("{name} = {value}"));
                sql += &format!(" WITH ({})", pairs.collect::<Vec<_>>().join(", "));
            }
            if let Some(tablespace) = &index.tablespace {
                sql += &format!(" TABLESPACE {}", self.quote_name(tablespace));
            }
        } else {
            for (name, value) in &index.with {
                sql += &format!(" WITH {name} {value}");
            }
            if let Some(method) = &index.method {
                sql += &format!(" USING {}", self.quote_name(method));
            }
        }
        if let Some(predicate) = &index.predicate {
            sql += &format!(" WHERE {predicate}");
        }
        sql
    }
}
