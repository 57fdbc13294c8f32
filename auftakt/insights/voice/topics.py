"""What a sentence is about: twelve topics that shops and services have in common, found by their words."""

import re
from dataclasses import dataclass

from auftakt.insights.voice.words import table
from auftakt.kit.text import Text


@dataclass(frozen=True)
class Topic:
    """`words` finds it in either language."""

    name: str
    title: Text
    words: re.Pattern[str]


TOPICS = tuple(
    Topic(name, Text(en, ja), re.compile(rf"\b(?:{words_en})\b|{words_ja}", re.IGNORECASE))
    for name, en, ja, words_en, words_ja in table("topics")
)
"""In the order of `words/topics.tsv`."""


def topics_in(text: str) -> tuple[str, ...]:
    """Names of the topics of a sentence, in the order of `TOPICS`; none where nothing tells."""
    return tuple(topic.name for topic in TOPICS if topic.words.search(text))
