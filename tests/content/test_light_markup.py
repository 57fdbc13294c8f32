"""The light markup, element by element, and what a text may know about people."""

from collections.abc import Callable

import pytest

from auftakt.campaigns import Campaign, Variant
from auftakt.content import MailLinks, compile_variant, known_traits, variables
from auftakt.store.plane import Plane

Write = Callable[..., Variant]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("一行目\n二行目\n\n次の段落", "一行目\n二行目\n\n次の段落"),
        ("# 大\n## 中\n### 小\n#なし", "大\n\n中\n\n小\n\n#なし"),
        ("・甲\n・乙\n- 丙", "- 甲\n- 乙\n- 丙"),
        ("3. a\n4) b", "1. a\n2. b"),
        ("**強い**言葉と**もう一つ**", "強い言葉ともう一つ"),
        ("a ** b", "a ** b"),
        ("[地図](https://ja.wikipedia.org/wiki/A_(B))。", "地図 ( https://ja.wikipedia.org/wiki/A_(B) )。"),
        ("https://shop.example.com", "https://shop.example.com"),
        (
            "[電話](tel:031234) [手紙](mailto:a@example.com)",
            "電話 ( tel:031234 ) 手紙 ( mailto:a@example.com )",
        ),
        ("![ワイン棚](https://shop.example.com/a.jpg)", "ワイン棚"),
        ("前\n---\n後", "前\n\n後"),
        ("{% if person.name %}\n# 見出し\n文\n{% endif %}", "見出し\n\n文"),
        ("- 甲\n{% if person.nope %}\n- 乙\n{% endif %}\n- 丙", "- 甲\n- 丙"),
        ("a &amp; b < c", "a &amp; b < c"),
        ("\u3000字下げ", "字下げ"),
    ],
)
def test_what_is_written_is_what_is_read(campaign: Campaign, write: Write, body: str, shown: str) -> None:
    compiled = compile_variant(campaign, write(body), "hub")
    text = compiled.render({"name": "x", "email": "y"}, MailLinks("https://hub.example.com/u/x")).text
    assert text.split("\n\n見本商店\n")[0] == shown


def test_buttons_and_pictures_are_elements(campaign: Campaign, write: Write) -> None:
    body = '[買う](https://shop.example.com/?q="x"&b=2){.button}\n\n![棚 "A"](https://shop.example.com/a.jpg)'
    html = compile_variant(campaign, write(body), "hub").render({}, MailLinks("https://hub.example.com/u/x")).html
    assert '<a href="https://shop.example.com/?q=&quot;x&quot;&amp;b=2"' in html
    assert 'src="https://shop.example.com/a.jpg"' in html
    assert 'alt="棚 &quot;A&quot;"' in html


def test_traits_that_somebody_has_are_variables(plane: Plane) -> None:
    with plane.writer() as con:
        for person_id, name in ((1, "city"), (2, "city"), (2, "age")):
            con.execute("insert into traits values ($1, $2, 'x', null, '2026-11-22', 'src_1', 0)", [person_id, name])
    with plane.reader() as con:
        traits = known_traits(con)
    assert traits == ["age", "city"]
    assert [each.name for each in variables(traits)][-2:] == ["person.age", "person.city"]
    assert [each.name for each in variables(["name"])].count("person.name") == 1
