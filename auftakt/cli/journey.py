"""`auftakt journey rehearse CAMPAIGN`: last year's events through a journey, before it is switched on."""

from typing import Annotated, Any

import typer

from auftakt.cli.campaign import Campaign, find_campaign
from auftakt.cli.client import connect
from auftakt.cli.forms import amount
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.progress import bar
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

app = typer.Typer(help="Journeys: the path of a campaign. · ジャーニー", no_args_is_help=True, rich_markup_mode=None)
Since = Annotated[str | None, typer.Option("--from", help="First day, such as 2017-01-01. · 開始日")]
Until = Annotated[str | None, typer.Option("--to", help="Last day. · 終了日")]


@app.command("rehearse")
def rehearse(
    campaign: Campaign,
    since: Since = None,
    until: Until = None,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Play the journey over past events; nothing is sent. · 過去のデータで予行演習(送信なし)"""
    with screen(as_json, language) as out:
        period = {name: day for name, day in (("from", since), ("to", until)) if day}
        with connect(home, out.language) as hub, bar(out, campaign) as watch:
            found = find_campaign(hub, campaign)
            started = hub.post(f"/api/campaigns/{found['id']}/rehearse", period)
            result = hub.finish(started["task_id"], watch)
        out.show({"campaign": found["id"], "name": found["name"], **result}, _draw)


@app.callback()
def journey() -> None:
    """Journeys: the path of a campaign. · ジャーニー"""


def _draw(out: Screen, result: dict[str, Any]) -> None:
    out.say(result["name"], style="bold")
    days = f"{result['from'][:10]} – {result['to'][:10]}"
    out.say(
        Text(
            f"{days}: {result['people']:,} people in {result['seconds']:.1f} s. Nothing was sent.",
            f"{days}: {result['people']:,}人、{result['seconds']:.1f}秒。送信はしていません。",
        )
    )
    out.table(
        [
            Text("step", "ステップ"),
            Text("title", "名前"),
            Text("entered", "到着"),
            Text("left", "通過"),
            Text("waiting", "待機"),
        ],
        [[each["id"], each["title"], each["entered"], each["left"], each["waiting"]] for each in result["steps"]],
    )
    reasons = [[each["reason"], each["count"]] for each in result["not_sent"]]
    sent = Text("sent", "送信").pick(out.language)
    held = Text("holdout", "ホールドアウト").pick(out.language)
    out.table(
        [Text("sends and non-sends", "送信と非送信"), Text("how many", "件数")],
        [[sent, result["sends"]], *reasons, [held, result["holdout"]]],
    )
    goal = result["goal"]
    out.facts(
        [
            (Text("people who met the goal", "目標を達成した人"), goal["people"]),
            (Text("orders", "注文"), goal["orders"]),
            (Text("revenue", "売上"), amount(goal["revenue"])),
        ]
    )
