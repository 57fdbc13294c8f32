"""The played part: a seeded model of how people react to the demo's campaign, and the truth about it.

Nobody real opens these mails, so somebody has to play. What the model makes is marked `played` in every event, comes
from a source of its own, and is never part of the real totals. Its true effect is known exactly, which no real campaign
can say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from auftakt.jobs import Hub
from auftakt.kit.clock import iso, naive
from auftakt.store import sql
from auftakt.store.log import Log


@dataclass(frozen=True)
class Model:
    """How people are taken to react. Chances are per person and over the goal's days; amounts vary by ± 50 %.

    `base` is the chance to buy without any mail, `added` what a delivered mail adds to it: the true effect.
    """

    salt: str = "played-1"
    opens: float = 0.46
    clicks: float = 0.18
    base: float = 0.26
    added: float = 0.30
    within_days: int = 14


@dataclass(frozen=True)
class Player:
    """One assigned person and the lots drawn for them, each in [0, 1)."""

    person_id: int
    assigned_at: datetime
    loyalty_card: str | None
    email: str | None
    mailed: bool
    opens: float
    clicks: float
    buys: float
    buys_after_mail: float
    day_lot: float
    amount_lot: float


@dataclass(frozen=True)
class Stage:
    """Where the play happens: the campaign, its category, what a basket of it costs, and the source that plays."""

    campaign_id: str
    category: str
    basket: float
    source_id: str


@dataclass(frozen=True)
class _Reaction:
    """Something that a person does; `at` is naive UTC."""

    person_id: int
    name: str
    at: datetime
    identifier: tuple[str, str]
    properties: Mapping[str, object]


@dataclass(frozen=True)
class _Amount:
    amount: float


def typical_basket(hub: Hub, category: str, played_source: str) -> float:
    """The average basket of a category in the currency of the events."""
    with hub.plane.reader() as con:
        found = sql.one(con, "demo", "typical_basket", _Amount, {"category": category, "played_source": played_source})
    return found.amount if found else 0.0


def players(hub: Hub, model: Model, stage: Stage) -> list[Player]:
    """Everybody who was assigned to the campaign so far."""
    facts = {"campaign_id": stage.campaign_id, "salt": model.salt}
    with hub.plane.reader() as con:
        return sql.rows(con, "demo", "people_to_play", Player, facts)


def play(log: Log, model: Model, stage: Stage, cast: Sequence[Player], since: datetime, until: datetime) -> int:
    """Appends what these people do in (since, until] to the log; gives how many events that were."""
    reactions = [reaction for player in cast for reaction in _reactions(model, stage, player)]
    lines = [_line(stage, reaction, until) for reaction in reactions if naive(since) < reaction.at <= naive(until)]
    if lines:
        log.append_now(lines)
    return len(lines)


def buys(model: Model, player: Player) -> bool:
    """Whether this person buys: by themselves, or because of a mail that reached them."""
    return player.buys < model.base or (player.mailed and player.buys_after_mail < _given_no(model))


def true_effect(model: Model, cast: Sequence[Player], treated: int) -> float:
    """The model's average effect on everyone assigned to the mail, whether or not one could be sent to them."""
    return model.added * sum(player.mailed for player in cast) / treated if treated else 0.0


def _given_no(model: Model) -> float:
    # Chance to be won by the mail for those who would not have bought anyway, so that the sum of both is base + added.
    return model.added / (1 - model.base)


def _reactions(model: Model, stage: Stage, player: Player) -> Iterator[_Reaction]:
    sent = player.assigned_at + timedelta(minutes=30)
    if player.mailed and player.email and player.opens < model.opens:
        opened = sent + timedelta(hours=20 * player.opens / model.opens)
        who, facts = ("email", player.email), {"campaign_id": stage.campaign_id}
        yield _Reaction(player.person_id, "Email Opened", opened, who, facts)
        if player.clicks < model.clicks / model.opens:
            yield _Reaction(player.person_id, "Email Link Clicked", opened + timedelta(minutes=2), who, facts)
    if player.loyalty_card and buys(model, player):
        bought = player.assigned_at + timedelta(days=1 + (model.within_days - 2) * player.day_lot)
        basket = {
            "category": stage.category,
            "order_id": f"played-{player.person_id}",
            "revenue": round(stage.basket * (0.5 + player.amount_lot), 2),
        }
        yield _Reaction(player.person_id, "Product Purchased", bought, ("loyalty_card", player.loyalty_card), basket)


def _line(stage: Stage, reaction: _Reaction, received_at: datetime) -> bytes:
    return msgspec.json.encode(
        {
            "r": iso(received_at),
            "s": stage.source_id,
            "k": "e",
            "i": f"{stage.campaign_id}:{reaction.person_id}:{reaction.name}",
            "t": "track",
            "n": reaction.name,
            "at": iso(reaction.at),
            "ids": [list(reaction.identifier)],
            "p": {**reaction.properties, "played": True},
        }
    )
