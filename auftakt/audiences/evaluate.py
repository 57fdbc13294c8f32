"""The same rule for one person, in plain Python: for decisions on a page, for explanations, and to check the SQL."""

import json
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from auftakt.audiences.calendar import PERSON_ZONE, date_met, named_zone, within
from auftakt.audiences.facts import EventFact, PersonFacts
from auftakt.audiences.rule import (
    All,
    AnyOf,
    ConsentRule,
    DateRule,
    Did,
    EventRule,
    Everyone,
    MemberRule,
    Not,
    Rule,
    SequenceRule,
    ShareRule,
    Then,
    zone_of,
)
from auftakt.audiences.share import drawn
from auftakt.people import PROPERTY_COLUMNS, PropertyTest
from auftakt.store.trees import Value

_EVER = datetime.max.replace(tzinfo=UTC)
_MONEY_LIMIT = Decimal(10) ** 14  # what decimal(18, 4) can hold


def evaluate(rule: Rule, facts: PersonFacts, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a person meets the rule at `now`; `zone` is the hub's."""
    if isinstance(rule, Everyone):
        return True
    if isinstance(rule, All):
        return all(evaluate(part, facts, now, zone) for part in rule.rules)
    if isinstance(rule, AnyOf):
        return any(evaluate(part, facts, now, zone) for part in rule.rules)
    if isinstance(rule, Not):
        return not evaluate(rule.rule, facts, now, zone)
    if isinstance(rule, ConsentRule):
        return (rule.channel, rule.purpose) in facts.consents
    if isinstance(rule, MemberRule):
        return rule.id in facts.audiences
    if isinstance(rule, EventRule):
        return _event_met(rule, facts.events, now, _zone(rule, facts, zone))
    if isinstance(rule, SequenceRule):
        return _sequence_met(rule, facts.events, now)
    if isinstance(rule, ShareRule):
        return rule.start <= drawn(rule.salt, facts.person_id) < round(rule.start + rule.share, 2)
    trait = facts.traits.get(rule.name)
    if isinstance(rule, DateRule):
        return date_met(rule, trait.text if trait else None, now, _zone(rule, facts, zone))
    return tested(trait.text if trait else None, trait.number if trait else None, rule.op, rule.value)


def tested(words: str | None, figure: float | None, op: str, value: Value) -> bool:
    """A text and the same thing as a number, against a value; what is missing is no match."""
    if op == "exists":
        return words is not None
    if op == "is_not":
        return not _equal(words, figure, value)
    if op == "is":
        return _equal(words, figure, value)
    if op == "in":
        return isinstance(value, list) and any(_equal(words, figure, each) for each in value)
    if op == "contains":
        return words is not None and _lower(str(value)) in _lower(words)
    if isinstance(value, str):
        return words is not None and (words >= value if op == "at_least" else words <= value)
    assert isinstance(value, int | float)
    return figure is not None and (figure >= value if op == "at_least" else figure <= value)


def _equal(words: str | None, figure: float | None, value: Value) -> bool:
    if isinstance(value, bool):
        return words == ("true" if value else "false")
    if isinstance(value, int | float):
        return figure == float(value)
    return words == value


def _lower(words: str) -> str:
    # The engine maps character by character; Python would make two of this one.
    return "".join(char.lower() for char in words.replace("İ", "i"))


def _zone(rule: EventRule | DateRule, facts: PersonFacts, hub: ZoneInfo) -> ZoneInfo:
    told = facts.traits.get(PERSON_ZONE) if zone_of(rule) == "person" else None
    return named_zone(told.text if told else None) or hub


def _event_met(rule: EventRule, events: Sequence[EventFact], now: datetime, zone: ZoneInfo) -> bool:
    counted = [event for event in events if _counts(rule, event, now)]
    if rule.period is not None:
        first, after = within(rule.period, now, zone)
        counted = [event for event in counted if first <= event.happened_at < after]
    if rule.measure == "recency":
        if not counted:
            return False
        last = max(event.happened_at for event in counted)
        younger = last > now - timedelta(days=rule.value)
        if rule.op == "is":
            return not younger and last > now - timedelta(days=rule.value + 1)
        return younger if rule.op == "at_most" else not younger
    measured = _measured(rule, counted)
    wanted = Decimal(str(rule.value))
    return {"at_least": measured >= wanted, "at_most": measured <= wanted, "is": measured == wanted}[rule.op]


def _sequence_met(rule: SequenceRule, events: Sequence[EventFact], now: datetime) -> bool:
    def times(what: Did) -> list[datetime]:
        leaf = EventRule(what.name, days=rule.days, where=what.where)
        return [event.happened_at for event in events if _counts(leaf, event, now)]

    between = times(rule.without) if rule.without else []
    reached = times(rule.steps[0])
    for step in rule.happened[1:]:
        reached = [
            at
            for at in times(step)
            if any(
                before < at <= _latest(before, step) and not any(before < other < at for other in between)
                for before in reached
            )
        ]
    if not rule.missing:
        return bool(reached)
    awaited, last = times(rule.steps[-1]), rule.steps[-1]
    return any(
        _latest(before, last) <= now and not any(before < at <= _latest(before, last) for at in awaited)
        for before in reached
    )


def _latest(before: datetime, step: Then) -> datetime:
    """Until when a step may follow one at `before`."""
    return _EVER if step.minutes is None else before + timedelta(minutes=step.minutes)


def _measured(rule: EventRule, counted: Sequence[EventFact]) -> Decimal:
    if rule.measure == "count":
        return Decimal(len(counted))
    if rule.measure == "orders":
        return Decimal(len({event.order_id or event.message_id for event in counted}))
    return sum((_money(event, rule.property or "revenue") for event in counted), Decimal(0))


def _counts(rule: EventRule, event: EventFact, now: datetime) -> bool:
    if event.name != rule.name or event.happened_at > now:
        return False
    if rule.days is not None and event.happened_at <= now - timedelta(days=rule.days):
        return False
    return all(_property_met(test, event) for test in rule.where)


def _property_met(test: PropertyTest, event: EventFact) -> bool:
    words = property_text(event, test.property)
    return tested(words, to_number(words), test.op, test.value)


def property_text(event: EventFact, name: str) -> str | None:
    """A property as the text that the engine extracts from the JSON; None where it is missing or null."""
    if name in PROPERTY_COLUMNS:
        value = getattr(event, name)
        return None if value is None else format(value.quantize(Decimal("0.0001")), "f") if name == "revenue" else value
    return _json_text(event.properties.get(name))


def _json_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_number(words: str | None) -> float | None:
    """A finite number, if the text is one for the engine too (which also reads `+-1`)."""
    if words is None or not words.isascii():
        return None
    try:
        figure = float(words.strip().removeprefix("+") if words.strip().startswith("+-") else words)
    except ValueError:
        return None
    return figure if math.isfinite(figure) else None


def _money(event: EventFact, name: str) -> Decimal:
    if name == "revenue":
        return event.revenue or Decimal(0)
    words = property_text(event, name)
    try:
        amount = Decimal(words) if words is not None and to_number(words) is not None else Decimal(0)
    except InvalidOperation:
        return Decimal(0)
    rounded = amount.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return rounded if abs(rounded) < _MONEY_LIMIT else Decimal(0)
