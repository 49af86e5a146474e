//! Dates and times as text, both ways.

use super::calendar::{Moment, days_in_month};

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
    let mut moment = Moment { year: 1900, month: 1, day: 1, micros: 0 };
    let (mut hour, mut minute, mut second, mut micros) = (0, 0, 0, 0);
    let mut zone = None;
    let mut is_afternoon = None;
    let mut rest = text;
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        if char != '%' {
            if char.is_whitespace() {
                rest = rest.trim_start();
            } else {
                rest = rest.strip_prefix(char)?;
            }
            continue;
        }
        let mut number = |most: usize| {
            let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
            let digits = rest.get(..length)?;
            rest = rest.get(length..)?;
            digits.parse::<i128>().ok().map(|it| (it, length))
        };
        match chars.next()? {
            'Y' => moment.year = number(4)?.0,
            'y' => {
                let year = number(2)?.0;
                moment.year = if year < 69 { 2000 + year } else { 1900 + year };
            }
            'm' => moment.month = number(2)?.0,
            'd' => moment.day = number(2)?.0,
            'H' | 'I' => hour = number(2)?.0,
            'M' => minute = number(2)?.0,
            'S' => second = number(2)?.0,
            'f' => {
                let (value, length) = number(6)?;
                micros = value * 10_i128.pow(u32::try_from(6 - length).ok()?);
            }
            'p' => {
                is_afternoon = Some(rest.get(..2)?.eq_ignore_ascii_case("pm"));
                rest = rest.get(2..)?;
            }
            'b' | 'B' => {
                let at = MONTHS.iter().position(|it| {
                    it.get(..3)
                        .is_some_and(|it| rest.get(..3).is_some_and(|r| r.eq_ignore_ascii_case(it)))
                })?;
                moment.month = at as i128 + 1;
                rest = rest.trim_start_matches(char::is_alphabetic);
            }
            'z' => {
                let (offset, tail) = read_offset(rest)?;
                zone = Some(offset);
                rest = tail;
            }
            '%' => rest = rest.strip_prefix('%')?,
            _ => return None,
        }
    }
    if let Some(is_afternoon) = is_afternoon {
        hour = hour % 12 + if is_afternoon { 12 } else { 0 };
    }
    moment.micros = ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros;
    (rest.is_empty() && is_valid(moment) && hour < 24 && minute < 60 && second < 60)
        .then_some((moment, zone))
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
