"""Whether a call was signed by who holds the secret, in the ways in which tools sign (all HMAC-SHA256). Pure.

| style | header | signed |
|---|---|---|
| generic | a header of choice, hexadecimal or base64, `sha256=` before it or not | the body |
| shopify | X-Shopify-Hmac-Sha256 | the body |
| stripe | Stripe-Signature `t=…,v1=…` | time, dot, body |
| hubspot | X-HubSpot-Signature-v3 and X-HubSpot-Request-Timestamp | method, address, body, time |
| standard | webhook-id, webhook-timestamp, webhook-signature | id, dot, time, dot, body |
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import unquote

from auftakt.kit.errors import NotSignedIn
from auftakt.kit.hashing import sha256_hex
from auftakt.kit.text import Text

STYLES = ("generic", "shopify", "stripe", "hubspot", "standard")
WINDOW = timedelta(minutes=5)
"""How old a call may be whose signature covers its time; older ones may be replayed by somebody who listened."""


@dataclass(frozen=True)
class WebhookCall:
    """What came in. `headers` by lower-case name, `url` as the caller saw it."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Checked:
    """A call that is signed rightly: `key` is the same whenever the sender repeats it, `topic` what it is about."""

    key: str
    topic: str


class WrongSignature(NotSignedIn):
    """The call is not signed, wrongly signed, or too old. Nothing was kept."""

    code = "wrong_signature"


def check_signature(style: str, secret: str, header: str, call: WebhookCall, now: datetime) -> Checked:
    """Raises WrongSignature."""
    told = call.headers.get
    key, topic = "", ""
    match style:
        case "shopify":
            _equal_any(_digests(secret.encode(), call.body), [told("x-shopify-hmac-sha256", "")])
            key, topic = told("x-shopify-webhook-id", ""), told("x-shopify-topic", "")
        case "stripe":
            parts = [part.strip().partition("=") for part in told("stripe-signature", "").split(",")]
            time = next((value for name, _, value in parts if name == "t"), "")
            _in_time(time, 1, now)
            given = [value for name, _, value in parts if name == "v1"]
            _equal_any(_digests(secret.encode(), time.encode() + b"." + call.body), given)
        case "hubspot":
            time = told("x-hubspot-request-timestamp", "")
            _in_time(time, 1000, now)
            signed = call.method.encode() + unquote(call.url).encode() + call.body + time.encode()
            _equal_any(_digests(secret.encode(), signed), [told("x-hubspot-signature-v3", "")])
        case "standard":
            key, time = told("webhook-id", ""), told("webhook-timestamp", "")
            _in_time(time, 1, now)
            signed = f"{key}.{time}.".encode() + call.body
            given = [each.removeprefix("v1,") for each in told("webhook-signature", "").split()]
            _equal_any(_digests(_standard_key(secret), signed), given)
        case _:
            given = [told(header.lower(), "").removeprefix("sha256=")]
            _equal_any(_digests(secret.encode(), call.body), given)
    return Checked(key[:100] or sha256_hex(call.body), topic[:200])


def _digests(key: bytes, signed: bytes) -> tuple[str, str]:
    """The signature in the two forms in which it may be written."""
    digest = hmac.new(key, signed, sha256).digest()
    return digest.hex(), base64.b64encode(digest).decode()


def _equal_any(right: tuple[str, str], given: list[str]) -> None:
    # Bytes: text that is not ASCII can't be compared in constant time.
    if not any(hmac.compare_digest(one.encode(), other.strip().encode()) for one in right for other in given):
        raise WrongSignature(
            Text("The signature does not fit.", "署名が一致しません。"),
            next_action=Text(
                "Check the secret and the style of the webhook on both sides.",
                "両側の秘密鍵と署名方式を確かめてください。",
            ),
        )


def _in_time(text: str, per_second: int, now: datetime) -> None:
    moment = datetime.fromtimestamp(int(text) / per_second, UTC) if text.isdecimal() and len(text) < 14 else None
    if moment is None or abs(now - moment) > WINDOW:
        raise WrongSignature(
            Text("The call is too old, or its time is missing.", "呼び出しが古すぎるか、時刻がありません。"),
            next_action=Text(
                "Check the clocks of both sides; the sender signs again when it repeats the call.",
                "両側の時計を確かめてください。送信側は再送時に署名し直します。",
            ),
        )


def _standard_key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()
