-- case: a schema is created twice
CREATE SCHEMA app;
CREATE SCHEMA app;
-- case: a schema that need not be created twice
CREATE SCHEMA app;
CREATE SCHEMA IF NOT EXISTS app;
-- case: public is created
CREATE SCHEMA public;
-- case: public need not be created
CREATE SCHEMA IF NOT EXISTS public;
-- case: a schema of the server's own kind
CREATE SCHEMA pg_app;
-- case: a missing schema is dropped
DROP SCHEMA app;
-- case: a missing schema may be missing
DROP SCHEMA IF EXISTS app;
-- case: a schema with a table is dropped
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
DROP SCHEMA app;
-- case: a schema with a type is dropped
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('a');
DROP SCHEMA app;
-- case: a schema with a function is dropped
CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP SCHEMA app;
-- case: an empty schema is dropped
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
DROP TABLE app.t;
DROP SCHEMA app;
-- case: a schema is dropped with all in it
CREATE SCHEMA app;
CREATE TABLE app.t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES app.t);
DROP SCHEMA app CASCADE;
ALTER TABLE u DROP CONSTRAINT u_a_fkey;
-- case: a schema is dropped and used
CREATE SCHEMA app;
DROP SCHEMA app;
CREATE TABLE app.t (a int);
-- case: public is dropped and made again
CREATE TABLE t (a int);
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
CREATE TABLE t (a int);
-- case: a schema is renamed
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
ALTER SCHEMA app RENAME TO shop;
ALTER TABLE shop.t ADD COLUMN b int;
-- case: a renamed schema is used by its old name
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
ALTER SCHEMA app RENAME TO shop;
ALTER TABLE app.t ADD COLUMN b int;
-- case: a schema is renamed to one that is there
CREATE SCHEMA app;
CREATE SCHEMA shop;
ALTER SCHEMA app RENAME TO shop;
-- case: a missing schema is renamed
ALTER SCHEMA app RENAME TO shop;
-- case: a schema with its elements
CREATE SCHEMA app CREATE TABLE t (a int);
ALTER TABLE app.t ADD COLUMN b int;
-- case: search_path puts new tables into the schema
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
ALTER TABLE app.t ADD COLUMN b int;
-- case: search_path finds in several schemas
CREATE SCHEMA app;
CREATE TABLE u (a int);
SET search_path TO app, public;
CREATE TABLE t (a int);
ALTER TABLE u ADD COLUMN b int;
-- case: search_path leaves public out
CREATE SCHEMA app;
CREATE TABLE u (a int);
SET search_path TO app;
ALTER TABLE u ADD COLUMN b int;
-- case: search_path names no schema that is there
SET search_path TO nowhere;
CREATE TABLE t (a int);
-- case: search_path is set back
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
RESET search_path;
ALTER TABLE t ADD COLUMN b int;
-- case: an empty search_path
SET search_path TO '';
CREATE TABLE t (a int);
-- case: an empty search_path as a dump sets it
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.t (a int);
CREATE TABLE t (a int);
-- case: search_path hides a table behind another
CREATE SCHEMA app;
CREATE TABLE t (a int);
CREATE TABLE app.t (b int);
SET search_path TO app, public;
ALTER TABLE t DROP COLUMN a;
-- case: search_path for one transaction
CREATE SCHEMA app;
SET LOCAL search_path = app, public;
CREATE TABLE t (a int);
ALTER TABLE app.t DROP COLUMN a;
-- case: a view in search_path
CREATE SCHEMA app;
SET search_path TO app;
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
DROP TABLE app.t;
-- case: a foreign key in search_path
CREATE SCHEMA app;
CREATE TABLE t (a int PRIMARY KEY);
SET search_path TO app, public;
CREATE TABLE u (a int REFERENCES t);
DROP TABLE public.t;
-- case: a type in search_path
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('a');
SET search_path TO app, public;
CREATE TABLE t (a mood);
-- case: a type of another schema without saying it
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('a');
CREATE TABLE t (a mood);
-- case: a function of another schema without saying it
CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE t (a int DEFAULT f());
-- case: a schema makes its tables before its views
CREATE SCHEMA s CREATE VIEW v AS SELECT a FROM t CREATE TABLE t (a int);
SELECT a FROM s.v;
-- case: a schema's tables are made as they stand
CREATE SCHEMA s CREATE TABLE t (id int REFERENCES u) CREATE TABLE u (id int PRIMARY KEY);
-- case: a schema makes its sequences before its tables
CREATE SCHEMA s CREATE TABLE t (id int DEFAULT nextval('q')) CREATE SEQUENCE q;
DROP SEQUENCE s.q;
-- case: a schema makes its indexes after its tables
CREATE SCHEMA s CREATE INDEX ON t (a) CREATE TABLE t (a int) GRANT SELECT ON t TO PUBLIC;
DROP INDEX s.t_a_idx;
-- case: a schema grants what it has not
CREATE SCHEMA s GRANT SELECT ON nope TO PUBLIC;
-- case: a schema makes no table of another
CREATE SCHEMA s CREATE TABLE public.t (a int);
-- case: a schema makes no index of another
CREATE TABLE t (a int);
CREATE SCHEMA s CREATE INDEX ON public.t (a);
-- case: a schema makes no view of another
CREATE SCHEMA s CREATE VIEW public.v AS SELECT 1 AS x;
-- case: a schema makes no sequence of another
CREATE SCHEMA s CREATE SEQUENCE public.q;
-- case: a schema's view selects what is not there
CREATE SCHEMA s CREATE VIEW v AS SELECT nope FROM t CREATE TABLE t (a int);
-- case: a schema's view of its view
CREATE SCHEMA s CREATE VIEW v AS SELECT 1 a CREATE VIEW w AS SELECT a FROM v;
SELECT a FROM s.w;
-- case: a schema's view of a later view
CREATE SCHEMA s CREATE VIEW w AS SELECT a FROM v CREATE VIEW v AS SELECT 1 a;
-- case: a schema that may be there makes nothing
CREATE SCHEMA IF NOT EXISTS s CREATE TABLE t (a int);
-- case: a schema makes no type
CREATE SCHEMA s CREATE TYPE ty AS (a int);
-- case: a schema makes no function
CREATE SCHEMA s CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- case: a schema makes a table twice
CREATE SCHEMA s CREATE TABLE t (a int) CREATE TABLE t (b int);
-- case: a schema's index of a missing column
CREATE SCHEMA s CREATE TABLE t (a int) CREATE INDEX i ON t (b);
-- case: a schema's view of its table by full names
CREATE SCHEMA s CREATE TABLE s.t (a int) CREATE VIEW s.v AS SELECT b FROM s.t;
-- case: a schema's trigger of a missing function
CREATE SCHEMA s CREATE TABLE t (a int) CREATE TRIGGER tr BEFORE INSERT ON t EXECUTE FUNCTION nope();
-- case: a schema's view of a table elsewhere
CREATE TABLE p (a int);
CREATE SCHEMA s CREATE TABLE t (b int) CREATE VIEW v AS SELECT a FROM p;
SELECT a FROM s.v;
-- case: a schema's view of its own table of that name
CREATE TABLE p (a int);
CREATE SCHEMA s CREATE VIEW v AS SELECT a FROM p CREATE TABLE p (b int);
-- case: a schema makes no temporary table
CREATE SCHEMA s CREATE TEMP TABLE p (b int);
-- case: a schema makes no table of a query
CREATE SCHEMA s CREATE TABLE t AS SELECT 1;
-- case: a schema's view of all columns
CREATE SCHEMA s CREATE VIEW v AS SELECT * FROM t CREATE TABLE t (a int, b text);
SELECT a, b FROM s.v;
ALTER TABLE s.t DROP COLUMN b;
-- case: a schema is made within a block
DO $$ BEGIN CREATE SCHEMA s CREATE VIEW v AS SELECT a FROM t CREATE TABLE t (a int); END $$;
SELECT a FROM s.v;
-- case: a publication of a missing schema
CREATE PUBLICATION p FOR TABLES IN SCHEMA missing;
-- case: a publication of a schema is left by it
CREATE SCHEMA x;
CREATE PUBLICATION p FOR TABLES IN SCHEMA x, public;
DROP SCHEMA x CASCADE;
CREATE SCHEMA x;
ALTER PUBLICATION p ADD TABLES IN SCHEMA x;
-- case: an extension goes with the schema that it is in
CREATE EXTENSION citext;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
CREATE TABLE t (a citext);
-- case: a schema that an extension is in
CREATE SCHEMA ext;
CREATE EXTENSION citext SCHEMA ext;
DROP SCHEMA ext;
-- case: a column of an extension's type goes with the extension's schema
CREATE SCHEMA ext;
CREATE EXTENSION citext SCHEMA ext;
CREATE TABLE t (a ext.citext, b int);
DROP SCHEMA ext CASCADE;
ALTER TABLE t DROP COLUMN b;
ALTER TABLE t DROP COLUMN a;
