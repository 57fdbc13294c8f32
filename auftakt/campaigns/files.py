"""The document as a file: the same campaign always gives the same bytes, so that git shows what really changed.

Fields stand in the order of the Struct. Keys of free JSON (rule, journey, filters) are put in one order too: what
names a thing first, then by alphabet. Workflow is a fact of the hub and not of the text: a file says `finished` or
`draft`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from auftakt.campaigns.document import Campaign, Variant
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

_LEADING = {name: place for place, name in enumerate(("id", "kind", "name", "entry", "reentry", "exit", "first"))}


def export_campaign(campaign: Campaign) -> bytes:
    """Two spaces of indentation, UTF-8 unescaped, a line break at the end."""
    state = campaign.state if campaign.state == "finished" else "draft"
    plain = msgspec.to_builtins(msgspec.structs.replace(campaign, state=state))
    return msgspec.json.format(msgspec.json.encode(_in_order(plain)), indent=2) + b"\n"


def import_campaign(data: bytes | str) -> Campaign:
    """Reads what `export_campaign` wrote or what a person wrote by hand.

    A campaign that claims to be approved or live comes in as a draft: those states are earned here. Raises
    InvalidInput with the path of the first field that does not fit.
    """
    campaign = read_document(data)
    return campaign if campaign.state == "finished" else msgspec.structs.replace(campaign, state="draft")


def read_document(data: bytes | str) -> Campaign:
    """Any valid document with its state as it stands. Raises InvalidInput."""
    try:
        return msgspec.json.decode(data, type=Campaign)
    except msgspec.ValidationError as error:
        raise _does_not_fit(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(
            Text(f"This is no JSON document: {error}.", f"JSONとして読めません: {error}。"),
            next_action=Text(
                "Export the campaign again, or correct the file.", "書き出し直すか、ファイルを修正してください。"
            ),
        ) from error


def document_of(plain: object) -> Campaign:
    """A campaign from JSON that is decoded already. Raises InvalidInput."""
    try:
        return msgspec.convert(plain, type=Campaign)
    except msgspec.ValidationError as error:
        raise _does_not_fit(error) from error


def variant_of(plain: object) -> Variant:
    """One variant from JSON that is decoded already. Raises InvalidInput."""
    try:
        return msgspec.convert(plain, type=Variant)
    except msgspec.ValidationError as error:
        raise _does_not_fit(error) from error


def plain_of(campaign: Campaign) -> dict[str, Any]:
    """The document as JSON values, as an API answer or a snapshot holds it."""
    plain: dict[str, Any] = msgspec.to_builtins(campaign)
    return plain


def _does_not_fit(error: msgspec.ValidationError) -> InvalidInput:
    what, _, path = str(error).partition(" - at ")
    where = path.strip("`").removeprefix("$.")
    return InvalidInput(
        Text(
            f"The campaign document does not fit at {where or 'its top'}: {what}.",
            f"文書の {where or '先頭'} が形式に合いません: {what}。",
        ),
        next_action=Text(
            "Correct this field; nothing was saved.", "この項目を直してください。まだ何も保存されていません。"
        ),
        where=where,
    )


def _in_order(value: Any, *, fixed: bool = True) -> Any:
    """Structs keep their own order; free JSON inside them gets one."""
    if isinstance(value, list):
        return [_in_order(item, fixed=fixed) for item in value]
    if not isinstance(value, dict):
        return value
    if fixed:
        return {key: _in_order(item, fixed=key not in _FREE) for key, item in value.items()}
    keys = sorted(value, key=lambda key: (_LEADING.get(key, len(_LEADING)), key))
    return {key: _in_order(value[key], fixed=False) for key in keys}


_FREE = frozenset({"rule", "journey", "where", "origin"})
