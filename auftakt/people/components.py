"""Which people belong together: connected components over arrays."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class _Changes:
    changed: int


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


def smallest_members(a: "Numbers", b: "Numbers") -> tuple["Numbers", "Numbers"]:
    """For edges a[i]–b[i]: every member that is not the smallest of its component, and that smallest.

    Both answers have the same length and rise by member. Numbers that are in no edge are in no answer.
    """
    # scipy costs some 40 MB; a hub that never sees a merge never pays for it.
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    members, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = places[: len(a)], places[len(a) :]
    graph = coo_array((np.ones(len(a), dtype=np.int8), (left, right)), shape=(len(members), len(members)))
    _, labels = connected_components(graph, directed=False)
    _, first = np.unique(labels, return_index=True)  # members rise, so the first of a label is its smallest
    smallest = members[first][labels]
    moves = smallest != members
    return members[moves], smallest[moves]


def label_components(con: Connection) -> int:
    """The same in SQL alone, for engines without arrays: from the temp table `component_edges(a, b)` to
    `component_labels(member, label)`, each member with the smallest of its component; gives the rounds it took.

    Labels are handed to neighbours and to the neighbours' labels, and each label is replaced by its own label, until
    nothing changes (Shiloach and Vishkin 1982): few rounds even for long chains. Some 40 times slower than arrays.
    """
    sql.run(con, "people", "component_labels")
    rounds = 0
    while True:
        sql.run(con, "people", "component_round")
        changed = sql.one(con, "people", "component_changes", _Changes)
        sql.run(con, "people", "component_turn")
        rounds += 1
        if changed is None or not changed.changed:
            return rounds


def make_moved(con: Connection, edges: str, count: int) -> None:
    """Leaves the temp table `moved(from_person, into_person)`, from `count` edges (a, b) in the temp table `edges`."""
    if not count:
        sql.run(con, "people", "no_moves")
        return
    columns = con.table(edges).project("a, b").fetchnumpy()
    sources, targets = smallest_members(columns["a"], columns["b"])
    con.register("moved_pairs", {"from_person": sources, "into_person": targets})
    try:
        sql.run(con, "people", "moved")
    finally:
        con.unregister("moved_pairs")
