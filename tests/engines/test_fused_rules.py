"""One fused plan for many rules gives the rows that a plain loop in Python gives, with one thread and with two."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from happenings import NOON
from sqlglot import exp

from auftakt.audiences import NamedRule, parse_rule
from auftakt.audiences.matching import gather
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Plane, declared_tables

PEOPLE, EVENTS = 500, 20_000
WINE = {"property": "category", "op": "in", "value": ["C1", "C2"]}


def test_fused_leaves_match_a_plain_count() -> None:
    expected = plain()
    assert {name for name, _ in expected} == {"often", "much"}
    assert len(expected) < 2 * PEOPLE
    for threads in (1, 2):
        assert engine(threads) == expected, f"{threads} threads"


def happened(place: int) -> tuple[int, str, timedelta, Decimal]:
    """Person, category, age and revenue of the event at a place."""
    return (
        (place * 7 + place // 11) % PEOPLE,
        f"C{place % 9}",
        timedelta(hours=(place * 37) % 2000),
        Decimal(place % 700) / 100,
    )


def plain() -> list[tuple[str, int]]:
    counts: dict[int, int] = {}
    sums: dict[int, Decimal] = {}
    for place in range(EVENTS):
        person, category, age, revenue = happened(place)
        if age < timedelta(days=30):
            counts[person] = counts.get(person, 0) + 1
        if category in ("C1", "C2"):
            sums[person] = sums.get(person, Decimal(0)) + revenue
    found = [("often", person) for person, count in counts.items() if count >= 15]
    found += [("much", person) for person, amount in sums.items() if amount >= 30]
    return sorted(found)


def engine(threads: int) -> list[tuple[str, int]]:
    order = {"kind": "event", "name": "Order Completed"}
    rules = [
        NamedRule("often", parse_rule({**order, "value": 15, "days": 30})),
        NamedRule(
            "much",
            parse_rule({**order, "measure": "sum", "value": 30, "where": [WINE]}),
        ),
    ]
    plane = Plane.open(None, declared_tables(), threads=threads)
    try:
        with plane.writer() as con:
            con.execute(FILL)
            con.execute("create temp table audience_candidates as select person_id from people")
            plan = gather(con, [named.rule for named in rules], NOON, ZoneInfo("UTC"))
            found: list[tuple[str, int]] = []
            for named in rules:
                slots = {
                    "matching_into": exp.to_table(f"matched_{named.id}"),
                    "rule_condition": plan.answer(named.rule).condition,
                }
                sql.run(con, "audiences", "matching_people", {"now": naive(NOON)}, slots)
                found += [(named.id, row[0] - 1) for row in con.execute(f"from matched_{named.id}").fetchall()]
            return sorted(found)
    finally:
        plane.close()


AT = f"timestamp '{NOON:%Y-%m-%d %H:%M:%S}'"
FILL = f"""
    insert into identifiers
        select md5_number('p' || range), 'customer', 'p' || range, range + 1, range + 1, {AT}, 's' from range({PEOPLE});
    insert into people select range + 1, {AT}, {AT}, 1 from range({PEOPLE});
    insert into events
        select range, md5_number('e' || range), 's', 'm' || range, 'track', 'Order Completed',
            {AT} - to_hours((range * 37) % 2000), {AT}, md5_number('p' || ((range * 7 + range // 11) % {PEOPLE})),
            (range % 700) / 100.0, null, null, null, 'C' || (range % 9), null,
            json_object('category', 'C' || (range % 9)), null, null
        from range({EVENTS})
"""
