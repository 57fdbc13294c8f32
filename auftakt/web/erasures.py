"""Erasing people, and the record of it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from auftakt import people
from auftakt.jobs import Progress
from auftakt.kit.text import Text
from auftakt.web.deps import Admin, HubDep, LanguageDep

router = APIRouter(tags=["people"])
Limit = Annotated[int, Query(ge=1, le=200)]


@dataclass(frozen=True)
class ErasureAsk:
    """What becomes of data that arrives later: `drop` it, or let it make somebody `anew`."""

    afterwards: people.Afterwards = "drop"


@dataclass(frozen=True)
class StartedErasure:
    """The work goes on by itself, whatever becomes of the task that shows it."""

    erasure: people.Erasure
    task_id: str


@dataclass(frozen=True)
class ErasurePage:
    """`public_key`: what receipts of this hub are signed with (Ed25519, base64)."""

    items: list[people.Erasure]
    next: str | None
    public_key: str


@router.post("/people/{key}/erasure", status_code=202)
def erase_person(key: str, hub: HubDep, user: Admin, ask: ErasureAsk | None = None) -> StartedErasure:
    """Erases the whole person behind a person id or `type:value` from every store and file. Can't be undone.

    From the answer on, nothing that names one of their identifiers is kept.
    """
    eraser = people.eraser_of(hub)
    erasure = eraser.ask(key, (ask or ErasureAsk()).afterwards, user.id)

    def work(progress: Progress) -> list[str]:
        return eraser.work(progress)

    return StartedErasure(erasure, hub.tasks.start("erasure", work))


@router.get("/erasures")
def erasures(hub: HubDep, user: Admin, after: str | None = None, limit: Limit = 50) -> ErasurePage:
    """The record of erasures, the latest first: hashes and counts, and nothing about the person."""
    with hub.control.reading() as session:
        items = people.list_erasures(session, after, limit)
    return ErasurePage(items, items[-1].id if len(items) == limit else None, people.public_key(hub.secret))


@dataclass(frozen=True)
class Verified:
    """`verdict`: valid, changed (not what was signed), other_hub (signed, by another hub) or no_receipt.

    `names_identifier`: whether the receipt is about the identifier that was asked for; null where none was.
    """

    verdict: people.Verdict
    text: str
    names_identifier: bool | None


@dataclass(frozen=True)
class ReceiptToVerify:
    """A receipt as it was downloaded, and maybe an identifier as `type:value`."""

    receipt: dict[str, Any]
    identifier: str | None = None


VERDICTS: dict[people.Verdict, Text] = {
    "valid": Text("This hub signed the receipt, word for word.", "このハブが署名した、改変のない証明書です。"),
    "changed": Text(
        "The receipt is not what was signed: somebody changed it.", "署名された内容と異なります。書き換えられています。"
    ),
    "other_hub": Text("Another hub signed this receipt.", "別のハブが署名した証明書です。"),
    "no_receipt": Text("This is no receipt of an erasure.", "削除の証明書ではありません。"),
}


@router.post("/erasures/verify")
def verify_erasure_receipt(asked: ReceiptToVerify, hub: HubDep, user: Admin, language: LanguageDep) -> Verified:
    """Whether a receipt is genuine, and whether it is about a certain identifier. Nothing of it is kept."""
    verdict = people.verify_receipt(asked.receipt, hub.secret)
    names = None
    if asked.identifier is not None and verdict == "valid":
        digest = people.identifier_digest(hub, asked.identifier)
        names = digest in asked.receipt["erasure"]["identifiers"]
    return Verified(verdict, VERDICTS[verdict].pick(language), names)


@router.get("/erasures/{erasure_id}/receipt")
def erasure_receipt(erasure_id: str, hub: HubDep, user: Admin, response: Response) -> people.Receipt:
    """The signed receipt, as a file. Holds salted hashes and counts, and nothing about the person."""
    with hub.control.reading() as session:
        erasure = people.find_erasure(session, erasure_id)
    response.headers["content-disposition"] = f'attachment; filename="{erasure.id}.json"'
    return people.receipt_of(erasure, hub.secret)


@router.get("/erasures/{erasure_id}")
def erasure(erasure_id: str, hub: HubDep, user: Admin) -> people.Erasure:
    with hub.control.reading() as session:
        return people.find_erasure(session, erasure_id)
