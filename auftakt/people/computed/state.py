"""How far computed traits are, and what a trait of one person has been."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import aware
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class ComputedState:
    """How many people have the trait, when it was last brought up to date, and why a query failed."""

    trait_id: str
    people: int
    computed_at: datetime
    error: str | None


@dataclass(frozen=True)
class TraitChange:
    """What a trait became, when, and who said so; `value` is None where it was taken away."""

    at: datetime
    value: str | None
    source: str


def computed_states(con: Connection) -> dict[str, ComputedState]:
    """By trait id; a trait that no batch has computed yet is missing."""
    return {state.trait_id: state for state in sql.rows(con, "people", "computed_states", _state)}


def trait_history(con: Connection, person_id: int, name: str, limit: int = 100) -> list[TraitChange]:
    """Changes of a trait of a person, the latest first: what sources reported to any of the identifiers that are
    theirs now, and what was computed for them or for people that were merged into them."""
    needs = {"person_id": person_id, "name": name, "most": limit}
    return sql.rows(con, "people", "one_trait_history", _change, needs)


def _state(trait_id: str, people: int, computed_at: datetime, error: str | None) -> ComputedState:
    return ComputedState(trait_id, people, aware(computed_at), error)


def _change(at: datetime, value: str | None, source: str) -> TraitChange:
    return TraitChange(aware(at), value, source)
