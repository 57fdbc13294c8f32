"""What a person's data looks like to whom may not see it: enough to tell two people apart, too little to reach anybody.

Pure: a JSON document in, the masked one out. Mail addresses, phone numbers and network addresses are found in any text;
names and the like by where they stand; what the data catalogue declares to be personal by its name, and no byte of that
is left. Masking what is masked changes nothing.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from auftakt.people import NO_NAMES, PERSONAL_NAMES, PersonalNames, names_person, plain_name
from auftakt.web.masked_copies import copies

HIDDEN = "***"

_MAIL = re.compile(r"([^\s@<>\"'(),:;=\[\]{}/*])([^\s@<>\"'(),:;=\[\]{}/]{0,63})@((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})")
"""Every part is bounded: a long word without an address in it must not cost the square of its length."""
_PHONE = re.compile(r"(?<![\w.+-])(?:\+[1-9]\d[\d -]{5,14}\d\d|0\d{1,3}-\d{1,4}-\d{3,4}|0[5789]0\d{8})(?![\w-])")
_IP = re.compile(r"(?<![\w.])(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}(?![\w.])")

_TOLD = frozenset({"value", "examples", "text"})
"""What stands beside a name that is personal."""
_UNTOUCHED = frozenset({"sender", "made_by"})
"""Keys under which the hub speaks of itself, such as the sender of a campaign."""
_WHOLE_MAIL = frozenset({"html", "text", "raw", "subject", "preheader"})
_CELL = frozenset({"row", "column", "text"})
"""A cell of a file that could not be taken: what its column would have become, nobody knows."""
_HOLDERS = frozenset({"properties", "traits", "p", "tr"})
_TITLES = frozenset({"event", "type", "n", "t"})
"""One of each: then a thing that came is an event, and its names are the declared ones."""

_IsHidden = Callable[[str], bool]


def mask_document(document: Any, path: str = "", names: PersonalNames = NO_NAMES) -> Any:
    """The document as somebody without the right sees it; `path` is the address that gave it, `names` what is declared
    to be personal."""
    if path.startswith("/api/mailbox"):
        return _Mask(names, _WHOLE_MAIL).document(document)
    if path.startswith("/api/matching"):
        # What was compared is a name, an address or a birthday, whatever its field is called.
        return _Mask(names, frozenset({"a_value", "b_value"})).document(document)
    if path.startswith("/api/imports") and "preview" in path and names:
        # Columns of a file are not called as what they become.
        return _Mask(names, blank=frozenset({"rows"})).document(document)
    trait = path.rpartition("/")[2]
    if "/traits/" in path and names.trait(trait):
        return _Mask(names, blank=frozenset({"value", "text"})).document(document)
    if "/traits/" in path and names_person(trait):
        return _Mask(names, frozenset({"value", "text"})).document(document)
    return _Mask(names).document(document)


def mask_traits(traits: Mapping[str, Any], names: PersonalNames = NO_NAMES) -> dict[str, Any]:
    """A person's traits by name, as a text could show them."""
    found: dict[str, Any] = _Mask(names).held(dict(traits), names.trait)
    return {name: _hide(value) if names_person(name) else found[mask_text(name)] for name, value in traits.items()}


def mask_text(text: str, names: PersonalNames = NO_NAMES) -> str:
    """Addresses and numbers inside a text; a text that is JSON is masked as something that came."""
    if text[:1] in ("{", "[") and len(text) > 2:
        try:
            return json.dumps(_Mask(names).came(json.loads(text)), ensure_ascii=False)
        except ValueError:
            if names:
                return HIDDEN  # what can't be read can't be searched for names
    if "@" in text:
        text = _MAIL.sub(lambda found: f"{found[1]}{HIDDEN}@{found[3]}", text)
    return _IP.sub(r"\1.*.*", _PHONE.sub(_mask_phone, text))


class _Mask:
    """One document's. Under a key of `whole` all is hidden, under one of `blank` without a first letter."""

    def __init__(
        self, names: PersonalNames, whole: frozenset[str] = frozenset(), blank: frozenset[str] = frozenset()
    ) -> None:
        self._names = names
        self._whole = whole
        self._blank = blank

    def document(self, value: Any) -> Any:
        """What the API says."""
        if isinstance(value, str):
            return mask_text(value, self._names)
        if isinstance(value, list):
            return [self.document(each) for each in value]
        if not isinstance(value, dict):
            return value
        copied = copies(value, self._names)
        return {mask_text(key): None if key in copied else self._part(value, key) for key in value}

    def came(self, value: Any) -> Any:
        """Something as it came from outside: where an event is not known, a name of any event counts."""
        if isinstance(value, list):
            return [self.came(each) for each in value]
        if not isinstance(value, dict):
            return self.document(value)
        if not self._names:
            return self.document(value)
        if "batch" not in value and not (_HOLDERS & value.keys() and _TITLES & value.keys()):
            return _blank(value)
        event = value.get("event") or value.get("n") or value.get("name")
        if self._names.whole and (event in self._names.whole or event not in self._names.properties):
            value = {key: _blank(each) if isinstance(each, dict) else each for key, each in value.items()}
        batch = value.get("batch")
        rest = self.held({key: each for key, each in value.items() if key != "batch"}, self._names.anywhere)
        return rest | ({"batch": self.came(batch)} if batch is not None else {})

    def held(self, value: Any, hidden: _IsHidden, at: str = "") -> Any:
        """Properties or traits: by their names, also inside of others."""
        if isinstance(value, list):
            return [self.held(each, hidden, at) for each in value]
        if not isinstance(value, dict):
            return self.document(value)
        masked = {}
        for key, each in value.items():
            place = f"{at}.{key}" if at else key
            if hidden(place) or hidden(key):
                masked[mask_text(key)] = _blank(each)
            elif plain_name(key) in PERSONAL_NAMES:
                masked[mask_text(key)] = _hide(each)
            else:
                masked[mask_text(key)] = self.held(each, hidden, place)
        return masked

    def _part(self, value: dict[str, Any], key: str) -> Any:
        each, plain = value[key], plain_name(key)
        if plain in _UNTOUCHED:
            return each
        if key in self._blank or (key == "text" and value.keys() >= _CELL):
            return _blank(each)
        if key in self._whole or plain in PERSONAL_NAMES or (plain in ("name", "title") and _is_person(value)):
            return _hide(each)
        if key in _TOLD and isinstance(named := value.get("name") or value.get("type"), str):
            if self._names.trait(named):
                return _blank(each)
            if names_person(named) and key != "text":
                return _hide(each)
        if key == "properties" and isinstance(each, dict):
            event = str(value.get("name") or value.get("event") or "")
            held = self.held(each, lambda name: self._names.property(event, name))
            if isinstance(held.get("traits"), dict):
                held["traits"] = self.held(held["traits"], self._names.trait)  # what an event says of a group
            return held
        if key == "traits" and isinstance(each, dict):
            return self.held(each, self._names.trait)
        if key in ("raw", "draft", "sample") and isinstance(each, str) and self._names and each[:1] not in ("{", "["):
            return HIDDEN if each else each
        return self.document(each)


def _is_person(value: Mapping[str, Any]) -> bool:
    # A household is called as its people are.
    return "person_id" in value or value.get("kind") == "person" or value.get("group_type") == "household"


def _blank(value: Any) -> Any:
    """Nothing of it: only where something was."""
    if isinstance(value, dict):
        return {mask_text(key): _blank(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_blank(each) for each in value]
    return value if value is None or value == "" else HIDDEN


def _hide(value: Any) -> Any:
    """The first letter of a word, the form of an address; of anything else nothing."""
    if isinstance(value, dict):
        return {key: each if key == "person_id" else _hide(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_hide(each) for each in value]
    if not isinstance(value, str):
        return None if value is None else HIDDEN
    if value[:1] in ("{", "["):
        return HIDDEN
    masked = mask_text(value)
    if masked != value or HIDDEN in value or not value:
        return masked
    return value[:1] + HIDDEN if 1 < len(value) < 200 else HIDDEN


def _mask_phone(found: re.Match[str]) -> str:
    return HIDDEN + found[0][-2:]
