-- case: a text beside numbers of a union
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t UNION ALL SELECT '1' UNION ALL SELECT NULL;
CREATE VIEW w AS SELECT a FROM t UNION ALL SELECT 'x';
-- case: three parts of a union, of which two are null
CREATE VIEW v AS SELECT NULL AS a UNION ALL SELECT NULL UNION ALL SELECT 1;
-- case: three parts of a union, of which the first is null
CREATE VIEW v AS SELECT NULL AS a UNION ALL SELECT 1 UNION ALL SELECT NULL;
-- case: rows that are written out
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a', NULL), (2.5, 'b', 3), (NULL, NULL, '4')) AS x(a, b, c);
CREATE VIEW w AS VALUES (1), ('x');
-- case: rows of several types that are inserted
CREATE TABLE t (a text, b jsonb);
INSERT INTO t VALUES ('a', '{}'), ('1', '[]');
INSERT INTO t (a) VALUES (1), ('x');
INSERT INTO t (a, b) SELECT * FROM (VALUES ('x', '{}'::jsonb), ('y', '[]')) AS v(a, b);
-- case: an array of values that are of no one type
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT ARRAY[a, b] AS x FROM t;
-- case: arrays of values that become one type
SELECT ARRAY[1, '2'], ARRAY[1, 2.5], ARRAY[NULL, 1], ARRAY[[1, 2], [3, 4]];
SELECT ARRAY[1, 'x'];
-- case: a join by columns that cannot be compared
CREATE TABLE t (a int);
CREATE TABLE u (a text);
CREATE VIEW v AS SELECT * FROM t JOIN u USING (a);
-- case: a natural join by columns that cannot be compared
CREATE TABLE t (a int);
CREATE TABLE u (a uuid);
CREATE VIEW v AS SELECT * FROM t NATURAL JOIN u;
-- case: a join by columns of like types
CREATE TABLE t (a int, b text, c uuid);
CREATE TABLE u (a bigint, b varchar(10), d int);
CREATE VIEW v AS SELECT * FROM t JOIN u USING (a, b);
CREATE VIEW w AS SELECT * FROM t NATURAL JOIN u;
-- case: an element of a number
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a[1] FROM t;
-- case: an element of a text
CREATE TABLE t (a text);
SELECT (string_to_array(a, ','))[1] FROM t;
SELECT a[1] FROM t;
-- case: an element of json
CREATE TABLE t (a jsonb, b json);
SELECT a['x'] FROM t;
SELECT b['x'] FROM t;
-- case: an element by a word
CREATE TABLE t (a int[]);
SELECT a['1'] FROM t;
SELECT a['x'] FROM t;
-- case: an element by a text
CREATE TABLE t (a int[], b text);
SELECT a[b] FROM t;
-- case: elements and parts of arrays
CREATE TABLE t (a text[] DEFAULT ARRAY['a', 'b'], b int[] DEFAULT ARRAY[1, 2], c text DEFAULT (ARRAY['a'])[1]);
SELECT a[1], b[1:2], b[array_length(b, 1)], a[b[1]] FROM t;
-- case: a number is collated
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t ORDER BY a COLLATE "C";
-- case: texts of all kinds are collated
CREATE DOMAIN name_of AS text;
CREATE TABLE t (a text COLLATE "C", b varchar(3)[] COLLATE "C", c name_of COLLATE "C");
CREATE INDEX i ON t (a COLLATE "C", lower(a) COLLATE "C");
CREATE INDEX j ON t ((a || c) COLLATE "C");
SELECT 'x' COLLATE "C", a COLLATE "C" FROM t ORDER BY lower(a) COLLATE "C";
-- case: an index over a number with a collation
CREATE TABLE t (a int);
CREATE INDEX i ON t (a COLLATE "C");
-- case: a column of an enum with a collation
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (a e COLLATE "C");
-- case: a domain over a number with a collation
CREATE DOMAIN d AS int COLLATE "C";
-- case: a column becomes a number with a collation
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a TYPE int COLLATE "C" USING a::int;
-- case: bits are the default of a number
CREATE TABLE t (a int DEFAULT B'10');
-- case: bits are the default of bits
CREATE TABLE t (a bit(2) DEFAULT B'10', b bit varying(5) DEFAULT B'101', c bytea DEFAULT '\x00', d bit(8) DEFAULT X'0F');
SELECT * FROM t WHERE a = B'10' AND b = '101';
CREATE TABLE u (a boolean DEFAULT B'1');
-- case: a domain's default of another type
CREATE DOMAIN d AS int;
ALTER DOMAIN d SET DEFAULT '5';
ALTER DOMAIN d SET DEFAULT now();
-- case: a domain's default that is no value of it
CREATE DOMAIN d AS int;
ALTER DOMAIN d SET DEFAULT 'x';
