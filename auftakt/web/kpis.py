"""KPIs as they are defined: what every number on a screen opens to."""

from dataclasses import dataclass

from fastapi import APIRouter

from auftakt.results import Unit, registered_kpis, shown_sql
from auftakt.web.deps import Viewer

router = APIRouter(tags=["results"])


@dataclass(frozen=True)
class Kpi:
    """`owner` is the role that answers for the definition; `sql` is the statement that gives what is counted."""

    id: str
    name: str
    name_ja: str
    unit: Unit
    owner: str
    formula: str
    formula_ja: str
    sql: str
    higher_is_better: bool


@router.get("/kpis")
def list_kpis(viewer: Viewer) -> list[Kpi]:
    """All KPIs of this hub, ours and those of plugins."""
    return [
        Kpi(
            id=kpi.id,
            name=kpi.name.en,
            name_ja=kpi.name.ja,
            unit=kpi.unit,
            owner=kpi.owner,
            formula=kpi.formula.en,
            formula_ja=kpi.formula.ja,
            sql=shown_sql(kpi),
            higher_is_better=kpi.higher_is_better,
        )
        for kpi in registered_kpis()
    ]
