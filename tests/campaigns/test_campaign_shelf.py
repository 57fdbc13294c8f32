"""Saving, versions, and edits that meet."""

from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy.orm import Session

from auftakt.campaigns import (
    Campaign,
    CampaignVersion,
    approval_hash,
    campaign_at,
    campaign_history,
    create_campaign,
    export_campaign,
    get_campaign,
    keep_imported,
    list_campaigns,
    save_campaign,
)
from auftakt.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from auftakt.team import Role, User, list_entries


def renamed(campaign: Campaign, name: str) -> Campaign:
    return msgspec.structs.replace(campaign, name=name)


def test_each_save_is_a_version_with_its_author(
    session: Session, whole: Campaign, editor: User, approver: User, now: datetime
) -> None:
    create_campaign(session, whole, by=editor, now=now)
    later = now + timedelta(hours=1)
    second = save_campaign(session, renamed(whole, "Wine"), version=1, by=approver, now=later, note="shorter")
    assert (second.version, second.campaign.name, second.updated_at) == (2, "Wine", later)
    assert campaign_history(session, whole.id) == [
        CampaignVersion(2, later, approver.id, "shorter", approval_hash(renamed(whole, "Wine"))),
        CampaignVersion(1, now, editor.id, "", approval_hash(whole)),
    ]
    assert campaign_at(session, whole.id, 1) == whole


def test_a_stale_save_overwrites_nothing(session: Session, whole: Campaign, editor: User, now: datetime) -> None:
    create_campaign(session, whole, by=editor, now=now)
    save_campaign(session, renamed(whole, "First"), version=1, by=editor, now=now)
    with pytest.raises(Conflict) as refused:
        save_campaign(session, renamed(whole, "Second"), version=1, by=editor, now=now)
    assert refused.value.facts == {"version": 2, "saved_by": editor.id}
    assert get_campaign(session, whole.id).campaign.name == "First"


def test_an_unchanged_save_leaves_no_version(session: Session, whole: Campaign, editor: User, now: datetime) -> None:
    made = create_campaign(session, whole, by=editor, now=now)
    assert save_campaign(session, whole, version=1, by=editor, now=now + timedelta(days=1)) == made


def test_what_is_kept_exports_as_it_came(session: Session, whole: Campaign, editor: User, now: datetime) -> None:
    exported = export_campaign(keep_imported(session, whole, by=editor, now=now).campaign)
    assert exported == export_campaign(whole)
    again = keep_imported(session, renamed(whole, "From git"), by=editor, now=now)
    assert (again.version, again.campaign.name) == (2, "From git")


def test_a_past_campaign_stays_finished(session: Session, whole: Campaign, editor: User, now: datetime) -> None:
    past = msgspec.structs.replace(whole, state="finished", origin={"import": "hillstrom"})
    assert create_campaign(session, past, by=editor, now=now).campaign == past


def test_lists_find_by_state_and_part_of_the_name(
    session: Session, whole: Campaign, editor: User, now: datetime
) -> None:
    create_campaign(session, whole, by=editor, now=now)
    other = Campaign(id="cmp_2", name="夏ギフト", state="finished")
    create_campaign(session, other, by=editor, now=now + timedelta(seconds=1))
    assert [found.campaign.id for found in list_campaigns(session)] == ["cmp_2", "cmp_wine"]
    assert [found.campaign.id for found in list_campaigns(session, state="finished")] == ["cmp_2"]
    assert [found.campaign.id for found in list_campaigns(session, search="ＷＩＮ-ｂａｃｋ")] == ["cmp_wine"]
    assert list_campaigns(session, search="ギフト", state="draft") == []


def test_every_save_is_audited(session: Session, whole: Campaign, editor: User, now: datetime) -> None:
    create_campaign(session, whole, by=editor, now=now)
    save_campaign(session, renamed(whole, "Wine"), version=1, by=editor, now=now)
    entries = [entry for entry in list_entries(session, after=None, limit=100) if entry.object_id == whole.id]
    assert sorted((entry.action, entry.actor) for entry in entries) == [
        ("campaign.created", editor.id),
        ("campaign.saved", editor.id),
    ]


def test_refusals(session: Session, whole: Campaign, team: dict[Role, User], now: datetime) -> None:
    with pytest.raises(NotAllowed):
        create_campaign(session, whole, by=team["viewer"], now=now)
    with pytest.raises(InvalidInput):
        create_campaign(session, renamed(whole, "  "), by=team["editor"], now=now)
    with pytest.raises(NotFound):
        get_campaign(session, "cmp_none")
    create_campaign(session, whole, by=team["editor"], now=now)
    with pytest.raises(Conflict):
        create_campaign(session, whole, by=team["editor"], now=now)
    with pytest.raises(NotFound):
        campaign_at(session, whole.id, 9)
