"""What a campaign still needs."""

from datetime import date

import msgspec
import pytest

from auftakt.campaigns import Audience, Campaign, Claim, Goal, MessageHouse, Problem, Target, check_campaign
from auftakt.kit.text import Text


def codes(campaign: Campaign) -> list[tuple[str, str, str]]:
    return [(problem.where, problem.code, problem.severity) for problem in check_campaign(campaign)]


def test_a_whole_campaign_has_no_problem(whole: Campaign) -> None:
    assert check_campaign(whole) == []


def test_an_empty_draft_is_told_what_it_needs() -> None:
    assert codes(Campaign(id="c", name="New")) == [
        ("audience", "audience_missing", "error"),
        ("goal", "goal_missing", "error"),
        ("targets", "targets_missing", "warning"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"audience": Audience(name="x", rule={})}, ("audience", "audience_missing", "error")),
        ({"goal": Goal(event=" ")}, ("goal", "goal_missing", "error")),
        ({"targets": [Target(kpi="opened", value=1)]}, ("targets.0.by", "target_without_date", "error")),
        (
            {"targets": [Target(kpi="opened", value=1, by=date(2026, 11, 30))]},
            ("targets.0.by", "target_before_start", "error"),
        ),
        (
            {"targets": [Target(kpi=" ", value=1, by=date(2026, 12, 30))]},
            ("targets.0.kpi", "target_without_kpi", "error"),
        ),
        (
            {"targets": [Target(kpi="opened", value=0, by=date(2026, 12, 30))]},
            ("targets.0.value", "target_not_positive", "error"),
        ),
        ({"audience": Audience(name="x", rule={"kind": "nope"})}, ("audience.rule", "invalid_rule", "error")),
        ({"goal": Goal(event="x", where=[{"property": "y"}])}, ("goal.where", "invalid_rule", "error")),
        ({"ends_on": date(2026, 11, 30)}, ("ends_on", "ends_before_start", "error")),
        ({"holdout": 0.91}, ("holdout", "holdout_out_of_range", "error")),
        ({"holdout": -0.1}, ("holdout", "holdout_out_of_range", "error")),
        ({"holdout": 0.0}, ("holdout", "no_holdout", "warning")),
        (
            {"message_house": MessageHouse(claims=[Claim(id="c1", text="No.1")])},
            ("message_house.claims.c1.evidence", "claim_without_evidence", "warning"),
        ),
        (
            {
                "message_house": MessageHouse(
                    claims=[Claim(id="c1", text="No.1", evidence="x", expires_on=date(2026, 12, 30))]
                )
            },
            ("message_house.claims.c1.expires_on", "claim_expires", "warning"),
        ),
    ],
)
def test_each_gap_is_named(whole: Campaign, change: dict[str, object], expected: tuple[str, str, str]) -> None:
    assert codes(msgspec.structs.replace(whole, **change)) == [expected]


def test_a_mail_needs_a_full_sender(whole: Campaign) -> None:
    assert codes(msgspec.structs.replace(whole, sender=None)) == [
        ("sender.name", "sender_incomplete", "error"),
        ("sender.email", "sender_incomplete", "error"),
        ("sender.address", "sender_incomplete", "error"),
    ]


def test_two_variants_cannot_share_an_id(whole: Campaign) -> None:
    assert codes(msgspec.structs.replace(whole, variants=whole.variants * 2)) == [
        ("variants.v_ja", "id_twice", "error")
    ]


def test_handed_in_checks_are_asked_and_errors_come_first(whole: Campaign) -> None:
    here = Problem("journey", "loop", Text("It loops.", "循環しています。"), Text("Cut it.", "直してください。"))
    problems = check_campaign(msgspec.structs.replace(whole, holdout=0.0), [lambda campaign: [here]])
    assert [problem.code for problem in problems] == ["loop", "no_holdout"]
