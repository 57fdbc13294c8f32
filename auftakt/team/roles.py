"""What a role may do: each one may do what the ones before it may."""

from typing import Literal, get_args

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

Role = Literal["viewer", "editor", "approver", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

ROLE_NAMES: dict[Role, Text] = {
    "viewer": Text("viewer", "閲覧者"),
    "editor": Text("editor", "編集者"),
    "approver": Text("approver", "承認者"),
    "admin": Text("admin", "管理者"),
}


def role_of(text: str) -> Role:
    """The role of that name. Raises InvalidInput for any other word."""
    for role in ROLES:
        if role == text:
            return role
    raise InvalidInput(
        Text(f"There is no role {text!r}.", f"{text!r} という役割はありません。"),
        next_action=Text(f"Choose one of: {', '.join(ROLES)}.", f"{'、'.join(ROLES)} から選んでください。"),
        field="role",
    )


def allows(role: Role, needed: Role) -> bool:
    return ROLES.index(role) >= ROLES.index(needed)
