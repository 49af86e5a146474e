-- case: a number is cut to a day
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT date_trunc('day', a) AS x FROM t;
-- case: a text is cut to a day
CREATE TABLE t (a text);
CREATE VIEW v AS SELECT date_trunc('day', a) AS x FROM t;
-- case: a part of a text that is no moment
CREATE TABLE t (a text);
CREATE VIEW v AS SELECT extract(year FROM a) AS x FROM t;
-- case: days between dates are a number
CREATE TABLE t (a date, b date);
CREATE VIEW v AS SELECT extract(day FROM a - b) AS x FROM t;
-- case: a part of the time between moments
CREATE TABLE t (a timestamp, b timestamp, c date);
CREATE VIEW v AS SELECT extract(epoch FROM a - b) AS x, extract(year FROM c) AS y FROM t;
-- case: a text is written as a moment
CREATE TABLE t (a text);
CREATE VIEW v AS SELECT to_char(a, 'YYYY') AS x FROM t;
-- case: a short number is rounded to digits
CREATE TABLE t (a double precision);
CREATE VIEW v AS SELECT round(a, 2) AS x FROM t;
-- case: an average of short numbers is rounded to digits
CREATE TABLE t (a real);
CREATE VIEW v AS SELECT round(avg(a), 2) AS x FROM t;
-- case: exact numbers are rounded to digits
CREATE TABLE t (a int, b numeric(10,4), c double precision);
CREATE VIEW v AS SELECT round(avg(a), 2) AS x, round(b, 2) AS y, round(a, 1) AS z, round(c::numeric, 2) FROM t;
-- case: a function for jsonb gets json
CREATE TABLE t (a json);
CREATE VIEW v AS SELECT jsonb_array_length(a) AS x FROM t;
-- case: json is set as jsonb
CREATE TABLE t (a json);
UPDATE t SET a = jsonb_set(a, '{x}', '1');
-- case: the length of an array without its dimension
CREATE TABLE t (a text[]);
ALTER TABLE t ADD CHECK (array_length(a) > 1);
-- case: now takes nothing
CREATE TABLE t (a text DEFAULT now(1));
-- case: words of a number
CREATE TABLE t (a int);
CREATE INDEX i ON t USING gin (to_tsvector('english', a));
-- case: words of a shorter text
CREATE TABLE t (a varchar(20));
CREATE INDEX i ON t USING gin (to_tsvector('english', a));
-- case: a call of a name that the project has, too
CREATE TABLE t (a text);
CREATE FUNCTION date_trunc(text, text) RETURNS text LANGUAGE sql AS $$ SELECT $2 $$;
CREATE VIEW v AS SELECT date_trunc('day', a) AS x FROM t;
-- case: a type of the project's own that becomes another by itself
CREATE TYPE pair AS (a text, b text);
CREATE FUNCTION shown(pair) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT ($1).a $$;
CREATE CAST (pair AS text) WITH FUNCTION shown(pair) AS IMPLICIT;
CREATE TABLE t (a pair);
CREATE VIEW v AS SELECT upper(a) AS x FROM t;
-- case: what domains are over counts
CREATE DOMAIN email AS text;
CREATE DOMAIN age AS int;
CREATE TABLE t (a email, b age);
CREATE INDEX i ON t (lower(a));
CREATE INDEX j ON t (lower(b));
-- case: rows of the project's own functions
CREATE TYPE pair AS (a int, b text);
CREATE TABLE base (id int, name text);
CREATE FUNCTION f1() RETURNS TABLE (x int, "Y" varchar(3)) LANGUAGE sql AS $$ SELECT 1, 'a'::varchar $$;
CREATE FUNCTION f2() RETURNS SETOF base LANGUAGE sql AS $$ SELECT * FROM base $$;
CREATE FUNCTION f3(OUT p int, OUT q text) LANGUAGE sql AS $$ SELECT 1, 'a' $$;
CREATE FUNCTION f4(i int DEFAULT 1) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION f5() RETURNS pair LANGUAGE sql AS $$ SELECT 1, 'a' $$;
CREATE VIEW v AS SELECT f1.x, "Y", f2.name, p, q, four, f5.b FROM f1(), f2(), f3(), f4() AS four, f5();
SELECT nope FROM f1();
-- case: a column that a function does not give
CREATE FUNCTION f() RETURNS TABLE (x int, y text) LANGUAGE sql AS $$ SELECT 1, 'a' $$;
CREATE VIEW v AS SELECT z FROM f();
-- case: a table of what a function gives
CREATE FUNCTION f() RETURNS TABLE (x int, y text) LANGUAGE sql AS $$ SELECT 1, 'a' $$;
CREATE TABLE t AS SELECT * FROM f();
ALTER TABLE t DROP COLUMN y;
ALTER TABLE t DROP COLUMN z;
-- case: a default counts by a table
CREATE TABLE t (a int);
CREATE TABLE u (a bigint DEFAULT nextval('t'));
SELECT nextval('t');
