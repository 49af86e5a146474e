//! What may stand in parentheses behind a built-in type: `varchar(50)`, and never `uuid(50)`.
//!
//! PostgreSQL 18, <https://www.postgresql.org/docs/18/datatype.html>; each bound is the server's own.

use super::server::Server;
use super::types::{Parts, SqlType};

/// The greatest length of a text, and of a string of bits.
const CHARACTERS: i64 = 10_485_760;
const BITS: i64 = 83_886_080;

impl SqlType {
    /// Why PostgreSQL refuses what stands in parentheses behind a built-in type, if it does.
    pub fn refused_modifiers(&self, server: Server) -> Option<&'static str> {
        let parts = Parts::of(&self.spelling);
        if self.named.is_some() || parts.arguments.is_empty() || !self.is_builtin() {
            return None;
        }
        let name = parts.row().map_or(parts.words.as_str(), |it| it.canonical);
        // Only those that are no words of SQL itself take a number in quotes.
        let number = |it: &String| match name {
            "numeric" => it.trim_matches('\'').parse().ok(),
            _ => it.parse().ok(),
        };
        let numbers: Option<Vec<i64>> = parts.arguments.iter().map(number).collect();
        let numbers = numbers.unwrap_or_default();
        let is_one_of = |most: i64| matches!(*numbers, [it] if (1..=most).contains(&it));
        if parts.words == "float" {
            return (!is_one_of(53)).then_some("its precision must be one number from 1 to 53");
        }
        match name.split(' ').next().unwrap_or_default() {
            "character" | "bpchar" if is_one_of(CHARACTERS) => None,
            "character" | "bpchar" => Some("its length must be one number from 1 to 10485760"),
            "bit" if is_one_of(BITS) => None,
            "bit" => Some("its length must be one number from 1 to 83886080"),
            "numeric" => refused_precision(&numbers, server),
            // A precision beyond 6 is made 6.
            "time" | "timestamp" | "interval" if matches!(*numbers, [it] if it >= 0) => None,
            "time" | "timestamp" | "interval" => Some("its precision must be one number"),
            _ => Some("its type takes no length"),
        }
    }
}

/// A precision, and a scale, which was within it until 15.
fn refused_precision(numbers: &[i64], server: Server) -> Option<&'static str> {
    let (precision, scale) = match *numbers {
        [precision] => (precision, 0),
        [precision, scale] => (precision, scale),
        _ => return Some("it takes a precision and a scale, both numbers"),
    };
    if !(1..=1000).contains(&precision) {
        return Some("its precision must be from 1 to 1000");
    }
    let is_old = !server.has(15);
    if is_old && !(0..=precision).contains(&scale) {
        return Some("its scale must be from 0 to its precision until version 15");
    }
    (!(-1000..=1000).contains(&scale)).then_some("its scale must be from -1000 to 1000")
}
