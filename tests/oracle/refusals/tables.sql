-- case: a table is created twice
CREATE TABLE t (a int);
CREATE TABLE t (b int);
-- case: a table that need not be created twice
CREATE TABLE t (a int);
CREATE TABLE IF NOT EXISTS t (b int);
ALTER TABLE t ADD COLUMN c int;
-- case: what IF NOT EXISTS passed over is not there
CREATE TABLE t (a int);
CREATE TABLE IF NOT EXISTS t (b int);
ALTER TABLE t DROP COLUMN b;
-- case: a missing table is dropped
DROP TABLE t;
-- case: a missing table may be missing
DROP TABLE IF EXISTS t;
-- case: a dropped table is altered
CREATE TABLE t (a int);
DROP TABLE t;
ALTER TABLE t ADD COLUMN b int;
-- case: a missing table is altered
ALTER TABLE missing ADD COLUMN b int;
-- case: a missing table that need not be there is altered
ALTER TABLE IF EXISTS missing ADD COLUMN b int;
-- case: a table takes the name of a view
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE TABLE v (a int);
-- case: a table takes the name of an index
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
CREATE TABLE i (a int);
-- case: a table takes the name of a sequence
CREATE SEQUENCE s;
CREATE TABLE s (a int);
-- case: a table takes the name of a type
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE mood (a int);
-- case: DROP TABLE of a view
CREATE VIEW v AS SELECT 1 AS a;
DROP TABLE v;
-- case: DROP TABLE IF EXISTS of a view
CREATE VIEW v AS SELECT 1 AS a;
DROP TABLE IF EXISTS v;
-- case: DROP VIEW of a table
CREATE TABLE t (a int);
DROP VIEW t;
-- case: several tables are dropped and one is missing
CREATE TABLE t (a int);
DROP TABLE t, u;
-- case: tables that need each other are dropped together
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
DROP TABLE t, u;
-- case: a quoted name is another name
CREATE TABLE "T" (a int);
CREATE TABLE t (a int);
DROP TABLE "T";
DROP TABLE T;
-- case: a quoted name is looked for without quotes
CREATE TABLE "User" (a int);
ALTER TABLE User ADD COLUMN b int;
-- case: a table in a schema that is missing
CREATE TABLE app.t (a int);
-- case: the same name in two schemas
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
CREATE TABLE t (a int);
-- case: public may be said
CREATE TABLE t (a int);
CREATE TABLE public.t (a int);
-- case: a table like another
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (LIKE t INCLUDING ALL);
CREATE TABLE w (a int REFERENCES u (a));
-- case: a table like another without its keys
CREATE TABLE t (a int PRIMARY KEY, b text);
CREATE TABLE u (LIKE t);
CREATE TABLE w (a int REFERENCES u (a));
-- case: a table like one that is missing
CREATE TABLE u (LIKE missing);
-- case: a table like another with a column that is there twice
CREATE TABLE t (a int);
CREATE TABLE u (LIKE t, a int);
-- case: a table as a query of a missing table
CREATE TABLE u AS SELECT * FROM missing;
-- case: a table as a query
CREATE TABLE t (a int, b text);
CREATE TABLE u AS SELECT a, b FROM t;
ALTER TABLE u ADD PRIMARY KEY (a);
-- case: a column that a table as a query has not
CREATE TABLE t (a int, b text);
CREATE TABLE u AS SELECT a FROM t;
ALTER TABLE u DROP COLUMN b;
-- case: the star of a table as a query
CREATE TABLE t (a int, b text);
CREATE TABLE u AS SELECT * FROM t;
ALTER TABLE u DROP COLUMN b;
ALTER TABLE u DROP COLUMN c;
-- case: a table as a query is there already
CREATE TABLE t (a int);
CREATE TABLE t AS SELECT 1 AS a;
-- case: SELECT INTO a table that is there
CREATE TABLE t (a int);
SELECT 1 AS a INTO t;
-- case: a temporary table hides a table
CREATE TABLE t (a int);
CREATE TEMP TABLE t (b int);
ALTER TABLE t DROP COLUMN b;
DROP TABLE t;
ALTER TABLE t DROP COLUMN a;
-- case: a temporary table is used
CREATE TEMP TABLE w AS SELECT 1 AS a;
CREATE TABLE t (a int);
INSERT INTO t SELECT a FROM w;
DROP TABLE w;
-- case: a temporary table is dropped and used
CREATE TEMP TABLE w (a int);
DROP TABLE w;
INSERT INTO w VALUES (1);
-- case: a table is renamed and used by its old name
CREATE TABLE t (a int);
ALTER TABLE t RENAME TO u;
ALTER TABLE t ADD COLUMN b int;
-- case: a table is renamed to a name that is taken
CREATE TABLE t (a int);
CREATE TABLE u (a int);
ALTER TABLE t RENAME TO u;
-- case: a table is renamed to the name of an index
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE INDEX w ON u (a);
ALTER TABLE t RENAME TO w;
-- case: a missing table is renamed
ALTER TABLE missing RENAME TO u;
-- case: a missing table that need not be there is renamed
ALTER TABLE IF EXISTS missing RENAME TO u;
-- case: a table moves to a schema where its name is taken
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
CREATE TABLE t (a int);
ALTER TABLE t SET SCHEMA app;
-- case: a table moves to a missing schema
CREATE TABLE t (a int);
ALTER TABLE t SET SCHEMA app;
-- case: a table moved to another schema is found there
CREATE SCHEMA app;
CREATE TABLE t (a serial PRIMARY KEY);
ALTER TABLE t SET SCHEMA app;
ALTER TABLE app.t ADD COLUMN b int;
ALTER SEQUENCE app.t_a_seq RESTART;
-- case: a table moved to another schema is gone from its own
CREATE SCHEMA app;
CREATE TABLE t (a int);
ALTER TABLE t SET SCHEMA app;
ALTER TABLE t ADD COLUMN b int;
-- case: a table without columns
CREATE TABLE t ();
ALTER TABLE t ADD COLUMN a int;
-- case: a typed table
CREATE TYPE pair AS (a int, b text);
CREATE TABLE t OF pair;
ALTER TABLE t ADD PRIMARY KEY (a);
-- case: a typed table of a missing type
CREATE TABLE t OF pair;
-- case: an unlogged table becomes logged
CREATE UNLOGGED TABLE t (a int);
ALTER TABLE t SET LOGGED;
-- case: a storage parameter that is not known
CREATE TABLE t (a int) WITH (flavor = 3);
-- case: a storage parameter is set
CREATE TABLE t (a int) WITH (fillfactor = 70);
ALTER TABLE t SET (autovacuum_enabled = false);
ALTER TABLE t RESET (fillfactor);
-- case: a system column's name is taken
CREATE TABLE t (xmin int);
-- case: truncating a missing table
TRUNCATE missing;
-- case: truncating a table that is referred to
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
TRUNCATE t;
-- case: truncating a table that is referred to with what refers
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
TRUNCATE t CASCADE;
-- case: a check, a partial index and a generated column name their table, which is renamed
CREATE TABLE t (a int CHECK (t.a > 0), b int GENERATED ALWAYS AS (t.a * 2) STORED);
CREATE INDEX i ON t ((t.a + 1)) WHERE t.a > 1;
ALTER TABLE t RENAME TO u;
ALTER TABLE u ADD CHECK (u.a < 9);
ALTER TABLE u ADD CHECK (t.a < 8);
-- case: a constraint stands before its column in one statement
CREATE TABLE t (a int UNIQUE, b text);
ALTER TABLE t DROP CONSTRAINT t_a_key, ADD CONSTRAINT u UNIQUE (a, c), ADD CHECK (c > 0), ADD COLUMN c int NOT NULL DEFAULT 1;
ALTER TABLE t ALTER d SET NOT NULL, ADD COLUMN d int;
ALTER TABLE t ADD UNIQUE (e);
-- case: a recursive view sees itself
CREATE RECURSIVE VIEW v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v WHERE n < 10;
CREATE OR REPLACE RECURSIVE VIEW v (n) AS VALUES (2) UNION ALL SELECT n + 1 FROM v WHERE n < 10;
SELECT n FROM v;
CREATE RECURSIVE VIEW w (n) AS VALUES (1) UNION ALL SELECT m + 1 FROM w WHERE n < 10;
-- case: a table is dropped twice by one statement
CREATE TABLE t (a int);
DROP TABLE t, public.t;
DROP TABLE t;
-- case: a table is dropped with its partition
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE q PARTITION OF p DEFAULT;
DROP TABLE p, q;
DROP TABLE q;
-- case: a table is like another between its own columns
CREATE TABLE t (a int, b text);
CREATE TABLE u (id int, LIKE t, at date);
INSERT INTO u VALUES (1, 2, 'x', '2024-01-01');
INSERT INTO u VALUES (1, '2024-01-01', 2, 'x');
-- case: a table of a type that has no columns
CREATE TABLE t (a int);
ALTER TABLE t OF int4range;
-- case: a table becomes one of a type
CREATE TYPE pair AS (a int);
CREATE TABLE t (a int);
ALTER TABLE t OF pair;
-- case: a foreign table of a server that is not there
CREATE EXTENSION file_fdw;
CREATE SERVER srv FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE f (a int) SERVER srv OPTIONS (filename '/dev/null');
CREATE FOREIGN TABLE g (a int) SERVER missing OPTIONS (filename '/dev/null');
-- case: a storage parameter that is no number
CREATE TABLE t (a int) WITH (fillfactor = '70', toast_tuple_target = 200.0);
CREATE TABLE u (a int) WITH (toast_tuple_target = '{}');

-- case: what is there is read no further
CREATE TABLE t (a int);
CREATE TABLE IF NOT EXISTS t (b int REFERENCES nope, c nope, e boolean DEFAULT lower('X'), CHECK (d), PRIMARY KEY (z));
CREATE TABLE IF NOT EXISTS t (b text GENERATED ALWAYS AS (b) STORED) PARTITION BY LIST (x);
SELECT b FROM t;

-- case: behind IF EXISTS what a table gets is read
CREATE TABLE t (a int, b text);
ALTER TABLE IF EXISTS nope ADD CHECK (z > 0);
ALTER TABLE IF EXISTS t ADD CHECK (a > 0), ADD CHECK (a = b);

-- case: behind IF EXISTS what turns values is read
CREATE TABLE t (a int, b text);
ALTER TABLE IF EXISTS t ALTER COLUMN a TYPE text USING lower(a);

-- case: a column that is there is read no further
CREATE TABLE t (a int, b text);
ALTER TABLE t ADD COLUMN IF NOT EXISTS a nope REFERENCES nope CHECK (z > 0), ADD COLUMN IF NOT EXISTS b nope;
ALTER TABLE t ADD COLUMN IF NOT EXISTS b interval GENERATED BY DEFAULT AS IDENTITY;
ALTER TABLE t ADD COLUMN IF NOT EXISTS c nope;
-- case: a parameter of the storage that there is not, set later
CREATE TABLE t (a int);
ALTER TABLE t SET (autovacuum_enabled = false, toast.autovacuum_enabled = false, fillfactor = 50);
ALTER TABLE t SET (autovacum_enabled = false);
-- case: a parameter of the storage out of its bounds, set later
CREATE TABLE t (a int);
ALTER TABLE t SET (fillfactor = 7);
-- case: a parameter of the storage that almost is one
CREATE TABLE t (a int) WITH (autovacuum_on = false);
