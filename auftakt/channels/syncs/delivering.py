"""One run of a sync: the difference, portion by portion; each is over there before the ledger says so.

A crash between the two only sends the same portion again, which a destination overwrites.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from auftakt.channels.syncs.difference import Change, Difference, find_difference
from auftakt.channels.syncs.hook import Changes, Put
from auftakt.channels.syncs.models import SyncedRow
from auftakt.channels.syncs.runs import SyncRun, advance_sync_run, end_sync_run, find_sync_run, found_out
from auftakt.channels.syncs.sync import PERSON_ID, Sync, change_sync
from auftakt.jobs import Hub, Progress
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text
from auftakt.people import TAKEN_OUT

PORTION = 1000
# More at once looks like a mistake in the audience, not like life.
MOST_REMOVED = 0.3
FEW = 100

Write = Callable[[Changes], None]


class TooManyRemovals(Conflict):
    """Nothing was sent."""

    code = "too_many_removals"


def deliver(hub: Hub, sync: Sync, run_id: str, write: Write, progress: Progress, force: bool = False) -> SyncRun:
    """Sends what is different. Raises TooManyRemovals (not with `force`), Stopped, and what writing raises."""
    began = hub.clock.now()
    difference = find_difference(hub, sync)
    try:
        with hub.control.session() as session:
            found_out(session, run_id, difference.wanted, difference.left_out)
        if not force:
            _refuse_emptying(difference)
        _send(hub, sync, run_id, difference, write, progress)
    finally:
        difference.close()
    now = hub.clock.now()
    with hub.control.session() as session:
        next_at = sync.schedule.next_run(began, now, ZoneInfo(hub.settings.timezone))
        change_sync(session, sync.id, failures=0, current_at=began, next_at=next_at)
        end_sync_run(session, run_id, "done", now)
        return find_sync_run(session, run_id)


def columns_of_sync(sync: Sync) -> tuple[str, ...]:
    """Columns over there, the key's first; the person's id is always one of them."""
    others = (PERSON_ID, *sync.columns)
    return (sync.key, *(name for name in others if name != sync.key))


def _send(hub: Hub, sync: Sync, run_id: str, difference: Difference, write: Write, progress: Progress) -> None:
    columns, done = columns_of_sync(sync), 0
    for number, portion in enumerate(_portions(difference.changes()), 1):
        removed = tuple(change.key for change in portion if not change.is_put and change.key != TAKEN_OUT)
        puts = tuple(_put(change, columns) for change in portion if change.is_put)
        write(Changes(sync.id, run_id, number, hub.clock.now(), columns, removed, puts))
        with hub.control.session() as session:
            _note(session, sync.id, portion)
            advance_sync_run(session, run_id, len(puts), len(removed))
        done += len(portion)
        progress.at(done, difference.puts + difference.removals, "sync")


def _portions(changes: Iterator[Change]) -> Iterator[list[Change]]:
    """At most `PORTION` each; keys that go and rows that come are never in one, so that an order is kept everywhere."""
    for _, alike in groupby(enumerate(changes), lambda pair: (pair[1].is_put, pair[0] // PORTION)):
        yield [change for _, change in alike]


def _put(change: Change, columns: tuple[str, ...]) -> Put:
    known = msgspec.json.decode(change.facts or "{}", type=dict[str, str | None]) | {PERSON_ID: str(change.person_id)}
    return Put(change.key, {name: known.get(name) for name in columns})


def _note(session: Session, sync_id: str, portion: list[Change]) -> None:
    own = SyncedRow.sync_id == sync_id
    ids = [change.person_id for change in portion]
    session.execute(delete(SyncedRow).where(own, SyncedRow.person.in_(ids)))
    rows = [
        {"sync_id": sync_id, "person": change.person_id, "key": change.key, "hash": change.hash}
        for change in portion
        if change.is_put
    ]
    if rows:
        session.execute(insert(SyncedRow), rows)


def _refuse_emptying(difference: Difference) -> None:
    gone, there = difference.removals, difference.known
    if gone <= FEW or gone <= there * MOST_REMOVED:
        return
    raise TooManyRemovals(
        Text(
            f"{gone:,} of {there:,} people would be removed over there. Nothing was sent.",
            f"同期先の {there:,} 人のうち {gone:,} 人が削除されます。何も送っていません。",
        ),
        next_action=Text(
            "If the audience is right, run the sync once with `force`.",
            "オーディエンスが正しければ、`force` を付けて一度実行してください。",
        ),
        removals=gone,
        known=there,
    )
