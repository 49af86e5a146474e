-- Migration: 004_add_template_versioning
-- Description: Keeps the earlier versions of a template
-- Author: Reporting team
-- Date: 2025-04-14

BEGIN;

ALTER TABLE templates ADD COLUMN version INTEGER DEFAULT 1;
ALTER TABLE templates ADD COLUMN parent_template_id UUID REFERENCES templates(id) ON DELETE SET NULL;

UPDATE templates SET version = 1, updated_at = CURRENT_TIMESTAMP;

ALTER TABLE templates ALTER COLUMN version SET NOT NULL;

ALTER TABLE templates
    ADD CONSTRAINT unique_template_version UNIQUE (organization_id, name, version);

CREATE INDEX idx_templates_parent ON templates(parent_template_id);
CREATE INDEX idx_templates_latest ON templates(organization_id, name, version DESC);
CREATE INDEX idx_templates_name_lower ON templates(organization_id, LOWER(name)) WHERE is_active;

INSERT INTO schema_migrations (version, rollback_sql)
VALUES (
    '004_add_template_versioning',
    'ALTER TABLE templates DROP COLUMN parent_template_id; ALTER TABLE templates DROP COLUMN version;'
);

COMMIT;
