"""The log: the person's lines keep nothing but their place; where others' lines mention the person, a mark stands."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from auftakt.people.erasure.traces import Traces
from auftakt.sources import ERASED_REASON
from auftakt.store.log import Log
from auftakt.store.log_edit import edit_lines, edit_segment, pieces

Line = dict[str, Any]


def clean_log(
    log: Log,
    traces: Traces,
    after: int,
    at: Callable[[int, int], None] = lambda offset, end: None,
    also: Collection[int] = (),
) -> Mapping[str, int]:
    """Cleans every segment that ends after the offset `after`; calls `at` with (cleaned up to, end) after each.

    `also` are lines that are the person's without naming them, such as those that were mended into their events.
    Gives how many lines were emptied and how many others were changed. Twice is as good as once.
    """
    log.seal()
    counts = {"emptied": 0, "changed": 0}

    def edit(line: bytes) -> bytes:
        became, what = clean_line(line, traces)
        if what:
            counts[what] += 1
        return became

    counts["emptied"] += edit_lines(log, also, _empty)
    segments = log.segments(after)
    for segment in segments:
        edit_segment(log, segment, traces.may_be_in, edit)
        at(segment.end, segments[-1].end)
    return counts


def mentions_in_log(log: Log, traces: Traces) -> int:
    """In how many pieces of the log a telling form still stands."""
    log.seal()
    return sum(traces.mentioned(piece) for segment in log.segments() for piece in pieces(segment.path))


def clean_line(line: bytes, traces: Traces) -> tuple[bytes, str]:
    """A line as it shall be, and `emptied`, `changed` or nothing."""
    if not traces.may_be_in(line):
        return line, ""
    try:
        event = json.loads(line)
    except ValueError:
        event = None
    if not isinstance(event, dict):
        return _changed(line, traces.without_bytes(line))
    if event.get("k") == "x":
        return line, ""
    if _is_theirs(event, traces):
        return _emptied(event), "emptied"
    ids = [pair for pair in event.get("ids") or [] if tuple(pair) not in traces.identifiers]
    named = {"ids": ids} if len(ids) != len(event.get("ids") or []) else {}
    if not named and not traces.mentioned(line):
        return line, ""
    try:
        return _changed(line, _json(traces.without_in(event | named)))
    except ValueError:  # a number that JSON can't write
        return _changed(line, traces.without_bytes(line))


def _empty(line: bytes) -> bytes:
    event = json.loads(line)
    return line if event.get("k") == "x" else _emptied(event)


def _emptied(event: Line) -> bytes:
    return _json({key: event[key] for key in ("o", "r", "s")} | {"k": "x", "why": ERASED_REASON})


def _is_theirs(event: Line, traces: Traces) -> bool:
    """Whose event it is, its first identifier says. What nobody could take is theirs where it names them at all."""
    if event.get("k") == "q":
        told = str(event.get("raw", "")), json.dumps(event.get("x"), ensure_ascii=False)
        return any(traces.named(text.encode("utf-8", "surrogatepass")) for text in told)
    ids = event.get("ids") or []
    return bool(ids) and tuple(ids[0]) in traces.identifiers


def _changed(line: bytes, became: bytes) -> tuple[bytes, str]:
    return (line, "") if became == line else (became, "changed")


def _json(event: Line) -> bytes:
    text = json.dumps(event, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")
