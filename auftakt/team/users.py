"""Users: who may enter, in which role."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotSignedIn
from auftakt.kit.ids import Ids
from auftakt.kit.text import Language, Text, fold
from auftakt.team.models import KeyRow, UserRow
from auftakt.team.roles import ROLE_NAMES, Role, allows, role_of

HUB_ACTOR = "hub"
"""Stands in the audit chain where nobody acted but the hub itself."""


@dataclass(frozen=True)
class User:
    """Who acts: a person, or a machine by its key (then without an address)."""

    id: str
    name: str
    email: str
    role: Role
    language: Language
    sample: bool


def require(user: User | None, role: Role) -> User:
    """The user, if there is one and the role suffices. Raises NotSignedIn or NotAllowed."""
    if user is None:
        raise NotSignedIn(
            Text("You are not signed in.", "サインインしていません。"),
            next_action=Text("Sign in and try again.", "サインインしてから、もう一度お試しください。"),
        )
    if not allows(user.role, role):
        mine, needed = ROLE_NAMES[user.role], ROLE_NAMES[role]
        raise NotAllowed(
            Text(
                f"This needs the role {needed.en}; yours is {mine.en}.",
                f"この操作には{needed.ja}の役割が必要です(現在: {mine.ja})。",
            ),
            next_action=Text(
                f"Ask somebody who is {needed.en}, or ask an admin for that role.",
                f"{needed.ja}に依頼するか、役割の変更を管理者に依頼してください。",
            ),
            needed=role,
            role=user.role,
        )
    return user


def has_users(session: Session) -> bool:
    return session.scalar(select(func.count()).select_from(UserRow)) != 0


def has_user_called(session: Session, email: str) -> bool:
    """Whether somebody of the team signs in with this address."""
    return session.scalar(select(UserRow.id).where(UserRow.email == fold(email))) is not None


def create_user(
    session: Session, ids: Ids, *, name: str, email: str, role: str, language: str, now: datetime, sample: bool = False
) -> User:
    """Adds a user without a password: a one-time link lets them choose one. Raises InvalidInput, Conflict."""
    address = checked_email(email)
    if session.scalar(select(UserRow).where(UserRow.email == address)) is not None:
        raise Conflict(
            Text(f"There is already a user with the address {address}.", f"{address} のユーザーはすでにいます。"),
            next_action=Text(
                "Use another address, or change that user.", "別のアドレスを使うか、そのユーザーを変更してください。"
            ),
            field="email",
        )
    row = UserRow(
        id=ids.new("usr"),
        email=address,
        name=checked_name(name),
        role=role_of(role),
        language=language_choice(language),
        sample=sample,
        password_hash=None,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return user_from(row)


def find_user(session: Session, user_id: str) -> User:
    """Raises NotFound."""
    return user_from(user_row(session, user_id))


def list_users(session: Session) -> list[User]:
    """All users, the oldest first."""
    return [user_from(row) for row in session.scalars(select(UserRow).order_by(UserRow.created_at, UserRow.id))]


def set_language(session: Session, user_id: str, language: str) -> User:
    row = user_row(session, user_id)
    row.language = language_choice(language)
    return user_from(row)


def actors(session: Session, ids: Iterable[str]) -> dict[str, User]:
    """Who stands behind the actor ids of audit entries and approvals; what is gone keeps its id as its name."""
    wanted = set(ids)
    found = {row.id: user_from(row) for row in session.scalars(select(UserRow).where(UserRow.id.in_(wanted)))}
    found |= {row.id: key_user(row) for row in session.scalars(select(KeyRow).where(KeyRow.id.in_(wanted)))}
    found[HUB_ACTOR] = User(HUB_ACTOR, "Auftakt", "", "viewer", "en", False)
    return {each: found.get(each) or User(each, each, "", "viewer", "en", False) for each in wanted}


def user_row(session: Session, user_id: str) -> UserRow:
    row = session.get(UserRow, user_id)
    if row is None:
        raise NotFound(
            Text(f"There is no user {user_id}.", f"ユーザー {user_id} は見つかりません。"),
            next_action=Text("Open the list of users.", "ユーザーの一覧を開いてください。"),
        )
    return row


def user_from(row: UserRow) -> User:
    return User(row.id, row.name, row.email, row.role, row.language, row.sample)


def key_user(row: KeyRow) -> User:
    return User(row.id, row.name, "", row.role, "en", False)


def checked_name(name: str) -> str:
    if not name.strip():
        raise InvalidInput(
            Text("The name is empty.", "名前が空です。"),
            next_action=Text("Write the name as others shall see it.", "他の人に表示される名前を入力してください。"),
            field="name",
        )
    return name.strip()


def checked_email(email: str) -> str:
    """The address folded. Only its shape is checked: whether it exists is shown by the link that arrives, or not."""
    address = fold(email)
    local, at, domain = address.rpartition("@")
    if not at or not local or "." not in domain or any(char.isspace() for char in address):
        raise InvalidInput(
            Text(f"{email!r} is not an email address.", f"{email!r} はメールアドレスではありません。"),
            next_action=Text("Write it as name@example.com.", "name@example.com の形で入力してください。"),
            field="email",
        )
    return address


def language_choice(language: str) -> Language:
    if language == "ja":
        return "ja"
    if language == "en":
        return "en"
    raise InvalidInput(
        Text(f"The language is {language!r}.", f"言語が {language!r} です。"),
        next_action=Text("Choose ja or en.", "ja か en を選んでください。"),
        field="language",
    )
