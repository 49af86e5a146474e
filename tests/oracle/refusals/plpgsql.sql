-- What PL/pgSQL refuses when a body is compiled: as the function is created, or the block begins.

-- case: a body sets what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  x := 1;
  END $$;

-- case: a body sets a field of what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  x.y := 1;
  END $$;

-- case: a query gives its value to what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  SELECT 1 INTO x;
  END $$;

-- case: a query gives its values to what is declared in part
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE a int;
  BEGIN
  SELECT 1, 2 INTO a, b;
  END $$;

-- case: an insert gives its value to what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  INSERT INTO t VALUES (1) RETURNING a INTO x;
  END $$;

-- case: an insert gives its value to what is declared
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int;
  BEGIN
  INSERT INTO t VALUES (1) RETURNING a INTO x;
  END $$;

-- case: an executed text gives its value to what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  EXECUTE 'SELECT 1' INTO x;
  END $$;

-- case: a cursor gives its row to what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c CURSOR FOR SELECT 1;
  BEGIN
  OPEN c; FETCH c INTO x; CLOSE c;
  END $$;

-- case: a cursor that nothing declares is opened
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  OPEN c FOR SELECT 1;
  END $$;

-- case: a cursor that nothing declares is closed
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  CLOSE c;
  END $$;

-- case: a cursor that nothing declares is fetched from
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int;
  BEGIN
  FETCH c INTO x;
  END $$;

-- case: a count goes to what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  GET DIAGNOSTICS n = ROW_COUNT;
  END $$;

-- case: a count goes to what is declared
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE n int;
  BEGIN
  GET DIAGNOSTICS n = ROW_COUNT;
  END $$;

-- case: rows are looped over by what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  FOR r IN SELECT 1 LOOP END LOOP;
  END $$;

-- case: rows are looped over by a record
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE r record;
  BEGIN
  FOR r IN SELECT 1 LOOP END LOOP;
  END $$;

-- case: an executed text is looped over by what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  FOR r IN EXECUTE 'SELECT 1' LOOP END LOOP;
  END $$;

-- case: numbers are looped over by what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  FOR i IN 1..3 LOOP RAISE NOTICE '%', i; END LOOP;
  END $$;

-- case: a loop's number is set in it
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  FOR i IN 1..3 LOOP i := 2; END LOOP;
  END $$;

-- case: a loop's number is set behind it
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  FOR i IN 1..3 LOOP NULL; END LOOP; i := 2;
  END $$;

-- case: an array is looped over by what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  FOREACH x IN ARRAY ARRAY[1] LOOP END LOOP;
  END $$;

-- case: an array is looped over by what is declared
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int;
  BEGIN
  FOREACH x IN ARRAY ARRAY[1] LOOP END LOOP;
  END $$;

-- case: a constant is set
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x CONSTANT int := 1;
  BEGIN
  x := 2;
  END $$;

-- case: a constant gets the value of a query
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x CONSTANT int := 1;
  BEGIN
  SELECT 2 INTO x;
  END $$;

-- case: a variable is declared twice
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int; x text;
  BEGIN
  NULL;
  END $$;

-- case: a variable is declared again inside
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int;
  BEGIN
  DECLARE x text; BEGIN x := 'a'; END;
  END $$;

-- case: a variable of an inner block is set outside
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  DECLARE y int; BEGIN y := 1; END; y := 2;
  END $$;

-- case: a handler sets what its block declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE y int;
  BEGIN
  NULL; EXCEPTION WHEN others THEN y := 1;
  END $$;

-- case: a handler sets what nothing declares
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  NULL; EXCEPTION WHEN others THEN y := 1;
  END $$;

-- case: found is set
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  found := true;
  END $$;

-- case: a variable goes by its block's label
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  <<b>> DECLARE x int;
  BEGIN
  b.x := 1;
  END $$;

-- case: a variable goes by a label that is not there
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  <<b>> DECLARE x int;
  BEGIN
  c.x := 1;
  END $$;

-- case: a variable goes by its block's label and is not there
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  <<b>> DECLARE x int;
  BEGIN
  b.y := 1;
  END $$;

-- case: a field of a record is set
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE r record;
  BEGIN
  SELECT 1 AS a INTO r; r.a := 2;
  END $$;

-- case: an element of an array is set
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE r int[];
  BEGIN
  r[1] := 2;
  END $$;

-- case: an element of what nothing declares is set
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  r[1] := 2;
  END $$;

-- case: an alias is set
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE a int; b ALIAS FOR a;
  BEGIN
  b := 2;
  END $$;

-- case: a name in quotes is another
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE "X" int;
  BEGIN
  x := 2;
  END $$;

-- case: a name in quotes is the same
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int;
  BEGIN
  "x" := 2;
  END $$;

-- case: a name in capitals is the same
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int;
  BEGIN
  X := 2;
  END $$;

-- case: a variable of a type that is missing
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x nowhere;
  BEGIN
  NULL;
  END $$;

-- case: a variable of an array of a type that is missing
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x nowhere[];
  BEGIN
  NULL;
  END $$;

-- case: a variable like a row of a missing table
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x nowhere%ROWTYPE;
  BEGIN
  NULL;
  END $$;

-- case: a variable like a row of a table
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x t%ROWTYPE;
  BEGIN
  NULL;
  END $$;

-- case: a variable of a table's own type
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x t;
  BEGIN
  NULL;
  END $$;

-- case: a variable like a column of a missing table
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x nowhere.a%TYPE;
  BEGIN
  NULL;
  END $$;

-- case: a variable like a missing column
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x t.nowhere%TYPE;
  BEGIN
  NULL;
  END $$;

-- case: a variable like a column
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x t.a%TYPE;
  BEGIN
  NULL;
  END $$;

-- case: a variable like another variable
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE y int; x y%TYPE;
  BEGIN
  NULL;
  END $$;

-- case: a variable like no other variable
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x y%TYPE;
  BEGIN
  NULL;
  END $$;

-- case: a loop is left by its label
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  <<l>> LOOP EXIT l; END LOOP;
  END $$;

-- case: a loop is left by a label that is not there
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  <<l>> LOOP EXIT m; END LOOP;
  END $$;

-- case: a loop is left where there is none
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  EXIT;
  END $$;

-- case: a loop goes on where there is none
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  CONTINUE;
  END $$;

-- case: a block is left by its label
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  <<l>> BEGIN EXIT l; END;
  END $$;

-- case: a block goes on by its label
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  <<l>> BEGIN CONTINUE l; END;
  END $$;

-- case: a loop ends by another label
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  <<l>> LOOP EXIT; END LOOP m;
  END $$;

-- case: a loop without a label ends by one
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  LOOP EXIT; END LOOP m;
  END $$;

-- case: an error that nobody knows is caught
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  NULL; EXCEPTION WHEN nowhere THEN NULL;
  END $$;

-- case: an error of the user's own code is caught
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  NULL; EXCEPTION WHEN SQLSTATE 'UX001' THEN NULL;
  END $$;

-- case: a row is given where one value is returned
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  RETURN NEXT 1;
  END $$;

-- case: a query is given where one value is returned
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  
  BEGIN
  RETURN QUERY SELECT 1;
  END $$;

-- case: an argument is set
CREATE FUNCTION f(x int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN x := 1; END $$;

-- case: an argument goes by the function's name
CREATE FUNCTION f(x int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN f.x := 1; END $$;

-- case: an argument goes by its number
CREATE FUNCTION f(int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN $1 := 1; END $$;

-- case: a column of the returned table is set
CREATE FUNCTION f() RETURNS TABLE (x int) LANGUAGE plpgsql AS $$
  BEGIN x := 1; RETURN NEXT; END $$;

-- case: an output is set
CREATE FUNCTION f(OUT x int) LANGUAGE plpgsql AS $$
  BEGIN x := 1; END $$;

-- case: an output is declared again
CREATE FUNCTION f(OUT x int) LANGUAGE plpgsql AS $$
  DECLARE x int; BEGIN x := 1; END $$;

-- case: a trigger's row is set
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN NEW.a := 1; new := old; RETURN NEW; END $$;

-- case: a trigger's row is set where there is no trigger
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN NEW.a := 1; END $$;

-- case: a trigger's name is set
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN tg_name := 'a'; RETURN NEW; END $$;

-- case: a procedure sets what nothing declares
CREATE PROCEDURE f() LANGUAGE plpgsql AS $$
  BEGIN x := 1; END $$;

-- case: a procedure returns a value
CREATE PROCEDURE f() LANGUAGE plpgsql AS $$
  BEGIN RETURN 1; END $$;

-- case: a procedure's body is broken
CREATE PROCEDURE f() LANGUAGE plpgsql AS $$
  BEGIN IF true THN END IF; END $$;

-- case: a block sets what nothing declares
DO $$
  BEGIN x := 1; END $$;

-- case: a block that does not run sets what nothing declares
DO $$
  BEGIN IF false THEN x := 1; END IF; END $$;

-- case: a block has a variable like a row of a missing table
DO $$
  DECLARE x nowhere%ROWTYPE; BEGIN NULL; END $$;

-- case: a function returns nothing where a value is due
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
  BEGIN RETURN; END $$;

-- case: a function with an output returns a value
CREATE FUNCTION f(OUT x int) LANGUAGE plpgsql AS $$
  BEGIN RETURN 1; END $$;

-- case: a function that returns a set returns a value
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $$
  BEGIN RETURN 1; END $$;

-- case: a function that returns a set gives a row
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $$
  BEGIN RETURN NEXT 1; RETURN QUERY SELECT 2; RETURN; END $$;

-- case: a body that is not checked
SET check_function_bodies = off;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN x := 1; END $$;

-- case: a body of a function that a table is named like
CREATE TABLE x (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO x SELECT 1; END $$;

-- case: a trigger's row is set where its type is in quotes
CREATE FUNCTION f() RETURNS "pg_catalog"."trigger" LANGUAGE plpgsql AS $$
  BEGIN NEW.a := 1; RETURN NEW; END $$;

-- case: a trigger's function returns nothing
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RETURN; END $$;

-- case: a variable like an argument by its number
CREATE FUNCTION f(anyarray) RETURNS SETOF anyarray LANGUAGE plpgsql AS $$
  DECLARE s $1%TYPE;
  BEGIN RETURN NEXT s; END $$;

-- case: a variable like a column of a view
CREATE VIEW v AS SELECT 1 AS a;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x v.a%TYPE; y v%ROWTYPE; z v;
  BEGIN NULL; END $$;

-- case: a variable like the server's own
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x pg_class%ROWTYPE; y pg_class.relname%TYPE; z information_schema.tables%ROWTYPE; r record; c refcursor; e regclass;
  BEGIN OPEN c FOR SELECT 1; FETCH c INTO r; CLOSE c; END $$;

-- case: a cursor with an argument
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c CURSOR (n int) FOR SELECT n;
  BEGIN FOR r IN c (1) LOOP RAISE NOTICE '%', r.n; END LOOP; END $$;

-- case: the fields of an error
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE a text; b text;
  BEGIN NULL; EXCEPTION WHEN unique_violation OR others THEN GET STACKED DIAGNOSTICS a = MESSAGE_TEXT, b = PG_EXCEPTION_DETAIL; END $$;

-- case: several rows of variables
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE a int; r t; l int;
  BEGIN
    SELECT 1, 2 INTO STRICT a, r.b;
    FOR a, l IN SELECT * FROM t LOOP NULL; END LOOP;
    SELECT INTO a, l 1, 2;
  END $$;

-- case: variables with remarks between them
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int; y text; "My, Var" int; "a""b" int;
  BEGIN
    SELECT a, b INTO x, -- the first
      y FROM t;
    SELECT a, b INTO STRICT /* one */ x /* other */, "My, Var" FROM t;
    SELECT a INTO "a""b" FROM t;
    "a""b" := 1;
  END $$;

-- case: a function returns a type that is called like a keyword
CREATE TABLE tables (id int);
CREATE TYPE "Void" AS (x int);
CREATE FUNCTION f() RETURNS tables LANGUAGE plpgsql AS $$
  DECLARE r tables;
  BEGIN RETURN r; END $$;
CREATE FUNCTION g() RETURNS "Void" LANGUAGE plpgsql AS $$
  DECLARE r "Void";
  BEGIN RETURN r; END $$;
CREATE FUNCTION h() RETURNS TABLE (id int, "The Name" text) LANGUAGE plpgsql AS $$
  BEGIN "The Name" := 'x'; RETURN NEXT; END $$;

-- case: variables like composite types, system columns and arrays
CREATE TABLE t (a int);
CREATE TYPE pair AS (x int, y text);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE a pair%ROWTYPE; b pair.x%TYPE; c t.ctid%TYPE; d _int4; e _t;
  BEGIN NULL; END $$;

-- case: a label inside a constant of its name
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x CONSTANT int := 1;
  BEGIN <<x>> DECLARE y int; BEGIN x.y := 2; END; END $$;

-- case: bodies are not checked for one function
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql SET check_function_bodies = off AS $$
  DECLARE x nowhere; BEGIN y := 1; END $$;

-- case: many conditions in one block
DO $$ BEGIN
  IF 1 = 1 THEN NULL; END IF; IF 1 = 1 THEN NULL; END IF; IF 1 = 1 THEN NULL; END IF; IF 1 = 1 THEN NULL; END IF;
  CREATE TABLE IF NOT EXISTS t (a int);
  END $$;

-- case: a variable that forbids null has no default
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int NOT NULL;
  BEGIN x := 1; END $$;

-- case: the type of a record variable's field
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE r record; x r.a%TYPE;
  BEGIN NULL; END $$;

-- case: the type of a row variable's field
CREATE TABLE t (a int, b text);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE r t%ROWTYPE; x r.a%TYPE;
  BEGIN NULL; END $$;

-- case: the type of a row variable's missing field
CREATE TABLE t (a int, b text);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE r t; x r.c%TYPE;
  BEGIN NULL; END $$;

-- case: the type of a labelled variable
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  <<l>> DECLARE v int; BEGIN DECLARE x l.v%TYPE; BEGIN NULL; END; END $$;

-- case: the type of a labelled variable that is not there
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  <<l>> DECLARE v int; BEGIN DECLARE x l.w%TYPE; BEGIN NULL; END; END $$;

-- case: the type of a function's argument by its name
CREATE FUNCTION f(p int) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x f.p%TYPE; BEGIN NULL; END $$;

-- case: an array of a column's type
CREATE TABLE t (a int, b text);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x t.a%TYPE[]; BEGIN NULL; END $$;

-- case: an array of a row type
CREATE TABLE t (a int, b text);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x t%ROWTYPE[]; BEGIN NULL; END $$;

-- case: an array with bounds of a variable's type
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE v int; x v%TYPE ARRAY[3]; BEGIN NULL; END $$;

-- case: a function's argument is an array of a column's type
CREATE TABLE t (a int, b text);
CREATE FUNCTION f(x t.a%TYPE[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;

-- case: the row type of a sequence
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x s%ROWTYPE; BEGIN NULL; END $$;

-- case: a variable of the sequence's type
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x s; BEGIN NULL; END $$;

-- case: the type of a column of a sequence
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x s.last_value%TYPE; BEGIN NULL; END $$;

-- case: the type of an index's column
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x i.a%TYPE; BEGIN NULL; END $$;

-- case: the row type of an enum
CREATE TYPE e AS ENUM ('a');
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x e%ROWTYPE; BEGIN NULL; END $$;

-- case: RETURN NEXT of a value with output parameters
CREATE FUNCTION f(OUT x int) RETURNS SETOF int LANGUAGE plpgsql AS $$
  BEGIN x := 1; RETURN NEXT x; END $$;

-- case: RETURN NEXT of a value of a function with a table
CREATE FUNCTION f() RETURNS TABLE (x int) LANGUAGE plpgsql AS $$
  BEGIN x := 1; RETURN NEXT x; END $$;

-- case: RETURN NEXT alone without output parameters
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $$
  BEGIN RETURN NEXT; END $$;

-- case: RETURN NEXT where no set is returned
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
  BEGIN RETURN NEXT 1; END $$;

-- case: RETURN QUERY where no set is returned
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
  BEGIN RETURN QUERY SELECT 1; END $$;

-- case: RETURN of a value with output parameters
CREATE FUNCTION f(OUT x int) LANGUAGE plpgsql AS $$
  BEGIN RETURN 1; END $$;

-- case: RETURN of a value of a set
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $$
  BEGIN RETURN 1; END $$;

-- case: RETURN without a value
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
  BEGIN RETURN; END $$;

-- case: RETURN of a value of a procedure
CREATE PROCEDURE f() LANGUAGE plpgsql AS $$
  BEGIN RETURN 1; END $$;

-- case: RETURN of a value of a void function
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RETURN 1; END $$;

-- case: sqlerrm outside a handler in a function
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RAISE NOTICE '%', sqlerrm; END $$;

-- case: sqlstate outside a handler is set
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x text; BEGIN x := sqlstate; END $$;

-- case: sqlerrm outside is set
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN sqlerrm := 'x'; END $$;

-- case: a loop over a refcursor argument
CREATE FUNCTION f(c refcursor) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN FOR r IN c LOOP NULL; END LOOP; END $$;

-- case: a loop over a refcursor variable
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c refcursor; BEGIN FOR r IN c LOOP NULL; END LOOP; END $$;

-- case: a loop over a bound cursor
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c CURSOR FOR SELECT 1; BEGIN FOR r IN c LOOP NULL; END LOOP; END $$;

-- case: a loop over a bound cursor with too many arguments
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c CURSOR FOR SELECT 1; BEGIN FOR r IN c(1) LOOP NULL; END LOOP; END $$;

-- case: a loop over a bound cursor without its arguments
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c CURSOR (a int) FOR SELECT a; BEGIN FOR r IN c LOOP NULL; END LOOP; END $$;

-- case: a loop over an int variable
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c int; BEGIN FOR r IN c LOOP NULL; END LOOP; END $$;

-- case: an OPEN of an int variable
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c int; BEGIN OPEN c FOR SELECT 1; END $$;

-- case: an OPEN of nothing that is declared
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN OPEN c FOR SELECT 1; END $$;

-- case: an OPEN of a refcursor without a query
CREATE FUNCTION f(c refcursor) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN OPEN c; END $$;

-- case: an OPEN of a bound cursor for a query
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c CURSOR FOR SELECT 1; BEGIN OPEN c FOR SELECT 2; END $$;

-- case: FETCH into what is not declared
CREATE FUNCTION f(c refcursor) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN FETCH c INTO x; END $$;

-- case: FETCH of what is not declared
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int; BEGIN FETCH c INTO x; END $$;

-- case: CLOSE of what is not declared
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN CLOSE c; END $$;

-- case: too few parameters of RAISE
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RAISE NOTICE '% %', 1; END $$;

-- case: too many parameters of RAISE
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RAISE NOTICE '%', 1, 2; END $$;

-- case: an exception's parameters
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'a % b %', 1 USING HINT = 'x'; END $$;

-- case: RAISE of a name with parameters
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RAISE unique_violation USING MESSAGE = 'x %'; END $$;

-- case: RAISE of a name that is not there
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RAISE my_error; END $$;

-- case: a query gives its value to a numbered parameter
CREATE FUNCTION f(a int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN SELECT 1 INTO $1; END $$;

-- case: a query gives its value to a numbered parameter that is not there
CREATE FUNCTION f(a int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN SELECT 1 INTO $2; END $$;

-- case: a numbered parameter is set
CREATE FUNCTION f(a int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN $1 := 2; END $$;

-- case: a numbered parameter without a name is set
CREATE FUNCTION f(int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN $1 := 2; END $$;

-- case: a numbered parameter that is not there is set
CREATE FUNCTION f(int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN $2 := 2; END $$;

-- case: an alias of a parameter
CREATE FUNCTION f(int) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x ALIAS FOR $1; BEGIN x := 2; END $$;

-- case: an alias of a parameter that is not there
CREATE FUNCTION f(int) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x ALIAS FOR $2; BEGIN x := 2; END $$;

-- case: a function in plain quotes
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN x := ''1''; END';

-- case: a qualified cursor
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  <<l>> DECLARE c CURSOR FOR SELECT 1; x int; BEGIN OPEN l.c; FETCH l.c INTO x; CLOSE l.c; END $$;

-- case: a loop over a qualified cursor
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  <<l>> DECLARE c CURSOR FOR SELECT 1; BEGIN FOR r IN l.c LOOP NULL; END LOOP; END $$;

-- case: a cursor qualified by the function's name
CREATE FUNCTION f(c refcursor) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN OPEN f.c FOR SELECT 1; CLOSE f.c; END $$;

-- case: a qualified cursor that is not there
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN OPEN l.c FOR SELECT 1; END $$;

-- case: the row type of a variable
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE r t; x r%ROWTYPE; BEGIN NULL; END $$;

-- case: the type of a record variable
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE r record; x r%TYPE; BEGIN NULL; END $$;

-- case: a column's type where a record is called like its table
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE t record; x t.a%TYPE; BEGIN NULL; END $$;

-- case: the type of a trigger's row
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE x new.a%TYPE; BEGIN RETURN NEW; END $$;

-- case: sqlerrm is set within a handler
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN NULL; EXCEPTION WHEN others THEN sqlerrm := 'x'; END $$;

-- case: a cursor of any record
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c refcursor; r record; BEGIN OPEN c FOR EXECUTE 'SELECT 1'; FETCH c INTO r; MOVE NEXT FROM c; CLOSE c; END $$;

-- case: a cursor's arguments by name
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c CURSOR (a int, b int) FOR SELECT a, b; BEGIN OPEN c(b := 1, a := 2); FOR r IN c(1, 2) LOOP NULL; END LOOP; OPEN c(1); END $$;

-- case: a record is opened
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE c record; BEGIN OPEN c FOR SELECT 1; END $$;

-- case: an argument that is a cursor of text
CREATE FUNCTION f(c text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN OPEN c FOR SELECT 1; END $$;

-- case: the only output is a cursor
CREATE FUNCTION f(OUT c refcursor) LANGUAGE plpgsql AS $$
  BEGIN OPEN c FOR SELECT 1; END $$;

-- case: a cursor with a query and a table in a schema
CREATE SCHEMA app;
CREATE TABLE app.t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE x int; BEGIN SELECT a FROM app.t INTO x; END $$;
DO $$ DECLARE x int; BEGIN SELECT a FROM app.t INTO x; END $$;

-- case: a merge in a function
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN MERGE INTO t USING (SELECT 1 AS b) s ON a = b WHEN NOT MATCHED THEN INSERT VALUES (b); END $$;

-- case: a merge by source in a function
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN MERGE INTO t USING (SELECT 1 AS b) s ON a = b WHEN NOT MATCHED BY SOURCE THEN DELETE; END $$;

-- case: is json in a function
CREATE FUNCTION f(x text) RETURNS bool LANGUAGE plpgsql AS $$
  BEGIN RETURN x IS JSON; END $$;

-- case: what returning returns in a function
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO t VALUES (1) RETURNING WITH (OLD AS o) o.a; END $$;

-- case: a numbered argument behind a table's columns
CREATE FUNCTION f(int) RETURNS TABLE (x int) LANGUAGE plpgsql AS $$
  BEGIN $2 := 1; $1 := 2; RETURN NEXT; END $$;

-- case: a table of rows with one column
CREATE FUNCTION f() RETURNS TABLE (x int) LANGUAGE plpgsql AS $$
  BEGIN FOR x IN 1..3 LOOP RETURN NEXT; END LOOP; RETURN QUERY SELECT 1; END $$;

-- case: a message that goes on
CREATE FUNCTION f(a text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'a % b', a USING ERRCODE = '22023', DETAIL = format('%s %s', 1, 2);
  RAISE WARNING $m$50%% of %$m$, (SELECT 1); RAISE LOG 'x'; RAISE INFO '%,%', a, 'x,y'; END $$;

-- case: a constant is looped over
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE i CONSTANT int := 1; BEGIN FOR i IN 1..2 LOOP NULL; END LOOP; END $$;

-- case: queries of a body are called like commands
CREATE TABLE t (a int, b text);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN WITH x AS (SELECT 1), update AS (UPDATE t SET a = 1), delete AS (DELETE FROM t USING x) INSERT INTO t SELECT 1; END $$;
DO $$ BEGIN WITH insert AS (SELECT 1 AS a) DELETE FROM t USING insert WHERE t.a = 2; END $$;
DO $$ BEGIN DELETE FROM t WHERE b COLLATE "C" NOT BETWEEN 'a' AND 'b'; END $$;
