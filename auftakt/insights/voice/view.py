"""What customers said in a stretch of time: counted by topic and by week, and sentence by sentence."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from auftakt.insights.voice.feeling import Feeling
from auftakt.insights.voice.topics import TOPICS
from auftakt.kit.clock import aware, naive
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people import join_cursor, split_cursor
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class VoiceTopic:
    """Sentences of each feeling about one topic; `…_before` in the stretch of the same length before this one."""

    topic: str
    positive: int
    negative: int
    neutral: int
    positive_before: int
    negative_before: int


@dataclass(frozen=True)
class VoiceWeek:
    week: date
    positive: int
    negative: int
    neutral: int


@dataclass(frozen=True)
class VoiceTotals:
    texts: int
    people: int
    positive: int
    negative: int
    neutral: int


@dataclass(frozen=True)
class VoiceOverview:
    """`weeks` are those of `topic`, where one was chosen."""

    totals: VoiceTotals
    topics: list[VoiceTopic]
    weeks: list[VoiceWeek]


@dataclass(frozen=True)
class Sentence:
    """A sentence as it was written, `score` from -1 to 1, and the words that made it, the weightiest first."""

    log_offset: int
    place: int
    person_id: int | None
    at: datetime
    event: str
    source: str
    language: str
    score: float
    feeling: str
    words: list[str]
    topics: list[str]
    sentence: str


@dataclass(frozen=True)
class SentencePage:
    items: list[Sentence]
    next: str | None


@dataclass(frozen=True)
class VoiceFilter:
    """`text` in the sentence, upper and lower case alike; `event`: the name of the event that brought it."""

    topic: str | None = None
    feeling: str | None = None
    event: str | None = None
    person_id: int | None = None
    text: str | None = None


ALL = VoiceFilter()


def voice_overview(
    con: Connection, since: datetime, until: datetime, topic: str | None = None, shift_minutes: int = 0
) -> VoiceOverview:
    """From `since` up to before `until`. `shift_minutes`: the hub's time of day less UTC. Raises InvalidInput."""
    _known(VoiceFilter(topic=topic))
    stretch = {"since": naive(since), "until": naive(until)}
    totals = sql.one(con, "insights", "voice_totals", VoiceTotals, stretch)
    return VoiceOverview(
        totals or VoiceTotals(0, 0, 0, 0, 0),
        sql.rows(con, "insights", "voice_topics", VoiceTopic, stretch | {"before": naive(since - (until - since))}),
        sql.rows(con, "insights", "voice_weeks", VoiceWeek, stretch | {"topic": topic, "shift": shift_minutes}),
    )


def voice_said(
    con: Connection,
    since: datetime,
    until: datetime,
    only: VoiceFilter = ALL,
    after: str | None = None,
    limit: int = 50,
) -> SentencePage:
    """Sentences that pass the filter, the latest first. Raises InvalidInput."""
    _known(only)
    cursor, _, place = (after or "").partition("/")
    before, before_offset = split_cursor(cursor or None)
    needs = {
        "since": naive(since),
        "until": naive(until),
        "topic": only.topic,
        "feeling": only.feeling,
        "event": only.event,
        "person_id": only.person_id,
        "text": (only.text or "").strip().lower() or None,
        "before": before,
        "before_offset": before_offset,
        "before_place": int(place) if place.isdigit() else 0,
        "most": limit + 1,
    }
    found = [replace(each, at=aware(each.at)) for each in sql.rows(con, "insights", "voice_said", Sentence, needs)]
    last = found[limit - 1] if len(found) > limit else None
    return SentencePage(found[:limit], f"{join_cursor(last.at, last.log_offset)}/{last.place}" if last else None)


def _known(only: VoiceFilter) -> None:
    for field, value, choices in (
        ("topic", only.topic, [topic.name for topic in TOPICS]),
        ("feeling", only.feeling, [feeling.value for feeling in Feeling if feeling is not Feeling.MIXED]),
    ):
        if value is not None and value not in choices:
            raise InvalidInput(
                Text(f"There is no {field} {value!r}.", f"{value!r} はありません。"),
                next_action=Text(f"Choose from {', '.join(choices)}.", f"{'、'.join(choices)} から選んでください。"),
                field=field,
            )
