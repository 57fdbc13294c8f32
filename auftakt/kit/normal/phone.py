"""Phone numbers as E.164 (`+81312345678`), by the numbering plans that libphonenumber keeps."""

import re
import unicodedata
from functools import lru_cache

_NOT_DIALLED = re.compile("[^0-9+]")
_EXTENSION = re.compile(r"(?:内線|ext\.?|extension|;ext=|[x#]).*$", re.IGNORECASE)
_TOO_LONG = 40

# The commonest ways to write a number, without asking the library: half the cost of an event with a phone. A law test
# holds them to what the library says.
_ALREADY = re.compile(r"\+81[1-9][0-9]{8,9}|\+1[2-9][0-9]{9}")
_HOME = {"JP": (re.compile("0(?!10)(?:[1-9][0-9]{8}|[5789]0[0-9]{8})"), "+81")}


def phone_number(text: str, country: str = "JP") -> str:
    """E.164, where the number can be one; a number without `+` is one of `country` (ISO 3166, two letters).

    What can't be a number there (too short, too long) stays as the digits that were given, so that it still finds
    itself; "" where nothing but zeros is left. An extension is left out.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if _ALREADY.fullmatch(text):
        return text
    digits = _NOT_DIALLED.sub("", _EXTENSION.sub("", text) or text)
    digits = digits[:1] + digits[1:].replace("+", "")
    if not digits.strip("0+"):
        return ""
    if _ALREADY.fullmatch(digits):
        return digits
    home = _HOME.get(country)
    if home is not None and home[0].fullmatch(digits):
        return home[1] + digits[1:]
    return _looked_up(digits, country)


@lru_cache(maxsize=65_536)
def _looked_up(digits: str, country: str) -> str:
    found = _parsed(digits, country)
    # A number that would be read differently the second time is left as it was written.
    return found if found and _parsed(found, country) == found else digits


def _parsed(digits: str, country: str) -> str | None:
    # Its tables cost some 10 MB; a hub that never meets an unusual number never pays for them.
    import phonenumbers

    if len(digits) > _TOO_LONG:
        return None
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
