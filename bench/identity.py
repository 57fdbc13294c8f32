"""Who is who, at size: link events into people, one new link among a million people, and its undo.

`python bench/identity.py [--quick]` prints one line each. The floor of the first is scipy's connected_components over
the same pairs as arrays that are in memory already: all else (reading, keys, rows, tables) comes on top.
"""

import argparse
import json
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from auftakt.jobs import Batch
from auftakt.people import Block, IdentityRules, IdentityStep, ProfileStep, TypeRule, WhatIf, retract_link, what_if
from auftakt.people.components import label_components, make_moved
from auftakt.people.types.apply import apply_near, changed_people
from auftakt.people.types.heads import put_heads
from auftakt.store.plane import Connection, Plane

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FRESH = """
    create or replace temp table fresh as
    select (row_number() over ()) + $offset as log_offset, md5_number('s' || chr(31) || row_number() over ()) as event_key,
        's' as source_id, 'm' || row_number() over () as message_id, 'track' as type, 'Seen' as name,
        timestamp '2026-11-20' as happened_at, timestamp '2026-11-20' as received_at,
        md5_number('id' || chr(31) || a) as ident_key, null::decimal(18, 4) as revenue, null as order_id,
        null as campaign_id, null as send_id, null as category, null::json as traits, null::json as properties,
        null::json as context, case when a = b then [['id', a::varchar]] else [['id', a::varchar], ['id', b::varchar]] end as ids
    from pairs
"""  # noqa: E501

VISITS = FRESH.replace("$offset", "0").replace(
    "case when a = b then [['id', a::varchar]] else", "case when false then null else"
)
VISITS = VISITS.replace("['id', a::varchar]", "['user_id', a::varchar]").replace(
    "['id', b::varchar]", "['anonymous_id', b::varchar]"
)
VISITS = VISITS.replace("md5_number('id'", "md5_number('user_id'")


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def arrive(con: Connection, a: Any, b: Any, offset: int, *steps: Any) -> float:
    """Seconds of the steps; making the events is not counted."""
    con.register("pairs", {"a": a, "b": b})
    con.execute(FRESH, {"offset": offset})
    con.unregister("pairs")
    batch = Batch(con, NOW, None)  # type: ignore[arg-type]
    return timed(lambda: [step.run(batch) for step in steps])


def pairs(links: int, components: int) -> tuple[Any, Any]:
    """Random trees with some pairs repeated: `links` pairs that make `components` components."""
    random = np.random.default_rng(1)
    members = components + int(links * 0.6)
    grown = np.arange(components, members)
    roots = (random.random(len(grown)) * grown).astype(np.int64)
    roots[:components] = np.arange(components)  # nobody stays alone
    extra = random.integers(0, len(grown), links - len(grown))
    a, b = np.concatenate([grown, grown[extra]]), np.concatenate([roots, roots[extra]])
    order, names = random.permutation(links), random.permutation(members)
    return names[a[order]], names[b[order]]


def components_of(a: Any, b: Any) -> int:
    members, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    graph = coo_array((np.ones(len(a), dtype=np.int8), (places[: len(a)], places[len(a) :])), shape=(len(members),) * 2)
    return int(connected_components(graph, directed=False)[0])


def many_links(plane: Plane, links: int, components: int) -> dict[str, Any]:
    a, b = pairs(links, components)
    floor = min(timed(lambda: components_of(a, b)) for _ in range(3))
    with plane.writer() as con:
        con.register("pairs", {"a": a, "b": b})
        con.execute("create or replace temp table component_edges as select a::bigint as a, b::bigint as b from pairs")
        con.unregister("pairs")
        arrays = min(timed(lambda: make_moved(con, "component_edges", links)) for _ in range(3))
        sql_alone = timed(lambda: label_components(con))
        arrive(con, np.arange(components), np.arange(components), 0, IdentityStep())
        con.execute("delete from identifiers")
        whole = arrive(con, a, b, 0, IdentityStep())
        found = con.execute("select count(distinct person_id) from identifiers").fetchone()
        assert found == (components_of(a, b),), found
        for table in ("identifiers", "links", "merges", "people"):
            con.execute(f"delete from {table}")
    return {
        "links": links, "people": found[0], "floor_seconds": round(floor, 3), "components_seconds": round(arrays, 3),
        "ratio": round(arrays / floor, 2), "sql_alone_seconds": round(sql_alone, 2),
        "whole_step_seconds": round(whole, 2),
    }  # fmt: skip


def rules(limit: int | None) -> IdentityRules:
    """One user a person, and values that join nobody."""
    types = [TypeRule("user_id", 10, limit), TypeRule("anonymous_id", 110)]
    return IdentityRules.of(types, [Block("anonymous_id", f"kiosk{place}*") for place in range(20)])


def ruled(events: int, shared: float, tries: int = 3) -> dict[str, Any]:
    """The same visits without rules and with them: `shared` of the devices are used by a second person."""
    random = np.random.default_rng(2)
    user = np.arange(events) // 3
    device = np.where(random.random(events) < shared, random.integers(0, events, events), np.arange(events))
    seconds: dict[str, list[float]] = {"none": [], "blocked": [], "limited": []}
    refused = 0
    for _ in range(tries):
        for name, chosen in (("none", IdentityRules()), ("blocked", rules(None)), ("limited", rules(1))):
            plane = Plane.open(None, threads=2)
            with plane.writer() as con:
                con.register("pairs", {"a": user, "b": device})
                con.execute(VISITS)
                con.unregister("pairs")
                step, batch = IdentityStep(lambda _, chosen=chosen: chosen), Batch(con, NOW, None)  # type: ignore[arg-type, misc]
                seconds[name].append(timed(lambda con=con, chosen=chosen: put_heads(con, chosen)))  # type: ignore[misc]
                seconds[name][-1] += timed(lambda step=step, batch=batch: step.run(batch))  # type: ignore[misc]
                found = con.execute("select count(*) from refused_links").fetchone()
                refused = found[0] if found else 0
            plane.close()
    best = {name: min(times) for name, times in seconds.items()}
    return {
        "events": events, "shared_devices": shared, "refused": refused, "seconds": round(best["none"], 2),
        "blocked_ratio": round(best["blocked"] / best["none"], 2),
        "limited_ratio": round(best["limited"] / best["none"], 2),
    }  # fmt: skip


def tried(events: int, shared: float) -> dict[str, Any]:
    """A limit that comes after the visits: what it would do, and doing it. The floor is taking the visits in."""
    random = np.random.default_rng(2)
    user = np.arange(events) // 3
    device = np.where(random.random(events) < shared, random.integers(0, events, events), np.arange(events))
    plane = Plane.open(None, threads=2)
    with plane.writer() as con:
        con.register("pairs", {"a": user, "b": device})
        con.execute(VISITS)
        con.unregister("pairs")
        batch = Batch(con, NOW, None)  # type: ignore[arg-type]
        floor = timed(lambda: [step.run(batch) for step in (IdentityStep(), ProfileStep())])
    with plane.reader() as con:
        said: list[WhatIf] = []
        looking = min(timed(lambda: said.append(what_if(con, rules(1)))) for _ in range(3))
        people = changed_people(con, rules(1))
    seconds = []
    portion = max(2_000, len(people) // 50)
    for place in range(0, len(people), portion):
        with plane.writer() as con:
            some = people[place : place + portion]
            seconds.append(timed(lambda con=con, some=some: apply_near(con, rules(1), some, NOW)))  # type: ignore[misc]
    plane.close()
    return {
        "events": events, "shared_devices": shared, "splits": said[0].counts.splits,
        "what_if_seconds": round(looking, 2), "what_if_ratio": round(looking / floor, 2),
        "apply_seconds": round(sum(seconds), 2),
        "longest_portion_seconds": round(max(seconds, default=0), 2),
    }  # fmt: skip


def one_link(plane: Plane, people: int, tries: int) -> dict[str, Any]:
    steps = (IdentityStep(), ProfileStep())
    joins, undos = [], []
    with plane.writer() as con:
        arrive(con, np.arange(people), np.arange(people), 0, *steps)
    for place in range(tries + 1):
        with plane.writer() as con:
            joins.append(arrive(con, np.array([place * 2]), np.array([place * 2 + 1]), people + place, *steps[:1]))
            steps[1].run(Batch(con, NOW, None))  # type: ignore[arg-type]
        with plane.writer() as con:
            found = con.execute("select max(link_id) from links").fetchone()
            assert found is not None
            undos.append(timed(lambda link=found[0]: retract_link(con, link, NOW)))  # type: ignore[misc]
    return {
        "people": people, "new_link_ms": round(statistics.median(joins[1:]) * 1000, 1),
        "undo_ms": round(statistics.median(undos[1:]) * 1000, 1), "tries": tries,
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    share = 10 if parser.parse_args().quick else 1
    folder = Path(tempfile.mkdtemp(prefix="auftakt-bench-"))
    plane = Plane.open(folder / "plane.duckdb", threads=2)
    try:
        print("identity, many links:", json.dumps(many_links(plane, 1_000_000 // share, 300_000 // share)))
        for shared in (0.0, 0.02, 0.2):
            print("identity, rules:", json.dumps(ruled(1_000_000 // share, shared)))
        print("identity, a rule later:", json.dumps(tried(1_000_000 // share, 0.02)))
        print("identity, one link:", json.dumps(one_link(plane, 1_000_000 // share, 7)))
    finally:
        plane.close()
        shutil.rmtree(folder)
    print("peak_rss_mb:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return 0


if __name__ == "__main__":
    sys.exit(main())
