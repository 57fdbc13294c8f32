"""Scores, grades and stages, kept up to date with every batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
from sqlglot import exp

from auftakt.audiences.borders import borders
from auftakt.audiences.leads.model import GRADE, SCORE, LeadModel, rules_of
from auftakt.audiences.leads.points import add_up, give_points, value_traits
from auftakt.audiences.leads.saved import saved_model
from auftakt.audiences.leads.stages import enter_stages
from auftakt.audiences.matching import table
from auftakt.audiences.rule import Everyone, NamedRule, Not, audiences_in
from auftakt.jobs import Batch
from auftakt.kit.clock import aware, naive
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.people import Border, crossing_events, next_crossing_at, put_derived
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.plane import Connection

LEADS = "lead"
"""The source of the traits that a lead model gives."""

FADING = timedelta(minutes=15)
"""How late the trait may follow a score that only fades; the score that people see is that of the moment."""

ROUND = timedelta(minutes=1)
_TRAITS = (SCORE, GRADE)
_NOBODY = LeadModel(who=Not(Everyone()))


@dataclass(frozen=True)
class LeadRun:
    """The last application of the model, and when what fades was last written to the traits."""

    model_hash: str
    evaluated_at: datetime
    faded_at: datetime


@dataclass(frozen=True)
class _Count:
    people: int


@dataclass(frozen=True)
class _Due:
    due_at: datetime | None


class LeadStep:
    """Gives points to the people that were touched and to those for whom time changed what counts; to everyone where
    the model is new. Points that fade need no rewriting; the traits follow them in rounds. Then moves
    whoever meets what a later stage asks for.

    Needs `touched` and `merged` of the batch; whose traits moved is added to `touched`, so that audiences follow.
    """

    name = "leads"

    def __init__(self) -> None:
        self._borders: frozenset[Border] = frozenset()
        self._fading_at: datetime | None = None
        self._rest_at: datetime | None = None
        self._idle = False

    def run(self, batch: Batch) -> Mapping[str, int]:
        with batch.control.reading() as session:
            saved = saved_model(session)
        if saved is None and self._idle:
            return {}
        return self.apply(batch.con, saved.model if saved else None, batch.now)

    def apply(self, con: Connection, model: LeadModel | None, now: datetime) -> Mapping[str, int]:
        """The same with a model that is handed in; None takes away what an earlier one gave."""
        last = sql.one(con, "audiences", "lead_runs", LeadRun)
        self._idle = model is None
        if model is None and last is None:
            return {}
        used = model or _NOBODY
        self._borders = _borders(used)
        if last and _stands(used, last, now):
            looked = sql.run(con, "audiences", "lead_candidates", _since(last, now), _due_slots(used))
        else:
            looked, last = sql.run(con, "audiences", "lead_everybody", None, {"candidates": table("people")}), None
        moved = _bring_up(con, used, now)
        faded_at = aware(last.faded_at) if last else now
        if last and now - faded_at >= FADING:
            moved, faded_at = moved + _fade(con, used, now), now
        staged = enter_stages(con, used, aware(last.evaluated_at) if last else now, now, LEADS)
        self._note(con, used if model else None, now, faded_at)
        return {"looked_at": looked, "moved": moved, "staged": staged}

    def follow(self, batch: Batch) -> None:
        """Gives points anew to people in `touched`, after a replay. A new model waits for the next batch."""
        con, now = batch.con, batch.now
        with batch.control.reading() as session:
            saved = saved_model(session)
        last = sql.one(con, "audiences", "lead_runs", LeadRun)
        if saved and last and _stands(saved.model, last, now):
            sql.run(con, "audiences", "lead_everybody", None, {"candidates": table("touched")})
            _bring_up(con, saved.model, now)
            enter_stages(con, saved.model, now, now, LEADS)

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        """When time alone changes points or a trait next; looked at in rounds."""
        crossing = next_crossing_at(con, self._borders, now)
        times = [max(crossing, now + ROUND)] if crossing else []
        return min([*times, *(each for each in (self._fading_at, self._rest_at) if each)], default=None)

    def _note(self, con: Connection, model: LeadModel | None, now: datetime, faded_at: datetime) -> None:
        sql.run(con, "audiences", "drop_lead_runs")
        self._fading_at = self._rest_at = None
        if model is not None:
            facts = {"model_hash": model_hash(model), "now": naive(now), "faded_at": naive(faded_at)}
            sql.run(con, "audiences", "put_lead_run", facts)
            fades = sql.one(con, "audiences", "lead_fades", _Count)
            self._fading_at = faded_at + FADING if fades and fades.people else None
            rest = sql.one(con, "audiences", "lead_rests", _Due, {"now": naive(now)})
            self._rest_at = aware(rest.due_at) if rest and rest.due_at else None


def model_hash(model: LeadModel) -> str:
    return sha256_hex(canonical_json(msgspec.to_builtins(model)))


def _stands(model: LeadModel, last: LeadRun, now: datetime) -> bool:
    """Whether what was given can be carried on: the same model, and not later than now (a rehearsal goes back)."""
    return last.model_hash == model_hash(model) and aware(last.evaluated_at) <= now


def _since(last: LeadRun, now: datetime) -> Mapping[str, datetime]:
    return {"last": last.evaluated_at, "now": naive(now)}


def _borders(model: LeadModel) -> frozenset[Border]:
    return borders([NamedRule(placed.path, placed.rule) for placed in rules_of(model)])


def _due_slots(model: LeadModel) -> dict[str, exp.Expression]:
    asked = sorted({each for placed in rules_of(model) for each in audiences_in(placed.rule)})
    return {"crossing_events": crossing_events(_borders(model)), "lead_audiences": _one_of(tuple(asked))}


@lru_cache(maxsize=32)
def _one_of(audience_ids: tuple[str, ...]) -> exp.Expression:
    if not audience_ids:
        return exp.false()
    return exp.In(this=exp.column("audience_id"), expressions=[c.text(each) for each in audience_ids])


def _bring_up(con: Connection, model: LeadModel, now: datetime) -> int:
    give_points(con, model, now, "lead_candidates")
    sql.run(con, "audiences", "drop_lead_points")
    sql.run(con, "audiences", "put_lead_points")
    add_up(con, now, "lead_now", "lead_people")
    value_traits(con, model)
    return put_derived(con, _TRAITS, "lead_candidates", "lead_values", LEADS, now)


def _fade(con: Connection, model: LeadModel, now: datetime) -> int:
    """Brings the traits to what is left of the points; that they fade is no news, and is not kept in their history."""
    if not sql.run(con, "audiences", "lead_fading"):
        return 0
    add_up(con, now, "lead_points", "lead_fading")
    value_traits(con, model)
    return put_derived(con, _TRAITS, "lead_fading", "lead_values", LEADS, now, noted=False)
