"""Texts that loop, grow or nest without end are refused at once, and take neither memory nor the process."""

import time
from collections.abc import Callable

import pytest

from auftakt.campaigns import Campaign, Variant
from auftakt.content import MailLinks, NotRendered, check_variant, compile_variant

Write = Callable[..., Variant]
TEN = "xxxxxxxxxx"
GROW = " | replace: 'x', '" + TEN * 10 + "'"

HOSTILE = {
    "a long loop": "{% for i in (1..100000000) %}x{% endfor %}",
    "loops in loops": "{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}",
    "much text": "{% for i in (1..1900) %}" + "あ" * 1000 + "{% endfor %}",
    "a value that doubles": "{% assign a = 'xxx' %}{% for i in (1..99) %}{% assign a = a | append: a %}{% endfor %}",
    "a chain of filters that grows": "{{ 'x'" + GROW * 8 + " }}",
    "a range made a list": "{% assign a = (1..90000000) %}{{ a | join: ',' }}",
    "an endless range": "{% assign a = (1..99999999999999999999999) %}{{ a | reverse | size }}",
    "join with much between": "{{ '" + "x" * 900 + "' | split: '' | join: '" + "y" * 30000 + "' }}",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_template_that_never_ends_is_refused_when_saved(write: Write, campaign: Campaign, body: str) -> None:
    started = time.monotonic()
    assert [problem.code for problem in check_variant(write(body), (), campaign)] == ["cannot_be_filled"]
    with pytest.raises(NotRendered):
        compile_variant(campaign, write(body), "hub").render({}, MailLinks("https://hub.example.com/u/x"))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("piece", ["{{", "{%", "[", "**", "![a](", "[a](b(", "#", "- ", '<mjml><a "', "zqLq1qz"])
def test_texts_made_to_be_slow_are_not(write: Write, piece: str) -> None:
    started = time.monotonic()
    check_variant(write(piece * (100_000 // len(piece))))
    assert time.monotonic() - started < 5


def test_deep_nesting_does_not_take_the_process_down(write: Write, campaign: Campaign) -> None:
    deep = "<mjml><mj-body>" + "<mj-wrapper>" * 3000 + "</mj-wrapper>" * 3000 + "</mj-body></mjml>"
    assert [problem.code for problem in check_variant(write(deep), (), campaign)] == ["mjml_too_deep"]
    nested = "{% if person.name %}" * 30 + "{% endif %}" * 30
    assert [problem.code for problem in check_variant(write(nested), (), campaign)] == ["syntax_error"]


def test_what_a_person_is_called_cannot_make_a_mail_endless(write: Write, campaign: Campaign) -> None:
    compiled = compile_variant(campaign, write("{% for i in (1..1000) %}{{ person.name }}{% endfor %}"), "hub")
    with pytest.raises(NotRendered):
        compiled.render({"name": "x" * 100_000}, MailLinks("https://hub.example.com/u/x"))
