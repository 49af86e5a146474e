-- Migration: 002_add_user_preferences
-- Description: What a user has chosen: language, time zone, notifications
-- Author: Platform team
-- Date: 2025-02-11

BEGIN;

ALTER TABLE users
    ADD COLUMN preferences JSONB DEFAULT '{"theme": "light", "notifications": {"email": true, "digest": "weekly"}}'::jsonb,
    ADD COLUMN locale VARCHAR(10),
    ADD COLUMN timezone VARCHAR(50);

ALTER TABLE users
    ADD CONSTRAINT chk_users_locale CHECK (locale ~ '^[a-z]{2}(-[A-Z]{2})?$');

-- Existing rows get their values a thousand at a time.
DO $$
DECLARE
    batch_size CONSTANT INTEGER := 1000;
    total INTEGER;
    done INTEGER := 0;
    touched INTEGER;
BEGIN
    SELECT COUNT(*) INTO total FROM users;

    LOOP
        UPDATE users
        SET locale = 'en', timezone = 'UTC'
        WHERE id IN (
            SELECT id FROM users
            WHERE locale IS NULL
            LIMIT batch_size
        );
        GET DIAGNOSTICS touched = ROW_COUNT;
        done := done + touched;
        RAISE NOTICE 'updated % of % users', done, total;
        COMMIT;
        EXIT WHEN done >= total;
    END LOOP;
END;
$$;

ALTER TABLE users ALTER COLUMN preferences SET NOT NULL;
ALTER TABLE users ALTER COLUMN locale SET DEFAULT 'en';
ALTER TABLE users ALTER COLUMN locale SET NOT NULL;
ALTER TABLE users ALTER COLUMN timezone SET DEFAULT 'UTC';
ALTER TABLE users ALTER COLUMN timezone SET NOT NULL;

CREATE INDEX idx_users_preferences ON users USING GIN (preferences);
CREATE INDEX idx_users_digest ON users ((preferences -> 'notifications' ->> 'digest'));

INSERT INTO schema_migrations (version, rollback_sql)
VALUES (
    '002_add_user_preferences',
    'DROP INDEX idx_users_digest; DROP INDEX idx_users_preferences; ALTER TABLE users DROP CONSTRAINT chk_users_locale; ALTER TABLE users DROP COLUMN timezone, DROP COLUMN locale, DROP COLUMN preferences;'
);

COMMIT;
