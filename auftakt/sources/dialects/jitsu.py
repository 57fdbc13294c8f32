"""Jitsu's paths for the Segment format: `/api/s/` and the type, the key in the header `X-Write-Key`."""

from auftakt.sources.dialects.call import Call, Dialect
from auftakt.sources.message import TYPES

DIALECT = Dialect(
    "jitsu",
    {f"/api/s/{between}{kind}": Call(kind) for kind in sorted(TYPES | {"batch"}) for between in ("", "s2s/")}
    # An event of a name of its own: the body says what it is.
    | {f"/api/s/{between}event": Call("single") for between in ("", "s2s/")},
)
