-- case: an enum is created twice
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE mood AS ENUM ('a');
-- case: a type takes a table's name
CREATE TABLE mood (a int);
CREATE TYPE mood AS ENUM ('a');
-- case: a type takes a domain's name
CREATE DOMAIN mood AS text;
CREATE TYPE mood AS ENUM ('a');
-- case: a label twice
CREATE TYPE mood AS ENUM ('a', 'a');
-- case: a label is added twice
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood ADD VALUE 'a';
-- case: a label that need not be added twice
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'a';
-- case: a label before a missing one
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood ADD VALUE 'b' BEFORE 'c';
-- case: a label after one that is there
CREATE TYPE mood AS ENUM ('a', 'c');
ALTER TYPE mood ADD VALUE 'b' AFTER 'a';
-- case: a label of a missing enum
ALTER TYPE mood ADD VALUE 'b';
-- case: a label is renamed
CREATE TYPE mood AS ENUM ('a', 'b');
ALTER TYPE mood RENAME VALUE 'a' TO 'c';
CREATE TABLE t (m mood DEFAULT 'c');
-- case: a missing label is renamed
CREATE TYPE mood AS ENUM ('a', 'b');
ALTER TYPE mood RENAME VALUE 'x' TO 'c';
-- case: a label is renamed to one that is there
CREATE TYPE mood AS ENUM ('a', 'b');
ALTER TYPE mood RENAME VALUE 'a' TO 'b';
-- case: a label of a composite type
CREATE TYPE pair AS (a int);
ALTER TYPE pair ADD VALUE 'b';
-- case: a label that is too long
CREATE TYPE mood AS ENUM ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
-- case: an enum without labels
CREATE TYPE mood AS ENUM ();
-- case: a missing type is dropped
DROP TYPE mood;
-- case: a missing type may be missing
DROP TYPE IF EXISTS mood;
-- case: a type that a column has is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
DROP TYPE mood;
-- case: a type that a column has is dropped with the column
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a int, m mood);
DROP TYPE mood CASCADE;
ALTER TABLE t DROP COLUMN m;
-- case: a type that an array column has is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood[]);
DROP TYPE mood;
-- case: a type that only a default names is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m text DEFAULT 'a'::mood::text);
DROP TYPE mood;
-- case: a type that a function takes is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
DROP TYPE mood;
-- case: a type that a function gives is dropped with it
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f() RETURNS mood LANGUAGE sql AS $$ SELECT 'a'::mood $$;
DROP TYPE mood CASCADE;
SELECT f();
-- case: a type that a view shows is dropped
CREATE TYPE mood AS ENUM ('a');
CREATE VIEW v AS SELECT 'a'::mood AS m;
DROP TYPE mood;
-- case: a type is renamed
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (m mood);
ALTER TYPE mood RENAME TO feeling;
ALTER TABLE t ADD COLUMN n feeling;
-- case: a renamed type is used by its old name
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood RENAME TO feeling;
CREATE TABLE t (m mood);
-- case: a type is renamed to one that is there
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE feeling AS ENUM ('a');
ALTER TYPE mood RENAME TO feeling;
-- case: a missing type is renamed
ALTER TYPE mood RENAME TO feeling;
-- case: a type moves to another schema
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood SET SCHEMA app;
CREATE TABLE t (m app.mood);
-- case: a type that moved is no longer here
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood SET SCHEMA app;
CREATE TABLE t (m mood);
-- case: the enum is swapped for a new one
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood NOT NULL DEFAULT 'a');
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('a');
ALTER TABLE t ALTER m DROP DEFAULT;
ALTER TABLE t ALTER m TYPE mood USING m::text::mood;
ALTER TABLE t ALTER m SET DEFAULT 'a';
DROP TYPE mood_old;
-- case: the enum is swapped and the default forgotten
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood NOT NULL DEFAULT 'a');
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('a');
ALTER TABLE t ALTER m TYPE mood USING m::text::mood;
-- case: a composite type
CREATE TYPE pair AS (a int, b text);
ALTER TYPE pair ADD ATTRIBUTE c int;
ALTER TYPE pair DROP ATTRIBUTE a;
ALTER TYPE pair RENAME ATTRIBUTE b TO d;
-- case: an attribute twice
CREATE TYPE pair AS (a int, a text);
-- case: an attribute is added twice
CREATE TYPE pair AS (a int);
ALTER TYPE pair ADD ATTRIBUTE a int;
-- case: a missing attribute is dropped
CREATE TYPE pair AS (a int);
ALTER TYPE pair DROP ATTRIBUTE b;
-- case: a missing attribute may be missing
CREATE TYPE pair AS (a int);
ALTER TYPE pair DROP ATTRIBUTE IF EXISTS b;
-- case: a missing attribute is renamed
CREATE TYPE pair AS (a int);
ALTER TYPE pair RENAME ATTRIBUTE b TO c;
-- case: an attribute of a type that a table has changes
CREATE TYPE pair AS (a int);
CREATE TABLE t (p pair);
ALTER TYPE pair ALTER ATTRIBUTE a TYPE text;
-- case: an attribute of a missing type
CREATE TYPE pair AS (a missing);
-- case: a range type
CREATE TYPE span AS RANGE (subtype = float8);
CREATE TABLE t (a span, EXCLUDE USING gist (a WITH &&));
-- case: a range of a missing type
CREATE TYPE span AS RANGE (subtype = missing);
-- case: a range without a subtype
CREATE TYPE span AS RANGE (collation = "C");
-- case: a domain
CREATE DOMAIN code AS text CHECK (VALUE ~ '^[a-z]+$');
CREATE TABLE t (a code);
DROP DOMAIN code;
-- case: a domain is created twice
CREATE DOMAIN code AS text;
CREATE DOMAIN code AS int;
-- case: a domain of a missing type
CREATE DOMAIN code AS missing;
-- case: a domain goes with its columns
CREATE DOMAIN code AS text;
CREATE TABLE t (a int, c code);
DROP DOMAIN code CASCADE;
ALTER TABLE t DROP COLUMN c;
-- case: a domain's constraint is dropped
CREATE DOMAIN code AS text CONSTRAINT short CHECK (length(VALUE) < 5);
ALTER DOMAIN code DROP CONSTRAINT short;
ALTER DOMAIN code DROP CONSTRAINT short;
-- case: a domain's constraint may be missing
CREATE DOMAIN code AS text;
ALTER DOMAIN code DROP CONSTRAINT IF EXISTS short;
-- case: a domain's constraint is added twice
CREATE DOMAIN code AS text CONSTRAINT short CHECK (length(VALUE) < 5);
ALTER DOMAIN code ADD CONSTRAINT short CHECK (length(VALUE) < 9);
-- case: a domain's constraint without a name
CREATE DOMAIN code AS text CHECK (length(VALUE) < 5) CHECK (VALUE <> '');
ALTER DOMAIN code DROP CONSTRAINT code_check, ALTER DOMAIN code DROP CONSTRAINT code_check1;
-- case: implicit names of a domain's constraints
CREATE DOMAIN code AS text CHECK (length(VALUE) < 5) CHECK (VALUE <> '');
ALTER DOMAIN code DROP CONSTRAINT code_check;
ALTER DOMAIN code DROP CONSTRAINT code_check1;
-- case: DROP DOMAIN of an enum
CREATE TYPE mood AS ENUM ('a');
DROP DOMAIN mood;
-- case: DROP TYPE of a domain
CREATE DOMAIN code AS text;
DROP TYPE code;
-- case: a domain of a domain
CREATE DOMAIN code AS text;
CREATE DOMAIN code2 AS code;
DROP DOMAIN code;
-- case: the row type of a table is dropped
CREATE TABLE t (a int);
DROP TYPE t;
-- case: the array type of an enum is dropped
CREATE TYPE mood AS ENUM ('a');
DROP TYPE _mood;
-- case: a shell type
CREATE TYPE shelly;
CREATE TABLE t (a shelly);
-- case: a cast that is there
CREATE TYPE mood AS ENUM ('a');
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
-- case: a cast makes a type change possible
CREATE TYPE mood AS ENUM ('a');
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
CREATE TABLE t (a varchar);
ALTER TABLE t ALTER a TYPE mood;
-- case: a missing cast is dropped
DROP CAST (text AS int);
-- case: an enum is compared under its name with a schema and without
CREATE TYPE mood AS ENUM ('sad');
CREATE TYPE other AS ENUM ('sad');
CREATE TABLE t (a text, m mood);
CREATE INDEX i ON t (a) WHERE m = 'sad'::public.mood;
ALTER TABLE t ADD CHECK (m = CAST('sad' AS public.mood));
CREATE INDEX j ON t (a) WHERE m = 'sad'::public.other;
-- case: a type moves to a schema that is missing
CREATE TYPE mood AS ENUM ('a');
ALTER TYPE mood SET SCHEMA app;
-- case: a label that is there already is used where it is added again
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok';
CREATE TABLE t (m mood DEFAULT 'ok');
DROP TYPE mood;
-- case: a type of tables keeps its attributes
CREATE TYPE point3 AS (x int, y int);
CREATE TABLE points OF point3;
ALTER TYPE point3 ADD ATTRIBUTE z int;
-- case: a type of tables loses no attribute by itself
CREATE TYPE point3 AS (x int, y int);
CREATE TABLE points OF point3;
ALTER TYPE point3 DROP ATTRIBUTE y;
-- case: the tables of a type change with it
CREATE TYPE point3 AS (x int, y int, w int);
CREATE TABLE points OF point3;
ALTER TYPE point3 ADD ATTRIBUTE z int CASCADE;
ALTER TYPE point3 RENAME ATTRIBUTE x TO left_x CASCADE;
ALTER TYPE point3 DROP ATTRIBUTE w CASCADE;
ALTER TYPE point3 ALTER ATTRIBUTE y TYPE bigint CASCADE;
SELECT left_x, y, z FROM points;
SELECT w FROM points;
-- case: a type of tables stays
CREATE SCHEMA shapes;
CREATE TYPE shapes.point3 AS (x int, y int);
CREATE TABLE points OF shapes.point3;
DROP TYPE shapes.point3;
-- case: the tables of a type go with it
CREATE TYPE point3 AS (x int, y int);
CREATE TABLE points OF point3;
DROP TYPE point3 CASCADE;
SELECT x FROM points;
-- case: a range by a function that tells how far its ends are apart
CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE FUNCTION apart(time, time) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT 1.0::float8';
CREATE TYPE s AS RANGE (subtype = time, subtype_diff = apart);
CREATE TYPE t AS RANGE (subtype = int, subtype_diff = missing);
-- case: a cast to a type that is not there
CREATE TYPE mood AS ENUM ('a');
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
CREATE CAST (varchar AS missing) WITH INOUT;
-- case: a new label as a text
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (a e, b text);
ALTER TYPE e ADD VALUE 'b';
ALTER TABLE t ADD CHECK (a::text IN ('a', 'b') AND b = 'b');
CREATE INDEX i ON t ((a::text = 'b'));
ALTER TABLE t ADD CHECK (a IN ('a', 'b'));

-- case: a shell becomes a type
CREATE TYPE mood;
CREATE TYPE mood AS ENUM ('good');
CREATE TYPE mood;

-- case: a domain that a range is of
CREATE DOMAIN price AS int CHECK (VALUE > 0);
CREATE TYPE prices AS RANGE (subtype = price);
DROP DOMAIN price;

-- case: a domain goes with the range that is of it
CREATE DOMAIN price AS int CHECK (VALUE > 0);
CREATE TYPE prices AS RANGE (subtype = price);
DROP DOMAIN price CASCADE;
DROP TYPE prices;

-- case: several ranges are made of ranges
CREATE TYPE span AS RANGE (subtype = text);
SELECT span_multirange(span('a', 'b'), span('c', 'd'));

-- case: a table becomes one of a type
CREATE TYPE entry AS (n int, m text);
CREATE TABLE sale (n int, m text, CHECK (n > 0));
ALTER TABLE sale OF entry;
ALTER TABLE sale NOT OF;

-- case: a table of a type has all of its columns
CREATE TYPE entry AS (n int, m text);
CREATE TABLE sale (n int);
ALTER TABLE sale OF entry;

-- case: a table of a type has no more columns
CREATE TYPE entry AS (n int);
CREATE TABLE sale (n int, m text);
ALTER TABLE sale OF entry;

-- case: a table of a type has its columns in their order
CREATE TYPE entry AS (n int, m text);
CREATE TABLE sale (m text, n int);
ALTER TABLE sale OF entry;

-- case: a table of a type has columns of its types
CREATE TYPE entry AS (n int, m text);
CREATE TABLE sale (n bigint, m text);
ALTER TABLE sale OF entry;

-- case: a table of a type inherits nothing
CREATE TYPE entry AS (n int);
CREATE TABLE sale (n int);
CREATE TABLE sale_b () INHERITS (sale);
ALTER TABLE sale_b OF entry;

-- case: a column holds the rows of a table that changes
CREATE TABLE sale (n int, m text);
CREATE TABLE past (was sale);
ALTER TABLE sale ADD COLUMN more int;
ALTER TABLE sale ALTER COLUMN m TYPE varchar;

-- case: an attribute is not serial
CREATE TYPE y AS (a int, b text);
CREATE TYPE z AS (a int, b serial);

-- case: labels have no length
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE t (a mood, CHECK (length(a::text) > 1));
ALTER TABLE t ADD CHECK (length(a) > 1);

-- case: a label that is renamed is renamed wherever it is compared
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE t (a mood, CHECK (a <> 'sad'));
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
CREATE TABLE u (LIKE t INCLUDING ALL);
ALTER TABLE t ADD CHECK (a <> 'blue');
ALTER TABLE t ADD CHECK (a <> 'sad');
-- case: what stands in parentheses behind a type: varchar(15,2)
CREATE TABLE t (a varchar(15,2));
-- case: what stands in parentheses behind a type: varchar('1')
CREATE TABLE t (a varchar('1'));
-- case: what stands in parentheses behind a type: inet(5)
CREATE TABLE t (a inet(5));
-- case: what stands in parentheses behind a type: numeric('x')
CREATE TABLE t (a numeric('x'));
-- case: what stands in parentheses behind a type: numeric(5,2,1)
CREATE TABLE t (a numeric(5,2,1));
-- case: what stands in parentheses behind a type: char(20000000)
CREATE TABLE t (a char(20000000));
-- case: what stands in parentheses behind a type: numeric(0)
CREATE TABLE t (a numeric(0));
-- case: what stands in parentheses behind a type: bit(0)
CREATE TABLE t (a bit(0));
-- case: what stands in parentheses behind a type: uuid(1)
CREATE TABLE t (a uuid(1));
-- case: what stands in parentheses behind a type: serial(20)
CREATE TABLE t (a serial(20));
-- case: what stands in parentheses behind a type: bytea(20)
CREATE TABLE t (a bytea(20));
-- case: what stands in parentheses behind a type: "char"(2)
CREATE TABLE t (a "char"(2));
-- case: numbers in parentheses behind types
CREATE TABLE t (a varchar(5)[], b numeric(4,9), c timestamp(9), d interval(3), e time(2)[], f timestamptz(1), g bit varying(4), h bpchar(4), i "varchar"(3), k interval day to second(3), l pg_catalog.varchar(3), m decimal(3), n nchar(2), o numeric('5', 2));
-- case: a number in parentheses behind an enum
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (a e(2));
-- case: a column gets a type that takes no length
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a TYPE date(1) USING a::date;
-- case: a domain over a type that takes no length
CREATE DOMAIN d AS bytea(60);
-- case: an attribute of a type that takes no length
CREATE TYPE c AS (a uuid(5));
-- case: a collation with a name of several words
CREATE TABLE t (a text COLLATE case_insensitive);
