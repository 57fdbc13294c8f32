"""Rows of the control state that the team owns."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.kit.text import Language
from auftakt.store.control import Base, JsonColumn, TimeColumn
from auftakt.team.roles import Role

ApprovalState = Literal["pending", "approved", "rejected", "superseded"]
LinkPurpose = Literal["setup", "password"]


class UserRow(Base):
    """A person who may sign in. Without a password hash nobody can, except by a one-time link or the demo's switch."""

    __tablename__ = "team_users"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(String)
    language: Mapped[Language] = mapped_column(String)
    sample: Mapped[bool]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(TimeColumn)


class SessionRow(Base):
    """A signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "team_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    expires_at: Mapped[datetime] = mapped_column(TimeColumn)


class LinkRow(Base):
    """A one-time link: `setup` makes the first admin, `password` lets a user choose one."""

    __tablename__ = "team_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(String)
    user_id: Mapped[str | None]
    expires_at: Mapped[datetime] = mapped_column(TimeColumn)
    used_at: Mapped[datetime | None] = mapped_column(TimeColumn)


class KeyRow(Base):
    """A machine's key. `local` is the one that the commands of this machine use while the hub is open."""

    __tablename__ = "team_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(String)
    local: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    last_used_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    revoked_at: Mapped[datetime | None] = mapped_column(TimeColumn)


class AttemptRow(Base):
    """How often a sign-in was tried for one address within one minute."""

    __tablename__ = "team_attempts"

    email: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[datetime] = mapped_column(TimeColumn, primary_key=True)
    tries: Mapped[int]


class ApprovalRow(Base):
    """One request for a yes or no. The snapshot is canonical JSON, so that its hash can be computed again.

    `number` counts the requests of one object, from 0.
    """

    __tablename__ = "team_approvals"
    __table_args__ = (UniqueConstraint("object_type", "object_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    object_type: Mapped[str]
    object_id: Mapped[str]
    number: Mapped[int]
    title: Mapped[str]
    hash: Mapped[str]
    snapshot: Mapped[str] = mapped_column(Text)
    edited_by: Mapped[list[str]] = mapped_column(JsonColumn)
    state: Mapped[ApprovalState] = mapped_column(String, index=True)
    requested_by: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(TimeColumn)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    comment: Mapped[str]


class AuditRow(Base):
    """One link of the audit chain. Rows are added and never touched again, but where an erasure takes words out."""

    __tablename__ = "team_audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(TimeColumn)
    actor: Mapped[str]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    prev_hash: Mapped[str]
    hash: Mapped[str]
    redaction: Mapped[str | None]  # where words about an erased person were taken out: the hub's signature for that


class AuditHeadRow(Base):
    """How long the chain is and how it ends, signed with the hub's secret; one row."""

    __tablename__ = "team_audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int]
    last_hash: Mapped[str]
    signature: Mapped[str]
