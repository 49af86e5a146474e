//! Sqitch's configuration, in Git's way of writing: sections, with names of their own in quotes.

use std::collections::BTreeMap;

/// The values of each section, by `section` or `section.name`.
#[derive(Clone, Debug, Default)]
pub(super) struct Conf {
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl Conf {
    pub(super) fn read(text: &str) -> Self {
        let mut conf = Self::default();
        let mut section = String::new();
        for line in text.lines().map(str::trim) {
            if let Some(head) = line.strip_prefix('[') {
                let head = head.split(']').next().unwrap_or_default();
                let (name, own) = head.split_once('"').unwrap_or((head, ""));
                let own = own.trim_end().trim_end_matches('"').replace("\\\"", "\"");
                let dot = if own.is_empty() { "" } else { "." };
                section = format!("{}{dot}{own}", name.trim().to_lowercase());
            } else if !line.is_empty() && !line.starts_with(['#', ';']) {
                let (name, value) = line.split_once('=').unwrap_or((line, "true"));
                let values = conf.sections.entry(section.clone()).or_default();
                values.insert(name.trim().to_owned(), bare(value));
            }
        }
        conf
    }

    pub(super) fn get(&self, section: &str, name: &str) -> Option<&str> {
        let own = self.sections.get(section)?.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
        own.map(|(_, value)| value.as_str())
    }

    pub(super) fn section(&self, name: &str) -> BTreeMap<String, String> {
        self.sections.get(name).cloned().unwrap_or_default()
    }
}

/// A value without quotes, and without the comment behind it.
fn bare(value: &str) -> String {
    let value = value.trim();
    if let Some(inner) = value.strip_prefix('"')
        && let Some((inner, _)) = inner.rsplit_once('"')
    {
        return inner.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    value.split([';', '#']).next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_may_have_a_name_of_its_own() {
        let conf = Conf::read(
            "[core]\n\tengine = pg # ours\n[deploy \"variables\"]\n  owner = \"a; b\"\n",
        );
        assert_eq!(conf.get("core", "Engine"), Some("pg"));
        assert_eq!(conf.section("deploy.variables").get("owner").unwrap(), "a; b");
    }
}
