-- case: a function is created twice
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- case: a function is replaced
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$;
-- case: a function is replaced with another return type
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE OR REPLACE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
-- case: a function is replaced with other names of its arguments
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE OR REPLACE FUNCTION f(b int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- case: a function is replaced with other columns
CREATE FUNCTION f() RETURNS TABLE (a int) LANGUAGE sql AS $$ SELECT 1 $$;
CREATE OR REPLACE FUNCTION f() RETURNS TABLE (a int, b int) LANGUAGE sql AS $$ SELECT 1, 2 $$;
-- case: a function is replaced without a default
CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- case: a function of other arguments is another function
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION f(int);
DROP FUNCTION f(text);
-- case: an ambiguous function is dropped
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION f;
-- case: a function is dropped by its name
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION f;
-- case: a function is dropped with other arguments
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION f(bigint);
-- case: a function is dropped with no arguments
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION f();
-- case: a function may be missing with these arguments
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION IF EXISTS f();
-- case: types of arguments have several spellings
CREATE FUNCTION f(a int4, b varchar(10), c timestamptz) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION f(integer, character varying, timestamp with time zone);
-- case: output arguments do not count
CREATE FUNCTION f(a int, OUT b int) LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION f(int);
-- case: a missing function is dropped
DROP FUNCTION f();
-- case: a missing function may be missing
DROP FUNCTION IF EXISTS f();
-- case: a function of a missing type
CREATE FUNCTION f(missing) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- case: a function that returns a missing type
CREATE FUNCTION f() RETURNS missing LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
-- case: a function that returns rows of a missing table
CREATE FUNCTION f() RETURNS SETOF missing LANGUAGE plpgsql AS $$ BEGIN RETURN; END $$;
-- case: a function that returns rows of a table
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS $$ SELECT * FROM t $$;
DROP TABLE t;
-- case: a function in SQL that reads a missing table
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT a FROM missing $$;
-- case: a function in SQL that reads a missing table, unchecked
SET check_function_bodies = false;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT a FROM missing $$;
-- case: a function in PL/pgSQL that reads a missing table
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT a FROM missing); END $$;
-- case: a function in a language that is missing
CREATE FUNCTION f() RETURNS int LANGUAGE plv8 AS $$ return 1 $$;
-- case: a function without a language
CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$;
-- case: a function body that does not parse
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1 END $$;
-- case: a function body without its end
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN IF true THEN RETURN 1; END $$;
-- case: a body in SQL that does not parse
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELEC 1 $$;
-- case: a body that reads a table which is dropped
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT a FROM t $$;
DROP TABLE t;
-- case: a body of the standard that reads a table which is dropped
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a FROM t; END;
DROP TABLE t;
-- case: a function that a default calls is dropped
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE t (a int DEFAULT f());
DROP FUNCTION f();
-- case: a function that a default calls is dropped with the default
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE t (a int DEFAULT f());
DROP FUNCTION f() CASCADE;
-- case: a function that a check calls is dropped
CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
CREATE TABLE t (a int CHECK (f(a)));
DROP FUNCTION f(int);
-- case: a function that a view calls is dropped
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE VIEW v AS SELECT f() AS a;
DROP FUNCTION f();
-- case: a function that a generated column calls is dropped
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (f(a)) STORED);
DROP FUNCTION f(int);
-- case: a function that a policy calls is dropped
CREATE FUNCTION f() RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (f());
DROP FUNCTION f();
-- case: a procedure
CREATE PROCEDURE p(a int) LANGUAGE sql AS $$ SELECT 1 $$;
CALL p(1);
DROP PROCEDURE p(int);
-- case: DROP FUNCTION of a procedure
CREATE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$;
DROP FUNCTION p();
-- case: DROP ROUTINE of a procedure
CREATE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$;
DROP ROUTINE p();
-- case: a procedure replaces a function
CREATE FUNCTION p() RETURNS void LANGUAGE sql AS $$ SELECT 1 $$;
CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$;
-- case: a missing procedure is called
CALL p();
-- case: an aggregate
CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '0');
DROP AGGREGATE total(int);
-- case: an aggregate of a missing function
CREATE AGGREGATE total(int) (sfunc = missing_plus, stype = int);
-- case: a function is renamed
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
ALTER FUNCTION f() RENAME TO g;
DROP FUNCTION f();
-- case: a function is renamed to one that is there
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
ALTER FUNCTION f() RENAME TO g;
-- case: a missing function is altered
ALTER FUNCTION f() IMMUTABLE;
-- case: a function moves to another schema
CREATE SCHEMA app;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
ALTER FUNCTION f() SET SCHEMA app;
DROP FUNCTION app.f();
-- case: a function in a missing schema
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- case: an operator of a function
CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 = $2 $$;
CREATE OPERATOR === (leftarg = int, rightarg = int, function = same);
DROP FUNCTION same(int, int);
-- case: an operator of a missing function
CREATE OPERATOR === (leftarg = int, rightarg = int, function = same);
-- case: defaults before arguments without
CREATE FUNCTION f(a int DEFAULT 1, b int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
-- case: a function's result does not fit
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 'x'::text $$;
-- case: a function moves to a schema that is missing
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
ALTER FUNCTION f() SET SCHEMA app;
-- case: a procedure in a language that is missing
CREATE PROCEDURE p() LANGUAGE nope AS $$ x $$;
-- case: a function of nothing that returns a value
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS '';
-- case: a function of nothing that returns nothing
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS '';
-- case: two columns for one value
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1, 2';
-- case: one column for two results
CREATE FUNCTION f(OUT a int, OUT b int) LANGUAGE sql AS 'SELECT 1';
-- case: as many columns as results
CREATE FUNCTION f(c int, INOUT a int, OUT b int) LANGUAGE sql AS 'SELECT 1, 2';
-- case: one column for a row
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT a FROM t';
-- case: a row for a row
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT t FROM t';
-- case: all columns for a row
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS t LANGUAGE sql AS 'SELECT * FROM t';
-- case: rows of any shape
CREATE FUNCTION f() RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, 2';
-- case: a number for a text of JSON
CREATE FUNCTION f() RETURNS json LANGUAGE sql AS 'SELECT 1';
-- case: a day for a moment
CREATE FUNCTION f() RETURNS timestamptz LANGUAGE sql AS 'SELECT current_date';
-- case: a text without a type for a number
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ''1''';
-- case: a number has no length
CREATE TABLE t (a int, b text, CHECK (length(b) > 1));
ALTER TABLE t ADD CHECK (length(a) > 1);
-- case: no text is rounded
CREATE TABLE t (a text, b numeric);
CREATE VIEW v AS SELECT round(b) AS b, abs(b) AS c, floor(b) AS d FROM t;
CREATE VIEW w AS SELECT round(a) FROM t;
-- case: numbers are made one text as texts only
CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT string_agg(a::text, ',') AS a, string_agg(b, ',') AS b FROM t;
CREATE VIEW w AS SELECT string_agg(a, ',') FROM t;
-- case: no uuid is the greatest
CREATE TABLE t (a uuid, b date);
CREATE VIEW v AS SELECT max(b) AS b, max(a::text) AS a FROM t;
CREATE VIEW w AS SELECT max(a) FROM t;
-- case: the left of a moment
CREATE TABLE t (a timestamptz, b varchar(9));
CREATE INDEX i ON t (left(b, 4), split_part(b, '-', 1));
CREATE VIEW v AS SELECT left(a, 4) FROM t;
-- case: a function of its own takes what the server's does not
CREATE FUNCTION length(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE t (a int, CHECK (length(a) > 1));
-- case: rows and domains of the information schema
CREATE FUNCTION f(information_schema.columns, pg_class) RETURNS information_schema.sql_identifier LANGUAGE sql AS $$ SELECT 'a'::information_schema.sql_identifier $$;
CREATE TABLE t (a information_schema.yes_or_no);

-- case: the only result of a function has another name
CREATE FUNCTION half(a int, OUT b int) LANGUAGE sql AS 'SELECT a / 2';
CREATE OR REPLACE FUNCTION half(a int, OUT c int) LANGUAGE sql AS 'SELECT a / 2';
CREATE OR REPLACE FUNCTION half(a int) RETURNS int LANGUAGE sql AS 'SELECT a / 2';

-- case: one of two results of a function has another name
CREATE FUNCTION parts(a int, OUT b int, OUT c int) LANGUAGE sql AS 'SELECT a, a';
CREATE OR REPLACE FUNCTION parts(a int, OUT b int, OUT d int) LANGUAGE sql AS 'SELECT a, a';

-- case: the bounds of a range
CREATE DOMAIN small AS int4range CHECK (upper(VALUE) < 10);
CREATE TABLE stay (days daterange, CHECK (lower(days) > '2000-01-01'));
CREATE FUNCTION both_bounds(r anyrange) RETURNS anyelement LANGUAGE sql AS 'SELECT lower($1) + upper($1)';

-- case: a function of a row is read as one of its columns
CREATE TABLE person (first text, last text);
CREATE FUNCTION full_name(person) RETURNS text LANGUAGE sql AS $$ SELECT $1.first || ' ' || $1.last $$;
CREATE VIEW v AS SELECT p.full_name FROM person p;

-- case: a function of another row is read as a column
CREATE TABLE person (first text, last text);
CREATE TABLE place (street text);
CREATE FUNCTION full_name(person) RETURNS text LANGUAGE sql AS $$ SELECT $1.first || ' ' || $1.last $$;
CREATE VIEW v AS SELECT p.full_name FROM place p;

-- case: rows out of a document under the function's own name
CREATE TABLE docs (body xml);
CREATE VIEW v AS SELECT xmltable.* FROM docs, LATERAL xmltable('/a/b' PASSING body COLUMNS id int PATH '@id');

-- case: the form in which a text is made normal
CREATE TABLE words (word text CHECK (word IS NFC NORMALIZED), plain text GENERATED ALWAYS AS (normalize(word, NFKD)) STORED);

-- case: the words of a text search
CREATE TABLE words (doc tsvector);
CREATE VIEW v AS SELECT lexeme, positions FROM words, unnest(doc);

-- case: an object is looked up by a call
CREATE TABLE words (doc text);
CREATE VIEW v AS SELECT regclass('words') AS a, regtype('text') AS b, regprocedure('lower(text)') AS c, regnamespace('public') AS d;

-- case: an array of a domain takes an array of its type
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE t (a positive[]);
INSERT INTO t VALUES (ARRAY[42]);
UPDATE t SET a = ARRAY[1, 2];

-- case: a rule has queries of its own
CREATE TABLE t (a int);
CREATE TABLE log (a int);
CREATE RULE r AS ON DELETE TO t DO INSTEAD WITH gone AS (INSERT INTO log VALUES (0) RETURNING a) INSERT INTO log SELECT old.a FROM gone;

-- case: rows go into a table that is called like a query before
CREATE TABLE t (a int);
WITH t AS (SELECT 42 AS a) INSERT INTO t SELECT * FROM t;

-- case: rows of a table in a schema beside another of its name
CREATE SCHEMA app;
CREATE TABLE t (f int);
CREATE TABLE app.t (y int);
CREATE VIEW v AS SELECT * FROM app.t WHERE EXISTS (SELECT 1 FROM t WHERE app.t.y = t.f);

-- case: a column of a window that is not there
CREATE TABLE t (f int);
CREATE VIEW v AS SELECT rank() OVER (PARTITION BY g) FROM t;

-- case: a named window over a column that is not there
CREATE TABLE t (f int);
CREATE VIEW v AS SELECT rank() OVER w FROM t WINDOW w AS (ORDER BY g);

-- case: a window that no one names
CREATE TABLE t (f int);
CREATE VIEW v AS SELECT rank() OVER w FROM t;
-- case: two arguments of one name
CREATE FUNCTION f(a int, a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- case: an argument and a result of one name in SQL
CREATE FUNCTION f(a int, OUT a int) LANGUAGE sql AS 'SELECT 1';
-- case: an argument and a column of the result of one name
CREATE FUNCTION f(a int) RETURNS TABLE (a int) LANGUAGE plpgsql AS $$ BEGIN END $$;
-- case: two columns of the result of one name
CREATE FUNCTION f() RETURNS TABLE (b int, b text) LANGUAGE sql AS $$ SELECT 1, 'x' $$;
-- case: two arguments of a procedure of one name
CREATE PROCEDURE p(a int, a int) LANGUAGE plpgsql AS $$ BEGIN END $$;
-- case: an argument is serial
CREATE FUNCTION f(a serial) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- case: a column of the result is serial
CREATE FUNCTION f() RETURNS TABLE (a serial) LANGUAGE sql AS 'SELECT 1';
-- case: an argument of a type that takes no length
CREATE FUNCTION f(a uuid(5)) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- case: a function sets what is no setting
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_pat = public AS 'SELECT 1';
-- case: a function sets what is a setting, and one of its own
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET my.thing = '5s' SET search_path = public, pg_temp AS 'SELECT 1';
ALTER FUNCTION f() SET search_path = public;
ALTER FUNCTION f() SET searchpath = public;
-- case: a role sets what is no setting
ALTER ROLE CURRENT_USER SET serch_path = public;
-- case: a default calls a table as if it were a function
CREATE TABLE t (a int);
CREATE TABLE u (a int DEFAULT t());
-- case: a privilege on what is a type and no function
REVOKE ALL ON FUNCTION public.uuid() FROM public;
-- case: settings are the same in quotes and in capitals
SET "search_path" = public;
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET "Search_Path" TO 'public', 'pg_temp' AS 'SELECT 1';
ALTER FUNCTION f() RESET "search_path";
