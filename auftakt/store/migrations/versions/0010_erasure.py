"""Erasures, and who was erased"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased_identifiers",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("erasure_id", sa.String(length=64), nullable=False),
        sa.Column("until", TimeColumn(), nullable=True),
        sa.Column("changed_at", TimeColumn(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index(op.f("ix_erased_identifiers_erasure_id"), "erased_identifiers", ["erasure_id"])
    op.create_table(
        "erased_salt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("subject", JsonColumn(), nullable=True),
        sa.Column("digests", JsonColumn(), nullable=False),
        sa.Column("afterwards", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", TimeColumn(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("log_offset", sa.BigInteger(), nullable=False),
        sa.Column("counts", JsonColumn(), nullable=False),
        sa.Column("error", sa.String(length=2000), nullable=True),
        sa.Column("finished_at", TimeColumn(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_erasures_state"), "erasures", ["state"])
    op.add_column("team_audit", sa.Column("redaction", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("team_audit", "redaction")
    op.drop_table("erasures")
    op.drop_table("erased_salt")
    op.drop_table("erased_identifiers")
