"""Limits on a hundred thousand visits and one or two threads give what one visit after the other gives."""

import pytest
from happenings import NOON

from auftakt.jobs import Batch
from auftakt.people import Block, IdentityRules, IdentityStep, TypeRule, what_if
from auftakt.people.types.apply import apply_near, changed_people
from auftakt.people.types.heads import put_heads
from auftakt.store.plane import Plane, declared_tables

EVENTS, USERS, DEVICES = 100_000, 20_000, 30_000
RULES = IdentityRules.of(
    [TypeRule("user_id", 10, 1), TypeRule("device", 100)], [Block("device", "d1*7"), Block("device", "D29")]
)


def visit(place: int) -> tuple[int, int]:
    """User and device; most devices have one user."""
    user = (place * 7919 + place // 13) % USERS
    return user, user if place % 9 else (place * 31) % DEVICES


def plain() -> set[frozenset[str]]:
    """Each device belongs to the first user who came with it, unless it is blocked."""
    owners: dict[int, int] = {}
    parts = {user: {f"u{user}"} for user, _ in map(visit, range(EVENTS))}
    alone = set()
    for user, device in map(visit, range(EVENTS)):
        name = f"d{device}"
        if name == "d29" or (name.startswith("d1") and name.endswith("7") and len(name) > 2):
            alone.add(frozenset([name]))
        elif owners.setdefault(device, user) == user:
            parts[user].add(name)
    return {frozenset(part) for part in parts.values()} | alone


@pytest.mark.parametrize("threads", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_limits_match_a_plain_reference(threads: int) -> None:
    plane = Plane.open(None, declared_tables(), threads=threads)
    try:
        with plane.writer() as con:
            con.execute(FRESH)
            assert put_heads(con, RULES) == 0
            IdentityStep(lambda _: RULES).run(Batch(con, NOON, None))  # type: ignore[arg-type]
            found = con.execute("select list(value) from identifiers group by person_id").fetchall()
            assert {frozenset(values) for (values,) in found} == plain()
    finally:
        plane.close()


@pytest.mark.parametrize("threads", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_limits_that_come_later_match_it_too(threads: int) -> None:
    plane = Plane.open(None, declared_tables(), threads=threads)
    try:
        with plane.writer() as con:
            con.execute(FRESH)
            IdentityStep().run(Batch(con, NOON, None))  # type: ignore[arg-type]
        with plane.reader() as con:
            said = what_if(con, RULES).counts
            people = changed_people(con, RULES)
        with plane.writer() as con:
            for place in range(0, len(people), 2_000):
                apply_near(con, RULES, people[place : place + 2_000], NOON)
            found = con.execute("select list(value) from identifiers group by person_id").fetchall()
            assert {frozenset(values) for (values,) in found} == plain()
            refused = con.execute("select count(*) from refused_links").fetchone()
            assert (said.people_after, said.refused_after) == (len(found), refused and refused[0])
    finally:
        plane.close()


FRESH = f"""
    create temp table fresh as
    with visits as (select range as place, (range * 7919 + range // 13) % {USERS} as user from range({EVENTS})),
    met as (
        select place, user, case when place % 9 <> 0 then user else (place * 31) % {DEVICES} end as device from visits
    )
    select place as log_offset, md5_number('e' || place) as event_key, 's' as source_id, 'm' || place as message_id,
        'track' as type, 'Seen' as name, timestamp '2026-11-20' as happened_at, timestamp '2026-11-20' as received_at,
        md5_number('user_id' || chr(31) || 'u' || user) as ident_key, null::decimal(18, 4) as revenue, null as order_id,
        null as campaign_id, null as send_id, null as category, null::json as traits, null::json as properties,
        null::json as context, [['user_id', 'u' || user], ['device', 'd' || device]] as ids
    from met
"""
