"""The built-in predictor of purchases: who still buys, how often, and for how much."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

import numpy as np

from auftakt.audiences.predictions.groups import groups_of
from auftakt.audiences.predictions.measured import BackTest, Numbers, tenths
from auftakt.audiences.predictions.predictor import Ask, Model, Predicted, TooLittle
from auftakt.audiences.predictions.purchases.bgnbd import BgNbd, fit_bgnbd
from auftakt.audiences.predictions.purchases.gammagamma import GammaGamma, fit_gammagamma
from auftakt.audiences.predictions.purchases.history import Histories
from auftakt.audiences.predictions.purchases.likelihood import NoFit
from auftakt.audiences.predictions.purchases.read import Buyers, bought_between, buyers
from auftakt.kit.text import Text
from auftakt.store.plane import Connection

PURCHASES, VALUE = "predicted_purchases", "predicted_value"
BUYS, ACTIVE = "likely_to_buy", "likely_active"
FEWEST_PEOPLE = 100


class PurchasePredictor:
    """BG/NBD for how often, Gamma-Gamma for how much (left out where purchases carry no amounts)."""

    name: str = "purchases"
    title: Text = Text("Purchases to come", "これからの購入")
    about: Text = Text(
        "Whether somebody still buys, how often they will, and what that is worth: from when and for how much they"
        " bought so far, and from nothing else.",
        "まだ購入を続けているか、あと何回買うか、いくらになるかを、これまでの購入の時期と金額だけから見積もります。",
    )
    needs: Text = Text(
        f"{FEWEST_PEOPLE} buyers, ten of whom bought again, and at least twice the time that is looked ahead.",
        f"購入者{FEWEST_PEOPLE}人(うち再購入10人)以上と、見通す期間の2倍以上の履歴が必要です。",
    )
    distrust: Text = Text(
        "Not where people buy by contract or subscription, where a season or a campaign ahead is unlike the past, or"
        " for a single person: it is right on average over many.",
        "契約や定期購入、これまでにない季節要因やキャンペーンがある場合、1人だけを見る場合には向きません。多人数の平均で当たります。",
    )
    floor: Text = Text(
        "Nearer than going on at everybody's own past rate, and a total that is off by less than half or double.",
        "1人ひとりの過去のペースを延ばすより近く、合計が実際の半分〜2倍に収まること。",
    )
    traits: Mapping[str, Text] = MappingProxyType(
        {
            PURCHASES: Text("Purchases to expect", "購入回数の見込み"),
            VALUE: Text("Worth to expect", "購入金額の見込み"),
            BUYS: Text("Likely to buy", "購入する確率"),
            ACTIVE: Text("Likely still a buyer", "購入を続けている確率"),
        }
    )
    days: int = 90
    events: tuple[str, ...] = ("Order Completed", "Product Purchased")

    def train(self, con: Connection, ask: Ask, until: datetime) -> Model:
        return self._learn(self._buyers(con, ask, until))

    def predict(self, con: Connection, model: Model, ask: Ask, until: datetime) -> Predicted:
        who = buyers(con, ask, until)
        counts, worth = _models(model)
        purchases = counts.expected(who.histories, ask.days)
        # Of who bought once the model can't tell whether they stopped: it has them stop only after a later purchase.
        active = np.where(who.histories.repeats > 0, counts.alive(who.histories), np.nan)
        values = {PURCHASES: purchases, BUYS: counts.buys(who.histories, ask.days), ACTIVE: active}
        if worth is not None:
            values[VALUE] = purchases * worth.worth(who.histories)
        return Predicted(who.person_ids, values, {PURCHASES: 2, BUYS: 2, ACTIVE: 2, VALUE: 0})

    def back_test(self, con: Connection, ask: Ask, until: datetime) -> BackTest:
        cutoff = until - timedelta(days=ask.days)
        who = self._buyers(con, ask, cutoff)
        counts, _ = _models(self._learn(who))
        said = counts.expected(who.histories, ask.days)
        happened = bought_between(con, ask, cutoff, until, who.person_ids)
        plain = _at_own_rate(who.histories, ask.days)
        return BackTest(
            cutoff=cutoff,
            until=until,
            people=len(said),
            said=float(said.sum()),
            happened=float(happened.sum()),
            error=float(np.abs(said - happened).mean()),
            plain_error=float(np.abs(plain - happened).mean()),
            bins=tenths(said, happened),
            groups=groups_of(con, ask, who.person_ids, said, happened),
        )

    def reasons(self, con: Connection, model: Model, ask: Ask, until: datetime, person_id: int) -> list[Text]:
        try:
            who = buyers(con, ask, until, person_id)
        except NoFit:
            return []
        counts, worth = _models(model)
        return _told(who.histories, counts, worth, ask)

    def _buyers(self, con: Connection, ask: Ask, until: datetime) -> Buyers:
        try:
            who = buyers(con, ask, until)
        except NoFit:
            raise _too_little(0, 0) from None
        longest = int(who.histories.watched.max(initial=0))
        if len(who.histories) < FEWEST_PEOPLE or longest < ask.days:
            raise _too_little(len(who.histories), longest)
        return who

    def _learn(self, who: Buyers) -> Model:
        try:
            counts = fit_bgnbd(who.histories)
        except NoFit as why:
            raise TooLittle(why.message, next_action=why.next_action) from why
        parameters = {"r": counts.r, "alpha": counts.alpha, "a": counts.a, "b": counts.b}
        try:
            worth = fit_gammagamma(who.histories)
        except NoFit:
            return Model(parameters, len(who.histories))
        parameters |= {"p": worth.p, "q": worth.q, "v": worth.v, "dependence": worth.dependence}
        return Model(parameters, len(who.histories))


predictor = PurchasePredictor()


def _models(model: Model) -> tuple[BgNbd, GammaGamma | None]:
    told = model.parameters
    counts = BgNbd(told["r"], told["alpha"], told["a"], told["b"], 0.0)
    if "p" not in told:
        return counts, None
    return counts, GammaGamma(told["p"], told["q"], told["v"], 0.0, 0, told["dependence"])


def _at_own_rate(people: Histories, days: int) -> Numbers:
    """What somebody would say without a model: everybody goes on as so far."""
    rate: Numbers = (people.repeats + 1) / np.maximum(people.watched, days) * days
    return rate


def _told(people: Histories, counts: BgNbd, worth: GammaGamma | None, ask: Ask) -> list[Text]:
    repeats, last, watched, value = (
        float(each[0]) for each in (people.repeats, people.last, people.watched, people.value)
    )
    ago = watched - last
    days = Text("one day" if not repeats else f"{repeats + 1:,.0f} days", f"{repeats + 1:,.0f}日")
    told = [
        Text(
            f"Bought on {days.en}; first {watched:,.0f} days ago, last {ago:,.0f} days ago.",
            f"購入した日は{days.ja}。最初は{watched:,.0f}日前、最後は{ago:,.0f}日前です。",
        )
    ]
    buys, expected = float(counts.buys(people, ask.days)[0]), float(counts.expected(people, ask.days)[0])
    if repeats:
        rhythm, alive = last / repeats, float(counts.alive(people)[0])
        told.append(
            Text(
                f"Used to buy every {rhythm:,.0f} days; {ago / rhythm:.1f} times that has passed since. So with a"
                f" probability of {alive:.0%} they are still a buyer.",
                f"これまでは{rhythm:,.0f}日ごとに購入し、最後の購入からその{ago / rhythm:.1f}倍の時間がたっています。"
                f"購入を続けている確率は{alive:.0%}です。",
            )
        )
    else:
        told.append(
            Text(
                "One purchase shows no rhythm yet: what is said rests on how others went on after their first.",
                "1回の購入ではペースがわからないため、ほかの人が最初の購入の後どうしたかをもとにしています。",
            )
        )
    told.append(
        Text(
            f"In the next {ask.days} days they buy with a probability of {buys:.0%}; {expected:.2f} purchases are"
            " expected.",
            f"今後{ask.days}日間に購入する確率は{buys:.0%}、購入回数の見込みは{expected:.2f}回です。",
        )
    )
    if worth is not None:
        each = float(worth.worth(people)[0])
        own = Text("no repeat purchase of their own to go by", "本人の再購入はまだありません")
        if value:
            own = Text(f"their own average is {value:,.0f}", f"本人の平均は{value:,.0f}")
        told.append(
            Text(f"Each is worth about {each:,.0f}; {own.en}.", f"1回あたりの金額は約{each:,.0f}({own.ja})です。")
        )
    return told


def _too_little(people: int, days: int) -> TooLittle:
    return TooLittle(
        Text(
            f"There are {people:,} buyers, and {days:,} days since the first of them.",
            f"購入者は{people:,}人、最初の購入からは{days:,}日です。",
        ),
        next_action=PurchasePredictor.needs,
    )
