"""`auftakt match …`: matching beyond exact keys, and how good it is on records with known answers."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from auftakt.cli import match_people
from auftakt.cli.options import Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

if TYPE_CHECKING:
    from auftakt.people import MatchField

app = typer.Typer(help="Matching beyond exact keys. · キー以外での名寄せ", no_args_is_help=True, rich_markup_mode=None)
File = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV or Parquet. · CSV か Parquet")
]
Label = Annotated[str, typer.Option("--label", help="Column that tells who is who. · 正解の人物を示す列")]
Origin = Annotated[str, typer.Option("--source", help="Column of sources without duplicates. · 重複のない元データの列")]
Fields = Annotated[list[str] | None, typer.Option("--field", metavar="COLUMN=KIND", help="What to compare. · 比べる列")]
Hard = Annotated[list[str] | None, typer.Option("--hard", help="One value a person. · 1人に1つの値の列")]
Thresholds = Annotated[list[float] | None, typer.Option("--threshold", help="0.5 or more. · 0.5以上")]
MaxPairs = Annotated[int, typer.Option("--max-pairs", min=1, help="Most pairs to compare. · 比べる組の上限")]
Country = Annotated[str, typer.Option("--country", help="Country of phone numbers. · 電話番号の国")]


@app.callback()
def match() -> None:
    """Records compared field by field. · 項目ごとの比較"""


app.command("run")(match_people.run)
app.command("proposals")(match_people.proposals)
app.command("show")(match_people.show)
app.command("quality")(match_people.quality)
app.command("approve")(match_people.approve)
app.command("refuse")(match_people.refuse)
app.command("reopen")(match_people.reopen)


@app.command("measure")
def measure(
    file: File,
    label: Label,
    source: Origin = "",
    field: Fields = None,
    hard: Hard = None,
    threshold: Thresholds = None,
    max_pairs: MaxPairs = 20_000_000,
    country: Country = "JP",
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Precision and recall on records of which one knows who is who. · 正解つきデータでの適合率と再現率"""
    from auftakt.people import OFFERED_THRESHOLDS, MeasureAsk, measure_file

    with screen(as_json, language) as out:
        fields = tuple(_field(each, hard or ()) for each in field or ())
        ask = MeasureAsk(label, source, fields, tuple(threshold or OFFERED_THRESHOLDS), max_pairs, country)
        if hard and not fields:
            raise InvalidInput(
                Text("--hard needs the fields by name.", "--hard には --field の指定が必要です。"),
                next_action=Text("Give each column with --field.", "--field で列を指定してください。"),
            )
        out.show(msgspec.to_builtins(measure_file(file, ask)), draw_measured)


def _field(text: str, hard: "list[str] | tuple[()]") -> "MatchField":
    from auftakt.people import MATCH_KINDS, MatchField

    column, _, kind = text.rpartition("=")
    if kind not in MATCH_KINDS or not column:
        raise InvalidInput(
            Text(f"{text!r} is not COLUMN=KIND.", f"{text!r} は「列=種類」ではありません。"),
            next_action=Text(f"Kinds: {', '.join(MATCH_KINDS)}.", f"種類: {', '.join(MATCH_KINDS)}"),
        )
    made = msgspec.convert({"column": column, "kind": kind}, MatchField)
    return replace(made, hard=column in hard)


def draw_measured(out: Screen, found: dict[str, Any]) -> None:
    """A curve as the API or `measure_file` gives it."""
    out.facts(
        [
            (Text("records", "レコード"), found["records"]),
            (Text("people", "人物"), found["people"]),
            (Text("true pairs", "正しい組"), found["true_pairs"]),
            (Text("compared", "比べた列"), ", ".join(each["column"] for each in found["fields"])),
        ]
    )
    out.table(
        [
            Text("threshold", "しきい値"),
            Text("pairs: precision", "組の適合率"),
            Text("recall", "再現率"),
            Text("groups: precision", "グループの適合率"),
            Text("recall", "再現率"),
        ],
        [
            [
                each["threshold"],
                *(f"{each[of][what]:.4f}" for of in ("pairs", "groups") for what in ("precision", "recall")),
            ]
            for each in found["curve"]
        ],
    )
