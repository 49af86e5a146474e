-- Rollback: 003_create_audit_logs
-- Description: Removes the audit trail. Export it before.
-- Author: Security team
-- Date: 2025-03-03

BEGIN;

DROP TABLE IF EXISTS audit_logs CASCADE;

DELETE FROM schema_migrations WHERE version = '003_create_audit_logs';

COMMIT;
