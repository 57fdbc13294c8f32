"""The unmodified clients: which package, in which version, and what its makers mean it to do with an error."""

import json
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
FAULTS = (401, 413, 429, 503)
_NPM: dict[str, str] = json.loads((HERE / "package.json").read_text())["dependencies"]


@dataclass(frozen=True)
class Client:
    """`again`: the errors after which it sends again; after the others it drops what it sent.

    `throws`: it drops by an error that nobody can catch (two old Node clients). `missing`: calls that it does not have.
    """

    name: str
    version: str
    kind: str  # python | node | browser
    format: str
    again: frozenset[int]
    throws: bool = False
    missing: frozenset[str] = field(default=frozenset())

    @property
    def who(self) -> str:
        return self.name.strip("@").replace("/", "-")

    @property
    def distribution(self) -> str:
        return f"{'PyPI' if self.kind == 'python' else 'npm'} {self.name}"


def _python(name: str, version: str, format: str, again: set[int]) -> Client:
    return Client(name, version, "python", format, frozenset(again))


def _npm(name: str, kind: str, format: str, again: set[int], *, throws: bool = False, missing: str = "") -> Client:
    return Client(name, _NPM[name], kind, format, frozenset(again), throws, frozenset(missing.split()))


CLIENTS = (
    _python("segment-analytics-python", "2.4.0", "Segment", {429, 503}),
    _python("analytics-python", "1.4.post1", "Segment", {429, 503}),
    _python("rudder-sdk-python", "2.1.9", "RudderStack", {429, 503}),
    _python("customerio-cdp-analytics", "1.1.0", "Customer.io", {429, 503}),
    _python("posthog", "7.91.1", "PostHog", {429, 503}),
    _npm("@segment/analytics-node", "node", "Segment", {429, 503}),
    _npm("analytics-node", "node", "Segment", {429, 503}, throws=True),
    _npm("@rudderstack/rudder-sdk-node", "node", "RudderStack", {429, 503}, throws=True),
    _npm("@customerio/cdp-analytics-node", "node", "Customer.io", {401, 413, 429, 503}),
    _npm("posthog-node", "node", "PostHog", {429, 503}),
    _npm("@jitsu/js", "node", "Jitsu", set(), missing="screen alias"),
    _npm("@segment/analytics-next", "browser", "Segment", {429, 503}),
    _npm("@rudderstack/analytics-js", "browser", "RudderStack", {429, 503}, missing="screen"),
)
