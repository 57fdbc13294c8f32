"""The idea inbox: proposals for a next campaign, each with the figures behind it. A person takes or refuses them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.campaigns.document import Campaign, JsonObject, Sender
from auftakt.campaigns.files import document_of
from auftakt.campaigns.models import IdeaRow
from auftakt.campaigns.shelf import StoredCampaign, create_campaign
from auftakt.kit.errors import Conflict, NotFound
from auftakt.kit.ids import Ids
from auftakt.kit.text import Language, Text
from auftakt.team import User, record, require

IdeaState: TypeAlias = Literal["open", "accepted", "dismissed"]


@dataclass(frozen=True)
class Expected:
    """What the idea may bring: people it is for, how many of them can be reached, value with its range, and why."""

    people: int
    reachable: int
    value: float
    currency: str
    low: float
    high: float
    basis: Text


@dataclass(frozen=True)
class Evidence:
    """One observation that speaks for the idea."""

    label: Text
    value: str | int | float


@dataclass(frozen=True)
class Figure:
    """One number of a drawn series."""

    label: str
    value: float


@dataclass(frozen=True)
class NewIdea:
    """What an idea maker files. `key` says what the idea is about: at most one idea per key is open.

    `proposal` holds any fields of the campaign document but id, state and origin.
    """

    key: str
    kind: str
    maker: str
    title: Text
    summary: Text
    expected: Expected
    proposal: JsonObject
    evidence: list[Evidence] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


@dataclass(frozen=True)
class Idea:
    """An idea in the inbox. `campaign_id` is set once it was accepted."""

    id: str
    content: NewIdea
    state: IdeaState
    created_at: datetime
    refreshed_at: datetime
    campaign_id: str | None
    reason: str


def file_idea(session: Session, idea: NewIdea, *, ids: Ids, now: datetime) -> Idea:
    """Puts an idea into the inbox. One that is open already keeps its place and takes over the newer figures.

    Raises InvalidInput if the proposal is no part of a campaign document.
    """
    _draft_of(idea, campaign_id="proposal", idea_id="proposal", language="en", sender=None)
    content = msgspec.to_builtins(idea)
    row = session.scalar(select(IdeaRow).where(IdeaRow.key == idea.key, IdeaRow.state == "open"))
    if row is not None:
        row.content, row.refreshed_at = content, now
        return _idea(row)
    row = IdeaRow(
        id=ids.new("idea"),
        key=idea.key,
        state="open",
        content=content,
        created_at=now,
        refreshed_at=now,
        decided_by=None,
        decided_at=None,
        reason="",
        campaign_id=None,
    )
    session.add(row)
    session.flush()
    return _idea(row)


def list_ideas(session: Session, *, open_only: bool = True) -> list[Idea]:
    """The newest first."""
    query = select(IdeaRow).order_by(IdeaRow.created_at.desc(), IdeaRow.id)
    return _ideas(session.scalars(query.where(IdeaRow.state == "open") if open_only else query))


def find_idea(session: Session, idea_id: str) -> Idea:
    """Raises NotFound."""
    return _idea(_row(session, idea_id))


def accept_idea(
    session: Session, idea_id: str, *, ids: Ids, by: User, now: datetime, sender: Sender | None = None
) -> StoredCampaign:
    """Makes the whole draft that the idea proposes, in the language of who accepts it.

    Raises Conflict if the idea is not open.
    """
    require(by, "editor")
    row = _open_row(session, idea_id)
    draft = _draft_of(_idea(row).content, ids.new("cmp"), row.id, by.language, sender)
    made = create_campaign(session, draft, by=by, now=now, note=f"from idea {row.id}")
    _decide(row, "accepted", by, now)
    row.campaign_id = draft.id
    record(session, now, by.id, "idea.accepted", "idea", row.id, {"campaign": draft.id})
    return made


def dismiss_idea(session: Session, idea_id: str, reason: str, *, by: User, now: datetime) -> Idea:
    """Puts the idea aside; the reason is kept. Raises Conflict if it is not open."""
    require(by, "editor")
    row = _open_row(session, idea_id)
    _decide(row, "dismissed", by, now)
    row.reason = reason.strip()
    record(session, now, by.id, "idea.dismissed", "idea", row.id, {"reason": row.reason})
    return _idea(row)


def _draft_of(idea: NewIdea, campaign_id: str, idea_id: str, language: Language, sender: Sender | None) -> Campaign:
    plain: JsonObject = {"name": idea.title.pick(language), "idea": idea.summary.pick(language)}
    if sender is not None:
        plain["sender"] = msgspec.to_builtins(sender)
    plain |= idea.proposal
    return document_of(plain | {"id": campaign_id, "state": "draft", "origin": {"idea_id": idea_id}})


def _decide(row: IdeaRow, state: IdeaState, by: User, now: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, by.id, now


def _open_row(session: Session, idea_id: str) -> IdeaRow:
    row = _row(session, idea_id)
    if row.state != "open":
        raise Conflict(
            Text(f"This idea was already {row.state}.", "このアイデアは既に判断済みです。"),
            next_action=Text(
                "Open the campaign that it became, or look at open ideas.",
                "作られたキャンペーンか、未判断のアイデアを開いてください。",
            ),
            campaign_id=row.campaign_id,
        )
    return row


def _row(session: Session, idea_id: str) -> IdeaRow:
    row = session.get(IdeaRow, idea_id)
    if row is None:
        raise NotFound(
            Text(f"There is no idea {idea_id}.", f"アイデア {idea_id} はありません。"),
            next_action=Text("Open the idea inbox.", "アイデア一覧を開いてください。"),
        )
    return row


def _ideas(rows: Iterable[IdeaRow]) -> list[Idea]:
    return [_idea(row) for row in rows]


def _idea(row: IdeaRow) -> Idea:
    return Idea(
        id=row.id,
        content=msgspec.convert(row.content, type=NewIdea),
        state=msgspec.convert(row.state, type=IdeaState),
        created_at=row.created_at,
        refreshed_at=row.refreshed_at,
        campaign_id=row.campaign_id,
        reason=row.reason,
    )
