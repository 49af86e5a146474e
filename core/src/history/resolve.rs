//! What a name means: an id, the beginning of one, a label, `head`, `heads`, `base`, `label@...`.

use super::History;
use super::graph::Along;
use super::walk::Spot;
use crate::diagnostic::Problem;

/// A name taken apart: the ids that it stands for, and the branch it restricts them to.
struct Parts {
    ids: Vec<String>,
    branch: Option<String>,
}

impl History {
    /// The revision with exactly this id or label.
    pub(super) fn exact(&self, name: &str) -> Option<usize> {
        self.find(name).or_else(|| self.declared_labels.get(name).copied())
    }

    /// The one revision that a name stands for; nothing for `base`.
    pub fn resolve(&self, name: &str) -> Result<Option<usize>, Problem> {
        let parts = self.take_apart(name)?;
        match parts.ids.as_slice() {
            [] => Ok(None),
            [id] => self.by_ident(id, parts.branch.as_deref()).map(Some),
            _ => Err(problem::many_heads(name, &parts.ids)),
        }
    }

    /// All revisions that a name stands for; none for `base`.
    pub fn resolve_all(&self, name: &str) -> Result<Vec<usize>, Problem> {
        let spots = self.spots(name)?;
        Ok(spots.into_iter().filter_map(|it| it.and_then(Spot::revision)).collect())
    }

    /// As [`Self::resolve_all`], with the places beside the revisions that a walk may end at.
    pub(super) fn spots(&self, name: &str) -> Result<Vec<Option<Spot>>, Problem> {
        let parts = self.take_apart(name)?;
        let branch = parts.branch.as_deref();
        if let [id] = parts.ids.as_slice()
            && let Ok(steps) = id.parse::<i64>()
            && steps < 0
        {
            let heads = self.effective_heads().into_iter();
            let on_branch =
                heads.filter(|it| branch.is_none_or(|label| self.has_label(*it, label)));
            return on_branch.map(|it| self.walk(Some(Spot::At(it)), steps, None)).collect();
        }
        let found = parts.ids.iter().map(|id| self.by_ident(id, branch));
        found.map(|it| it.map(|it| Some(Spot::At(it)))).collect()
    }

    pub(super) fn has_label(&self, revision: usize, label: &str) -> bool {
        self.labels(revision).any(|it| it == label)
    }

    fn take_apart(&self, name: &str) -> Result<Parts, Problem> {
        // A revision may be called as a symbol is, which comes first then, as Alembic has it.
        if self.exact(name).is_some() && !SYMBOLS.contains(&name) {
            return Ok(Parts { ids: vec![name.to_owned()], branch: None });
        }
        let (branch, name) = match name.split_once('@') {
            Some((branch, name)) => (Some(branch.to_owned()), name),
            None => (None, name),
        };
        let revisions = match (name, branch.as_deref()) {
            ("heads", None) => self.effective_heads(),
            ("heads", Some(branch)) => self.in_line_with(&self.heads(), branch)?,
            ("head", branch) => self.current_head(branch)?.into_iter().collect(),
            ("base", _) => Vec::new(),
            (name, _) => return Ok(Parts { ids: vec![name.to_owned()], branch }),
        };
        Ok(Parts { ids: self.ids(&revisions), branch })
    }

    fn current_head(&self, branch: Option<&str>) -> Result<Option<usize>, Problem> {
        let mut heads = self.heads();
        if let Some(branch) = branch {
            heads = self.in_line_with(&heads, branch)?;
        }
        match heads.as_slice() {
            [] => Ok(None),
            [head] => Ok(Some(*head)),
            _ => {
                let name = branch.map_or("head".into(), |branch| format!("{branch}@head"));
                Err(problem::many_heads(&name, &self.ids(&heads)))
            }
        }
    }

    /// The revision of an id or its beginning, which must be on the branch if one is given.
    pub(super) fn by_ident(&self, ident: &str, branch: Option<&str>) -> Result<usize, Problem> {
        let branch_revision = branch.map(|it| self.branch(it)).transpose()?;
        let revision = match self.exact(ident) {
            Some(revision) => revision,
            None => self.by_beginning(ident, branch)?,
        };
        match (branch, branch_revision) {
            (Some(branch), Some(own)) if !self.shares_line(revision, &[own]) => {
                Err(problem::not_on_branch(self.id(revision), branch))
            }
            _ => Ok(revision),
        }
    }

    /// The revision that a branch's label, or a revision's name, stands for.
    pub(super) fn branch(&self, name: &str) -> Result<usize, Problem> {
        match self.exact(name) {
            Some(revision) => Ok(revision),
            None => self.by_beginning(name, None).map_err(|_| problem::unknown_branch(name)),
        }
    }

    fn by_beginning(&self, ident: &str, branch: Option<&str>) -> Result<usize, Problem> {
        let ids = self.revisions.iter().enumerate().map(|(idx, it)| (it.id.as_str(), idx));
        let labels = self.declared_labels.iter().map(|(label, idx)| (label.as_str(), *idx));
        // Three characters never name anything, whatever the name is part of.
        let mut found: Vec<(&str, usize)> = ids
            .chain(labels)
            .filter(|(name, _)| name.chars().count() > 3 && name.starts_with(ident))
            .collect();
        if let Some(branch) = branch {
            let line = self.line(branch)?;
            found.retain(|(_, revision)| self.shares_line(*revision, &line));
        }
        match found.as_slice() {
            [] => Err(problem::unknown_revision(ident)),
            [(_, revision)] => Ok(*revision),
            _ => Err(problem::ambiguous_revision(ident, &found)),
        }
    }

    /// Of these revisions those that are before or after what the name stands for.
    pub(super) fn in_line_with(&self, of: &[usize], name: &str) -> Result<Vec<usize>, Problem> {
        let line = self.line(name)?;
        Ok(of.iter().copied().filter(|it| self.shares_line(*it, &line)).collect())
    }

    /// The revisions by which a branch is known: its label's and those of the name after `@`.
    fn line(&self, name: &str) -> Result<Vec<usize>, Problem> {
        let parts = self.take_apart(name)?;
        parts.branch.iter().chain(&parts.ids).map(|it| self.by_ident(it, None)).collect()
    }

    fn shares_line(&self, revision: usize, line: &[usize]) -> bool {
        let follows = self.graph.descendants(&[revision], Along::Down);
        let precedes = self.graph.ancestors(&[revision], Along::Down);
        line.is_empty() || line.iter().any(|it| follows.contains(it) || precedes.contains(it))
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn many_heads(name: &str, heads: &[String]) -> Problem {
        let message =
            format!("`{name}` stands for {} heads: `{}`", heads.len(), heads.join("`, `"));
        Problem::error("multiple-heads", message)
            .help("name one of them, narrow it with `<branch>@head`, or say `heads` for all")
    }

    pub(super) fn not_on_branch(id: &str, branch: &str) -> Problem {
        Problem::error("not-on-branch", format!("revision `{id}` is not on branch `{branch}`"))
            .help("leave the branch out, or name a revision that is before or after it")
    }

    pub(super) fn unknown_branch(name: &str) -> Problem {
        Problem::error("unknown-branch", format!("no branch `{name}`"))
            .help("list the labels with `migrascope history`")
    }

    pub(super) fn unknown_revision(ident: &str) -> Problem {
        let problem =
            Problem::error("unknown-revision", format!("no revision or branch `{ident}`"));
        if ident == "current" {
            return problem.help("name the revision that the database is at; there is none to ask");
        }
        if ident.chars().count() < 4 {
            return problem.help("give at least four characters of an id");
        }
        problem.help("list the revisions with `migrascope history`")
    }

    pub(super) fn ambiguous_revision(ident: &str, found: &[(&str, usize)]) -> Problem {
        let names: Vec<&str> = found.iter().take(3).map(|(name, _)| *name).collect();
        let more = if found.len() > 3 { ", ..." } else { "" };
        let message =
            format!("several revisions begin with `{ident}`: `{}`{more}", names.join("`, `"));
        Problem::error("ambiguous-revision", message).help("give more characters of the id")
    }
}

/// The words that stand for revisions.
const SYMBOLS: &[&str] = &["base", "head", "heads"];
