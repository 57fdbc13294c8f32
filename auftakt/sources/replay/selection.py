"""Which stored events a replay looks at again."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.event import MAX_NAME
from auftakt.sources.source import list_sources

MOST_NAMED = 100


@dataclass(frozen=True)
class Selection:
    """Events from `since` up to `until` (aware UTC, None: no bound), by when they were received or when they happened.

    `sources` are ids of sources, `events` names; empty means all.
    """

    since: datetime | None = None
    until: datetime | None = None
    by: Literal["received", "happened"] = "received"
    sources: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


def checked_selection(session: Session, selection: Selection) -> Selection:
    """The same with sources by their ids; a source may be named by its name too. Raises InvalidInput."""
    if selection.since and selection.until and selection.since >= selection.until:
        raise InvalidInput(
            Text("The range ends before it begins.", "期間の終わりが始まりより前です。"),
            next_action=Text("Exchange the two times.", "開始と終了を入れ替えてください。"),
            field="until",
        )
    events = tuple(dict.fromkeys(name.strip() for name in selection.events if name.strip()))
    if max(len(events), len(selection.sources)) > MOST_NAMED or any(len(name) > MAX_NAME for name in events):
        raise InvalidInput(
            Text(f"{MOST_NAMED} events or sources are the most.", f"イベントもソースも{MOST_NAMED}件までです。"),
            next_action=Text("Leave them out to take all.", "省くと、すべてが対象になります。"),
            field="events",
        )
    known = {name: source.id for source in list_sources(session) for name in (source.name, source.id)}
    strange = [each for each in selection.sources if each not in known]
    if strange:
        raise InvalidInput(
            Text(f"There is no source {strange[0]!r}.", f"ソース {strange[0]!r} はありません。"),
            next_action=Text("Use a name from Connections, Sources.", "「接続 > ソース」にある名前を指定します。"),
            field="sources",
        )
    return replace(selection, sources=tuple(dict.fromkeys(known[each] for each in selection.sources)), events=events)
