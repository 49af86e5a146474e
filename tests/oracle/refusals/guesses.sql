-- case: a subpartition outside of its parent's bound
CREATE TABLE m (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE m_2024 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
CREATE TABLE m_2024_1 PARTITION OF m_2024 FOR VALUES IN (1);
INSERT INTO m VALUES (1, '2024-05-01');
ALTER TABLE m DROP COLUMN id;
-- case: a unique constraint of a partitioned table leaves out the key
CREATE TABLE m (id int, at date NOT NULL) PARTITION BY RANGE (at);
ALTER TABLE m ADD CONSTRAINT m_id UNIQUE (id);
-- case: a default partition is added twice
CREATE TABLE m (id int) PARTITION BY LIST (id);
CREATE TABLE m_d PARTITION OF m DEFAULT;
CREATE TABLE m_e PARTITION OF m DEFAULT;
-- case: a partition is made with columns of its own
CREATE TABLE m (id int) PARTITION BY LIST (id);
CREATE TABLE m_1 PARTITION OF m (id int, extra text) FOR VALUES IN (1);
-- case: a plain table becomes partitioned
CREATE TABLE m (id int);
ALTER TABLE m PARTITION BY RANGE (id);
-- case: a foreign key of a partition is dropped alone
CREATE TABLE u (id int PRIMARY KEY);
CREATE TABLE m (id int, u int REFERENCES u) PARTITION BY LIST (id);
CREATE TABLE m_1 PARTITION OF m FOR VALUES IN (1);
ALTER TABLE m_1 DROP CONSTRAINT m_u_fkey;
-- case: not null of a partition is dropped alone
CREATE TABLE m (id int NOT NULL) PARTITION BY LIST (id);
CREATE TABLE m_1 PARTITION OF m FOR VALUES IN (1);
ALTER TABLE m_1 ALTER COLUMN id DROP NOT NULL;
-- case: a detached partition is attached again elsewhere
CREATE TABLE m (id int) PARTITION BY LIST (id);
CREATE TABLE m_1 PARTITION OF m FOR VALUES IN (1);
ALTER TABLE m DETACH PARTITION m_1;
ALTER TABLE m ATTACH PARTITION m_1 FOR VALUES IN (2);
-- case: an expression in the partition key and a primary key
CREATE TABLE m (id int, at timestamptz, PRIMARY KEY (id)) PARTITION BY RANGE (date_trunc('day', at));
-- case: a column of a view is renamed in its table
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b FROM t;
ALTER TABLE t RENAME COLUMN a TO c;
SELECT a FROM v;
SELECT c FROM v;
-- case: a column of a view is renamed
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b FROM t;
ALTER VIEW v RENAME COLUMN a TO x;
SELECT x FROM v;
CREATE OR REPLACE VIEW v AS SELECT a, b FROM t;
-- case: a check option on a view that joins
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT x.a FROM t x JOIN t y ON x.a = y.a WITH CHECK OPTION;
-- case: a view with security invoker
CREATE TABLE t (a int);
CREATE VIEW v WITH (security_invoker = true) AS SELECT a FROM t;
ALTER VIEW v SET (security_barier = true);
-- case: an index on a view
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE INDEX i ON v (a);
-- case: a materialized view takes a row
CREATE TABLE t (a int);
CREATE MATERIALIZED VIEW v AS SELECT a FROM t;
INSERT INTO v VALUES (1);
-- case: a materialized view without data is read
CREATE TABLE t (a int);
CREATE MATERIALIZED VIEW v AS SELECT a FROM t WITH NO DATA;
SELECT a FROM v;
-- case: a column that a materialized view reads is dropped
CREATE TABLE t (a int, b int);
CREATE MATERIALIZED VIEW v AS SELECT a, b FROM t;
ALTER TABLE t DROP COLUMN b;
-- case: a column that a function's signature has as a type
CREATE TABLE t (a int);
CREATE FUNCTION f(x t) RETURNS int LANGUAGE sql AS $$ SELECT x.a $$;
DROP TABLE t;
-- case: a function that returns rows of a dropped table
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS $$ SELECT * FROM t $$;
DROP TABLE t;
-- case: a type that a function takes is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f(x mood) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP TYPE mood;
-- case: a function is called with too few arguments
CREATE FUNCTION f(a int, b int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
SELECT f(1);
-- case: a function is called with a wrong type
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE t (x text);
CREATE VIEW v AS SELECT f(x) FROM t;
-- case: a function is called with a text that is a number
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
SELECT f('1');
-- case: a function is called by a name of an argument that it has not
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
SELECT f(b => 1);
-- case: lower of a number
CREATE TABLE t (a int);
CREATE INDEX i ON t (lower(a));
-- case: sum of a text
CREATE TABLE t (a text);
CREATE VIEW v AS SELECT sum(a) FROM t;
-- case: a number is added to a text
CREATE TABLE t (a text);
CREATE VIEW v AS SELECT a + 1 AS b FROM t;
-- case: dates are taken apart and compared with text
CREATE TABLE t (a date);
CREATE VIEW v AS SELECT extract(year FROM a) AS y FROM t WHERE a > '2024-01-01' AND a < 'yesterday';
-- case: a like on a number
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t WHERE a LIKE '1%';
-- case: an array is compared with ANY
CREATE TABLE t (a int, tags text[]);
CREATE VIEW v AS SELECT a FROM t WHERE 'x' = ANY (tags) AND a = ANY ('{1,2}');
-- case: an integer is compared with ANY of texts
CREATE TABLE t (a int, tags text[]);
CREATE VIEW v AS SELECT a FROM t WHERE a = ANY (tags);
-- case: a json field is compared with a number
CREATE TABLE t (j jsonb);
CREATE VIEW v AS SELECT j FROM t WHERE j ->> 'n' > 5;
-- case: a json field is cast and compared with a number
CREATE TABLE t (j jsonb);
CREATE VIEW v AS SELECT j FROM t WHERE (j ->> 'n')::int > 5;
-- case: distinct and order by something else
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT DISTINCT a FROM t ORDER BY b;
-- case: a limit of a column
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t LIMIT a;
-- case: an aggregate in where
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t WHERE count(*) > 1 GROUP BY a;
-- case: an alias in where
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a + 1 AS b FROM t WHERE b > 1;
-- case: an alias in having
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a, count(*) AS n FROM t GROUP BY a HAVING n > 1;
-- case: a window function in where
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t WHERE row_number() OVER (ORDER BY a) = 1;
-- case: a window function without a window
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT row_number() FROM t;
-- case: a subquery of two columns
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t WHERE a = (SELECT a, b FROM t);
-- case: an IN of two columns
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t WHERE a IN (SELECT a, b FROM t);
-- case: a lateral that is none
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT t.a FROM t JOIN (SELECT * FROM u WHERE u.a = t.a) x ON true;
-- case: a lateral
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE VIEW v AS SELECT t.a FROM t JOIN LATERAL (SELECT * FROM u WHERE u.a = t.a) x ON true;
-- case: a table is read twice without aliases
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT 1 AS one FROM t JOIN t ON true;
-- case: USING a column that one side lacks
CREATE TABLE t (a int);
CREATE TABLE u (b int);
CREATE VIEW v AS SELECT 1 AS one FROM t JOIN u USING (a);
-- case: a recursive query that says it is none
CREATE TABLE t (id int, parent int);
CREATE VIEW v AS WITH tree AS (SELECT id FROM t UNION ALL SELECT t.id FROM t JOIN tree ON t.parent = tree.id) SELECT id FROM tree;
-- case: an insert with a select of too few columns
CREATE TABLE t (a int, b int NOT NULL);
INSERT INTO t (a, b) SELECT 1;
-- case: an insert of the wrong type from a select
CREATE TABLE t (a int);
CREATE TABLE u (x text);
INSERT INTO t SELECT x FROM u;
-- case: an update of the wrong type
CREATE TABLE t (a int, b text);
UPDATE t SET a = b;
-- case: an update to a truth value
CREATE TABLE t (a int);
UPDATE t SET a = true;
-- case: an update to an empty text
CREATE TABLE t (a int);
UPDATE t SET a = '';
-- case: an insert of a truth value into a number
CREATE TABLE t (a int);
INSERT INTO t VALUES (true);
-- case: an insert of a number into a truth value
CREATE TABLE t (a boolean);
INSERT INTO t VALUES (1);
-- case: an insert of a text that is too long
CREATE TABLE t (a varchar(3));
INSERT INTO t VALUES ('abcd');
-- case: an insert of a number that is too large
CREATE TABLE t (a smallint);
INSERT INTO t VALUES (100000);
-- case: a default that is too long
CREATE TABLE t (a varchar(3) DEFAULT 'abcd');
-- case: an insert that leaves out a required column
CREATE TABLE t (a int, b int NOT NULL);
INSERT INTO t (a) VALUES (1);
-- case: an update sets null where none may be
CREATE TABLE t (a int, b int NOT NULL);
INSERT INTO t VALUES (1, 2);
UPDATE t SET b = NULL;
-- case: a row breaks a check
CREATE TABLE t (a int CHECK (a > 0));
INSERT INTO t VALUES (-1);
-- case: a row refers to what is not there
CREATE TABLE u (id int PRIMARY KEY);
CREATE TABLE t (u int REFERENCES u);
INSERT INTO t VALUES (1);
-- case: rows are seeded twice by one id
CREATE TABLE u (id int PRIMARY KEY, name text);
INSERT INTO u VALUES (1, 'a'), (2, 'b');
INSERT INTO u VALUES (2, 'c');
-- case: a required column without rows
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b int NOT NULL;
-- case: a column is set not null and has one again
CREATE TABLE t (a int);
INSERT INTO t VALUES (NULL);
ALTER TABLE t ALTER COLUMN a SET NOT NULL;
-- case: a primary key over a null
CREATE TABLE t (a int);
INSERT INTO t VALUES (NULL);
ALTER TABLE t ADD PRIMARY KEY (a);
-- case: values of text cannot become numbers
CREATE TABLE t (a text);
INSERT INTO t VALUES ('x');
ALTER TABLE t ALTER COLUMN a TYPE int USING a::int;
-- case: a rename of a constraint to one that is there
CREATE TABLE t (a int CONSTRAINT one CHECK (a > 0) CONSTRAINT two CHECK (a > 1));
ALTER TABLE t RENAME CONSTRAINT one TO two;
-- case: a deferrable constraint as the target of a foreign key
CREATE TABLE u (id int UNIQUE DEFERRABLE);
CREATE TABLE t (u int REFERENCES u (id));
-- case: an upsert over a deferrable constraint
CREATE TABLE u (id int PRIMARY KEY DEFERRABLE);
INSERT INTO u VALUES (1) ON CONFLICT (id) DO NOTHING;
-- case: on conflict do update without a target
CREATE TABLE u (id int PRIMARY KEY);
INSERT INTO u VALUES (1) ON CONFLICT DO UPDATE SET id = 2;
-- case: an exclusion over a type without its operator
CREATE TABLE t (a int, EXCLUDE USING gist (a WITH =));
-- case: include in an index that cannot
CREATE TABLE t (a int[], b int);
CREATE INDEX i ON t USING gin (a) INCLUDE (b);
-- case: a unique index by hash
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t USING hash (a);
-- case: an index of two columns by hash
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t USING hash (a, b);
-- case: nulls not distinct
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT;
-- case: a comment on a constraint of another table
CREATE TABLE t (a int CONSTRAINT one CHECK (a > 0));
CREATE TABLE u (a int);
COMMENT ON CONSTRAINT one ON u IS 'x';
-- case: set statistics of an unknown column
CREATE TABLE t (a int);
ALTER TABLE t ALTER COLUMN b SET STATISTICS 100;
-- case: a storage parameter that is misspelled
CREATE TABLE t (a int) WITH (filfactor = 70);
-- case: a storage parameter that is too large
CREATE TABLE t (a int) WITH (fillfactor = 700);
-- case: a sequence starts below its least
CREATE SEQUENCE s START 0;
-- case: setval of a sequence by a name in capitals
CREATE TABLE "Users" (id serial);
SELECT setval('Users_id_seq', 1);
-- case: setval of a sequence by a name in quotes
CREATE TABLE "Users" (id serial);
SELECT setval('"Users_id_seq"', 1);
-- case: a serial's sequence by the server's own function
CREATE TABLE users (id serial);
SELECT setval(pg_get_serial_sequence('users', 'uid'), 1);
-- case: a domain's default and null
CREATE DOMAIN d AS int NOT NULL;
CREATE TABLE t (a int, b d);
INSERT INTO t (a) VALUES (1);
-- case: a composite column by a bare field
CREATE TYPE addr AS (city text);
CREATE TABLE t (home addr);
CREATE VIEW v AS SELECT home.city FROM t;
-- case: a composite column by a field in parentheses
CREATE TYPE addr AS (city text);
CREATE TABLE t (home addr);
CREATE VIEW v AS SELECT (home).city FROM t;
CREATE VIEW w AS SELECT (home).street FROM t;
-- case: an enum is cast from a number
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m int);
ALTER TABLE t ALTER COLUMN m TYPE mood USING m::mood;
-- case: an enum array with a default
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood[] DEFAULT '{a,c}');
-- case: an enum's label by coalesce
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood);
CREATE VIEW v AS SELECT coalesce(m, 'none') AS m FROM t;
-- case: a case of mixed types
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT CASE WHEN a > 0 THEN a ELSE 'none' END AS x FROM t;
-- case: a case of a number and a column of text
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT CASE WHEN a > 0 THEN a ELSE b END AS x FROM t;
-- case: a case over a value of another type
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT CASE a WHEN 'x' THEN 1 END AS x FROM t;
-- case: a policy without a condition
CREATE TABLE t (a int);
CREATE POLICY p ON t;
-- case: a policy that is no truth value
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (a);
-- case: a policy on a view
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE POLICY p ON v USING (true);
-- case: a policy is dropped without its table's name
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (true);
DROP POLICY p;
-- case: row level security of a view
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE v ENABLE ROW LEVEL SECURITY;
-- case: a missing extension's function in a trigger
CREATE TABLE t (updated timestamptz);
CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION moddatetime(updated);
-- case: an extension's trigger function
CREATE EXTENSION moddatetime;
CREATE TABLE t (updated timestamptz);
CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION moddatetime(updated);
-- case: a table that a publication has is renamed and dropped from it
CREATE TABLE t (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;
ALTER TABLE t RENAME TO u;
ALTER PUBLICATION p DROP TABLE u;
DROP PUBLICATION p;
DROP PUBLICATION p;
-- case: an event trigger that is renamed
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f();
ALTER EVENT TRIGGER e RENAME TO g;
DROP EVENT TRIGGER e;
-- case: a plpgsql body with a broken statement
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF true THEN RETURN; END $$;
-- case: a plpgsql body with an undeclared variable
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN x := 1; RETURN x; END $$;
-- case: a plpgsql function that returns nothing and returns a value
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
-- case: a sql function that returns a table of other columns
CREATE FUNCTION f() RETURNS TABLE (a int, b text) LANGUAGE sql AS $$ SELECT 1 $$;
-- case: a sql function reads a column that is missing
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql AS $$ SELECT b FROM t $$;
-- case: a sql function without a result
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM t $$;
-- case: a sql function calls one that is missing
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT missing(1) $$;
-- case: a new-style body
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t; END;
DROP TABLE t;
-- case: a function marked as both
CREATE FUNCTION f() RETURNS int LANGUAGE sql IMMUTABLE STABLE AS $$ SELECT 1 $$;
-- case: a grant on a function by a wrong signature
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
GRANT EXECUTE ON FUNCTION f(text) TO PUBLIC;
-- case: an inherited check is dropped in the child
CREATE TABLE b (a int CONSTRAINT pos CHECK (a > 0));
CREATE TABLE c () INHERITS (b);
ALTER TABLE c DROP CONSTRAINT pos;
-- case: a child changes the type of an inherited column
CREATE TABLE b (a int);
CREATE TABLE c (a bigint) INHERITS (b);
-- case: a temporary table in a schema
CREATE TEMP TABLE public.t (a int);
-- case: a foreign key from a plain table to a temporary one
CREATE TEMP TABLE u (id int PRIMARY KEY);
CREATE TABLE t (u int REFERENCES u);
-- case: an unlogged table refers to a plain one and back
CREATE UNLOGGED TABLE u (id int PRIMARY KEY);
CREATE TABLE t (u int REFERENCES u);
-- case: a savepoint is released twice
SAVEPOINT a;
RELEASE a;
RELEASE a;
-- case: a setting of a value that is none
SET statement_timeout = '5 parsecs';
-- case: a lock timeout in words
SET lock_timeout = '5s';
SET lock_timeout = 'never';
-- case: a setting that is only the server's
SET max_connections = 10;
-- case: distinct and order by what is given
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT DISTINCT a, lower('x') || b AS c FROM t ORDER BY a, c;
CREATE VIEW w AS SELECT DISTINCT lower('x') FROM t ORDER BY lower;
CREATE VIEW x AS SELECT DISTINCT t.a FROM t ORDER BY a DESC, t.a;
CREATE VIEW y AS SELECT DISTINCT * FROM t ORDER BY b;
CREATE VIEW z AS SELECT DISTINCT a + b FROM t ORDER BY a + b, 1;
-- case: distinct and order by something else beside an expression
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT DISTINCT t.a + 1 AS a FROM t ORDER BY a, t.b;
-- case: distinct on and order by its keys first
CREATE TABLE t (a int, b int, c int);
CREATE VIEW v AS SELECT DISTINCT ON (a, b) c FROM t ORDER BY b, a, c;
CREATE VIEW w AS SELECT DISTINCT ON (k) a AS k, b FROM t ORDER BY k, b;
CREATE VIEW x AS SELECT DISTINCT ON (a) a AS k, b FROM t ORDER BY k;
CREATE VIEW y AS SELECT DISTINCT ON (1) a, b FROM t ORDER BY a;
-- case: distinct on and order by something else first
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT DISTINCT ON (a) a, b FROM t ORDER BY b, a;
-- case: a union of distinct rows that is ordered
CREATE TABLE t (a int, b int);
CREATE TABLE u (b int);
CREATE VIEW v AS SELECT b FROM u UNION ALL SELECT DISTINCT a FROM t ORDER BY b;
-- case: values are compared with ANY and ALL of their kind
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (a bigint, b varchar(10), m mood, ids int[], tags text[], moods mood[]);
CREATE VIEW v AS SELECT a FROM t WHERE a = ANY (ids) AND b <> ALL (tags) AND m = ANY (moods) AND m = ANY ('{a}');
CREATE VIEW w AS SELECT a FROM t WHERE b = ANY (ARRAY['x', 'y']) AND a = SOME (SELECT a FROM t);
-- case: an enum is compared with ANY of texts
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood, tags text[]);
CREATE VIEW v AS SELECT m FROM t WHERE m = ANY (tags);
-- case: an inner query in FROM reads what WITH names and what is around it
CREATE TABLE t (a int);
CREATE VIEW v AS WITH w AS (SELECT a FROM t) SELECT x.a FROM t JOIN (SELECT a FROM w) x ON true;
CREATE VIEW u AS SELECT a, (SELECT max(x.b) FROM (SELECT t.a AS b) x) AS b FROM t;
-- case: an update from an inner query that reads its table
CREATE TABLE t (a int);
CREATE TABLE u (a int);
UPDATE t SET a = x.a FROM (SELECT u.a FROM u WHERE u.a = t.a) x;
-- case: an update from an inner query behind WITH
CREATE TABLE t (a int);
WITH w AS (SELECT 1 AS b) UPDATE t SET a = x.b FROM (SELECT b FROM w) x;
-- case: a check option on a view in parentheses
CREATE TABLE t (a int);
CREATE VIEW v AS (SELECT a FROM t WHERE a > 0) WITH CHECK OPTION;
-- case: a check option on a view of groups
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t GROUP BY a WITH LOCAL CHECK OPTION;
-- case: an option that no view has
CREATE TABLE t (a int);
CREATE VIEW v WITH (fillfactor = 70) AS SELECT a FROM t;
-- case: options of views
CREATE TABLE t (a int);
CREATE VIEW v WITH (security_barrier, check_option = 'local') AS SELECT a FROM t;
ALTER VIEW v SET (check_option = cascaded, security_barrier = off);
ALTER VIEW v RESET (check_option);
-- case: an index that leaves no room
CREATE TABLE t (a int);
CREATE INDEX i ON t (a) WITH (fillfactor = 5);
-- case: storage within its bounds
CREATE TABLE t (a int) WITH (fillfactor = 10, parallel_workers = '0', toast_tuple_target = 8160);
CREATE INDEX i ON t (a) WITH (fillfactor = 100);
-- case: a temporary table in the schema of temporary ones
CREATE TEMP TABLE pg_temp.t (a int);
-- case: a temporary table while another schema comes first
CREATE SCHEMA app;
SET search_path = app, public;
CREATE TEMP TABLE t (a int);
CREATE TABLE u (a int);
-- case: a partition says more of its columns
CREATE TABLE m (id int, note text) PARTITION BY LIST (id);
CREATE TABLE m_1 PARTITION OF m (note NOT NULL DEFAULT 'x', CHECK (id > 0)) FOR VALUES IN (1);
-- case: a plpgsql function that returns nothing and returns
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF true THEN RETURN; END IF; END $$;
-- case: a plpgsql function that returns a value within a condition
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF true THEN RETURN NULL; END IF; END $$;
-- case: a sql function that returns a table of as many columns
CREATE TABLE t (a int, b text);
CREATE FUNCTION f() RETURNS TABLE (a int, b text) LANGUAGE sql AS $$ SELECT t.a, t.b FROM t $$;
CREATE FUNCTION g() RETURNS TABLE (a int, b text) LANGUAGE sql AS $$ SELECT * FROM t $$;
CREATE FUNCTION h() RETURNS TABLE (a int, b text) LANGUAGE sql AS $$ SELECT t FROM t $$;
-- case: a sql function that returns a table of fewer columns
CREATE TABLE t (a int, b text, c int);
CREATE FUNCTION f() RETURNS TABLE (a int, b text) LANGUAGE sql AS $$ SELECT * FROM t $$;
-- case: a part of a composite value that a function stands for
CREATE TYPE addr AS (city text);
CREATE TABLE t (home addr);
CREATE FUNCTION street(it addr) RETURNS text LANGUAGE sql AS $$ SELECT it.city $$;
CREATE VIEW v AS SELECT (home).street FROM t;
-- case: a table that a publication has is dropped
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t, u;
DROP TABLE t;
ALTER PUBLICATION p DROP TABLE u;
ALTER PUBLICATION p ADD TABLE u;
DROP TABLE u;
DROP PUBLICATION p;
DROP PUBLICATION p;
-- case: a table is taken out of a publication twice
CREATE TABLE t (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;
ALTER PUBLICATION p DROP TABLE t;
ALTER PUBLICATION p DROP TABLE t;
-- case: a publication is given other tables
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;
ALTER PUBLICATION p SET TABLE u;
ALTER PUBLICATION p ADD TABLE t;
ALTER PUBLICATION p ADD TABLE u;
-- case: a plpgsql body that says declare before each variable
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
 DECLARE
  a int;
  declare b int := 1;
 BEGIN
  IF b > 0 THEN
   DECLARE c int; DECLARE d int;
   BEGIN a := 1; END;
  END IF;
  RETURN a + b;
 END $$;
-- case: a table is taken out of a publication that is missing
CREATE TABLE t (a int PRIMARY KEY);
ALTER PUBLICATION p DROP TABLE t;
-- case: the server's settings and a session's
SET LOCAL lock_timeout = '1s';
SET fsync TO DEFAULT;
-- case: a setting of a session's beginning
SET LOCAL post_auth_delay = 1;
-- case: a setting that only tells
SET server_version = '1';
-- case: a serial's sequence of a missing table
SELECT pg_get_serial_sequence('no_users', 'id');
-- case: a serial's sequence by a folded name
CREATE TABLE "Users" ("Id" serial, b serial);
SELECT setval(pg_get_serial_sequence('"Users"', 'Id'), 1);
SELECT pg_get_serial_sequence('"Users"', 'b'), pg_get_serial_sequence('"Users"', 'B');
-- case: a column by which a subpartition is partitioned changes its type
CREATE TABLE m (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE m_2024 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
ALTER TABLE m ALTER COLUMN id TYPE bigint;
-- case: a column that a partition key computes from is dropped
CREATE TABLE m (id int, name text) PARTITION BY LIST (lower(name));
ALTER TABLE m DROP COLUMN id;
ALTER TABLE m DROP COLUMN name;
-- case: a column that a partition key computes from changes its type
CREATE TABLE m (id int, name text) PARTITION BY LIST (lower(name));
ALTER TABLE m ALTER COLUMN name TYPE varchar;
-- case: arrays by the catalog's own name
CREATE TABLE t (a _text DEFAULT '{}', b _int4, c _uuid);
INSERT INTO t VALUES (ARRAY['x'], '{1}', NULL);
CREATE TABLE u (a _integer);
-- case: the name of a type converts to it
CREATE TABLE t (a varchar, b int);
UPDATE t SET a = text(b) WHERE uuid(a) IS NOT NULL;
SELECT integer(a) FROM t;
-- case: a table is clustered while no schema is searched
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.t (a int CONSTRAINT t_pkey PRIMARY KEY);
ALTER TABLE public.t CLUSTER ON t_pkey;
CLUSTER public.t USING t_pkey;
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_pkey;
ALTER TABLE public.t CLUSTER ON missing;
