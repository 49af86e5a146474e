-- Migration: 001_initial_schema
-- Description: Organizations, users, templates, reports and what is recorded when a report runs
-- Author: Platform team
-- Date: 2025-01-06

CREATE TABLE IF NOT EXISTS schema_migrations (
    version VARCHAR(50) PRIMARY KEY,
    applied_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    rollback_sql TEXT,
    checksum CHAR(64) CHECK (checksum ~ '^[0-9a-f]{64}$'),
    applied_by VARCHAR(100) NOT NULL DEFAULT CURRENT_USER
);

-- Users -------------------------------------------------------------------

CREATE TABLE users (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id UUID NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    email VARCHAR(255) NOT NULL UNIQUE,
    username VARCHAR(50) NOT NULL UNIQUE,
    password_hash VARCHAR(255) NOT NULL,
    first_name VARCHAR(100),
    last_name VARCHAR(100),
    role VARCHAR(20) NOT NULL DEFAULT 'viewer',
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    email_verified_at TIMESTAMP WITH TIME ZONE,
    last_login_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT chk_users_email CHECK (email ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$'),
    CONSTRAINT chk_users_username CHECK (username ~ '^[a-z][a-z0-9_.-]{2,49}$'),
    CONSTRAINT chk_users_role CHECK (role IN ('owner', 'admin', 'editor', 'viewer'))
);

-- Organizations -----------------------------------------------------------

CREATE TABLE organizations (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name VARCHAR(255) NOT NULL,
    slug VARCHAR(100) NOT NULL UNIQUE,
    plan VARCHAR(20) NOT NULL DEFAULT 'free',
    settings JSONB NOT NULL DEFAULT '{"retention_days": 90, "max_reports": 50}'::jsonb,
    billing_email VARCHAR(255),
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT chk_organizations_slug CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT chk_organizations_plan CHECK (plan IN ('free', 'team', 'business', 'enterprise'))
);

-- Templates ---------------------------------------------------------------

CREATE TABLE templates (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id UUID NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    created_by UUID REFERENCES users(id) ON DELETE SET NULL,
    name VARCHAR(255) NOT NULL,
    description TEXT,
    category VARCHAR(50) NOT NULL DEFAULT 'general',
    output_format VARCHAR(10) NOT NULL DEFAULT 'pdf',
    content JSONB NOT NULL DEFAULT '{}'::jsonb,
    tags TEXT[] NOT NULL DEFAULT '{}',
    version INTEGER NOT NULL DEFAULT 1,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT uq_templates_organization_name_version UNIQUE (organization_id, name, version),
    CONSTRAINT chk_templates_output_format CHECK (output_format IN ('pdf', 'xlsx', 'csv', 'html')),
    CONSTRAINT chk_templates_version CHECK (version > 0)
);

CREATE TABLE template_fields (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    template_id UUID NOT NULL REFERENCES templates(id) ON DELETE CASCADE,
    field_name VARCHAR(100) NOT NULL,
    label VARCHAR(255),
    field_type VARCHAR(20) NOT NULL,
    is_required BOOLEAN NOT NULL DEFAULT FALSE,
    default_value TEXT,
    validation JSONB NOT NULL DEFAULT '{}'::jsonb,
    position INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT uq_template_fields_name UNIQUE (template_id, field_name),
    CONSTRAINT chk_template_fields_name CHECK (field_name ~ '^[a-z_][a-z0-9_]*$'),
    CONSTRAINT chk_template_fields_type CHECK (field_type IN ('text', 'number', 'date', 'boolean', 'select'))
);

-- Reports -----------------------------------------------------------------

CREATE TABLE reports (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id UUID NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    template_id UUID NOT NULL REFERENCES templates(id) ON DELETE RESTRICT,
    created_by UUID REFERENCES users(id) ON DELETE SET NULL,
    title VARCHAR(255) NOT NULL,
    parameters JSONB NOT NULL DEFAULT '{}'::jsonb,
    schedule_cron VARCHAR(100),
    status VARCHAR(20) NOT NULL DEFAULT 'draft',
    next_run_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT chk_reports_status CHECK (status IN ('draft', 'active', 'paused', 'archived'))
);

CREATE TABLE report_executions (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    report_id UUID NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    triggered_by UUID REFERENCES users(id) ON DELETE SET NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'queued',
    started_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    duration_ms INTEGER,
    row_count BIGINT,
    file_path TEXT,
    file_size_bytes BIGINT,
    error_message TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT chk_report_executions_status CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    CONSTRAINT chk_report_executions_times CHECK (finished_at IS NULL OR finished_at >= started_at)
);

CREATE TABLE report_executions_2025_01 PARTITION OF report_executions
    FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE report_executions_2025_02 PARTITION OF report_executions
    FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
CREATE TABLE report_executions_2025_03 PARTITION OF report_executions
    FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');

CREATE TABLE execution_logs (
    id BIGSERIAL PRIMARY KEY,
    execution_id UUID NOT NULL REFERENCES report_executions(id) ON DELETE CASCADE,
    level VARCHAR(10) NOT NULL DEFAULT 'info',
    message TEXT NOT NULL,
    context JSONB NOT NULL DEFAULT '{}'::jsonb,
    logged_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT chk_execution_logs_level CHECK (level IN ('debug', 'info', 'warning', 'error'))
);

CREATE TABLE report_shares (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    report_id UUID NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
    shared_by UUID REFERENCES users(id) ON DELETE SET NULL,
    shared_with UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    permission VARCHAR(10) NOT NULL DEFAULT 'view',
    expires_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT uq_report_shares UNIQUE (report_id, shared_with),
    CONSTRAINT chk_report_shares_permission CHECK (permission IN ('view', 'run', 'edit'))
);

CREATE TABLE user_sessions (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    token_hash CHAR(64) NOT NULL UNIQUE,
    ip_address INET,
    user_agent TEXT,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Indexes -----------------------------------------------------------------

CREATE INDEX idx_users_organization_id ON users(organization_id);
CREATE INDEX idx_users_email ON users(email);
CREATE INDEX idx_users_username ON users(username);
CREATE INDEX idx_users_email_lower ON users(LOWER(email));
CREATE INDEX idx_users_active ON users(organization_id, role) WHERE is_active;

CREATE INDEX idx_organizations_slug ON organizations(slug);
CREATE INDEX idx_organizations_settings ON organizations USING GIN (settings);

CREATE INDEX idx_templates_organization_id ON templates(organization_id);
CREATE INDEX idx_templates_created_by ON templates(created_by);
CREATE INDEX idx_templates_tags ON templates USING GIN (tags);
CREATE INDEX idx_templates_content ON templates USING GIN (content jsonb_path_ops);

CREATE INDEX idx_reports_organization_created ON reports(organization_id, created_at DESC);
CREATE INDEX idx_reports_template_id ON reports(template_id);
CREATE INDEX idx_reports_next_run ON reports(next_run_at) WHERE status = 'active' AND next_run_at IS NOT NULL;

CREATE INDEX idx_report_executions_report_created ON report_executions(report_id, created_at DESC);
CREATE INDEX idx_report_executions_failed ON report_executions(created_at DESC) WHERE status = 'failed';

CREATE INDEX idx_execution_logs_execution_id ON execution_logs(execution_id, logged_at);
CREATE INDEX idx_report_shares_shared_with ON report_shares(shared_with);
CREATE INDEX idx_user_sessions_user_id ON user_sessions(user_id);
CREATE INDEX idx_user_sessions_open ON user_sessions(expires_at) WHERE revoked_at IS NULL;

-- updated_at --------------------------------------------------------------

CREATE OR REPLACE FUNCTION set_updated_at()
RETURNS TRIGGER AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER trg_organizations_updated_at BEFORE UPDATE ON organizations
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER trg_users_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER trg_templates_updated_at BEFORE UPDATE ON templates
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER trg_reports_updated_at BEFORE UPDATE ON reports
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

INSERT INTO schema_migrations (version, rollback_sql)
VALUES (
    '001_initial_schema',
    'DROP TABLE user_sessions, report_shares, execution_logs, report_executions, reports, template_fields, templates, users, organizations; DROP FUNCTION set_updated_at();'
);
