"""What a person's data looks like to whom may not see it: enough to tell two people apart, too little to reach anybody.

Pure: a JSON document in, the masked one out. Mail addresses, phone numbers and network addresses are found in any text;
names and the like by where they stand. Masking what is masked changes nothing.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

HIDDEN = "***"

_MAIL = re.compile(r"([^\s@<>\"'(),:;=\[\]{}/*])([^\s@<>\"'(),:;=\[\]{}/]{0,63})@((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})")
"""Every part is bounded: a long word without an address in it must not cost the square of its length."""
_PHONE = re.compile(r"(?<![\w.+-])(?:\+[1-9]\d[\d -]{5,14}\d\d|0\d{1,3}-\d{1,4}-\d{3,4}|0[5789]0\d{8})(?![\w-])")
_IP = re.compile(r"(?<![\w.])(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}(?![\w.])")

_PERSONAL = frozenset(
    {
        "email", "phone", "mobile", "tel", "first_name", "last_name", "full_name", "name_kana", "first_name_kana",
        "last_name_kana", "username", "nickname", "birthday", "birth_date", "date_of_birth", "address", "street",
        "postal_code", "zip", "ip", "ip_address", "line_user_id", "line_id",
    }
)  # fmt: skip
"""Keys and traits that hold something personal wherever they stand; compared in lower case with underscores."""

_TRAITS = frozenset({"name", *_PERSONAL})
_OWN_NAMES = frozenset({"name", "title"})
"""Names, where it is a person who has them."""

_TOLD = frozenset({"value", "examples"})
"""What stands beside a name or type that is personal."""

_UNTOUCHED = frozenset({"sender", "made_by"})
"""Keys under which the hub speaks of itself, such as the sender of a campaign."""

_WHOLE_MAIL = frozenset({"html", "text", "raw", "subject", "preheader"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def mask_document(document: Any, path: str = "") -> Any:
    """The document as somebody without the right sees it; `path` is the address that gave it."""
    if path.startswith("/api/mailbox"):
        return _mask(document, whole=_WHOLE_MAIL)
    if path.startswith("/api/matching"):
        # What was compared is a name, an address or a birthday, whatever its field is called.
        return _mask(document, whole=frozenset({"a_value", "b_value"}))
    if "/traits/" in path and is_personal(path.rpartition("/")[2]):
        return _mask(document, whole=frozenset({"value", "text"}))
    return _mask(document, whole=frozenset())


def mask_traits(traits: Mapping[str, Any]) -> dict[str, Any]:
    """A person's traits by name, as a text could show them."""
    return {name: _hide(value) if is_personal(name) else _mask(value, frozenset()) for name, value in traits.items()}


def is_personal(name: str) -> bool:
    """Whether a trait of this name says who somebody is."""
    parts = _CAMEL.sub("_", name).lower().split(".")
    return any(part in _TRAITS for part in parts)


def mask_text(text: str) -> str:
    """Addresses and numbers inside a text; a text that is JSON is masked as a document."""
    if text[:1] in ("{", "[") and len(text) > 2:
        try:
            return json.dumps(_mask(json.loads(text), frozenset()), ensure_ascii=False)
        except ValueError:
            pass
    if "@" in text:
        text = _MAIL.sub(lambda found: f"{found[1]}{HIDDEN}@{found[3]}", text)
    return _IP.sub(r"\1.*.*", _PHONE.sub(_mask_phone, text))


def _mask(value: Any, whole: frozenset[str]) -> Any:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, list):
        return [_mask(each, whole) for each in value]
    if not isinstance(value, dict):
        return value
    # A household is called as its people are.
    own = "person_id" in value or value.get("kind") == "person" or value.get("group_type") == "household"
    named = str(value.get("name") or value.get("type") or "")
    told = is_personal(named)
    masked = {}
    for key, each in value.items():
        plain = _CAMEL.sub("_", key).lower()
        if plain in _UNTOUCHED:
            masked[key] = each
        elif (
            key in whole
            or plain in _PERSONAL
            or (own and plain in ("name", "title"))
            or (told and key in ("value", "examples"))
        ):
            masked[key] = _hide(each)
        else:
            masked[mask_text(key)] = _mask(each, whole)
    return masked


def _hide(value: Any) -> Any:
    """The first letter of a word, the form of an address; of anything else nothing."""
    if isinstance(value, dict):
        return {key: _hide(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_hide(each) for each in value]
    if not isinstance(value, str):
        return None if value is None else HIDDEN
    masked = mask_text(value)
    if masked != value or HIDDEN in value or not value:
        return masked
    return value[:1] + HIDDEN if len(value) < 200 else HIDDEN


def _mask_phone(found: re.Match[str]) -> str:
    return HIDDEN + found[0][-2:]
