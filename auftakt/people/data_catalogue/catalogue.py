"""The whole catalogue: all that is planned, declared or seen, with what is said of each."""

from collections.abc import Iterable, Mapping

from auftakt.people.data_catalogue.declared import Declared
from auftakt.people.data_catalogue.entry import FIELDS, KINDS, About, CatalogueEntry, CatalogueField, DataKind, Seen
from auftakt.sources import PropertyPlan


def catalogue_entries(declared: Declared, seen: Mapping[About, Seen]) -> list[CatalogueEntry]:
    """Events, each followed by its properties, then traits; by name."""
    abouts = {*seen, *declared.abouts()}
    return [_entry(declared, about, seen.get(about)) for about in sorted(abouts, key=_place)]


def count_gaps(entries: Iterable[CatalogueEntry]) -> dict[CatalogueField, dict[DataKind, int]]:
    """By field and kind, of how many nobody has said it."""
    found: dict[CatalogueField, dict[DataKind, int]] = {field: dict.fromkeys(KINDS, 0) for field in FIELDS}
    for entry in entries:
        for field in entry.gaps:
            found[field][entry.about.kind] += 1
    return found


def _entry(declared: Declared, about: About, seen: Seen | None) -> CatalogueEntry:
    planned = declared.planned(about)
    told = {field: declared.told(about, field) for field in FIELDS}
    return CatalogueEntry(
        about, planned is not None, planned.type if isinstance(planned, PropertyPlan) else "", seen, **told,
        gaps=[field for field in FIELDS if not told[field].value],
    )  # fmt: skip


def _place(about: About) -> tuple[bool, str, bool, str]:
    return about.kind == "trait", about.event.casefold(), about.kind == "property", about.name.casefold()
