"""The keys of stored events: all are known, no others are, and files that do not belong are not believed."""

from pathlib import Path

import numpy as np
import pytest

from auftakt.sources import SeenKeys
from auftakt.sources.seen import later_copies
from auftakt.store.plane import Plane

STORE = """
    insert into events (log_offset, event_key, source_id, message_id, type, name, happened_at, received_at, ident_key)
    select range, md5_number('s' || chr(31) || range), 's', range::varchar, 'track', 'A', '2026-01-01', '2026-01-01', 1
    from range($first, $end)
"""
KEYS = """
    select (key >> 64)::ubigint as high, (key & 18446744073709551615)::ubigint as low
    from (select md5_number('s' || chr(31) || range) as key from range($first, $end)) order by high
"""


def store(plane: Plane, first: int, end: int) -> None:
    with plane.writer() as con:
        con.execute(STORE, {"first": first, "end": end})


def known(plane: Plane, seen: SeenKeys, first: int, end: int, committed: int) -> int:
    """How many of the keys with these numbers are known."""
    with plane.reader() as con:
        seen.catch_up(con, committed)
        keys = con.execute(KEYS, {"first": first, "end": end}).fetchnumpy()
    return int(seen.contains(keys["high"], keys["low"]).sum())


def test_all_that_was_stored_is_known_and_nothing_else(plane: Plane, tmp_path: Path) -> None:
    seen = SeenKeys(tmp_path / "keys", keep=100, most=800)
    for first in range(0, 3000, 60):
        assert known(plane, seen, first, first + 60, first) == 0
        store(plane, first, first + 60)
    assert known(plane, seen, 0, 6000, 3000) == 3000
    files = list((tmp_path / "keys").iterdir())
    assert 1 < len(files) < 10
    assert sum(path.stat().st_size for path in files) <= 3000 * 16
    again = SeenKeys(tmp_path / "keys", keep=100, most=800)
    assert known(plane, again, 0, 6000, 3000) == 3000


def test_files_of_another_time_are_thrown_away(plane: Plane, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    store(plane, 0, 400)
    assert known(plane, SeenKeys(folder, keep=100), 0, 400, 400) == 400
    (file,) = folder.iterdir()
    with plane.writer() as con:  # the data plane comes from a backup of an earlier moment
        con.execute("delete from events where log_offset >= 300")
    assert known(plane, SeenKeys(folder, keep=100), 0, 400, 300) == 300
    assert not file.exists()


@pytest.mark.parametrize("harm", ["cut", "leftover", "gone", "unfinished"])
def test_harm_to_the_files_harms_nobody(plane: Plane, tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "keys"
    seen = SeenKeys(folder, keep=100, most=100)
    for first in range(0, 300, 100):
        store(plane, first, first + 100)
        known(plane, seen, 0, 1, first + 100)
    first_file, second, _ = sorted(folder.iterdir())
    match harm:
        case "cut":
            second.write_bytes(second.read_bytes()[:-8])
        case "leftover":
            (folder / "0000000000000000-0000000000000050-50.keys").write_bytes(bytes(800))
        case "gone":
            first_file.unlink()
        case "unfinished":
            (folder / "0000000000000300-0000000000000400-100.part").write_bytes(b"x")
    again = SeenKeys(folder, keep=100, most=100)
    assert known(plane, again, 0, 600, 300) == 300
    assert not list(folder.glob("*.part"))


def test_what_can_not_be_written_stays_in_memory(plane: Plane, tmp_path: Path) -> None:
    store(plane, 0, 200)
    seen = SeenKeys(tmp_path / "keys", keep=300)
    assert known(plane, seen, 0, 400, 200) == 200
    (tmp_path / "keys").rmdir()
    store(plane, 200, 400)
    assert known(plane, seen, 0, 800, 400) == 400
    assert not (tmp_path / "keys").exists()


def test_keys_that_share_a_half_are_told_apart() -> None:
    high = np.array([1, 1, 1, 2, 3, 3], dtype=np.uint64)
    low = np.array([5, 4, 5, 5, 9, 9], dtype=np.uint64)
    offsets = np.array([10, 11, 7, 12, 1, 2], dtype=np.int64)
    assert sorted(later_copies(offsets, high, low)) == [2, 10]
    assert len(later_copies(offsets[3:5], high[3:5], low[3:5])) == 0


def test_one_half_in_common_is_not_the_same_event(plane: Plane) -> None:
    store(plane, 0, 10)
    seen = SeenKeys()
    with plane.reader() as con:
        seen.catch_up(con, 10)
        keys = con.execute(KEYS, {"first": 0, "end": 10}).fetchnumpy()
    assert not seen.contains(keys["high"], keys["low"] + np.uint64(1)).any()
    assert seen.contains(keys["high"], keys["low"]).all()
