"""The idea inbox."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from auftakt.campaigns import (
    Audience,
    Campaign,
    Evidence,
    Expected,
    Figure,
    Goal,
    Idea,
    NewIdea,
    Sender,
    accept_idea,
    dismiss_idea,
    file_idea,
    find_idea,
    get_campaign,
    list_ideas,
)
from auftakt.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from auftakt.kit.ids import SeededIds
from auftakt.kit.text import Text
from auftakt.team import Role, User

WINE = NewIdea(
    key="lapsed:wine",
    kind="win_back",
    maker="lapsed good customers",
    title=Text("Win back wine buyers", "ワインのお客様を呼び戻す"),
    summary=Text("312 people bought wine and stopped.", "312人がワインの購入をやめています。"),
    expected=Expected(312, 287, 4100.5, "USD", 2000.0, 6200.0, Text("Orders of last year", "昨年の注文")),
    proposal={"audience": {"name": "Lapsed", "rule": {"kind": "everyone"}}, "goal": {"event": "Order Completed"}},
    evidence=[Evidence(Text("Weeks since", "経過週"), 14), Evidence(Text("Share", "割合"), "12.6 %")],
    figures=[Figure("2026-10", 12.0)],
)


def filed(session: Session, ids: SeededIds, now: datetime, **change: Any) -> Idea:
    return file_idea(session, replace(WINE, **change), ids=ids, now=now)


def test_an_idea_comes_back_as_it_was_filed(session: Session, ids: SeededIds, now: datetime) -> None:
    idea = file_idea(session, WINE, ids=ids, now=now)
    assert idea == Idea(idea.id, WINE, "open", now, now, None, "")
    session.expire_all()
    assert find_idea(session, idea.id) == idea


def test_an_open_idea_is_not_filed_twice_but_refreshed(session: Session, ids: SeededIds, now: datetime) -> None:
    first = file_idea(session, WINE, ids=ids, now=now)
    later = now + timedelta(days=1)
    again = filed(session, ids, later, summary=Text("318 people.", "318人です。"))
    assert (again.id, again.created_at, again.refreshed_at) == (first.id, now, later)
    assert list_ideas(session) == [again]


def test_after_a_decision_the_same_idea_may_come_again(
    session: Session, ids: SeededIds, editor: User, now: datetime
) -> None:
    first = file_idea(session, WINE, ids=ids, now=now)
    gone = dismiss_idea(session, first.id, " Not this season ", by=editor, now=now)
    assert (gone.state, gone.reason) == ("dismissed", "Not this season")
    second = file_idea(session, WINE, ids=ids, now=now)
    assert second.id != first.id
    assert [idea.id for idea in list_ideas(session)] == [second.id]
    assert {idea.id for idea in list_ideas(session, open_only=False)} == {first.id, second.id}


def test_one_click_makes_a_whole_draft(session: Session, ids: SeededIds, team: dict[Role, User], now: datetime) -> None:
    idea = file_idea(session, WINE, ids=ids, now=now)
    sender = Sender(name="Sample Shop", email="shop@example.com", address="Tokyo")
    made = accept_idea(session, idea.id, ids=ids, by=team["editor"], now=now, sender=sender)
    ja = team["editor"].language == "ja"
    assert made.campaign == Campaign(
        id=made.campaign.id,
        name="ワインのお客様を呼び戻す" if ja else "Win back wine buyers",
        idea="312人がワインの購入をやめています。" if ja else "312 people bought wine and stopped.",
        audience=Audience(name="Lapsed", rule={"kind": "everyone"}),
        goal=Goal(event="Order Completed"),
        sender=sender,
        origin={"idea_id": idea.id},
    )
    assert get_campaign(session, made.campaign.id) == made
    assert find_idea(session, idea.id).campaign_id == made.campaign.id
    with pytest.raises(Conflict) as refused:
        accept_idea(session, idea.id, ids=ids, by=team["editor"], now=now)
    assert refused.value.facts == {"campaign_id": made.campaign.id}


def test_a_proposal_that_is_no_campaign_is_refused_when_filed(session: Session, ids: SeededIds, now: datetime) -> None:
    with pytest.raises(InvalidInput) as refused:
        filed(session, ids, now, proposal={"goal": {"evnt": "x"}})
    assert refused.value.facts == {"where": "goal"}
    assert list_ideas(session) == []


def test_a_viewer_decides_nothing(session: Session, ids: SeededIds, team: dict[Role, User], now: datetime) -> None:
    idea = file_idea(session, WINE, ids=ids, now=now)
    with pytest.raises(NotAllowed):
        accept_idea(session, idea.id, ids=ids, by=team["viewer"], now=now)
    with pytest.raises(NotAllowed):
        dismiss_idea(session, idea.id, "no", by=team["viewer"], now=now)
    with pytest.raises(NotFound):
        find_idea(session, "idea_none")
