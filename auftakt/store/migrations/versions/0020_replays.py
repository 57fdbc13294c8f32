"""Replays that were asked for"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "replays",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", TimeColumn(), nullable=False),
        sa.Column("ended_at", TimeColumn(), nullable=True),
        sa.Column("selection", JsonColumn(), nullable=False),
        sa.Column("log_end", sa.BigInteger(), nullable=False),
        sa.Column("logic", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("changes", JsonColumn(), nullable=True),
        sa.Column("error", sa.String(length=2000), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_replays_asked_at"), "replays", ["asked_at"])


def downgrade() -> None:
    op.drop_table("replays")
