//! Reads `alembic.ini` as Python's `configparser` does, as far as Alembic needs it.

use std::collections::BTreeMap;

/// The options of one section, with `%(name)s` put in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section(BTreeMap<String, String>);

impl Section {
    /// The section of a file; `here` is the file's folder. Nothing if the section isn't there.
    pub(super) fn read(text: &str, name: &str, here: &str) -> Option<Self> {
        let mut sections = sections(text);
        let mut options = sections.remove("DEFAULT").unwrap_or_default();
        options.extend(sections.remove(name)?);
        options.insert("here".to_owned(), here.to_owned());
        let filled = options.iter().map(|(key, value)| (key.clone(), fill(value, &options, 0)));
        Some(Self(filled.collect()))
    }

    /// The sections that have an option, in alphabetical order.
    pub(super) fn having(text: &str, option: &str) -> Vec<String> {
        let sections = sections(text).into_iter();
        sections.filter(|(_, it)| it.contains_key(option)).map(|(name, _)| name).collect()
    }

    pub(super) fn option(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

fn sections(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut res: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let (mut section, mut option) = (String::new(), String::new());
    for line in text.lines() {
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        let name = content.strip_prefix('[').and_then(|it| it.split(']').next());
        if line.starts_with([' ', '\t']) {
            let options = res.entry(section.clone()).or_default();
            if let Some(value) = options.get_mut(&option) {
                value.push('\n');
                value.push_str(content);
            }
        } else if let Some(name) = name {
            name.clone_into(&mut section);
            res.entry(section.clone()).or_default();
        } else if let Some((key, value)) = content.split_once(['=', ':']) {
            option = key.trim().to_lowercase();
            let value = value.trim().to_owned();
            res.entry(section.clone()).or_default().insert(option.clone(), value);
        }
    }
    res
}

/// Puts other options in for `%(name)s`; `%%` is a percent sign.
pub(super) fn fill(text: &str, options: &BTreeMap<String, String>, depth: u32) -> String {
    // As deep as configparser follows options that name options.
    const MAX_DEPTH: u32 = 10;
    let mut res = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        res.push_str(before);
        let name = after.strip_prefix('(').and_then(|it| it.split_once(")s"));
        match name {
            Some((name, after)) if depth < MAX_DEPTH => {
                let value = options.get(&name.to_lowercase()).map_or("", |it| it);
                res.push_str(&fill(value, options, depth + 1));
                rest = after;
            }
            _ => {
                res.push('%');
                rest = after.strip_prefix('%').unwrap_or(after);
            }
        }
    }
    res + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_with_continuations_and_other_options_put_in() {
        let text = "[alembic]\n# a comment\nscript_location = %(here)s/db\n\
                    version_locations =\n    %(script_location)s/a\n    b%%c\n[other]\nx = 1\n";
        let section = Section::read(text, "alembic", "srv").expect("the section");
        assert_eq!(section.option("script_location"), Some("srv/db"));
        assert_eq!(section.option("version_locations"), Some("\nsrv/db/a\nb%c"));
        assert_eq!(section.option("x"), None);
    }
}
