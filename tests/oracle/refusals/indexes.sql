-- case: an index is created twice
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
CREATE INDEX i ON t (a);
-- case: an index that need not be created twice
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
CREATE INDEX IF NOT EXISTS i ON t (a);
-- case: an index of the same name on another table
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE INDEX i ON t (a);
CREATE INDEX i ON u (a);
-- case: an index takes the name of its table
CREATE TABLE t (a int);
CREATE INDEX t ON t (a);
-- case: IF NOT EXISTS without a name
CREATE TABLE t (a int);
CREATE INDEX IF NOT EXISTS ON t (a);
-- case: an index on a missing table
CREATE INDEX i ON missing (a);
-- case: an index on a missing column
CREATE TABLE t (a int);
CREATE INDEX i ON t (b);
-- case: an index on an expression of a missing column
CREATE TABLE t (a int);
CREATE INDEX i ON t (lower(b));
-- case: an index whose predicate names a missing column
CREATE TABLE t (a int);
CREATE INDEX i ON t (a) WHERE b > 0;
-- case: an index that includes a missing column
CREATE TABLE t (a int);
CREATE INDEX i ON t (a) INCLUDE (b);
-- case: an index on a view
CREATE VIEW v AS SELECT 1 AS a;
CREATE INDEX i ON v (a);
-- case: an index on a materialized view
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
CREATE UNIQUE INDEX i ON v (a);
-- case: an index on a missing column of a materialized view
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
CREATE INDEX i ON v (b);
-- case: an index on json
CREATE TABLE t (a json);
CREATE INDEX ON t (a);
-- case: a gin index on json
CREATE TABLE t (a json);
CREATE INDEX ON t USING gin (a);
-- case: a gin index on jsonb
CREATE TABLE t (a jsonb);
CREATE INDEX ON t USING gin (a);
CREATE INDEX ON t USING gin (a jsonb_path_ops);
-- case: a gin index on text
CREATE TABLE t (a text);
CREATE INDEX ON t USING gin (a);
-- case: a trigram index without its extension
CREATE TABLE t (a text);
CREATE INDEX ON t USING gin (a gin_trgm_ops);
-- case: a trigram index with its extension
CREATE EXTENSION pg_trgm;
CREATE TABLE t (a text);
CREATE INDEX ON t USING gin (a gin_trgm_ops);
-- case: a gin index on an array
CREATE TABLE t (a text[]);
CREATE INDEX ON t USING gin (a);
-- case: a gist index on a range
CREATE TABLE t (a tstzrange);
CREATE INDEX ON t USING gist (a);
-- case: a gist index on a number
CREATE TABLE t (a int);
CREATE INDEX ON t USING gist (a);
-- case: an index method that is missing
CREATE TABLE t (a int);
CREATE INDEX ON t USING rtree2 (a);
-- case: a hash index
CREATE TABLE t (a int);
CREATE INDEX ON t USING hash (a);
-- case: a unique hash index
CREATE TABLE t (a int);
CREATE UNIQUE INDEX ON t USING hash (a);
-- case: a hash index over two columns
CREATE TABLE t (a int, b int);
CREATE INDEX ON t USING hash (a, b);
-- case: a brin index
CREATE TABLE t (a timestamptz);
CREATE INDEX ON t USING brin (a);
-- case: a unique gin index
CREATE TABLE t (a jsonb);
CREATE UNIQUE INDEX ON t USING gin (a);
-- case: an operator class that is missing
CREATE TABLE t (a text);
CREATE INDEX ON t (a some_ops);
-- case: an operator class of another type
CREATE TABLE t (a int);
CREATE INDEX ON t (a text_pattern_ops);
-- case: an operator class
CREATE TABLE t (a text, b varchar(10));
CREATE INDEX ON t (a text_pattern_ops, b varchar_pattern_ops);
-- case: an index on a function that is not immutable
CREATE TABLE t (a timestamptz);
CREATE INDEX ON t (date_trunc('day', a));
-- case: an index on a cast that is not immutable
CREATE TABLE t (a timestamptz);
CREATE INDEX ON t ((a::date));
-- case: an index on a cast that is immutable
CREATE TABLE t (a timestamp);
CREATE INDEX ON t ((a::date));
-- case: an index whose predicate asks for the time
CREATE TABLE t (a timestamptz);
CREATE INDEX ON t (a) WHERE a > now();
-- case: an index on a missing function
CREATE TABLE t (a text);
CREATE INDEX ON t (slug(a));
-- case: an index on a function of the migration
CREATE FUNCTION slug(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower($1) $$;
CREATE TABLE t (a text);
CREATE INDEX ON t (slug(a));
-- case: an index on a function of the migration that may change
CREATE FUNCTION slug(text) RETURNS text LANGUAGE sql AS $$ SELECT lower($1) $$;
CREATE TABLE t (a text);
CREATE INDEX ON t (slug(a));
-- case: a function that an index needs is dropped
CREATE FUNCTION slug(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower($1) $$;
CREATE TABLE t (a text);
CREATE INDEX ON t (slug(a));
DROP FUNCTION slug(text);
-- case: a missing index is dropped
DROP INDEX i;
-- case: a missing index may be missing
DROP INDEX IF EXISTS i;
-- case: an index goes with its table
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
DROP TABLE t;
DROP INDEX i;
-- case: an index goes with its column
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t (a, b);
ALTER TABLE t DROP COLUMN b;
DROP INDEX i;
-- case: DROP INDEX of a table
CREATE TABLE t (a int);
DROP INDEX t;
-- case: an index of another schema without saying it
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
CREATE INDEX i ON app.t (a);
DROP INDEX i;
-- case: an index of another schema
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
CREATE INDEX i ON app.t (a);
DROP INDEX app.i;
-- case: an index is renamed
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER INDEX i RENAME TO j;
CREATE INDEX i ON t (a);
-- case: a missing index is renamed
ALTER INDEX i RENAME TO j;
-- case: a missing index that need not be there is renamed
ALTER INDEX IF EXISTS i RENAME TO j;
-- case: an index is renamed to a name that is taken
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER INDEX i RENAME TO t;
-- case: the index of a constraint is renamed and the constraint with it
CREATE TABLE t (a int CONSTRAINT k UNIQUE);
ALTER INDEX k RENAME TO m;
ALTER TABLE t DROP CONSTRAINT m;
-- case: implicit index names are numbered
CREATE TABLE t (a int);
CREATE INDEX ON t (a);
CREATE INDEX ON t (a);
DROP INDEX t_a_idx, t_a_idx1;
-- case: a schema before an index's name
CREATE TABLE t (a int);
CREATE INDEX public.i ON t (a);
-- case: a unique index over rows that repeat
CREATE TABLE t (a int);
INSERT INTO t VALUES (1), (1);
CREATE UNIQUE INDEX ON t (a);
-- case: the index is clustered on
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER TABLE t CLUSTER ON i;
-- case: a replica identity
CREATE TABLE t (a int NOT NULL);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
-- case: a replica identity of a missing index
CREATE TABLE t (a int NOT NULL);
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
-- case: an index is called after what a cast or another word is about
CREATE TABLE t (a timestamp, b text);
CREATE INDEX ON t ((a::date));
CREATE INDEX ON t ((a AT TIME ZONE 'utc'));
CREATE INDEX ON t (((b || 'x')::varchar(5)));
CREATE INDEX ON t ((CASE WHEN a IS NULL THEN b END), (b || b));
CREATE INDEX ON t (trim(b));
DROP INDEX t_a_idx, t_timezone_idx, t_varchar_idx, t_case_expr_idx, t_btrim_idx;
DROP INDEX t_expr_idx;
-- case: the name of an operator class folds
CREATE TABLE t (a text, b jsonb);
CREATE INDEX i ON t (a TEXT_PATTERN_OPS);
CREATE INDEX j ON t USING gin (b Jsonb_Path_Ops);
CREATE INDEX k ON t (lower(a) pg_catalog.Varchar_Pattern_OPS DESC);
CREATE INDEX l ON t (a "TEXT_PATTERN_OPS");
-- case: a table gets another name as an index
CREATE TABLE t (a int);
ALTER INDEX t RENAME TO u;
CREATE VIEW v AS SELECT a FROM u;

-- case: an index is no table to be indexed anew
CREATE TABLE sale (n int);
CREATE INDEX sale_n ON sale (n);
REINDEX TABLE sale;
REINDEX INDEX sale_n;
REINDEX TABLE sale_n;

-- case: a table is no index to be made anew
CREATE TABLE sale (n int);
REINDEX INDEX sale;

-- case: a key takes no index in another order
CREATE TABLE sale (n int);
CREATE UNIQUE INDEX sale_n ON sale (n DESC);
ALTER TABLE sale ADD UNIQUE USING INDEX sale_n;

-- case: a key takes an index that rises
CREATE TABLE sale (n int NOT NULL);
CREATE UNIQUE INDEX sale_n ON sale (n ASC NULLS LAST);
ALTER TABLE sale ADD PRIMARY KEY USING INDEX sale_n;

-- case: a partitioned table takes no index for its key
CREATE TABLE sale (n int NOT NULL) PARTITION BY LIST (n);
CREATE UNIQUE INDEX sale_n ON sale (n);
ALTER TABLE sale ADD PRIMARY KEY USING INDEX sale_n;

-- case: an index over a system column
CREATE TABLE sale (n int);
CREATE INDEX ON sale ((ctid >= '(1000,0)'));

-- case: an index of a partitioned table is dropped beside its work
-- outside
CREATE TABLE logs (id int, at date) PARTITION BY RANGE (at);
CREATE INDEX logs_id ON logs (id);
DROP INDEX CONCURRENTLY logs_id;

-- case: only a tree is sorted
CREATE TABLE t (a int);
CREATE INDEX ON t USING btree (a DESC NULLS LAST);
CREATE INDEX ON t USING hash (a DESC);

-- case: an array is no condition of an index
CREATE TABLE t (a int[], b boolean);
CREATE INDEX ON t (b) WHERE NOT b;
CREATE INDEX ON t (b) WHERE NOT a;
-- case: a parameter of a table is none of an index
CREATE TABLE t (a int);
CREATE INDEX i ON t (a) WITH (autovacuum_enabled = false);
-- case: a parameter of another method
CREATE TABLE t (a int, b jsonb);
CREATE INDEX i ON t USING gin (b) WITH (fastupdate = false);
CREATE INDEX j ON t (a) WITH (fastupdate = false);
-- case: an array of a domain has the operator classes of arrays
CREATE DOMAIN key AS text;
CREATE TABLE t (a key[]);
CREATE INDEX ON t USING gin (a);
CREATE INDEX ON t (a);
-- case: a brin index over what no block is summed up by
CREATE TABLE t (a int, b jsonb);
CREATE INDEX ON t USING brin (a);
CREATE INDEX ON t USING brin (b);
-- case: a brin index over arrays
CREATE TABLE t (a int[]);
CREATE INDEX ON t USING brin (a);
-- case: an spgist index over numbers
CREATE TABLE t (a text, b int);
CREATE INDEX ON t USING spgist (a);
CREATE INDEX ON t USING spgist (b);
-- case: a hash index over what has no hash
CREATE TABLE t (a tsvector);
CREATE INDEX ON t USING hash (a);
-- case: an index is set to what its method does not know
CREATE TABLE t (a int PRIMARY KEY, b jsonb);
ALTER INDEX t_pkey SET (fillfactor = 50);
CREATE INDEX i ON t USING gin (b);
ALTER INDEX i SET (fastupdate = off);
ALTER INDEX t_pkey SET (fastupdate = off);
-- case: a parameter that no index has
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
ALTER INDEX i RESET (nonsense);
ALTER INDEX i SET (nonsense = 1);
-- case: the index of an exclusion has the parameters of its method
CREATE TABLE t (a int4range, CONSTRAINT x EXCLUDE USING gist (a WITH &&));
ALTER INDEX x SET (buffering = on);
