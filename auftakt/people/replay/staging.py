"""The first half of a replay: the chosen events go through today's steps, in a data plane beside the hub.

A file of its own keeps what is staged with how far it is, in one transaction a portion: a replay that was killed
goes on where it was. The hub is only read meanwhile, and nothing of it changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import auftakt
from auftakt.jobs import Batch, Hub, Progress, commit_offset, committed_offset
from auftakt.kit.hashing import sha256_hex
from auftakt.people.consent.asks import to_confirm
from auftakt.people.identity import IdentityStep
from auftakt.people.profile import add_facts
from auftakt.people.types.heads import choose_heads
from auftakt.people.types.saved import read_rules
from auftakt.sources import REPLAY_TABLES, AgainStep, Selection, erased_of, make_replay_tables, version_in_force
from auftakt.store.log import Segment
from auftakt.store.plane import Plane

FOLDER = "replays"
_PLANE = ("events", "quarantine", "identifiers", "links", "trait_facts", "consent_facts", "consent_asks")
STAGED = {name: name for name in REPLAY_TABLES} | {f"again_{name}": name for name in _PLANE}
"""What the second half reads, and under which name."""
_SLACK = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """One replay: which events of the log before `log_end`, and the file that they are staged in."""

    selection: Selection
    log_end: int
    path: Path


class _Facts:
    """What the events tell about people, as facts on identifiers."""

    name = "facts"

    def run(self, batch: Batch) -> Mapping[str, int]:
        return add_facts(batch.con, to_confirm(batch.control))


def logic_of(hub: Hub) -> str:
    """A hash of everything that says what becomes of an event: what was staged by another one is worth nothing."""
    with hub.control.reading() as session:
        plan = version_in_force(session)
    erased = erased_of(hub.control)
    parts = (
        auftakt.__version__, plan, read_rules(hub.control), to_confirm(hub.control), hub.settings.identity.country,
        sorted((digest, str(until)) for digest, until in erased.until.items()),
    )  # fmt: skip
    return sha256_hex(repr(parts).encode())


def stage(hub: Hub, wanted: Wanted, progress: Progress) -> None:
    """Stages what is not staged yet. Raises Stopped; then what is finished stays for the next time."""
    wanted.path.parent.mkdir(mode=0o700, exist_ok=True)
    side = Plane.open(wanted.path, threads=hub.settings.plane.threads, memory_limit=hub.settings.plane.memory_limit)
    try:
        with side.writer() as con:
            make_replay_tables(con)
            done = committed_offset(con)
        first = AgainStep(hub.plane, wanted.selection, choose_heads, hub.settings.identity.country)
        steps = (first, IdentityStep(), _Facts())
        while portion := _portion(hub, wanted, done):
            progress.at(done, wanted.log_end, "stage")
            now, segments = hub.clock.now(), tuple(each for each in portion if _may_hold(hub, each, wanted.selection))
            with side.alone() as con:
                batch = Batch(con, now, hub.control, segments, done, live=False)
                if segments:
                    first.prepare(batch)
                with side.writer():
                    for step in steps if segments else ():
                        step.run(batch)
                    commit_offset(con, portion[-1].end, now)
            done = portion[-1].end
    finally:
        side.close()


def discard(path: Path) -> None:
    """Takes away what was staged."""
    for each in (path, path.with_name(path.name + ".wal")):
        each.unlink(missing_ok=True)


def _portion(hub: Hub, wanted: Wanted, done: int) -> list[Segment]:
    taken: list[Segment] = []
    lines = 0
    for segment in hub.log.segments(done):
        if segment.first >= wanted.log_end or (taken and lines >= hub.settings.batch.max_events):
            break
        taken.append(segment)
        lines += segment.end - segment.first
    return taken


def _may_hold(hub: Hub, segment: Segment, selection: Selection) -> bool:
    """Whether a segment may hold what is asked for, by when it and its successor were received."""
    if selection.by == "happened":
        return True
    begun, followed = hub.log.received_at(segment.first), hub.log.received_at(segment.end)
    late = selection.since is not None and followed is not None and followed + _SLACK < selection.since
    early = selection.until is not None and begun is not None and begun - _SLACK > selection.until
    return not late and not early
