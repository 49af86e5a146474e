-- case: an insert into a missing table
INSERT INTO missing VALUES (1);
-- case: an insert into a missing column
CREATE TABLE t (a int);
INSERT INTO t (b) VALUES (1);
-- case: an insert of too many values
CREATE TABLE t (a int);
INSERT INTO t VALUES (1, 2);
-- case: an insert of more values than columns named
CREATE TABLE t (a int, b int);
INSERT INTO t (a) VALUES (1, 2);
-- case: an insert of fewer values than columns named
CREATE TABLE t (a int, b int);
INSERT INTO t (a, b) VALUES (1);
-- case: an insert of a column twice
CREATE TABLE t (a int);
INSERT INTO t (a, a) VALUES (1, 2);
-- case: an insert that leaves a required column out
CREATE TABLE t (a int, b int NOT NULL);
INSERT INTO t (a) VALUES (1);
-- case: an insert of null into a required column
CREATE TABLE t (a int NOT NULL);
INSERT INTO t (a) VALUES (NULL);
-- case: an insert of text into a number
CREATE TABLE t (a int);
INSERT INTO t VALUES ('x');
-- case: an insert of a number into text
CREATE TABLE t (a text);
INSERT INTO t VALUES (1);
-- case: an insert of a label that is missing
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
INSERT INTO t VALUES ('b');
-- case: an insert with conflicts on a unique column
CREATE TABLE t (a int UNIQUE, b int);
INSERT INTO t VALUES (1, 2) ON CONFLICT (a) DO UPDATE SET b = excluded.b;
-- case: an insert with conflicts on a column that is not unique
CREATE TABLE t (a int, b int);
INSERT INTO t VALUES (1, 2) ON CONFLICT (a) DO NOTHING;
-- case: an insert with conflicts on a missing constraint
CREATE TABLE t (a int, b int);
INSERT INTO t VALUES (1, 2) ON CONFLICT ON CONSTRAINT k DO NOTHING;
-- case: an insert with any conflicts
CREATE TABLE t (a int, b int);
INSERT INTO t VALUES (1, 2) ON CONFLICT DO NOTHING;
-- case: an insert from a missing table
CREATE TABLE t (a int);
INSERT INTO t SELECT a FROM missing;
-- case: an insert from a missing column
CREATE TABLE t (a int);
CREATE TABLE u (a int);
INSERT INTO t SELECT b FROM u;
-- case: an insert from a query
CREATE TABLE t (a int, b text);
CREATE TABLE u (a int, b text);
INSERT INTO t (a, b) SELECT a, b FROM u WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.a = u.a);
-- case: an insert that breaks a unique constraint
CREATE TABLE t (a int PRIMARY KEY);
INSERT INTO t VALUES (1);
INSERT INTO t VALUES (1);
-- case: an update of a missing table
UPDATE missing SET a = 1;
-- case: an update of a missing column
CREATE TABLE t (a int);
UPDATE t SET b = 1;
-- case: an update where a missing column is
CREATE TABLE t (a int);
UPDATE t SET a = 1 WHERE b = 1;
-- case: an update from a missing table
CREATE TABLE t (a int);
UPDATE t SET a = u.a FROM u WHERE u.a = t.a;
-- case: an update from another table
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int, c int);
UPDATE t SET b = u.c FROM u WHERE u.a = t.a;
-- case: an update of a generated column
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED);
UPDATE t SET b = 1;
-- case: an update with an alias
CREATE TABLE t (a int);
UPDATE t AS x SET a = 1 WHERE x.a = 2;
-- case: an update with an alias and the table's own name
CREATE TABLE t (a int);
UPDATE t AS x SET a = 1 WHERE t.a = 2;
-- case: a delete from a missing table
DELETE FROM missing;
-- case: a delete where a missing column is
CREATE TABLE t (a int);
DELETE FROM t WHERE b = 1;
-- case: a delete using another table
CREATE TABLE t (a int);
CREATE TABLE u (a int);
DELETE FROM t USING u WHERE t.a = u.a;
-- case: a select from a missing table
SELECT 1 FROM missing;
-- case: a select of a missing column
CREATE TABLE t (a int);
SELECT b FROM t;
-- case: a select of a missing function
SELECT no_such_function(1);
-- case: a common table expression that writes
CREATE TABLE t (a int);
WITH d AS (DELETE FROM t RETURNING a) INSERT INTO t SELECT a FROM d;
-- case: an insert into a view
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
INSERT INTO v VALUES (1);
-- case: an insert into a view that groups
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT count(*) AS n FROM t;
INSERT INTO v VALUES (1);
-- case: an insert into a materialized view
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
INSERT INTO v VALUES (1);
-- case: an insert into a sequence
CREATE SEQUENCE s;
INSERT INTO s VALUES (1);
-- case: a merge
CREATE TABLE t (a int);
CREATE TABLE u (a int);
MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT VALUES (u.a);
-- case: returning a missing column
CREATE TABLE t (a int);
INSERT INTO t VALUES (1) RETURNING b;
-- case: a copy of a missing table
COPY missing (a) TO STDOUT;
-- case: a merge by a missing column
CREATE TABLE t (a int, b text);
CREATE TABLE u (a int);
MERGE INTO t USING u ON t.a = u.missing WHEN NOT MATCHED THEN INSERT VALUES (1);
-- case: a merge into a missing column
CREATE TABLE t (a int, b text);
CREATE TABLE u (a int);
MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT (nope) VALUES (1);
-- case: a merge sets a missing column
CREATE TABLE t (a int, b text);
CREATE TABLE u (a int);
MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET nope = 1;
-- case: a merge gives too much
CREATE TABLE t (a int);
MERGE INTO t USING (SELECT 1 AS a) u ON t.a = u.a WHEN NOT MATCHED THEN INSERT VALUES (1, 2);
-- case: a merge gives a value of another type
CREATE TABLE t (a int, b date);
MERGE INTO t USING (SELECT 1 AS a) u ON t.a = u.a WHEN NOT MATCHED THEN INSERT VALUES (u.a, true);
-- case: a merge of all cases
CREATE TABLE t (a int PRIMARY KEY, b text, c int NOT NULL);
CREATE TABLE u (a int, b text);
WITH w AS (SELECT a, b FROM u) MERGE INTO ONLY t AS x USING w ON x.a = w.a WHEN MATCHED AND w.b IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET b = w.b, c = x.c + 1 WHEN NOT MATCHED AND w.a > 0 THEN INSERT (a, b, c) VALUES (w.a, DEFAULT, 1) WHEN NOT MATCHED THEN DO NOTHING;
-- case: a merge of a missing table
CREATE TABLE t (a int);
MERGE INTO t USING nope ON t.a = nope.a WHEN MATCHED THEN DELETE;
-- case: rows are deleted by those of the same table without an alias
CREATE TABLE t (a int);
DELETE FROM t USING t AS u WHERE t.a = u.a;
DELETE FROM t USING t WHERE t.a = t.a;
-- case: rows are updated from the same table without an alias
CREATE TABLE t (a int);
UPDATE t AS x SET a = t.a FROM t WHERE x.a = t.a;
UPDATE t SET a = 1 FROM t WHERE true;
-- case: a moment that is empty
CREATE TABLE t (a timestamptz, b interval);
UPDATE t SET a = 'now', b = '1 day';
UPDATE t SET a = '';
-- case: a column of the other source is not grouped by
CREATE TABLE t (id int PRIMARY KEY, a int);
SELECT t.a, t.id FROM t JOIN t u ON t.id = u.id GROUP BY t.id;
SELECT t.a, u.id AS x FROM t JOIN t u ON t.id = u.id GROUP BY t.id, x;
SELECT t.a, u.a FROM t JOIN t u ON t.id = u.id GROUP BY t.id;

-- case: parts of an array are written
CREATE TABLE sale (n int[], m text);
INSERT INTO sale (n[1], n[2]) VALUES (1, 2);
INSERT INTO sale (n[1], n[2]) SELECT 7, 8;

-- case: a condition that is not known
CREATE TABLE sale (paid boolean);
SELECT paid FROM sale WHERE paid IS UNKNOWN OR (paid IS NOT UNKNOWN);

-- case: rows without a match are inserted from the source
CREATE TABLE sale (id int, n int);
CREATE TABLE fresh (id int, n int);
MERGE INTO sale USING fresh ON sale.id = fresh.id WHEN NOT MATCHED THEN INSERT VALUES (id, n);

-- case: rows without a match have no row of the table
CREATE TABLE sale (id int, n int);
CREATE TABLE fresh (id int, m int);
MERGE INTO sale USING fresh ON sale.id = fresh.id WHEN NOT MATCHED THEN INSERT VALUES (fresh.id, sale.n);

-- case: a row is inserted with a number of its own
CREATE TABLE sale (id int GENERATED ALWAYS AS IDENTITY, n int);
MERGE INTO sale USING (SELECT 1 AS a) s ON sale.id = s.a WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.a, 2);

-- case: a table is emptied with its partitions, which refer to it
CREATE TABLE place (id int PRIMARY KEY);
CREATE TABLE sale (n int, place int REFERENCES place) PARTITION BY LIST (n);
CREATE TABLE sale_1 PARTITION OF sale FOR VALUES IN (1);
TRUNCATE place, sale;

-- case: several tables with columns of one name are joined
CREATE TABLE a (x int, y int);
CREATE TABLE b (x int, z int);
CREATE VIEW five AS SELECT * FROM (VALUES (1, 2, 3, 4, 5)) v (p, q, r, s, t) UNION ALL SELECT * FROM a FULL JOIN b USING (x), b c;
CREATE VIEW four AS SELECT * FROM (VALUES (1, 2, 3, 4)) v (p, q, r, s) UNION ALL SELECT * FROM a FULL JOIN b USING (x), b c;

-- case: a column of a join and of another table
CREATE TABLE a (x int, y int);
CREATE TABLE b (x int, z int);
SELECT x FROM a JOIN b USING (x), b c;

-- case: moments with a precision overlap
SELECT (now(), '1 day'::interval) OVERLAPS (current_timestamp(2), '1 day'::interval);
-- case: rows of different lengths
CREATE TABLE t (a int, b int);
INSERT INTO t (a, b) VALUES (1, 2), (3);
-- case: a longer row behind shorter ones
CREATE TABLE t (a int, b int);
INSERT INTO t (a) VALUES (1), (3, 4);
-- case: a view over rows of different lengths
CREATE VIEW v AS VALUES (1, 2), (3);
-- case: a condition of a join names its own sides, so what is written to makes nothing ambiguous
CREATE TABLE t (id int, x int);
UPDATE t SET x = 1 FROM (SELECT 1 AS a) s RIGHT JOIN (SELECT 2 AS id) u ON id = a WHERE u.id = t.id;
DELETE FROM t USING (SELECT 1 AS a) s JOIN (SELECT 2 AS id) u ON id = a WHERE u.id = t.id;
-- case: a condition of a join does not name what an update writes to
CREATE TABLE t (id int, x int);
UPDATE t SET x = 1 FROM (SELECT 1 AS a) s JOIN (SELECT 2 AS b) u ON t.id = a;
-- case: a condition of a join does not name what stands before the join
CREATE TABLE t (id int);
SELECT 1 FROM t, t AS a JOIN t AS b ON t.id = b.id;
-- case: a condition of a join after another source names columns that both have
CREATE TABLE t (id int);
SELECT 1 FROM t, (SELECT 1 AS a) s JOIN (SELECT 2 AS id) u ON id = a;
-- case: a condition of a join names what the query around it reads
CREATE TABLE t (id int);
SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM t AS a, (SELECT 1 AS q) b JOIN (SELECT 2 AS z) c ON t.id = q);
-- case: a lateral query does not name what an update writes to
CREATE TABLE t (id int, x int);
UPDATE t SET x = 1 FROM LATERAL (SELECT t.id AS a) s;
-- case: a function among the sources does not name what an update writes to
CREATE TABLE t (id int, x int);
UPDATE t SET x = 1 FROM generate_series(1, t.id) s;
-- case: a lateral query does not name what a deletion writes to
CREATE TABLE t (id int, x int);
DELETE FROM t USING LATERAL (SELECT id AS a) s;
-- case: two subscripts are one element of an array, whatever its dimensions
CREATE TABLE t (a text);
CREATE VIEW v AS SELECT d[1][2] || 'x' AS e FROM (SELECT array_agg(ARRAY[a, a]) AS d FROM t) s;
-- case: a slice among subscripts makes all of them one
CREATE TABLE t (a int[]);
SELECT a[1][1:2] + 1 FROM t;
-- case: what a function gives that takes arrays of any type
CREATE FUNCTION turned(anyarray) RETURNS anyarray LANGUAGE sql AS 'SELECT $1';
SELECT array_to_string(turned(ARRAY['a']), ',');
-- case: a join behind CROSS JOIN has all before it as its left side
CREATE TABLE a (id int, x int);
CREATE TABLE b (id int, y int);
SELECT 1 FROM a CROSS JOIN b JOIN a AS c ON a.id = c.id LEFT JOIN b AS d ON a.x = d.y;
SELECT 1 FROM a CROSS JOIN (SELECT 1 AS q) c JOIN (SELECT 1 AS x) d USING (x);
-- case: a join within another's right side does not name its left
CREATE TABLE a (id int);
SELECT 1 FROM a JOIN a AS b JOIN a AS c ON a.id = c.id ON a.id = b.id;
