"""The control state as far as channels need it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import auftakt.campaigns.models
import auftakt.channels.models
import auftakt.team.models  # noqa: F401 - declares its tables
from auftakt.store.control import Base, Control


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = Control.open_file(tmp_path / "control.db")
    Base.metadata.create_all(control.engine)
    yield control
    control.close()
