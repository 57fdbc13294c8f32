"""The lists of words, read once."""

from functools import cache
from importlib.resources import files


@cache
def weights(language: str) -> dict[str, float]:
    """Words, phrases and faces with weights from -3 (very bad) to 3 (very good)."""
    return {word: float(weight) for name in (f"feeling_{language}", "faces") for word, weight in table(name)}


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `words/<name>.tsv`, without comments."""
    text = (files("auftakt.insights.voice") / "words" / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))
