"""What is said of data: the tracking plan's word, then the catalogue's own, then what follows from the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.people.computed.saved import ComputedTrait, list_computed
from auftakt.people.data_catalogue.computed import reads_personal
from auftakt.people.data_catalogue.entry import KINDS, PERSONAL, SENSITIVITIES, About, CatalogueField, Said, Told
from auftakt.people.data_catalogue.models import CatalogueRow
from auftakt.people.data_catalogue.names import names_person
from auftakt.sources import EventPlan, PropertyPlan, TrackingPlan, latest_plan

NOTHING = Said()


@dataclass(frozen=True)
class Declared:
    """The plan as it was saved last (in force or not), what the catalogue holds, and computed traits, each with how
    sensitive the personal data is that it is computed from; empty where it is from none."""

    plan: TrackingPlan
    held: Mapping[About, Said]
    computed: Mapping[str, str]

    def planned(self, about: About) -> EventPlan | PropertyPlan | None:
        """What the plan names it as."""
        if about.kind == "trait":
            return self.plan.traits.get(about.name)
        event = self.plan.events.get(about.event)
        return event if about.kind == "event" or event is None else event.properties.get(about.name)

    def abouts(self) -> Iterable[About]:
        """All that somebody has named."""
        for event, planned in self.plan.events.items():
            yield About("event", event)
            yield from (About("property", event, name) for name in planned.properties)
        yield from (About("trait", "", name) for name in self.plan.traits)
        yield from (About("trait", "", name) for name in self.computed)
        yield from self.held

    def told(self, about: About, field: CatalogueField) -> Told:
        """What holds for a field, and where from."""
        own = self._own(about, field)
        if field != "sensitivity":
            return own if own.value else self._inherited(about, field)
        built_in = names_person(about.name, trait=about.kind == "trait") and about.kind != "event"
        if built_in and own.value not in PERSONAL:
            return Told("personal", "built_in")  # who says less of an address is not believed
        if own.value:
            return own
        if about.kind == "trait" and (level := self.computed.get(about.name)):
            return Told(level, "computed")
        return self._inherited(about, field)

    def is_personal(self, about: About) -> bool:
        return self.told(about, "sensitivity").value in PERSONAL

    def _own(self, about: About, field: CatalogueField) -> Told:
        if value := getattr(self.planned(about), field, None):
            return Told(value, "plan")
        value = getattr(self.held.get(about, NOTHING), field)
        return Told(value, "catalogue") if value else Told()

    def _inherited(self, about: About, field: CatalogueField) -> Told:
        if about.kind == "property":
            event = About("event", about.event)
            if value := self._own(event, field).value:
                return Told(value, "event")
            return self._inherited(event, field)
        if field == "owner" and self.plan.owner and self.planned(about) is not None:
            return Told(self.plan.owner, "whole_plan")
        return Told()


def read_declared(session: Session) -> Declared:
    """All that is said, as it stands now."""
    saved = latest_plan(session)
    declared = Declared(saved.plan if saved else TrackingPlan(), _held(session), {})
    return _with_computed(declared, list_computed(session))


def _held(session: Session) -> dict[About, Said]:
    columns = CatalogueRow.__table__.columns
    found = {}
    for row in session.execute(select(*columns).order_by(columns.kind, columns.event, columns.name)):
        kind = next(each for each in KINDS if each == row.kind)
        found[About(kind, row.event, row.name)] = Said(row.owner, row.steward, row.sensitivity, row.purpose)
    return found


def _with_computed(declared: Declared, traits: list[ComputedTrait]) -> Declared:
    """Until nothing more follows: a query may read a trait that is computed itself."""
    levels = {each.name: "" for each in traits}
    while True:
        now = Declared(declared.plan, declared.held, dict(levels))
        for each in traits:
            levels[each.name] = levels[each.name] or _level(now, reads_personal(now, each.definition))
        if levels == now.computed:
            return now


def _level(declared: Declared, read: Iterable[About]) -> str:
    levels = {declared.told(about, "sensitivity").value for about in read} & PERSONAL
    return next((level for level in reversed(SENSITIVITIES) if level in levels), "")
