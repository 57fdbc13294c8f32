"""How an English sentence feels: listed words, turned by negation, strengthened, and weighed around a `but`.

The rules are those of Hutto and Gilbert (2014, VADER) in kind; words and weights are our own, for shops and services.
"""

import re
from collections.abc import Iterator

from auftakt.insights.voice.marks import Mark
from auftakt.insights.voice.words import weights

_TOKEN = re.compile(r"[a-z]+(?:['\u2019-][a-z]+)*|[,;:.!?\u2014\U0001F300-\U0001FAFF\u2764\u263A]", re.IGNORECASE)
_NOT = {"not", "never", "no", "nor", "hardly", "barely", "without", "cannot", "less"}
_VERY = {"very", "really", "so", "absolutely", "extremely", "totally", "completely", "truly", "super", "incredibly"}
_SLIGHTLY = {"slightly", "somewhat", "bit", "little", "fairly", "kind", "sort", "rather", "quite"}
_BUT = {"but", "however", "sadly", "unfortunately", "yet"}
_ALTHOUGH = {"although", "though", "despite", "while"}
_BREAKS = {",", ";", ":", ".", "!", "?", "\u2014", *_BUT}
_ENDINGS = (("ly", ""), ("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
_REACH = 3  # words that a `not` reaches
_SUBJECTS, _FAR = {"nothing", "nobody", "none", "neither"}, 6  # these are what the sentence is about, and reach further
_LONGEST = 6  # words of a phrase
_TURN, _MORE, _LESS = -0.75, 1.3, 0.7
_BEFORE_BUT, _AFTER_BUT = 0.5, 1.5
_TOO = -1.6
# Where nothing else judges, what does not happen is more often blamed than praised.
_REFUSALS, _REFUSED = {"won't", "doesn't", "didn't", "can't", "couldn't", "never"}, -0.7


def english_marks(text: str) -> list[Mark]:
    """The judging words of a sentence in order, with what they weigh where they stand."""
    found = list(_TOKEN.finditer(text))
    words = [match.group().lower().replace("\u2019", "'") for match in found]
    marks = [
        Mark(found[first].start(), found[last].end(), weight * _turned(words, first) * _strength(words, first))
        for first, last, weight in _listed(words)
        if weight
    ]
    if not marks and not text.rstrip().endswith("?"):
        marks = [Mark(each.start(), each.end(), _REFUSED) for each in found if each.group().lower() in _REFUSALS][:1]
    return _around_but(marks, [(found[place].start(), word) for place, word in enumerate(words)])


def _listed(words: list[str]) -> Iterator[tuple[int, int, float]]:
    """First and last word of each listed phrase, the longest first, none within another; and `too` before a quality."""
    known, place = weights("en"), 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            weight = known.get(phrase) if length > 1 else _weight(phrase)
            if weight is not None:
                yield place, place + length - 1, weight
                place += length
                break
        else:
            if words[place] == "too" and place + 1 < len(words) and words[place + 1].isalpha() and place:
                yield place, place + 1, _TOO
                place += 1
            place += 1


def _weight(word: str) -> float | None:
    known = weights("en")
    if word in known:
        return known[word]
    for ending, instead in _ENDINGS:
        if len(word) > len(ending) + 3 and word.endswith(ending):
            stem = word.removesuffix(ending) + instead
            if stem in known:
                return known[stem]
    return None


def _turned(words: list[str], first: int) -> float:
    for back, word in enumerate(reversed(words[max(0, first - _FAR) : first])):
        if word in _BREAKS:
            return 1.0
        if word in _SUBJECTS or (back < _REACH and (word in _NOT or word.endswith("n't"))):
            return _TURN
    return 1.0


def _strength(words: list[str], first: int) -> float:
    before = words[max(0, first - 2) : first]
    more = _MORE if any(word in _VERY for word in before) else 1.0
    return more * (_LESS if any(word in _SLIGHTLY for word in before) else 1.0)


def _around_but(marks: list[Mark], words: list[tuple[int, str]]) -> list[Mark]:
    """What follows a `but` is what is meant; what an `although` brings is not."""
    turn = next((start for start, word in words[1:] if word in _BUT), None)
    if turn is not None:
        return [
            Mark(each.start, each.end, each.weight * (_BEFORE_BUT if each.start < turn else _AFTER_BUT))
            for each in marks
        ]
    aside = next((start for start, word in words if word in _ALTHOUGH), None)
    if aside is None:
        return marks
    end = next((start for start, word in words if word == "," and start > aside), words[-1][0] + 1)
    return [
        Mark(each.start, each.end, each.weight * (_BEFORE_BUT if aside <= each.start < end else 1.0)) for each in marks
    ]
