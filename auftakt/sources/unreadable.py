"""Lines that the engine can't read: found one by one, so that nothing is lost without a word."""

from collections.abc import Collection

from auftakt.store.log import Segment

_KEPT = 65_536


def lines_at(segment: Segment, offsets: Collection[int]) -> list[tuple[int, str]]:
    """The text of these lines of a segment, as far as it can be shown (its first 64 KB)."""
    if not offsets:
        return []
    wanted, found = set(offsets), {}
    with segment.path.open("rb") as file:
        for offset, line in enumerate(file, segment.first):
            if offset in wanted:
                found[offset] = line[:_KEPT].decode("utf-8", "replace").strip()
    return [(offset, found.get(offset, "")) for offset in sorted(wanted)]
