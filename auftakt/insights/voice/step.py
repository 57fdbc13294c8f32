"""Reading what customers write, as it comes: a step of the micro-batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import pyarrow as pa

from auftakt.insights.voice.feeling import read_feeling
from auftakt.insights.voice.topics import TOPICS
from auftakt.insights.voice.words import weights
from auftakt.jobs import Batch
from auftakt.kit.clock import naive
from auftakt.people import put_predicted
from auftakt.store import sql
from auftakt.store.plane import Connection

FIELDS = (
    "text", "body", "review_body", "review", "comment", "message", "answer", "content", "本文", "コメント",
    "お問い合わせ内容",
)  # fmt: skip
"""Properties in which a text is looked for; the first that is there counts."""

FEELING = "feeling"
REMEMBERED = timedelta(days=180)
"""How far back a person's feeling reaches."""

_PORTION = 500  # texts of one batch: less than a second; the next batch goes on
_SCHEMA = pa.schema(
    [
        ("log_offset", pa.int64()), ("place", pa.int32()), ("ident_key", pa.string()),
        ("happened_at", pa.timestamp("us")),
        ("field", pa.string()), ("start", pa.int32()), ("length", pa.int32()), ("language", pa.string()),
        ("score", pa.float64()), ("feeling", pa.string()), ("words", pa.string()),
        ("topics", pa.string()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class _Written:
    log_offset: int
    ident_key: int
    happened_at: datetime
    fields: list[str]
    texts: list[str | None]


@dataclass(frozen=True)
class _Standing:
    edition: str
    read_until: int


@dataclass(frozen=True)
class _Newest:
    log_offset: int


class VoiceStep:
    """From `events` called one of `names` to `voice` and to the predicted trait `feeling`.

    What lies in the past is read portion by portion, and read anew where the word lists have changed.
    """

    name = "voice"

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)
        self._edition = edition()
        self._more = False

    def run(self, batch: Batch) -> Mapping[str, int]:
        con = batch.con
        standing = sql.one(con, "insights", "voice_standing", _Standing)
        if standing is not None and standing.edition != self._edition:
            sql.run(con, "insights", "voice_forget")
            sql.run(con, "insights", "voice_unread")
        texts = sql.rows(con, "insights", "voice_texts", _Written, self._asked())
        self._more = len(texts) == _PORTION
        newest = sql.one(con, "insights", "voice_newest", _Newest)
        read_until = texts[-1].log_offset if self._more else newest.log_offset if newest else -1
        if standing is None or standing.read_until != read_until:
            sql.run(con, "insights", "voice_unread")
            sql.run(con, "insights", "voice_note", {"read_until": read_until, "edition": self._edition})
        rows = [row for text in texts for row in _rows(text)]
        if rows:
            con.register("voice_rows", pa.Table.from_pylist(rows, schema=_SCHEMA))
            try:
                sql.run(con, "insights", "voice_add")
            finally:
                con.unregister("voice_rows")
            put_feelings(con, batch.now)
        return {"texts": len(texts), "sentences": len(rows)}

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        """At once, while texts of the past wait."""
        return now if self._more else None

    def _asked(self) -> dict[str, object]:
        paths = [f'$."{field}"' for field in FIELDS]
        return {"names": self._names, "fields": list(FIELDS), "paths": paths, "most": _PORTION}


def put_feelings(con: Connection, now: datetime) -> int:
    """Makes the trait `feeling` of everybody what their texts of the last 180 days say; gives how many changed."""
    sql.run(con, "insights", "voice_feelings", {"since": naive(now - REMEMBERED)})
    return put_predicted(con, (FEELING,), con.table("voice_feelings").to_arrow_table(), now)


def edition() -> str:
    """Changes whenever a word list or a topic does, so that what was read by the old ones is read anew."""
    lists = [sorted(weights(language).items()) for language in ("en", "ja")]
    return sha256(repr((lists, [(topic.name, topic.words.pattern) for topic in TOPICS])).encode()).hexdigest()[:16]


def _rows(written: _Written) -> list[dict[str, object]]:
    found = next(((field, text) for field, text in zip(written.fields, written.texts, strict=True) if text), None)
    if found is None:
        return []
    field, text = found
    opinion = read_feeling(text)
    return [
        {
            "log_offset": written.log_offset, "place": place, "ident_key": str(written.ident_key),
            "happened_at": written.happened_at, "field": field, "start": said.start, "length": len(said.text),
            "language": opinion.language, "score": said.score, "feeling": said.feeling.value,
            "words": "|".join(said.words),
            "topics": "|".join(said.topics),
        }
        for place, said in enumerate(opinion.sentences)
    ]  # fmt: skip
