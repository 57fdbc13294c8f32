"""Connections: what waits in quarantine, put right by a rule or dismissed: many lines at once, as a task."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter

from auftakt import sources
from auftakt.jobs import Progress
from auftakt.kit.text import Language
from auftakt.web.deps import Editor, HubDep, LanguageDep
from auftakt.web.personal import may_search_text
from auftakt.web.quarantine import may_mend

router = APIRouter(tags=["sources"])


@dataclass(frozen=True)
class RuleStep:
    """`rename` (field, to), `set` where missing (field, value), `cast` (field, type), `drop` (field), or `replace`
    (field, value, to). A field is `event`, `userId`, … or stands in properties, traits or context: `properties.total`.
    """

    do: Literal["rename", "set", "cast", "drop", "replace"]
    field: str
    to: Any = None
    value: Any = None
    type: Literal["text", "number", "integer", "boolean", "time"] | None = None


@dataclass(frozen=True)
class QuarantineFilter:
    """What is looked for, as in the list; only what is open is ever mended."""

    source: str | None = None
    reason: str | None = None
    event: str | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class RuleAsk:
    """Steps in their order; without any, lines are tried again as they are."""

    steps: list[RuleStep]
    filter: QuarantineFilter


@dataclass(frozen=True)
class StillFailingView:
    """`key` is the property that the tracking plan means, if any."""

    reason: str
    reason_text: str
    key: str
    lines: int


@dataclass(frozen=True)
class RuleExample:
    """One line before and after, as JSON texts; `problem` says what would still be wrong, empty if nothing."""

    log_offset: int
    before: str
    after: str
    problem: str


@dataclass(frozen=True)
class RuleTrial:
    """Of the `matching` open lines the latest `looked_at` were tried."""

    matching: int
    looked_at: int
    passing: int
    failing: list[StillFailingView]
    examples: list[RuleExample]


@dataclass(frozen=True)
class RuleResult:
    mended: int
    failing: list[StillFailingView]


@dataclass(frozen=True)
class DismissAsk:
    """Why what the filter finds is not needed."""

    reason: str
    filter: QuarantineFilter


@dataclass(frozen=True)
class StartedMending:
    task_id: str


@router.post("/quarantine/rule/try")
def try_mend_rule(ask: RuleAsk, hub: HubDep, user: Editor, language: LanguageDep) -> RuleTrial:
    """How many open lines a rule would put right, what would still be wrong with the others, and three examples."""
    may_mend(hub, user)
    trial = sources.try_rule(hub, _search(ask.filter), _rule(ask.steps))
    examples = [
        RuleExample(
            each.log_offset,
            each.before,
            each.after,
            each.problem.explained.text.pick(language) if each.problem else "",
        )
        for each in trial.examples
    ]
    failing = _failing(trial.failing, language)
    return RuleTrial(trial.matching, trial.looked_at, trial.passing, failing, examples)


@router.post("/quarantine/rule/apply", status_code=202)
def apply_mend_rule(ask: RuleAsk, hub: HubDep, user: Editor, language: LanguageDep) -> StartedMending:
    """Mends what the rule puts right, as a task whose result is a `RuleResult`.

    It can be stopped; begun again, it goes on with what is still open.
    """
    may_mend(hub, user)
    search, rule = _search(ask.filter), _rule(ask.steps)

    def work(progress: Progress) -> dict[str, Any]:
        applied = sources.apply_rule(hub, search, rule, user, progress)
        return asdict(RuleResult(applied.mended, _failing(applied.failing, language)))

    return StartedMending(hub.tasks.start("mending", work))


@router.post("/quarantine/dismiss", status_code=202)
def dismiss_all_found(ask: DismissAsk, hub: HubDep, user: Editor) -> StartedMending:
    """Puts all open lines of a search aside, for a reason, as a task: `{"dismissed"}`. They stay."""
    may_search_text(hub, user, ask.filter.text)
    search, reason = _search(ask.filter), sources.dismissal_reason(ask.reason)

    def work(progress: Progress) -> dict[str, int]:
        return {"dismissed": sources.dismiss_found(hub, search, reason, user, progress)}

    return StartedMending(hub.tasks.start("dismissing", work))


def _failing(found: list[sources.StillFailing], language: Language) -> list[StillFailingView]:
    return [StillFailingView(each.reason, each.explained.text.pick(language), each.key, each.lines) for each in found]


def _search(asked: QuarantineFilter) -> sources.QuarantineSearch:
    return sources.QuarantineSearch(asked.text, asked.reason, asked.source, asked.event, asked.since, asked.until)


def _rule(steps: list[RuleStep]) -> sources.MendRule:
    """Only what the kind of step knows: an unset `value` may be meant, as null."""
    return sources.parse_mend_rule(
        {"steps": [{"do": each.do} | {name: getattr(each, name) for name in _PARTS[each.do]} for each in steps]}
    )


_PARTS: Mapping[str, tuple[str, ...]] = {
    "rename": ("field", "to"),
    "set": ("field", "value"),
    "cast": ("field", "type"),
    "drop": ("field",),
    "replace": ("field", "value", "to"),
}
