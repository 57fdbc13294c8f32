"""Which figures are looked at: chosen when a model learns, and kept with it."""

from datetime import datetime

import msgspec

from auftakt.audiences.predictions.predictor import Ask
from auftakt.kit.clock import naive
from auftakt.people import PersonalNames, names_person
from auftakt.store import sql
from auftakt.store.plane import Connection

WHOLE = (
    "first", "last", "week", "quarter", "year", "days", "times", "recent_times", "ago", "rhythm", "spent_year", "spent",
)  # fmt: skip
"""Figures of all that somebody did, in the order of feature_cells.sql."""
NAMED = ("month", "year", "ago")
"""Figures of each event of a name."""
MOST_EVENTS, MOST_LEVELS, MOST_TRAITS = 16, 30, 30
_FEWEST_PEOPLE = 20
_LEAST_SHARE = 0.005
_LEAST_COVERED = 0.5
_SAMPLED = 100_000


class TextTrait(msgspec.Struct, frozen=True):
    """A trait that is no number, with the values that are told apart."""

    name: str
    levels: tuple[str, ...]


class Features(msgspec.Struct, frozen=True):
    """The figures by kind; a model's columns are in this order."""

    events: tuple[str, ...]
    numbers: tuple[str, ...]
    texts: tuple[TextTrait, ...]

    @property
    def width(self) -> int:
        return self.first_text + len(self.texts)

    @property
    def first_number(self) -> int:
        return len(WHOLE) + len(NAMED) * len(self.events)

    @property
    def first_text(self) -> int:
        return self.first_number + len(self.numbers)

    @property
    def categories(self) -> list[int]:
        """The columns that hold the place of a text."""
        return list(range(self.first_text, self.width))


class _Named(msgspec.Struct, frozen=True):
    name: str
    people: int


class _Level(msgspec.Struct, frozen=True):
    name: str
    text: str
    people: int
    holders: int
    numbers: int
    levels: int


def may_read(ask: Ask, trait: str) -> bool:
    """Whether something may be learnt from a trait, and said of it in a reason."""
    return not (names_person(trait) or trait in ask.sensitive or PersonalNames(frozenset(ask.unread)).trait(trait))


def choose_features(con: Connection, ask: Ask, until: datetime, people: int) -> Features:
    """The events and traits that enough of the `people` had before `until`. Left out: what says who somebody is, what
    the hub declares sensitive or personal, and texts that are different for nearly everybody."""
    enough = max(_FEWEST_PEOPLE, int(people * _LEAST_SHARE))
    needs = {"until": naive(until), "most": MOST_EVENTS}
    events = [
        each.name for each in sql.rows(con, "audiences", "feature_events", _Named, needs) if each.people >= enough
    ]
    parts = max(1, people // _SAMPLED)
    needs = {"until": naive(until), "parts": parts, "most": MOST_LEVELS}
    found: dict[str, list[_Level]] = {}
    for level in sql.rows(con, "audiences", "feature_traits", _Level, needs):
        found.setdefault(level.name, []).append(level)
    numbers: list[str] = []
    texts: list[TextTrait] = []
    for name, levels in found.items():
        holders = levels[0].holders
        if holders * parts < enough or not may_read(ask, name) or len(numbers) + len(texts) >= MOST_TRAITS:
            continue
        if levels[0].numbers == holders and levels[0].levels > 2:
            numbers.append(name)
        elif sum(each.people for each in levels) >= _LEAST_COVERED * holders:
            texts.append(TextTrait(name, tuple(each.text for each in levels)))
    return Features(tuple(events), tuple(numbers), tuple(texts))
