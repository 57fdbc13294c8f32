"""Laws of sending: whatever the order of events and batches, nothing goes out that may not, and nobody is forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from journey_world import DAY, END, HOUR, NOW, VARIANTS, Happened, World, journey, new_world, send, version_of, wait

from auftakt.kit.hashing import bucket

PEOPLE = range(6)
PATH = journey(
    send("s1", "w1"),
    wait("w1", "part", hours=36),
    {
        "id": "part",
        "kind": "split",
        "arms": [{"name": "a", "share": 0.4, "next": "s2"}, {"name": "b", "share": 0.6, "next": "watch"}],
    },
    {"id": "watch", "kind": "wait_until", "event": "Clicked", "days": 2, "then": "s2", "otherwise": "s3"},
    send("s2", "end"),
    send("s3", "end"),
    END,
    exit=[{"kind": "event", "name": "Order Completed"}],
)
LAWS = examples(5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOLDOUT = 0.3

moments = st.integers(0, 12 * 24).map(lambda hours: hours * HOUR)
people = st.sampled_from(list(PEOPLE))
changes = st.one_of(
    st.tuples(st.just("join"), people, st.none()),
    st.tuples(st.just("consent"), people, st.booleans()),
    st.tuples(st.just("address"), people, st.sampled_from(["", "a@example.com"])),
    st.tuples(st.just("approve"), st.just(0), st.booleans()),
    st.tuples(st.just("event"), people, st.sampled_from(["Clicked", "Order Completed"])),
    st.tuples(st.just("merge"), people, people),
    st.tuples(st.just("suppress"), people, st.none()),
)
histories = st.lists(st.tuples(moments, changes), min_size=4, max_size=10).map(
    lambda found: sorted(found, key=lambda pair: pair[0])
)


@dataclass
class Truth:
    """What was allowed, kept beside the data plane in plain Python."""

    approved: bool = True
    consent: dict[int, bool] = field(default_factory=dict)
    address: dict[int, str] = field(default_factory=dict)
    gone: dict[int, int] = field(default_factory=dict)


def play(world: World, history: Sequence[tuple[timedelta, Any]], truth: Truth) -> None:
    version = world.versions[0]
    for person in PEOPLE:
        world.person(person, consent=False)
        truth.consent[person], truth.address[person] = False, f"p{person}@example.com"
    for after, (kind, person, value) in history:
        now = NOW + after
        happened, merged = [], []
        person = truth.gone.get(person, person)
        if kind == "join" and not world.rows(f"select 1 from memberships where person_id = {person}"):
            world.joins(person, now)
        elif kind == "consent":
            truth.consent[person] = value
            world.consent(person, value, now)
        elif kind == "address":
            truth.address[person] = value
            world.trait(person, "email", value)
        elif kind == "approve":
            truth.approved = value
            world.approvals = {version.approval_id: version.hash} if value else {}
        elif kind == "event":
            happened.append(Happened(person, value, now))
        elif kind == "suppress":
            world.suppressed.append(("email", truth.address[person]))
        elif kind == "merge" and value not in truth.gone and value != person:
            merged.append((person, value))
            truth.gone = {old: value if new == person else new for old, new in truth.gone.items()} | {person: value}
        before = world.rows("select count(*) from sends")[0][0]
        world.batch(now, *happened, merged=merged)
        for sender, address, reason, decision in world.rows(
            f"select person_id, address, reason, decision from sends order by rowid offset {before}"
        ):
            if decision == "reserved":
                assert reason == "sent_ok"
                assert truth.approved
                assert truth.consent[sender]
                assert address == truth.address[sender] != ""
                assert ("email", address) not in world.suppressed
                assert world.rows(f"select arm from assignments where person_id = {sender}") == [("treated",)]


@LAWS
@given(history=histories)
def test_nothing_is_reserved_that_may_not_be_sent(history: Any) -> None:
    with new_world(version_of(PATH, holdout=HOLDOUT)) as world:
        play(world, history, Truth())
        reserved = world.rows("select send_id from sends where decision = 'reserved'")
        assert len(reserved) == len(set(reserved)), "the same message twice"
        assert world.rows("select 1 from sends where (decision = 'reserved') <> (reason = 'sent_ok')") == []


@LAWS
@given(history=histories)
def test_everybody_who_entered_is_in_flight_or_left_or_held_back(history: Any) -> None:
    with new_world(version_of(PATH, holdout=HOLDOUT)) as world:
        truth = Truth()
        play(world, history, truth)
        state = world.state()
        keys = [row[:2] for row in state["entries"]]
        assert len(keys) == len(set(keys))
        for journey_id, person, entry_key, _ in state["entries"]:
            flying = [row for row in state["positions"] if (row[0], row[2], row[3]) == (journey_id, person, entry_key)]
            same = {person} | {old for old, new in truth.gone.items() if new == person}
            out = [row for row in state["transitions"] if row[2] in same and row[6] is None]
            held = ("cmp_a", person, "holdout") in [row[:3] for row in state["assignments"]]
            assert len(flying) <= 1
            assert flying or out or held
        assert len({row[2] for row in state["positions"]}) == len(state["positions"])


@LAWS
@given(history=histories)
def test_a_batch_that_is_run_twice_changes_nothing(history: Any) -> None:
    with new_world(version_of(PATH, holdout=HOLDOUT)) as world:
        play(world, history, Truth())
        now = NOW + 12 * DAY
        world.batch(now)
        once = world.state()
        assert not any(world.batch(now).values())
        assert world.state() == once


def reference(person: int, joined: datetime, until: datetime) -> list[tuple[str | None, str | None, str]]:
    """The same fixed-time path walked by one person in plain Python."""
    if bucket("cmp_a", person) < HOLDOUT:
        return [(None, None, "holdout")]
    moves: list[tuple[str | None, str | None, str]] = [(None, "s1", "entered"), ("s1", "w1", "sent_ok")]
    if until < joined + 36 * HOUR:
        return moves
    straight = bucket("cmp_a:part", person) < 0.4
    moves += [("w1", "part", "waited"), ("part", "s2" if straight else "watch", "arm")]
    if not straight:
        if until < joined + 36 * HOUR + 2 * DAY:
            return moves
        moves.append(("watch", "s3", "timeout"))
    last = "s2" if straight else "s3"
    return [*moves, (last, "end", "sent_ok"), ("end", None, "finished")]


@LAWS
@given(
    joins=st.lists(st.integers(0, 72).map(lambda hours: NOW + hours * HOUR), min_size=6, max_size=6),
    cuts=st.lists(st.integers(0, 7 * 24).map(lambda hours: NOW + hours * HOUR), max_size=4),
)
def test_how_time_is_cut_into_batches_does_not_matter(joins: list[datetime], cuts: list[datetime]) -> None:
    until = NOW + 7 * DAY
    daily = {NOW + day * DAY for day in range(8)}
    moments = sorted({*joins, *cuts, *daily})
    with new_world(version_of(PATH, holdout=HOLDOUT)) as world:
        for person in PEOPLE:
            world.person(person)
        for now in moments:
            for person, joined in enumerate(joins):
                if joined == now:
                    world.joins(person, now)
            world.batch(now)
        for person, joined in enumerate(joins):
            walked = [(start, end, reason) for start, end, reason, _ in world.moves(person)]
            assert walked == reference(person, joined, until)


def test_the_variants_of_the_laws_exist() -> None:
    assert {variant["id"] for variant in VARIANTS} == set(PATH["steps"][0]["variants"])
