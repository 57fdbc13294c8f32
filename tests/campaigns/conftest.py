"""A sample team and a campaign that lacks nothing."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

import pytest
from sqlalchemy.orm import Session

from auftakt.campaigns import (
    Audience,
    Budget,
    Campaign,
    Claim,
    Goal,
    JsonObject,
    MessageHouse,
    Pillar,
    Sender,
    Target,
    Variant,
)
from auftakt.kit.clock import FixedClock
from auftakt.kit.ids import SeededIds
from auftakt.store.control import Control
from auftakt.team import Role, User, make_sample_team


class Published(NamedTuple):
    campaign_id: str
    snapshot: JsonObject
    approval_id: str
    hash: str
    at: datetime
    ends_at: datetime | None


class FakeJourneys:
    """Remembers what it was asked, as the real ones do in their tables."""

    def __init__(self) -> None:
        self.published: list[Published] = []
        self.calls: list[str] = []

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
    ) -> None:
        self.calls.append("publish")
        self.published.append(Published(campaign_id, snapshot, approval_id, hash, now, ends_at))

    def pause(self, session: Session, campaign_id: str) -> None:
        self.calls.append("pause")

    def resume(self, session: Session, campaign_id: str) -> None:
        self.calls.append("resume")

    def finish(self, session: Session, campaign_id: str, now: datetime) -> None:
        self.calls.append("finish")


@pytest.fixture
def now(clock: FixedClock) -> datetime:
    return clock.now()


@pytest.fixture
def session(control: Control) -> Iterator[Session]:
    with control.session() as session:
        yield session


@pytest.fixture
def team(session: Session, ids: SeededIds, now: datetime) -> dict[Role, User]:
    return make_sample_team(session, ids, now)


@pytest.fixture
def editor(team: dict[Role, User]) -> User:
    return team["editor"]


@pytest.fixture
def approver(team: dict[Role, User]) -> User:
    return team["approver"]


@pytest.fixture
def whole() -> Campaign:
    return Campaign(
        id="cmp_wine",
        name="ワインの win-back",
        idea="Bring back who stopped buying wine.",
        audience=Audience(name="Lapsed wine buyers", rule={"kind": "everyone"}),
        goal=Goal(event="Order Completed", where=[{"property": "category", "op": "is", "value": "WINE"}]),
        targets=[Target(kpi="conversions", value=120, by=date(2026, 12, 31))],
        budget=Budget(amount="150000"),
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 31),
        message_house=MessageHouse(
            message="The cellar is full again.",
            claims=[Claim(id="c1", text="200 new wines", evidence="Stock list of November")],
        ),
        pillar=Pillar(title="New in the cellar", body="Two hundred wines came in.", language="en"),
        variants=[Variant(id="v_ja", language="ja", subject="新着ワイン", body="{{ person.name }}様")],
        journey={"first": "s1", "steps": [{"kind": "exit", "id": "s1"}], "entry": {"kind": "audience"}},
        languages=["ja"],
        sender=Sender(name="Sample Shop", email="shop@example.com", address="1-1 Sample, Tokyo"),
    )


@pytest.fixture
def journeys() -> FakeJourneys:
    return FakeJourneys()
