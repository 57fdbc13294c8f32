"""What a text says and how it feels, sentence by sentence, with the words that say so."""

import re
from dataclasses import dataclass
from enum import StrEnum

from auftakt.insights.voice.english import english_marks
from auftakt.insights.voice.japanese import japanese_marks
from auftakt.insights.voice.marks import score_of
from auftakt.insights.voice.topics import topics_in
from auftakt.kit.text import Language

LONGEST_TEXT = 20_000  # characters; what comes after is not read
_SURE = 0.2  # a score nearer to 0 than this is no judgement
_END = re.compile(r"[。!?!?…]+[」』))\"']*\s*|\.(?=\s|$)[\"')]*\s*|\n+")
_KANA_OR_HAN = re.compile(r"[ぁ-んァ-ヶ一-龯]")


class Feeling(StrEnum):
    """`mixed` where a text has sentences of both kinds and neither prevails."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Said:
    """One sentence, from character `start` of its text on: `score` from -1 to 1, the `words` that made it (as they
    stand, the weightiest first), and what it is about."""

    text: str
    start: int
    score: float
    feeling: Feeling
    words: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Opinion:
    """A whole text. `score` is the mean of its sentences that judge, 0 where none does."""

    language: Language
    score: float
    feeling: Feeling
    sentences: tuple[Said, ...]

    @property
    def carrying(self) -> Said | None:
        """The sentence that says it most strongly; None where none judges."""
        judging = [said for said in self.sentences if said.feeling is not Feeling.NEUTRAL]
        return max(judging, key=lambda said: abs(said.score), default=None)


def read_feeling(text: str) -> Opinion:
    """Reads a text in Japanese or English; the language is seen from its letters. Beyond 20,000 characters it stops."""
    text = text[:LONGEST_TEXT]
    language: Language = "ja" if _KANA_OR_HAN.search(text) else "en"
    said = tuple(_said(sentence, start, language) for start, sentence in sentences_of(text))
    judging = [each.score for each in said if each.feeling is not Feeling.NEUTRAL]
    score = sum(judging) / len(judging) if judging else 0.0
    both = min(judging, default=0.0) < 0 < max(judging, default=0.0)
    return Opinion(language, score, Feeling.MIXED if both and abs(score) < _SURE else _feeling(score), said)


def sentences_of(text: str) -> list[tuple[int, str]]:
    """The sentences of a text with their ends and where they begin, without what is blank."""
    ends = [*(end.end() for end in _END.finditer(text)), len(text)]
    pieces = zip([0, *ends], ends, strict=False)
    whole = [(start, text[start:end]) for start, end in pieces]
    return [(start + len(each) - len(each.lstrip()), each.strip()) for start, each in whole if each.strip()]


def _said(sentence: str, start: int, language: Language) -> Said:
    marks = japanese_marks(sentence) if language == "ja" else english_marks(sentence)
    score = score_of(marks)
    words = tuple(sentence[mark.start : mark.end] for mark in sorted(marks, key=lambda mark: -abs(mark.weight))[:3])
    return Said(sentence, start, round(score, 3), _feeling(score), words, topics_in(sentence))


def _feeling(score: float) -> Feeling:
    if abs(score) < _SURE:
        return Feeling.NEUTRAL
    return Feeling.POSITIVE if score > 0 else Feeling.NEGATIVE
