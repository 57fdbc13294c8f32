"""Idea makers: what looks into the data for something worth doing, and files it as a proposal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import EntryPoint
from typing import Protocol, runtime_checkable

from sqlalchemy.orm import Session

from auftakt.campaigns import Idea, NewIdea, file_idea, list_ideas
from auftakt.kit.hooks import Hook
from auftakt.kit.ids import Ids
from auftakt.kit.text import Text
from auftakt.store.plane import Connection

REST = timedelta(days=90)


@dataclass(frozen=True)
class Uplift:
    """How many more people than by themselves are taken to act, as a share, and where that number comes from."""

    share: float
    source: Text


ASSUMED = Uplift(
    0.10,
    Text(
        "an assumption, not a finding: no campaign here has measured it yet",
        "仮定の値です。実測した施策はまだありません",
    ),
)


@dataclass(frozen=True)
class Setting:
    """What a maker may know besides the data plane."""

    currency: str = "JPY"
    holdout: float = 0.2
    uplift: Uplift = ASSUMED


@runtime_checkable
class IdeaMaker(Protocol):
    """One way of finding ideas. It reads the data plane (temporary tables are fine) and changes nothing.

    An idea's `key` must stay the same while it is about the same thing, so that a newer one takes the older's place.
    """

    name: str

    def make(self, con: Connection, now: datetime, setting: Setting) -> list[NewIdea]: ...


_HOOK = Hook(
    "auftakt.idea_makers",
    IdeaMaker,
    noun="an idea maker",
    same="Two idea makers are called",
    give="Give an object with name and make.",
)


def registered_makers(found: Iterable[EntryPoint] | None = None) -> tuple[IdeaMaker, ...]:
    """All makers of the entry point group `auftakt.idea_makers`, ours among them, by name.

    Raises Broken where something else is registered, or two have one name.
    """
    return tuple(_HOOK.registered(found).values())


def make_ideas(
    con: Connection, now: datetime, setting: Setting | None = None, makers: Sequence[IdeaMaker] | None = None
) -> list[NewIdea]:
    """What every maker finds at `now`, the best of each first. Files nothing."""
    chosen = registered_makers() if makers is None else makers
    return [idea for maker in chosen for idea in maker.make(con, now, setting or Setting())]


def file_ideas(session: Session, ideas: Sequence[NewIdea], *, ids: Ids, now: datetime) -> list[Idea]:
    """Puts ideas into the inbox. What somebody accepted or refused in the last 90 days is not brought up again."""
    settled = {
        idea.content.key
        for idea in list_ideas(session, open_only=False)
        if idea.state != "open" and now - idea.refreshed_at < REST
    }
    return [file_idea(session, idea, ids=ids, now=now) for idea in ideas if idea.key not in settled]
