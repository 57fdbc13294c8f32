"""Kill -9 at ten random instants, during ingest, micro-batch and sending: nothing lost, nothing twice.

The hub runs as a process of its own and dies without a word; the mail server lives on in the test. The sender repeats
what was not acknowledged, as every SDK does. In the end everybody who entered the journey has exactly one mail, or is
listed as unknown.
"""

import json
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import text

from auftakt import journeys
from auftakt.campaigns import (
    Audience,
    Campaign,
    Goal,
    MessageHouse,
    Pillar,
    Sender,
    Target,
    Variant,
    apply_decision,
    create_campaign,
    launch,
    submit,
)
from auftakt.channels import MailboxServer, MailStore
from auftakt.content import check_content, pillar_hash
from auftakt.hub import close_hub, open_hub
from auftakt.journeys import check_journey
from auftakt.kit.clock import SystemClock
from auftakt.sources import create_source
from auftakt.team import create_user, decide, latest_approval

PEOPLE = 3000
KILLS = 10
# Letters that are claimed, on a line or answered but not yet written down, at one instant.
IN_THE_AIR = 64
WRITE_KEY = "kill-test-write-key"

SETTINGS = """\
timezone = "UTC"
[smtp]
host = "127.0.0.1"
port = {port}
tls = "none"
connections = 2
[pressure]
quiet_from = 0
quiet_until = 0
[batch]
every_seconds = 0.1
"""


class Sink:
    """The mail server of somebody else: it survives the hub."""

    def __init__(self, folder: Path) -> None:
        self.store = MailStore.open(folder / "sink.db")
        self.server = MailboxServer(self.store, SystemClock(), port=0)
        self.server.start()

    def addresses(self) -> Counter[str]:
        return Counter(mail.to for mail in self.store.list(limit=10 * PEOPLE))

    def close(self) -> None:
        self.server.stop()
        self.store.close()


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    sink = Sink(tmp_path)
    yield sink
    sink.close()


def prepare(home: Path, port: int) -> str:
    """A hub with a source and one approved, live campaign for everybody; gives the campaign's id."""
    home.mkdir()
    (home / "auftakt.toml").write_text(SETTINGS.format(port=port))
    hub = open_hub(home, environ={})
    now = hub.clock.now()
    with hub.control.session() as session:
        editor, approver = (
            create_user(
                session, hub.ids, name=f"Sample {role}", email=f"{role}@example.com", role=role, language="en", now=now
            )
            for role in ("editor", "approver")
        )
        create_source(session, hub.ids, name="Shop", kind="server", now=now, write_key=WRITE_KEY)
        create_campaign(session, campaign(now.date() + timedelta(days=9)), by=editor, now=now)
        submit(session, "welcome", by=editor, now=now, checks=[check_content(("email",)), check_journey])
        asked = latest_approval(session, "campaign", "welcome")
        assert asked
        apply_decision(session, decide(session, asked.id, asked.hash, "approve", "", approver, now), now=now)
        launch(session, "welcome", by=editor, now=now, journeys=journeys, zone=ZoneInfo("UTC"))
    close_hub(hub)
    return "welcome"


def campaign(until: date) -> Campaign:
    pillar = Pillar(title="Welcome", body="We are glad that you are here.", language="en")
    mail = Variant(
        id="mail",
        language="en",
        subject="Welcome",
        preheader="Glad",
        body="We are glad.",
        pillar_hash=pillar_hash(pillar),
    )
    return Campaign(
        id="welcome",
        name="Welcome",
        idea="Everybody who comes gets one mail.",
        audience=Audience(name="Everyone", rule={"kind": "everyone"}),
        goal=Goal(event="Order Completed", within_days=7, description="An order"),
        targets=[Target(kpi="reached", value=PEOPLE, unit="people", by=until)],
        starts_on=until - timedelta(days=9),
        ends_on=until,
        message_house=MessageHouse(message="Welcome"),
        pillar=pillar,
        variants=[mail],
        journey={
            "entry": {"kind": "audience"},
            "reentry": "never",
            "exit": [],
            "first": "send",
            "steps": [
                {"id": "send", "kind": "send", "channel": "email", "variants": ["mail"], "next": "end"},
                {"id": "end", "kind": "exit"},
            ],
        },
        holdout=0.1,
        languages=["en"],
        sender=Sender(name="Sample", email="hub@example.com", address="Sample street 1"),
    )


class Traffic(threading.Thread):
    """Sends everybody in batches of twenty, each until it is acknowledged; some batches twice, some events broken."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.url = f"http://127.0.0.1:{port}/v1/batch"
        self.acknowledged_events = 0
        self.broken = 0
        self.finished = threading.Event()
        self.stopping = threading.Event()
        self.delay = 0.03

    def run(self) -> None:
        with httpx.Client(auth=(WRITE_KEY, ""), trust_env=False, timeout=10) as client:
            for first in range(0, PEOPLE, 20):
                batch = [person(number) for number in range(first, first + 20)]
                if first % 200 == 0:
                    batch.append({"type": "track", "messageId": f"broken-{first}", "event": "Nobody's"})
                    self.broken += 1
                self.until_acknowledged(client, batch)
                if first % 400 == 0:
                    self.until_acknowledged(client, batch)
                time.sleep(self.delay)
        self.finished.set()

    def until_acknowledged(self, client: httpx.Client, batch: list[dict[str, object]]) -> None:
        while not self.stopping.is_set():
            try:
                if client.post(self.url, json={"batch": batch}).status_code == 200:
                    self.acknowledged_events += len(batch)
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)


def person(number: int) -> dict[str, object]:
    consent = {"email": {"granted": True, "evidence": {"form": "sample"}}}
    return {
        "type": "identify",
        "messageId": f"person-{number}",
        "userId": f"user-{number}",
        "traits": {"email": f"person-{number}@example.com", "name": f"Sample {number}", "consent": consent},
    }


class HubProcess:
    """`auftakt up` as a process that can be killed."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            sys.executable,
            "-c",
            "from auftakt.cli import main; main()",
            "up",
            "--home",
            str(self.home),
            "--port",
            str(self.port),
        ]
        with (self.home.parent / "hub.out").open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        for _ in range(600):
            assert self.process.poll() is None, (self.home.parent / "hub.out").read_text()[-3000:]
            try:
                httpx.get(f"http://127.0.0.1:{self.port}/health", trust_env=False, timeout=5)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the hub did not answer within its time")

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def status(self) -> dict[str, object]:
        key = json.loads((self.home / "server.json").read_text())["key"]
        answer = httpx.get(
            f"http://127.0.0.1:{self.port}/api/status",
            headers={"Authorization": f"Bearer {key}"},
            trust_env=False,
            timeout=60,
        )
        found: dict[str, object] = answer.json()
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_kills_lose_nothing_and_repeat_nothing(tmp_path: Path, sink: Sink) -> None:
    chance = random.Random(20261122)
    home, port = tmp_path / "hub", free_port()
    prepare(home, sink.server.address[1])
    hub, traffic = HubProcess(home, port), Traffic(port)
    hub.start()
    traffic.start()
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.05, 1.5))
            hub.kill()
            hub.start()
        assert traffic.finished.wait(180)
        settled = wait_until_settled(hub)
    finally:
        traffic.stopping.set()
        hub.end()

    counters = settled["counters"]
    accounted = counters["stored"] + counters["quarantined"] + counters["duplicate"] + counters["suppressed"]
    assert counters["received"] == accounted
    assert counters["balanced"] is True
    assert counters["received"] >= traffic.acknowledged_events
    assert settled["totals"]["people"] == PEOPLE

    hub_again = open_hub(home, environ={})
    with hub_again.plane.reader() as con:
        identified = con.execute(
            "select count(*), count(distinct message_id) from events where name = 'Identified'"
        ).fetchall()
        arms = dict(con.execute("select arm, count(*) from assignments group by arm").fetchall())
        reserved = {
            address for (address,) in con.execute("select address from sends where decision = 'reserved'").fetchall()
        }
    with hub_again.control.reading() as session:
        ledger = dict(session.execute(text("select address, state from deliveries")).all())
    close_hub(hub_again)

    mails = sink.addresses()
    unknown = {address for address, state in ledger.items() if state == "unknown"}
    assert identified == [(PEOPLE, PEOPLE)]
    assert sum(arms.values()) == PEOPLE
    assert len(reserved) == arms["treated"]
    assert set(ledger) == reserved
    assert [address for address, count in mails.items() if count > 1] == []
    assert reserved - unknown <= set(mails) <= reserved
    assert set(ledger.values()) <= {"accepted", "unknown"}
    assert len(unknown) <= KILLS * IN_THE_AIR


def wait_until_settled(hub: HubProcess) -> dict[str, dict[str, int]]:
    for _ in range(600):
        status: dict[str, dict[str, int]] = hub.status()  # type: ignore[assignment]
        sends = status["sends"]
        on_their_way = sends["reserved"] + sends["handed"] + sends["deferred"]
        done = sends["accepted"] + sends["unknown"]
        if status["counters"]["waiting"] == 0 and on_their_way == 0 and done >= PEOPLE * 0.85:
            return status
        time.sleep(0.2)
    raise AssertionError(f"not settled: {status['counters']} {status['sends']}")
