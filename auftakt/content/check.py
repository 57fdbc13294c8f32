"""Checks of a variant when it is saved: whatever would fail at sending fails here, with its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from auftakt.campaigns import Campaign, Check, Problem, Severity, Variant, errors
from auftakt.content.compile import NotRendered, compile_variant
from auftakt.content.derive import pillar_hash
from auftakt.content.limits import MAX_SOURCE
from auftakt.content.liquid_check import LiquidFault, fault_when_filled, liquid_faults
from auftakt.content.markdown import LINK, allowed_address
from auftakt.content.mjml import MjmlBroken, MjmlError, check_structure
from auftakt.content.templates import is_mjml
from auftakt.content.tokens import blanked, place, protect
from auftakt.content.variables import MailLinks, Names, campaign_facts, own_facts
from auftakt.kit.text import Text, pick

PARTS = ("subject", "preheader", "body")

MAX_SUBJECT = 200
"""Characters; longer ones are cut or refused by mail servers."""

_SHOWN_SUBJECT = 60
_SHOWN_PREHEADER = 110


def check_variant(variant: Variant, traits: Collection[str] = (), campaign: Campaign | None = None) -> list[Problem]:
    """Everything that is wrong with a text. `traits` are the facts of people that this hub knows.

    `campaign` gives claims and sender for the trial rendering, which is done only where nothing else is wrong.
    """
    where = f"variants.{variant.id}"
    names = Names(traits)
    problems: list[Problem] = []
    for part in PARTS:
        source: str = getattr(variant, part)
        if len(source) <= MAX_SOURCE:
            problems += [_problem(f"{where}.{part}", fault) for fault in liquid_faults(source, names)]
    if not any(problem.code == "syntax_error" for problem in problems):
        problems = [*_subject(variant, where), *_preheader(variant, where), *_body(variant, where), *problems]
    if not errors(problems):
        problems += _trial(variant, where, names, campaign or Campaign(id="trial", name="trial"))
    return problems


def check_content(traits: Collection[str] = ()) -> Check:
    """The check that campaigns are handed: all variants, their languages, and whether the pillar moved on."""

    def check(campaign: Campaign) -> list[Problem]:
        problems = list(_coverage(campaign))
        for variant in campaign.variants:
            problems += check_variant(variant, traits, campaign)
            problems += _lineage(campaign, variant)
        return problems

    return check


def _subject(variant: Variant, where: str) -> Iterator[Problem]:
    here = f"{where}.subject"
    subject = variant.subject
    if not subject.strip():
        yield Problem(
            here,
            "subject_missing",
            Text("The mail has no subject.", "件名がありません。"),
            Text("Write what it is about, in one line.", "何のメールかを1行で書いてください。"),
        )
    elif "\n" in subject or "\r" in subject:
        line, column = place(subject, min(subject.find(mark) for mark in "\r\n" if mark in subject))
        yield Problem(
            here,
            "subject_has_lines",
            Text("The subject has a line break.", "件名に改行があります。"),
            Text("Put it on one line.", "1行にしてください。"),
            line=line,
            column=column,
        )
    elif len(subject) > MAX_SUBJECT:
        yield _too_long(here, len(subject), MAX_SUBJECT, "error", Text("subject", "件名"))
    elif _cells(subject) > _SHOWN_SUBJECT:
        yield _too_long(here, _cells(subject), _SHOWN_SUBJECT, "warning", Text("subject", "件名"))


def _preheader(variant: Variant, where: str) -> Iterator[Problem]:
    here = f"{where}.preheader"
    if not variant.preheader.strip():
        yield Problem(
            here,
            "preheader_missing",
            Text("Inboxes will show the first words of the body.", "受信箱には本文の書き出しが表示されます。"),
            Text("Write one sentence that goes on from the subject.", "件名に続く一文を書いてください。"),
            "warning",
        )
    elif _cells(variant.preheader) > _SHOWN_PREHEADER:
        name = Text("preheader", "プリヘッダー")
        yield _too_long(here, _cells(variant.preheader), _SHOWN_PREHEADER, "warning", name)


def _body(variant: Variant, where: str) -> Iterator[Problem]:
    here, body = f"{where}.body", variant.body
    if not body.strip():
        yield Problem(
            here,
            "body_missing",
            Text("The mail has no body.", "本文がありません。"),
            Text("Write it, or derive it from the pillar.", "本文を書くか、柱コンテンツから作ってください。"),
        )
    elif len(body) > MAX_SOURCE:
        yield _too_long(here, len(body), MAX_SOURCE, "error", Text("body", "本文"))
    elif is_mjml(body):
        yield from (_problem(here, error) for error in check_structure(blanked(body)))
    else:
        yield from _addresses(body, here)


def _addresses(body: str, here: str) -> Iterator[Problem]:
    kept = protect(body)
    for found in LINK.finditer(kept.text):
        if allowed_address(found.group(2)):
            continue
        address = kept.restore(found.group(2))
        line, column = place(body, max(body.find(f"({address})"), 0) + 1)
        yield Problem(
            here,
            "address_not_allowed",
            Text(
                f"“{address}” is no address that a mail can lead to.",
                f"「{address}」はメールから開けるアドレスではありません。",
            ),
            Text("Begin it with https://, mailto: or tel:.", "https://、mailto:、tel: のいずれかで始めてください。"),
            line=line,
            column=column,
        )


def _trial(variant: Variant, where: str, names: Names, campaign: Campaign) -> Iterator[Problem]:
    """Renders for somebody of whom nothing is known: what can't take an empty value shows now."""
    links = MailLinks("https://hub.example.com/u/trial")
    facts = {**campaign_facts(campaign, "hub"), **own_facts(dict.fromkeys(names.traits), links)}
    for part in PARTS:
        if (fault := fault_when_filled(getattr(variant, part), facts)) is not None:
            yield _problem(f"{where}.{part}", fault)
            return
    try:
        compile_variant(campaign, variant, "hub").render({}, links)
    except MjmlBroken as broken:
        yield _problem(f"{where}.body", broken.error)
    except NotRendered as error:
        yield Problem(f"{where}.body", error.code, _text(error.message), _text(error.next_action))


def _coverage(campaign: Campaign) -> Iterator[Problem]:
    if not campaign.variants:
        yield Problem(
            "variants",
            "variants_missing",
            Text("There is no text to send.", "送る文面がありません。"),
            Text("Write a variant, or derive one from the pillar.", "文面を書くか、柱コンテンツから作ってください。"),
        )
        return
    written = {variant.language for variant in campaign.variants}
    for language in sorted(set(campaign.languages) - written):
        name = {"ja": Text("Japanese", "日本語"), "en": Text("English", "英語")}[language]
        yield Problem(
            "variants",
            "language_missing",
            Text(f"There is no text in {name.en}.", f"{name.ja}の文面がありません。"),
            Text("Write it, or take the language out of the campaign.", "文面を書くか、対象の言語から外してください。"),
        )


def _lineage(campaign: Campaign, variant: Variant) -> Iterator[Problem]:
    if variant.pillar_hash and campaign.pillar and variant.pillar_hash != pillar_hash(campaign.pillar):
        yield Problem(
            f"variants.{variant.id}.pillar_hash",
            "pillar_changed",
            Text(
                "The pillar was changed after this text was made.", "この文面の作成後に、柱コンテンツが変わりました。"
            ),
            Text(
                "Compare both; then derive it again or keep it.",
                "見比べて、作り直すか、このままにするかを決めてください。",
            ),
            "warning",
        )


def _problem(where: str, fault: LiquidFault | MjmlError) -> Problem:
    return Problem(where, fault.code, fault.message, fault.next_action, "error", fault.line, fault.column)


def _text(said: str | Text) -> Text:
    return Text(pick(said, "en"), pick(said, "ja"))


def _too_long(where: str, length: int, most: int, severity: Severity, name: Text) -> Problem:
    return Problem(
        where,
        f"{where.rsplit('.', 1)[-1]}_too_long",
        Text(
            f"The {name.en} is {length} long; {most} can be seen.", f"{name.ja}の長さは{length}です(目安は{most}まで)。"
        ),
        Text("Put what matters first, and shorten it.", "大事なことを先に、短くしてください。"),
        severity,
    )


def _cells(text: str) -> int:
    """Width in half-width characters: a kanji takes two, a tag about as much as a short name."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in protect(text).text)
