from datetime import timedelta

import pytest

from auftakt.kit.errors import InvalidInput, NotAllowed, NotSignedIn, TooMany
from auftakt.store.control import Control
from auftakt.team import (
    SESSION_LASTS,
    count_attempt,
    create_user,
    has_users,
    password_link,
    setup_link,
    sign_in,
    sign_out,
    start_session,
    switch_user,
    use_link,
    user_of_session,
)
from auftakt.team.models import LinkRow, SessionRow, UserRow

WORD = "four plain words here"


@pytest.fixture
def use(ids, passwords, now):
    """Takes a link as Ada, unless told otherwise."""

    def take(session, token, when=now, **typed):
        facts = {"name": "Ada", "email": "ada@example.com", "password": WORD, "language": "ja"} | typed
        return use_link(session, passwords, ids, token=token, now=when, **facts)

    return take


@pytest.fixture
def admin(control, now, use):
    with control.session() as session:
        return use(session, setup_link(session, now))


def test_the_first_link_makes_the_admin_and_then_there_is_none(control, now, admin):
    assert (admin.role, admin.language, admin.email) == ("admin", "ja", "ada@example.com")
    with control.session() as session:
        assert has_users(session)
        assert setup_link(session, now) is None


def test_a_link_works_once_and_a_newer_one_replaces_it(control, now, use):
    with control.session() as session:
        old, new = setup_link(session, now), setup_link(session, now)
        with pytest.raises(NotAllowed):
            use(session, old)
        with pytest.raises(NotAllowed):
            use(session, new, now + timedelta(days=7))
        use(session, new)
        with pytest.raises(NotAllowed):
            use(session, new)


def test_an_invited_user_chooses_a_password_and_old_sessions_end(control, ids, passwords, now, admin, use):
    with control.session() as session:
        user = create_user(session, ids, name="Eve", email="eve@example.com", role="editor", language="en", now=now)
        before = start_session(session, user.id, now)
        token = password_link(session, user.id, now)
        same = use(session, token, name="", email="other@example.com")
        assert same == user
        assert user_of_session(session, before, now) is None
        assert sign_in(session, passwords, "EVE@example.com", WORD, now)[0] == user


@pytest.mark.parametrize("word", ["short", "x" * 2000])
def test_a_password_that_is_too_short_or_too_long_is_refused_and_the_link_stays(control, now, use, word):
    with control.session() as session:
        token = setup_link(session, now)
    with pytest.raises(InvalidInput), control.session() as session:
        use(session, token, password=word)
    with control.session() as session:
        use(session, token)


@pytest.mark.parametrize(("email", "word"), [("ada@example.com", "wrong password"), ("nobody@example.com", WORD)])
def test_a_failed_sign_in_does_not_say_what_was_wrong(control, passwords, now, admin, email, word):
    with control.session() as session, pytest.raises(NotSignedIn) as caught:
        sign_in(session, passwords, email, word, now)
    assert str(caught.value) == "The address or the password is wrong."


def test_a_user_without_a_password_can_not_sign_in(control, passwords, now, team):
    with control.session() as session, pytest.raises(NotSignedIn):
        sign_in(session, passwords, team["admin"].email, "a password that nobody has", now)


def test_a_session_ends_by_time_and_by_signing_out(control, passwords, now, admin):
    with control.session() as session:
        token = sign_in(session, passwords, "ada@example.com", WORD, now)[1]
        other = start_session(session, admin.id, now)
        assert user_of_session(session, token, now + SESSION_LASTS - timedelta(seconds=1)) == admin
        assert user_of_session(session, token, now + SESSION_LASTS) is None
        sign_out(session, token)
        assert user_of_session(session, token, now) is None
        assert user_of_session(session, other, now) == admin
        start_session(session, admin.id, now + SESSION_LASTS)
        assert session.query(SessionRow).count() == 1


def test_five_tries_a_minute_and_address_are_counted_even_though_they_fail(control: Control, now):
    def attempt(email, when):
        with control.session() as session:
            count_attempt(session, email, when)

    for second in range(5):
        attempt("Ada@example.com", now + timedelta(seconds=second))
    with pytest.raises(TooMany) as caught:
        attempt("ada@EXAMPLE.com", now + timedelta(seconds=20))
    assert caught.value.facts == {"seconds": 40}
    attempt("eve@example.com", now + timedelta(seconds=20))
    attempt("ada@example.com", now + timedelta(seconds=60))


def test_only_hashes_are_kept(control, passwords, now, admin):
    with control.session() as session:
        token = start_session(session, admin.id, now)
        link = password_link(session, admin.id, now)
        kept = [session.query(SessionRow).all(), session.query(LinkRow).all(), session.query(UserRow).all()]
        text = str([vars(row) for rows in kept for row in rows])
    assert token not in text
    assert link not in text
    assert WORD not in text
    assert "$argon2id$" in text


def test_the_switch_works_for_samples_in_a_demo_only(control, now, team, ids):
    with control.session() as session:
        user, token = switch_user(session, team["approver"].id, now, demo=True)
        assert user == team["approver"] == user_of_session(session, token, now)
        with pytest.raises(NotAllowed):
            switch_user(session, team["approver"].id, now, demo=False)
        real = create_user(session, ids, name="R", email="r@example.com", role="admin", language="en", now=now)
        with pytest.raises(NotAllowed):
            switch_user(session, real.id, now, demo=True)
