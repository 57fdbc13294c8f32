"""Links that the rules refused, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from auftakt.kit.clock import aware
from auftakt.kit.text import Text
from auftakt.store import sql
from auftakt.store.plane import Connection

Reason = Literal["blocked", "limit"]


@dataclass(frozen=True)
class RefusedEnd:
    """One end of a refused link, and who it belongs to."""

    type: str
    value: str
    person_id: int


@dataclass(frozen=True)
class RefusedLink:
    """Two identifiers of one event that a rule keeps apart.

    `rule` is the type whose rule it is; `held` is how many of it the two people would have had together, 0 for a
    blocked value.
    """

    refusal_no: int
    a: RefusedEnd
    b: RefusedEnd
    source: str
    seen_at: datetime
    refused_at: datetime
    reason: Reason
    rule: str
    held: int


@dataclass(frozen=True)
class RefusedPage:
    items: list[RefusedLink]
    next: str | None


@dataclass(frozen=True)
class RefusedCount:
    reason: Reason
    type: str
    links: int


@dataclass(frozen=True)
class _Refusal:
    reason: Reason
    type: str
    held: int


def refused_page(
    con: Connection,
    *,
    before: int | None = None,
    limit: int = 50,
    reason: Reason | None = None,
    type: str | None = None,
    person_id: int | None = None,
) -> RefusedPage:
    """The latest first; `before` is the `next` of the page before."""
    asked = {"before": before, "most": limit + 1, "reason": reason, "type": type, "person_id": person_id}
    found = sql.rows(con, "people", "refused_page", _refused, asked)
    items = found[:limit]
    return RefusedPage(items, str(items[-1].refusal_no) if len(found) > limit else None)


def refused_counts(con: Connection) -> list[RefusedCount]:
    """By reason and type, the most first."""
    return sql.rows(con, "people", "refused_counts", RefusedCount)


def refused_between(con: Connection, one: int, other: int) -> Text | None:
    """Why two people are not one although an event named both; None where no rule keeps them apart."""
    found = sql.one(con, "people", "refused_between", _Refusal, {"one": one, "other": other})
    return refusal_text(found.reason, found.type, found.held) if found else None


def refusal_text(reason: str, type: str, held: int) -> Text:
    """The reason as a sentence."""
    if reason == "blocked":
        return Text(
            f"A link was refused: its {type} is a blocked value.",
            f"結び付けませんでした。{type} が、使えない値として登録されています。",
        )
    return Text(
        f"A link was refused: together they would have {held} of {type}, more than one person may have.",
        f"結び付けませんでした。合わせると {type} が{held}件になり、1人の上限を超えます。",
    )


def _refused(
    refusal_no: int,
    a_type: str,
    a_value: str,
    a_person: int,
    b_type: str,
    b_value: str,
    b_person: int,
    source: str,
    seen_at: datetime,
    refused_at: datetime,
    reason: Reason,
    type: str,
    held: int,
) -> RefusedLink:
    a, b = RefusedEnd(a_type, a_value, a_person), RefusedEnd(b_type, b_value, b_person)
    return RefusedLink(refusal_no, a, b, source, aware(seen_at), aware(refused_at), reason, type, held)
