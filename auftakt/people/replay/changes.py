"""What a replay changes, counted: the same for a trial and for what was done."""

from dataclasses import dataclass, field, replace

import msgspec

from auftakt.sources import EventMoves, EventTotals, moves_by_name
from auftakt.store import sql
from auftakt.store.plane import Connection

_FOLDER = "people"
MOST_NAMES, MOST_EXAMPLES = 50, 10


@dataclass(frozen=True)
class TraitExample:
    """One person's trait before and after; None where it was not there."""

    person_id: int
    before: str | None
    after: str | None


@dataclass(frozen=True)
class TraitMoves:
    """A trait that changes for people who are there before and after."""

    name: str
    people: int
    examples: list[TraitExample] = field(default_factory=list)


@dataclass(frozen=True)
class ConsentMoves:
    """For how many people a consent becomes yes, and for how many a yes ends."""

    channel: str
    purpose: str
    granted: int
    ended: int


@dataclass(frozen=True)
class AudienceMoves:
    """How many people come into an audience, or that of a campaign, and how many leave it."""

    audience_id: str
    entered: int
    left: int


@dataclass(frozen=True)
class Joined:
    """Somebody who goes into another person."""

    from_person: int
    into_person: int


@dataclass(frozen=True)
class PeopleMoves:
    """Of `touched` people something changes: some join others, split off, appear, or are gone."""

    touched: int = 0
    joined: int = 0
    split: int = 0
    appeared: int = 0
    gone: int = 0


@dataclass(frozen=True)
class ReplayChanges:
    """What is different after a replay. Kept without examples, since those are personal data."""

    events: EventTotals = EventTotals(0, 0, 0, 0)  # noqa: RUF009 - frozen
    by_event: list[EventMoves] = field(default_factory=list)
    people: PeopleMoves = PeopleMoves()
    traits: list[TraitMoves] = field(default_factory=list)
    consents: list[ConsentMoves] = field(default_factory=list)
    audiences: list[AudienceMoves] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
    links_made: int = 0
    links_gone: int = 0
    links_refused: int = 0

    @property
    def kept(self) -> "ReplayChanges":
        """The same without examples."""
        traits = [replace(each, examples=[]) for each in self.traits]
        return replace(self, traits=traits, joined=[])


@dataclass(frozen=True)
class LinkTotals:
    """Links that are new, that are gone, and that today's rules refuse."""

    made: int
    gone: int
    refused: int


@dataclass(frozen=True)
class _Trait:
    name: str
    people: int
    examples: str


def read_changes(
    con: Connection, events: EventTotals, links: LinkTotals, audiences: list[AudienceMoves]
) -> ReplayChanges:
    """What was just done, from the temporary tables that doing it left."""
    traits = [
        TraitMoves(row.name, row.people, msgspec.json.decode(row.examples, type=list[TraitExample]))
        for row in sql.rows(con, _FOLDER, "again_trait_moves", _Trait, {"most": MOST_NAMES})
    ]
    return ReplayChanges(
        events=events,
        by_event=moves_by_name(con),
        people=sql.one(con, _FOLDER, "again_people", PeopleMoves) or PeopleMoves(),
        traits=traits,
        consents=sql.rows(con, _FOLDER, "again_consent_moves", ConsentMoves),
        audiences=audiences,
        joined=sql.rows(con, _FOLDER, "again_joined", Joined, {"most": MOST_EXAMPLES}),
        links_made=links.made,
        links_gone=links.gone,
        links_refused=links.refused,
    )
