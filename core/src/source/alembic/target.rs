//! The metadata that `env.py` hands to Alembic: its naming convention holds in the migrations, too.

use super::flask;
use crate::project::{File, FileId, Project};
use crate::python::TargetMetadata;
use crate::python::header::{Constant, Declared, REST};

/// The naming conventions that the files of a project give to their metadata.
pub(super) struct Conventions<'p> {
    /// `env.py`, and the files that are no revisions.
    scripts: Vec<(FileId, &'p str)>,
    /// The names by which files reach what they give a convention to.
    given: Vec<(FileId, String)>,
}

impl<'p> Conventions<'p> {
    /// Nothing where no file gives a metadata a naming convention.
    pub(super) fn of(project: &'p Project, env: FileId) -> Option<Self> {
        let counts = |id: FileId, it: &File| id == env || is_no_revision(it);
        if !project.files().any(|(id, it)| it.says(CONVENTION) && counts(id, it)) {
            return None;
        }
        let scripts = project.files().filter(|(id, it)| counts(*id, it));
        let scripts: Vec<_> = scripts.filter_map(|(id, it)| Some((id, &**it.text()?))).collect();
        let lines = scripts.iter().flat_map(|(id, text)| text.lines().map(|it| (*id, it)));
        let given = lines.filter_map(|(id, line)| Some((id, given_convention(line)?.to_owned())));
        let given = given.collect();
        Some(Self { scripts, given })
    }

    /// The metadata that an `env.py` with these keywords of `context.configure()` hands on.
    pub(super) fn target(
        &self,
        (env, text): (FileId, &str),
        keywords: &[(String, Declared<Constant>)],
    ) -> Option<TargetMetadata> {
        let said = |name: &str| keywords.iter().find(|(it, _)| it == name).map(|(_, it)| it);
        let expression = match said("target_metadata") {
            Some(Declared::Unreadable((start, end))) => text.get(*start as usize..*end as usize)?,
            Some(_) => return None,
            None => said(REST).map(|_| in_a_dictionary(text).unwrap_or(REST))?,
        };
        let of_flask = flask::is_asked(text).then(|| database(&self.scripts)).flatten();
        let of_flask = of_flask.map(|(file, name)| (file, format!("{name}.metadata")));
        let said = [(env, expression.to_owned())].into_iter().chain(of_flask).collect();
        Some(TargetMetadata { said, conventions: self.given.clone() })
    }

    /// The metadata of an `env.py` that hands it to another module, which gives it to Alembic.
    pub(super) fn handed_on(&self, env: FileId) -> TargetMetadata {
        TargetMetadata { said: vec![(env, KEPT.to_owned())], conventions: self.given.clone() }
    }
}

/// The name under which an `env.py` keeps the metadata, as Alembic's templates call it.
const KEPT: &str = "target_metadata";

/// What a dictionary hands on that is spread over the call: `{"target_metadata": Base.metadata}`.
/// Nothing where several do, or where it is no plain path of names.
fn in_a_dictionary(env: &str) -> Option<&str> {
    let values = env.match_indices("target_metadata").filter_map(|(at, key)| {
        let before = env.get(..at)?.chars().next_back()?;
        let rest = env.get(at + key.len()..)?.strip_prefix(before)?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start();
        (before == '"' || before == '\'').then_some(value)
    });
    let is_name = |it: char| it.is_alphanumeric() || it == '_' || it == '.';
    let path = |value: &'_ str| {
        let end = value.find(|it| !is_name(it)).unwrap_or(value.len());
        let ends = value.get(end..).is_some_and(|it| it.trim_start().starts_with([',', '}']));
        (ends && end > 0).then_some(end)
    };
    let mut paths = values.map(|it| it.get(..path(it)?));
    let first = paths.next()??;
    paths.all(|it| it == Some(first)).then_some(first)
}

/// What is said of the names in a metadata.
const CONVENTION: &str = "naming_convention";

fn is_no_revision(file: &File) -> bool {
    file.name().ends_with(".py") && file.text().is_some() && !file.says("down_revision")
}

/// The name by which a line that begins at the margin reaches what it gives a convention:
/// `SQLModel.metadata.naming_convention = {…}`.
fn given_convention(line: &str) -> Option<&str> {
    let (path, value) = line.split_once('=')?;
    let path = path.trim_end().strip_suffix(CONVENTION)?.strip_suffix('.')?;
    let is_path = |it: &str| it.chars().all(|it| it.is_alphanumeric() || it == '_' || it == '.');
    (is_path(path) && !value.starts_with('=')).then(|| path.split('.').next())?
}

/// The database object of a project with Flask, if there is one only: `db = SQLAlchemy(…)`.
fn database<'t>(scripts: &[(FileId, &'t str)]) -> Option<(FileId, &'t str)> {
    let made = |line: &'t str| {
        let (name, value) = line.split_once('=')?;
        let name = name.split(':').next().unwrap_or(name).trim_end();
        let is_name = !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || it == '_');
        let class = value.trim_start().split('(').next()?;
        (is_name && class.rsplit('.').next() == Some("SQLAlchemy")).then_some(name)
    };
    let mut all =
        scripts.iter().flat_map(|(id, text)| text.lines().filter_map(made).map(|it| (*id, it)));
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::Mode;
    use crate::source::alembic::configure::Env;

    fn check(env: &str, models: &str, expected: &[(u32, &str)]) {
        let files = [("env.py", env), ("models.py", models)];
        let project = Project::new("p", files.iter().map(|(path, text)| File::new(*path, *text)));
        let id = project.find("env.py").map(|(id, _)| id).unwrap();
        let found = Env::of(&project, id, env).target_metadata(Mode::Offline);
        let found = found.map(|it| it.said).unwrap_or_default();
        let found: Vec<_> = found.iter().map(|(file, it)| (file.0, it.as_str())).collect();
        assert_eq!(found, expected);
    }

    const GIVES: &str = "context.configure(target_metadata=target_metadata)\n";

    #[test]
    fn the_metadata_is_the_one_that_env_py_hands_on() {
        let models = "metadata = MetaData(naming_convention={'pk': 'pk_%(table_name)s'})";
        let env = format!("target_metadata = models.metadata\n{GIVES}");
        check(&env, models, &[(0, "target_metadata")]);
        check(&format!("target_metadata = None\n{GIVES}"), models, &[]);
        check(&env, "metadata = MetaData()", &[]);
    }

    #[test]
    fn the_extension_of_flask_has_the_only_database() {
        let env = "target_db = current_app.extensions['migrate'].db\n\
                   context.configure(target_metadata=get_metadata())\n";
        let models = "db = SQLAlchemy(metadata=MetaData(naming_convention={}))\n";
        check(env, models, &[(0, "get_metadata()"), (1, "db.metadata")]);
        check(env, &models.repeat(2), &[(0, "get_metadata()")]);
    }

    #[test]
    fn the_metadata_may_stand_in_a_dictionary() {
        let models = "metadata = MetaData(naming_convention={})";
        let spread =
            "kw = {\"target_metadata\": models.metadata, 'url': url}\ncontext.configure(**kw)\n";
        check(spread, models, &[(0, "models.metadata")]);
        check(&format!("{spread}other = {{'target_metadata': None}}\n"), models, &[(0, REST)]);
    }

    #[test]
    fn a_convention_may_be_given_later() {
        let line = "SQLModel.metadata.naming_convention = {}";
        assert_eq!(given_convention(line), Some("SQLModel"));
        assert_eq!(given_convention("x = MetaData(naming_convention=y)"), None);
    }
}
