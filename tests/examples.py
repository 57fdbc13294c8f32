"""How often a law is tried: `make slow` tries it in full, a default run by a quarter, since it has to stay short."""

from typing import Any

from hypothesis import settings

WHOLE = "whole"
"""The profile of `make slow`, as in `pytest --hypothesis-profile whole -m hypothesis`."""


def examples(count: int, **more: Any) -> settings:
    """So many examples in a whole run; the rest is Hypothesis's own."""
    whole = settings.get_current_profile_name() == WHOLE
    return settings(max_examples=count if whole else max(3, count // 4), **more)
