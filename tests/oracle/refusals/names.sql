-- case: a long table name is cut and found by its long name
CREATE TABLE a_very_long_name_of_a_table_that_is_longer_than_sixty_three_bytes_indeed (a int);
ALTER TABLE a_very_long_name_of_a_table_that_is_longer_than_sixty_three_bytes_indeed ADD COLUMN b int;
-- case: a long table name is cut and then taken
CREATE TABLE a_very_long_name_of_a_table_that_is_longer_than_sixty_three_bytes_one (a int);
CREATE TABLE a_very_long_name_of_a_table_that_is_longer_than_sixty_three_bytes_two (a int);
-- case: a long index name is cut and then taken
CREATE TABLE t (a int, b int);
CREATE INDEX a_very_long_name_of_an_index_that_is_longer_than_sixty_three_bytes_a ON t (a);
CREATE INDEX a_very_long_name_of_an_index_that_is_longer_than_sixty_three_bytes_b ON t (b);
-- case: a long constraint name is cut
CREATE TABLE t (a int, CONSTRAINT a_very_long_name_of_a_constraint_that_is_longer_than_sixty_three_bytes UNIQUE (a));
ALTER TABLE t DROP CONSTRAINT a_very_long_name_of_a_constraint_that_is_longer_than_sixty_thre;
-- case: long column names are cut and then the same
CREATE TABLE t (a_very_long_name_of_a_column_that_is_longer_than_sixty_three_bytes_one int, a_very_long_name_of_a_column_that_is_longer_than_sixty_three_bytes_two int);
-- case: a long name in IF NOT EXISTS
CREATE TABLE t (a int, b int);
CREATE INDEX IF NOT EXISTS a_very_long_name_of_an_index_that_is_longer_than_sixty_three_bytes_a ON t (a);
CREATE INDEX IF NOT EXISTS a_very_long_name_of_an_index_that_is_longer_than_sixty_three_bytes_b ON t (b);
-- case: a reserved word as a name
CREATE TABLE user (a int);
-- case: a reserved word as a name in quotes
CREATE TABLE "user" (a int);
ALTER TABLE "user" ADD COLUMN "order" int;
-- case: a reserved word as a column
CREATE TABLE t (order int);
-- case: an empty name
CREATE TABLE "" (a int);
-- case: names with letters of other alphabets
CREATE TABLE größe (länge int);
ALTER TABLE größe RENAME länge TO breite;
-- case: a name of three parts
CREATE TABLE a.b.c.d (a int);
-- case: a syntax error
CREATE TABLE t (a int,);
-- case: a keyword is misspelled
CREAT TABLE t (a int);
-- case: a comma is missing
CREATE TABLE t (a int b int);
-- case: backticks
CREATE TABLE `t` (a int);
-- case: an engine
CREATE TABLE t (a int) ENGINE=InnoDB;
-- case: IF NOT EXISTS of a constraint
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS k UNIQUE (a);
-- case: IF NOT EXISTS of a type
CREATE TYPE IF NOT EXISTS mood AS ENUM ('a');
-- case: MODIFY
CREATE TABLE t (a int);
ALTER TABLE t MODIFY COLUMN a bigint;
