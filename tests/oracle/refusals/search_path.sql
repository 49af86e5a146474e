-- case: a quoted schema in search_path
CREATE SCHEMA "App";
SET search_path TO "App";
CREATE TABLE t (a int);
ALTER TABLE "App".t ADD COLUMN b int;
-- case: an unquoted schema in search_path is folded
CREATE SCHEMA "App";
SET search_path TO App;
CREATE TABLE t (a int);
-- case: one text is one schema
CREATE SCHEMA app;
SET search_path = 'app, public';
CREATE TABLE t (a int);
-- case: a text of set_config is a list
CREATE SCHEMA app;
SELECT set_config('search_path', 'app, public', false);
CREATE TABLE t (a int);
DROP TABLE app.t;
-- case: set_config for the transaction
CREATE SCHEMA app;
SELECT set_config('search_path', 'app', true);
CREATE TABLE t (a int);
DROP TABLE public.t;
-- case: SET SCHEMA
CREATE SCHEMA app;
SET SCHEMA 'app';
CREATE TABLE t (a int);
ALTER TABLE app.t ADD COLUMN b int;
-- case: search_path to its default
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
SET search_path TO DEFAULT;
DROP TABLE t;
-- case: everything is reset
-- outside
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
RESET ALL;
DROP TABLE t;
-- case: the session is discarded
-- outside
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
DISCARD ALL;
DROP TABLE t;
-- case: a local search_path ends with the transaction
-- outside
CREATE SCHEMA app;
BEGIN;
SET LOCAL search_path TO app;
CREATE TABLE t (a int);
COMMIT;
DROP TABLE t;
-- case: a local search_path outside a transaction does nothing
-- outside
CREATE SCHEMA app;
SET LOCAL search_path TO app;
CREATE TABLE t (a int);
DROP TABLE public.t;
-- case: a search_path is taken back with its transaction
-- outside
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
BEGIN;
SET search_path TO app;
ALTER TABLE t ADD COLUMN b int;
ROLLBACK;
ALTER TABLE t ADD COLUMN b int;
-- case: a search_path is taken back with its savepoint
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
SAVEPOINT s;
SET search_path TO app;
ROLLBACK TO s;
ALTER TABLE t ADD COLUMN b int;
-- case: a search_path stays when its savepoint is released
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
SAVEPOINT s;
SET search_path TO app;
RELEASE s;
ALTER TABLE t ADD COLUMN b int;
-- case: an index by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
DROP INDEX i;
DROP INDEX app.i;
-- case: a sequence by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE SEQUENCE s;
CREATE TABLE t (a bigint DEFAULT nextval('s'));
DROP SEQUENCE app.s;
-- case: a serial by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a serial);
ALTER SEQUENCE t_a_seq RESTART WITH 10;
DROP SEQUENCE public.t_a_seq;
-- case: a function by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION app.f();
DROP FUNCTION f();
-- case: a function of a schema that search_path leaves out
CREATE SCHEMA app;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
SET search_path TO app;
CREATE TABLE t (a int DEFAULT f());
-- case: a function in a default by search_path
CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
SET search_path TO app, public;
CREATE TABLE public.t (a int DEFAULT f());
DROP FUNCTION app.f();
-- case: a trigger by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
DROP FUNCTION app.f();
-- case: a type by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a mood);
ALTER TYPE app.mood ADD VALUE 'b';
DROP TYPE mood;
-- case: a type of a schema that search_path leaves out
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('a');
SET search_path TO app;
CREATE TABLE t (a mood);
-- case: a domain by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE DOMAIN d AS text CHECK (VALUE <> '');
CREATE TABLE public.t (a d);
DROP DOMAIN app.d;
-- case: a view by search_path
CREATE SCHEMA app;
SET search_path TO app, public;
CREATE TABLE public.t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t DROP COLUMN a;
-- case: a query that WITH names is no table
CREATE SCHEMA app;
CREATE TABLE t (a int);
SET search_path TO app;
CREATE VIEW v AS WITH t AS (SELECT 1 AS a) SELECT a FROM t;
DROP TABLE public.t;
-- case: a view is renamed by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE VIEW v AS SELECT 1 AS a;
ALTER VIEW v RENAME TO w;
DROP VIEW app.w;
DROP VIEW app.v;
-- case: a table is renamed by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
ALTER TABLE t RENAME TO u;
DROP TABLE app.t;
-- case: a materialized view by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
REFRESH MATERIALIZED VIEW v;
RESET search_path;
REFRESH MATERIALIZED VIEW v;
-- case: a partition by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
ALTER TABLE app.t DETACH PARTITION app.t1;
ALTER TABLE t ATTACH PARTITION t1 FOR VALUES IN (2);
ALTER TABLE t DETACH PARTITION public.t1;
-- case: rows by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
INSERT INTO t (a) VALUES (1);
UPDATE t SET a = 2;
INSERT INTO t (b) VALUES (1);
-- case: rows of a table that search_path leaves out
CREATE SCHEMA app;
CREATE TABLE t (a int);
SET search_path TO app;
INSERT INTO t VALUES (1);
-- case: a missing table may be missing by search_path
CREATE SCHEMA app;
CREATE TABLE t (a int);
SET search_path TO app;
DROP TABLE IF EXISTS t;
DROP TABLE public.t;
-- case: a missing table may be missing by an empty search_path
CREATE TABLE t (a int);
SET search_path TO '';
DROP TABLE IF EXISTS t;
ALTER TABLE public.t ADD COLUMN b int;
DROP TABLE t;
-- case: a comment by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
COMMENT ON COLUMN t.a IS 'x';
COMMENT ON COLUMN t.b IS 'x';
-- case: a grant by search_path
CREATE SCHEMA app;
CREATE TABLE t (a int);
SET search_path TO app;
GRANT SELECT ON t TO PUBLIC;
-- case: a sequence is owned by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
CREATE SEQUENCE s OWNED BY t.a;
DROP TABLE t;
ALTER SEQUENCE app.s RESTART;
-- case: an extension by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE EXTENSION citext;
CREATE TABLE t (a citext);
RESET search_path;
CREATE TABLE u (a citext);
-- case: an extension of a schema that search_path leaves out
CREATE SCHEMA app;
CREATE EXTENSION citext;
SET search_path TO app;
CREATE TABLE t (a citext);
-- case: an extension's function of a schema that search_path leaves out
CREATE SCHEMA app;
CREATE EXTENSION "uuid-ossp";
SET search_path TO app;
CREATE TABLE t (a uuid DEFAULT uuid_generate_v4());
-- case: an extension's function of another schema
CREATE SCHEMA app;
CREATE EXTENSION "uuid-ossp" SCHEMA app;
CREATE TABLE t (a uuid DEFAULT app.uuid_generate_v4());
CREATE TABLE u (a uuid DEFAULT uuid_generate_v4());
-- case: a block sets search_path
CREATE SCHEMA app;
DO $$ BEGIN SET LOCAL search_path TO app; CREATE TABLE t (a int); END $$;
CREATE TABLE app.t (a int);
-- case: a block performs set_config
CREATE SCHEMA app;
DO $$ BEGIN PERFORM set_config('search_path', 'app', false); END $$;
CREATE TABLE t (a int);
DROP TABLE public.t;
-- case: a block executes by search_path
CREATE SCHEMA app;
SET search_path TO app;
DO $$ BEGIN EXECUTE 'CREATE TABLE t (a int)'; END $$;
CREATE TABLE app.t (a int);
-- case: a block asks for the current schema
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
SET search_path TO app;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 't') THEN
    CREATE TABLE t (a int);
  END IF;
END $$;
ALTER TABLE t ADD COLUMN a int;
-- case: a block asks to_regclass by search_path
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
SET search_path TO app, public;
DO $$ BEGIN IF to_regclass('t') IS NOT NULL THEN DROP TABLE t; END IF; END $$;
ALTER TABLE app.t ADD COLUMN b int;
-- case: a block asks without a schema by search_path
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
SET search_path TO app;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 't') THEN
    CREATE TABLE t (a int);
  END IF;
END $$;
ALTER TABLE t ADD COLUMN a int;
-- case: the body of a function by search_path
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
SET search_path TO app;
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
RESET search_path;
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
-- case: a function with a search_path of its own
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SET search_path = app AS 'SELECT count(*) FROM t';
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql SET search_path = public AS 'SELECT count(*) FROM t';
-- case: a function with an empty search_path of its own
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SET search_path = '' AS 'SELECT count(*) FROM public.t';
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql SET search_path = '' AS 'SELECT count(*) FROM t';
-- case: what a schema is made with is in it
CREATE SCHEMA app CREATE TABLE t (a int) CREATE VIEW v AS SELECT a FROM t;
DROP TABLE app.t;
-- case: what a schema is made with is not elsewhere
CREATE SCHEMA app CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b int;
-- case: what a schema is made with comes first
CREATE TABLE t (b int);
CREATE SCHEMA app CREATE TABLE t (a int) CREATE VIEW v AS SELECT b FROM t;
-- case: a temporary table comes first
CREATE SCHEMA app;
SET search_path TO app;
CREATE TEMP TABLE t (a int);
CREATE TABLE app.t (b int);
INSERT INTO t (a) VALUES (1);
INSERT INTO t (b) VALUES (1);
-- case: a foreign key by search_path
CREATE SCHEMA app;
CREATE TABLE app.u (id int PRIMARY KEY);
CREATE TABLE u (x int);
SET search_path TO app, public;
CREATE TABLE t (a int REFERENCES u (id));
-- case: a foreign key to a table that search_path leaves out
CREATE SCHEMA app;
CREATE TABLE u (id int PRIMARY KEY);
SET search_path TO app;
CREATE TABLE t (a int REFERENCES u (id));
-- case: a table as a query by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t AS SELECT 1 AS a;
ALTER TABLE app.t DROP COLUMN b;
-- case: a table moves out of search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
ALTER TABLE t SET SCHEMA public;
ALTER TABLE t ADD COLUMN b int;
-- case: a dump's search_path, with types of all kinds
CREATE TYPE public.mood AS ENUM ('a');
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.t (a integer, b public.mood DEFAULT 'a'::public.mood, c text DEFAULT now());
CREATE TABLE public.u (a mood);
-- case: a type by an empty search_path
CREATE TYPE mood AS ENUM ('a');
SET search_path TO '';
ALTER TYPE mood ADD VALUE 'b';
-- case: regclass by search_path
CREATE SCHEMA app;
CREATE TABLE t (a int);
SET search_path TO app;
SELECT 't'::regclass;
-- case: the schema of search_path is dropped
CREATE SCHEMA app;
SET search_path TO app, public;
CREATE TABLE t (a int);
DROP SCHEMA app CASCADE;
CREATE TABLE t (a int);
ALTER TABLE public.t ADD COLUMN a int;
-- case: the schema of search_path is renamed
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
ALTER SCHEMA app RENAME TO old;
ALTER TABLE t ADD COLUMN b int;
-- case: the schema of search_path comes later
SET search_path TO app;
CREATE SCHEMA app;
CREATE TABLE t (a int);
DROP TABLE app.t;
-- case: a statistics object by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int, b int);
CREATE STATISTICS st ON a, b FROM t;
CREATE STATISTICS st2 ON a, b FROM public.t;
-- case: a policy by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a > 0);
DROP POLICY p ON app.t;
DROP POLICY p ON t;
-- case: information of a schema that is named
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT table_name FROM information_schema.tables;
DROP VIEW public.v;
-- case: information_schema in search_path
SET search_path TO information_schema, public;
CREATE VIEW public.v AS SELECT table_name FROM tables;
DROP VIEW v;
-- case: a procedure is called by search_path
CREATE SCHEMA app;
CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1';
SET search_path TO app;
CALL p();
RESET search_path;
CALL p();

-- case: set_config of the search path
CREATE SCHEMA app;
SELECT set_config('search_path', 'app', false);
CREATE TABLE t (a int);
SELECT a FROM app.t;
SELECT a FROM public.t;

-- case: set_config of the search path within a transaction
CREATE SCHEMA app;
SELECT pg_catalog.set_config('search_path', 'app, public', true);
CREATE TABLE t (a int);
SELECT a FROM public.t;

-- case: set_config of an empty search path
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE t (a int);

-- case: set_config of the search path within a block
CREATE SCHEMA app;
DO $$ BEGIN PERFORM set_config('search_path', 'app', false); CREATE TABLE t (a int); END $$;
SELECT a FROM app.t;
SELECT a FROM public.t;

-- case: a setting that is not there by set_config
SELECT set_config('no_such_setting', 'x', false);

-- case: set_config of what only the server sets
SELECT set_config('shared_buffers', '1', false);

-- case: the search path set within a block
CREATE SCHEMA app;
DO $$ BEGIN SET search_path TO app; CREATE TABLE t (a int); END $$;
SELECT a FROM app.t;
SELECT a FROM public.t;

-- case: a statement timeout that is none by set_config
SELECT set_config('statement_timeout', 'soon', false);

-- case: a setting of an application
SELECT set_config('app.tenant', '1', true);
-- case: a setting that is missing is reset
RESET nothing_here;
-- case: settings are reset
RESET search_path;
RESET ALL;
RESET app.tenant;
RESET ROLE;
RESET SESSION AUTHORIZATION;
RESET TIME ZONE;
-- case: a statistics object is found by search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int, b int);
CREATE STATISTICS st ON a, b FROM t;
COMMENT ON STATISTICS st IS 'x';
DROP STATISTICS app.st;
DROP STATISTICS st;
