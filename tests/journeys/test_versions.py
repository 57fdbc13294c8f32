"""Published versions: immutable, one live, the one before drains."""

import pytest
from journey_world import DAY, END, NOW, journey, wait

from auftakt.audiences import NamedRule, parse_rule
from auftakt.campaigns import Audience, Campaign, approvable, approval_hash
from auftakt.jobs import Batch
from auftakt.journeys import JourneyStep, Pressure, finish, list_versions, pause, publish, resume, stop
from auftakt.kit.errors import InvalidInput
from auftakt.store.control import Control


def campaign(days: int) -> Campaign:
    return Campaign(id="cmp_a", name="a", journey=journey(wait("w", "end", days=days), END))


def put(control: Control, days: int, approval: str = "apr_1") -> int:
    draft = campaign(days)
    with control.session() as session:
        return publish(session, "cmp_a", approvable(draft), approval, approval_hash(draft), NOW).version


def states(control: Control) -> list[tuple[int, str, bool]]:
    with control.reading() as session:
        return [(each.version, each.state, each.paused) for each in list_versions(session, "cmp_a")]


def test_a_new_version_drains_the_one_before(control: Control) -> None:
    assert [put(control, 1), put(control, 1), put(control, 2, "apr_2")] == [1, 1, 2]
    assert states(control) == [(2, "live", False), (1, "draining", False)]


def test_pause_resume_finish_and_stop(control: Control) -> None:
    put(control, 1)
    with control.session() as session:
        pause(session, "cmp_a")
    assert states(control) == [(1, "live", True)]
    with control.session() as session:
        resume(session, "cmp_a")
        finish(session, "cmp_a", NOW + DAY)
        finish(session, "cmp_a", NOW + 2 * DAY)
        assert [each.ends_at for each in list_versions(session, "cmp_a")] == [NOW + DAY]
        stop(session, "cmp_a")
    assert states(control) == [(1, "stopped", False)]


def test_only_what_belongs_to_its_hash_is_published(control: Control) -> None:
    draft = campaign(1)
    with control.session() as session, pytest.raises(InvalidInput, match="hash"):
        publish(session, "cmp_a", approvable(draft), "apr_1", approval_hash(campaign(2)), NOW)
    assert states(control) == []


def test_the_step_names_the_audiences_that_must_be_kept(control: Control) -> None:
    step = JourneyStep(Pressure(), approvals=lambda _, ids: {}, suppressions=lambda _: [])
    rule = {"kind": "trait", "name": "city", "op": "is", "value": "Kyoto"}
    for name in ("cmp_a", "cmp_b"):
        draft = Campaign(id=name, name=name, audience=Audience(name="all", rule=rule), journey=campaign(1).journey)
        with control.session() as session:
            publish(session, name, approvable(draft), "apr_1", approval_hash(draft), NOW)
    with control.session() as session:
        stop(session, "cmp_b")
    assert step.audiences(Batch(None, NOW, control)) == [NamedRule("cmp_a", parse_rule(rule))]  # type: ignore[arg-type]
