//! Default privileges, which reach the objects that are made after them.

use migrascope_core::api::{self, Answer, OpenOptions, Question};
use migrascope_core::project::{File, Project};

const SQL: &str = "
CREATE TABLE before (a int);
CREATE SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT, INSERT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT ALL ON TABLES TO reader;
CREATE TABLE app.t (id serial);
CREATE TABLE other (id int);
";

#[test]
fn what_is_made_later_gets_what_is_given_by_default() {
    let project = Project::new("p", [File::new("001_a.sql", SQL.as_bytes())]);
    let (analysis, _) = api::open(project, None, &OpenOptions::default(), &mut |_| {});
    let schema = api::answer(&analysis, &Question::Dump { at: None });
    let Answer::Dump(schema) = schema else { panic!("no schema but {schema:?}") };
    let given = schema.sql.lines().filter(|it| it.contains("GRANT") && !it.contains("DEFAULT"));
    let given: Vec<&str> = given.collect();
    let [table, sequence] = given[..] else { panic!("not two grants but {given:?}") };
    assert!(table.contains("GRANT SELECT, INSERT ON TABLE app.t TO reader"), "{table}");
    assert!(sequence.contains("GRANT USAGE ON SEQUENCE app.t_id_seq TO PUBLIC"), "{sequence}");
}
