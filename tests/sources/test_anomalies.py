"""What comes far more or less often than usual shows, chance does not; and so does a property that changes."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock, iso
from auftakt.sources.plan.volume import judged

Client = Callable[..., TestClient]
DAY = timedelta(days=1)


def weeks(latest: int, *before: int) -> list[int]:
    """Counts of 29 days, the latest first, with these at the same hours of earlier weeks and a like number between."""
    counts = [before[0] if before else 0] * 29 if before else [0] * 29
    counts[0] = latest
    for week, count in enumerate(before, 1):
        counts[7 * week] = count
    return counts


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (weeks(0, 100, 100, 100, 100), (100, "missing")),
        (weeks(40, 100, 90, 110, 100), (100, "low")),
        (weeks(200, 100, 90, 110, 100), (100, "high")),
        (weeks(104, 100, 90, 110, 100), (100, "usual")),
        # Weeks that differ as much make nothing unusual.
        (weeks(40, 100, 20, 180, 60), (80, "usual")),
        # A few a day may well stay away for one.
        (weeks(0, 5, 4, 6, 5), (5, "usual")),
        ([7] + [0] * 28, (None, "new")),
        ([7] * 6 + [0] * 23, (None, "new")),
        ([7] * 12 + [0] * 17, (None, "early")),
        # It came a month ago for the last time.
        ([0] * 28 + [900], (0, "usual")),
    ],
)
def test_a_count_is_judged_by_the_weeks_before(counts: list[int], expected: tuple[float | None, str]) -> None:
    assert judged(counts) == expected


@pytest.mark.parametrize("mean", [1, 3, 10, 30, 100, 1_000])
def test_chance_alone_is_hardly_ever_unusual(mean: int) -> None:
    """At most one in two hundred, however rare the event; and one that stops is noticed from 40 a day on."""
    dice = random.Random(mean)

    def count() -> int:
        # Events that come independently of each other: a binomial of many tries is close to that.
        return sum(dice.random() < 0.1 for _ in range(mean * 10)) if mean < 50 else round(dice.gauss(mean, mean**0.5))

    days = [[count() for _ in range(29)] for _ in range(400)]
    unusual = [each for each in days if judged(each)[1] in ("low", "high", "missing")]
    assert len(unusual) <= 2
    if mean >= 40:
        assert all(judged([0, *each[1:]])[1] == "missing" for each in days)


def arrive(hub: Hub, happened: Iterator[tuple[datetime, str, dict[str, Any]]]) -> None:
    lines = [
        msgspec.json.encode(
            {
                "r": iso(at), "s": "shop", "k": "e", "i": f"{name}{number}", "t": "track", "n": name, "at": iso(at),
                "ids": [["user_id", "u1"]], "p": properties,
            }
        )
        for number, (at, name, properties) in enumerate(happened)
    ]  # fmt: skip
    hub.log.append_now(lines)
    hub.runner.run_until_idle(hub.clock.now())


def test_events_of_five_weeks_tell_what_changed(hub: Hub, clock: FixedClock, client: Client) -> None:
    now = clock.now()

    def happened() -> Iterator[tuple[datetime, str, dict[str, Any]]]:
        for day in range(35):
            for place in range(40):
                at = now - DAY * day - timedelta(minutes=place)
                recent = day < 7
                if day:
                    yield at, "Order Completed", {"total": "12" if recent else 12, "coupon": None, "id": "a"}
                yield at, "Page Viewed", {"path": "/"} | ({"variant": True} if recent and place % 2 else {})
                if not recent or place < 10:
                    yield at, "Signed Up", {"plan": "pro"} if not recent else {}

    arrive(hub, happened())
    found = client("viewer").get("/api/plan/anomalies").json()
    volumes = {each["name"]: (each["state"], each["days"][-1], each["usual"]) for each in found["volumes"]}
    assert volumes == {
        "Order Completed": ("missing", 0, 40),
        "Signed Up": ("low", 10, 40),
        "Page Viewed": ("usual", 40, 40),
    }
    assert [each["name"] for each in found["volumes"]] == ["Order Completed", "Signed Up", "Page Viewed"]
    drifts = [
        (each["name"], each["key"], each["change"], each["before"], each["after"], each["became"])
        for each in found["drifts"]
    ]
    assert drifts == [
        ("Order Completed", "total", "type", 0, 1, "text"),
        ("Signed Up", "plan", "gone", 1, 0, ""),
        ("Page Viewed", "variant", "appeared", 0, 0.5, ""),
    ]
    assert client("").get("/api/plan/anomalies").status_code == 401


def test_what_the_hub_makes_itself_and_what_is_old_says_nothing(hub: Hub, clock: FixedClock, client: Client) -> None:
    now = clock.now()
    arrive(hub, iter([(now - DAY * 60, "Opened", {"a": 1})] * 3))
    assert client("viewer").get("/api/plan/anomalies").json() == {"volumes": [], "drifts": []}
