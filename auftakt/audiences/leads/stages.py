"""Stages: who stands where, who comes in by itself, and what people decide about a hand-over."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from sqlglot import exp

from auftakt.audiences.leads.model import STAGE, LeadModel, Stage
from auftakt.audiences.matching import gather, table
from auftakt.audiences.plan import Plan
from auftakt.audiences.rule import EventRule, Rule, leaves
from auftakt.kit.clock import aware, naive
from auftakt.kit.errors import Conflict, InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.people import put_derived
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.plane import Connection

LeadDecision = Literal["accept", "refuse", "recycle", "move"]
_LONGEST_REST = timedelta(days=3_650)


@dataclass(frozen=True)
class LeadState:
    """Where a person stands since `moved_at`. `what`: entered, moved, accepted, refused or recycled; `until`: when the
    rest of somebody refused or recycled ends, None where they were set aside; `waits` for an answer to a hand-over."""

    person_id: int
    stage_id: str
    moved_at: datetime
    happened_at: datetime
    what: str
    actor: str
    reason: str
    until: datetime | None
    waits: bool


@dataclass(frozen=True)
class LeadMove:
    """One move: when it was noticed, when what made it happened, who decided (empty: the rule), and why."""

    move_no: int
    moved_at: datetime
    happened_at: datetime
    stage_id: str
    was: str | None
    what: str
    actor: str
    reason: str
    note: str
    because: str
    until: datetime | None


@dataclass(frozen=True)
class LeadAnswer:
    """What somebody decides about a lead: refusing needs a `reason` of the model, moving a `stage`; `until` ends the
    rest of somebody who is recycled, or of whom the reason's own days don't fit."""

    decision: LeadDecision
    reason: str = ""
    note: str = ""
    stage: str = ""
    until: datetime | None = None


def enter_stages(con: Connection, model: LeadModel, last: datetime, now: datetime, source: str) -> int:
    """Moves whoever meets what a later stage asks for; needs `lead_candidates` and `touched`. Gives how many moves."""
    since = {"last": naive(last), "now": naive(now)}
    if not sql.run(con, "audiences", "lead_stage_candidates", since):
        return 0
    _stand(con, model, "lead_staged")
    entered = [each for each in model.stages if each.enters is not None]
    moved = 0
    if entered:
        sql.run(con, "audiences", "candidates_of", None, {"candidates": table("lead_staged")})
        dated = [leaf for each in entered if each.enters for leaf in _dated(each.enters)]
        plan = gather(con, [model.who, *(each.enters for each in entered if each.enters), *dated], now)
        slots = {"rule_condition": plan.answer(model.who).condition, "lead_stages": _stages_tree(plan, model)}
        moved = sql.run(con, "audiences", "lead_entries", {"now": naive(now)}, slots)
    if moved:
        _stand(con, model, "lead_staged")
    _keep(con, model, "lead_staged")
    sql.run(con, "audiences", "lead_stage_values")
    put_derived(con, (STAGE,), "lead_staged", "lead_values", source, now)
    return moved


def state_of(con: Connection, person_id: int) -> LeadState | None:
    """Where somebody stands; None for whoever is in no stage."""
    return sql.one(con, "audiences", "lead_state_of", _state, {"person_id": person_id})


def moves_of(con: Connection, person_id: int) -> list[LeadMove]:
    """All moves of a person, the latest first."""
    return sql.rows(con, "audiences", "lead_moves_of", _move, {"person_id": person_id})


def decide_lead(
    con: Connection, model: LeadModel, person_id: int, answer: LeadAnswer, actor: str, now: datetime
) -> LeadState:
    """Decides inside the writer's transaction; gives where the person stands afterwards.

    `accept` answers a hand-over and moves on by one stage; `refuse` answers it with a reason and sends back by one, to
    rest as long as the reason says; `recycle` sends anybody back by one until a date; `move` puts into a stage by hand.
    Raises NotFound, Conflict where nobody waits for that answer, InvalidInput for a missing reason, stage or date.
    """
    state = state_of(con, person_id)
    if state is None and answer.decision != "move":
        raise NotFound(
            Text("This person is in no stage.", "この人物はどのステージにもいません。"),
            next_action=Text("Look at the board again.", "ボードを見直してください。"),
        )
    stage_id, until = _target(model, state, answer, now)
    facts: Mapping[str, object] = {
        "person_id": person_id, "now": naive(now), "stage_id": stage_id, "was": state.stage_id if state else None,
        "what": _WHAT[answer.decision], "actor": actor, "reason": answer.reason, "note": answer.note.strip(),
        "until": naive(until) if until else None,
    }  # fmt: skip
    sql.run(con, "audiences", "lead_decided", facts)
    sql.run(con, "audiences", "lead_one", {"person_id": person_id})
    _stand(con, model, "lead_one")
    _keep(con, model, "lead_one")
    found = state_of(con, person_id)
    assert found is not None
    return found


_WHAT = {"accept": "accepted", "refuse": "refused", "recycle": "recycled", "move": "moved"}


def _target(
    model: LeadModel, state: LeadState | None, answer: LeadAnswer, now: datetime
) -> tuple[str, datetime | None]:
    ids = [each.id for each in model.stages]
    if answer.decision == "move":
        if answer.stage not in ids:
            raise InvalidInput(
                Text(f"There is no stage {answer.stage!r}.", f"ステージ {answer.stage!r} はありません。"),
                next_action=Text("Choose one of the model's.", "モデルのステージから選んでください。"),
                field="stage",
            )
        return answer.stage, None
    assert state is not None
    if answer.decision in ("accept", "refuse") and not state.waits:
        raise Conflict(
            Text("Nobody waits for an answer here any more.", "この引き渡しはすでに回答済みです。"),
            next_action=Text("Look at the board again.", "ボードを見直してください。"),
            state=state.what,
        )
    place = ids.index(state.stage_id)
    if answer.decision == "accept":
        return ids[min(place + 1, len(ids) - 1)], None
    return ids[max(place - 1, 0)], _rest(model, answer, now)


def _rest(model: LeadModel, answer: LeadAnswer, now: datetime) -> datetime | None:
    if answer.until is not None and not now < answer.until <= now + _LONGEST_REST:
        raise InvalidInput(
            Text("The rest has to end after now.", "再開日は今より後にしてください。"),
            next_action=Text("Choose a day within ten years.", "10年以内の日付を選んでください。"),
            field="until",
        )
    if answer.decision == "recycle":
        if answer.until is None:
            raise InvalidInput(
                Text("Until when they rest is missing.", "いつまで休ませるかが指定されていません。"),
                next_action=Text("Choose a day.", "日付を選んでください。"),
                field="until",
            )
        return answer.until
    reason = next((each for each in model.refusals if each.id == answer.reason), None)
    if reason is None:
        raise InvalidInput(
            Text("A refusal needs one of the reasons of the model.", "差し戻しには理由の指定が必要です。"),
            next_action=Text(
                f"There are: {', '.join(each.id for each in model.refusals)}.",
                f"理由: {'、'.join(each.id for each in model.refusals)}",
            ),
            field="reason",
        )
    return answer.until or (now + timedelta(days=reason.rest_days) if reason.rest_days else None)


def stages_json(model: LeadModel) -> str:
    """Stages in their order, for statements."""
    return json.dumps(
        [
            {"stage_id": each.id, "place": place, "clock_hours": each.clock_hours}
            for place, each in enumerate(model.stages)
        ]
    )


def _stand(con: Connection, model: LeadModel, people: str) -> None:
    sql.run(con, "audiences", "lead_standing", {"stages": stages_json(model)}, {"lead_looked": table(people)})


def _keep(con: Connection, model: LeadModel, people: str) -> None:
    sql.run(con, "audiences", "drop_lead_states", None, {"lead_looked": table(people)})
    sql.run(con, "audiences", "put_lead_states", {"waiting": [each.id for each in model.stages if each.hand_over]})


def _dated(rule: Rule) -> list[EventRule]:
    """For each event that a rule asks for, the leaf that knows when the latest of those happened; nothing where the
    rule asks for more than events, since nobody knows when the rest of it came true."""
    found = [
        msgspec.structs.replace(leaf, measure="recency", op="at_least", value=0, property=None)
        for leaf in leaves(rule)
        if isinstance(leaf, EventRule)
    ]
    return found if len(found) == len(list(leaves(rule))) else []


def _stages_tree(plan: Plan, model: LeadModel) -> exp.Expression:
    key = msgspec.json.encode(model.stages)
    kept = _TREES.get(key)
    if kept is None or kept[0] is not plan:
        if len(_TREES) > 16:
            _TREES.clear()
        _TREES[key] = kept = plan, _build(plan, model.stages)
    return kept[1]


_TREES: dict[bytes, tuple[Plan, exp.Expression]] = {}


def _build(plan: Plan, stages: list[Stage]) -> exp.Expression:
    parts: list[exp.Expression] = []
    for place, each in enumerate(stages):
        if each.enters is None:
            continue
        answer, dated = plan.answer(each.enters), [plan.value(leaf) for leaf in _dated(each.enters)]
        moment = c.call("greatest", *dated) if dated else exp.null()
        parts.append(
            c.struct(
                {
                    "stage_id": c.text(each.id), "place": exp.cast(exp.Literal.number(place), "bigint"),
                    "met": answer.condition.copy(), "because": answer.because.copy(),
                    "happened_at": exp.cast(moment, "timestamp"),
                }
            )
        )  # fmt: skip
    return exp.Array(expressions=parts)


def _state(
    person_id: int, stage_id: str, moved_at: datetime, happened_at: datetime, what: str, actor: str, reason: str,
    until: datetime | None, waits: bool,
) -> LeadState:  # fmt: skip
    return LeadState(
        person_id, stage_id, aware(moved_at), aware(happened_at), what, actor, reason, until and aware(until), waits
    )


def _move(
    move_no: int, moved_at: datetime, happened_at: datetime, stage_id: str, was: str | None, what: str, actor: str,
    reason: str, note: str, because: str, until: datetime | None,
) -> LeadMove:  # fmt: skip
    return LeadMove(
        move_no, aware(moved_at), aware(happened_at), stage_id, was, what, actor, reason, note, because,
        until and aware(until),
    )  # fmt: skip
