"""Components by arrays and by SQL alone are the same, in whatever order the edges come."""

from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from auftakt.people.components import label_components, smallest_members

EDGES = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), min_size=1, max_size=40)
CHAIN = [(place, place + 1) for place in range(40)]


def by_arrays(edges: list[tuple[int, int]]) -> dict[int, int]:
    members, smallest = smallest_members(*np.array(edges, dtype=np.int64).T)
    moved = dict(zip(members.tolist(), smallest.tolist(), strict=True))
    return {member: moved.get(member, member) for edge in edges for member in edge}


def by_sql(con: duckdb.DuckDBPyConnection, edges: list[tuple[int, int]]) -> tuple[dict[int, int], int]:
    con.execute("create or replace temp table component_edges (a bigint, b bigint)")
    con.executemany("insert into component_edges values (?, ?)", edges)
    rounds = label_components(con)
    return dict(con.execute("select member, label from component_labels").fetchall()), rounds


@examples(25)
@given(EDGES, st.randoms(use_true_random=False))
@example(CHAIN, None)
def test_both_agree_in_any_order(edges: list[tuple[int, int]], shuffled: Any) -> None:
    again = [(b, a) for a, b in reversed(edges)]
    if shuffled is not None:
        shuffled.shuffle(again)
    con = duckdb.connect()
    found, rounds = by_sql(con, edges)
    assert found == by_arrays(edges) == by_arrays(again)
    assert by_sql(con, again)[0] == found
    assert rounds <= 8
    con.close()


def test_a_long_chain_takes_few_rounds() -> None:
    scattered = np.random.default_rng(7).permutation(2000).tolist()
    chain = list(pairwise(scattered))
    con = duckdb.connect()
    found, rounds = by_sql(con, chain)
    con.close()
    assert set(found.values()) == {0}
    assert rounds <= 16
