-- What rows can conflict with: unique constraints and indexes over what is said, no others.

-- case: an upsert over an expression without an index
CREATE TABLE users (id int PRIMARY KEY, email text);
INSERT INTO users VALUES (1, 'a') ON CONFLICT (lower(email)) DO NOTHING;

-- case: an upsert over an expression with its index
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE UNIQUE INDEX users_email ON users (lower(email));
INSERT INTO users VALUES (1, 'a') ON CONFLICT (lower(email)) DO UPDATE SET id = excluded.id;

-- case: an upsert over an expression in parentheses, as the index is written otherwise
CREATE TABLE users (id int PRIMARY KEY, email text, org int);
CREATE UNIQUE INDEX users_email ON users (org, (lower( email )));
INSERT INTO users VALUES (1, 'a', 1) ON CONFLICT (LOWER(email), org) DO NOTHING;

-- case: an upsert over a column and an expression, and the index is over the column alone
CREATE TABLE users (id int PRIMARY KEY, email text, org int UNIQUE);
INSERT INTO users VALUES (1, 'a', 1) ON CONFLICT (org, lower(email)) DO NOTHING;

-- case: an upsert over a column, and the index is over an expression of it
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE UNIQUE INDEX users_email ON users (lower(email));
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email) DO NOTHING;

-- case: an upsert over an expression whose index is not unique
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE INDEX users_email ON users (lower(email));
INSERT INTO users VALUES (1, 'a') ON CONFLICT (lower(email)) DO NOTHING;

-- case: an upsert over a column with an operator class
CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE);
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email text_pattern_ops) DO NOTHING;

-- case: an upsert over a column with its own operator class
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE UNIQUE INDEX users_email ON users (email text_pattern_ops);
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email text_pattern_ops) DO NOTHING;

-- case: an upsert over a column named with its table's
CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE);
INSERT INTO users VALUES (1, 'a') ON CONFLICT (id) WHERE users.id > 0 DO NOTHING;

-- case: an upsert over an excluding constraint
CREATE TABLE rooms (id int, during int4range, EXCLUDE USING gist (during WITH &&));
INSERT INTO rooms VALUES (1, '[1,2)') ON CONFLICT ON CONSTRAINT rooms_during_excl DO UPDATE SET id = 2;

-- case: what an excluding constraint keeps out is left alone
CREATE TABLE rooms (id int, during int4range, EXCLUDE USING gist (during WITH &&));
INSERT INTO rooms VALUES (1, '[1,2)') ON CONFLICT ON CONSTRAINT rooms_during_excl DO NOTHING;

-- case: an upsert over a check
CREATE TABLE rooms (id int CONSTRAINT positive CHECK (id > 0));
INSERT INTO rooms VALUES (1) ON CONFLICT ON CONSTRAINT positive DO NOTHING;

-- case: an upsert over a constraint that may be checked later
CREATE TABLE rooms (id int CONSTRAINT one UNIQUE DEFERRABLE);
INSERT INTO rooms VALUES (1) ON CONFLICT ON CONSTRAINT one DO NOTHING;

-- case: an upsert over a full index with a condition
CREATE TABLE users (id int, email text UNIQUE);
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email) WHERE id > 1 DO NOTHING;

-- case: an upsert over an index with further columns in it
CREATE TABLE users (id int, email text);
CREATE UNIQUE INDEX users_email ON users (email) INCLUDE (id);
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email) DO NOTHING;

-- case: an upsert into a partitioned table by its key
CREATE TABLE logs (at date, id int, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs DEFAULT;
INSERT INTO logs VALUES ('2024-01-01', 1) ON CONFLICT (id, at) DO NOTHING;

-- case: an upsert into a partitioned table by the key of a part
CREATE TABLE logs (at date, id int) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs (UNIQUE (id)) DEFAULT;
INSERT INTO logs VALUES ('2024-01-01', 1) ON CONFLICT (id) DO NOTHING;

-- case: an upsert by the condition of a part of a table
CREATE TABLE users (id int, email text, gone timestamptz, active boolean);
CREATE UNIQUE INDEX users_email ON users (email) WHERE gone IS NULL AND active;
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email) WHERE active AND users.gone IS NULL AND id > 1 DO NOTHING;
CREATE UNIQUE INDEX users_id ON users (id) WHERE gone IS NULL;
INSERT INTO users VALUES (2, 'b') ON CONFLICT (id) WHERE gone ISNULL DO NOTHING;
INSERT INTO users VALUES (3, 'c') ON CONFLICT (id) WHERE NOT gone IS NOT NULL DO NOTHING;
CREATE UNIQUE INDEX users_both ON users (id, email) WHERE id > 1 OR active;
INSERT INTO users VALUES (4, 'd') ON CONFLICT (email, id) WHERE active DO NOTHING;

-- case: an upsert by a condition on another column
CREATE TABLE users (id int, email text, gone timestamptz);
CREATE UNIQUE INDEX users_email ON users (email) WHERE gone IS NULL;
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email) WHERE email IS NOT NULL DO NOTHING;

-- case: an upsert by the contrary of a condition
CREATE TABLE users (id int, email text, gone timestamptz);
CREATE UNIQUE INDEX users_email ON users (email) WHERE gone IS NULL;
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email) WHERE gone IS NOT NULL DO NOTHING;

-- case: an upsert by a part of a condition
CREATE TABLE users (id int, email text, active boolean);
CREATE UNIQUE INDEX users_email ON users (email) WHERE id > 1 AND active;
INSERT INTO users VALUES (1, 'a') ON CONFLICT (email) WHERE active DO NOTHING;
