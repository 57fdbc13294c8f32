"""How the hub is: what it received and made of it, what it holds, how the micro-batch and the sends stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from fastapi import APIRouter, Response

import auftakt
from auftakt import channels
from auftakt.jobs import Hub
from auftakt.kit.text import Text
from auftakt.sources import PLAYED
from auftakt.store import sql
from auftakt.store.plane import Connection
from auftakt.web.deps import HubDep, LanguageDep, Viewer
from auftakt.web.kept import Kept

router = APIRouter(tags=["status"])
health_router = APIRouter(tags=["status"])

_LATE_SECONDS = 60.0


@dataclass(frozen=True)
class Counters:
    """`balanced`: every line that the log made durable and the batch has read is in exactly one of the four."""

    received: int
    stored: int
    quarantined: int
    duplicate: int
    suppressed: int
    waiting: int
    balanced: bool


@dataclass(frozen=True)
class NamedCount:
    name: str
    count: int


@dataclass(frozen=True)
class Totals:
    """What the hub holds. Orders and revenue are those of all people, refunds taken off.

    What a demo's model played counts in `played_events` only.
    """

    events: int
    played_events: int
    people: int
    identifiers: int
    orders: int
    revenue: str
    currency: str
    events_by_name: list[NamedCount]
    identifiers_by_type: list[NamedCount]


@dataclass(frozen=True)
class StepStatus:
    name: str
    counts: Mapping[str, int]
    ms: float


@dataclass(frozen=True)
class BatchStatus:
    """The last batch that had something to read since the hub was opened."""

    last_at: datetime | None
    last_ms: float | None
    steps: list[StepStatus]
    oldest_waiting_seconds: float
    error: str | None


@dataclass(frozen=True)
class SendStatus:
    reserved: int
    handed: int
    accepted: int
    deferred: int
    rejected: int
    unknown: int


@dataclass(frozen=True)
class Status:
    name: str
    version: str
    now: datetime
    counters: Counters
    totals: Totals
    batch: BatchStatus
    sends: SendStatus
    demo: bool


@dataclass(frozen=True)
class Health:
    status: Literal["ok", "red"]
    oldest_unprocessed_seconds: float
    waiting: int
    log_writable: bool
    batch_error: str | None
    reasons: list[str]


@dataclass(frozen=True)
class _Ingest:
    received: int
    stored: int
    quarantined: int
    duplicate: int
    suppressed: int
    log_offset: int


@dataclass(frozen=True)
class _Events:
    name: str
    real: int
    played: int


@dataclass(frozen=True)
class _Orders:
    orders: int
    revenue: Decimal


@dataclass(frozen=True)
class _Counted:
    events: list[_Events]
    orders: _Orders


_COUNTED: Kept[_Counted] = Kept()


@router.get("/status")
def get_status(hub: HubDep, user: Viewer) -> Status:
    with hub.plane.reader() as con:
        counters = _counters(hub, con)
        totals = _totals(hub, con)
    with hub.control.reading() as session:
        sends = channels.delivery_counts(session)
    return Status(
        name=hub.settings.name,
        version=auftakt.__version__,
        now=hub.clock.now(),
        counters=counters,
        totals=totals,
        batch=_batch(hub),
        sends=SendStatus(
            reserved=sends.get("reserved", 0),
            handed=sends.get("handed", 0),
            accepted=sends.get("accepted", 0),
            deferred=sends.get("deferred", 0),
            rejected=sends.get("rejected", 0),
            unknown=sends.get("unknown", 0),
        ),
        demo=hub.demo,
    )


@health_router.get("/health")
def get_health(hub: HubDep, response: Response, language: LanguageDep) -> Health:
    """200 while everything that is acknowledged can be kept and is being worked through, else 503 with the reasons."""
    waiting = hub.runner.waiting_seconds(hub.clock.now())
    log_error = hub.log.check()
    reasons = []
    if log_error is not None:
        reasons.append(Text(f"The log can't be written: {log_error}.", f"ログに書き込めません: {log_error}。"))
    if hub.runner.state.error is not None:
        error = hub.runner.state.error
        reasons.append(Text(f"The last batch failed: {error}", f"直近のバッチが失敗しました: {error}"))
    if waiting > _LATE_SECONDS:
        reasons.append(
            Text(
                f"The oldest event has waited {waiting:.0f} seconds.",
                f"最も古いイベントが{waiting:.0f}秒待っています。",
            )
        )
    most = hub.settings.ingest.max_waiting_events
    if most and hub.log.end - hub.runner.offset > most:
        reasons.append(
            Text(
                "Senders are refused until what waits is worked through.", "処理待ちが上限に達し、受付を止めています。"
            )
        )
    if reasons:
        response.status_code = 503
    return Health(
        status="red" if reasons else "ok",
        oldest_unprocessed_seconds=waiting,
        waiting=hub.log.end - hub.runner.offset,
        log_writable=log_error is None,
        batch_error=hub.runner.state.error,
        reasons=[text.pick(language) for text in reasons],
    )


def _counters(hub: Hub, con: Connection) -> Counters:
    found = sql.one(con, "web", "ingest_totals", _Ingest)
    assert found is not None, "a sum always has a row"
    # The log counts its lines by itself, so that what the batch counted can be held against it.
    received = hub.log.end
    accounted = found.stored + found.quarantined + found.duplicate + found.suppressed
    return Counters(
        received=received,
        stored=found.stored,
        quarantined=found.quarantined,
        duplicate=found.duplicate,
        suppressed=found.suppressed,
        waiting=received - found.log_offset,
        balanced=found.log_offset == found.received == accounted,
    )


def _totals(hub: Hub, con: Connection) -> Totals:
    counted = _counted(hub, con)
    identifiers = sql.rows(con, "web", "identifier_totals", NamedCount)
    return Totals(
        events=sum(each.real for each in counted.events),
        played_events=sum(each.played for each in counted.events),
        people=sum(each.count for each in sql.rows(con, "web", "people_total", NamedCount)),
        identifiers=sum(each.count for each in identifiers),
        orders=counted.orders.orders,
        revenue=_money(counted.orders.revenue),
        currency=hub.settings.currency,
        events_by_name=[NamedCount(each.name, each.real) for each in counted.events if each.real],
        identifiers_by_type=identifiers,
    )


def _counted(hub: Hub, con: Connection) -> _Counted:
    """What takes a scan of all events."""

    def count() -> _Counted:
        events = sql.rows(con, "web", "event_totals", _Events, {"played": PLAYED})
        orders = sql.one(con, "web", "order_totals", _Orders, {"played": PLAYED})
        assert orders is not None, "a sum always has a row"
        return _Counted(events, orders)

    return _COUNTED.get(hub.plane, con, "totals", count)


def _batch(hub: Hub) -> BatchStatus:
    state = hub.runner.state
    last = state.last
    return BatchStatus(
        last_at=last.now if last else None,
        last_ms=last.milliseconds if last else None,
        steps=[StepStatus(step.name, step.counts, step.milliseconds) for step in last.steps] if last else [],
        oldest_waiting_seconds=hub.runner.waiting_seconds(hub.clock.now()),
        error=state.error,
    )


def _money(amount: Decimal) -> str:
    """With two decimals, or with as many as it takes."""
    rounded = amount.quantize(Decimal("0.01"))
    return format(rounded if rounded == amount else amount.normalize(), "f")
