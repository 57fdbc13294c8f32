"""A batch's plan: the definitions of all running versions as small tables, so that one statement moves everybody."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auftakt.audiences import PropertyTest
from auftakt.journeys.definition import (
    Branch,
    Definition,
    EventEntry,
    EventExit,
    Exit,
    Holdout,
    JsonObject,
    LeftAudience,
    Send,
    Split,
    Step,
    Wait,
    WaitUntil,
    delay_seconds,
    kind_of,
)
from auftakt.journeys.versions import JourneyVersion
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection

Row = dict[str, Any]


@dataclass(frozen=True)
class Signal:
    """An event that a version listens to."""

    event: str
    where: tuple[PropertyTest, ...]
    use: str
    step_id: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Plan:
    """Rows of the plan's tables; rules of branches by `(journey, version, step)`, filters of signals by number."""

    versions: list[Row]
    steps: list[Row]
    arms: list[Row]
    signals: list[Row]
    branches: dict[tuple[str, int, str], JsonObject]
    filters: dict[int, tuple[PropertyTest, ...]]
    rounds: int

    def any_version(self, fact: str, value: object = True) -> bool:
        return any(version[fact] == value for version in self.versions)


def signals_of(definition: Definition) -> Iterator[Signal]:
    """Every event that matters to the journey itself; what its rules look at is not among them."""
    if isinstance(definition.entry, EventEntry):
        yield Signal(definition.entry.event, definition.entry.where, "entry", key=definition.entry.key)
    for rule in definition.exit:
        if isinstance(rule, EventExit):
            yield Signal(rule.name, rule.where, "exit")
    for step in definition.steps:
        if isinstance(step, WaitUntil):
            yield Signal(step.event, step.where, "wait", step.id)


def plan_of(versions: Iterable[JourneyVersion], approved: Iterable[tuple[str, int]], now: datetime) -> Plan:
    """The plan of a batch at `now`; `approved` are the `(journey, version)` whose approval stands."""
    known = list(versions)
    running = [version for version in known if version.state != "stopped"]
    yes = set(approved)
    signals = list(enumerate((version, signal) for version in running for signal in signals_of(version.definition)))
    return Plan(
        versions=[_version_row(version, (version.journey_id, version.version) in yes, now) for version in known],
        steps=[row for version in running for row in _step_rows(version)],
        arms=[row for version in running for row in _arm_rows(version)],
        signals=[_signal_row(number, version, signal) for number, (version, signal) in signals],
        branches={
            (version.journey_id, version.version, step.id): step.rule
            for version in running
            for step in version.definition.steps
            if isinstance(step, Branch)
        },
        filters={number: signal.where for number, (_, signal) in signals if signal.where},
        # A day is the most that a late batch catches up with, so a wait of an hour in a loop may pass 24 times.
        rounds=25 * max((len(version.definition.steps) for version in running), default=0) + 2,
    )


def put_plan(con: Connection, plan: Plan) -> None:
    """Fills the temp tables `plan_versions`, `plan_steps`, `plan_arms` and `plan_signals`."""
    tables = {"versions": plan.versions, "steps": plan.steps, "arms": plan.arms, "signals": plan.signals}
    for name, rows in tables.items():
        sql.run(con, "journeys", f"plan_{name}", {"rows": json.dumps(rows, ensure_ascii=False)})


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else naive(moment).isoformat(sep=" ")


def _version_row(version: JourneyVersion, approved: bool, now: datetime) -> Row:
    definition = version.definition
    open_now = version.starts_at <= now and (version.ends_at is None or now < version.ends_at)
    return {
        "journey_id": version.journey_id,
        "version": version.version,
        "approval_id": version.approval_id,
        "approved": approved,
        "enters": version.state == "live" and not version.paused and open_now,
        "moves": version.state != "stopped" and not version.paused,
        "stopped": version.state == "stopped",
        "entry": kind_of_entry(definition),
        "reentry": definition.reentry,
        "first_step": definition.first,
        "holdout": version.holdout,
        "starts_at": _time(version.starts_at),
        "ends_at": _time(version.ends_at),
        "leaves_with_audience": any(isinstance(rule, LeftAudience) for rule in definition.exit),
    }


def kind_of_entry(definition: Definition) -> str:
    return "event" if isinstance(definition.entry, EventEntry) else "audience"


def _step_rows(version: JourneyVersion) -> Iterator[Row]:
    for step in version.definition.steps:
        then_step, else_step = _ways(step)
        yield {
            "journey_id": version.journey_id,
            "version": version.version,
            "step_id": step.id,
            "kind": kind_of(step),
            "delay_seconds": delay_seconds(step),
            "then_step": then_step,
            "else_step": else_step,
            "share": step.share if isinstance(step, Holdout) else None,
            "channel": step.channel if isinstance(step, Send) else None,
            "variants": _variants(version, step) if isinstance(step, Send) else {},
            "id_prefix": "".join(_hex_part(part) for part in (version.journey_id, step.id)),
        }


def _ways(step: Step) -> tuple[str | None, str | None]:
    match step:
        case Send() | Wait() | Holdout():
            return step.next, None
        case WaitUntil() | Branch():
            return step.then, step.otherwise
        case Split() | Exit():
            return None, None


def _hex_part(part: str) -> str:
    """A part of a stable id as `kit.ids` hashes it: eight bytes of length, then the text."""
    raw = part.encode()
    return (len(raw).to_bytes(8, "big") + raw).hex()


def _arm_rows(version: JourneyVersion) -> Iterator[Row]:
    for step in version.definition.steps:
        if not isinstance(step, Split):
            continue
        low = 0.0
        for place, arm in enumerate(step.arms):
            # The last arm takes what rounding left over, so that nobody falls between the arms.
            high = 1.0 if place == len(step.arms) - 1 else low + arm.share
            yield {
                "journey_id": version.journey_id,
                "version": version.version,
                "step_id": step.id,
                "name": arm.name,
                "low": low,
                "high": high,
                "next_step": arm.next,
            }
            low = high


def _variants(version: JourneyVersion, step: Send) -> dict[str, str]:
    """The variant of each language; of two with the same language the first."""
    languages = {variant["id"]: variant["language"] for variant in version.snapshot.get("variants") or []}
    return {languages[variant]: variant for variant in reversed(step.variants) if variant in languages}


def _signal_row(number: int, version: JourneyVersion, signal: Signal) -> Row:
    return {
        "signal_id": number,
        "journey_id": version.journey_id,
        "version": version.version,
        "use": signal.use,
        "step_id": signal.step_id,
        "event": signal.event,
        "key": signal.key,
        "filtered": bool(signal.where),
    }
