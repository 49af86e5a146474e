-- case: a column is there twice
CREATE TABLE t (a int, A text);
-- case: a column is added twice
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN a int;
-- case: a column that need not be added twice
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;
-- case: a missing column is dropped
CREATE TABLE t (a int);
ALTER TABLE t DROP COLUMN b;
-- case: a missing column may be missing
CREATE TABLE t (a int);
ALTER TABLE t DROP COLUMN IF EXISTS b;
-- case: a dropped column is used
CREATE TABLE t (a int, b int);
ALTER TABLE t DROP COLUMN b;
CREATE INDEX ON t (b);
-- case: a missing column is altered
CREATE TABLE t (a int);
ALTER TABLE t ALTER COLUMN b SET NOT NULL;
-- case: a missing column is renamed
CREATE TABLE t (a int);
ALTER TABLE t RENAME COLUMN b TO c;
-- case: a column is renamed to one that is there
CREATE TABLE t (a int, b int);
ALTER TABLE t RENAME a TO b;
-- case: a renamed column is used by its old name
CREATE TABLE t (a int);
ALTER TABLE t RENAME a TO b;
ALTER TABLE t ALTER a SET DEFAULT 1;
-- case: a column of a system column's name
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN ctid text;
-- case: a column of a missing type
CREATE TABLE t (a missing);
-- case: a column of a missing type is added
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b missing;
-- case: a column takes a missing type
CREATE TABLE t (a int);
ALTER TABLE t ALTER a TYPE missing;
-- case: text becomes a number without USING
CREATE TABLE t (a text);
ALTER TABLE t ALTER a TYPE integer;
-- case: text becomes a number with USING
CREATE TABLE t (a text);
ALTER TABLE t ALTER a TYPE integer USING a::integer;
-- case: a number becomes text
CREATE TABLE t (a int);
ALTER TABLE t ALTER a TYPE text;
-- case: a number becomes boolean without USING
CREATE TABLE t (a int);
ALTER TABLE t ALTER a TYPE boolean;
-- case: varchar becomes uuid without USING
CREATE TABLE t (a varchar(36));
ALTER TABLE t ALTER a TYPE uuid;
-- case: text becomes json without USING
CREATE TABLE t (a text);
ALTER TABLE t ALTER a TYPE jsonb;
-- case: json becomes jsonb
CREATE TABLE t (a json);
ALTER TABLE t ALTER a TYPE jsonb;
-- case: text becomes timestamp without USING
CREATE TABLE t (a text);
ALTER TABLE t ALTER a TYPE timestamptz;
-- case: timestamp becomes timestamptz
CREATE TABLE t (a timestamp);
ALTER TABLE t ALTER a TYPE timestamptz;
-- case: date becomes timestamp and back
CREATE TABLE t (a date);
ALTER TABLE t ALTER a TYPE timestamp;
ALTER TABLE t ALTER a TYPE date;
-- case: a big number becomes a smaller one
CREATE TABLE t (a bigint);
ALTER TABLE t ALTER a TYPE smallint;
-- case: numeric becomes integer
CREATE TABLE t (a numeric(10,2));
ALTER TABLE t ALTER a TYPE integer;
-- case: integer becomes date without USING
CREATE TABLE t (a int);
ALTER TABLE t ALTER a TYPE date;
-- case: an enum becomes text
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a mood);
ALTER TABLE t ALTER a TYPE text;
-- case: text becomes an enum without USING
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text);
ALTER TABLE t ALTER a TYPE mood;
-- case: text becomes an enum with USING
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text);
ALTER TABLE t ALTER a TYPE mood USING a::mood;
-- case: a default that cannot follow the type
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text DEFAULT 'a');
ALTER TABLE t ALTER a TYPE mood USING a::mood;
-- case: a default that is dropped first
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (a text DEFAULT 'a');
ALTER TABLE t ALTER a DROP DEFAULT, ALTER a TYPE mood USING a::mood, ALTER a SET DEFAULT 'a';
-- case: a boolean default under a type that becomes a number
CREATE TABLE t (a boolean DEFAULT false);
ALTER TABLE t ALTER a TYPE integer USING a::integer;
-- case: an enum becomes another enum by way of text
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE mood2 AS ENUM ('a');
CREATE TABLE t (a mood);
ALTER TABLE t ALTER a TYPE mood2 USING a::text::mood2;
DROP TYPE mood;
-- case: an enum becomes another enum without USING
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE mood2 AS ENUM ('a');
CREATE TABLE t (a mood);
ALTER TABLE t ALTER a TYPE mood2;
-- case: an array becomes a scalar without USING
CREATE TABLE t (a int[]);
ALTER TABLE t ALTER a TYPE int;
-- case: a scalar becomes an array without USING
CREATE TABLE t (a int);
ALTER TABLE t ALTER a TYPE int[];
-- case: an array becomes another array
CREATE TABLE t (a varchar[]);
ALTER TABLE t ALTER a TYPE text[];
-- case: a default of the wrong type
CREATE TABLE t (a int DEFAULT 'x');
-- case: a boolean default for a number
CREATE TABLE t (a int DEFAULT false);
-- case: a number default for a boolean
CREATE TABLE t (a boolean DEFAULT 0);
-- case: a number default for text
CREATE TABLE t (a text DEFAULT 0);
-- case: now() for a number
CREATE TABLE t (a int DEFAULT now());
-- case: a default that names a column
CREATE TABLE t (a int, b int DEFAULT a);
-- case: a default that calls a missing function
CREATE TABLE t (a text DEFAULT make_it());
-- case: a default that calls a function
CREATE FUNCTION make_it() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
CREATE TABLE t (a text DEFAULT make_it());
-- case: a default of a missing sequence
CREATE TABLE t (a int DEFAULT nextval('missing_seq'));
-- case: a default of a sequence
CREATE SEQUENCE s;
CREATE TABLE t (a int DEFAULT nextval('s'));
-- case: a default that asks a table
CREATE TABLE t (a int DEFAULT (SELECT 1));
-- case: a label that an enum has not
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood DEFAULT 'c');
-- case: a label that an enum has
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood DEFAULT 'b');
-- case: a default is set to a label that an enum has not
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (m mood);
ALTER TABLE t ALTER m SET DEFAULT 'c';
-- case: NOT NULL without a default on a table with a row
CREATE TABLE t (a int);
INSERT INTO t VALUES (1);
ALTER TABLE t ADD COLUMN b int NOT NULL;
-- case: NOT NULL with a default on a table with a row
CREATE TABLE t (a int);
INSERT INTO t VALUES (1);
ALTER TABLE t ADD COLUMN b int NOT NULL DEFAULT 1;
-- case: NOT NULL without a default on an empty table
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b int NOT NULL;
-- case: a nullable column of a primary key
CREATE TABLE t (a int PRIMARY KEY);
ALTER TABLE t ALTER a DROP NOT NULL;
-- case: NULL and NOT NULL
CREATE TABLE t (a int NULL NOT NULL);
-- case: two defaults
CREATE TABLE t (a int DEFAULT 1 DEFAULT 2);
-- case: a serial with a default
CREATE TABLE t (a serial DEFAULT 1);
-- case: a column of the pseudo-type record
CREATE TABLE t (a record);
-- case: a collation that is missing
CREATE TABLE t (a text COLLATE "xx_YY");
-- case: a collation of a number
CREATE TABLE t (a int COLLATE "C");
-- case: a collation that is there
CREATE TABLE t (a text COLLATE "C");
-- case: varchar of length zero
CREATE TABLE t (a varchar(0));
-- case: numeric of a precision that is too large
CREATE TABLE t (a numeric(2000, 2));
-- case: integer with a length
CREATE TABLE t (a integer(11));
-- case: a type of another database
CREATE TABLE t (a datetime);
-- case: a type of yet another database
CREATE TABLE t (a tinyint);
-- case: autoincrement
CREATE TABLE t (a integer PRIMARY KEY AUTO_INCREMENT);
-- case: a column in the type of a table
CREATE TABLE t (a int);
CREATE TABLE u (b t);
DROP TABLE t;
-- case: the last column goes
CREATE TABLE t (a int);
ALTER TABLE t DROP COLUMN a;
-- case: actions of one statement see each other
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN b int, ADD CONSTRAINT k UNIQUE (b), DROP COLUMN a;
-- case: a column dropped and added in one statement
CREATE TABLE t (a int);
ALTER TABLE t DROP COLUMN a, ADD COLUMN a text;
-- case: drops go before adds whatever is said first
CREATE TABLE t (a int);
ALTER TABLE t ADD COLUMN a text, DROP COLUMN a;
-- case: a statistics target
CREATE TABLE t (a int);
ALTER TABLE t ALTER a SET STATISTICS 100, ALTER a SET STORAGE PLAIN;
-- case: a storage that the type cannot have
CREATE TABLE t (a int);
ALTER TABLE t ALTER a SET STORAGE EXTENDED;
-- case: a date counts
CREATE SEQUENCE s;
CREATE TABLE t (a date DEFAULT nextval('s'));
-- case: numbers and texts count
CREATE SEQUENCE s;
CREATE TABLE t (a smallint DEFAULT nextval('s'), b text DEFAULT nextval('s'), c text DEFAULT 'A' || nextval('s')::text, d numeric DEFAULT (nextval('s')));
-- case: a default of two texts for a number
CREATE TABLE t (a text DEFAULT 'a' || 'b', b int);
ALTER TABLE t ALTER b SET DEFAULT 'a' || 'b';
-- case: a default of a function that gives another type
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a bigint DEFAULT f(), b text DEFAULT f());
ALTER TABLE t ADD c uuid DEFAULT f();
-- case: a default that is a condition
CREATE TABLE t (a boolean DEFAULT NOT true, b int DEFAULT (1 + 2) * 3, c date DEFAULT now() + interval '1 day');
-- case: a default that is a condition, set
CREATE TABLE t (a int, b boolean);
ALTER TABLE t ALTER b SET DEFAULT NOT true;
ALTER TABLE t ALTER a SET DEFAULT NOT true;
-- case: a default is cast to another type
CREATE TABLE t (a varchar(3) DEFAULT 'x'::text, b text DEFAULT 1::int, c numeric DEFAULT '1'::int);
CREATE TABLE u (a int DEFAULT '1'::text);
-- case: a default of the type that the column becomes
CREATE TABLE t (a int);
ALTER TABLE t ALTER a TYPE text, ALTER a SET DEFAULT 'a' || 'b';
ALTER TABLE t ALTER a TYPE int USING 1;
-- case: a number does not become a range
CREATE TABLE t (a int, b int4range, c text[]);
ALTER TABLE t ALTER b TYPE text;
ALTER TABLE t ALTER a TYPE int4range;
-- case: a moment without a number is none
CREATE TABLE t (a timestamptz DEFAULT '');
-- case: statistics over a column twice
CREATE TABLE t (a int, b int);
CREATE STATISTICS s ON b, a, b FROM t;
-- case: statistics over two columns of one letter
CREATE TABLE t (a int, "A" int);
CREATE STATISTICS s ON a, "A" FROM t;
-- case: a column by a collation that is none
CREATE TABLE t (a text COLLATE missing);
-- case: a column by a collation of the server
CREATE TABLE t (a text COLLATE "C", b text COLLATE "POSIX", c text COLLATE "default");
-- case: an index by a collation that is none
CREATE TABLE t (a text);
CREATE INDEX i ON t (a COLLATE missing);
-- case: a new type that its values do not turn into
CREATE TABLE t (a text);
ALTER TABLE t ALTER a TYPE int USING a::timestamptz;
-- case: a default is of the type that it had before its column became a text
CREATE TABLE t (a uuid DEFAULT gen_random_uuid(), b int DEFAULT 5, c boolean DEFAULT true);
ALTER TABLE t ALTER a TYPE varchar(64), ALTER b TYPE text, ALTER c TYPE text;
ALTER TABLE t ALTER a TYPE uuid USING a::uuid, ALTER b TYPE int USING b::int;
ALTER TABLE t ALTER c TYPE int USING c::int;
-- case: a default of a text that becomes a number is a text
CREATE TABLE t (a text DEFAULT '5');
ALTER TABLE t ALTER a TYPE int USING a::int;
-- case: a default of a text that says that it is one
CREATE TABLE t (a text DEFAULT now()::text);
ALTER TABLE t ALTER a TYPE timestamptz USING a::timestamptz;
-- case: a new type that its values turn into by themselves
CREATE TABLE t (a text);
ALTER TABLE t ALTER a TYPE int USING a::bigint;
-- case: a counter by the number of an object
CREATE TABLE t (a int DEFAULT nextval('1'));
-- case: one value of an array
CREATE TABLE t (a int[]);
ALTER TABLE t ADD b int GENERATED ALWAYS AS (a::int) STORED;
-- case: moments are stored plain
CREATE TABLE t (a timestamptz);
ALTER TABLE t ALTER a SET STORAGE EXTERNAL;
-- case: a number times a text that is none
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 'x') STORED);
-- case: a number times a number in quotes
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * '2') STORED, c date, CHECK (c - 1 > '2020-01-01'));

-- case: an identity is not set
CREATE TABLE sale (id int GENERATED ALWAYS AS IDENTITY, n int);
UPDATE sale SET id = DEFAULT, n = 1;
UPDATE sale SET id = 5;

-- case: an identity that is set
CREATE TABLE sale (id int GENERATED BY DEFAULT AS IDENTITY, n int);
UPDATE sale SET id = 5;

-- case: a column of no known type
CREATE TABLE sale (n unknown);

-- case: rows with oids
CREATE TABLE sale (n int) WITH (oids = false);
CREATE TABLE sales (n int) WITH (oids);

-- case: what turns the values of a generated column
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 2) STORED);
ALTER TABLE sale ALTER COLUMN m TYPE bigint;
ALTER TABLE sale ALTER COLUMN m TYPE bigint USING m + 1;

-- case: an heir stops to generate
CREATE TABLE sale (n int, m int GENERATED ALWAYS AS (n * 2) STORED);
CREATE TABLE sale_b () INHERITS (sale);
ALTER TABLE sale_b ALTER COLUMN m DROP EXPRESSION;

-- case: a check reads a system column
CREATE TABLE sale (n int, CHECK (ctid::text <> 'x'));

-- case: a check reads the table's own number
CREATE TABLE sale (n int, CHECK (tableoid > 0));

-- case: a generated column reads a system column
CREATE TABLE sale (n int, m boolean GENERATED ALWAYS AS (xmin <> 37) STORED);

-- case: defaults that functions of the server give
CREATE TABLE t (a date DEFAULT now() + interval '1 day', b int DEFAULT extract(epoch from now()), c text DEFAULT now(), d jsonb DEFAULT json_build_object('a', 1), e varchar(3) DEFAULT lower('A'), f timestamptz DEFAULT CURRENT_DATE, g text[] DEFAULT ARRAY[1, 2], h bigint DEFAULT (extract(epoch from now()) * 1000), i text DEFAULT ARRAY['x'], j uuid DEFAULT md5(random()::text)::uuid, k int DEFAULT date_part('year', now()), l text DEFAULT current_user, m interval DEFAULT (now() - now()));
ALTER TABLE t ALTER b SET DEFAULT floor(random() * 10), ALTER c SET DEFAULT substr(md5('x'), 1, 2), ALTER f SET DEFAULT date_trunc('day', now());

-- case: a default that a function of the server gives as text
CREATE TABLE t (a boolean DEFAULT lower('x'));

-- case: a default that a function gives as text, of a column that comes
CREATE TABLE t (b int);
ALTER TABLE t ADD COLUMN a uuid DEFAULT md5(random()::text);

-- case: a default that a function gives as text, of a column that is there
CREATE TABLE t (a int);
ALTER TABLE t ALTER a SET DEFAULT to_char(now(), 'YYYY');

-- case: a default in parentheses
CREATE TABLE t (a int DEFAULT (1 || 'x'));

-- case: a default of several texts
CREATE TABLE t (a int[] DEFAULT ARRAY['x']);

-- case: a default that is the name of a user
CREATE TABLE t (a text DEFAULT current_user, b int DEFAULT current_user);
