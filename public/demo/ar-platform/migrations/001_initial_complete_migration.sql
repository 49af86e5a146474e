-- Migration: 001_initial_complete_migration
-- Description: The complete schema of the augmented-reality platform
-- Author: Backend team
-- Date: 2025-12-18

CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

-- Types -------------------------------------------------------------------

DO $$ BEGIN
    CREATE TYPE user_role AS ENUM ('admin', 'manager', 'viewer');
EXCEPTION
    WHEN duplicate_object THEN NULL;
END $$;

DO $$ BEGIN
    CREATE TYPE notification_type AS ENUM ('email', 'telegram', 'system', 'sms');
EXCEPTION
    WHEN duplicate_object THEN NULL;
END $$;

-- Tables ------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS users (
    id SERIAL PRIMARY KEY,
    email VARCHAR(255) NOT NULL UNIQUE,
    hashed_password VARCHAR(255) NOT NULL,
    full_name VARCHAR(255) NOT NULL,
    role user_role NOT NULL DEFAULT 'viewer',
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    login_attempts INTEGER NOT NULL DEFAULT 0,
    locked_until TIMESTAMP WITH TIME ZONE,
    last_login_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS storage_connections (
    id SERIAL PRIMARY KEY,
    name VARCHAR(255) NOT NULL UNIQUE,
    provider VARCHAR(50) NOT NULL,
    base_path VARCHAR(500) NOT NULL,
    credentials JSONB NOT NULL DEFAULT '{}'::jsonb,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    is_default BOOLEAN NOT NULL DEFAULT FALSE,
    last_tested_at TIMESTAMP WITH TIME ZONE,
    test_status VARCHAR(50),
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS companies (
    id SERIAL PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    slug VARCHAR(100) NOT NULL UNIQUE,
    contact_email VARCHAR(255),
    contact_phone VARCHAR(50),
    telegram_chat_id VARCHAR(100),
    storage_connection_id INTEGER REFERENCES storage_connections(id) ON DELETE SET NULL,
    storage_path VARCHAR(500),
    storage_quota_gb INTEGER NOT NULL DEFAULT 10,
    storage_used_gb DECIMAL(10,3) NOT NULL DEFAULT 0,
    subscription_tier VARCHAR(50) NOT NULL DEFAULT 'basic',
    subscription_expires_at TIMESTAMP WITH TIME ZONE,
    is_default BOOLEAN NOT NULL DEFAULT FALSE,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    settings JSONB NOT NULL DEFAULT '{}'::jsonb,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS projects (
    id SERIAL PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies(id) ON DELETE CASCADE,
    name VARCHAR(255) NOT NULL,
    slug VARCHAR(100) NOT NULL,
    project_type VARCHAR(50) NOT NULL DEFAULT 'portraits',
    status VARCHAR(50) NOT NULL DEFAULT 'active',
    starts_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE,
    notify_before_days INTEGER[] NOT NULL DEFAULT '{30,14,7,1}',
    tags VARCHAR(50)[] NOT NULL DEFAULT '{}',
    metadata JSONB NOT NULL DEFAULT '{}'::jsonb,
    created_by INTEGER REFERENCES users(id) ON DELETE SET NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ck_projects_period CHECK (expires_at IS NULL OR starts_at IS NULL OR expires_at > starts_at)
);

CREATE TABLE IF NOT EXISTS folders (
    id SERIAL PRIMARY KEY,
    project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    parent_id INTEGER REFERENCES folders(id) ON DELETE CASCADE,
    name VARCHAR(255) NOT NULL,
    path VARCHAR(500) NOT NULL,
    sort_order INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS clients (
    id SERIAL PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies(id) ON DELETE CASCADE,
    name VARCHAR(255) NOT NULL,
    phone VARCHAR(50),
    email VARCHAR(255),
    address TEXT,
    notes TEXT,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS orders (
    id SERIAL PRIMARY KEY,
    client_id INTEGER NOT NULL REFERENCES clients(id) ON DELETE RESTRICT,
    project_id INTEGER REFERENCES projects(id) ON DELETE SET NULL,
    order_number VARCHAR(50) NOT NULL UNIQUE,
    status VARCHAR(50) NOT NULL DEFAULT 'new',
    content_type VARCHAR(50) NOT NULL DEFAULT 'portrait',
    amount DECIMAL(10,2) NOT NULL DEFAULT 0,
    currency VARCHAR(3) NOT NULL DEFAULT 'EUR',
    subscription_end DATE,
    paid_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ck_orders_amount CHECK (amount >= 0)
);

CREATE TABLE IF NOT EXISTS portraits (
    id SERIAL PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
    folder_id INTEGER REFERENCES folders(id) ON DELETE SET NULL,
    unique_id UUID NOT NULL DEFAULT uuid_generate_v4() UNIQUE,
    file_path VARCHAR(255) NOT NULL,
    public_url VARCHAR(500),
    thumbnail_path VARCHAR(500),
    width_px INTEGER,
    height_px INTEGER,
    file_size_mb DECIMAL(10,3),
    metadata JSONB NOT NULL DEFAULT '{}'::jsonb,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS videos (
    id SERIAL PRIMARY KEY,
    portrait_id INTEGER NOT NULL REFERENCES portraits(id) ON DELETE CASCADE,
    title VARCHAR(255),
    video_path VARCHAR(500) NOT NULL,
    video_url VARCHAR(500),
    preview_path VARCHAR(500),
    duration_seconds DECIMAL(10,3),
    file_size_mb DECIMAL(10,3),
    is_active BOOLEAN NOT NULL DEFAULT FALSE,
    rotation_order INTEGER NOT NULL DEFAULT 0,
    subscription_end TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS storage_folders (
    id SERIAL PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies(id) ON DELETE CASCADE,
    storage_connection_id INTEGER NOT NULL REFERENCES storage_connections(id) ON DELETE CASCADE,
    name VARCHAR(255) NOT NULL,
    path VARCHAR(500) NOT NULL,
    folder_type VARCHAR(50) NOT NULL,
    files_count INTEGER NOT NULL DEFAULT 0,
    total_size_bytes BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS email_queue (
    id SERIAL PRIMARY KEY,
    recipient VARCHAR(255) NOT NULL,
    subject VARCHAR(500) NOT NULL,
    body TEXT NOT NULL,
    template_name VARCHAR(100),
    context JSONB NOT NULL DEFAULT '{}'::jsonb,
    status VARCHAR(50) NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL DEFAULT 3,
    last_error TEXT,
    scheduled_at TIMESTAMP WITH TIME ZONE,
    sent_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS notifications (
    id SERIAL PRIMARY KEY,
    user_id INTEGER REFERENCES users(id) ON DELETE CASCADE,
    company_id INTEGER REFERENCES companies(id) ON DELETE CASCADE,
    project_id INTEGER REFERENCES projects(id) ON DELETE CASCADE,
    type notification_type NOT NULL DEFAULT 'system',
    subject VARCHAR(500),
    message TEXT NOT NULL,
    is_read BOOLEAN NOT NULL DEFAULT FALSE,
    email_sent BOOLEAN NOT NULL DEFAULT FALSE,
    telegram_sent BOOLEAN NOT NULL DEFAULT FALSE,
    metadata JSONB NOT NULL DEFAULT '{}'::jsonb,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Partitioning by created_at is planned; the table stays whole until it passes ten million rows.
CREATE TABLE IF NOT EXISTS audit_log (
    id SERIAL PRIMARY KEY,
    user_id INTEGER REFERENCES users(id) ON DELETE SET NULL,
    entity_type VARCHAR(100) NOT NULL,
    entity_id INTEGER,
    action VARCHAR(100) NOT NULL,
    changes JSONB NOT NULL DEFAULT '{}'::jsonb,
    ip_address INET,
    user_agent TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS ar_content (
    id SERIAL PRIMARY KEY,
    project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    company_id INTEGER NOT NULL REFERENCES companies(id) ON DELETE CASCADE,
    portrait_id INTEGER REFERENCES portraits(id) ON DELETE SET NULL,
    active_video_id INTEGER REFERENCES videos(id) ON DELETE SET NULL,
    unique_id UUID NOT NULL DEFAULT uuid_generate_v4() UNIQUE,
    title VARCHAR(255) NOT NULL,
    description TEXT,
    marker_path VARCHAR(500),
    marker_status VARCHAR(50) NOT NULL DEFAULT 'pending',
    marker_generated_at TIMESTAMP WITH TIME ZONE,
    rotation_type VARCHAR(50) NOT NULL DEFAULT 'none',
    qr_code_path VARCHAR(500),
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    published_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE,
    views_count INTEGER NOT NULL DEFAULT 0,
    metadata JSONB NOT NULL DEFAULT '{}'::jsonb,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS video_rotation_schedules (
    id SERIAL PRIMARY KEY,
    ar_content_id INTEGER NOT NULL REFERENCES ar_content(id) ON DELETE CASCADE,
    rotation_type VARCHAR(50) NOT NULL,
    time_of_day TIME,
    day_of_week INTEGER,
    day_of_month INTEGER,
    cron_expression VARCHAR(100),
    video_sequence INTEGER[] NOT NULL DEFAULT '{}',
    current_index INTEGER NOT NULL DEFAULT 0,
    last_rotation_at TIMESTAMP WITH TIME ZONE,
    next_rotation_at TIMESTAMP WITH TIME ZONE,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ck_video_rotation_schedules_day_of_week CHECK (day_of_week BETWEEN 0 AND 6),
    CONSTRAINT ck_video_rotation_schedules_day_of_month CHECK (day_of_month BETWEEN 1 AND 31)
);

-- Partitioning by created_at is planned here too.
CREATE TABLE IF NOT EXISTS ar_view_sessions (
    id SERIAL PRIMARY KEY,
    ar_content_id INTEGER NOT NULL REFERENCES ar_content(id) ON DELETE CASCADE,
    project_id INTEGER REFERENCES projects(id) ON DELETE SET NULL,
    company_id INTEGER REFERENCES companies(id) ON DELETE SET NULL,
    video_id INTEGER REFERENCES videos(id) ON DELETE SET NULL,
    session_id UUID NOT NULL DEFAULT uuid_generate_v4(),
    ip_address INET,
    country VARCHAR(2),
    city VARCHAR(100),
    device_type VARCHAR(50),
    browser VARCHAR(100),
    os VARCHAR(100),
    duration_seconds INTEGER,
    tracking_quality VARCHAR(20),
    average_fps DECIMAL(10,2),
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Indexes -----------------------------------------------------------------

CREATE INDEX IF NOT EXISTS idx_users_role ON users(role);
CREATE INDEX IF NOT EXISTS idx_companies_subscription_expires_at ON companies(subscription_expires_at);
CREATE INDEX IF NOT EXISTS idx_companies_storage_connection_id ON companies(storage_connection_id);
CREATE UNIQUE INDEX IF NOT EXISTS idx_projects_company_slug ON projects(company_id, slug);
CREATE INDEX IF NOT EXISTS idx_projects_status ON projects(status);
CREATE INDEX IF NOT EXISTS idx_projects_expires_at ON projects(expires_at);
CREATE INDEX IF NOT EXISTS idx_folders_project_id ON folders(project_id);
CREATE INDEX IF NOT EXISTS idx_folders_parent_id ON folders(parent_id);
CREATE INDEX IF NOT EXISTS idx_clients_company_id ON clients(company_id);
CREATE INDEX IF NOT EXISTS idx_clients_phone ON clients(phone);
CREATE INDEX IF NOT EXISTS idx_orders_client_id ON orders(client_id);
CREATE INDEX IF NOT EXISTS idx_orders_project_id ON orders(project_id);
CREATE INDEX IF NOT EXISTS idx_orders_status ON orders(status);
CREATE INDEX IF NOT EXISTS idx_portraits_order_id ON portraits(order_id);
CREATE INDEX IF NOT EXISTS idx_portraits_folder_id ON portraits(folder_id);
CREATE INDEX IF NOT EXISTS idx_videos_portrait_id ON videos(portrait_id);
CREATE INDEX IF NOT EXISTS idx_videos_active ON videos(portrait_id) WHERE is_active;
CREATE INDEX IF NOT EXISTS idx_storage_folders_company_id ON storage_folders(company_id);
CREATE INDEX IF NOT EXISTS idx_email_queue_pending ON email_queue(scheduled_at) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS idx_notifications_user_id ON notifications(user_id, is_read);
CREATE INDEX IF NOT EXISTS idx_notifications_created_at ON notifications(created_at);
CREATE INDEX IF NOT EXISTS idx_audit_log_entity ON audit_log(entity_type, entity_id);
CREATE INDEX IF NOT EXISTS idx_audit_log_user_id ON audit_log(user_id);
CREATE INDEX IF NOT EXISTS idx_audit_log_created_at ON audit_log(created_at);
CREATE INDEX IF NOT EXISTS idx_ar_content_project_id ON ar_content(project_id);
CREATE INDEX IF NOT EXISTS idx_ar_content_company_id ON ar_content(company_id);
CREATE INDEX IF NOT EXISTS idx_ar_content_portrait_id ON ar_content(portrait_id);
CREATE INDEX IF NOT EXISTS idx_video_rotation_schedules_ar_content_id ON video_rotation_schedules(ar_content_id);
CREATE INDEX IF NOT EXISTS idx_video_rotation_schedules_next ON video_rotation_schedules(next_rotation_at) WHERE is_active;
CREATE INDEX IF NOT EXISTS idx_ar_view_sessions_ar_content_id ON ar_view_sessions(ar_content_id);
CREATE INDEX IF NOT EXISTS idx_ar_view_sessions_company_created ON ar_view_sessions(company_id, created_at);

-- Views -------------------------------------------------------------------

CREATE OR REPLACE VIEW active_projects AS
SELECT
    p.id,
    p.name,
    p.slug,
    p.expires_at,
    c.id AS company_id,
    c.name AS company_name,
    COUNT(a.id) AS content_count
FROM projects p
JOIN companies c ON c.id = p.company_id
LEFT JOIN ar_content a ON a.project_id = p.id AND a.is_active
WHERE p.status = 'active'
  AND c.is_active
  AND (p.expires_at IS NULL OR p.expires_at > CURRENT_TIMESTAMP)
GROUP BY p.id, c.id;

CREATE OR REPLACE VIEW expiring_subscriptions AS
SELECT
    c.id AS company_id,
    c.name AS company_name,
    c.contact_email,
    c.subscription_tier,
    c.subscription_expires_at,
    CASE
        WHEN c.subscription_expires_at < CURRENT_TIMESTAMP THEN 'expired'
        WHEN c.subscription_expires_at < CURRENT_TIMESTAMP + INTERVAL '7 days' THEN 'critical'
        WHEN c.subscription_expires_at < CURRENT_TIMESTAMP + INTERVAL '14 days' THEN 'warning'
        ELSE 'notice'
    END AS urgency
FROM companies c
WHERE c.is_active
  AND c.subscription_expires_at < CURRENT_TIMESTAMP + INTERVAL '30 days';

-- updated_at --------------------------------------------------------------

CREATE OR REPLACE FUNCTION update_updated_at_column()
RETURNS TRIGGER AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER update_users_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_storage_connections_updated_at BEFORE UPDATE ON storage_connections
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_companies_updated_at BEFORE UPDATE ON companies
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_projects_updated_at BEFORE UPDATE ON projects
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_folders_updated_at BEFORE UPDATE ON folders
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_clients_updated_at BEFORE UPDATE ON clients
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_orders_updated_at BEFORE UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_portraits_updated_at BEFORE UPDATE ON portraits
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_videos_updated_at BEFORE UPDATE ON videos
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_storage_folders_updated_at BEFORE UPDATE ON storage_folders
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_ar_content_updated_at BEFORE UPDATE ON ar_content
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_video_rotation_schedules_updated_at BEFORE UPDATE ON video_rotation_schedules
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

-- Default rows ------------------------------------------------------------

-- The administrator's password is admin123. Change it after the first login.
INSERT INTO users (email, hashed_password, full_name, role)
VALUES (
    'admin@example.com',
    '$2a$12$JT2QtEwiY8KEMs6wyIu6zuw.a4zOuK6DvnDOS9giL5CAxAQMIiZz2',
    'Administrator',
    'admin'
)
ON CONFLICT (email) DO NOTHING;

INSERT INTO storage_connections (name, provider, base_path, is_default)
VALUES ('Local storage', 'local_disk', '/var/lib/ar-platform/content', TRUE)
ON CONFLICT (name) DO NOTHING;

INSERT INTO companies (name, slug, storage_connection_id, storage_path, is_default)
SELECT 'Main company', 'main', id, 'companies/main', TRUE
FROM storage_connections
WHERE name = 'Local storage'
ON CONFLICT (slug) DO NOTHING;

-- Row-level security is planned: a company must see its own rows only.
-- ALTER TABLE projects ENABLE ROW LEVEL SECURITY;

-- GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ar_app;
-- GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ar_app;
