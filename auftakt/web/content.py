"""Content: checking a text while it is written, looking at it as one person, starting it from the pillar."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from fastapi import APIRouter
from msgspec import structs, to_builtins

from auftakt import campaigns, content
from auftakt.campaigns import Campaign, Variant
from auftakt.jobs import Hub
from auftakt.kit.text import Language
from auftakt.people import find_person
from auftakt.web.campaigns import ProblemView, hub_sender, problem_views
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer
from auftakt.web.masking import mask_traits
from auftakt.web.personal import declared_names, sees_personal_data

router = APIRouter(tags=["content"])


@dataclass(frozen=True)
class VariantText:
    """A text as it stands in the editor, saved or not."""

    id: str
    language: Language
    subject: str = ""
    preheader: str = ""
    body: str = ""
    channel: Literal["email"] = "email"
    pillar_hash: str = ""


@dataclass(frozen=True)
class ContentCheck:
    variant: VariantText
    campaign_id: str | None = None


@dataclass(frozen=True)
class PreviewRequest:
    """`person` is a person id or `type:value`; without it, somebody made up."""

    variant: VariantText
    campaign_id: str
    person: str | None = None


@dataclass(frozen=True)
class PreviewView:
    """The mail as this person would get it; empty where the problems hold an error."""

    subject: str
    preheader: str
    html: str
    text: str
    problems: list[ProblemView]


@dataclass(frozen=True)
class VariableView:
    name: str
    example: str
    description: str


@dataclass(frozen=True)
class DeriveRequest:
    campaign_id: str
    language: Language
    variant_id: str | None = None


@dataclass(frozen=True)
class DerivedView:
    """A draft that is not saved yet; `made_by` says that no model wrote it."""

    variant: VariantText
    made_by: str


@router.get("/content/variables")
def content_variables(hub: HubDep, user: Viewer, language: LanguageDep) -> list[VariableView]:
    """Everything that a text may name."""
    known = content.variables(_traits(hub))
    return [VariableView(each.name, each.example, each.description.pick(language)) for each in known]


@router.post("/content/check")
def check_content(asked: ContentCheck, hub: HubDep, user: Viewer, language: LanguageDep) -> list[ProblemView]:
    """All problems of a text, with line and column. Nothing is saved."""
    campaign = _campaign(hub, asked.campaign_id) if asked.campaign_id else None
    return problem_views(content.check_variant(_variant(asked.variant), _traits(hub), campaign), language)


@router.post("/content/preview")
def preview_content(asked: PreviewRequest, hub: HubDep, user: Viewer, language: LanguageDep) -> PreviewView:
    """The text as one person would get it. Nothing is saved or sent."""
    campaign = _campaign(hub, asked.campaign_id)
    person = _person(hub, asked.person) if asked.person else None
    if person is not None and not sees_personal_data(hub, user):
        # Here and not at the edge alone: in a finished mail nothing tells a name from any other word.
        person = mask_traits(person, declared_names(hub))
    shown = content.preview(
        campaign,
        _variant(asked.variant),
        hub.settings.name,
        person=person,
        traits=_traits(hub),
        contact=hub.settings.smtp.contact,
    )
    problems = problem_views(shown.problems, language)
    if shown.mail is None:
        return PreviewView("", "", "", "", problems)
    return PreviewView(**asdict(shown.mail), problems=problems)


@router.post("/content/derive")
def derive_content(asked: DeriveRequest, hub: HubDep, user: Editor, language: LanguageDep) -> DerivedView:
    """A first draft from the pillar, without any model. Nothing is saved."""
    variant_id = asked.variant_id or f"v_{asked.language}"
    derived = content.derive_variant(_campaign(hub, asked.campaign_id), variant_id, asked.language)
    return DerivedView(VariantText(**to_builtins(derived.variant)), derived.made_by.pick(language))


def _campaign(hub: Hub, campaign_id: str) -> Campaign:
    with hub.control.reading() as session:
        campaign = campaigns.get_campaign(session, campaign_id).campaign
    return campaign if campaign.sender else structs.replace(campaign, sender=hub_sender(hub))


def _variant(text: VariantText) -> Variant:
    return campaigns.variant_of(asdict(text))


def _traits(hub: Hub) -> list[str]:
    with hub.plane.reader() as con:
        return content.known_traits(con)


def _person(hub: Hub, key: str) -> dict[str, Any]:
    with hub.plane.reader() as con:
        found = find_person(con, key)
    email = next((identifier.value for identifier in found.identifiers if identifier.type == "email"), "")
    return content.person_facts({trait.name: trait.value for trait in found.traits}, email)
