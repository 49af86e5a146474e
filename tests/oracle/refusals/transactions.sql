-- case: an index concurrently in a transaction
CREATE TABLE t (a int);
CREATE INDEX CONCURRENTLY i ON t (a);
-- case: an index concurrently
-- outside
CREATE TABLE t (a int);
CREATE INDEX CONCURRENTLY i ON t (a);
-- case: an index is dropped concurrently in a transaction
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
DROP INDEX CONCURRENTLY i;
-- case: an index is dropped concurrently
-- outside
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
DROP INDEX CONCURRENTLY i;
-- case: two indexes are dropped concurrently
-- outside
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (a);
DROP INDEX CONCURRENTLY i, j;
-- case: concurrently with cascade
-- outside
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
DROP INDEX CONCURRENTLY i CASCADE;
-- case: vacuum in a transaction
CREATE TABLE t (a int);
VACUUM t;
-- case: vacuum
-- outside
CREATE TABLE t (a int);
VACUUM ANALYZE t;
-- case: analyze in a transaction
CREATE TABLE t (a int);
ANALYZE t;
-- case: a missing table is analyzed
ANALYZE missing;
-- case: a database in a transaction
CREATE DATABASE refusals_other;
-- case: a missing database is dropped in a transaction
DROP DATABASE IF EXISTS refusals_other;
-- case: a system setting in a transaction
ALTER SYSTEM SET work_mem = '8MB';
-- case: a tablespace in a transaction
CREATE TABLESPACE refusals_space LOCATION '/nowhere/at/all';
-- case: reindex concurrently in a transaction
CREATE TABLE t (a int PRIMARY KEY);
REINDEX TABLE CONCURRENTLY t;
-- case: reindex in a transaction
CREATE TABLE t (a int PRIMARY KEY);
REINDEX TABLE t;
-- case: reindex of a missing index
REINDEX INDEX missing;
-- case: a label is used in the transaction that adds it
-- outside
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
BEGIN;
ALTER TYPE mood ADD VALUE 'b';
INSERT INTO t VALUES ('b');
-- case: a label is used after the transaction that adds it
-- outside
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
BEGIN;
ALTER TYPE mood ADD VALUE 'b';
COMMIT;
INSERT INTO t VALUES ('b');
-- case: a label of a type of the same transaction is used
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
ALTER TYPE mood ADD VALUE 'b';
INSERT INTO t VALUES ('b');
-- case: a label is a default in the transaction that adds it
-- outside
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
BEGIN;
ALTER TYPE mood ADD VALUE 'b';
ALTER TABLE t ALTER m SET DEFAULT 'b';
-- case: a label is in an index in the transaction that adds it
-- outside
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
BEGIN;
ALTER TYPE mood ADD VALUE 'b';
CREATE INDEX ON t (m) WHERE m = 'b';
-- case: a label is written in the transaction that adds it
-- outside
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
BEGIN;
ALTER TYPE mood ADD VALUE 'b';
UPDATE t SET m = 'b' WHERE m = 'a';
-- case: a renamed label is used in its transaction
-- outside
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
BEGIN;
ALTER TYPE mood RENAME VALUE 'a' TO 'b';
INSERT INTO t VALUES ('b');
-- case: what is rolled back is not there
-- outside
BEGIN;
CREATE TABLE t (a int);
ROLLBACK;
ALTER TABLE t ADD COLUMN b int;
-- case: what is committed is there
-- outside
BEGIN;
CREATE TABLE t (a int);
COMMIT;
ALTER TABLE t ADD COLUMN b int;
-- case: what is rolled back to a savepoint is not there
CREATE TABLE t (a int);
SAVEPOINT s;
ALTER TABLE t ADD COLUMN b int;
ROLLBACK TO SAVEPOINT s;
ALTER TABLE t DROP COLUMN b;
-- case: what came before a savepoint stays
CREATE TABLE t (a int);
SAVEPOINT s;
ALTER TABLE t ADD COLUMN b int;
ROLLBACK TO s;
ALTER TABLE t ADD COLUMN b text;
-- case: a released savepoint
CREATE TABLE t (a int);
SAVEPOINT s;
ALTER TABLE t ADD COLUMN b int;
RELEASE s;
ALTER TABLE t DROP COLUMN b;
-- case: a missing savepoint
CREATE TABLE t (a int);
ROLLBACK TO s;
-- case: a savepoint outside of a transaction
-- outside
SAVEPOINT s;
-- case: a transaction within a transaction is no refusal
-- outside
BEGIN;
CREATE TABLE t (a int);
BEGIN;
COMMIT;
-- case: a table is locked
CREATE TABLE t (a int);
LOCK TABLE t IN ACCESS EXCLUSIVE MODE;
-- case: a missing table is locked
LOCK TABLE missing;
-- case: a table is locked outside of a transaction
-- outside
CREATE TABLE t (a int);
LOCK TABLE t;
-- case: a block that commits in a transaction
CREATE TABLE t (a int);
DO $$
  BEGIN
    UPDATE t SET a = 1;
    COMMIT;
  END $$;
-- case: a block that commits
-- outside
CREATE TABLE t (a int);
DO $$
  BEGIN
    UPDATE t SET a = 1;
    COMMIT;
  END $$;
-- case: a partition is detached concurrently in a transaction
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (1) TO (10);
ALTER TABLE t DETACH PARTITION u CONCURRENTLY;
-- case: a setting that is not known
SET no_such_setting = 1;
-- case: a setting of one's own
SET app.something = '1';
-- case: a setting with a value that it cannot have
SET lock_timeout = 'soon';
-- case: settings
SET lock_timeout = '5s';
SET statement_timeout TO 0;
SET client_min_messages = warning;
RESET lock_timeout;
-- case: a setting of old dumps
SET default_with_oids = false;
SET default_with_oids TO off;
SET ssl_renegotiation_limit = 0;
-- case: a setting of old dumps with a value that is gone
SET default_with_oids = true;
-- case: a table in a schema that no extension of the server's own can have made
CREATE EXTENSION citext;
INSERT INTO api.kinds (name) VALUES ('one');
-- case: cluster on an index
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
CLUSTER t USING i;
