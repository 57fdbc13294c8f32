"""Who of an audience may leave the hub for a purpose and a channel, and why the others may not.

Every way out asks here, so consent and suppression hold for a file just as for a mail.
"""

import json
from dataclasses import dataclass

from sqlalchemy.orm import Session

from auftakt.channels.suppressions import suppressed_addresses
from auftakt.journeys import reason_text
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.people import read_catalogue
from auftakt.store import sql
from auftakt.store.plane import Connection

ALLOWED = "sent_ok"


@dataclass(frozen=True)
class ExportDecision:
    """One member. `reason` is `sent_ok` for whoever may leave, else the first reason against it."""

    person_id: int
    name: str | None
    address: str | None
    reason: str


@dataclass(frozen=True)
class ExportCount:
    """How many members have this reason; `text` says it in the reader's language."""

    reason: str
    text: str
    people: int


@dataclass(frozen=True)
class _Counted:
    reason: str
    people: int


def count_export(
    con: Connection, session: Session, audience_id: str, purpose: str, channel: str, language: str
) -> list[ExportCount]:
    """How many may leave, and how many may not, by reason. Raises NotFound for an unknown purpose or channel."""
    needs = _needs(session, audience_id, purpose, channel)
    counted = sql.rows(con, "channels", "export_counts", _Counted, needs)
    return [ExportCount(each.reason, _text(each.reason, language), each.people) for each in counted]


def decide_export(
    con: Connection, session: Session, audience_id: str, purpose: str, channel: str, *, after: int, limit: int
) -> list[ExportDecision]:
    """A page of members after a person id, each with the reason. Raises NotFound as `count_export`."""
    needs = _needs(session, audience_id, purpose, channel) | {"after": after, "most": limit}
    return sql.rows(con, "channels", "export_decisions", ExportDecision, needs)


def _needs(session: Session, audience_id: str, purpose: str, channel: str) -> dict[str, object]:
    catalogue = {each.key: each for each in read_catalogue(session)}
    if purpose not in catalogue:
        raise NotFound(
            Text(f"There is no purpose {purpose!r}.", f"目的 {purpose!r} はありません。"),
            next_action=Text(f"Take one of {', '.join(catalogue)}.", f"{'、'.join(catalogue)} から選んでください。"),
        )
    if channel not in catalogue[purpose].channels:
        raise InvalidInput(
            Text(
                f"{purpose!r} is not asked for on the channel {channel!r}.",
                f"目的 {purpose!r} はチャネル {channel!r} では尋ねていません。",
            ),
            next_action=Text(
                f"Take one of {', '.join(catalogue[purpose].channels)}.",
                f"{'、'.join(catalogue[purpose].channels)} から選んでください。",
            ),
        )
    pairs = json.dumps([list(pair) for pair in suppressed_addresses(session)], ensure_ascii=False)
    return {"audience_id": audience_id, "purpose": purpose, "channel": channel, "rows": pairs}


def _text(reason: str, language: str) -> str:
    return (
        Text("May be exported", "書き出せます").pick(language) if reason == ALLOWED else reason_text(reason, language)
    )
