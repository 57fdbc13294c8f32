"""From rows to drafts of events: the part that files and connectors share."""

from datetime import datetime, timedelta

from auftakt.kit.clock import naive
from auftakt.sources.erased import ERASED_REASON, Erased, put_erased
from auftakt.sources.event import MAX_NAME
from auftakt.sources.file_rows import Connection, RowError
from auftakt.sources.identifiers import MAX_LENGTH
from auftakt.sources.rows_sql import RowSql
from auftakt.store import sql

_FOLDER = "sources"


def draft_rows(con: Connection, rows: RowSql, first: int, end: int, now: datetime, erased: Erased) -> list[RowError]:
    """Leaves `drafts` of the rows from `first` to before `end`; gives the rows that can't be taken.

    Rows that name somebody who was erased are among those.
    """
    slots = {"the_ids": rows.identifiers(), "the_broken": rows.broken()}
    sql.run(con, _FOLDER, "import_chunk", {"first": first, "end": end}, slots)
    sql.run(con, _FOLDER, "import_no_drafts")
    facts = {
        "received_at": naive(now),
        "latest": naive(now + timedelta(days=1)),
        "max_name": MAX_NAME,
        "max_identifier": MAX_LENGTH,
    }
    for number, event in enumerate(rows.events()):
        sql.run(con, _FOLDER, "import_drafts", facts | {"number": number, "type": event.type}, event.slots)
    if erased.until:
        put_erased(con, erased)
        sql.run(con, _FOLDER, "import_erased", {"salt": erased.salt, "reason": ERASED_REASON})
    return sql.rows(con, _FOLDER, "import_problems", RowError)
