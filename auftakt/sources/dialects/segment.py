"""The Segment format, spoken by Customer.io too: `/v1/batch`, a path for each type, settings for browsers."""

from auftakt.sources.dialects.call import Asked, Call, Dialect, JsonObject
from auftakt.sources.message import TYPES

# The paths below /v1/, as SDKs write them, and what they bring.
PATHS = {kind: kind for kind in sorted(TYPES | {"batch"})} | {
    "i": "identify",
    "t": "track",
    "p": "page",
    "s": "screen",
    "g": "group",
    "a": "alias",
    "b": "batch",
    "import": "batch",
}


def settings(asked: Asked) -> JsonObject:
    """What Segment's browser library loads before it sends: all events, to the address that it asked."""
    everything = {"__default": {"enabled": True, "integrations": {}}}
    segment = {
        "apiKey": asked.write_key,
        "apiHost": f"{asked.host}/v1",
        "protocol": asked.scheme,
        "unbundledIntegrations": [],
        "addBundledMetadata": False,
        "maybeBundledConfigIds": {},
        "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
    }
    return {
        "integrations": {"Segment.io": segment},
        "plan": {"track": everything, "identify": {"__default": {"enabled": True}}, "group": everything},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }


DIALECT = Dialect(
    "segment",
    {f"/v1/{path}": Call(kind) for path, kind in PATHS.items()},
    {("/v1/projects/", "/settings"): Call(document=settings, methods=frozenset({"GET", "HEAD"}))},
)
