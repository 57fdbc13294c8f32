"""Many quarantined lines by one rule: tried first, then applied in portions, the log before everything else.

A portion that was sent has had its effect before the next begins, so a run that was stopped or cut off goes on where it
was: what is mended is not open any more, and what is still wrong is only looked at again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auftakt.jobs import Hub, Progress
from auftakt.sources.mending.check import Checks, Problem
from auftakt.sources.mending.draft import WHOLE_BODY, Event, draft_of, event_text
from auftakt.sources.mending.one import made_id, mend_line
from auftakt.sources.mending.rule import MendRule, changed, rule_document
from auftakt.sources.message import Line
from auftakt.sources.quarantine import Quarantined, QuarantineSearch, quarantine_reasons, quarantined
from auftakt.sources.reasons import Reason, explain_reason
from auftakt.store.plane import Connection
from auftakt.team import User, record

PORTION = 1_000
MOST_TRIED = 10_000
"""How many lines a trial looks at, the latest first; an application looks at all."""
EXAMPLES = 3


@dataclass(frozen=True)
class StillFailing:
    """How many lines would be held back again for one reason; `key` is the property that the plan means, if any."""

    reason: str
    key: str
    lines: int

    @property
    def explained(self) -> Reason:
        return explain_reason(self.reason)


@dataclass(frozen=True)
class Example:
    """One line before and after, as JSON texts; `problem` is what would still be wrong, if anything."""

    log_offset: int
    before: str
    after: str
    problem: Problem | None


@dataclass(frozen=True)
class Trial:
    """What a rule would do to the open lines of a search: of `matching`, the latest `looked_at` were tried."""

    matching: int
    looked_at: int
    passing: int
    failing: list[StillFailing]
    examples: list[Example]


@dataclass(frozen=True)
class Applied:
    """What a rule did."""

    mended: int
    failing: list[StillFailing]


@dataclass(frozen=True)
class _Tried:
    row: Quarantined
    before: Event | None
    after: Event | None
    found: Line | list[Problem]

    @property
    def passes(self) -> bool:
        return not isinstance(self.found, list)


def try_rule(hub: Hub, search: QuarantineSearch, rule: MendRule) -> Trial:
    """What the rule would do, without doing it."""
    checks, failing = Checks.of(hub), Counter[Problem]()
    looked_at = passing = 0
    good: list[_Tried] = []
    bad: list[_Tried] = []
    with hub.plane.reader() as con:
        matching = _open_lines(con, search)
        for rows in _portions(con, search, MOST_TRIED):
            for row in rows:
                tried = _tried(row, rule, checks)
                looked_at += 1
                if isinstance(tried.found, list):
                    failing[tried.found[0]] += 1
                else:
                    passing += 1
                shown = good if tried.passes else bad
                if len(shown) < EXAMPLES and tried.before is not None:
                    shown.append(tried)
    examples = [_example(each) for each in (good + bad)[:EXAMPLES]]
    return Trial(matching, looked_at, passing, _failing(failing), examples)


def apply_rule(
    hub: Hub, search: QuarantineSearch, rule: MendRule, by: User, progress: Progress | None = None
) -> Applied:
    """Mends all open lines of a search that the rule puts right. Raises Stopped; what was mended stays mended."""
    progress = progress or Progress()
    failing: Counter[Problem] = Counter()
    mended = done = 0
    before: int | None = None
    with hub.plane.reader() as con:
        total = _open_lines(con, search)
    try:
        while True:
            progress.at(done, total)
            with hub.plane.reader() as con:
                rows = quarantined(con, replace(search, state="open"), before=before, limit=PORTION)
            if not rows:
                return Applied(mended, _failing(failing))
            checks, lines = Checks.of(hub), []
            for row in rows:
                found = _tried(row, rule, checks).found
                if isinstance(found, list):
                    failing[found[0]] += 1
                else:
                    lines.append(mend_line(row, found, by.id))
            if lines:
                hub.log.append_now(lines)
                hub.runner.run_until_idle(hub.clock.now())
            mended += len(lines)
            done += len(rows)
            before = rows[-1].log_offset
    finally:
        if mended:
            facts = {"rule": rule_document(rule), "mended": mended, "still_failing": failing.total()}
            with hub.control.session() as session:
                record(session, hub.clock.now(), by.id, "quarantine.rule_applied", "quarantine", "many", facts)


def _open_lines(con: Connection, search: QuarantineSearch) -> int:
    return sum(each.lines for each in quarantine_reasons(con, replace(search, state="open")))


def _portions(con: Connection, search: QuarantineSearch, most: int) -> Iterator[list[Quarantined]]:
    before, left = None, most
    while left and (rows := quarantined(con, replace(search, state="open"), before=before, limit=min(PORTION, left))):
        yield rows
        before, left = rows[-1].log_offset, left - len(rows)


def _tried(row: Quarantined, rule: MendRule, checks: Checks) -> _Tried:
    draft = draft_of(row) if row.mendable and row.reason != WHOLE_BODY else None
    if draft is None:
        return _Tried(row, None, None, [Problem(row.reason)])
    after = changed(rule, draft)
    return _Tried(row, draft, after, checks.line(row, after, made_id(row)))


def _example(tried: _Tried) -> Example:
    before, after = (event_text(each or {}) for each in (tried.before, tried.after))
    return Example(tried.row.log_offset, before, after, tried.found[0] if isinstance(tried.found, list) else None)


def _failing(counted: Counter[Problem]) -> list[StillFailing]:
    return [StillFailing(problem.reason, problem.key, lines) for problem, lines in counted.most_common()]
