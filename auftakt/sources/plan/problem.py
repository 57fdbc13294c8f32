"""What can be wrong with an event beside its plan: one code, one sentence, in both languages."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from auftakt.kit.text import Text
from auftakt.sources.plan.document import Action

Problem: TypeAlias = Literal[
    "unplanned_event", "missing", "wrong_type", "not_one_of", "pattern", "too_small", "too_large", "too_long",
    "unplanned_property",
]  # fmt: skip
Place: TypeAlias = Literal["event", "properties", "traits"]

PROBLEMS: dict[str, Text] = {
    "unplanned_event": Text("The event is not in the tracking plan.", "計画にないイベントです。"),
    "missing": Text("A required property is missing.", "必須のプロパティがありません。"),
    "wrong_type": Text("The value has another type than planned.", "値の型が計画と違います。"),
    "not_one_of": Text("The value is none of those planned.", "計画にある値のどれでもありません。"),
    "pattern": Text("The text does not have the planned form.", "文字列が計画の形式と違います。"),
    "too_small": Text("The number is below the planned minimum.", "数が計画の最小値を下回っています。"),
    "too_large": Text("The number is above the planned maximum.", "数が計画の最大値を上回っています。"),
    "too_long": Text("The text is longer than planned.", "文字列が計画より長くなっています。"),
    "unplanned_property": Text("The property is not in the tracking plan.", "計画にないプロパティです。"),
}
"""In the order in which they are named for an event that waits in the quarantine."""

ORDER: dict[str, int] = {problem: place for place, problem in enumerate(PROBLEMS)}


@dataclass(frozen=True)
class Violation:
    """One thing in which one event differs from the plan. `key` is empty where it is the event as a whole."""

    place: Place
    key: str
    problem: Problem
    action: Action
