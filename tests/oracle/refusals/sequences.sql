-- case: a sequence is created twice
CREATE SEQUENCE s;
CREATE SEQUENCE s;
-- case: a sequence that need not be created twice
CREATE SEQUENCE s;
CREATE SEQUENCE IF NOT EXISTS s;
-- case: a missing sequence is dropped
DROP SEQUENCE s;
-- case: a missing sequence may be missing
DROP SEQUENCE IF EXISTS s;
-- case: a missing sequence is altered
ALTER SEQUENCE s RESTART;
-- case: a missing sequence that need not be there is altered
ALTER SEQUENCE IF EXISTS s RESTART;
-- case: a sequence that a default needs is dropped
CREATE SEQUENCE s;
CREATE TABLE t (a int DEFAULT nextval('s'));
DROP SEQUENCE s;
-- case: a sequence that a default needs is dropped with the default
CREATE SEQUENCE s;
CREATE TABLE t (a int DEFAULT nextval('s'));
DROP SEQUENCE s CASCADE;
-- case: a sequence that a default names as text is dropped
CREATE SEQUENCE s;
CREATE TABLE t (a int DEFAULT nextval('s'::text));
DROP SEQUENCE s;
-- case: a sequence is owned by a column
CREATE SEQUENCE s;
CREATE TABLE t (a int, b int);
ALTER SEQUENCE s OWNED BY t.a;
ALTER TABLE t DROP COLUMN a;
ALTER SEQUENCE s RESTART;
-- case: a sequence is owned by a missing column
CREATE SEQUENCE s;
CREATE TABLE t (a int);
ALTER SEQUENCE s OWNED BY t.b;
-- case: a sequence is owned by a missing table
CREATE SEQUENCE s OWNED BY t.b;
-- case: a sequence is owned across schemas
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
CREATE SEQUENCE s;
ALTER SEQUENCE s OWNED BY app.t.a;
-- case: a sequence is renamed
CREATE SEQUENCE s;
CREATE TABLE t (a int DEFAULT nextval('s'));
ALTER SEQUENCE s RENAME TO z;
DROP SEQUENCE z;
-- case: a sequence is renamed to a name that is taken
CREATE SEQUENCE s;
CREATE TABLE t (a int);
ALTER SEQUENCE s RENAME TO t;
-- case: DROP SEQUENCE of a table
CREATE TABLE t (a int);
DROP SEQUENCE t;
-- case: a sequence of text
CREATE SEQUENCE s AS text;
-- case: an increment of zero
CREATE SEQUENCE s INCREMENT BY 0;
-- case: a minimum over the maximum
CREATE SEQUENCE s MINVALUE 10 MAXVALUE 5;
-- case: a start outside of the bounds
CREATE SEQUENCE s MAXVALUE 5 START WITH 9;
-- case: the same option twice
CREATE SEQUENCE s START WITH 1 START WITH 2;
-- case: the current value of a missing sequence is set
SELECT setval('missing_seq', 1);
-- case: the current value of a sequence is set
CREATE TABLE t (a serial);
SELECT setval('t_a_seq', 5);
-- case: a sequence of a column is found by the column
CREATE TABLE t (a serial);
SELECT setval(pg_get_serial_sequence('t', 'a'), 5);
-- case: a second serial column of a long name
CREATE TABLE a_table_with_quite_a_long_name_indeed (a_column_with_quite_a_long_name_indeed serial);
DROP SEQUENCE a_table_with_quite_a_long_nam_a_column_with_quite_a_long_na_seq CASCADE;
-- case: a sequence moves to a schema that is missing
CREATE SEQUENCE s;
ALTER SEQUENCE s SET SCHEMA app;
-- case: a sequence is given to a table that is missing
CREATE SEQUENCE s;
ALTER SEQUENCE s OWNED BY t.id;

-- case: a temporary sequence
CREATE TEMP SEQUENCE numbers;
SELECT nextval('numbers');
SELECT setval('numbers', 10);
DROP SEQUENCE numbers;
DROP SEQUENCE numbers;

-- case: a view reads a sequence
CREATE SEQUENCE numbers;
CREATE VIEW last AS SELECT last_value FROM numbers;
DROP SEQUENCE numbers;

-- case: a view goes with the sequence that it reads
CREATE SEQUENCE numbers;
CREATE VIEW last AS SELECT last_value FROM numbers;
DROP SEQUENCE numbers CASCADE;
DROP VIEW last;

-- case: a copy of a table counts by its sequence, which stays while it is needed
CREATE TABLE t (id serial, a int);
CREATE TABLE u (LIKE t INCLUDING ALL);
ALTER TABLE u DROP COLUMN id;
ALTER TABLE t DROP COLUMN id;
CREATE TABLE v (id serial);
CREATE TABLE w (LIKE v INCLUDING DEFAULTS);
ALTER TABLE v DROP COLUMN id;

-- case: heirs lose what they count by along with the column
CREATE TABLE t (id serial, a int);
CREATE TABLE u () INHERITS (t);
ALTER TABLE t DROP COLUMN id;
SELECT id FROM u;
-- case: the least value of a sequence comes above its start
CREATE SEQUENCE s;
ALTER SEQUENCE s MINVALUE 5;
-- case: the greatest value of a sequence comes below its start
CREATE SEQUENCE s START 10;
ALTER SEQUENCE s MAXVALUE 5;
-- case: the start and the least value of a sequence change at once
CREATE SEQUENCE s;
ALTER SEQUENCE s MINVALUE 20 START 30 RESTART 40;
ALTER SEQUENCE s RESTART;
ALTER SEQUENCE s RESTART WITH 19;
-- case: a sequence goes on below its least value
CREATE SEQUENCE s START 10;
ALTER SEQUENCE s RESTART WITH 0;
-- case: a sequence that falls goes on above its greatest value
CREATE SEQUENCE s INCREMENT -1;
ALTER SEQUENCE s RESTART WITH -5;
ALTER SEQUENCE s RESTART WITH 5;
-- case: a sequence gets a type that is too small for its start
CREATE SEQUENCE s START 40000;
ALTER SEQUENCE s AS smallint;
-- case: the type, the greatest value and the owner of a sequence change at once
CREATE SEQUENCE s;
ALTER SEQUENCE s AS integer MAXVALUE 100 OWNED BY NONE CACHE 5;
-- case: the sequence of an identity gets a wider type and a greater value at once
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY);
ALTER SEQUENCE t_a_seq AS bigint MAXVALUE 9223372036854775807;
ALTER SEQUENCE t_a_seq MAXVALUE 0;
-- case: a sequence of a word that is no type
CREATE SEQUENCE s AS serial;
