"""Everything that the hub holds about one person, as a ZIP of JSON, made while it is sent: nothing of it is kept.

Rows are found as an erasure finds them, so what would go is what is told.
"""

import io
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from auftakt.jobs import Hub
from auftakt.kit.clock import iso
from auftakt.people.erasure import sqlite_pass
from auftakt.people.erasure.eraser import KEPT
from auftakt.people.erasure.plane_pass import raw_of_person, rows_of_person
from auftakt.people.erasure.subject import Subject, find_subject
from auftakt.people.erasure.traces import Traces
from auftakt.people.person import find_person_id
from auftakt.store.plane import Connection

_PORTION = 2_000
_README = """\
Everything that this hub holds about one person, made at {at}.

person.json     who they are, what is known, what they allowed, audiences, journeys and messages, each with its reason
notes.json      what the team wrote
data/           every row of every table that is about them, one JSON object a line (events.jsonl: what they did)
records/        deliveries, sign-ups and other records under their id or address
not_taken.jsonl raw events that could not be taken and that name them

このハブが1人の人物について保有するすべてのデータです({at} 作成)。

person.json     識別子、特性、同意、オーディエンス、ジャーニー、配信(それぞれの理由付き)
notes.json      チームが書いたメモ
data/           この人物に関するすべての表の行。1行に1つの JSON(events.jsonl が行動の記録)
records/        この人物の番号やアドレスが付いた配信結果・申し込みなどの記録
not_taken.jsonl 取り込めなかったイベントのうち、この人物を含むもの
"""


@dataclass(frozen=True)
class Takeout:
    """Whom it is about; `pieces` of it are made one after the other."""

    person_id: int
    subject: Subject


def find_takeout(con: Connection, key: str, country: str = "JP") -> Takeout:
    """The whole person behind a person id or `type:value`. Raises NotFound."""
    return Takeout(find_person_id(con, key), find_subject(con, key, country))


def takeout_pieces(hub: Hub, takeout: Takeout, documents: Mapping[str, Any]) -> Iterator[bytes]:
    """The ZIP, piece by piece, on one snapshot of the data plane. `documents`: more files, by name, as JSON values."""
    now = hub.clock.now()
    traces = Traces(takeout.subject.identifiers, takeout.subject.spellings)
    records = _records(hub, takeout.subject, traces)
    out = _Pieces()
    with hub.plane.reader() as con, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr(_info("README.txt", now), _README.format(at=iso(now)))
        for name, document in documents.items():
            packed.writestr(_info(name, now), json.dumps(document, ensure_ascii=False, indent=1, default=_plain))
        for table, rows in records.items():
            packed.writestr(_info(f"records/{table}.jsonl", now), b"".join(map(_line, rows)))
            yield out.take()
        for name, portions in _tables(con, takeout.subject, traces):
            first = next(portions, b"")
            if not first:
                continue
            with packed.open(_info(name, now), "w") as file:
                file.write(first)
                for portion in portions:
                    file.write(portion)
                    yield out.take()
            yield out.take()
    yield out.take()


def _tables(con: Connection, subject: Subject, traces: Traces) -> Iterator[tuple[str, Iterator[bytes]]]:
    for table, query in list(rows_of_person(con, subject)):
        yield f"data/{table}.jsonl", _portions(con, query.sql("duckdb"))
    yield "not_taken.jsonl", (_line({"raw": raw}) for raw in raw_of_person(con, traces))


def _portions(con: Connection, query: str) -> Iterator[bytes]:
    con.execute(query)
    columns = [(str(column[0]), str(column[1]) == "JSON") for column in con.description or ()]
    while rows := con.fetchmany(_PORTION):
        yield b"".join(
            _line({
                name: json.loads(value) if is_json and value is not None else value
                for (name, is_json), value in zip(columns, row, strict=True)
            })
            for row in rows
        )  # fmt: skip


def _records(hub: Hub, subject: Subject, traces: Traces) -> Mapping[str, list[dict[str, Any]]]:
    raw = hub.control.engine.raw_connection()
    try:
        connection = raw.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        return sqlite_pass.rows_of_person(connection, subject, traces, KEPT)
    finally:
        raw.close()


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass") + b"\n"


def _plain(value: Any) -> str:
    return iso(value) if isinstance(value, datetime) else str(value)


def _info(name: str, now: datetime) -> ZipInfo:
    info = ZipInfo(name, now.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


class _Pieces(io.RawIOBase):
    """Takes what is written until somebody takes it away; can't go back, so the ZIP is made in one go."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken
