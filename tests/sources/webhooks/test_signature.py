"""Signatures, against what the makers of each style publish, and against what is nearly right."""

import base64
import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from auftakt.sources import WebhookCall, WrongSignature
from auftakt.sources.webhooks.signature import check_signature

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SECONDS = str(int(NOW.timestamp()))
BODY = b'{"order_id": 1}'
URL = "https://hub.example.com/w/abc?x=a%20b"


def signed(message: bytes, secret: bytes = b"s3cret", form: str = "hex") -> str:
    digest = hmac.new(secret, message, sha256).digest()
    return digest.hex() if form == "hex" else base64.b64encode(digest).decode()


def headers(style: str) -> dict[str, str]:
    """The headers of a call that is signed as its makers do."""
    match style:
        case "shopify":
            return {
                "x-shopify-hmac-sha256": signed(BODY, form="base64"), "x-shopify-webhook-id": "d-1",
                "x-shopify-topic": "orders/create",
            }  # fmt: skip
        case "stripe":
            right = signed(f"{SECONDS}.".encode() + BODY)
            return {"stripe-signature": f"t={SECONDS},v0=old,v1={'0' * 64}, v1={right}"}
        case "hubspot":
            message = b"POST" + b"https://hub.example.com/w/abc?x=a b" + BODY + f"{SECONDS}000".encode()
            return {
                "x-hubspot-signature-v3": signed(message, form="base64"),
                "x-hubspot-request-timestamp": f"{SECONDS}000",
            }
        case "standard":
            right = signed(f"msg_1.{SECONDS}.".encode() + BODY, b"key-of-24-bytes-in-base64", "base64")
            return {"webhook-id": "msg_1", "webhook-timestamp": SECONDS, "webhook-signature": f"v1,AAAA v1,{right}"}
        case _:
            return {"x-hub-signature-256": "sha256=" + signed(BODY)}


def check(style: str, told: dict[str, str], now: datetime = NOW, body: bytes = BODY) -> Any:
    secret = "whsec_" + base64.b64encode(b"key-of-24-bytes-in-base64").decode() if style == "standard" else "s3cret"
    return check_signature(style, secret, "X-Hub-Signature-256", WebhookCall("POST", URL, told, body), now)


STYLES = ("generic", "shopify", "stripe", "hubspot", "standard")


@pytest.mark.parametrize("style", STYLES)
def test_what_is_signed_rightly_is_taken_and_nothing_else(style: str) -> None:
    told = headers(style)
    found = check(style, told)
    assert check(style, told).key == found.key, "a repeat is known"
    changed = {
        name: value[:-6] + "AAAAA=" if "sign" in name or "hmac" in name else value for name, value in told.items()
    }
    for wrong in (changed, {}, {name: "ü" for name in told}):
        with pytest.raises(WrongSignature):
            check(style, wrong)
    with pytest.raises(WrongSignature):
        check(style, told, body=BODY + b" ")


@pytest.mark.parametrize("style", ["stripe", "hubspot", "standard"])
def test_an_old_call_can_not_be_replayed(style: str) -> None:
    check(style, headers(style), NOW + timedelta(minutes=5))
    for late in (timedelta(minutes=6), timedelta(minutes=-6)):
        with pytest.raises(WrongSignature, match="too old"):
            check(style, headers(style), NOW + late)


def test_the_senders_own_id_and_topic_are_used() -> None:
    found = check("shopify", headers("shopify"))
    assert (found.key, found.topic) == ("d-1", "orders/create")
    assert check("standard", headers("standard")).key == "msg_1"


def test_the_published_example_of_standard_webhooks() -> None:
    body = b'{"test": 2432232314}'
    told = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }  # fmt: skip
    call = WebhookCall("POST", URL, told, body)
    check_signature(
        "standard", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "", call, datetime.fromtimestamp(1614265330, UTC)
    )
