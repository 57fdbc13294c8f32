"""Trainings of predictors"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "predictions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("predictor", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("trained_at", TimeColumn(), nullable=False),
        sa.Column("ask", JsonColumn(), nullable=False),
        sa.Column("model", JsonColumn(), nullable=False),
        sa.Column("back_test", JsonColumn(), nullable=False),
        sa.Column("refusal", JsonColumn(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_predictions_predictor"), "predictions", ["predictor"])


def downgrade() -> None:
    op.drop_table("predictions")
