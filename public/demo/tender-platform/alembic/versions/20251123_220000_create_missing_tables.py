"""Create missing tables

Revision ID: 20251123_220000
Revises: 20251123_153004
Create Date: 2025-11-23 22:00:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20251123_220000"
down_revision: Union[str, None] = "20251123_153004"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    create_accounts()
    create_tenders()
    create_search()
    create_billing()
    create_messaging()
    create_tracking()
    create_administration()


def create_accounts() -> None:
    op.create_table(
        "organizations",
        sa.Column("org_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("tax_number", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column("phone", sa.String(length=50), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("country", sa.String(length=2), server_default="MK", nullable=False),
        sa.Column("website", sa.String(length=255), nullable=True),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("org_id", name="pk_organizations"),
    )

    op.create_table(
        "users",
        sa.Column("user_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("org_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("full_name", sa.String(length=255), nullable=True),
        sa.Column("role", sa.String(length=50), server_default="user", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("email_verified", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("subscription_tier", sa.String(length=50), server_default="free", nullable=False),
        sa.Column("stripe_customer_id", sa.String(length=255), nullable=True),
        sa.Column("trial_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trial_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login_ip", postgresql.INET(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.org_id"], name="fk_users_org_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("user_id", name="pk_users"),
    )
    op.create_index("idx_users_email", "users", ["email"], unique=True)
    op.create_index("idx_users_stripe_customer_id", "users", ["stripe_customer_id"], unique=False)
    op.create_index("idx_users_subscription_tier", "users", ["subscription_tier"], unique=False)
    op.create_index("idx_users_trial_ends_at", "users", ["trial_ends_at"], unique=False)

    op.create_table(
        "refresh_tokens",
        sa.Column("token_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("token", sa.String(length=512), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_refresh_tokens_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_id", name="pk_refresh_tokens"),
    )
    op.create_index("idx_refresh_tokens_user_id", "refresh_tokens", ["user_id"], unique=False)
    op.create_index("idx_refresh_tokens_token", "refresh_tokens", ["token"], unique=True)
    op.create_index("idx_refresh_tokens_expires_at", "refresh_tokens", ["expires_at"], unique=False)

    op.create_table(
        "api_keys",
        sa.Column("key_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.String(length=50)), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_api_keys_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key_id", name="pk_api_keys"),
    )
    op.create_index("idx_api_keys_user_id", "api_keys", ["user_id"], unique=False)
    op.create_index("idx_api_keys_key_hash", "api_keys", ["key_hash"], unique=True)
    op.create_index("idx_api_keys_is_active", "api_keys", ["is_active"], unique=False)

    op.create_table(
        "user_preferences",
        sa.Column("pref_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("language", sa.String(length=5), server_default="mk", nullable=False),
        sa.Column("timezone", sa.String(length=50), server_default="Europe/Skopje", nullable=False),
        sa.Column("theme", sa.String(length=20), server_default="light", nullable=False),
        sa.Column("email_notifications", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("digest_frequency", sa.String(length=20), server_default="daily", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_user_preferences_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pref_id", name="pk_user_preferences"),
        sa.UniqueConstraint("user_id", name="uq_user_preferences_user_id"),
    )

    op.create_table(
        "personalization_settings",
        sa.Column("setting_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("dashboard_widgets", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("favorite_categories", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("favorite_cpv_codes", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("favorite_entities", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_personalization_settings_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("setting_id", name="pk_personalization_settings"),
        sa.UniqueConstraint("user_id", name="uq_personalization_settings_user_id"),
    )


def create_tenders() -> None:
    op.create_table(
        "tenders",
        sa.Column("tender_id", sa.String(length=100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=255), nullable=True),
        sa.Column("procuring_entity", sa.String(length=500), nullable=True),
        sa.Column("cpv_code", sa.String(length=50), nullable=True),
        sa.Column("procedure_type", sa.String(length=100), nullable=True),
        sa.Column("estimated_value_mkd", sa.Numeric(precision=15, scale=2), nullable=True),
        sa.Column("estimated_value_eur", sa.Numeric(precision=15, scale=2), nullable=True),
        sa.Column("actual_value_mkd", sa.Numeric(precision=15, scale=2), nullable=True),
        sa.Column("actual_value_eur", sa.Numeric(precision=15, scale=2), nullable=True),
        sa.Column("winner", sa.String(length=500), nullable=True),
        sa.Column("opening_date", sa.Date(), nullable=True),
        sa.Column("closing_date", sa.Date(), nullable=True),
        sa.Column("publication_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), server_default="open", nullable=False),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("scraped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed', 'awarded', 'cancelled')", name="ck_tenders_status"),
        sa.PrimaryKeyConstraint("tender_id", name="pk_tenders"),
    )
    op.create_index("idx_tenders_category", "tenders", ["category"], unique=False)
    op.create_index("idx_tenders_status", "tenders", ["status"], unique=False)
    op.create_index("idx_tenders_opening_date", "tenders", ["opening_date"], unique=False)
    op.create_index("idx_tenders_closing_date", "tenders", ["closing_date"], unique=False)
    op.create_index("idx_tenders_publication_date", "tenders", ["publication_date"], unique=False)
    op.create_index("idx_tenders_cpv_code", "tenders", ["cpv_code"], unique=False)

    # `documents` has the shape of `tender_documents` and stays for clients of the first API.
    for table in ("tender_documents", "documents"):
        op.create_table(
            table,
            sa.Column("doc_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
            sa.Column("tender_id", sa.String(length=100), nullable=False),
            sa.Column("doc_type", sa.String(length=100), nullable=True),
            sa.Column("file_name", sa.String(length=500), nullable=True),
            sa.Column("file_path", sa.Text(), nullable=True),
            sa.Column("file_url", sa.Text(), nullable=True),
            sa.Column("content_text", sa.Text(), nullable=True),
            sa.Column("mime_type", sa.String(length=100), nullable=True),
            sa.Column("file_size_bytes", sa.BigInteger(), nullable=True),
            sa.Column("page_count", sa.Integer(), nullable=True),
            sa.Column("extraction_status", sa.String(length=20), server_default="pending", nullable=False),
            sa.Column("extracted_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("uploaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.ForeignKeyConstraint(["tender_id"], ["tenders.tender_id"], name=f"fk_{table}_tender_id", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("doc_id", name=f"pk_{table}"),
        )
        op.create_index(f"idx_{table}_tender_id", table, ["tender_id"], unique=False)
        op.create_index(f"idx_{table}_extraction_status", table, ["extraction_status"], unique=False)

    op.create_table(
        "tender_entity_link",
        sa.Column("link_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("tender_id", sa.String(length=100), nullable=False),
        sa.Column("entity_id", sa.String(length=100), nullable=False),
        sa.Column("entity_type", sa.String(length=50), nullable=False),
        sa.Column("role", sa.String(length=50), nullable=True),
        sa.Column("confidence", sa.Numeric(precision=3, scale=2), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.tender_id"], name="fk_tender_entity_link_tender_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("link_id", name="pk_tender_entity_link"),
        sa.UniqueConstraint("tender_id", "entity_id", "entity_type", name="uq_tender_entity_link"),
    )

    op.create_table(
        "entity_categories",
        sa.Column("category_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("parent_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["entity_categories.category_id"], name="fk_entity_categories_parent_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("category_id", name="pk_entity_categories"),
        sa.UniqueConstraint("name", name="uq_entity_categories_name"),
    )

    op.create_table(
        "cpv_codes",
        sa.Column("cpv_code", sa.String(length=50), nullable=False),
        sa.Column("parent_code", sa.String(length=50), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("description_mk", sa.Text(), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["parent_code"], ["cpv_codes.cpv_code"], name="fk_cpv_codes_parent_code", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("cpv_code", name="pk_cpv_codes"),
    )
    op.create_index("idx_cpv_codes_level", "cpv_codes", ["level"], unique=False)
    op.create_index("idx_cpv_codes_parent_code", "cpv_codes", ["parent_code"], unique=False)


def create_search() -> None:
    # `vector` becomes vector(1536) in post_migration.sql, once the extension is there.
    op.create_table(
        "embeddings",
        sa.Column("embed_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("doc_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("tender_id", sa.String(length=100), nullable=True),
        sa.Column("chunk_text", sa.Text(), nullable=False),
        sa.Column("chunk_index", sa.Integer(), nullable=False),
        sa.Column("vector", postgresql.ARRAY(sa.Float()), nullable=True),
        sa.Column("chunk_metadata", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["documents.doc_id"], name="fk_embeddings_doc_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.tender_id"], name="fk_embeddings_tender_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("embed_id", name="pk_embeddings"),
    )
    op.create_index("idx_embeddings_doc_id", "embeddings", ["doc_id"], unique=False)
    op.create_index("idx_embeddings_tender_id", "embeddings", ["tender_id"], unique=False)

    op.create_table(
        "query_history",
        sa.Column("query_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("confidence", sa.Numeric(precision=3, scale=2), nullable=True),
        sa.Column("query_time_ms", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_query_history_user_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("query_id", name="pk_query_history"),
    )
    op.create_index("idx_query_history_user_id", "query_history", ["user_id"], unique=False)
    op.create_index("idx_query_history_created_at", "query_history", ["created_at"], unique=False)

    op.create_table(
        "analysis_history",
        sa.Column("analysis_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("tender_id", sa.String(length=100), nullable=True),
        sa.Column("analysis_type", sa.String(length=50), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("confidence", sa.Numeric(precision=3, scale=2), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_analysis_history_user_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.tender_id"], name="fk_analysis_history_tender_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("analysis_id", name="pk_analysis_history"),
    )
    op.create_index("idx_analysis_history_user_id", "analysis_history", ["user_id"], unique=False)
    op.create_index("idx_analysis_history_tender_id", "analysis_history", ["tender_id"], unique=False)
    op.create_index("idx_analysis_history_analysis_type", "analysis_history", ["analysis_type"], unique=False)

    op.create_table(
        "saved_searches",
        sa.Column("search_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("search_criteria", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_alert", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_saved_searches_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("search_id", name="pk_saved_searches"),
    )
    op.create_index("idx_saved_searches_user_id", "saved_searches", ["user_id"], unique=False)
    op.create_index("idx_saved_searches_is_alert", "saved_searches", ["is_alert"], unique=False)


def create_billing() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("subscription_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("stripe_subscription_id", sa.String(length=255), nullable=True),
        sa.Column("stripe_price_id", sa.String(length=255), nullable=True),
        sa.Column("tier", sa.String(length=50), nullable=False),
        sa.Column("status", sa.String(length=50), nullable=False),
        sa.Column("current_period_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("current_period_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_at_period_end", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_subscriptions_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("subscription_id", name="pk_subscriptions"),
    )
    op.create_index("idx_subscriptions_user_id", "subscriptions", ["user_id"], unique=False)
    op.create_index("idx_subscriptions_stripe_subscription_id", "subscriptions", ["stripe_subscription_id"], unique=False)
    op.create_index("idx_subscriptions_status", "subscriptions", ["status"], unique=False)

    op.create_table(
        "billing_events",
        sa.Column("event_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("subscription_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("event_type", sa.String(length=100), nullable=False),
        sa.Column("stripe_event_id", sa.String(length=255), nullable=True),
        sa.Column("amount", sa.Numeric(precision=15, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("metadata", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_billing_events_user_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.subscription_id"], name="fk_billing_events_subscription_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("event_id", name="pk_billing_events"),
        sa.UniqueConstraint("stripe_event_id", name="uq_billing_events_stripe_event_id"),
    )
    op.create_index("idx_billing_events_user_id", "billing_events", ["user_id"], unique=False)
    op.create_index("idx_billing_events_subscription_id", "billing_events", ["subscription_id"], unique=False)
    op.create_index("idx_billing_events_event_type", "billing_events", ["event_type"], unique=False)
    op.create_index("idx_billing_events_stripe_event_id", "billing_events", ["stripe_event_id"], unique=False)

    op.create_table(
        "subscription_usage",
        sa.Column("usage_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("subscription_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("queries_used", sa.Integer(), server_default="0", nullable=False),
        sa.Column("queries_limit", sa.Integer(), nullable=True),
        sa.Column("exports_used", sa.Integer(), server_default="0", nullable=False),
        sa.Column("period_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.subscription_id"], name="fk_subscription_usage_subscription_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_subscription_usage_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("usage_id", name="pk_subscription_usage"),
    )
    op.create_index("idx_subscription_usage_subscription_id", "subscription_usage", ["subscription_id"], unique=False)
    op.create_index("idx_subscription_usage_user_id", "subscription_usage", ["user_id"], unique=False)
    op.create_index("idx_subscription_usage_period", "subscription_usage", ["period_start", "period_end"], unique=False)


def create_messaging() -> None:
    op.create_table(
        "alerts",
        sa.Column("alert_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("filters", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("frequency", sa.String(length=20), server_default="daily", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("last_triggered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_alerts_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alert_id", name="pk_alerts"),
    )
    op.create_index("idx_alerts_user_id", "alerts", ["user_id"], unique=False)
    op.create_index("idx_alerts_is_active", "alerts", ["is_active"], unique=False)

    op.create_table(
        "notifications",
        sa.Column("notification_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("alert_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("tender_id", sa.String(length=100), nullable=True),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("is_read", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_notifications_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.alert_id"], name="fk_notifications_alert_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.tender_id"], name="fk_notifications_tender_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("notification_id", name="pk_notifications"),
    )
    op.create_index("idx_notifications_user_id", "notifications", ["user_id"], unique=False)
    op.create_index("idx_notifications_is_read", "notifications", ["is_read"], unique=False)

    op.create_table(
        "message_threads",
        sa.Column("thread_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="open", nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_message_threads_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread_id", name="pk_message_threads"),
    )
    op.create_index("idx_message_threads_user_id", "message_threads", ["user_id"], unique=False)
    op.create_index("idx_message_threads_status", "message_threads", ["status"], unique=False)

    op.create_table(
        "messages",
        sa.Column("message_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("thread_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("sender_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["message_threads.thread_id"], name="fk_messages_thread_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sender_id"], ["users.user_id"], name="fk_messages_sender_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("message_id", name="pk_messages"),
    )
    op.create_index("idx_messages_thread_id", "messages", ["thread_id"], unique=False)
    op.create_index("idx_messages_sender_id", "messages", ["sender_id"], unique=False)


def create_tracking() -> None:
    op.create_table(
        "usage_tracking",
        sa.Column("tracking_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("action_type", sa.String(length=50), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("tokens_used", sa.Integer(), nullable=True),
        sa.Column("cost_usd", sa.Numeric(precision=10, scale=6), nullable=True),
        sa.Column("timestamp", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_usage_tracking_user_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("tracking_id", name="pk_usage_tracking"),
    )
    op.create_index("idx_usage_tracking_user_id", "usage_tracking", ["user_id"], unique=False)
    op.create_index("idx_usage_tracking_action_type", "usage_tracking", ["action_type"], unique=False)
    op.create_index("idx_usage_tracking_timestamp", "usage_tracking", ["timestamp"], unique=False)

    op.create_table(
        "audit_log",
        sa.Column("audit_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("resource_type", sa.String(length=50), nullable=True),
        sa.Column("resource_id", sa.String(length=100), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_audit_log_user_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("audit_id", name="pk_audit_log"),
    )
    op.create_index("idx_audit_log_user_id", "audit_log", ["user_id"], unique=False)
    op.create_index("idx_audit_log_action", "audit_log", ["action"], unique=False)
    op.create_index("idx_audit_log_created_at", "audit_log", ["created_at"], unique=False)

    op.create_table(
        "fraud_events",
        sa.Column("event_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("event_type", sa.String(length=50), nullable=False),
        sa.Column("severity", sa.String(length=20), server_default="low", nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("metadata", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("is_resolved", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("resolved_by", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name="fk_fraud_events_user_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["resolved_by"], ["users.user_id"], name="fk_fraud_events_resolved_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("event_id", name="pk_fraud_events"),
    )
    op.create_index("idx_fraud_events_user_id", "fraud_events", ["user_id"], unique=False)
    op.create_index("idx_fraud_events_event_type", "fraud_events", ["event_type"], unique=False)
    op.create_index("idx_fraud_events_severity", "fraud_events", ["severity"], unique=False)
    op.create_index("idx_fraud_events_is_resolved", "fraud_events", ["is_resolved"], unique=False)


def create_administration() -> None:
    op.create_table(
        "admin_settings",
        sa.Column("setting_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("setting_key", sa.String(length=100), nullable=False),
        sa.Column("setting_value", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("updated_by", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["updated_by"], ["users.user_id"], name="fk_admin_settings_updated_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("setting_id", name="pk_admin_settings"),
        sa.UniqueConstraint("setting_key", name="uq_admin_settings_setting_key"),
    )
    op.create_index("idx_admin_settings_setting_key", "admin_settings", ["setting_key"], unique=False)

    op.create_table(
        "admin_audit_log",
        sa.Column("log_id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("admin_user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("target_type", sa.String(length=50), nullable=True),
        sa.Column("target_id", sa.String(length=100), nullable=True),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["admin_user_id"], ["users.user_id"], name="fk_admin_audit_log_admin_user_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("log_id", name="pk_admin_audit_log"),
    )
    op.create_index("idx_admin_audit_log_admin_user_id", "admin_audit_log", ["admin_user_id"], unique=False)
    op.create_index("idx_admin_audit_log_action", "admin_audit_log", ["action"], unique=False)
    op.create_index("idx_admin_audit_log_created_at", "admin_audit_log", ["created_at"], unique=False)

    op.create_table(
        "system_config",
        sa.Column("config_key", sa.String(length=255), nullable=False),
        sa.Column("config_value", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("config_key", name="pk_system_config"),
    )


def downgrade() -> None:
    # Children before parents. Indexes go with their tables.
    op.drop_table("system_config")
    op.drop_table("admin_audit_log")
    op.drop_table("admin_settings")
    op.drop_table("fraud_events")
    op.drop_table("audit_log")
    op.drop_table("usage_tracking")
    op.drop_table("messages")
    op.drop_table("message_threads")
    op.drop_table("notifications")
    op.drop_table("alerts")
    op.drop_table("subscription_usage")
    op.drop_table("billing_events")
    op.drop_table("subscriptions")
    op.drop_table("saved_searches")
    op.drop_table("analysis_history")
    op.drop_table("query_history")
    op.drop_table("embeddings")
    op.drop_table("cpv_codes")
    op.drop_table("entity_categories")
    op.drop_table("tender_entity_link")
    op.drop_table("documents")
    op.drop_table("tender_documents")
    op.drop_table("tenders")
    op.drop_table("personalization_settings")
    op.drop_table("user_preferences")
    op.drop_table("api_keys")
    op.drop_table("refresh_tokens")
    op.drop_table("users")
    op.drop_table("organizations")
