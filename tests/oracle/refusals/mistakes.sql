-- case: a column that is added twice
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b int;
ALTER TABLE t ADD COLUMN b text;
-- case: a column that is dropped twice
CREATE TABLE t (a int, b int);
ALTER TABLE t DROP COLUMN b;
ALTER TABLE t DROP COLUMN b;
-- case: a column is renamed and then dropped by its old name
CREATE TABLE t (a int, b int);
ALTER TABLE t RENAME COLUMN b TO c;
ALTER TABLE t DROP COLUMN b;
-- case: an index is made twice by hand and by a constraint
CREATE TABLE t (a int UNIQUE);
CREATE UNIQUE INDEX t_a_key ON t (a);
-- case: a table is renamed and its sequence is used by its new name
CREATE TABLE t (id serial PRIMARY KEY);
ALTER TABLE t RENAME TO u;
SELECT setval('u_id_seq', 5);
-- case: a table is renamed and its sequence keeps its name
CREATE TABLE t (id serial PRIMARY KEY);
ALTER TABLE t RENAME TO u;
SELECT setval('t_id_seq', 5);
-- case: a constraint of a renamed table is dropped by a new name
CREATE TABLE t (id int PRIMARY KEY);
ALTER TABLE t RENAME TO u;
ALTER TABLE u DROP CONSTRAINT u_pkey;
-- case: a constraint of a renamed column keeps its name
CREATE TABLE t (a int UNIQUE);
ALTER TABLE t RENAME COLUMN a TO b;
ALTER TABLE t DROP CONSTRAINT t_a_key;
-- case: a rollback drops what was renamed
CREATE TABLE old (a int);
ALTER TABLE old RENAME TO new;
DROP TABLE old;
-- case: a rollback in the wrong order
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int REFERENCES a);
DROP TABLE a;
-- case: a rollback in the right order
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int REFERENCES a);
DROP TABLE b, a;
-- case: an enum is dropped while a default uses it
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (m mood DEFAULT 'ok');
ALTER TABLE t ALTER COLUMN m TYPE text;
DROP TYPE mood;
-- case: an enum is swapped without dropping the default
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (m mood DEFAULT 'ok');
CREATE TYPE mood2 AS ENUM ('ok', 'great');
ALTER TABLE t ALTER COLUMN m TYPE mood2 USING m::text::mood2;
-- case: an enum is swapped with its default
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (m mood DEFAULT 'ok');
CREATE TYPE mood2 AS ENUM ('ok', 'great');
ALTER TABLE t ALTER COLUMN m DROP DEFAULT, ALTER COLUMN m TYPE mood2 USING m::text::mood2, ALTER COLUMN m SET DEFAULT 'great';
DROP TYPE mood;
-- case: an enum is swapped for one without the new default
CREATE TYPE mood2 AS ENUM ('ok', 'great');
CREATE TABLE t (m text);
ALTER TABLE t ALTER COLUMN m TYPE mood2 USING m::mood2;
ALTER TABLE t ALTER COLUMN m SET DEFAULT 'sad';
-- case: text becomes a number by a cast
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a TYPE int USING a::int;
-- case: a number becomes a truth value
CREATE TABLE t (a int);
ALTER TABLE t ALTER COLUMN a TYPE boolean;
-- case: a number becomes a truth value by a cast with a default
CREATE TABLE t (a int DEFAULT 0);
ALTER TABLE t ALTER COLUMN a TYPE boolean USING a::boolean;
-- case: text becomes json
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a TYPE jsonb;
-- case: json becomes jsonb
CREATE TABLE t (a json DEFAULT '{}');
ALTER TABLE t ALTER COLUMN a TYPE jsonb;
-- case: text becomes an array
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a TYPE text[];
-- case: a timestamp becomes one of a zone
CREATE TABLE t (a timestamp DEFAULT now());
ALTER TABLE t ALTER COLUMN a TYPE timestamptz USING a AT TIME ZONE 'UTC';
-- case: an integer becomes a uuid
CREATE TABLE t (id int PRIMARY KEY);
ALTER TABLE t ALTER COLUMN id TYPE uuid;
-- case: a key's type changes while another table refers to it
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (a_id int REFERENCES a);
ALTER TABLE a ALTER COLUMN id TYPE bigint;
-- case: a key becomes text while another table refers to it
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (a_id int REFERENCES a);
ALTER TABLE a ALTER COLUMN id TYPE text;
-- case: a column of a view changes its type
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t ALTER COLUMN a TYPE bigint;
-- case: a column beside those of a view changes its type
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
ALTER TABLE t ALTER COLUMN b TYPE bigint;
-- case: a column that a trigger watches changes its type
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t ALTER COLUMN a TYPE bigint;
-- case: a column that a policy reads changes its type
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (a > 0);
ALTER TABLE t ALTER COLUMN a TYPE bigint;
-- case: not null with a default on rows
CREATE TABLE t (a int);
INSERT INTO t VALUES (1);
ALTER TABLE t ADD COLUMN b int NOT NULL DEFAULT 0;
-- case: a check that names a column of another table
CREATE TABLE t (a int);
CREATE TABLE u (b int);
ALTER TABLE t ADD CONSTRAINT k CHECK (u.b > 0);
-- case: a foreign key to a column with an index that is not unique
CREATE TABLE t (a int);
CREATE INDEX ON t (a);
CREATE TABLE u (a int REFERENCES t (a));
-- case: a foreign key of two columns to one
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int, b int, FOREIGN KEY (a, b) REFERENCES t);
-- case: a constraint by the name of an index
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t DROP CONSTRAINT i;
-- case: an index that is not unique becomes a constraint
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER TABLE t ADD PRIMARY KEY USING INDEX i;
-- case: an index of another table becomes a constraint
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE UNIQUE INDEX i ON u (a);
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;
-- case: a view is replaced with fewer columns
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE OR REPLACE VIEW v AS SELECT a FROM t;
-- case: a view is replaced with a column of another type
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE OR REPLACE VIEW v AS SELECT a::text AS a FROM t;
-- case: a view is replaced with one more column
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
CREATE OR REPLACE VIEW v AS SELECT a, b FROM t;
-- case: a function is replaced with another result
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'a' $$;
-- case: a function is replaced with another name of an argument
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION f(b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- case: a function by the wrong arguments is dropped
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION f();
-- case: a trigger of a function that is no trigger's
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a trigger that is there
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a sequence of a serial column is dropped
CREATE TABLE t (id serial);
DROP SEQUENCE t_id_seq;
-- case: a default is dropped before its sequence
CREATE TABLE t (id serial);
ALTER TABLE t ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE t_id_seq;
-- case: a serial column becomes an identity
CREATE TABLE t (id serial PRIMARY KEY);
ALTER TABLE t ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY;
-- case: a serial column becomes an identity without its default
CREATE TABLE t (id serial PRIMARY KEY);
ALTER TABLE t ALTER COLUMN id DROP DEFAULT;
ALTER TABLE t ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY;
-- case: a default that counts by a sequence that is missing
CREATE TABLE t (id int DEFAULT nextval('t_id_seq'));
-- case: a default that counts by a sequence that is made later
CREATE TABLE t (id int);
CREATE SEQUENCE t_id_seq OWNED BY t.id;
ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq');
-- case: an extension's function before the extension
CREATE TABLE t (id uuid DEFAULT uuid_generate_v4());
-- case: an operator class of an extension
CREATE EXTENSION pg_trgm;
CREATE TABLE t (a text);
CREATE INDEX ON t USING gin (a gin_trgm_ops);
DROP EXTENSION pg_trgm;
-- case: a collation of another database
CREATE TABLE t (a text COLLATE "utf8mb4_unicode_ci");
-- case: a collation of a small database
CREATE TABLE t (a text COLLATE "NOCASE");
-- case: a collation of another database on a column that is added
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b varchar(255) COLLATE utf8_general_ci;
-- case: a precision and scale of a float
CREATE TABLE t (a float(24, 8));
-- case: a precision of a float
CREATE TABLE t (a float(24));
-- case: too high a precision of a float
CREATE TABLE t (a float(54));
-- case: a number of another database
CREATE TABLE t (a int unsigned);
-- case: a length of an integer
CREATE TABLE t (a int(11));
-- case: a count of another database
CREATE TABLE t (a int AUTO_INCREMENT);
-- case: an index in a table of another database
CREATE TABLE t (a int, KEY k (a));
-- case: a column after another
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b int AFTER a;
-- case: a row of the table within itself
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b t;
-- case: a row of the table within itself as it is made
CREATE TABLE t (a t);
-- case: an index is renamed as a table
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER TABLE i RENAME TO j;
DROP INDEX i;
-- case: a table is dropped as a view
CREATE TABLE t (a int);
DROP VIEW IF EXISTS t;
-- case: a column is added to a sequence
CREATE SEQUENCE s;
ALTER TABLE s ADD COLUMN b int;
-- case: a partition of a table that is not partitioned
CREATE TABLE t (a int);
CREATE TABLE u PARTITION OF t FOR VALUES IN (1);
-- case: a unique constraint without the partition key
CREATE TABLE t (a int, b int) PARTITION BY RANGE (b);
ALTER TABLE t ADD UNIQUE (a);
-- case: only the parent's column is dropped from a partitioned table
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t DEFAULT;
ALTER TABLE ONLY t DROP COLUMN b;
-- case: a constraint's name is taken by a table
CREATE TABLE k (a int);
CREATE TABLE t (a int, CONSTRAINT k UNIQUE (a));
-- case: a check's name may be that of a table
CREATE TABLE k (a int);
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
-- case: a label is added and used in one transaction
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood ADD VALUE 'b';
CREATE TABLE t (m mood DEFAULT 'b');
-- case: a label is added behind one that is missing
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood ADD VALUE 'c' AFTER 'b';
-- case: a label is dropped
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood DROP VALUE 'a';
-- case: a policy for a command that is none
CREATE TABLE t (a int);
CREATE POLICY p ON t FOR TRUNCATE USING (true);
-- case: an insert into a column that was renamed
CREATE TABLE t (a int);
ALTER TABLE t RENAME COLUMN a TO b;
INSERT INTO t (a) VALUES (1);
-- case: an insert that says what is unique where nothing is
CREATE TABLE t (a int);
INSERT INTO t VALUES (1) ON CONFLICT (a) DO NOTHING;
-- case: a copy into a column that is missing
CREATE TABLE t (a int);
UPDATE t SET a = u.b FROM u;
-- case: a comment on a column that was renamed
CREATE TABLE t (a int);
ALTER TABLE t RENAME COLUMN a TO b;
COMMENT ON COLUMN t.a IS 'x';
-- case: a comma too many
CREATE TABLE t (a int, );
-- case: a word that is reserved as a column
CREATE TABLE t (user text);
-- case: a word that is reserved as a table
CREATE TABLE order (a int);
-- case: two names of one column
CREATE TABLE t (a int, A int);
-- case: names of one letter in two cases
CREATE TABLE t (a int, "A" int);
-- case: a table by a name in another case
CREATE TABLE "Users" (id int);
ALTER TABLE Users ADD COLUMN a int;

-- case: a reserved word names a column that is added
CREATE TABLE t (id int);
ALTER TABLE t ADD COLUMN order int;

-- case: a reserved word names a column in a function's body
CREATE TABLE t (id int, "order" int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE t SET order = 1; END $$;

-- case: a reserved word names a column that a function adds
CREATE TABLE t (id int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE t ADD COLUMN group int; END $$;

-- case: a reserved word names a column that a block adds
CREATE TABLE t (id int);
DO $$ BEGIN ALTER TABLE t ADD COLUMN group int; END $$;

-- case: a function in SQL ends too early
CREATE TABLE t (id int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT id FROM t WHERE $$;

-- case: a table is altered in no way
CREATE TABLE t (id int);
ALTER TABLE t;

-- case: a default is missing before NOT NULL
CREATE TABLE t (id int DEFAULT NOT NULL);

-- case: reserved words as names in quotes and behind dots
CREATE TABLE t (id int, "order" int, value int);
ALTER TABLE public.t ADD COLUMN row int, ADD COLUMN "group" int;
SELECT t.order, t.group, 1 AS user FROM t;
ALTER TABLE t ADD COLUMN flag boolean;
ALTER TABLE t ALTER flag SET DEFAULT NOT true;
