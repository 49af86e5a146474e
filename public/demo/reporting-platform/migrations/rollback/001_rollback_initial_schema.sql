-- Rollback: 001_initial_schema
-- Description: Removes every table. All data is lost: take a backup first.
-- Author: Platform team
-- Date: 2025-01-06

BEGIN;

DROP TABLE IF EXISTS user_sessions;
DROP TABLE IF EXISTS report_shares;
DROP TABLE IF EXISTS execution_logs;
DROP TABLE IF EXISTS report_executions;
DROP TABLE IF EXISTS reports;
DROP TABLE IF EXISTS template_fields;
DROP TABLE IF EXISTS templates;
DROP TABLE IF EXISTS users;
DROP TABLE IF EXISTS organizations;
DROP FUNCTION IF EXISTS set_updated_at();

DELETE FROM schema_migrations WHERE version = '001_initial_schema';

COMMIT;
