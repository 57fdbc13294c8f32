"""What one person decided, in the order of time and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from auftakt.kit.clock import aware
from auftakt.kit.text import Text
from auftakt.people.consent.catalogue import CataloguePurpose
from auftakt.store import sql
from auftakt.store.plane import Connection

SHOWN = 500

_CHANNELS = {
    "email": Text("by email", "メール"),
    "sms": Text("by text message", "SMS"),
    "line": Text("on LINE", "LINE"),
    "push": Text("by push message", "プッシュ通知"),
    "post": Text("by post", "郵便"),
    "phone": Text("by phone", "電話"),
}


@dataclass(frozen=True)
class ConsentEntry:
    """One decision, or a sign-up that waits for its confirmation (`granted` is null). `sentence` says it in words."""

    at: datetime
    channel: str
    purpose: str
    granted: bool | None
    source: str
    identifier: str
    sentence: str
    evidence: Any


@dataclass(frozen=True)
class _Fact:
    type: str
    value: str
    channel: str
    purpose: str
    granted: bool | None
    evidence: str | None
    said_at: datetime
    source: str
    log_offset: int


def consent_entries(
    con: Connection, person_id: int, catalogue: Iterable[CataloguePurpose], language: str
) -> list[ConsentEntry]:
    """Every decision of a person, the latest first; at most `SHOWN` of them."""
    names = {purpose.key: purpose.name.pick(language) for purpose in catalogue}
    found = sql.rows(con, "people", "person_consent_facts", _Fact, {"person_id": person_id, "most": SHOWN})
    return [_entry(fact, names, language) for fact in found]


def _entry(fact: _Fact, names: Mapping[str, str], language: str) -> ConsentEntry:
    evidence = None if fact.evidence is None else msgspec.json.decode(fact.evidence)
    facts = evidence if isinstance(evidence, dict) else {}
    purpose = names.get(fact.purpose, fact.purpose)
    return ConsentEntry(
        at=aware(fact.said_at),
        channel=fact.channel,
        purpose=fact.purpose,
        granted=fact.granted,
        source=fact.source,
        identifier=f"{fact.type}:{fact.value}",
        sentence=_sentence(fact, purpose, facts, language),
        evidence=evidence,
    )


def _sentence(fact: _Fact, purpose: str, evidence: Mapping[str, Any], language: str) -> str:
    channel = _CHANNELS.get(fact.channel, Text(f"by {fact.channel}", fact.channel))
    if fact.granted is None:
        said = Text(
            f"Signed up for “{purpose}” {channel.en}; not confirmed with this step.",
            f"{channel.ja}の「{purpose}」に申し込みました(この時点では未確認)。",
        )
    elif fact.granted:
        said = Text(f"Said yes to “{purpose}” {channel.en}.", f"{channel.ja}の「{purpose}」に同意しました。")
    else:
        said = Text(f"Said no to “{purpose}” {channel.en}.", f"{channel.ja}の「{purpose}」を断りました。")
    parts = [said.pick(language), *(part.pick(language) for part in _proofs(evidence))]
    return (" " if language != "ja" else "").join(parts)


def _proofs(evidence: Mapping[str, Any]) -> Iterable[Text]:
    """Of the evidence what a reader understands; the rest is a click away."""
    form, version = evidence.get("form") or evidence.get("text"), evidence.get("text_version")
    if form and version:
        yield Text(f"On “{form}”, words of version {version}.", f"「{form}」(文面 第{version}版)にて。")
    elif form:
        yield Text(f"On “{form}”.", f"「{form}」にて。")
    if proof := evidence.get("proof"):
        yield Text(f"Proof: {proof}.", f"証拠: {proof}。")
    if evidence.get("method") == "double_opt_in":
        yield Text("Confirmed by the link in the mail.", "メール内のリンクで確認済み。")
    if evidence.get("basis") not in (None, "consent"):
        yield Text("Recorded without proof of consent.", "同意の証拠がない記録です。")
    if ip := evidence.get("ip"):
        yield Text(f"From {ip}.", f"接続元 {ip}。")
