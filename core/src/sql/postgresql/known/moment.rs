//! Days and times in a block, as partitions are made of: `start + interval '1 month'`,
//! `to_char(start, 'YYYY_MM')`.

use super::super::super::ask::Cell;
use super::super::question::Token;
use crate::calendar::{civil, days, days_in_month};

const SECONDS_A_DAY: i64 = 86_400;

/// A day, or a time of it in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Seconds since the beginning of 1970.
    seconds: i64,
    kind: Kind,
}

/// The type of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Date,
    Timestamp,
    /// `timestamptz`: what it is as a text hangs on the session's time zone.
    Zoned,
}

/// A stretch of time, as `interval` holds it: how long a month or a day is hangs on which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    months: i64,
    days: i64,
    seconds: i64,
}

impl Moment {
    pub(super) fn date(year: i64, month: i64, day: i64) -> Option<Self> {
        let (year, month, day) = (i128::from(year), i128::from(month), i128::from(day));
        let fits = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        let seconds = i64::try_from(days(year, month, day)).ok()?.checked_mul(SECONDS_A_DAY)?;
        fits.then_some(Self { seconds, kind: Kind::Date })
    }

    /// `2024-01-31` and `2024-01-31 12:00:00`, as the type says.
    pub(super) fn read(text: &str, ty: &str) -> Option<Self> {
        let text = text.trim();
        let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
        let [year, month, day] = numbers(day, '-')?;
        let clock = if time.matches(':').count() == 1 { &format!("{time}:00") } else { time };
        let [hour, minute, second] = numbers(clock, ':')?;
        (hour < 24 && minute < 60 && second < 60).then_some(())?;
        let seconds = Self::date(year, month, day)?.seconds + hour * 3600 + minute * 60 + second;
        Self { seconds, kind: Kind::Timestamp }.to(ty)
    }

    /// The same moment as one of another type.
    pub(super) fn to(self, ty: &str) -> Option<Self> {
        Some(match ty {
            "date" => Self { seconds: self.start_of_day(), kind: Kind::Date },
            "timestamp" => Self { kind: Kind::Timestamp, ..self },
            "timestamptz" => Self { kind: Kind::Zoned, ..self },
            _ => return None,
        })
    }

    /// A day as the time with a zone that it becomes where times are asked for.
    pub(super) fn as_time(self) -> Self {
        let kind = if self.kind == Kind::Date { Kind::Zoned } else { self.kind };
        Self { kind, ..self }
    }

    /// A text that is compared with it, which then is of its type.
    pub(super) fn like(self, text: &str) -> Option<Self> {
        let ty = match self.kind {
            Kind::Date => "date",
            Kind::Timestamp => "timestamp",
            Kind::Zoned => return None,
        };
        Self::read(text, ty)
    }

    /// Which of two is the earlier one. Of days and times without a zone beside one with a zone it
    /// hangs on the session's.
    pub(super) fn compared(self, other: Self) -> Option<std::cmp::Ordering> {
        let is_zoned = |it: Self| it.kind == Kind::Zoned;
        (is_zoned(self) == is_zoned(other)).then(|| self.seconds.cmp(&other.seconds))
    }

    fn start_of_day(self) -> i64 {
        self.seconds - self.seconds.rem_euclid(SECONDS_A_DAY)
    }

    /// The year, the month and the day.
    fn day(self) -> (i128, i128, i128) {
        civil(i128::from(self.seconds.div_euclid(SECONDS_A_DAY)))
    }

    /// As the server writes it, if it writes it alike in every session.
    pub(in crate::sql) fn text(self) -> Option<String> {
        let pattern = match self.kind {
            Kind::Date => DAY,
            Kind::Timestamp => TIME,
            Kind::Zoned => return None,
        };
        self.formatted(pattern)
    }

    /// As an expression: `date '2024-01-31'`.
    pub(super) fn literal(self) -> Vec<Token> {
        let (ty, pattern) = match self.kind {
            Kind::Date => ("date", DAY),
            Kind::Timestamp => ("timestamp", TIME),
            Kind::Zoned => ("timestamptz", TIME),
        };
        let text = self.formatted(pattern).unwrap_or_default();
        vec![Token::Word(ty.to_owned()), Token::Text(text)]
    }

    /// `to_char(x, 'YYYY_MM')`; nothing for patterns that are not of numbers.
    pub(super) fn formatted(self, pattern: &str) -> Option<String> {
        let (year, month, day) = self.day();
        let of_day = self.seconds.rem_euclid(SECONDS_A_DAY);
        let mut res = String::new();
        let mut rest = pattern;
        while let Some(first) = rest.chars().next() {
            let known = PATTERNS
                .iter()
                .find(|it| rest.get(..it.len()).is_some_and(|own| own.eq_ignore_ascii_case(it)));
            let Some(known) = known else {
                if first.is_alphanumeric() || first == '"' {
                    return None;
                }
                res.push(first);
                rest = rest.get(first.len_utf8()..)?;
                continue;
            };
            res += &match *known {
                "YYYY" => format!("{year:04}"),
                "MM" => format!("{month:02}"),
                "DD" => format!("{day:02}"),
                "HH24" => format!("{:02}", of_day / 3600),
                "MI" => format!("{:02}", of_day / 60 % 60),
                "SS" => format!("{:02}", of_day % 60),
                _ => format!("{}", (month + 2) / 3),
            };
            rest = rest.get(known.len()..)?;
        }
        Some(res)
    }

    /// `date_trunc('month', x)`, which makes a day one with a time zone.
    pub(super) fn truncated(self, unit: &str) -> Option<Self> {
        let (year, month, day) = self.day();
        let (year, month, day) = match unit.to_ascii_lowercase().as_str() {
            "year" => (year, 1, 1),
            "quarter" => (year, (month - 1) / 3 * 3 + 1, 1),
            "month" => (year, month, 1),
            "day" => (year, month, day),
            _ => return None,
        };
        let seconds = i64::try_from(days(year, month, day)).ok()? * SECONDS_A_DAY;
        Some(Self { seconds, ..self.as_time() })
    }

    /// `extract(year FROM x)`.
    pub(super) fn part(self, unit: &str) -> Option<i64> {
        let (year, month, day) = self.day();
        i64::try_from(match unit.to_ascii_lowercase().as_str() {
            "year" => year,
            "month" => month,
            "day" => day,
            "quarter" => (month + 2) / 3,
            _ => return None,
        })
        .ok()
    }

    /// A day that is so many months off may not be there: then it is the month's last.
    pub(super) fn plus(self, by: Interval) -> Option<Self> {
        let (year, month, day) = self.day();
        let months = year * 12 + month - 1 + i128::from(by.months);
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let day = day.min(days_in_month(year, month));
        let day = i64::try_from(days(year, month, day)).ok()?.checked_add(by.days)?;
        let time = self.seconds.rem_euclid(SECONDS_A_DAY).checked_add(by.seconds)?;
        let kind = if self.kind == Kind::Date { Kind::Timestamp } else { self.kind };
        Some(Self { seconds: day.checked_mul(SECONDS_A_DAY)?.checked_add(time)?, kind })
    }
}

impl Interval {
    /// `1 month`, `1 year 2 days`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut res = Self { months: 0, days: 0, seconds: 0 };
        let mut words = text.split_whitespace();
        while let Some(count) = words.next() {
            let count: i64 = count.parse().ok()?;
            let unit = words.next()?.to_ascii_lowercase();
            let (_, by) = UNITS.iter().find(|it| it.0 == unit.trim_end_matches('s'))?;
            res = res.plus(by.times(count)?)?;
        }
        Some(res)
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            months: self.months.checked_add(other.months)?,
            days: self.days.checked_add(other.days)?,
            seconds: self.seconds.checked_add(other.seconds)?,
        })
    }

    fn times(self, count: i64) -> Option<Self> {
        Some(Self {
            months: self.months.checked_mul(count)?,
            days: self.days.checked_mul(count)?,
            seconds: self.seconds.checked_mul(count)?,
        })
    }
}

/// The sum of two values, one of which is a moment or an interval.
pub(super) fn sum(left: &Cell, right: &Cell) -> Option<Cell> {
    Some(match (left, right) {
        (Cell::Moment(it), Cell::Interval(by)) | (Cell::Interval(by), Cell::Moment(it)) => {
            Cell::Moment(it.plus(*by)?)
        }
        (Cell::Interval(one), Cell::Interval(other)) => Cell::Interval(one.plus(*other)?),
        (Cell::Moment(it), Cell::Int(count)) if it.kind == Kind::Date => {
            let seconds = count.checked_mul(SECONDS_A_DAY)?.checked_add(it.seconds)?;
            Cell::Moment(Moment { seconds, ..*it })
        }
        _ => return None,
    })
}

/// The difference of two such values.
pub(super) fn difference(left: &Cell, right: &Cell) -> Option<Cell> {
    match (left, right) {
        (Cell::Moment(left), Cell::Moment(right))
            if [left, right].iter().all(|it| it.kind == Kind::Date) =>
        {
            Some(Cell::Int((left.seconds - right.seconds) / SECONDS_A_DAY))
        }
        (_, Cell::Interval(by)) => sum(left, &Cell::Interval(by.times(-1)?)),
        (_, Cell::Int(count)) => sum(left, &Cell::Int(count.checked_neg()?)),
        _ => None,
    }
}

/// The product of a number and an interval.
pub(super) fn product(left: &Cell, right: &Cell) -> Option<Cell> {
    match (left, right) {
        (Cell::Int(count), Cell::Interval(it)) | (Cell::Interval(it), Cell::Int(count)) => {
            it.times(*count).map(Cell::Interval)
        }
        (Cell::Int(left), Cell::Int(right)) => left.checked_mul(*right).map(Cell::Int),
        _ => None,
    }
}

/// What `to_char` knows here, the longer ones first.
const PATTERNS: &[&str] = &["YYYY", "HH24", "MM", "DD", "MI", "SS", "Q"];

const DAY: &str = "YYYY-MM-DD";
const TIME: &str = "YYYY-MM-DD HH24:MI:SS";

const NOTHING: Interval = Interval { months: 0, days: 0, seconds: 0 };

/// Units of intervals, each without its plural.
const UNITS: &[(&str, Interval)] = &[
    ("year", Interval { months: 12, ..NOTHING }),
    ("month", Interval { months: 1, ..NOTHING }),
    ("mon", Interval { months: 1, ..NOTHING }),
    ("week", Interval { days: 7, ..NOTHING }),
    ("day", Interval { days: 1, ..NOTHING }),
    ("hour", Interval { seconds: 3600, ..NOTHING }),
    ("minute", Interval { seconds: 60, ..NOTHING }),
    ("second", Interval { seconds: 1, ..NOTHING }),
];

/// Three numbers between separators.
fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let parts = text
        .split(separator)
        .map(|it| it.parse().ok().filter(|_| it.bytes().all(|it| it.is_ascii_digit())));
    parts.collect::<Option<Vec<i64>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: &str, by: &str, expected: &str) {
        let start = Cell::Moment(Moment::read(start, "date").expect("a day"));
        let by = Cell::Interval(Interval::read(by).expect("an interval"));
        let Some(Cell::Moment(it)) = sum(&start, &by) else { panic!("no sum") };
        assert_eq!(it.text().as_deref(), Some(expected));
    }

    #[test]
    fn months_are_as_long_as_they_are() {
        check("2024-01-31", "1 month", "2024-02-29 00:00:00");
        check("2023-12-01", "1 year 2 days", "2024-12-03 00:00:00");
        check("2024-03-01", "-1 day", "2024-02-29 00:00:00");
    }

    #[test]
    fn patterns_of_numbers_are_filled_in() {
        let it = Moment::read("2024-05-07 08:09", "timestamp").expect("a moment");
        assert_eq!(it.formatted("YYYY_MM-DD HH24:MI").as_deref(), Some("2024_05-07 08:09"));
        assert_eq!((it.formatted("Month"), it.formatted("yyyymm")), (None, Some("202405".into())));
        assert_eq!(
            it.truncated("quarter").and_then(Moment::text).as_deref(),
            Some("2024-04-01 00:00:00")
        );
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["2024-02-30", "now", "2024-1", "24:00", "2024-01-01 25:00"] {
            assert_eq!(Moment::read(text, "date"), None, "{text}");
        }
    }
}
