"""Whom an erasure is about: all identifiers of the person, all their ids, and other spellings that came."""

import hashlib
from dataclasses import dataclass

from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.people.person import find_person_id
from auftakt.sources import identifier_type, identifier_value
from auftakt.store import sql
from auftakt.store.plane import Connection

_LINE = "\x1f"


@dataclass(frozen=True)
class Subject:
    """`person_ids`: the person's id, those of people who went into them, and those that identifiers were born with."""

    identifiers: tuple[tuple[str, str], ...]
    person_ids: tuple[int, ...] = ()
    spellings: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[int, ...]:
        """The identifiers as the data plane joins them; never 0, which is nobody's."""
        return tuple(key for key in (_key(kind, value) for kind, value in self.identifiers) if key)


@dataclass(frozen=True)
class _Identifier:
    type: str
    value: str
    origin_id: int


@dataclass(frozen=True)
class _Id:
    person_id: int


@dataclass(frozen=True)
class _Spelling:
    value: str


def find_subject(con: Connection, key: str, country: str = "JP") -> Subject:
    """The whole person behind a person id or `type:value`.

    An identifier that no event has named yet is a subject too: it may stand in a file or in the quarantine. Raises
    NotFound for a person id that nobody has, InvalidInput for what is no identifier.
    """
    try:
        person_id = find_person_id(con, key)
    except NotFound:
        if ":" not in key:
            raise
        return Subject((given_identifier(key, country),), (), (key.partition(":")[2].strip(),))
    found = sql.rows(con, "people", "erasure_identifiers", _Identifier, {"person_id": person_id})
    merged = sql.rows(con, "people", "person_merged_from", _Id, {"person_id": person_id})
    keys = [_key(each.type, each.value) for each in found]
    spelt = sql.rows(con, "people", "erasure_spellings", _Spelling, {"keys": keys})
    given = key.partition(":")[2].strip()
    ids = {person_id, *(each.origin_id for each in found), *(each.person_id for each in merged)}
    return Subject(
        tuple(sorted((each.type, each.value) for each in found)),
        tuple(sorted(ids)),
        tuple(sorted({each.value for each in spelt} | ({given} if given else set()) | set(_phones(found)))),
    )


def given_identifier(key: str, country: str) -> tuple[str, str]:
    """`type:value` as it is compared. Raises InvalidInput."""
    kind, _, value = key.partition(":")
    kind = identifier_type(kind)
    comparable = identifier_value(kind, value, country)
    if not kind or not comparable:
        raise InvalidInput(
            Text(f"{key!r} is no identifier.", f"{key!r} は識別子ではありません。"),
            next_action=Text(
                "Write it as type:value, such as email:a@example.com.",
                "email:a@example.com のように「種類:値」の形で書いてください。",
            ),
        )
    return kind, comparable


def _key(kind: str, value: str) -> int:
    digest = hashlib.md5(f"{kind}{_LINE}{value}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest, "little")


def _phones(found: list[_Identifier]) -> list[str]:
    """A phone number as people write it."""
    import phonenumbers

    written = []
    for each in found:
        if each.type != "phone" or not each.value.startswith("+"):
            continue
        try:
            number = phonenumbers.parse(each.value)
        except phonenumbers.NumberParseException:
            continue
        for kind in (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
            text = phonenumbers.format_number(number, kind)
            written += [text, "".join(char for char in text if char.isdigit())]
    return written
