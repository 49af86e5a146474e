"""Add PostgreSQL full-text search

Revision ID: 20250804_add_postgresql_fts
Revises:
Create Date: 2025-08-04 08:10:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20250804_add_postgresql_fts"
down_revision: Union[str, None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    # The application made these three tables when it started, before it had migrations.
    # They are written down so that an empty database can be built from the chain alone.
    op.execute(
        """
        CREATE TABLE IF NOT EXISTS "user" (
            id SERIAL PRIMARY KEY,
            email VARCHAR(255) NOT NULL,
            hashed_password VARCHAR(255),
            created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
        )
        """
    )
    op.execute('CREATE UNIQUE INDEX IF NOT EXISTS ix_user_email ON "user" (email)')
    op.execute(
        """
        CREATE TABLE IF NOT EXISTS session (
            id VARCHAR(36) PRIMARY KEY,
            user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
            name VARCHAR(255) NOT NULL DEFAULT '',
            created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
        )
        """
    )
    op.execute(
        """
        CREATE TABLE IF NOT EXISTS knowledge_items (
            id SERIAL PRIMARY KEY,
            title VARCHAR(500) NOT NULL,
            content TEXT NOT NULL,
            category VARCHAR(100) NOT NULL,
            source VARCHAR(200) NOT NULL,
            source_url VARCHAR(1000),
            language VARCHAR(5) NOT NULL DEFAULT 'it',
            status VARCHAR(20) NOT NULL DEFAULT 'active',
            created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
            updated_at TIMESTAMP WITH TIME ZONE
        )
        """
    )

    op.add_column("knowledge_items", sa.Column("search_vector", postgresql.TSVECTOR(), nullable=True))
    op.create_index(
        "idx_knowledge_items_search_vector",
        "knowledge_items",
        ["search_vector"],
        postgresql_using="gin",
    )
    op.execute(
        """
        CREATE FUNCTION knowledge_items_search_update() RETURNS trigger AS $$
        BEGIN
            NEW.search_vector := to_tsvector('italian', coalesce(NEW.title, '') || ' ' || coalesce(NEW.content, ''));
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql
        """
    )
    op.execute(
        """
        CREATE TRIGGER knowledge_items_search_update
        BEFORE INSERT OR UPDATE OF title, content ON knowledge_items
        FOR EACH ROW EXECUTE FUNCTION knowledge_items_search_update()
        """
    )
    op.execute("UPDATE knowledge_items SET title = title")


def downgrade() -> None:
    # "user", session and knowledge_items are older than this revision and stay.
    op.execute("DROP TRIGGER IF EXISTS knowledge_items_search_update ON knowledge_items")
    op.execute("DROP FUNCTION IF EXISTS knowledge_items_search_update()")
    op.drop_index("idx_knowledge_items_search_vector", table_name="knowledge_items")
    op.drop_column("knowledge_items", "search_vector")
