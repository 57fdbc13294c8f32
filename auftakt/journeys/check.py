"""What keeps a journey from being approved: steps that lead nowhere, endless loops, shares that do not add up."""

from collections.abc import Callable, Iterable, Iterator

from auftakt.audiences import parse_rule
from auftakt.campaigns import Campaign, Problem
from auftakt.journeys.definition import (
    Branch,
    Definition,
    Exit,
    Send,
    Split,
    Wait,
    WaitUntil,
    delay_seconds,
    parse_definition,
    ways_out,
)
from auftakt.kit.errors import AuftaktError
from auftakt.kit.text import Text

Check = Callable[[Definition], Iterable[Problem]]


def check_journey(campaign: Campaign) -> list[Problem]:
    """All problems of the campaign's journey; an empty list means that it can be approved."""
    if campaign.journey is None:
        return [
            _problem(
                "journey",
                "no_journey",
                Text("The campaign has no journey yet.", "キャンペーンにまだジャーニーがありません。"),
                Text("Draw at least one send step.", "配信ステップを1つ以上作ってください。"),
            )
        ]
    try:
        definition = parse_definition(campaign.journey)
    except AuftaktError as error:
        message = error.message if isinstance(error.message, Text) else Text(error.message, error.message)
        action = Text("Correct the place named in the message.", "メッセージが示す箇所を直してください。")
        return [_problem("journey", "unreadable", message, action)]
    return check_definition(definition, {variant.id: variant.language for variant in campaign.variants})


def check_definition(definition: Definition, variants: dict[str, str] | None = None) -> list[Problem]:
    """Problems of a definition. `variants` maps the ids that exist to their language; None: they are not looked at."""
    problems = [
        *_ids(definition),
        *_targets(definition),
        *_shares(definition),
        *_times(definition),
        *_rules(definition),
    ]
    if not problems:
        problems = [*_unreachable(definition), *_loops(definition)]
    if variants is not None:
        problems.extend(_variants(definition, variants))
    return problems


def _problem(where: str, code: str, message: Text, next_action: Text) -> Problem:
    return Problem(where=where, code=code, message=message, next_action=next_action)


def _ids(definition: Definition) -> Iterator[Problem]:
    if not definition.steps:
        yield _problem(
            "journey.steps",
            "no_steps",
            Text("The journey has no steps.", "ジャーニーにステップがありません。"),
            Text("Add a send step and an exit.", "配信ステップと終了ステップを追加してください。"),
        )
    seen: set[str] = set()
    for step in definition.steps:
        if step.id in seen:
            yield _problem(
                f"journey.steps.{step.id}",
                "duplicate_step",
                Text(f"Two steps have the id {step.id}.", f"ID {step.id} のステップが2つあります。"),
                Text("Give each step an id of its own.", "ステップごとに別の ID を付けてください。"),
            )
        seen.add(step.id)


def _targets(definition: Definition) -> Iterator[Problem]:
    known = {step.id for step in definition.steps}
    ways = [("journey.first", definition.first)]
    ways += [(f"journey.steps.{step.id}.{name}", to) for step in definition.steps for name, to in ways_out(step)]
    for where, to in ways:
        if to not in known:
            yield _problem(
                where,
                "unknown_step",
                Text(
                    f"It leads to the step {to!r}, which does not exist.",
                    f"存在しないステップ {to!r} につながっています。",
                ),
                Text(
                    "Choose an existing step, or add this one.",
                    "既存のステップを選ぶか、このステップを追加してください。",
                ),
            )


def _shares(definition: Definition) -> Iterator[Problem]:
    for step in definition.steps:
        if not isinstance(step, Split):
            continue
        total = sum(arm.share for arm in step.arms)
        if abs(total - 1) > 1e-6:
            yield _problem(
                f"journey.steps.{step.id}.arms",
                "shares",
                Text(
                    f"The shares of the arms add up to {total:g}, not to 1.",
                    f"分岐の割合の合計が {total:g} です(1 になるべきです)。",
                ),
                Text("Change the shares so that they add up to 1.", "合計が 1 になるように割合を直してください。"),
            )
        if len({arm.name for arm in step.arms}) < len(step.arms):
            yield _problem(
                f"journey.steps.{step.id}.arms",
                "duplicate_arm",
                Text("Two arms have the same name.", "同じ名前の分岐が2つあります。"),
                Text("Give each arm a name of its own.", "分岐ごとに別の名前を付けてください。"),
            )


def _times(definition: Definition) -> Iterator[Problem]:
    for step in definition.steps:
        if isinstance(step, Wait | WaitUntil) and delay_seconds(step) <= 0:
            yield _problem(
                f"journey.steps.{step.id}",
                "no_time",
                Text("This step waits for no time at all.", "待ち時間が設定されていません。"),
                Text("Give days or hours above 0.", "0 より大きい日数か時間を指定してください。"),
            )


def _rules(definition: Definition) -> Iterator[Problem]:
    for step in definition.steps:
        if not isinstance(step, Branch):
            continue
        try:
            parse_rule(step.rule)
        except AuftaktError as error:
            message = error.message if isinstance(error.message, Text) else Text(error.message, error.message)
            action = Text("Correct the rule of this branch.", "この分岐のルールを直してください。")
            yield _problem(f"journey.steps.{step.id}.rule", "rule", message, action)


def _unreachable(definition: Definition) -> Iterator[Problem]:
    onward = {step.id: [to for _, to in ways_out(step)] for step in definition.steps}
    reached, open_ends = {definition.first}, [definition.first]
    while open_ends:
        for to in onward[open_ends.pop()]:
            if to not in reached:
                reached.add(to)
                open_ends.append(to)
    for step in definition.steps:
        if step.id not in reached:
            yield _problem(
                f"journey.steps.{step.id}",
                "unreachable",
                Text(f"Nobody can ever reach the step {step.id}.", f"ステップ {step.id} には誰も到達できません。"),
                Text("Let another step lead to it, or delete it.", "別のステップからつなぐか、削除してください。"),
            )
    if not any(isinstance(step, Exit) and step.id in reached for step in definition.steps):
        yield _problem(
            "journey.steps",
            "no_exit",
            Text("The path has no end.", "経路に終わりがありません。"),
            Text("Let it lead to an exit step.", "終了ステップにつないでください。"),
        )


def _loops(definition: Definition) -> Iterator[Problem]:
    """A loop needs a wait: without the steps that wait, dropping ends again and again must leave nothing."""
    left = {
        step.id: {to for _, to in ways_out(step)} for step in definition.steps if not isinstance(step, Wait | WaitUntil)
    }
    while ends := [step_id for step_id, onward in left.items() if not onward & left.keys()]:
        for step_id in ends:
            del left[step_id]
    if left:
        named = ", ".join(sorted(left))
        yield _problem(
            f"journey.steps.{min(left)}",
            "endless_loop",
            Text(f"People would run in a circle without rest: {named}.", f"待機のない循環があります: {named}。"),
            Text("Put a wait into the loop, or lead it out.", "循環の中に待機を入れるか、外へつないでください。"),
        )


def _variants(definition: Definition, variants: dict[str, str]) -> Iterator[Problem]:
    for step in definition.steps:
        if not isinstance(step, Send):
            continue
        where = f"journey.steps.{step.id}.variants"
        if not step.variants:
            yield _problem(
                where,
                "no_variant",
                Text("This step has nothing to send.", "このステップには配信する内容がありません。"),
                Text("Choose at least one variant.", "展開物を1つ以上選んでください。"),
            )
        for variant in step.variants:
            if variant not in variants:
                yield _problem(
                    where,
                    "unknown_variant",
                    Text(f"The variant {variant} does not exist.", f"展開物 {variant} は存在しません。"),
                    Text("Write it, or choose another one.", "作成するか、別のものを選んでください。"),
                )
        languages = [variants[variant] for variant in step.variants if variant in variants]
        if len(set(languages)) < len(languages):
            yield _problem(
                where,
                "two_variants",
                Text("Two variants of this step have the same language.", "同じ言語の展開物が2つあります。"),
                Text(
                    "Keep one of each language; to compare texts, use a split.",
                    "言語ごとに1つにし、比較には分割ステップを使ってください。",
                ),
            )
