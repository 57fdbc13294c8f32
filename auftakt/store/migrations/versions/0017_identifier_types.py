"""What was changed of the rules of identifier types, and blocked values"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import TimeColumn

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identifier_types",
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("per", sa.String(length=8), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", TimeColumn(), nullable=False),
        sa.PrimaryKeyConstraint("type"),
    )
    op.create_table(
        "identifier_blocks",
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("value", sa.String(length=512), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", TimeColumn(), nullable=False),
        sa.PrimaryKeyConstraint("type", "value"),
    )


def downgrade() -> None:
    op.drop_table("identifier_blocks")
    op.drop_table("identifier_types")
