"""`auftakt explain PERSON CAMPAIGN`: why somebody was sent something, or was not."""

from typing import Annotated, Any

import typer

from auftakt.cli.campaign import Campaign, find_campaign
from auftakt.cli.client import connect
from auftakt.cli.forms import minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

Person = Annotated[str, typer.Argument(metavar="PERSON", help="Person id, or type:value. · 人物のキー")]

_AT = Text("at", "日時")


def explain(
    person: Person, campaign: Campaign, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """Every decision about one person in one campaign, with its reason. · 送った・送らなかった理由"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/explain", person=person, campaign=find_campaign(hub, campaign)["id"])
        out.show(found, _draw)


def _draw(out: Screen, found: dict[str, Any]) -> None:
    out.say(f"{found['name'] or '–'}  ·  {found['person_id']}  ·  {found['campaign_id']}", style="bold")
    member = found["membership"]
    out.facts(
        [
            (
                Text("in the audience since", "オーディエンス加入"),
                minute(member["since"]) if member else None,
            ),
            (Text("because", "理由"), member["because"] if member else None),
            (Text("arm", "群"), found["arm"]),
        ]
    )
    _draw_moves(out, found["transitions"])
    _draw_decisions(out, found["decisions"])
    if not found["transitions"] and not found["decisions"]:
        out.say(
            Text(
                "This person never entered the campaign's journey.",
                "この人物はこのキャンペーンのジャーニーに入っていません。",
            )
        )


def _draw_moves(out: Screen, moves: list[dict[str, Any]]) -> None:
    out.table(
        [_AT, Text("from", "前"), Text("to", "次"), Text("reason", "理由"), Text("detail", "詳細")],
        [
            [
                minute(each["at"]),
                each["from_step"],
                each["to_step"],
                each.get("reason_text") or each["reason"],
                each["detail"],
            ]
            for each in moves
        ],
        Text("Way through the journey", "ジャーニーの経路"),
    )


def _draw_decisions(out: Screen, decisions: list[dict[str, Any]]) -> None:
    out.table(
        [
            _AT,
            Text("step", "ステップ"),
            Text("decision", "判断"),
            Text("because", "理由"),
            Text("delivery", "配信結果"),
        ],
        [
            [
                minute(each["at"]),
                each["step_id"],
                each["decision"],
                each["reason_text"] or each["reason"],
                each["delivery"]["state"] if each["delivery"] else None,
            ]
            for each in decisions
        ],
        Text("Sends and non-sends", "送信と非送信"),
    )
