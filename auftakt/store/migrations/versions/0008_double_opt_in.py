"""Double opt-in: off until somebody switches it on, since nothing asked for it before; sign-ups that came as events"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("update consent_purposes set double_opt_in = false")
    op.create_table(
        "consent_ask_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("log_offset", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("consent_ask_mark")
