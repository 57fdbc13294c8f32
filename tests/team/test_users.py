import pytest

from auftakt.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotSignedIn
from auftakt.team import (
    ROLES,
    User,
    actors,
    create_user,
    find_user,
    list_users,
    make_sample_team,
    require,
    set_language,
)


def person(role: str) -> User:
    return User("usr_1", "Sample", "sample@example.com", role, "en", True)  # type: ignore[arg-type]


@pytest.mark.parametrize("mine", ROLES)
@pytest.mark.parametrize("needed", ROLES)
def test_a_role_may_do_what_the_lower_ones_may(mine, needed):
    if ROLES.index(mine) >= ROLES.index(needed):
        assert require(person(mine), needed) == person(mine)
    else:
        with pytest.raises(NotAllowed) as caught:
            require(person(mine), needed)
        assert needed in str(caught.value)
        assert caught.value.as_dict("ja")["next_action"]


def test_nobody_is_asked_to_sign_in():
    with pytest.raises(NotSignedIn):
        require(None, "viewer")


def test_the_sample_team_has_one_of_each_role_and_is_made_once(control, ids, now, team):
    with control.session() as session:
        assert make_sample_team(session, ids, now) == team
        assert {user.id for user in list_users(session)} == {user.id for user in team.values()}
    assert team["editor"] == User(
        team["editor"].id, "見本 編集者 / Sample editor", "sample.editor@example.com", "editor", "en", True
    )


def test_an_address_is_one_user_however_it_is_written(control, ids, now):
    with control.session() as session:
        user = create_user(session, ids, name=" A ", email=" Ａ@Example.com ", role="editor", language="ja", now=now)
        assert user == User(user.id, "A", "a@example.com", "editor", "ja", False)
        with pytest.raises(Conflict):
            create_user(session, ids, name="B", email="A@EXAMPLE.COM", role="viewer", language="en", now=now)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("email", "nobody"),
        ("email", "a b@example.com"),
        ("email", "@example.com"),
        ("role", "boss"),
        ("language", "fr"),
    ],
)
def test_what_is_wrong_with_a_new_user_is_named(control, ids, now, field, value):
    facts = {"name": "A", "email": "a@example.com", "role": "viewer", "language": "en"} | {field: value}
    with pytest.raises(InvalidInput) as caught, control.session() as session:
        create_user(session, ids, now=now, **facts)
    assert caught.value.facts["field"] == field


def test_language_is_kept_and_unknown_users_are_not_found(control, team):
    with control.session() as session:
        set_language(session, team["viewer"].id, "ja")
    with control.reading() as session:
        assert find_user(session, team["viewer"].id).language == "ja"
        with pytest.raises(NotFound):
            find_user(session, "usr_none")


def test_actors_name_users_and_leave_what_is_gone_as_it_is(control, team):
    with control.reading() as session:
        found = actors(session, [team["admin"].id, "hub", "usr_gone"])
    assert found == {
        team["admin"].id: team["admin"],
        "hub": User("hub", "Auftakt", "", "viewer", "en", False),
        "usr_gone": User("usr_gone", "usr_gone", "", "viewer", "en", False),
    }
