//! Versions of the PostgreSQL server: what differs between them asks these.

use std::fmt;

/// A major version of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Server(u8);

impl Server {
    /// Every version that we know, the oldest first.
    pub const ALL: [Self; 6] = [Self(13), Self(14), Self(15), Self(16), Self(17), Self(18)];
    pub const NEWEST: Self = Self(18);

    /// The version of this number.
    pub fn named(number: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.to_string() == number)
    }

    /// Its number.
    pub fn major(self) -> u8 {
        self.0
    }

    /// Whether it has what came with a version.
    pub fn has(self, since: u8) -> bool {
        self.0 >= since
    }
}

impl Default for Server {
    fn default() -> Self {
        Self::NEWEST
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
