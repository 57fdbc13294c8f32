"""The commands.

Purpose: `auftakt …`, for people at a terminal and for scripts (`--json`). Reads and writes only through the HTTP API:
of the server that runs for the directory, else of the same application in this process, so there is one code path.
What comes next: nothing; this is the top floor. One file a command; `commands.py` is the list.
"""

from auftakt.cli.commands import app


def main() -> None:
    """The entry point of the `auftakt` command."""
    app()


__all__ = ["app", "main"]
