"""How good matching was found to be"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_measurements",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", TimeColumn(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("document", JsonColumn(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_matching_measurements_at"), "matching_measurements", ["at"])


def downgrade() -> None:
    op.drop_table("matching_measurements")
