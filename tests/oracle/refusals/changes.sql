-- case: text becomes an integer only by a word
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a TYPE int;
-- case: text becomes an integer by a word
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a TYPE int USING a::int;
ALTER TABLE t ALTER COLUMN a TYPE bigint;
-- case: text becomes an enum only by a word
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a TYPE mood;
-- case: an enum's default stands in the way
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text DEFAULT 'a');
ALTER TABLE t ALTER COLUMN a TYPE mood USING a::mood;
-- case: an enum's default is put aside
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text DEFAULT 'a');
ALTER TABLE t ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE mood USING a::mood, ALTER COLUMN a SET DEFAULT 'a';
ALTER TABLE t ALTER COLUMN a SET DEFAULT 'b';
-- case: an enum becomes another through text
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE mood2 AS ENUM ('a', 'b');
CREATE TABLE t (a mood DEFAULT 'a');
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE t ALTER COLUMN a TYPE mood2 USING a::text::mood2;
ALTER TABLE t ALTER COLUMN a SET DEFAULT 'b';
DROP TYPE mood;
ALTER TYPE mood2 RENAME TO mood;
ALTER TABLE t ALTER COLUMN a SET DEFAULT 'c';
-- case: an enum becomes another at once
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE mood2 AS ENUM ('a', 'b');
CREATE TABLE t (a mood);
ALTER TABLE t ALTER COLUMN a TYPE mood2;
-- case: a boolean becomes an integer
CREATE TABLE t (a boolean);
ALTER TABLE t ALTER COLUMN a TYPE int;
-- case: a boolean's default stands in the way
CREATE TABLE t (a boolean DEFAULT false);
ALTER TABLE t ALTER COLUMN a TYPE int USING a::int;
-- case: a timestamp becomes one with a zone
CREATE TABLE t (a timestamp DEFAULT now());
ALTER TABLE t ALTER COLUMN a TYPE timestamptz;
ALTER TABLE t ALTER COLUMN a TYPE date;
ALTER TABLE t ALTER COLUMN a TYPE int;
-- case: json becomes jsonb
CREATE TABLE t (a json DEFAULT '{}');
ALTER TABLE t ALTER COLUMN a TYPE jsonb;
ALTER TABLE t ALTER COLUMN a TYPE text;
ALTER TABLE t ALTER COLUMN a TYPE jsonb;
-- case: text becomes uuid
CREATE TABLE t (a varchar(36));
ALTER TABLE t ALTER COLUMN a TYPE uuid;
-- case: an array becomes text
CREATE TABLE t (a text[]);
ALTER TABLE t ALTER COLUMN a TYPE text;
ALTER TABLE t ALTER COLUMN a TYPE text[];
-- case: a type changes under a foreign key
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE u ALTER COLUMN a TYPE bigint;
ALTER TABLE u ALTER COLUMN a TYPE text;
-- case: a key's type changes under a foreign key
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE t ALTER COLUMN a TYPE uuid USING NULL;
-- case: a type changes under a check
CREATE TABLE t (a int CHECK (a > 0));
ALTER TABLE t ALTER COLUMN a TYPE bigint;
ALTER TABLE t ALTER COLUMN a TYPE text;
-- case: a type changes under an index of patterns
CREATE TABLE t (a text);
CREATE INDEX i ON t (a text_pattern_ops);
ALTER TABLE t ALTER COLUMN a TYPE int USING a::int;
-- case: a type changes under an index of words
CREATE TABLE t (a jsonb);
CREATE INDEX i ON t USING gin (a);
ALTER TABLE t ALTER COLUMN a TYPE text;
-- case: a type changes under a partial index
CREATE TABLE t (a text, b int);
CREATE INDEX i ON t (b) WHERE a = 'x';
ALTER TABLE t ALTER COLUMN a TYPE int USING 1;
-- case: the type of a serial changes
CREATE TABLE t (a serial);
ALTER TABLE t ALTER COLUMN a TYPE bigint;
ALTER TABLE t ALTER COLUMN a TYPE text;
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE t ALTER COLUMN a TYPE text;
-- case: the type of an identity changes
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY);
ALTER TABLE t ALTER COLUMN a TYPE bigint;
ALTER TABLE t ALTER COLUMN a TYPE text;
-- case: a column becomes a serial
CREATE TABLE t (a int);
ALTER TABLE t ALTER COLUMN a TYPE serial;
-- case: several changes of one column
CREATE TABLE t (a int);
ALTER TABLE t ALTER COLUMN a TYPE text, ALTER COLUMN a SET DEFAULT 'x', ALTER COLUMN a SET NOT NULL;
ALTER TABLE t ALTER COLUMN a SET DEFAULT 1, ADD COLUMN a int;
-- case: a column is added and changed at once
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b int, ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE t DROP COLUMN b, ADD COLUMN b text;
ALTER TABLE t ADD COLUMN c int, DROP COLUMN c;
-- case: a column is dropped and renamed at once
CREATE TABLE t (a int, b int);
ALTER TABLE t DROP COLUMN a, RENAME COLUMN b TO a;
-- case: a column is renamed to one that is there
CREATE TABLE t (a int, b int);
ALTER TABLE t RENAME COLUMN b TO a;
-- case: a column is renamed to one of the server's
CREATE TABLE t (a int);
ALTER TABLE t RENAME COLUMN a TO ctid;
-- case: a column in a check is renamed
CREATE TABLE t (a int, CHECK (a > 0));
ALTER TABLE t RENAME COLUMN a TO b;
ALTER TABLE t DROP COLUMN b;
ALTER TABLE t DROP CONSTRAINT t_a_check;
-- case: a column in a key is renamed
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t (a));
ALTER TABLE t RENAME COLUMN a TO b;
ALTER TABLE t DROP COLUMN b;
-- case: a column in a generated one is renamed
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE t RENAME COLUMN a TO c;
ALTER TABLE t DROP COLUMN c;
-- case: a table is renamed with its sequence left
CREATE TABLE t (a serial PRIMARY KEY);
ALTER TABLE t RENAME TO u;
ALTER SEQUENCE t_a_seq RENAME TO u_a_seq;
ALTER INDEX t_pkey RENAME TO u_pkey;
ALTER TABLE u DROP CONSTRAINT t_pkey;
-- case: a table takes the name of an index
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER TABLE t RENAME TO i;
-- case: a table takes the name of a type
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a int);
ALTER TABLE t RENAME TO mood;
-- case: a constraint takes the name of another
CREATE TABLE t (a int CONSTRAINT x CHECK (a > 0), b int CONSTRAINT y CHECK (b > 0));
ALTER TABLE t RENAME CONSTRAINT x TO y;
-- case: a missing constraint is renamed
CREATE TABLE t (a int);
ALTER TABLE t RENAME CONSTRAINT x TO y;
-- case: a view is renamed as a table
CREATE VIEW v AS SELECT 1 AS a;
ALTER TABLE v RENAME TO w;
DROP VIEW v;
-- case: a sequence is renamed as a table
CREATE SEQUENCE s;
ALTER TABLE s RENAME TO r;
DROP SEQUENCE s;
-- case: a materialized view is dropped as a view
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
DROP VIEW m;
-- case: a table moves into a schema that has its name
CREATE SCHEMA app;
CREATE TABLE t (a int);
CREATE TABLE app.t (a int);
ALTER TABLE t SET SCHEMA app;
-- case: a table moves with its indexes
CREATE SCHEMA app;
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER TABLE t SET SCHEMA app;
DROP INDEX app.i;
DROP INDEX i;
-- case: a table moves with its sequence
CREATE SCHEMA app;
CREATE TABLE t (a serial);
ALTER TABLE t SET SCHEMA app;
DROP SEQUENCE t_a_seq;
-- case: a domain's check is added and dropped
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0);
ALTER DOMAIN d DROP CONSTRAINT c;
ALTER DOMAIN d DROP CONSTRAINT c;
-- case: a domain's check has a name that is there
CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);
ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 1);
-- case: a domain's check is validated
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID;
ALTER DOMAIN d VALIDATE CONSTRAINT c;
ALTER DOMAIN d VALIDATE CONSTRAINT e;
-- case: a domain's constraint is renamed
CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0);
ALTER DOMAIN d RENAME CONSTRAINT c TO e;
ALTER DOMAIN d DROP CONSTRAINT c;
-- case: a domain of a domain
CREATE DOMAIN d AS int;
CREATE DOMAIN e AS d CHECK (VALUE > 0);
DROP DOMAIN d;
-- case: a domain reads a column
CREATE DOMAIN d AS int CHECK (a > 0);
-- case: a domain is altered as a type
CREATE DOMAIN d AS int;
ALTER TYPE d RENAME TO e;
DROP DOMAIN e;
DROP DOMAIN d;
-- case: a domain gets a label
CREATE DOMAIN d AS int;
ALTER TYPE d ADD VALUE 'x';
-- case: an enum is altered as a domain
CREATE TYPE mood AS ENUM ('a');
ALTER DOMAIN mood SET NOT NULL;
-- case: a domain's default is of another type
CREATE DOMAIN d AS int DEFAULT 'x';
-- case: an exclusion of equal rooms
CREATE EXTENSION btree_gist;
CREATE TABLE t (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
ALTER TABLE t DROP CONSTRAINT t_room_during_excl;
ALTER TABLE t DROP CONSTRAINT t_room_during_excl;
-- case: an exclusion of equal rooms without its extension
CREATE TABLE t (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
-- case: an exclusion by an operator that is none of the class
CREATE TABLE t (during tsrange, EXCLUDE USING gist (during WITH <));
-- case: an exclusion of a missing column
CREATE TABLE t (a int, EXCLUDE USING gist (b WITH &&));
-- case: an exclusion's column is dropped
CREATE TABLE t (a int, during tsrange, CONSTRAINT x EXCLUDE USING gist (during WITH &&));
ALTER TABLE t DROP COLUMN during;
ALTER TABLE t DROP CONSTRAINT x;
-- case: an exclusion has an index
CREATE TABLE t (during tsrange, CONSTRAINT x EXCLUDE USING gist (during WITH &&));
DROP INDEX x;
-- case: a generated column is written by a default
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
ALTER TABLE t ALTER COLUMN b SET DEFAULT 1;
-- case: a generated column stops
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
ALTER TABLE t ALTER COLUMN b DROP EXPRESSION;
ALTER TABLE t ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE t ALTER COLUMN b DROP EXPRESSION;
-- case: a generated column may have stopped
CREATE TABLE t (a int);
ALTER TABLE t ALTER COLUMN a DROP EXPRESSION IF EXISTS;
ALTER TABLE t ALTER COLUMN a DROP EXPRESSION;
-- case: a generated column of another row's
CREATE TABLE t (a int, b int GENERATED ALWAYS AS ((SELECT max(a) FROM t)) STORED);
-- case: a generated column of another type
CREATE TABLE t (a int, b boolean GENERATED ALWAYS AS (a * 2) STORED);
-- case: a generated column in a primary key
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED PRIMARY KEY);
ALTER TABLE t DROP COLUMN a;
-- case: a generated column in a foreign key
CREATE TABLE u (a int PRIMARY KEY);
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED REFERENCES u ON DELETE SET NULL);
-- case: a generated column in a partition key
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY LIST (b);
-- case: a column gets the name that it has
CREATE TABLE t (a int);
ALTER TABLE t RENAME a TO a;
-- case: what is in a schema moves there
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE SEQUENCE s;
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER TABLE t SET SCHEMA public;
ALTER VIEW v SET SCHEMA public;
ALTER SEQUENCE s SET SCHEMA public;
ALTER TYPE mood SET SCHEMA public;
ALTER FUNCTION f SET SCHEMA public;
ALTER TABLE missing SET SCHEMA public;
-- case: a check over a column whose type changes in the same statement
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (x e, y int);
ALTER TYPE e RENAME TO e_old;
CREATE TYPE e AS ENUM ('a', 'b');
ALTER TABLE t ADD CONSTRAINT c CHECK (x IN ('a', 'b') AND length(y) > 1), ALTER x TYPE e USING x::text::e, ALTER y TYPE text;
DROP TYPE e_old;
ALTER TABLE t DROP CONSTRAINT c, ALTER y TYPE int USING y::int, ADD CHECK (y <> 'b');
-- case: a default that is said to be of the new type turns into it
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text DEFAULT 'b'::text, b text);
ALTER TABLE t ALTER COLUMN a SET DEFAULT 'a'::mood;
ALTER TABLE t ALTER COLUMN a TYPE mood USING a::mood;
ALTER TABLE t ALTER COLUMN b SET DEFAULT 'a'::varchar;
ALTER TABLE t ALTER COLUMN b TYPE mood USING b::mood;
-- case: the type of a column that a view shows is set to what it is
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT b FROM t;
ALTER TABLE t ALTER COLUMN a TYPE int;
ALTER TABLE t ALTER COLUMN b TYPE text;
-- case: the type of an inherited column is set to what it is
CREATE TABLE t (a int);
CREATE TABLE u () INHERITS (t);
ALTER TABLE u ALTER COLUMN a TYPE int;
-- case: the type of a column is set to what it is in a table whose rows are a column
CREATE TABLE t (a int);
CREATE TABLE u (t t);
ALTER TABLE t ALTER COLUMN a TYPE int;
-- case: a check takes the name of another table's key
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int CONSTRAINT x CHECK (a > 0));
ALTER TABLE u RENAME CONSTRAINT x TO t_pkey;
-- case: a unique constraint takes the name of another table's key
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int CONSTRAINT x UNIQUE);
ALTER TABLE u RENAME CONSTRAINT x TO t_pkey;
-- case: a unique constraint takes the name of a table
CREATE TABLE t (a int CONSTRAINT x UNIQUE);
CREATE VIEW v AS SELECT 1;
ALTER TABLE t RENAME CONSTRAINT x TO v;
