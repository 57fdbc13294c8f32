"""`auftakt person KEY`: everything known about one person."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import amount, minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

Key = Annotated[str, typer.Argument(help="Person id, or type:value such as email:a@example.com. · 人物のキー")]
LinkedTo = Annotated[
    str,
    typer.Option("--linked-to", metavar="TYPE:VALUE", help="Why this identifier is the same person. · 同じ人物の理由"),
]
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many events of the timeline. · 時系列の件数")]

_SOURCE = Text("source", "ソース")


def person(
    key: Key,
    limit: Limit = 20,
    linked_to: LinkedTo = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """One person: identifiers, traits, consents, timeline. · 人物の識別子・特性・同意・時系列"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            if linked_to:
                out.show(hub.get(f"/api/people/{quote(key, safe='')}/chain", to=linked_to), _draw_chain)
                return
            found = hub.get(f"/api/people/{quote(key, safe='')}")
            timeline = hub.get(f"/api/people/{quote(key, safe='')}/timeline", limit=limit)
        out.show({"person": found, "timeline": timeline}, _draw)


def _draw(out: Screen, document: dict[str, Any]) -> None:
    found, events = document["person"], document["timeline"]["items"]
    out.say(f"{found['name'] or '–'}  ·  {found['person_id']}", style="bold")
    totals = found["totals"]
    out.facts(
        [
            (Text("first seen", "初回"), minute(found["first_seen"])),
            (Text("last seen", "最終"), minute(found["last_seen"])),
            (Text("events", "イベント"), totals["events"]),
            (Text("orders", "注文"), totals["orders"]),
            (Text("revenue", "売上"), amount(totals["revenue"])),
        ]
    )
    _draw_facts(out, found)
    out.table(
        [Text("at", "日時"), Text("event", "イベント"), Text("revenue", "売上"), _SOURCE, Text("played", "模擬")],
        [[minute(e["at"]), e["name"] or e["type"], amount(e["revenue"]), e["source"], e["played"]] for e in events],
    )
    if document["timeline"]["next"]:
        out.say(Text("There are more: use --limit.", "続きがあります。--limit を使ってください。"))


def _draw_chain(out: Screen, chain: dict[str, Any]) -> None:
    if not chain["steps"]:
        out.say(Text("Both are the same identifier.", "どちらも同じ識別子です。"))
        return
    out.table(
        [Text("from", "前"), Text("to", "次"), Text("event", "イベント"), Text("at", "日時"), _SOURCE],
        [
            [
                f"{step['a']['type']}:{step['a']['value']}",
                f"{step['b']['type']}:{step['b']['value']}",
                step["event"],
                minute(step["seen_at"]),
                step["source"],
            ]
            for step in chain["steps"]
        ],
        Text("Why these are one person", "同じ人物とみなす理由"),
    )


def _draw_facts(out: Screen, found: dict[str, Any]) -> None:
    out.table(
        [Text("identifier", "識別子"), Text("value", "値"), Text("first seen", "初回"), _SOURCE],
        [[each["type"], each["value"], minute(each["first_seen"]), each["source"]] for each in found["identifiers"]],
    )
    out.table(
        [Text("trait", "特性"), Text("value", "値"), Text("set at", "設定日時"), _SOURCE],
        [[each["name"], each["value"], minute(each["set_at"]), each["source"]] for each in found["traits"]],
    )
    out.table(
        [
            Text("consent", "同意"),
            Text("purpose", "目的"),
            Text("granted", "許諾"),
            Text("decided at", "決定日時"),
            _SOURCE,
        ],
        [
            [each["channel"], each["purpose"], each["granted"], minute(each["decided_at"]), each["source"]]
            for each in found["consents"]
        ],
    )
