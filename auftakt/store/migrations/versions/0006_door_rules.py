"""What the door asks of a source"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("door", JsonColumn(), nullable=True))


def downgrade() -> None:
    op.drop_column("sources", "door")
