"""The tracking plan and its versions"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tracking_plans",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", JsonColumn(), nullable=False),
        sa.Column("enforced", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", TimeColumn(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )


def downgrade() -> None:
    op.drop_table("tracking_plans")
