//! What is in the project's folders: `glob`, `fnmatch`, and what `os` and paths ask of folders.

use super::os::{joined, normal, path_like, text_of};
use crate::project::SOURCES;
use crate::python::args::Args;
use crate::python::class::{Library, Native};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// `glob`.
pub const GLOB: Library = Library {
    name: "glob",
    functions: &[
        Native::new("glob", "pathname, *, root_dir=None, recursive=False, **kw", globbed),
        Native::new("iglob", "pathname, *, root_dir=None, recursive=False, **kw", globbed),
    ],
    ..Library::EMPTY
};

/// `fnmatch`.
pub const FNMATCH: Library = Library {
    name: "fnmatch",
    functions: &[
        Native::new("fnmatch", "name, pat", is_match),
        Native::new("fnmatchcase", "name, pat", is_match),
        Native::new("filter", "names, pat", |vm, args| {
            if let Some(unknown) = args.unknown() {
                return Ok(unknown);
            }
            let pattern = letters(args.str("pat").unwrap_or_default());
            let mut names = vm.iterate(args.get("names"))?;
            names.retain(|it| it.as_str().is_none_or(|it| fits(&letters(it), &pattern)));
            Ok(Value::list(names))
        }),
    ],
    ..Library::EMPTY
};

/// `os.listdir(path)`.
pub fn listdir(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(folder) = folder_of(vm, args.get("path"))? else {
        return Ok(args.get("path").clone());
    };
    let names = vm.host.entries(&folder);
    if names.is_empty() {
        return Ok(not_here(vm, &folder));
    }
    vm.report(problem::listed_in_part(&folder));
    Ok(Value::list(names.into_iter().map(Value::str).collect()))
}

/// Whether a path is a folder.
pub fn is_folder(vm: &mut Vm<'_>, path: &Value) -> Eval {
    let Some(folder) = folder_of(vm, path)? else { return Ok(path.clone()) };
    Ok(Value::Bool(!vm.host.entries(&folder).is_empty()))
}

/// `path.iterdir()`.
pub fn iterdir(vm: &mut Vm<'_>, args: &Args) -> Eval {
    found(vm, args, "*")
}

/// `path.glob(pattern)`.
pub fn glob(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let pattern = args.str("pattern").unwrap_or_default().to_owned();
    found(vm, args, &pattern)
}

/// `path.rglob(pattern)`.
pub fn rglob(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let pattern = format!("**/{}", args.str("pattern").unwrap_or_default());
    found(vm, args, &pattern)
}

fn found(vm: &mut Vm<'_>, args: &Args, pattern: &str) -> Eval {
    let this = args.get("self");
    let Some(folder) = folder_of(vm, this)? else { return Ok(this.clone()) };
    let Some(paths) = matching(vm, &folder, pattern)? else { return Ok(not_here(vm, &folder)) };
    let paths = paths.into_iter().map(|it| path_like(vm, this, &joined(&folder, &it)));
    Ok(Value::list(paths.collect()))
}

fn globbed(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let said = text_of(vm, args.get("pathname"))?;
    let root = match args.get("root_dir") {
        Value::None => String::new(),
        root => normal(&text_of(vm, root)?),
    };
    // What stands before the first pattern is the folder to look in.
    let parts: Vec<&str> = said.split('/').collect();
    let is_pattern = |it: &&str| it.contains(['*', '?', '[']);
    let plain = parts.iter().position(is_pattern).unwrap_or(parts.len().saturating_sub(1));
    let (before, pattern) = parts.split_at(plain);
    let before = before.join("/");
    let folder = normal(&joined(&root, &before));
    let Some(paths) = matching(vm, &folder, &pattern.join("/"))? else {
        return Ok(not_here(vm, &folder));
    };
    let is_shown = |it: &&String| !it.split('/').any(|part| part.starts_with('.'));
    let paths = paths.iter().filter(is_shown).map(|it| Value::str(joined(&before, it)));
    Ok(Value::list(paths.collect()))
}

fn is_match(_: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let pattern = letters(args.str("pat").unwrap_or_default());
    Ok(Value::Bool(fits(&letters(args.str("name").unwrap_or_default()), &pattern)))
}

/// The path of a folder inside the project; nothing if nobody can know it.
fn folder_of(vm: &mut Vm<'_>, path: &Value) -> Eval<Option<String>> {
    if path.is_unknown() {
        return Ok(None);
    }
    Ok(Some(normal(&text_of(vm, path)?)))
}

fn not_here(vm: &Vm<'_>, folder: &str) -> Value {
    vm.unknown("missing-file", format!("the files of the folder `{folder}`"))
}

/// The paths below a folder that fit a pattern; nothing if the project has no such folder.
fn matching(vm: &mut Vm<'_>, folder: &str, pattern: &str) -> Eval<Option<Vec<String>>> {
    if vm.host.entries(folder).is_empty() {
        return Ok(None);
    }
    let steps: Vec<Vec<char>> =
        pattern.split('/').filter(|it| !it.is_empty()).map(letters).collect();
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), 0)];
    while let Some((below, at)) = waiting.pop() {
        let Some(step) = steps.get(at) else {
            if !below.is_empty() && !found.contains(&below) {
                found.push(below);
            }
            continue;
        };
        let is_any_depth = step.iter().collect::<String>() == "**";
        if is_any_depth {
            waiting.push((below.clone(), at + 1));
        }
        let names = vm.host.entries(&normal(&joined(folder, &below)));
        vm.spend(names.len())?;
        for name in names {
            let path = joined(&below, &name);
            let is_inside = !vm.host.entries(&normal(&joined(folder, &path))).is_empty();
            match is_any_depth {
                true if is_inside => waiting.push((path, at)),
                false if fits(&letters(&name), step) => waiting.push((path, at + 1)),
                _ => {}
            }
        }
    }
    found.sort();
    if !pattern.rsplit_once('.').is_some_and(|(_, end)| SOURCES.contains(&end)) {
        vm.report(problem::listed_in_part(folder));
    }
    Ok(Some(found))
}

fn letters(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// Whether a name fits a pattern of `*`, `?` and `[a-z]`.
fn fits(name: &[char], pattern: &[char]) -> bool {
    let (mut at, mut place) = (0, 0);
    // Where the last `*` stands, and up to where it was taken to reach.
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = name.get(at) {
        match pattern.get(place) {
            Some('*') => {
                star = Some((place, at));
                place += 1;
            }
            Some(_) if let Some(next) = one_fits(*letter, pattern, place) => {
                at += 1;
                place = next;
            }
            _ => match star {
                Some((before, reached)) => {
                    star = Some((before, reached + 1));
                    (place, at) = (before + 1, reached + 1);
                }
                None => return false,
            },
        }
    }
    pattern.get(place..).unwrap_or_default().iter().all(|it| *it == '*')
}

/// The place behind the part of a pattern that one letter fits, if it does.
fn one_fits(letter: char, pattern: &[char], place: usize) -> Option<usize> {
    match pattern.get(place)? {
        '?' => Some(place + 1),
        '[' => {
            let rest = pattern.get(place + 1..)?;
            let negates = rest.first() == Some(&'!');
            let start = usize::from(negates);
            let end = rest.iter().skip(start + 1).position(|it| *it == ']');
            // Without an end it is a letter like others.
            let Some(length) = end.map(|it| it + start + 1) else {
                return (letter == '[').then_some(place + 1);
            };
            let set = rest.get(start..length)?;
            let mut is_in = false;
            let mut at = 0;
            while let Some(first) = set.get(at) {
                match (set.get(at + 1), set.get(at + 2)) {
                    (Some('-'), Some(last)) => {
                        is_in |= (*first..=*last).contains(&letter);
                        at += 3;
                    }
                    _ => {
                        is_in |= *first == letter;
                        at += 1;
                    }
                }
            }
            (is_in != negates).then_some(place + length + 2)
        }
        own => (*own == letter).then_some(place + 1),
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn listed_in_part(folder: &str) -> Problem {
        let message = format!(
            "of the files in `{folder}` only those are known that migrations are made of: others \
             are taken as not there"
        );
        Problem::note("listed-in-part", message)
            .help("look into the folder for files of other kinds, which this reads as well")
    }
}

#[cfg(test)]
mod tests {
    use super::{fits, letters};

    #[test]
    fn names_fit_patterns_as_the_shell_has_them() {
        for (name, pattern, is_fit) in [
            ("a.sql", "*.sql", true),
            ("a.sql.bak", "*.sql", false),
            ("10_b.sql", "[0-9]*_?.sql", true),
            ("x_b.sql", "[!0-9]_*", true),
            ("1_b.sql", "[!0-9]_*", false),
            ("[a", "[a", true),
            ("", "*", true),
            ("ab", "a", false),
        ] {
            assert_eq!(fits(&letters(name), &letters(pattern)), is_fit, "{name} {pattern}");
        }
    }
}
