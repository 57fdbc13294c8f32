"""The secrets of a connector or a destination: sealed before they are kept, opened only to read, and never shown.

A secret written as `env:NAME` is kept as it is and looked up in the hub's environment each time.
"""

from collections.abc import Mapping
from typing import Any

from auftakt.kit.errors import InvalidInput
from auftakt.kit.sealed import Sealer
from auftakt.kit.text import Text
from auftakt.sources.connectors.hook import Asks, refused

REFERENCE = "env:"
HIDDEN = "•••"


def secret_names(connector: Asks) -> set[str]:
    return {field.name for field in connector.fields if field.kind == "secret"}


def seal_config(
    connector: Asks, config: Mapping[str, Any], sealer: Sealer, connector_id: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The settings as they may be kept: those without secrets, and the secrets, sealed."""
    names = secret_names(connector)
    plain = {name: value for name, value in config.items() if name not in names}
    sealed = {
        name: value if value.startswith(REFERENCE) else sealer.seal(value, _place(connector_id, name))
        for name in sorted(names)
        if (value := config.get(name))
    }
    return plain, sealed


def open_secrets(sealed: Mapping[str, str], sealer: Sealer, connector_id: str) -> dict[str, str]:
    """The secrets as they were given; references are left as they are. Raises CannotOpen."""
    return {
        name: value if value.startswith(REFERENCE) else sealer.open(value, _place(connector_id, name))
        for name, value in sealed.items()
    }


def resolve(secrets: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings with references replaced by what the environment says. Raises InvalidInput."""
    resolved = {}
    for name, value in secrets.items():
        if isinstance(value, str) and value.startswith(REFERENCE):
            variable = value.removeprefix(REFERENCE)
            if variable not in environ:
                raise InvalidInput(
                    Text(f"The hub's environment has no {variable}.", f"ハブの環境変数に {variable} がありません。"),
                    next_action=Text("Set it and start the hub again.", "環境変数を設定し、ハブを再起動してください。"),
                    field=name,
                )
            value = environ[variable]
        resolved[name] = value
    return resolved


def keep_secrets(
    connector: Asks, given: Mapping[str, Any], old: Mapping[str, Any], secrets: Mapping[str, str]
) -> dict[str, Any]:
    """New settings, tidied, with the old secrets where none are given. Raises InvalidInput, as `tidy` does.

    It also raises InvalidInput where an old secret would go to another address than the one that it was given for.
    """
    kept = {name: value for name, value in secrets.items() if not given.get(name)}
    tidied = connector.tidy(dict(given) | kept)
    reused = sorted(name for name, value in kept.items() if tidied.get(name) == value)
    moved = any(
        field.address and tidied.get(field.name, field.default) != old.get(field.name, field.default)
        for field in connector.fields
    )
    if reused and moved:
        raise refused(
            "The address has changed: give the secret again.",
            "アドレスが変わりました。秘密情報をもう一度入力してください。",
            reused[0],
        )
    return tidied


def without_secrets(text: str, secrets: Mapping[str, Any]) -> str:
    """Text from elsewhere (a driver's error) in which a secret may stand."""
    for value in secrets.values():
        if isinstance(value, str) and len(value) > 2:
            text = text.replace(value, HIDDEN)
    return text


def _place(connector_id: str, name: str) -> str:
    return f"connector:{connector_id}:{name}"
