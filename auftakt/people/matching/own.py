"""How good matching is on the hub's own people: whether it finds anew who exact keys joined already."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.jobs import Hub, Progress
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.matching.beside import alone, beside
from auftakt.people.matching.gather import take_evidence
from auftakt.people.matching.measure import Measured, measure_records
from auftakt.people.matching.models import MatchingMeasurementRow
from auftakt.people.matching.run import fields_of
from auftakt.people.matching.settings import PeopleField, matching_settings, spec_of
from auftakt.people.matching.spec import OFFERED_THRESHOLDS
from auftakt.team import record

_KEYS = frozenset({"email", "phone", "number"})
"""Kinds that exact keys are made of: what joined two records can't tell how good matching is without it."""


@dataclass(frozen=True)
class MatchingMeasurement:
    """What was measured, and when. Its records are identifiers that told something, not people."""

    id: str
    at: datetime
    by: str
    measured: Measured


def measure_people(hub: Hub, by: str, progress: Progress | None = None) -> MatchingMeasurement:
    """Takes people apart into what each identifier told, leaves out the fields that are keys, compares, and holds the
    answer against who exact keys joined.

    Raises InvalidInput where too few fields are left, or nobody was joined; Conflict, TooManyPairs, Stopped.
    """
    progress = progress or Progress()
    with hub.control.reading() as session:
        settings = matching_settings(session)
    with alone(hub.home), beside(hub, progress) as con:
        with hub.plane.reader() as plane:
            fields = [_told(each) for each in fields_of(settings, plane) if each.kind not in _KEYS]
            fields = [each for each in fields if each.reads]
            spec = spec_of(settings, fields, hub.settings.identity.country)
            truth = _joined(take_evidence(plane, con, fields))
        if not truth:
            raise InvalidInput(
                Text(
                    "Nobody's traits were told under two identifiers, so there is nothing to measure on.",
                    "2つの識別子から特性が伝わった人物がいないため、測定できません。",
                ),
                next_action=Text(
                    "Measure on a file with known answers: `auftakt match measure`.",
                    "正解つきのファイルで測定してください(`auftakt match measure`)。",
                ),
            )
        thresholds = sorted({*OFFERED_THRESHOLDS, settings.lower, settings.upper})
        measured = measure_records(con, spec, truth, thresholds, progress)
    now = hub.clock.now()
    with hub.control.session() as session:
        row = MatchingMeasurementRow(id=hub.ids.new("mtm"), at=now, by=by, document=msgspec.to_builtins(measured))
        session.add(row)
        record(session, now, by, "matching.measured", "matching_measurement", row.id, {"records": measured.records})
        session.flush()
        return _measurement(row)


def latest_measurement(session: Session) -> MatchingMeasurement | None:
    row = session.scalar(select(MatchingMeasurementRow).order_by(MatchingMeasurementRow.at.desc()).limit(1))
    return None if row is None else _measurement(row)


def _joined(whose: Mapping[int, str]) -> dict[int, str]:
    """Only of whom keys joined is it known who they are: anybody else may well be somebody that keys did not find."""
    records = Counter(whose.values())
    return {record: person for record, person in whose.items() if records[person] > 1}


def _told(field: PeopleField) -> PeopleField:
    reads = tuple(each for each in field.reads if each.startswith("trait:"))
    return PeopleField(field.name, field.kind, reads, field.hard)


def _measurement(row: MatchingMeasurementRow) -> MatchingMeasurement:
    return MatchingMeasurement(row.id, row.at, row.by, msgspec.convert(row.document, Measured))
