"""What a destination lacks: who may go out now, held against the ledger, in one pass over all people.

The difference is spooled to a file without a name, so that no snapshot of the data plane is held while a slow
destination takes it, and nothing of it is left on the disk after a crash.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

import msgspec
import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.channels.suppressions import suppressed_addresses
from auftakt.channels.syncs.models import SyncedRow
from auftakt.channels.syncs.sync import Sync
from auftakt.jobs import Hub
from auftakt.store import sql
from auftakt.store.plane import Connection

_FOLDER = "channels"
_PAGE = 10_000
_KNOWN = pa.schema([("person_id", pa.int64()), ("key", pa.string()), ("hash", pa.string())])


class Change(msgspec.Struct, frozen=True, array_like=True):
    """One row that comes (`is_put`) or a key that goes. `facts` is a JSON object of the columns that are known."""

    person_id: int
    is_put: bool
    key: str
    facts: str | None
    hash: str | None


@dataclass(frozen=True)
class Difference:
    """`wanted` people are to be there; `left_out` counts the others by reason. Read `changes` once, then `close`."""

    wanted: int
    left_out: Mapping[str, int]
    known: int
    puts: int
    removals: int
    spool: IO[bytes]

    def changes(self) -> Iterator[Change]:
        self.spool.seek(0)
        for line in self.spool:
            yield _DECODER.decode(line)

    def close(self) -> None:
        self.spool.close()


@dataclass(frozen=True)
class _Verdict:
    reason: str | None
    people: int


@dataclass(frozen=True)
class _Totals:
    puts: int
    removals: int


def find_difference(hub: Hub, sync: Sync) -> Difference:
    """Compares what should be there with what the ledger says is there."""
    with hub.control.reading() as session:
        known = _known(session, sync.id)
        stopped = suppressed_addresses(session)
    with hub.plane.reader() as con:
        con.register("sync_known", known)
        con.register("sync_suppressed", _stopped(stopped))
        try:
            sql.run(con, _FOLDER, "sync_wanted", _needs(sync))
            verdicts = sql.rows(con, _FOLDER, "sync_verdicts", _Verdict)
            sql.run(con, _FOLDER, "sync_changes")
            totals = sql.one(con, _FOLDER, "sync_totals", _Totals) or _Totals(0, 0)
            spool = _spooled(hub, con, totals.puts + totals.removals)
        finally:
            con.unregister("sync_known")
            con.unregister("sync_suppressed")
    left_out = {each.reason: each.people for each in verdicts if each.reason is not None}
    wanted = sum(each.people for each in verdicts if each.reason is None)
    return Difference(wanted, left_out, known.num_rows, totals.puts, totals.removals, spool)


def _needs(sync: Sync) -> dict[str, Any]:
    given = [value.partition(":") for value in sync.columns.values()]
    return {
        "audience_id": sync.audience_id,
        "channel": sync.channel,
        "purpose": sync.purpose,
        "key": sync.key,
        "columns": list(sync.columns),
        "kinds": [kind for kind, _, _ in given],
        "names": [name for _, _, name in given],
    }


def _known(session: Session, sync_id: str) -> pa.Table:
    query = select(SyncedRow.person, SyncedRow.key, SyncedRow.hash).where(SyncedRow.sync_id == sync_id)
    parts = session.execute(query.execution_options(yield_per=_PAGE)).partitions()
    return pa.Table.from_batches([_batch(list(zip(*rows, strict=True))) for rows in parts], _KNOWN)


def _stopped(pairs: list[tuple[str, str]]) -> pa.Table:
    channels, addresses = zip(*pairs, strict=True) if pairs else ((), ())
    return pa.table({"channel": pa.array(channels, pa.string()), "address": pa.array(addresses, pa.string())})


def _batch(columns: list[Any]) -> pa.RecordBatch:
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _KNOWN, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=_KNOWN)


def _spooled(hub: Hub, con: Connection, total: int) -> IO[bytes]:
    spool: IO[bytes] = TemporaryFile(dir=hub.home)  # noqa: SIM115 - closed with the difference
    for after in range(0, total, _PAGE):
        for change in sql.rows(con, _FOLDER, "sync_portion", Change, {"after": after, "most": _PAGE}):
            spool.write(_ENCODER.encode(change) + b"\n")
    return spool


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Change)
