//! `CREATE VIEW` and `CREATE MATERIALIZED VIEW`.

use crate::catalog::View;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateView {
    pub view: View,
    pub replace: bool,
    pub if_not_exists: bool,
}
