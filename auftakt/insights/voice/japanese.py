"""How a Japanese sentence feels: listed stems, turned by what follows them, strengthened, and weighed around 「が」.

Stems are found as they stand in the text, the longest first, so no dictionary has to be installed. A predicate comes at
the end in Japanese, so negation follows the word (美味しくない), and 「二度と買わない」 is a phrase of its own.
"""

import re
from functools import cache

from auftakt.insights.voice.marks import Mark
from auftakt.insights.voice.words import weights

# What may stand between a word and its `not`: endings and a particle, no second word.
_NOT = re.compile(
    r"(?:い|し|り|ち|み|め|け|え|れ|せ|て|で|く|さ|ん)?(?:ところ|点|こと|とこ|気|感じ|印象)?"
    r"(?:く|じゃ|では|とは|には|に|は|も|でも|が|と|とも|思え|言え|いえ|いる|でき|られ|な|なり|し|して|い){0,5}"
    r"(?:一つも|ひとつも|何も|あまり|まったく|全く|特に)?(?:あり|分かり|わかり|感じられ|見つかり|見当たり|ござい|もらえ)?"
    r"(?:ない|なか|なく|ません|ず[、。]|ぬ)"
)
_VERY = re.compile(
    r"(?:とても|非常に|本当に|ほんとに|すごく|大変|たいへん|めちゃ(?:くちゃ)?|かなり|最も|一番|ずっと)[^、。]{0,4}$"
)
_SLIGHTLY = re.compile(r"(?:少し|ちょっと|やや|多少|若干|まあまあ)[^、。]{0,4}$")
_TOO = re.compile(r"(?:[ぁ-ん一-龯]{1,6})(?:すぎ|過ぎ)(?!ない)(?:る|た|て|ま|です|、|。|$)")
_BUT = re.compile(r"(?:です|ます|した|せん|い|だ|た|る)(?:が|けど|けれど|けれども)、|のに|ものの|しかし|でも、|ただ、")
_NEAR = 12  # characters before a word in which something may strengthen it
_TURN, _MORE, _LESS = -0.75, 1.3, 0.7
_BEFORE_BUT, _AFTER_BUT = 0.5, 1.5
_TOO_WEIGHT = -1.6
_NEGATED_ALREADY = ("ない", "ません", "なく", "なか")


@cache
def _pattern() -> re.Pattern[str]:
    listed = weights("ja")
    return re.compile("|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True)))


def japanese_marks(text: str) -> list[Mark]:
    """The judging words of a sentence in order, with what they weigh where they stand."""
    listed = weights("ja")
    marks = []
    for match in _pattern().finditer(text):
        weight, near = listed[match.group()], max(0, match.start() - _NEAR)
        if not match.group().endswith(_NEGATED_ALREADY) and _NOT.match(text, match.end()):
            weight *= _TURN
        if _VERY.search(text, near, match.start()):
            weight *= _MORE
        elif _SLIGHTLY.search(text, near, match.start()):
            weight *= _LESS
        marks.append(Mark(match.start(), match.end(), weight))
    if not any("すぎ" in text[mark.start : mark.end] for mark in marks) and (too := _TOO.search(text)):
        marks = [mark for mark in marks if not too.start() <= mark.start < too.end()]
        marks.append(Mark(too.start(), too.end(), _TOO_WEIGHT))
    return _around_but(sorted(marks, key=lambda mark: mark.start), text)


def _around_but(marks: list[Mark], text: str) -> list[Mark]:
    """What follows 「が、」 or 「のに」 is what is meant."""
    turn = _BUT.search(text)
    if turn is None:
        return marks
    return [
        Mark(each.start, each.end, each.weight * (_BEFORE_BUT if each.start < turn.start() + 1 else _AFTER_BUT))
        for each in marks
    ]
