"""Finding what somebody named: by its id, or by its name."""

from typing import Any

from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text, fold


def pick_one(named: str, things: list[dict[str, Any]], command: str) -> dict[str, Any]:
    """The one with this id or this name. Raises NotFound; InvalidInput where several have the name."""
    by_id = [thing for thing in things if thing["id"] == named]
    by_name = [thing for thing in things if fold(thing["name"]) == fold(named)]
    found = by_id or by_name
    if not found:
        raise NotFound(
            Text(f"There is nothing called {named!r}.", f"{named!r} は見つかりません。"),
            next_action=Text(f"`{command}` lists what there is.", f"`{command}` で一覧を確認してください。"),
        )
    if len(found) > 1:
        ids = ", ".join(thing["id"] for thing in found)
        raise InvalidInput(
            Text(f"{len(found)} have the name {named!r}.", f"{named!r} という名前が{len(found)}件あります。"),
            next_action=Text(f"Name one by its id: {ids}", f"ID で指定してください: {ids}"),
        )
    return found[0]
