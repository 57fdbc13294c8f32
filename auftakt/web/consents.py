"""Consent: the catalogue of purposes, sign-ups that wait for their confirmation, and what each person decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from auftakt import channels, people
from auftakt.jobs import Hub
from auftakt.kit.errors import NotFound
from auftakt.kit.ids import stable_id
from auftakt.kit.text import Text
from auftakt.people import BothLanguages, CataloguePurpose, ConsentRequest, Purpose, TextVersion, Where
from auftakt.team import record
from auftakt.web.deps import Admin, Editor, HubDep, LanguageDep, Viewer

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
    double_opt_in: bool
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


@dataclass(frozen=True)
class SignUp:
    """What a form of yours collected. `ip` is the reader's; `language` the one they read the words in."""

    email: str
    purposes: list[str]
    form: str
    language: Literal["ja", "en"] | None = None
    ip: str | None = None


@dataclass(frozen=True)
class SignedUp:
    """`asked` waits for the owner of the address, `given` counts. `mail`: sent, waits (limits), none (not needed)."""

    asked: list[str]
    given: list[str]
    mail: Literal["sent", "waits", "none"]
    request_id: str | None
    expires_at: datetime | None


@dataclass(frozen=True)
class PersonStanding:
    """`sign_ups` wait for a confirmation or ran out without one; `suppressed` holds whatever was agreed."""

    person_id: int
    sign_ups: list[ConsentRequest]
    suppressed: list[channels.Stopped]


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


@router.post("/consent/requests")
def sign_up(new: SignUp, hub: HubDep, user: Editor) -> SignedUp:
    """A yes from a form. Purposes with double opt-in only ask: one mail goes out, and nothing is allowed before its
    link was pressed. Called again for the same address, the mail is sent again within the limits.
    """
    now = hub.clock.now()
    language = new.language or hub.settings.language
    with hub.control.reading() as session:
        catalogue = {each.key: each for each in people.read_catalogue(session)}
        stopped = channels.suppression_of(session, "email", new.email)
    unknown = [key for key in new.purposes if key not in catalogue or "email" not in catalogue[key].channels]
    if unknown or not new.purposes:
        raise NotFound(
            Text(
                f"There is no purpose {', '.join(unknown) or '–'} by email.",
                f"メールで尋ねる目的 {'、'.join(unknown) or '–'} はありません。",
            ),
            next_action=Text("Take keys from the catalogue.", "カタログにあるキーを指定してください。"),
        )
    with hub.plane.reader() as con:
        decided = people.standing_of(con, new.email).decided
    words = {key: people.shown_words(catalogue[key], Where(new.form, language, new.ip)) for key in new.purposes}
    stands = {key for key in new.purposes if decided.get((key, "email")) and stopped is None}
    asked = [key for key in new.purposes if catalogue[key].double_opt_in and key not in stands]
    given = [key for key in new.purposes if key not in asked]
    result = channels.ask(hub, new.email, {key: words[key] for key in asked}, language) if asked else None
    _give(hub, new.email, {key: words[key] for key in given if key not in stands}, now)
    with hub.control.session() as session:
        facts = {"asked": asked, "given": given, "form": new.form}
        record(session, now, user.id, "consent.signed_up", "consent", result.request.id if result else "given", facts)
    request = result.request if result else None
    return SignedUp(asked, given, result.mail if result else "none", request.id if request else None,
                    request.expires_at if request else None)  # fmt: skip


@router.get("/consent/requests")
def list_sign_ups(
    hub: HubDep,
    user: Viewer,
    state: Literal["pending", "confirmed", "expired"] = "pending",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[ConsentRequest]:
    """Sign-ups with double opt-in, the latest first."""
    with hub.control.reading() as session:
        return people.list_requests(session, hub.clock.now(), state=state, limit=limit)


@router.post("/consent/requests/{request_id}/mail")
def send_confirmation_again(request_id: str, hub: HubDep, user: Editor) -> SignedUp:
    """Sends the mail once more; what ran out begins anew. `mail` is `waits` where the limits forbid it now."""
    now = hub.clock.now()
    with hub.control.reading() as session:
        request = people.find_request(session, request_id, now)
    if request is None or request.state == "confirmed":
        raise NotFound(
            Text("There is no sign-up that waits.", "確認待ちの申し込みがありません。"),
            next_action=Text("Load the list again.", "一覧を読み込み直してください。"),
        )
    result = channels.ask_again(hub, request)
    with hub.control.session() as session:
        record(session, now, user.id, "consent.asked_again", "consent", result.request.id, {"mail": result.mail})
    return SignedUp(list(request.asked), [], result.mail, result.request.id, result.request.expires_at)


def _give(hub: Hub, email: str, words: dict[str, dict[str, object]], now: datetime) -> None:
    lines = [
        people.consent_line(
            people.UPDATED, email, "email", purpose, evidence,
            message_id=stable_id("csn", email, purpose, now.isoformat()), at=now, granted=True,
        )
        for purpose, evidence in words.items()
    ]  # fmt: skip
    if lines:
        hub.log.append_now(lines)
        hub.runner.poke()


@router.get("/people/{key}/consents")
def person_consents(key: str, hub: HubDep, user: Viewer, language: LanguageDep) -> list[people.ConsentEntry]:
    """Every decision of a person and every sign-up, the latest first, in words and with its evidence."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        person_id = people.find_person_id(con, key)
        catalogue = people.read_catalogue(session, all_purposes=True)
        return people.consent_entries(con, person_id, catalogue, language)


@router.get("/people/{key}/standing")
def person_standing(key: str, hub: HubDep, user: Viewer) -> PersonStanding:
    """What keeps messages from a person besides their decisions: sign-ups not confirmed yet, and suppressions."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        person_id = people.find_person_id(con, key)
        found = people.find_person(con, str(person_id), parts=("identifiers",))
        identifiers = [(each.type, each.value) for each in found.identifiers]
        emails = [value for kind, value in identifiers if kind == "email"]
        asked = people.requests_of(session, emails, hub.clock.now())
        suppressed = channels.stopped_of(session, identifiers)
    return PersonStanding(person_id, [each for each in asked if each.state != "confirmed"], suppressed)


def _catalogue(purposes: list[CataloguePurpose]) -> Catalogue:
    views = [
        PurposeView(
            each.key, each.name, each.text, each.channels, each.basis, each.active, each.double_opt_in, each.versions
        )
        for each in purposes
    ]
    return Catalogue(views, list(people.CHANNELS), list(people.BASES))
