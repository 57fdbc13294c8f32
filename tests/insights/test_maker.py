"""Makers are found by their entry points, and their ideas reach the inbox once."""

from datetime import datetime, timedelta
from importlib.metadata import EntryPoint

import pytest

from auftakt.campaigns import Expected, NewIdea, accept_idea, dismiss_idea, get_campaign, list_ideas
from auftakt.insights import Setting, file_ideas, make_ideas, registered_makers
from auftakt.insights.lapsed import LapsedCustomers, maker
from auftakt.kit.errors import Broken
from auftakt.kit.ids import SeededIds
from auftakt.kit.text import Text
from auftakt.store.control import Control
from auftakt.store.plane import Connection
from auftakt.team import User, create_user
from tests.insights.conftest import NOW, Shop, wine_shop


class Echo:
    """A maker of somebody else."""

    name = "echo"

    def make(self, con: Connection, now: datetime, setting: Setting) -> list[NewIdea]:
        expected = Expected(1, 1, 1.0, setting.currency, 0.5, 2.0, Text("by the echo", "こだまによる"))
        return [NewIdea("echo:1", "echo", "echo", Text("Call", "呼ぶ"), Text("And hear.", "聞く。"), expected, {})]


ECHO = Echo()
NO_MAKER = object()


def entry(value: str) -> EntryPoint:
    return EntryPoint("any", value, "auftakt.idea_makers")


def test_makers_come_in_by_entry_points() -> None:
    found = registered_makers([entry("auftakt.insights.lapsed:maker"), entry(f"{__name__}:ECHO")])
    assert [each.name for each in found] == ["echo", "lapsed_customers"]
    with pytest.raises(Broken, match="registered as an idea maker but is a object"):
        registered_makers([entry(f"{__name__}:NO_MAKER")])


@pytest.fixture
def editor(control: Control, ids: SeededIds) -> User:
    with control.session() as session:
        return create_user(
            session, ids, name="Sample editor", email="editor@example.com", role="editor", language="ja", now=NOW
        )


def test_an_idea_becomes_a_draft(shop: Shop, control: Control, ids: SeededIds, editor: User) -> None:
    ideas = make_ideas(wine_shop(shop), NOW, Setting(), [maker])
    with control.session() as session:
        (filed,) = file_ideas(session, ideas, ids=ids, now=NOW)
        made = accept_idea(session, filed.id, ids=ids, by=editor, now=NOW)
    with control.reading() as session:
        draft = get_campaign(session, made.campaign.id).campaign
    assert (draft.state, draft.name, draft.origin) == ("draft", "「WINE」の優良客を呼び戻す", {"idea_id": filed.id})


def test_what_was_decided_rests_for_a_while(control: Control, ids: SeededIds, editor: User, shop: Shop) -> None:
    ideas = make_ideas(shop.con, NOW, Setting(), [ECHO])
    with control.session() as session:
        (filed,) = file_ideas(session, ideas, ids=ids, now=NOW)
        (again,) = file_ideas(session, ideas, ids=ids, now=NOW + timedelta(1))
        assert again.id == filed.id
        dismiss_idea(session, filed.id, "not now", by=editor, now=NOW + timedelta(1))
        assert file_ideas(session, ideas, ids=ids, now=NOW + timedelta(60)) == []
        assert len(file_ideas(session, ideas, ids=ids, now=NOW + timedelta(100))) == 1
        assert len(list_ideas(session, open_only=False)) == 2


def test_the_most_valuable_ideas_only(shop: Shop) -> None:
    con = wine_shop(shop)
    assert make_ideas(con, NOW, Setting(), [LapsedCustomers(limit=0)]) == []
