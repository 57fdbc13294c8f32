"""Laws of consent: whatever comes in whatever order, nobody is mailed without a yes that counts.

A plain model walks through the same decisions one by one; the batch has to stand where the model stands.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from auftakt.channels import Confirmations, Links
from auftakt.hub import close_hub, open_hub
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock, iso
from auftakt.kit.ids import SeededIds
from auftakt.people import BothLanguages, Purpose, consent_line, put_catalogue, requests_of, standing_of
from auftakt.sources import create_source

START = datetime.fromisoformat("2026-11-22T00:00:00+00:00")
STEPS = ("web_yes", "web_no", "import_yes", "hub_no", "confirm")
NUMBERS = count()


@pytest.fixture(scope="module")
def doubled(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> Iterator[tuple[Hub, FixedClock]]:
    """A hub whose mails want a confirmation; each example is about a person of its own."""
    home = Path(shutil.copytree(empty_home, tmp_path_factory.mktemp("law") / "hub"))
    clock = FixedClock(START)
    hub = open_hub(home, clock=clock, ids=SeededIds(7), environ={})
    words = BothLanguages("Yes.", "はい。")
    with hub.control.session() as session:
        put_catalogue(session, [Purpose("marketing", words, words, ["email"], double_opt_in=True)], START)
        for source, kind in (("web", "web"), ("files", "import")):
            create_source(session, hub.ids, name=source, kind=kind, now=START, source_id=source)
    yield hub, clock
    close_hub(hub)


@examples(10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), min_size=1, max_size=7))
def test_a_yes_stands_only_if_its_owner_or_a_proof_says_so(
    doubled: tuple[Hub, FixedClock], steps: list[tuple[str, bool]]
) -> None:
    hub, clock = doubled
    address, stands, asked = f"p{next(NUMBERS)}@example.com", False, False
    for step, batch in steps:
        clock.advance(timedelta(minutes=20))
        if step == "confirm":
            # A mail went out only for what a batch has seen.
            hub.runner.run_until_idle(clock.now())
            asked = _waits(hub, address)
            if asked:
                _press(hub, address)
                stands = True
        elif step == "hub_no":
            _log(hub, [_refusal(address, clock.now())])
            stands = False
        else:
            source = "files" if step == "import_yes" else "web"
            _log(hub, [_event(source, address, step.endswith("yes"), clock.now())])
            stands = {"web_yes": stands, "web_no": False, "import_yes": True}[step]
        if batch:
            hub.runner.run_until_idle(clock.now())
            assert _stands(hub, address) == stands, steps
    hub.runner.run_until_idle(clock.now())
    assert _stands(hub, address) == stands, steps


def _log(hub: Hub, lines: list[bytes]) -> None:
    hub.log.append_now(lines)


def _refusal(address: str, at: datetime) -> bytes:
    facts: dict[str, Any] = {"message_id": f"n{next(NUMBERS)}", "at": at, "granted": False}
    return consent_line("Consent Updated", address, "email", "marketing", {}, **facts)


def _event(source: str, address: str, granted: bool, at: datetime) -> bytes:
    properties: dict[str, Any] = {"channel": "email", "purpose": "marketing", "granted": granted}
    line = {"r": iso(at), "s": source, "k": "e", "i": f"e{next(NUMBERS)}", "t": "track", "n": "Consent Updated",
            "at": iso(at), "ids": [["email", address]], "p": properties}  # fmt: skip
    return msgspec.json.encode(line)


def _waits(hub: Hub, address: str) -> bool:
    with hub.control.reading() as session:
        return any(each.state == "pending" for each in requests_of(session, [address], hub.clock.now()))


def _press(hub: Hub, address: str) -> None:
    with hub.control.reading() as session:
        (request,) = [each for each in requests_of(session, [address], hub.clock.now()) if each.state == "pending"]
    token = Links(hub.secret, "").confirm(request.id).removeprefix("/k/")
    page = Confirmations(hub).confirm(token, language="en", ip=None)
    assert page is not None
    assert page.state == "confirmed"


def _stands(hub: Hub, address: str) -> bool:
    with hub.plane.reader() as con:
        return standing_of(con, address).decided.get(("marketing", "email"), False)
