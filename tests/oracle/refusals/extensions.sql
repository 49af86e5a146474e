-- case: a missing extension
CREATE EXTENSION no_such_extension_at_all;
-- case: an extension is created twice
CREATE EXTENSION citext;
CREATE EXTENSION citext;
-- case: an extension that need not be created twice
CREATE EXTENSION citext;
CREATE EXTENSION IF NOT EXISTS citext;
-- case: an extension's type without it
CREATE TABLE t (a citext);
-- case: an extension's type
CREATE EXTENSION citext;
CREATE TABLE t (a citext);
-- case: an extension that a column needs is dropped
CREATE EXTENSION citext;
CREATE TABLE t (a citext);
DROP EXTENSION citext;
-- case: an extension that a column needs is dropped with it
CREATE EXTENSION citext;
CREATE TABLE t (a citext, b int);
DROP EXTENSION citext CASCADE;
ALTER TABLE t DROP COLUMN a;
-- case: an extension's function without it
CREATE TABLE t (a uuid DEFAULT uuid_generate_v4());
-- case: an extension's function
CREATE EXTENSION "uuid-ossp";
CREATE TABLE t (a uuid DEFAULT uuid_generate_v4());
-- case: a function that came from an extension and is built in
CREATE TABLE t (a uuid DEFAULT gen_random_uuid());
-- case: an extension that a default needs is dropped
CREATE EXTENSION "uuid-ossp";
CREATE TABLE t (a uuid DEFAULT uuid_generate_v4());
DROP EXTENSION "uuid-ossp";
-- case: an extension that nothing needs is dropped
CREATE EXTENSION "uuid-ossp";
CREATE TABLE t (a uuid);
DROP EXTENSION "uuid-ossp";
-- case: a missing extension is dropped
DROP EXTENSION citext;
-- case: a missing extension may be missing
DROP EXTENSION IF EXISTS citext;
-- case: an extension in a missing schema
CREATE EXTENSION citext SCHEMA app;
-- case: an extension in a schema of its own
CREATE SCHEMA app;
CREATE EXTENSION citext SCHEMA app;
CREATE TABLE t (a app.citext);
-- case: an extension in a schema of its own without saying it
CREATE SCHEMA app;
CREATE EXTENSION citext SCHEMA app;
CREATE TABLE t (a citext);
-- case: digest without pgcrypto
CREATE TABLE t (a text, b bytea GENERATED ALWAYS AS (digest(a, 'sha256')) STORED);
-- case: digest with pgcrypto
CREATE EXTENSION pgcrypto;
CREATE TABLE t (a text, b bytea GENERATED ALWAYS AS (digest(a, 'sha256')) STORED);
-- case: hstore
CREATE EXTENSION hstore;
CREATE TABLE t (a hstore);
CREATE INDEX ON t USING gin (a);
-- case: a trigram index goes with its extension
CREATE EXTENSION pg_trgm;
CREATE TABLE t (a text);
CREATE INDEX i ON t USING gin (a gin_trgm_ops);
DROP EXTENSION pg_trgm;
-- case: unaccent in an index
CREATE EXTENSION unaccent;
CREATE TABLE t (a text);
CREATE INDEX i ON t (unaccent(a));
-- case: a language that is there
CREATE EXTENSION IF NOT EXISTS plpgsql;
-- case: ltree
CREATE EXTENSION ltree;
CREATE TABLE t (a ltree);
CREATE INDEX ON t USING gist (a);
-- case: an extension requires another one
CREATE EXTENSION earthdistance;
-- case: an extension comes with what it requires
CREATE EXTENSION earthdistance CASCADE;
CREATE TABLE t (a cube);
DROP EXTENSION cube;
-- case: an extension goes with what requires it
CREATE EXTENSION cube;
CREATE EXTENSION earthdistance;
DROP EXTENSION cube CASCADE;
DROP EXTENSION earthdistance;
-- case: the language is there, wherever it is wanted
CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA nowhere;
-- case: a server needs a wrapper
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;
-- case: a server of a wrapper that an extension brings
CREATE EXTENSION postgres_fdw;
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;
