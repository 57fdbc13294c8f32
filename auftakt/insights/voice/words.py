"""The lists of words with their weights, read once."""

from functools import cache
from importlib.resources import files


@cache
def weights(language: str) -> dict[str, float]:
    """Words and phrases of `feeling_<language>.tsv` with weights from -3 (very bad) to 3 (very good)."""
    text = (files("auftakt.insights.voice") / "words" / f"feeling_{language}.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: float(weight) for word, weight in pairs}
