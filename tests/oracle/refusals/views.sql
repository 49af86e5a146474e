-- case: a view of a missing table
CREATE VIEW v AS SELECT * FROM missing;
-- case: a view of a missing column
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT b FROM t;
-- case: a view of a missing column of an alias
CREATE TABLE t (a int);
CREATE TABLE u (b int);
CREATE VIEW v AS SELECT x.a, y.c FROM t x JOIN u y ON x.a = y.b;
-- case: a view with a condition on a missing column
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t WHERE b > 0;
-- case: a view that calls a missing function
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT make_it(a) FROM t;
-- case: a view is created twice
CREATE VIEW v AS SELECT 1 AS a;
CREATE VIEW v AS SELECT 1 AS a;
-- case: a view takes a table's name
CREATE TABLE t (a int);
CREATE VIEW t AS SELECT 1 AS a;
-- case: a view replaces a table
CREATE TABLE t (a int);
CREATE OR REPLACE VIEW t AS SELECT 1 AS a;
-- case: a view is replaced
CREATE VIEW v AS SELECT 1 AS a;
CREATE OR REPLACE VIEW v AS SELECT 2 AS a;
-- case: a view is replaced with a column more
CREATE VIEW v AS SELECT 1 AS a;
CREATE OR REPLACE VIEW v AS SELECT 1 AS a, 2 AS b;
-- case: a view is replaced with a column less
CREATE VIEW v AS SELECT 1 AS a, 2 AS b;
CREATE OR REPLACE VIEW v AS SELECT 1 AS a;
-- case: a view is replaced with another column
CREATE VIEW v AS SELECT 1 AS a;
CREATE OR REPLACE VIEW v AS SELECT 1 AS b;
-- case: a view is replaced with another order
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE OR REPLACE VIEW v AS SELECT b, a FROM t;
-- case: a view is replaced with another type
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT a AS x FROM t;
CREATE OR REPLACE VIEW v AS SELECT b AS x FROM t;
-- case: a view of a star is replaced after a column was added
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT * FROM t;
ALTER TABLE t ADD COLUMN b int;
CREATE OR REPLACE VIEW v AS SELECT * FROM t;
-- case: a table that a view reads is dropped
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
DROP TABLE t;
-- case: a table that a view reads is dropped with it
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
DROP TABLE t CASCADE;
DROP VIEW v;
-- case: a column that a view reads is dropped
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t DROP COLUMN a;
-- case: a column that a view does not read is dropped
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t DROP COLUMN b;
-- case: a column of two tables that a view reads from one is dropped from the other
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int, b int);
CREATE VIEW v AS SELECT t.b FROM t JOIN u ON t.a = u.a;
ALTER TABLE u DROP COLUMN b;
-- case: a column of two tables that a view reads from one is dropped from that
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int, b int);
CREATE VIEW v AS SELECT t.b FROM t JOIN u ON t.a = u.a;
ALTER TABLE t DROP COLUMN b;
-- case: a column that a view of a star reads is dropped
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT * FROM t;
ALTER TABLE t DROP COLUMN b;
-- case: a column added after a view of a star is dropped
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT * FROM t;
ALTER TABLE t ADD COLUMN b int;
ALTER TABLE t DROP COLUMN b;
-- case: a column of a join of stars is dropped
CREATE TABLE t (a int, b int);
CREATE TABLE u (c int, d int);
CREATE VIEW v AS SELECT * FROM t JOIN u ON a = c;
ALTER TABLE u DROP COLUMN d;
-- case: a column that a view reads changes its type
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t ALTER a TYPE bigint;
-- case: a column that a view reads gets a default
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t ALTER a SET DEFAULT 1, ALTER a SET NOT NULL;
-- case: a column that a view reads is renamed
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t RENAME a TO b;
CREATE VIEW w AS SELECT a FROM v;
-- case: a table that a view reads is renamed
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT t.a FROM t;
ALTER TABLE t RENAME TO u;
DROP TABLE u;
-- case: a view that a view reads is dropped
CREATE VIEW v AS SELECT 1 AS a;
CREATE VIEW w AS SELECT a FROM v;
DROP VIEW v;
-- case: a view that a view reads is dropped with it
CREATE VIEW v AS SELECT 1 AS a;
CREATE VIEW w AS SELECT a FROM v;
DROP VIEW v CASCADE;
DROP VIEW w;
-- case: views that read each other are dropped together
CREATE VIEW v AS SELECT 1 AS a;
CREATE VIEW w AS SELECT a FROM v;
DROP VIEW v, w;
-- case: a missing view is dropped
DROP VIEW v;
-- case: a missing view may be missing
DROP VIEW IF EXISTS v;
-- case: DROP VIEW of a materialized view
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
DROP VIEW v;
-- case: DROP VIEW IF EXISTS of a materialized view
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
DROP VIEW IF EXISTS v;
-- case: a materialized view is refreshed
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
REFRESH MATERIALIZED VIEW v;
-- case: a missing materialized view is refreshed
REFRESH MATERIALIZED VIEW v;
-- case: a plain view is refreshed
CREATE VIEW v AS SELECT 1 AS a;
REFRESH MATERIALIZED VIEW v;
-- case: a materialized view is refreshed concurrently without a unique index
-- outside
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
REFRESH MATERIALIZED VIEW CONCURRENTLY v;
-- case: a materialized view is refreshed concurrently
-- outside
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
CREATE UNIQUE INDEX ON v (a);
REFRESH MATERIALIZED VIEW CONCURRENTLY v;
-- case: OR REPLACE of a materialized view
CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT 1 AS a;
-- case: a materialized view that need not be created twice
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 2 AS b;
-- case: a view with its columns named
CREATE VIEW v (x, y) AS SELECT 1, 2;
CREATE VIEW w AS SELECT y FROM v;
-- case: a view with more names than columns
CREATE VIEW v (x, y) AS SELECT 1;
-- case: a view with a column twice
CREATE VIEW v AS SELECT 1 AS a, 2 AS a;
-- case: a view with a column twice from a join of stars
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT * FROM t JOIN u ON t.a = u.a;
-- case: a view is renamed
CREATE VIEW v AS SELECT 1 AS a;
ALTER VIEW v RENAME TO w;
DROP VIEW v;
-- case: a view is altered by ALTER TABLE
CREATE VIEW v AS SELECT 1 AS a;
ALTER TABLE v RENAME TO w;
DROP VIEW w;
-- case: a column is added to a view
CREATE VIEW v AS SELECT 1 AS a;
ALTER TABLE v ADD COLUMN b int;
-- case: a common table expression is no table
CREATE TABLE t (a int);
CREATE VIEW v AS WITH c AS (SELECT a FROM t) SELECT a FROM c;
-- case: a recursive view
CREATE TABLE t (a int, b int);
CREATE VIEW v AS WITH RECURSIVE c AS (SELECT a, b FROM t UNION ALL SELECT t.a, t.b FROM t JOIN c ON t.b = c.a) SELECT a FROM c;
-- case: a recursive query without RECURSIVE
CREATE TABLE t (a int, b int);
CREATE VIEW v AS WITH c AS (SELECT a, b FROM t UNION ALL SELECT t.a, t.b FROM t JOIN c ON t.b = c.a) SELECT a FROM c;
-- case: a view that groups
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, count(*) AS n, max(b) AS m FROM t GROUP BY a HAVING count(*) > 1;
-- case: a view that forgets to group
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b, count(*) AS n FROM t GROUP BY a;
-- case: a view whose union does not fit
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t UNION SELECT a, b FROM t;
-- case: a column that is ambiguous
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT a FROM t, u;
-- case: the primary key that a grouping needs is dropped
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE VIEW v AS SELECT a, b, count(*) AS n FROM t GROUP BY a;
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- case: a view moves to a schema that is missing
CREATE VIEW v AS SELECT 1 AS a;
ALTER VIEW v SET SCHEMA app;
-- case: a temporary view is there
CREATE TABLE t (a int);
CREATE TEMP VIEW v AS SELECT a FROM t;
INSERT INTO v VALUES (1);
CREATE VIEW w AS SELECT a FROM v;
SELECT a FROM pg_temp.w;
DROP VIEW v;
-- case: a temporary view keeps its function
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TEMP VIEW v AS SELECT f() AS a;
DROP FUNCTION f();
-- case: a temporary table counts by its sequence
CREATE TEMP TABLE t (a serial);
SELECT setval('t_a_seq', 5);
SELECT setval('t_b_seq', 5);
-- case: a materialized view is altered as a view
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
ALTER TABLE v RENAME TO w;
ALTER MATERIALIZED VIEW w RENAME TO v;
ALTER VIEW v RENAME TO w;
-- case: a view is altered as a materialized view
CREATE VIEW v AS SELECT 1 AS a;
ALTER MATERIALIZED VIEW v RENAME TO w;
-- case: views are dropped that go with the first
CREATE VIEW v AS SELECT 1 AS a;
CREATE VIEW w AS SELECT a FROM v;
DROP VIEW v, w CASCADE;
DROP VIEW w;
-- case: a materialized view over a temporary table
CREATE TEMPORARY TABLE t (a int);
CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
-- case: texts of JSON are not compared
CREATE TABLE t (a json, b int);
CREATE VIEW v AS SELECT t.b FROM t JOIN t u ON t.a = u.b;
-- case: a text of JSON is not compared with another
CREATE TABLE t (a json);
CREATE VIEW v AS SELECT 1 AS one FROM t WHERE a = a;
-- case: parts of JSON are compared
CREATE TABLE t (a json);
CREATE VIEW v AS SELECT a -> 'b' AS b FROM t WHERE a ->> 'c' = 'd' AND a IS NOT NULL;
-- case: different sums, ordered by what they are made of
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT DISTINCT a + 1 AS b FROM t ORDER BY a;
-- case: different values, ordered by what they are
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT DISTINCT t.a AS b FROM t ORDER BY a;
-- case: as many rows as no number says
CREATE VIEW v AS SELECT 1 AS a LIMIT 'x';
-- case: as many rows as a number in quotes says
CREATE VIEW v AS SELECT 1 AS a LIMIT '1';
-- case: all columns of a row that a function gives
CREATE VIEW v AS SELECT it.kind FROM (SELECT oid, (aclexplode(relacl)).* FROM pg_class) AS it (oid, grantor, grantee, kind, grantable);
-- case: arrays become rows side by side
CREATE TABLE t (a int[], b timestamptz[]);
CREATE VIEW v AS SELECT ARRAY(SELECT it.n FROM unnest(t.a, t.b) AS it (n, at) WHERE at > now()) FROM t;
-- case: arrays side by side have as many columns
CREATE TABLE t (a int[], b int[]);
CREATE VIEW v AS SELECT it.z FROM t, unnest(t.a, t.b) AS it (x, y);

-- case: a query that reads itself begins with rows of its own
CREATE VIEW counted AS WITH RECURSIVE n AS (SELECT n.a + 1 AS a FROM n) SELECT a FROM n;

-- case: a query that reads itself takes nothing away
CREATE VIEW counted AS WITH RECURSIVE n (a) AS (SELECT 1 EXCEPT SELECT a + 1 FROM n) SELECT a FROM n;

-- case: a query reads itself before it has rows
CREATE VIEW counted AS WITH RECURSIVE n (a) AS (SELECT a FROM n UNION ALL SELECT 1) SELECT a FROM n;

-- case: a query that reads itself adds what it sums up
CREATE VIEW counted AS WITH RECURSIVE n (a) AS (SELECT 1 UNION ALL SELECT max(a) + 1 FROM n) SELECT a FROM n;

-- case: a query reads one that stands behind it
CREATE VIEW counted AS WITH RECURSIVE n (a) AS (SELECT * FROM m UNION ALL SELECT a + 1 FROM n WHERE a < 5), m (a) AS (VALUES (1)) SELECT a FROM n;

-- case: a query is called as a table that it reads
CREATE TABLE n (a int);
CREATE VIEW counted AS WITH n AS (SELECT a FROM n) SELECT a FROM n;

-- case: what is joined by has a name
CREATE TABLE a (x int, y int);
CREATE TABLE b (x int, z int);
CREATE VIEW both_have AS SELECT c.x, c.* FROM a JOIN b USING (x) AS c;
CREATE VIEW both_had AS SELECT c.x AS n, z FROM a JOIN b USING (x) AS c WHERE c.x = 1;
SELECT c.z FROM a JOIN b USING (x) AS c;
-- case: a view's default of another type
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER VIEW v ALTER COLUMN a SET DEFAULT 5;
ALTER VIEW v ALTER COLUMN a SET DEFAULT now();
-- case: a view's default that is no value of its column
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER VIEW v ALTER COLUMN a SET DEFAULT 'x';
-- case: a view's default of another type, as a table's
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE v ALTER COLUMN a SET DEFAULT now();
-- case: a view groups by several of its results in parentheses
CREATE TABLE t (a int, b int, c int);
CREATE VIEW v AS SELECT a + 1 AS x, b + 1 AS y, sum(c) AS n FROM t GROUP BY (x, y);
-- case: a view groups by a row of its results
CREATE TABLE t (a int, b int, c int);
CREATE VIEW v AS SELECT a + 1 AS x, b + 1 AS y, sum(c) AS n FROM t GROUP BY ROW (x, y);
-- case: a view groups by one of its results in parentheses, and orders by it
CREATE TABLE t (a int, c int);
CREATE VIEW v AS SELECT a + 1 AS x, sum(c) AS n FROM t GROUP BY ((x)) ORDER BY (x);
-- case: a view orders by several of its results in parentheses
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a + 1 AS x, b + 1 AS y FROM t ORDER BY (x, y);
-- case: a view shows what it does not group by, in parentheses
CREATE TABLE t (a int, b int, c int);
CREATE VIEW v AS SELECT a, b, c FROM t GROUP BY (a, b);
