-- Rollback: 001_initial_complete_migration
-- Description: Drops all sixteen tables and both types. Every row is lost: take a backup first.
-- Author: Backend team
-- Date: 2025-12-18

DROP TABLE IF EXISTS ar_view_sessions CASCADE;
DROP TABLE IF EXISTS video_rotation_schedules CASCADE;
DROP TABLE IF EXISTS ar_content CASCADE;
DROP TABLE IF EXISTS audit_log CASCADE;
DROP TABLE IF EXISTS notifications CASCADE;
DROP TABLE IF EXISTS email_queue CASCADE;
DROP TABLE IF EXISTS storage_folders CASCADE;
DROP TABLE IF EXISTS videos CASCADE;
DROP TABLE IF EXISTS portraits CASCADE;
DROP TABLE IF EXISTS orders CASCADE;
DROP TABLE IF EXISTS clients CASCADE;
DROP TABLE IF EXISTS folders CASCADE;
DROP TABLE IF EXISTS projects CASCADE;
DROP TABLE IF EXISTS companies CASCADE;
DROP TABLE IF EXISTS storage_connections CASCADE;
DROP TABLE IF EXISTS users CASCADE;

DROP TYPE IF EXISTS notification_type;
DROP TYPE IF EXISTS user_role;
