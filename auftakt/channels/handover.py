"""From the data plane's `sends` to the ledger: after each batch's commit, and once more when a hub starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from auftakt.channels.ledger import ReservedSend, count_deliveries, declare_unknown, take_over
from auftakt.channels.models import LedgerMark
from auftakt.jobs import Batch
from auftakt.kit.clock import aware, naive
from auftakt.store import sql
from auftakt.store.control import Control
from auftakt.store.plane import Connection, Plane

_PAGE = 20_000
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Count:
    sends: int


class HandOverStep:
    """Last step of the batch. Reserved sends reach the ledger only after the batch has committed, so that nothing is
    ever sent of a batch that did not happen; `wake` then tells the dispatcher.

    The mark says up to where the ledger has read. A kill between the commit and the taking over leaves the mark
    behind, and the next batch or start reads from there.
    """

    name = "channels"

    def __init__(self, plane: Plane, wake: Callable[[], None] = lambda: None) -> None:
        self._plane = plane
        self._wake = wake

    def run(self, batch: Batch) -> Mapping[str, int]:
        return {}

    def committed(self, batch: Batch) -> None:
        if not batch.live:
            return
        with self._plane.reader() as con:
            taken = read_sends(batch.control, con, batch.now)
        if taken:
            self._wake()


def read_sends(control: Control, con: Connection, now: datetime | None) -> int:
    """Takes over all reserved sends since the mark; gives how many were new.

    Rows decided at the mark itself are read again, since two batches may have the same `now`; and where the clock was
    turned back, reading starts at `now`. `None` reads everything.
    """
    with control.reading() as session:
        mark = session.get(LedgerMark, 1)
        since = min(mark.decided_at, now) if mark is not None and now is not None else _BEGINNING
    taken, after_at, after_id = 0, since, ""
    while page := _page(con, since, after_at, after_id):
        after_at, after_id = page[-1].decided_at, page[-1].send_id
        with control.session() as session:
            taken += take_over(session, page)
            session.merge(LedgerMark(id=1, decided_at=after_at))
        if len(page) < _PAGE:
            break
    return taken


def recover(control: Control, plane: Plane, now: datetime) -> tuple[int, int]:
    """At the start of a hub, before anything is sent: (sends that the ledger had missed, deliveries now unknown)."""
    with plane.reader() as con:
        found = sql.one(con, "channels", "count_reserved", _Count)
        with control.reading() as session:
            complete = found is not None and found.sends == count_deliveries(session)
        missed = read_sends(control, con, now if complete else None)
    with control.session() as session:
        return missed, declare_unknown(session, now)


def _page(con: Connection, since: datetime, after_at: datetime, after_id: str) -> list[ReservedSend]:
    page = {"since": naive(since), "after_at": naive(after_at), "after_id": after_id, "limit": _PAGE}
    return sql.rows(con, "channels", "reserved_sends", _reserved, page)


def _reserved(decided_at: datetime, **columns: str) -> ReservedSend:
    return ReservedSend(decided_at=aware(decided_at), **columns)  # type: ignore[arg-type]
