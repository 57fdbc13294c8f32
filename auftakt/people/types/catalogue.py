"""Types of identifiers: those that a hub knows from the start, and what a rule of one says."""

from dataclasses import dataclass, field
from typing import Literal

from auftakt.kit.text import Text

Period = Literal["ever", "week", "month", "year"]
Origin = Literal["built_in", "typed", "learnt"]

PERIODS: tuple[Period, ...] = ("ever", "week", "month", "year")
OTHER_PRIORITY = 85
"""Of types that nobody has said anything about: weaker than what names a person, stronger than a device."""


@dataclass(frozen=True)
class TypeRule:
    """How identifiers of one type join people.

    Of two identifiers in an event the one with the lower `priority` is the stronger: the weaker is cut off first. A
    person may have `most` of them (None: any number) whose first event lies in the same `per` (UTC; weeks begin on
    Monday).
    """

    type: str
    priority: int = OTHER_PRIORITY
    most: int | None = None
    per: Period = "ever"
    label: str = ""


@dataclass(frozen=True)
class Block:
    """A value that joins nobody; `*` in it stands for any text. `reason` is what somebody wrote."""

    type: str
    value: str
    origin: Origin = "typed"
    reason: str = ""


@dataclass(frozen=True)
class IdentityRules:
    """What the batch holds to. `limits` are the types with a limit, `priorities` all that are known, both by type."""

    limits: tuple[TypeRule, ...] = ()
    priorities: tuple[tuple[str, int], ...] = ()
    blocks: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def of(cls, types: list[TypeRule], blocks: list[Block]) -> "IdentityRules":
        ordered = sorted(types, key=lambda rule: rule.type)
        return cls(
            tuple(rule for rule in ordered if rule.most is not None),
            tuple((rule.type, rule.priority) for rule in ordered),
            tuple(sorted((block.type, block.value) for block in blocks)),
        )


LABELS: dict[str, Text] = {
    "user_id": Text("User id", "ユーザーID"),
    "email": Text("Email", "メールアドレス"),
    "phone": Text("Phone", "電話番号"),
    "line_user_id": Text("LINE user id", "LINEユーザーID"),
    "line_id": Text("LINE id", "LINE ID"),
    "customer_id": Text("Customer number", "顧客番号"),
    "crm_id": Text("CRM record", "CRMのレコード"),
    "external_id": Text("Id in another tool", "他ツールのID"),
    "device_token": Text("Push address of a device", "端末のプッシュ宛先"),
    "device_id": Text("Device", "端末"),
    "anonymous_id": Text("Visitor id of the site", "サイトの訪問者ID"),
    "cookie": Text("Cookie", "Cookie"),
}

BUILT_IN: tuple[TypeRule, ...] = tuple(TypeRule(kind, 10 * place) for place, kind in enumerate(LABELS, 1))
"""Without limits: what a person may have is the hub's own to say, after a look at who would be split."""

BUILT_IN_BLOCKS: tuple[Block, ...] = tuple(
    Block("email", f"{name}@*", "built_in") for name in ("dummy", "no-reply", "noreply", "test")
)
"""Addresses that forms are filled with. What tools write for nothing (`null`, zeros) ends at the door already."""


def normaliser(kind: str) -> Literal["email", "phone", "text"]:
    """How values of a type are written one way; see `sources.identifier_value`."""
    return "email" if kind == "email" else "phone" if kind == "phone" else "text"
