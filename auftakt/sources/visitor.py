"""Who stood at the door: what is kept of an event's address, and whether a bot sent it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

import msgspec
from msgspec import Raw

from auftakt.sources.message import NOTHING, ContextPeek
from auftakt.sources.rules import NO_RULES, DoorRules

# Words by which crawlers, checkers and headless browsers name themselves, and browsers never do.
_BOT = re.compile(
    rb"bot\b|bot[/_; -]|crawl|spider|slurp|archiver|scrape|fetcher|headless|phantomjs|lighthouse|pagespeed|pingdom"
    rb"|uptime|monitor(ing)?[/ ]|preview|validator|facebookexternalhit|mediapartners"
    rb"|google-(read|inspection|site)|python-requests|python-urllib|aiohttp|httpx|curl/|wget/|libwww"
    rb"|go-http-client|okhttp-probe|selenium|puppeteer|playwright|hatena|tombot|y!j-|ichiro|semrush|ahrefs",
    re.IGNORECASE,
)
# `cubot` is a maker of phones.
_NO_BOT = re.compile(rb"cubot", re.IGNORECASE)
_ADDRESS = re.compile(r'("\$?ip"\s*:\s*)"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Visitor:
    """`address` and `agent` are those of the request itself."""

    rules: DoorRules = NO_RULES
    address: str = ""
    agent: str = ""


NOBODY = Visitor()


class Bot(Exception):
    """The source holds the events of bots back, and this is one."""


def tells_of_sender(peek: ContextPeek) -> bool:
    """Whether a context says anything that `seen` looks at."""
    return not (peek.userAgent is peek.ip is peek.direct is peek.bot is NOTHING)


def seen(context: Raw, peek: ContextPeek, visitor: Visitor) -> Raw:
    """The context as it is kept: with the sender's own address where it asks for that (`direct`), shortened or without
    address as the source wants it, and with `bot` where a bot sent it. Raises Bot.
    """
    direct = bytes(peek.direct) == b"true"
    agent = bytes(peek.userAgent) or (visitor.agent.encode() if direct else b"")
    bot = bytes(peek.bot) == b"true" or (agent != b"" and is_bot(agent))
    if bot and visitor.rules.bots == "hold":
        raise Bot
    how = visitor.rules.ip
    changes: dict[str, object] = {}
    if direct and visitor.address:
        changes["ip"] = kept_address(visitor.address, how)
    elif how != "keep" and peek.ip is not NOTHING:
        changes["ip"] = kept_address(_text(peek.ip), how)
    if bot:
        changes["bot"] = True
    if not changes:
        return context
    fields: dict[str, object] = msgspec.json.decode(context, type=dict[str, Raw]) | changes
    if fields.get("ip", "") is None:
        del fields["ip"]
    return Raw(msgspec.json.encode(fields))


@lru_cache(maxsize=4096)
def is_bot(agent: bytes) -> bool:
    """Whether a user agent names itself as a program that nobody looks at."""
    return _BOT.search(_NO_BOT.sub(b"", agent)) is not None


@lru_cache(maxsize=4096)
def kept_address(address: str, how: str) -> str | None:
    """What is kept of an address: all, its network (/24, /48 of IPv6), or nothing, as of what is no address."""
    if how == "keep":
        return address
    if how == "drop":
        return None
    try:
        found = ip_address(address.strip())
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False).network_address)


def without_address(text: str, rules: DoorRules) -> str:
    """The text of an event that was not taken, with its addresses as the source wants them."""
    if rules.ip == "keep":
        return text
    return _ADDRESS.sub(lambda found: f'{found[1]}"{kept_address(found[2], rules.ip) or ""}"', text)


def _text(raw: Raw) -> str:
    try:
        return msgspec.json.decode(raw, type=str)
    except msgspec.DecodeError:
        return ""
