"""The record that 特定電子メール法 asks to keep: for each address who agreed, when and how, and until when it is kept.

Kept until `record_days` after the last mail to the address, or for good while mails may still go there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from auftakt.kit.clock import aware
from auftakt.people.consent.catalogue import CataloguePurpose
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class ConsentRecord:
    """One decision. `words` is what was shown, where the evidence names a version. Empty `keep_until`: no end yet,
    since the last decision for this purpose and channel is a yes. `over`: the time to keep it has passed.
    """

    address: str
    identifier: str
    purpose: str
    channel: str
    granted: bool
    decided_at: datetime
    method: str
    form: str
    text_version: int | None
    words: str
    proof: str
    ip: str
    source: str
    first_mail_at: datetime | None
    last_mail_at: datetime | None
    keep_until: datetime | None
    over: bool


@dataclass(frozen=True)
class _Row:
    address: str
    type: str
    value: str
    channel: str
    purpose: str
    granted: bool
    evidence: str | None
    decided_at: datetime
    source: str
    log_offset: int
    first_mail_at: datetime | None
    last_mail_at: datetime | None


def record_page(
    con: Connection,
    catalogue: Iterable[CataloguePurpose],
    now: datetime,
    keep: timedelta,
    *,
    after: str = "",
    addresses: int = 20_000,
) -> list[ConsentRecord]:
    """The records of the next addresses behind `after`, in order; empty at the end."""
    rows = sql.rows(con, "people", "consent_record", _Row, {"after": after, "most": addresses})
    words = {
        (purpose.key, version.version): f"{version.text.ja} / {version.text.en}"
        for purpose in catalogue
        for version in purpose.versions
    }
    last = {(row.address, row.purpose, row.channel): row for row in rows}
    return [_record(row, last[row.address, row.purpose, row.channel], words, now, keep) for row in rows]


def _record(
    row: _Row, last: _Row, words: Mapping[tuple[str, int], str], now: datetime, keep: timedelta
) -> ConsentRecord:
    evidence = msgspec.json.decode(row.evidence) if row.evidence else {}
    facts: Mapping[str, Any] = evidence if isinstance(evidence, dict) else {}
    version = facts.get("text_version")
    version = version if isinstance(version, int) else None
    ended = aware(row.last_mail_at or last.decided_at)
    keep_until = None if last.granted else max(ended, aware(last.decided_at)) + keep
    return ConsentRecord(
        address=row.address,
        identifier=f"{row.type}:{row.value}",
        purpose=row.purpose,
        channel=row.channel,
        granted=row.granted,
        decided_at=aware(row.decided_at),
        method=str(facts.get("method") or ("import" if facts.get("import") else "")),
        form=str(facts.get("form") or facts.get("text") or ""),
        text_version=version,
        words=words.get((row.purpose, version), "") if version is not None else "",
        proof=str(facts.get("proof") or ""),
        ip=str(facts.get("ip") or ""),
        source=row.source,
        first_mail_at=aware(row.first_mail_at) if row.first_mail_at else None,
        last_mail_at=aware(row.last_mail_at) if row.last_mail_at else None,
        keep_until=keep_until,
        over=keep_until is not None and keep_until < now,
    )
