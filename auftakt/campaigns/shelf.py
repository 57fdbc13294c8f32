"""Campaigns as they are kept: saved whole, version by version, and never over somebody else's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.campaigns.approval import approval_hash
from auftakt.campaigns.document import Campaign, State
from auftakt.campaigns.files import export_campaign, read_document
from auftakt.campaigns.models import CampaignRow, CampaignVersionRow
from auftakt.kit.errors import Conflict, InvalidInput, NotFound
from auftakt.kit.text import Text, fold
from auftakt.team import User, record, require


@dataclass(frozen=True)
class StoredCampaign:
    """A campaign with what the hub knows about it. `hash` is what an approval must be bound to."""

    campaign: Campaign
    version: int
    hash: str
    approval_id: str | None
    starts_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @property
    def state(self) -> State:
        return self.campaign.state


@dataclass(frozen=True)
class CampaignVersion:
    """One line of the history; `by` is a user id."""

    version: int
    at: datetime
    by: str
    note: str
    hash: str


def create_campaign(session: Session, campaign: Campaign, *, by: User, now: datetime, note: str = "") -> StoredCampaign:
    """Keeps a new campaign as version 1: a draft, or finished where it happened elsewhere.

    Raises Conflict if the id is taken, InvalidInput without a name.
    """
    require(by, "editor")
    _named(campaign)
    if session.get(CampaignRow, campaign.id) is not None:
        raise Conflict(
            Text(f"There is a campaign {campaign.id} already.", f"キャンペーン {campaign.id} は既にあります。"),
            next_action=Text("Open it and edit it there.", "それを開いて編集してください。"),
        )
    row = CampaignRow(
        id=campaign.id,
        name=campaign.name,
        state=campaign.state if campaign.state == "finished" else "draft",
        version=1,
        document=_text(campaign),
        hash=approval_hash(campaign),
        approval_id=None,
        approved_version=0,
        starts_at=None,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    _remember(session, row, by=by, now=now, note=note)
    record(session, now, by.id, "campaign.created", "campaign", row.id, {"name": row.name, "hash": row.hash})
    return stored(row)


def get_campaign(session: Session, campaign_id: str) -> StoredCampaign:
    """The current version. Raises NotFound."""
    return stored(row_of(session, campaign_id))


def list_campaigns(session: Session, *, state: State | None = None, search: str = "") -> list[StoredCampaign]:
    """The latest changed first. `search` finds a part of the name, whatever its width or case."""
    query = select(CampaignRow).order_by(CampaignRow.updated_at.desc(), CampaignRow.id)
    if state is not None:
        query = query.where(CampaignRow.state == state)
    wanted = fold(search)
    return [stored(row) for row in session.scalars(query) if wanted in fold(row.name)]


def save_campaign(
    session: Session, campaign: Campaign, *, version: int, by: User, now: datetime, note: str = ""
) -> StoredCampaign:
    """Keeps an edit of version `version`. A save that changes nothing leaves no version.

    What was in review, approved or scheduled falls back to draft if the edit touches what an approval binds. A live
    campaign stays live: it sends from the approved snapshot until the edit has an approval of its own. Raises Conflict
    if somebody saved in between.
    """
    require(by, "editor")
    _named(campaign)
    row = row_of(session, campaign.id)
    _not_stale(session, row, version)
    document = _text(campaign)
    if document == row.document:
        return stored(row)
    before, row.hash = row.hash, approval_hash(campaign)
    row.name, row.document, row.version, row.updated_at = campaign.name, document, row.version + 1, now
    _remember(session, row, by=by, now=now, note=note)
    detail = {"version": row.version, "note": note, "hash": row.hash}
    record(session, now, by.id, "campaign.saved", "campaign", row.id, detail)
    if row.hash != before and row.state in ("in_review", "approved", "scheduled"):
        change_state(session, row, "draft", actor=by.id, now=now, why="edited")
    return stored(row)


def keep_imported(session: Session, campaign: Campaign, *, by: User, now: datetime) -> StoredCampaign:
    """An imported document: a new campaign, or the next version of the one with this id."""
    row = session.get(CampaignRow, campaign.id)
    if row is None:
        return create_campaign(session, campaign, by=by, now=now, note="imported")
    return save_campaign(session, campaign, version=row.version, by=by, now=now, note="imported")


def campaign_history(session: Session, campaign_id: str) -> list[CampaignVersion]:
    """All versions, the newest first."""
    query = select(CampaignVersionRow).where(CampaignVersionRow.campaign_id == campaign_id)
    rows = session.scalars(query.order_by(CampaignVersionRow.version.desc()))
    return [CampaignVersion(row.version, row.at, row.by, row.note, row.hash) for row in rows]


def campaign_at(session: Session, campaign_id: str, version: int) -> Campaign:
    """The document as it was saved. Raises NotFound."""
    row = session.get(CampaignVersionRow, (campaign_id, version))
    if row is None:
        raise _no_campaign(f"{campaign_id} v{version}")
    return read_document(row.document)


def editors_since_approval(session: Session, campaign_id: str) -> list[str]:
    """User ids of everyone who wrote what has not been approved yet: none of them may approve it."""
    row = row_of(session, campaign_id)
    query = select(CampaignVersionRow.by).where(
        CampaignVersionRow.campaign_id == campaign_id, CampaignVersionRow.version > row.approved_version
    )
    return sorted(set(session.scalars(query)))


def change_state(session: Session, row: CampaignRow, to: State, *, actor: str, now: datetime, why: str) -> None:
    """Moves the campaign and writes who, from where, to where and why into the audit chain."""
    before, row.state, row.updated_at = row.state, to, now
    detail = {"from": before, "to": to, "why": why, "hash": row.hash, "version": row.version}
    record(session, now, actor, "campaign.moved", "campaign", row.id, detail)


def row_of(session: Session, campaign_id: str) -> CampaignRow:
    row = session.get(CampaignRow, campaign_id)
    if row is None:
        raise _no_campaign(campaign_id)
    return row


def stored(row: CampaignRow) -> StoredCampaign:
    campaign = msgspec.structs.replace(read_document(row.document), state=row.state)
    return StoredCampaign(
        campaign, row.version, row.hash, row.approval_id, row.starts_at, row.created_at, row.updated_at
    )


def _text(campaign: Campaign) -> str:
    return export_campaign(msgspec.structs.replace(campaign, state="draft")).decode()


def _remember(session: Session, row: CampaignRow, *, by: User, now: datetime, note: str) -> None:
    session.add(
        CampaignVersionRow(
            campaign_id=row.id, version=row.version, document=row.document, hash=row.hash, by=by.id, at=now, note=note
        )
    )


def _not_stale(session: Session, row: CampaignRow, version: int) -> None:
    if version == row.version:
        return
    last: Sequence[CampaignVersion] = campaign_history(session, row.id)[:1]
    by = last[0].by if last else ""
    raise Conflict(
        Text(
            f"This campaign was saved in between: you edited version {version}, it is at version {row.version}.",
            f"編集中に別の保存がありました。編集したのは第{version}版、現在は第{row.version}版です。",
        ),
        next_action=Text(
            "Nothing was overwritten. Load the current version and make your change there.",
            "上書きはしていません。最新の版を読み込み、そこで変更してください。",
        ),
        version=row.version,
        saved_by=by,
    )


def _named(campaign: Campaign) -> None:
    if not campaign.name.strip():
        raise InvalidInput(
            Text("A campaign needs a name.", "キャンペーンには名前が要ります。"),
            next_action=Text(
                "Give it a name; everything else can wait.", "名前を付けてください。ほかは後からで構いません。"
            ),
            where="name",
        )


def _no_campaign(campaign_id: str) -> NotFound:
    return NotFound(
        Text(f"There is no campaign {campaign_id}.", f"キャンペーン {campaign_id} はありません。"),
        next_action=Text("Open the list of campaigns and choose one.", "キャンペーン一覧から選んでください。"),
    )
