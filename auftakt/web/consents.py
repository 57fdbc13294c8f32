"""Consent: the catalogue of purposes, and what each person decided."""

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from auftakt import people
from auftakt.people import BothLanguages, CataloguePurpose, Purpose, TextVersion
from auftakt.team import record
from auftakt.web.deps import Admin, HubDep, LanguageDep, Viewer

router = APIRouter(tags=["consent"])

Basis = Literal["consent", "existing_customer", "contract", "legitimate_interest"]


@dataclass(frozen=True)
class PurposeView:
    """A purpose, its words in force (`text`), and all versions of them, the latest last."""

    key: str
    name: BothLanguages
    text: BothLanguages
    channels: list[str]
    basis: Basis
    active: bool
    versions: list[TextVersion]


@dataclass(frozen=True)
class Catalogue:
    """`channels` and `bases` are all that there are to choose from."""

    purposes: list[PurposeView]
    channels: list[str]
    bases: list[Basis]


@dataclass(frozen=True)
class NewCatalogue:
    """Purposes in their order. What is left out is switched off; other words become a new version."""

    purposes: list[Purpose]


@router.get("/consent/catalogue")
def read_consent_catalogue(hub: HubDep, user: Viewer) -> Catalogue:
    """What people may be asked, in which words; also purposes that are switched off."""
    with hub.control.reading() as session:
        return _catalogue(people.read_catalogue(session, all_purposes=True))


@router.put("/consent/catalogue")
def put_consent_catalogue(new: NewCatalogue, hub: HubDep, user: Admin) -> Catalogue:
    """Makes these the purposes; nothing changes if one of them is not whole."""
    now = hub.clock.now()
    with hub.control.session() as session:
        put = people.put_catalogue(session, new.purposes, now)
        words = {each.key: each.current.version for each in put if each.active}
        record(session, now, user.id, "consent.catalogue_saved", "consent", "catalogue", {"versions": words})
    return _catalogue(put)


@router.get("/people/{key}/consents")
def person_consents(key: str, hub: HubDep, user: Viewer, language: LanguageDep) -> list[people.ConsentEntry]:
    """Every decision of a person and every sign-up, the latest first, in words and with its evidence."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        person_id = people.find_person_id(con, key)
        catalogue = people.read_catalogue(session, all_purposes=True)
        return people.consent_entries(con, person_id, catalogue, language)


def _catalogue(purposes: list[CataloguePurpose]) -> Catalogue:
    views = [
        PurposeView(each.key, each.name, each.text, each.channels, each.basis, each.active, each.versions)
        for each in purposes
    ]
    return Catalogue(views, list(people.CHANNELS), list(people.BASES))
