"""What a journey is told before anybody may approve it."""

from typing import Any

import pytest
from journey_world import END, journey, send, wait

from auftakt.campaigns import Campaign, Variant
from auftakt.journeys import check_definition, check_journey, parse_definition
from auftakt.kit.errors import InvalidInput

VARIANTS = {"v_ja": "ja", "v_en": "en"}


def codes(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in check_definition(parse_definition(document), VARIANTS)]


def test_a_sound_journey_has_no_problems() -> None:
    document = journey(
        send("s1", "w1"),
        wait("w1", "ask", days=1),
        {"id": "ask", "kind": "branch", "rule": {"kind": "everyone"}, "then": "part", "otherwise": "end"},
        {
            "id": "part",
            "kind": "split",
            "arms": [{"name": "a", "share": 0.3, "next": "keep"}, {"name": "b", "share": 0.7, "next": "s1"}],
        },
        {"id": "keep", "kind": "holdout", "share": 0.1, "next": "end"},
        END,
    )
    assert codes(document) == []


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (journey(send("s1", "nowhere"), END), [("journey.steps.s1.next", "unknown_step")]),
        ({"first": "x", "steps": [END]}, [("journey.first", "unknown_step")]),
        (journey(END, wait("w1", "end", days=1)), [("journey.steps.w1", "unreachable")]),
        (journey(wait("w1", "end"), END), [("journey.steps.w1", "no_time")]),
        (journey(END, END), [("journey.steps.end", "duplicate_step")]),
        (
            journey({"id": "p", "kind": "split", "arms": [{"name": "a", "share": 0.5, "next": "end"}]}, END),
            [("journey.steps.p.arms", "shares")],
        ),
        (
            journey(send("s1", "s2"), send("s2", "ask"), {
                "id": "ask", "kind": "branch", "rule": {"kind": "everyone"}, "then": "s1", "otherwise": "end"
            }, END),
            [("journey.steps.ask", "endless_loop")],
        ),
        (
            journey(wait("w1", "w2", hours=1), wait("w2", "w1", hours=1)),
            [("journey.steps", "no_exit")],
        ),
        (
            journey({"id": "s1", "kind": "send", "variants": [], "next": "end"}, END),
            [("journey.steps.s1.variants", "no_variant")],
        ),
        (
            journey({"id": "s1", "kind": "send", "variants": ["v_ja", "v_no"], "next": "end"}, END),
            [("journey.steps.s1.variants", "unknown_variant")],
        ),
        (
            journey(
                {"id": "b", "kind": "branch", "rule": {"kind": "all", "rules": []}, "then": "end", "otherwise": "end"},
                END,
            ),
            [("journey.steps.b.rule", "rule")],
        ),
    ],
)  # fmt: skip
def test_each_flaw_is_told_with_its_place(document: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert codes(document) == found


def test_a_loop_may_run_through_a_wait() -> None:
    document = journey(
        send("s1", "w1"),
        wait("w1", "ask", days=7),
        {"id": "ask", "kind": "branch", "rule": {"kind": "everyone"}, "then": "s1", "otherwise": "end"},
        END,
    )
    assert codes(document) == []


def test_what_is_no_journey_says_where() -> None:
    with pytest.raises(InvalidInput, match=r"\$\.steps\[0\]"):
        parse_definition({"first": "s1", "steps": [{"id": "s1", "kind": "teleport"}]})


def test_a_campaign_is_checked_with_its_own_variants() -> None:
    campaign = Campaign(id="c", name="n", variants=[Variant(id="v_ja")], journey=journey(send("s1", "end"), END))
    assert [problem.code for problem in check_journey(campaign)] == ["unknown_variant"]
    assert [problem.code for problem in check_journey(Campaign(id="c", name="n"))] == ["no_journey"]
    unreadable = Campaign(id="c", name="n", journey={"first": "s1"})
    assert [problem.code for problem in check_journey(unreadable)] == ["unreadable"]
