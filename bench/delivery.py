"""Mails rendered and handed to a sink on this machine, against the floor: the same bytes pushed by a bare loop.

    python bench/delivery.py [people]        default 10000; memory is measured at a tenth and at the whole

The sink is a process of its own that reads and forgets. Counted is everything: ledger, rendering from the approved
snapshot, tracking links, MIME, SMTP, answers to ledger and log.
"""

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from auftakt.campaigns import Campaign, Sender, Variant, approvable, approval_hash
from auftakt.channels import ApprovedRenderer, Dispatcher, HandOverStep, Links, Outbox, Server
from auftakt.jobs import Batch
from auftakt.kit.clock import FixedClock, naive
from auftakt.kit.ids import SeededIds
from auftakt.kit.settings import Settings
from auftakt.store.control import Base, Control
from auftakt.store.log import Log
from auftakt.store.plane import Plane
from auftakt.team import decide, make_sample_team, request_approval

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FLOOR_LINES = 4
BODY = """# 秋の新着ワイン

{{ person.name }} 様、いつもありがとうございます。ポイントは {{ person.points }} 点です。

- [赤ワインを見る](https://shop.example.com/wine/red?from=mail)
- [白ワインを見る](https://shop.example.com/wine/white?from=mail)

またのお越しをお待ちしています。[店舗を探す](https://shop.example.com/stores)
"""


class Sink(asyncio.Protocol):
    """Says what a mail server says, and forgets."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.rest = b""
        self.in_data = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        out = []
        while True:
            end = self.rest.find(b"\r\n.\r\n" if self.in_data else b"\r\n")
            if end < 0:
                break
            line, self.rest = self.rest[:end], self.rest[end + (5 if self.in_data else 2) :]
            if self.in_data:
                self.in_data = False
                out.append(b"250 ok\r\n")
            elif line[:4] == b"EHLO":
                out.append(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif line == b"DATA":
                self.in_data = True
                out.append(b"354 go\r\n")
            else:
                out.append(b"250 ok\r\n")
        self.transport.write(b"".join(out))


async def serve_sink() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def fill(home: Path, people: int) -> tuple[Control, Plane]:
    """A hub's stores with people, one approved campaign, and a reserved send for each of them."""
    control = Control.open_file(home / "control.db")
    Base.metadata.create_all(control.engine)
    plane = Plane.open(home / "plane.duckdb")
    campaign = Campaign(
        id="cmp_1",
        name="Autumn",
        sender=Sender(name="見本商店", email="shop@example.com", address="東京都見本区 1-1"),
        variants=[
            Variant(id="v_ja", subject="{{ person.name }} 様へ、秋の新着ワイン", preheader="今週だけ", body=BODY)
        ],
    )
    with control.session() as session:
        team = make_sample_team(session, SeededIds(1), NOW)
        asked = request_approval(
            session, "campaign", "cmp_1", "Autumn", approval_hash(campaign), approvable(campaign), team["editor"], NOW
        )
        decide(session, asked.id, asked.hash, "approve", "", team["approver"], NOW)
    with plane.writer() as con:
        con.execute(
            "insert into traits (person_id, name, text, number, set_at, source_id, log_offset)"
            " select range, 'name', '見本 花子' || range, null, $now, 'crm', 0 from range($n)"
            " union all select range, 'points', null, range % 900, $now, 'crm', 0 from range($n)",
            {"n": people, "now": naive(NOW)},
        )
        con.execute(
            "insert into sends (send_id, campaign_id, journey_id, version, step_id, person_id, channel, variant_id,"
            " language, address, decision, reason, decided_at, approval_id)"
            " select 'snd_' || lpad(range::varchar, 26, '0'), 'cmp_1', 'j', 1, 's1', range, 'email', 'v_ja', 'ja',"
            " 'p' || range || '@example.com', 'reserved', 'sent_ok', $now, $approval from range($n)",
            {"n": people, "now": naive(NOW), "approval": asked.id},
        )
    return control, plane


def deliver(people: int, port: int) -> dict[str, float]:
    """One delivery in this process; seconds for taking over and for sending, CPU seconds, peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        control, plane = fill(Path(folder), people)
        clock, log, settings = FixedClock(NOW), Log.open(Path(folder) / "log"), Settings()
        links = Links(b"s" * 32, "https://hub.example.com")
        outbox = Outbox(control, log, clock, ApprovedRenderer(control, plane, settings, links), links)
        started = time.perf_counter()
        with plane.reader() as con:
            HandOverStep(plane).committed(Batch(con, NOW, control))
        taken_over, worked = time.perf_counter(), time.process_time()
        dispatcher = Dispatcher(outbox, Server("127.0.0.1", port), lines=FLOOR_LINES)
        dispatcher.start()
        dispatcher.drain(600)
        sent, worked = time.perf_counter(), time.process_time() - worked
        dispatcher.stop()
        log.close()
        plane.close()
        control.close()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"take_over": taken_over - started, "send": sent - taken_over, "cpu": worked, "peak_mb": peak}


async def push(port: int, mails: int, size: int) -> float:
    """The floor: the same number of bytes, envelope and body, pipelined over as many lines; nothing else."""
    envelope = b"MAIL FROM:<shop@example.com> BODY=8BITMIME\r\nRCPT TO:<p1234@example.com>\r\nDATA\r\n"
    body = (b"x" * 76 + b"\r\n") * (size // 78) + b".\r\n"

    async def line(count: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await reader.readline()
        writer.write(b"EHLO floor\r\n")
        for _ in range(3):
            await reader.readline()
        writer.write(envelope)
        for number in range(count):
            await reader.readuntil(b"354 go\r\n")
            writer.write(body + (envelope if number + 1 < count else b""))
        await reader.readline()
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(line(mails // FLOOR_LINES) for _ in range(FLOOR_LINES)))
    return time.perf_counter() - started


def mail_size() -> int:
    """Bytes of one mail as it goes over the line."""
    from auftakt.channels.mime import skeleton_of

    with tempfile.TemporaryDirectory() as folder:
        control, plane = fill(Path(folder), 1)
        links = Links(b"s" * 32, "https://hub.example.com")
        with plane.reader() as con:
            HandOverStep(plane).committed(Batch(con, NOW, control))
        log = Log.open(Path(folder) / "log")
        box = Outbox(control, log, FixedClock(NOW), ApprovedRenderer(control, plane, Settings(), links), links)
        letter = box.letters(1)[0]
        log.close()
        plane.close()
        control.close()
        return len(skeleton_of(letter.mail.sender).build(letter, eight_bit=True))


def measure(people: int, port: int) -> dict[str, float]:
    """A delivery in a process of its own, so that memory is its own."""
    made = subprocess.run(
        [sys.executable, __file__, "deliver", str(people), str(port)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(made.stdout)
    return found


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sink = subprocess.Popen([sys.executable, __file__, "sink"], stdout=subprocess.PIPE, text=True)
    try:
        assert sink.stdout is not None
        port = int(sink.stdout.readline())
        size = mail_size()
        few, many = measure(people // 10, port), measure(people, port)
        floor = people / asyncio.run(push(port, people, size))
    finally:
        sink.terminate()
        sink.wait()
    rate = people / many["send"]
    print(
        f"delivery: {rate:,.0f} mails/s of {size:,} bytes ({people:,} people;"
        f" take-over {people / many['take_over']:,.0f}/s; {people / many['cpu']:,.0f} mails per second of CPU);"
        f" floor {floor:,.0f}/s, ratio {rate / floor:.2f}; peak {few['peak_mb']:.0f} MB at {people // 10:,}, "
        f"{many['peak_mb']:.0f} MB at {people:,} people (x{many['peak_mb'] / few['peak_mb']:.2f})"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["sink"]:
        asyncio.run(serve_sink())
    elif sys.argv[1:2] == ["deliver"]:
        print(json.dumps(deliver(int(sys.argv[2]), int(sys.argv[3]))))
    else:
        main()
