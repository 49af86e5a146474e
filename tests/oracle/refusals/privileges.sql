-- case: a privilege that a table has not
CREATE TABLE t (a int);
GRANT EXECUTE ON t TO PUBLIC;
-- case: a privilege that a schema has not
GRANT SELECT ON SCHEMA public TO PUBLIC;
-- case: a privilege that a function has not
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT SELECT ON FUNCTION f() TO PUBLIC;
-- case: a privilege that a sequence has not
CREATE SEQUENCE s;
GRANT DELETE ON SEQUENCE s TO PUBLIC;
-- case: a privilege that a sequence has not where it is called a table
CREATE SEQUENCE s;
GRANT DELETE ON s TO PUBLIC;
-- case: a privilege of sequences on a table
CREATE TABLE t (a int);
GRANT USAGE ON t TO PUBLIC;
-- case: a privilege that is none
CREATE TABLE t (a int);
GRANT READ ON t TO PUBLIC;
-- case: a privilege that a column has not
CREATE TABLE t (a int);
GRANT DELETE (a) ON t TO PUBLIC;
-- case: a privilege on columns
CREATE TABLE t (a int, b int);
GRANT SELECT (a), UPDATE (a, b) ON t TO PUBLIC;
REVOKE UPDATE (a) ON t FROM PUBLIC;
-- case: all privileges on a column that is missing
CREATE TABLE t (a int);
GRANT ALL (b) ON t TO PUBLIC;
-- case: a privilege on a column that was dropped
CREATE TABLE t (a int, b int);
ALTER TABLE t DROP COLUMN b;
GRANT SELECT (b) ON t TO PUBLIC;
-- case: a privilege on a column of a view
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
GRANT SELECT (a) ON v TO PUBLIC;
-- case: a privilege on a missing column of a view
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
GRANT SELECT (b) ON v TO PUBLIC;
-- case: columns of a sequence
CREATE SEQUENCE s;
GRANT SELECT (last_value) ON SEQUENCE s TO PUBLIC;
-- case: a grant on an index
CREATE TABLE t (a int PRIMARY KEY);
GRANT SELECT ON t_pkey TO PUBLIC;
-- case: a grant on a row type
CREATE TYPE p AS (a int);
GRANT SELECT ON p TO PUBLIC;
-- case: a grant on an enum
CREATE TYPE e AS ENUM ('a');
GRANT USAGE ON TYPE e TO PUBLIC;
REVOKE ALL ON TYPE e FROM PUBLIC;
-- case: a grant on a missing type
GRANT USAGE ON TYPE e TO PUBLIC;
-- case: a grant on a domain
CREATE DOMAIN d AS int;
GRANT USAGE ON DOMAIN d TO PUBLIC;
-- case: a grant on an enum as a domain
CREATE TYPE e AS ENUM ('a');
GRANT USAGE ON DOMAIN e TO PUBLIC;
-- case: a grant on a table as a sequence
CREATE TABLE t (a int);
GRANT USAGE ON SEQUENCE t TO PUBLIC;
-- case: a grant on the sequence of a serial column
CREATE TABLE t (a serial);
GRANT USAGE, SELECT ON SEQUENCE t_a_seq TO PUBLIC;
-- case: a grant on the sequence of a column that was dropped
CREATE TABLE t (a serial, b int);
ALTER TABLE t DROP COLUMN a;
GRANT USAGE ON SEQUENCE t_a_seq TO PUBLIC;
-- case: a grant on one of two functions
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION f TO PUBLIC;
-- case: a grant on the only function of a name
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION f TO PUBLIC;
-- case: a grant on a function of other arguments
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION f(text) TO PUBLIC;
-- case: a grant on a procedure as a function
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION p() TO PUBLIC;
-- case: a grant on a function as a procedure
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON PROCEDURE f() TO PUBLIC;
-- case: a grant on a procedure as a routine
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON ROUTINE p() FROM PUBLIC;
GRANT EXECUTE ON ROUTINE p() TO PUBLIC;
-- case: a grant on a function that was dropped
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION f();
GRANT EXECUTE ON FUNCTION f() TO PUBLIC;
-- case: everybody is given the right to grant
CREATE TABLE t (a int);
GRANT SELECT ON t TO PUBLIC WITH GRANT OPTION;
-- case: a role is given the right to grant
CREATE TABLE t (a int);
GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;
REVOKE GRANT OPTION FOR SELECT ON t FROM pg_monitor;
-- case: what was not given is taken
CREATE TABLE t (a int);
REVOKE SELECT ON t FROM pg_monitor;
-- case: a grant on all functions of a missing schema
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO PUBLIC;
-- case: a grant on all sequences of two schemas
CREATE SCHEMA app;
CREATE SEQUENCE app.s;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA app, public TO PUBLIC;
-- case: a grant on two tables of which one is missing
CREATE TABLE t (a int);
GRANT SELECT ON t, u TO PUBLIC;
-- case: a grant on a table by its old name
CREATE TABLE t (a int);
ALTER TABLE t RENAME TO u;
GRANT SELECT ON t TO PUBLIC;
-- case: a grant on a table of another schema
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
GRANT SELECT ON t TO PUBLIC;
-- case: a grant in a schema that was renamed
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
ALTER SCHEMA app RENAME TO core;
GRANT USAGE ON SCHEMA app TO PUBLIC;
-- case: a grant on a language
GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC;
-- case: a grant on a materialized view
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
GRANT SELECT ON m TO PUBLIC;
REVOKE ALL ON TABLE m FROM PUBLIC;
-- case: a grant on a partition
CREATE TABLE t (a int) PARTITION BY RANGE (a);
CREATE TABLE u PARTITION OF t DEFAULT;
GRANT SELECT ON u TO PUBLIC;
-- case: default privileges on columns
ALTER DEFAULT PRIVILEGES GRANT SELECT (a) ON TABLES TO PUBLIC;
-- case: default privileges that a class has not
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON TABLES TO PUBLIC;
-- case: default privileges on schemas in a schema
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SCHEMAS TO PUBLIC;
-- case: default privileges on schemas
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO PUBLIC;
CREATE SCHEMA app;
-- case: default privileges with the right to grant for everybody
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC WITH GRANT OPTION;
-- case: default privileges of functions are taken
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION f() TO pg_monitor;
-- case: a schema with default privileges is dropped
CREATE SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
DROP SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM PUBLIC;
-- case: a table with grants is dropped
CREATE TABLE t (a int);
GRANT ALL ON t TO PUBLIC;
DROP TABLE t;
REVOKE ALL ON t FROM PUBLIC;
-- case: a role that is made twice
CREATE ROLE refusals_twice;
CREATE ROLE refusals_twice;
-- case: a role that was dropped is given something
CREATE TABLE t (a int);
CREATE ROLE refusals_gone;
DROP ROLE refusals_gone;
GRANT SELECT ON t TO refusals_gone;
-- case: a role that still has something is dropped
CREATE TABLE t (a int);
CREATE ROLE refusals_holder;
GRANT SELECT ON t TO refusals_holder;
DROP ROLE refusals_holder;
-- case: a role that has nothing any longer is dropped
CREATE TABLE t (a int);
CREATE ROLE refusals_holder;
GRANT SELECT ON t TO refusals_holder;
REVOKE ALL ON t FROM refusals_holder;
DROP ROLE refusals_holder;
-- case: what a role has is dropped before it
CREATE TABLE t (a int);
CREATE ROLE refusals_holder;
GRANT SELECT ON t TO refusals_holder;
DROP OWNED BY refusals_holder;
DROP ROLE refusals_holder;
-- case: a role that a default privilege names is dropped
CREATE ROLE refusals_holder;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO refusals_holder;
DROP ROLE refusals_holder;
-- case: a role that owns a table is dropped
CREATE TABLE t (a int);
CREATE ROLE refusals_owner;
ALTER TABLE t OWNER TO refusals_owner;
DROP ROLE refusals_owner;
-- case: a role that a policy names is dropped
CREATE TABLE t (a int);
CREATE ROLE refusals_reader;
CREATE POLICY p ON t TO refusals_reader USING (true);
DROP ROLE refusals_reader;
-- case: a role is renamed
CREATE TABLE t (a int);
CREATE ROLE refusals_old;
ALTER ROLE refusals_old RENAME TO refusals_new;
GRANT SELECT ON t TO refusals_old;
-- case: a role is made and given membership
CREATE ROLE refusals_group;
CREATE ROLE refusals_member IN ROLE refusals_group;
REVOKE refusals_group FROM refusals_member;
GRANT refusals_group TO refusals_member WITH ADMIN OPTION;
-- case: a role's own setting
CREATE ROLE refusals_member;
ALTER ROLE refusals_member SET search_path = 'app';
ALTER ROLE refusals_member RESET ALL;
-- case: a user is a role
CREATE USER refusals_user;
CREATE ROLE refusals_user;
-- case: a user that is dropped if it is there
DROP ROLE IF EXISTS refusals_nobody;
CREATE USER refusals_nobody;
DROP USER refusals_nobody;
-- case: a group is a role
CREATE GROUP refusals_group;
DROP GROUP refusals_group;
DROP ROLE refusals_group;
-- case: a grant on a function of other arguments beside an extension
CREATE EXTENSION pgcrypto;
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION f(text) TO PUBLIC;
-- case: a grant on a function of an extension
CREATE EXTENSION pgcrypto;
GRANT EXECUTE ON FUNCTION armor(bytea) TO PUBLIC;
-- case: a grant on a missing type beside an extension
CREATE EXTENSION pgcrypto;
GRANT USAGE ON TYPE missing TO PUBLIC;
-- case: a grant on a table as a function
CREATE TABLE t (a int);
GRANT EXECUTE ON FUNCTION t TO PUBLIC;
-- case: a grant on a function of a range
CREATE TYPE span AS RANGE (subtype = int4);
GRANT EXECUTE ON FUNCTION span(int, int) TO PUBLIC;
