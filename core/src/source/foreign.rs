//! Tools whose migrations are programs that we do not read: how to tell them, and what to give us
//! instead.

use crate::diagnostic::{Diagnostic, Problem};
use crate::project::{File, Project, Span};

/// A tool whose migrations are programs.
struct Tool {
    title: &'static str,
    /// Ends of the names of its files.
    ends: &'static [&'static str],
    /// What its files hold, all of it.
    marks: &'static [&'static str],
    /// How to have its SQL.
    export: &'static str,
}

const SCRIPTS: &[&str] = &[".js", ".ts", ".mjs", ".cjs"];

/// What any tool leaves behind.
const DUMP: &str = "run them on an empty database and give what `pg_dump --schema-only` prints";

#[rustfmt::skip]
const TOOLS: &[Tool] = &[
    Tool { title: "Django", ends: &[".py"], marks: &["migrations.Migration"],
        export: "give what `manage.py sqlmigrate APP NAME` prints, one file for each" },
    Tool { title: "Rails", ends: &[".rb"], marks: &["ActiveRecord::Migration"],
        export: "set `config.active_record.schema_format = :sql` and give `db/structure.sql`" },
    Tool { title: "TypeORM", ends: SCRIPTS, marks: &["MigrationInterface"], export: DUMP },
    Tool { title: "Sequelize", ends: SCRIPTS, marks: &["queryInterface"], export: DUMP },
    Tool { title: "node-pg-migrate", ends: SCRIPTS, marks: &["pgm."],
        export: "give what `node-pg-migrate up --dry-run` prints, or write migrations in SQL" },
    Tool { title: "Kysely", ends: SCRIPTS, marks: &["Kysely<"], export: DUMP },
    Tool { title: "MikroORM", ends: SCRIPTS, marks: &["@mikro-orm/migrations"],
        export: "give what `mikro-orm migration:up --dump` prints" },
    Tool { title: "Knex", ends: SCRIPTS, marks: &["knex", "up"], export: DUMP },
    Tool { title: "Laravel", ends: &[".php"], marks: &["Illuminate\\Database\\Migrations"],
        export: "give what `php artisan migrate --pretend` or `schema:dump` prints" },
    Tool { title: "Doctrine", ends: &[".php"], marks: &["Doctrine\\Migrations"],
        export: "give what `doctrine:migrations:migrate --write-sql` writes" },
    Tool { title: "Phinx", ends: &[".php"], marks: &["AbstractMigration"],
        export: "give what `phinx migrate --dry-run` prints" },
    Tool { title: "Entity Framework Core", ends: &[".cs"], marks: &["MigrationBuilder"],
        export: "give what `dotnet ef migrations script` prints" },
    Tool { title: "FluentMigrator", ends: &[".cs"], marks: &["FluentMigrator"],
        export: "give what its runner prints with `--preview --output`" },
    Tool { title: "Ecto", ends: &[".exs"], marks: &["Ecto.Migration"],
        export: "give `priv/repo/structure.sql`, which `mix ecto.dump` writes" },
    Tool { title: "SeaORM", ends: &[".rs"], marks: &["MigrationTrait"], export: DUMP },
    Tool { title: "Aerich", ends: &[".py"], marks: &["BaseDBAsyncClient"], export: DUMP },
    Tool { title: "yoyo", ends: &[".py"], marks: &["from yoyo import"], export: DUMP },
];

/// Says of the first tool's migrations that are found what they are, and what to give instead.
pub(super) fn report(project: &Project) -> Option<Diagnostic> {
    TOOLS.iter().find_map(|tool| {
        let mut files = project.files().filter(|(_, file)| tool.has_written(file));
        let (first, _) = files.next()?;
        Some(problem::program(tool, files.count() + 1).at(Span::file(first)))
    })
}

impl Tool {
    fn has_written(&self, file: &File) -> bool {
        let is_one = self.ends.iter().any(|it| file.name().ends_with(it))
            && file.folder().to_lowercase().contains("migrat");
        let Some(text) = file.text().filter(|_| is_one) else { return false };
        self.marks.iter().all(|it| text.contains(it))
    }
}

mod problem {
    use super::{Problem, Tool};

    pub(super) fn program(tool: &Tool, files: usize) -> Problem {
        let title = tool.title;
        let message = format!("{files} migrations of {title} are programs, which are not followed");
        Problem::error("foreign-program", message).help(tool.export)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_is_told_by_what_its_files_hold() {
        let text = "exports.up = (knex) => knex.schema.createTable('a', () => {});";
        let file = File::new("db/migrations/1_a.js", text.as_bytes());
        let found = report(&Project::new("p", [file])).expect("a diagnostic");
        assert!(found.problem.message.contains("Knex"));
        assert!(found.span.is_some());
    }
}
