"""Sources: where data comes from, and the write key that lets it in."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.ids import Ids
from auftakt.kit.text import Text
from auftakt.sources.models import SourceRow
from auftakt.sources.rules import NO_RULES, DoorRules, checked_rules, kept_rules, rules_of

# What a source may be; only the label differs, all speak the same format.
KINDS = ("web", "server", "app", "import", "hub")

PLAYED = "played"
"""The id of the source whose events a demo's model makes. They never count in the totals of what really happened."""

HUB = "auftakt"
"""The id of the hub itself, as the source of what it did."""

OWN = frozenset({HUB, PLAYED})
"""The ids of sources whose events are made here, and not by anything that a tracking plan could hold to account."""


@dataclass(frozen=True)
class Source:
    """A source; whoever holds `write_key` may send its events while it is active."""

    id: str
    name: str
    kind: str
    write_key: str
    active: bool
    created_at: datetime
    rules: DoorRules = NO_RULES


def create_source(
    session: Session,
    ids: Ids,
    *,
    name: str,
    kind: str,
    now: datetime,
    write_key: str | None = None,
    source_id: str | None = None,
) -> Source:
    """Adds a source with a key of 128 bits, or with the given one; so with its id. Raises InvalidInput."""
    name = name.strip()
    if not name or len(name) > 200:
        raise InvalidInput(
            Text("A source needs a name of 1 to 200 characters.", "ソースには1〜200文字の名前が必要です。"),
            next_action=Text("Give it the name of the tool that sends.", "送信元のツール名などを付けてください。"),
        )
    if kind not in KINDS:
        raise InvalidInput(
            Text(f"There is no kind of source {kind!r}.", f"ソースの種類 {kind!r} はありません。"),
            next_action=Text(f"Take one of {', '.join(KINDS)}.", f"{'、'.join(KINDS)} から選んでください。"),
        )
    key = write_key or secrets.token_urlsafe(16)
    row = SourceRow(id=source_id or ids.new("src"), name=name, kind=kind, write_key=key, active=True, created_at=now)
    session.add(row)
    session.flush()
    return _source(row)


def list_sources(session: Session) -> list[Source]:
    """All sources, the oldest first."""
    return [_source(row) for row in session.scalars(select(SourceRow).order_by(SourceRow.created_at, SourceRow.id))]


def find_source(session: Session, source_id: str) -> Source:
    """Raises NotFound."""
    return _source(_row(session, source_id))


def switch_source(session: Session, source_id: str, *, active: bool) -> Source:
    """Lets a source send, or stops it (within five seconds). What it sent is kept. Raises NotFound."""
    row = _row(session, source_id)
    row.active = active
    return _source(row)


def set_rules(session: Session, source_id: str, rules: DoorRules) -> Source:
    """Changes what the door asks of a source (within five seconds). Raises NotFound, InvalidInput."""
    row = _row(session, source_id)
    row.door = kept_rules(checked_rules(rules))
    return _source(row)


def active_keys(session: Session) -> Mapping[str, tuple[str, DoorRules]]:
    """Write keys of the active sources, each with the source's id and its rules."""
    query = select(SourceRow.write_key, SourceRow.id, SourceRow.door).where(SourceRow.active)
    return {key: (source_id, rules_of(door)) for key, source_id, door in session.execute(query)}


def _row(session: Session, source_id: str) -> SourceRow:
    row = session.get(SourceRow, source_id)
    if row is None:
        raise NotFound(
            Text(f"There is no source {source_id}.", f"ソース {source_id} はありません。"),
            next_action=Text("See the list of sources.", "ソースの一覧を確認してください。"),
        )
    return row


def _source(row: SourceRow) -> Source:
    return Source(row.id, row.name, row.kind, row.write_key, row.active, row.created_at, rules_of(row.door))
