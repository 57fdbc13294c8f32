"""What counts as an identifier, and how its value is made comparable. The same for the door and for imports."""

import re
import unicodedata
from functools import lru_cache

from auftakt.kit.normal import email_folded, phone_number
from auftakt.kit.text import fold

MAX_IDENTIFIERS = 50
MAX_LENGTH = 512

# What tools write when they know nothing: taken for a key, such a value would join strangers into one person.
PLACEHOLDERS = frozenset({
    "null", "undefined", "none", "nil", "nan", "n/a", "na", "-1", "true", "false", "unknown", "anonymous", "guest",
    "(null)", "<null>", "(none)", "(not set)", "not set", "[object object]", "{{user_id}}", "なし", "不明", "ゲスト",
})  # fmt: skip

_LONGEST_PLACEHOLDER = max(map(len, PLACEHOLDERS))
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEAMS = re.compile(r"[\s_-]+")
_SPELLINGS = {"userid": "user_id", "anonymousid": "anonymous_id", "e_mail": "email", "mail": "email", "tel": "phone"}


def identifier_value(kind: str, value: str, country: str = "JP") -> str:
    """The value as it is compared: NFKC and trimmed; emails in lower case, phone numbers as E.164.

    `country` is where a phone number without `+` belongs. Empty where the value points to nobody.
    """
    if not value.isascii():
        value = unicodedata.normalize("NFKC", value)
    value = value.strip()
    # Most values are too long to be a placeholder: this runs once or twice for every event.
    if not value or (value[0] in "0-" and not value.strip("0-")):
        return ""
    if len(value) <= _LONGEST_PLACEHOLDER and value.lower() in PLACEHOLDERS:
        return ""
    if kind == "email":
        return email_folded(value)
    if kind == "phone":
        return phone_number(value, country)
    return value


@lru_cache(maxsize=1024)
def identifier_type(kind: str) -> str:
    """What an identifier is called, written one way: `userId`, `user-id` and `User ID` are `user_id`."""
    kind = _SEAMS.sub("_", fold(_HUMPS.sub("_", kind)))
    return _SPELLINGS.get(kind, kind)
