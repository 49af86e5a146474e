-- case: a trigger
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a trigger is created twice
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a trigger is replaced
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE OR REPLACE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a trigger of a missing function
CREATE TABLE t (a int);
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a trigger before its function
CREATE TABLE t (a int);
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE f();
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- case: a trigger on a missing table
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON missing FOR EACH ROW EXECUTE FUNCTION f();
-- case: a trigger of a function that is none for triggers
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a trigger of a missing column
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: a trigger whose condition names a missing column
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.b IS DISTINCT FROM NEW.b) EXECUTE FUNCTION f();
-- case: a column that a trigger fires on is dropped
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t DROP COLUMN b;
-- case: a column that a trigger's condition names is dropped
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.b > 0) EXECUTE FUNCTION f();
ALTER TABLE t DROP COLUMN b;
-- case: a column that a trigger fires on changes its type
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t ALTER b TYPE bigint;
-- case: a function that a trigger calls is dropped
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
DROP FUNCTION f();
-- case: a function that a trigger calls is dropped with it
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
DROP FUNCTION f() CASCADE;
DROP TRIGGER g ON t;
-- case: a missing trigger is dropped
CREATE TABLE t (a int);
DROP TRIGGER g ON t;
-- case: a missing trigger may be missing
CREATE TABLE t (a int);
DROP TRIGGER IF EXISTS g ON t;
-- case: a trigger of a missing table is dropped
DROP TRIGGER g ON missing;
-- case: a trigger of a missing table may be missing
DROP TRIGGER IF EXISTS g ON missing;
-- case: a trigger goes with its table
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
DROP TABLE t;
DROP FUNCTION f();
-- case: a trigger is renamed
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TRIGGER g ON t RENAME TO h;
DROP TRIGGER g ON t;
-- case: a missing trigger is disabled
CREATE TABLE t (a int);
ALTER TABLE t DISABLE TRIGGER g;
-- case: all triggers are disabled
CREATE TABLE t (a int);
ALTER TABLE t DISABLE TRIGGER USER;
-- case: INSTEAD OF on a table
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g INSTEAD OF UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: INSTEAD OF on a view
CREATE VIEW v AS SELECT 1 AS a;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION f();
-- case: BEFORE a row of a view
CREATE VIEW v AS SELECT 1 AS a;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE ON v FOR EACH ROW EXECUTE FUNCTION f();
-- case: a constraint trigger
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
-- case: a constraint trigger before
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- case: an event trigger
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
DROP FUNCTION f();
-- case: an event trigger of a missing function
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
-- case: an event trigger is created twice
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
-- case: a missing event trigger is dropped
DROP EVENT TRIGGER e;
-- case: a built-in function for triggers
CREATE TABLE t (a tsvector, b text);
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(a, 'pg_catalog.english', b);

-- case: a trigger watches a column twice
CREATE TABLE sale (n int, m int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted BEFORE UPDATE OF n, n ON sale FOR EACH ROW EXECUTE FUNCTION note();

-- case: transition tables of several events
CREATE TABLE sale (n int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted AFTER INSERT OR UPDATE ON sale REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note();

-- case: transition tables of a watched column
CREATE TABLE sale (n int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted AFTER UPDATE OF n ON sale REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION note();

-- case: transition tables for each row of a partitioned table
CREATE TABLE sale (n int) PARTITION BY LIST (n);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted AFTER INSERT ON sale REFERENCING NEW TABLE AS fresh FOR EACH ROW EXECUTE FUNCTION note();

-- case: a view is not emptied
CREATE TABLE sale (n int);
CREATE VIEW sales AS SELECT n FROM sale;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted AFTER TRUNCATE ON sales EXECUTE FUNCTION note();

-- case: a trigger in place of what is done has no condition
CREATE TABLE sale (n int);
CREATE VIEW sales AS SELECT n FROM sale;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted INSTEAD OF UPDATE ON sales FOR EACH ROW WHEN (OLD.n > 0) EXECUTE FUNCTION note();

-- case: a trigger in place of what is done watches no columns
CREATE TABLE sale (n int);
CREATE VIEW sales AS SELECT n FROM sale;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted INSTEAD OF UPDATE OF n ON sales FOR EACH ROW EXECUTE FUNCTION note();

-- case: a trigger in place of what is done fires for each row
CREATE TABLE sale (n int);
CREATE VIEW sales AS SELECT n FROM sale;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted INSTEAD OF UPDATE ON sales EXECUTE FUNCTION note();

-- case: a condition before a row is there over what is made of it
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 2) STORED);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER t BEFORE UPDATE ON sale FOR EACH ROW WHEN (new.m > 1) EXECUTE FUNCTION f();

-- case: a condition before a row is changed over what was made of it
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 2) STORED);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER t BEFORE UPDATE ON sale FOR EACH ROW WHEN (old.m > 1) EXECUTE FUNCTION f();

-- case: a condition after a row is there over what is made of it
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 2) STORED);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER t AFTER UPDATE ON sale FOR EACH ROW WHEN (new.m > 1) EXECUTE FUNCTION f();

-- case: a condition over all of a row of which something is made
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 2) STORED);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER t BEFORE UPDATE ON sale FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION f();

-- case: a condition over the table of a row
CREATE TABLE sale (n int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER t AFTER UPDATE ON sale FOR EACH ROW WHEN (new.tableoid <> 0) EXECUTE FUNCTION f();

-- case: a condition before over the table of a row
CREATE TABLE sale (n int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER t BEFORE UPDATE ON sale FOR EACH ROW WHEN (new.tableoid <> 0) EXECUTE FUNCTION f();

-- case: TRUNCATE goes through no rows
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER g AFTER TRUNCATE ON t EXECUTE FUNCTION f();
CREATE TRIGGER h AFTER TRUNCATE ON t FOR EACH ROW EXECUTE FUNCTION f();

-- case: a materialized view has no rules
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
CREATE RULE r AS ON INSERT TO v DO INSTEAD NOTHING;
-- case: a trigger calls a type as if it were a function
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (a int);
CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION e();
-- case: a trigger calls a function of the server that is for no trigger
CREATE TABLE t (a int);
CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION now();
-- case: a trigger calls a function of the server that is for triggers
CREATE TABLE t (a int, v tsvector, b text);
CREATE TRIGGER tg BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER tv BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(v, 'pg_catalog.english', b);
