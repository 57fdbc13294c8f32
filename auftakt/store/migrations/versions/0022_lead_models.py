"""Versions of the lead model"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lead_models",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", JsonColumn(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", TimeColumn(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )


def downgrade() -> None:
    op.drop_table("lead_models")
