"""How long events are kept"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_rules",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("log_offset", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "retention_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", TimeColumn(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("events", JsonColumn(), nullable=False),
        sa.Column("log_lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_retention_runs_at"), "retention_runs", ["at"])


def downgrade() -> None:
    op.drop_table("retention_runs")
    op.drop_table("retention_rules")
