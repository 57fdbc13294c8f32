"""The audit chain: who did what, each entry bound to the one before by its hash.

The hash of an entry covers its fields and the hash before it, so a changed, deleted or inserted entry shows. The head
row says how many entries there are and how the last one hashes, signed with the hub's secret: a cut-off end shows too.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from auftakt.kit.clock import iso
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.store.control import Control
from auftakt.team.models import AuditHeadRow, AuditRow

_OPTION = "auftakt_audit_secret"
_HEAD = 1
_NOTHING_YET = "0" * 64


@dataclass(frozen=True)
class AuditEntry:
    """One link of the chain. `actor` is the id of a user or key, or `hub`."""

    seq: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    detail: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class AuditCheck:
    """What checking the whole chain found. `broken_at` is the first entry that is not what was written there.

    `head` is the hash of the last entry: noted elsewhere, it also proves that nobody went back to an older copy.
    """

    ok: bool
    entries: int
    broken_at: int | None
    head: str


def seal_audit(control: Control, secret: bytes) -> None:
    """From now on `record` signs the head with this secret. Called once, when a hub is opened."""
    with control.session() as session:
        bind = session.get_bind()
        engine = bind if isinstance(bind, Engine) else bind.engine
        engine.update_execution_options(**{_OPTION: secret})


def record(
    session: Session, now: datetime, actor: str, action: str, object_type: str, object_id: str, detail: dict[str, Any]
) -> int:
    """Adds an entry and returns its number. It becomes part of the chain with the caller's transaction, or not at all.

    `action` is `object.happened` (`campaign.launched`); `detail` is JSON (else ValueError or TypeError).
    """
    head = session.get(AuditHeadRow, _HEAD, with_for_update=True)
    if head is None:
        head = AuditHeadRow(id=_HEAD, entries=0, last_hash=_NOTHING_YET, signature="")
        session.add(head)
    row = AuditRow(
        seq=head.entries + 1,
        at=now,
        actor=actor,
        action=action,
        object_type=object_type,
        object_id=object_id,
        detail=json.loads(canonical_json(detail)),
        prev_hash=head.last_hash,
    )
    row.hash = _hash_of(row)
    head.entries, head.last_hash = row.seq, row.hash
    secret = session.connection().get_execution_options().get(_OPTION)
    head.signature = _signature(secret, head.entries, head.last_hash) if secret else ""
    session.add(row)
    session.flush()
    return row.seq


def verify(session: Session, secret: bytes) -> AuditCheck:
    """Computes the whole chain again and compares it with what is kept, from the first entry to the signed head."""
    entries, last_hash = 0, _NOTHING_YET
    for row in session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=1000)):
        if row.seq != entries + 1 or row.prev_hash != last_hash or not _is_whole(row, secret):
            return AuditCheck(False, entries, entries + 1, last_hash)
        entries, last_hash = row.seq, row.hash
    head = session.get(AuditHeadRow, _HEAD)
    if head is None:
        return AuditCheck(entries == 0, entries, None if entries == 0 else entries, last_hash)
    signed = hmac.compare_digest(head.signature, _signature(secret, head.entries, head.last_hash))
    if signed and (head.entries, head.last_hash) == (entries, last_hash):
        return AuditCheck(True, entries, None, last_hash)
    return AuditCheck(False, entries, min(head.entries, entries) + 1, last_hash)


def redact_audit(session: Session, secret: bytes, without: Callable[[Any], Any]) -> int:
    """Takes words out of entries: `without` gives a JSON value without them. Gives how many entries were changed.

    An entry keeps the hash that it was written with, so that the chain and every noted head stay true; that it reads
    otherwise now is signed with the hub's secret.
    """
    changed = 0
    for row in session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=1000)):
        object_id, detail = without(row.object_id), without(row.detail)
        if (object_id, detail) != (row.object_id, row.detail):
            row.object_id, row.detail = object_id, detail
            row.redaction = _redaction(row, secret)
            changed += 1
    return changed


def list_entries(session: Session, *, after: int | None, limit: int) -> list[AuditEntry]:
    """The newest first; `after` is the number of the last entry already seen."""
    query = select(AuditRow).order_by(AuditRow.seq.desc()).limit(limit)
    if after is not None:
        query = query.where(AuditRow.seq < after)
    return [
        AuditEntry(row.seq, row.at, row.actor, row.action, row.object_type, row.object_id, row.detail, row.hash)
        for row in session.scalars(query)
    ]


def _is_whole(row: AuditRow, secret: bytes) -> bool:
    if row.redaction:
        return hmac.compare_digest(row.redaction, _redaction(row, secret))
    return row.hash == _hash_of(row)


def _redaction(row: AuditRow, secret: bytes) -> str:
    facts = {"seq": row.seq, "hash": row.hash, "reads": _hash_of(row)}
    return hmac.new(secret, canonical_json(facts), "sha256").hexdigest()


def _hash_of(row: AuditRow) -> str:
    entry = {
        "seq": row.seq,
        "at": iso(row.at),
        "actor": row.actor,
        "action": row.action,
        "object_type": row.object_type,
        "object_id": row.object_id,
        "detail": row.detail,
        "prev_hash": row.prev_hash,
    }
    return sha256_hex(canonical_json(entry))


def _signature(secret: bytes, entries: int, last_hash: str) -> str:
    return hmac.new(secret, canonical_json({"entries": entries, "last_hash": last_hash}), "sha256").hexdigest()
