//! A plan of Sqitch: changes in order, with what they require, and tags.

use crate::diagnostic::{Problem, Report};
use crate::project::{FileId, Span};

/// The changes of a plan, in its order.
#[derive(Default)]
pub(super) struct Plan {
    /// The name of its project.
    pub(super) project: String,
    pub(super) changes: Vec<Change>,
}

/// One line of a plan that deploys something.
pub(super) struct Change {
    pub(super) name: String,
    /// As written: `users`, `users@v1`, `@v1`, `other:users`.
    pub(super) requires: Vec<String>,
    pub(super) conflicts: Vec<String>,
    /// The tags on the lines that follow, without their `@`.
    pub(super) tags: Vec<String>,
    pub(super) date: Option<String>,
    pub(super) note: String,
    pub(super) span: Span,
}

impl Plan {
    pub(super) fn read(file: FileId, text: &str, report: &mut Report) -> Self {
        let mut plan = Self::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span { file, start, end: start + line.trim_end().len() as u32 };
            start += line.len() as u32;
            let line = line.trim();
            if let Some(("project", name)) =
                line.strip_prefix('%').and_then(|it| it.split_once('='))
            {
                plan.project = name.trim().to_owned();
            }
            if line.is_empty() || line.starts_with(['#', '%']) {
                continue;
            }
            let result = plan.line(line, span);
            report.keep(span, result);
        }
        plan
    }

    fn line(&mut self, line: &str, span: Span) -> Result<(), Problem> {
        let (content, note) = line.split_once('#').unwrap_or((line, ""));
        let name_end = content.find(char::is_whitespace).unwrap_or(content.len());
        let (name, rest) = content.split_at_checked(name_end).unwrap_or((content, ""));
        if let Some(tag) = name.strip_prefix('@') {
            let last = self.changes.last_mut().ok_or_else(|| problem::tag_first(tag))?;
            last.tags.push(tag.to_owned());
            return Ok(());
        }
        if name.starts_with('-') {
            return Err(problem::reverts(line));
        }
        let name = name.strip_prefix('+').unwrap_or(name);
        let (dependencies, rest) = match rest.trim_start().strip_prefix('[') {
            Some(rest) => rest.split_once(']').ok_or_else(|| problem::open_bracket(name))?,
            None => ("", rest),
        };
        let earlier = self.changes.iter().rposition(|it| it.name == name);
        let is_rework =
            earlier.is_some_and(|it| !self.tags_between(it, self.changes.len()).is_empty());
        if earlier.is_some() && !is_rework {
            return Err(problem::repeated(name));
        }
        if rest.split_whitespace().next().is_none_or(|it| !it.contains('T')) {
            return Err(problem::no_date(name));
        }
        let words = || dependencies.split_whitespace();
        let own = |it: &str| !it.starts_with('!');
        let all = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        self.changes.push(Change {
            name: name.to_owned(),
            requires: all(words().filter(|it| own(it)).collect()),
            conflicts: all(words().filter_map(|it| it.strip_prefix('!')).collect()),
            tags: Vec::new(),
            date: rest.split_whitespace().next().map(|it| it.replace('T', " ").replace('Z', "")),
            note: note.trim().replace("\\n", "\n"),
            span,
        });
        Ok(())
    }

    /// The name of a change: one that a later line reworks has the last tag before that line.
    pub(super) fn id(&self, idx: usize) -> String {
        let Some(change) = self.changes.get(idx) else { return String::new() };
        match self.tags_until_rework(idx).first() {
            Some(tag) => format!("{}@{tag}", change.name),
            None => change.name.clone(),
        }
    }

    /// The tags between a change and the line that reworks it, the last one first: its scripts are
    /// kept under the name of one of them. None if no line reworks it.
    pub(super) fn tags_until_rework(&self, idx: usize) -> Vec<&str> {
        let Some(change) = self.changes.get(idx) else { return Vec::new() };
        let later = self.changes.iter().skip(idx + 1).position(|it| it.name == change.name);
        later.map_or_else(Vec::new, |it| self.tags_between(idx, idx + 1 + it))
    }

    /// The tags from one change on and before another, the last one first.
    fn tags_between(&self, from: usize, to: usize) -> Vec<&str> {
        let changes = self.changes.get(from..to).unwrap_or_default();
        let tags = changes.iter().rev().flat_map(|it| it.tags.iter().rev());
        tags.map(String::as_str).collect()
    }

    /// The change that a dependency of the change at `idx` names, among those before it.
    pub(super) fn resolve(&self, name: &str, idx: usize) -> Option<usize> {
        let before = self.changes.get(..idx)?;
        let (name, tag) = name.split_once('@').unwrap_or((name, ""));
        let end = match tag {
            "" | "HEAD" => before.len(),
            "ROOT" => 1.min(before.len()),
            tag => before.iter().position(|it| it.tags.iter().any(|it| it == tag))? + 1,
        };
        let before = before.get(..end)?;
        match name {
            "" => end.checked_sub(1),
            name => before.iter().rposition(|it| it.name == name),
        }
    }
}

mod problem {
    use super::Problem;

    pub(super) fn tag_first(tag: &str) -> Problem {
        Problem::error("broken-plan", format!("tag `{tag}` stands before every change"))
            .help("move it below the change that it names")
    }

    pub(super) fn reverts(line: &str) -> Problem {
        Problem::error("broken-plan", format!("`{line}` reverts a change within the plan"))
            .help("take the line and the change it reverts out of the plan")
    }

    pub(super) fn open_bracket(name: &str) -> Problem {
        Problem::error("broken-plan", format!("the requirements of `{name}` never end"))
            .help("close them with `]`")
    }

    pub(super) fn repeated(name: &str) -> Problem {
        let message = format!("`{name}` is planned twice with no tag between");
        Problem::error("duplicate-revision", message)
            .help("tag the plan before a change is reworked, or rename one of the two")
    }

    pub(super) fn no_date(name: &str) -> Problem {
        Problem::error("broken-plan", format!("nothing says when `{name}` was planned"))
            .help("write the line as `name [requires] 2024-01-02T03:04:05Z Name <mail> # note`")
    }
}
