from datetime import timedelta

import pytest

from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.team import (
    Key,
    User,
    create_key,
    drop_local_key,
    list_keys,
    local_key,
    revoke_key,
    user_of_key,
)
from auftakt.team.models import KeyRow


def test_a_key_acts_in_its_role_until_it_is_revoked(control, ids, now, team):
    with control.session() as session:
        key, secret = create_key(session, ids, name="till", role="editor", by=team["admin"], now=now)
        assert key == Key(key.id, "till", "editor", now, None)
        assert user_of_key(session, secret, now) == User(key.id, "till", "", "editor", "en", False)
        assert user_of_key(session, secret + "x", now) is None
        assert secret not in str([vars(row) for row in session.query(KeyRow)])
        revoke_key(session, key.id, by=team["admin"], now=now)
        assert user_of_key(session, secret, now) is None
        assert list_keys(session) == []
        with pytest.raises(NotFound):
            revoke_key(session, key.id, by=team["admin"], now=now)
        with pytest.raises(InvalidInput):
            create_key(session, ids, name="till", role="owner", by=team["admin"], now=now)


def test_use_of_a_key_is_noted_once_a_minute(control, ids, now, team):
    with control.session() as session:
        _, secret = create_key(session, ids, name="till", role="viewer", by=team["admin"], now=now)
        for second in (0, 30, 59):
            user_of_key(session, secret, now + timedelta(seconds=second))
        assert list_keys(session)[0].last_used_at == now
        user_of_key(session, secret, now + timedelta(seconds=60))
        assert list_keys(session)[0].last_used_at == now + timedelta(seconds=60)


def test_the_local_key_is_one_at_a_time_unlisted_and_goes(control, now, team):
    with control.session() as session:
        old, new = local_key(session, now), local_key(session, now)
        user = user_of_key(session, new, now)
        assert user is not None
        assert user.role == "admin"
        assert user_of_key(session, old, now) is None
        assert list_keys(session) == []
        with pytest.raises(NotFound):
            revoke_key(session, user.id, by=team["admin"], now=now)
        drop_local_key(session)
        assert user_of_key(session, new, now) is None
