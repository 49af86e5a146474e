-- case: a partitioned orders table keeps its old primary key
CREATE TABLE orders (id bigserial PRIMARY KEY, placed_at timestamptz NOT NULL) PARTITION BY RANGE (placed_at);
-- case: a month is given to two partitions
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_jan PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE events_q1 PARTITION OF events FOR VALUES FROM ('2024-01-15') TO ('2024-04-01');
-- case: a column is added to a partition alone
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_jan PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
ALTER TABLE events_jan ADD COLUMN note text;
-- case: a column is dropped from a partition alone
CREATE TABLE events (id bigint, at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE TABLE events_jan PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
ALTER TABLE events_jan DROP COLUMN note;
-- case: the partition key changes its type
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
-- case: a partitioned table is indexed concurrently
-- outside
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE INDEX CONCURRENTLY events_at_idx ON events (at);
-- case: a table with other columns is attached
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_old (id bigint, at date NOT NULL, note text);
ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
-- case: a table with a nullable column is attached
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_old (id bigint, at date NOT NULL);
ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
-- case: a table with a wider type is attached
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_old (id bigint, at date NOT NULL);
ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
-- case: rows go where no partition is
CREATE TABLE events (id bigint, region text NOT NULL) PARTITION BY LIST (region);
CREATE TABLE events_eu PARTITION OF events FOR VALUES IN ('eu');
INSERT INTO events VALUES (1, 'us');
-- case: a detached partition is dropped by its parent
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_jan PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
ALTER TABLE events DETACH PARTITION events_jan;
ALTER TABLE events DETACH PARTITION events_jan;
-- case: the index of a partition is dropped alone
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_jan PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE INDEX events_at ON events (at);
DROP INDEX events_jan_at_idx;
-- case: a hash partition with a remainder that is too large
CREATE TABLE events (id bigint) PARTITION BY HASH (id);
CREATE TABLE events_0 PARTITION OF events FOR VALUES WITH (MODULUS 4, REMAINDER 4);
-- case: two hash partitions of other moduli
CREATE TABLE events (id bigint) PARTITION BY HASH (id);
CREATE TABLE events_0 PARTITION OF events FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE events_1 PARTITION OF events FOR VALUES WITH (MODULUS 6, REMAINDER 1);
-- case: a row trigger with a transition table on a partition
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_jan PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE FUNCTION log_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER log_new AFTER INSERT ON events_jan REFERENCING NEW TABLE AS fresh FOR EACH ROW EXECUTE FUNCTION log_it();
-- case: a generated full name is set by an update
CREATE TABLE people (first text, last text, full_name text GENERATED ALWAYS AS (first || ' ' || last) STORED);
UPDATE people SET full_name = 'nobody';
-- case: a generated column is made of the time
CREATE TABLE sessions (started timestamptz, age interval GENERATED ALWAYS AS (now() - started) STORED);
-- case: a generated column is made of another
CREATE TABLE lines (price numeric, qty int, net numeric GENERATED ALWAYS AS (price * qty) STORED, gross numeric GENERATED ALWAYS AS (net * 1.2) STORED);
-- case: a generated search vector without a configuration
CREATE TABLE posts (title text, body text);
ALTER TABLE posts ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector(title || ' ' || body)) STORED;
-- case: a generated search vector with a configuration
CREATE TABLE posts (title text, body text);
ALTER TABLE posts ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('english', title || ' ' || body)) STORED;
CREATE INDEX posts_search ON posts USING gin (search);
-- case: a generated column of a subquery
CREATE TABLE lines (order_id int, price numeric);
CREATE TABLE orders (id int, total numeric GENERATED ALWAYS AS ((SELECT sum(price) FROM lines WHERE order_id = id)) STORED);
-- case: a source of a generated column is dropped
CREATE TABLE people (first text, last text, full_name text GENERATED ALWAYS AS (first || ' ' || last) STORED);
ALTER TABLE people DROP COLUMN last;
-- case: a source of a generated column is dropped with it
CREATE TABLE people (first text, last text, full_name text GENERATED ALWAYS AS (first || ' ' || last) STORED);
ALTER TABLE people DROP COLUMN last CASCADE;
ALTER TABLE people DROP COLUMN full_name;
-- case: a generated column gets a default
CREATE TABLE people (first text, shout text GENERATED ALWAYS AS (upper(first)) STORED);
ALTER TABLE people ALTER COLUMN shout SET DEFAULT 'x';
-- case: a plain column stops being generated
CREATE TABLE people (first text);
ALTER TABLE people ALTER COLUMN first DROP EXPRESSION;
-- case: a generated column calls a function that is only stable
CREATE FUNCTION slug(t text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT lower(t) $$;
CREATE TABLE posts (title text, slug text GENERATED ALWAYS AS (slug(title)) STORED);
-- case: a generated column formats a date
CREATE TABLE posts (at timestamptz, day text GENERATED ALWAYS AS (to_char(at, 'YYYY-MM-DD')) STORED);
-- case: a generated column takes the day of a timestamp with a zone
CREATE TABLE posts (at timestamptz, day date GENERATED ALWAYS AS (at::date) STORED);
-- case: a generated column takes the day of a timestamp
CREATE TABLE posts (at timestamp, day date GENERATED ALWAYS AS (at::date) STORED);
-- case: a column that a view shows is dropped
CREATE TABLE users (id int, email text, name text);
CREATE VIEW user_emails AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email;
-- case: a column that a view shows becomes wider
CREATE TABLE users (id int, email varchar(50));
CREATE VIEW user_emails AS SELECT id, email FROM users;
ALTER TABLE users ALTER COLUMN email TYPE varchar(200);
-- case: a view loses a column
CREATE TABLE users (id int, email text, name text);
CREATE VIEW user_emails AS SELECT id, email, name FROM users;
CREATE OR REPLACE VIEW user_emails AS SELECT id, email FROM users;
-- case: a view gains a column in the middle
CREATE TABLE users (id int, email text, name text);
CREATE VIEW user_emails AS SELECT id, name FROM users;
CREATE OR REPLACE VIEW user_emails AS SELECT id, email, name FROM users;
-- case: a view gains a column at the end
CREATE TABLE users (id int, email text, name text);
CREATE VIEW user_emails AS SELECT id, name FROM users;
CREATE OR REPLACE VIEW user_emails AS SELECT id, name, email FROM users;
-- case: a view of all columns does not see a new one
CREATE TABLE users (id int, email text);
CREATE VIEW all_users AS SELECT * FROM users;
ALTER TABLE users ADD COLUMN name text;
SELECT name FROM all_users;
-- case: a view of all columns is replaced after one more
CREATE TABLE users (id int, email text);
CREATE VIEW all_users AS SELECT *, 1 AS n FROM users;
ALTER TABLE users ADD COLUMN name text;
CREATE OR REPLACE VIEW all_users AS SELECT *, 1 AS n FROM users;
-- case: a materialized view is refreshed concurrently without a unique index
CREATE TABLE users (id int);
CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM users;
REFRESH MATERIALIZED VIEW CONCURRENTLY counts;
-- case: a materialized view is replaced
CREATE TABLE users (id int);
CREATE OR REPLACE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM users;
-- case: a row is inserted through a view of an aggregate
CREATE TABLE users (id int);
CREATE VIEW counts AS SELECT count(*) AS n FROM users;
INSERT INTO counts VALUES (1);
-- case: a row is inserted through a simple view
CREATE TABLE users (id int, name text);
CREATE VIEW named AS SELECT id, name FROM users WHERE name IS NOT NULL;
INSERT INTO named VALUES (1, 'a');
-- case: two views are dropped the wrong way round
CREATE TABLE users (id int);
CREATE VIEW a AS SELECT id FROM users;
CREATE VIEW b AS SELECT id FROM a;
DROP VIEW a;
DROP VIEW b;
-- case: two views are dropped at once
CREATE TABLE users (id int);
CREATE VIEW a AS SELECT id FROM users;
CREATE VIEW b AS SELECT id FROM a;
DROP VIEW a, b;
-- case: a new label is the default at once
-- outside
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status status NOT NULL DEFAULT 'open');
BEGIN;
ALTER TYPE status ADD VALUE 'stale';
ALTER TABLE tickets ALTER COLUMN status SET DEFAULT 'stale';
-- case: a new label is inserted at once
-- outside
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status status NOT NULL DEFAULT 'open');
BEGIN;
ALTER TYPE status ADD VALUE 'stale';
INSERT INTO tickets VALUES (1, 'stale');
-- case: an enum is made anew with the default left in place
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status status NOT NULL DEFAULT 'open');
CREATE TYPE status_new AS ENUM ('open', 'shut');
ALTER TABLE tickets ALTER COLUMN status TYPE status_new USING status::text::status_new;
-- case: an enum is made anew without its default
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status status NOT NULL DEFAULT 'open');
ALTER TYPE status RENAME TO status_old;
CREATE TYPE status AS ENUM ('open', 'shut');
ALTER TABLE tickets ALTER COLUMN status DROP DEFAULT;
ALTER TABLE tickets ALTER COLUMN status TYPE status USING status::text::status;
ALTER TABLE tickets ALTER COLUMN status SET DEFAULT 'shut';
DROP TYPE status_old;
-- case: an enum is made anew and the old one dropped too early
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status status);
CREATE TABLE history (id int, status status);
CREATE TYPE status_new AS ENUM ('open', 'shut');
ALTER TABLE tickets ALTER COLUMN status TYPE status_new USING status::text::status_new;
DROP TYPE status;
-- case: text becomes an enum without saying how
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status text);
ALTER TABLE tickets ALTER COLUMN status TYPE status;
-- case: text with a default becomes an enum
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status text DEFAULT 'open');
ALTER TABLE tickets ALTER COLUMN status TYPE status USING status::status;
-- case: an enum with an index of a condition is made anew
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status status);
CREATE INDEX open_ones ON tickets (id) WHERE status = 'open';
CREATE TYPE status_new AS ENUM ('open', 'shut');
ALTER TABLE tickets ALTER COLUMN status TYPE status_new USING status::text::status_new;
-- case: a label is dropped
CREATE TYPE status AS ENUM ('open', 'closed');
ALTER TYPE status DROP VALUE 'closed';
-- case: a label is put before one that is missing
CREATE TYPE status AS ENUM ('open', 'closed');
ALTER TYPE status ADD VALUE 'new' BEFORE 'opened';
-- case: a label is renamed to one that is there
CREATE TYPE status AS ENUM ('open', 'closed');
ALTER TYPE status RENAME VALUE 'open' TO 'closed';
-- case: a check compares an enum with a missing label
CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE tickets (id int, status status CHECK (status <> 'stale'));
-- case: a domain that a column has is dropped
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE users (id int, email email);
DROP DOMAIN email;
-- case: a domain's default breaks its type
CREATE DOMAIN positive AS int DEFAULT 'many' CHECK (VALUE > 0);
-- case: a domain's constraint is dropped by a name that it never had
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
ALTER DOMAIN positive DROP CONSTRAINT positive_chk;
-- case: a domain's constraint is dropped by the name that it has
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
ALTER DOMAIN positive DROP CONSTRAINT positive_check;
ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (VALUE >= 0);
-- case: a domain names a column in its check
CREATE DOMAIN positive AS int CHECK (amount > 0);
-- case: a domain is altered as a type
CREATE DOMAIN positive AS int;
ALTER TYPE positive ADD ATTRIBUTE x int;
-- case: a domain has the name of a table
CREATE TABLE email (id int);
CREATE DOMAIN email AS text;
-- case: a trigger calls a function that returns nothing
CREATE TABLE users (id int);
CREATE FUNCTION touch() RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE TRIGGER touch_users BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- case: a trigger's function takes arguments
CREATE TABLE users (id int);
CREATE FUNCTION touch(col text) RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- case: a trigger is created before its function
CREATE TABLE users (id int);
CREATE TRIGGER touch_users BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- case: a trigger is replaced
CREATE TABLE users (id int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch_users BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch_users BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- case: a trigger watches a column that is missing
CREATE TABLE users (id int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch_users BEFORE UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- case: an insert trigger asks for the old row
CREATE TABLE users (id int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch_users BEFORE INSERT ON users FOR EACH ROW WHEN (OLD.id IS NULL) EXECUTE FUNCTION touch();
-- case: a statement trigger asks for a row
CREATE TABLE users (id int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch_users AFTER UPDATE ON users WHEN (NEW.id IS NULL) EXECUTE FUNCTION touch();
-- case: a trigger is dropped without its table
CREATE TABLE users (id int);
DROP TRIGGER touch_users;
-- case: a trigger is dropped from the wrong table
CREATE TABLE users (id int);
CREATE TABLE posts (id int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch_users BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
DROP TRIGGER touch_users ON posts;
-- case: an INSTEAD OF trigger on a table
CREATE TABLE users (id int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch_users INSTEAD OF UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- case: a trigger before a view
CREATE TABLE users (id int);
CREATE VIEW v AS SELECT id FROM users;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch_users BEFORE UPDATE ON v FOR EACH ROW EXECUTE FUNCTION touch();
-- case: a policy names a column of another table
CREATE TABLE users (id int);
CREATE TABLE posts (id int, author int);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON posts USING (author = users.id);
-- case: a policy asks another table
CREATE TABLE users (id int, name text);
CREATE TABLE posts (id int, author int);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON posts USING (EXISTS (SELECT 1 FROM users WHERE users.id = author AND users.name = CURRENT_USER));
DROP TABLE users;
-- case: a policy compares text with a number
CREATE TABLE posts (id int, tenant uuid);
CREATE POLICY own ON posts USING (tenant = current_setting('app.tenant'));
-- case: a policy for inserts says using
CREATE TABLE posts (id int, author int);
CREATE POLICY own ON posts FOR INSERT USING (author = 1);
-- case: a policy calls a schema that is missing
CREATE TABLE posts (id int, author uuid);
CREATE POLICY own ON posts USING (auth.uid() = author);
-- case: a policy is made twice for two commands
CREATE TABLE posts (id int, author int);
CREATE POLICY own ON posts FOR SELECT USING (true);
CREATE POLICY own ON posts FOR INSERT WITH CHECK (true);
-- case: a uuid is made by an extension that is not there
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT uuid_generate_v4());
-- case: a uuid is made by the server
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
-- case: a password is made by an extension that is not there
CREATE TABLE users (id int, secret text DEFAULT encode(gen_random_bytes(16), 'hex'));
-- case: a constraint excludes by two kinds without an extension
CREATE TABLE bookings (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
-- case: a constraint excludes by two kinds with its extension
CREATE EXTENSION btree_gist;
CREATE TABLE bookings (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
-- case: an hstore column before its extension
CREATE TABLE users (id int, attrs hstore);
CREATE EXTENSION hstore;
-- case: an extension is dropped whose operator class an index has
CREATE EXTENSION pg_trgm;
CREATE TABLE users (name text);
CREATE INDEX users_name ON users USING gin (name gin_trgm_ops);
DROP EXTENSION pg_trgm;
-- case: a foreign key from a bigint to a uuid
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE posts (id int, user_id bigint REFERENCES users (id));
-- case: a foreign key from text to an integer
CREATE TABLE users (id serial PRIMARY KEY);
CREATE TABLE posts (id int, user_id text);
ALTER TABLE posts ADD CONSTRAINT posts_user_fk FOREIGN KEY (user_id) REFERENCES users (id);
-- case: a foreign key from a varchar to a text
CREATE TABLE users (id text PRIMARY KEY);
CREATE TABLE posts (id int, user_id varchar(20) REFERENCES users);
-- case: a foreign key from a bigint to an integer
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int, user_id bigint REFERENCES users);
-- case: the key's type changes under a foreign key
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int, user_id int REFERENCES users);
ALTER TABLE users ALTER COLUMN id TYPE uuid USING gen_random_uuid();
-- case: both sides of a foreign key become wider
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int, user_id int REFERENCES users);
ALTER TABLE users ALTER COLUMN id TYPE bigint;
ALTER TABLE posts ALTER COLUMN user_id TYPE bigint;
-- case: a key that is referred to is dropped
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int, user_id int REFERENCES users);
ALTER TABLE users DROP CONSTRAINT users_pkey;
-- case: a new key replaces one that is referred to
CREATE TABLE users (id int PRIMARY KEY, uid uuid NOT NULL DEFAULT gen_random_uuid());
CREATE TABLE posts (id int, user_id int REFERENCES users);
ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE;
ALTER TABLE users ADD PRIMARY KEY (uid);
ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users (id);
-- case: tables are dropped in the order they were made
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int, user_id int REFERENCES users);
DROP TABLE users;
DROP TABLE posts;
-- case: tables are dropped at once
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int, user_id int REFERENCES users);
DROP TABLE users, posts;
-- case: a table that is referred to is truncated
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int, user_id int REFERENCES users);
TRUNCATE users;
-- case: a foreign key into a table made later
CREATE TABLE posts (id int, user_id int REFERENCES users (id));
CREATE TABLE users (id int PRIMARY KEY);
-- case: SET NULL where nulls are not allowed
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int, user_id int NOT NULL REFERENCES users ON DELETE SET NULL);
-- case: a foreign key is deferred as a check
CREATE TABLE users (id int PRIMARY KEY, age int, CHECK (age > 0) DEFERRABLE);
-- case: an identity column is given a default
CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
ALTER TABLE users ALTER COLUMN id SET DEFAULT 1;
-- case: a serial becomes an identity
CREATE TABLE users (id serial PRIMARY KEY);
ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
-- case: a serial becomes an identity after its default is dropped
CREATE TABLE users (id serial PRIMARY KEY);
ALTER TABLE users ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE users_id_seq;
ALTER TABLE users ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY;
SELECT setval('users_id_seq', 10);
-- case: an identity is added where nulls are allowed
CREATE TABLE users (id int);
ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
-- case: an identity of text
CREATE TABLE users (id text GENERATED ALWAYS AS IDENTITY);
-- case: an identity column is inserted by hand
CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY, name text);
INSERT INTO users (id, name) VALUES (1, 'a');
-- case: an identity column is inserted by hand and it says so
CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY, name text);
INSERT INTO users (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'a');
-- case: the sequence of an identity is dropped
CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY);
DROP SEQUENCE users_id_seq;
-- case: the sequence of an identity is given away
CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY);
ALTER SEQUENCE users_id_seq OWNED BY NONE;
-- case: not null of an identity is dropped
CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY);
ALTER TABLE users ALTER COLUMN id DROP NOT NULL;
-- case: a child inherits from a table without the column
CREATE TABLE base (id int NOT NULL, name text);
CREATE TABLE child (id int NOT NULL);
ALTER TABLE child INHERIT base;
-- case: an inherited column is dropped in the child
CREATE TABLE base (id int, name text);
CREATE TABLE child (extra int) INHERITS (base);
ALTER TABLE child DROP COLUMN name;
-- case: an inherited column is renamed in the child
CREATE TABLE base (id int, name text);
CREATE TABLE child (extra int) INHERITS (base);
ALTER TABLE child RENAME COLUMN name TO title;
-- case: a base table is dropped
CREATE TABLE base (id int, name text);
CREATE TABLE child (extra int) INHERITS (base);
DROP TABLE base;
-- case: a foreign key into the base does not see the child
CREATE TABLE base (id int PRIMARY KEY);
CREATE TABLE child (extra int) INHERITS (base);
CREATE TABLE other (id int REFERENCES child (id));
-- case: a publication of a missing table
CREATE PUBLICATION feed FOR TABLE users;
-- case: a publication gets a table twice
CREATE TABLE users (id int PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE users;
ALTER PUBLICATION feed ADD TABLE users;
-- case: a publication of all tables gets one more
CREATE TABLE users (id int PRIMARY KEY);
CREATE PUBLICATION feed FOR ALL TABLES;
ALTER PUBLICATION feed ADD TABLE users;
-- case: a publication loses a table that it has not
CREATE TABLE users (id int PRIMARY KEY);
CREATE PUBLICATION feed;
ALTER PUBLICATION feed DROP TABLE users;
-- case: a publication of a view
CREATE TABLE users (id int PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM users;
CREATE PUBLICATION feed FOR TABLE v;
-- case: a publication is made twice
CREATE PUBLICATION feed;
CREATE PUBLICATION feed;
-- case: a missing publication is altered
ALTER PUBLICATION feed SET (publish = 'insert');
-- case: a table in a publication is dropped
CREATE TABLE users (id int PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE users;
DROP TABLE users;
-- case: a replica identity of a nullable index
CREATE TABLE users (id int);
CREATE UNIQUE INDEX users_id ON users (id);
ALTER TABLE users REPLICA IDENTITY USING INDEX users_id;
-- case: a function loses a default
CREATE FUNCTION add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql AS $$ SELECT a + b $$;
CREATE OR REPLACE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql AS $$ SELECT a + b $$;
-- case: a function has a parameter without a default after one with
CREATE FUNCTION add(a int DEFAULT 1, b int) RETURNS int LANGUAGE sql AS $$ SELECT a + b $$;
-- case: a function changes what it returns
CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql AS $$ SELECT a + b $$;
CREATE OR REPLACE FUNCTION add(a int, b int) RETURNS bigint LANGUAGE sql AS $$ SELECT (a + b)::bigint $$;
-- case: a function renames a parameter
CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql AS $$ SELECT a + b $$;
CREATE OR REPLACE FUNCTION add(x int, y int) RETURNS int LANGUAGE sql AS $$ SELECT x + y $$;
-- case: two functions with defaults are called in the same way
CREATE FUNCTION total(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql AS $$ SELECT a + b $$;
CREATE FUNCTION total(a int, b int DEFAULT 1, c int DEFAULT 2) RETURNS int LANGUAGE sql AS $$ SELECT a + b + c $$;
SELECT total(1);
-- case: a function of many is dropped by its bare name
CREATE FUNCTION total(a int) RETURNS int LANGUAGE sql AS $$ SELECT a $$;
CREATE FUNCTION total(a text) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION total;
-- case: a function is dropped with the wrong arguments
CREATE FUNCTION total(a int) RETURNS int LANGUAGE sql AS $$ SELECT a $$;
DROP FUNCTION total(bigint);
-- case: a function's body returns something else
CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS $$ SELECT 'forty-two'::text $$;
-- case: a function's body reads a table that is missing
CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM missing $$;
-- case: a function of another language reads a table that is missing
CREATE FUNCTION counted() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM missing); END $$;
-- case: a function without a language
CREATE FUNCTION one() RETURNS int AS $$ SELECT 1 $$;
-- case: a function returns a table with the names of its parameters
CREATE FUNCTION find(id int) RETURNS TABLE (id int, name text) LANGUAGE sql AS $$ SELECT 1, 'a' $$;
-- case: a procedure is called with SELECT
CREATE PROCEDURE clean() LANGUAGE sql AS $$ SELECT 1 $$;
SELECT clean();
-- case: a function is called with CALL
CREATE FUNCTION clean() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CALL clean();
-- case: a procedure is dropped as a function
CREATE PROCEDURE clean() LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION clean();
-- case: an index calls a function that is not immutable
CREATE FUNCTION norm(t text) RETURNS text LANGUAGE sql AS $$ SELECT lower(t) $$;
CREATE TABLE users (name text);
CREATE INDEX users_norm ON users (norm(name));
-- case: an event trigger calls a plain trigger's function
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE EVENT TRIGGER on_ddl ON ddl_command_end EXECUTE FUNCTION touch();
-- case: an event trigger of an unknown event
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER on_ddl ON ddl_command_finish EXECUTE FUNCTION on_ddl();
-- case: an event trigger is made twice
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION on_ddl();
CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION on_ddl();
-- case: a function of an event trigger is dropped
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION on_ddl();
DROP FUNCTION on_ddl();
-- case: a missing event trigger is disabled
ALTER EVENT TRIGGER watch DISABLE;
-- case: a table is made in a schema before it
CREATE TABLE billing.invoices (id int);
CREATE SCHEMA billing;
-- case: a schema is made twice
CREATE SCHEMA billing;
CREATE SCHEMA billing;
-- case: a schema is renamed under a function that names it
CREATE SCHEMA billing;
CREATE TABLE billing.invoices (id int);
CREATE FUNCTION billing.n() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM billing.invoices $$;
ALTER SCHEMA billing RENAME TO money;
SELECT money.n();
-- case: a type stays behind in a schema
CREATE SCHEMA billing;
CREATE TYPE billing.state AS ENUM ('a', 'b');
CREATE TABLE invoices (id int, state billing.state);
DROP SCHEMA billing;
-- case: a table moves to another schema and its view is fine
CREATE SCHEMA billing;
CREATE TABLE invoices (id int);
CREATE VIEW v AS SELECT id FROM invoices;
ALTER TABLE invoices SET SCHEMA billing;
SELECT id FROM v;
SELECT id FROM invoices;
-- case: a column that is missing is indexed
CREATE TABLE users (id int, email text);
CREATE INDEX users_mail ON users (mail);
-- case: an index of an expression without brackets
CREATE TABLE users (id int, first text, last text);
CREATE INDEX users_name ON users (first || last);
-- case: an index on a name of two letters' cases
CREATE TABLE users (id int, "userName" text);
CREATE INDEX users_name ON users (userName);
-- case: a quoted table is read without quotes
CREATE TABLE "Users" (id int);
ALTER TABLE Users ADD COLUMN name text;
-- case: a reserved word is a table
CREATE TABLE user (id int);
-- case: a reserved word is a column
CREATE TABLE orders (id int, order int);
-- case: a trailing comma
CREATE TABLE users (id int, name text,);
-- case: a missing comma
CREATE TABLE users (id int name text);
-- case: a string in double quotes
CREATE TABLE users (id int, role text DEFAULT "admin");
-- case: an autoincrement of another database
CREATE TABLE users (id int PRIMARY KEY AUTO_INCREMENT);
-- case: a boolean defaults to a number
CREATE TABLE users (id int, active boolean DEFAULT 1);
-- case: a boolean defaults to a number in quotes
CREATE TABLE users (id int, active boolean DEFAULT '1');
-- case: a number becomes a boolean
CREATE TABLE users (id int, active int DEFAULT 0);
ALTER TABLE users ALTER COLUMN active TYPE boolean USING active::boolean;
-- case: a number becomes a boolean after its default
CREATE TABLE users (id int, active int DEFAULT 0);
ALTER TABLE users ALTER COLUMN active DROP DEFAULT;
ALTER TABLE users ALTER COLUMN active TYPE boolean USING active::boolean;
ALTER TABLE users ALTER COLUMN active SET DEFAULT false;
-- case: a smallint becomes a boolean
CREATE TABLE users (id int, active smallint);
ALTER TABLE users ALTER COLUMN active TYPE boolean USING active::boolean;
-- case: text becomes json
CREATE TABLE users (id int, prefs text);
ALTER TABLE users ALTER COLUMN prefs TYPE jsonb USING prefs::jsonb;
-- case: text becomes an array
CREATE TABLE users (id int, tags text);
ALTER TABLE users ALTER COLUMN tags TYPE text[];
-- case: text becomes an array by splitting
CREATE TABLE users (id int, tags text DEFAULT '');
ALTER TABLE users ALTER COLUMN tags TYPE text[] USING string_to_array(tags, ',');
-- case: an integer becomes a date
CREATE TABLE users (id int, born int);
ALTER TABLE users ALTER COLUMN born TYPE timestamptz USING to_timestamp(born);
-- case: a bigint becomes a timestamp without saying how
CREATE TABLE users (id int, born bigint);
ALTER TABLE users ALTER COLUMN born TYPE timestamptz USING born::timestamptz;
-- case: a default of an array
CREATE TABLE users (id int, tags text[] DEFAULT []);
-- case: a default of an array in a string
CREATE TABLE users (id int, tags text[] DEFAULT '[]');
-- case: a default of an object
CREATE TABLE users (id int, prefs jsonb DEFAULT '{}', more jsonb DEFAULT {});
-- case: a default of broken json
CREATE TABLE users (id int, prefs jsonb NOT NULL DEFAULT '{a: 1}');
-- case: a default of a time that is none
CREATE TABLE users (id int, born date DEFAULT '2024-02-30');
-- case: a default of a time in words
CREATE TABLE users (id int, born timestamptz DEFAULT CURRENT_TIMESTAMP(), seen timestamptz DEFAULT now());
-- case: a unique constraint is dropped as an index
CREATE TABLE users (id int, email text UNIQUE);
DROP INDEX users_email_key;
-- case: a unique index is dropped as a constraint
CREATE TABLE users (id int, email text);
CREATE UNIQUE INDEX users_email ON users (email);
ALTER TABLE users DROP CONSTRAINT users_email;
-- case: an upsert without a unique constraint
CREATE TABLE settings (k text, v text);
INSERT INTO settings VALUES ('a', 'b') ON CONFLICT (k) DO UPDATE SET v = EXCLUDED.v;
-- case: an upsert over a partial index without its condition
CREATE TABLE settings (k text, v text, gone boolean);
CREATE UNIQUE INDEX settings_k ON settings (k) WHERE NOT gone;
INSERT INTO settings VALUES ('a', 'b', false) ON CONFLICT (k) DO NOTHING;
-- case: an upsert over a partial index with its condition
CREATE TABLE settings (k text, v text, gone boolean);
CREATE UNIQUE INDEX settings_k ON settings (k) WHERE NOT gone;
INSERT INTO settings VALUES ('a', 'b', false) ON CONFLICT (k) WHERE NOT gone DO NOTHING;
-- case: a column is backfilled and then required
CREATE TABLE users (id int, name text);
INSERT INTO users VALUES (1);
ALTER TABLE users ADD COLUMN slug text;
UPDATE users SET slug = 'x';
ALTER TABLE users ALTER COLUMN slug SET NOT NULL;
-- case: a column is required before it is backfilled
CREATE TABLE users (id int, name text);
INSERT INTO users VALUES (1);
ALTER TABLE users ADD COLUMN slug text;
ALTER TABLE users ALTER COLUMN slug SET NOT NULL;
UPDATE users SET slug = 'x';
-- case: a backfill joins as in another database
CREATE TABLE users (id int, name text);
CREATE TABLE posts (id int, user_id int, author text);
UPDATE posts JOIN users ON users.id = posts.user_id SET posts.author = users.name;
-- case: a backfill names its table in SET
CREATE TABLE users (id int, name text);
CREATE TABLE posts (id int, user_id int, author text);
UPDATE posts SET posts.author = users.name FROM users WHERE users.id = posts.user_id;
-- case: a backfill from another table
CREATE TABLE users (id int, name text);
CREATE TABLE posts (id int, user_id int, author text);
UPDATE posts p SET author = u.name FROM users u WHERE u.id = p.user_id;
-- case: a backfill reads a column that was renamed before
CREATE TABLE users (id int, name text);
ALTER TABLE users RENAME COLUMN name TO full_name;
UPDATE users SET full_name = trim(name);
-- case: a delete joins as in another database
CREATE TABLE users (id int);
CREATE TABLE posts (user_id int);
DELETE posts FROM posts JOIN users ON users.id = posts.user_id;
-- case: a grouped query shows a column outside its groups
CREATE TABLE users (id int, name text, city text);
CREATE VIEW cities AS SELECT city, name, count(*) FROM users GROUP BY city;
-- case: a grouped query by the key
CREATE TABLE users (id int PRIMARY KEY, name text, city text);
CREATE VIEW cities AS SELECT id, name, count(*) FROM users GROUP BY id;
ALTER TABLE users DROP CONSTRAINT users_pkey;
-- case: two columns of a view with one name
CREATE TABLE users (id int);
CREATE TABLE posts (id int, user_id int);
CREATE VIEW v AS SELECT users.id, posts.id FROM users JOIN posts ON posts.user_id = users.id;
-- case: a union of other types
CREATE TABLE users (id int, name text);
CREATE VIEW v AS SELECT id FROM users UNION SELECT name FROM users;
-- case: a union of other widths
CREATE TABLE users (id int, name text);
CREATE VIEW v AS SELECT id, name FROM users UNION SELECT id FROM users;
-- case: a rule instead of a trigger on a missing table
CREATE RULE no_delete AS ON DELETE TO users DO INSTEAD NOTHING;
-- case: a statistics object of one column
CREATE TABLE users (id int, city text);
CREATE STATISTICS users_stat ON city FROM users;
-- case: a statistics object of a missing column
CREATE TABLE users (id int, city text);
CREATE STATISTICS users_stat ON city, zip FROM users;
-- case: a statistics object is made twice
CREATE TABLE users (id int, city text);
CREATE STATISTICS users_stat ON id, city FROM users;
CREATE STATISTICS users_stat ON id, city FROM users;
-- case: a column with statistics is dropped
CREATE TABLE users (id int, city text, zip text);
CREATE STATISTICS users_stat ON city, zip FROM users;
ALTER TABLE users DROP COLUMN zip;
DROP STATISTICS users_stat;
-- case: a collation is made twice
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
-- case: a collation that a column has is dropped
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE users (name text COLLATE nocase);
DROP COLLATION nocase;
-- case: a missing collation is dropped
DROP COLLATION nocase;
-- case: the next value of a missing sequence
SELECT nextval('missing_seq');
-- case: a default of a sequence that is made later
CREATE TABLE users (id int DEFAULT nextval('users_seq'));
CREATE SEQUENCE users_seq;
-- case: a sequence is owned by a column that is missing
CREATE TABLE users (id int);
CREATE SEQUENCE users_seq OWNED BY users.uid;
-- case: a sequence goes with the column that owns it
CREATE TABLE users (id serial, name text);
ALTER TABLE users DROP COLUMN id;
SELECT nextval('users_id_seq');
-- case: a composite type gets an attribute twice
CREATE TYPE address AS (street text, city text);
ALTER TYPE address ADD ATTRIBUTE city text;
-- case: a composite type that a column has changes an attribute
CREATE TYPE address AS (street text, city text);
CREATE TABLE users (id int, home address);
ALTER TYPE address ALTER ATTRIBUTE city TYPE varchar(10);
-- case: a composite type that a column has gains an attribute
CREATE TYPE address AS (street text, city text);
CREATE TABLE users (id int, home address);
ALTER TYPE address ADD ATTRIBUTE zip text;
-- case: a vacuum in a transaction
CREATE TABLE users (id int);
VACUUM users;
-- case: a database is made in a transaction
CREATE DATABASE other;
-- case: a column is commented that is missing
CREATE TABLE users (id int);
COMMENT ON COLUMN users.name IS 'the name';
-- case: a constraint is validated that is missing
CREATE TABLE users (id int, age int);
ALTER TABLE users ADD CONSTRAINT age_ok CHECK (age > 0) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_age_ok;
-- case: a check calls an aggregate
CREATE TABLE users (id int, age int, CHECK (max(age) > 0));
-- case: a check asks another table
CREATE TABLE users (id int);
CREATE TABLE posts (user_id int, CHECK (user_id IN (SELECT id FROM users)));
-- case: a primary key is added to a table that has one
CREATE TABLE users (id int PRIMARY KEY, uid uuid);
ALTER TABLE users ADD PRIMARY KEY (uid);
-- case: a primary key of columns that are missing
CREATE TABLE users (id int, PRIMARY KEY (id, tenant_id));
-- case: if not exists of a constraint
CREATE TABLE users (id int, age int);
ALTER TABLE users ADD CONSTRAINT IF NOT EXISTS age_ok CHECK (age > 0);
-- case: if not exists of a type
CREATE TYPE IF NOT EXISTS state AS ENUM ('a');
-- case: a DO block makes a type unless it is there
DO $$ BEGIN CREATE TYPE state AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE TYPE state AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE TABLE t (s state DEFAULT 'b');
-- case: a DO block adds a column unless it is there
CREATE TABLE users (id int, name text);
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'name') THEN
    ALTER TABLE users ADD COLUMN name text;
  END IF;
END $$;
ALTER TABLE users ADD COLUMN name text;
-- case: several columns are added and dropped at once
CREATE TABLE users (id int, a int);
ALTER TABLE users ADD COLUMN b int, DROP COLUMN a, ADD CONSTRAINT pos CHECK (a > 0);
-- case: a column is renamed and dropped at once
CREATE TABLE users (id int, a int);
ALTER TABLE users RENAME COLUMN a TO b, DROP COLUMN id;
-- case: a lock outside of a transaction
-- outside
CREATE TABLE users (id int);
LOCK TABLE users IN EXCLUSIVE MODE;
-- case: an index is made concurrently twice
-- outside
CREATE TABLE users (id int);
CREATE INDEX CONCURRENTLY users_id ON users (id);
CREATE INDEX CONCURRENTLY users_id ON users (id);
-- case: an index is dropped concurrently with a second
-- outside
CREATE TABLE users (id int, a int);
CREATE INDEX one ON users (id);
CREATE INDEX two ON users (a);
DROP INDEX CONCURRENTLY one, two;

-- case: publications are dropped together
CREATE TABLE sale (n int);
CREATE PUBLICATION one FOR TABLE sale;
CREATE PUBLICATION two;
DROP PUBLICATION one, two CASCADE;
CREATE PUBLICATION one;
DROP PUBLICATION one, two;

-- case: statistics are dropped together
CREATE TABLE sale (n int, m int);
CREATE STATISTICS one ON n, m FROM sale;
CREATE STATISTICS two ON n, m FROM sale;
DROP STATISTICS one, two;
DROP STATISTICS IF EXISTS one, two;
DROP STATISTICS two;
