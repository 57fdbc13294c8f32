"""What the reader gets right stays right, in both languages; rules one by one."""

from pathlib import Path

import pytest

from auftakt.insights.voice import TOPICS, Feeling, read_feeling
from auftakt.insights.voice.words import weights

LABELS = {"+": Feeling.POSITIVE, "-": Feeling.NEGATIVE, "0": Feeling.NEUTRAL}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_labelled_sentences_are_read_as_they_are_meant(language: str) -> None:
    lines = Path(__file__).with_name(f"sentences_{language}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    assert len(rows) >= 300
    read = [(label, topic, read_feeling(text)) for label, topic, text in rows]
    assert {opinion.language for _, _, opinion in read} == {language}
    wrong = [(label, opinion) for label, _, opinion in read if opinion.feeling is not LABELS[label]]
    turned = [opinion for label, opinion in wrong if label != "0" and opinion.feeling is not Feeling.NEUTRAL]
    found = [(topic, opinion.sentences[0].topics) for _, topic, opinion in read]
    about = [topic in topics if topic else not topics for topic, topics in found]
    assert len(wrong) <= 0.03 * len(rows)
    assert not turned, "praise taken for criticism, or the other way round"
    assert sum(about) >= 0.95 * len(rows)


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("Nothing to complain about.", Feeling.POSITIVE),
        ("It is not good.", Feeling.NEGATIVE),
        ("It is good.", Feeling.POSITIVE),
        ("The room was lovely, but the bed was broken.", Feeling.NEGATIVE),
        ("Too salty.", Feeling.NEUTRAL),  # `too` at the very beginning may be `also`
        ("The soup was too salty.", Feeling.NEGATIVE),
        ("美味しかったです。", Feeling.POSITIVE),
        ("美味しくなかったです。", Feeling.NEGATIVE),
        ("二度と買わない", Feeling.NEGATIVE),
        ("また買いたい", Feeling.POSITIVE),
        ("良い店でしたが、料理は不味かったです。", Feeling.NEGATIVE),
        ("悪くない", Feeling.POSITIVE),
        ("👍", Feeling.POSITIVE),
    ],
)
def test_rules(text: str, feeling: Feeling) -> None:
    assert read_feeling(text).feeling is feeling


def test_the_words_that_decide_stand_in_the_sentence_and_the_sentence_in_the_text() -> None:
    text = "  The staff were rude.  Still, the soup was wonderful!\n味は最高でした。"
    opinion = read_feeling(text)
    for said in opinion.sentences:
        assert text[said.start : said.start + len(said.text)] == said.text
        assert all(word in said.text for word in said.words)
    assert opinion.carrying is not None


HELD_UP = ["良い" + "とも" * 9000, "良い" * 9000, "美味しくない、" * 3000, "good but " * 3000, "a-" * 9000]


@pytest.mark.parametrize("text", HELD_UP)
def test_a_text_made_to_hold_the_batch_up_does_not(text: str) -> None:
    assert read_feeling(text).sentences


def test_the_lists_hold_what_they_promise() -> None:
    for language in ("en", "ja"):
        assert all(-3 <= weight <= 3 for weight in weights(language).values())
    assert len({topic.name for topic in TOPICS}) == len(TOPICS) == 12
