-- Rollback: 004_add_template_versioning
-- Description: Removes the versions of templates
-- Author: Reporting team
-- Date: 2025-04-14

BEGIN;

DROP INDEX IF EXISTS idx_templates_name_lower;
DROP INDEX IF EXISTS idx_templates_latest;
DROP INDEX IF EXISTS idx_templates_parent;

ALTER TABLE templates DROP CONSTRAINT IF EXISTS unique_template_version;
ALTER TABLE templates DROP COLUMN IF EXISTS parent_template_id;
ALTER TABLE templates DROP COLUMN IF EXISTS version;

DELETE FROM schema_migrations WHERE version = '004_add_template_versioning';

COMMIT;
