"""Audiences: saved rules with who meets them, and rules that are only tried."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from auftakt import audiences, people
from auftakt.campaigns import list_campaigns
from auftakt.channels import suppressed_addresses
from auftakt.jobs import Hub
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Language, Text
from auftakt.people import About
from auftakt.team import User
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer
from auftakt.web.personal import must_see, sees_personal_data

router = APIRouter(tags=["audiences"])


@dataclass(frozen=True)
class UsingCampaign:
    id: str
    name: str


@dataclass(frozen=True)
class AudienceView:
    """An audience with its size, which is None until the first evaluation."""

    id: str
    name: str
    description: str
    rule: dict[str, Any]
    version: int
    size: int | None
    evaluated_at: datetime | None
    updated_at: datetime
    rule_text: str
    entered_7d: int
    left_7d: int
    campaigns: list[UsingCampaign]


@dataclass(frozen=True)
class AudienceEdit:
    name: str
    rule: dict[str, Any]
    description: str = ""


@dataclass(frozen=True)
class TriedRule:
    """With `first_look` an estimate is enough where there are many people; `margin` tells how good it is."""

    rule: dict[str, Any]
    first_look: bool = False


@dataclass(frozen=True)
class SamplePerson:
    person_id: int
    name: str | None
    email: str | None


@dataclass(frozen=True)
class OverlapView:
    """Another audience of `size` people, `both` of whom meet the rule."""

    audience_id: str
    name: str
    both: int
    size: int


@dataclass(frozen=True)
class AudiencePreview:
    """How many meet a rule now; `milliseconds` is what counting took. `margin` is 0 where all were counted; else all
    numbers are estimates, and the size is within ± `margin` in 19 of 20 cases."""

    size: int
    total: int
    reachable_email: int
    sample: list[SamplePerson]
    milliseconds: float
    rule_text: str
    margin: int
    reach: list[audiences.Reach]
    overlaps: list[OverlapView]


@router.get("/audiences")
def audience_list(hub: HubDep, user: Viewer, language: LanguageDep) -> list[AudienceView]:
    """All audiences, by name."""
    with hub.control.reading() as session:
        found = audiences.list_audiences(session)
        return _views(hub, session, found, language)


@router.get("/audiences/fields")
def audience_fields(hub: HubDep, user: Viewer) -> audiences.RuleFields:
    """What a rule can ask for: traits and events that were seen, and other audiences."""
    with hub.control.reading() as session:
        names = audiences.audience_names(session)
    with hub.plane.reader() as con:
        return audiences.rule_fields(con, names)


@router.post("/audiences/preview")
def preview_audience(tried: TriedRule, hub: HubDep, user: Viewer, language: LanguageDep) -> AudiencePreview:
    """Counts who meets a rule, without saving it: how many, a few of them, by which channel they can be reached today,
    and which audiences they are in."""
    started = time.perf_counter()
    with hub.control.reading() as session:
        rule = audiences.checked_rule(session, tried.rule)
        names = audiences.audience_names(session)
        _may_try(hub, session, user, rule)
        stopped = suppressed_addresses(session)
    with hub.plane.reader() as con:
        zone = ZoneInfo(hub.settings.timezone)
        preview = audiences.preview_rule(con, rule, hub.clock.now(), zone, stopped, first_look=tried.first_look)
    return AudiencePreview(
        size=preview.size,
        total=preview.total,
        reachable_email=preview.reachable_email,
        sample=[SamplePerson(person.person_id, person.name, person.email) for person in preview.sample],
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        rule_text=audiences.rule_text(rule, language, names),
        margin=preview.margin,
        reach=preview.reach,
        overlaps=[
            OverlapView(each.audience_id, names[each.audience_id], each.both, each.size)
            for each in preview.overlaps
            if each.audience_id in names
        ],
    )


@router.post("/audiences", status_code=201)
def create_audience(edit: AudienceEdit, hub: HubDep, user: Editor, language: LanguageDep) -> AudienceView:
    """Saves an audience; its members are there after the next batch."""
    with hub.control.session() as session:
        made = audiences.create_audience(
            session, hub.ids, name=edit.name, description=edit.description, rule=edit.rule, by=user, now=hub.clock.now()
        )
    return _told(hub, made.id, language)


@router.get("/audiences/{audience_id}")
def audience(audience_id: str, hub: HubDep, user: Viewer, language: LanguageDep) -> AudienceView:
    with hub.control.reading() as session:
        return _views(hub, session, [audiences.find_audience(session, audience_id)], language)[0]


@router.put("/audiences/{audience_id}")
def update_audience(
    audience_id: str, edit: AudienceEdit, hub: HubDep, user: Editor, language: LanguageDep
) -> AudienceView:
    """Changes an audience; a changed rule is evaluated for everyone with the next batch."""
    with hub.control.session() as session:
        audiences.update_audience(
            session,
            audience_id,
            name=edit.name,
            description=edit.description,
            rule=edit.rule,
            by=user,
            now=hub.clock.now(),
        )
    return _told(hub, audience_id, language)


@router.delete("/audiences/{audience_id}", status_code=204)
def delete_audience(audience_id: str, hub: HubDep, user: Editor) -> Response:
    """Removes an audience that no campaign and no other audience uses."""
    with hub.control.session() as session:
        using = _using(session).get(audience_id, [])
        if using:
            names = ", ".join(campaign.name for campaign in using)
            raise Conflict(
                Text(
                    f"Campaigns use this audience: {names}.", f"このオーディエンスを使うキャンペーンがあります: {names}"
                ),
                next_action=Text("Give them another audience first.", "先に別のオーディエンスを指定してください。"),
            )
        audiences.delete_audience(session, audience_id, by=user, now=hub.clock.now())
    hub.runner.poke()
    return Response(status_code=204)


@router.get("/audiences/{audience_id}/sizes")
def audience_sizes(
    audience_id: str, hub: HubDep, user: Viewer, days: Annotated[int, Query(ge=1, le=1000)] = 90
) -> list[audiences.SizeOn]:
    """How large the audience was on each of the last days, and who came and left."""
    with hub.control.reading() as session:
        audiences.find_audience(session, audience_id)
    with hub.plane.reader() as con:
        return audiences.size_history(con, audience_id, hub.clock.now(), ZoneInfo(hub.settings.timezone), days)


@router.get("/audiences/{audience_id}/members")
def audience_members(
    audience_id: str,
    hub: HubDep,
    user: Viewer,
    language: LanguageDep,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> audiences.MemberPage:
    """Who is in the audience, since when and why."""
    with hub.control.reading() as session:
        audiences.find_audience(session, audience_id)
        names = audiences.audience_names(session)
    with hub.plane.reader() as con:
        return audiences.members(con, audience_id, language=language, names=names, after=after, limit=limit)


def _may_try(hub: Hub, session: Session, user: User, rule: audiences.Rule) -> None:
    """Trying rules would tell what is masked, letter by letter. That of an audience tells nothing new.

    Raises NotAllowed.
    """
    if sees_personal_data(hub, user) or any(each.rule == rule for each in audiences.list_audiences(session)):
        return
    declared = people.read_declared(session)
    if any(declared.is_personal(about) for about in _asked_for(rule)):
        must_see(
            hub,
            user,
            Text(
                "Your role may not see this data, so it can't try rules on it.",
                "現在の役割では見られないデータのため、条件を試せません。",
            ),
        )


def _asked_for(rule: audiences.Rule) -> Iterator[About]:
    for leaf in audiences.leaves(rule):
        if isinstance(leaf, audiences.TraitRule | audiences.DateRule):
            yield About("trait", "", leaf.name)
        elif isinstance(leaf, audiences.EventRule):
            asked = [*(test.property for test in leaf.where), *([leaf.property] if leaf.property else [])]
            yield from (About("property", leaf.name, name) for name in asked)
        elif isinstance(leaf, audiences.SequenceRule):
            yield from (About("property", event.name, test.property) for event in leaf.events for test in event.where)


def _told(hub: Hub, audience_id: str, language: Language) -> AudienceView:
    hub.runner.poke()
    with hub.control.reading() as session:
        return _views(hub, session, [audiences.find_audience(session, audience_id)], language)[0]


def _views(hub: Hub, session: Session, found: list[audiences.Audience], language: Language) -> list[AudienceView]:
    names, using = audiences.audience_names(session), _using(session)
    with hub.plane.reader() as con:
        states = audiences.audience_states(con, hub.clock.now())
    return [_view(each, states.get(each.id), names, using.get(each.id, []), language) for each in found]


def _view(
    found: audiences.Audience,
    state: audiences.AudienceState | None,
    names: Mapping[str, str],
    using: list[UsingCampaign],
    language: Language,
) -> AudienceView:
    return AudienceView(
        id=found.id,
        name=found.name,
        description=found.description,
        rule=audiences.rule_document(found.rule),
        version=found.version,
        size=state.size if state else None,
        evaluated_at=state.evaluated_at if state else None,
        updated_at=found.updated_at,
        rule_text=audiences.rule_text(found.rule, language, names),
        entered_7d=state.entered_7d if state else 0,
        left_7d=state.left_7d if state else 0,
        campaigns=using,
    )


def _using(session: Session) -> dict[str, list[UsingCampaign]]:
    """Campaigns by the audiences that their rules refer to, in the audience itself or in a branch of the journey."""
    found: dict[str, list[UsingCampaign]] = {}
    for stored in list_campaigns(session):
        campaign = stored.campaign
        rule = campaign.audience.rule if campaign.audience else None
        for audience_id in set(_mentioned(rule)) | set(_mentioned(campaign.journey)):
            found.setdefault(audience_id, []).append(UsingCampaign(campaign.id, campaign.name))
    return found


def _mentioned(document: Any) -> Iterator[str]:
    if isinstance(document, Mapping):
        if document.get("kind") == "audience" and isinstance(document.get("id"), str):
            yield document["id"]
        for part in document.values():
            yield from _mentioned(part)
    elif isinstance(document, list | tuple):
        for part in document:
            yield from _mentioned(part)
