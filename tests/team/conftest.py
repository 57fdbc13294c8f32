"""A team of one person per role, on an empty control state."""

from datetime import datetime

import pytest

from auftakt.kit.clock import FixedClock
from auftakt.kit.ids import SeededIds
from auftakt.store.control import Control
from auftakt.team import Passwords, Role, User, make_sample_team


@pytest.fixture
def now(clock: FixedClock) -> datetime:
    return clock.now()


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(memory_kib=8, rounds=1)


@pytest.fixture
def team(control: Control, ids: SeededIds, now: datetime) -> dict[Role, User]:
    with control.session() as session:
        return make_sample_team(session, ids, now)
