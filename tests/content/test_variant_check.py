"""What is wrong with a text is told when it is saved, with its place."""

from collections.abc import Callable

import msgspec
import pytest

from auftakt.campaigns import Campaign, Problem, Variant
from auftakt.content import check_content, check_variant, pillar_hash
from auftakt.kit.text import Text

Write = Callable[..., Variant]


def found(variant: Variant, *traits: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(each.where, each.code, each.line, each.column) for each in check_variant(variant, traits)]


def test_a_good_text_has_no_problem(write: Write, campaign: Campaign) -> None:
    body = """# {{ campaign.name }}

{{ person.name | default: "お客様" }} 様({{ person.city }})

{% for claim in claims %}
- {{ forloop.index }}. {{ claim.text }}({{ claim.evidence }})
{% endfor %}

{{ message }} {{ claims.size }} {{ claims[0].text }} {{ hub.name }} {{ sender.name }} {{ links.preferences }}

[買う](https://shop.example.com/?a=1&b={{ person.code | url_encode }}){.button}
"""
    assert check_variant(write(body), ["city", "code"], campaign) == []


def test_an_unknown_variable_is_told_whole(write: Write) -> None:
    assert check_variant(write("こんにちは、\n{{ person.nmae }} 様")) == [
        Problem(
            "variants.v_ja.body",
            "unknown_variable",
            Text("There is no variable “person.nmae”.", "変数「person.nmae」はありません。"),
            Text("Did you mean person.name?", "person.name ではありませんか?"),
            "error",
            2,
            4,
        )
    ]


@pytest.mark.parametrize(
    ("body", "code", "line", "column"),
    [
        ("日本語\n  {{ foo }}", "unknown_variable", 2, 6),
        ("{{ person }}", "unknown_variable", 1, 4),
        ("{{ person.city }}", "unknown_variable", 1, 4),
        ("{{ person[person.name] }}", "unknown_variable", 1, 4),
        ("{{ campaign.id }}", "unknown_variable", 1, 4),
        ("{{ claims[0].nope }}", "unknown_variable", 1, 4),
        ("{{ now | date: '%Y' }}", "unknown_variable", 1, 4),
        ("{% for c in claims %}\n{{ c.nope }}{% endfor %}", "unknown_variable", 2, 4),
        ("{% if persn.name %}x{% endif %}", "unknown_variable", 1, 7),
        ("a\n\n{{ person.name | upcas }}", "unknown_filter", 3, 18),
        ("{{ person.name | safe }}", "unknown_filter", 1, 18),
        ("x\n{% include 'footer' %}", "unknown_tag", 2, 4),
        ("x\n y {{ person.name", "syntax_error", 2, 4),
        ("x\n{% if person.name %}y", "syntax_error", 2, 1),
        ("x {{}}", "syntax_error", 1, 3),
        ("x {{ person.name | }}", "syntax_error", 1, 3),
        ("{% endif %}", "unknown_tag", 1, 4),
        ("{{ 4 | divided_by: 0 }}", "cannot_be_filled", 1, 8),
        ("{{ 'now' | date: '%Y' }}", "cannot_be_filled", 1, 12),
        ("{% break %}", "cannot_be_filled", 1, 4),
        ("[買う](javascript:alert(1))", "address_not_allowed", 1, 6),
        ("a\n[買う](/shop)", "address_not_allowed", 2, 6),
    ],
)
def test_each_mistake_has_its_place(write: Write, body: str, code: str, line: int, column: int) -> None:
    assert found(write(body)) == [("variants.v_ja.body", code, line, column)]


def test_all_unknown_names_are_told_at_once(write: Write) -> None:
    assert found(write("{{ a }}\n{{ person.name | b }}\n{{ c.d }}")) == [
        ("variants.v_ja.body", "unknown_variable", 1, 4),
        ("variants.v_ja.body", "unknown_filter", 2, 18),
        ("variants.v_ja.body", "unknown_variable", 3, 4),
    ]


def test_subject_and_preheader_are_checked_too(write: Write) -> None:
    assert found(write(subject="{{ persn.name }}様", preheader="{{ x }}")) == [
        ("variants.v_ja.subject", "unknown_variable", 1, 4),
        ("variants.v_ja.preheader", "unknown_variable", 1, 4),
    ]


def test_known_traits_are_allowed(write: Write) -> None:
    assert found(write("{{ person.city }} {{ person['favourite wine'] }}"), "city", "favourite wine") == []


@pytest.mark.parametrize(
    ("parts", "code", "severity"),
    [
        ({"subject": " "}, "subject_missing", "error"),
        ({"subject": "a\nb"}, "subject_has_lines", "error"),
        ({"subject": "x" * 201}, "subject_too_long", "error"),
        ({"subject": "長" * 31}, "subject_too_long", "warning"),
        ({"preheader": ""}, "preheader_missing", "warning"),
        ({"preheader": "長" * 56}, "preheader_too_long", "warning"),
        ({"body": "\n"}, "body_missing", "error"),
        ({"body": "x" * 100_001}, "body_too_long", "error"),
    ],
)
def test_length_and_presence(write: Write, parts: dict[str, str], code: str, severity: str) -> None:
    assert [(each.code, each.severity) for each in check_variant(write(**parts))] == [(code, severity)]


def test_thirty_kanji_fit_into_a_subject(write: Write) -> None:
    assert found(write(subject="長" * 30)) == []


@pytest.mark.parametrize(
    ("body", "code", "line", "column"),
    [
        ("<mjml><mj-body>\n<mj-section><mj-colum></mj-colum></mj-section></mj-body></mjml>", "mjml_unknown", 2, 13),
        ("<mjml><mj-body>\n<mj-section></mj-body></mjml>", "mjml_not_closed", 2, 13),
        ("<mjml>\n<mj-body>", "mjml_not_closed", 2, 1),
        ("<mjml><mj-body>\n<script>1</script></mj-body></mjml>", "mjml_forbidden", 2, 1),
        ("<mjml><mj-body>\n<mj-include path='/etc/passwd' /></mj-body></mjml>", "mjml_forbidden", 2, 1),
        ("<mjml><mj-body><mj-text onclick='x'>y</mj-text></mj-body></mjml>", "mjml_forbidden", 1, 16),
        ("<mjml><mj-body>\n<mj-text", "mjml_unclosed_bracket", 2, 1),
        ("<mjml>\n<mj-body>{{ x }}</mj-body></mjml>", "unknown_variable", 2, 13),
        ("<mjml></mjml><p>x</p>", "mjml_error", 1, 1),
    ],
)
def test_mjml_is_looked_at_element_by_element(write: Write, body: str, code: str, line: int, column: int) -> None:
    assert found(write(body)) == [("variants.v_ja.body", code, line, column)]


def test_a_campaign_is_checked_as_a_whole(write: Write, campaign: Campaign) -> None:
    check = check_content(["city"])
    assert [each.code for each in check(campaign)] == ["variants_missing"]
    assert campaign.pillar is not None
    fresh = write("{{ person.city }}", pillar_hash=pillar_hash(campaign.pillar))
    stale = write(id="v_2", pillar_hash="0" * 64)
    both = msgspec.structs.replace(campaign, variants=[fresh, stale], languages=["ja", "en"])
    assert [(each.where, each.code, each.severity) for each in check(both)] == [
        ("variants", "language_missing", "error"),
        ("variants.v_2.pillar_hash", "pillar_changed", "warning"),
    ]
