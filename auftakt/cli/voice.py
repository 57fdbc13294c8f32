"""`auftakt voice topics | sentences | read`."""

from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

app = typer.Typer(help="What customers write. · お客様の声", no_args_is_help=True, rich_markup_mode=None)
Days = Annotated[int, typer.Option(min=1, help="How far back. · 何日前まで")]
Topic = Annotated[str, typer.Option(help="Such as delivery. · delivery などの話題")]
Feeling = Annotated[str, typer.Option(help="positive, negative or neutral. · 評価")]
Person = Annotated[str, typer.Option(help="Person id, or type:value. · 人物のキー")]
Limit = Annotated[int, typer.Option(min=1, max=200, help="Most sentences. · 件数")]
Words = Annotated[str, typer.Argument(metavar="TEXT", help="A review, an inquiry, a chat. · 文章")]

_FEELINGS = {
    "positive": Text("positive", "好評"), "negative": Text("negative", "不満"), "neutral": Text("neutral", "中立"),
    "mixed": Text("mixed", "賛否両方"),
}  # fmt: skip


@app.command("topics")
def topics(days: Days = 90, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """What is praised and criticised, by topic. · 話題ごとの好評と不満"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/voice", days=days)
        out.show(found, _draw_topics)


@app.command("sentences")
def sentences(
    topic: Topic = "",
    feeling: Feeling = "",
    person: Person = "",
    days: Days = 90,
    limit: Limit = 50,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """What was written, sentence by sentence, the latest first. · 一文ずつの一覧"""
    with screen(as_json, language) as out:
        chosen = {"topic": topic or None, "feeling": feeling or None, "person": person or None}
        with connect(home, out.language) as hub:
            found = hub.get("/api/voice/sentences", days=days, limit=limit, **chosen)
        out.show(found, _draw_sentences)


@app.command("read")
def read(text: Words, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """How a text is read, and by which words; nothing is kept. · 文章の読み取りを試す"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.post("/api/voice/read", {"text": text})
        out.show(found, _draw_read)


def _draw_topics(out: Screen, document: dict[str, Any]) -> None:
    totals = document["totals"]
    if not totals["texts"]:
        events = ", ".join(document["events"])
        out.say(Text(f"Nothing was written. Read are the texts of: {events}", f"文章はまだありません。対象:{events}"))
        return
    out.say(
        Text(f"{totals['texts']} texts of {totals['people']} people", f"{totals['people']}人の文章{totals['texts']}件"),
        style="bold",
    )
    heads = [Text("Topic", "話題"), *(_FEELINGS[each] for each in ("positive", "negative", "neutral"))]
    rows = [[each["title"], each["positive"], each["negative"], each["neutral"]] for each in document["topics"]]
    out.table(heads, rows)


def _draw_sentences(out: Screen, document: dict[str, Any]) -> None:
    heads = [Text("When", "日時"), Text("Feeling", "評価"), Text("About", "話題"), Text("Sentence", "文")]
    rows = [
        [minute(each["at"]), _feeling(out, each), ", ".join(each["topics"]), each["sentence"]]
        for each in document["items"]
    ]
    out.table(heads, rows)
    if not rows:
        out.say(Text("No sentence is like this.", "該当する文はありません。"))


def _draw_read(out: Screen, document: dict[str, Any]) -> None:
    heads = [Text("Feeling", "評価"), Text("Words", "決め手の語"), Text("About", "話題"), Text("Sentence", "文")]
    out.table(
        heads,
        [
            [_feeling(out, each), ", ".join(each["words"]), ", ".join(each["topics"]), each["sentence"]]
            for each in document["sentences"]
        ],
    )
    out.facts([(Text("In all", "全体"), f"{_feeling(out, document)} ({document['score']:+.2f})")])


def _feeling(out: Screen, said: dict[str, Any]) -> str:
    return _FEELINGS[said["feeling"]].pick(out.language)
