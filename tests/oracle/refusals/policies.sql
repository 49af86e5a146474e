-- case: a policy
CREATE TABLE t (a int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a > 0);
-- case: a policy is created twice
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (a > 0);
CREATE POLICY p ON t USING (a > 0);
-- case: a policy on a missing table
CREATE POLICY p ON missing USING (true);
-- case: a policy of a missing column
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (b > 0);
-- case: a policy of a missing function
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (is_mine(a));
-- case: a policy that asks a missing table
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (a IN (SELECT a FROM missing));
-- case: a policy that asks a table which is dropped
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE POLICY p ON t USING (a IN (SELECT u.a FROM u));
DROP TABLE u;
-- case: a column that a policy reads is dropped
CREATE TABLE t (a int, b int);
CREATE POLICY p ON t USING (b > 0);
ALTER TABLE t DROP COLUMN b;
-- case: a column that a policy reads is dropped with it
CREATE TABLE t (a int, b int);
CREATE POLICY p ON t USING (b > 0);
ALTER TABLE t DROP COLUMN b CASCADE;
DROP POLICY p ON t;
-- case: a column that a policy reads changes its type
CREATE TABLE t (a int, b int);
CREATE POLICY p ON t USING (b > 0);
ALTER TABLE t ALTER b TYPE bigint;
-- case: a missing policy is dropped
CREATE TABLE t (a int);
DROP POLICY p ON t;
-- case: a missing policy may be missing
CREATE TABLE t (a int);
DROP POLICY IF EXISTS p ON t;
-- case: a policy of a missing table may be missing
DROP POLICY IF EXISTS p ON missing;
-- case: a missing policy is altered
CREATE TABLE t (a int);
ALTER POLICY p ON t USING (true);
-- case: a policy is renamed to one that is there
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (true);
CREATE POLICY q ON t USING (true);
ALTER POLICY p ON t RENAME TO q;
-- case: USING of an insert
CREATE TABLE t (a int);
CREATE POLICY p ON t FOR INSERT USING (true);
-- case: WITH CHECK of a select
CREATE TABLE t (a int);
CREATE POLICY p ON t FOR SELECT WITH CHECK (true);
-- case: a policy for a missing role
CREATE TABLE t (a int);
CREATE POLICY p ON t TO nobody_at_all USING (true);
-- case: a policy on a view
CREATE VIEW v AS SELECT 1 AS a;
CREATE POLICY p ON v USING (true);
-- case: row security of a view
CREATE VIEW v AS SELECT 1 AS a;
ALTER TABLE v ENABLE ROW LEVEL SECURITY;
-- case: row security of a missing table
ALTER TABLE missing ENABLE ROW LEVEL SECURITY;
-- case: a policy goes with its table
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (true);
DROP TABLE t;
CREATE TABLE t (a int);
CREATE POLICY p ON t USING (true);
-- case: a policy with a setting
CREATE TABLE t (a uuid);
CREATE POLICY p ON t USING (a = current_setting('app.id', true)::uuid);
