"""From what a computed trait takes its values: what is computed from something personal is personal."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from auftakt.people.computed.definition import Definition, EventValue
from auftakt.people.data_catalogue.entry import About
from auftakt.people.data_catalogue.names import PERSONAL_NAMES

_COUNTS = frozenset({"count", "unique_count"})
_WORD = re.compile(r"\w+")


class Known(Protocol):
    def abouts(self) -> Iterable[About]: ...
    def is_personal(self, about: About) -> bool: ...


def reads_personal(known: Known, definition: Definition) -> Iterator[About]:
    """What a definition takes its values from that is personal. How many there are says nothing of what they are.

    Of a query the words are looked at: one that names something personal is taken to give it.
    """
    if isinstance(definition, EventValue):
        if definition.property and definition.measure not in _COUNTS:
            # The amount of an order is taken from either.
            read = ("revenue", "total") if definition.property == "revenue" else (definition.property,)
            abouts = (About("property", definition.event, name) for name in read)
            yield from (about for about in abouts if known.is_personal(about))
        return
    words = {word.lower() for word in _WORD.findall(definition.query)}
    yield from (About("trait", "", word) for word in words & PERSONAL_NAMES)
    for about in known.abouts():
        parts = {word.lower() for word in _WORD.findall(about.name)}
        if about.kind != "event" and parts and parts <= words and known.is_personal(about):
            yield about
