"""Wire formats: which paths a client calls, how its bodies become messages, and the documents it asks for.

Purpose: whoever moves here changes one URL. Reads: bodies of requests. Writes: nothing. What comes next: the door
checks each message in the same way, whatever dialect it came in.
"""

from auftakt.sources.dialects import jitsu, posthog, rudder, segment
from auftakt.sources.dialects.call import Asked, Call, Dialect, Reads
from auftakt.sources.dialects.rudder import read_any

DIALECTS: tuple[Dialect, ...] = (segment.DIALECT, rudder.DIALECT, posthog.DIALECT, jitsu.DIALECT)

READERS: dict[str, Reads] = {"": read_any, "merge": rudder.read_merge, "posthog": posthog.read_event}
"""How an event is read, by the name under which the quarantine keeps that; nothing is the common format."""

_NAMES = {reads: name for name, reads in READERS.items()}

_CALLS = {path: call for dialect in DIALECTS for path, call in dialect.calls.items()}
_PREFIXES = [(prefix, suffix, call) for dialect in DIALECTS for (prefix, suffix), call in dialect.patterns.items()]


def find_call(path: str) -> tuple[Call, str] | None:
    """The call at a path, with the part of the path that stands for a key (or nothing). None: no client calls this."""
    call = _CALLS.get(path) or _CALLS.get(path.rstrip("/"))
    if call is not None:
        return call, ""
    for prefix, suffix, pattern in _PREFIXES:
        if path.startswith(prefix):
            key = path.removeprefix(prefix).rstrip("/")
            if key.endswith(suffix) and "/" not in (key := key.removesuffix(suffix)) and key:
                return pattern, key
    return None


def reader_name(reads: Reads) -> str:
    """The name in `READERS`."""
    return _NAMES.get(reads, "")


__all__ = ["DIALECTS", "READERS", "Asked", "Call", "Dialect", "find_call", "read_any", "reader_name"]
