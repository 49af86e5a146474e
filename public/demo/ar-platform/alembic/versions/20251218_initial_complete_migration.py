"""Initial complete migration

Revision ID: 20251218_initial_complete
Revises:
Create Date: 2025-12-18 10:20:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, ENUM, INET, JSONB, UUID

revision: str = "20251218_initial_complete"
down_revision: Union[str, None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

# The types are made by hand below, because a failed first try may have left them behind.
user_role = ENUM("admin", "manager", "viewer", name="user_role", create_type=False)
notification_type = ENUM("email", "telegram", "system", "sms", name="notification_type", create_type=False)

# In the order in which they can be created; the downgrade goes through them backwards.
TABLES = (
    "users",
    "storage_connections",
    "companies",
    "projects",
    "folders",
    "clients",
    "orders",
    "portraits",
    "videos",
    "storage_folders",
    "email_queue",
    "notifications",
    "audit_log",
    "ar_content",
    "video_rotation_schedules",
    "ar_view_sessions",
)

WITHOUT_UPDATED_AT = ("email_queue", "notifications", "audit_log", "ar_view_sessions")

UPDATED_AT_FUNCTION = """
CREATE OR REPLACE FUNCTION update_updated_at_column()
RETURNS TRIGGER AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql
"""


def created_at() -> sa.Column:
    return sa.Column(
        "created_at",
        sa.DateTime(timezone=True),
        server_default=sa.text("CURRENT_TIMESTAMP"),
        nullable=False,
    )


def updated_at() -> sa.Column:
    return sa.Column(
        "updated_at",
        sa.DateTime(timezone=True),
        server_default=sa.text("CURRENT_TIMESTAMP"),
        nullable=False,
    )


def json_object(name: str) -> sa.Column:
    return sa.Column(name, JSONB, server_default=sa.text("'{}'::jsonb"), nullable=False)


def upgrade() -> None:
    op.execute('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"')

    op.execute(
        """
        DO $$ BEGIN
            CREATE TYPE user_role AS ENUM ('admin', 'manager', 'viewer');
        EXCEPTION
            WHEN duplicate_object THEN NULL;
        END $$;
        """
    )
    op.execute(
        """
        DO $$ BEGIN
            CREATE TYPE notification_type AS ENUM ('email', 'telegram', 'system', 'sms');
        EXCEPTION
            WHEN duplicate_object THEN NULL;
        END $$;
        """
    )

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(255), nullable=False, unique=True),
        sa.Column("hashed_password", sa.String(255), nullable=False),
        sa.Column("full_name", sa.String(255), nullable=False),
        sa.Column("role", user_role, server_default="viewer", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("login_attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
        sa.Column("last_login_at", sa.DateTime(timezone=True)),
        created_at(),
        updated_at(),
    )
    op.create_index("idx_users_role", "users", ["role"])

    op.create_table(
        "storage_connections",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("provider", sa.String(50), nullable=False),
        sa.Column("base_path", sa.String(500), nullable=False),
        json_object("credentials"),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("last_tested_at", sa.DateTime(timezone=True)),
        sa.Column("test_status", sa.String(50)),
        created_at(),
        updated_at(),
    )

    op.create_table(
        "companies",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("slug", sa.String(100), nullable=False, unique=True),
        sa.Column("contact_email", sa.String(255)),
        sa.Column("contact_phone", sa.String(50)),
        sa.Column("telegram_chat_id", sa.String(100)),
        sa.Column("storage_connection_id", sa.Integer(), sa.ForeignKey("storage_connections.id", ondelete="SET NULL")),
        sa.Column("storage_path", sa.String(500)),
        sa.Column("storage_quota_gb", sa.Integer(), server_default="10", nullable=False),
        sa.Column("storage_used_gb", sa.DECIMAL(10, 3), server_default=sa.text("0"), nullable=False),
        sa.Column("subscription_tier", sa.String(50), server_default="basic", nullable=False),
        sa.Column("subscription_expires_at", sa.DateTime(timezone=True)),
        sa.Column("is_default", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        json_object("settings"),
        created_at(),
        updated_at(),
    )
    op.create_index("idx_companies_subscription_expires_at", "companies", ["subscription_expires_at"])
    op.create_index("idx_companies_storage_connection_id", "companies", ["storage_connection_id"])

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("slug", sa.String(100), nullable=False),
        sa.Column("project_type", sa.String(50), server_default="portraits", nullable=False),
        sa.Column("status", sa.String(50), server_default="active", nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("notify_before_days", ARRAY(sa.Integer()), server_default="{30,14,7,1}", nullable=False),
        sa.Column("tags", ARRAY(sa.String(50)), server_default="{}", nullable=False),
        json_object("metadata"),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("users.id", ondelete="SET NULL")),
        created_at(),
        updated_at(),
        sa.CheckConstraint(
            "expires_at IS NULL OR starts_at IS NULL OR expires_at > starts_at",
            name="ck_projects_period",
        ),
    )
    op.create_index("idx_projects_company_slug", "projects", ["company_id", "slug"], unique=True)
    op.create_index("idx_projects_status", "projects", ["status"])
    op.create_index("idx_projects_expires_at", "projects", ["expires_at"])

    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("folders.id", ondelete="CASCADE")),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        created_at(),
        updated_at(),
    )
    op.create_index("idx_folders_project_id", "folders", ["project_id"])
    op.create_index("idx_folders_parent_id", "folders", ["parent_id"])

    op.create_table(
        "clients",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("phone", sa.String(50)),
        sa.Column("email", sa.String(255)),
        sa.Column("address", sa.Text()),
        sa.Column("notes", sa.Text()),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        created_at(),
        updated_at(),
    )
    op.create_index("idx_clients_company_id", "clients", ["company_id"])
    op.create_index("idx_clients_phone", "clients", ["phone"])

    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("client_id", sa.Integer(), sa.ForeignKey("clients.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id", ondelete="SET NULL")),
        sa.Column("order_number", sa.String(50), nullable=False, unique=True),
        sa.Column("status", sa.String(50), server_default="new", nullable=False),
        sa.Column("content_type", sa.String(50), server_default="portrait", nullable=False),
        sa.Column("amount", sa.DECIMAL(10, 2), server_default=sa.text("0"), nullable=False),
        sa.Column("currency", sa.String(3), server_default="EUR", nullable=False),
        sa.Column("subscription_end", sa.Date()),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        created_at(),
        updated_at(),
        sa.CheckConstraint("amount >= 0", name="ck_orders_amount"),
    )
    op.create_index("idx_orders_client_id", "orders", ["client_id"])
    op.create_index("idx_orders_project_id", "orders", ["project_id"])

    op.create_table(
        "portraits",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
        sa.Column("folder_id", sa.Integer(), sa.ForeignKey("folders.id", ondelete="SET NULL")),
        sa.Column("unique_id", UUID(), server_default=sa.text("uuid_generate_v4()"), nullable=False, unique=True),
        sa.Column("file_path", sa.String(500), nullable=False),
        sa.Column("public_url", sa.String(500)),
        sa.Column("thumbnail_path", sa.String(500)),
        sa.Column("width_px", sa.Integer()),
        sa.Column("height_px", sa.Integer()),
        sa.Column("file_size_mb", sa.DECIMAL(10, 3)),
        json_object("metadata"),
        created_at(),
        updated_at(),
    )
    op.create_index("idx_portraits_order_id", "portraits", ["order_id"])
    op.create_index("idx_portraits_folder_id", "portraits", ["folder_id"])

    op.create_table(
        "videos",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("portrait_id", sa.Integer(), sa.ForeignKey("portraits.id", ondelete="CASCADE"), nullable=False),
        sa.Column("title", sa.String(255)),
        sa.Column("video_path", sa.String(500), nullable=False),
        sa.Column("video_url", sa.String(500)),
        sa.Column("preview_path", sa.String(500)),
        sa.Column("duration_seconds", sa.DECIMAL(10, 3)),
        sa.Column("file_size_mb", sa.DECIMAL(10, 3)),
        sa.Column("is_active", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("rotation_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("subscription_end", sa.DateTime(timezone=True)),
        created_at(),
        updated_at(),
    )
    op.create_index("idx_videos_portrait_id", "videos", ["portrait_id"])
    op.create_index("idx_videos_active", "videos", ["portrait_id"], postgresql_where=sa.text("is_active"))

    op.create_table(
        "storage_folders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "storage_connection_id",
            sa.Integer(),
            sa.ForeignKey("storage_connections.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("folder_type", sa.String(50), nullable=False),
        sa.Column("files_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total_size_bytes", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        created_at(),
        updated_at(),
    )
    op.create_index("idx_storage_folders_company_id", "storage_folders", ["company_id"])

    op.create_table(
        "email_queue",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("recipient", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("template_name", sa.String(100)),
        json_object("context"),
        sa.Column("status", sa.String(50), server_default="pending", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("max_attempts", sa.Integer(), server_default="3", nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.Column("scheduled_at", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        created_at(),
    )
    op.create_index(
        "idx_email_queue_pending",
        "email_queue",
        ["scheduled_at"],
        postgresql_where=sa.text("status = 'pending'"),
    )

    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id", ondelete="CASCADE")),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id", ondelete="CASCADE")),
        sa.Column("type", notification_type, server_default="system", nullable=False),
        sa.Column("subject", sa.String(500)),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("is_read", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("email_sent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("telegram_sent", sa.Boolean(), server_default=sa.false(), nullable=False),
        json_object("metadata"),
        created_at(),
    )
    op.create_index("idx_notifications_user_id", "notifications", ["user_id", "is_read"])
    op.create_index("idx_notifications_created_at", "notifications", ["created_at"])

    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("entity_type", sa.String(100), nullable=False),
        sa.Column("entity_id", sa.Integer()),
        sa.Column("action", sa.String(100), nullable=False),
        json_object("changes"),
        sa.Column("ip_address", INET()),
        sa.Column("user_agent", sa.Text()),
        created_at(),
    )
    op.create_index("idx_audit_log_entity", "audit_log", ["entity_type", "entity_id"])
    op.create_index("idx_audit_log_user_id", "audit_log", ["user_id"])
    op.create_index("idx_audit_log_created_at", "audit_log", ["created_at"])

    op.create_table(
        "ar_content",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("portrait_id", sa.Integer(), sa.ForeignKey("portraits.id", ondelete="SET NULL")),
        sa.Column("active_video_id", sa.Integer(), sa.ForeignKey("videos.id", ondelete="SET NULL")),
        sa.Column("unique_id", UUID(), server_default=sa.text("uuid_generate_v4()"), nullable=False, unique=True),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("marker_path", sa.String(500)),
        sa.Column("marker_status", sa.String(50), server_default="pending", nullable=False),
        sa.Column("marker_generated_at", sa.DateTime(timezone=True)),
        sa.Column("rotation_type", sa.String(50), server_default="none", nullable=False),
        sa.Column("qr_code_path", sa.String(500)),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("views_count", sa.Integer(), server_default="0", nullable=False),
        json_object("metadata"),
        created_at(),
        updated_at(),
    )
    op.create_index("idx_ar_content_project_id", "ar_content", ["project_id"])
    op.create_index("idx_ar_content_company_id", "ar_content", ["company_id"])
    op.create_index("idx_ar_content_portrait_id", "ar_content", ["portrait_id"])

    op.create_table(
        "video_rotation_schedules",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("ar_content_id", sa.Integer(), sa.ForeignKey("ar_content.id", ondelete="CASCADE"), nullable=False),
        sa.Column("rotation_type", sa.String(50), nullable=False),
        sa.Column("time_of_day", sa.Time()),
        sa.Column("day_of_week", sa.Integer()),
        sa.Column("day_of_month", sa.Integer()),
        sa.Column("cron_expression", sa.String(100)),
        sa.Column("video_sequence", ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("current_index", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_rotation_at", sa.DateTime(timezone=True)),
        sa.Column("next_rotation_at", sa.DateTime(timezone=True)),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        created_at(),
        updated_at(),
        sa.CheckConstraint("day_of_week BETWEEN 0 AND 6", name="ck_video_rotation_schedules_day_of_week"),
        sa.CheckConstraint("day_of_month BETWEEN 1 AND 31", name="ck_video_rotation_schedules_day_of_month"),
    )
    op.create_index("idx_video_rotation_schedules_ar_content_id", "video_rotation_schedules", ["ar_content_id"])
    op.create_index(
        "idx_video_rotation_schedules_next",
        "video_rotation_schedules",
        ["next_rotation_at"],
        postgresql_where=sa.text("is_active"),
    )

    op.create_table(
        "ar_view_sessions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("ar_content_id", sa.Integer(), sa.ForeignKey("ar_content.id", ondelete="CASCADE"), nullable=False),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("projects.id", ondelete="SET NULL")),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id", ondelete="SET NULL")),
        sa.Column("video_id", sa.Integer(), sa.ForeignKey("videos.id", ondelete="SET NULL")),
        sa.Column("session_id", UUID(), server_default=sa.text("uuid_generate_v4()"), nullable=False),
        sa.Column("ip_address", INET()),
        sa.Column("country", sa.String(2)),
        sa.Column("city", sa.String(100)),
        sa.Column("device_type", sa.String(50)),
        sa.Column("browser", sa.String(100)),
        sa.Column("os", sa.String(100)),
        sa.Column("duration_seconds", sa.Integer()),
        sa.Column("tracking_quality", sa.String(20)),
        sa.Column("average_fps", sa.DECIMAL(10, 2)),
        created_at(),
    )
    op.create_index("idx_ar_view_sessions_ar_content_id", "ar_view_sessions", ["ar_content_id"])
    op.create_index("idx_ar_view_sessions_company_created", "ar_view_sessions", ["company_id", "created_at"])

    create_views()
    create_updated_at_triggers()
    insert_default_rows()


def create_views() -> None:
    op.execute(
        """
        CREATE OR REPLACE VIEW active_projects AS
        SELECT p.id, p.name, p.slug, p.expires_at,
               c.id AS company_id, c.name AS company_name,
               COUNT(a.id) AS content_count
        FROM projects p
        JOIN companies c ON c.id = p.company_id
        LEFT JOIN ar_content a ON a.project_id = p.id AND a.is_active
        WHERE p.status = 'active'
          AND c.is_active
          AND (p.expires_at IS NULL OR p.expires_at > CURRENT_TIMESTAMP)
        GROUP BY p.id, c.id
        """
    )
    op.execute(
        """
        CREATE OR REPLACE VIEW expiring_subscriptions AS
        SELECT c.id AS company_id, c.name AS company_name, c.contact_email,
               c.subscription_tier, c.subscription_expires_at,
               CASE
                   WHEN c.subscription_expires_at < CURRENT_TIMESTAMP THEN 'expired'
                   WHEN c.subscription_expires_at < CURRENT_TIMESTAMP + INTERVAL '7 days' THEN 'critical'
                   WHEN c.subscription_expires_at < CURRENT_TIMESTAMP + INTERVAL '14 days' THEN 'warning'
                   ELSE 'notice'
               END AS urgency
        FROM companies c
        WHERE c.is_active
          AND c.subscription_expires_at < CURRENT_TIMESTAMP + INTERVAL '30 days'
        """
    )


def create_updated_at_triggers() -> None:
    op.execute(UPDATED_AT_FUNCTION)
    for table in TABLES:
        if table in WITHOUT_UPDATED_AT:
            continue
        op.execute(
            f"CREATE TRIGGER update_{table}_updated_at BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION update_updated_at_column()"
        )


def insert_default_rows() -> None:
    # The administrator's password is admin123. Change it after the first login.
    op.execute(
        """
        INSERT INTO users (email, hashed_password, full_name, role)
        VALUES (
            'admin@example.com',
            '$2a$12$JT2QtEwiY8KEMs6wyIu6zuw.a4zOuK6DvnDOS9giL5CAxAQMIiZz2',
            'Administrator',
            'admin'
        )
        ON CONFLICT (email) DO NOTHING
        """
    )
    op.execute(
        """
        INSERT INTO storage_connections (name, provider, base_path, is_default)
        VALUES ('Local storage', 'local_disk', '/var/lib/ar-platform/content', TRUE)
        ON CONFLICT (name) DO NOTHING
        """
    )
    op.execute(
        """
        INSERT INTO companies (name, slug, storage_connection_id, storage_path, is_default)
        SELECT 'Main company', 'main', id, 'companies/main', TRUE
        FROM storage_connections
        WHERE name = 'Local storage'
        ON CONFLICT (slug) DO NOTHING
        """
    )


def downgrade() -> None:
    op.execute("DROP VIEW IF EXISTS expiring_subscriptions")
    op.execute("DROP VIEW IF EXISTS active_projects")

    for table in reversed(TABLES):
        op.execute(f"DROP TABLE IF EXISTS {table} CASCADE")

    op.execute("DROP FUNCTION IF EXISTS update_updated_at_column()")
    op.execute("DROP TYPE IF EXISTS notification_type")
    op.execute("DROP TYPE IF EXISTS user_role")
