"""`auftakt results`: what all campaigns brought, or one."""

from typing import Annotated, Any

import typer

from auftakt.cli.campaign import find_campaign
from auftakt.cli.client import connect
from auftakt.cli.forms import amount
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

Which = Annotated[str | None, typer.Option("--campaign", help="Id or name. · キャンペーンのID か名前")]
Since = Annotated[str | None, typer.Option("--from", help="First day. · 開始日")]
Until = Annotated[str | None, typer.Option("--to", help="Last day. · 終了日")]
_KPIS = ("reached", "opened", "clicked", "conversions", "revenue")


def results(
    campaign: Which = None,
    since: Since = None,
    until: Until = None,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """KPIs of all campaigns, or KPIs and lift of one. · 成果とリフト"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            if campaign:
                found = hub.get(f"/api/results/campaigns/{find_campaign(hub, campaign)['id']}")
            else:
                found = hub.get("/api/results", **{"from": since, "to": until})
        out.show(found, _draw_one if campaign else _draw_all)


def _draw_all(out: Screen, found: dict[str, Any]) -> None:
    out.table(
        [Text("KPI", "KPI"), Text("value", "値"), Text("before", "前の期間")],
        [[each["kpi"], amount(each["value"]), amount(each["previous"])] for each in found["kpis"]],
    )
    if not found["campaigns"]:
        out.say(Text("No campaign yet: an idea in the app becomes one.", "まだありません。アイデアから作成できます。"))
    out.table(
        ["id", Text("campaign", "キャンペーン"), Text("state", "状態"), *_KPIS, Text("played", "模擬")],
        [
            [
                each["campaign"]["id"],
                each["campaign"]["name"],
                each["campaign"]["state"],
                *(amount(each["values"].get(kpi)) for kpi in _KPIS),
                each["played"],
            ]
            for each in found["campaigns"]
        ],
    )


def _draw_one(out: Screen, found: dict[str, Any]) -> None:
    out.say(f"{found['campaign']['name']}  ·  {found['campaign']['id']}", style="bold")
    out.say(found["goal_text"])
    if found["played"]:
        out.say(Text("Reactions are played by a seeded model.", "反応はモデルによる模擬です。"), style="yellow")
    out.table(
        [Text("KPI", "KPI"), Text("value", "値"), Text("unit", "単位")],
        [[each["kpi"], amount(each["value"]), each["unit"]] for each in found["values"]],
    )
    if found["lifts"]:
        out.table(
            [
                Text("metric", "指標"),
                Text("arms", "比較"),
                Text("difference", "差"),
                Text("95 % from", "95%下限"),
                Text("to", "上限"),
                Text("p", "p値"),
                Text("incremental", "増分"),
                Text("enough data", "十分な量"),
            ],
            [_lift(each) for each in found["lifts"]],
            Text("Lift against the holdout", "ホールドアウトとの差"),
        )
    if found["srm"] and not found["srm"]["ok"]:
        out.say(
            Text(
                "The arms are not of the sizes that chance gives: do not trust the lift before you know why.",
                "各群の人数が偶然では説明できません。理由が分かるまでリフトを使わないでください。",
            ),
            style="red",
        )


def _lift(each: dict[str, Any]) -> list[object]:
    enough: object = True
    if not each["enough"]:
        days = each["days_to_enough"]
        enough = "–" if days is None else f"+{days:.0f} d"
    return [
        each["metric"],
        f"{each['arm']} / {each['control']}",
        f"{each['difference']:+.5g}",
        f"{each['low']:+.5g}",
        f"{each['high']:+.5g}",
        f"{each['p']:.3g}",
        f"{each['incremental']:,.1f}",
        enough,
    ]
