"""One-time links: for the first admin, and for a user who shall choose a password."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import NotAllowed
from auftakt.kit.ids import Ids
from auftakt.kit.text import Text
from auftakt.team.audit import record
from auftakt.team.models import LinkPurpose, LinkRow, SessionRow
from auftakt.team.passwords import Passwords
from auftakt.team.tokens import new_token, token_hash
from auftakt.team.users import User, checked_name, create_user, has_users, user_from, user_row

LINK_LASTS = timedelta(days=7)


def setup_link(session: Session, now: datetime) -> str | None:
    """The token that makes the first admin; None once there is a user. A new one replaces the one before."""
    if has_users(session):
        return None
    session.execute(delete(LinkRow).where(LinkRow.purpose == "setup"))
    return _add_link(session, "setup", None, now)


def password_link(session: Session, user_id: str, now: datetime) -> str:
    """The token that lets this user choose a password. A new one replaces the one before."""
    user_row(session, user_id)
    session.execute(delete(LinkRow).where(LinkRow.user_id == user_id, LinkRow.used_at.is_(None)))
    return _add_link(session, "password", user_id, now)


def use_link(
    session: Session,
    passwords: Passwords,
    ids: Ids,
    *,
    token: str,
    name: str,
    email: str,
    password: str,
    language: str,
    now: datetime,
) -> User:
    """Takes the link: makes the first admin, or sets the password of the user it was made for (whose address stays).

    Raises NotAllowed if the link is unknown, used or has run out; InvalidInput for what was typed.
    """
    link = _usable(session, token, now)
    if link.user_id is None:
        user = create_user(session, ids, name=name, email=email, role="admin", language=language, now=now)
    else:
        user = user_from(user_row(session, link.user_id))
    row = user_row(session, user.id)
    row.password_hash = passwords.hash(password)
    row.name = checked_name(name) if name.strip() else row.name
    link.used_at = now
    # Whoever was signed in with the old password is no longer.
    session.execute(delete(SessionRow).where(SessionRow.user_id == user.id))
    record(session, now, user.id, "user.password_set", "user", user.id, {"link": link.purpose})
    return user_from(row)


def _usable(session: Session, token: str, now: datetime) -> LinkRow:
    link = session.scalar(select(LinkRow).where(LinkRow.token_hash == token_hash(token)).with_for_update())
    fresh = link is not None and link.used_at is None and link.expires_at > now
    # An old setup link must not make a second first admin.
    if link is not None and fresh and (link.purpose == "password" or not has_users(session)):
        return link
    raise NotAllowed(
        Text("This link is used up or has run out.", "このリンクは使用済みか、期限切れです。"),
        next_action=Text(
            "Ask an admin for a new one; before the first admin exists, `auftakt up` prints it.",
            "管理者に新しいリンクを依頼してください。最初の管理者がいない間は `auftakt up` が表示します。",
        ),
    )


def _add_link(session: Session, purpose: LinkPurpose, user_id: str | None, now: datetime) -> str:
    token = new_token()
    link = LinkRow(
        token_hash=token_hash(token), purpose=purpose, user_id=user_id, expires_at=now + LINK_LASTS, used_at=None
    )
    session.add(link)
    session.flush()
    return token
