-- Rollback: 002_add_user_preferences
-- Description: Removes the preferences of every user
-- Author: Platform team
-- Date: 2025-02-11

BEGIN;

DROP INDEX IF EXISTS idx_users_digest;
DROP INDEX IF EXISTS idx_users_preferences;

ALTER TABLE users DROP CONSTRAINT IF EXISTS chk_users_locale;
ALTER TABLE users
    DROP COLUMN IF EXISTS timezone,
    DROP COLUMN IF EXISTS locale,
    DROP COLUMN IF EXISTS preferences;

DELETE FROM schema_migrations WHERE version = '002_add_user_preferences';

COMMIT;
