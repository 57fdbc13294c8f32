"""A variant becomes a mail for one person."""

import re
from collections.abc import Callable

import pytest

from auftakt.campaigns import Campaign, Variant
from auftakt.content import MailLinks, NotRendered, RenderedMail, compile_variant, person_facts
from auftakt.kit.errors import InvalidInput, TooLarge

Write = Callable[..., Variant]
LINKS = MailLinks("https://hub.example.com/u/abc.def", "https://hub.example.com/p/abc.def")
MINE = {"name": "山田 <太郎>", "email": "taro@example.com", "city": "東京"}


def mail(campaign: Campaign, variant: Variant, person: dict[str, object] | None = None) -> RenderedMail:
    return compile_variant(campaign, variant, "見本ハブ", "03-0000-0000").render(
        MINE if person is None else person, LINKS
    )


def test_subject_and_text_of_a_japanese_mail(campaign: Campaign, write: Write) -> None:
    body = """# 秋のワインが入りました

{{ person.name | default: "お客様" }} 様

いつもありがとうございます。
**{{ message }}**

{% if person.city == "東京" %}
東京の店舗では試飲会も開きます。
{% endif %}

{% for claim in claims %}
- {{ claim.text }}
{% endfor %}

1. 一つ
2. 二つ

くわしくは[こちら](https://shop.example.com/?a=1&b=2)へ。

[ワインを見る](https://shop.example.com/?c={{ person.city | url_encode }}){.button}
"""
    made = mail(campaign, write(body, subject="{{ person.name }}様へ", preheader="{{ campaign.name }} & more"))
    assert (made.subject, made.preheader) == ("山田 <太郎>様へ", "秋のワイン & more")
    assert (
        made.text
        == """秋のワインが入りました

山田 <太郎> 様

いつもありがとうございます。
蔵がまた<いっぱい>です

東京の店舗では試飲会も開きます。

- 新着200種
- 送料無料

1. 一つ
2. 二つ

くわしくはこちら ( https://shop.example.com/?a=1&b=2 )へ。

ワインを見る ( https://shop.example.com/?c=%E6%9D%B1%E4%BA%AC )

見本商店
東京都見本区1-1
お問い合わせ・苦情: 03-0000-0000
このメールは、見本ハブからのお知らせに同意されたtaro@example.com宛にお送りしています。
受け取る内容を選ぶ ( https://hub.example.com/p/abc.def )
配信を停止する ( https://hub.example.com/u/abc.def )
"""
    )


def test_what_people_are_called_never_becomes_html(campaign: Campaign, write: Write) -> None:
    body = "{{ person.name }} {{ person.name | upcase }} {% capture x %}{{ person.name }}{% endcapture %}{{ x }}"
    made = mail(campaign, write(body, preheader="{{ person.name }}"), {"name": '<img src=x onerror="a">'})
    assert "<img src=x" not in made.html.lower()
    assert made.html.count("&lt;img src=x onerror=&#34;a&#34;&gt;") == 3


def test_what_the_author_types_is_shown_and_not_obeyed(campaign: Campaign, write: Write) -> None:
    made = mail(campaign, write('<b>そのまま</b> & "引用" <script>x</script>'))
    assert "&lt;b&gt;そのまま&lt;/b&gt; &amp;" in made.html
    assert "<script" not in made.html


def test_addresses_are_whole_and_in_double_quotes(campaign: Campaign, write: Write) -> None:
    body = "[a](https://shop.example.com/?a=1&b=2)\n\n[b](https://shop.example.com/b){.button}\n\n[c](javascript:x)"
    made = mail(campaign, write(body))
    assert re.findall(r'<a href="([^"]*)"', made.html) == [
        "https://shop.example.com/?a=1&amp;b=2",
        "https://shop.example.com/b",
        "#",
        "https://hub.example.com/p/abc.def",
        "https://hub.example.com/u/abc.def",
    ]


def test_a_person_of_whom_nothing_is_known_gets_a_mail_too(campaign: Campaign, write: Write) -> None:
    body = "{{ person.name | default: 'お客様' }}様 {{ person.city }}{{ person.born | date: '%Y' }}"
    assert mail(campaign, write(body), {}).text.startswith("お客様様\n")


def test_a_name_cannot_add_a_line_to_the_subject(campaign: Campaign, write: Write) -> None:
    made = mail(campaign, write(subject="{{ person.name }}様"), {"name": "a\r\nBcc: x@example.com"})
    assert made.subject == "a Bcc: x@example.com様"


def test_preheader_comes_first_and_is_hidden(campaign: Campaign, write: Write) -> None:
    made = mail(campaign, write(preheader="200種 & {{ person.city }}"))
    hidden = re.search(r"<body[^>]*>(<div style=\"display:none[^>]*>([^<]*)</div>)", made.html)
    assert hidden is not None
    assert hidden.group(2) == "200種 &amp; 東京"
    assert "200種" not in made.text


@pytest.mark.parametrize(
    ("language", "stop", "height"),
    [("ja", "配信を停止する", "line-height:1.8"), ("en", "Unsubscribe", "line-height:1.6")],
)
def test_frame_and_footer_speak_the_language(
    campaign: Campaign, write: Write, language: str, stop: str, height: str
) -> None:
    made = mail(campaign, write(language=language))
    assert f'lang="{language}"' in made.html
    assert stop in made.html
    assert height in made.html


def test_without_a_contact_questions_go_to_the_sender(campaign: Campaign, write: Write) -> None:
    made = compile_variant(campaign, write(language="en"), "Hub").render(MINE, LINKS)
    assert campaign.sender is not None
    assert f"Questions and complaints: {campaign.sender.email}" in made.text
    assert made.text.index("/p/abc.def") < made.text.index("/u/abc.def")


def test_mjml_is_taken_as_it_is_and_gets_the_footer(campaign: Campaign, write: Write) -> None:
    body = """<mjml><mj-body><mj-section><mj-column>
{% if person.city %}<mj-text>{{ person.city }}の皆様</mj-text>{% endif %}
<mj-button href="https://shop.example.com/?a=1&amp;c={{ person.city | url_encode }}">見る</mj-button>
</mj-column></mj-section></mj-body></mjml>"""
    made = mail(campaign, write(body))
    assert made.text.split("\n")[0] == "東京の皆様"
    assert 'href="https://shop.example.com/?a=1&amp;c=%E6%9D%B1%E4%BA%AC"' in made.html
    assert made.html.count("https://hub.example.com/u/abc.def") == 1
    assert "東京都見本区1-1" in made.text


def test_a_body_with_a_footer_of_its_own_gets_no_second(campaign: Campaign, write: Write) -> None:
    body = "本文\n\n{{ sender.name }} {{ sender.address }} [停止]({{ links.unsubscribe }})"
    made = mail(campaign, write(body))
    assert made.html.count("https://hub.example.com/u/abc.def") == 1
    assert "同意された" not in made.text
    partial = mail(campaign, write("本文 [停止]({{ links.unsubscribe }})"))
    assert "東京都見本区1-1" in partial.text


def test_raw_and_comment_stay_what_they_are(campaign: Campaign, write: Write) -> None:
    made = mail(campaign, write("{% raw %}{{ person.nope }}{% endraw %}{% comment %}{{ x }}{% endcomment %}!"))
    assert made.text.startswith("{{ person.nope }}!\n")


def test_the_same_person_gets_the_same_mail(campaign: Campaign, write: Write) -> None:
    compiled = compile_variant(campaign, write("{% assign a = person.name %}{{ a }} {{ message }}"), "見本ハブ")
    first = compiled.render(MINE, LINKS)
    compiled.render({"name": "他の人"}, LINKS)
    assert compiled.render(MINE, LINKS) == first


def test_broken_texts_do_not_compile(campaign: Campaign, write: Write) -> None:
    for body in ("{{ person.name", "{% if x %}", "<mjml><mj-nope></mj-nope></mjml>"):
        with pytest.raises(InvalidInput):
            compile_variant(campaign, write(body), "見本ハブ")
    with pytest.raises(TooLarge):
        compile_variant(campaign, write("x" * 100_001), "見本ハブ")


def test_a_value_that_does_not_fit_is_told_for_this_person_only(campaign: Campaign, write: Write) -> None:
    compiled = compile_variant(campaign, write("{{ 100 | divided_by: person.visits }}"), "見本ハブ")
    assert compiled.render({"visits": 4}, LINKS).text.startswith("25\n")
    with pytest.raises(NotRendered, match="divide by 0"):
        compiled.render({"visits": 0}, LINKS)


@pytest.mark.parametrize(
    ("traits", "name"),
    [
        ({"name": "見本 花子", "first_name": "x"}, "見本 花子"),
        ({"first_name": "花子", "last_name": "見本"}, "見本 花子"),
        ({"firstName": "Hanako", "lastName": "Mihon"}, "Hanako Mihon"),
        ({}, ""),
    ],
)
def test_a_name_is_found_in_the_order_of_its_language(traits: dict[str, object], name: str) -> None:
    assert person_facts(traits, "a@example.com") == {**traits, "name": name, "email": "a@example.com"}
