-- Rows of published tables: subscribers must know which row is meant.

-- case: a row of a published table without a key is changed
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR TABLE users;
UPDATE users SET name = 'a';

-- case: a row of a published table without a key is deleted
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR TABLE users;
DELETE FROM users;

-- case: a row of a published table with a key is changed
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE PUBLICATION p FOR TABLE users;
UPDATE users SET name = 'a';

-- case: rows are put into a published table without a key
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR TABLE users;
INSERT INTO users VALUES (1, 'a');

-- case: all tables are published, and one has no key
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR ALL TABLES;
UPDATE users SET name = 'a';

-- case: tables of a schema are published, and one has no key
CREATE SCHEMA app;
CREATE TABLE app.users (id int, name text);
CREATE PUBLICATION p FOR TABLES IN SCHEMA app;
DELETE FROM app.users;

-- case: only new rows are published
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR TABLE users WITH (publish = 'insert');
UPDATE users SET name = 'a';
DELETE FROM users;

-- case: changes are not published, what is deleted is
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR TABLE users WITH (publish = 'insert, delete');
DELETE FROM users;

-- case: what is published is changed
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR TABLE users WITH (publish = 'insert');
ALTER PUBLICATION p SET (publish = 'insert, update');
UPDATE users SET name = 'a';

-- case: the whole row tells which is meant
CREATE TABLE users (id int, name text);
ALTER TABLE users REPLICA IDENTITY FULL;
CREATE PUBLICATION p FOR TABLE users;
UPDATE users SET name = 'a';

-- case: nothing tells which row is meant, though there is a key
CREATE TABLE users (id int PRIMARY KEY, name text);
ALTER TABLE users REPLICA IDENTITY NOTHING;
CREATE PUBLICATION p FOR TABLE users;
UPDATE users SET name = 'a';

-- case: an index tells which row is meant
CREATE TABLE users (id int NOT NULL UNIQUE, name text);
ALTER TABLE users REPLICA IDENTITY USING INDEX users_id_key;
CREATE PUBLICATION p FOR TABLE users;
UPDATE users SET name = 'a';

-- case: the index that tells which row is meant is gone
CREATE TABLE users (id int NOT NULL, name text);
CREATE UNIQUE INDEX users_id ON users (id);
ALTER TABLE users REPLICA IDENTITY USING INDEX users_id;
CREATE PUBLICATION p FOR TABLE users;
DROP INDEX users_id;
UPDATE users SET name = 'a';

-- case: the key is dropped
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE PUBLICATION p FOR TABLE users;
ALTER TABLE users DROP CONSTRAINT users_pkey;
UPDATE users SET name = 'a';

-- case: the table is taken out of the publication
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR TABLE users;
ALTER PUBLICATION p DROP TABLE users;
UPDATE users SET name = 'a';

-- case: the publication is dropped
CREATE TABLE users (id int, name text);
CREATE PUBLICATION p FOR TABLE users;
DROP PUBLICATION p;
UPDATE users SET name = 'a';

-- case: an upsert changes a row of a published table
CREATE TABLE users (id int UNIQUE, name text);
CREATE PUBLICATION p FOR TABLE users;
INSERT INTO users VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = 'b';

-- case: an upsert leaves a row of a published table alone
CREATE TABLE users (id int UNIQUE, name text);
CREATE PUBLICATION p FOR TABLE users;
INSERT INTO users VALUES (1, 'a') ON CONFLICT (id) DO NOTHING;

-- case: an unlogged table is in no publication of all
CREATE UNLOGGED TABLE users (id int, name text);
CREATE PUBLICATION p FOR ALL TABLES;
UPDATE users SET name = 'a';

-- case: a temporary table is in no publication of all
CREATE TEMPORARY TABLE users (id int, name text);
CREATE PUBLICATION p FOR ALL TABLES;
UPDATE users SET name = 'a';

-- case: a partition of a published table has no key
CREATE TABLE logs (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs DEFAULT;
CREATE PUBLICATION p FOR TABLE logs;
UPDATE logs_1 SET id = 1;

-- case: null comes into what tells rows apart
CREATE TABLE t (a int NOT NULL, "B" int NOT NULL, c int NOT NULL, CONSTRAINT "K" UNIQUE (a));
CREATE UNIQUE INDEX "I" ON t ("B");
ALTER TABLE t REPLICA IDENTITY USING INDEX "K";
ALTER TABLE t ALTER "B" DROP NOT NULL;
ALTER TABLE t ALTER "B" SET NOT NULL;
ALTER TABLE t REPLICA IDENTITY USING INDEX "I";
ALTER TABLE t ALTER a DROP NOT NULL;
ALTER TABLE t ALTER "B" DROP NOT NULL;

-- case: null comes into what told rows apart
CREATE TABLE t (a int NOT NULL UNIQUE);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_a_key;
ALTER TABLE t REPLICA IDENTITY FULL;
ALTER TABLE t ALTER a DROP NOT NULL;

-- case: null comes into the columns of a constraint that tells rows apart
CREATE TABLE t (a int NOT NULL, b int NOT NULL, UNIQUE (a, b));
ALTER TABLE t REPLICA IDENTITY USING INDEX t_a_b_key;
ALTER TABLE t ALTER b DROP NOT NULL;
