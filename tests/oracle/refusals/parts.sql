-- case: a table is attached twice
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t (a int);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (2);
-- case: a table with a column too much is attached
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t (a int, b int);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
-- case: a table with a column too few is attached
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE t (a int);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
-- case: a table with another type is attached
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t (a bigint);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
-- case: a table that takes nulls is attached
CREATE TABLE p (a int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE t (a int);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
-- case: a table without the parent's check is attached
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0)) PARTITION BY LIST (a);
CREATE TABLE t (a int);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
-- case: a table with the parent's check is attached
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0)) PARTITION BY LIST (a);
CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0));
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
ALTER TABLE t DROP CONSTRAINT c;
-- case: a table with a primary key of its own is attached
CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);
CREATE TABLE t (a int PRIMARY KEY);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- case: a table gets the parent's key when it is attached
CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);
CREATE TABLE t (a int NOT NULL);
ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1);
ALTER TABLE t ADD PRIMARY KEY (a);
-- case: a partition has the parent's columns
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE p ADD COLUMN c int;
ALTER TABLE t ADD COLUMN c int;
-- case: a partition's column is dropped
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE t DROP COLUMN b;
-- case: a partition's column changes its type
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE t ALTER COLUMN b TYPE bigint;
-- case: a partition's column is renamed
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE t RENAME COLUMN b TO c;
-- case: a partition's default is its own
CREATE TABLE p (a int, b int DEFAULT 1) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE t ALTER COLUMN b SET DEFAULT 2;
ALTER TABLE t ALTER COLUMN b DROP NOT NULL;
ALTER TABLE t ALTER COLUMN c SET DEFAULT 2;
-- case: a partition takes nulls that its parent forbids
CREATE TABLE p (a int, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE t ALTER COLUMN b DROP NOT NULL;
-- case: a column is added to a partition alone
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE t ADD COLUMN b int;
-- case: a partition is dropped
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
DROP TABLE t;
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
CREATE TABLE u PARTITION OF p FOR VALUES IN (1);
-- case: a partitioned table is dropped with its partitions
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
DROP TABLE p;
DROP TABLE t;
-- case: a detached partition is a table of its own
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE p DETACH PARTITION t;
ALTER TABLE t ADD COLUMN b int;
DROP TABLE p;
DROP TABLE t;
DROP TABLE t;
-- case: a table that is no partition is detached
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t (a int);
ALTER TABLE p DETACH PARTITION t;
-- case: an index of all partitions is dropped of one
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
CREATE INDEX i ON p (a);
DROP INDEX t_a_idx;
-- case: an index of all partitions is dropped
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
CREATE INDEX i ON p (a);
DROP INDEX i;
DROP INDEX t_a_idx;
-- case: an index of all partitions is made in a new one
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE INDEX i ON p (b);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
DROP INDEX t_b_idx;
-- case: an index is made concurrently on a partitioned table
-- outside
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE INDEX CONCURRENTLY i ON p (a);
-- case: an index only on the parent
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
CREATE INDEX i ON ONLY p (a);
CREATE INDEX j ON t (a);
ALTER INDEX i ATTACH PARTITION j;
DROP INDEX j;
-- case: a unique key without the partition key
CREATE TABLE p (a int, b int UNIQUE) PARTITION BY LIST (a);
-- case: a unique index without the partition key
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE UNIQUE INDEX i ON p (b);
-- case: a primary key with the partition key
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)) PARTITION BY RANGE (a);
CREATE TABLE t PARTITION OF p FOR VALUES FROM (1) TO (2);
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- case: a foreign key of a partitioned table
CREATE TABLE u (a int PRIMARY KEY);
CREATE TABLE p (a int REFERENCES u) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE t DROP CONSTRAINT p_a_fkey;
-- case: a foreign key to a partitioned table
CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
CREATE TABLE u (a int REFERENCES p);
DROP TABLE t;
DROP TABLE p;
-- case: a foreign key to a partitioned table that is not valid
CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);
CREATE TABLE u (a int PRIMARY KEY);
ALTER TABLE p ADD FOREIGN KEY (a) REFERENCES u NOT VALID;
-- case: a range of two columns
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a, b);
CREATE TABLE t PARTITION OF p FOR VALUES FROM (1, 1) TO (1, 9);
CREATE TABLE u PARTITION OF p FOR VALUES FROM (1, 9) TO (2, MINVALUE);
CREATE TABLE v PARTITION OF p FOR VALUES FROM (1) TO (2);
-- case: ranges of days overlap
CREATE TABLE p (a date) PARTITION BY RANGE (a);
CREATE TABLE t PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE u PARTITION OF p FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
CREATE TABLE v PARTITION OF p FOR VALUES FROM ('2024-01-15') TO ('2024-02-15');
-- case: a range that ends before it begins
CREATE TABLE p (a date) PARTITION BY RANGE (a);
CREATE TABLE t PARTITION OF p FOR VALUES FROM ('2024-02-01') TO ('2024-01-01');
-- case: two default partitions
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p DEFAULT;
CREATE TABLE u PARTITION OF p DEFAULT;
-- case: a hash with a remainder too big
CREATE TABLE p (a int) PARTITION BY HASH (a);
CREATE TABLE t PARTITION OF p FOR VALUES WITH (MODULUS 4, REMAINDER 4);
-- case: hashes overlap
CREATE TABLE p (a int) PARTITION BY HASH (a);
CREATE TABLE t PARTITION OF p FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE u PARTITION OF p FOR VALUES WITH (MODULUS 8, REMAINDER 4);
-- case: a default of a hash
CREATE TABLE p (a int) PARTITION BY HASH (a);
CREATE TABLE t PARTITION OF p DEFAULT;
-- case: partitions of partitions
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE q PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE t PARTITION OF q FOR VALUES IN (1);
ALTER TABLE p ADD COLUMN c int;
ALTER TABLE t ADD COLUMN c int;
-- case: a trigger of all partitions is dropped of one
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
DROP TRIGGER tr ON t;
-- case: a row trigger that fires instead
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr INSTEAD OF INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
-- case: an identity of a partitioned table
CREATE TABLE p (a int, b int GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
ALTER TABLE p ALTER COLUMN b DROP IDENTITY;
ALTER TABLE p ALTER COLUMN b DROP IDENTITY;
-- case: a storage parameter of a partitioned table
CREATE TABLE p (a int) PARTITION BY LIST (a) WITH (fillfactor = 70);
-- case: a partitioned table inherits another
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE q (a int);
ALTER TABLE p INHERIT q;
-- case: a partition inherits
CREATE TABLE p (a int) PARTITION BY LIST (a);
CREATE TABLE t PARTITION OF p FOR VALUES IN (1);
CREATE TABLE q (a int);
ALTER TABLE t INHERIT q;
