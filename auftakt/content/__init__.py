"""Create: the text of a campaign's mails, checked when it is saved and rendered when it is sent.

Purpose: turn what a marketer writes (light markup or MJML, with Liquid) into a mail in Japanese or English, and name
every error with line and column before anybody is asked to approve it. Reads the campaign document that it is given,
and the names of traits; writes nothing. What comes next: journeys choose the variant, channels render it from the
approved snapshot.
"""

from auftakt.content.check import MAX_SUBJECT, check_content, check_variant
from auftakt.content.compile import CompiledVariant, NotRendered, RenderedMail, compile_variant
from auftakt.content.derive import DerivedVariant, derive_variant, pillar_hash
from auftakt.content.people import known_traits, person_facts
from auftakt.content.preview import Preview, preview
from auftakt.content.variables import MailLinks, Variable, sample_person, variables

__all__ = [
    "MAX_SUBJECT",
    "CompiledVariant",
    "DerivedVariant",
    "MailLinks",
    "NotRendered",
    "Preview",
    "RenderedMail",
    "Variable",
    "check_content",
    "check_variant",
    "compile_variant",
    "derive_variant",
    "known_traits",
    "person_facts",
    "pillar_hash",
    "preview",
    "sample_person",
    "variables",
]
