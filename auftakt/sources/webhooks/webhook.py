"""The connector that is called: its rows are what the inbox of its address holds.

Each row is the body (or each object of a list), besides `_topic`, `_delivery` and `_received_at`.
"""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from auftakt.kit.clock import Clock, iso
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.connectors.hook import Chunk, Field, checked_fields, refused
from auftakt.sources.webhooks.inbox import empty_deliveries, forget_deliveries, waiting_deliveries
from auftakt.sources.webhooks.signature import STYLES
from auftakt.store.control import Control

AT_ONCE = 500

_FIELDS: tuple[Field, ...] = (
    Field(
        "style", Text("Signature", "署名方式"), default="generic", required=True, choices=STYLES,
        hint=Text("How the caller signs.", "呼び出し側の署名の付け方。"),
    ),
    Field(
        "secret", Text("Secret", "秘密鍵"), "secret", required=True,
        hint=Text("As the caller shows it, or env:NAME.", "呼び出し側に表示されるもの。env:NAME も使えます。"),
    ),
    Field(
        "header", Text("Header of the signature", "署名のヘッダー"), default="X-Signature",
        hint=Text("Only for generic.", "generic の場合だけ使います。"),
    ),
    Field(
        "rows", Text("Where the rows are", "行の場所"),
        hint=Text("Such as data.object; empty: the body.", "data.object など。空欄なら本文全体。"),
    ),
    Field(
        "example", Text("An example of a body", "本文の例"), "json",
        hint=Text("To say what its parts mean. Never taken in.", "各項目の意味を決めるためのもの。取り込みません。"),
    ),
    Field("path", Text("Address", "アドレス"), made=True),
)  # fmt: skip


class Webhook:
    """See the module. One object per hub, since it reads the hub's own inbox."""

    name = "webhook"
    title = Text("Webhook", "Webhook")
    fields = _FIELDS

    def __init__(self, control: Control, clock: Clock) -> None:
        self._control = control
        self._clock = clock

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]:
        given = checked_fields(self, config)
        if given["style"] not in STYLES:
            raise refused(
                f"The signature is one of {', '.join(STYLES)}.", f"{'、'.join(STYLES)} から選んでください。", "style"
            )
        if given["example"]:
            read_body(str(given["example"]).encode(), given["rows"])
        return given | {"path": given["path"] or secrets.token_urlsafe(16)}

    def example(self, config: Mapping[str, Any]) -> Chunk:
        """The rows of the example, with the parts of objects as columns of their own: `customer.email`."""
        if not config["example"]:
            return Chunk([], {})
        rows = read_body(str(config["example"]).encode(), config["rows"])
        return Chunk([_flat(_told(row, "example/created", "1", self._clock.now())) for row in rows], {})

    def read(self, config: Mapping[str, Any], state: Mapping[str, Any] | None) -> Iterator[Chunk]:
        path, after = config["path"], int((state or {}).get("after", 0))
        with self._control.session() as session:
            forget_deliveries(session, path, self._clock.now())
        while True:
            with self._control.reading() as session:
                found = waiting_deliveries(session, path, after, AT_ONCE)
            if not found:
                return
            after = found[-1].id
            rows = [
                _told(row, each.topic, each.key, each.received_at)
                for each in found
                for row in read_body(each.body, config["rows"])
            ]
            yield Chunk(rows, {"after": after})
            with self._control.session() as session:
                empty_deliveries(session, [each.id for each in found])


def read_body(body: bytes, where: str) -> list[dict[str, Any]]:
    """The rows of a body: JSON or a form. Raises InvalidInput where it holds none."""
    try:
        found = msgspec.json.decode(body)
    except msgspec.DecodeError:
        found = dict(parse_qsl(body.decode("utf-8", "replace"), strict_parsing=False))
    for part in filter(None, where.split(".")):
        found = found.get(part) if isinstance(found, dict) else None
    rows = found if isinstance(found, list) else [found]
    if not rows or not all(isinstance(row, dict) and row for row in rows):
        raise InvalidInput(
            Text("The body holds no rows.", "本文に行がありません。"),
            next_action=Text(
                "Send a JSON object, a list of them, or a form; check where the rows are.",
                "JSON オブジェクトかその配列、またはフォームで送り、行の場所を確かめてください。",
            ),
            field="example",
        )
    return rows


def _told(row: dict[str, Any], topic: str, key: str, received_at: datetime) -> dict[str, Any]:
    return row | {"_topic": topic, "_delivery": key, "_received_at": iso(received_at)}


def _flat(row: dict[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and before.count(".") < 3:
            flat |= _flat(value, f"{before}{name}.")
        else:
            flat[before + name] = value
    return flat
