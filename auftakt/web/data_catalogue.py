"""The data catalogue: what there is, who answers for it, how sensitive it is and what for; said one by one, for many,
or by a file."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from auftakt import people
from auftakt.jobs import Hub
from auftakt.kit.text import fold
from auftakt.people import About, CatalogueEntry, CatalogueField, DataKind, Told
from auftakt.store.plane import Connection
from auftakt.team import User
from auftakt.web.deps import Editor, HubDep, Viewer
from auftakt.web.kept import Kept
from auftakt.web.personal import must_not_unmask

router = APIRouter(tags=["catalogue"])

Limit = Annotated[int, Query(ge=1, le=20_000)]
_seen: Kept[dict[About, people.Seen]] = Kept(patience=20)


@dataclass(frozen=True)
class CatalogueLine:
    """An event, a property of one, or a trait. `count`: events of that name, or people with the trait; `share`: in how
    many of the latest events a property is. `masked`: roles without the right don't see its values."""

    kind: DataKind
    event: str
    name: str
    planned: bool
    value_type: str
    count: int
    share: float | None
    last_at: datetime | None
    sources: list[str]
    owner: Told
    steward: Told
    sensitivity: Told
    purpose: Told
    gaps: list[CatalogueField]
    masked: bool


@dataclass(frozen=True)
class CataloguePage:
    """What the search finds, `items` at most `limit` of `total`; `gaps` counts over all, by field and kind."""

    items: list[CatalogueLine]
    total: int
    gaps: dict[CatalogueField, dict[DataKind, int]]


@dataclass(frozen=True)
class CatalogueEdit:
    """What to say of all `entries`: null stays as it is, empty text takes it back."""

    entries: list[About]
    owner: str | None = None
    steward: str | None = None
    sensitivity: str | None = None
    purpose: str | None = None


@dataclass(frozen=True)
class CatalogueText:
    """A file, CSV or YAML. With `check` it is only said what would change."""

    text: str
    check: bool = False


@dataclass(frozen=True)
class CatalogueFile:
    text: str


@dataclass(frozen=True)
class CatalogueChange:
    """What changed, or would."""

    changed: list[About]


@router.get("/catalogue")
def data_catalogue(
    hub: HubDep,
    user: Viewer,
    kind: DataKind | None = None,
    gap: CatalogueField | None = None,
    search: str = "",
    limit: Limit = 5_000,
) -> CataloguePage:
    """All that is planned, declared or was seen; `gap`: only where that is not said yet."""
    entries = _entries(hub)
    wanted = fold(search)
    found = [
        each
        for each in entries
        if (kind is None or each.about.kind == kind)
        and (gap is None or gap in each.gaps)
        and (not wanted or wanted in fold(_words(each)))
    ]
    return CataloguePage([_line(each) for each in found[:limit]], len(found), people.count_gaps(entries))


@router.post("/catalogue")
def say_in_catalogue(edit: CatalogueEdit, hub: HubDep, user: Editor) -> CatalogueChange:
    """Says the same of one or many. What the tracking plan names is said there, as one new version."""
    facts = {field: value for field in people.FIELDS if (value := getattr(edit, field)) is not None}
    with hub.control.session() as session:
        return CatalogueChange(_say(hub, session, dict.fromkeys(edit.entries, facts), user))


@router.get("/catalogue/file")
def read_catalogue_file(hub: HubDep, user: Viewer, form: Literal["csv", "yaml"] = "csv") -> CatalogueFile:
    """All lines as CSV, or as YAML what is said beside the tracking plan."""
    if form == "csv":
        return CatalogueFile(people.catalogue_csv(_entries(hub)))
    with hub.control.reading() as session:
        return CatalogueFile(people.catalogue_yaml(people.read_declared(session)))


@router.post("/catalogue/file")
def take_catalogue_file(file: CatalogueText, hub: HubDep, user: Editor) -> CatalogueChange:
    """Says what a file says, all of it or nothing. What is not in the file stays."""
    edits = people.parse_catalogue_file(file.text)
    with hub.control.session() as session:
        changed = _say(hub, session, edits, user)
        if file.check:
            session.rollback()
    return CatalogueChange(changed)


def _say(hub: Hub, session: Session, edits: dict[About, people.DataEdit], user: User) -> list[About]:
    before = people.read_declared(session)
    changed = people.declare(session, edits, by=user, now=hub.clock.now())
    must_not_unmask(hub, user, before, people.read_declared(session))
    return changed


def _entries(hub: Hub) -> list[CatalogueEntry]:
    with hub.plane.reader() as con, hub.control.reading() as session:
        return people.catalogue_entries(people.read_declared(session), _seen_data(hub, con))


def _seen_data(hub: Hub, con: Connection) -> dict[About, people.Seen]:
    return _seen.get(hub.plane, con, "seen", lambda: people.seen_data(con))


def _words(entry: CatalogueEntry) -> str:
    told = (getattr(entry, field).value for field in people.FIELDS)
    return "\n".join((entry.about.event, entry.about.name, *told))


def _line(entry: CatalogueEntry) -> CatalogueLine:
    seen = entry.seen
    return CatalogueLine(
        **asdict(entry.about),
        planned=entry.planned,
        value_type=entry.value_type,
        count=seen.count if seen else 0,
        share=seen.share if seen else None,
        last_at=seen.last_at if seen else None,
        sources=seen.sources if seen else [],
        owner=entry.owner,
        steward=entry.steward,
        sensitivity=entry.sensitivity,
        purpose=entry.purpose,
        gaps=entry.gaps,
        masked=entry.personal,
    )
