"""People: the list, one person with all that hangs on them, the timeline, undo, and why somebody was sent something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session
from sqlglot import exp

from auftakt import audiences, journeys, people
from auftakt.campaigns import list_campaigns
from auftakt.channels import SendView, with_deliveries
from auftakt.jobs import Hub
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Language, Text
from auftakt.store.plane import Connection
from auftakt.team import User, actors, list_users, record
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer
from auftakt.web.personal import may_search_text

router = APIRouter(tags=["people"])

STANDARD = (
    "identifiers", "links", "traits", "consents", "totals", "audiences", "journeys", "sends", "groups", "dealings",
)  # fmt: skip
Limit = Annotated[int, Query(ge=1, le=200)]


@dataclass(frozen=True)
class PersonAudience:
    """`name` is that of the audience, or of the campaign whose audience it is."""

    audience_id: str
    name: str
    since: datetime
    because: str


@dataclass(frozen=True)
class PersonJourney:
    """Where a person is in a campaign's journey. `state`: waiting, or paused with the journey."""

    journey_id: str
    name: str
    step_id: str
    step: str
    entered_at: datetime
    due_at: datetime
    state: str


@dataclass(frozen=True)
class Person:
    """What the hub knows about one person. Times are UTC, revenue is a decimal string.

    `included` names the parts that were asked for; the others are empty. `events` is the first page, if it was.
    """

    person_id: int
    name: str | None
    first_seen: datetime
    last_seen: datetime
    identifiers: list[people.Identifier]
    identifier_count: int
    links: list[people.Link]
    retracted: list[people.RetractedLink]
    refused: list[people.RefusedLink]
    traits: list[people.Trait]
    consents: list[people.Consent]
    audiences: list[PersonAudience]
    journeys: list[PersonJourney]
    sends: list[SendView]
    groups: list[people.PersonGroup]
    dealings: list[people.Dealing]
    totals: people.PersonTotals
    oversized: bool
    merged_from: list[int]
    joined_by: people.Joiner | None
    events: people.TimelinePage | None
    included: list[str]


@dataclass(frozen=True)
class Moved:
    """One move in a journey, with its reason as a code and as a sentence."""

    at: datetime
    from_step: str | None
    to_step: str | None
    reason: str
    reason_text: str
    detail: str | None


@dataclass(frozen=True)
class MemberSince:
    since: datetime
    because: str


@dataclass(frozen=True)
class Explained:
    """Why a person got, or did not get, the messages of one campaign."""

    person_id: int
    name: str | None
    campaign_id: str
    decisions: list[SendView]
    transitions: list[Moved]
    membership: MemberSince | None
    arm: str | None


@router.get("/people")
def people_list(
    hub: HubDep,
    user: Viewer,
    search: str = "",
    audience: str | None = None,
    group: str | None = None,
    after: str | None = None,
    limit: Limit = 50,
) -> people.PeoplePage:
    """People, those seen last first; `search` looks into identifiers and names, `audience` is an audience's id, `group`
    a group as type:id, such as `account:7`: those who belong to it now."""
    conditions: list[exp.Expression] = []
    if audience is not None:
        conditions.append(audiences.in_audience(audience))
    if group is not None:
        kind, _, group_id = group.partition(":")
        conditions.append(people.in_group(kind, group_id))
    among = reduce(lambda one, other: exp.And(this=one, expression=other), conditions) if conditions else None
    with hub.plane.reader() as con:
        return people.list_people(con, search=search, after=after, limit=limit, among=among)


@router.get("/people/{key}")
def person(
    key: str, hub: HubDep, user: Viewer, language: LanguageDep, include: str | None = None, limit: Limit = 50
) -> Person:
    """`key` is a person id (also one that was merged away) or an identifier such as `email:a@example.com`.

    `include`, such as `traits,events`, chooses from identifiers, links, traits, consents, totals, audiences, journeys,
    sends, groups, dealings, events; without it all but the events. `limit` is the length of the page of events.
    """
    return whole_person(hub, key, language, _parts(include), limit)


@router.get("/people/{key}/timeline")
def person_timeline(
    key: str,
    hub: HubDep,
    user: Viewer,
    name: str | None = None,
    type: str | None = None,
    source: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    text: str | None = None,
    after: str | None = None,
    limit: Limit = 50,
) -> people.TimelinePage:
    """What the person did, the latest first; only events called `name`, of a `type`, from a `source` (id), on or after
    `since` and before `until`, with `text` in their name or properties."""
    may_search_text(hub, user, text)
    only = people.TimelineFilter(name, type, source, since, until, text)
    with hub.plane.reader() as con:
        person_id = people.find_person_id(con, key)
        return people.timeline(con, person_id, only=only, after=after, limit=limit)


@dataclass(frozen=True)
class LinkDecision:
    """Why somebody takes a link back, or puts it back; kept with the link."""

    reason: str = ""


@router.get("/people/{key}/chain")
def person_chain(key: str, hub: HubDep, user: Viewer, to: Annotated[str, Query()]) -> people.Chain:
    """Why `key` and `to` (both as type:value) are one person: the shortest chain of links, each with its event."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        chain = people.explain_chain(con, key, to)
        names = _approvers(session, chain.steps)
        return replace(chain, steps=[replace(step, match=_by_name(step.match, names)) for step in chain.steps])


@router.post("/people/{key}/links/{link_id}/retract")
def retract_person_link(
    key: str, link_id: int, hub: HubDep, user: Editor, language: LanguageDep, decision: LinkDecision | None = None
) -> Person:
    """Takes a link back; the person is split where nothing else holds it together."""
    return _decide(hub, key, link_id, user.id, language, decision, "link.retracted")


@router.post("/people/{key}/links/{link_id}/redo")
def redo_person_link(
    key: str, link_id: int, hub: HubDep, user: Editor, language: LanguageDep, decision: LinkDecision | None = None
) -> Person:
    """Puts a link back that was taken back; its two sides are one person again."""
    return _decide(hub, key, link_id, user.id, language, decision, "link.redone")


def _decide(
    hub: Hub,
    key: str,
    link_id: int,
    user_id: str,
    language: Language,
    decision: LinkDecision | None,
    action: Literal["link.retracted", "link.redone"],
) -> Person:
    now, reason = hub.clock.now(), (decision.reason if decision else "").strip()
    change = people.retract_link if action == "link.retracted" else people.redo_link
    with hub.plane.writer() as con:
        before = people.find_person_id(con, key)
        became = change(con, link_id, now, user_id, reason)
    detail = {"link_id": link_id, "people": became} | ({"reason": reason} if reason else {})
    with hub.control.session() as session:
        record(session, now, user_id, action, "person", str(before), detail)
    hub.runner.poke()
    return whole_person(hub, key, language)


@router.get("/explain")
def explain_person(
    hub: HubDep, user: Viewer, language: LanguageDep, person: Annotated[str, Query()], campaign: Annotated[str, Query()]
) -> Explained:
    """Every decision about one person in one campaign, with its reason."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        found = people.find_person(con, person, hub.settings.identity.max_identifiers)
        told = journeys.explain(con, found.person_id, campaign, language)
        names = _campaign_names(session)
        decisions = with_deliveries(session, told.decisions, names, language)
        known = audiences.audience_names(session) | names
    member = told.membership
    since = (
        MemberSince(member.since, audiences.because_text(member.because or "[]", language, known)) if member else None
    )
    return Explained(
        person_id=found.person_id,
        name=found.name,
        campaign_id=campaign,
        decisions=decisions,
        transitions=[
            Moved(move.at, move.from_step, move.to_step, move.reason, move.reason_text, move.detail)
            for move in told.transitions
        ],
        membership=since,
        arm=told.arm,
    )


def _parts(include: str | None) -> tuple[str, ...]:
    if include is None:
        return STANDARD
    asked = tuple(part.strip() for part in include.split(",") if part.strip())
    unknown = [part for part in asked if part not in (*STANDARD, "events")]
    if unknown:
        choice = ", ".join((*STANDARD, "events"))
        raise InvalidInput(
            Text(f"There is no part {unknown[0]!r} of a person.", f"人物に {unknown[0]!r} という部分はありません。"),
            next_action=Text(f"Choose from {choice}.", f"{choice} から選んでください。"),
            field="include",
        )
    return asked


def whole_person(hub: Hub, key: str, language: Language, parts: tuple[str, ...] = STANDARD, limit: int = 50) -> Person:
    """What the hub knows about one person, with reasons in this language. Raises NotFound."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        found = people.find_person(con, key, hub.settings.identity.max_identifiers, parts)
        told = bool({"audiences", "journeys", "sends"} & set(parts))
        names = _campaign_names(session) if told else {}
        known = audiences.audience_names(session) | names if told else {}
        person_id = found.person_id
        decided = (
            journeys.decisions_of(con, person_id=person_id, language=language, limit=100) if "sends" in parts else []
        )
        members = audiences.memberships_of(con, person_id, language, known) if "audiences" in parts else []
        return Person(
            person_id=found.person_id,
            name=found.name,
            first_seen=found.first_seen,
            last_seen=found.last_seen,
            identifiers=found.identifiers,
            identifier_count=found.identifier_count,
            links=_links(session, found.links),
            retracted=[_named(session, link) for link in found.retracted],
            refused=found.refused,
            traits=found.traits,
            consents=found.consents,
            audiences=[
                PersonAudience(
                    member.audience_id, known.get(member.audience_id, member.audience_id), member.since, member.because
                )
                for member in members
            ],
            journeys=_journeys(con, session, person_id, names, language) if "journeys" in parts else [],
            sends=with_deliveries(session, decided, names, language),
            groups=people.groups_of(con, person_id) if "groups" in parts else [],
            dealings=people.dealings_of(con, person_id) if "dealings" in parts else [],
            totals=found.totals,
            oversized=found.oversized,
            merged_from=found.merged_from,
            joined_by=found.joined_by,
            events=people.timeline(con, person_id, limit=limit) if "events" in parts else None,
            included=list(parts),
        )


def _journeys(
    con: Connection, session: Session, person_id: int, names: dict[str, str], language: Language
) -> list[PersonJourney]:
    shown = []
    for place in journeys.positions_of(con, person_id):
        versions = journeys.list_versions(session, place.journey_id)
        version = next((each for each in versions if each.version == place.version), None)
        step = next((each for each in version.definition.steps if each.id == place.step_id), None) if version else None
        shown.append(
            PersonJourney(
                journey_id=place.journey_id,
                name=names.get(place.journey_id, place.journey_id),
                step_id=place.step_id,
                step=journeys.step_title(step).pick(language) if step else place.step_id,
                entered_at=place.entered_at,
                due_at=place.due_at,
                state="paused" if version and version.paused else "waiting",
            )
        )
    return shown


def _links(session: Session, links: list[people.Link]) -> list[people.Link]:
    names = _approvers(session, links)
    return [replace(link, match=_by_name(link.match, names)) for link in links]


def _approvers(session: Session, matched: Sequence[people.Link | people.ChainStep]) -> dict[str, User]:
    return actors(session, {each.match.by for each in matched if each.match})


def _by_name(match: people.MatchedBy | None, names: dict[str, User]) -> people.MatchedBy | None:
    return replace(match, by=names[match.by].name) if match else None


def _named(session: Session, link: people.RetractedLink) -> people.RetractedLink:
    """The same with the name of who took it back."""
    name = next((user.name for user in list_users(session) if user.id == link.actor), link.actor)
    return replace(link, actor=name)


def _campaign_names(session: Session) -> dict[str, str]:
    return {stored.campaign.id: stored.campaign.name for stored in list_campaigns(session)}
