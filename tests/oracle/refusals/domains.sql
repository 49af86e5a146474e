-- The constraints of domains: their names, and what may become of them.

-- case: a domain's constraints are named apart from a table's
CREATE TABLE t (a int CONSTRAINT f_check CHECK (a > 0));
CREATE DOMAIN f AS int CHECK (VALUE > 0);
ALTER DOMAIN f DROP CONSTRAINT f_check1;
ALTER DOMAIN f DROP CONSTRAINT f_check;

-- case: a table's check is named apart from a domain's
CREATE DOMAIN x AS int CONSTRAINT t_a_check CHECK (VALUE > 0);
CREATE TABLE t (a int CHECK (a > 0));
ALTER TABLE t DROP CONSTRAINT t_a_check1;
ALTER TABLE t DROP CONSTRAINT t_a_check;

-- case: what forbids null is named apart from a table's check
CREATE TABLE t (a int CONSTRAINT f_not_null CHECK (a > 0));
CREATE DOMAIN f AS int NOT NULL;
ALTER DOMAIN f DROP CONSTRAINT f_not_null1;

-- case: two domains with one name for their checks
CREATE DOMAIN a AS int CONSTRAINT c CHECK (VALUE > 0);
CREATE DOMAIN b AS int CONSTRAINT c CHECK (VALUE > 0);

-- case: a domain whose check would be called as another's
CREATE DOMAIN a AS int CONSTRAINT b_check CHECK (VALUE > 0);
CREATE DOMAIN b AS int CHECK (VALUE > 0);
ALTER DOMAIN b VALIDATE CONSTRAINT b_check1;
ALTER DOMAIN b VALIDATE CONSTRAINT b_check;

-- case: a domain forbids null twice
CREATE DOMAIN f AS int NOT NULL NOT NULL;

-- case: a domain forbids null and allows it
CREATE DOMAIN f AS int NULL NOT NULL;

-- case: two checks of a domain with one name
CREATE DOMAIN f AS int CONSTRAINT a CHECK (VALUE > 0) CONSTRAINT a CHECK (VALUE > 1);

-- case: what forbids null in a domain has the name of its check
CREATE DOMAIN f AS int CONSTRAINT a NOT NULL CONSTRAINT a CHECK (VALUE > 1);

-- case: a domain's check has the name of what forbids null
CREATE DOMAIN f AS int CONSTRAINT a CHECK (VALUE > 1) CONSTRAINT a NOT NULL;

-- case: a domain's check has the name that the server picks
CREATE DOMAIN f AS int NOT NULL CONSTRAINT f_not_null CHECK (VALUE > 1);

-- case: a domain forbids null later, without a name
CREATE DOMAIN f AS int;
ALTER DOMAIN f ADD NOT NULL;
ALTER DOMAIN f DROP CONSTRAINT f_not_null;

-- case: a domain forbids null later, twice
CREATE DOMAIN f AS int CONSTRAINT c CHECK (VALUE > 0);
ALTER DOMAIN f ADD CONSTRAINT n NOT NULL;
ALTER DOMAIN f ADD CONSTRAINT c NOT NULL;

-- case: a domain forbids null later, by a name that is there
CREATE DOMAIN f AS int CONSTRAINT c CHECK (VALUE > 0);
ALTER DOMAIN f ADD CONSTRAINT c NOT NULL;

-- case: what forbids null in a domain is renamed
CREATE DOMAIN f AS int;
ALTER DOMAIN f SET NOT NULL;
ALTER DOMAIN f RENAME CONSTRAINT f_not_null TO g;
ALTER DOMAIN f SET NOT NULL;
ALTER DOMAIN f DROP CONSTRAINT g;
ALTER DOMAIN f DROP CONSTRAINT g;

-- case: a domain's check is renamed to a name that is there
CREATE DOMAIN f AS int CONSTRAINT a CHECK (VALUE > 0) CONSTRAINT b CHECK (VALUE > 1);
ALTER DOMAIN f RENAME CONSTRAINT a TO b;

-- case: what forbids null in a domain is validated
CREATE DOMAIN f AS int CONSTRAINT a NOT NULL;
ALTER DOMAIN f VALIDATE CONSTRAINT a;

-- case: a domain allows null again, twice
CREATE DOMAIN f AS int CONSTRAINT a NOT NULL;
ALTER DOMAIN f DROP NOT NULL;
ALTER DOMAIN f DROP NOT NULL;
ALTER DOMAIN f DROP CONSTRAINT a;

-- case: what forbids null in a domain is not valid
CREATE DOMAIN f AS int;
ALTER DOMAIN f ADD CONSTRAINT n NOT NULL NOT VALID;

-- case: two unnamed checks of a domain, of which the second is validated
CREATE DOMAIN f AS int;
ALTER DOMAIN f ADD CHECK (VALUE > 0) NOT VALID;
ALTER DOMAIN f ADD CHECK (VALUE > 0) NOT VALID;
ALTER DOMAIN f VALIDATE CONSTRAINT f_check1;
ALTER DOMAIN f VALIDATE CONSTRAINT f_check2;

-- case: a new domain's check is not valid
CREATE DOMAIN f AS int CHECK (VALUE > 0) NOT VALID;

-- case: a domain gets a unique constraint
CREATE DOMAIN f AS int;
ALTER DOMAIN f ADD UNIQUE (a);

-- case: a domain is unique
CREATE DOMAIN f AS int UNIQUE;

-- case: a domain is a reference
CREATE TABLE t (a int PRIMARY KEY);
CREATE DOMAIN f AS int REFERENCES t;

-- case: a domain is a primary key
CREATE DOMAIN f AS int PRIMARY KEY;

-- case: a renamed domain keeps the names of its constraints
CREATE DOMAIN f AS int CHECK (VALUE > 0);
ALTER DOMAIN f RENAME TO g;
ALTER DOMAIN g DROP CONSTRAINT f_check;
ALTER DOMAIN g DROP CONSTRAINT g_check;

-- case: a domain with two defaults
CREATE DOMAIN f AS int DEFAULT 1 DEFAULT 2;

-- case: a domain's check is deferrable
CREATE DOMAIN f AS int CHECK (VALUE > 0) DEFERRABLE;

-- case: a domain's check is not inherited
CREATE DOMAIN f AS int CHECK (VALUE > 0) NO INHERIT;

-- case: a domain's check is enforced
CREATE DOMAIN f AS int CHECK (VALUE > 0) ENFORCED;

-- case: a domain gets a null
CREATE DOMAIN f AS int;
ALTER DOMAIN f ADD NULL;
-- case: a domain by a collation that is none
CREATE DOMAIN d AS text COLLATE missing;
-- case: a check that is added to a domain compares with what is no value of it
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CHECK (VALUE <> 'x');
-- case: a check that is added to a domain
CREATE DOMAIN d AS int;
ALTER DOMAIN d ADD CHECK (VALUE <> '1' AND VALUE IS NOT NULL);
