"""Signing in, and the sessions that come of it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import NotAllowed, NotSignedIn, TooMany
from auftakt.kit.text import Text, fold
from auftakt.team.audit import record
from auftakt.team.models import AttemptRow, SessionRow, UserRow
from auftakt.team.passwords import Passwords
from auftakt.team.tokens import new_token, token_hash
from auftakt.team.users import User, user_from, user_row

SESSION_LASTS = timedelta(days=14)
TRIES_PER_MINUTE = 5


def count_attempt(session: Session, email: str, now: datetime) -> None:
    """Counts one try to sign in. Raises TooMany beyond five for this address within a clock minute.

    Runs in a transaction of its own, before `sign_in`: a failed sign-in rolls back, and must be counted all the same.
    """
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    session.execute(delete(AttemptRow).where(AttemptRow.minute < minute))
    row = session.get(AttemptRow, (fold(email), minute))
    if row is None:
        session.add(AttemptRow(email=fold(email), minute=minute, tries=1))
        return
    if row.tries >= TRIES_PER_MINUTE:
        raise TooMany(
            Text("Too many attempts to sign in with this address.", "このアドレスでのサインインの試行が多すぎます。"),
            next_action=Text("Wait a minute, then try again.", "1分ほど待ってから、もう一度お試しください。"),
            seconds=60 - now.second,
        )
    row.tries += 1


def sign_in(session: Session, passwords: Passwords, email: str, password: str, now: datetime) -> tuple[User, str]:
    """The user and the token of a new session. Raises NotSignedIn, without saying which of the two was wrong."""
    row = session.scalar(select(UserRow).where(UserRow.email == fold(email)))
    if not passwords.fits(row.password_hash if row else None, password) or row is None:
        raise NotSignedIn(
            Text("The address or the password is wrong.", "メールアドレスかパスワードが正しくありません。"),
            next_action=Text(
                "Check both. An admin can give you a new link to choose a password.",
                "両方を確認してください。管理者はパスワード設定用のリンクを再発行できます。",
            ),
        )
    record(session, now, row.id, "user.signed_in", "user", row.id, {})
    return user_from(row), start_session(session, row.id, now)


def start_session(session: Session, user_id: str, now: datetime) -> str:
    """The token of a new session of this user, for the cookie. Sessions that have run out are removed on the way."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
    token = new_token()
    row = SessionRow(token_hash=token_hash(token), user_id=user_id, created_at=now, expires_at=now + SESSION_LASTS)
    session.add(row)
    session.flush()
    return token


def user_of_session(session: Session, token: str, now: datetime) -> User | None:
    """Who is signed in with this token; None if it is unknown or has run out."""
    row = session.get(SessionRow, token_hash(token))
    if row is None or row.expires_at <= now:
        return None
    user = session.get(UserRow, row.user_id)
    return user_from(user) if user else None


def sign_out(session: Session, token: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash(token)))


def switch_user(session: Session, user_id: str, now: datetime, *, demo: bool) -> tuple[User, str]:
    """Signs in as a sample user without a password. Raises NotAllowed in a real hub and for real people."""
    if not demo:
        raise NotAllowed(
            Text(
                "Only a demo hub has sample users to switch between.",
                "見本ユーザーの切り替えはデモのハブだけで使えます。",
            ),
            next_action=Text(
                "Sign in with your address and password.", "メールアドレスとパスワードでサインインしてください。"
            ),
        )
    row = user_row(session, user_id)
    if not row.sample:
        raise NotAllowed(
            Text(f"{row.name} is a real user, not a sample.", f"{row.name} は見本ではなく実在のユーザーです。"),
            next_action=Text("Choose one of the sample users.", "見本ユーザーから選んでください。"),
        )
    return user_from(row), start_session(session, row.id, now)
