"""One line of the catalogue: what it is about, what is said of it, and where that comes from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from auftakt.sources import Sensitivity

DataKind: TypeAlias = Literal["event", "property", "trait"]
CatalogueField: TypeAlias = Literal["owner", "steward", "sensitivity", "purpose"]
Origin: TypeAlias = Literal["", "plan", "catalogue", "event", "whole_plan", "built_in", "computed"]
"""Where a value comes from: said of the thing itself in the tracking plan or the catalogue; of its event; of the whole
plan; known by its name; or that of the property from which a trait is computed. Empty where there is no value."""

KINDS: tuple[DataKind, ...] = get_args(DataKind)
FIELDS: tuple[CatalogueField, ...] = get_args(CatalogueField)
SENSITIVITIES: tuple[Sensitivity, ...] = get_args(Sensitivity)
"""From what everybody may know to what the law protects above all."""
PERSONAL = frozenset({"personal", "special"})


@dataclass(frozen=True)
class About:
    """What a line is about. An event has no `name` of its own, a trait no `event`."""

    kind: DataKind
    event: str = ""
    name: str = ""


@dataclass(frozen=True)
class Said:
    """What is said of one thing itself; empty where nothing is."""

    owner: str = ""
    steward: str = ""
    sensitivity: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Told:
    value: str = ""
    origin: Origin = ""


@dataclass(frozen=True)
class Seen:
    """When something came last, and from which sources (ids). `count`: events of that name, or people with the trait.
    `share`: of a property, in how many of the latest events of its name."""

    count: int
    last_at: datetime
    sources: list[str]
    share: float | None = None


@dataclass(frozen=True)
class CatalogueEntry:
    """An event, property or trait. `planned`: the tracking plan names it; `gaps`: what nobody has said yet."""

    about: About
    planned: bool
    value_type: str
    seen: Seen | None
    owner: Told
    steward: Told
    sensitivity: Told
    purpose: Told
    gaps: list[CatalogueField]

    @property
    def personal(self) -> bool:
        """Whether roles without the right get it masked."""
        return self.sensitivity.value in PERSONAL
