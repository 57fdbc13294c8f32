"""The list of people, page by page."""

from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from auftakt.kit.clock import aware, iso, naive, parse_time
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.naming import display_name
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class PersonSummary:
    """One line of the list of people."""

    person_id: int
    name: str | None
    email: str | None
    phone: str | None
    language: str | None
    city: str | None
    first_seen: datetime
    last_seen: datetime
    identifiers: int


@dataclass(frozen=True)
class PeoplePage:
    items: list[PersonSummary]
    next: str | None


@dataclass(frozen=True)
class OversizedPerson:
    """Somebody with so many identifiers that they are hardly one person."""

    person_id: int
    identifiers: int


@dataclass(frozen=True)
class _Row:
    person_id: int
    first_seen: datetime
    last_seen: datetime
    identifiers: int
    whole_name: str | None
    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None
    language: str | None
    city: str | None

    def summary(self) -> PersonSummary:
        return PersonSummary(
            person_id=self.person_id,
            name=display_name(self.whole_name, self.first_name, self.last_name),
            email=self.email,
            phone=self.phone,
            language=self.language,
            city=self.city,
            first_seen=aware(self.first_seen),
            last_seen=aware(self.last_seen),
            identifiers=self.identifiers,
        )


def list_people(
    con: Connection,
    *,
    search: str = "",
    after: str | None = None,
    limit: int = 50,
    among: exp.Expression | None = None,
) -> PeoplePage:
    """People, those seen last first. `search` looks into identifiers and names; `among` is a condition on them."""
    before, before_person = split_cursor(after)
    needs = {"search": search.strip().lower(), "before": before, "before_person": before_person, "most": limit + 1}
    found = sql.rows(con, "people", "people_page", _Row, needs, {"among": among or exp.true()})
    items = [row.summary() for row in found[:limit]]
    more = len(found) > limit
    return PeoplePage(items, join_cursor(items[-1].last_seen, items[-1].person_id) if more else None)


def oversized_people(con: Connection, most: int, limit: int = 100) -> list[OversizedPerson]:
    """People with more than `most` identifiers, the largest first: something shared, such as a till, joins them."""
    return sql.rows(con, "people", "oversized_people", OversizedPerson, {"most": most, "limit": limit})


def join_cursor(moment: datetime, number: int) -> str:
    """A place in an order by time and number, as text."""
    return f"{iso(moment)}.{number}"


def split_cursor(cursor: str | None) -> tuple[datetime | None, int]:
    """The place again, as naive UTC and number. Raises InvalidInput for text that no page gave out."""
    if cursor is None:
        return None, 0
    moment, _, number = cursor.rpartition(".")
    try:
        return naive(parse_time(moment)), int(number)
    except ValueError as error:
        raise InvalidInput(
            Text(f"There is no page {cursor!r}.", f"ページ {cursor!r} は存在しません。"),
            next_action=Text("Start again at the first page.", "最初のページからやり直してください。"),
        ) from error
