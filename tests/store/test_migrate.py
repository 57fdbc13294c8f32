from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from auftakt.hub import close_hub, open_hub
from auftakt.store.control import Base, Control
from auftakt.store.migrate import HEAD, MIGRATIONS, NewerHub, configuration, migrate


def test_head_is_the_newest_file() -> None:
    assert max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")) == HEAD


def test_a_migrated_hub_has_exactly_the_tables_of_the_models(tmp_path: Path) -> None:
    close_hub(open_hub(tmp_path, environ={}))
    control = Control.open_file(tmp_path / "control.db")
    with control.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert migrate(control) is False
    control.close()


def test_every_migration_can_be_taken_back(tmp_path: Path) -> None:
    control = Control.open_file(tmp_path / "control.db")
    assert migrate(control) is True
    with control.engine.connect() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = connection.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
    assert left == ["alembic_version"]
    control.close()


def test_a_hub_of_a_newer_program_is_refused_unchanged(tmp_path: Path) -> None:
    control = Control.open_file(tmp_path / "control.db")
    migrate(control)
    with control.session() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(NewerHub, match="9999"):
        migrate(control)
    control.close()
