"""Why somebody has this score and this grade: each rule that gives them points, with its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from auftakt.audiences.leads.model import LeadModel
from auftakt.audiences.leads.points import add_up, give_points, grade_of
from auftakt.kit.clock import aware, naive
from auftakt.kit.text import Text
from auftakt.people import number_text
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class GivenEvent:
    """An event that counts: the points that it gave then, and what they are worth now."""

    happened_at: datetime
    given: float
    now: float


@dataclass(frozen=True)
class GivenPart:
    """What a rule gives now. `events` is empty where it gives points as long as it is met."""

    rule_id: str
    name: str
    axis: str
    now: float
    events: Sequence[GivenEvent]


@dataclass(frozen=True)
class LeadScore:
    """The score is the sum of the parts of its axis; so is the fit, from which the grade is read. Without decimals that
    nobody reads: six are kept."""

    score: float
    fit: float
    grade: str | None
    parts: Sequence[GivenPart]


@dataclass(frozen=True)
class _Given:
    rule_id: str
    happened_at: datetime
    given: float
    worth: float


@dataclass(frozen=True)
class _Met:
    rule_id: str
    axis: str
    worth: float


@dataclass(frozen=True)
class _Sum:
    score: float
    fit: float
    grade: str | None


def explain_lead(con: Connection, model: LeadModel, person_id: int, now: datetime) -> LeadScore | None:
    """Of one person, at any moment from now on; None for somebody who is not scored. Writes temporary tables only."""
    sql.run(con, "audiences", "lead_one", {"person_id": person_id})
    if not give_points(con, model, now, "lead_one"):
        return None
    at = {"now": naive(now)}
    by_rule: dict[str, list[GivenEvent]] = {}
    for row in sql.rows(con, "audiences", "lead_given_of", _Given, at):
        by_rule.setdefault(row.rule_id, []).append(GivenEvent(aware(row.happened_at), row.given, row.worth))
    names = {each.id: each.name for each in (*model.behaviour, *model.fit)}
    parts = [
        GivenPart(rule_id, names[rule_id], "score", sum(each.now for each in events), events)
        for rule_id, events in by_rule.items()
    ]
    for met in sql.rows(con, "audiences", "lead_met_of", _Met):
        if met.rule_id not in by_rule:
            parts.append(GivenPart(met.rule_id, names[met.rule_id], met.axis, met.worth, ()))
    add_up(con, now, "lead_now", "lead_people")
    found = sql.rows(con, "audiences", "lead_sum_of", _Sum, None, {"lead_grade_of": grade_of(model)})[0]
    order = {rule_id: place for place, rule_id in enumerate(names)}
    return LeadScore(found.score, found.fit, found.grade, sorted(parts, key=lambda part: order[part.rule_id]))


def given_text(part: GivenPart, event: GivenEvent, now: datetime, language: str) -> str:
    """Such as "+10 Pricing page viewed, 3 days ago, now 7.9"."""
    age = ago_text(now - event.happened_at)
    worth = figure_text(event.now)
    if round(event.now, 1) == round(event.given, 1):
        return Text(
            f"{signed_text(event.given)} {part.name}, {age.en}", f"{part.name} {signed_text(event.given)}({age.ja})"
        ).pick(language)
    return Text(
        f"{signed_text(event.given)} {part.name}, {age.en}, now {worth}",
        f"{part.name} {signed_text(event.given)}({age.ja}、現在は{worth})",
    ).pick(language)


def met_text(part: GivenPart, language: str) -> str:
    return Text(f"{signed_text(part.now)} {part.name}", f"{part.name} {signed_text(part.now)}").pick(language)


def ago_text(age: timedelta) -> Text:
    if age >= timedelta(days=1):
        days = age.days
        return Text("1 day ago" if days == 1 else f"{days} days ago", f"{days}日前")
    hours = int(age.total_seconds() // 3600)
    if hours:
        return Text("1 hour ago" if hours == 1 else f"{hours} hours ago", f"{hours}時間前")
    return Text("within the hour", "1時間以内")


def figure_text(points: float) -> str:
    """With one decimal where there is one."""
    return number_text(round(points, 1))


def signed_text(points: float) -> str:
    return f"+{figure_text(points)}" if points > 0 else f"−{figure_text(-points)}"


@dataclass(frozen=True)
class ShapeBand:
    """People of a grade with at least `band` points and fewer than ten more."""

    grade: str | None
    band: int
    people: int


def shape_of(con: Connection, model: LeadModel, now: datetime) -> list[ShapeBand]:
    """How a model would spread everybody over grades and points, without keeping it."""
    give_points(con, model, now, "people")
    add_up(con, now, "lead_now", "lead_people")
    return sql.rows(con, "audiences", "lead_shape", ShapeBand, None, {"lead_grade_of": grade_of(model)})
