"""Add embedding to expert FAQ candidates

Revision ID: 20251126_expert_faq_embedding
Revises: 20251126_faq_candidate_embedding
Create Date: 2025-11-26 10:00:00.000000+00:00
"""

from typing import Sequence, Union

from alembic import op

revision: str = "20251126_expert_faq_embedding"
down_revision: Union[str, None] = "20251126_faq_candidate_embedding"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("ALTER TABLE expert_faq_candidates ADD COLUMN IF NOT EXISTS question_embedding vector(1536)")
    op.execute(
        """
        CREATE INDEX IF NOT EXISTS idx_expert_faq_candidates_question_embedding
        ON expert_faq_candidates
        USING ivfflat (question_embedding vector_cosine_ops)
        WITH (lists = 100)
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX IF EXISTS idx_expert_faq_candidates_question_embedding")
    op.execute("ALTER TABLE expert_faq_candidates DROP COLUMN IF EXISTS question_embedding")
