"""Hub-wide suppression: identifiers whose owners get nothing more over any channel"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stops",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("since", TimeColumn(), nullable=False),
        sa.Column("addresses", JsonColumn(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("stops")
