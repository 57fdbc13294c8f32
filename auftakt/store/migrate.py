"""Brings the control state to the version of this program: Alembic, run from inside.

A new hub and an old one take the same road. The check at start is one query; Alembic itself is loaded only when there
is something to do.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text
from auftakt.store.control import Control

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0022"  # the newest file in versions/; a test holds the two together


class NewerHub(Conflict):
    """The hub was written by a newer program."""

    code = "newer_hub"


def migrate(control: Control) -> bool:
    """Upgrades to `HEAD`; gives whether there was anything to do. Raises NewerHub and leaves the hub as it is."""
    found = _version(control)
    if found == HEAD:
        return False
    known = {path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
    if found is not None and found not in known:
        raise NewerHub(
            Text(
                f"This hub was written by a newer Auftakt (version {found} of its tables).",
                f"このハブは新しい版の Auftakt で作られています(表の版 {found})。",
            ),
            next_action=Text(
                "Install that version again; nothing was changed.",
                "新しい版を入れ直してください。何も変更していません。",
            ),
        )
    from alembic import command

    with control.engine.connect() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def configuration() -> "Config":
    """Alembic's configuration for this package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _version(control: Control) -> str | None:
    with control.engine.connect() as connection:
        if "alembic_version" not in inspect(connection).get_table_names():
            return None
        return connection.execute(text("select version_num from alembic_version")).scalar()
