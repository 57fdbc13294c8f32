"""How well what customers write is read: beside VADER in English, beside the bare word list in Japanese.

    python bench/voice.py

Sentences with their labels lie beside the tests: `sentences_…` were written along with the word lists and only guard
what works; of `unseen_…`, written by somebody who had not seen the lists, every other line was looked at when these
were filled, and the rest (printed as unseen) never. Prints for each: the share of all that is right, of those that
were judged, and how many were judged; and the speed. VADER is left out where `vaderSentiment` is not installed.
"""

import time
from collections.abc import Callable
from pathlib import Path

from auftakt.insights.voice import Feeling, read_feeling
from auftakt.insights.voice.marks import score_of
from auftakt.insights.voice.words import weights

FOLDER = Path(__file__).parent.parent / "tests" / "insights" / "voice"
LABELS = {"+": Feeling.POSITIVE, "-": Feeling.NEGATIVE, "0": Feeling.NEUTRAL}
Read = Callable[[str], Feeling]


def sentences(name: str, unseen: bool) -> list[tuple[Feeling, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in (lines[1::2] if unseen else lines)]
    return [(LABELS[label], text) for label, _, text in rows]


def ours(text: str) -> Feeling:
    return read_feeling(text).feeling


def bare_list(text: str) -> Feeling:
    """The same words without a rule: each one that stands in the text counts, whatever is around it."""
    return signed(sum(weight for word, weight in weights("ja").items() if word in text), 0.2)


def signed(score: float, sure: float) -> Feeling:
    if abs(score) < sure:
        return Feeling.NEUTRAL
    return Feeling.POSITIVE if score > 0 else Feeling.NEGATIVE


def vader() -> Read | None:
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyzer = SentimentIntensityAnalyzer()
    return lambda text: signed(analyzer.polarity_scores(text)["compound"], 0.05)


def measure(name: str, read: Read, rows: list[tuple[Feeling, str]]) -> float:
    started = time.perf_counter()
    answers = [(truth, read(text)) for truth, text in rows]
    seconds = time.perf_counter() - started
    judged = [(truth, said) for truth, said in answers if said is not Feeling.NEUTRAL]
    right = sum(truth is said for truth, said in answers) / len(answers)
    right_judged = sum(truth is said for truth, said in judged) / max(1, len(judged))
    print(
        f"voice, {name}: {right:.1%} right, {right_judged:.1%} where judged, {len(judged) / len(answers):.1%} judged"
        f" | {len(rows) / seconds:,.0f} sentences/s"
    )
    return right


def main() -> None:
    assert score_of([]) == 0
    peers: dict[str, tuple[str, Read | None]] = {"en": ("VADER", vader()), "ja": ("the bare list", bare_list)}
    for language, (peer_name, peer) in peers.items():
        for name, unseen in ((f"sentences_{language}.tsv", False), (f"unseen_{language}.tsv", True)):
            rows, title = sentences(name, unseen), f"{language}, {'unseen' if unseen else 'along with the lists'}"
            got = measure(title, ours, rows)
            if peer is None:
                print(f"voice, {title}: {peer_name} is not installed; nothing to compare with")
                continue
            print(f"voice, {title}: ratio {got / measure(f'{title}, {peer_name}', peer, rows):.2f}")


if __name__ == "__main__":
    main()
