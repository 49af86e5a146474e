-- case: ALTER TABLE gives views and sequences an owner
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE SEQUENCE s;
CREATE INDEX i ON t (a);
ALTER TABLE v OWNER TO CURRENT_USER;
ALTER TABLE m OWNER TO CURRENT_USER;
ALTER TABLE s OWNER TO CURRENT_USER;
ALTER TABLE i OWNER TO CURRENT_USER;
-- case: ALTER TABLE moves views and sequences
CREATE SCHEMA other;
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE SEQUENCE s;
ALTER TABLE v SET SCHEMA other;
ALTER TABLE s SET SCHEMA other;
SELECT a FROM other.v;
SELECT nextval('other.s');
SELECT a FROM v;
-- case: ALTER TABLE moves no index
CREATE SCHEMA other;
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER TABLE i SET SCHEMA other;
-- case: ALTER TABLE gives the column of a view a default
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT a, b FROM t;
ALTER TABLE v ALTER COLUMN b SET DEFAULT 'x';
ALTER TABLE ONLY v ALTER b DROP DEFAULT;
ALTER TABLE v ALTER COLUMN b SET NOT NULL;
-- case: ALTER TABLE keeps statistics of a materialized view
CREATE TABLE t (a int);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
ALTER TABLE m ALTER a SET STATISTICS 9;
ALTER TABLE m SET (fillfactor = 70);
ALTER TABLE m ALTER a SET DEFAULT 1;
-- case: ALTER TABLE adds no column to a view
CREATE VIEW v AS SELECT 1 AS a;
ALTER TABLE v ADD b int;
-- case: options of a table are none of a sequence
CREATE SEQUENCE s;
ALTER TABLE s SET (fillfactor = 70);
-- case: a table like a view
CREATE TABLE t (a int NOT NULL, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE TABLE u (LIKE v);
INSERT INTO u (a, b) VALUES (NULL, 'b');
SELECT z FROM u;
-- case: the row of a sequence
CREATE SEQUENCE s;
CREATE VIEW v AS SELECT * FROM s;
SELECT last_value, log_cnt, is_called FROM v;
SELECT max_value FROM s;
-- case: a type has no relation of its name, but indexes and sequences have no type
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
CREATE SEQUENCE s;
CREATE TYPE i AS ENUM ('a');
CREATE DOMAIN s AS int;
CREATE TYPE t AS ENUM ('a');
-- case: a view by the name of a type
CREATE TYPE mood AS ENUM ('a');
CREATE VIEW mood AS SELECT 1 AS a;
-- case: a sequence by the name of a domain
CREATE DOMAIN amount AS int;
CREATE SEQUENCE amount;
-- case: a view is not truncated
CREATE VIEW v AS SELECT 1 AS a;
TRUNCATE v;
-- case: a table is not refreshed
CREATE TABLE t (a int);
REFRESH MATERIALIZED VIEW t;
-- case: a view is not refreshed
CREATE VIEW v AS SELECT 1 AS a;
REFRESH MATERIALIZED VIEW v;
-- case: a materialized view is not locked
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
LOCK TABLE m;
-- case: a table is no sequence
CREATE TABLE t (id serial);
SELECT setval('t', 5);
-- case: IF EXISTS forgives no table as an index
CREATE TABLE t (a int);
DROP INDEX IF EXISTS t;
-- case: IF EXISTS forgives no view as a sequence
CREATE VIEW v AS SELECT 1 AS a;
DROP SEQUENCE IF EXISTS v;
-- case: a table of a type takes no column
CREATE TYPE pair AS (a int, b int);
CREATE TABLE t OF pair;
ALTER TABLE t ADD c int;
-- case: a table of a type loses no column
CREATE TYPE pair AS (a int, b int);
CREATE TABLE t OF pair;
ALTER TABLE t DROP COLUMN b;
-- case: a table of a type keeps the names of its columns
CREATE TYPE pair AS (a int, b int);
CREATE TABLE t OF pair;
ALTER TABLE t RENAME b TO c;
-- case: a table of a type keeps the types of its columns
CREATE TYPE pair AS (a int, b int);
CREATE TABLE t OF pair;
ALTER TABLE t ALTER b TYPE bigint;
-- case: a generated column has no default to drop
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE t ALTER b DROP DEFAULT;
-- case: ONLY changes no type above others
CREATE TABLE t (a int, b varchar(5));
CREATE TABLE u () INHERITS (t);
ALTER TABLE ONLY t ALTER b TYPE varchar(9);
-- case: ONLY changes no name above others
CREATE TABLE t (a int, b varchar(5));
CREATE TABLE u () INHERITS (t);
ALTER TABLE ONLY t RENAME b TO c;
-- case: no identity comes above others
CREATE TABLE t (a int);
CREATE TABLE u () INHERITS (t);
ALTER TABLE t ADD b int GENERATED ALWAYS AS IDENTITY;
-- case: nothing inherits from a partitioned table
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u () INHERITS (t);
-- case: nothing inherits from a partition
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE p PARTITION OF t DEFAULT;
CREATE TABLE u (a int);
ALTER TABLE u INHERIT p;
-- case: a sequence that is owned stays with its table
CREATE SCHEMA other;
CREATE TABLE t (a serial);
ALTER SEQUENCE t_a_seq SET SCHEMA other;
-- case: a foreign table has no index
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE t (a int CHECK (a > 0)) SERVER s;
CREATE INDEX i ON t (a);
-- case: a foreign table has no key
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE t (a int) SERVER s;
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
-- case: a foreign table refers to no other
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE TABLE u (a int PRIMARY KEY);
CREATE FOREIGN TABLE t (a int REFERENCES u) SERVER s;
-- case: an unlogged table is not published
CREATE UNLOGGED TABLE t (a int);
CREATE PUBLICATION p FOR TABLE t;
-- case: a temporary table is not published
CREATE TEMP TABLE t (a int);
CREATE PUBLICATION p FOR TABLE t;
-- case: a sequence is not published
CREATE TABLE t (a int);
CREATE SEQUENCE s;
CREATE PUBLICATION p FOR TABLE t;
ALTER PUBLICATION p ADD TABLE s;
-- case: a foreign table is not published
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE t (a int) SERVER s;
CREATE PUBLICATION p FOR TABLE t;
-- case: IF EXISTS drops no type that is the row of a table
CREATE TABLE t (a int);
DROP TYPE IF EXISTS nothing;
DROP TYPE IF EXISTS t;
-- case: ALTER TABLE IF EXISTS finds sequences and indexes
CREATE TABLE t (a int);
CREATE SEQUENCE s;
CREATE INDEX i ON t (a);
ALTER TABLE IF EXISTS nothing RENAME TO something;
ALTER TABLE IF EXISTS s RENAME TO s2;
ALTER TABLE IF EXISTS i RENAME TO i2;
SELECT nextval('s2');
DROP INDEX i2;
SELECT nextval('s');
-- case: a missing rule of a missing table is dropped
DROP RULE IF EXISTS r ON missing;
CREATE TABLE missing (a int);
-- case: a table is renamed as a view that may be missing
CREATE TABLE t (a int);
ALTER VIEW IF EXISTS t RENAME TO u;
-- case: a table is moved as a sequence that may be missing
CREATE TABLE t (a int);
CREATE SCHEMA app;
ALTER SEQUENCE IF EXISTS t SET SCHEMA app;
-- case: a table is moved as a materialized view that may be missing
CREATE TABLE t (a int);
CREATE SCHEMA app;
ALTER MATERIALIZED VIEW IF EXISTS t SET SCHEMA app;

-- case: DROP TABLE is for no foreign table
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE f (a int) SERVER s;
COMMENT ON FOREIGN TABLE f IS 'x';
ALTER FOREIGN TABLE f ADD b int;
ALTER TABLE f ADD c int;
DROP FOREIGN TABLE f;
CREATE FOREIGN TABLE f (a int) SERVER s;
DROP TABLE IF EXISTS f;
-- case: COMMENT ON TABLE is for no foreign table
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE f (a int) SERVER s;
COMMENT ON TABLE f IS 'x';
-- case: DROP FOREIGN TABLE is for no table
CREATE TABLE t (a int);
DROP FOREIGN TABLE IF EXISTS u;
DROP FOREIGN TABLE IF EXISTS t;
-- case: ALTER FOREIGN TABLE is for no table
CREATE TABLE t (a int);
ALTER FOREIGN TABLE t RENAME COLUMN a TO b;
ALTER FOREIGN TABLE t ADD c int;
-- case: COMMENT ON VIEW is for no materialized view
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
COMMENT ON MATERIALIZED VIEW m IS 'x';
COMMENT ON VIEW m IS 'x';
-- case: COMMENT ON MATERIALIZED VIEW is for no view
CREATE VIEW v AS SELECT 1 AS a;
COMMENT ON VIEW v IS 'x';
COMMENT ON MATERIALIZED VIEW v IS 'x';
-- case: alter view renames a table's column
CREATE TABLE t (a int);
ALTER VIEW t RENAME COLUMN a TO b;
SELECT b FROM t;
-- case: alter view renames a table
CREATE TABLE t (a int);
ALTER VIEW t RENAME TO u;
-- case: alter materialized view renames a table's column
CREATE TABLE t (a int);
ALTER MATERIALIZED VIEW t RENAME COLUMN a TO b;
-- case: an array is no bytes
CREATE TABLE t (a int[]);
SELECT a::bytea FROM t;
-- case: a day is no document
CREATE TABLE t (a date);
SELECT a::text::tsvector FROM t;
SELECT a::tsvector FROM t;
-- case: addresses of networks become each other
CREATE TABLE t (a inet, b macaddr);
SELECT a::cidr, b::macaddr8, a::text::bytea FROM t;
SELECT a::bytea FROM t;
-- case: branches of an array and of a plain value
CREATE TABLE t (a int[], j jsonb);
SELECT CASE WHEN true THEN a ELSE '{}' END FROM t;
SELECT CASE WHEN true THEN a ELSE j END FROM t;
-- case: a union of arrays and plain values
CREATE TABLE t (a int[], b int);
SELECT a FROM t UNION SELECT b FROM t;
-- case: a union of arrays of two numeric types
CREATE TABLE t (a int[], b int[]);
SELECT a FROM t UNION SELECT b FROM t UNION SELECT NULL;
-- case: a type that no rows are in is updated
CREATE TYPE st AS ENUM ('a');
UPDATE st SET a = b WHERE c = 'x';
-- case: rows are put into a type
CREATE TYPE st AS ENUM ('a');
INSERT INTO st (a) VALUES (1);
-- case: rows are read from a type
CREATE TYPE st AS ENUM ('a');
SELECT * FROM st;
-- case: rows are read from a composite type
CREATE TYPE comp AS (a int);
SELECT * FROM comp;
-- case: rows of a domain are deleted
CREATE DOMAIN dd AS int;
DELETE FROM dd;
-- case: a privilege on a type that is no table
CREATE TYPE st AS ENUM ('a');
GRANT SELECT ON st TO PUBLIC;
-- case: a type is emptied
CREATE TYPE st AS ENUM ('a');
TRUNCATE st;
-- case: a table and a type of other names are there
CREATE TYPE st AS ENUM ('a');
CREATE TABLE t (a st);
UPDATE t SET a = 'a';
-- case: rows are read from an index
CREATE TABLE t (a int PRIMARY KEY);
SELECT * FROM t_pkey;
-- case: an index is analyzed, which does nothing
CREATE TABLE t (a int PRIMARY KEY);
ANALYZE t_pkey;
ANALYZE u;
-- case: a composite type is analyzed, which does nothing, and its column has a comment
CREATE TYPE comp AS (a int);
ANALYZE comp;
COMMENT ON COLUMN comp.a IS 'x';
-- case: a rule on a type
CREATE TYPE st AS ENUM ('a');
CREATE RULE r AS ON UPDATE TO st DO ALSO NOTHING;
-- case: a publication of a type
CREATE TYPE st AS ENUM ('a');
CREATE PUBLICATION p FOR TABLE st;
-- case: statistics of a type
CREATE TYPE comp AS (a int, b int);
CREATE STATISTICS s ON a, b FROM comp;
-- case: a sequence is owned by a type
CREATE TYPE st AS ENUM ('a');
CREATE SEQUENCE s OWNED BY st.a;
