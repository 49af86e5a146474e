-- All that a database's catalogue says of what was made in it, a line each: quicker than a dump.
SET search_path = '';
WITH member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
space AS (SELECT * FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
relation AS (
  SELECT c.*, format('%I.%I', nspname, relname) AS called FROM pg_class AS c
  JOIN space ON space.oid = relnamespace
  WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_class'::regclass AND objid = c.oid)
),
routine AS (
  SELECT p.* FROM pg_proc AS p JOIN space ON space.oid = pronamespace
  WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
),
type AS (
  SELECT t.* FROM pg_type AS t JOIN space ON space.oid = typnamespace
  WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_type'::regclass AND objid = t.oid)
),
said AS (
  SELECT concat_ws(' ', 'schema', nspname, (SELECT array_agg(it::text ORDER BY it::text)
    FROM unnest(coalesce(nspacl, acldefault('n', nspowner))) AS it)) AS line, oid, 'pg_namespace' AS catalogue FROM space
  UNION ALL
  SELECT concat_ws(
    ' ', 'relation', called, relkind, relpersistence, 'security', relrowsecurity, relforcerowsecurity,
    'identity', relreplident, 'options', reloptions, 'bound', pg_get_expr(relpartbound, oid),
    'key', CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END, 'of', reloftype::regtype,
    'granted', (SELECT array_agg(it::text ORDER BY it::text) FROM unnest(
      coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))) AS it),
    'parents', (SELECT array_agg(inhparent::regclass ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = relation.oid)
  ), oid, 'pg_class' FROM relation WHERE relkind NOT IN ('i', 'I', 't')
  UNION ALL
  SELECT concat_ws(
    ' ', 'column', called, row_number() OVER (PARTITION BY attrelid ORDER BY attnum), attname,
    format_type(atttypid, atttypmod), 'not null', attnotnull, 'default', pg_get_expr(adbin, adrelid),
    'generated', attgenerated, 'identity', attidentity,
    'collation', CASE WHEN attcollation <> typcollation THEN attcollation::regcollation END,
    'storage', CASE WHEN attstorage <> typstorage THEN attstorage END, 'compression', attcompression,
    'statistics', nullif(attstattarget, -1), 'options', attoptions, 'local', attislocal, attinhcount,
    'granted', (SELECT array_agg(it::text ORDER BY it::text) FROM unnest(attacl) AS it), 'comment', col_description(attrelid, attnum)
  ), NULL, NULL FROM relation
  JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
  JOIN pg_type ON pg_type.oid = atttypid
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE relkind NOT IN ('i', 'I', 't', 'S')
  UNION ALL
  SELECT concat_ws(
    ' ', 'index', called, pg_get_indexdef(indexrelid), 'valid', indisvalid, 'clustered', indisclustered,
    'identity', indisreplident,
    'parents', (SELECT array_agg(inhparent::regclass) FROM pg_inherits WHERE inhrelid = indexrelid)
  ), indexrelid, 'pg_class' FROM relation JOIN pg_index ON indexrelid = relation.oid
  UNION ALL
  SELECT concat_ws(
    ' ', 'sequence', called, seqtypid::regtype, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle,
    'owned by', (SELECT format('%s.%s', attrelid::regclass, attname) FROM pg_depend
           JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
           WHERE objid = seqrelid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i') AND refobjsubid > 0)
  ), NULL, NULL FROM relation JOIN pg_sequence ON seqrelid = relation.oid
  UNION ALL
  SELECT concat_ws(' ', 'view', called, pg_get_viewdef(oid)), NULL, NULL FROM relation WHERE relkind IN ('v', 'm')
  UNION ALL
  SELECT concat_ws(' ', 'rule', pg_get_ruledef(pg_rewrite.oid), ev_enabled), pg_rewrite.oid, 'pg_rewrite'
  FROM relation JOIN pg_rewrite ON ev_class = relation.oid AND rulename <> '_RETURN'
  UNION ALL
  SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled), t.oid, 'pg_trigger'
  FROM relation JOIN pg_trigger AS t ON tgrelid = relation.oid AND NOT tgisinternal
  UNION ALL
  SELECT concat_ws(
    ' ', 'constraint', conrelid::regclass, contypid::regtype, conname, pg_get_constraintdef(k.oid),
    'valid', convalidated, 'local', conislocal, coninhcount
  ), k.oid, 'pg_constraint'
  FROM pg_constraint AS k JOIN space ON space.oid = connamespace WHERE contype <> 't'
    AND NOT EXISTS (SELECT FROM member WHERE objid IN (conrelid, contypid) AND objid <> 0)
  UNION ALL
  SELECT concat_ws(
    ' ', 'policy', schemaname, tablename, policyname, permissive, roles, cmd, qual, 'check', with_check
  ), NULL, NULL FROM pg_policies
  UNION ALL
  SELECT concat_ws(
    ' ', 'routine', oid::regprocedure, CASE WHEN prokind <> 'a' THEN pg_get_functiondef(oid) END,
    (SELECT array[aggtransfn::regproc::text, aggfinalfn::regproc::text, aggtranstype::regtype::text, agginitval]::text
     FROM pg_aggregate WHERE aggfnoid = routine.oid),
    'granted', (SELECT array_agg(it::text ORDER BY it::text) FROM unnest(coalesce(proacl, acldefault('f', proowner))) AS it)
  ), oid, 'pg_proc' FROM routine
  UNION ALL
  SELECT concat_ws(
    ' ', 'type', oid::regtype, typtype, CASE WHEN typtype = 'd' THEN format_type(typbasetype, typtypmod) END,
    'not null', typnotnull, 'default', typdefault, 'collation', typcollation::regcollation,
    (SELECT array_agg(enumlabel ORDER BY enumsortorder)::text FROM pg_enum WHERE enumtypid = type.oid),
    (SELECT rngsubtype::regtype FROM pg_range WHERE rngtypid = type.oid), 'granted',
    (SELECT array_agg(it::text ORDER BY it::text) FROM unnest(coalesce(typacl, acldefault('T', typowner))) AS it)
  ), oid, 'pg_type' FROM type WHERE typtype <> 'c' AND typelem = 0
  UNION ALL
  SELECT concat_ws(' ', 'extension', extname, extnamespace::regnamespace), NULL, NULL FROM pg_extension
  UNION ALL
  SELECT concat_ws(' ', 'event trigger', evtname, evtevent, evtfoid::regproc, evtenabled, evttags), NULL, NULL
  FROM pg_event_trigger AS it WHERE NOT EXISTS (SELECT FROM member WHERE objid = it.oid)
  UNION ALL
  SELECT concat_ws(
    ' ', 'publication', pubname, puballtables, pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot,
    (SELECT array_agg(schemaname || '.' || tablename ORDER BY schemaname, tablename) FROM pg_publication_tables AS it WHERE it.pubname = p.pubname)
  ), NULL, NULL FROM pg_publication AS p
  UNION ALL
  SELECT concat_ws(' ', 'statistics', pg_get_statisticsobjdef(oid)), oid, 'pg_statistic_ext' FROM pg_statistic_ext
  UNION ALL
  SELECT concat_ws(' ', 'operator', oid::regoperator, oprcode, oprcom::regoperator, oprnegate::regoperator, oprrest, oprjoin),
    oid, 'pg_operator' FROM pg_operator AS it
  WHERE oid > 16384 AND NOT EXISTS (SELECT FROM member WHERE objid = it.oid)
  UNION ALL
  SELECT concat_ws(' ', 'operator class', opcnamespace::regnamespace, opcname, opcmethod, opcintype::regtype, opcdefault),
    NULL, NULL FROM pg_opclass AS it WHERE oid > 16384 AND NOT EXISTS (SELECT FROM member WHERE objid = it.oid)
  UNION ALL
  SELECT concat_ws(' ', 'cast', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod),
    NULL, NULL FROM pg_cast AS it WHERE oid > 16384 AND NOT EXISTS (SELECT FROM member WHERE objid = it.oid)
  UNION ALL
  SELECT concat_ws(' ', 'collation', collnamespace::regnamespace, collname, collprovider, collisdeterministic, collcollate),
    NULL, NULL FROM pg_collation AS it JOIN space ON space.oid = collnamespace WHERE it.oid > 16384
  UNION ALL
  SELECT concat_ws(' ', 'text search', cfgnamespace::regnamespace, cfgname, cfgparser,
    (SELECT array_agg(concat_ws(' ', maptokentype, mapseqno, mapdict::regdictionary) ORDER BY maptokentype, mapseqno)
     FROM pg_ts_config_map WHERE mapcfg = it.oid)),
    NULL, NULL FROM pg_ts_config AS it WHERE oid > 16384 AND NOT EXISTS (SELECT FROM member WHERE objid = it.oid)
  UNION ALL
  SELECT concat_ws(' ', 'text search dictionary', dictnamespace::regnamespace, dictname, dicttemplate, dictinitoption),
    NULL, NULL FROM pg_ts_dict AS it WHERE oid > 16384 AND NOT EXISTS (SELECT FROM member WHERE objid = it.oid)
  UNION ALL
  SELECT concat_ws(' ', 'granted by default', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype,
    (SELECT array_agg(it::text ORDER BY it::text) FROM unnest(defaclacl) AS it)), NULL, NULL FROM pg_default_acl
  UNION ALL
  SELECT concat_ws(' ', 'foreign', srvname, srvtype, srvversion, srvoptions), NULL, NULL FROM pg_foreign_server
)
SELECT replace(line, E'\n', '\n') || coalesce(' -- ' || obj_description(oid, catalogue), '') FROM said
ORDER BY 1;
