"""From draft to finished, and what an approval is bound to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy.orm import Session

from auftakt.campaigns import (
    Campaign,
    Problem,
    StoredCampaign,
    Variant,
    apply_decision,
    approvable,
    approval_hash,
    campaign_of_snapshot,
    create_campaign,
    finish,
    get_campaign,
    launch,
    launch_due,
    pause,
    save_campaign,
    submit,
)
from auftakt.kit.errors import Conflict, InvalidInput, NotAllowed
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.kit.text import Text
from auftakt.team import User, approval_snapshot, decide, latest_approval, list_entries

TOKYO = ZoneInfo("Asia/Tokyo")


class Desk:
    """An editor and an approver who work on one campaign."""

    def __init__(self, session: Session, editor: User, approver: User, journeys: Any, now: datetime) -> None:
        self.session, self.editor, self.approver, self.now = session, editor, approver, now
        self.journeys = journeys

    def submit(self) -> StoredCampaign:
        return submit(self.session, "cmp_wine", by=self.editor, now=self.now)

    def decide(self, decision: str, comment: str = "") -> StoredCampaign:
        asked = latest_approval(self.session, "campaign", "cmp_wine")
        assert asked is not None
        said = decide(self.session, asked.id, asked.hash, decision, comment, self.approver, self.now)  # type: ignore[arg-type]
        return apply_decision(self.session, said, now=self.now)

    def launch(self, starts_at: datetime | None = None) -> StoredCampaign:
        return launch(
            self.session,
            "cmp_wine",
            by=self.editor,
            now=self.now,
            journeys=self.journeys,
            zone=TOKYO,
            starts_at=starts_at,
        )

    def edit(self, **fields: object) -> StoredCampaign:
        current = get_campaign(self.session, "cmp_wine")
        edited = msgspec.structs.replace(current.campaign, **fields)
        return save_campaign(self.session, edited, version=current.version, by=self.editor, now=self.now)


@pytest.fixture
def desk(session: Session, whole: Campaign, editor: User, approver: User, journeys: Any, now: datetime) -> Desk:
    create_campaign(session, whole, by=editor, now=now)
    return Desk(session, editor, approver, journeys, now)


def a_comma_more(campaign: Campaign) -> list[Variant]:
    first = campaign.variants[0]
    return [msgspec.structs.replace(first, body=first.body + "、")]


def test_the_whole_way(desk: Desk, session: Session, whole: Campaign) -> None:
    states = [desk.submit().state, desk.decide("approve").state, desk.launch().state]
    states.append(finish(session, whole.id, by=desk.editor, now=desk.now, journeys=desk.journeys).state)
    assert states == ["in_review", "approved", "live", "finished"]
    [published] = desk.journeys.published
    year_end = datetime(2026, 12, 31, 15, tzinfo=UTC)
    assert published == (whole.id, approvable(whole), published.approval_id, approval_hash(whole), desk.now, year_end)
    assert approval_snapshot(session, published.approval_id) == approvable(whole)
    assert desk.journeys.calls == ["publish", "finish"]
    moves = [entry for entry in list_entries(session, after=None, limit=100) if entry.action == "campaign.moved"]
    assert [(move.actor, move.detail["from"], move.detail["to"]) for move in reversed(moves)] == [
        (desk.editor.id, "draft", "in_review"),
        (desk.approver.id, "in_review", "approved"),
        (desk.editor.id, "approved", "live"),
        (desk.editor.id, "live", "finished"),
    ]


def test_a_changed_comma_after_approval_is_not_launched(desk: Desk, whole: Campaign) -> None:
    desk.submit()
    desk.decide("approve")
    assert desk.edit(variants=a_comma_more(whole)).state == "draft"
    with pytest.raises(Conflict) as refused:
        desk.launch()
    assert refused.value.as_dict("en") == {
        "code": "conflict",
        "message": "The campaign was changed after it was approved.",
        "next_action": "Submit it again; an approver has to see exactly what will be sent.",
        "detail": {"hash": approval_hash(msgspec.structs.replace(whole, variants=a_comma_more(whole)))},
    }
    assert desk.journeys.published == []


def test_taking_the_comma_back_brings_the_approval_back(desk: Desk, whole: Campaign) -> None:
    desk.submit()
    desk.decide("approve")
    desk.edit(variants=a_comma_more(whole))
    desk.edit(variants=whole.variants)
    assert desk.submit().state == "approved"
    assert desk.launch().state == "live"


def test_what_binds_nothing_keeps_the_approval(desk: Desk) -> None:
    desk.submit()
    desk.decide("approve")
    assert desk.edit(idea="Told in other words.", budget=None, ends_on=date(2027, 1, 31)).state == "approved"
    assert desk.launch().state == "live"


def test_without_approval_nothing_is_launched(desk: Desk) -> None:
    with pytest.raises(Conflict, match="not approved yet"):
        desk.launch()
    desk.submit()
    with pytest.raises(Conflict, match="not approved yet"):
        desk.launch()


def test_a_no_gives_the_draft_back_with_its_comment(desk: Desk, session: Session) -> None:
    desk.submit()
    assert desk.decide("reject", "Too loud.").state == "draft"
    last = max(list_entries(session, after=None, limit=100), key=lambda entry: entry.seq)
    assert (last.actor, last.detail["why"]) == (desk.approver.id, "Too loud.")


def test_editing_in_review_calls_it_back_and_the_old_yes_counts_for_nothing(desk: Desk, whole: Campaign) -> None:
    desk.submit()
    assert desk.edit(variants=a_comma_more(whole)).state == "draft"
    assert desk.decide("approve").state == "draft"
    with pytest.raises(Conflict, match="changed after"):
        desk.launch()


def test_nobody_approves_what_they_wrote(desk: Desk, approver: User) -> None:
    desk.editor = approver
    desk.edit(holdout=0.2)
    assert desk.submit().state == "in_review"
    with pytest.raises(NotAllowed):
        desk.decide("approve")


def test_errors_keep_it_from_review_and_warnings_do_not(desk: Desk, session: Session) -> None:
    loop = Problem("journey", "loop", Text("It loops.", "循環しています。"), Text("Cut it.", "直してください。"))
    with pytest.raises(InvalidInput) as refused:
        submit(session, "cmp_wine", by=desk.editor, now=desk.now, checks=[lambda campaign: [loop]])
    assert refused.value.facts == {"problems": [{"where": "journey", "code": "loop"}]}
    assert get_campaign(session, "cmp_wine").state == "draft"
    desk.edit(holdout=0.0)
    assert desk.submit().state == "in_review"


def test_a_live_edit_waits_for_its_own_approval(desk: Desk, whole: Campaign) -> None:
    desk.submit()
    desk.decide("approve")
    first = desk.launch()
    assert desk.edit(variants=a_comma_more(whole)).state == "live"
    with pytest.raises(Conflict, match="changed after"):
        desk.launch()
    assert desk.submit().state == "live"
    assert desk.decide("approve").state == "live"
    second = desk.launch()
    assert second.approval_id != first.approval_id
    assert [campaign_of_snapshot(each.snapshot).variants for each in desk.journeys.published] == [
        whole.variants,
        a_comma_more(whole),
    ]
    with pytest.raises(Conflict, match="live already"):
        desk.launch()


def test_pause_and_go_on(desk: Desk, session: Session) -> None:
    desk.submit()
    desk.decide("approve")
    desk.launch()
    assert pause(session, "cmp_wine", by=desk.editor, now=desk.now, journeys=desk.journeys).state == "approved"
    assert desk.launch().state == "live"
    assert desk.journeys.calls == ["publish", "pause", "publish", "resume"]


def test_a_planned_launch_happens_at_its_moment(desk: Desk, session: Session) -> None:
    desk.submit()
    desk.decide("approve")
    at = desk.now + timedelta(days=2)
    planned = desk.launch(starts_at=at)
    assert (planned.state, planned.starts_at, desk.journeys.published) == ("scheduled", at, [])
    assert launch_due(session, now=at - timedelta(seconds=1), journeys=desk.journeys, zone=TOKYO) == []
    assert launch_due(session, now=at, journeys=desk.journeys, zone=TOKYO) == ["cmp_wine"]
    live = get_campaign(session, "cmp_wine")
    assert (live.state, live.starts_at, len(desk.journeys.published)) == ("live", None, 1)


def test_a_planned_launch_that_fails_holds_up_nothing(desk: Desk, session: Session) -> None:
    desk.submit()
    desk.decide("approve")
    at = desk.now + timedelta(days=2)
    desk.launch(starts_at=at)
    desk.journeys.publish = lambda *_, **__: (_ for _ in ()).throw(InvalidInput("no such step"))
    assert launch_due(session, now=at, journeys=desk.journeys, zone=TOKYO) == []
    back = get_campaign(session, "cmp_wine")
    assert (back.state, back.starts_at) == ("approved", None)
    last = max(list_entries(session, after=None, limit=100), key=lambda entry: entry.seq)
    assert last.detail["why"] == "could not start: no such step"


def test_editing_a_planned_campaign_unplans_it(desk: Desk, session: Session, whole: Campaign) -> None:
    desk.submit()
    desk.decide("approve")
    desk.launch(starts_at=desk.now + timedelta(days=2))
    assert desk.edit(variants=a_comma_more(whole)).state == "draft"
    assert launch_due(session, now=desk.now + timedelta(days=3), journeys=desk.journeys, zone=TOKYO) == []


def test_what_has_ended_is_not_launched(desk: Desk) -> None:
    desk.submit()
    desk.decide("approve")
    last_moment = datetime(2026, 12, 31, 14, 59, tzinfo=UTC)
    desk.now = last_moment + timedelta(minutes=1)
    with pytest.raises(Conflict, match="ended on 2026-12-31"):
        desk.launch()


def test_states_that_forbid_a_move_say_which_allow_it(desk: Desk, session: Session) -> None:
    with pytest.raises(Conflict) as refused:
        pause(session, "cmp_wine", by=desk.editor, now=desk.now, journeys=desk.journeys)
    assert refused.value.as_dict("ja")["next_action"] == "この操作ができるのは「予定」「実行中」の間だけです。"


def test_the_snapshot_gives_the_campaign_back_and_its_hash_is_its_own(whole: Campaign) -> None:
    snapshot = approvable(whole)
    assert sha256_hex(canonical_json(snapshot)) == approval_hash(whole)
    assert approvable(campaign_of_snapshot(snapshot)) == snapshot
