-- case: a table inherits
CREATE TABLE p (a int);
CREATE TABLE t (b int) INHERITS (p);
ALTER TABLE p ADD COLUMN c int;
CREATE INDEX ON t (a, b, c);
-- case: a table inherits from a missing one
CREATE TABLE t (b int) INHERITS (p);
-- case: an inherited column is dropped
CREATE TABLE p (a int);
CREATE TABLE t (b int) INHERITS (p);
ALTER TABLE t DROP COLUMN a;
-- case: an inherited column is renamed
CREATE TABLE p (a int);
CREATE TABLE t (b int) INHERITS (p);
ALTER TABLE t RENAME a TO c;
-- case: the parent is dropped
CREATE TABLE p (a int);
CREATE TABLE t (b int) INHERITS (p);
DROP TABLE p;
-- case: the parent is dropped with its heirs
CREATE TABLE p (a int);
CREATE TABLE t (b int) INHERITS (p);
DROP TABLE p CASCADE;
DROP TABLE t;
-- case: a column of another type than the parent's
CREATE TABLE p (a int);
CREATE TABLE t (a text) INHERITS (p);
-- case: an inherited column of another type is added
CREATE TABLE p (a int);
CREATE TABLE t (b int) INHERITS (p);
ALTER TABLE p ADD COLUMN b text;
-- case: an inherited column of the same type is added
CREATE TABLE p (a int);
CREATE TABLE t (b int) INHERITS (p);
ALTER TABLE p ADD COLUMN b int;
-- case: a table is made an heir
CREATE TABLE p (a int);
CREATE TABLE t (a int, b int);
ALTER TABLE t INHERIT p;
ALTER TABLE t NO INHERIT p;
-- case: a table without the column is made an heir
CREATE TABLE p (a int);
CREATE TABLE t (b int);
ALTER TABLE t INHERIT p;
-- case: a table is made an heir twice
CREATE TABLE p (a int);
CREATE TABLE t () INHERITS (p);
ALTER TABLE t INHERIT p;
-- case: a table inherits from itself
CREATE TABLE p (a int);
ALTER TABLE p INHERIT p;
-- case: a table that is no heir leaves
CREATE TABLE p (a int);
CREATE TABLE t (a int);
ALTER TABLE t NO INHERIT p;
-- case: only the parent's column is dropped
CREATE TABLE p (a int, b int);
CREATE TABLE t () INHERITS (p);
ALTER TABLE ONLY p DROP COLUMN b;
ALTER TABLE t DROP COLUMN b;
-- case: a column is added to the parent only
CREATE TABLE p (a int);
CREATE TABLE t () INHERITS (p);
ALTER TABLE ONLY p ADD COLUMN b int;
-- case: an inherited check is dropped
CREATE TABLE p (a int CONSTRAINT k CHECK (a > 0));
CREATE TABLE t () INHERITS (p);
ALTER TABLE t DROP CONSTRAINT k;
-- case: a column that the heir says itself stays when the parent's goes
CREATE TABLE p (a int, b int);
CREATE TABLE t (a int) INHERITS (p);
ALTER TABLE p DROP COLUMN a;
CREATE INDEX ON t (a);
-- case: a column that only the parent says goes with the parent's
CREATE TABLE p (a int, b int);
CREATE TABLE t (a int) INHERITS (p);
ALTER TABLE p DROP COLUMN b;
CREATE INDEX ON t (b);
-- case: a column that another parent has stays, in the heir's heirs, too
CREATE TABLE p (a int, b int);
CREATE TABLE q (a int);
CREATE TABLE t () INHERITS (p, q);
CREATE TABLE u () INHERITS (t);
ALTER TABLE p DROP COLUMN a;
CREATE INDEX ON u (a);
-- case: a column that both parents had goes with the second
CREATE TABLE p (a int, b int);
CREATE TABLE q (a int);
CREATE TABLE t () INHERITS (p, q);
ALTER TABLE p DROP COLUMN a;
ALTER TABLE q DROP COLUMN a;
CREATE INDEX ON t (a);
-- case: a table that came to its parent later keeps its columns
CREATE TABLE p (a int, b int);
CREATE TABLE t (a int, b int);
ALTER TABLE t INHERIT p;
ALTER TABLE p DROP COLUMN a;
CREATE INDEX ON t (a);
-- case: a column that the parent got later goes with the parent's
CREATE TABLE p (a int);
CREATE TABLE t (b int) INHERITS (p);
ALTER TABLE p ADD COLUMN c int;
ALTER TABLE p DROP COLUMN c;
CREATE INDEX ON t (c);
-- case: what a heir keeps after only the parent lost it is its own
CREATE TABLE p (a int, b int);
CREATE TABLE t () INHERITS (p);
ALTER TABLE ONLY p DROP COLUMN a;
ALTER TABLE p ADD COLUMN a int;
ALTER TABLE p DROP COLUMN a;
CREATE INDEX ON t (a);
-- case: what a heir left its parent with is its own
CREATE TABLE p (a int);
CREATE TABLE t () INHERITS (p);
ALTER TABLE t NO INHERIT p;
ALTER TABLE t INHERIT p;
ALTER TABLE p DROP COLUMN a;
CREATE INDEX ON t (a);
-- case: a partition loses the column whoever said it first
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE t (a int, b int);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
ALTER TABLE p DROP COLUMN b;
CREATE INDEX ON t (b);
-- case: a check goes from the heirs of heirs, too
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0));
CREATE TABLE t () INHERITS (p);
CREATE TABLE u () INHERITS (t);
ALTER TABLE p DROP CONSTRAINT c;
ALTER TABLE u ADD CONSTRAINT c CHECK (a > 1);
-- case: two parents give a column other defaults
CREATE TABLE p (a int DEFAULT 1);
CREATE TABLE q (a int DEFAULT 2);
CREATE TABLE t (b int) INHERITS (p, q);
-- case: two parents give a column other texts as defaults
CREATE TABLE p (a text DEFAULT 'x');
CREATE TABLE q (a text DEFAULT 'y');
CREATE TABLE t () INHERITS (p, q);
-- case: two parents give a column other defaults, and the table its own
CREATE TABLE p (a int DEFAULT 1);
CREATE TABLE q (a int DEFAULT 2);
CREATE TABLE t (a int DEFAULT 3) INHERITS (p, q);
-- case: two parents give a column the same default
CREATE TABLE p (a int DEFAULT 1, b int, c text DEFAULT 'x');
CREATE TABLE q (a int DEFAULT '1', b int DEFAULT 1, c text DEFAULT ('x'::text));
CREATE TABLE r (a int DEFAULT (1), b int DEFAULT 1);
CREATE TABLE t () INHERITS (p, q, r);
-- case: two parents give a column other types
CREATE TABLE p (a int);
CREATE TABLE q (a text);
CREATE TABLE t () INHERITS (p, q);
-- case: the second parent forbids null
CREATE TABLE p (a int);
CREATE TABLE q (a int NOT NULL);
CREATE TABLE t () INHERITS (p, q);
INSERT INTO t VALUES (NULL);
-- case: a column from two parents changes its type in one
CREATE TABLE p (a int);
CREATE TABLE q (a int);
CREATE TABLE t () INHERITS (p, q);
ALTER TABLE p ALTER a TYPE bigint;
-- case: a column from two parents gets another name in one
CREATE TABLE p (a int);
CREATE TABLE q (a int);
CREATE TABLE t () INHERITS (p, q);
ALTER TABLE q RENAME a TO b;
-- case: a column from two parents has another default in one
CREATE TABLE p (a int);
CREATE TABLE q (a int);
CREATE TABLE t () INHERITS (p, q);
ALTER TABLE p ALTER a SET DEFAULT 3;
-- case: a column from two parents of one family changes
CREATE TABLE g (a int);
CREATE TABLE p () INHERITS (g);
CREATE TABLE q () INHERITS (g);
CREATE TABLE t () INHERITS (p, q);
ALTER TABLE g RENAME a TO b;
ALTER TABLE g ALTER b TYPE bigint;
ALTER TABLE p ALTER b TYPE int;
-- case: a temporary table inherits one that stays, and not the other way round
CREATE TABLE p (a int);
CREATE TEMP TABLE t () INHERITS (p);
CREATE TABLE u () INHERITS (t);
-- case: a table becomes the child of a temporary one
CREATE TEMPORARY TABLE t (a int);
CREATE TABLE u (a int);
ALTER TABLE u INHERIT t;
-- case: a temporary table becomes the child of one that stays
CREATE TABLE t (a int);
CREATE TEMPORARY TABLE u (a int);
ALTER TABLE u INHERIT t;
-- case: a parent alone forbids null and has keys of its own
CREATE TABLE r (a int PRIMARY KEY);
CREATE TABLE p (a int NOT NULL, b int);
CREATE TABLE c () INHERITS (p);
ALTER TABLE ONLY p ADD PRIMARY KEY (a);
ALTER TABLE ONLY p ADD FOREIGN KEY (a) REFERENCES r;
ALTER TABLE ONLY p ADD CONSTRAINT own CHECK (a > 0) NO INHERIT;
ALTER TABLE ONLY p ADD CONSTRAINT k CHECK (b > 0);

-- case: a partition says again what it inherits
CREATE TABLE sale (place text, n int, CONSTRAINT has_place CHECK (length(place) > 0)) PARTITION BY LIST (place);
CREATE TABLE sale_b PARTITION OF sale (n NOT NULL DEFAULT 1, CONSTRAINT has_place CHECK (length(place) > 0)) FOR VALUES IN ('b');
ALTER TABLE sale_b DROP CONSTRAINT has_place;

-- case: an heir says again what it inherits, and would not hand it on
CREATE TABLE sale (n int, CONSTRAINT is_some CHECK (n > 0));
CREATE TABLE sale_b (CONSTRAINT is_some CHECK (n > 0) NO INHERIT) INHERITS (sale);

-- case: an inherited check gets another name
CREATE TABLE sale (n int, CONSTRAINT is_some CHECK (n > 0));
CREATE TABLE sale_b () INHERITS (sale);
ALTER TABLE sale_b RENAME CONSTRAINT is_some TO is_more;

-- case: a check gets another name in all heirs
CREATE TABLE sale (n int, CONSTRAINT is_some CHECK (n > 0));
CREATE TABLE sale_b () INHERITS (sale);
ALTER TABLE sale RENAME CONSTRAINT is_some TO is_more;
ALTER TABLE sale_b ADD CONSTRAINT is_some CHECK (n > 1);
ALTER TABLE sale_b RENAME CONSTRAINT is_more TO is_most;

-- case: an heir gives a generated column a default
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 2) STORED);
CREATE TABLE sale_b (m int DEFAULT 10) INHERITS (sale);

-- case: an heir generates a column again
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 2) STORED);
CREATE TABLE sale_b (m int GENERATED ALWAYS AS (n * 3) STORED) INHERITS (sale);

-- case: an heir generates a plain column
CREATE TABLE sale (n int, m int);
CREATE TABLE sale_b (m int GENERATED ALWAYS AS (n * 3) STORED) INHERITS (sale);

-- case: a table that generates a plain column of its parent
CREATE TABLE sale (n int, m int);
CREATE TABLE sale_b (n int, m int GENERATED ALWAYS AS (n * 3) STORED);
ALTER TABLE sale_b INHERIT sale;

-- case: a table with a plain column for a generated one of its parent
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 3) STORED);
CREATE TABLE sale_b (n int, m int);
ALTER TABLE sale_b INHERIT sale;

-- case: an heir counts by itself in what it inherits
CREATE TABLE sale (n int);
CREATE TABLE sale_b (n int GENERATED ALWAYS AS IDENTITY) INHERITS (sale);
INSERT INTO sale_b DEFAULT VALUES;
INSERT INTO sale_b (n) VALUES (1);

-- case: a constraint gets another name in the parent alone
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0) NO INHERIT, CONSTRAINT d CHECK (a > 1));
ALTER TABLE ONLY p RENAME CONSTRAINT d TO e;
CREATE TABLE t () INHERITS (p);
ALTER TABLE ONLY p RENAME CONSTRAINT c TO f;
ALTER TABLE p RENAME CONSTRAINT e TO g;
ALTER TABLE ONLY p RENAME CONSTRAINT g TO h;
