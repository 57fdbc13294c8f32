"""Who is in which audience, since when and why: kept up to date with every batch."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select
from sqlglot import exp

from auftakt.audiences.borders import borders, longest_wait
from auftakt.audiences.check import parse_rule
from auftakt.audiences.matching import gather, table
from auftakt.audiences.models import AudienceRow
from auftakt.audiences.order import levels
from auftakt.audiences.rule import NamedRule, calendar_leaves, zone_of
from auftakt.audiences.turns import NOBODY, Turns, zones_of_people
from auftakt.jobs import Batch
from auftakt.kit.clock import aware, naive
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.people import AudienceMoves, Border, crossing_events, next_crossing_at
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.control import Control
from auftakt.store.plane import Connection

MoreRules = Callable[[Batch], Sequence[NamedRule]]


@dataclass(frozen=True)
class AudienceRun:
    """The last evaluation of one audience."""

    audience_id: str
    rule_hash: str
    evaluated_at: datetime
    size: int


@dataclass(frozen=True)
class _Count:
    people: int


class MembershipStep:
    """Evaluates all rules for the people that were touched and for those whose window passed a border, and a new or
    changed rule for everyone. Writes only the differences, each with what was known of the person.

    `zone` is the hub's. `also` gives rules that belong to others, such as the audiences of live campaigns; they keep
    their own ids.
    """

    name = "audiences"

    def __init__(self, zone: ZoneInfo, also: MoreRules | None = None) -> None:
        self._zone = zone
        self._also = also
        self._turns = Turns((), zone, ())
        self._borders: frozenset[Border] = frozenset()

    def run(self, batch: Batch) -> Mapping[str, int]:
        con, now = batch.con, batch.now
        rules = [*stored_rules(batch.control), *(self._also(batch) if self._also else ())]
        self._borders = borders(rules)
        self._turns = self._turns_of(con, rules)
        runs = {run.audience_id: run for run in sql.rows(con, "audiences", "runs", AudienceRun)}
        _forget_gone(con, rules, runs, now)
        _follow_merges(con, now)
        standing = [runs[named.id] for named in rules if self._stands(named, runs, now)]
        last = min((aware(run.evaluated_at) for run in standing), default=now)
        since = {"last": naive(last), "now": naive(now)}
        slots = {
            "crossing_events": with_looks(crossing_events(self._borders), self._turns.looks(last, now)),
            "crossing_people": self._turns.people(last, now),
        }
        due = sql.run(con, "audiences", "due_people", since, slots)
        moved = 0
        for together in levels(rules):
            fresh = [named for named in together if not self._stands(named, runs, now)]
            moved += _evaluate(con, fresh, "people", now, self._zone)
            moved += _evaluate(con, [named for named in together if named not in fresh], "due_people", now, self._zone)
        self._note_runs(con, rules, now)
        return {"looked_at": due, "moved": moved, "rules": len(rules)}

    def follow(self, batch: Batch) -> list[AudienceMoves]:
        """Evaluates the rules that stand for people in `touched`, after a replay. Whoever comes in does so without a
        start: no journey takes them in for it. New and changed rules wait for the next batch.
        """
        con, now = batch.con, batch.now
        rules = [*stored_rules(batch.control), *(self._also(batch) if self._also else ())]
        runs = {run.audience_id: run for run in sql.rows(con, "audiences", "runs", AudienceRun)}
        _follow_merges(con, now)
        at = {"last": naive(now), "now": naive(now)}
        sql.run(
            con,
            "audiences",
            "due_people",
            at,
            {"crossing_events": crossing_events(frozenset()), "crossing_people": NOBODY},
        )
        found: list[AudienceMoves] = []
        for together in levels(rules):
            standing = [named for named in together if self._stands(named, runs, now)]
            if _evaluate(con, standing, "due_people", now, self._zone):
                sql.run(con, "audiences", "note_quiet", {"now": naive(now)})
                found += sql.rows(con, "audiences", "counted_moves", AudienceMoves)
        return found

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        """When time alone moves somebody next; looked at in rounds, so that a busy year doesn't keep the hub awake."""
        due = next_crossing_at(con, self._borders, now)
        turns = self._turns.next(now)
        times = [*([max(due, now + longest_wait())] if due else []), *([turns] if turns else [])]
        return min(times, default=None)

    def _turns_of(self, con: Connection, rules: Sequence[NamedRule]) -> Turns:
        trees = [named.rule for named in rules]
        personal = any(zone_of(leaf) == "person" for leaf in calendar_leaves(trees))
        return Turns(trees, self._zone, zones_of_people(con) if personal else ())

    def _stands(self, named: NamedRule, runs: Mapping[str, AudienceRun], now: datetime) -> bool:
        """Whether the last evaluation can be carried on: the same rule, not later than now (a rehearsal goes back)."""
        run = runs.get(named.id)
        return run is not None and run.rule_hash == rule_hash(named, self._zone) and aware(run.evaluated_at) <= now

    def _note_runs(self, con: Connection, rules: Sequence[NamedRule], now: datetime) -> None:
        if not rules:
            return
        rows = json.dumps([[named.id, rule_hash(named, self._zone)] for named in rules])
        sql.run(con, "audiences", "drop_runs", {"rows": rows})
        sql.run(con, "audiences", "put_runs", {"rows": rows, "now": naive(now)})


def stored_rules(control: Control) -> list[NamedRule]:
    """The rules of all saved audiences."""
    with control.reading() as session:
        rows = session.execute(select(AudienceRow.id, AudienceRow.rule).order_by(AudienceRow.id)).all()
    return [NamedRule(row.id, parse_rule(row.rule)) for row in rows]


def rule_hash(named: NamedRule, zone: ZoneInfo) -> str:
    """What a rule means: a rule that asks what day it is means something else in another zone."""
    return _hash(msgspec.json.encode(named.rule), zone.key if calendar_leaves([named.rule]) else None)


@lru_cache(maxsize=1024)
def _hash(rule: bytes, zone: str | None) -> str:
    document = msgspec.json.decode(rule)
    return sha256_hex(canonical_json(document if zone is None else [document, zone]))


def with_looks(crossing: exp.Expression, more: Sequence[exp.Expression]) -> exp.Expression:
    return c.tree(exp.union(crossing, *more, distinct=False)) if more else crossing


def _evaluate(con: Connection, rules: Sequence[NamedRule], people: str, now: datetime, zone: ZoneInfo) -> int:
    if not rules:
        return 0
    if not sql.run(con, "audiences", "candidates_of", None, {"candidates": table(people)}):
        return 0
    plan = gather(con, [named.rule for named in rules], now, zone)
    at = plan.moments(now, zone)
    sql.run(con, "audiences", "no_moves")
    moved = 0
    for named in rules:
        answer = plan.answer(named.rule)
        slots = {"rule_condition": answer.condition, "because_facts": answer.because}
        moved += sql.run(con, "audiences", "moves", {"audience_id": named.id, **at}, slots)
    if moved:
        sql.run(con, "audiences", "drop_left")
        sql.run(con, "audiences", "put_entered", at)
        sql.run(con, "audiences", "moved_people")
        sql.run(con, "audiences", "note_moves", at)
    return moved


def _follow_merges(con: Connection, now: datetime) -> None:
    merged = sql.one(con, "audiences", "merged_count", _Count)
    if merged and merged.people and sql.run(con, "audiences", "merged_members"):
        sql.run(con, "audiences", "note_merged", {"now": naive(now)})
        sql.run(con, "audiences", "drop_merged")
        sql.run(con, "audiences", "put_merged")


def _forget_gone(con: Connection, rules: Sequence[NamedRule], runs: Mapping[str, AudienceRun], now: datetime) -> None:
    gone = sorted(runs.keys() - {named.id for named in rules})
    if not gone:
        return
    scope = {"gone_scope": exp.In(this=exp.column("audience_id"), expressions=[c.text(id_) for id_ in gone])}
    sql.run(con, "audiences", "note_gone", {"now": naive(now)}, scope)
    sql.run(con, "audiences", "drop_gone", None, scope)
    sql.run(con, "audiences", "drop_gone_runs", None, scope)
