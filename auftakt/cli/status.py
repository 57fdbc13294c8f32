"""`auftakt status`: what the hub received, made of it and holds."""

from typing import Any

from auftakt.cli.client import connect
from auftakt.cli.forms import amount
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

_COUNTERS = {
    "received": Text("received", "受信"),
    "stored": Text("stored", "保存"),
    "quarantined": Text("quarantined", "隔離"),
    "duplicate": Text("duplicate", "重複"),
    "suppressed": Text("suppressed", "抑止"),
    "waiting": Text("waiting", "処理待ち"),
}
_TOTALS = {
    "events": Text("events", "イベント"),
    "people": Text("people", "人物"),
    "identifiers": Text("identifiers", "識別子"),
    "orders": Text("orders", "注文"),
}
_SENDS = {
    "reserved": Text("reserved", "予約済み"),
    "handed": Text("handed over", "引き渡し中"),
    "accepted": Text("accepted", "受理"),
    "deferred": Text("deferred", "再試行待ち"),
    "rejected": Text("rejected", "拒否"),
    "unknown": Text("unknown", "不明"),
}


def status(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Counters and totals of the hub. · ハブの件数と状態"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/status")
        out.show(found, _draw)


def _draw(out: Screen, found: dict[str, Any]) -> None:
    counters, totals, batch = found["counters"], found["totals"], found["batch"]
    out.say(f"{found['name']}  ·  Auftakt {found['version']}", style="bold")
    out.table(list(_COUNTERS.values()), [[counters[name] for name in _COUNTERS]])
    if counters["balanced"]:
        out.say(
            Text(
                "received = stored + quarantined + duplicate + suppressed + waiting",
                "受信 = 保存 + 隔離 + 重複 + 抑止 + 処理待ち",
            )
        )
    else:
        out.say(
            Text(
                "The counters do not add up: run `auftakt doctor`.",
                "件数が合いません。`auftakt doctor` を実行してください。",
            ),
            "red",
        )
    revenue = Text(f"revenue ({totals['currency']})", f"売上({totals['currency']})")
    out.table([*_TOTALS.values(), revenue], [[*(totals[name] for name in _TOTALS), amount(totals["revenue"])]])
    out.table(list(_SENDS.values()), [[found["sends"][name] for name in _SENDS]], Text("Sends", "配信"))
    if batch["error"]:
        out.say(batch["error"], "red")
    if found["demo"]:
        played = totals["played_events"]
        out.say(
            Text(
                f"A demo hub: contacts are samples. {played:,} played events are not in the totals.",
                f"デモのハブです。連絡先は見本です。モデルが演じたイベント{played:,}件は合計に含みません。",
            )
        )
