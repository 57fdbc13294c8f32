"""The model of leads as a document: points for what people do and for who they are, grades, and stages."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from auftakt.audiences.check import check_rule
from auftakt.audiences.rule import EventRule, JsonObject, Rule, TraitRule, leaves
from auftakt.kit.text import Text
from auftakt.people import wrong_rule

SCORE, GRADE, STAGE = "lead_score", "lead_grade", "lead_stage"
"""The traits that a model gives, for the rules of audiences."""

GRADES = ("A", "B", "C", "D")
LOWEST = "F"
MOST_RULES = 100
LARGEST = 10_000
LONGEST_HALF_LIFE = 3_650
LONGEST_CLOCK = 24 * 365
MOST_STAGES = 30


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class Points(_Part, frozen=True):
    """Points for whoever meets `when`, as long as they do; with `each`, for every event that `when` counts.

    Points of an event are halved every `half_life_days` (None: they stay). `cap` is the most that the rule gives: the
    latest events count first, until it is reached. Points may be negative; the cap is then of the same sign.
    """

    id: str
    name: str
    when: Rule
    points: float
    each: bool = False
    half_life_days: float | None = None
    cap: float | None = None


class Threshold(_Part, frozen=True):
    """A grade for whoever has at least so many points of fit."""

    grade: str
    points: float


class Stage(_Part, frozen=True):
    """Whoever meets `enters` comes in by themselves (None: only by hand). `clock_hours`: how long somebody may stay
    without being overdue; with `hand_over`, whoever comes in waits for sales to accept or to refuse them."""

    id: str
    name: str
    enters: Rule | None = None
    clock_hours: float | None = None
    hand_over: bool = False


class Refusal(_Part, frozen=True):
    """A reason to refuse a hand-over; whoever is refused rests for `rest_days`, or is set aside (None)."""

    id: str
    name: str
    rest_days: int | None = None


class WorkingHours(_Part, frozen=True):
    """Clocks run Monday to Friday from `first` to `last` o'clock, by the hub's time zone."""

    first: int = 9
    last: int = 18


class LeadModel(_Part, frozen=True):
    """`who` is scored at all; `behaviour` adds up to the score, `fit` to what the grade is read from.

    `stages` are in their order, and only people send somebody back. `origin` and `owner` name the traits that say where
    a lead came from and who looks after it; without `working_hours` clocks run day and night.
    """

    who: Rule = TraitRule("email", "exists")
    behaviour: list[Points] = []
    fit: list[Points] = []
    grades: list[Threshold] = []
    stages: list[Stage] = []
    refusals: list[Refusal] = []
    origin: str = "origin"
    owner: str = "owner"
    working_hours: WorkingHours | None = None


def parse_model(document: Any) -> LeadModel:
    """A model from its JSON document. Raises InvalidRule, which names the place as `$.behaviour[0].when`."""
    try:
        model = msgspec.convert(document, LeadModel)
    except (msgspec.ValidationError, RecursionError) as error:
        what, _, path = str(error).partition(" - at ")
        raise wrong_rule(
            path.strip("`") or "$",
            Text(what, f"形が正しくありません({what})"),
            Text("Correct it.", "修正してください。"),
        ) from error
    _check(model)
    return model


def model_document(model: LeadModel) -> JsonObject:
    """The model as JSON; what has its default value is left out."""
    document: JsonObject = msgspec.to_builtins(model)
    return document


class PlacedRule(NamedTuple):
    """A rule of the model: its place in the document, and the traits that it helps to make and so can't ask for."""

    path: str
    rule: Rule
    makes: tuple[str, ...]


def rules_of(model: LeadModel) -> Iterator[PlacedRule]:
    """Every rule of the model."""
    yield PlacedRule("$.who", model.who, (SCORE, GRADE, STAGE))
    for name, listed in (("behaviour", model.behaviour), ("fit", model.fit)):
        for place, each in enumerate(listed):
            yield PlacedRule(f"$.{name}[{place}].when", each.when, (SCORE, GRADE, STAGE))
    for place, stage in enumerate(model.stages):
        if stage.enters is not None:
            yield PlacedRule(f"$.stages[{place}].enters", stage.enters, (STAGE,))


def _check(model: LeadModel) -> None:
    for path, rule, makes in rules_of(model):
        check_rule(rule, path)
        refuse_traits(rule, path, makes)
    _check_ids([*model.behaviour, *model.fit])
    for place, each in enumerate(model.behaviour):
        _check_points(each, f"$.behaviour[{place}]")
    for place, each in enumerate(model.fit):
        _check_points(each, f"$.fit[{place}]")
        if each.each:
            raise wrong_rule(
                f"$.fit[{place}].each",
                Text("fit is about who somebody is, not about events", "適合度は行動ではなく属性で決めます"),
                Text("Move the rule to behaviour.", "このルールを行動に移してください。"),
            )
    _check_grades(model.grades)
    _check_stages(model)


def refuse_traits(rule: Rule, path: str, names: Sequence[str]) -> None:
    """Raises InvalidRule where a rule asks for what it helps to make."""
    for leaf in leaves(rule):
        if isinstance(leaf, TraitRule) and leaf.name in names:
            raise wrong_rule(
                path,
                Text(f"{leaf.name} is made by this model", f"{leaf.name} はこのモデルから作られる特性です"),
                Text("Ask for something else.", "ほかの条件を使ってください。"),
            )


def _check_ids(rules: Sequence[Points]) -> None:
    if len(rules) > MOST_RULES:
        raise wrong_rule(
            "$",
            Text(f"there are more than {MOST_RULES} rules", f"ルールが{MOST_RULES}個を超えています"),
            Text("Leave out what matters least.", "影響の小さいものを減らしてください。"),
        )
    seen: set[str] = set()
    for each in rules:
        if not each.id.strip() or not each.name.strip() or each.id in seen:
            raise wrong_rule(
                "$",
                Text(
                    f"rule {each.id!r} has no name, or its id is there twice",
                    f"ルール {each.id!r} に名前がないか、ID が重複しています",
                ),
                Text("Give each rule an id and a name of its own.", "ルールごとに ID と名前を付けてください。"),
            )
        seen.add(each.id)


def _check_stages(model: LeadModel) -> None:
    named = {"stages": [(each.id, each.name) for each in model.stages]}
    named["refusals"] = [(each.id, each.name) for each in model.refusals]
    for name, pairs in named.items():
        ids = [key for key, _ in pairs]
        if (
            len(ids) > MOST_STAGES
            or len(set(ids)) < len(ids)
            or not all(key.strip() and said.strip() for key, said in pairs)
        ):
            raise wrong_rule(
                f"$.{name}",
                Text("an id or a name is missing or there twice", "ID か名前がないか、重複しています"),
                Text(
                    f"Give each an id and a name of its own, at most {MOST_STAGES} in all.",
                    f"それぞれに ID と名前を付け、{MOST_STAGES}個以内にしてください。",
                ),
            )
    for place, each in enumerate(model.stages):
        if each.clock_hours is not None and not 0 < each.clock_hours <= LONGEST_CLOCK:
            raise wrong_rule(
                f"$.stages[{place}].clock_hours",
                Text("not a time to wait", "待ち時間として使えません"),
                Text(f"Give up to {LONGEST_CLOCK} hours.", f"{LONGEST_CLOCK}時間以内にしてください。"),
            )
    if any(each.hand_over for each in model.stages) and not model.refusals:
        raise wrong_rule(
            "$.refusals",
            Text("a hand-over can't be refused without reasons", "引き渡しには差し戻しの理由が必要です"),
            Text("Give at least one reason.", "理由を1つ以上設定してください。"),
        )
    hours = model.working_hours
    if hours is not None and not 0 <= hours.first < hours.last <= 24:
        raise wrong_rule(
            "$.working_hours",
            Text("working hours end before they begin", "稼働時間の順序が正しくありません"),
            Text("Give two hours of a day.", "1日の時刻を2つ指定してください。"),
        )
    for place, refusal in enumerate(model.refusals):
        if refusal.rest_days is not None and not 0 < refusal.rest_days <= LONGEST_HALF_LIFE:
            raise wrong_rule(
                f"$.refusals[{place}].rest_days",
                Text("not a number of days", "日数として使えません"),
                Text(f"Give up to {LONGEST_HALF_LIFE} days.", f"{LONGEST_HALF_LIFE}日以内にしてください。"),
            )


def _check_points(each: Points, path: str) -> None:
    if not math.isfinite(each.points) or not 0 < abs(each.points) <= LARGEST:
        raise wrong_rule(
            f"{path}.points",
            Text("not a number of points", "点数として使えません"),
            Text(f"Give 1 to {LARGEST}, or as much below zero.", f"1〜{LARGEST}(または負の数)にしてください。"),
        )
    if each.each and not (
        isinstance(each.when, EventRule)
        and (each.when.measure, each.when.op, each.when.value) == ("count", "at_least", 1)
    ):
        raise wrong_rule(
            f"{path}.when",
            Text("points for each event need one plain event", "「毎回」の点数には単独のイベント条件が必要です"),
            Text("Choose one event, at least once.", "イベントを1つ、1回以上で指定してください。"),
        )
    if not each.each and (each.half_life_days is not None or each.cap is not None):
        raise wrong_rule(
            path,
            Text("only points for each event fade or are capped", "半減期と上限は「毎回」の点数だけに使えます"),
            Text("Set `each`, or take half-life and cap out.", "each を付けるか、半減期と上限を外してください。"),
        )
    if each.half_life_days is not None and not 0 < each.half_life_days <= LONGEST_HALF_LIFE:
        raise wrong_rule(
            f"{path}.half_life_days",
            Text("not a half-life", "半減期として使えません"),
            Text(f"Give up to {LONGEST_HALF_LIFE} days.", f"{LONGEST_HALF_LIFE}日以内にしてください。"),
        )
    if each.cap is not None and not (math.isfinite(each.cap) and each.cap * each.points > 0):
        raise wrong_rule(
            f"{path}.cap",
            Text("the cap is not on the side of the points", "上限の符号が点数と合っていません"),
            Text("Give it the sign of the points.", "点数と同じ符号にしてください。"),
        )


def _check_grades(grades: Sequence[Threshold]) -> None:
    names, steps = [each.grade for each in grades], [each.points for each in grades]
    if names != list(GRADES[: len(names)]) or sorted(set(steps), reverse=True) != steps:
        raise wrong_rule(
            "$.grades",
            Text(
                "grades are A, B, C, D in this order, each with fewer points", "評価は A・B・C・D の順に点数を下げます"
            ),
            Text("Everybody below the last is F.", "最後の基準に届かない人は F です。"),
        )
