//! golang-migrate: pairs of `.up.sql` and `.down.sql` files, and what others keep the same way.

use super::{Evidence, Format, Holds, Location, Reading, Running, paired, sql};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};

pub(super) static FORMAT: Format = Format {
    name: "golang-migrate",
    title: "golang-migrate",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Message,
        holds: Holds::Migration,
        unless: "`x-multi-statement=true` in the database's address",
        page: "golang-migrate, database/postgres README, Multi-statement mode",
    },
    claims: paired::claims,
    at: Location::named,
    read,
};

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let migrations = paired::migrations(reading, |_| FORMAT.running.around, report);
    sql::line(reading.project, migrations, report)
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn pairs_follow_each_other_by_number() {
        check(
            &[
                ("m/9_a.up.sql", "CREATE TABLE a ();"),
                ("m/9_a.down.sql", "DROP TABLE a;"),
                ("m/10_b.up.sql", "CREATE TABLE b ();"),
            ],
            "golang-migrate",
            "m",
            &[
                ("9", "a", "CREATE TABLE a ();", "DROP TABLE a;"),
                ("10", "b", "CREATE TABLE b ();", ""),
            ],
        );
    }

    #[test]
    fn the_variant_for_postgresql_stands_in_for_the_generic_file() {
        check(
            &[
                ("m/1_a.up.sql", "generic"),
                ("m/1_a.mysql.up.sql", "mysql"),
                ("m/1_a.postgres.up.sql", "postgres"),
            ],
            "golang-migrate",
            "m",
            &[("1", "a", "postgres", "")],
        );
    }
}
