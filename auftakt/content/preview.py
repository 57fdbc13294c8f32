"""How a text looks for one person, before anybody gets it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from auftakt.campaigns import Campaign, Problem, Variant
from auftakt.content.check import check_variant
from auftakt.content.compile import RenderedMail, compile_variant
from auftakt.content.variables import MailLinks, sample_person
from auftakt.kit.errors import InvalidInput


@dataclass(frozen=True)
class Preview:
    """The mail as far as it can be made, or none; `problems` say what is wrong with it."""

    mail: RenderedMail | None
    problems: list[Problem] = field(default_factory=list)


def preview(
    campaign: Campaign,
    variant: Variant,
    hub_name: str,
    *,
    person: Mapping[str, object] | None = None,
    traits: Collection[str] = (),
    contact: str = "",
    unsubscribe: str = "https://hub.example.com/u/preview",
    preferences: str = "https://hub.example.com/p/preview",
) -> Preview:
    """Renders for `person` (traits by name), or for somebody made up. Errors in the text are told, not raised."""
    problems = check_variant(variant, traits, campaign)
    facts = sample_person(variant.language) if person is None else person
    try:
        mail = compile_variant(campaign, variant, hub_name, contact).render(facts, MailLinks(unsubscribe, preferences))
    except InvalidInput:
        if any(problem.severity == "error" for problem in problems):
            return Preview(None, problems)
        raise
    return Preview(mail, problems)
