from datetime import timedelta

import pytest

from auftakt.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.team import (
    Approval,
    User,
    approval_snapshot,
    approved,
    count_pending,
    create_key,
    create_user,
    decide,
    find_approval,
    latest_approval,
    list_approvals,
    list_entries,
    request_approval,
    user_of_key,
)

TEXT = {"subject": "お帰りなさい", "audience": {"rule": "all"}, "holdout": 0.1}


def hash_of(snapshot):
    return sha256_hex(canonical_json(snapshot))


def ask(session, team, now, snapshot=TEXT, by="editor", edited_by=()):
    return request_approval(
        session, "campaign", "cmp_1", "Win-back", hash_of(snapshot), snapshot, team[by], now, edited_by=edited_by
    )


def test_an_approver_says_yes_to_exactly_this(control, now, team):
    later = now + timedelta(hours=1)
    with control.session() as session:
        asked = ask(session, team, now)
        assert asked == Approval(
            id=asked.id,
            object_type="campaign",
            object_id="cmp_1",
            title="Win-back",
            hash=hash_of(TEXT),
            state="pending",
            requested_by=team["editor"],
            requested_at=now,
            decided_by=None,
            decided_at=None,
            comment="",
        )
        assert count_pending(session) == 1
        assert approved(session, "campaign", "cmp_1", asked.hash) is None
        said = decide(session, asked.id, asked.hash, "approve", " fine ", team["approver"], later)
    with control.reading() as session:
        assert (said.state, said.comment) == ("approved", "fine")
        assert (said.decided_by, said.decided_at) == (team["approver"], later)
        assert said == approved(session, "campaign", "cmp_1", asked.hash) == find_approval(session, asked.id)
        assert approved(session, "campaign", "cmp_1", hash_of({})) is None
        assert approved(session, "campaign", "cmp_2", asked.hash) is None
        assert approval_snapshot(session, asked.id) == TEXT
        assert count_pending(session) == 0
        assert [entry.action for entry in list_entries(session, after=None, limit=2)] == [
            "approval.approved",
            "approval.requested",
        ]


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_approvers_decide(control, now, team, role):
    with control.session() as session, pytest.raises(NotAllowed):
        decide(session, ask(session, team, now, by="admin").id, hash_of(TEXT), "approve", "", team[role], now)


def test_viewers_do_not_ask(control, now, team):
    with control.session() as session, pytest.raises(NotAllowed):
        ask(session, team, now, by="viewer")


def test_nobody_approves_their_own_request_not_even_the_admin(control, now, team):
    with control.session() as session:
        asked = ask(session, team, now, by="admin")
        with pytest.raises(NotAllowed, match="You asked for this"):
            decide(session, asked.id, asked.hash, "approve", "", team["admin"], now)
        assert decide(session, asked.id, asked.hash, "approve", "", team["approver"], now).state == "approved"


def test_nobody_approves_what_they_wrote(control, now, team):
    with control.session() as session:
        asked = ask(session, team, now, edited_by=[team["approver"].id])
        with pytest.raises(NotAllowed):
            decide(session, asked.id, asked.hash, "approve", "", team["approver"], now)
        assert decide(session, asked.id, asked.hash, "approve", "", team["admin"], now).state == "approved"


def test_asking_again_for_the_same_keeps_the_request_and_adds_its_writers(control, now, team):
    with control.session() as session:
        asked = ask(session, team, now)
        assert ask(session, team, now, by="admin", edited_by=[team["approver"].id]) == asked
        with pytest.raises(NotAllowed):
            decide(session, asked.id, asked.hash, "approve", "", team["approver"], now)
        # Who only repeats the request has not written anything and asked for nothing new.
        assert decide(session, asked.id, asked.hash, "approve", "", team["admin"], now).state == "approved"
        assert ask(session, team, now).state == "approved"
        assert len(list_approvals(session, pending_only=False)) == 1


def test_a_machine_never_decides(control, ids, now, team):
    with control.session() as session:
        asked = ask(session, team, now)
        _, secret = create_key(session, ids, name="bot", role="admin", by=team["admin"], now=now)
        machine = user_of_key(session, secret, now)
        assert isinstance(machine, User)
        with pytest.raises(NotAllowed, match="Only a person"):
            decide(session, asked.id, asked.hash, "approve", "", machine, now)


def test_a_changed_text_needs_a_new_approval_and_says_what_changed(control, now, team):
    changed = TEXT | {"subject": "おかえり", "holdout": 0.2}
    with control.session() as session:
        first = ask(session, team, now)
        second = ask(session, team, now + timedelta(minutes=1), changed)
        for shown in (first, second):
            with pytest.raises(Conflict) as caught:
                decide(session, shown.id, first.hash, "approve", "", team["approver"], now)
            assert caught.value.facts == {"approval": second.id, "changed": ["holdout", "subject"]}
        assert find_approval(session, first.id).state == "superseded"
        assert latest_approval(session, "campaign", "cmp_1") == second
        decide(session, second.id, second.hash, "approve", "", team["approver"], now)
        assert approved(session, "campaign", "cmp_1", first.hash) is None
        with pytest.raises(Conflict, match="already approved"):
            decide(session, second.id, second.hash, "reject", "no", team["approver"], now)


def test_an_unknown_hash_is_refused_too(control, now, team):
    with control.session() as session, pytest.raises(Conflict, match="unknown"):
        decide(session, ask(session, team, now).id, "0" * 64, "approve", "", team["approver"], now)


def test_a_rejection_says_why_and_the_same_can_be_asked_again(control, now, team):
    with control.session() as session:
        asked = ask(session, team, now)
        with pytest.raises(InvalidInput):
            decide(session, asked.id, asked.hash, "reject", "  ", team["approver"], now)
        assert decide(session, asked.id, asked.hash, "reject", "Too long", team["approver"], now).comment == "Too long"
        again = ask(session, team, now)
        assert (again.state, again.id != asked.id) == ("pending", True)


def test_going_back_to_what_was_approved_needs_no_new_approval(control, now, team):
    with control.session() as session:
        first = ask(session, team, now)
        yes = decide(session, first.id, first.hash, "approve", "", team["approver"], now)
        other = ask(session, team, now, TEXT | {"holdout": 0.5})
        assert ask(session, team, now) == yes
        assert find_approval(session, other.id).state == "superseded"


def test_a_hash_that_is_not_the_snapshot_s_is_refused(control, now, team):
    with control.session() as session, pytest.raises(InvalidInput):
        request_approval(session, "campaign", "cmp_1", "T", "0" * 64, TEXT, team["editor"], now)


def test_an_unknown_approval_is_not_found(control, now, team):
    with control.session() as session, pytest.raises(NotFound):
        decide(session, "apr_none", "", "approve", "", team["approver"], now)


def test_a_second_approver_who_is_a_real_person_may_decide(control, ids, now, team):
    with control.session() as session:
        other = create_user(session, ids, name="Kei", email="kei@example.com", role="approver", language="ja", now=now)
        asked = ask(session, team, now, by="approver")
        assert decide(session, asked.id, asked.hash, "approve", "", other, now).decided_by == other
