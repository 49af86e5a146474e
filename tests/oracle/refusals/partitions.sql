-- case: a partition of a table that is not partitioned
CREATE TABLE t (a int);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (2);
-- case: a partition of a missing table
CREATE TABLE u PARTITION OF missing FOR VALUES FROM (1) TO (2);
-- case: a primary key without the partition key
CREATE TABLE t (a int PRIMARY KEY, b date) PARTITION BY RANGE (b);
-- case: a primary key with the partition key
CREATE TABLE t (a int, b date, PRIMARY KEY (a, b)) PARTITION BY RANGE (b);
-- case: a unique constraint without the partition key is added
CREATE TABLE t (a int, b date) PARTITION BY RANGE (b);
ALTER TABLE t ADD UNIQUE (a);
-- case: a unique index without the partition key
CREATE TABLE t (a int, b date) PARTITION BY RANGE (b);
CREATE UNIQUE INDEX ON t (a);
-- case: a partition by a missing column
CREATE TABLE t (a int) PARTITION BY RANGE (b);
-- case: a partition by a list of two columns
CREATE TABLE t (a int, b int) PARTITION BY LIST (a, b);
-- case: an unknown way to partition
CREATE TABLE t (a int) PARTITION BY MAGIC (a);
-- case: partitions that overlap
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE TABLE w PARTITION OF t FOR VALUES FROM (5) TO (15);
-- case: partitions that touch
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE TABLE w PARTITION OF t FOR VALUES FROM (10) TO (15);
-- case: partitions of dates that overlap
CREATE TABLE t (a date) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE w PARTITION OF t FOR VALUES FROM ('2024-01-15') TO ('2024-03-01');
-- case: partitions of months
CREATE TABLE t (a timestamptz) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE w PARTITION OF t FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
-- case: a range that is empty
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (10) TO (1);
-- case: a range from the least to the greatest
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (MINVALUE) TO (10);
CREATE TABLE w PARTITION OF t FOR VALUES FROM (10) TO (MAXVALUE);
CREATE TABLE x PARTITION OF t FOR VALUES FROM (20) TO (30);
-- case: a list value twice
CREATE TABLE t (a text) PARTITION BY LIST (a);
CREATE TABLE u PARTITION OF t FOR VALUES IN ('x', 'y');
CREATE TABLE w PARTITION OF t FOR VALUES IN ('y', 'z');
-- case: a bound of the wrong kind
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (2);
-- case: a bound of a number that is no number
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM ('x') TO ('y');
-- case: a bound with too few values
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a, b);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (2);
-- case: hash partitions
CREATE TABLE t (a int) PARTITION BY HASH (a);
CREATE TABLE u PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE w PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);
-- case: a hash partition twice
CREATE TABLE t (a int) PARTITION BY HASH (a);
CREATE TABLE u PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE w PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
-- case: a remainder over the modulus
CREATE TABLE t (a int) PARTITION BY HASH (a);
CREATE TABLE u PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 2);
-- case: moduli that do not divide
CREATE TABLE t (a int) PARTITION BY HASH (a);
CREATE TABLE u PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE w PARTITION OF t FOR VALUES WITH (MODULUS 3, REMAINDER 1);
-- case: a default partition of hash
CREATE TABLE t (a int) PARTITION BY HASH (a);
CREATE TABLE u PARTITION OF t DEFAULT;
-- case: a default partition twice
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t DEFAULT;
CREATE TABLE w PARTITION OF t DEFAULT;
-- case: a partition is attached
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u (a int);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
-- case: a partition is attached twice
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u (a int);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (10) TO (20);
-- case: a partition without a column is attached
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE u (a int);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
-- case: a partition with a column more is attached
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u (a int, b int);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
-- case: a partition with another type is attached
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE u (a int, b text);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
-- case: a partition that allows null is attached
CREATE TABLE t (a int NOT NULL) PARTITION BY RANGE (a);
CREATE TABLE u (a int);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
-- case: a partition without a check is attached
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0)) PARTITION BY RANGE (a);
CREATE TABLE u (a int);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
-- case: a partition is attached to a plain table
CREATE TABLE t (a int);
CREATE TABLE u (a int);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
-- case: a missing partition is attached
CREATE TABLE t (a int) PARTITION BY RANGE (a);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (1) TO (10);
-- case: an overlapping partition is attached
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE TABLE w (a int);
ALTER TABLE t ATTACH PARTITION w FOR VALUES FROM (5) TO (10);
-- case: a partition is detached
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
ALTER TABLE t DETACH PARTITION u;
DROP TABLE t;
ALTER TABLE u ADD COLUMN b int;
-- case: a table that is no partition is detached
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u (a int);
ALTER TABLE t DETACH PARTITION u;
-- case: partitions go with their parent
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
DROP TABLE t;
DROP TABLE u;
-- case: a column is added to a partition
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
ALTER TABLE u ADD COLUMN b int;
-- case: a column is dropped from a partition
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
ALTER TABLE u DROP COLUMN b;
-- case: a column is added to the parent
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
ALTER TABLE t ADD COLUMN b int;
CREATE INDEX ON u (b);
-- case: the partition key is dropped
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
ALTER TABLE t DROP COLUMN a;
-- case: the partition key changes its type
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
ALTER TABLE t ALTER a TYPE bigint;
-- case: an index of the parent on a partition is dropped
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE INDEX ON t (a);
DROP INDEX u_a_idx;
-- case: a constraint of the parent on a partition is dropped
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0)) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
ALTER TABLE u DROP CONSTRAINT k;
-- case: an index on a partitioned table concurrently
-- outside
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE INDEX CONCURRENTLY i ON t (a);
-- case: an index on only the parent
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE INDEX i ON ONLY t (a);
CREATE INDEX j ON u (a);
ALTER INDEX i ATTACH PARTITION j;
-- case: an index of other columns is attached
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE INDEX i ON ONLY t (a);
CREATE INDEX j ON u (b);
ALTER INDEX i ATTACH PARTITION j;
-- case: a foreign key from a partitioned table
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int, b int REFERENCES p) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
DROP TABLE p;
-- case: a foreign key to a partitioned table
CREATE TABLE t (a int PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE p (a int REFERENCES t);
-- case: a foreign key that is not valid from a partitioned table
CREATE TABLE p (a int PRIMARY KEY);
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES p NOT VALID;
-- case: an exclusion on a partitioned table
CREATE TABLE t (a int, b int4range, EXCLUDE USING gist (b WITH &&)) PARTITION BY RANGE (a);
-- case: an identity on a partitioned table
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b date, PRIMARY KEY (a, b)) PARTITION BY RANGE (b);
CREATE TABLE u PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- case: partitions of partitions
CREATE TABLE t (a int, b int) PARTITION BY LIST (a);
CREATE TABLE u PARTITION OF t FOR VALUES IN (1) PARTITION BY RANGE (b);
CREATE TABLE w PARTITION OF u FOR VALUES FROM (1) TO (10);
-- case: a row that fits no partition
CREATE TABLE t (a int) PARTITION BY RANGE (a);
INSERT INTO t VALUES (1);
-- case: an expression as partition key under a primary key
CREATE TABLE t (a timestamp, PRIMARY KEY (a)) PARTITION BY RANGE (date_trunc('day', a));
-- case: unlogged and partitioned
CREATE UNLOGGED TABLE t (a int) PARTITION BY RANGE (a);
-- case: a partitioned table inherits
CREATE TABLE p (a int);
CREATE TABLE t () INHERITS (p) PARTITION BY RANGE (a);
-- case: a missing index is attached
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE INDEX i ON ONLY t (a);
ALTER INDEX i ATTACH PARTITION nope;
-- case: a bound that is no value of its column
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN ('1', 2, NULL);
CREATE TABLE u PARTITION OF p FOR VALUES IN (true);
-- case: a bound of the second column is of another type
CREATE TABLE p (a int, b date) PARTITION BY RANGE (a, b);
CREATE TABLE t PARTITION OF p FOR VALUES FROM (1, '2024-01-01') TO (1, MAXVALUE);
CREATE TABLE u PARTITION OF p FOR VALUES FROM (2, 1) TO (3, MINVALUE);
-- case: a bound that is too large
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (99999999999);
-- case: a number is a bound of text
CREATE TABLE p (a text) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1, 'b');
CREATE TABLE q (a jsonb) PARTITION BY LIST (a);
CREATE TABLE u PARTITION OF q FOR VALUES IN (1);
-- case: a date that is none as a bound
CREATE TABLE p (a date) PARTITION BY RANGE (a);
CREATE TABLE t PARTITION OF p FOR VALUES FROM ('2024-02-30') TO ('2024-03-01');
-- case: a temporary partition of a table that stays
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TEMP TABLE t PARTITION OF p FOR VALUES IN (1);
-- case: a partition that stays of a temporary table
CREATE TEMP TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
-- case: a partition by a column without order
CREATE TABLE t (a json) PARTITION BY LIST (a);
-- case: a partition by the hash of a column that has none
CREATE TABLE t (a json) PARTITION BY HASH (a);
-- case: a partition by the hash of a column
CREATE TABLE t (a jsonb, b uuid, c text[]) PARTITION BY HASH (a, b, c);
-- case: storage parameters for a table that is partitioned
CREATE TABLE t (a int) PARTITION BY RANGE (a);
ALTER TABLE t SET (fillfactor = 50);
-- case: a temporary table is no partition of one that stays
CREATE TABLE p (a int) PARTITION BY RANGE (a);
CREATE TEMP TABLE q (a int);
ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM (1) TO (9);
-- case: a key of the parent alone, and one of each partition to attach
CREATE TABLE p (a int NOT NULL, b int) PARTITION BY LIST (a);
CREATE TABLE c (a int NOT NULL, b int);
ALTER TABLE ONLY p ATTACH PARTITION c FOR VALUES IN (1);
ALTER TABLE ONLY p ADD CONSTRAINT p_pkey PRIMARY KEY (a);
ALTER TABLE ONLY c ADD CONSTRAINT c_pkey PRIMARY KEY (a);
ALTER INDEX p_pkey ATTACH PARTITION c_pkey;
ALTER TABLE c DROP CONSTRAINT c_pkey;
-- case: a key of a partition that came with the parent's
CREATE TABLE p (a int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
ALTER TABLE p ADD PRIMARY KEY (a);
ALTER TABLE ONLY c ADD CONSTRAINT k PRIMARY KEY (a);
-- case: a key of the parent alone where a partition allows null
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
ALTER TABLE ONLY p ADD PRIMARY KEY (a);
-- case: a check of the parent alone
CREATE TABLE p (a int) PARTITION BY LIST (a);
ALTER TABLE ONLY p ADD CHECK (a > 0);
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
ALTER TABLE ONLY p ADD CHECK (a < 9);
-- case: a foreign key of a partitioned table alone
CREATE TABLE r (a int PRIMARY KEY);
CREATE TABLE p (a int) PARTITION BY LIST (a);
ALTER TABLE ONLY p ADD FOREIGN KEY (a) REFERENCES r;
-- case: a partitioned table alone forbids null
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
ALTER TABLE c ALTER a SET NOT NULL;
ALTER TABLE ONLY p ALTER a SET NOT NULL;
ALTER TABLE ONLY p ALTER b SET NOT NULL;
-- case: an index of no partition is attached
CREATE TABLE p (a int) PARTITION BY RANGE (a);
CREATE TABLE t (a int);
CREATE INDEX i ON ONLY p (a);
CREATE INDEX j ON t (a);
ALTER INDEX i ATTACH PARTITION j;
-- case: an index is attached to itself
CREATE TABLE p (a int) PARTITION BY RANGE (a);
CREATE INDEX i ON ONLY p (a);
ALTER INDEX i ATTACH PARTITION i;
-- case: the part of the parent's index stays beside another one like it
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE c PARTITION OF p FOR VALUES FROM (0) TO (5);
CREATE INDEX i ON p (b);
CREATE INDEX j ON c (b);
DROP INDEX j;
DROP INDEX c_b_idx;
-- case: an index that the parent's took over is a part of it, the one made behind it is not
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE c PARTITION OF p FOR VALUES FROM (0) TO (5);
CREATE INDEX j ON c (b);
CREATE INDEX k ON c (b);
CREATE INDEX i ON p (b);
DROP INDEX k;
DROP INDEX j;
-- case: each of two indexes of the parent that are alike has a part of its own
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE c PARTITION OF p FOR VALUES FROM (0) TO (5);
CREATE INDEX i ON p (b);
CREATE INDEX j ON p (b);
DROP INDEX i;
COMMENT ON INDEX c_b_idx1 IS 'the part of the second';
COMMENT ON INDEX c_b_idx IS 'gone with the first';
-- case: a parent's trigger is disabled on a partition
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t1 DISABLE TRIGGER g;
-- case: a parent's trigger is disabled on a later partition
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE TABLE t2 (a int);
ALTER TABLE t ATTACH PARTITION t2 FOR VALUES IN (2);
ALTER TABLE t1 DISABLE TRIGGER g;
ALTER TABLE t2 ENABLE ALWAYS TRIGGER g;
ALTER TABLE t2 DISABLE TRIGGER h;
-- case: a parent's statement trigger is not on a partition
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION f();
ALTER TABLE t1 DISABLE TRIGGER g;
-- case: a parent's cloned trigger is dropped on a partition
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
DROP TRIGGER g ON t1;
-- case: a trigger of a detached partition is gone
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t DETACH PARTITION t1;
DROP TRIGGER g ON t1;
