"""One quarantined line is mended, and one or many dismissed. The log comes first; the batch closes the rows."""

from dataclasses import dataclass, replace

import msgspec

from auftakt.jobs import Hub, Progress
from auftakt.kit.clock import iso
from auftakt.kit.errors import Conflict, InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.mending.check import Checks, Problem, still_broken
from auftakt.sources.mending.draft import Event, parts_of
from auftakt.sources.message import Line, Mending, MendLine, write_line
from auftakt.sources.quarantine import (
    DAMAGED,
    Quarantined,
    QuarantineSearch,
    find_quarantined,
    quarantine_reasons,
    quarantined,
)
from auftakt.sources.source import HUB
from auftakt.team import User, record

MOST_DISMISSED = 1_000
"""Rows of one line of the log."""

_LONGEST_REASON = 400


@dataclass(frozen=True)
class Mended:
    """What was written in place of a quarantined line. It has its effect once the batch has passed `until`."""

    log_offset: int
    message_ids: list[str]
    until: int


def mend(hub: Hub, log_offset: int, event: Event, by: User) -> Mended:
    """Sends `event` in place of a quarantined line; a whole request that was unreadable may be `{"batch": [...]}`.

    Raises StillBroken with the reasons, before anything happened; Conflict for what is mended already; NotFound.
    """
    with hub.plane.reader() as con:
        row = find_quarantined(con, log_offset)
    _check_open(row)
    checks = Checks.of(hub)
    parts = parts_of(row, event)
    if not parts:
        raise still_broken([Problem("not_an_object")])
    found = [checks.line(row, each, made_id(row, place)) for place, each in enumerate(parts)]
    lines: list[Line] = []
    for place, each in enumerate(found):
        if isinstance(each, list):
            raise still_broken(each, place if len(parts) > 1 else None)
        lines.append(each)
    end = hub.log.append_now([mend_line(row, line, by.id, place) for place, line in enumerate(lines)]).end
    facts = {"reason": row.reason, "source": row.source_id, "events": len(lines)}
    _note(hub, by, "quarantine.mended", str(log_offset), facts)
    hub.runner.poke()
    return Mended(log_offset, [line.i for line in lines], end)


def dismiss(hub: Hub, log_offset: int, reason: str, by: User) -> int:
    """Puts a row aside for a reason; gives the offset behind which that holds. It can still be mended.

    Raises InvalidInput without a reason, Conflict where it is mended, NotFound.
    """
    reason = dismissal_reason(reason)
    with hub.plane.reader() as con:
        row = find_quarantined(con, log_offset)
    if row.state == "mended":
        raise _mended_before(row)
    end = hub.log.append_now([_dismissal(hub, [log_offset], reason, by.id)]).end
    _note(hub, by, "quarantine.dismissed", str(log_offset), {"reason": reason, "rows": 1})
    hub.runner.poke()
    return end


def dismiss_found(hub: Hub, search: QuarantineSearch, reason: str, by: User, progress: Progress | None = None) -> int:
    """Puts all open rows of a search aside; gives how many. Raises InvalidInput, Stopped; what was done stays done."""
    reason, progress = dismissal_reason(reason), progress or Progress()
    wanted = replace(search, state="open")
    with hub.plane.reader() as con:
        total = sum(each.lines for each in quarantine_reasons(con, wanted))
    done, before = 0, None
    try:
        while True:
            progress.at(done, total)
            with hub.plane.reader() as con:
                rows = quarantined(con, wanted, before=before, limit=MOST_DISMISSED)
            if not rows:
                return done
            hub.log.append_now([_dismissal(hub, [row.log_offset for row in rows], reason, by.id)])
            hub.runner.run_until_idle(hub.clock.now())
            done, before = done + len(rows), rows[-1].log_offset
    finally:
        if done:
            _note(hub, by, "quarantine.dismissed", "many", {"reason": reason, "rows": done})


def made_id(row: Quarantined, part: int = 0) -> str:
    """The message id of an event that came without one: the same each time, so that mending twice is a duplicate."""
    return f"quarantine-{row.log_offset}" + (f"-{part}" if part else "")


def mend_line(row: Quarantined, line: Line, by: str, part: int = 0) -> bytes:
    """The line as it goes into the log: an event that says what it takes the place of."""
    fields = {name: getattr(line, name) for name in Line.__struct_fields__}
    return write_line(MendLine(**fields, m=Mending(by, row.log_offset, part)))


def dismissal_reason(text: str) -> str:
    """The reason without blanks around it. Raises InvalidInput."""
    text = text.strip()
    if not text or len(text) > _LONGEST_REASON:
        raise InvalidInput(
            Text(
                f"Dismissing takes a reason of 1 to {_LONGEST_REASON} characters.",
                f"対応不要にするには1〜{_LONGEST_REASON}文字の理由が必要です。",
            ),
            next_action=Text("Say why it is not needed.", "不要な理由を書いてください。"),
            field="reason",
        )
    return text


def _dismissal(hub: Hub, log_offsets: list[int], reason: str, by: str) -> bytes:
    """An event of the hub's own, about nobody."""
    now = hub.clock.now()
    facts = msgspec.Raw(msgspec.json.encode({"reason": reason, "rows": len(log_offsets), "by": by}))
    line = MendLine(
        iso(now), HUB, "e", hub.ids.new("msg"), "fact", "Quarantine Dismissed", now, p=facts,
        m=Mending(by, dismisses=log_offsets),
    )  # fmt: skip
    return write_line(line)


def _check_open(row: Quarantined) -> None:
    if row.state == "mended":
        raise _mended_before(row)
    if row.reason == DAMAGED:
        raise Conflict(
            Text(
                "This is a damaged line of the log, not an event that was sent.",
                "これは送られたイベントではなく、壊れたログの行です。",
            ),
            next_action=Text(
                "Compare it with your backup, then dismiss it.", "バックアップと比べてから、対応不要にしてください。"
            ),
        )


def _mended_before(row: Quarantined) -> Conflict:
    return Conflict(
        Text(
            f"{row.log_offset} is mended already, as the message {row.mended_as}.",
            f"{row.log_offset} はすでに修正済みです(メッセージ {row.mended_as})。",
        ),
        next_action=Text("Nothing is left to do.", "対応は不要です。"),
    )


def _note(hub: Hub, by: User, action: str, whom: str, facts: dict[str, object]) -> None:
    with hub.control.session() as session:
        record(session, hub.clock.now(), by.id, action, "quarantine", whom, facts)
