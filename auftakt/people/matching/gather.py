"""From the hub's people to records that can be compared, and back to what hangs on identifiers."""

from collections.abc import Sequence

import pyarrow as pa
from sqlglot import exp

from auftakt.people.matching.settings import PeopleField
from auftakt.store import sql
from auftakt.store.plane import Connection

_PORTION = 50_000


def take_people(plane: Connection, con: Connection, fields: Sequence[PeopleField]) -> int:
    """Leaves the table `given` in `con`: `record` (a person id) and each field as it was told; gives how many people.

    One pass over traits and identifiers, carried over some thousands at a time.
    """
    _want(plane, fields)
    sql.run(plane, "people", "match_facts")
    return _carry(plane, con, fields)


def take_evidence(plane: Connection, con: Connection, fields: Sequence[PeopleField]) -> dict[int, str]:
    """The same with a record for each identifier that told something; gives whose each is, by exact keys alone.

    Whom matching joined is left out.
    """
    _want(plane, fields)
    sql.run(plane, "people", "match_evidence")
    _carry(plane, con, fields)
    return dict(plane.execute(sql.render("people", "match_truth")).fetchall())


def _carry(plane: Connection, con: Connection, fields: Sequence[PeopleField]) -> int:
    chosen = [exp.alias_(exp.column("person_id"), "record")]
    for number, field in enumerate(fields):
        here = exp.EQ(this=exp.column("field_no"), expression=exp.Literal.number(number))
        value = exp.case().when(here, exp.column("value"))
        chosen.append(exp.alias_(exp.Max(this=value), field.name, quoted=True))
    query = exp.select(*chosen).from_("match_facts").group_by("person_id").order_by("person_id")
    reader = plane.execute(query.sql("duckdb")).to_arrow_reader(_PORTION)
    con.from_arrow(reader).create("given")
    return count_records(con)


def count_records(con: Connection) -> int:
    """How many records are in the table `given`."""
    counted = con.table("given").count("*").fetchone()
    return int(counted[0]) if counted else 0


def anchors_of(plane: Connection, fields: Sequence[PeopleField], people: pa.Array) -> pa.Table:
    """person_id and anchor: the identifier (its key as text) that told most of what was compared of each person."""
    _want(plane, fields)
    plane.register("match_kept", pa.table({"person_id": people}))
    return plane.execute(sql.render("people", "match_anchors")).to_arrow_table()


def _want(plane: Connection, fields: Sequence[PeopleField]) -> None:
    rows = [
        (number, place, *each.split(":", 1))
        for number, field in enumerate(fields)
        for place, each in enumerate(field.reads)
    ]
    numbers, places, kinds, names = zip(*rows, strict=True)
    wanted = {"field_no": pa.array(numbers, pa.int32()), "place": pa.array(places, pa.int32())}
    plane.register("match_wanted", pa.table({**wanted, "kind": list(kinds), "name": list(names)}))
