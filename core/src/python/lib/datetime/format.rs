//! Dates and times as text, both ways.

use super::calendar::Moment;
use crate::calendar::days_in_month;

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A UTC offset: `+02:00`.
pub fn offset(micros: i128) -> String {
    let sign = if micros < 0 { '-' } else { '+' };
    let minutes = micros.abs() / 60_000_000;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The day: `2024-05-06`.
pub fn date(moment: Moment) -> String {
    format!("{:04}-{:02}-{:02}", moment.year, moment.month, moment.day)
}

/// The time of day: `07:08:09`, with microseconds if there are any.
pub fn time(moment: Moment) -> String {
    let clock = format!("{:02}:{:02}:{:02}", moment.hour(), moment.minute(), moment.second());
    match moment.microsecond() {
        0 => clock,
        micros => format!("{clock}.{micros:06}"),
    }
}

/// `strftime`.
pub fn strftime(moment: Moment, zone: Option<i128>, format: &str) -> String {
    let mut text = String::new();
    let mut chars = format.chars();
    let name = |names: &[&'static str], at: i128| -> &'static str {
        usize::try_from(at).ok().and_then(|at| names.get(at).copied()).unwrap_or_default()
    };
    while let Some(char) = chars.next() {
        if char != '%' {
            text.push(char);
            continue;
        }
        let weekday = name(&WEEKDAYS, moment.weekday());
        let month = name(&MONTHS, moment.month - 1);
        let twelve = (moment.hour() + 11) % 12 + 1;
        text.push_str(&match chars.next() {
            Some('Y') => format!("{:04}", moment.year),
            Some('y') => format!("{:02}", moment.year % 100),
            Some('m') => format!("{:02}", moment.month),
            Some('d') => format!("{:02}", moment.day),
            Some('H') => format!("{:02}", moment.hour()),
            Some('I') => format!("{twelve:02}"),
            Some('M') => format!("{:02}", moment.minute()),
            Some('S') => format!("{:02}", moment.second()),
            Some('f') => format!("{:06}", moment.microsecond()),
            Some('p') => (if moment.hour() < 12 { "AM" } else { "PM" }).to_owned(),
            Some('j') => format!("{:03}", moment.day_of_year()),
            Some('A') => weekday.to_owned(),
            Some('a') => weekday.get(..3).unwrap_or_default().to_owned(),
            Some('B') => month.to_owned(),
            Some('b') => month.get(..3).unwrap_or_default().to_owned(),
            Some('z') => zone.map(|it| offset(it).replace(':', "")).unwrap_or_default(),
            Some('Z') => (if zone == Some(0) { "UTC" } else { "" }).to_owned(),
            Some('F') => date(moment),
            Some('T') => {
                format!("{:02}:{:02}:{:02}", moment.hour(), moment.minute(), moment.second())
            }
            Some('%') => "%".to_owned(),
            Some(other) => format!("%{other}"),
            None => "%".to_owned(),
        });
    }
    text
}

/// `strptime`: a moment and its UTC offset, if the text fits the format.
pub fn strptime(text: &str, format: &str) -> Option<(Moment, Option<i128>)> {
    let mut reading = Reading::of(text);
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        if char == '%' {
            reading.directive(chars.next()?)?;
        } else if char.is_whitespace() {
            reading.rest = reading.rest.trim_start();
        } else {
            reading.rest = reading.rest.strip_prefix(char)?;
        }
    }
    reading.moment()
}

/// How far `strptime` is, and what it knows by then.
struct Reading<'a> {
    rest: &'a str,
    day: Moment,
    hour: i128,
    minute: i128,
    second: i128,
    micros: i128,
    is_afternoon: Option<bool>,
    zone: Option<i128>,
}

impl<'a> Reading<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            rest: text,
            day: Moment { year: 1900, month: 1, day: 1, micros: 0 },
            hour: 0,
            minute: 0,
            second: 0,
            micros: 0,
            is_afternoon: None,
            zone: None,
        }
    }

    /// Reads what a directive stands for, `%Y` or another.
    fn directive(&mut self, kind: char) -> Option<()> {
        match kind {
            'Y' => self.day.year = self.number(4)?,
            'y' => {
                let year = self.number(2)?;
                self.day.year = if year < 69 { 2000 + year } else { 1900 + year };
            }
            'm' => self.day.month = self.number(2)?,
            'd' => self.day.day = self.number(2)?,
            'H' | 'I' => self.hour = self.number(2)?,
            'M' => self.minute = self.number(2)?,
            'S' => self.second = self.number(2)?,
            'f' => {
                let length = self.rest.len();
                let value = self.number(6)?;
                let digits = u32::try_from(length - self.rest.len()).ok()?;
                self.micros = value * 10_i128.pow(6 - digits);
            }
            'p' => {
                self.is_afternoon = Some(self.rest.get(..2)?.eq_ignore_ascii_case("pm"));
                self.rest = self.rest.get(2..)?;
            }
            'b' | 'B' => {
                let short = self.rest.get(..3)?;
                let is_it =
                    |it: &&str| it.get(..3).is_some_and(|it| it.eq_ignore_ascii_case(short));
                self.day.month = MONTHS.iter().position(is_it)? as i128 + 1;
                self.rest = self.rest.trim_start_matches(char::is_alphabetic);
            }
            'z' => {
                let (offset, tail) = read_offset(self.rest)?;
                self.zone = Some(offset);
                self.rest = tail;
            }
            '%' => self.rest = self.rest.strip_prefix('%')?,
            _ => return None,
        }
        Some(())
    }

    /// A number of this many digits at the most.
    fn number(&mut self, most: usize) -> Option<i128> {
        let length = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        digits.parse().ok()
    }

    /// What was read, if nothing is left and the calendar and the clock have it.
    fn moment(mut self) -> Option<(Moment, Option<i128>)> {
        if let Some(is_afternoon) = self.is_afternoon {
            self.hour = self.hour % 12 + if is_afternoon { 12 } else { 0 };
        }
        let is_time = self.hour < 24 && self.minute < 60 && self.second < 60;
        let seconds = (self.hour * 60 + self.minute) * 60 + self.second;
        let moment = Moment { micros: seconds * 1_000_000 + self.micros, ..self.day };
        (self.rest.is_empty() && is_valid(moment) && is_time).then_some((moment, self.zone))
    }
}

/// Whether the calendar has such a day.
pub fn is_valid(moment: Moment) -> bool {
    (1..=9999).contains(&moment.year)
        && (1..=12).contains(&moment.month)
        && (1..=days_in_month(moment.year, moment.month)).contains(&moment.day)
}

/// `fromisoformat`.
pub fn parse_iso(text: &str) -> Option<(Moment, Option<i128>)> {
    let (day, rest) = text.split_at_checked(10)?;
    let (moment, _) = strptime(day, "%Y-%m-%d")?;
    if rest.is_empty() {
        return Some((moment, None));
    }
    let (micros, zone) = parse_time(rest.get(1..)?)?;
    Some((Moment { micros, ..moment }, zone))
}

/// A time of day in ISO 8601, in microseconds since midnight, and its UTC offset.
pub fn parse_time(text: &str) -> Option<(i128, Option<i128>)> {
    let end = text.find(['+', '-', 'Z']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(end)?;
    let zone = match zone {
        "" => None,
        zone => Some(read_offset(zone).filter(|(_, rest)| rest.is_empty())?.0),
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let format = match clock.matches(':').count() {
        0 => "%H",
        1 => "%H:%M",
        _ => "%H:%M:%S",
    };
    let (moment, _) = strptime(&format!("1900 {clock}"), &format!("%Y {format}"))?;
    let fraction = match fraction {
        "" => 0,
        digits => format!("{digits:0<6}").get(..6)?.parse::<i128>().ok()?,
    };
    Some((moment.micros + fraction, zone))
}

fn read_offset(text: &str) -> Option<(i128, &str)> {
    if let Some(rest) = text.strip_prefix('Z') {
        return Some((0, rest));
    }
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let hours: i128 = text.get(1..3)?.parse().ok()?;
    let rest = text.get(3..)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes: i128 = rest.get(..2).map_or(Some(0), |it| it.parse().ok())?;
    Some((sign * (hours * 60 + minutes) * 60_000_000, rest.get(2..).unwrap_or_default()))
}
