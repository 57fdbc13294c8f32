"""Consent: purposes, the words in which they were explained, and sign-ups that wait for their confirmation"""

import sqlalchemy as sa
from alembic import op

from auftakt.store.control import JsonColumn, TimeColumn

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_purposes",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("name_ja", sa.String(length=80), nullable=False),
        sa.Column("channels", JsonColumn(), nullable=False),
        sa.Column("basis", sa.String(length=32), nullable=False),
        sa.Column("double_opt_in", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "consent_texts",
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_en", sa.String(length=2000), nullable=False),
        sa.Column("text_ja", sa.String(length=2000), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("since", TimeColumn(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "version"),
    )
    op.create_table(
        "consent_requests",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked", JsonColumn(), nullable=False),
        sa.Column("requested_at", TimeColumn(), nullable=False),
        sa.Column("expires_at", TimeColumn(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("last_mail_at", TimeColumn(), nullable=True),
        sa.Column("confirmed_at", TimeColumn(), nullable=True),
        sa.Column("confirmed", JsonColumn(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_consent_requests_address", "consent_requests", ["address", "state"])


def downgrade() -> None:
    op.drop_index("ix_consent_requests_address", table_name="consent_requests")
    op.drop_table("consent_requests")
    op.drop_table("consent_texts")
    op.drop_table("consent_purposes")
