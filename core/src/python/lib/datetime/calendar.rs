//! Days of the Gregorian calendar, counted and named.

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

/// Days since 1970-01-01. Years are counted from March, so that the leap day comes last.
pub fn days(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let from_march = (month + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil(days: i128) -> (i128, i128, i128) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year + era * 400 + i128::from(month <= 2), month, day)
}

pub fn days_in_month(year: i128, month: i128) -> i128 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, days};

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
