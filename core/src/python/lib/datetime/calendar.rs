//! Moments, counted and named.

use crate::calendar::{civil, days};

/// Microseconds of a day.
pub const DAY: i128 = 86_400_000_000;

/// A moment without a time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub year: i128,
    pub month: i128,
    pub day: i128,
    /// Since midnight.
    pub micros: i128,
}

impl Moment {
    /// Microseconds since 1970-01-01T00:00.
    pub fn since_epoch(self) -> i128 {
        days(self.year, self.month, self.day) * DAY + self.micros
    }

    pub fn from_epoch(micros: i128) -> Self {
        let (year, month, day) = civil(micros.div_euclid(DAY));
        Self { year, month, day, micros: micros.rem_euclid(DAY) }
    }

    pub fn hour(self) -> i128 {
        self.micros / 3_600_000_000
    }

    pub fn minute(self) -> i128 {
        self.micros / 60_000_000 % 60
    }

    pub fn second(self) -> i128 {
        self.micros / 1_000_000 % 60
    }

    pub fn microsecond(self) -> i128 {
        self.micros % 1_000_000
    }

    /// Monday is 0.
    pub fn weekday(self) -> i128 {
        (days(self.year, self.month, self.day) + 3).rem_euclid(7)
    }

    pub fn day_of_year(self) -> i128 {
        days(self.year, self.month, self.day) - days(self.year, 1, 1) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;
    use crate::calendar::days;

    #[test]
    fn days_are_counted_and_named_alike() {
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(2000, 3, 1), 11_017);
        for day in (-800_000_i128..800_000).step_by(997) {
            let moment = Moment::from_epoch(day * super::DAY);
            assert_eq!(days(moment.year, moment.month, moment.day), day);
        }
    }
}
