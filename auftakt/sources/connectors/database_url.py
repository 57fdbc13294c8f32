"""The address of a database: what may stand in it, and a connection on which nothing can be written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.sources.connectors.hook import refused

# What people write, and the driver that reads it. Those of the extra `auftakt[connectors]` are loaded when needed.
_DRIVERS = {
    "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg",
    "mysql": "mysql+pymysql", "mysql+pymysql": "mysql+pymysql", "mariadb": "mysql+pymysql",
    "sqlite": "sqlite", "sqlite+pysqlite": "sqlite",
}  # fmt: skip
_SECRET_WORDS = ("password", "passwd", "passfile", "secret", "token")
_WAIT_SECONDS = 15


def database_url(text: str) -> URL:
    """The address as it is kept, its driver named. Raises InvalidInput, which never repeats the address."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise refused(
            "The address of the database can't be read.", "データベースのアドレスを読めません。", "url", _HOW
        ) from error
    if url.drivername.lower() not in _DRIVERS:
        raise refused(
            f"Auftakt can't read {url.drivername} databases.", f"{url.drivername} には対応していません。", "url", _HOW
        )
    if any(word in key.lower() for key in url.query for word in _SECRET_WORDS):
        raise refused(
            "A secret stands behind the ? of the address.", "アドレスの ? 以降に秘密情報があります。", "url",
            Text("Put it into the field for the password.", "パスワードの欄に入力してください。"),
        )  # fmt: skip
    url = url.set(drivername=_DRIVERS[url.drivername.lower()])
    if not url.database:
        raise refused("The address names no database.", "アドレスにデータベース名がありません。", "url", _HOW)
    return url


def shown_url(url: URL) -> str:
    """The address without its password."""
    return url._replace(password=None).render_as_string(hide_password=False)


def open_to_read(url: URL) -> Engine:
    """An engine whose connections can't write. Raises NotFound, InvalidInput where the driver isn't installed."""
    driver = url.drivername
    options: dict[str, Any] = {"connect_timeout": _WAIT_SECONDS}
    if driver == "sqlite":
        if not Path(url.database or "").is_file():
            raise NotFound(
                Text(f"There is no file {url.database}.", f"ファイル {url.database} はありません。"),
                next_action=Text("Check the path; it is seen from the hub.", "ハブから見たパスを確かめてください。"),
            )
        url, options = _read_only_file(url), {"timeout": _WAIT_SECONDS}
    engine = _engine(url, options)
    return engine.execution_options(**_READ_ONLY.get(engine.dialect.name, {}))


def open_to_write(url: URL) -> Engine:
    """An engine that may write. Raises InvalidInput where the driver isn't installed."""
    option = "timeout" if url.drivername == "sqlite" else "connect_timeout"
    return _engine(url, {option: _WAIT_SECONDS})


def _engine(url: URL, options: Mapping[str, Any]) -> Engine:
    try:
        return create_engine(url, poolclass=NullPool, connect_args=dict(options))
    except ModuleNotFoundError as error:
        raise InvalidInput(
            Text(f"The driver {error.name} is not installed.", f"ドライバー {error.name} が入っていません。"),
            next_action=Text(
                "Install it: pip install 'auftakt[connectors]', then start the hub again.",
                "pip install 'auftakt[connectors]' で入れ、ハブを再起動してください。",
            ),
            field="url",
        ) from error


def begin_reading(engine: Engine) -> tuple[str, ...]:
    """Statements that a connection runs before all others."""
    return ("set session transaction read only",) if engine.dialect.name == "mysql" else ()


def _read_only_file(url: URL) -> URL:
    path = Path(url.database or "").resolve()
    return URL.create("sqlite", database=path.as_uri(), query={"mode": "ro", "uri": "true"})


_READ_ONLY: Mapping[str, Mapping[str, Any]] = {"postgresql": {"postgresql_readonly": True}}
_HOW = Text(
    "Write postgresql://user@host/database, mysql://user@host/database or sqlite:////path/to/file.",
    "postgresql://user@host/database、mysql://user@host/database、sqlite:////path/to/file の形で書いてください。",
)
