//! Writes the options that stand behind the columns of a table.

use super::{Dialect, OptionOrder};

impl Dialect {
    /// The options behind the closing parenthesis, in the order of the dialect.
    pub fn table_options(&self, mut options: Vec<String>) -> String {
        if options.is_empty() {
            return String::new();
        }
        if self.option_order == OptionOrder::PartitionsLast {
            let has_charset =
                options.iter().any(|it| CHARSETS.iter().any(|set| it.starts_with(set)));
            options.sort_by_key(|it| match it.split(' ').next() {
                Some("COLLATE") if has_charset => 1,
                Some("PARTITION") => 2,
                Some("PARTITIONS") => 3,
                Some("SUBPARTITION") => 4,
                Some("SUBPARTITIONS") => 5,
                _ => 0,
            });
        }
        format!("{}{}", self.first_table_option, options.join(self.table_option))
    }
}

/// Options that name a character set.
const CHARSETS: &[&str] =
    &["DEFAULT CHARSET=", "DEFAULT CHARACTER SET ", "CHARSET=", "CHARACTER SET "];
