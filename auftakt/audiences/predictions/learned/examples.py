"""Examples to learn from: what was known of people at moments that are past, and what followed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import msgspec
import numpy as np

from auftakt.audiences.predictions.features.read import Known, known_at
from auftakt.audiences.predictions.features.spec import Features, choose_features
from auftakt.audiences.predictions.measured import Numbers
from auftakt.audiences.predictions.predictor import Ask
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection

MOST_EXAMPLES = 200_000
_ENOUGH_YES = 1000
_MOST_MOMENTS = 4


@dataclass(frozen=True)
class Examples:
    """A row an example: what was known, and whether it followed (1) or not (0)."""

    known: Known
    followed: Numbers

    @property
    def fewest(self) -> int:
        """People of the rarer kind: one who is an example at several moments counts once."""
        yes = self.followed > 0
        return min(len(np.unique(self.known.person_ids[kind])) for kind in (yes, ~yes))


class Target(Protocol):
    """What is learnt: of whom it can be said at all, and what counts as having followed."""

    def eligible(self, known: Known) -> Known: ...

    def followed(self, con: Connection, ask: Ask, known: Known, since: datetime) -> Numbers:
        """1 or 0 for each of the people, from `since` for `ask.days` days."""


class _Count(msgspec.Struct, frozen=True):
    people: int


def people_before(con: Connection, until: datetime) -> int:
    found = sql.one(con, "audiences", "feature_people", _Count, {"until": naive(until)})
    return found.people if found else 0


def examples_at(
    con: Connection, target: Target, features: Features, ask: Ask, moment: datetime, parts: int
) -> Examples:
    """What was known at `moment`, of one in `parts` people, and what followed in the days after."""
    known = target.eligible(known_at(con, features, ask, moment, parts=parts))
    return Examples(known, target.followed(con, ask, known, moment))


def gather(con: Connection, target: Target, ask: Ask, until: datetime) -> tuple[Features, Examples]:
    """Everything that is over by `until`: the latest span of `ask.days`, and earlier ones while it is rare."""
    latest = until - timedelta(days=ask.days)
    people = people_before(con, latest)
    features = choose_features(con, ask, latest, people)
    parts = -(-max(people, 1) // MOST_EXAMPLES)
    found: list[Examples] = []
    for back in range(_MOST_MOMENTS):
        made = examples_at(con, target, features, ask, latest - timedelta(days=ask.days) * back, parts)
        if not len(made.known):
            break
        found.append(made)
        if sum(int(each.followed.sum()) for each in found) >= _ENOUGH_YES:
            break
    if not found:
        return features, Examples(Known(np.zeros(0, np.int64), np.zeros((0, features.width))), np.zeros(0))
    ids, values = (np.concatenate([getattr(each.known, name) for each in found]) for name in ("person_ids", "values"))
    return features, Examples(Known(ids, values), np.concatenate([each.followed for each in found]))
