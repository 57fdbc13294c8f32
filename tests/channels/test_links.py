"""Signed links: nobody else can make them, and they lead only where a mail of ours pointed."""

from hypothesis import given
from hypothesis import strategies as st

from auftakt.channels import Links, LinkToken

LINKS = Links(b"k" * 32, "https://hub.example.com/")


def token_of(url: str) -> str:
    return url.rpartition("/")[2].removesuffix(".gif")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_token_says_what_was_put_in(target: str) -> None:
    assert LINKS.read("c", token_of(LINKS.click("snd_1", target))) == LinkToken("snd_1", target)


@given(st.integers(0, 200), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_changed_token_is_nothing(place: int, char: str) -> None:
    token = token_of(LINKS.click("snd_1", "https://shop.example.com/wine"))
    place %= len(token)
    changed = token[:place] + char + token[place + 1 :]
    assert (LINKS.read("c", changed) is None) == (changed != token)


@given(st.text(max_size=100))
def test_no_text_is_a_token(text: str) -> None:
    assert LINKS.read("c", text) is None
    assert LINKS.read("u", text) is None


def test_a_token_of_another_kind_or_another_hub_is_nothing() -> None:
    token = token_of(LINKS.open("snd_1"))
    assert LINKS.read("o", token) == LinkToken("snd_1")
    assert LINKS.read("u", token) is None
    assert Links(b"x" * 32, "https://hub.example.com").read("o", token) is None


def test_links_of_a_page_lead_over_the_hub_except_those_to_unsubscribe() -> None:
    stop = LINKS.unsubscribe("snd_1")
    page = (
        '<html><head><link href="https://fonts.example.com/a.css"></head><body>'
        '<a class="b" href="https://shop.example.com/?a=1&amp;b=2">wine</a>'
        f'<a href="{stop}">stop</a><a href="mailto:a@example.com">write</a><a href="#top">top</a></body></html>'
    )
    clicked = LINKS.click("snd_1", "https://shop.example.com/?a=1&b=2")
    assert LINKS.track(page, "snd_1") == (
        '<html><head><link href="https://fonts.example.com/a.css"></head><body>'
        f'<a class="b" href="{clicked}">wine</a>'
        f'<a href="{stop}">stop</a><a href="mailto:a@example.com">write</a><a href="#top">top</a>'
        f'<img src="{LINKS.open("snd_1")}" width="1" height="1" alt="" style="display:block"></body></html>'
    )
