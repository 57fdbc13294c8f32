"""A variant compiled once per campaign and rendered once per person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from liquid import BoundTemplate
from liquid.exceptions import LiquidError, LiquidSyntaxError

from auftakt.campaigns import Campaign, Variant
from auftakt.content.limits import HTML, MAX_SOURCE, TEXT
from auftakt.content.prepared import Prepared
from auftakt.content.templates import templates_of
from auftakt.content.tokens import never_closed
from auftakt.content.variables import MailLinks, campaign_facts, own_facts
from auftakt.kit.errors import InvalidInput, TooLarge
from auftakt.kit.text import Language, Text

_TRAILING = re.compile(r"[ \t]+\n")
_MANY_BREAKS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class RenderedMail:
    """What one person gets. Addresses in `html` are whole and in double quotes, so that channels can track them."""

    subject: str
    preheader: str
    html: str
    text: str


class NotRendered(InvalidInput):
    """A template does not compile, or can't be filled for this person."""

    code = "not_rendered"


@dataclass(frozen=True)
class CompiledVariant:
    """Templates, and all facts that are the same in every mail. May be used by several threads."""

    variant_id: str
    language: Language
    subject: Prepared
    preheader: Prepared
    html: Prepared
    text: Prepared
    no_traits: Mapping[str, None]

    def render(self, person: Mapping[str, object], links: MailLinks) -> RenderedMail:
        """The mail for one person, given their traits by name; a trait that is missing is empty.

        Raises NotRendered where a template can't take a value: then this person gets no mail.
        """
        own = own_facts({**self.no_traits, **person}, links)
        try:
            return RenderedMail(
                subject=" ".join(self.subject.render(own).split()),
                preheader=" ".join(self.preheader.render(own).split()),
                html=self.html.render(own),
                text=_tidy(self.text.render(own)),
            )
        except LiquidError as error:
            raise _not_rendered(self.variant_id, error) from error


def compile_variant(campaign: Campaign, variant: Variant, hub_name: str, contact: str = "") -> CompiledVariant:
    """The templates of a variant. Takes milliseconds: once per campaign and variant, not per mail.

    Raises InvalidInput where the text has an error; `check_variant` tells all of them with their places.
    """
    if len(variant.body) > MAX_SOURCE:
        raise TooLarge(
            Text(f"The body is longer than {MAX_SOURCE:,} characters.", f"本文が{MAX_SOURCE:,}文字を超えています。"),
            next_action=Text("Shorten it, or link to the rest.", "短くするか、続きへのリンクにしてください。"),
        )
    facts = campaign_facts(campaign, hub_name, contact)
    try:
        for source in (variant.subject, variant.preheader, variant.body):
            _refuse_unclosed(source)
        made = templates_of(variant)
        subject, preheader, html, text = (
            Prepared(environment.from_string(source), facts)
            for environment, source in (
                (TEXT, variant.subject),
                (TEXT, variant.preheader),
                (HTML, made.html),
                (TEXT, made.text),
            )
        )
    except LiquidError as error:
        raise _not_rendered(variant.id, error) from error
    used = _traits_in(subject.template, preheader.template, html.template)
    return CompiledVariant(variant.id, variant.language, subject, preheader, html, text, dict.fromkeys(used))


def _tidy(text: str) -> str:
    """Without the gaps that tags leave which showed nothing."""
    return _MANY_BREAKS.sub("\n\n", _TRAILING.sub("\n", text)).strip() + "\n"


def _refuse_unclosed(source: str) -> None:
    if (opened := never_closed(source)) is not None:
        raise LiquidSyntaxError(f"a tag at character {opened + 1} is never closed", token=None)


def _traits_in(*templates: BoundTemplate) -> set[str]:
    """Names under `person` that any of the templates uses."""
    found = (use for template in templates for use in template.analyze().globals.get("person", ()))
    return {str(use.segments[1]) for use in found if len(use.segments) > 1}


def _not_rendered(variant_id: str, error: LiquidError) -> NotRendered:
    return NotRendered(
        Text(
            f"The text {variant_id} can't be filled: {error.message}.",
            f"{variant_id} を差し込めません: {error.message}。",
        ),
        next_action=Text(
            "Check the text; its errors are listed with line and column.",
            "本文を検査し、示された行と桁を直してください。",
        ),
        variant=variant_id,
    )
