-- case: a type that may be there, caught
CREATE TYPE mood AS ENUM ('a');
DO $$
  BEGIN
    CREATE TYPE mood AS ENUM ('a');
  EXCEPTION WHEN duplicate_object THEN NULL;
  END $$;
-- case: a type that is not there, caught
DO $$
  BEGIN
    CREATE TYPE mood AS ENUM ('a');
  EXCEPTION WHEN duplicate_object THEN NULL;
  END $$;
CREATE TABLE t (m mood);
-- case: the wrong error is caught
CREATE TYPE mood AS ENUM ('a');
DO $$
  BEGIN
    CREATE TYPE mood AS ENUM ('a');
  EXCEPTION WHEN duplicate_table THEN NULL;
  END $$;
-- case: a duplicate table is no duplicate object
CREATE TABLE t (a int);
DO $$
  BEGIN
    CREATE TABLE t (a int);
  EXCEPTION WHEN duplicate_object THEN NULL;
  END $$;
-- case: all errors are caught
CREATE TABLE t (a int);
DO $$
  BEGIN
    ALTER TABLE t DROP COLUMN b;
  EXCEPTION WHEN OTHERS THEN NULL;
  END $$;
-- case: the catalog is asked for a type
DO $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
      CREATE TYPE mood AS ENUM ('a');
    END IF;
  END $$;
CREATE TABLE t (m mood);
-- case: the catalog is asked for a column that is there
CREATE TABLE t (a int);
DO $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a') THEN
      ALTER TABLE t ADD COLUMN a int;
    END IF;
  END $$;
-- case: the catalog is asked the wrong way round
CREATE TABLE t (a int);
DO $$
  BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a') THEN
      ALTER TABLE t ADD COLUMN a int;
    END IF;
  END $$;
-- case: the other branch runs
CREATE TABLE t (a int);
DO $$
  BEGIN
    IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'u') THEN
      ALTER TABLE t ADD COLUMN b int;
    ELSE
      ALTER TABLE t ADD COLUMN c int;
    END IF;
  END $$;
ALTER TABLE t DROP COLUMN c;
ALTER TABLE t DROP COLUMN b;
-- case: the second condition holds
CREATE TABLE t (a int);
DO $$
  BEGIN
    IF to_regclass('public.u') IS NOT NULL THEN
      ALTER TABLE t ADD COLUMN b int;
    ELSIF to_regclass('public.t') IS NOT NULL THEN
      ALTER TABLE t ADD COLUMN c int;
    ELSE
      ALTER TABLE t ADD COLUMN d int;
    END IF;
  END $$;
ALTER TABLE t DROP COLUMN c;
ALTER TABLE t DROP COLUMN d;
-- case: a literal is executed
DO $$
  BEGIN
    EXECUTE 'CREATE TABLE t (a int)';
  END $$;
ALTER TABLE t ADD COLUMN a int;
-- case: a block fails halfway and nothing stays
-- outside
DO $$
  BEGIN
    CREATE TABLE t (a int);
    ALTER TABLE t DROP COLUMN b;
  END $$;
-- case: a block that does not parse
DO $$
  BEGIN
    IF true THEN
      PERFORM 1;
  END $$;
-- case: a block with a variable
DO $$
  DECLARE
    n int;
  BEGIN
    SELECT count(*) INTO n FROM pg_class;
  END $$;
-- case: a block raises an exception
DO $$
  BEGIN
    RAISE EXCEPTION 'stop';
  END $$;
-- case: a block raises a notice
DO $$
  BEGIN
    RAISE NOTICE 'go on';
  END $$;
-- case: a block in a missing language
DO LANGUAGE plv8 $$ go $$;
-- case: a constraint is guarded
CREATE TABLE t (a int);
DO $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN
      ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
    END IF;
  END $$;
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
-- case: a constraint that is caught twice
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);
DO $$
  BEGIN
    ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);
  EXCEPTION WHEN duplicate_object THEN
    RAISE NOTICE 'there already';
  END $$;
-- case: a unique constraint is a duplicate table
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
DO $$
  BEGIN
    ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
  EXCEPTION WHEN duplicate_object THEN NULL;
  END $$;
-- case: a column is caught
CREATE TABLE t (a int);
DO $$
  BEGIN
    ALTER TABLE t ADD COLUMN a int;
  EXCEPTION WHEN duplicate_column THEN NULL;
  END $$;
-- case: an error that is caught takes back what ran before
CREATE TABLE t (a int);
DO $$
  BEGIN
    ALTER TABLE t ADD COLUMN b int;
    ALTER TABLE t ADD COLUMN a int;
  EXCEPTION WHEN duplicate_column THEN NULL;
  END $$;
ALTER TABLE t DROP COLUMN b;
-- case: a missing table is caught
DO $$
  BEGIN
    ALTER TABLE missing ADD COLUMN b int;
  EXCEPTION WHEN undefined_table THEN NULL;
  END $$;
-- case: a block after a block
DO $$
  BEGIN
    CREATE TABLE t (a int);
    CREATE TABLE u (a int);
  END $$;
DO $$
  BEGIN
    DROP TABLE t;
    DROP TABLE w;
  END $$;

-- case: a block's variable that forbids null has no default
DO $$ DECLARE x int NOT NULL; BEGIN x := 1; END $$;

-- case: a variable that forbids null has a default
DO $$ DECLARE x int NOT NULL := 1; y int NOT NULL DEFAULT 2; BEGIN x := 1; END $$;

-- case: a constant that forbids null has no default
DO $$ DECLARE x CONSTANT int NOT NULL; BEGIN NULL; END $$;

-- case: a constant has no value
DO $$ DECLARE x CONSTANT int; BEGIN NULL; END $$;

-- case: sqlerrm outside a handler in a block
DO $$ BEGIN RAISE NOTICE '%', sqlerrm; END $$;

-- case: sqlerrm outside a handler in a block's condition
DO $$ BEGIN IF sqlstate = '1' THEN NULL; END IF; END $$;

-- case: sqlerrm within a handler
DO $$ BEGIN RAISE EXCEPTION 'x'; EXCEPTION WHEN others THEN RAISE NOTICE '%', sqlerrm; END $$;

-- case: too many parameters of RAISE in a block
DO $$ BEGIN RAISE NOTICE 'x', 1; END $$;

-- case: doubled signs of RAISE
DO $$ BEGIN RAISE NOTICE '%% %', 1; END $$;

-- case: three signs of RAISE
DO $$ BEGIN RAISE NOTICE '%%%', 1; END $$;

-- case: commas within a parameter of RAISE
DO $$ BEGIN RAISE NOTICE '% %', (SELECT count(*) FROM (VALUES (1, 2)) v(a, b)), format('%s,%s', 1, 2); END $$;

-- case: an escape string of RAISE
DO $$ BEGIN RAISE NOTICE E'100%%\n%', 1; END $$;

-- case: no parameters but a sign
DO $$ BEGIN RAISE NOTICE '100%'; END $$;

-- case: a block in plain quotes
DO 'BEGIN CREATE TABLE t (a int DEFAULT 1, b text DEFAULT ''x''); END';
INSERT INTO t VALUES (1, 'y');
SELECT c FROM t;

-- case: a block in plain quotes is refused
DO 'BEGIN x := 1; END';

-- case: a block in an escape string
DO E'BEGIN\nCREATE TABLE t (a int DEFAULT 1, b text DEFAULT \'x\'); END';
INSERT INTO t VALUES (1, 'y');
SELECT c FROM t;

-- case: a block raises without saying how grave
DO $$ BEGIN RAISE 'no'; END $$;

-- case: a block raises by its options alone
DO $$ BEGIN RAISE USING MESSAGE = 'x'; END $$;

-- case: what is raised takes back what ran before
DO $$ BEGIN CREATE TABLE t (a int); RAISE EXCEPTION 'x'; EXCEPTION WHEN raise_exception THEN CREATE TABLE u (a int); END $$;
SELECT a FROM u;
SELECT a FROM t;

-- case: what is raised is not caught by another handler
DO $$ BEGIN RAISE EXCEPTION 'x'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- case: what is raised by code is caught
DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'unique_violation'; EXCEPTION WHEN others THEN NULL; END $$;

-- case: what is caught is raised again
DO $$ BEGIN RAISE EXCEPTION 'x'; EXCEPTION WHEN others THEN RAISE; END $$;

-- case: an inner block's error leaves the outer one running
DO $$ BEGIN BEGIN RAISE EXCEPTION 'x'; EXCEPTION WHEN others THEN NULL; END; CREATE TABLE t (a int); END $$;
SELECT a FROM t;
SELECT b FROM t;

-- case: an error is raised in a loop
DO $$ BEGIN FOR i IN 1..2 LOOP RAISE EXCEPTION 'x'; END LOOP; EXCEPTION WHEN others THEN CREATE TABLE t (a int); END $$;
SELECT b FROM t;

-- case: sqlerrm is declared
DO $$ DECLARE sqlerrm text := 'x'; BEGIN RAISE NOTICE '%', sqlerrm; END $$;
-- case: a table that is not there is caught with all errors
DO $$ BEGIN ALTER TABLE t DROP COLUMN b; EXCEPTION WHEN OTHERS THEN NULL; END $$;
DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); EXCEPTION WHEN OTHERS THEN NULL; END $$;
DO $$ BEGIN CREATE INDEX i ON t (a); EXCEPTION WHEN undefined_table THEN NULL; END $$;
CREATE TABLE t (a int);
DO $$ BEGIN CREATE INDEX i ON t (a); EXCEPTION WHEN OTHERS THEN NULL; END $$;
DROP INDEX i;
ALTER TABLE t DROP CONSTRAINT c;
-- case: what a block asks of a table that lacks the column
CREATE TABLE t (a text);
DO $$
  BEGIN
    ALTER TABLE t ADD CHECK (b > 0);
  END $$;
-- case: an operator in a block that is none of the types
CREATE TABLE t (a text);
DO $$
  BEGIN
    ALTER TABLE t ADD CHECK (a > 0);
  END $$;
-- case: an index of a block over a column that is missing
CREATE TABLE t (a text);
DO $$
  BEGIN
    CREATE INDEX i ON t (lower(b));
  END $$;
-- case: a trigger of a block that calls nothing
CREATE TABLE t (a text);
DO $$
  BEGIN
    CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION missing();
  END $$;
-- case: a text that a block executes names what is missing
CREATE TABLE t (a text);
DO $$
  BEGIN
    EXECUTE 'ALTER TABLE t ADD CHECK (b > 0)';
  END $$;
-- case: a missing column is no duplicate
CREATE TABLE t (a text);
DO $$
  BEGIN
    ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0);
  EXCEPTION WHEN duplicate_object THEN NULL;
  END $$;
-- case: a check that no column passes is caught, and nothing is left of it
CREATE TABLE t (a text);
DO $$
  BEGIN
    ALTER TABLE t ADD b int;
    ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);
  EXCEPTION WHEN OTHERS THEN
    ALTER TABLE t ADD c int;
  END $$;
ALTER TABLE t DROP COLUMN c;
ALTER TABLE t DROP COLUMN b;
-- case: a branch that does not run names what is missing
CREATE TABLE t (a text);
DO $$
  BEGIN
    IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN
      ALTER TABLE t ADD CHECK (b > 0);
    END IF;
  END $$;
-- case: the rows of the server's own views alone
CREATE TABLE t (a int);
DO $$
  BEGIN
    IF EXISTS (SELECT 1 FROM ONLY information_schema.tables WHERE table_name = 't') THEN
      CREATE TABLE u (a int);
    END IF;
  END $$;
DROP TABLE u;
-- case: a block updates a column that is missing
CREATE TABLE t (a text);
DO $$
  BEGIN
    UPDATE t SET b = 1;
  END $$;
-- case: a block inserts into a column that is missing
CREATE TABLE t (a text);
DO $$
  BEGIN
    INSERT INTO t (b) VALUES (1);
  END $$;
-- case: a block deletes by a column that is missing
CREATE TABLE t (a text);
DO $$
  BEGIN
    DELETE FROM t WHERE b = 1;
  END $$;
-- case: a block writes what its variables hold
CREATE TABLE t (a int, b text);
DO $$
  <<outside>>
  DECLARE
    v int := 1;
    r record;
    "Other" text;
    rec t%ROWTYPE;
  BEGIN
    INSERT INTO t (a, b) VALUES (v, 'x') RETURNING a INTO v;
    FOR r IN SELECT a AS x, b AS y FROM t LOOP
      UPDATE t SET b = r.y WHERE a = r.x AND a <> outside.v AND b <> "Other";
      DELETE FROM t WHERE t.a = v OR FOUND AND b = rec.b;
    END LOOP;
    FOR i IN 1..2 LOOP
      INSERT INTO t SELECT i, rec.b WHERE NOT EXISTS (SELECT 1 FROM t u WHERE u.a = i);
    END LOOP;
  EXCEPTION WHEN unique_violation THEN
    INSERT INTO t (b) VALUES (SQLERRM || SQLSTATE);
  END $$;
-- case: rows that no column takes are caught
CREATE TABLE t (a text);
DO $$
  BEGIN
    ALTER TABLE t ADD b int;
    UPDATE t SET c = 1;
  EXCEPTION WHEN OTHERS THEN NULL;
  END $$;
ALTER TABLE t DROP COLUMN b;
-- case: a block writes to a table that is not there
DO $$ BEGIN INSERT INTO nothing VALUES (1); END $$;
-- case: a block performs a query of a table that is not there
DO $$ BEGIN PERFORM 1 FROM nothing; END $$;
-- case: a block selects from a table that is not there into a variable
DO $$ DECLARE q int; BEGIN SELECT a INTO q FROM nothing; END $$;
-- case: a block asks for rows of a table that is not there
DO $$ BEGIN IF EXISTS (SELECT 1 FROM nothing) THEN NULL; END IF; END $$;
-- case: a block loops over a table that is not there
DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM nothing LOOP NULL; END LOOP; END $$;
-- case: a block reads what it has made
DO $$ DECLARE r record; BEGIN
  EXECUTE 'CREATE TABLE n (a int)';
  CREATE TEMP TABLE tt AS SELECT a FROM n;
  FOR r IN SELECT * FROM tt LOOP UPDATE n SET a = r.a; END LOOP;
  PERFORM a FROM n;
END $$;
-- case: a block does not come to a table that is not there
DO $$ BEGIN
  IF to_regclass('nothing') IS NOT NULL THEN PERFORM 1 FROM nothing; END IF;
  RETURN;
  INSERT INTO nothing VALUES (1);
END $$;
-- case: a missing table is caught by its own handler
DO $$ BEGIN
  PERFORM 1 FROM nothing;
EXCEPTION WHEN undefined_column THEN CREATE TABLE y (a int); WHEN undefined_table THEN CREATE TABLE x (a int); END $$;
INSERT INTO x VALUES (1);
INSERT INTO y VALUES (1);
-- case: a missing table is caught, and what was done before it is undone
DO $$ BEGIN CREATE TABLE x (b int); PERFORM 1 FROM nothing; EXCEPTION WHEN OTHERS THEN NULL; END $$;
INSERT INTO x VALUES (1);
-- case: a missing table is not caught by a handler of something else
DO $$ BEGIN PERFORM 1 FROM nothing; EXCEPTION WHEN undefined_column THEN CREATE TABLE y (a int); END $$;
-- case: a handler names its condition by the code
CREATE TYPE e AS ENUM ('a');
DO $$ BEGIN CREATE TYPE e AS ENUM ('a'); EXCEPTION WHEN SQLSTATE '42710' THEN NULL; END $$;
CREATE TABLE t (a int CONSTRAINT k PRIMARY KEY);
DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a); EXCEPTION WHEN SQLSTATE '42P16' THEN NULL; END $$;
