"""Makes the demo hub: scene after scene, each with its progress."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from auftakt.demo import story
from auftakt.demo.played import Model
from auftakt.demo.retailer import import_silo, keep_campaigns, keep_source
from auftakt.demo.silos import END_OF_YEAR, Year, days_to_move
from auftakt.hub import DEMO_MARK, close_hub, open_hub
from auftakt.jobs import Hub, Progress
from auftakt.kit.clock import FixedClock
from auftakt.kit.errors import Conflict
from auftakt.kit.ids import SeededIds
from auftakt.kit.text import Text
from auftakt.sources import PLAYED
from auftakt.team import make_sample_team

_COMPLETE = "complete\n"
_SETTINGS = """\
# A demo hub: the retailer's year with sample contact details.
name = "Sample Store (demo)"
language = "en"
currency = "USD"
mailbox_port = 0

[smtp]
from_address = "store@example.com"
from_name = "Sample Store / 見本ストア"
postal_address = "1-2-3 Sample, Tokyo / 東京都見本区見本1-2-3"
"""


@dataclass(frozen=True)
class Scene:
    """How far the making is. `number` counts from 1; `total` is 0 while nobody can say."""

    number: int
    of: int
    title: Text
    done: int
    total: int
    note: str


@dataclass(frozen=True)
class Made:
    """What the demo hub holds; `seconds` per scene, in their order. `told` is None where the hub was there already."""

    home: Path
    told: story.Told | None
    seconds: tuple[tuple[str, float], ...]


Report = Callable[[Scene], None]

_TITLES = (
    Text("Four silos are written", "4つのサイロを書き出しています"),
    Text("The year is imported", "1年分を取り込んでいます"),
    Text("People are unified", "人物を統合しています"),
    Text("An idea becomes a campaign", "アイデアをキャンペーンにしています"),
    Text("The journey is rehearsed on the year", "1年分のデータでリハーサルしています"),
    Text("Four weeks pass", "4週間を進めています"),
)


def make_demo(home: Path, now: datetime, report: Report) -> Made:
    """Makes the hub in `home` unless it is there. What an earlier try left half made is made again from the start.

    Raises Conflict where `home` holds something that is no demo hub.
    """
    mark = home / DEMO_MARK
    if mark.exists() and mark.read_text() == _COMPLETE:
        return Made(home, None, ())
    if home.exists() and any(home.iterdir()):
        if not mark.exists():
            raise Conflict(
                Text(f"{home} holds something else than a demo hub.", f"{home} にはデモのハブではないものがあります。"),
                next_action=Text(
                    "Choose another directory with --home.", "--home で別のディレクトリを選んでください。"
                ),
            )
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    mark.write_text("in the making\n")
    (home / "auftakt.toml").write_text(_SETTINGS, encoding="utf-8")
    moved = days_to_move(now, timedelta(weeks=story.WEEKS, days=2))
    clock = FixedClock(first_morning(moved))
    # Ids that repeat make lots that repeat: the demo tells the same story on every machine and every day.
    hub = open_hub(home, clock=clock, ids=SeededIds(2017), mailbox=True)
    try:
        made = _make(hub, clock, Year(moved), _Scenes(report))
    finally:
        close_hub(hub)
    mark.write_text(_COMPLETE)
    return made


def _make(hub: Hub, clock: FixedClock, year: Year, scenes: "_Scenes") -> Made:
    with hub.control.session() as session:
        team = make_sample_team(session, hub.ids, clock.now())
    keep_source(hub, PLAYED, "Played reactions (demo)")
    scenes.begin()
    silos = year.write(hub.home / "silos")
    scenes.begin()
    for number, silo in enumerate(silos):
        import_silo(hub, silo, scenes.progress(silo.name, number, len(silos)))
    scenes.begin()
    _unify(hub, clock, scenes)
    keep_campaigns(hub, year, team["editor"])
    year.close()
    scenes.begin()
    campaign, next_idea = story.prepare(hub, team)
    story.approve(hub, team, campaign.id)
    scenes.begin()
    rehearsal = story.rehearse_year(hub, campaign, scenes.progress("", 0, 1))
    scenes.begin()
    for service in hub.services.values():
        service.start()
    model = Model()
    stage = story.run_weeks(hub, clock, team, campaign, model, scenes.at)
    _launch_next(hub, team, next_idea)
    told = story.tell(hub, campaign.id, model, stage, rehearsal)
    return Made(hub.home, told, scenes.end())


def _launch_next(hub: Hub, team: story.Team, idea_id: str) -> None:
    """A second campaign that is live when the hub is opened; nobody plays its readers."""
    following = story.submitted_draft(hub, team, idea_id, played=False)
    story.approve(hub, team, following.id)
    story.switch_on(hub, team, following.id)
    story.pass_day(hub)


def _unify(hub: Hub, clock: FixedClock, scenes: "_Scenes") -> None:
    first, end = hub.runner.offset, hub.log.end
    while hub.runner.offset < end:
        hub.runner.run_once(clock.now())
        scenes.at(hub.runner.offset - first, end - first, "")


def first_morning(moved_days: int) -> datetime:
    """Ten in the morning in Tokyo on the day after the year's end: a time at which mail may go out."""
    return datetime.combine(END_OF_YEAR + timedelta(days=moved_days + 1), time_of_day(1), tzinfo=UTC)


class _Scenes:
    """Counts scenes and their seconds."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._number = 0
        self._started = time.monotonic()
        self._seconds: list[tuple[str, float]] = []

    def begin(self) -> None:
        if self._number:
            self._close()
        self._number += 1
        self._started = time.monotonic()
        self.at(0, 0, "")

    def at(self, done: int, total: int, note: str) -> None:
        self._report(Scene(self._number, len(_TITLES), _TITLES[self._number - 1], done, total, note))

    def progress(self, note: str, part: int, of: int) -> Progress:
        """Progress of one part of several, as a share of the whole scene."""
        return Progress(
            lambda done, total, _: self.at(part * 1000 + (done * 1000 // total if total else 0), of * 1000, note)
        )

    def end(self) -> tuple[tuple[str, float], ...]:
        self._close()
        return tuple(self._seconds)

    def _close(self) -> None:
        self._seconds.append((_TITLES[self._number - 1].en, time.monotonic() - self._started))
