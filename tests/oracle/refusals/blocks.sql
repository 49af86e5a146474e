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
