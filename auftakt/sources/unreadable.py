"""Lines that the engine can't read: found one by one, so that nothing is lost without a word."""

import re
from collections.abc import Collection, Iterator

from auftakt.store.log import Segment

_KEPT = 65_536
_PLACE = re.compile(rb'\{"o":(\d+),')


def lines_at(segment: Segment, offsets: Collection[int]) -> list[tuple[int, str]]:
    """The text of these lines of a segment, as far as it can be shown (its first 64 KB).

    A damaged page may have swallowed line ends. So a line that says its place is known by that, and one that doesn't is
    taken for the next of `offsets`; what is left of them has no text.
    """
    left = sorted(offsets)
    found: dict[int, str] = {}
    for place, line in _lines(segment) if left else ():
        if place is not None:
            offset = segment.first + place
            left = [each for each in left if each > offset or (each < offset and each not in found)]
        elif left:
            offset = left.pop(0)
        if place is None or offset in offsets:
            found.setdefault(offset, line[:_KEPT].decode("utf-8", "replace").replace("\x00", "").strip())
    return [(offset, found.get(offset, "")) for offset in sorted(offsets)]


def _lines(segment: Segment) -> Iterator[tuple[int | None, bytes]]:
    if segment.path.suffix != ".ndjson":
        return  # compressed: what can't be read can't be shown either
    with segment.path.open("rb") as file:
        for line in file:
            place = _PLACE.match(line)
            yield (int(place[1]) if place else None), line
