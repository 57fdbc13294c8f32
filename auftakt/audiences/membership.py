"""Who is in which audience, since when and why: kept up to date with every batch."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import select
from sqlglot import exp

from auftakt.audiences.borders import borders, longest_wait
from auftakt.audiences.check import parse_rule
from auftakt.audiences.matching import gather, table
from auftakt.audiences.models import AudienceRow
from auftakt.audiences.order import levels
from auftakt.audiences.rule import NamedRule
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

    `also` gives rules that belong to others, such as the audiences of live campaigns; they keep their own ids.
    """

    name = "audiences"

    def __init__(self, also: MoreRules | None = None) -> None:
        self._also = also
        self._borders: frozenset[Border] = frozenset()

    def run(self, batch: Batch) -> Mapping[str, int]:
        con, now = batch.con, batch.now
        rules = [*stored_rules(batch.control), *(self._also(batch) if self._also else ())]
        self._borders = borders(rules)
        runs = {run.audience_id: run for run in sql.rows(con, "audiences", "runs", AudienceRun)}
        _forget_gone(con, rules, runs, now)
        _follow_merges(con, now)
        standing = [runs[named.id] for named in rules if _stands(named, runs, now)]
        last = min((aware(run.evaluated_at) for run in standing), default=now)
        since = {"last": naive(last), "now": naive(now)}
        due = sql.run(con, "audiences", "due_people", since, {"crossing_events": crossing_events(self._borders)})
        moved = 0
        for together in levels(rules):
            fresh = [named for named in together if not _stands(named, runs, now)]
            moved += _evaluate(con, fresh, "people", now)
            moved += _evaluate(con, [named for named in together if named not in fresh], "due_people", now)
        _note_runs(con, rules, now)
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
        sql.run(con, "audiences", "due_people", at, {"crossing_events": crossing_events(frozenset())})
        found: list[AudienceMoves] = []
        for together in levels(rules):
            standing = [named for named in together if _stands(named, runs, now)]
            if _evaluate(con, standing, "due_people", now):
                sql.run(con, "audiences", "note_quiet", {"now": naive(now)})
                found += sql.rows(con, "audiences", "counted_moves", AudienceMoves)
        return found

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        """When time alone moves somebody next; looked at in rounds, so that a busy year doesn't keep the hub awake."""
        due = next_crossing_at(con, self._borders, now)
        return None if due is None else max(due, now + longest_wait())


def stored_rules(control: Control) -> list[NamedRule]:
    """The rules of all saved audiences."""
    with control.reading() as session:
        rows = session.execute(select(AudienceRow.id, AudienceRow.rule).order_by(AudienceRow.id)).all()
    return [NamedRule(row.id, parse_rule(row.rule)) for row in rows]


def rule_hash(named: NamedRule) -> str:
    return _hash(msgspec.json.encode(named.rule))


@lru_cache(maxsize=1024)
def _hash(rule: bytes) -> str:
    return sha256_hex(canonical_json(msgspec.json.decode(rule)))


def _stands(named: NamedRule, runs: Mapping[str, AudienceRun], now: datetime) -> bool:
    """Whether the last evaluation can be carried on: the same rule, and not later than now (a rehearsal goes back)."""
    run = runs.get(named.id)
    return run is not None and run.rule_hash == rule_hash(named) and aware(run.evaluated_at) <= now


def _evaluate(con: Connection, rules: Sequence[NamedRule], people: str, now: datetime) -> int:
    if not rules:
        return 0
    if not sql.run(con, "audiences", "candidates_of", None, {"candidates": table(people)}):
        return 0
    plan = gather(con, [named.rule for named in rules], now)
    at = {"now": naive(now)}
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


def _note_runs(con: Connection, rules: Sequence[NamedRule], now: datetime) -> None:
    if not rules:
        return
    rows = json.dumps([[named.id, rule_hash(named)] for named in rules])
    sql.run(con, "audiences", "drop_runs", {"rows": rows})
    sql.run(con, "audiences", "put_runs", {"rows": rows, "now": naive(now)})
