-- case: a view casts to a missing type
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
CREATE VIEW v AS SELECT 'a'::mood AS m;
-- case: a check casts to a missing type
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
ALTER TABLE t ADD CHECK (c::mood = 'a');
-- case: a default casts to a missing type
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
ALTER TABLE t ADD COLUMN h text DEFAULT 'a'::mood;
-- case: a policy casts to a missing type
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
CREATE POLICY p ON t USING (c = 'x'::mood);
-- case: an index casts to a missing type
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
CREATE INDEX ON t ((c::mood));
-- case: an update casts to a missing type
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
UPDATE t SET c = 'a'::mood;
-- case: a row casts to a missing type
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
INSERT INTO t (c) VALUES (CAST('a' AS mood));
-- case: a function in SQL casts to a missing type
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
CREATE FUNCTION h() RETURNS text LANGUAGE sql AS $$ SELECT 'a'::mood $$;
-- case: a type is created before it is cast to
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
CREATE TYPE mood AS ENUM ('a');
CREATE VIEW v AS SELECT 'a'::mood AS m, '{a}'::mood[] AS n, NULL::t AS r;
-- case: an array is compared with a text
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
CREATE POLICY p ON t USING (d = c);
-- case: an array is compared with a number
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT d > 1 FROM t;
-- case: an array holds what is compared
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT a = ANY (d), d = '{1}', d @> ARRAY[1], d = ARRAY[1] FROM t;
-- case: a number is one of several texts
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT a = ANY (ARRAY['x']) FROM t;
-- case: a number is in a query of texts
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT a IN (SELECT c FROM t) FROM t;
-- case: a number is in a query of numbers
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT a IN (SELECT 1), a IN (1, 2), a IN ('3') FROM t;
-- case: a number is between a text and a number
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT a BETWEEN c AND 2 FROM t;
-- case: a uuid is multiplied
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT b * 2 FROM t;
-- case: a number is added to jsonb
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT e + 1 FROM t;
-- case: keys are taken out of jsonb
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT e - 'a', e - 1, e - ARRAY['a'], e -> 'a' -> 0 ->> 'b', e #>> '{a,b}' FROM t;
-- case: a number is added to a moment
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT f + 1 FROM t;
-- case: days are added to a date
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT g + 1, 1 + g, g - 1, g - g, g + interval '1 day', f - interval '1 day', f - f FROM t;
-- case: a moment is added to a moment
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT f + f FROM t;
-- case: spans of time are computed
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT interval '1 day' * 2, 2 * interval '1 day', interval '1 day' / 2, interval '1 day' - interval '1 hour';
-- case: a text matches a number
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT c ~ a FROM t;
-- case: a number and a uuid are joined
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT a || b FROM t;
-- case: texts are joined with what is none
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT c || a || b || f, 'x' || a || g, d || a, d || d, e || e FROM t;
-- case: an arrow leads out of a number
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT a -> 'x' FROM t;
-- case: not of a number
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT NOT a FROM t;
-- case: a number stands for a condition
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT 1 WHERE 1;
-- case: a number joins a condition
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT a AND true FROM t;
-- case: a case asks a number
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT CASE WHEN a THEN 1 END FROM t;
-- case: a case compares numbers
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT CASE a WHEN 1 THEN 2 END, CASE WHEN c = 'x' THEN 1 END FROM t;
-- case: a filter is a text
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT count(*) FILTER (WHERE c) FROM t;
-- case: tables are joined on a number
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT * FROM t JOIN t u ON u.a;
-- case: a having is a number
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
SELECT count(*) FROM t HAVING count(*);
-- case: a word is no date
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
UPDATE t SET g = 'soon';
-- case: words that are dates
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
UPDATE t SET g = 'today', f = 'infinity';
ALTER TABLE t ADD COLUMN h date DEFAULT 'epoch', ADD COLUMN i timestamptz DEFAULT 'now';
-- case: a word is no span of time
CREATE TABLE t (a int, b uuid, c text, d int[], e jsonb, f timestamptz, g date);
ALTER TABLE t ADD COLUMN h interval DEFAULT 'long';
-- case: a text is one of a number and a text
CREATE TABLE t (c text);
SELECT c IN (0, 'y') FROM t;
-- case: numbers are in lists of numbers
CREATE TABLE t (a int, b numeric);
SELECT a IN (1, 2.5, NULL, b, '3'), b NOT IN (1, a) FROM t;
-- case: a case compares a uuid with a number
CREATE TABLE t (b uuid);
SELECT CASE b WHEN 1 THEN 2 END FROM t;
-- case: types of the server and of its relations are cast to
SELECT NULL::pg_class, NULL::information_schema.sql_identifier, NULL::pg_ndistinct, NULL::_regrole, NULL::pg_catalog._xid8, NULL::regconfig;
-- case: an extension computes with arrays
CREATE EXTENSION intarray;
CREATE TABLE t (d int[], a int);
SELECT d + a, d - a, d + d, d & d FROM t;
-- case: a merge goes by a number
CREATE TABLE t (a int);
MERGE INTO t USING (SELECT 1 AS a) u ON t.a = u.a WHEN MATCHED AND u.a THEN DELETE;
-- case: what is computed stands between two bounds
CREATE TABLE t (a int, b int, d date, p jsonb, CHECK (a + b BETWEEN 1 AND 31), CHECK (d - CURRENT_DATE NOT BETWEEN 1 AND 31 AND a > 0), CHECK (p ->> 'x' BETWEEN 'a' AND 'b'), CHECK (-a BETWEEN 1 AND 2));
-- case: what is cast stands between two bounds
CREATE TABLE t (a text, b boolean GENERATED ALWAYS AS (a::int BETWEEN 1 AND 5) STORED, CHECK (a::int BETWEEN 1 AND 31 AND a <> ''));
CREATE VIEW v AS SELECT a::int BETWEEN 1 AND 2, a::int BETWEEN 3 AND 4 AS ok FROM t WHERE a::int BETWEEN 1 AND 2 OR a IS NULL;
COMMENT ON COLUMN v."?column?" IS 'small';
-- case: bounds are computed, and another condition stands behind them
CREATE TABLE t (a int, b int, c boolean, CHECK (a BETWEEN b - 1 AND b + 1 OR a IS NULL), CHECK (a BETWEEN 1 AND b OR c));
-- case: a date between two numbers
CREATE TABLE t (d date, CHECK (d BETWEEN 1 AND 3));
-- case: a field of a text
CREATE TABLE t (a text, CHECK (a ->> 'kind' = 'x'));
-- case: a field of a field
CREATE TABLE t (a jsonb, CHECK (a -> 'b' ->> 'kind' = 'x' AND a ->> 'c' <> ''));
-- case: the kind of a text
CREATE TABLE t (a text, CHECK (jsonb_typeof(a) = 'object'));
-- case: the kind of a value of the other type
CREATE TABLE t (a jsonb, CHECK (json_typeof(a) = 'object'));
-- case: how many values there are in a document
CREATE TABLE t (a jsonb, CHECK (array_length(a, 1) > 0));

-- case: a pattern says how it is written
CREATE TABLE sale (place text, raw bytea, CHECK (place NOT LIKE '%!_%' ESCAPE '!'));
SELECT place FROM sale WHERE place ILIKE 'a#%%' ESCAPE '#' OR place SIMILAR TO 'b' ESCAPE '#';
SELECT place FROM sale WHERE raw LIKE '_b_'::bytea;
SELECT place FROM sale WHERE 1 LIKE 'b' ESCAPE '#';

-- case: a collation before BETWEEN
CREATE TABLE t (a text, b text, CHECK (a COLLATE "C" BETWEEN 'a' AND b), CHECK (a COLLATE pg_catalog."C" NOT BETWEEN b AND 'z' COLLATE "C"));
SELECT a FROM t WHERE a COLLATE "C" BETWEEN 'a' AND 'b' ORDER BY a COLLATE "C";
SELECT a FROM t WHERE a COLLATE "C" BETWEEN c AND 'b';
