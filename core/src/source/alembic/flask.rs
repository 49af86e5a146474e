//! Flask-Migrate: its `env.py` spreads over `context.configure()` what the application gave to
//! `Migrate(…)`.

use crate::project::{File, FileId, Project};
use crate::python::header::{self, Constant, Keywords, REST};

use super::configure::IN_THE_SQL;
use super::modules::Own;

/// Whether an `env.py` asks the extension of Flask that runs the migrations.
pub(super) fn is_asked(env: &str) -> bool {
    env.contains("extensions['migrate']") || env.contains("extensions[\"migrate\"]")
}

/// What the application gives to `Migrate(…)` or its `init_app(…)` that changes the SQL, and where.
/// Nothing where `env.py` doesn't ask for it as it is, where no file here makes the extension, or
/// where two of them say different things.
pub(super) fn settings(project: &Project, env: &str) -> Option<(FileId, Keywords)> {
    if !is_asked(env) || names_a_setting(env) {
        return None;
    }
    let mut is_made = false;
    let mut said: Vec<(FileId, Keywords)> = Vec::new();
    for (id, file) in project.files().filter(|(_, it)| it.name().ends_with(".py")) {
        let Some(text) = file.text().filter(|_| is_about_it(file)) else { continue };
        let calls = header::calls(text, &["Migrate", "init_app"], &Own(project));
        is_made |= calls.iter().any(|it| it.function == "Migrate");
        let keywords = calls.into_iter().flat_map(|it| it.keywords);
        let keywords: Keywords = keywords.filter(|(name, _)| changes_the_sql(name)).collect();
        if !keywords.is_empty() || said.is_empty() {
            said.retain(|(_, it)| !it.is_empty());
            said.push((id, keywords));
        }
    }
    let (first, others) = said.split_first().filter(|_| is_made)?;
    let agree = others.iter().all(|it| values(&it.1) == values(&first.1));
    agree.then(|| first.clone())
}

fn is_about_it(file: &File) -> bool {
    let names_one = || file.text().is_some_and(|it| names_a_setting(it));
    file.says("flask_migrate") || file.says("init_app(") && names_one()
}

fn names_a_setting(text: &str) -> bool {
    IN_THE_SQL.iter().any(|it| text.contains(it))
}

fn changes_the_sql(keyword: &str) -> bool {
    keyword == REST || IN_THE_SQL.contains(&keyword)
}

/// The keywords without their places.
fn values(keywords: &Keywords) -> Vec<(&str, Option<&Constant>)> {
    keywords.iter().map(|(name, value)| (name.as_str(), value.constant())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::File;

    const ENV: &str = "context.configure(**current_app.extensions['migrate'].configure_args)";

    #[track_caller]
    fn check(env: &str, files: &[(&str, &str)], expected: Option<&[&str]>) {
        let files = files.iter().map(|(path, text)| File::new(*path, *text));
        let found = settings(&Project::new("p", files), env).map(|(_, it)| it);
        let names = found.as_ref().map(|it| it.iter().map(|(name, _)| &**name).collect::<Vec<_>>());
        assert_eq!(names.as_deref(), expected);
    }

    #[test]
    fn what_the_application_gives_holds() {
        let made = "from flask_migrate import Migrate\nmigrate = Migrate()\n";
        let given = "migrate.init_app(app, db, compare_type=True, version_table='v')\n";
        check(ENV, &[("app.py", made)], Some(&[]));
        check(ENV, &[("app.py", made), ("b.py", given)], Some(&["version_table"]));
        check(ENV, &[("a.py", given), ("app.py", made), ("b.py", given)], Some(&["version_table"]));
    }

    #[test]
    fn what_nobody_says_is_not_known() {
        let made = "from flask_migrate import Migrate\nMigrate(app, db, version_table=";
        let (one, two) = (format!("{made}'v')"), format!("{made}'w')"));
        check(ENV, &[("app.py", "import flask")], None);
        check(ENV, &[("a.py", &one), ("b.py", &two)], None);
        check("context.configure(**kwargs)", &[("a.py", &one)], None);
        check(&format!("version_table = 'x'; {ENV}"), &[("a.py", &one)], None);
    }
}
