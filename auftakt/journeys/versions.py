"""Versions of a journey: published once, immutable, drained when a newer one comes.

```
live ──▶ draining     a newer version takes the entries; who is on the old path finishes it
  └────────┴──▶ stopped     everybody in flight leaves at the next batch
```
Pausing is beside these states: entries and moves of all versions rest until `resume`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.journeys.definition import Definition, JsonObject, parse_definition
from auftakt.journeys.models import JourneyVersionRow
from auftakt.kit.errors import InvalidInput
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.kit.text import Text

VersionState = Literal["live", "draining", "stopped"]


@dataclass(frozen=True)
class JourneyVersion:
    """A published version; `journey_id` is the campaign's id, `snapshot` what was approved, `hash` binds both."""

    journey_id: str
    version: int
    snapshot: JsonObject
    approval_id: str
    hash: str
    state: VersionState
    paused: bool
    published_at: datetime
    starts_at: datetime
    ends_at: datetime | None

    @cached_property
    def definition(self) -> Definition:
        return parse_definition(self.snapshot["journey"])

    @cached_property
    def intact(self) -> bool:
        """Whether the snapshot is still the one that the hash was made from."""
        return sha256_hex(canonical_json(self.snapshot)) == self.hash

    @property
    def holdout(self) -> float:
        """The share of people who are held back at entry."""
        return float(self.snapshot.get("holdout") or 0.0)


class VersionShelf:
    """Reads all versions again and again; a snapshot, which never changes, is read and parsed only once."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], JourneyVersion] = {}

    def read(self, session: Session) -> list[JourneyVersion]:
        """Every version there is, by journey and version: the stopped ones too, since people may have to leave them."""
        row = JourneyVersionRow
        facts = select(row.journey_id, row.version, row.state, row.paused, row.ends_at)
        found = session.execute(facts.order_by(row.journey_id, row.version)).all()
        return [self._version(session, *facts) for facts in found]

    def _version(
        self, session: Session, journey_id: str, version: int, state: str, paused: bool, ends_at: datetime | None
    ) -> JourneyVersion:
        kept = self._kept.get((journey_id, version))
        if kept is None:
            kept = _version(session.get_one(JourneyVersionRow, (journey_id, version)))
        elif (kept.state, kept.paused, kept.ends_at) != (state, paused, ends_at):
            kept = replace(kept, state=cast(VersionState, state), paused=paused, ends_at=ends_at)
        self._kept[journey_id, version] = kept
        return kept


def publish(
    session: Session,
    campaign_id: str,
    snapshot: JsonObject,
    approval_id: str,
    hash: str,
    now: datetime,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> JourneyVersion:
    """Makes the snapshot the version that people enter from `starts_at` (default: now); the one before drains.

    Publishing what is live already only takes over the new end. Raises InvalidInput for a snapshot without
    a readable journey, or one that does not belong to the hash.
    """
    _refuse_other_content(snapshot, hash)
    parse_definition(snapshot.get("journey"))
    rows = _rows(session, campaign_id)
    live = next((row for row in rows if row.state == "live"), None)
    if live is not None and live.hash == hash and live.approval_id == approval_id:
        live.ends_at = ends_at
        return _version(live)
    if live is not None:
        live.state = "draining"
    row = JourneyVersionRow(
        journey_id=campaign_id,
        version=max((row.version for row in rows), default=0) + 1,
        snapshot=snapshot,
        approval_id=approval_id,
        hash=hash,
        state="live",
        paused=False,
        published_at=now,
        starts_at=starts_at or now,
        ends_at=ends_at,
    )
    session.add(row)
    session.flush()
    return _version(row)


def stop(session: Session, journey_id: str) -> None:
    """Ends all versions at once: nobody enters, and whoever is in flight leaves at the next batch."""
    for row in _rows(session, journey_id):
        row.state = "stopped"


def finish(session: Session, journey_id: str, now: datetime) -> None:
    """Nobody enters and nothing is sent from `now` on; who is in flight walks on, with a reason for each message."""
    for row in _rows(session, journey_id):
        row.paused = False
        row.ends_at = now if row.ends_at is None else min(row.ends_at, now)


def pause(session: Session, journey_id: str) -> None:
    """Nobody enters, everybody stays where they are, and events pass unheard, until `resume`."""
    for row in _rows(session, journey_id):
        row.paused = True


def resume(session: Session, journey_id: str) -> None:
    """Goes on after `pause`; what fell due meanwhile is done at the next batch."""
    for row in _rows(session, journey_id):
        row.paused = False


def list_versions(session: Session, journey_id: str) -> list[JourneyVersion]:
    """The newest first."""
    return [_version(row) for row in reversed(_rows(session, journey_id))]


def _rows(session: Session, journey_id: str) -> Sequence[JourneyVersionRow]:
    query = select(JourneyVersionRow).where(JourneyVersionRow.journey_id == journey_id)
    return session.scalars(query.order_by(JourneyVersionRow.version)).all()


def _refuse_other_content(snapshot: JsonObject, hash: str) -> None:
    if sha256_hex(canonical_json(snapshot)) != hash:
        raise InvalidInput(
            Text("The hash does not belong to the snapshot.", "ハッシュがスナップショットと一致しません。"),
            next_action=Text("Publish what was approved, unchanged.", "承認された内容をそのまま公開してください。"),
        )


def _version(row: JourneyVersionRow) -> JourneyVersion:
    return JourneyVersion(
        journey_id=row.journey_id,
        version=row.version,
        snapshot=row.snapshot,
        approval_id=row.approval_id,
        hash=row.hash,
        state=cast(VersionState, row.state),
        paused=row.paused,
        published_at=row.published_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
