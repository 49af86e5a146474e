//! Roles: they belong to the whole server, so that most are there before the first revision.

use super::{Catalog, EVERYBODY, Server};

/// What is known of a role that a revision speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleState {
    Made,
    /// A statement needs it, and none makes it.
    Assumed,
    Dropped,
}

/// The words that stand for the role that runs a statement, and for all roles.
const OF_SESSION: &[&str] = &["CURRENT_USER", "SESSION_USER", EVERYBODY];

/// How the names begin that the server keeps to itself.
const RESERVED: &str = "pg_";

/// The roles that every server has, with the version that brought them.
///
/// PostgreSQL 18, <https://www.postgresql.org/docs/18/predefined-roles.html>.
const BUILT_IN: &[(&str, u8)] = &[
    ("pg_checkpoint", 15),
    ("pg_create_subscription", 16),
    ("pg_database_owner", 14),
    ("pg_execute_server_program", 0),
    ("pg_maintain", 17),
    ("pg_monitor", 0),
    ("pg_read_all_data", 14),
    ("pg_read_all_settings", 0),
    ("pg_read_all_stats", 0),
    ("pg_read_server_files", 0),
    ("pg_signal_autovacuum_worker", 18),
    ("pg_signal_backend", 0),
    ("pg_stat_scan_tables", 0),
    ("pg_use_reserved_connections", 16),
    ("pg_write_all_data", 14),
    ("pg_write_server_files", 0),
];

impl Catalog {
    /// Whether a role is there: nothing if no statement tells. The name is as SQL says it.
    pub fn has_role(&self, role: &str) -> Option<bool> {
        if OF_SESSION.contains(&role) {
            return Some(true);
        }
        if role.trim_matches('"').starts_with(RESERVED) {
            return Some(is_built_in(role, self.server));
        }
        self.roles.get(role).map(|it| *it != RoleState::Dropped)
    }
}

fn is_built_in(role: &str, server: Server) -> bool {
    BUILT_IN.iter().any(|(name, since)| *name == role && server.has(*since))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_server_are_those_of_its_version() {
        let of = |server| Catalog { server, ..Catalog::default() };
        let (old, new) = (of(Server::ALL[0]), of(Server::NEWEST));
        assert_eq!(old.has_role("pg_maintain"), Some(false));
        assert_eq!(new.has_role("pg_maintain"), Some(true));
        assert_eq!((new.has_role("PUBLIC"), new.has_role("app")), (Some(true), None));
    }
}
