"""A finding about lapsed customers, put into words and into a campaign that could be run as it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

import msgspec

from auftakt.campaigns import Evidence, Expected, Figure, JsonObject, NewIdea
from auftakt.insights.estimate import Worth, wilson
from auftakt.insights.maker import Setting
from auftakt.insights.words import category_words, message_house, pillar, variants
from auftakt.kit.text import Text

PREPARE_DAYS = 7


@dataclass(frozen=True)
class Lapsed:
    """One category, counted. Days are whole days, amounts in the currency of the events.

    `earlier`, `returned` and the `return_` figures are about comparable people one horizon ago: how many there were,
    how many bought the category again within the horizon, in how many baskets, and what a returner spent (mean and
    variance).
    """

    category: str
    buyers: int
    revenue: float
    good_spend: float
    good_baskets: int
    usual_days: int
    lapse_days: int
    horizon_days: int
    people: int
    reachable: int
    earlier: int
    returned: int
    return_baskets: int
    return_spend: float
    return_variance: float


@dataclass(frozen=True)
class Finding:
    """A category as it stands at `at`, the last day with data; `stale_days` before now."""

    lapsed: Lapsed
    at: datetime
    stale_days: int
    lookback_days: int
    lines: int


def winback_idea(
    finding: Finding, worth: Worth, weeks: list[tuple[int, int]], setting: Setting, now: datetime, *, maker: str
) -> NewIdea:
    """The idea with its evidence and the whole draft."""
    lapsed, words = finding.lapsed, category_words(finding.lapsed.category)
    return NewIdea(
        key=f"{maker}:{lapsed.category}",
        kind="winback",
        maker=maker,
        title=Text(f"Invite back: {words.en}", f"「{words.ja}」の優良客を呼び戻す"),
        summary=_summary(finding, words),
        expected=Expected(
            people=lapsed.people,
            reachable=lapsed.reachable,
            value=round(worth.value, 2),
            currency=setting.currency,
            low=round(worth.low, 2),
            high=round(worth.high, 2),
            basis=_basis(finding, setting),
        ),
        proposal=proposal(finding, setting, now),
        evidence=_evidence(finding, setting),
        figures=[Figure("12+" if week == 12 else str(week), people) for week, people in weeks],
    )


def _summary(finding: Finding, words: Text) -> Text:
    lapsed = finding.lapsed
    return Text(
        f"{lapsed.people} good customers of {words.en} have not bought it for {lapsed.lapse_days} days or more, "
        f"though they still shop here. {lapsed.reachable} of them allow marketing mails.",
        f"「{words.ja}」をよく買っていたのに{lapsed.lapse_days}日以上買っていない人が{lapsed.people}人います。"
        f"来店は続いています。うち{lapsed.reachable}人にはメールを送れます。",
    )


def _basis(finding: Finding, setting: Setting) -> Text:
    lapsed, uplift = finding.lapsed, setting.uplift
    rate = wilson(lapsed.returned, lapsed.earlier)
    more, held, spent = f"{uplift.share:.0%}", f"{setting.holdout:.0%}", f"{lapsed.return_spend:,.2f}"
    share, low, high = (f"{part:.1%}" for part in (rate.value, rate.low, rate.high))
    back = f"{lapsed.returned} of {lapsed.earlier} comparable people ({share}; 95 %: {low} to {high})"
    back_ja = f"同じ条件の{lapsed.earlier}人のうち{lapsed.returned}人({share}、95 %区間 {low}〜{high})"
    return Text(
        f"If {more} more return than by themselves ({uplift.source.en}). By themselves {back} bought it again within "
        f"{lapsed.horizon_days} days, for {spent} each: that happens anyway and is not counted. "
        f"{held} are held back. The range covers rate and spend, not the {more}.",
        f"自然に戻る人より{more}多く戻る場合の値です({uplift.source.ja})。{back_ja}は、何もしなくても"
        f"{lapsed.horizon_days}日以内に再び買い、1人あたり{spent}を使いました。これは施策がなくても起きるため含めません。"
        f"{held}は比較のために残します。幅は戻る割合と金額の不確かさで、{more}の不確かさは含みません。",
    )


def _evidence(finding: Finding, setting: Setting) -> list[Evidence]:
    lapsed = finding.lapsed
    rows: list[tuple[str, str, str | int | float]] = [
        ("Till lines looked at", "調べた購買明細", finding.lines),
        ("Data until", "データの最終日", finding.at.date().isoformat()),
        ("Days looked back", "さかのぼった日数", finding.lookback_days),
        ("Buyers of the category", "カテゴリの購入者", lapsed.buyers),
        ("Revenue of the category", "カテゴリの売上", round(float(lapsed.revenue), 2)),
        ("Usual days between two purchases (median)", "購入間隔の中央値(日)", lapsed.usual_days),
        (
            "Lapsed from (nine of ten gaps are shorter), days",
            "離反とみなす日数(間隔の9割はこれより短い)",
            lapsed.lapse_days,
        ),
        ("Good customer: baskets at least", "優良客: 購入回数の下限", lapsed.good_baskets),
        ("Good customer: spend at least", "優良客: 購入金額の下限", lapsed.good_spend),
        (
            "Still shopping: bought something else within days",
            "来店継続: 他の商品を買った日数の範囲",
            lapsed.lapse_days,
        ),
        ("Lapsed good customers", "離反した優良客", lapsed.people),
        ("Of these, reachable by mail with consent", "うち同意がありメールを送れる人", lapsed.reachable),
        ("Comparable people one horizon ago", "同じ条件だった過去の人数", lapsed.earlier),
        ("Of these, returned by themselves", "うち自然に戻った人", lapsed.returned),
        ("Horizon in days", "観察した日数", lapsed.horizon_days),
        ("Spend of a returner within the horizon", "戻った人の期間内の購入金額", round(float(lapsed.return_spend), 2)),
        ("Assumed uplift over returning by themselves", "自然に戻る分に対する上乗せの仮定", setting.uplift.share),
    ]
    return [Evidence(Text(en, ja), value) for en, ja, value in rows]


def proposal(finding: Finding, setting: Setting, now: datetime) -> JsonObject:
    """The campaign document but for id and state. It starts in a week, so that people have time to approve."""
    lapsed = finding.lapsed
    words = category_words(lapsed.category)
    starts = now.date() + timedelta(days=PREPARE_DAYS)
    ends = starts + timedelta(days=lapsed.horizon_days)
    bought = [{"property": "category", "op": "is", "value": lapsed.category}]
    core = pillar(words)
    return {
        "audience": {"name": f"Lapsed: {words.en}", "rule": audience_rule(finding)},
        "goal": {
            "event": "Product Purchased",
            "where": bought,
            "within_days": lapsed.horizon_days,
            "description": _goal_text(words, lapsed.horizon_days),
        },
        "targets": _targets(lapsed, setting, ends.isoformat()),
        "budget": {"amount": "0", "currency": setting.currency},
        "starts_on": starts.isoformat(),
        "ends_on": ends.isoformat(),
        "message_house": msgspec.to_builtins(message_house(words)),
        "pillar": msgspec.to_builtins(core),
        "variants": msgspec.to_builtins(variants(words, core)),
        "journey": journey(bought, lapsed.horizon_days),
        "holdout": setting.holdout,
        "languages": ["ja", "en"],
    }


def _goal_text(words: Text, days: int) -> str:
    return f"「{words.ja}」を{days}日以内に再び購入 / {words.en} is bought again within {days} days"


def audience_rule(finding: Finding) -> JsonObject:
    """The same people as the finding counts, as a rule: days reach from now, so the days without data are added."""
    lapsed, stale = finding.lapsed, finding.stale_days
    where = [{"property": "category", "op": "is", "value": lapsed.category}]
    window = finding.lookback_days + stale

    def bought(measure: str, op: str, value: float, days: int | None, **more: Any) -> JsonObject:
        rule = {"kind": "event", "name": "Product Purchased", "measure": measure, "op": op, "value": value}
        return rule | ({} if days is None else {"days": days}) | more

    return {
        "kind": "all",
        "rules": [
            bought("orders", "at_least", lapsed.good_baskets, window, where=where),
            bought("sum", "at_least", lapsed.good_spend, window, where=where, property="revenue"),
            bought("recency", "at_least", lapsed.lapse_days + stale, None, where=where),
            bought("recency", "at_most", lapsed.lapse_days + stale, None),
            {"kind": "consent", "channel": "email", "purpose": "marketing"},
        ],
    }


def _targets(lapsed: Lapsed, setting: Setting, by: str) -> list[JsonObject]:
    """What the figures promise if the uplift holds: everybody mailed, and as many baskets as by themselves and more."""
    mailed = lapsed.reachable * (1 - setting.holdout)
    baskets = mailed * lapsed.return_baskets / lapsed.earlier * (1 + setting.uplift.share)
    return [
        {"kpi": "reached", "value": max(1, round(mailed)), "unit": "people", "by": by},
        {"kpi": "conversions", "value": max(1, ceil(baskets)), "unit": "count", "by": by},
    ]


def journey(bought: list[JsonObject], horizon_days: int) -> JsonObject:
    """An invitation, and one reminder for those who have not opened it in a third of the horizon. Who buys leaves."""
    patience = max(3, horizon_days // 3)
    return {
        "entry": {"kind": "audience"},
        "reentry": "never",
        "exit": [{"kind": "event", "name": "Product Purchased", "where": bought}],
        "first": "invite",
        "steps": [
            {
                "id": "invite",
                "kind": "send",
                "channel": "email",
                "variants": ["invite_ja", "invite_en"],
                "next": "watch",
            },
            {
                "id": "watch",
                "kind": "wait_until",
                "event": "Email Opened",
                "days": patience,
                "then": "done",
                "otherwise": "remind",
            },
            {
                "id": "remind",
                "kind": "send",
                "channel": "email",
                "variants": ["remind_ja", "remind_en"],
                "next": "done",
            },
            {"id": "done", "kind": "exit"},
        ],
    }
