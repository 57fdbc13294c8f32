"""What is known about a person: traits, consents, when they were seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from auftakt.jobs import Batch
from auftakt.people.consent.asks import AskReader, ToConfirm, hold_asks, nothing_to_confirm
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class _Count:
    people: int


class ProfileStep:
    """From `fresh`, `touched` and `merged` to facts (appended) and to the current traits, consents and people.

    What stands is compared with what is fresh, so a batch costs by its own size and not by the length of the history.
    `max_identifiers` only decides who is counted as oversized; nobody is cut off.
    A yes that has to be confirmed by mail first (`asks` says which) is kept apart and allows nothing.
    """

    name = "profiles"

    def __init__(self, max_identifiers: int = 1000, asks: AskReader = nothing_to_confirm) -> None:
        self._max_identifiers = max_identifiers
        self._asks = asks

    def run(self, batch: Batch) -> Mapping[str, int]:
        con = batch.con
        facts = add_facts(con, self._asks(batch.control))
        if sql.run(con, "people", "trait_candidates"):
            put_traits(con)
        if sql.run(con, "people", "consent_candidates"):
            put_consents(con)
        if sql.run(con, "people", "people_candidates"):
            put_people(con)
        oversized = sql.one(con, "people", "oversized_touched", _Count, {"most": self._max_identifiers})
        return {**facts, "oversized": oversized.people if oversized else 0}


def add_facts(con: Connection, asks: ToConfirm) -> dict[str, int]:
    """From `fresh` to facts on identifiers: traits, decisions about consent, and yeses that only ask."""
    sql.run(con, "people", "fresh_trait_facts")
    trait_facts = sql.run(con, "people", "add_trait_facts")
    sql.run(con, "people", "fresh_consent_facts")
    asked = hold_asks(con, asks)
    consent_facts = sql.run(con, "people", "add_consent_facts")
    return {"trait_facts": trait_facts, "consent_facts": consent_facts, "consent_asked": asked}


def put_traits(con: Connection) -> None:
    """From the temp tables `trait_candidates` and `merged` to `traits`."""
    sql.run(con, "people", "drop_traits")
    sql.run(con, "people", "put_traits")


def put_consents(con: Connection) -> None:
    """From the temp tables `consent_candidates` and `merged` to `consents`."""
    sql.run(con, "people", "drop_consents")
    sql.run(con, "people", "put_consents")


def put_people(con: Connection) -> None:
    """From the temp tables `people_candidates` and `merged` to `people`."""
    sql.run(con, "people", "drop_people")
    sql.run(con, "people", "put_people")
