//! Revisions as `alembic history` and its sisters print them.

use super::{Direction, History, Revision, Step};

impl History {
    /// As in `alembic history`: `a -> b (shop) (head), message`.
    pub fn history_line(&self, revision: usize) -> String {
        let Some(it) = self.revision(revision) else { return String::new() };
        let needs = match it.depends_on.as_slice() {
            [] => String::new(),
            needs => format!(" ({})", needs.join(", ")),
        };
        let line = self.tree_line(revision);
        format!("{}{needs} -> {line}, {}", or_base(&it.down), it.message)
    }

    /// As in `alembic heads`: `b (shop) (head)`.
    pub fn head_line(&self, revision: usize) -> String {
        let labels = self.in_parentheses(revision);
        let head = if !self.is_head(revision) {
            ""
        } else if self.effective_heads().contains(&revision) {
            " (head)"
        } else {
            " (effective head)"
        };
        format!("{}{labels}{head}", self.id(revision))
    }

    /// A revision with its marks: `b (shop) (head) (mergepoint)`.
    pub fn tree_line(&self, revision: usize) -> String {
        self.head_line(revision) + self.tree_marks(revision)
    }

    /// As below a branch point in `alembic branches`: a line for each revision that follows.
    pub fn branch_lines(&self, revision: usize) -> String {
        self.lines_below(revision, |it| self.tree_line(it))
    }

    /// As [`Self::branch_lines`], with what each revision is about.
    pub fn branch_lines_with_messages(&self, revision: usize) -> String {
        self.lines_below(revision, |it| {
            let message = self.revision(it).map_or("", |it| &it.message);
            format!("{}, {message}", self.tree_line(it))
        })
    }

    fn lines_below(&self, revision: usize, line: impl Fn(usize) -> String) -> String {
        let indent = " ".repeat(self.id(revision).chars().count());
        let lines = self.children(revision).into_iter();
        lines.map(|it| format!("{indent} -> {}", line(it))).collect::<Vec<_>>().join("\n")
    }

    /// As in `alembic history --verbose`; `path` is the file's, as it is to be shown.
    pub fn log_entry(&self, revision: usize, path: &str) -> String {
        let Some(it) = self.revision(revision) else { return String::new() };
        let marks = self.tree_marks(revision);
        let head = if self.is_head(revision) { " (head)" } else { "" };
        let parents = if self.is_merge_point(revision) { "Merges" } else { "Parent" };
        let mut res = format!("Rev: {}{head}{marks}\n{parents}: {}\n", it.id, or_base(&it.down));
        let mut add = |title: &str, names: &[String]| {
            if !names.is_empty() {
                res += &format!("{title}: {}\n", names.join(", "));
            }
        };
        add("Also depends on", &it.depends_on);
        if self.is_branch_point(revision) {
            add("Branches into", &self.ids(&self.children(revision)));
        }
        add("Branch names", &self.labels(revision).map(str::to_owned).collect::<Vec<_>>());
        res += &format!("Path: {path}\n\n");
        let lines: Vec<String> = it.doc.lines().map(|line| format!("    {line}")).collect();
        res + &lines.join("\n") + "\n"
    }

    /// What an offline script says before a step: `upgrade a -> b`. The first word is the name of
    /// the function that runs, which a decorator may have changed.
    pub fn step_title(&self, step: &Step, function: &str) -> String {
        let revision = self.revision(step.revision);
        let down = revision.map_or_else(String::new, |it| it.down.join(", "));
        let id = self.id(step.revision);
        match step.direction {
            Direction::Upgrade => format!("{function} {down} -> {id}"),
            Direction::Downgrade => format!("{function} {id} -> {down}"),
        }
    }

    fn tree_marks(&self, revision: usize) -> &'static str {
        match (self.is_branch_point(revision), self.is_merge_point(revision)) {
            (true, true) => " (branchpoint) (mergepoint)",
            (true, false) => " (branchpoint)",
            (false, true) => " (mergepoint)",
            (false, false) => "",
        }
    }

    fn in_parentheses(&self, revision: usize) -> String {
        let labels: Vec<&str> = self.labels(revision).collect();
        if labels.is_empty() { String::new() } else { format!(" ({})", labels.join(", ")) }
    }
}

impl Revision {
    /// Keeps a text as what the revision is about; its first paragraph is the message.
    #[must_use]
    pub fn about(mut self, doc: &str) -> Self {
        self.doc = doc.trim().to_owned();
        self.message = self.doc.split("\n\n").next().unwrap_or_default().to_owned();
        self
    }
}

fn or_base(ids: &[String]) -> String {
    if ids.is_empty() { "<base>".to_owned() } else { ids.join(", ") }
}
