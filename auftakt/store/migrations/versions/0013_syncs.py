"""Syncs, their runs, and what each destination has"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "syncs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("audience_id", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("columns", JsonColumn(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("config", JsonColumn(), nullable=False),
        sa.Column("secrets", JsonColumn(), nullable=False),
        sa.Column("schedule", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("created_at", TimeColumn(), nullable=False),
        sa.Column("next_at", TimeColumn(), nullable=False),
        sa.Column("current_at", TimeColumn(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sync_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sync_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", TimeColumn(), nullable=False),
        sa.Column("finished_at", TimeColumn(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("put", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("left_out", JsonColumn(), nullable=False),
        sa.Column("error", JsonColumn(), nullable=True),
        sa.ForeignKeyConstraint(["sync_id"], ["syncs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_sync_runs_latest", "sync_runs", ["sync_id", "started_at"])
    op.create_table(
        "synced",
        sa.Column("sync_id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("hash", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["sync_id"], ["syncs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sync_id", "person"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("synced", "sync_runs", "syncs"):
        op.drop_table(table)
