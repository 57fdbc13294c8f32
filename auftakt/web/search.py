"""One search over everything: people, campaigns, audiences, KPIs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from auftakt import audiences, campaigns, people, results
from auftakt.jobs import Hub
from auftakt.kit.text import fold
from auftakt.web.deps import HubDep, LanguageDep, Viewer

router = APIRouter()

_MOST_EACH = 6


@dataclass(frozen=True)
class Hit:
    """Something found; `detail` helps to tell two of the same title apart."""

    kind: Literal["person", "campaign", "audience", "kpi"]
    id: str
    title: str
    detail: str
    link: str


@router.get("/search")
def search_everything(q: str, hub: HubDep, user: Viewer, language: LanguageDep) -> list[Hit]:
    """Up to six of each kind; nothing for an empty question."""
    if not (wanted := fold(q)):
        return []
    return [*_campaigns(hub, wanted), *_audiences(hub, wanted), *_kpis(wanted, language), *_people(hub, q)]


def _campaigns(hub: Hub, wanted: str) -> Iterator[Hit]:
    with hub.control.reading() as session:
        found = campaigns.list_campaigns(session, search=wanted)
    for each in found[:_MOST_EACH]:
        yield Hit("campaign", each.campaign.id, each.campaign.name, each.state, f"/campaigns/{each.campaign.id}")


def _audiences(hub: Hub, wanted: str) -> Iterator[Hit]:
    with hub.control.reading() as session:
        found = [each for each in audiences.list_audiences(session) if wanted in fold(each.name)]
    for each in found[:_MOST_EACH]:
        yield Hit("audience", each.id, each.name, each.description, f"/audiences/{each.id}")


def _kpis(wanted: str, language: str) -> Iterator[Hit]:
    for kpi in results.registered_kpis():
        if wanted in fold(kpi.name.en) or wanted in fold(kpi.name.ja):
            yield Hit("kpi", kpi.id, kpi.name.pick(language), kpi.formula.pick(language), f"/results?kpi={kpi.id}")


def _people(hub: Hub, wanted: str) -> Iterator[Hit]:
    with hub.plane.reader() as con:
        found = people.list_people(con, search=wanted, limit=_MOST_EACH)
    for each in found.items:
        yield Hit(
            "person",
            str(each.person_id),
            each.name or each.email or f"#{each.person_id}",
            each.email or "",
            f"/people/{each.person_id}",
        )
