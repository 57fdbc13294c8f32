"""The built-in destination: JSON posted to an address, signed so that the receiver knows who sent it.

`auftakt-signature: t=<unix seconds>,v1=<hex>` is the HMAC-SHA256 of `<t>.<body>` with the secret of the sync.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from auftakt.channels.syncs.hook import Changes
from auftakt.kit.errors import InvalidInput, Unavailable
from auftakt.kit.text import Text
from auftakt.sources import Field, checked_fields, refused

SIGNATURE = "auftakt-signature"
_WAIT_SECONDS = 30.0
_MAY_MEND = (408, 425, 429)


def signature(secret: str, moment: int, body: bytes) -> str:
    """What stands in the header for a body that is sent at `moment` (unix seconds)."""
    made = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={made}"


class Webhook:
    """See the module. An answer of 2xx says that the changes are kept; 408, 425, 429 and 5xx are tried again."""

    name = "webhook"
    title = Text("Webhook", "Webhook")
    fields: tuple[Field, ...] = (
        Field(
            "url", Text("Address", "アドレス"), required=True, address=True,
            hint=Text("https://… ; http:// only to this machine", "https://…(http:// はこのマシン宛てのみ)"),
        ),
        Field(
            "secret", Text("Signing secret", "署名の秘密鍵"), "secret", required=True,
            hint=Text("At least 16 characters, or env:NAME", "16文字以上、または env:NAME"),
        ),
    )  # fmt: skip

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]:
        given = checked_fields(self, config)
        url = urlsplit(given["url"])
        local = url.hostname in ("127.0.0.1", "::1", "localhost")
        if not url.hostname or url.scheme not in ("http", "https") or (url.scheme == "http" and not local):
            raise refused("The address must begin with https://.", "アドレスは https:// で始めてください。", "url")
        if url.username or url.password:
            raise refused("A password may not stand in the address.", "アドレスにパスワードは書けません。", "url")
        if len(given["secret"]) < 16 and not given["secret"].startswith("env:"):
            raise refused("The secret needs at least 16 characters.", "秘密鍵は16文字以上必要です。", "secret")
        return given

    def write(self, config: Mapping[str, Any], changes: Changes) -> None:
        body = msgspec.json.encode(
            {
                "sync": changes.sync, "run": changes.run_id, "number": changes.number,
                "removed": changes.removed, "puts": [{"key": put.key, "values": put.values} for put in changes.puts],
            }
        )  # fmt: skip
        headers = {
            "content-type": "application/json",
            SIGNATURE: signature(config["secret"], int(changes.at.timestamp()), body),
        }
        try:
            answer = httpx.post(config["url"], content=body, headers=headers, timeout=_WAIT_SECONDS)
        except httpx.HTTPError as error:
            raise _unavailable(type(error).__name__) from error
        if answer.is_success:
            return
        if answer.status_code in _MAY_MEND or answer.is_server_error:
            raise _unavailable(f"HTTP {answer.status_code}")
        raise InvalidInput(
            Text(
                f"The receiver refused: HTTP {answer.status_code}.",
                f"受信側が拒否しました: HTTP {answer.status_code}。",
            ),
            next_action=Text("Check the address and the secret.", "アドレスと秘密鍵を確かめてください。"),
            field="url",
        )


destination = Webhook()


def _unavailable(why: str) -> Unavailable:
    return Unavailable(
        Text(f"The receiver does not take it: {why}.", f"受信側が応答しません: {why}。"),
        next_action=Text("It is tried again by itself.", "自動で再試行します。"),
    )
