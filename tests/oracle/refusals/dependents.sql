-- case: a column of a view changes its type
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t ALTER COLUMN b TYPE bigint;
ALTER TABLE t ALTER COLUMN a TYPE bigint;
-- case: a column in a view's condition changes its type
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t WHERE b > 1;
ALTER TABLE t ALTER COLUMN b TYPE bigint;
-- case: a column in a view's join is dropped
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int, c int);
CREATE VIEW v AS SELECT t.a FROM t JOIN u USING (a);
ALTER TABLE u DROP COLUMN a;
-- case: a column that a view does not read is dropped
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t DROP COLUMN b;
ALTER TABLE t DROP COLUMN a;
-- case: a column that a view orders by is dropped
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t ORDER BY b;
ALTER TABLE t DROP COLUMN b;
-- case: a view of a whole row keeps every column
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT t FROM t;
ALTER TABLE t DROP COLUMN b;
-- case: a view of a view keeps the first
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
DROP VIEW v;
-- case: a view of a view is dropped along
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
DROP TABLE t CASCADE;
SELECT * FROM w;
-- case: a column that a view needs is dropped with it
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t DROP COLUMN a CASCADE;
DROP VIEW v;
-- case: a column is renamed under a view
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t RENAME COLUMN a TO b;
SELECT a FROM v;
SELECT b FROM v;
-- case: a table is renamed under a view
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t RENAME TO u;
DROP TABLE u;
-- case: a view's column is renamed
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER VIEW v RENAME COLUMN a TO b;
SELECT a FROM v;
-- case: a view is replaced by one with more columns
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
CREATE OR REPLACE VIEW v AS SELECT a, b FROM t;
CREATE OR REPLACE VIEW v AS SELECT a FROM t;
-- case: a view is replaced by one with another name
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
CREATE OR REPLACE VIEW v AS SELECT a AS c FROM t;
-- case: a function that a view calls is dropped
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE VIEW v AS SELECT f(1) AS a;
DROP FUNCTION f(int);
-- case: a function that a check calls is dropped
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > 0';
CREATE TABLE t (a int CHECK (f(a)));
DROP FUNCTION f(int);
-- case: a function that an index calls is dropped
CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE TABLE t (a int);
CREATE INDEX i ON t (f(a));
DROP FUNCTION f(int);
-- case: a function that a default calls is dropped
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a int DEFAULT f());
DROP FUNCTION f();
-- case: a function that a default no longer calls is dropped
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a int DEFAULT f());
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;
DROP FUNCTION f();
DROP FUNCTION f();
-- case: a function that a policy calls is dropped
CREATE FUNCTION f() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (f());
DROP FUNCTION f();
-- case: a column that a policy reads changes its type
CREATE TABLE t (a int, b int);
CREATE POLICY p ON t USING (b > 0);
ALTER TABLE t ALTER COLUMN b TYPE bigint;
-- case: a column that a trigger watches is dropped
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t DROP COLUMN b;
-- case: a column that a trigger watches changes its type
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t ALTER COLUMN b TYPE bigint;
-- case: a column that a generated one is made of is dropped
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE t DROP COLUMN a;
-- case: a column that a generated one is made of changes its type
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE t ALTER COLUMN a TYPE bigint;
-- case: a type of a table's column is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a mood);
DROP TYPE mood;
-- case: a type of a table's column is dropped with it
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a mood, b int);
DROP TYPE mood CASCADE;
ALTER TABLE t ADD COLUMN a int;
ALTER TABLE t ADD COLUMN b int;
-- case: a type that only a function takes is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP TYPE mood;
-- case: a type that a domain is of is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN d AS mood;
DROP TYPE mood;
-- case: a type that a composite has is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE pair AS (a mood, b int);
DROP TYPE mood;
-- case: an array of a type is in a table
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a mood[]);
DROP TYPE mood;
-- case: a column stops to have the type
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a mood);
ALTER TABLE t ALTER COLUMN a TYPE text;
DROP TYPE mood;
DROP TYPE mood;
-- case: a default keeps the old type
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a mood DEFAULT 'a'::mood);
ALTER TABLE t ALTER COLUMN a TYPE text;
DROP TYPE mood;
-- case: a table that is a type of a column is dropped
CREATE TABLE u (a int);
CREATE TABLE t (x u);
DROP TABLE u;
-- case: a table that a function returns is dropped
CREATE TABLE u (a int);
CREATE FUNCTION f() RETURNS SETOF u LANGUAGE sql AS 'SELECT * FROM u';
DROP TABLE u;
-- case: a table that a function returns is dropped along
CREATE TABLE u (a int);
CREATE FUNCTION f() RETURNS SETOF u LANGUAGE sql AS 'SELECT * FROM u';
DROP TABLE u CASCADE;
DROP FUNCTION f();
-- case: a sequence of a default is dropped along
CREATE SEQUENCE s;
CREATE TABLE t (a int DEFAULT nextval('s'));
DROP SEQUENCE s CASCADE;
CREATE SEQUENCE s;
-- case: an owned sequence goes with its column
CREATE TABLE t (a int, b int);
CREATE SEQUENCE s OWNED BY t.b;
ALTER TABLE t DROP COLUMN b;
DROP SEQUENCE s;
-- case: an owned sequence that another default needs
CREATE TABLE t (a serial);
CREATE TABLE u (b int DEFAULT nextval('t_a_seq'));
DROP TABLE t;
-- case: an owned sequence has no owner any more
CREATE TABLE t (a serial);
ALTER SEQUENCE t_a_seq OWNED BY NONE;
DROP TABLE t;
DROP SEQUENCE t_a_seq;
-- case: an owned sequence of a missing column
CREATE TABLE t (a int);
CREATE SEQUENCE s OWNED BY t.b;
-- case: a primary key that others refer to is dropped along
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE;
ALTER TABLE u DROP CONSTRAINT u_a_fkey;
-- case: a rule keeps its table
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (NEW.a);
DROP TABLE u;
-- case: statistics go with their table
CREATE TABLE t (a int, b int);
CREATE STATISTICS s ON a, b FROM t;
DROP TABLE t;
DROP STATISTICS s;
-- case: statistics go with their column
CREATE TABLE t (a int, b int, c int);
CREATE STATISTICS s ON a, b FROM t;
ALTER TABLE t DROP COLUMN b;
DROP STATISTICS s;
-- case: a domain of a column is dropped along
CREATE DOMAIN d AS int;
CREATE TABLE t (a d, b int);
DROP DOMAIN d CASCADE;
ALTER TABLE t DROP COLUMN a;
-- case: a trigger's function is dropped along
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
DROP FUNCTION f() CASCADE;
DROP TRIGGER tr ON t;
-- case: a view whose rows a function takes
CREATE TABLE readings (id int);
CREATE VIEW history AS SELECT id FROM readings;
CREATE FUNCTION keep(new history)
  RETURNS void LANGUAGE sql AS 'SELECT 1';
DROP VIEW history;
-- case: a view whose rows a function gives
CREATE TABLE readings (id int);
CREATE VIEW history AS SELECT id FROM readings;
CREATE FUNCTION all_of_it()
  RETURNS SETOF history LANGUAGE sql AS 'SELECT 1';
DROP VIEW history;
-- case: a view that goes with what takes its rows
CREATE TABLE readings (id int, at int);
CREATE VIEW history AS SELECT id, at FROM readings;
CREATE FUNCTION keep(new history)
  RETURNS void LANGUAGE sql AS 'SELECT 1';
ALTER TABLE readings DROP COLUMN at CASCADE;
CREATE VIEW history AS SELECT id FROM readings;
CREATE FUNCTION keep(new history) RETURNS void LANGUAGE sql AS 'SELECT 1';
-- case: a cast keeps its type
CREATE TYPE mood AS ENUM ('a');
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
DROP TYPE mood;
-- case: a cast goes with its type
CREATE TYPE mood AS ENUM ('a');
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
DROP TYPE mood CASCADE;
CREATE TYPE mood AS ENUM ('a');
DROP CAST (varchar AS mood);
-- case: a rule goes with its table, though its other one stays
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (NEW.a);
DROP TABLE t;
CREATE TABLE t (a int);
DROP RULE r ON t;
-- case: a rule keeps a column that its row has
CREATE TABLE t (a int, b int);
CREATE TABLE u (c int, d int);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (NEW.a);
ALTER TABLE t DROP COLUMN b;
ALTER TABLE u DROP COLUMN d;
ALTER TABLE t DROP COLUMN a;
-- case: a rule keeps a column that it writes
CREATE TABLE t (a int, b int);
CREATE TABLE u (c int, d int);
CREATE RULE r AS ON INSERT TO t DO ALSO (UPDATE u SET c = NEW.a; NOTIFY t);
ALTER TABLE u DROP COLUMN c;
-- case: a rule keeps the type of a column
CREATE TABLE t (a int, b int);
CREATE RULE r AS ON INSERT TO t WHERE NEW.a > 0 DO INSTEAD NOTHING;
ALTER TABLE t ALTER b TYPE text;
ALTER TABLE t ALTER a TYPE text;
-- case: a rule goes with its column
CREATE TABLE t (a int, b int);
CREATE RULE r AS ON INSERT TO t WHERE NEW.a > 0 DO INSTEAD NOTHING;
ALTER TABLE t DROP COLUMN a CASCADE;
DROP RULE r ON t;
-- case: a rule follows its table and its columns
CREATE TABLE t (a int, b int);
CREATE TABLE u (a int);
CREATE RULE r AS ON INSERT TO t WHERE NEW.a > 0 DO ALSO INSERT INTO u (a) VALUES (NEW.a);
ALTER TABLE t RENAME a TO x;
ALTER TABLE u RENAME TO w;
ALTER TABLE t RENAME TO s;
ALTER TABLE s ADD a int;
ALTER TABLE s DROP COLUMN a;
ALTER TABLE s DROP COLUMN x;
-- case: a collation goes with the columns, indexes and domains that have it
CREATE COLLATION c (LOCALE = 'C');
CREATE DOMAIN d AS text COLLATE c;
CREATE TABLE t (a text COLLATE c, b text, e d);
CREATE INDEX i ON t (b COLLATE c);
DROP COLLATION c CASCADE;
DROP DOMAIN IF EXISTS d;
ALTER TABLE t DROP COLUMN b, DROP COLUMN a;
-- case: an index needs its collation
CREATE COLLATION c (LOCALE = 'C');
CREATE TABLE t (a text);
CREATE INDEX i ON t (a COLLATE c);
DROP COLLATION c;
-- case: a domain needs its collation
CREATE COLLATION c (LOCALE = 'C');
CREATE DOMAIN d AS text COLLATE c;
DROP COLLATION c;

-- case: a table is partitioned by a function
CREATE FUNCTION one_more(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n + 1';
CREATE TABLE sale (n int) PARTITION BY RANGE (one_more(n));
DROP FUNCTION one_more;

-- case: a partitioned table goes with its function
CREATE FUNCTION one_more(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n + 1';
CREATE TABLE sale (n int) PARTITION BY RANGE (one_more(n));
DROP FUNCTION one_more CASCADE;
DROP TABLE sale;
