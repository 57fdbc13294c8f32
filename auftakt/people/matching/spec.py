"""What is compared, and between which records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

Kind = Literal["given_name", "family_name", "name", "date", "postcode", "address", "email", "phone", "number", "text"]
MATCH_KINDS: tuple[str, ...] = get_args(Kind)

LOWEST_THRESHOLD = 0.5
OFFERED_THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)

# Headers that speak for themselves. `text` compares as a whole word or phrase: a town, a profession.
_KNOWN: dict[str, Kind] = {
    "given_name": "given_name", "first_name": "given_name", "名": "given_name", "名カナ": "name",
    "family_name": "family_name", "last_name": "family_name", "surname": "family_name", "姓": "family_name",
    "name": "name", "氏名": "name", "kana": "name", "フリガナ": "name", "セイ": "name", "メイ": "name",
    "birth_date": "date", "birthday": "date", "date_of_birth": "date", "dob": "date", "生年月日": "date",
    "postcode": "postcode", "postal_code": "postcode", "zip": "postcode", "郵便番号": "postcode",
    "address": "address", "address_1": "address", "address_2": "address", "住所": "address",
    "email": "email", "メールアドレス": "email", "phone": "phone", "電話番号": "phone",
    "city": "text", "suburb": "text", "birth_place": "text", "occupation": "text",
    "soc_sec_id": "number", "member_number": "number", "会員番号": "number",
}  # fmt: skip

# Records are compared where all fields of one line agree; `:4` means the first four characters.
_BLOCKS = (
    "number", "email", "phone", "given_name family_name", "family_name date", "given_name date", "given_name postcode",
    "family_name postcode", "date postcode", "date text", "given_name:3 family_name:4", "family_name text",
    "family_name:4 date:4", "family_name:4 postcode:4", "given_name text text", "given_name text date:4", "name date",
    "name postcode", "address date", "address family_name", "address given_name", "postcode text",
)  # fmt: skip


@dataclass(frozen=True)
class MatchField:
    """A column and how it is compared. `hard`: a person has one value of it, so groups with two are never made."""

    column: str
    kind: Kind
    hard: bool = False


@dataclass(frozen=True)
class BlockKey:
    """A column, or its first `length` characters."""

    column: str
    length: int | None = None


Block = tuple[BlockKey, ...]


@dataclass(frozen=True)
class MatchSpec:
    """Fields, the blocks in which records meet, and how many pairs may be compared at most."""

    fields: tuple[MatchField, ...]
    blocks: tuple[Block, ...]
    max_pairs: int = 20_000_000
    country: str = "JP"

    def first(self, kind: Kind) -> MatchField | None:
        return next((field for field in self.fields if field.kind == kind), None)


def match_spec(
    columns: Sequence[str], chosen: Sequence[MatchField] = (), *, max_pairs: int = 20_000_000, country: str = "JP"
) -> MatchSpec:
    """Fields by the names of columns, unless some are chosen, and blocks to suit. Raises InvalidInput where the columns
    don't exist or hold nothing to compare."""
    missing = [field.column for field in chosen if field.column not in columns]
    fields = tuple(chosen) or tuple(MatchField(each, _KNOWN[each]) for each in columns if each in _KNOWN)
    blocks = tuple(dict.fromkeys(block for line in _BLOCKS for block in _block(line, fields)))
    if missing or len(fields) < 2 or not blocks:
        what = ", ".join(missing or columns)
        raise InvalidInput(
            Text(
                f"Nothing was compared: two fields are needed that records can meet in. Look at: {what}.",
                f"比較していません。突き合わせに使える項目が2つ以上必要です。確認する列: {what}",
            ),
            next_action=Text(
                f"Name columns with --field COLUMN=KIND; kinds: {', '.join(MATCH_KINDS)}.",
                f"--field 列名=種類 で指定してください。種類: {', '.join(MATCH_KINDS)}",
            ),
        )
    return MatchSpec(fields, blocks, max_pairs, country)


def check_threshold(threshold: float) -> None:
    """Raises InvalidInput below the lowest threshold that is offered."""
    if not LOWEST_THRESHOLD <= threshold < 1:
        raise InvalidInput(
            Text(
                f"A threshold of {threshold} is not offered; below {LOWEST_THRESHOLD} a match is less likely than not.",
                f"しきい値 {threshold} は使えません。{LOWEST_THRESHOLD} 未満では別人の可能性のほうが高くなります。",
            ),
            next_action=Text("Choose 0.5 or more, below 1.", "0.5以上1未満を指定してください。"),
        )


def _block(line: str, fields: Sequence[MatchField]) -> list[Block]:
    """The block of a line for the fields that are there; a kind that stands twice takes the next field."""
    made: list[BlockKey] = []
    for part in line.split():
        kind, _, length = part.partition(":")
        taken = {key.column for key in made}
        found = [field.column for field in fields if field.kind == kind and field.column not in taken]
        if not found:
            return []
        made.append(BlockKey(found[0], int(length) if length else None))
    return [tuple(made)]
