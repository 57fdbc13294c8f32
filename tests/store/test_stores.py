"""Data plane, control state, SQL files and the lock."""

import multiprocessing
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlglot import exp, parse_one

from auftakt.jobs.batch import _Committed
from auftakt.kit.errors import Broken
from auftakt.store import sql
from auftakt.store.control import Control
from auftakt.store.lock import HubBusy, HubLock
from auftakt.store.plane import Plane
from auftakt.team.models import UserRow


def test_a_failed_transaction_leaves_nothing(plane: Plane) -> None:
    with pytest.raises(RuntimeError), plane.writer() as con:  # noqa: PT012
        con.execute("insert into progress values ('batch', 1, now()::timestamp)")
        raise RuntimeError
    with plane.reader() as con:
        assert con.execute("select count(*) from progress").fetchall() == [(0,)]


def test_a_reader_stays_on_its_snapshot(plane: Plane) -> None:
    with plane.reader() as reader:
        before = reader.execute("select count(*) from progress").fetchall()
        with plane.writer() as con:
            con.execute("insert into progress values ('batch', 1, now()::timestamp)")
        assert reader.execute("select count(*) from progress").fetchall() == before == [(0,)]
    with plane.reader() as reader:
        assert reader.execute("select count(*) from progress").fetchall() == [(1,)]


def test_statements_run_by_name(plane: Plane) -> None:
    seen: list[sql.Ran] = []
    with plane.writer() as con, sql.watch(seen.append):
        moment = datetime(2026, 1, 2)
        assert sql.run(con, "jobs", "commit_offset", {"log_offset": 7, "now": moment, "more": "is ignored"}) == 1
        assert sql.rows(con, "jobs", "committed_offset", _Committed) == [_Committed(7, moment)]
    assert [(ran.name, ran.rows) for ran in seen] == [("commit_offset", 1), ("committed_offset", 1)]


def test_a_failing_statement_names_itself(plane: Plane) -> None:
    with plane.reader() as con:
        con.execute("drop table progress")
        with pytest.raises(sql.SqlFailed, match=r"jobs/committed_offset[\s\S]*select log_offset"):
            sql.rows(con, "jobs", "committed_offset", _Committed)


def test_a_slot_takes_a_tree_and_keeps_its_borders(monkeypatch: pytest.MonkeyPatch) -> None:
    header = "-- gives: x\n-- reads: t\n-- needs: nothing\n-- slots: rule, rows_of\n"
    text = header + "select a from rows_of as r where a > 1 and rule"
    loaded = sql.Statement("x", "y", text, "x", ("t",), (), ("rule", "rows_of"))
    monkeypatch.setattr(sql, "statement", lambda folder, name: loaded)
    sql._parsed.cache_clear()
    rule = exp.or_(exp.column("b").eq("it's"), exp.column("c").is_(exp.null()))
    rendered = sql.render("x", "y", {"rule": rule, "rows_of": parse_one("select * from t")})
    assert rendered == "SELECT a FROM (SELECT * FROM t) AS r WHERE a > 1 AND (b = 'it''s' OR c IS NULL)"
    with pytest.raises(Broken):
        sql.render("x", "y", {"rule": rule})
    sql._parsed.cache_clear()


def test_control_state_commits_or_not(control: Control) -> None:
    facts = {
        "name": "n",
        "role": "admin",
        "language": "ja",
        "sample": True,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    with control.session() as session:
        session.add(UserRow(id="u1", email="a@example.com", **facts))
    with pytest.raises(RuntimeError), control.session() as session:  # noqa: PT012
        session.add(UserRow(id="u2", email="b@example.com", **facts))
        session.flush()
        raise RuntimeError
    with control.reading() as session:
        assert [(row.id, row.created_at) for row in session.scalars(select(UserRow))] == [("u1", facts["created_at"])]


def test_reading_does_not_wait_for_a_writer(control: Control) -> None:
    with control.session() as writing, control.reading() as reading:
        writing.execute(select(UserRow))
        assert reading.scalars(select(UserRow)).all() == []


def _hold(home: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with HubLock(home):
        ready.set()
        multiprocessing.Event().wait(30)


def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    holder = spawn.Process(target=_hold, args=(tmp_path, ready))
    holder.start()
    assert ready.wait(30)
    with pytest.raises(HubBusy, match=str(holder.pid)):
        HubLock(tmp_path)
    holder.kill()
    holder.join()
    HubLock(tmp_path).release()


def test_a_statement_looks_for_no_pandas(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB does so at each parameter, and Python goes through its whole path each time where there is none."""
    asked: list[str] = []

    class Watching:
        @staticmethod
        def find_spec(name: str, path: object = None, target: object = None) -> None:
            asked.append(name)

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Watching])
    with plane.reader() as con:
        assert con.execute("select $a + $b", {"a": 1, "b": 2}).fetchall() == [(3,)]
    assert "pandas" not in asked
