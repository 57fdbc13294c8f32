"""A mail address as it may stand in an envelope."""

import re

# RFC 5321 in the form that people use: a dot-atom or anything printable without blanks and brackets, then a domain.
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]{1,64}")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def envelope_address(text: str) -> str | None:
    """The address with its domain in ASCII (IDNA), or None where nothing can be sent to it.

    The check is what keeps line breaks and commands out of the envelope, so it refuses rather than repairs.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        return None
    if len(ascii_domain) > 253 or not all(_LABEL.fullmatch(label) for label in ascii_domain.split(".")):
        return None
    return f"{local}@{ascii_domain}"


def domain_of(address: str) -> str:
    """What stands behind the last @, in ASCII; `localhost` where there is none."""
    sendable = envelope_address(address)
    return sendable.rpartition("@")[2] if sendable else "localhost"
