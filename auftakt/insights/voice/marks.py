"""What both languages share: words that were found to judge, and the sum that they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

_SOFTNESS = 4.0


@dataclass(frozen=True)
class Mark:
    """A word at characters `start` to `end` of a sentence; `weight` is what it says there, turned by a `not` if so."""

    start: int
    end: int
    weight: float


def score_of(marks: Sequence[Mark]) -> float:
    """From -1 to 1: the sum s of the weights as s / sqrt(s² + 4), as Hutto and Gilbert (2014) bound theirs."""
    total = sum(mark.weight for mark in marks)
    return total / sqrt(total * total + _SOFTNESS)
