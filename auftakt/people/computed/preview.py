"""A definition before it is saved: who would have the trait, and which values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlglot import exp

from auftakt.kit.clock import naive
from auftakt.people.computed.compile import computed_slots, moments
from auftakt.people.computed.definition import Definition, NamedDefinition, QueryValue
from auftakt.people.computed.query import run_query
from auftakt.people.listing import PersonSummary, list_people
from auftakt.store import sql
from auftakt.store.plane import Connection

SAMPLE = 8
_PEOPLE = exp.table_("people")
_PREVIEWED = exp.In(
    this=exp.column("person_id"), query=exp.Subquery(this=exp.select("person_id").from_("computed_now"))
)


@dataclass(frozen=True)
class ValueCount:
    value: str
    people: int


@dataclass(frozen=True)
class PreviewedPerson:
    person: PersonSummary
    value: str


@dataclass(frozen=True)
class ComputedPreview:
    """`people` of `total` would have a value; the commonest values, some people with theirs, the spread of numbers."""

    people: int
    total: int
    values: Sequence[ValueCount]
    sample: Sequence[PreviewedPerson]
    smallest: float | None
    median: float | None
    largest: float | None


@dataclass(frozen=True)
class _Spread:
    people: int
    total: int
    smallest: float | None
    median: float | None
    largest: float | None


@dataclass(frozen=True)
class _Value:
    person_id: int
    text: str


def preview_definition(con: Connection, definition: Definition, now: datetime, zone: ZoneInfo) -> ComputedPreview:
    """Computes a definition for everyone. Leaves nothing but temporary tables.

    Raises InvalidRule for a query that fails.
    """
    if isinstance(definition, QueryValue):
        con.register("query_rows", run_query(con, definition.query, now))
        sql.run(con, "people", "query_now", {"name": "preview"})
    else:
        named = [NamedDefinition("preview", "preview", definition)]
        sql.run(con, "people", "computed_candidates", None, {"candidates": _PEOPLE})
        at = {"now": naive(now), **moments(named, now, zone)}
        sql.run(con, "people", "computed_now", at, computed_slots(named))
    spread = sql.rows(con, "people", "preview_spread", _Spread)[0]
    people = list_people(con, limit=SAMPLE, among=_PREVIEWED).items
    chosen = {"chosen": [person.person_id for person in people]}
    values = {row.person_id: row.text for row in sql.rows(con, "people", "preview_sample", _Value, chosen)}
    return ComputedPreview(
        people=spread.people,
        total=spread.total,
        values=sql.rows(con, "people", "preview_values", ValueCount),
        sample=[PreviewedPerson(person, values[person.person_id]) for person in people],
        smallest=spread.smallest,
        median=spread.median,
        largest=spread.largest,
    )
