"""Definitions as sentences, in both languages."""

from auftakt.kit.text import Text
from auftakt.people.computed.definition import Calendar, Definition, QueryValue, Rolling, Window
from auftakt.people.property_words import where_text

_MEASURES = {
    "count": Text("number of {event}{where}{window}", "{window}{where}{event}の回数"),
    "sum": Text("sum of {property} over {event}{where}{window}", "{window}{where}{event}の{property}の合計"),
    "average": Text("average {property} over {event}{where}{window}", "{window}{where}{event}の{property}の平均"),
    "min": Text("smallest {property} of {event}{where}{window}", "{window}{where}{event}の{property}の最小"),
    "max": Text("largest {property} of {event}{where}{window}", "{window}{where}{event}の{property}の最大"),
    "first": Text("{property} of the first {event}{where}{window}", "{window}{where}最初の{event}の{property}"),
    "last": Text("{property} of the last {event}{where}{window}", "{window}{where}最後の{event}の{property}"),
    "most_frequent": Text(
        "most frequent {property} of {event}{where}{window}", "{window}{where}{event}で最も多い{property}"
    ),
    "unique": Text(
        "different {property} of {event}{where}{window}", "{window}{where}{event}の{property}の一覧(重複なし)"
    ),
    "unique_count": Text(
        "number of different {property} of {event}{where}{window}", "{window}{where}{event}の{property}の種類の数"
    ),
}
_RUNNING = {
    "day": Text(" today", "今日の"),
    "week": Text(" this week", "今週の"),
    "month": Text(" this month", "今月の"),
    "quarter": Text(" this quarter", "今四半期の"),
    "year": Text(" this year", "今年の"),
}
_BEFORE = {
    "day": Text(" {back} days ago", "{back}日前の"),
    "week": Text(" {back} weeks ago", "{back}週前の"),
    "month": Text(" {back} months ago", "{back}か月前の"),
    "quarter": Text(" {back} quarters ago", "{back}四半期前の"),
    "year": Text(" {back} years ago", "{back}年前の"),
}
_LAST = {
    "day": Text(" yesterday", "昨日の"),
    "week": Text(" last week", "先週の"),
    "month": Text(" last month", "先月の"),
    "quarter": Text(" last quarter", "前四半期の"),
    "year": Text(" last year", "昨年の"),
}


def definition_text(definition: Definition, language: str) -> str:
    """What a trait is, as a phrase."""
    if isinstance(definition, QueryValue):
        minutes = definition.every_minutes
        return Text(f"a query, every {minutes} minutes", f"クエリ({minutes}分ごと)").pick(language)
    return (
        _MEASURES[definition.measure]
        .pick(language)
        .format(
            event=definition.event,
            property=definition.property or Text("time", "日時").pick(language),
            where=where_text(definition.where, language),
            window=_window_text(definition.window, language),
        )
    )


def _window_text(window: Window | None, language: str) -> str:
    if isinstance(window, Rolling):
        return Text(f" in the last {window.days} days", f"直近{window.days}日間の").pick(language)
    if isinstance(window, Calendar):
        said = _RUNNING if window.back == 0 else _LAST if window.back == 1 else _BEFORE
        return said[window.unit].pick(language).format(back=window.back)
    return ""
