-- case: a comment on a missing table
COMMENT ON TABLE missing IS 'x';
-- case: a comment on a missing column
CREATE TABLE t (a int);
COMMENT ON COLUMN t.b IS 'x';
-- case: comments on what is there
CREATE TABLE t (a int CONSTRAINT k UNIQUE);
COMMENT ON TABLE t IS 'x';
COMMENT ON COLUMN t.a IS 'x';
COMMENT ON CONSTRAINT k ON t IS 'x';
COMMENT ON INDEX k IS 'x';
-- case: a comment on a missing index
COMMENT ON INDEX i IS 'x';
-- case: a comment on a missing constraint
CREATE TABLE t (a int);
COMMENT ON CONSTRAINT k ON t IS 'x';
-- case: a comment on a missing function
COMMENT ON FUNCTION f() IS 'x';
-- case: a comment on a function
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
COMMENT ON FUNCTION f(int) IS 'x';
-- case: a comment on a function with other arguments
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
COMMENT ON FUNCTION f(text) IS 'x';
-- case: a comment on a missing type
COMMENT ON TYPE mood IS 'x';
-- case: a comment on a missing trigger
CREATE TABLE t (a int);
COMMENT ON TRIGGER g ON t IS 'x';
-- case: a comment on a missing policy
CREATE TABLE t (a int);
COMMENT ON POLICY p ON t IS 'x';
-- case: a comment on a missing schema
COMMENT ON SCHEMA app IS 'x';
-- case: a comment on a missing sequence
COMMENT ON SEQUENCE s IS 'x';
-- case: a comment on a missing view
COMMENT ON VIEW v IS 'x';
-- case: a comment on a table as if it were a view
CREATE TABLE t (a int);
COMMENT ON VIEW t IS 'x';
-- case: a comment on a missing extension
COMMENT ON EXTENSION citext IS 'x';
-- case: a comment on a column of a view
CREATE VIEW v AS SELECT 1 AS a;
COMMENT ON COLUMN v.a IS 'x';
COMMENT ON COLUMN v.b IS 'x';
-- case: a grant on a missing table
GRANT SELECT ON missing TO PUBLIC;
-- case: a grant on a table
CREATE TABLE t (a int);
GRANT SELECT ON t TO PUBLIC;
REVOKE SELECT ON t FROM PUBLIC;
-- case: a grant to a missing role
CREATE TABLE t (a int);
GRANT SELECT ON t TO nobody_at_all;
-- case: a grant on a missing schema
GRANT USAGE ON SCHEMA app TO PUBLIC;
-- case: a grant on all tables of a missing schema
GRANT SELECT ON ALL TABLES IN SCHEMA app TO PUBLIC;
-- case: a grant on all tables
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
-- case: a grant on a missing sequence
GRANT USAGE ON SEQUENCE s TO PUBLIC;
-- case: a grant on a missing function
GRANT EXECUTE ON FUNCTION f() TO PUBLIC;
-- case: a grant on a missing column
CREATE TABLE t (a int);
GRANT SELECT (b) ON t TO PUBLIC;
-- case: an owner that is missing
CREATE TABLE t (a int);
ALTER TABLE t OWNER TO nobody_at_all;
-- case: the owner of a missing table
ALTER TABLE missing OWNER TO CURRENT_USER;
-- case: the current user as owner
CREATE TABLE t (a int);
ALTER TABLE t OWNER TO CURRENT_USER;
-- case: default privileges for a missing role
ALTER DEFAULT PRIVILEGES FOR ROLE nobody_at_all IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;
-- case: default privileges
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;
-- case: default privileges in a missing schema
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
-- case: a role is made and used
CREATE ROLE refusals_reader;
CREATE TABLE t (a int);
GRANT SELECT ON t TO refusals_reader;
-- case: a rule
CREATE TABLE t (a int);
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
-- case: a rule on a missing table
CREATE RULE r AS ON DELETE TO missing DO INSTEAD NOTHING;
-- case: a rule is replaced and dropped
CREATE TABLE t (a int);
CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
CREATE OR REPLACE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;
DROP RULE r ON t;
-- case: a missing rule is dropped
CREATE TABLE t (a int);
DROP RULE r ON t;
-- case: a table that a rule writes to is dropped
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE RULE r AS ON INSERT TO t DO INSTEAD INSERT INTO u VALUES (NEW.a);
DROP TABLE u;
-- case: a publication
CREATE TABLE t (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;
CREATE PUBLICATION p FOR TABLE t;
-- case: a publication of a missing table
CREATE PUBLICATION p FOR TABLE missing;
-- case: a table joins a publication
CREATE TABLE t (a int PRIMARY KEY);
CREATE PUBLICATION p;
ALTER PUBLICATION p ADD TABLE t;
ALTER PUBLICATION p ADD TABLE t;
-- case: a missing publication
CREATE TABLE t (a int PRIMARY KEY);
ALTER PUBLICATION p ADD TABLE t;
-- case: statistics
CREATE TABLE t (a int, b int);
CREATE STATISTICS s ON a, b FROM t;
CREATE STATISTICS s ON a, b FROM t;
-- case: statistics of a missing column
CREATE TABLE t (a int, b int);
CREATE STATISTICS s ON a, c FROM t;
-- case: a text search configuration
CREATE TEXT SEARCH CONFIGURATION c (COPY = english);
CREATE TEXT SEARCH CONFIGURATION c (COPY = english);
-- case: a text search configuration of a missing one
CREATE TEXT SEARCH CONFIGURATION c (COPY = martian);
-- case: a collation
CREATE COLLATION c (LOCALE = 'C');
CREATE TABLE t (a text COLLATE c);
DROP COLLATION c;
-- case: a missing table joins a publication
CREATE PUBLICATION p;
ALTER PUBLICATION p ADD TABLE nope;
-- case: the first schema without its comment
COMMENT ON SCHEMA public IS '';
COMMENT ON SCHEMA public IS NULL;
CREATE TABLE t (a int);
-- case: an attribute of a composite type
CREATE TYPE pair AS (a int, b int);
COMMENT ON COLUMN pair.b IS 'second';
ALTER TYPE pair RENAME ATTRIBUTE b TO c;
COMMENT ON COLUMN pair.c IS 'second';
-- case: a missing attribute of a composite type
CREATE TYPE pair AS (a int, b int);
COMMENT ON COLUMN pair.c IS 'third';
-- case: a comment on a missing constraint of a domain
CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);
COMMENT ON CONSTRAINT nope ON DOMAIN d IS 'x';
-- case: a comment on a constraint of a domain
CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);
COMMENT ON CONSTRAINT c ON DOMAIN d IS 'x';
-- case: a comment on an unnamed constraint of a domain
CREATE DOMAIN d AS int CHECK (VALUE > 0);
COMMENT ON CONSTRAINT d_check ON DOMAIN d IS 'x';
-- case: a comment on a dropped constraint of a domain
CREATE DOMAIN d AS int CHECK (VALUE > 0);
ALTER DOMAIN d DROP CONSTRAINT d_check;
COMMENT ON CONSTRAINT d_check ON DOMAIN d IS 'x';
-- case: a comment on a constraint of a missing domain
COMMENT ON CONSTRAINT d_check ON DOMAIN d IS 'x';
-- case: a comment on a constraint of a type that is no domain
CREATE TYPE e AS ENUM ('a');
COMMENT ON CONSTRAINT d_check ON DOMAIN e IS 'x';
-- case: a comment on a table as a type
CREATE TABLE t (a int);
COMMENT ON TYPE t IS 'x';
-- case: a comment on a table as on a domain
CREATE TABLE t (a int);
COMMENT ON DOMAIN t IS 'x';
-- case: a comment on an enum as on a domain
CREATE TYPE e AS ENUM ('a');
COMMENT ON DOMAIN e IS 'x';
-- case: a comment on a table as on a sequence
CREATE TABLE t (a int);
COMMENT ON SEQUENCE t IS 'x';
-- case: a comment on a table as on an index
CREATE TABLE t (a int);
COMMENT ON INDEX t IS 'x';
