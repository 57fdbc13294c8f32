"""How the hub's own people are matched: which fields, from which traits and identifiers, and from where on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy.orm import Session

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.matching.models import MatchingSettingsRow
from auftakt.people.matching.spec import Kind, MatchField, MatchSpec, check_threshold, match_spec
from auftakt.store import sql
from auftakt.store.plane import Connection
from auftakt.team import record

Policy = Literal["propose", "merge"]
MOST_FIELDS = 20
LARGEST_GROUP = 1_000
MOST_READS = 10
MOST_PROPOSALS = 100_000
_NAME = re.compile(r"[^\W\d]\w{0,59}")
_RESERVED = frozenset({"record", "names", "both_names"})
_ROW = 1

# What is compared where nobody has chosen: the first of each line that somebody has. One writing of a name is enough.
_USUAL: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
    ("given_name", "given_name", ("trait:firstName", "trait:first_name", "trait:given_name", "trait:名")),
    ("family_name", "family_name", ("trait:lastName", "trait:last_name", "trait:family_name", "trait:姓")),
    ("name", "name", ("trait:name", "trait:full_name", "trait:fullName", "trait:氏名")),
    ("birth_date", "date", (
        "trait:birthday", "trait:birth_date", "trait:birthDate", "trait:date_of_birth", "trait:dob", "trait:生年月日",
    )),
    ("email", "email", ("identifier:email", "trait:email")),
    ("phone", "phone", ("identifier:phone", "trait:phone")),
    ("postcode", "postcode", (
        "trait:address.postalCode", "trait:address.postal_code", "trait:postal_code", "trait:postalCode",
        "trait:postcode", "trait:zip", "trait:郵便番号",
    )),
    ("address", "address", ("trait:address.street", "trait:street", "trait:address", "trait:住所")),
    ("city", "text", ("trait:address.city", "trait:city", "trait:市区町村")),
)  # fmt: skip


@dataclass(frozen=True)
class PeopleField:
    """One thing that is compared. `reads`: `trait:NAME` or `identifier:TYPE`; the first that a person has counts, of
    several values of one the latest. `hard`: who has two different values of it is never proposed as one person."""

    name: str
    kind: Kind
    reads: tuple[str, ...]
    hard: bool = False


@dataclass(frozen=True)
class MatchingSettings:
    """Pairs at or over `lower` (a probability) are proposed, the likeliest `most_proposals` of them. With the policy
    `merge`, those at or over `upper` become one person at once, as long as matching has put no more than
    `largest_group` people together; what would go beyond is proposed.

    No fields: the usual ones, as far as the hub's people have them. `max_pairs`: what is compared at most.
    """

    fields: tuple[PeopleField, ...] = ()
    lower: float = 0.9
    upper: float = 0.999
    policy: Policy = "propose"
    largest_group: int = 10
    most_proposals: int = 10_000
    max_pairs: int = 20_000_000


@dataclass(frozen=True)
class Available:
    """A trait (`trait:city`) or a type of identifier (`identifier:email`), and how many people have one."""

    reads: str
    people: int


def matching_settings(session: Session) -> MatchingSettings:
    """As saved, or the defaults."""
    row = session.get(MatchingSettingsRow, _ROW)
    return MatchingSettings() if row is None else msgspec.convert(row.document, MatchingSettings, strict=False)


def put_matching(session: Session, settings: MatchingSettings, by: str, now: datetime) -> None:
    """Keeps settings for the next run. Raises InvalidInput."""
    _check(settings)
    document: dict[str, Any] = msgspec.to_builtins(settings)
    session.merge(MatchingSettingsRow(id=_ROW, document=document, saved_by=by, saved_at=now))
    record(session, now, by, "matching.saved", "hub", "hub", document)
    session.flush()


def available_fields(con: Connection) -> list[Available]:
    """What could be compared, what most people have first."""
    return sql.rows(con, "people", "match_available", Available)


def usual_fields(available: Sequence[Available]) -> tuple[PeopleField, ...]:
    """The usual fields, as far as somebody has them. A whole name only where fewer people have its parts."""
    people = {each.reads: each.people for each in available}
    found = {}
    for name, kind, reads in _USUAL:
        if had := tuple(each for each in reads if each in people):
            found[name] = PeopleField(name, kind, had)
    whole, parts = (max((people[each] for each in found[name].reads), default=0) if name in found else 0
                    for name in ("name", "family_name"))  # fmt: skip
    for name in ("given_name", "family_name") if whole > parts else ("name",):
        found.pop(name, None)
    return tuple(found.values())


def spec_of(settings: MatchingSettings, fields: Sequence[PeopleField], country: str) -> MatchSpec:
    """What is compared, and in which blocks. Raises InvalidInput where that is nothing."""
    columns = [field.name for field in fields]
    chosen = [MatchField(field.name, field.kind, field.hard) for field in fields]
    try:
        return match_spec(columns, chosen, max_pairs=settings.max_pairs, country=country)
    except InvalidInput as error:
        raise _wrong(
            "fields",
            Text("There are too few fields in which people could meet.", "突き合わせに使える項目が足りません。"),
            Text(
                "Choose two or more, such as a name and a date of birth.",
                "氏名と生年月日など、2つ以上の項目を選んでください。",
            ),
        ) from error


def _check(settings: MatchingSettings) -> None:
    for threshold in (settings.lower, settings.upper):
        check_threshold(threshold)
    if settings.upper < settings.lower or not 2 <= settings.largest_group <= LARGEST_GROUP:
        raise _wrong(
            "upper" if settings.upper < settings.lower else "largest_group",
            Text("The thresholds or the largest group don't fit.", "しきい値かグループの上限が正しくありません。"),
            Text(
                f"The upper threshold is not below the lower one; a group has 2 to {LARGEST_GROUP:,} people.",
                f"上のしきい値は下のしきい値以上、グループは2〜{LARGEST_GROUP:,}人で指定してください。",
            ),
        )
    names = [field.name for field in settings.fields]
    for field in settings.fields:
        _check_field(field)
    if len(set(names)) != len(names) or len(names) > MOST_FIELDS:
        raise _wrong(
            "fields",
            Text("Two fields have one name, or there are too many.", "項目名が重複しているか、項目が多すぎます。"),
            Text(f"Give at most {MOST_FIELDS} fields.", f"異なる名前で{MOST_FIELDS}項目までにしてください。"),
        )
    if settings.fields:
        spec_of(settings, settings.fields, "JP")
    if not 1 <= settings.most_proposals <= MOST_PROPOSALS or settings.max_pairs < 1:
        raise _wrong(
            "most_proposals",
            Text("That number can't be kept to.", "この上限は設定できません。"),
            Text(f"Give 1 to {MOST_PROPOSALS:,}.", f"1〜{MOST_PROPOSALS:,} で指定してください。"),
        )


def _check_field(field: PeopleField) -> None:
    of_people = all(re.fullmatch("(?:trait|identifier):.{1,200}", each) for each in field.reads)
    if not _NAME.fullmatch(field.name) or field.name in _RESERVED or not field.reads or not of_people:
        raise _wrong(
            "fields",
            Text(f"The field {field.name!r} can't be compared.", f"項目 {field.name!r} は比べられません。"),
            Text(
                "Name it with letters, and say what it reads: trait:NAME or identifier:TYPE.",
                "文字で始まる名前にし、読む値を trait:名前 か identifier:種類 で指定してください。",
            ),
        )
    if len(field.reads) > MOST_READS or (field.hard and field.kind in ("given_name", "family_name")):
        raise _wrong(
            "fields",
            Text(
                f"The field {field.name!r} reads too much, or is a part of a name that can't be hard.",
                f"項目 {field.name!r} は読む値が多すぎるか、1人1つと指定できない氏名の一部です。",
            ),
            Text(f"At most {MOST_READS}; names change.", f"{MOST_READS}個までです。姓名は変わることがあります。"),
        )


def _wrong(field: str, what: Text, then: Text) -> InvalidInput:
    return InvalidInput(what, next_action=then, field=field)
