"""The ledger of a connector: which rows it has read, by their hash, so that a row read twice counts once.

An entry lives as long as its row is read again: what a whole round did not meet is forgotten. So a row that changed,
and later changes back, counts again, and the ledger never outgrows what one round reads.
"""

from collections.abc import Collection, Iterator
from itertools import islice

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from auftakt.sources.connectors.models import ConnectorSeenRow

_AT_ONCE = 500  # parameters of one statement


def known_rows(session: Session, connector_id: str, hashes: Collection[bytes]) -> set[bytes]:
    """Those of the hashes that are in the ledger."""
    found: set[bytes] = set()
    for some in _parts(hashes):
        query = select(ConnectorSeenRow.hash).where(
            ConnectorSeenRow.connector_id == connector_id, ConnectorSeenRow.hash.in_(some)
        )
        found.update(session.scalars(query))
    return found


def note_rows(
    session: Session, connector_id: str, round_no: int, known: Collection[bytes], fresh: Collection[bytes]
) -> None:
    """In this round these known rows were met again, and these fresh ones for the first time."""
    for some in _parts(known):
        session.execute(
            update(ConnectorSeenRow)
            .where(ConnectorSeenRow.connector_id == connector_id, ConnectorSeenRow.hash.in_(some))
            .values(round=round_no)
        )
    if fresh:
        facts = [{"connector_id": connector_id, "hash": each, "round": round_no} for each in fresh]
        session.execute(insert(ConnectorSeenRow), facts)


def forget_rows(session: Session, connector_id: str, round_no: int) -> None:
    """Forgets what was not met in this round, which was read to its end."""
    session.execute(
        delete(ConnectorSeenRow).where(ConnectorSeenRow.connector_id == connector_id, ConnectorSeenRow.round < round_no)
    )


def _parts(hashes: Collection[bytes]) -> Iterator[list[bytes]]:
    rest = iter(hashes)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
