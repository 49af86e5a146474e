-- case: a table refers to one that comes later
CREATE TABLE u (a int REFERENCES t (a));
CREATE TABLE t (a int PRIMARY KEY);
-- case: a table refers to a missing one
CREATE TABLE u (a int REFERENCES missing (a));
-- case: a foreign key to a missing table is added
CREATE TABLE u (a int);
ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES missing (a);
-- case: a column refers to a missing table
CREATE TABLE u (a int);
ALTER TABLE u ADD COLUMN b int REFERENCES missing (a);
-- case: a table refers to itself
CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES t);
-- case: a table refers to itself without a key
CREATE TABLE t (a int, b int REFERENCES t (a));
-- case: a foreign key to a missing column
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t (b));
-- case: a foreign key of a missing column
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int, FOREIGN KEY (b) REFERENCES t (a));
-- case: a foreign key to a column that is not unique
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE TABLE u (a int REFERENCES t (b));
-- case: a foreign key to a table without a primary key
CREATE TABLE t (a int UNIQUE);
CREATE TABLE u (a int REFERENCES t);
-- case: a foreign key to a unique column
CREATE TABLE t (a int UNIQUE);
CREATE TABLE u (a int REFERENCES t (a));
-- case: a foreign key to a unique index
CREATE TABLE t (a int);
CREATE UNIQUE INDEX ON t (a);
CREATE TABLE u (a int REFERENCES t (a));
-- case: a foreign key to a partial unique index
CREATE TABLE t (a int);
CREATE UNIQUE INDEX ON t (a) WHERE a > 0;
CREATE TABLE u (a int REFERENCES t (a));
-- case: a foreign key to one column of a key of two
CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE u (a int REFERENCES t (a));
-- case: a foreign key to two columns the other way round
CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE u (a int, b int, FOREIGN KEY (b, a) REFERENCES t (b, a));
-- case: a foreign key with fewer columns than it refers to
CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE u (a int, FOREIGN KEY (a) REFERENCES t (a, b));
-- case: a foreign key with fewer columns than the primary key
CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE u (a int REFERENCES t);
-- case: a foreign key of a column twice
CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE u (a int, FOREIGN KEY (a, a) REFERENCES t);
-- case: a number refers to a uuid
CREATE TABLE t (a uuid PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
-- case: a number refers to text
CREATE TABLE t (a text PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
-- case: text refers to a number
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a text REFERENCES t);
-- case: text refers to a uuid
CREATE TABLE t (a uuid PRIMARY KEY);
CREATE TABLE u (a varchar(36) REFERENCES t);
-- case: a big number refers to a number
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a bigint REFERENCES t);
-- case: a number refers to numeric
CREATE TABLE t (a numeric PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
-- case: numeric refers to a number
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a numeric REFERENCES t);
-- case: text refers to varchar
CREATE TABLE t (a varchar(10) PRIMARY KEY);
CREATE TABLE u (a text REFERENCES t);
-- case: timestamp refers to date
CREATE TABLE t (a date PRIMARY KEY);
CREATE TABLE u (a timestamp REFERENCES t);
-- case: an enum refers to text
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text PRIMARY KEY);
CREATE TABLE u (a mood REFERENCES t);
-- case: an enum refers to the same enum
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a mood PRIMARY KEY);
CREATE TABLE u (a mood REFERENCES t);
-- case: an enum refers to another
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE color AS ENUM ('a');
CREATE TABLE t (a mood PRIMARY KEY);
CREATE TABLE u (a color REFERENCES t);
-- case: a domain refers to its base type
CREATE DOMAIN code AS int;
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a code REFERENCES t);
-- case: a domain refers to another type
CREATE DOMAIN code AS text;
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a code REFERENCES t);
-- case: an array refers to its element
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int[] REFERENCES t);
-- case: inet refers to cidr
CREATE TABLE t (a cidr PRIMARY KEY);
CREATE TABLE u (a inet REFERENCES t);
-- case: the type of a column that is referred to changes to one that does not fit
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE t ALTER a TYPE text;
-- case: the type of a column that is referred to grows
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE t ALTER a TYPE bigint;
-- case: the referred table is dropped
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
DROP TABLE t;
-- case: the referred table is dropped with its foreign keys
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
DROP TABLE t CASCADE;
ALTER TABLE u DROP CONSTRAINT u_a_fkey;
-- case: the referred key is dropped
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- case: the referred column is dropped
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE t DROP COLUMN a;
-- case: the referred column is dropped with the foreign key
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE t DROP COLUMN a CASCADE;
ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES t;
-- case: the referred unique index is dropped
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a);
CREATE TABLE u (a int REFERENCES t (a));
DROP INDEX i;
-- case: a second foreign key under the same name
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int CONSTRAINT k REFERENCES t);
ALTER TABLE u ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES t;
-- case: a second foreign key without a name
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES t;
ALTER TABLE u DROP CONSTRAINT u_a_fkey1;
-- case: a foreign key to a view
CREATE TABLE t (a int PRIMARY KEY);
CREATE VIEW v AS SELECT a FROM t;
CREATE TABLE u (a int REFERENCES v (a));
-- case: a foreign key to a deferrable key
CREATE TABLE t (a int PRIMARY KEY DEFERRABLE);
CREATE TABLE u (a int REFERENCES t);
-- case: a foreign key from a temporary to a permanent table
CREATE TABLE t (a int PRIMARY KEY);
CREATE TEMP TABLE u (a int REFERENCES t);
-- case: a foreign key to an unlogged table
CREATE UNLOGGED TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
-- case: SET NULL of a column that is not in the key
CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE u (a int, b int, c int, FOREIGN KEY (a, b) REFERENCES t ON DELETE SET NULL (c));
-- case: a generated column with SET NULL
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (b int, a int GENERATED ALWAYS AS (b) STORED REFERENCES t ON DELETE SET NULL);
-- case: a foreign key into another schema
CREATE SCHEMA app;
CREATE TABLE app.t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES app.t);
DROP SCHEMA app;
-- case: a foreign key to a table of another schema without saying it
CREATE SCHEMA app;
CREATE TABLE app.t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
-- case: rows that break a foreign key
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int);
INSERT INTO u VALUES (1);
ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES t;
-- case: MATCH PARTIAL
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t MATCH PARTIAL);

-- case: a primary key over the columns of an older unique index
CREATE TABLE t (a int, b int NOT NULL);
CREATE UNIQUE INDEX older ON t (b);
CREATE TABLE u (b int REFERENCES t (b));
ALTER TABLE t ADD PRIMARY KEY (b);
ALTER TABLE t DROP CONSTRAINT t_pkey;
DROP INDEX older;

-- case: an older unique index that has another name now
CREATE TABLE t (a int, b int NOT NULL);
CREATE UNIQUE INDEX older ON t (b);
CREATE TABLE u (b int REFERENCES t (b));
ALTER INDEX older RENAME TO same;
ALTER TABLE t ADD PRIMARY KEY (b);
ALTER TABLE t DROP CONSTRAINT t_pkey;
DROP INDEX same CASCADE;
ALTER TABLE u DROP CONSTRAINT u_b_fkey;

-- case: a unique constraint that has another name now
CREATE TABLE t (a int, b int NOT NULL CONSTRAINT older UNIQUE);
CREATE TABLE u (b int REFERENCES t (b));
ALTER TABLE t RENAME CONSTRAINT older TO same;
CREATE UNIQUE INDEX later ON t (b);
ALTER TABLE t RENAME TO t2;
DROP INDEX later;
ALTER TABLE t2 DROP CONSTRAINT same;

-- case: a foreign key to the primary key beside an older unique index
CREATE TABLE t (a int, b int NOT NULL);
CREATE UNIQUE INDEX older ON t (b);
ALTER TABLE t ADD PRIMARY KEY (b);
CREATE TABLE u (b int REFERENCES t);
DROP INDEX older;
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- case: a number that refers to a stretch of time
CREATE TABLE t (a interval PRIMARY KEY);
CREATE TABLE u (a int REFERENCES t);
-- case: a day that refers to a moment
CREATE TABLE t (a timestamp PRIMARY KEY);
CREATE TABLE u (a date REFERENCES t);
-- case: a time of day that refers to a stretch of time
CREATE TABLE t (a interval PRIMARY KEY);
CREATE TABLE u (a time REFERENCES t);

-- case: a key that sets some of its columns on update
CREATE TABLE place (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE sale (a int, b int, FOREIGN KEY (a, b) REFERENCES place ON UPDATE SET NULL (b));

-- case: a key would set a generated column
CREATE TABLE place (id int PRIMARY KEY);
CREATE TABLE sale (n int, place int GENERATED ALWAYS AS (n * 2) STORED REFERENCES place ON UPDATE CASCADE);

-- case: a key that leaves a generated column alone
CREATE TABLE place (id int PRIMARY KEY);
CREATE TABLE sale (n int, place int GENERATED ALWAYS AS (n * 2) STORED REFERENCES place ON UPDATE RESTRICT ON DELETE CASCADE);

-- case: what lasts refers to what does not
CREATE UNLOGGED TABLE place (id int PRIMARY KEY);
CREATE UNLOGGED TABLE sale (place int REFERENCES place);
ALTER TABLE sale SET LOGGED;

-- case: what does not last is referred to
CREATE TABLE place (id int PRIMARY KEY, next int REFERENCES place);
CREATE TABLE sale (place int REFERENCES place);
ALTER TABLE sale SET UNLOGGED;
ALTER TABLE place SET UNLOGGED;
ALTER TABLE sale SET LOGGED;

-- case: what is referred to by what lasts
CREATE TABLE place (id int PRIMARY KEY);
CREATE TABLE sale (place int REFERENCES place);
ALTER TABLE place SET UNLOGGED;
