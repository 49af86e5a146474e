-- case: a table of a query knows its types
CREATE TABLE t (a int, b text NOT NULL);
CREATE TABLE n AS SELECT a, b, a + 1 AS c FROM t;
ALTER TABLE n ADD CONSTRAINT n_fk FOREIGN KEY (a) REFERENCES t (a);
-- case: a column of a table of a query
CREATE TABLE t (a int, b text);
CREATE TABLE n AS SELECT a, upper(b) AS u FROM t;
CREATE INDEX i ON n (u);
CREATE INDEX j ON n (b);
-- case: a column of an expression of a table of a query
CREATE TABLE t (a int, b text);
CREATE TABLE n AS SELECT count(*) AS n, max(a) AS m, min(b) FROM t;
ALTER TABLE n ALTER COLUMN min SET DEFAULT 'x';
ALTER TABLE n ALTER COLUMN max SET DEFAULT 1;
-- case: an arithmetic column of a table of a query
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT a * 2 AS d FROM t;
ALTER TABLE n ALTER COLUMN d TYPE boolean;
-- case: a case expression of a table of a query
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END AS c FROM t;
CREATE INDEX i ON n (c);
ALTER TABLE n DROP COLUMN "case";
-- case: an unnamed case of a table of a query
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT CASE WHEN a > 1 THEN 1 END FROM t;
ALTER TABLE n DROP COLUMN "case";
-- case: a coalesced column of a table of a query
CREATE TABLE t (a int, b int);
CREATE TABLE n AS SELECT coalesce(a, b) FROM t;
ALTER TABLE n RENAME COLUMN coalesce TO c;
ALTER TABLE n DROP COLUMN a;
-- case: a subquery's column of a table of a query
CREATE TABLE t (a int, b int);
CREATE TABLE n AS SELECT x.a, (SELECT max(b) FROM t) AS m FROM (SELECT a FROM t) x;
ALTER TABLE n DROP COLUMN m;
ALTER TABLE n DROP COLUMN b;
-- case: a table of a query with two columns of one name
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT a, a FROM t;
-- case: a table of a query has its names in a list
CREATE TABLE t (a int, b int);
CREATE TABLE n (x, y) AS SELECT a, b FROM t;
ALTER TABLE n DROP COLUMN y;
ALTER TABLE n DROP COLUMN b;
-- case: a table of a query has too many names
CREATE TABLE t (a int);
CREATE TABLE n (x, y) AS SELECT a FROM t;
-- case: a table of a query is there already
CREATE TABLE n (a int);
CREATE TABLE n AS SELECT 1 AS b;
-- case: a table of a query may be there already
CREATE TABLE n (a int);
CREATE TABLE IF NOT EXISTS n AS SELECT 1 AS b;
ALTER TABLE n DROP COLUMN b;
-- case: a table of a query of a missing table
CREATE TABLE n AS SELECT * FROM missing;
-- case: a table of a query of a missing column
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT b FROM t;
-- case: a table of values
CREATE TABLE n AS VALUES (1, 'x'), (2, 'y');
ALTER TABLE n RENAME COLUMN column1 TO id;
ALTER TABLE n DROP COLUMN column3;
-- case: a table of a query has no keys
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE n AS SELECT * FROM t;
ALTER TABLE n DROP CONSTRAINT n_pkey;
-- case: a table of a query has no nulls forbidden
CREATE TABLE t (a int NOT NULL);
CREATE TABLE n AS TABLE t;
INSERT INTO n VALUES (NULL);
ALTER TABLE n ADD PRIMARY KEY (b);
-- case: a table of a query without rows
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT * FROM t WITH NO DATA;
ALTER TABLE n DROP COLUMN a;
ALTER TABLE n DROP COLUMN a;
-- case: select into makes a table
CREATE TABLE t (a int, b text);
SELECT a, b AS c INTO n FROM t;
ALTER TABLE n DROP COLUMN c;
ALTER TABLE n DROP COLUMN b;
-- case: select into a table that is there
CREATE TABLE t (a int);
SELECT a INTO t FROM t;
-- case: a table of a join
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int, c int);
CREATE TABLE n AS SELECT t.*, u.c FROM t JOIN u ON u.a = t.a;
ALTER TABLE n DROP COLUMN c;
ALTER TABLE n DROP COLUMN d;
-- case: a table of a join with USING
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int, c int);
CREATE TABLE n AS SELECT * FROM t JOIN u USING (a);
ALTER TABLE n DROP COLUMN c;
ALTER TABLE n DROP COLUMN d;
-- case: a table of a natural join
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int, c int);
CREATE TABLE n AS SELECT * FROM t NATURAL JOIN u;
ALTER TABLE n DROP COLUMN b;
ALTER TABLE n DROP COLUMN d;
-- case: a table of a function's rows
CREATE TABLE n AS SELECT * FROM generate_series(1, 3) AS g(x);
ALTER TABLE n DROP COLUMN x;
ALTER TABLE n DROP COLUMN y;
-- case: a table of a function's rows under its own name
CREATE TABLE n AS SELECT * FROM generate_series(1, 3);
ALTER TABLE n RENAME COLUMN generate_series TO x;
ALTER TABLE n DROP COLUMN y;
-- case: a table of a union
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT a FROM t UNION ALL SELECT 2;
ALTER TABLE n DROP COLUMN a;
ALTER TABLE n DROP COLUMN b;
-- case: a table of a query that WITH names
CREATE TABLE t (a int);
CREATE TABLE n AS WITH w AS (SELECT a AS z FROM t) SELECT z FROM w;
ALTER TABLE n DROP COLUMN z;
ALTER TABLE n DROP COLUMN a;
-- case: a table of a recursive query
CREATE TABLE n AS WITH RECURSIVE w(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM w WHERE i < 3) SELECT * FROM w;
ALTER TABLE n DROP COLUMN i;
ALTER TABLE n DROP COLUMN j;
-- case: a table of window functions
CREATE TABLE t (a int, b int);
CREATE TABLE n AS SELECT a, row_number() OVER (PARTITION BY b ORDER BY a) AS r FROM t;
ALTER TABLE n ALTER COLUMN r TYPE int;
ALTER TABLE n ALTER COLUMN b TYPE int;
-- case: a materialized view of a query
CREATE TABLE t (a int, b text);
CREATE MATERIALIZED VIEW m AS SELECT a, lower(b) AS l FROM t;
CREATE UNIQUE INDEX i ON m (a);
CREATE INDEX j ON m (b);
-- case: an array of a query
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT array_agg(a) AS xs, ARRAY[1, 2] AS ys FROM t;
CREATE INDEX i ON n USING gin (xs);
CREATE INDEX j ON n (zs);
-- case: a json column of a query
CREATE TABLE t (d jsonb);
CREATE TABLE n AS SELECT d ->> 'x' AS x, d -> 'y' AS y FROM t;
CREATE INDEX i ON n USING gin (y);
CREATE INDEX j ON n USING gin (x);
-- case: a cast column of a query
CREATE TABLE t (a text);
CREATE TABLE n AS SELECT a::int FROM t;
ALTER TABLE n ALTER COLUMN a TYPE bigint;
ALTER TABLE n ALTER COLUMN a TYPE jsonb;
-- case: a boolean column of a query
CREATE TABLE t (a int);
CREATE TABLE n AS SELECT a > 1 AS big, a IS NULL AS none, NOT true AS f FROM t;
ALTER TABLE n ALTER COLUMN big TYPE int;
-- case: a temporary table has columns
CREATE TEMP TABLE t (a int);
INSERT INTO t (a) VALUES (1);
INSERT INTO t (b) VALUES (1);
-- case: a temporary table of a query
CREATE TABLE t (a int);
CREATE TEMP TABLE n AS SELECT a FROM t;
ALTER TABLE t DROP COLUMN a;
SELECT a FROM n;
SELECT b FROM n;
-- case: a temporary table is dropped
CREATE TEMP TABLE t (a int);
DROP TABLE t;
DROP TABLE t;
-- case: a temporary table is there already
CREATE TEMP TABLE t (a int);
CREATE TEMP TABLE t (a int);
-- case: a temporary table may be there already
CREATE TEMP TABLE t (a int);
CREATE TEMP TABLE IF NOT EXISTS t (a int);
-- case: a column of a temporary table
CREATE TEMP TABLE t (a int);
ALTER TABLE t ADD COLUMN a int;
-- case: a missing column of a temporary table
CREATE TEMP TABLE t (a int);
UPDATE t SET b = 1;
-- case: a temporary table like another
CREATE TABLE u (a int, b int);
CREATE TEMP TABLE t (LIKE u);
SELECT b FROM t;
SELECT c FROM t;
-- case: a view over a temporary table
CREATE TEMP TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
DROP VIEW v;
-- case: a temporary table that another refers to
CREATE TEMP TABLE t (a int PRIMARY KEY);
CREATE TEMP TABLE u (a int REFERENCES t);
DROP TABLE t;
-- case: an index of a temporary table
CREATE TEMP TABLE t (a int);
CREATE INDEX i ON t (b);
-- case: a short number is computed with another
CREATE TABLE t AS SELECT 1::real * 2 AS a WITH NO DATA;
CREATE TABLE u (a double precision PRIMARY KEY);
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u;

-- case: a field of a row has its type
CREATE TABLE t (id int, b text);
CREATE TABLE u AS SELECT (t).b, (x).id AS z FROM t, t AS x;
ALTER TABLE u ADD CHECK (z > 0);
ALTER TABLE u ADD CHECK (b > 0);
