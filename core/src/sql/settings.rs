//! Settings that the server knows.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::catalog::Server;

/// The settings of version 15, and those before it that later ones took away.
static KNOWN: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("settings.txt").split_whitespace().collect());

/// The settings of all versions that no session can change: they are the server's, or are set once
/// as the session begins.
static OF_SERVER: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("settings_of_server.txt").split_whitespace().collect());

/// Settings that a session has and no list shows.
const HIDDEN: &[&str] =
    &["default_with_oids", "role", "seed", "session_authorization", "ssl_renegotiation_limit"];

/// Settings that are there for old dumps alone, with the beginnings of what they do not take any
/// more.
const LEFT_OVER: &[(&str, &[&str])] = &[("default_with_oids", &["t", "y", "on", "1"])];

/// Settings that came after version 15.
#[rustfmt::skip]
const LATER: &[(u8, &[&str])] = &[
    (16, &["createrole_self_grant", "debug_parallel_query", "enable_presorted_aggregate", "gss_accept_delegation",
           "icu_validation_level", "max_parallel_apply_workers_per_subscription", "reserved_connections", "scram_iterations",
           "send_abort_for_crash", "send_abort_for_kill", "vacuum_buffer_usage_limit"]),
    (17, &["allow_alter_system", "commit_timestamp_buffers", "debug_logical_replication_streaming", "enable_group_by_reordering",
           "event_triggers", "huge_pages_status", "io_combine_limit", "max_notify_queue_pages", "restrict_nonsystem_relation_kind",
           "summarize_wal", "sync_replication_slots", "synchronized_standby_slots", "trace_connection_negotiation",
           "transaction_timeout", "wal_summary_keep_time"]),
    (18, &["autovacuum_vacuum_max_threshold", "autovacuum_worker_slots", "enable_distinct_reordering", "enable_self_join_elimination",
           "extension_control_path", "file_copy_method", "idle_replication_slot_timeout", "io_max_combine_limit",
           "io_max_concurrency", "io_method", "io_workers", "log_lock_failures", "max_active_replication_origins",
           "md5_password_warnings", "oauth_validator_libraries", "ssl_groups", "track_cost_delay_timing",
           "vacuum_max_eager_freeze_failure_rate", "vacuum_truncate"]),
];

/// Whether the server has a setting of this name. Those with a point are anybody's.
pub(super) fn is_known(name: &str, server: Server) -> bool {
    let name = name.to_ascii_lowercase();
    let is_later = || {
        let had = LATER.iter().filter(|(since, _)| server.has(*since));
        had.into_iter().any(|(_, names)| names.contains(&&*name))
    };
    is_anybodys(&name) || KNOWN.contains(&*name) || HIDDEN.contains(&&*name) || is_later()
}

/// Whether a name is of words with points between them, as those of extensions and applications are.
fn is_anybodys(name: &str) -> bool {
    let is_letter = |it: char| it.is_ascii_alphabetic() || it == '_' || !it.is_ascii();
    let is_word = |word: &str| {
        word.starts_with(is_letter)
            && word.chars().all(|it| is_letter(it) || it.is_ascii_digit() || it == '$')
    };
    name.contains('.') && name.split('.').all(is_word)
}

/// Whether a session cannot change a setting.
pub(super) fn is_of_server(name: &str) -> bool {
    OF_SERVER.contains(&*name.to_ascii_lowercase())
}

/// Whether a setting is there for old dumps alone, and this is no value that it still takes.
pub(super) fn is_past(name: &str, value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    LEFT_OVER.iter().any(|(it, gone)| *it == name && gone.iter().any(|it| value.starts_with(it)))
}

/// Whether a text is none that a setting of time takes: a number, and perhaps a unit.
pub(super) fn is_no_time(text: &str) -> bool {
    let text = text.trim();
    let number = text.trim_start_matches(['-', '+']);
    let unit = number.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.').trim();
    let has_number = number.starts_with(|it: char| it.is_ascii_digit());
    !has_number || !["", "us", "ms", "s", "min", "h", "d"].contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_sets_only_what_is_its_own() {
        assert!(is_of_server("Max_Connections") && is_of_server("server_version"));
        assert!(!is_of_server("lock_timeout") && !is_of_server("role"));
    }

    #[test]
    fn a_name_of_ones_own_is_of_whole_words() {
        let is_known = |name| is_known(name, Server::default());
        assert!(is_known("app.user_id") && is_known("my.app.x$1"));
        assert!(!is_known("my.") && !is_known("app.1st") && !is_known("a..b"));
    }

    #[test]
    fn a_setting_came_with_a_version() {
        let server = Server::default();
        assert!(is_known("lock_timeout", server) && is_known("app.user", server));
        assert!(!is_known("no_such_setting", server));
    }

    #[test]
    fn a_time_is_a_number_with_a_unit() {
        assert!(!is_no_time("5s") && !is_no_time("0") && !is_no_time(" 1.5 min "));
        assert!(is_no_time("soon") && is_no_time("5 weeks"));
    }
}
