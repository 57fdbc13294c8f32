"""Fixtures for all tests: a clock that stands still, ids that repeat, empty stores, a hub, clients by role."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import typer.main
import typer.testing
from anyio.from_thread import BlockingPortal, start_blocking_portal
from empty_stores import empty_control
from examples import WHOLE
from hypothesis import settings
from starlette.testclient import TestClient

from auftakt.hub import close_hub, open_hub
from auftakt.jobs import Batch, Hub
from auftakt.kit.clock import FixedClock
from auftakt.kit.ids import SeededIds
from auftakt.store.control import Control
from auftakt.store.log import Log
from auftakt.store.plane import Connection, Plane
from auftakt.team import create_user, list_users, start_session
from auftakt.web.app import make_app
from auftakt.web.deps import COOKIE

# Where it may not keep bytecode, Python compiles every module anew in each of the many processes of a run.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Typer makes all commands anew for each call of one; they hold nothing of a call.
typer.testing._get_command = cache(typer.main.get_command)

# On a busy machine the first example pays for imports; slowness is the benches' business.
settings.register_profile("auftakt", deadline=None, max_examples=25)
settings.register_profile(WHOLE, deadline=None)
settings.load_profile("auftakt")

START = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def ids() -> SeededIds:
    return SeededIds(1)


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = empty_control(tmp_path / "control.db")
    yield control
    control.close()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log.open(tmp_path / "log")
    yield log
    log.close()


@pytest.fixture
def plane(tmp_path: Path) -> Iterator[Plane]:
    plane = Plane.open(tmp_path / "plane.duckdb")
    yield plane
    plane.close()


@pytest.fixture
def make_batch(control: Control) -> Callable[..., Batch]:
    """`make_batch(con, now)`: a batch on a connection that is inside a transaction."""

    def make(con: Connection, now: datetime = START, **facts: object) -> Batch:
        return Batch(con, now, control, **facts)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data with known answers; a test that needs it is skipped where it is absent."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("AUFTAKT_SHARED_DATA", beside))
    if not folder.is_dir():
        missing = f"no real data at {folder} (set AUFTAKT_SHARED_DATA)"
        if os.environ.get("AUFTAKT_NO_SKIP") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a hub that was opened once: making the tables is the slow part, so it is done once."""
    home = tmp_path_factory.mktemp("template") / "hub"
    close_hub(open_hub(home, environ={}))
    return home


@pytest.fixture
def hub(tmp_path: Path, empty_home: Path, clock: FixedClock, ids: SeededIds) -> Iterator[Hub]:
    """A whole hub in an empty directory; its clock stands still and nothing runs by itself."""
    home = Path(shutil.copytree(empty_home, tmp_path / "hub"))
    hub = open_hub(home, clock=clock, ids=ids, environ={})
    yield hub
    close_hub(hub)


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for all clients; else each request starts a loop and a thread of its own."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture
def client(hub: Hub, portal: BlockingPortal) -> Iterator[Callable[[str], TestClient]]:
    """`client("editor")`: a client of the API, signed in as a user of that role; `client("")` is nobody."""
    opened: list[TestClient] = []

    def make(role: str = "admin") -> TestClient:
        client = TestClient(make_app(hub), headers={"X-Auftakt": "1", "Accept-Language": "en"})
        client.portal = portal
        opened.append(client)
        if role:
            now = hub.clock.now()
            with hub.control.session() as session:
                known = next((user for user in list_users(session) if user.email == f"{role}@example.com"), None)
                user = known or create_user(
                    session,
                    hub.ids,
                    name=f"Sample {role}",
                    email=f"{role}@example.com",
                    role=role,
                    language="en",
                    now=now,
                )
                client.cookies.set(COOKIE, start_session(session, user.id, now))
        return client

    yield make
    for each in opened:
        each.close()
