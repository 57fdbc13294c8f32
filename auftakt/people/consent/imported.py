"""Importing consents with their proof: checked whole before anything happens, and the same file twice is once.

A row becomes an event with the time of its decision, so an older yes never stands above a later withdrawal.
"""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from auftakt.jobs import Hub, Progress
from auftakt.kit.clock import iso
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.consent.catalogue import read_catalogue
from auftakt.people.consent.evidence import UPDATED
from auftakt.people.consent.proof_rows import ProvenConsent, RowProblem, read_proof_rows
from auftakt.sources import KEPT_ERRORS, RowError, create_source, find_kept_import, keep_import, list_sources

SOURCE = "consent_import"
_CHUNK = 5_000
_SHOWN = 20


@dataclass(frozen=True)
class ConsentImport:
    """What a file holds, or what importing it did. `known`: exactly this file was imported before; nothing was done.

    `problems` are the first rows that were not taken; all of them are in the list of imports.
    """

    import_id: str
    rows: int
    granted: int
    denied: int
    failed: int
    known: bool
    checked_only: bool
    problems: tuple[RowProblem, ...]


def import_consents(
    hub: Hub, path: Path, name: str, *, check_only: bool = False, progress: Progress | None = None
) -> ConsentImport:
    """Reads a CSV file twice: first to check it, then to take it. Raises InvalidInput for a file that can't be read or
    has not one good row (then nothing has happened), Stopped, or LogUnavailable (then running it again goes on).
    """
    progress = progress or Progress()
    encoding, import_id = _look(path)
    checked = _Tally()
    for number, row in enumerate(_rows(hub, path, encoding)):
        checked.add(row)
        if number % _CHUNK == 0:
            progress.at(number, 0, "check")
    if check_only:
        return checked.report(import_id, known=False, check_only=True)
    if not checked.granted + checked.denied:
        raise InvalidInput(
            Text("Not one row of this file can be taken.", "取り込める行が1つもありません。"),
            next_action=Text(
                "Look at the reasons with --check, and correct the file.", "--check で理由を確認し、直してください。"
            ),
            problems=[vars(each) for each in checked.problems[:_SHOWN]],
        )
    with hub.control.reading() as session:
        known = find_kept_import(session, import_id)
    if not known:
        _make_source(hub)
        _write(hub, path, encoding, import_id, checked.granted + checked.denied, progress)
        errors = [RowError(each.row, each.column, each.reason, each.text) for each in checked.problems]
        with hub.control.session() as session:
            keep_import(
                session, import_id, SOURCE, name, errors, hub.clock.now(),
                rows=checked.rows, stored=checked.granted + checked.denied, failed=checked.failed,
            )  # fmt: skip
        hub.runner.poke()
    return checked.report(import_id, known=known, check_only=False)


class _Tally:
    """What a file holds; of the problems only so many as are kept."""

    def __init__(self) -> None:
        self.granted = self.denied = self.failed = 0
        self.problems: list[RowProblem] = []

    @property
    def rows(self) -> int:
        return self.granted + self.denied + self.failed

    def add(self, row: ProvenConsent | RowProblem) -> None:
        if isinstance(row, RowProblem):
            self.failed += 1
            if len(self.problems) < KEPT_ERRORS:
                self.problems.append(row)
        elif row.granted:
            self.granted += 1
        else:
            self.denied += 1

    def report(self, import_id: str, *, known: bool, check_only: bool) -> ConsentImport:
        shown = tuple(self.problems[:_SHOWN])
        return ConsentImport(import_id, self.rows, self.granted, self.denied, self.failed, known, check_only, shown)


def _look(path: Path) -> tuple[str, str]:
    """The encoding, and the id that stands for exactly these bytes. Raises InvalidInput."""
    digest = hashlib.sha256(b"consent:")
    decoders = {each: codecs.getincrementaldecoder(each)() for each in ("utf-8-sig", "cp932")}
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            for name in list(decoders):
                try:
                    decoders[name].decode(block)
                except UnicodeDecodeError:
                    del decoders[name]
    if not decoders:
        raise InvalidInput(
            Text("The file is neither UTF-8 nor Shift_JIS.", "ファイルが UTF-8 でも Shift_JIS でもありません。"),
            next_action=Text("Save it as CSV in UTF-8.", "UTF-8 の CSV で保存してください。"),
        )
    return next(iter(decoders)), digest.hexdigest()


def _rows(hub: Hub, path: Path, encoding: str) -> Iterator[ProvenConsent | RowProblem]:
    with hub.control.reading() as session:
        catalogue = read_catalogue(session, all_purposes=True)
    settings = hub.settings
    with path.open(encoding=encoding, newline="") as lines:
        try:
            yield from read_proof_rows(
                lines, catalogue, hub.clock.now(), ZoneInfo(settings.timezone), settings.identity.country
            )
        except csv.Error as error:
            raise InvalidInput(
                Text(f"The file is not CSV: {error}.", f"CSV として読めません: {error}。"),
                next_action=Text("Save it as CSV in UTF-8.", "UTF-8 の CSV で保存してください。"),
            ) from error


def _write(hub: Hub, path: Path, encoding: str, import_id: str, taken: int, progress: Progress) -> None:
    lines: list[bytes] = []
    done, now = 0, iso(hub.clock.now())
    for row in _rows(hub, path, encoding):
        if isinstance(row, ProvenConsent):
            lines.append(_line(row, import_id, now))
        if len(lines) >= _CHUNK:
            hub.log.append_now(lines)
            done, lines = done + len(lines), []
            progress.at(done, taken, "write")
    if lines:
        hub.log.append_now(lines)
    progress.at(taken, taken, "done")


def _line(row: ProvenConsent, import_id: str, now: str) -> bytes:
    evidence = {
        "form": row.form or None, "text_version": row.text_version, "proof": row.proof or None, "ip": row.ip or None,
        "import": import_id[:16], "row": row.row, "event": row.message_id,
    }  # fmt: skip
    properties = {
        "channel": row.channel,
        "purpose": row.purpose,
        "granted": row.granted,
        "evidence": {key: value for key, value in evidence.items() if value is not None},
    }
    return msgspec.json.encode(
        {
            "r": now,
            "s": SOURCE,
            "k": "e",
            "i": row.message_id,
            "t": "track",
            "n": UPDATED,
            "at": iso(row.at),
            "ids": [[row.type, row.value]],
            "p": properties,
        }
    )


def _make_source(hub: Hub) -> None:
    with hub.control.session() as session:
        if all(each.id != SOURCE for each in list_sources(session)):
            create_source(session, hub.ids, name="Consent import", kind="import", now=hub.clock.now(), source_id=SOURCE)
