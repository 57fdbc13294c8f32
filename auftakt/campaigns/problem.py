"""A problem: what is wrong in a campaign, where exactly, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from auftakt.campaigns.document import Campaign
from auftakt.kit.text import Text

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """`where` is a dotted path into the document (`variants.v_ja.body`); line and column count from 1.

    An error keeps a campaign from being submitted, a warning is shown and may stay.
    """

    where: str
    code: str
    message: Text
    next_action: Text
    severity: Severity = "error"
    line: int | None = None
    column: int | None = None


Check: TypeAlias = Callable[[Campaign], Sequence[Problem]]


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only those that stand in the way."""
    return [problem for problem in problems if problem.severity == "error"]
