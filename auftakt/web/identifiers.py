"""Identifier types: their limits and priorities, values that join nobody, and the links that were refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query

from auftakt import people
from auftakt.jobs import Hub, Progress
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Language, Text
from auftakt.sources import PLACEHOLDERS
from auftakt.web.deps import Admin, Editor, HubDep, LanguageDep, Viewer, log_cursor
from auftakt.web.personal import must_see

router = APIRouter(tags=["people"])
KIND = "identifiers"
_NO_TRYING = Text(
    "Your role sees identifiers masked, so it can't try values: trying would tell them letter by letter.",
    "現在の役割では識別子が伏せられるため、値を試せません。試すと、伏せた値が分かってしまうためです。",
)


@dataclass(frozen=True)
class IdentifierTypes:
    """The strongest type first. `never`: values that end at the door, of whatever type. `task_id`: of rules that are
    being applied to what is there."""

    types: list[people.IdentifierType]
    never: list[str]
    task_id: str | None = None


@dataclass(frozen=True)
class TypeEdit:
    """The rule of one type. `most` null: any number; else so many whose first event lies in the same `per`."""

    type: str
    priority: int
    most: int | None = None
    per: people.Period = "ever"
    label: str = ""


@dataclass(frozen=True)
class TypesEdit:
    """All rules; a type that is not among them goes back to its built-in rule, or to none."""

    types: list[TypeEdit]


@dataclass(frozen=True)
class BlockEdit:
    """A value that shall join nobody; `*` in it stands for any text."""

    type: str
    value: str
    reason: str = ""
    origin: Literal["typed", "learnt"] = "typed"


@dataclass(frozen=True)
class UnblockEdit:
    type: str
    value: str


@dataclass(frozen=True)
class RefusedView:
    """A link that a rule did not let be made, with the reason as a sentence. `rule` is the type whose rule it was."""

    refusal_no: int
    a: people.RefusedEnd
    b: people.RefusedEnd
    source: str
    seen_at: datetime
    refused_at: datetime
    reason: Literal["blocked", "limit"]
    rule: str
    held: int
    reason_text: str


@dataclass(frozen=True)
class RefusedAnswer:
    """The latest first; `counts` are over all, by reason and type."""

    items: list[RefusedView]
    counts: list[people.RefusedCount]
    next: str | None


@dataclass(frozen=True)
class StartedApplying:
    task_id: str


@router.get("/identifiers/types")
def identifier_types(hub: HubDep, user: Viewer) -> IdentifierTypes:
    """All types with their rules, their blocked values, and how many identifiers came."""
    return types_view(hub)


@router.put("/identifiers/types")
def put_identifier_types(edit: TypesEdit, hub: HubDep, user: Admin) -> IdentifierTypes:
    """Makes these the rules from the next batch on. Who is joined already stays joined."""
    with hub.control.session() as session:
        people.put_types(session, rules_of(edit), user.id, hub.clock.now())
    return types_view(hub)


@router.post("/identifiers/blocks", status_code=201)
def block(edit: BlockEdit, hub: HubDep, user: Editor) -> people.Block:
    """From the next batch on no event joins anybody by this value. Who is joined already stays joined."""
    wanted = people.Block(edit.type, edit.value, edit.origin, edit.reason)
    with hub.control.session() as session:
        return people.block_value(session, wanted, user.id, hub.clock.now())


@router.post("/identifiers/unblock")
def unblock(edit: UnblockEdit, hub: HubDep, user: Editor) -> IdentifierTypes:
    """Lets a value join people again, also a built-in one. What was refused is joined when it is seen again."""
    with hub.control.session() as session:
        people.unblock_value(session, edit.type, edit.value, user.id, hub.clock.now())
    return types_view(hub)


@router.post("/identifiers/types/{type}/what-if")
def try_identifier_type(type: str, change: people.RuleChange, hub: HubDep, user: Editor) -> people.WhatIf:
    """What a changed rule would make of the people who are there, with the largest examples; nothing is changed.

    Counted over all links, as applying the rules would decide; a hub of a million people takes seconds.
    """
    if change.block or change.unblock:
        must_see(hub, user, _NO_TRYING)
    with hub.control.reading() as session:
        rules = people.changed_rules(session, type, change)
    with hub.plane.reader() as con:
        return people.what_if(con, rules)


@router.post("/identifiers/what-if")
def try_identifier_rules(hub: HubDep, user: Editor) -> people.WhatIf:
    """What applying the rules as they are saved would make of the people who are there."""
    must_see(hub, user, _NO_TRYING)
    with hub.plane.reader() as con:
        return people.what_if(con, people.read_rules(hub.control))


@router.post("/identifiers/apply", status_code=202)
def apply_identifier_rules(hub: HubDep, user: Admin) -> StartedApplying:
    """Holds the links that are there to the rules: some people become several, some one. Can be stopped.

    Undone by changing the rules back and applying them again.
    """
    if _applying(hub):
        raise Conflict(
            Text("Rules are being applied already.", "規則はすでに適用中です。"),
            next_action=Text("Wait for its end, or stop it first.", "終わるまで待つか、停止してください。"),
        )

    def work(progress: Progress) -> dict[str, Any]:
        done: dict[str, Any] = msgspec.to_builtins(people.apply_rules(hub, user.id, progress))
        return done

    return StartedApplying(hub.tasks.start(KIND, work))


@router.get("/identifiers/suspicions")
def suspected_values(hub: HubDep, user: Viewer) -> list[people.Suspicion]:
    """Values that hold together people of too many identifiers, and that nobody has blocked yet."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        return people.suspected_values(session, con, hub.settings.identity.max_identifiers)


@router.get("/identifiers/refused")
def refused(
    hub: HubDep,
    user: Viewer,
    language: LanguageDep,
    reason: Literal["blocked", "limit"] | None = None,
    type: str | None = None,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RefusedAnswer:
    """Links that the rules refused, the latest first. `type` is the type whose rule it was."""
    with hub.plane.reader() as con:
        page = people.refused_page(con, before=log_cursor(after), limit=limit, reason=reason, type=type)
        counts = people.refused_counts(con)
    return RefusedAnswer([_view(link, language) for link in page.items], counts, page.next)


def rules_of(edit: TypesEdit) -> list[people.TypeRule]:
    return [people.TypeRule(each.type, each.priority, each.most, each.per, each.label) for each in edit.types]


def types_view(hub: Hub) -> IdentifierTypes:
    with hub.plane.reader() as con, hub.control.reading() as session:
        return IdentifierTypes(people.identifier_types(session, con), sorted(PLACEHOLDERS), _applying(hub))


def _applying(hub: Hub) -> str | None:
    return next((task.id for task in hub.tasks.running() if task.kind == KIND), None)


def _view(link: people.RefusedLink, language: Language) -> RefusedView:
    text = people.refusal_text(link.reason, link.rule, link.held).pick(language)
    return RefusedView(
        link.refusal_no, link.a, link.b, link.source, link.seen_at, link.refused_at, link.reason, link.rule, link.held,
        text,
    )  # fmt: skip
