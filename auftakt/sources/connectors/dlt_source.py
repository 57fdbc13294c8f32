"""The built-in connector for dlt: any resource of any dlt source that is installed beside Auftakt.

dlt keeps how far it has read in a state of its own, and moves it ahead of the rows that it hands out. So our state
changes with the last chunk only: after a crash everything of that run comes again, and the ledger drops what is known.
"""

import importlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.connectors.hook import Chunk, Field, checked_fields, refused

CHUNK_ROWS = 5_000
_FIRST_ROWS = 100  # soon enough for a trial
_NAME = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")

_FIELDS: tuple[Field, ...] = (
    Field(
        "source", Text("Source", "ソース"), required=True, address=True,
        hint=Text(
            "Module and function, such as dlt.sources.rest_api:rest_api or my_package.crm:crm",
            "モジュールと関数。dlt.sources.rest_api:rest_api や my_package.crm:crm など",
        ),
    ),
    Field(
        "resource", Text("Resource", "リソース"),
        hint=Text("Which of its resources; empty: its only one", "取り込むリソース。1つだけなら空欄"),
    ),
    Field(
        "arguments", Text("Arguments", "引数"), "json", address=True,
        hint=Text("A JSON object", "JSON オブジェクト"),
    ),
    Field(
        "secrets", Text("Secret arguments", "秘密の引数"), "secret",
        hint=Text('A JSON object such as {"api_key": "…"}, kept sealed', '{"api_key": "…"} の形。暗号化して保存します'),
    ),
)  # fmt: skip


class DltConnector:
    """See the module. What is named must be a dlt source or resource; nothing else is called."""

    name = "dlt"
    title = Text("dlt source", "dlt ソース")
    fields = _FIELDS

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]:
        given = checked_fields(self, config)
        if not _NAME.fullmatch(given["source"]):
            raise refused(
                "The source is no module and function.", "ソースはモジュールと関数で指定してください。", "source"
            )
        for name in ("arguments", "secrets"):
            if not (name == "secrets" and str(given[name]).startswith("env:")):
                _object(given[name], name)
        return given

    def read(self, config: Mapping[str, Any], state: Mapping[str, Any] | None) -> Iterator[Chunk]:
        dlt = _Dlt()
        before = dict(state or {})
        arguments = _object(config["arguments"], "arguments") | _object(config["secrets"], "secrets")
        reading = dlt.reading(_found(config["source"]), config["resource"], arguments)
        kept = dlt.loaded(before.get("dlt"))
        rows: list[dict[str, Any]] = []
        most = _FIRST_ROWS
        with dlt.with_state(kept):
            for item in reading:
                rows += _rows(item)
                if len(rows) >= most:
                    yield Chunk(rows, before)
                    rows, most = [], CHUNK_ROWS
        yield Chunk(rows, {"dlt": dlt.dumped(kept)})


connector = DltConnector()


class _Dlt:
    """The few parts of dlt that are used, loaded when they are needed. Raises InvalidInput where it isn't installed."""

    def __init__(self) -> None:
        try:
            self._json = importlib.import_module("dlt.common.json").json
            self._container = importlib.import_module("dlt.common.configuration.container").Container
            self._state = importlib.import_module("dlt.common.pipeline").StateInjectableContext
            extract = importlib.import_module("dlt.extract")
            self._factory = importlib.import_module("dlt.extract.decorators").SourceFactory
        except ModuleNotFoundError as error:
            raise InvalidInput(
                Text("dlt is not installed.", "dlt が入っていません。"),
                next_action=Text(
                    "Install it: pip install 'auftakt[connectors]', then start the hub again.",
                    "pip install 'auftakt[connectors]' で入れ、ハブを再起動してください。",
                ),
            ) from error
        self._source, self._resource = extract.DltSource, extract.DltResource

    def reading(self, found: Any, name: str, arguments: dict[str, Any]) -> Any:
        """What gives the rows of one resource when it is iterated."""
        if isinstance(found, self._factory):
            found = found(**arguments)
        elif isinstance(found, self._resource):
            found = found(**arguments) if arguments else found
        if isinstance(found, self._resource):
            return found
        if not isinstance(found, self._source):
            raise refused("That is no dlt source or resource.", "dlt のソースでもリソースでもありません。", "source")
        names = list(found.resources.keys())
        if name not in names and (name or len(names) != 1):
            listed = ", ".join(names)
            raise refused(f"Name one of its resources: {listed}", f"リソースを選んでください: {listed}", "resource")
        return found.with_resources(name or names[0])

    def with_state(self, state: dict[str, Any]) -> Any:
        return self._container().injectable_context(self._state(state=state))

    def loaded(self, kept: str | None) -> dict[str, Any]:
        return {} if kept is None else dict(self._json.typed_loads(kept))

    def dumped(self, state: dict[str, Any]) -> str:
        return str(self._json.typed_dumps(state))


def _found(name: str) -> Any:
    module, _, attribute = name.partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise refused(
            f"{name} can't be found: {error}", f"{name} が見つかりません: {error}", "source",
            Text("Install the package beside Auftakt.", "パッケージを Auftakt と同じ環境に入れてください。"),
        ) from error  # fmt: skip


def _object(text: Any, field: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, Any])
    except (msgspec.DecodeError, TypeError) as error:
        # The text is not repeated: it may be a secret.
        raise refused("This must be a JSON object.", "JSON オブジェクトで指定してください。", field) from error


def _rows(item: Any) -> list[dict[str, Any]]:
    """An item is a row, a list of rows, or a table; dlt may have wrapped it to say where it goes."""
    item = getattr(item, "data", item) if type(item).__name__ == "DataItemWithMeta" else item
    if hasattr(item, "to_pylist"):
        return list(item.to_pylist())
    return item if isinstance(item, list) else [item]
