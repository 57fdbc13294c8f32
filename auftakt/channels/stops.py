"""Hub-wide suppression: whoever is stopped gets nothing more, over any channel, until somebody lifts it with a reason.

A stop names an identifier and holds for the person behind it: the addresses known now are written to `suppressions`
(channel `*`), so that what is queued stops at once; identifiers that join the person later are found at reservation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from auftakt.channels.models import EVERYWHERE, Stop, Suppression
from auftakt.channels.suppressions import suppress
from auftakt.kit.errors import Conflict, InvalidInput, NotFound
from auftakt.kit.ids import stable_id
from auftakt.kit.text import Text, fold
from auftakt.people import find_person, find_person_id
from auftakt.sources import identifier_type, identifier_value
from auftakt.store.plane import Connection

REASONS = ("asked", "complaint", "legal", "wrong_address", "other")
_REACHED = frozenset({"email", "phone", "line_id", "line_user_id", "device_token"})


@dataclass(frozen=True)
class Stopped:
    """One suppression. `channel` is `*` for a stop of everything; only those and bounces are `liftable` by the team."""

    identifier: str
    channel: str
    reason: str
    note: str
    since: datetime
    by: str
    liftable: bool


def stop(
    session: Session, con: Connection, identifier: str, *, reason: str, note: str, by: str, now: datetime
) -> tuple[str, Stopped]:
    """Stops everything for whoever has this identifier, known or not; gives the stop's id. The first stop stays.

    Raises InvalidInput for what is no `type:value` or no reason.
    """
    kind, value = _identifier(identifier)
    if reason not in REASONS:
        raise InvalidInput(
            Text(f"There is no reason {reason!r}.", f"理由 {reason!r} はありません。"),
            next_action=Text(f"Take one of {', '.join(REASONS)}.", f"{'、'.join(REASONS)} から選んでください。"),
            field="reason",
        )
    row = session.get(Stop, stable_id("stp", kind, value))
    if row is None:
        addresses = sorted(_addresses(con, kind, value))
        row = Stop(
            id=stable_id("stp", kind, value), type=kind, value=value, reason=reason, note=note.strip()[:400], by=by,
            since=now, addresses=addresses,
        )  # fmt: skip
        session.add(row)
        for address in addresses:
            suppress(session, EVERYWHERE, address, "stopped", now)
        session.flush()
    return row.id, _of_stop(row)


def lift(session: Session, identifier: str, channel: str, why: str) -> str:
    """Takes a stop or a bounce back; gives the id that the audit names. Raises NotFound, Conflict, or InvalidInput.

    What readers stopped themselves is theirs to take back.
    """
    kind, value = _identifier(identifier)
    if not why.strip():
        raise InvalidInput(
            Text("Lifting needs a reason.", "解除には理由が必要です。"),
            next_action=Text("Write why this may be written to again.", "再び送ってよい理由を書いてください。"),
            field="why",
        )
    stop_id = stable_id("stp", kind, value)
    if channel == EVERYWHERE and (row := session.get(Stop, stop_id)) is not None:
        session.delete(row)
        session.flush()
        still = {address for each in session.scalars(select(Stop)) for address in each.addresses}
        gone = [address for address in row.addresses if address not in still]
        session.execute(delete(Suppression).where(Suppression.channel == EVERYWHERE, Suppression.address.in_(gone)))
        return stop_id
    found = session.get(Suppression, (channel, fold(value)))
    if found is None or channel == EVERYWHERE:
        raise NotFound(
            Text(f"{identifier} is not suppressed there.", f"{identifier} は配信停止ではありません。"),
            next_action=Text("Load the list again.", "一覧を読み込み直してください。"),
        )
    if found.reason == "unsubscribed":
        raise Conflict(
            Text(
                "The reader stopped this; nobody else may lift it.", "本人による停止のため、ほかの人は解除できません。"
            ),
            next_action=Text(
                "The reader can allow it again in the preference centre.", "本人が配信設定のページで許可し直せます。"
            ),
        )
    session.delete(found)
    return stable_id("sup", channel, fold(value))


def list_stopped(
    session: Session, *, search: str = "", after: str | None = None, limit: int = 50
) -> tuple[list[Stopped], str | None]:
    """Stops and suppressed addresses by identifier and channel, and where the next page begins."""
    wanted = fold(search)
    stops = select(Stop).order_by(Stop.type, Stop.value)
    single = select(Suppression).where(Suppression.channel != EVERYWHERE)
    if wanted:
        stops = stops.where(Stop.value.contains(wanted, autoescape=True))
        single = single.where(Suppression.address.contains(wanted, autoescape=True))
    page = int(after) if after and after.isdigit() else 0
    # All stops first: they are few, and made by hand.
    found = [_of_stop(row) for row in session.scalars(stops.offset(page).limit(limit + 1))]
    if len(found) <= limit:
        skipped = max(0, page - _count(session, stops))
        rest = single.order_by(Suppression.since.desc(), Suppression.address).offset(skipped)
        found += [_of_address(row) for row in session.scalars(rest.limit(limit + 1 - len(found)))]
    return found[:limit], str(page + limit) if len(found) > limit else None


def stopped_of(session: Session, identifiers: Sequence[tuple[str, str]]) -> list[Stopped]:
    """What holds for somebody with these identifiers (type, value): stops of everything first."""
    own = set(identifiers)
    values = sorted({value for _, value in own})
    addresses = sorted({fold(value) for kind, value in own if kind in _REACHED})
    stops = session.scalars(select(Stop).where(Stop.value.in_(values)).order_by(Stop.since))
    single = session.scalars(
        select(Suppression)
        .where(Suppression.address.in_(addresses), Suppression.channel != EVERYWHERE)
        .order_by(Suppression.channel, Suppression.address)
    )
    return [_of_stop(row) for row in stops if (row.type, row.value) in own] + [_of_address(row) for row in single]


def _count(session: Session, query: Any) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def _of_stop(row: Stop) -> Stopped:
    return Stopped(f"{row.type}:{row.value}", EVERYWHERE, row.reason, row.note, row.since, row.by, liftable=True)


def _of_address(row: Suppression) -> Stopped:
    kind = "email" if row.channel == "email" else "phone" if row.channel in ("sms", "phone") else row.channel
    liftable = row.reason != "unsubscribed"
    return Stopped(f"{kind}:{row.address}", row.channel, row.reason, "", row.since, "", liftable)


def _identifier(text: str) -> tuple[str, str]:
    kind, colon, value = text.strip().partition(":")
    if not colon and "@" in kind:
        kind, value = "email", kind
    if not value.strip():
        raise InvalidInput(
            Text(f"{text!r} is not an identifier.", f"{text!r} は識別子ではありません。"),
            next_action=Text(
                "Write type and value, such as email:a@example.com.", "email:a@example.com のように書いてください。"
            ),
            field="identifier",
        )
    kind = identifier_type(kind)
    return kind, identifier_value(kind, value)


def _addresses(con: Connection, kind: str, value: str) -> set[str]:
    """Everything that whoever has this identifier can be reached by, folded as `suppressions` keeps it."""
    own = {fold(value)} if kind in _REACHED else set()
    try:
        found = find_person(con, str(find_person_id(con, f"{kind}:{value}")), parts=("identifiers",))
    except NotFound:
        return own
    return own | {fold(each.value) for each in found.identifiers if each.type in _REACHED}
