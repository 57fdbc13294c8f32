import asyncio
import errno
import os
from pathlib import Path

import pytest

from auftakt.store import log as log_module
from auftakt.store.log import Appended, Log, LogUnavailable, Segment


def reopened(log: Log) -> Log:
    log.close()
    return Log.open(log.folder)


def lines(log: Log) -> list[bytes]:
    log.seal()
    return [line for segment in log.segments() for line in segment.path.read_bytes().splitlines()]


def test_offsets_go_on_after_a_restart(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log")
    assert log.append_now([b'{"a":1}', b'{"a":2}']) == Appended(0, 2)
    log = reopened(log)
    assert log.append_now([b'{"a":3}']) == Appended(2, 3)
    assert lines(log) == [b'{"o":0,"a":1}', b'{"o":1,"a":2}', b'{"o":0,"a":3}']
    assert [(segment.first, segment.end) for segment in log.segments()] == [(0, 2), (2, 3)]
    assert [(segment.first, segment.end) for segment in log.segments(after=2)] == [(2, 3)]
    log.close()


@pytest.mark.parametrize(
    "torn", [b'{"o":2,"a"', b'{"o":2,"a":3}', b"\x00" * 5000, b"\n", b'{"o":2,' + b"x" * 200_000 + b"\n"]
)
def test_a_torn_tail_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    log = Log.open(tmp_path / "log")
    log.append_now([b'{"a":1}', b'{"a":2}'])
    log.close()
    with log.segments()[0].path.open("ab") as file:
        file.write(torn)
    log = Log.open(log.folder)
    assert log.end == 2
    assert lines(log) == [b'{"o":0,"a":1}', b'{"o":1,"a":2}']
    log.close()


def test_a_segment_of_which_nothing_is_whole_disappears(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "0000000000000000.ndjson").write_bytes(b'{"o":0,"a":')
    log = Log.open(folder)
    assert (log.end, log.segments()) == (0, [])
    log.close()


def test_a_long_last_line_is_kept(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log")
    log.append_now([b'{"a":1}', b'{"a":"' + b"x" * 300_000 + b'"}'])
    log = reopened(log)
    assert log.end == 2
    log.close()


def test_a_finished_file_is_adopted_whole(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log")
    log.append_now([b'{"a":1}'])
    made = log.staging / "part.ndjson"
    made.write_bytes(b'{"o":0}\n{"o":1}\n')
    assert log.adopt(made, 2) == Segment(log.folder / "0000000000000001-2.ndjson", 1, 3)
    assert log.append_now([b'{"a":2}']) == Appended(3, 4)
    log = reopened(log)
    assert [(segment.first, segment.end) for segment in log.segments()] == [(0, 1), (1, 3), (3, 4)]
    log.close()


def test_what_an_import_left_half_made_is_swept(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log")
    (log.staging / "half.ndjson").write_bytes(b"{")
    log = reopened(log)
    assert list(log.staging.iterdir()) == []
    log.close()


def test_a_missing_segment_is_told_not_skipped(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    for _ in range(3):
        log = Log.open(folder)
        log.append_now([b'{"a":1}'])
        log.close()
    (folder / "0000000000000001.ndjson").unlink()
    with pytest.raises(LogUnavailable, match="gap") as caught:
        Log.open(folder)
    assert "backup" in str(caught.value.next_action)


def test_all_who_wait_share_the_order_and_lose_nothing(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log")

    async def many() -> list[Appended]:
        return await asyncio.gather(*[log.append([b'{"n":%d}' % n] * 3) for n in range(200)])

    ranges = asyncio.run(many())
    assert sorted((each.first, each.end) for each in ranges) == [(n * 3, n * 3 + 3) for n in range(200)]
    assert len(lines(log)) == 600
    log.close()


def test_a_full_disk_refuses_and_recovers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log.open(tmp_path / "log")
    log.append_now([b'{"a":1}'])

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(log_module.os, "fdatasync", full)
        with pytest.raises(LogUnavailable, match="No space left") as caught:
            log.append_now([b'{"a":2}'])
    assert (caught.value.status, caught.value.retry, log.last_error) == (503, True, "No space left on device")
    assert log.append_now([b'{"a":3}']) == Appended(1, 2)
    assert (log.last_error, lines(log)) == (None, [b'{"o":0,"a":1}', b'{"o":0,"a":3}'])
    log.close()
    assert Log.open(log.folder).end == 2


def test_a_closed_log_refuses(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log")
    log.close()
    with pytest.raises(LogUnavailable):
        log.append_now([b"{}"])


def test_a_segment_ends_by_itself_before_it_outgrows_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_module, "_MOST_LINES", 3)
    log = Log.open(tmp_path / "log")
    for _ in range(4):
        log.append_now([b'{"a":1}', b'{"a":2}'])
    assert [(segment.first, segment.end) for segment in log.segments()] == [(0, 4), (4, 8)]
    log = reopened(log)
    assert log.end == 8
    log.close()
