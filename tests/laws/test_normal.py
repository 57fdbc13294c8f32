"""Laws of normalisation: twice is once, the short way is the long way, and the engine says what Python says."""

from collections.abc import Callable

import duckdb
import phonenumbers
import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from auftakt.kit.normal import address_folded, email_folded, kana_folded, name_key, phone_number, width_folded
from auftakt.people.normalising import FUNCTIONS, teach

PIECES = "〒100-0005 千代田区丸ノ内の之ヶケが一二十百丁目番地号室町条,、ビル日本大字横浜市北海道１２Ａ"
JAPANESE = st.text(st.sampled_from(PIECES), max_size=14)
NAMES = st.text(st.sampled_from("やヤﾔﾞ山田太郎様殿さん氏 　・,.-ー〜AbMrｔ"), max_size=14)
NUMBERS = st.text(st.sampled_from("0123456789+-() ０１x内線"), max_size=18)
ANY = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=14), JAPANESE, NAMES, NUMBERS)


@pytest.mark.parametrize(
    "normal",
    [width_folded, kana_folded, email_folded, address_folded, name_key, phone_number],
    ids=lambda f: f.__name__,
)
@examples(150)
@given(ANY)
def test_twice_is_once(normal: Callable[[str], str], text: str) -> None:
    once = normal(text)
    assert normal(once) == once


@examples(200)
@given(
    st.one_of(
        st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True),
        st.from_regex(r"\+81[0-9]{8,11}", fullmatch=True),
        st.from_regex(r"\+1[0-9]{10}", fullmatch=True),
        NUMBERS,
    ),
    st.sampled_from(["JP", "US", "GB"]),
)
@example("0312345678", "JP")
def test_the_short_way_to_a_number_is_the_librarys(text: str, country: str) -> None:
    """What can be a number there is E.164 as the library writes it."""
    found = phone_number(text, country)
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.is_valid_number(number) and number.extension is None:
        assert found == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@examples(30)
@given(st.lists(st.one_of(st.none(), ANY.filter(lambda text: "\x00" not in text)), min_size=1, max_size=12))
def test_the_engine_says_what_python_says(values: list[str | None]) -> None:
    con = duckdb.connect()
    teach(con)
    for name, function in FUNCTIONS.items():
        rows = con.execute(f"select {name}(v) from (select unnest($values::varchar[]) as v)", {"values": values})
        expected = [None if value is None else function(value) or None for value in values]
        assert [found for (found,) in rows.fetchall()] == expected, name
    con.close()
