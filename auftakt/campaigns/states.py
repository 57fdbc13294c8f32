"""From draft to finished: who may move a campaign where, and what has to be true first.

```
draft → in_review → approved → scheduled → live → finished
```
Editing or a no leads back to draft, a pause from live to approved. Every move stands in the audit chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auftakt.campaigns.approval import approvable
from auftakt.campaigns.checks import check_campaign
from auftakt.campaigns.document import Campaign, JsonObject, State
from auftakt.campaigns.models import CampaignRow, CampaignVersionRow
from auftakt.campaigns.problem import Check, Problem, errors
from auftakt.campaigns.shelf import StoredCampaign, change_state, editors_since_approval, row_of, stored
from auftakt.kit.errors import AuftaktError, Conflict, InvalidInput
from auftakt.kit.text import Text
from auftakt.team import Approval, User, approved, request_approval, require


class Journeys(Protocol):
    """What campaigns ask of `auftakt.journeys` (the module itself fits), within the caller's transaction."""

    def publish(
        self,
        session: Session,
        campaign_id: str,
        snapshot: JsonObject,
        approval_id: str,
        hash: str,
        now: datetime,
        /,
        *,
        ends_at: datetime | None,
    ) -> object: ...
    def pause(self, session: Session, campaign_id: str, /) -> None: ...
    def resume(self, session: Session, campaign_id: str, /) -> None: ...
    def finish(self, session: Session, campaign_id: str, now: datetime, /) -> None: ...


HUB = "hub"
"""The actor in the audit chain where a planned moment, not a person, moved the campaign."""

_STATE_NAMES: dict[State, Text] = {
    "draft": Text("a draft", "下書き"),
    "in_review": Text("in review", "承認待ち"),
    "approved": Text("approved", "承認済み"),
    "scheduled": Text("scheduled", "予定"),
    "live": Text("live", "実行中"),
    "finished": Text("finished", "終了"),
}


def submit(
    session: Session, campaign_id: str, *, by: User, now: datetime, checks: Iterable[Check] = ()
) -> StoredCampaign:
    """Asks for approval of the current version.

    A live campaign stays live while its edit is looked at. Where exactly this content is approved already, nothing is
    asked. Raises InvalidInput with the problems while there are errors, Conflict in another state.
    """
    row = _row_in(session, campaign_id, ("draft", "in_review", "approved", "live"))
    campaign = stored(row).campaign
    _refuse_errors(check_campaign(campaign, checks))
    approval = request_approval(
        session,
        "campaign",
        row.id,
        campaign.name,
        row.hash,
        approvable(campaign),
        by,
        now,
        edited_by=editors_since_approval(session, row.id),
    )
    to: State = "approved" if approval.state == "approved" else "in_review"
    if row.state != "live" and row.state != to:
        change_state(session, row, to, actor=by.id, now=now, why="submitted")
    return stored(row)


def apply_decision(session: Session, approval: Approval, *, now: datetime) -> StoredCampaign:
    """Takes over what was decided about a campaign: yes makes it approved, no makes it a draft again.

    Belongs into the transaction of the decision. A campaign that was edited since keeps its state.
    """
    row = row_of(session, approval.object_id)
    actor = approval.decided_by.id if approval.decided_by else approval.requested_by.id
    if approval.state == "approved":
        row.approved_version = _version_of(session, row.id, approval.hash)
    if row.state != "in_review" or row.hash != approval.hash:
        return stored(row)
    if approval.state == "approved":
        change_state(session, row, "approved", actor=actor, now=now, why=approval.comment or "approved")
    elif approval.state == "rejected":
        change_state(session, row, "draft", actor=actor, now=now, why=approval.comment or "rejected")
    return stored(row)


def launch(
    session: Session,
    campaign_id: str,
    *,
    by: User,
    now: datetime,
    journeys: Journeys,
    zone: tzinfo,
    starts_at: datetime | None = None,
) -> StoredCampaign:
    """Puts exactly the approved content to work now, or plans it for `starts_at`.

    `zone` is the hub's time zone, in which the campaign's last day ends. A paused campaign goes on where it stood.
    Launching a live campaign takes over an edit that was approved meanwhile. Raises Conflict where the current hash has
    no approval, the state forbids it, or the campaign has ended.
    """
    require(by, "editor")
    row = _row_in(session, campaign_id, ("draft", "in_review", "approved", "scheduled", "live"))
    approval = _approval_of(session, row)
    _refuse_running(row, approval)
    _refuse_ended(row, stored(row).campaign, now, zone)
    if starts_at is not None and starts_at > now and row.state != "live":
        row.starts_at = starts_at
        change_state(session, row, "scheduled", actor=by.id, now=now, why="launched")
    else:
        _go_live(session, row, approval, actor=by.id, now=now, journeys=journeys, zone=zone, why="launched")
    return stored(row)


def launch_due(session: Session, *, now: datetime, journeys: Journeys, zone: tzinfo) -> list[str]:
    """Makes live what was planned for this moment or earlier, and gives the ids. What lost its approval is a draft.

    One that can't be published falls back to approved, with the reason in the audit chain.
    """
    due = select(CampaignRow).where(CampaignRow.state == "scheduled", CampaignRow.starts_at <= now)
    started = []
    for row in session.scalars(due.order_by(CampaignRow.starts_at, CampaignRow.id)).all():
        approval = approved(session, "campaign", row.id, row.hash)
        if approval is None:
            change_state(session, row, "draft", actor=HUB, now=now, why="no approval at the planned time")
            continue
        try:
            with session.begin_nested():
                _go_live(session, row, approval, actor=HUB, now=now, journeys=journeys, zone=zone, why="planned time")
            started.append(row.id)
        except AuftaktError as error:  # one campaign that can't start must not hold up everybody's batch
            row.starts_at = None
            change_state(session, row, "approved", actor=HUB, now=now, why=f"could not start: {error}")
    return started


def next_launch(session: Session) -> datetime | None:
    """When the next planned campaign is to go live."""
    return session.scalar(
        select(CampaignRow.starts_at).where(CampaignRow.state == "scheduled").order_by(CampaignRow.starts_at).limit(1)
    )


def pause(
    session: Session, campaign_id: str, *, by: User, now: datetime, journeys: Journeys, why: str = ""
) -> StoredCampaign:
    """Takes a live or planned campaign back to approved. People keep their place; a launch goes on from there."""
    require(by, "editor")
    row = _row_in(session, campaign_id, ("scheduled", "live"))
    if row.state == "live":
        journeys.pause(session, row.id)
    row.starts_at = None
    change_state(session, row, "approved", actor=by.id, now=now, why=why or "paused")
    return stored(row)


def finish(
    session: Session, campaign_id: str, *, by: User, now: datetime, journeys: Journeys, why: str = ""
) -> StoredCampaign:
    """Ends the campaign for good: nobody enters or is sent anything any more."""
    require(by, "editor")
    row = _row_in(session, campaign_id, ("approved", "scheduled", "live"))
    if row.approval_id is not None:
        journeys.finish(session, row.id, now)
    row.starts_at = None
    change_state(session, row, "finished", actor=by.id, now=now, why=why or "finished")
    return stored(row)


def _go_live(
    session: Session,
    row: CampaignRow,
    approval: Approval,
    *,
    actor: str,
    now: datetime,
    journeys: Journeys,
    zone: tzinfo,
    why: str,
) -> None:
    campaign = stored(row).campaign
    ends_at = _end_of(campaign.ends_on, zone) if campaign.ends_on else None
    journeys.publish(session, row.id, approvable(campaign), approval.id, row.hash, now, ends_at=ends_at)
    if row.approval_id is not None:
        journeys.resume(session, row.id)
    row.approval_id, row.starts_at = approval.id, None
    change_state(session, row, "live", actor=actor, now=now, why=why)


def _row_in(session: Session, campaign_id: str, allowed: tuple[State, ...]) -> CampaignRow:
    row = row_of(session, campaign_id)
    if row.state in allowed:
        return row
    current = _STATE_NAMES[stored(row).state]
    wanted = [_STATE_NAMES[state] for state in allowed]
    raise Conflict(
        Text(f"The campaign is {current.en}.", f"キャンペーンは「{current.ja}」です。"),
        next_action=Text(
            f"This works while it is {' or '.join(name.en for name in wanted)}.",
            f"この操作ができるのは「{'」「'.join(name.ja for name in wanted)}」の間だけです。",
        ),
        state=row.state,
    )


def _approval_of(session: Session, row: CampaignRow) -> Approval:
    approval = approved(session, "campaign", row.id, row.hash)
    if approval is not None:
        return approval
    changed = row.approved_version > 0
    raise Conflict(
        Text(
            "The campaign was changed after it was approved." if changed else "The campaign is not approved yet.",
            "承認の後に内容が変更されています。" if changed else "キャンペーンはまだ承認されていません。",
        ),
        next_action=Text(
            "Submit it again; an approver has to see exactly what will be sent.",
            "もう一度申請してください。送る内容そのものを承認者が確認する必要があります。",
        ),
        hash=row.hash,
    )


def _refuse_running(row: CampaignRow, approval: Approval) -> None:
    if row.state == "live" and row.approval_id == approval.id:
        raise Conflict(
            Text("The campaign is live already, with exactly this content.", "この内容で既に実行中です。"),
            next_action=Text(
                "Watch its journey, pause or finish it.", "ジャーニーを確認するか、停止・終了してください。"
            ),
            state=row.state,
        )


def _end_of(day: date, zone: tzinfo) -> datetime:
    """The moment in which this day is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _refuse_ended(row: CampaignRow, campaign: Campaign, now: datetime, zone: tzinfo) -> None:
    if row.state != "live" and campaign.ends_on is not None and now >= _end_of(campaign.ends_on, zone):
        raise Conflict(
            Text(f"The campaign ended on {campaign.ends_on}.", f"終了日 {campaign.ends_on} を過ぎています。"),
            next_action=Text("Move its end and submit it again.", "終了日を延ばしてから、もう一度申請してください。"),
            ends_on=campaign.ends_on.isoformat(),
        )


def _refuse_errors(problems: list[Problem]) -> None:
    standing = errors(problems)
    if not standing:
        return
    first = standing[0]
    raise InvalidInput(
        Text(
            f"{len(standing)} problems stand in the way. First: {first.message.en}",
            f"申請できない問題が{len(standing)}件あります。1件目: {first.message.ja}",
        ),
        next_action=first.next_action,
        problems=[{"where": problem.where, "code": problem.code} for problem in standing],
    )


def _version_of(session: Session, campaign_id: str, hash: str) -> int:
    """The newest version with this approvable content; 0 if there is none."""
    query = select(func.max(CampaignVersionRow.version)).where(
        CampaignVersionRow.campaign_id == campaign_id, CampaignVersionRow.hash == hash
    )
    return session.scalar(query) or 0
