"""Connectors, their runs, and the rows that they have seen"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "connectors",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("config", JsonColumn(), nullable=False),
        sa.Column("secrets", JsonColumn(), nullable=False),
        sa.Column("mapping", JsonColumn(), nullable=False),
        sa.Column("schedule", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("state", JsonColumn(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("created_at", TimeColumn(), nullable=False),
        sa.Column("next_at", TimeColumn(), nullable=False),
        sa.Column("current_at", TimeColumn(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "connector_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("connector_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", TimeColumn(), nullable=False),
        sa.Column("finished_at", TimeColumn(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("problems", JsonColumn(), nullable=False),
        sa.Column("error", JsonColumn(), nullable=True),
        sa.ForeignKeyConstraint(["connector_id"], ["connectors.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_connector_runs_latest", "connector_runs", ["connector_id", "started_at"])
    op.create_table(
        "connector_seen",
        sa.Column("connector_id", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["connector_id"], ["connectors.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("connector_id", "hash"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("connector_seen", "connector_runs", "connectors"):
        op.drop_table(table)
