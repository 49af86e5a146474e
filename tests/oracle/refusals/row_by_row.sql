-- What clauses take of which each row counts alone, and what definitions of columns say against
-- themselves.

-- case: a window in a generated column
CREATE TABLE sale (day date, place int GENERATED ALWAYS AS (row_number() OVER (ORDER BY day)) STORED);

-- case: rows in a default
CREATE TABLE sale (n int DEFAULT (generate_series(1, 3)));

-- case: rows in a generated column
CREATE TABLE sale (tags text[], tag text GENERATED ALWAYS AS (unnest(tags)) STORED);

-- case: an aggregate in a default
CREATE TABLE sale (n int DEFAULT (sum(1)));

-- case: rows in a check
CREATE TABLE sale (tags text[], CHECK (unnest(tags) <> ''));

-- case: a window in a check
CREATE TABLE sale (n int, CHECK (rank() OVER (ORDER BY n) > 0));

-- case: rows in an index
CREATE TABLE sale (tags text[]);
CREATE INDEX ON sale ((unnest(tags)));

-- case: a query in the condition of an index
CREATE TABLE sale (n int);
CREATE INDEX ON sale (n) WHERE n > (SELECT 1);

-- case: an aggregate in the condition of an index
CREATE TABLE sale (n int);
CREATE INDEX ON sale (n) WHERE max(n) > 1;

-- case: a project's own function that gives rows
CREATE FUNCTION days(n int) RETURNS SETOF int LANGUAGE sql IMMUTABLE AS 'SELECT n';
CREATE TABLE sale (n int);
CREATE INDEX ON sale (days(n));

-- case: a project's own aggregate in a check
CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int, initcond = '0');
CREATE TABLE sale (n int, CHECK (total(n) > 0));

-- case: a window where rows are chosen
CREATE TABLE sale (n int);
SELECT n FROM sale WHERE row_number() OVER () = 1;

-- case: rows where rows are chosen
CREATE TABLE sale (n int);
SELECT n FROM sale WHERE generate_series(1, n) > 1;

-- case: a window where rows are deleted
CREATE TABLE sale (n int);
DELETE FROM sale WHERE row_number() OVER () = 1;

-- case: an aggregate where rows are joined
CREATE TABLE sale (n int);
CREATE VIEW pairs AS SELECT a.n FROM sale a JOIN sale b ON a.n = max(b.n);

-- case: an aggregate where a column is set
CREATE TABLE sale (n int);
UPDATE sale SET n = max(n);

-- case: an aggregate of a query where a column is set
CREATE TABLE sale (n int);
UPDATE sale SET n = (SELECT max(n) FROM sale);

-- case: an aggregate in what is returned
CREATE TABLE sale (n int);
DELETE FROM sale RETURNING count(*);

-- case: an aggregate in what turns values
CREATE TABLE sale (n int);
ALTER TABLE sale ALTER COLUMN n TYPE bigint USING max(n);

-- case: a window in a policy
CREATE TABLE sale (n int);
CREATE POLICY first ON sale USING (row_number() OVER () = 1);

-- case: a query in a policy
CREATE TABLE sale (n int);
CREATE POLICY largest ON sale USING (n = (SELECT max(n) FROM sale));

-- case: rows in the condition of a trigger
CREATE TABLE sale (n int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted BEFORE INSERT ON sale FOR EACH ROW WHEN (generate_series(1, NEW.n) > 1) EXECUTE FUNCTION note();

-- case: an aggregate in a partition key
CREATE TABLE sale (n int) PARTITION BY RANGE ((max(n)));

-- case: a query in a partition key
CREATE TABLE sale (n int) PARTITION BY RANGE ((n + (SELECT 1)));

-- case: what changes in a partition key
CREATE TABLE sale (n int) PARTITION BY RANGE ((n + random()));

-- case: an expression as a partition key
CREATE TABLE sale (day timestamp) PARTITION BY RANGE (date_trunc('month', day));

-- case: a generated column in a partition key
CREATE TABLE sale (n int, twice int GENERATED ALWAYS AS (n * 2) STORED) PARTITION BY RANGE ((twice + 1));

-- case: a column in a bound
CREATE TABLE sale (n int) PARTITION BY LIST (n);
CREATE TABLE sale_some PARTITION OF sale FOR VALUES IN (n);

-- case: a column in the bound of a range
CREATE TABLE sale (n int) PARTITION BY RANGE (n);
CREATE TABLE sale_some PARTITION OF sale FOR VALUES FROM (n) TO (10);

-- case: an expression in a bound
CREATE TABLE sale (n int) PARTITION BY RANGE (n);
CREATE TABLE sale_some PARTITION OF sale FOR VALUES FROM (5 + 5) TO (MAXVALUE);

-- case: null in the bound of a range
CREATE TABLE sale (n int) PARTITION BY RANGE (n);
CREATE TABLE sale_some PARTITION OF sale FOR VALUES FROM (NULL) TO (10);

-- case: null in two lists
CREATE TABLE sale (n int) PARTITION BY LIST (n);
CREATE TABLE sale_none PARTITION OF sale FOR VALUES IN (NULL);
CREATE TABLE sale_some PARTITION OF sale FOR VALUES IN (1, NULL);

-- case: the collation of a partition's column
CREATE TABLE sale (place text) PARTITION BY RANGE (place);
CREATE TABLE sale_some PARTITION OF sale (place COLLATE "C") FOR VALUES FROM ('a') TO ('m');

-- case: an aggregate in statistics
CREATE TABLE sale (n int, m int);
CREATE STATISTICS s ON (max(n)), m FROM sale;

-- case: a query in the check of a domain
CREATE DOMAIN price AS int CHECK (VALUE < (SELECT 10));

-- case: null and not null
CREATE TABLE sale (n int NULL NOT NULL);

-- case: not null and null
CREATE TABLE sale (n int NOT NULL NULL);

-- case: null and an identity
CREATE TABLE sale (n int GENERATED ALWAYS AS IDENTITY NULL);

-- case: null and a serial
CREATE TABLE sale (n serial NULL);

-- case: not null and null in a new column
CREATE TABLE sale (n int);
ALTER TABLE sale ADD COLUMN m int NOT NULL NULL;

-- case: two identities of a column
CREATE TABLE sale (n int GENERATED ALWAYS AS IDENTITY GENERATED BY DEFAULT AS IDENTITY);

-- case: generated twice
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n) STORED GENERATED ALWAYS AS (n + 1) STORED);

-- case: generated and an identity
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n) STORED GENERATED ALWAYS AS IDENTITY);

-- case: generated by default from others
CREATE TABLE sale (n int, m int GENERATED BY DEFAULT AS (n) STORED);

-- case: an aggregate of an aggregate
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT max(sum(n)) FROM sale GROUP BY kind;

-- case: an aggregate of an aggregate with an operator between
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT sum(1 + count(*)) FROM sale;

-- case: a window over an aggregate
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind, sum(sum(n)) OVER (ORDER BY kind) FROM sale GROUP BY kind;

-- case: an aggregate of a window
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT sum(rank() OVER (ORDER BY n)) FROM sale;

-- case: an aggregate of what an inner query counts
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT sum((SELECT count(*) FROM sale b)) FROM sale;

-- case: an aggregate in a filter
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT count(*) FILTER (WHERE sum(n) > 1) FROM sale;

-- case: a filter of an aggregate
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT count(*) FILTER (WHERE n > 1) FROM sale;

-- case: an aggregate of different values in the order of others
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT string_agg(DISTINCT kind, ', ' ORDER BY n) FROM sale;

-- case: an aggregate of different values in their order
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT string_agg(DISTINCT kind, ', ' ORDER BY kind) FROM sale;

-- case: an aggregate of different values in the order of what they are made of
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT array_agg(DISTINCT lower(kind) ORDER BY kind) FROM sale;

-- case: different values of a named table in their order
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT array_agg(DISTINCT s.kind ORDER BY s.kind DESC) FROM sale s;

-- case: groups in the order of a column that is in no group
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT count(*) FROM sale GROUP BY kind ORDER BY n;

-- case: groups in the order of what they are called
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind AS k, count(*) AS c FROM sale GROUP BY kind ORDER BY c, k, kind, max(n);

-- case: all rows as one group in the order of a column
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT count(*) FROM sale ORDER BY n;

-- case: groups in the order of a column that the key tells
CREATE TABLE sale (n int PRIMARY KEY, kind text);
CREATE VIEW v AS SELECT n FROM sale GROUP BY n ORDER BY kind;

-- case: a condition of groups over a column that is in none
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind FROM sale GROUP BY kind HAVING n > 1;

-- case: a condition of groups over their column and an aggregate
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind FROM sale GROUP BY kind HAVING kind <> 'a' AND max(n) > 1;

-- case: a condition of one group over a column
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT 1 AS one FROM sale HAVING n > 1;

-- case: a column within an expression that is in no group
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind, n + 1 AS m FROM sale GROUP BY kind;

-- case: a column within a call that is in no group
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT coalesce(kind, 'none') AS k, max(n) FROM sale;

-- case: a column within an expression that is in a group
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT upper(s.kind) || max(n)::text AS m FROM sale s GROUP BY kind;

-- case: a group by an alias, which is an expression
CREATE TABLE sale (n int, kind text, at timestamp);
CREATE VIEW v AS SELECT date_trunc('day', at) AS day, count(*) FROM sale GROUP BY day ORDER BY date_trunc('day', at);

-- case: a window's order over a column that is in no group
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind, rank() OVER (ORDER BY n) FROM sale GROUP BY kind;

-- case: an inner query reads a column of the outer one that is in no group
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind, (SELECT max(b.n) FROM sale b WHERE b.kind = a.kind) AS m FROM sale a GROUP BY kind;

-- case: ordered sets of a group
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY n) FROM sale GROUP BY kind;

-- case: rows that differ in two columns, in the order of a third before the second
CREATE TABLE sale (n int, kind text, at date);
CREATE VIEW v AS SELECT DISTINCT ON (n, kind) n, kind FROM sale ORDER BY n, at, kind;

-- case: rows that differ in two columns, in the order of both and a third
CREATE TABLE sale (n int, kind text, at date);
CREATE VIEW v AS SELECT DISTINCT ON (n, kind) n, kind FROM sale ORDER BY kind, n, at;

-- case: rows that differ in two columns, in the order of one
CREATE TABLE sale (n int, kind text, at date);
CREATE VIEW v AS SELECT DISTINCT ON (n, kind) n, kind FROM sale ORDER BY kind;

-- case: the rank that a value would have in a group
CREATE TABLE sale (n int, kind text);
CREATE VIEW v AS SELECT kind, rank(1) WITHIN GROUP (ORDER BY n) FILTER (WHERE n > 1) FROM sale GROUP BY kind;
