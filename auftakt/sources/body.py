"""From the bytes of a request to JSON that every later reader accepts."""

import json
import math
import zlib
from typing import Any

from auftakt.kit.errors import InvalidInput, TooLarge
from auftakt.kit.text import Text

MAX_BODY = 512_000

_GZIP_MAGIC = b"\x1f\x8b"


class Unreadable(InvalidInput):
    """The body is no JSON. A 400, which no SDK repeats."""

    status, code = 400, "invalid_json"


class BodyTooLarge(TooLarge):
    code = "body_too_large"


def plain_body(raw: bytes, encoding: str) -> bytes:
    """The request's body, inflated if it is gzip by header or by its first bytes, at most `MAX_BODY` bytes.

    Raises BodyTooLarge (nothing beyond the limit is ever inflated) or Unreadable.
    """
    if raw.startswith(_GZIP_MAGIC):
        raw = _gunzip(raw)
    elif "gzip" in encoding and raw[:1] not in (b"{", b"["):
        raise unreadable("The body says gzip, but is none.", "本文が gzip と宣言されていますが、そうではありません。")
    if len(raw) > MAX_BODY:
        raise body_too_large()
    # Line ends inside JSON are blanks; in the log a line end ends the event.
    return raw.replace(b"\n", b" ").replace(b"\r", b" ") if b"\n" in raw or b"\r" in raw else raw


def mended(body: bytes) -> bytes:
    """Another try for a body that strict readers refuse: half emojis, broken UTF-8 and NaN, as real clients send them.

    What is lost becomes U+FFFD or null. Raises Unreadable if it is still no JSON.
    """
    try:
        value = json.loads(body.decode("utf-8", "replace"), parse_constant=lambda _: None)
        return json.dumps(_without_surrogates(value), ensure_ascii=False, separators=(",", ":")).encode()
    except RecursionError as error:
        raise unreadable("The JSON is nested too deeply.", "JSON の入れ子が深すぎます。") from error
    except ValueError as error:
        raise unreadable(f"The body is no JSON: {error}", f"本文が JSON ではありません: {error}") from error


def _without_surrogates(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
        case list():
            return [_without_surrogates(item) for item in value]
        case float() if not math.isfinite(value):
            return None
    return value


def _gunzip(raw: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=31)
    try:
        plain = inflater.decompress(raw, MAX_BODY + 1)
    except zlib.error as error:
        raise unreadable(f"The gzip is damaged: {error}", f"gzip が壊れています: {error}") from error
    if len(plain) > MAX_BODY:
        raise body_too_large()
    if not inflater.eof:
        raise unreadable("The gzip was cut off.", "gzip が途中で切れています。")
    return plain


def legible(raw: bytes) -> bytes:
    """The body as somebody could read it: inflated where that goes well within the limit, else as it came."""
    if not raw.startswith(_GZIP_MAGIC):
        return raw
    inflater = zlib.decompressobj(wbits=31)
    try:
        plain = inflater.decompress(raw, MAX_BODY + 1)
    except zlib.error:
        return raw
    return plain if 0 < len(plain) <= MAX_BODY else raw


def unreadable(en: str, ja: str) -> Unreadable:
    """The error for a body that is no JSON."""
    return Unreadable(
        Text(en, ja), next_action=Text("Send a JSON object as UTF-8.", "JSON オブジェクトを UTF-8 で送ってください。")
    )


def body_too_large() -> BodyTooLarge:
    return BodyTooLarge(
        Text(f"The body is larger than {MAX_BODY} bytes.", f"本文が {MAX_BODY} バイトを超えています。"),
        next_action=Text("Send smaller batches.", "1回に送る量を減らしてください。"),
    )
