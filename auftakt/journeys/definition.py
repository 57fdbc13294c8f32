"""The path of a journey as people draw it: an entry, exits, and steps that name the next one.

It is a document: parsed once from JSON, immutable afterwards. Durations are days and hours, shares lie between 0 and 1.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from auftakt.audiences import PropertyTest
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

JsonObject = dict[str, Any]
StepId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,80}$")]
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
Days = Annotated[float, Meta(ge=0, le=3650)]
Hours = Annotated[float, Meta(ge=0, le=87_600)]
Reentry = Literal["never", "after_exit", "always"]


class _Tagged(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """Everything below says in `kind` what it is; a misspelt field is an error, not a lost wish."""


class AudienceEntry(_Tagged, frozen=True, tag="audience"):
    """Who comes into the campaign's audience enters."""


class EventEntry(_Tagged, frozen=True, tag="event"):
    """Who is in the campaign's audience and does this enters; `key` is a property that keeps instances apart."""

    event: str
    where: tuple[PropertyTest, ...] = ()
    key: str | None = None


class EventExit(_Tagged, frozen=True, tag="event"):
    """Who does this after entering leaves at once, wherever they are."""

    name: str
    where: tuple[PropertyTest, ...] = ()


class LeftAudience(_Tagged, frozen=True, tag="left_audience"):
    """Who leaves the campaign's audience leaves the journey at once."""


class Send(_Tagged, frozen=True, kw_only=True, tag="send"):
    """Reserves a message in the variant of the person's language."""

    id: StepId
    variants: tuple[str, ...] = ()
    channel: Literal["email"] = "email"
    next: str


class Wait(_Tagged, frozen=True, kw_only=True, tag="wait"):
    """Stays for a fixed time."""

    id: StepId
    days: Days = 0
    hours: Hours = 0
    next: str


class WaitUntil(_Tagged, frozen=True, kw_only=True, tag="wait_until"):
    """Stays until an event comes (`then`), at most for the given time (`otherwise`)."""

    id: StepId
    event: str
    where: tuple[PropertyTest, ...] = ()
    days: Days = 0
    hours: Hours = 0
    then: str
    otherwise: str


class Branch(_Tagged, frozen=True, tag="branch"):
    """Asks a rule tree of `auftakt.audiences` about the person, at the moment of passing."""

    id: StepId
    rule: JsonObject
    then: str
    otherwise: str


class Arm(Struct, frozen=True, forbid_unknown_fields=True):
    """One way out of a split."""

    name: str
    share: Share
    next: str


class Split(_Tagged, frozen=True, tag="split"):
    """Parts people at random; the same person always goes the same way, in every version."""

    id: StepId
    arms: tuple[Arm, ...]


class Holdout(_Tagged, frozen=True, tag="holdout"):
    """Takes a random share out of the journey, so that the effect of what follows can be measured."""

    id: StepId
    share: Share
    next: str


class Exit(_Tagged, frozen=True, tag="exit"):
    """The end of the path."""

    id: StepId


Entry = AudienceEntry | EventEntry
ExitRule = EventExit | LeftAudience
Step = Send | Wait | WaitUntil | Branch | Split | Holdout | Exit


class Definition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole journey. `reentry` is about one person and one entry key."""

    entry: Entry = field(default_factory=AudienceEntry)
    reentry: Reentry = "never"
    exit: tuple[ExitRule, ...] = ()
    first: str
    steps: tuple[Step, ...]

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)


def parse_definition(document: object) -> Definition:
    """Reads the JSON of a journey. Raises InvalidInput with the place where it does not fit."""
    try:
        return msgspec.convert(document, Definition)
    except msgspec.ValidationError as error:
        raise InvalidInput(
            Text(f"This journey can't be read: {error}", f"ジャーニーを読み取れません: {error}"),
            next_action=Text("Correct the place named in the message.", "メッセージが示す箇所を直してください。"),
        ) from error


def kind_of(step: Step) -> str:
    """The step's kind as it stands in the document."""
    return str(step.__struct_config__.tag)


def delay_seconds(step: Step) -> int:
    """How long a person stays at a step before anything happens; 0 where it happens at once."""
    if isinstance(step, Wait | WaitUntil):
        return round(step.days * 86_400 + step.hours * 3_600)
    return 0


def ways_out(step: Step) -> Iterator[tuple[str, str]]:
    """Every `(field, step id)` by which the path goes on from here."""
    match step:
        case Send() | Wait() | Holdout():
            yield "next", step.next
        case WaitUntil() | Branch():
            yield "then", step.then
            yield "otherwise", step.otherwise
        case Split():
            yield from ((f"arms[{place}].next", arm.next) for place, arm in enumerate(step.arms))
        case Exit():
            return
