"""What the door asks of one source: how fast it may send, from which sites, and what becomes of addresses and bots."""

import re
from dataclasses import asdict, dataclass
from typing import Any, Literal

import msgspec

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

_MOST_ORIGINS = 100
_FASTEST = 10_000_000
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class DoorRules:
    """`events_per_second`: None as the settings say, 0 without a limit; `burst` is what may come at once.

    `origins`: sites whose pages may send (`https://shop.example.com`, `https://*.example.com`), none: all. `ip`: what
    is kept of `context.ip`. `bots`: events of known bots are marked (`context.bot`), or held back in quarantine.
    """

    events_per_second: int | None = None
    burst: int | None = None
    origins: tuple[str, ...] = ()
    ip: Literal["keep", "truncate", "drop"] = "keep"
    bots: Literal["mark", "hold"] = "mark"


NO_RULES = DoorRules()


def checked_rules(rules: DoorRules) -> DoorRules:
    """The rules with origins written as browsers write them. Raises InvalidInput."""
    for number in (rules.events_per_second, rules.burst):
        if number is not None and not 0 <= number <= _FASTEST:
            raise _invalid(
                Text(f"{number} is no number of events.", f"{number} はイベント数として使えません。"),
                Text(f"Give 0 to {_FASTEST}, or nothing.", f"0〜{_FASTEST} か、空にしてください。"),
            )
    origins = tuple(dict.fromkeys(origin.strip().lower().rstrip("/") for origin in rules.origins if origin.strip()))
    wrong = next((origin for origin in origins if origin != "null" and not _ORIGIN.fullmatch(origin)), None)
    if wrong is not None or len(origins) > _MOST_ORIGINS:
        raise _invalid(
            Text(
                f"{wrong or len(origins)} can't be taken as origin.", f"オリジン {wrong or len(origins)} は使えません。"
            ),
            Text(
                "Write https://shop.example.com or https://*.example.com, at most 100.",
                "https://shop.example.com か https://*.example.com の形で、100件まで書けます。",
            ),
        )
    return DoorRules(rules.events_per_second, rules.burst, origins, rules.ip, rules.bots)


def rules_of(kept: Any) -> DoorRules:
    """From what the control state holds; nothing there means that nothing was asked."""
    return NO_RULES if kept is None else msgspec.convert(kept, DoorRules)


def kept_rules(rules: DoorRules) -> dict[str, Any]:
    """As JSON for the control state."""
    return asdict(rules) | {"origins": list(rules.origins)}


def allows_origin(rules: DoorRules, origin: str) -> bool:
    """Whether a page of this origin may send. What names none is no page: a server, an app, a picture."""
    if not rules.origins or not origin:
        return True
    origin = origin.lower()
    if origin in rules.origins:
        return True
    scheme, _, host = origin.partition("://")
    parts = host.split(".")
    return any(f"{scheme}://*.{'.'.join(parts[place:])}" in rules.origins for place in range(1, len(parts)))


def _invalid(message: Text, next_action: Text) -> InvalidInput:
    return InvalidInput(message, next_action=next_action)
