"""Retention: how many days events of one name are kept; older ones leave the data plane and the log.

What was made of them stays: traits, consents, links, who was in which audience. A line of the log keeps its place.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.jobs import Hub, Lookout, Progress
from auftakt.kit.clock import aware, naive, parse_time
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.event import AHEAD, MAX_NAME
from auftakt.sources.models import RetentionRow, RetentionRunRow
from auftakt.store import sql
from auftakt.store.log import Log
from auftakt.store.log_edit import edit_lines, edit_segment
from auftakt.store.plane import Connection
from auftakt.team import HUB_ACTOR, record

RETIRED = "retention"
"""What a line of the log says that was emptied because its time was over."""

LONGEST_DAYS = 36_500
MOST_RULES = 500
EVERY = timedelta(days=1)
_LOOK_SECONDS = 600.0


@dataclass(frozen=True)
class RetentionRule:
    """Events called `name` are kept for `days` after they happened."""

    name: str
    days: int


@dataclass(frozen=True)
class Expired:
    """What a rule takes out now: events that happened before `before`."""

    name: str
    days: int
    before: datetime
    events: int
    oldest: datetime | None


@dataclass(frozen=True)
class RetentionRun:
    """One run: by name, how many events left the data plane; `log_lines` of the log were emptied."""

    id: str
    at: datetime
    by: str
    events: dict[str, int]
    log_lines: int


def retention_rules(session: Session) -> list[RetentionRule]:
    """In the order of names."""
    return [
        RetentionRule(row.name, row.days) for row in session.scalars(select(RetentionRow).order_by(RetentionRow.name))
    ]


def put_retention(session: Session, rules: Sequence[RetentionRule], by: str, now: datetime) -> list[RetentionRule]:
    """Makes these the rules; nothing is taken out by that alone. Raises InvalidInput."""
    wanted = _checked(rules)
    session.execute(delete(RetentionRow).where(RetentionRow.name.not_in(wanted)))
    for name, days in wanted.items():
        row = session.get(RetentionRow, name)
        if row is None or row.days != days:
            session.merge(RetentionRow(name=name, days=days, log_offset=0))
    record(session, now, by, "retention.saved", "hub", "hub", {"rules": dict(sorted(wanted.items()))})
    session.flush()
    return retention_rules(session)


def _checked(rules: Sequence[RetentionRule]) -> dict[str, int]:
    wanted = {rule.name.strip(): rule.days for rule in rules}
    wrong = next((name for name, days in wanted.items() if not _is_rule(name, days)), None)
    if wrong is not None or len(wanted) != len(rules) or len(wanted) > MOST_RULES:
        raise InvalidInput(
            Text(
                f"{wrong!r} is no rule: each event name once, with 1 to {LONGEST_DAYS} days.",
                f"{wrong!r} は使えません。イベント名は1回ずつ、日数は1〜{LONGEST_DAYS}で指定します。",
            ),
            next_action=Text(
                "Correct the rule; the others were not saved either.", "直してください。何も保存していません。"
            ),
            field="rules",
        )
    return wanted


def count_expired(con: Connection, rules: Sequence[RetentionRule], now: datetime) -> list[Expired]:
    """What the rules would take out now, without doing it. Raises InvalidInput."""
    found = []
    for name, days in _checked(rules).items():
        before = now - timedelta(days=days)
        counted = sql.one(con, "sources", "retention_count", _Counted, {"name": name, "before": naive(before)})
        events, oldest = (counted.events, counted.oldest) if counted else (0, None)
        found.append(Expired(name, days, before, events, aware(oldest) if oldest else None))
    return found


def retention_runs(session: Session, limit: int = 20) -> list[RetentionRun]:
    """The latest first."""
    rows = session.scalars(select(RetentionRunRow).order_by(RetentionRunRow.at.desc()).limit(limit))
    return [RetentionRun(row.id, row.at, row.by, row.events, row.log_lines) for row in rows]


def apply_retention(hub: Hub, by: str, progress: Progress | None = None) -> RetentionRun:
    """Takes out what the rules say. Goes on where it was stopped, since what is gone is not counted again."""
    progress, now = progress or Progress(), hub.clock.now()
    with hub.control.reading() as session:
        rows = {row.name: (row.days, row.log_offset) for row in session.scalars(select(RetentionRow))}
    events: dict[str, int] = {}
    lines = 0
    for place, (name, (days, offset)) in enumerate(sorted(rows.items())):
        progress.at(place, len(rows), name)
        before = now - timedelta(days=days)
        emptied, clean = _clean_log(hub.log, name, before, offset, hub.runner.offset)
        facts = {"name": name, "before": naive(before)}
        with hub.plane.reader() as con:
            held = {each.log_offset for each in sql.rows(con, "sources", "retention_held", _Place, facts)}
        lines += emptied + edit_lines(hub.log, held, _empty)
        with hub.plane.writer() as con:
            sql.run(con, "sources", "retention_delete_held", facts)
            sql.run(con, "sources", "retention_delete_mends", facts)
            gone = sql.run(con, "sources", "retention_delete", facts)
        if gone:
            events[name] = gone
        with hub.control.session() as session:
            _note_offset(session, name, days, clean)
    with hub.control.session() as session:
        run = RetentionRunRow(id=hub.ids.new("ret"), at=now, by=by, events=events, log_lines=lines)
        session.add(run)
        if events or lines:
            record(session, now, by, "retention.applied", "hub", "hub", {"events": events, "log_lines": lines})
    return RetentionRun(run.id, now, by, events, lines)


class Retention(Lookout):
    """Applies the rules once a day, in the background."""

    def __init__(self, hub: Hub) -> None:
        super().__init__("retention", hub.clock, _LOOK_SECONDS)
        self._hub = hub

    def look(self) -> RetentionRun | None:
        """Applies the rules where there are some and a day is over."""
        with self._hub.control.reading() as session:
            last = retention_runs(session, 1)
            if not retention_rules(session) or (last and self._hub.clock.now() - last[0].at < EVERY):
                return None
        return apply_retention(self._hub, HUB_ACTOR, self.progress)


@dataclass(frozen=True)
class _Place:
    log_offset: int


@dataclass(frozen=True)
class _Counted:
    events: int
    oldest: datetime | None


def _is_rule(name: str, days: int) -> bool:
    return 0 < len(name) <= MAX_NAME and 1 <= days <= LONGEST_DAYS


def _note_offset(session: Session, name: str, days: int, offset: int) -> None:
    row = session.get(RetentionRow, name)
    if row is not None and row.days == days:  # a rule that was changed meanwhile begins again
        row.log_offset = offset


def _clean_log(log: Log, name: str, before: datetime, after: int, committed: int) -> tuple[int, int]:
    """Empties lines of these events in what batches have worked through.

    Gives how many, and the offset up to which nothing of this name can be left: nothing happens later than a day after
    it was received, so a segment whose successor was received that long ago is clean for ever.
    """
    needle = json.dumps(name, ensure_ascii=False).encode()
    segments = [segment for segment in log.segments(after) if segment.end <= committed]
    emptied, clean = 0, after
    for segment in segments:
        emptied += edit_segment(log, segment, lambda piece: needle in piece, lambda line: _edit(line, name, before))
        followed = log.received_at(segment.end)
        if clean == max(segment.first, after) and followed is not None and followed + AHEAD < before:
            clean = segment.end
    return emptied, clean


def _empty(line: bytes) -> bytes:
    event: Mapping[str, object] = json.loads(line)
    return line if event.get("k") == "x" else _emptied(event)


def _edit(line: bytes, name: str, before: datetime) -> bytes:
    try:
        event: Mapping[str, object] = json.loads(line)
    except ValueError:
        return line
    if event.get("k") != "e" or event.get("n") != name or parse_time(str(event.get("at"))) >= before:
        return line
    return _emptied(event)


def _emptied(event: Mapping[str, object]) -> bytes:
    left = {key: event[key] for key in ("o", "r", "s")} | {"k": "x", "why": RETIRED}
    return json.dumps(left, ensure_ascii=False, separators=(",", ":")).encode()
