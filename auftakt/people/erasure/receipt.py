"""The receipt of an erasure: what was done, signed by the hub, and nothing about the person but salted hashes.

Anybody can check the signature with the hub's public key (Ed25519) over the canonical JSON of `erasure`.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from auftakt.kit.clock import iso
from auftakt.kit.errors import Conflict
from auftakt.kit.hashing import canonical_json
from auftakt.kit.text import Text
from auftakt.people.erasure.saved import Erasure

FORMAT = "auftakt-erasure/1"
Verdict = Literal["valid", "changed", "other_hub", "no_receipt"]


@dataclass(frozen=True)
class Receipt:
    """`public_key` and `signature` in base64; `erasure` is what is signed, with `format` in it."""

    erasure: dict[str, Any]
    public_key: str
    signature: str


def receipt_of(erasure: Erasure, secret: bytes) -> Receipt:
    """The same erasure gives the same receipt, byte for byte. Raises Conflict while it is not done."""
    if erasure.state != "done" or erasure.finished_at is None:
        raise Conflict(
            Text("This erasure is not done yet.", "この削除はまだ完了していません。"),
            next_action=Text("Come back when it is.", "完了してから、もう一度お試しください。"),
        )
    told = {
        "format": FORMAT,
        "id": erasure.id,
        "identifiers": erasure.identifiers,
        "afterwards": erasure.afterwards,
        "asked_by": erasure.asked_by,
        "asked_at": iso(erasure.asked_at),
        "finished_at": iso(erasure.finished_at),
        "counts": erasure.counts,
    }
    key = _key(secret)
    return Receipt(told, _text(key.public_key().public_bytes_raw()), _text(key.sign(canonical_json(told))))


def verify_receipt(document: Any, secret: bytes) -> Verdict:
    """Whether a receipt, as JSON, is one that the hub with this secret has signed, word for word."""
    if not isinstance(document, Mapping) or not isinstance(document.get("erasure"), Mapping):
        return "no_receipt"
    told = document["erasure"]
    if told.get("format") != FORMAT:
        return "no_receipt"
    try:
        signer = base64.b64decode(str(document.get("public_key")), validate=True)
        signature = base64.b64decode(str(document.get("signature")), validate=True)
        Ed25519PublicKey.from_public_bytes(signer).verify(signature, canonical_json(told))
    except (ValueError, InvalidSignature):
        return "changed"
    return "valid" if signer == _key(secret).public_key().public_bytes_raw() else "other_hub"


def public_key(secret: bytes) -> str:
    """The hub's public key for receipts, in base64: to be published, so that others can check."""
    return _text(_key(secret).public_key().public_bytes_raw())


def _key(secret: bytes) -> Ed25519PrivateKey:
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"auftakt erasure receipts").derive(secret)
    return Ed25519PrivateKey.from_private_bytes(drawn)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
