"""Who is in an audience, and which audiences somebody is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlglot import exp

from auftakt.audiences.words import because_text
from auftakt.kit.clock import aware, naive
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people import PersonSummary, list_people
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class AudienceState:
    """How large an audience was when it was last evaluated, and how it moved in the seven days before `now`."""

    audience_id: str
    size: int
    evaluated_at: datetime
    entered_7d: int
    left_7d: int


@dataclass(frozen=True)
class Membership:
    """One audience of one person. `because` is a phrase; `facts` is what it was made from, as JSON text."""

    audience_id: str
    since: datetime
    because: str
    facts: str


@dataclass(frozen=True)
class Member:
    person_id: int
    name: str | None
    email: str | None
    since: datetime
    because: str


@dataclass(frozen=True)
class MemberPage:
    items: list[Member]
    next: str | None


@dataclass(frozen=True)
class _Kept:
    audience_id: str
    person_id: int
    since: datetime
    because: str


def audience_states(con: Connection, now: datetime) -> dict[str, AudienceState]:
    """The state of each audience that was ever evaluated, by id."""
    found = sql.rows(con, "audiences", "states", _state, {"since": naive(now) - timedelta(days=7)})
    return {state.audience_id: state for state in found}


def memberships_of(
    con: Connection, person_id: int, language: str = "en", names: Mapping[str, str] | None = None
) -> list[Membership]:
    """Audiences that a person is in, also those of campaigns; `names` serves the phrases."""
    kept = sql.rows(con, "audiences", "memberships_of", _Kept, {"person_id": person_id})
    return [
        Membership(row.audience_id, aware(row.since), because_text(row.because, language, names), row.because)
        for row in kept
    ]


def members(
    con: Connection,
    audience_id: str,
    *,
    language: str = "en",
    names: Mapping[str, str] | None = None,
    after: str | None = None,
    limit: int = 50,
) -> MemberPage:
    """Members by person id."""
    if after is not None and not after.isdigit():
        raise InvalidInput(
            Text(f"There is no page {after!r}.", f"ページ {after!r} は存在しません。"),
            next_action=Text("Start again at the first page.", "最初のページからやり直してください。"),
        )
    needs = {"audience_id": audience_id, "after": int(after or 0), "most": limit + 1}
    kept = sql.rows(con, "audiences", "members", _Kept, needs)
    page = kept[:limit]
    people = _people(con, [row.person_id for row in page])
    items = [
        Member(
            row.person_id,
            people[row.person_id].name if row.person_id in people else None,
            people[row.person_id].email if row.person_id in people else None,
            aware(row.since),
            because_text(row.because, language, names),
        )
        for row in page
    ]
    return MemberPage(items, str(page[-1].person_id) if len(kept) > limit else None)


def in_audience(audience_id: str) -> exp.Expression:
    """A condition on `person_id`, for `people.list_people(among=…)`."""
    chosen = exp.select("person_id").from_("memberships").where(exp.column("audience_id").eq(c.text(audience_id)))
    return exp.In(this=exp.column("person_id"), query=exp.Subquery(this=chosen))


def _people(con: Connection, person_ids: list[int]) -> dict[int, PersonSummary]:
    if not person_ids:
        return {}
    chosen = exp.In(this=exp.column("person_id"), expressions=[exp.Literal.number(number) for number in person_ids])
    found = list_people(con, limit=len(person_ids), among=chosen)
    return {person.person_id: person for person in found.items}


def _state(audience_id: str, size: int, evaluated_at: datetime, entered_7d: int, left_7d: int) -> AudienceState:
    return AudienceState(audience_id, size, aware(evaluated_at), entered_7d, left_7d)
