"""How people are matched beyond exact keys, and its runs"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", JsonColumn(), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", TimeColumn(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "matching_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("started_at", TimeColumn(), nullable=False),
        sa.Column("finished_at", TimeColumn(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("counts", JsonColumn(), nullable=False),
        sa.Column("error", sa.String(length=2000), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_matching_runs_started_at"), "matching_runs", ["started_at"])


def downgrade() -> None:
    op.drop_table("matching_runs")
    op.drop_table("matching_settings")
