"""Why two identifiers are one person: the shortest chain of links between them."""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import aware
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.people.person import IdentifierKey, MatchedBy, find_person_id, matched_by
from auftakt.people.types.refused import refused_between
from auftakt.sources import identifier_type, identifier_value
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class ChainStep:
    """One link of the chain, walked from `a` to `b`, with the event that first named both."""

    link_id: int
    a: IdentifierKey
    b: IdentifierKey
    source: str
    seen_at: datetime
    event: str
    message_id: str
    log_offset: int
    match: MatchedBy | None = None


@dataclass(frozen=True)
class Chain:
    """`steps` is empty where both are the same identifier."""

    person_id: int
    steps: list[ChainStep]


@dataclass(frozen=True)
class _Ends:
    one: int | None
    other: int | None


@dataclass(frozen=True)
class _Linked:
    link_id: int
    a_type: str
    a_value: str
    b_type: str
    b_value: str
    source: str
    seen_at: datetime
    log_offset: int
    event: str
    message_id: str
    pair_id: int | None
    probability: float | None
    actor: str | None
    reason: str | None
    decided_at: datetime | None


def explain_chain(con: Connection, one: str, other: str) -> Chain:
    """The fewest links that lead from one identifier to another, as `type:value`; of equally short ways the oldest.

    Raises NotFound where an identifier is unknown or the two are not one person, InvalidInput for what is none.
    """
    (from_type, from_value), (to_type, to_value) = _key(one), _key(other)
    person_id = find_person_id(con, f"{from_type}:{from_value}")
    other_id = find_person_id(con, f"{to_type}:{to_value}")
    if other_id != person_id:
        why = refused_between(con, person_id, other_id) or Text("", "")
        raise NotFound(
            Text(
                f"{one} and {other} are not one person. {why.en}".strip(),
                f"{one} と {other} は同じ人物ではありません。{why.ja}",
            ),
            next_action=Text("Give two identifiers of one person.", "同じ人物の識別子を2つ指定してください。"),
        )
    asked = {"from_type": from_type, "from_value": from_value, "to_type": to_type, "to_value": to_value}
    ends = sql.one(con, "people", "chain_ends", _Ends, {"person_id": person_id, **asked})
    if ends is None or ends.one is None or ends.other is None:
        raise NotFound(
            Text("One of the identifiers is unknown.", "識別子が見つかりません。"),
            next_action=Text("Copy them from the person's page.", "人物のページから写してください。"),
        )
    path = _shortest(_edges(con, person_id), ends.one, ends.other)
    found = {each.link_id: each for each in sql.rows(con, "people", "chain_links", _Linked, {"link_ids": path})}
    return Chain(person_id, _walked([found[link_id] for link_id in path], IdentifierKey(from_type, from_value)))


def _key(text: str) -> tuple[str, str]:
    kind, colon, value = text.partition(":")
    kind = identifier_type(kind)
    comparable = identifier_value(kind, value) if colon else ""
    if not comparable:
        raise InvalidInput(
            Text(f"{text!r} is no identifier.", f"{text!r} は識別子ではありません。"),
            next_action=Text(
                "Write it as type:value, such as email:a@example.com.",
                "email:a@example.com のように「種類:値」の形で書いてください。",
            ),
        )
    return kind, comparable


def _edges(con: Connection, person_id: int) -> dict[int, list[tuple[int, int]]]:
    neighbours: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for link_id, a, b in sql.rows(con, "people", "chain_edges", _triple, {"person_id": person_id}):
        neighbours[a].append((b, link_id))
        neighbours[b].append((a, link_id))
    return neighbours


def _triple(link_id: int, a: int, b: int) -> tuple[int, int, int]:
    return link_id, a, b


def _shortest(neighbours: dict[int, list[tuple[int, int]]], start: int, goal: int) -> list[int]:
    came: dict[int, tuple[int, int]] = {start: (start, 0)}
    waiting = deque([start])
    while waiting and goal not in came:
        here = waiting.popleft()
        for there, link_id in neighbours[here]:
            if there not in came:
                came[there] = (here, link_id)
                waiting.append(there)
    path, here = [], goal
    while here != start:
        here, link_id = came[here]
        path.append(link_id)
    return path[::-1]


def _walked(links: list[_Linked], here: IdentifierKey) -> list[ChainStep]:
    steps = []
    for each in links:
        a, b = IdentifierKey(each.a_type, each.a_value), IdentifierKey(each.b_type, each.b_value)
        if a != here:
            a, b = b, a
        steps.append(
            ChainStep(
                each.link_id,
                a,
                b,
                each.source,
                aware(each.seen_at),
                each.event,
                each.message_id,
                each.log_offset,
                matched_by(each.pair_id, each.probability, each.actor, each.reason, each.decided_at),
            )
        )
        here = b
    return steps
