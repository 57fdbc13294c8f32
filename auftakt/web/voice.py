"""Voice of the customer: what was said by topic and week, sentence by sentence, and a text read on the spot."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from auftakt import insights, people
from auftakt.jobs import Hub
from auftakt.kit.text import Language
from auftakt.web.deps import HubDep, LanguageDep, Viewer
from auftakt.web.personal import may_search_text

router = APIRouter(tags=["insights"])
Days = Annotated[int, Query(ge=1, le=3660)]
Limit = Annotated[int, Query(ge=1, le=200)]
_LONGEST = 20_000


@dataclass(frozen=True)
class VoiceTopic:
    """Sentences of each feeling about one topic; `…_before` in the stretch of the same length before this one."""

    topic: str
    title: str
    positive: int
    negative: int
    neutral: int
    positive_before: int
    negative_before: int


@dataclass(frozen=True)
class VoiceWeek:
    """`week`: the Monday with which it began."""

    week: date
    positive: int
    negative: int
    neutral: int


@dataclass(frozen=True)
class Voice:
    """What customers said from `since` up to now, in texts of the events in `events`."""

    since: datetime
    until: datetime
    events: list[str]
    totals: insights.VoiceTotals
    topics: list[VoiceTopic]
    weeks: list[VoiceWeek]


@dataclass(frozen=True)
class TextToRead:
    text: str


@dataclass(frozen=True)
class ReadSentence:
    sentence: str
    score: float
    feeling: str
    words: list[str]
    topics: list[str]


@dataclass(frozen=True)
class ReadText:
    """A text as the hub reads it. `score` from -1 to 1; `feeling`: positive, negative, mixed or neutral."""

    language: str
    score: float
    feeling: str
    sentences: list[ReadSentence]


@router.get("/voice")
def voice(hub: HubDep, user: Viewer, language: LanguageDep, days: Days = 90, topic: str | None = None) -> Voice:
    """Counts by topic, the most criticised first, and by week (of one topic where it is chosen), over `days` days."""
    since, until = _stretch(hub, days)
    shift = hub.clock.now().astimezone(ZoneInfo(hub.settings.timezone)).utcoffset() or timedelta()
    with hub.plane.reader() as con:
        found = insights.voice_overview(con, since, until, topic, int(shift.total_seconds() // 60))
    return Voice(
        since,
        until,
        list(hub.settings.voice.names),
        found.totals,
        [
            VoiceTopic(
                each.topic, _title(each.topic, language), each.positive, each.negative, each.neutral,
                each.positive_before, each.negative_before,
            )
            for each in found.topics
        ],
        [VoiceWeek(each.week, each.positive, each.negative, each.neutral) for each in found.weeks],
    )  # fmt: skip


@router.get("/voice/sentences")
def voice_sentences(
    hub: HubDep,
    user: Viewer,
    days: Days = 90,
    topic: str | None = None,
    feeling: str | None = None,
    event: str | None = None,
    person: str | None = None,
    text: str | None = None,
    after: str | None = None,
    limit: Limit = 50,
) -> insights.SentencePage:
    """Sentences, the latest first; of one `topic`, `feeling` (positive, negative, neutral), `event` or `person`."""
    may_search_text(hub, user, text)
    since, until = _stretch(hub, days)
    with hub.plane.reader() as con:
        person_id = people.find_person_id(con, person) if person else None
        only = insights.VoiceFilter(topic, feeling, event, person_id, text)
        return insights.voice_said(con, since, until, only, after, limit)


@router.post("/voice/read")
def read_text(wanted: TextToRead, user: Viewer, language: LanguageDep) -> ReadText:
    """How a text of your own is read, sentence by sentence, with the words that decide; nothing is kept. It is read up
    to its 20,000th character."""
    found = insights.read_feeling(wanted.text[:_LONGEST])
    return ReadText(
        found.language,
        round(found.score, 3),
        found.feeling.value,
        [
            ReadSentence(
                said.text,
                said.score,
                said.feeling.value,
                list(said.words),
                [_title(name, language) for name in said.topics],
            )
            for said in found.sentences
        ],
    )


def _stretch(hub: Hub, days: int) -> tuple[datetime, datetime]:
    # Events may carry a time some minutes ahead of our clock.
    until = hub.clock.now() + timedelta(hours=1)
    return until - timedelta(days=days, hours=1), until


def _title(topic: str, language: Language) -> str:
    return next((each.title.pick(language) for each in insights.TOPICS if each.name == topic), topic)
