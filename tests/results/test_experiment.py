"""Arms counted in the data plane: intention to treat, and a published experiment to its digits."""

import json
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import pytest

from auftakt.results import Arm, ArmStats, Experiment, Metric, arm_stats, read_out
from auftakt.store.plane import Connection
from tests.results.conftest import NOW, World

BOUGHT = Metric("conversion", "Order Completed", "any")
OFTEN = Metric("orders", "Order Completed", "count")
SPENT = Metric("revenue", "Order Completed", "revenue")
EXPERIMENT = Experiment("c1", 7, (BOUGHT, OFTEN, SPENT), shares={"treated": 0.5, "holdout": 0.5})


def test_everyone_who_was_assigned_counts(world: World) -> None:
    for person in (1, 2, 3, 4):
        world.assign(person, "treated" if person < 4 else "holdout", day=1)
    world.assign(5, "treated", campaign_id="other")
    world.event(1, "Order Completed", 1, order_id="a", revenue="10")
    world.event(1, "Order Completed", 2, order_id="a", revenue="2")
    world.event(1, "Order Completed", 3, order_id="b", revenue="6")
    world.event(2, "Order Completed", 0.5, order_id="c", revenue="99")  # before the assignment
    world.event(2, "Order Completed", 8, order_id="d", revenue="99")  # after the goal's days
    world.event(4, "Order Completed", 7.9, order_id="e", revenue="4")
    world.event(5, "Order Completed", 2, order_id="f", revenue="99")
    assert arm_stats(world.con, EXPERIMENT, NOW) == {
        ("conversion", "treated"): ArmStats("treated", 3, 1, 1.0, pytest.approx(2 / 3)),
        ("conversion", "holdout"): ArmStats("holdout", 1, 1, 1.0, 0.0),
        ("orders", "treated"): ArmStats("treated", 3, 1, 2.0, pytest.approx(8 / 3)),
        ("orders", "holdout"): ArmStats("holdout", 1, 1, 1.0, 0.0),
        ("revenue", "treated"): ArmStats("treated", 3, 1, 18.0, pytest.approx(216.0)),
        ("revenue", "holdout"): ArmStats("holdout", 1, 1, 4.0, 0.0),
    }
    readout = read_out(world.con, EXPERIMENT, NOW)
    assert readout.arms == (Arm("holdout", 1), Arm("treated", 3))
    assert [(lift.metric, lift.arm, lift.control, lift.p) for lift in readout.lifts] == [
        (name, "treated", "holdout", None) for name in ("conversion", "orders", "revenue")
    ]


def test_a_merged_person_keeps_the_first_arm(world: World) -> None:
    world.assign(1, "holdout", day=0)
    world.assign(1, "treated", day=1)
    world.assign(2, "treated", day=0)
    assert read_out(world.con, EXPERIMENT, NOW).arms == (Arm("holdout", 1), Arm("treated", 1))


def test_what_comes_later_is_not_known_yet(world: World) -> None:
    world.assign(1, "treated", day=0)
    world.assign(2, "holdout", day=0)
    world.assign(3, "holdout", day=5)
    world.event(1, "Order Completed", 4, revenue="1")
    early = arm_stats(world.con, EXPERIMENT, datetime(2026, 10, 3, tzinfo=UTC))
    assert early["conversion", "treated"].total == 0
    assert early["conversion", "holdout"].people == 1


def test_without_people_or_without_a_control_there_is_no_lift(world: World) -> None:
    nobody = read_out(world.con, EXPERIMENT, NOW)
    assert (nobody.arms, nobody.lifts, nobody.srm) == ((), (), None)
    for person in range(20):
        world.assign(person, "treated")
    alone = read_out(world.con, EXPERIMENT, NOW)
    assert (alone.arms, alone.lifts) == ((Arm("treated", 20),), ())
    assert alone.srm is not None
    assert not alone.srm.ok  # half of them should have been held back


def test_the_pace_is_that_of_the_last_week(world: World) -> None:
    for person in range(400):
        world.assign(person, "treated" if person % 2 else "holdout", day=50 if person < 40 else 0)
    for person in range(60):
        if person % 2 or person < 40:
            world.event(person, "Order Completed", 51, revenue="1")
    only = Experiment("c1", 60, (BOUGHT,))
    (lift,) = read_out(world.con, only, NOW).lifts
    assert lift.standard_error is not None
    growth = ((1.959964 + 0.841621) * lift.standard_error / 0.05) ** 2
    assert lift.days_to_enough == ceil((growth - 1) * 400 / (40 / 7))
    (closed,) = read_out(world.con, Experiment("c1", 60, (BOUGHT,), open=False), NOW).lifts
    assert closed.days_to_enough is None


def load_hillstrom(con: Connection, path: Path) -> None:
    """The experiment as an import leaves it: one identifier a customer, the arm, visits and orders."""
    con.execute(f"create temp table rows as select row_number() over () as n, * from read_parquet('{path}')")
    con.execute(
        """
        insert into identifiers by name
        select md5_number('row' || chr(31) || n) as ident_key, 'row' as type, n as value, n as person_id,
               n as origin_id, timestamp '2008-03-01' as first_seen, 'src' as source_id
        from rows
        """
    )
    con.execute("insert into assignments select 'hillstrom', n, segment, '2008-03-20' from rows")
    for name, flag, revenue in (("Visited", "visit", "null"), ("Order Completed", "conversion", "spend")):
        con.execute(
            f"""
            insert into events by name
            select n as log_offset, n as event_key, 'src' as source_id, '{flag}' || n as message_id, 'track' as type,
                   '{name}' as name, timestamp '2008-03-25' as happened_at, timestamp '2008-03-25' as received_at,
                   md5_number('row' || chr(31) || n) as ident_key, {revenue} as revenue
            from rows where {flag} = 1
            """
        )


def test_hillstrom_to_the_published_digits(world: World, shared_data: Path) -> None:
    expected = json.loads((shared_data / "expected.json").read_text())["hillstrom"]
    load_hillstrom(world.con, shared_data / "hillstrom.parquet")
    metrics = (
        Metric("visit", "Visited", "any"),
        BOUGHT,
        Metric("spend", "Order Completed", "revenue"),
    )
    readout = read_out(world.con, Experiment("hillstrom", 14, metrics, control="No E-Mail"), NOW)
    assert {arm.arm: arm.people for arm in readout.arms} == expected["n"]
    assert readout.srm is not None
    assert round(readout.srm.p, 4) == expected["srm_p"]
    found = {(lift.arm, lift.metric): [lift.difference, lift.standard_error] for lift in readout.lifts}
    for name, arm in (("mens", "Mens E-Mail"), ("womens", "Womens E-Mail")):
        for metric, figures in expected[name].items():
            assert [round(value or 0, 5) for value in found[arm, metric]] == figures, (name, metric)
