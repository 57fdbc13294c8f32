"""A MariaDB server for tests, on a port of loopback that is free; whoever asks for one ends it, too."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

START_SECONDS = 60


@dataclass(frozen=True)
class MariaDb:
    port: int

    @property
    def url(self) -> str:
        """Of somebody who may read and write `shop.orders` and make tables in `outs`."""
        return f"mysql://shop:s3cret@127.0.0.1:{self.port}/shop"

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        """As the owner; gives the rows of the last statement."""
        url = f"mysql+pymysql://owner:s3cret@127.0.0.1:{self.port}/shop"
        engine = create_engine(url, connect_args={"connect_timeout": 5})
        try:
            with engine.begin() as con:
                found = [con.exec_driver_sql(statement) for statement in statements][-1]
                return [tuple(row) for row in found] if found.returns_rows else []
        finally:
            engine.dispose()


@contextmanager
def mariadb(home: Path) -> Iterator[MariaDb]:
    """Skips the test where no server is installed, or fails it under AUFTAKT_NO_SKIP=1."""
    install, server = shutil.which("mariadb-install-db"), shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    if not install or not Path(server).exists():
        missing = "no MariaDB server is installed (mariadb-install-db)"
        if os.environ.get("AUFTAKT_NO_SKIP") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    # As root the server asks for the user to run as; anybody else runs it as themselves.
    user = ["--user=root"] if os.geteuid() == 0 else []
    data, start = home / "data", home / "start.sql"
    silent: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home}
    defaults = [install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=socket", *user]
    subprocess.run([*defaults, "--skip-test-db"], check=True, **silent)
    start.write_text(  # a statement a line
        "create user owner@'127.0.0.1' identified by 's3cret';\n"
        "grant all on *.* to owner@'127.0.0.1' with grant option;\n"
        "create database shop character set utf8mb4;\n"
        "create database outs character set utf8mb4;\n"
        "create user shop@'127.0.0.1' identified by 's3cret';\n"
        "grant all on outs.* to shop@'127.0.0.1';\n"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = [f"--datadir={data}", f"--socket={home / 's'}", f"--pid-file={home / 'pid'}", f"--init-file={start}"]
    net = [f"--port={port}", "--bind-address=127.0.0.1", "--skip-name-resolve"]
    lean = ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M"]
    process = subprocess.Popen([server, "--no-defaults", *places, *net, *lean, *user], **silent)
    try:
        running = MariaDb(port)
        _answering(running, process)
        yield running
    finally:
        process.terminate()
        process.wait(30)


def _answering(server: MariaDb, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            server.run("select 1")
        except OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
