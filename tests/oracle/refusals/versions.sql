-- What differs between versions of the server.

-- case: an expression is dropped
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE t ALTER COLUMN b DROP EXPRESSION;

-- case: a generated column without a word for its kind
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1));

-- case: a virtual column
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);

-- case: an index over a virtual column
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);
CREATE INDEX ON t (b);

-- case: a unique virtual column
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL UNIQUE);

-- case: a virtual column in a foreign key
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL REFERENCES p);

-- case: the expression of a virtual column is dropped
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);
ALTER TABLE t ALTER COLUMN b DROP EXPRESSION;

-- case: another expression
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE t ALTER COLUMN b SET EXPRESSION AS (a + 2);

-- case: another expression for a column without one
CREATE TABLE t (a int);
ALTER TABLE t ALTER COLUMN a SET EXPRESSION AS (2);

-- case: the column that a virtual one is made from is dropped
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);
ALTER TABLE t DROP COLUMN a;

-- case: a virtual column calls a function of the user
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (f(a)) VIRTUAL);

-- case: a check that is not enforced
CREATE TABLE t (a int CONSTRAINT k CHECK (a > 0) NOT ENFORCED);

-- case: a check that is not enforced is validated
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0) NOT ENFORCED);
ALTER TABLE t VALIDATE CONSTRAINT k;

-- case: a check is no more enforced
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
ALTER TABLE t ALTER CONSTRAINT k NOT ENFORCED;

-- case: a foreign key that is not enforced
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (p int CONSTRAINT k REFERENCES p NOT ENFORCED);

-- case: a foreign key is no more enforced, and again
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (p int CONSTRAINT k REFERENCES p);
ALTER TABLE t ALTER CONSTRAINT k NOT ENFORCED;
ALTER TABLE t ALTER CONSTRAINT k ENFORCED;

-- case: a key that is not enforced
CREATE TABLE t (a int UNIQUE NOT ENFORCED);

-- case: no null is allowed under a name, which is dropped
CREATE TABLE t (a int CONSTRAINT k NOT NULL);
ALTER TABLE t DROP CONSTRAINT k;

-- case: a name for what forbids null is given by the server
CREATE TABLE t (a int NOT NULL);
ALTER TABLE t DROP CONSTRAINT t_a_not_null;

-- case: the constraint of a key's column
CREATE TABLE t (a int PRIMARY KEY);
ALTER TABLE t DROP CONSTRAINT t_a_not_null;

-- case: what forbids null is named anew
CREATE TABLE t (a int NOT NULL);
ALTER TABLE t RENAME CONSTRAINT t_a_not_null TO k;
ALTER TABLE t DROP CONSTRAINT k;

-- case: null is allowed again, and the name is free
CREATE TABLE t (a int CONSTRAINT k NOT NULL);
ALTER TABLE t ALTER COLUMN a DROP NOT NULL;
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);

-- case: null is forbidden later, under a name
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k NOT NULL a;
ALTER TABLE t DROP CONSTRAINT k;

-- case: null is forbidden later, not valid yet
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
ALTER TABLE t VALIDATE CONSTRAINT k;

-- case: a clause of the table forbids null
CREATE TABLE t (a int, CONSTRAINT k NOT NULL a);

-- case: null is forbidden twice under two names
CREATE TABLE t (a int CONSTRAINT k NOT NULL);
ALTER TABLE t ADD CONSTRAINT l NOT NULL a;

-- case: a primary key over what is not valid yet
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
ALTER TABLE t ADD PRIMARY KEY (a);

-- case: what forbids null keeps its name when the column and table are renamed
CREATE TABLE t (a int NOT NULL);
ALTER TABLE t RENAME COLUMN a TO b;
ALTER TABLE t RENAME TO u;
ALTER TABLE u DROP CONSTRAINT t_a_not_null;

-- case: the name that the server would give is taken by a check
CREATE TABLE t (a int, CONSTRAINT t_a_not_null CHECK (a > 0));
ALTER TABLE t ALTER COLUMN a SET NOT NULL;
ALTER TABLE t DROP CONSTRAINT t_a_not_null1;

-- case: a child keeps what its parent forbids
CREATE TABLE t (a int NOT NULL);
CREATE TABLE u () INHERITS (t);
ALTER TABLE u DROP CONSTRAINT t_a_not_null;

-- case: a child's own null
CREATE TABLE t (a int NOT NULL);
CREATE TABLE u () INHERITS (t);
ALTER TABLE u ALTER COLUMN a DROP NOT NULL;

-- case: what forbids null and is not handed down
CREATE TABLE t (a int CONSTRAINT k NOT NULL NO INHERIT);
CREATE TABLE u () INHERITS (t);
ALTER TABLE u ALTER COLUMN a DROP NOT NULL;

-- case: a copied table has what forbids null
CREATE TABLE t (a int CONSTRAINT k NOT NULL);
CREATE TABLE u (LIKE t);
ALTER TABLE u DROP CONSTRAINT k;

-- case: a key without overlaps
CREATE TABLE t (id int4range, PRIMARY KEY (id WITHOUT OVERLAPS));

-- case: a key over a period
CREATE EXTENSION btree_gist;
CREATE TABLE p (id int, at tsrange, PRIMARY KEY (id, at WITHOUT OVERLAPS));
CREATE TABLE t (id int, at tsrange, FOREIGN KEY (id, PERIOD at) REFERENCES p (id, PERIOD at));

-- case: a key over a period needs one
CREATE TABLE p (id int, at tsrange, PRIMARY KEY (id, at));
CREATE TABLE t (id int, at tsrange, FOREIGN KEY (id, PERIOD at) REFERENCES p (id, PERIOD at));

-- case: compression of a column
CREATE TABLE t (a text COMPRESSION pglz);

-- case: compression of a column later
CREATE TABLE t (a text);
ALTER TABLE t ALTER COLUMN a SET COMPRESSION pglz;

-- case: storage of a new column
CREATE TABLE t (a text STORAGE EXTERNAL);

-- case: a view with the rights of who asks
CREATE TABLE t (a int);
CREATE VIEW v WITH (security_invoker = true) AS SELECT a FROM t;

-- case: a view may check as it likes
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER VIEW v SET (security_invoker = on);

-- case: a column of a view is renamed as one
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER VIEW v RENAME COLUMN a TO b;

-- case: an identity column of a partitioned table
CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (0) TO (9);

-- case: an exclusion of a partitioned table
CREATE EXTENSION btree_gist;
CREATE TABLE t (a int, b int, EXCLUDE USING gist (a WITH =, b WITH <>)) PARTITION BY RANGE (a);

-- case: the access method of a partitioned table
CREATE TABLE t (a int) PARTITION BY RANGE (a) USING heap;

-- case: an access method for a table that is there
CREATE TABLE t (a int);
ALTER TABLE t SET ACCESS METHOD heap;

-- case: the default access method
CREATE TABLE t (a int);
ALTER TABLE t SET ACCESS METHOD DEFAULT;

-- case: a sequence without a log
CREATE UNLOGGED SEQUENCE s;

-- case: a sequence loses its log
CREATE SEQUENCE s;
ALTER SEQUENCE s SET UNLOGGED;

-- case: a function of the standard's form
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN a + 1;

-- case: a procedure that gives something out
CREATE PROCEDURE p(OUT a int) LANGUAGE sql AS 'SELECT 1';

-- case: two triggers of one name, the second in place of the first
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE OR REPLACE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

-- case: statistics over an expression
CREATE TABLE t (a int, b int);
CREATE STATISTICS s ON (a + b), a FROM t;

-- case: statistics without a name
CREATE TABLE t (a int, b int);
CREATE STATISTICS ON a, b FROM t;

-- case: statistics as usual again
CREATE TABLE t (a int);
ALTER TABLE t ALTER COLUMN a SET STATISTICS DEFAULT;

-- case: a range names its multirange
CREATE TYPE r AS RANGE (subtype = int4, multirange_type_name = rs);
CREATE TABLE t (a rs);

-- case: a range brings its multirange
CREATE TYPE myrange AS RANGE (subtype = int4);
CREATE TABLE t (a mymultirange);

-- case: a multirange of the server
CREATE TABLE t (a int4multirange);

-- case: a right to maintain
CREATE TABLE t (a int);
GRANT MAINTAIN ON t TO PUBLIC;

-- case: a partition is detached at leisure
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (0) TO (9);
ALTER TABLE t DETACH PARTITION u FINALIZE;

-- case: some columns are set to null
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b));

-- case: publication of a schema
CREATE PUBLICATION p FOR TABLES IN SCHEMA public;

-- case: publication of some columns
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE PUBLICATION p FOR TABLE t (a);

-- case: publication of some rows
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE PUBLICATION p FOR TABLE t WHERE (a > 0);

-- case: publication of generated columns
CREATE TABLE t (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t WITH (publish_generated_columns = stored);

-- case: a number that is rounded before the point
CREATE TABLE t (a numeric(3, -2));

-- case: a number with more digits behind the point than it has
CREATE TABLE t (a numeric(3, 5));

-- case: an identifier of the newest kind
CREATE TABLE t (id uuid DEFAULT uuidv7());

-- case: any value
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, any_value(b) AS b FROM t GROUP BY a;

-- case: a date in its bin
CREATE TABLE t (a timestamp DEFAULT date_bin('1 day', now()::timestamp, '2001-01-01'));

-- case: a random identifier without an extension
CREATE TABLE t (id uuid DEFAULT gen_random_uuid());

-- case: a random number between two
CREATE TABLE t (a int DEFAULT random(1, 9));

-- case: a string is split into rows
CREATE VIEW v AS SELECT string_to_table('a,b', ',') AS part;

-- case: the length of a common start
CREATE TABLE t (a text, b int GENERATED ALWAYS AS (regexp_count(a, 'x')) STORED);

-- case: a subquery without a name
CREATE VIEW v AS SELECT * FROM (SELECT 1 AS a);

-- case: a number with lines in it
CREATE TABLE t (a int DEFAULT 1_000);

-- case: a number of another base
CREATE TABLE t (a int DEFAULT 0xFF);

-- case: is it JSON
CREATE TABLE t (a text CHECK (a IS JSON));

-- case: an array is made to JSON
CREATE VIEW v AS SELECT JSON_ARRAY(1, 2) AS a;

-- case: JSON as a table
CREATE VIEW v AS SELECT * FROM JSON_TABLE('[1]'::jsonb, '$[*]' COLUMNS (a int PATH '$')) AS j;

-- case: a value out of JSON
CREATE VIEW v AS SELECT JSON_VALUE('{"a":1}'::jsonb, '$.a') AS a;

-- case: a merge tells what it did
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
MERGE INTO t USING (VALUES (1)) AS s (a) ON t.a = s.a WHEN NOT MATCHED THEN INSERT VALUES (s.a) RETURNING t.a;

-- case: a merge that removes what has no source
CREATE TABLE t (a int);
MERGE INTO t USING (VALUES (1)) AS s (a) ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE;

-- case: the row before the change
CREATE TABLE t (a int);
UPDATE t SET a = 2 RETURNING OLD.a;

-- case: a role hands its rights on
CREATE TABLE t (a int);
GRANT SELECT ON t TO PUBLIC GRANTED BY CURRENT_USER;

-- case: a trigger is renamed on a partitioned table
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TRIGGER g ON t RENAME TO h;

-- case: a constraint that is not handed down is handed down
CREATE TABLE t (a int CONSTRAINT k NOT NULL NO INHERIT);
ALTER TABLE t ALTER CONSTRAINT k INHERIT;

-- case: an index over a partitioned table's column is made later
CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING btree (a WITH =);

-- case: an array of any kind
CREATE FUNCTION f(anycompatiblearray) RETURNS int LANGUAGE sql AS 'SELECT 1';

-- case: a partition's generated column differs
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED) PARTITION BY RANGE (a);
CREATE TABLE u (a int, b int GENERATED ALWAYS AS (a + 2) STORED);
ALTER TABLE t ATTACH PARTITION u FOR VALUES FROM (0) TO (9);

-- case: the schema of everybody
CREATE TABLE public.t (a int);
GRANT CREATE ON SCHEMA public TO PUBLIC;

-- case: a foreign table like another
CREATE TABLE t (a int);
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE u (LIKE t) SERVER s;

-- case: partitions are merged
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (0) TO (5);
CREATE TABLE v PARTITION OF t FOR VALUES FROM (5) TO (9);
ALTER TABLE t MERGE PARTITIONS (u, v) INTO w;

-- case: a graph of properties
CREATE TABLE t (a int PRIMARY KEY);
CREATE PROPERTY GRAPH g VERTEX TABLES (t);

-- case: an ICU collation with rules
CREATE COLLATION c (provider = icu, locale = 'und', rules = '&a < g');

-- case: what forbids null is commented on
CREATE TABLE t (a int NOT NULL);
COMMENT ON CONSTRAINT t_a_not_null ON t IS 'always there';

-- case: what forbids null goes with its column
CREATE TABLE t (a int CONSTRAINT k NOT NULL, b int);
ALTER TABLE t DROP COLUMN a;
ALTER TABLE t ADD CONSTRAINT k CHECK (b > 0);

-- case: a partition forbids what its parent forbids
CREATE TABLE t (a int NOT NULL, b int) PARTITION BY RANGE (b);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (0) TO (9);
ALTER TABLE u ALTER COLUMN a DROP NOT NULL;

-- case: null is forbidden in all partitions at once
CREATE TABLE t (a int, b int) PARTITION BY RANGE (b);
CREATE TABLE u PARTITION OF t FOR VALUES FROM (0) TO (9);
ALTER TABLE t ALTER COLUMN a SET NOT NULL;
ALTER TABLE u ALTER COLUMN a DROP NOT NULL;

-- case: what forbids null in a domain has a name
CREATE DOMAIN d AS int CONSTRAINT k NOT NULL;
ALTER DOMAIN d DROP CONSTRAINT k;

-- case: a domain forbids null later, under a name
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CONSTRAINT k NOT NULL;

-- case: a view is like a row before and after
CREATE TABLE t (a int);
DELETE FROM t RETURNING new.a, old.a;

-- case: an index of a virtual column's expression
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);
CREATE INDEX ON t ((b + 1));

-- case: a virtual column becomes stored
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);
ALTER TABLE t ALTER COLUMN b SET EXPRESSION AS (a + 2);
ALTER TABLE t ALTER COLUMN b SET NOT NULL;

-- case: a virtual column splits a table
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL) PARTITION BY RANGE (b);

-- case: a membership that is inherited
GRANT pg_read_all_data TO CURRENT_USER WITH INHERIT TRUE;

-- case: a membership that is handed on
GRANT pg_read_all_data TO CURRENT_USER WITH ADMIN OPTION;
