"""Groups to be shown: the list, one group, and the groups of a person."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlglot import exp, parse_one

from auftakt.kit.clock import aware, iso, naive, parse_time
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.people.person import Trait
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class GroupSummary:
    """One line of the list. `people`: how many belong to it now."""

    group_type: str
    group_id: str
    name: str | None
    industry: str | None
    first_seen: datetime
    last_seen: datetime
    people: int


@dataclass(frozen=True)
class GroupPage:
    items: list[GroupSummary]
    next: str | None


@dataclass(frozen=True)
class GroupType:
    group_type: str
    groups: int


@dataclass(frozen=True)
class Group:
    """A group with what is known about it, and what the people who belong to it now did together."""

    group_type: str
    group_id: str
    name: str | None
    first_seen: datetime
    last_seen: datetime
    traits: list[Trait]
    people: int
    events: int
    orders: int
    revenue: Decimal


@dataclass(frozen=True)
class PersonGroup:
    """A group that a person belongs to, or belonged to until `left_at`."""

    group_type: str
    group_id: str
    name: str | None
    since: datetime
    left_at: datetime | None
    source: str


@dataclass(frozen=True)
class _Row:
    group_type: str
    group_id: str
    first_seen: datetime
    last_seen: datetime
    people: int
    events: int
    orders: int
    revenue: Decimal


def list_groups(
    con: Connection, *, kind: str | None = None, search: str = "", after: str | None = None, limit: int = 50
) -> GroupPage:
    """Groups, those seen last first; `search` looks into ids and names. Raises InvalidInput for an unknown page."""
    before, before_kind, before_id = _place(after)
    needs = {
        "kind": kind, "search": search.strip().lower(), "before": before, "before_kind": before_kind,
        "before_id": before_id, "most": limit + 1,
    }  # fmt: skip
    found = sql.rows(con, "people", "groups_page", _summary, needs)
    last = found[limit - 1] if len(found) > limit else None
    return GroupPage(found[:limit], _cursor(last) if last else None)


def group_types(con: Connection) -> list[GroupType]:
    """The types there are, the most frequent first."""
    return sql.rows(con, "people", "group_types", GroupType)


def find_group(con: Connection, kind: str, group_id: str) -> Group:
    """One group. Raises NotFound."""
    ask = {"kind": kind, "id": group_id}
    row = sql.one(con, "people", "group_row", _Row, ask)
    if row is None:
        raise NotFound(
            Text(
                f"There is no {kind} with the id {group_id!r}.", f"{kind} に ID {group_id!r} のグループはありません。"
            ),
            next_action=Text("See the list of groups.", "グループの一覧で確認してください。"),
            group_type=kind,
            group_id=group_id,
        )
    traits = sql.rows(con, "people", "group_traits_of", _trait, ask)
    return Group(
        group_type=row.group_type,
        group_id=row.group_id,
        name=next((each.value for each in traits if each.name == "name"), None),
        first_seen=aware(row.first_seen),
        last_seen=aware(row.last_seen),
        traits=traits,
        people=row.people,
        events=row.events,
        orders=row.orders,
        revenue=row.revenue,
    )


def in_group(kind: str, group_id: str) -> exp.Expression:
    """The condition on people that they belong to this group now."""
    slots = {"the_kind": exp.Literal.string(kind), "the_id": exp.Literal.string(group_id)}
    return exp.column("person_id").isin(query=parse_one(sql.render("people", "group_people", slots), read="duckdb"))


def groups_of(con: Connection, person_id: int) -> list[PersonGroup]:
    """The groups of a person, those they belong to first."""
    return sql.rows(con, "people", "person_groups", _person_group, {"person_id": person_id})


def _summary(
    group_type: str,
    group_id: str,
    name: str | None,
    industry: str | None,
    first_seen: datetime,
    last_seen: datetime,
    people: int,
) -> GroupSummary:
    return GroupSummary(group_type, group_id, name, industry, aware(first_seen), aware(last_seen), people)


def _trait(name: str, value: str, source: str, set_at: datetime) -> Trait:
    return Trait(name, value, source, aware(set_at))


def _person_group(
    group_type: str, group_id: str, name: str | None, since: datetime, left_at: datetime | None, source: str
) -> PersonGroup:
    return PersonGroup(group_type, group_id, name, aware(since), aware(left_at) if left_at else None, source)


def _cursor(last: GroupSummary) -> str:
    place = json.dumps([iso(last.last_seen), last.group_type, last.group_id]).encode()
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def _place(after: str | None) -> tuple[datetime | None, str, str]:
    if after is None:
        return None, "", ""
    try:
        moment, kind, group_id = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        return naive(parse_time(moment)), str(kind), str(group_id)
    except (ValueError, TypeError) as error:
        raise InvalidInput(
            Text(f"There is no page {after!r}.", f"ページ {after!r} は存在しません。"),
            next_action=Text("Start again at the first page.", "最初のページからやり直してください。"),
        ) from error
