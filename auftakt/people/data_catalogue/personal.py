"""Which names somebody declared to be personal, in the form in which a document can be searched for them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.people.data_catalogue.declared import Declared
from auftakt.people.data_catalogue.entry import About
from auftakt.people.data_catalogue.models import CatalogueRow
from auftakt.people.data_catalogue.names import names_person, plain_name
from auftakt.people.models import ComputedTraitRow
from auftakt.sources import plan_number

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PersonalNames:
    """Declared names, written plainly; those that say by themselves that they are personal are not among them.

    `properties` are by event; of an event in `whole`, all are personal but the ones named there. `words` are all names
    as they were written.
    """

    traits: frozenset[str] = _NOTHING
    properties: Mapping[str, frozenset[str]] = field(default_factory=dict)
    whole: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: frozenset[str] = _NOTHING

    def __bool__(self) -> bool:
        return bool(self.words or self.whole)

    def trait(self, name: str) -> bool:
        """Also a part of such a trait, and one that has such a part, as `address.street`."""
        plain = plain_name(name)
        return any(each in self.traits for each in (*_with_parents(plain), *plain.split(".")))

    def property(self, event: str, name: str) -> bool:
        plain = list(_with_parents(plain_name(name)))
        if event in self.whole:
            return plain[0] not in self.whole[event]
        return any(each in self.properties.get(event, _NOTHING) for each in plain)

    def anywhere(self, name: str) -> bool:
        """Whether a trait or a property of any event is called so: for what can't be told apart."""
        plain = list(_with_parents(plain_name(name)))
        return self.trait(name) or any(each in names for names in self.properties.values() for each in plain)


NO_NAMES = PersonalNames()


def personal_names(declared: Declared) -> PersonalNames:
    """What the catalogue says, for the one place that masks."""
    abouts = set(declared.abouts())
    personal = {about for about in abouts if declared.is_personal(about)}
    whole = {about.event for about in personal if about.kind == "event"}
    stated = _by_event(about for about in abouts - personal if about.kind == "property" and about.event in whole)
    # What is known by its name is masked anyway; and the name of a product is not, because people have names.
    named = {each for each in personal if each.kind != "event" and not _by_name(each)}
    return PersonalNames(
        traits=frozenset(plain_name(each.name) for each in named if each.kind == "trait"),
        properties=_by_event(each for each in named if each.kind == "property"),
        whole={event: stated.get(event, _NOTHING) for event in whole},
        words=frozenset(each.name for each in named),
    )


def names_state(session: Session) -> Hashable:
    """Changes when `personal_names` would: cheap, so that each request can ask."""
    held = CatalogueRow.__table__.columns
    said = select(held.kind, held.event, held.name, held.sensitivity).where(held.sensitivity != "")
    computed = select(ComputedTraitRow.id, ComputedTraitRow.name, ComputedTraitRow.version)
    rows = (tuple(tuple(row) for row in session.execute(query)) for query in (said, computed))
    return plan_number(session), *rows


def unmasked(before: Declared, after: Declared) -> list[About]:
    """What was personal and would no longer be."""
    return [each for each in before.abouts() if before.is_personal(each) and not after.is_personal(each)]


def _by_name(about: About) -> bool:
    return names_person(about.name, trait=about.kind == "trait")


def _by_event(abouts: Iterable[About]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for about in abouts:
        found[about.event].add(plain_name(about.name))
    return {event: frozenset(names) for event, names in found.items()}


def _with_parents(plain: str) -> Iterable[str]:
    """`a.b.c`, `a.b`, `a`."""
    while plain:
        yield plain
        plain = plain.rpartition(".")[0]
