-- case: a block asks for a table that is not there
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' AND table_name = 't') THEN
    CREATE TABLE t (a int);
  END IF; END $$;
ALTER TABLE t ADD COLUMN a int;
-- case: a block asks for a column that is there
CREATE TABLE t (a int, b int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b') THEN
    ALTER TABLE t DROP COLUMN b;
  END IF; END $$;
ALTER TABLE t DROP COLUMN b;
-- case: a block asks for a column's type
CREATE TABLE t (a int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a' AND data_type = 'integer') THEN
    ALTER TABLE t ALTER COLUMN a TYPE text;
  END IF; END $$;
ALTER TABLE t ALTER COLUMN a TYPE int;
-- case: a block asks whether a column takes nulls
CREATE TABLE t (a int NOT NULL);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a' AND is_nullable = 'NO') THEN
    ALTER TABLE t DROP COLUMN a;
  END IF; END $$;
ALTER TABLE t DROP COLUMN a;
-- case: a block asks for a constraint
CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0));
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'c') THEN
    ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1);
  END IF; END $$;
ALTER TABLE t DROP CONSTRAINT c;
ALTER TABLE t DROP CONSTRAINT c;
-- case: a block asks for a type
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('a'); END IF; END $$;
CREATE TYPE mood AS ENUM ('b');
-- case: a block asks for an enum's label
CREATE TYPE mood AS ENUM ('a');
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = 'mood' AND e.enumlabel = 'b') THEN
    ALTER TYPE mood ADD VALUE 'b';
  END IF; END $$;
ALTER TYPE mood ADD VALUE 'b';
-- case: a block asks for an index
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_indexes WHERE schemaname = 'public' AND indexname = 'i') THEN DROP INDEX i; END IF; END $$;
DROP INDEX i;
-- case: a block asks for an index in pg_class
CREATE TABLE t (a int);
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'i' AND n.nspname = 'public') THEN
    CREATE INDEX i ON t (a);
  END IF; END $$;
CREATE INDEX i ON t (a);
-- case: a block asks for a trigger
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'tr' AND tgrelid = 't'::regclass) THEN
    CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
  END IF; END $$;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a block asks for a policy
CREATE TABLE t (a int);
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 't' AND policyname = 'p') THEN
    CREATE POLICY p ON t USING (true);
  END IF; END $$;
CREATE POLICY p ON t USING (true);
-- case: a block asks for a function
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'f') THEN
    CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
  END IF; END $$;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- case: a block asks for an extension
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citext') THEN CREATE EXTENSION citext; END IF; END $$;
CREATE EXTENSION citext;
-- case: a block asks for a schema
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.schemata WHERE schema_name = 'app') THEN CREATE SCHEMA app; END IF; END $$;
CREATE SCHEMA app;
-- case: a block asks for a schema in pg_namespace
CREATE SCHEMA app;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'app') THEN CREATE SCHEMA app; END IF; END $$;
CREATE SCHEMA app;
-- case: a block asks for a sequence
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_sequences WHERE sequencename = 's') THEN CREATE SEQUENCE s; END IF; END $$;
CREATE SEQUENCE s;
-- case: a block asks for a view
CREATE VIEW v AS SELECT 1 AS a;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_views WHERE viewname = 'v') THEN DROP VIEW v; END IF; END $$;
DROP VIEW v;
-- case: a block asks for a role
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'refusals_reader') THEN CREATE ROLE refusals_reader; END IF; END $$;
CREATE TABLE t (a int);
GRANT SELECT ON t TO refusals_reader;
CREATE TABLE t (a int);
-- case: a block has two ways
CREATE TABLE t (a int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b') THEN
    ALTER TABLE t DROP COLUMN b;
  ELSE
    ALTER TABLE t ADD COLUMN b int;
  END IF; END $$;
ALTER TABLE t ADD COLUMN b int;
-- case: a block asks twice
CREATE TABLE t (a int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 't')
     AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b') THEN
    ALTER TABLE t ADD COLUMN b int;
  END IF; END $$;
ALTER TABLE t ADD COLUMN b int;
-- case: a block asks with or
CREATE TABLE t (a int);
DO $$ BEGIN
  IF to_regclass('t') IS NULL OR to_regclass('u') IS NULL THEN CREATE TABLE u (a int); END IF; END $$;
CREATE TABLE u (a int);
-- case: a block asks into a variable
CREATE TABLE t (a int);
DO $$ DECLARE n int; BEGIN
  SELECT count(*) INTO n FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b';
  IF n = 0 THEN ALTER TABLE t ADD COLUMN b int; END IF; END $$;
ALTER TABLE t ADD COLUMN b int;
-- case: a block performs and asks whether it found
CREATE TABLE t (a int);
DO $$ BEGIN
  PERFORM 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b';
  IF NOT FOUND THEN ALTER TABLE t ADD COLUMN b int; END IF; END $$;
ALTER TABLE t ADD COLUMN b int;
-- case: a block asks by count
CREATE TABLE t (a int);
DO $$ BEGIN
  IF (SELECT count(*) FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b') = 0 THEN
    ALTER TABLE t ADD COLUMN b int;
  END IF; END $$;
ALTER TABLE t ADD COLUMN b int;
-- case: a block executes a literal
DO $$ BEGIN EXECUTE 'CREATE TABLE t (a int)'; END $$;
CREATE TABLE t (a int);
-- case: a block executes a quoted text
DO $$ BEGIN EXECUTE $q$CREATE TABLE t (a text DEFAULT 'x')$q$; END $$;
CREATE TABLE t (a int);
-- case: a block executes two literals as one
DO $$ BEGIN EXECUTE 'CREATE TABLE t ' || '(a int)'; END $$;
CREATE TABLE t (a int);
-- case: a block executes a format of literals
DO $$ BEGIN EXECUTE format('CREATE TABLE %I (a int)', 't'); END $$;
CREATE TABLE t (a int);
-- case: a block executes a format of a quoted name
DO $$ BEGIN EXECUTE format('ALTER TABLE %I.%I ADD COLUMN %s', 'public', 'T x', 'a int'); END $$;
-- case: a block executes a variable that is known
DO $$ DECLARE q text := 'CREATE TABLE t (a int)'; BEGIN EXECUTE q; END $$;
CREATE TABLE t (a int);
-- case: a block executes what it says of a known variable
DO $$ DECLARE n text := 't'; BEGIN EXECUTE 'CREATE TABLE ' || quote_ident(n) || ' (a int)'; END $$;
CREATE TABLE t (a int);
-- case: a block executes a literal that is refused
DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$;
-- case: a block loops over known names
CREATE TABLE t (a int);
CREATE TABLE u (a int);
DO $$ DECLARE n text; BEGIN
  FOREACH n IN ARRAY ARRAY['t', 'u'] LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN b int', n); END LOOP; END $$;
ALTER TABLE u ADD COLUMN b int;
-- case: a block catches what is there already
CREATE TYPE mood AS ENUM ('a');
DO $$ BEGIN CREATE TYPE mood AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER TYPE mood ADD VALUE 'b';
ALTER TYPE mood ADD VALUE 'b';
-- case: a block catches something else
CREATE TABLE t (a int);
DO $$ BEGIN CREATE TABLE t (a int); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
-- case: a block catches a column that is there
CREATE TABLE t (a int);
DO $$ BEGIN ALTER TABLE t ADD COLUMN a text; EXCEPTION WHEN duplicate_column THEN RAISE NOTICE 'there'; END $$;
ALTER TABLE t ALTER COLUMN a TYPE bigint;
ALTER TABLE t ADD COLUMN a int;
-- case: a block catches what is missing
DO $$ BEGIN DROP TABLE t; EXCEPTION WHEN undefined_table THEN NULL; END $$;
DROP TABLE t;
-- case: a block catches all
CREATE TABLE t (a int);
DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); EXCEPTION WHEN OTHERS THEN NULL; END $$;
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
-- case: a block raises if something is there
CREATE TABLE t (a int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 't') THEN RAISE EXCEPTION 'there is one'; END IF; END $$;
-- case: a block raises if something is missing
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 't') THEN RAISE EXCEPTION 'there is none'; END IF; END $$;
-- case: a block does not raise
CREATE TABLE t (a int);
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 't') THEN RAISE EXCEPTION 'there is none'; END IF; END $$;
CREATE TABLE t (a int);
-- case: a block asserts
DO $$ BEGIN ASSERT 1 = 1, 'never'; ASSERT to_regclass('t') IS NOT NULL, 'missing'; END $$;
-- case: a block of another language
DO LANGUAGE plpgsql $$ BEGIN CREATE TABLE t (a int); END $$;
CREATE TABLE t (a int);
-- case: a block in a block
DO $$ BEGIN BEGIN CREATE TABLE t (a int); END; END $$;
CREATE TABLE t (a int);
-- case: a block returns early
CREATE TABLE t (a int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 't') THEN RETURN; END IF;
  CREATE TABLE t (a int); END $$;
ALTER TABLE t ADD COLUMN a int;
-- case: a block uses what it has made
DO $$ BEGIN
  CREATE TABLE t (a int);
  ALTER TABLE t ADD COLUMN b int;
  CREATE INDEX i ON t (c); END $$;
-- case: a block makes a view of what it has made
DO $$ BEGIN
  CREATE TABLE t (a int);
  CREATE VIEW v AS SELECT b FROM t; END $$;
-- case: a block's view knows its columns
CREATE TABLE t (a int);
DO $$ BEGIN CREATE VIEW v AS SELECT a FROM t; END $$;
SELECT a FROM v;
SELECT b FROM v;
-- case: a view is asked for as a table in pg_class
CREATE VIEW v AS SELECT 1 AS a;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'v' AND relkind = 'r') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an index of a constraint is asked for in pg_class
CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT t_u UNIQUE);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 't_pkey' AND relkind = 'i') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a sequence of a column is asked for in pg_class
CREATE TABLE t (a serial);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 't_a_seq' AND n.nspname = 'public' AND c.relkind = 'S') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a partitioned table is none like others in pg_class
CREATE TABLE t (a int) PARTITION BY LIST (a);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 't' AND relkind = 'r') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a composite type is a relation
CREATE TYPE pair AS (a int, b int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'pair') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: row security is asked for
CREATE TABLE t (a int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = 't'::regclass AND relrowsecurity) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a column of a view is asked for
CREATE VIEW v AS SELECT 1 AS a;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'v' AND column_name = 'a' AND is_nullable = 'YES') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an attribute of the table of another schema
CREATE SCHEMA app;
CREATE TABLE t (a int);
CREATE TABLE app.t (b int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = 'app.t'::regclass AND attname = 'a' AND NOT attisdropped) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an attribute of a view
CREATE VIEW v AS SELECT 1 AS a;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = 'v'::regclass AND attname = 'a') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an attribute that forbids null
CREATE TABLE t (a int NOT NULL, b int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'b' AND attnotnull) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a constraint of a domain is asked for
CREATE DOMAIN d AS int CONSTRAINT low CHECK (VALUE > 0);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'low') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a constraint that forbids null is asked for by name
CREATE TABLE t (a int NOT NULL);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 't_a_not_null') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a constraint that forbids null in information_schema
CREATE TABLE t (a int NOT NULL);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 't_a_not_null' AND constraint_type = 'CHECK') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an exclusion constraint is not in information_schema
CREATE TABLE t (a int4range, CONSTRAINT x EXCLUDE USING gist (a WITH &&));
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 'x') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: constraints of a table are counted
CREATE SCHEMA app;
CREATE TABLE t (a int UNIQUE, b int UNIQUE);
CREATE TABLE app.t (a int UNIQUE);
DO $$ BEGIN
  IF (SELECT count(*) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'u') = 2 THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a constraint that is not validated is asked for
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'c' AND NOT convalidated) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: the column usage of a foreign key is of the other table
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (b int CONSTRAINT fk REFERENCES t);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.constraint_column_usage WHERE table_name = 'u' AND constraint_name = 'fk') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: the column usage of a key
CREATE TABLE t (a int, b int, CONSTRAINT k UNIQUE (b));
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.constraint_column_usage WHERE table_name = 't' AND column_name = 'a' AND constraint_name = 'k') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a key's own columns
CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (b int CONSTRAINT fk REFERENCES t);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.key_column_usage WHERE table_name = 'u' AND column_name = 'b' AND constraint_name = 'fk') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a type of another kind is asked for
CREATE TYPE mood AS ENUM ('a');
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood' AND typtype = 'd') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an identity's sequence is not in information_schema
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.sequences WHERE sequence_name = 't_a_seq') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an identity's sequence is in pg_sequences
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_sequences WHERE sequencename = 't_a_seq') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a trigger has a row for each event
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT OR UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
DO $$ BEGIN
  IF (SELECT count(*) FROM information_schema.triggers WHERE trigger_name = 'tr') = 2 THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an event of a trigger is asked for
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.triggers WHERE trigger_name = 'tr' AND event_manipulation = 'DELETE') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a policy is asked for in pg_policy
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (true);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_policy WHERE polname = 'p' AND polrelid = 't'::regclass) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a routine is asked for by its kind
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.routines WHERE routine_name = 'p' AND routine_type = 'FUNCTION') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: an index is asked for by to_regclass
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
DO $$ BEGIN
  IF to_regclass('public.i') IS NOT NULL THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: to_regclass reads small letters
CREATE TABLE t (a int);
DO $$ BEGIN
  IF to_regclass('T') IS NOT NULL AND to_regclass('"T"') IS NULL THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a temporary table is asked for
CREATE TEMP TABLE tmp (a int);
DO $$ BEGIN
  IF to_regclass('tmp') IS NOT NULL THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a foreign table is none in pg_tables
CREATE EXTENSION file_fdw;
CREATE SERVER srv FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE ft (a int) SERVER srv OPTIONS (filename '/dev/null');
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'ft') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a foreign table is one of its own kind
CREATE EXTENSION file_fdw;
CREATE SERVER srv FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE ft (a int) SERVER srv OPTIONS (filename '/dev/null');
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'ft' AND table_type = 'FOREIGN') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: a column of a domain has the type behind it
CREATE DOMAIN d AS varchar(10);
CREATE TABLE t (a d);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a' AND data_type = 'character varying') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
ALTER TABLE no RENAME TO n;
ALTER TABLE yes RENAME TO y;
-- case: the catalog is asked for a column that is called version
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'version') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a type whose name says version
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_type WHERE typname = 'versionrange') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a column without a default
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'id' AND column_default IS NULL) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a column with a default
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 's' AND column_default IS NOT NULL) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a column that has no default as one with it
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'id' AND column_default IS NOT NULL) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for the length of a text
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 's' AND character_maximum_length = 20) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for the length of a text that has another
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 's' AND character_maximum_length = 30) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for the digits of a number
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'n' AND numeric_precision = 10 AND numeric_scale = 2) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for the digits of an integer
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'big' AND numeric_precision = 32) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a check of a table by its name
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.check_constraints WHERE constraint_name = 't_n') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a check of a domain by its name
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.check_constraints WHERE constraint_schema = 'public' AND constraint_name = 'is_positive') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a check that is not there
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.check_constraints WHERE constraint_name = 'nowhere') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for what becomes of rows that refer
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.referential_constraints WHERE constraint_name = 't_u' AND delete_rule = 'CASCADE') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for what becomes of rows that refer, otherwise
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.referential_constraints WHERE constraint_name = 't_u' AND delete_rule = 'NO ACTION') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for what becomes of rows that refer, by a letter
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 't_u' AND conrelid = 't'::regclass AND confdeltype = 'c') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a key that may be deferred
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 't_u' AND condeferrable) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a key with its column
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.table_constraints tc JOIN information_schema.key_column_usage kcu ON tc.constraint_name = kcu.constraint_name AND tc.table_schema = kcu.table_schema WHERE tc.constraint_type = 'FOREIGN KEY' AND tc.table_name = 't' AND kcu.column_name = 'u') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a key with another column
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.table_constraints tc JOIN information_schema.key_column_usage kcu ON tc.constraint_name = kcu.constraint_name WHERE tc.constraint_type = 'FOREIGN KEY' AND tc.table_name = 't' AND kcu.column_name = 'id') THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a table that is a partition
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'q' AND relispartition) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a table that is no partition
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 't' AND relispartition) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for an index that is unique
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = 'u_code'::regclass AND indisunique) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for an index that is not unique
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = 't_id'::regclass AND indisunique) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for the index of the primary key
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_index WHERE indrelid = 'u'::regclass AND indisprimary) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: the catalog is asked for a partition of its parent
CREATE TYPE mood AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE TABLE u (id int PRIMARY KEY, code text CONSTRAINT u_code UNIQUE);
CREATE TABLE t (id int, version int, n numeric(10,2), s varchar(20) DEFAULT 'x', big bigint, u int CONSTRAINT t_u REFERENCES u ON DELETE CASCADE, CONSTRAINT t_n CHECK (n > 0));
CREATE TABLE p (id int) PARTITION BY RANGE (id);
CREATE TABLE q PARTITION OF p DEFAULT;
CREATE INDEX t_id ON t (id);
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_inherits WHERE inhparent = 'p'::regclass AND inhrelid = 'q'::regclass) THEN CREATE TABLE yes (a int); ELSE CREATE TABLE no (a int); END IF; END $$;
SELECT * FROM yes;
CREATE TABLE no (a int);
-- case: a function makes an index unless one of that name is there, and is called twice
CREATE TABLE t (a int, b int);
CREATE FUNCTION make_index(table_name text, index_name text, columns text) RETURNS void AS $$
DECLARE n integer;
BEGIN
  SELECT count(*) INTO n FROM pg_indexes
  WHERE schemaname = 'public' AND tablename = lower(table_name) AND indexname = lower(index_name);
  IF n = 0 THEN
    EXECUTE 'CREATE INDEX ' || index_name || ' ON "' || table_name || '" (' || array_to_string(string_to_array(columns, ','), ', ') || ')';
  END IF;
END $$ LANGUAGE plpgsql;
SELECT make_index('t', 'IX_T', 'a,b');
SELECT make_index('t', 'IX_T', 'a,b');
CREATE INDEX ix_t ON t (a);
-- case: a function runs another by EXECUTE
CREATE TABLE t (a int);
CREATE FUNCTION add_b() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE t ADD COLUMN b int; END $$;
CREATE FUNCTION add_all() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE add_b(); END $$;
SELECT * FROM add_all();
ALTER TABLE t ADD COLUMN b int;
-- case: a question within a query that reads nothing
CREATE TABLE t (a int, b int);
DO $$ DECLARE has_a boolean; has_c boolean; BEGIN
  has_a := (SELECT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a'));
  has_c := (SELECT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'c'));
  IF has_c = FALSE AND has_a = TRUE THEN ALTER TABLE t DROP COLUMN a; END IF;
END $$;
ALTER TABLE t DROP COLUMN a;
-- case: a table that is called like a tool's
CREATE TABLE consent_versions (a int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'consent_versions' AND relkind = 'r') THEN
    DROP TABLE consent_versions;
  END IF; END $$;
DROP TABLE consent_versions;
-- case: the sequence of a column is asked for by a function
CREATE TABLE t (a serial);
DO $$ DECLARE s text; BEGIN
  SELECT pg_get_serial_sequence('t', 'a') INTO s;
  IF s IS NOT NULL THEN EXECUTE format('ALTER SEQUENCE %s RENAME TO other', s); END IF;
END $$;
CREATE SEQUENCE other;
-- case: every function of a name is dropped by its signature
CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a varchar) RETURNS int LANGUAGE sql AS 'SELECT 1';
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT p.oid::regprocedure AS signature FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proname = 'f' AND n.nspname = current_schema()
  LOOP EXECUTE format('DROP FUNCTION %s;', r.signature); END LOOP;
END $$;
DROP FUNCTION f(int, text);
-- case: a statement is put together in the query that finds it
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p int REFERENCES p);
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname) AS said
    FROM pg_constraint WHERE conrelid = 'c'::regclass AND contype = 'f'
  LOOP EXECUTE r.said; END LOOP;
END $$;
ALTER TABLE c DROP CONSTRAINT c_p_fkey;
-- case: a query in parentheses gives the rows of a loop
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p int CONSTRAINT fk_p REFERENCES p);
DO $$ DECLARE t text; tables text[] := array['c', 'p']; r record; BEGIN
  FOREACH t IN ARRAY tables LOOP
    FOR r IN (SELECT constraint_name FROM information_schema.table_constraints WHERE table_name = t AND constraint_name LIKE 'fk%') LOOP
      EXECUTE concat('ALTER TABLE ' || t || ' DROP CONSTRAINT ' || r.constraint_name);
    END LOOP;
  END LOOP;
END $$;
ALTER TABLE c DROP CONSTRAINT fk_p;
-- case: a publication is asked for that is not there
CREATE TABLE t (a int);
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_publication WHERE pubname = 'p') THEN CREATE PUBLICATION p FOR TABLE t; DROP TABLE t; END IF; END $$;
DROP TABLE t;
-- case: a block calls a procedure
CREATE TABLE t (a int);
CREATE PROCEDURE lose() LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; END $$;
DO $$ BEGIN CALL lose(); END $$;
DROP TABLE t;
-- case: values of a format stand at numbers
DO $$ BEGIN EXECUTE format('CREATE TABLE %2$I (%1$I int, %1$s_x text DEFAULT %3$L)', 'a', 't', 5); END $$;
ALTER TABLE t ADD COLUMN a_x int;
-- case: a loop goes on while a number is small
DO $$ DECLARE i int := 1; BEGIN
  WHILE i <= 2 LOOP EXECUTE format('CREATE TABLE w_%s (id int)', i); i := i + 1; END LOOP;
  LOOP EXIT WHEN i > 4; EXECUTE format('CREATE TABLE w_%s (id int)', i); i := i + 1; END LOOP;
END $$;
CREATE TABLE w_5 (id int);
CREATE TABLE w_4 (id int);
-- case: the version of the server is asked for
CREATE TABLE t (a int);
DO $$ BEGIN IF current_setting('server_version_num')::int >= 130000 THEN ALTER TABLE t ADD COLUMN b int; END IF; END $$;
ALTER TABLE t ADD COLUMN b int;
-- case: an answer is asked for its truth
CREATE TABLE t (a int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 't_pkey' AND table_name = 't') IS NOT TRUE THEN
    ALTER TABLE t ADD PRIMARY KEY (a);
  END IF; END $$;
ALTER TABLE t ADD PRIMARY KEY (a);
-- case: a publication is asked for that was renamed, and one that was dropped
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE PUBLICATION p FOR TABLE t;
ALTER PUBLICATION p RENAME TO q;
CREATE PUBLICATION r FOR TABLE t;
DROP PUBLICATION IF EXISTS r;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_publication WHERE pubname = 'p') THEN DROP TABLE u; END IF;
  IF EXISTS (SELECT 1 FROM pg_publication WHERE pubname = 'r') THEN DROP TABLE u; END IF;
  IF EXISTS (SELECT 1 FROM pg_publication WHERE pubname = 'q') THEN DROP TABLE u; END IF;
END $$;
DROP TABLE u;

-- case: a check is found by what it says
CREATE TABLE sale (state text, n int, CONSTRAINT first CHECK (state IN ('new', 'paid')), CONSTRAINT second CHECK (n > 0));
DO $$ DECLARE found text; BEGIN SELECT conname INTO found FROM pg_constraint WHERE conrelid = 'sale'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%state%'; IF found IS NOT NULL THEN EXECUTE format('ALTER TABLE sale DROP CONSTRAINT %I', found); END IF; END $$;
ALTER TABLE sale ADD CONSTRAINT first CHECK (state IN ('new', 'paid', 'lost'));
ALTER TABLE sale ADD CONSTRAINT second CHECK (n > 1);

-- case: no check is found by what none says
CREATE TABLE sale (state text, CONSTRAINT first CHECK (state IN ('new', 'paid')));
DO $$ DECLARE c record; BEGIN FOR c IN SELECT con.conname FROM pg_constraint con WHERE con.conrelid = 'sale'::regclass AND pg_get_constraintdef(con.oid) LIKE '%priority%' LOOP EXECUTE 'ALTER TABLE sale DROP CONSTRAINT ' || quote_ident(c.conname); END LOOP; END $$;
ALTER TABLE sale ADD CONSTRAINT first CHECK (state <> '');

-- case: a check is found by its clause
CREATE TABLE sale (state text, CONSTRAINT first CHECK (state IN ('new', 'paid')));
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM information_schema.check_constraints WHERE constraint_name = 'first' AND check_clause LIKE '%refunded%') THEN ALTER TABLE sale DROP CONSTRAINT first; END IF; END $$;
ALTER TABLE sale DROP CONSTRAINT first;
-- case: the catalog is asked for a name that is too long to be one
CREATE TABLE t (a int CONSTRAINT a_name_of_a_constraint_that_is_longer_than_the_server_keeps_names_of CHECK (a > 0));
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'a_name_of_a_constraint_that_is_longer_than_the_server_keeps_names_of') THEN
    ALTER TABLE t ADD CONSTRAINT a_name_of_a_constraint_that_is_longer_than_the_server_keeps_names_of CHECK (a > 0);
  END IF;
END $$;
-- case: several names are asked for that are too long
CREATE TABLE a_name_of_a_table_that_is_longer_than_the_server_keeps_names_of_it (a int);
DO $$ BEGIN
  IF (SELECT count(*) FROM information_schema.tables WHERE table_name IN ('a_name_of_a_table_that_is_longer_than_the_server_keeps_names_of_it')) = 0 THEN
    CREATE TABLE a_name_of_a_table_that_is_longer_than_the_server_keeps_names_of_it (a int);
  END IF;
  IF to_regclass('a_name_of_a_table_that_is_longer_than_the_server_keeps_names_of_it') IS NULL THEN
    CREATE TABLE a_name_of_a_table_that_is_longer_than_the_server_keeps_names_of_it (a int);
  END IF;
END $$;
-- case: a role that has privileges is dropped where it is there
CREATE TABLE t (a int);
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname='r1') THEN CREATE ROLE r1 LOGIN PASSWORD 'x'; END IF; END $$;
GRANT SELECT ON t TO r1;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname='r1') THEN DROP ROLE r1; END IF; END $$;
-- case: a role that has privileges is dropped where it may be there
CREATE TABLE t (a int);
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname='r1') THEN CREATE ROLE r1 LOGIN PASSWORD 'x'; END IF; END $$;
GRANT SELECT ON t TO r1;
DROP ROLE IF EXISTS r1;
-- case: a role that has privileges on functions is dropped
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE ROLE r1;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO r1;
DROP ROLE r1;
-- case: privileges are taken from a role that is dropped
CREATE TABLE t (a int);
CREATE ROLE r1;
GRANT SELECT ON t TO r1;
GRANT USAGE ON SCHEMA public TO r1;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname='r1') THEN REVOKE ALL PRIVILEGES ON SCHEMA public FROM r1;
  DROP ROLE r1; END IF; END $$;
-- case: all privileges are taken from a role that is dropped
CREATE TABLE t (a int);
CREATE ROLE r1;
GRANT SELECT ON t TO r1;
GRANT USAGE ON SCHEMA public TO r1;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname='r1') THEN REVOKE ALL PRIVILEGES ON SCHEMA public FROM r1; REVOKE ALL ON t FROM r1;
  DROP ROLE r1; END IF; END $$;
-- case: a role is made where it is missing, and made once more
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles r WHERE r.rolname = 'r1') THEN CREATE ROLE r1; END IF; END $$;
CREATE ROLE r1;
-- case: a role is made where it is missing twice
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'r1') THEN CREATE ROLE r1; END IF; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'r1') THEN CREATE ROLE r1; END IF; END $$;
CREATE TABLE t (a int);
GRANT SELECT ON t TO r1;
DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'r1') THEN CREATE TABLE t (a int); END IF; END $$;
DO $$ BEGIN IF NOT (SELECT EXISTS (SELECT 1 FROM pg_user WHERE usename = 'r2')) THEN CREATE USER r2; END IF; END $$;
DROP ROLE r2;
CREATE TABLE u (a int);
-- case: a role with capitals is asked for
CREATE ROLE "R1";
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'R1') THEN CREATE TABLE t (a int); END IF; END $$;
CREATE TABLE t (a int);
-- case: a dropped role is asked for
CREATE ROLE r1;
DROP ROLE r1;
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'r1') THEN CREATE TABLE t (a int); END IF; END $$;
CREATE TABLE t (a int);
-- case: privileges go with a conditional drop of what has them
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'r1') THEN CREATE ROLE r1; END IF; END $$;
CREATE TABLE t (a int);
GRANT SELECT ON t TO r1;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'r1') THEN DROP OWNED BY r1; DROP ROLE r1; END IF; END $$;
GRANT SELECT ON t TO r1;
-- case: a column's type is asked for as the server shows it
CREATE TABLE t (a varchar(20), b numeric(8,2), c timestamptz(3), d int[], e text);
DO $$ BEGIN
  IF (SELECT format_type(x.atttypid, x.atttypmod) <> 'character varying(20)' FROM pg_attribute AS x WHERE x.attrelid = 't'::regclass AND x.attname = 'a' AND NOT x.attisdropped) THEN
    CREATE TABLE wrong (a int);
  END IF;
  IF (SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'b') = 'numeric(8,2)' THEN
    CREATE TABLE one (a int);
  END IF;
  IF (SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c') = 'timestamp(3) with time zone' THEN
    CREATE TABLE two (a int);
  END IF;
  IF (SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'd') = 'integer[]' THEN
    CREATE TABLE three (a int);
  END IF;
  IF (SELECT pg_catalog.format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relname = 't' AND attname = 'e') = 'text' THEN
    CREATE TABLE four (a int);
  END IF;
END $$;
CREATE TABLE wrong (a int);
DROP TABLE one;
DROP TABLE two;
DROP TABLE three;
DROP TABLE four;
DROP TABLE four;
-- case: a column of a type is looked for as the server shows it
CREATE TABLE t (a varchar(20), b int);
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a' AND format_type(atttypid, atttypmod) = 'character varying(20)') THEN
    CREATE TABLE one (a int);
  END IF;
END $$;
DROP TABLE one;
-- case: defaults in a schema that is not there for a role that may be there
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'nobody_knows') THEN
    ALTER DEFAULT PRIVILEGES IN SCHEMA nope REVOKE ALL ON TABLES FROM nobody_knows;
    REVOKE ALL ON ALL TABLES IN SCHEMA nope FROM nobody_knows;
    REVOKE ALL ON SCHEMA nope FROM nobody_knows;
    DROP ROLE nobody_knows;
  END IF;
END $$;
-- case: whether a sequence is there that is called as those of columns are
CREATE TABLE t (id bigint);
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 't_seq' AND relkind = 'S') THEN
        CREATE SEQUENCE t_seq INCREMENT 50;
    ELSE
        ALTER SEQUENCE t_seq INCREMENT 50;
    END IF;
    ALTER SEQUENCE t_seq OWNED BY public.t.id;
END $$;
ALTER SEQUENCE t_seq INCREMENT 3;
-- case: whether the sequence of a column is there
CREATE TABLE t (id bigserial);
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 't_id_seq') THEN
        CREATE SEQUENCE t_id_seq;
    END IF;
END $$;
CREATE SEQUENCE t_id_seq;
