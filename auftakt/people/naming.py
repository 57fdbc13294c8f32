"""How a person is called on screens."""

from auftakt.kit.text import language_of


def display_name(whole: str | None, first: str | None, last: str | None) -> str | None:
    """The reported name, or first and last name in the order of their language; None if nobody told."""
    if whole:
        return whole
    parts = [part for part in (first, last) if part]
    if not parts:
        return None
    return " ".join(reversed(parts) if language_of("".join(parts)) == "ja" else parts)
