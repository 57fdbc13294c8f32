"""Is this a definition of a trait? What is wrong is told with its place in the document."""

from typing import Any

import msgspec

from auftakt.kit.text import Text
from auftakt.people.computed.definition import Calendar, Definition, EventValue, QueryValue, Rolling
from auftakt.people.computed.query import checked_query
from auftakt.people.property_check import check_name, check_test, wrong_rule

NEEDS_PROPERTY = ("sum", "average", "most_frequent", "unique", "unique_count")
LONGEST_DAYS = 36_500
MOST_BACK = 120
MOST_MINUTES = 7 * 24 * 60


def parse_definition(document: Any) -> Definition:
    """A definition from its JSON document. Raises InvalidRule, which names the place as `$.window.days`."""
    try:
        definition: Definition = msgspec.convert(document, Definition)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at ")
        raise wrong_rule(
            path.strip("`") or "$",
            Text(what, f"形が正しくありません({what})"),
            Text("Correct it.", "修正してください。"),
        ) from error
    if isinstance(definition, QueryValue):
        checked_query(definition.query)
        _check_every(definition.every_minutes)
    else:
        _check_events(definition)
    return definition


def _check_events(definition: EventValue) -> None:
    check_name(definition.event, "$.event")
    if definition.property is not None:
        check_name(definition.property, "$.property")
    if definition.property is None and definition.measure in NEEDS_PROPERTY:
        raise wrong_rule(
            "$.property",
            Text(f"`{definition.measure}` needs a property", f"「{definition.measure}」には項目が必要です"),
            Text("Choose the property to look at.", "対象の項目を選んでください。"),
        )
    if definition.property is not None and definition.measure == "count":
        raise wrong_rule(
            "$.property",
            Text("a count takes no property", "回数には項目を指定できません"),
            Text("Leave it out, or put it into `where`.", "外すか、where に書いてください。"),
        )
    for place, test in enumerate(definition.where):
        check_test(test, f"$.where[{place}]")
    _check_window(definition)


def _check_window(definition: EventValue) -> None:
    window = definition.window
    if isinstance(window, Rolling) and not 1 <= window.days <= LONGEST_DAYS:
        raise wrong_rule(
            "$.window.days",
            Text(f"a window is 1 to {LONGEST_DAYS} days long", f"期間は1日から{LONGEST_DAYS}日までです"),
            Text("Give whole days, or no window for ever.", "日数を直すか、全期間なら window を外してください。"),
        )
    if isinstance(window, Calendar) and not 0 <= window.back <= MOST_BACK:
        raise wrong_rule(
            "$.window.back",
            Text(f"`back` is 0 to {MOST_BACK}", f"back は0から{MOST_BACK}までです"),
            Text("0 is the running period, 1 the one before.", "0が今の期間、1が1つ前の期間です。"),
        )


def _check_every(minutes: int) -> None:
    if not 1 <= minutes <= MOST_MINUTES:
        raise wrong_rule(
            "$.every_minutes",
            Text(f"a query runs every 1 to {MOST_MINUTES} minutes", f"実行間隔は1分から{MOST_MINUTES}分までです"),
            Text("Give whole minutes.", "分を整数で指定してください。"),
        )
