"""Law: exporting, importing and exporting again gives the same bytes, whatever the document holds."""

from datetime import date
from typing import Any

import msgspec
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from auftakt.campaigns import (
    Audience,
    Budget,
    Campaign,
    Claim,
    Goal,
    MessageHouse,
    Pillar,
    Sender,
    Target,
    Variant,
    approval_hash,
    export_campaign,
    import_campaign,
)

words = st.text(st.characters(codec="utf-8"), max_size=12)
ids = st.from_regex(r"[A-Za-z0-9_.-]{1,12}", fullmatch=True)
days = st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1))
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=8,
)
json_objects = st.dictionaries(words, json_values, max_size=4)
languages = st.sampled_from(["ja", "en"])


def lists(of: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, max_size=3)


campaigns = st.builds(
    Campaign,
    id=ids,
    name=words,
    idea=words,
    state=st.sampled_from(["draft", "in_review", "approved", "scheduled", "live", "finished"]),
    audience=st.none() | st.builds(Audience, name=words, rule=json_objects),
    goal=st.none()
    | st.builds(Goal, event=words, where=lists(json_objects), within_days=st.integers(1, 730), description=words),
    targets=lists(st.builds(Target, kpi=words, value=numbers, unit=words, by=days)),
    budget=st.none()
    | st.builds(Budget, amount=st.from_regex(r"[0-9]{1,15}(\.[0-9]{1,4})?", fullmatch=True), currency=st.just("JPY")),
    starts_on=days,
    ends_on=days,
    message_house=st.builds(
        MessageHouse,
        message=words,
        claims=lists(st.builds(Claim, id=ids, text=words, evidence=words, expires_on=days)),
    ),
    pillar=st.none() | st.builds(Pillar, title=words, body=words, language=languages),
    variants=lists(
        st.builds(Variant, id=ids, language=languages, subject=words, preheader=words, body=words, pillar_hash=words)
    ),
    journey=st.none() | json_objects,
    holdout=st.floats(allow_nan=False, allow_infinity=False),
    languages=lists(languages),
    sender=st.none() | st.builds(Sender, name=words, email=words, address=words),
    origin=st.dictionaries(words, words, max_size=2),
    played=st.booleans(),
)


@given(campaigns)
@examples(80, deadline=None)
def test_export_import_export_is_identical(campaign: Campaign) -> None:
    exported = export_campaign(campaign)
    again = import_campaign(exported)
    assert export_campaign(again) == exported
    assert msgspec.structs.replace(again, state=campaign.state) == campaign
    assert approval_hash(again) == approval_hash(campaign)
