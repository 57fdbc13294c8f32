"""Mails from exactly what was approved: the snapshot that the approval keeps, never the campaign as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from msgspec import structs
from sqlalchemy.orm import Session

from auftakt.campaigns import Sender as CampaignSender
from auftakt.campaigns import campaign_of_snapshot
from auftakt.channels.ledger import DueDelivery
from auftakt.channels.links import Links
from auftakt.channels.mime import Mail, Sender
from auftakt.content import CompiledVariant, MailLinks, compile_variant, person_facts
from auftakt.kit.errors import AuftaktError, Conflict, NotFound
from auftakt.kit.settings import Settings
from auftakt.kit.text import Text
from auftakt.store import sql
from auftakt.store.control import Control
from auftakt.store.plane import Plane
from auftakt.team import approval_snapshot, find_approval

_MOST_KEPT = 200
_NAMES = frozenset({"name", "first_name", "firstName", "last_name", "lastName"})


@dataclass(frozen=True)
class _Prepared:
    """A variant of one approval, ready for every person."""

    variant: CompiledVariant
    sender: Sender


@dataclass(frozen=True)
class _Trait:
    person_id: int
    name: str
    value: str


class ApprovedRenderer:
    """Renders with people's traits as they are now. Compiled variants are kept: an approval never changes."""

    def __init__(self, control: Control, plane: Plane, settings: Settings, links: Links) -> None:
        self._control = control
        self._plane = plane
        self._settings = settings
        self._links = links
        self._kept: dict[tuple[str, str], _Prepared | AuftaktError] = {}
        self._keeping = Lock()

    def render(self, deliveries: Sequence[DueDelivery]) -> Mapping[str, Mail | AuftaktError]:
        prepared = self._prepare({(each.approval_id, each.variant_id) for each in deliveries})
        used = {name for each in prepared.values() if isinstance(each, _Prepared) for name in each.variant.no_traits}
        traits = self._traits([each.person_id for each in deliveries], sorted(used | _NAMES))
        return {
            each.send_id: self._mail(each, prepared[each.approval_id, each.variant_id], traits.get(each.person_id, {}))
            for each in deliveries
        }

    def _mail(
        self, delivery: DueDelivery, prepared: _Prepared | AuftaktError, traits: Mapping[str, object]
    ) -> Mail | AuftaktError:
        if isinstance(prepared, AuftaktError):
            return prepared
        person = person_facts(traits, delivery.address)
        try:
            links = MailLinks(self._links.unsubscribe(delivery.send_id), self._links.preferences(delivery.send_id))
            made = prepared.variant.render(person, links)
        except AuftaktError as error:
            return error
        return Mail(prepared.sender, made.subject, self._links.track(made.html, delivery.send_id), made.text)

    def _traits(self, people: list[int], names: list[str]) -> dict[int, dict[str, object]]:
        with self._plane.reader() as con:
            rows = sql.rows(con, "channels", "traits_of_people", _Trait, {"people": str(people), "names": names})
        found: dict[int, dict[str, object]] = {}
        for row in rows:
            found.setdefault(row.person_id, {})[row.name] = row.value
        return found

    def _prepare(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], _Prepared | AuftaktError]:
        with self._keeping:
            missing = wanted - self._kept.keys()
            if missing:
                if len(self._kept) + len(missing) > _MOST_KEPT:
                    self._kept.clear()
                    missing = wanted
                with self._control.reading() as session:
                    self._kept.update({key: self._compile(session, *key) for key in missing})
            return {key: self._kept[key] for key in wanted}

    def _compile(self, session: Session, approval_id: str, variant_id: str) -> _Prepared | AuftaktError:
        try:
            if find_approval(session, approval_id).state != "approved":
                return Conflict(Text(f"{approval_id} is not approved.", f"{approval_id} は承認されていません。"))
            campaign = campaign_of_snapshot(approval_snapshot(session, approval_id))
            smtp = self._settings.smtp
            approved = campaign.sender or CampaignSender()
            sender = CampaignSender(
                name=approved.name or smtp.from_name,
                email=approved.email or smtp.from_address,
                address=approved.address or smtp.postal_address,
            )
            campaign = structs.replace(campaign, sender=sender)
            variant = next((each for each in campaign.variants if each.id == variant_id), None)
            if variant is None:
                return NotFound(
                    Text(f"{approval_id} has no text {variant_id}.", f"{approval_id} に {variant_id} はありません。")
                )
            compiled = compile_variant(campaign, variant, self._settings.name, smtp.contact)
            return _Prepared(compiled, Sender(sender.email, sender.name))
        except AuftaktError as error:
            return error
