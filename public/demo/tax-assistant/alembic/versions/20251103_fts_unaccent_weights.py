"""Ignore accents and weigh titles in full-text search

Revision ID: 20251103_fts_unaccent_weights
Revises: 20251103_vector_indexes
Create Date: 2025-11-03 09:30:00.000000+00:00
"""

from typing import Sequence, Union

from alembic import op

revision: str = "20251103_fts_unaccent_weights"
down_revision: Union[str, None] = "20251103_vector_indexes"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute("CREATE TEXT SEARCH CONFIGURATION italian_unaccent (COPY = italian)")
    op.execute(
        """
        ALTER TEXT SEARCH CONFIGURATION italian_unaccent
        ALTER MAPPING FOR hword, hword_part, word WITH unaccent, italian_stem
        """
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION knowledge_items_search_update() RETURNS trigger AS $$
        BEGIN
            NEW.search_vector :=
                setweight(to_tsvector('italian_unaccent', coalesce(NEW.title, '')), 'A') ||
                setweight(to_tsvector('italian_unaccent', coalesce(NEW.content, '')), 'B');
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql
        """
    )
    op.execute("UPDATE knowledge_items SET title = title")


def downgrade() -> None:
    op.execute(
        """
        CREATE OR REPLACE FUNCTION knowledge_items_search_update() RETURNS trigger AS $$
        BEGIN
            NEW.search_vector := to_tsvector('italian', coalesce(NEW.title, '') || ' ' || coalesce(NEW.content, ''));
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql
        """
    )
    op.execute("UPDATE knowledge_items SET title = title")
    op.execute("DROP TEXT SEARCH CONFIGURATION italian_unaccent")
