"""Why two identifiers are one person."""

import pytest
from happenings import NOON, Happening, empty_world

from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.people import explain_chain, retract_link

MAIL, PHONE = ("email", "a@example.com"), ("phone", "+81312345678")


def cookie(number: int) -> tuple[str, str]:
    return "cookie", f"c{number}"


def test_the_shortest_chain_with_its_events() -> None:
    with empty_world() as world:
        world.arrive(
            Happening([MAIL, cookie(1)], name="Signed Up", message_id="first"),
            Happening([cookie(1), cookie(2)]),
            Happening([cookie(2), PHONE]),
            Happening([cookie(1), PHONE], name="Call Logged"),
            Happening([("cookie", "stranger")]),
        )
        chain = explain_chain(world.con, "phone:03-1234-5678", "email:A@example.com")
        assert [(step.a.value, step.b.value, step.event) for step in chain.steps] == [
            ("+81312345678", "c1", "Call Logged"),
            ("c1", "a@example.com", "Signed Up"),
        ]
        assert (chain.person_id, chain.steps[1].message_id, chain.steps[1].seen_at) == (1, "first", NOON)
        retract_link(world.con, chain.steps[0].link_id, NOON)
        longer = explain_chain(world.con, "phone:+81312345678", "email:a@example.com")
        assert [step.b.value for step in longer.steps] == ["c2", "c1", "a@example.com"]
        assert explain_chain(world.con, "cookie:c1", "cookie:c1").steps == []
        with pytest.raises(NotFound):
            explain_chain(world.con, "cookie:c1", "cookie:stranger")
        with pytest.raises(InvalidInput):
            explain_chain(world.con, "c1", "cookie:c1")
