"""What a campaign still needs before somebody may be asked to approve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from auftakt.audiences import InvalidRule, parse_rule
from auftakt.campaigns.document import Campaign, Claim, JsonObject, Target
from auftakt.campaigns.problem import Check, Problem
from auftakt.kit.text import Text, pick

MAX_HOLDOUT = 0.9


def check_campaign(campaign: Campaign, checks: Iterable[Check] = ()) -> list[Problem]:
    """Everything that is wrong, errors first, in the order of the document.

    `checks` are those of the folders that build on campaigns (content, journeys); they are handed in.
    """
    problems = [*_audience(campaign), *_goal(campaign), *_targets(campaign), *_dates(campaign)]
    problems += [*_holdout(campaign), *_claims(campaign), *_sender(campaign), *_same_ids(campaign)]
    for check in checks:
        problems.extend(check(campaign))
    return sorted(problems, key=lambda problem: problem.severity != "error")


def _audience(campaign: Campaign) -> Iterator[Problem]:
    if campaign.audience is None or not campaign.audience.rule:
        yield Problem(
            "audience",
            "audience_missing",
            Text("Nobody is chosen.", "対象者が選ばれていません。"),
            Text("Choose an audience or write a rule.", "オーディエンスを選ぶか、条件を作ってください。"),
        )
    else:
        yield from _unreadable("audience.rule", campaign.audience.rule)


def _goal(campaign: Campaign) -> Iterator[Problem]:
    if campaign.goal is None or not campaign.goal.event.strip():
        yield Problem(
            "goal",
            "goal_missing",
            Text("The campaign has no goal.", "目標がありません。"),
            Text(
                "Name the event that a person should cause, such as Order Completed.",
                "人物に起こしてほしいイベント(例: Order Completed)を決めてください。",
            ),
        )
        return
    counted = {"kind": "event", "name": campaign.goal.event, "measure": "count", "op": "at_least", "value": 1}
    yield from _unreadable("goal.where", counted | {"where": campaign.goal.where})


def _unreadable(where: str, rule: JsonObject) -> Iterator[Problem]:
    try:
        parse_rule(rule)
    except InvalidRule as error:
        yield Problem(
            where,
            error.code,
            Text(pick(error.message, "en"), pick(error.message, "ja")),
            Text(pick(error.next_action, "en"), pick(error.next_action, "ja")),
        )


def _targets(campaign: Campaign) -> Iterator[Problem]:
    if not campaign.targets:
        yield Problem(
            "targets",
            "targets_missing",
            Text("No KPI target says what success is.", "成功を示すKPI目標がありません。"),
            Text("Set at least one: KPI, value and date.", "KPI、値、期日を1つ以上決めてください。"),
            "warning",
        )
    for place, target in enumerate(campaign.targets):
        yield from _target(f"targets.{place}", target, campaign.starts_on)


def _target(where: str, target: Target, starts_on: date | None) -> Iterator[Problem]:
    name = target.kpi.strip()
    if not name:
        yield Problem(
            f"{where}.kpi",
            "target_without_kpi",
            Text("A target names no KPI.", "KPIの決まっていない目標があります。"),
            Text("Choose the KPI, or delete the target.", "KPIを選ぶか、この目標を消してください。"),
        )
    if target.by is None:
        yield Problem(
            f"{where}.by",
            "target_without_date",
            Text(f"The target {name} has no date.", f"目標 {name} に期日がありません。"),
            Text("Say until when it is to be reached.", "いつまでに達成するかを決めてください。"),
        )
    elif starts_on is not None and target.by < starts_on:
        yield Problem(
            f"{where}.by",
            "target_before_start",
            Text(f"The target {name} is due before the campaign starts.", f"目標 {name} の期日が開始日より前です。"),
            Text("Choose a date on or after the start.", "開始日以降の期日にしてください。"),
        )
    if target.value <= 0:
        yield Problem(
            f"{where}.value",
            "target_not_positive",
            Text(f"The target {name} is {target.value}.", f"目標 {name} の値が {target.value} です。"),
            Text("Give a value above zero, so that it can be reached.", "0より大きい値にしてください。"),
        )


def _dates(campaign: Campaign) -> Iterator[Problem]:
    if campaign.starts_on and campaign.ends_on and campaign.ends_on < campaign.starts_on:
        yield Problem(
            "ends_on",
            "ends_before_start",
            Text(
                f"The campaign ends on {campaign.ends_on}, before it starts on {campaign.starts_on}.",
                f"終了日 {campaign.ends_on} が開始日 {campaign.starts_on} より前です。",
            ),
            Text("Swap or correct the dates.", "日付を直してください。"),
        )


def _holdout(campaign: Campaign) -> Iterator[Problem]:
    if not 0 <= campaign.holdout <= MAX_HOLDOUT:
        yield Problem(
            "holdout",
            "holdout_out_of_range",
            Text(
                f"A holdout of {campaign.holdout:g} is no share from 0 to 0.9.",
                f"ホールドアウト {campaign.holdout:g} は0〜0.9の割合ではありません。",
            ),
            Text("0.1 keeps back one person in ten.", "0.1なら10人に1人を残します。"),
        )
    elif campaign.holdout == 0:
        yield Problem(
            "holdout",
            "no_holdout",
            Text(
                "Nobody is kept back, so nobody will know what the campaign added.",
                "ホールドアウトがないため、施策の純増効果を測れません。",
            ),
            Text("Keep back a share, for example 0.1.", "例えば0.1を残してください。"),
            "warning",
        )


def _claims(campaign: Campaign) -> Iterator[Problem]:
    for claim in campaign.message_house.claims:
        yield from _claim(f"message_house.claims.{claim.id}", claim, campaign.ends_on)


def _claim(where: str, claim: Claim, ends_on: date | None) -> Iterator[Problem]:
    if not claim.evidence.strip():
        yield Problem(
            f"{where}.evidence",
            "claim_without_evidence",
            Text(f"Nothing proves the claim “{claim.text}”.", f"訴求「{claim.text}」の根拠がありません。"),
            Text(
                "Add the survey, study or page that proves it, or drop the claim.",
                "調査・資料・ページなどの根拠を添えるか、訴求を外してください。",
            ),
            "warning",
        )
    if claim.expires_on is not None and ends_on is not None and claim.expires_on < ends_on:
        yield Problem(
            f"{where}.expires_on",
            "claim_expires",
            Text(
                f"The claim “{claim.text}” expires on {claim.expires_on}, before the campaign ends.",
                f"訴求「{claim.text}」は終了日より前の {claim.expires_on} に期限が切れます。",
            ),
            Text("Renew its evidence, or end the campaign by then.", "根拠を更新するか、それまでに終了してください。"),
            "warning",
        )


def _sender(campaign: Campaign) -> Iterator[Problem]:
    if not any(variant.channel == "email" for variant in campaign.variants):
        return
    sender = campaign.sender
    given = {"name": sender.name, "email": sender.email, "address": sender.address} if sender else {}
    labels = {
        "name": Text("name", "名前"),
        "email": Text("e-mail address", "メールアドレス"),
        "address": Text("postal address", "住所"),
    }
    for part, label in labels.items():
        if not given.get(part, "").strip():
            yield Problem(
                f"sender.{part}",
                "sender_incomplete",
                Text(
                    f"The sender has no {label.en}; the law wants it in each mail.",
                    f"差出人の{label.ja}がありません。特定電子メール法で表示が必要です。",
                ),
                Text(
                    "Fill it in here, or once for the hub in auftakt.toml under [smtp].",
                    "ここで入力するか、auftakt.toml の [smtp] にハブの既定値を書いてください。",
                ),
            )


def _same_ids(campaign: Campaign) -> Iterator[Problem]:
    groups = {
        "variants": [variant.id for variant in campaign.variants],
        "message_house.claims": [claim.id for claim in campaign.message_house.claims],
    }
    for where, ids in groups.items():
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            yield Problem(
                f"{where}.{twice}",
                "id_twice",
                Text(f"Two of them have the id {twice}.", f"ID {twice} が重複しています。"),
                Text("Give one of them another id.", "どちらかのIDを変えてください。"),
            )
