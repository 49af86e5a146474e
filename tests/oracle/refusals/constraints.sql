-- case: two primary keys
CREATE TABLE t (a int PRIMARY KEY, b int PRIMARY KEY);
-- case: a primary key is added to one
CREATE TABLE t (a int PRIMARY KEY, b int);
ALTER TABLE t ADD PRIMARY KEY (b);
-- case: a primary key of a missing column
CREATE TABLE t (a int, PRIMARY KEY (b));
-- case: a primary key over a column twice
CREATE TABLE t (a int, PRIMARY KEY (a, a));
-- case: a unique constraint over a column twice
CREATE TABLE t (a int, UNIQUE (a, a));
-- case: a constraint's name is taken in the table
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0), CONSTRAINT k UNIQUE (a));
-- case: a check's name is taken in another table
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
CREATE TABLE u (a int, CONSTRAINT k CHECK (a > 0));
-- case: a unique constraint's name is taken in another table
CREATE TABLE t (a int, CONSTRAINT k UNIQUE (a));
CREATE TABLE u (a int, CONSTRAINT k UNIQUE (a));
-- case: a unique constraint's name is taken by a table
CREATE TABLE k (a int);
CREATE TABLE u (a int, CONSTRAINT k UNIQUE (a));
-- case: a unique constraint is added twice under one name
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
-- case: a unique constraint is added twice without a name
CREATE TABLE t (a int UNIQUE);
ALTER TABLE t ADD UNIQUE (a);
DROP INDEX t_a_key1;
-- case: a missing constraint is dropped
CREATE TABLE t (a int);
ALTER TABLE t DROP CONSTRAINT k;
-- case: a missing constraint may be missing
CREATE TABLE t (a int);
ALTER TABLE t DROP CONSTRAINT IF EXISTS k;
-- case: a constraint without a name is dropped by its implicit one
CREATE TABLE t (a int UNIQUE CHECK (a > 0), b int REFERENCES t (a));
ALTER TABLE t DROP CONSTRAINT t_b_fkey, DROP CONSTRAINT t_a_key, DROP CONSTRAINT t_a_check;
-- case: a check over two columns is named after its table
CREATE TABLE t (a int, b int, CHECK (a > b));
ALTER TABLE t DROP CONSTRAINT t_check;
-- case: a check over two columns has no column's name
CREATE TABLE t (a int, b int, CHECK (a > b));
ALTER TABLE t DROP CONSTRAINT t_a_check;
-- case: a check of a missing column
CREATE TABLE t (a int, CHECK (b > 0));
-- case: a check of a missing column is added
CREATE TABLE t (a int);
ALTER TABLE t ADD CHECK (b > 0);
-- case: a check that calls a missing function
CREATE TABLE t (a text CHECK (is_fine(a)));
-- case: a check that asks a table
CREATE TABLE t (a int CHECK (a IN (SELECT 1)));
-- case: a check that is no condition
CREATE TABLE t (a int CHECK (a + 1));
-- case: a check that compares what cannot be compared
CREATE TABLE t (a int CHECK (a ~ 'x'));
-- case: a check of an aggregate
CREATE TABLE t (a int CHECK (count(a) > 0));
-- case: checks of many kinds
CREATE TABLE t (a text CHECK (a ~* '^[a-z]+$'), b text CHECK (b IN ('x', 'y')), c numeric(5,2) CHECK (c BETWEEN 0 AND 100), d jsonb CHECK (jsonb_typeof(d) = 'object'), CHECK (char_length(a) <= 10 OR b IS NULL));
-- case: a check is not valid yet
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT k;
-- case: a missing constraint is validated
CREATE TABLE t (a int);
ALTER TABLE t VALIDATE CONSTRAINT k;
-- case: a unique constraint is validated
CREATE TABLE t (a int CONSTRAINT k UNIQUE);
ALTER TABLE t VALIDATE CONSTRAINT k;
-- case: a unique constraint that is not valid
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a) NOT VALID;
-- case: a constraint takes over an index
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;
DROP INDEX k;
-- case: a constraint takes over a missing index
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;
-- case: a constraint takes over an index that is not unique
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;
-- case: a constraint takes over a partial index
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a) WHERE a > 0;
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;
-- case: a constraint takes over an index of an expression
CREATE TABLE t (a text);
CREATE UNIQUE INDEX i ON t (lower(a));
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;
-- case: an index that was taken over has another name
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;
ALTER INDEX i RENAME TO j;
-- case: an index behind a constraint is dropped
CREATE TABLE t (a int UNIQUE);
DROP INDEX t_a_key;
-- case: a primary key's index is dropped if it exists
CREATE TABLE t (a int PRIMARY KEY);
DROP INDEX IF EXISTS t_pkey;
-- case: a constraint is renamed
CREATE TABLE t (a int CONSTRAINT k UNIQUE);
ALTER TABLE t RENAME CONSTRAINT k TO m;
ALTER TABLE t DROP CONSTRAINT m;
-- case: a missing constraint is renamed
CREATE TABLE t (a int);
ALTER TABLE t RENAME CONSTRAINT k TO m;
-- case: a constraint is renamed to one that is there
CREATE TABLE t (a int CONSTRAINT k UNIQUE, b int CONSTRAINT m CHECK (b > 0));
ALTER TABLE t RENAME CONSTRAINT k TO m;
-- case: an exclusion constraint
CREATE TABLE t (a int4range, EXCLUDE USING gist (a WITH &&));
-- case: an exclusion of a number over gist
CREATE TABLE t (a int, b int4range, EXCLUDE USING gist (a WITH =, b WITH &&));
-- case: an exclusion of a number over gist with its extension
CREATE EXTENSION btree_gist;
CREATE TABLE t (a int, b int4range, EXCLUDE USING gist (a WITH =, b WITH &&));
-- case: a deferrable unique constraint
CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED);
-- case: a deferrable check
CREATE TABLE t (a int CHECK (a > 0) DEFERRABLE);
-- case: a check is altered to be deferrable
CREATE TABLE t (a int CONSTRAINT k CHECK (a > 0));
ALTER TABLE t ALTER CONSTRAINT k DEFERRABLE;
-- case: a foreign key is altered to be deferrable
CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT k REFERENCES t);
ALTER TABLE t ALTER CONSTRAINT k DEFERRABLE INITIALLY DEFERRED;
-- case: the primary key's constraint goes, null stays forbidden
CREATE TABLE t (a int PRIMARY KEY);
ALTER TABLE t DROP CONSTRAINT t_pkey;
ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a);
-- case: a unique constraint on json
CREATE TABLE t (a json UNIQUE);
-- case: a unique constraint on jsonb
CREATE TABLE t (a jsonb UNIQUE);
-- case: a primary key of points
CREATE TABLE t (a point PRIMARY KEY);
-- case: nulls are not distinct
CREATE TABLE t (a int, UNIQUE NULLS NOT DISTINCT (a));
-- case: a primary key includes a missing column
CREATE TABLE t (a int, PRIMARY KEY (a) INCLUDE (b));
-- case: a check that rows break
CREATE TABLE t (a int);
INSERT INTO t VALUES (-1);
ALTER TABLE t ADD CHECK (a > 0);
-- case: a NO INHERIT check
CREATE TABLE t (a int CHECK (a > 0) NO INHERIT);
-- case: a constraint of a column behind another
CREATE TABLE t (a int CONSTRAINT k NOT NULL CONSTRAINT k UNIQUE);
-- case: an exclusion by a method that is missing
CREATE TABLE t (during tstzrange, EXCLUDE USING nope (during WITH &&));

-- case: an exclusion reads columns that are there
CREATE TABLE t (a int, EXCLUDE (abs(a) WITH =));
ALTER TABLE t ADD EXCLUDE (abs(b) WITH =);

-- case: an exclusion is of what does not change
CREATE TABLE t (a timestamptz);
ALTER TABLE t ADD EXCLUDE (to_char(a, 'x') WITH =);

-- case: an exclusion has a condition over its columns
CREATE TABLE t (a int);
ALTER TABLE t ADD EXCLUDE (a WITH =) WHERE (a > 0);
ALTER TABLE t ADD EXCLUDE (a WITH =) WHERE (b > 0);

-- case: an exclusion is named after the functions in it
CREATE TABLE t (a int, "B" int, EXCLUDE (abs(a) WITH =), EXCLUDE ("B" WITH =), UNIQUE (a) INCLUDE (a));
ALTER TABLE t DROP CONSTRAINT t_abs_excl, DROP CONSTRAINT "t_B_excl", DROP CONSTRAINT t_a_a1_key;
ALTER TABLE t DROP CONSTRAINT t_expr_excl;

-- case: an excluded column in quotes has an operator class
CREATE TABLE t ("B" int, EXCLUDE USING gist ("B" WITH =));
