"""Laws of texts: what passed the check renders for everybody, and nothing about a person becomes markup."""

from html.parser import HTMLParser

from examples import examples
from hypothesis import assume, given
from hypothesis import strategies as st

from auftakt.campaigns import Campaign, Claim, MessageHouse, Sender, Variant, errors
from auftakt.content import MailLinks, check_variant, compile_variant

TRAITS = ["city", "points", "born"]
LINKS = MailLinks("https://hub.example.com/u/x")
CAMPAIGN = Campaign(
    id="cmp_1",
    name="<秋> & 冬",
    message_house=MessageHouse(message="{{ not a tag }}", claims=[Claim(id="c", text="<b>1</b>")]),
    sender=Sender(name="見本商店", email="shop@example.com", address="東京都見本区1-1"),
)
NAMES = st.sampled_from(
    [
        "person.name",
        "person.email",
        "person.city",
        "person.points",
        "person.born",
        "campaign.name",
        "message",
        "hub.name",
    ]
)
FILTERS = st.sampled_from(
    [
        "",
        " | upcase",
        " | default: '様'",
        " | truncate: 9",
        " | url_encode",
        " | append: '!'",
        " | size",
        " | date: '%Y'",
    ]
)
PIECES = st.one_of(
    st.sampled_from(
        ["\n\n", "\n", "# 見出し\n", "- 項目\n", "**強調**", "[買う](https://shop.example.com/?a=1&b=2)", "---\n"]
    ),
    st.text(max_size=12).filter(lambda text: "{{" not in text and "{%" not in text),
    st.builds("{{{{ {}{} }}}}".format, NAMES, FILTERS),
    st.builds("{{% if {0} %}}{{{{ {0} }}}}{{% endif %}}".format, NAMES),
    st.just("{% for claim in claims %}\n- {{ claim.text }}\n{% endfor %}\n"),
)
BODIES = st.lists(PIECES, min_size=1, max_size=8).map("".join)
VALUES = st.none() | st.text(max_size=30) | st.sampled_from(["<b>", "{{ person.email }}", '"><img>', "2026-11-22", "1"])
PEOPLE = st.dictionaries(st.sampled_from(["name", "email", *TRAITS]), VALUES)


class Tags(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


def written(body: str) -> Variant:
    return Variant(id="v", language="ja", subject="{{ person.name }}様", preheader="{{ campaign.name }}", body=body)


@given(BODIES, PEOPLE)
@examples(60, deadline=None)
def test_what_passed_the_check_renders_for_everybody(body: str, person: dict[str, object]) -> None:
    variant = written(body)
    assume(not errors(check_variant(variant, TRAITS, CAMPAIGN)))
    made = compile_variant(CAMPAIGN, variant, "見本ハブ").render(person, LINKS)
    assert "https://hub.example.com/u/x" in made.html
    assert "https://hub.example.com/u/x" in made.text
    assert "\n" not in made.subject
    assert "zqLq" not in made.html + made.text


@given(st.text(max_size=60) | st.sampled_from(["</p><script>x</script>", '"><a href="https://evil.example.com">']))
@examples(40, deadline=None)
def test_nothing_about_a_person_becomes_markup(value: str) -> None:
    variant = written(
        "# {{ person.name }}\n\n{{ person.name | upcase }}\n\n[x](https://shop.example.com/{{ person.name }})"
    )
    compiled = compile_variant(CAMPAIGN, variant, "見本ハブ")
    plain = compiled.render({"name": "x", "email": "x"}, LINKS)
    made = compiled.render({"name": value, "email": value}, LINKS)
    assert Tags(made.html).found == Tags(plain.html).found
