-- case: views three deep fall with the table
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT a FROM v;
CREATE MATERIALIZED VIEW m AS SELECT a FROM w;
DROP TABLE t CASCADE;
SELECT * FROM m;
-- case: only the views that read the column fall with it
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT b FROM t;
ALTER TABLE t DROP COLUMN b CASCADE;
SELECT * FROM v;
SELECT * FROM w;
-- case: a function whose result is a view's row falls with it
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT a FROM t';
DROP VIEW v;
-- case: a view with the same columns under another view is replaced by a wider one
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT * FROM v;
CREATE OR REPLACE VIEW v AS SELECT a, b FROM t;
SELECT b FROM w;
-- case: a column of a view keeps its name when the table's is renamed
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t RENAME COLUMN a TO z;
SELECT a FROM v;
CREATE OR REPLACE VIEW v AS SELECT z FROM t;
-- case: a view's default lets a row in
CREATE TABLE t (a int, b int NOT NULL);
CREATE VIEW v AS SELECT a, b FROM t;
ALTER VIEW v ALTER COLUMN b SET DEFAULT 3;
INSERT INTO v (a) VALUES (1);
ALTER VIEW v ALTER COLUMN c SET DEFAULT 3;
-- case: a view of an aggregate takes no row
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT count(*) AS n FROM t;
INSERT INTO v VALUES (1);
-- case: a rule instead lets a view take rows
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT count(*) AS n FROM t;
CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.n);
INSERT INTO v VALUES (1);
DROP RULE r ON v;
DROP RULE r ON v;
-- case: a rule by the same name on another table
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (NEW.a);
CREATE RULE r AS ON UPDATE TO u DO NOTHING;
CREATE RULE r AS ON DELETE TO t DO NOTHING;
-- case: a rule that reads a missing column of the new row
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (NEW.b);
-- case: a table that only a rule writes to is dropped
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (NEW.a);
DROP TABLE u;
-- case: a rule is renamed and commented on
CREATE TABLE t (a int);
CREATE RULE r AS ON INSERT TO t DO NOTHING;
ALTER RULE r ON t RENAME TO s;
COMMENT ON RULE r ON t IS 'x';
-- case: the select rule of a table that is no view
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE RULE r AS ON SELECT TO t DO ALSO SELECT * FROM u;
-- case: a partition brings its key along and refuses another
CREATE TABLE p (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE q PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE q DROP CONSTRAINT q_pkey;
-- case: a table with another primary key is attached
CREATE TABLE p (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE q (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id));
ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- case: a partition's own index stays when it is detached
CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE q PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX p_at ON p (at);
ALTER TABLE p DETACH PARTITION q;
DROP INDEX q_at_idx;
DROP INDEX p_at;
-- case: an index of the parent goes with those of the partitions
CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE q PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX p_at ON p (at);
DROP INDEX p_at;
DROP INDEX q_at_idx;
-- case: a foreign key refers to a partitioned table by its whole key
CREATE TABLE p (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE TABLE r (id int, at date, FOREIGN KEY (id, at) REFERENCES p);
ALTER TABLE p DETACH PARTITION q;
DROP TABLE q;
DROP TABLE p;
-- case: a partition that another table refers to is dropped
CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (10);
CREATE TABLE r (id int REFERENCES p);
DROP TABLE q;
-- case: a trigger of the parent is dropped on a partition
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (10);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
DROP TRIGGER g ON q;
-- case: a trigger on a partition before one of its name comes from the parent
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (10);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g AFTER INSERT ON q FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER g AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
-- case: a generated column of another generated one
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (b + 1) STORED;
-- case: a generated column of a function that may change
CREATE TABLE t (a timestamptz);
ALTER TABLE t ADD COLUMN b text GENERATED ALWAYS AS (a::text) STORED;
-- case: a generated column stops to be one and takes values
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
ALTER TABLE t ALTER COLUMN b DROP EXPRESSION;
ALTER TABLE t ALTER COLUMN b SET DEFAULT 1;
INSERT INTO t VALUES (1, 2);
ALTER TABLE t DROP COLUMN a;
ALTER TABLE t ALTER COLUMN b DROP EXPRESSION;
-- case: a generated column is a foreign key that sets null
CREATE TABLE u (id int PRIMARY KEY);
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES u ON DELETE SET NULL;
-- case: a generated column is a partition key
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY RANGE (b);
-- case: a generated column is updated to its default
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
UPDATE t SET b = DEFAULT;
UPDATE t SET b = 4;
-- case: a domain over a domain falls with the first
CREATE DOMAIN d AS int CHECK (VALUE > 0);
CREATE DOMAIN e AS d CHECK (VALUE < 10);
CREATE TABLE t (a e);
DROP DOMAIN d;
-- case: a domain over a domain falls along and takes columns with it
CREATE DOMAIN d AS int CHECK (VALUE > 0);
CREATE DOMAIN e AS d CHECK (VALUE < 10);
CREATE TABLE t (a e, b int);
DROP DOMAIN d CASCADE;
SELECT b FROM t;
SELECT a FROM t;
-- case: a value breaks the inner domain
CREATE DOMAIN d AS int CHECK (VALUE > 0);
CREATE DOMAIN e AS d CHECK (VALUE < 10);
CREATE TABLE t (a e);
INSERT INTO t VALUES (5);
INSERT INTO t VALUES (-5);
-- case: a domain's check that rows break
CREATE DOMAIN d AS int;
CREATE TABLE t (a d);
INSERT INTO t VALUES (-1);
ALTER DOMAIN d ADD CHECK (VALUE > 0);
-- case: a domain of an array of a domain
CREATE DOMAIN d AS text CHECK (VALUE <> '');
CREATE DOMAIN e AS d[];
CREATE TABLE t (a e);
DROP DOMAIN d;
-- case: a range brings its constructor and its multirange
CREATE TYPE r AS RANGE (subtype = float8);
CREATE TABLE t (a r, b r_multirange);
SELECT r(1.0, 2.0);
DROP TYPE r_multirange;
-- case: a range type with the multirange's name taken
CREATE TYPE r_multirange AS ENUM ('a');
CREATE TYPE r AS RANGE (subtype = int4);
-- case: a range of a named multirange is dropped
CREATE TYPE r AS RANGE (subtype = int4, multirange_type_name = rs);
CREATE TABLE t (a rs);
DROP TYPE r;
-- case: an exclusion over a range and an equal value
CREATE TABLE t (a int, during tstzrange);
ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (during WITH &&);
ALTER TABLE t ADD CONSTRAINT y EXCLUDE USING gist (a WITH =, during WITH &&);
-- case: a multirange of a bad text
CREATE TABLE t (a int4multirange DEFAULT '{[1,2)}');
ALTER TABLE t ALTER COLUMN a SET DEFAULT '[1,2)';
-- case: statistics of one column
CREATE TABLE t (a int, b int);
CREATE STATISTICS s ON a FROM t;
-- case: statistics are renamed and moved
CREATE TABLE t (a int, b int);
CREATE SCHEMA x;
CREATE STATISTICS s (dependencies) ON a, b FROM t;
ALTER STATISTICS s RENAME TO r;
ALTER STATISTICS r SET SCHEMA x;
DROP STATISTICS r;
-- case: statistics of a kind that is none
CREATE TABLE t (a int, b int);
CREATE STATISTICS s (histogram) ON a, b FROM t;
-- case: a policy for a command that is none for its condition
CREATE TABLE t (a int);
CREATE POLICY p ON t FOR DELETE WITH CHECK (a > 0);
-- case: a policy reads a table through a function which is dropped
CREATE TABLE t (a int);
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > 0';
CREATE POLICY p ON t USING (f(a));
DROP FUNCTION f;
-- case: a policy falls with the column that it reads in another table
CREATE TABLE t (a int);
CREATE TABLE u (b int, c int);
CREATE POLICY p ON t USING (a IN (SELECT b FROM u));
ALTER TABLE u DROP COLUMN c;
ALTER TABLE u DROP COLUMN b CASCADE;
DROP POLICY p ON t;
-- case: a publication of tables of a schema and of one of them
CREATE SCHEMA x;
CREATE TABLE x.t (a int);
CREATE PUBLICATION p FOR TABLES IN SCHEMA x;
ALTER PUBLICATION p ADD TABLE x.t;
ALTER PUBLICATION p ADD TABLES IN SCHEMA x;
-- case: a publication with a condition on a column that goes
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE PUBLICATION p FOR TABLE t WHERE (a > 0);
ALTER TABLE t DROP COLUMN a;
-- case: a publication with a list of columns of which one goes
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE PUBLICATION p FOR TABLE t (id, a);
ALTER TABLE t DROP COLUMN a;
-- case: a publication of a view
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE PUBLICATION p FOR TABLE v;
-- case: a publication of all tables gets one more
CREATE TABLE t (a int);
CREATE PUBLICATION p FOR ALL TABLES;
ALTER PUBLICATION p DROP TABLE t;
-- case: an event trigger of a function that is none for it
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f();
-- case: an event trigger keeps its function
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER e ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION f();
DROP FUNCTION f();
-- case: an event trigger of an event that is none
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER e ON ddl_command EXECUTE FUNCTION f();
-- case: an operator keeps its function
CREATE FUNCTION f(int, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = f);
DROP FUNCTION f(int, text);
-- case: an operator of a missing function
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = f);
-- case: an operator is used once it is there
CREATE FUNCTION f(int, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = f);
CREATE TABLE t (a int, b text, CHECK (a === b));
DROP OPERATOR === (int, text);
-- case: a cast keeps its function
CREATE TYPE c AS (a int);
CREATE FUNCTION f(c) RETURNS int LANGUAGE sql AS 'SELECT $1.a';
CREATE CAST (c AS int) WITH FUNCTION f(c) AS IMPLICIT;
DROP FUNCTION f(c);
-- case: a cast twice
CREATE TYPE c AS (a int);
CREATE FUNCTION f(c) RETURNS int LANGUAGE sql AS 'SELECT $1.a';
CREATE CAST (c AS int) WITH FUNCTION f(c);
CREATE CAST (c AS int) WITH FUNCTION f(c) AS ASSIGNMENT;
-- case: an aggregate keeps its function and is called by a view
CREATE FUNCTION f(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2';
CREATE AGGREGATE g (int) (SFUNC = f, STYPE = int, INITCOND = '0');
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT g(a) AS s FROM t;
DROP AGGREGATE g (int);
-- case: an aggregate is dropped as a function
CREATE FUNCTION f(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2';
CREATE AGGREGATE g (int) (SFUNC = f, STYPE = int);
DROP FUNCTION g(int);
-- case: an aggregate of a function with other arguments
CREATE FUNCTION f(int, text) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE AGGREGATE g (int) (SFUNC = f, STYPE = int);
-- case: an operator class that is no default is named by an index
CREATE TABLE t (a text);
CREATE INDEX i ON t (a text_pattern_ops);
CREATE INDEX j ON t (a int4_ops);
-- case: a temporary table hides one and goes at the commit
-- outside
BEGIN;
CREATE TABLE t (a int);
CREATE TEMP TABLE t (b int) ON COMMIT DROP;
SELECT b FROM t;
COMMIT;
SELECT a FROM t;
SELECT b FROM t;
-- case: a view over a temporary table is one itself
CREATE TEMP TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW public.w AS SELECT a FROM t;
-- case: a temporary table is dropped by its schema's alias
CREATE TEMP TABLE t (a int);
DROP TABLE pg_temp.t;
DROP TABLE pg_temp.t;
-- case: a table made within a savepoint is gone with it
CREATE TABLE t (a int);
SAVEPOINT s;
ALTER TABLE t ADD COLUMN b int;
CREATE TABLE u (a int);
ROLLBACK TO s;
ALTER TABLE t ADD COLUMN b int;
DROP TABLE u;
-- case: two savepoints by one name
SAVEPOINT s;
CREATE TABLE t (a int);
SAVEPOINT s;
CREATE TABLE u (a int);
ROLLBACK TO s;
RELEASE s;
ROLLBACK TO s;
SELECT * FROM t;
-- case: an enum label of the same transaction stands in a check
-- outside
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (x e);
BEGIN;
ALTER TYPE e ADD VALUE 'b';
ALTER TABLE t ADD CHECK (x <> 'b');
COMMIT;
-- case: an enum label of the same transaction is in a partial index by text
-- outside
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (x e, y text);
BEGIN;
ALTER TYPE e ADD VALUE 'b';
CREATE INDEX i ON t (y) WHERE y = 'b';
INSERT INTO t VALUES ('a', 'b');
UPDATE t SET x = 'b';
COMMIT;
-- case: a type renamed and made anew takes its new labels at once
-- outside
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (x e DEFAULT 'a');
BEGIN;
ALTER TYPE e RENAME TO e_old;
CREATE TYPE e AS ENUM ('a', 'b');
ALTER TABLE t ALTER COLUMN x DROP DEFAULT, ALTER COLUMN x TYPE e USING x::text::e, ALTER COLUMN x SET DEFAULT 'b';
DROP TYPE e_old;
INSERT INTO t VALUES ('b');
COMMIT;
-- case: a check cannot be deferrable
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) DEFERRABLE;
-- case: a constraint that cannot be deferred is set so
CREATE TABLE u (id int PRIMARY KEY);
CREATE TABLE t (a int REFERENCES u);
ALTER TABLE t ADD CONSTRAINT x UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;
SET CONSTRAINTS x IMMEDIATE;
SET CONSTRAINTS t_a_fkey DEFERRED;
-- case: a constraint that is missing is deferred
SET CONSTRAINTS missing DEFERRED;
-- case: a unique constraint is made deferrable by ALTER CONSTRAINT
CREATE TABLE t (a int CONSTRAINT x UNIQUE);
ALTER TABLE t ALTER CONSTRAINT x DEFERRABLE;
-- case: pending events of a deferred key stop a change of the table
CREATE TABLE u (id int PRIMARY KEY);
CREATE TABLE t (a int REFERENCES u DEFERRABLE INITIALLY DEFERRED);
INSERT INTO u VALUES (1);
INSERT INTO t VALUES (1);
ALTER TABLE t ADD COLUMN b int;
-- case: a function in a search_path that is left falls to another
CREATE SCHEMA x;
CREATE FUNCTION x.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
SET search_path = x;
CREATE TABLE t (a int DEFAULT f());
SET search_path = public;
CREATE TABLE u (a int DEFAULT x.f());
CREATE TABLE w (a int DEFAULT f());
-- case: a search_path with a schema that is not there takes the next
SET search_path = missing, public;
CREATE TABLE t (a int);
SELECT a FROM public.t;
SET search_path = missing;
CREATE TABLE u (a int);
-- case: an enum is swapped and a function keeps the old one
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f(mood mood, more mood[] DEFAULT '{}') RETURNS mood LANGUAGE sql AS 'SELECT $1';
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE FUNCTION f(mood mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';
DROP TYPE mood_old;
-- case: a table that a function takes is renamed, and a view takes its name
CREATE TABLE t (a int);
CREATE FUNCTION f(t) RETURNS SETOF t LANGUAGE sql AS 'SELECT $1.a';
ALTER TABLE t RENAME TO raw;
CREATE VIEW t AS SELECT * FROM raw;
DROP VIEW t;
DROP TABLE raw;
-- case: a function is dropped by the new name of its type
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER TYPE mood RENAME TO temper;
DROP FUNCTION f(temper);
DROP TYPE temper;
-- case: a type that a function takes moves to another schema
CREATE SCHEMA x;
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f(public.mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER TYPE mood SET SCHEMA x;
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION f(x.mood);
DROP FUNCTION f(x.mood);
-- case: an heir's own check stays when its parent's is dropped
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0));
CREATE TABLE q (CONSTRAINT c CHECK (a > 0)) INHERITS (p);
ALTER TABLE p DROP CONSTRAINT c;
ALTER TABLE q DROP CONSTRAINT c;
ALTER TABLE q DROP CONSTRAINT c;
-- case: an heir's check goes with its parent's
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0));
CREATE TABLE q () INHERITS (p);
ALTER TABLE p DROP CONSTRAINT c;
ALTER TABLE q DROP CONSTRAINT c;
-- case: an heir's check stays while another parent has it
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0));
CREATE TABLE o (a int, CONSTRAINT c CHECK (a > 0));
CREATE TABLE q () INHERITS (p, o);
ALTER TABLE p DROP CONSTRAINT c;
ALTER TABLE o DROP CONSTRAINT c;
ALTER TABLE q DROP CONSTRAINT c;
-- case: an heir says its parent's check once more
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0));
CREATE TABLE q () INHERITS (p);
ALTER TABLE q ADD CONSTRAINT c CHECK (a > 0);
ALTER TABLE p DROP CONSTRAINT c;
ALTER TABLE q DROP CONSTRAINT c;
ALTER TABLE q DROP CONSTRAINT c;
-- case: a table that had its parent's check becomes an heir and stops to be one
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0));
CREATE TABLE q (a int, CONSTRAINT c CHECK (a > 0));
ALTER TABLE q INHERIT p;
ALTER TABLE p DROP CONSTRAINT c;
ALTER TABLE q NO INHERIT p;
ALTER TABLE q DROP CONSTRAINT c;
ALTER TABLE q DROP CONSTRAINT c;
-- case: a partition's own check goes with its parent's
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0)) PARTITION BY RANGE (a);
CREATE TABLE q (a int, CONSTRAINT c CHECK (a > 0));
ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM (1) TO (9);
ALTER TABLE p DROP CONSTRAINT c;
ALTER TABLE q DROP CONSTRAINT c;
-- case: a foreign key takes the older of two unique keys, an index
CREATE TABLE u (a int NOT NULL);
CREATE UNIQUE INDEX i ON u (a);
ALTER TABLE u ADD CONSTRAINT k UNIQUE (a);
CREATE TABLE t (a int REFERENCES u (a));
ALTER TABLE u DROP CONSTRAINT k;
DROP INDEX i;
-- case: a foreign key takes the older of two unique keys, a constraint
CREATE TABLE u (a int CONSTRAINT k UNIQUE);
ALTER TABLE u ADD PRIMARY KEY (a);
CREATE TABLE t (a int REFERENCES u);
ALTER TABLE u DROP CONSTRAINT u_pkey;
ALTER TABLE u DROP CONSTRAINT k;
-- case: an index that becomes a constraint stays as old as it is
CREATE TABLE u (a int NOT NULL);
CREATE UNIQUE INDEX i ON u (a);
CREATE UNIQUE INDEX j ON u (a);
ALTER TABLE u ADD CONSTRAINT k UNIQUE USING INDEX i;
CREATE TABLE t (a int REFERENCES u (a));
DROP INDEX j;
ALTER TABLE u DROP CONSTRAINT k;
-- case: a variable that forbids null is made null
DO $$ DECLARE x int NOT NULL := NULL; BEGIN END $$;
-- case: a variable that is nothing
DO $$ DECLARE x void; BEGIN END $$;
-- case: an index on a partitioned table without partitions
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE INDEX i ON ONLY p (b);
CREATE TABLE q PARTITION OF p DEFAULT;
DROP INDEX q_b_idx;
-- case: a label of the same transaction is a text elsewhere
-- outside
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (x e);
CREATE TABLE u (y text);
BEGIN;
ALTER TYPE e ADD VALUE 'b';
INSERT INTO u VALUES ('b');
UPDATE t SET x = 'b';
COMMIT;
-- case: generated columns are updated to their defaults
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
UPDATE t SET (a, b) = (1, DEFAULT);
UPDATE t SET a = 2, b = DEFAULT;
UPDATE t SET a = DEFAULT, b = 2;
-- case: a check of nulls stays when a text becomes an enum
CREATE TYPE e AS ENUM ('x');
CREATE TABLE t (a varchar(9) CHECK (a = 'x' OR a IS NULL), b text CHECK (b IS NOT NULL), c text CHECK (c = 'x'));
ALTER TABLE t ALTER COLUMN a TYPE e USING a::e;
ALTER TABLE t ALTER COLUMN b TYPE e USING b::e;
ALTER TABLE t ALTER COLUMN c TYPE e USING c::e;
-- case: a rule that reads the new and the old row
CREATE TABLE t (a int, b text);
CREATE TABLE u (a int, b text);
CREATE RULE r AS ON INSERT TO t WHERE NEW.a > 1 DO ALSO INSERT INTO u VALUES (NEW.a, NEW.b);
CREATE RULE s AS ON UPDATE TO t DO ALSO (UPDATE u SET b = NEW.b WHERE u.a = OLD.a; DELETE FROM u WHERE a = OLD.a);
CREATE RULE q AS ON UPDATE TO t WHERE NEW.c > 1 DO NOTHING;
-- case: a rule's second statement reads a missing column
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE RULE r AS ON DELETE TO t DO ALSO (DELETE FROM u WHERE u.a = OLD.a; UPDATE u SET a = OLD.b);
-- case: a comment on a rule that was replaced and dropped
CREATE TABLE t (a int);
CREATE RULE r AS ON INSERT TO t DO NOTHING;
CREATE OR REPLACE RULE r AS ON INSERT TO t DO ALSO NOTHING;
COMMENT ON RULE r ON t IS 'x';
DROP RULE r ON t;
CREATE RULE r AS ON INSERT TO t DO NOTHING;
DROP RULE r ON t;
COMMENT ON RULE r ON t IS 'y';
-- case: statistics are commented on, moved and commented on again
CREATE TABLE t (a int, b int);
CREATE SCHEMA x;
CREATE STATISTICS public.s (dependencies, mcv) ON a, b FROM t;
COMMENT ON STATISTICS s IS 'x';
ALTER STATISTICS s SET SCHEMA x;
COMMENT ON STATISTICS x.s IS 'y';
COMMENT ON STATISTICS s IS 'z';
-- case: constraints that can be deferred are set so
CREATE TABLE u (id int PRIMARY KEY, UNIQUE (id) DEFERRABLE);
CREATE TABLE t (a int CONSTRAINT f REFERENCES u DEFERRABLE, b int CONSTRAINT g REFERENCES u INITIALLY DEFERRED);
SET CONSTRAINTS f, g, u_id_key DEFERRED;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS public.f DEFERRED;
SET CONSTRAINTS f, u_pkey DEFERRED;
-- case: a constraint trigger is deferred
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f();
CREATE CONSTRAINT TRIGGER d AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
SET CONSTRAINTS c DEFERRED;
SET CONSTRAINTS d DEFERRED;
-- case: a range type with range in its name brings a multirange called so
CREATE TYPE money_range AS RANGE (subtype = int4);
CREATE TABLE t (a money_multirange);
DROP TYPE money_range;
-- case: a range of a bad text
CREATE TABLE t (a int4range DEFAULT 'empty', b tsrange DEFAULT '[2024-01-01,)', c daterange DEFAULT '(,]');
ALTER TABLE t ALTER a SET DEFAULT '1,2';
-- case: a policy over another table's column forbids to drop it
CREATE TABLE t (a int);
CREATE TABLE u (b int, c int);
CREATE POLICY p ON t USING (EXISTS (SELECT 1 FROM u WHERE u.b = t.a));
ALTER TABLE u DROP COLUMN c;
ALTER TABLE u DROP COLUMN b;
-- case: a schema is published again once it was taken out
CREATE SCHEMA x;
CREATE SCHEMA y;
CREATE PUBLICATION p FOR TABLES IN SCHEMA x, y;
ALTER PUBLICATION p DROP TABLES IN SCHEMA x;
ALTER PUBLICATION p ADD TABLES IN SCHEMA x;
ALTER PUBLICATION p ADD TABLES IN SCHEMA y;
-- case: operator classes of the types that columns mostly have
CREATE TABLE t (a int, b bigint, c text, d varchar(10), e timestamptz, f timestamp, g uuid, h numeric(10, 2), i smallint, j serial, k bigserial);
CREATE INDEX ON t (a int4_ops, b int8_ops, c text_ops, d text_ops, e timestamptz_ops, f timestamp_ops, g uuid_ops, h numeric_ops, i int2_ops);
CREATE INDEX ON t (j int4_ops, k int8_ops);
CREATE INDEX ON t USING hash (a int4_ops);
CREATE INDEX ON t (e timestamp_ops);
-- case: a label of an enum added now is another column's text
-- outside
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (x e, y text, z varchar(10));
BEGIN;
ALTER TYPE e ADD VALUE 'b';
UPDATE t SET y = 'b' WHERE y <> 'b';
CREATE INDEX i ON t (y) WHERE y = 'b';
DELETE FROM t WHERE z IN ('c', 'b') AND y NOT IN ('b');
ALTER TABLE t ADD CHECK (z = 'b');
UPDATE t SET y = 'c' WHERE x IN ('a', 'b');
COMMIT;
