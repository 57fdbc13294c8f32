"""A journey with live counts: who passed each step and each way, and what was not sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from auftakt.journeys.definition import Arm, Branch, Definition, Send, Split, Step, Wait, WaitUntil, kind_of, ways_out
from auftakt.journeys.reasons import reason_text
from auftakt.kit.text import Text
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class ReasonCount:
    reason: str
    count: int


@dataclass(frozen=True)
class StepCounts:
    """`entered` and `left` count arrivals and departures over all versions, `waiting` who is there now."""

    id: str
    kind: str
    title: str
    waiting: int
    entered: int
    left: int
    sent: int
    not_sent: list[ReasonCount] = field(default_factory=list)


@dataclass(frozen=True)
class Edge:
    """A way that people took; `start` is None for the way in, `end` None for the way out."""

    start: str | None
    end: str | None
    reason: str
    detail: str | None
    count: int


@dataclass(frozen=True)
class JourneyCounts:
    """`entered` are all who came in and were not held back; each of them is in flight or finished."""

    steps: list[StepCounts]
    edges: list[Edge]
    entered: int
    in_flight: int
    finished: int
    holdout: int


@dataclass(frozen=True)
class _Waiting:
    step_id: str
    people: int


@dataclass(frozen=True)
class _Sent:
    step_id: str
    reason: str
    messages: int


def journey_counts(con: Connection, journey_id: str, definition: Definition, language: str = "en") -> JourneyCounts:
    """Counts over all versions of the journey, at the steps of `definition`."""
    facts = {"journey_id": journey_id}
    edges = sql.rows(con, "journeys", "edge_counts", Edge, facts)
    waiting = {row.step_id: row.people for row in sql.rows(con, "journeys", "waiting_counts", _Waiting, facts)}
    sent = sql.rows(con, "journeys", "send_counts", _Sent, facts)
    return JourneyCounts(
        steps=[_step(step, edges, waiting, sent, language) for step in definition.steps],
        edges=edges,
        entered=_sum(edge for edge in edges if edge.reason == "entered"),
        in_flight=sum(waiting.values()),
        finished=_sum(edge for edge in edges if edge.start is not None and edge.end is None)
        - _sum(edge for edge in edges if edge.start is None and edge.reason == "merged"),
        holdout=_sum(edge for edge in edges if edge.start is None and edge.reason == "holdout"),
    )


@dataclass(frozen=True)
class DrawnEdge:
    """A way of the definition, or one by which people left before the end; `count` is how often it was taken."""

    start: str | None
    end: str | None
    label: str
    count: int


def drawn_edges(definition: Definition, counts: JourneyCounts, language: str = "en") -> list[DrawnEdge]:
    """The way in, every way from step to step, and the interrupts that happened."""
    entered = _sum(edge for edge in counts.edges if edge.start is None and edge.end == definition.first)
    drawn = [DrawnEdge(None, definition.first, reason_text("entered", language), entered)]
    for step in definition.steps:
        for name, to in ways_out(step):
            reason, detail = _taken_by(step, name)
            taken = [edge for edge in counts.edges if (edge.start, edge.end) == (step.id, to)]
            count = _sum(
                edge for edge in taken if reason in (None, edge.reason) and (detail is None or detail == edge.detail)
            )
            drawn.append(DrawnEdge(step.id, to, detail or (reason_text(reason, language) if reason else ""), count))
    out = [edge for edge in counts.edges if edge.start is not None and edge.end is None and edge.reason != "finished"]
    return drawn + [DrawnEdge(edge.start, None, reason_text(edge.reason, language), edge.count) for edge in out]


def _taken_by(step: Step, way: str) -> tuple[str | None, str | None]:
    """Reason and detail of the transitions on a way out; None where any will do."""
    match step, way:
        case WaitUntil(), "then":
            return "event", None
        case WaitUntil(), _:
            return "timeout", None
        case Branch(), "then":
            return "rule_yes", None
        case Branch(), _:
            return "rule_no", None
        case Split(arms=arms), _:
            return "arm", next(arm.name for place, arm in enumerate(arms) if way == f"arms[{place}].next")
        case _:
            return None, None


def _step(step: Step, edges: list[Edge], waiting: dict[str, int], sent: list[_Sent], language: str) -> StepCounts:
    here = [row for row in sent if row.step_id == step.id]
    return StepCounts(
        id=step.id,
        kind=kind_of(step),
        title=step_title(step).pick(language),
        waiting=waiting.get(step.id, 0),
        entered=_sum(edge for edge in edges if edge.end == step.id and edge.start != step.id),
        left=_sum(edge for edge in edges if edge.start == step.id and edge.end != step.id),
        sent=sum(row.messages for row in here if row.reason == "sent_ok"),
        not_sent=[ReasonCount(row.reason, row.messages) for row in here if row.reason != "sent_ok"],
    )


def _sum(edges: Iterable[Edge]) -> int:
    return sum(edge.count for edge in edges)


def step_title(step: Step) -> Text:
    """What a step does, in a few words."""
    match step:
        case Send():
            return Text("Send an e-mail", "メールを送る")
        case Wait():
            return Text(f"Wait {_time(step).en}", f"{_time(step).ja}待つ")
        case WaitUntil():
            return Text(f"Wait for {step.event}, at most {_time(step).en}", f"{step.event} を最大{_time(step).ja}待つ")
        case Branch():
            return Text("Ask a rule", "条件で分ける")
        case Split():
            return Text("Split at random: " + _arms(step.arms), "無作為に分ける: " + _arms(step.arms))
        case _ if hasattr(step, "share"):
            return Text(f"Keep back {step.share:.0%}", f"{step.share:.0%} を残す")
        case _:
            return Text("End", "終了")


def _time(step: Wait | WaitUntil) -> Text:
    parts = [(step.days, Text("d", "日")), (step.hours, Text("h", "時間"))]
    given = [(amount, unit) for amount, unit in parts if amount]
    return Text(
        " ".join(f"{amount:g} {unit.en}" for amount, unit in given),
        "".join(f"{amount:g}{unit.ja}" for amount, unit in given),
    )


def _arms(arms: tuple[Arm, ...]) -> str:
    return ", ".join(f"{arm.name} {arm.share:.0%}" for arm in arms)
