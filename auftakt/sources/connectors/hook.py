"""What a connector is: a small object that asks for a few settings and gives rows, chunk after chunk.

Found by the entry point group `auftakt.connectors`. The hub does the rest: schedule, state, secrets, retries, the
ledger that makes rows read twice count once, and the mapping from rows to events.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Any, Literal, Protocol, runtime_checkable

from auftakt.kit.errors import InvalidInput
from auftakt.kit.hooks import Hook
from auftakt.kit.text import Text

_NO_HINT = Text("", "")
FieldKind = Literal["text", "secret", "number", "sql", "json"]


@dataclass(frozen=True)
class Field:
    """One setting that a connector asks for.

    A `secret` is sealed before it is kept and never shown; `env:NAME` in it names a variable of the hub's environment.
    `choices`: what it may be. `made`: the connector makes it where it is empty, and it stays when settings change.
    `address` marks what says where a secret is sent: when it changes, the secrets must be given again.
    """

    name: str
    title: Text
    kind: FieldKind = "text"
    required: bool = False
    default: str = ""
    hint: Text = _NO_HINT
    address: bool = False
    choices: tuple[str, ...] = ()
    made: bool = False


@dataclass(frozen=True)
class Chunk:
    """Rows, and the state from which reading goes on once they are kept. Both are JSON, besides times and decimals.

    `columns` are all columns that a row can have, where the connector knows them: a mapping that names others is
    then refused instead of giving nothing.
    """

    rows: list[dict[str, Any]]
    state: dict[str, Any]
    columns: tuple[str, ...] = ()


class Asks(Protocol):
    """What asks for settings: a connector, or a destination of what goes out."""

    title: Text
    fields: tuple[Field, ...]

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]: ...


@runtime_checkable
class Connector(Protocol):
    """`read` is called in a thread of its own, and closed early when somebody stops it.

    `tidy` gives the settings as they are kept, with secrets in fields of kind `secret` only; it reaches for nothing
    outside and raises InvalidInput. `read` begins where `state` says (None: from the start), and may give rows again
    that it has given before. It raises Unavailable for what may mend itself, InvalidInput for what a person must mend.
    """

    name: str
    title: Text
    fields: tuple[Field, ...]

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]: ...

    def read(self, config: Mapping[str, Any], state: Mapping[str, Any] | None) -> Iterator[Chunk]: ...


@runtime_checkable
class HasExample(Protocol):
    """A connector that is called, and has nothing to read before: a trial shows what it was given as an example."""

    def example(self, config: Mapping[str, Any]) -> Chunk: ...


_HOOK = Hook(
    "auftakt.connectors",
    Connector,
    noun="a connector",
    same="Two connectors are called",
    give="Give an object with name, title, fields, tidy and read.",
)


def registered_connectors(found: Iterable[EntryPoint] | None = None) -> dict[str, Connector]:
    """All connectors of the entry point group `auftakt.connectors`, by name.

    Raises Broken where something else is registered, or two have one name.
    """
    return _HOOK.registered(found)


def checked_fields(connector: Asks, config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with defaults in place, blanks trimmed. Raises InvalidInput for an unknown or a missing one."""
    known = {field.name: field for field in connector.fields}
    if unknown := sorted(set(config) - set(known)):
        raise refused(
            f"{connector.title.en} knows no setting {unknown[0]}.", f"設定 {unknown[0]} はありません。", unknown[0]
        )
    given: dict[str, Any] = {}
    for name, field in known.items():
        value = config.get(name, field.default)
        given[name] = value.strip() if isinstance(value, str) else value
        if field.required and given[name] in ("", None):
            raise refused(f"{field.title.en} is missing.", f"{field.title.ja}を入力してください。", name)
        if field.kind in ("text", "secret", "sql") and not isinstance(given[name], str):
            raise refused(f"{field.title.en} must be text.", f"{field.title.ja}は文字列で指定してください。", name)
    return given


def refused(en: str, ja: str, field: str, next_action: Text | None = None) -> InvalidInput:
    """A setting that can't be taken; `field` names it for the form."""
    return InvalidInput(
        Text(en, ja),
        next_action=next_action or Text("Correct this setting.", "この設定を直してください。"),
        field=field,
    )
