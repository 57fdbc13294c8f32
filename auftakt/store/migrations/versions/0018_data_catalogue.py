"""Who answers for events, properties and traits that the tracking plan does not name"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import TimeColumn

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_entries",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("steward", sa.String(length=200), nullable=False),
        sa.Column("sensitivity", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", TimeColumn(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "event", "name"),
    )


def downgrade() -> None:
    op.drop_table("catalogue_entries")
