"""The built-in predictor of who leaves: no purchase within twice one's own rhythm."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import numpy as np

from auftakt.audiences.predictions.features.read import Known, happened_between
from auftakt.audiences.predictions.features.spec import WHOLE
from auftakt.audiences.predictions.features.words import number
from auftakt.audiences.predictions.learned.predictor import FLOOR, learn, predicted, tried, why
from auftakt.audiences.predictions.measured import BackTest, Numbers
from auftakt.audiences.predictions.predictor import Ask, Model, Predicted
from auftakt.kit.text import Text
from auftakt.store.plane import Connection

LEAVES, OVERDUE = "likely_to_leave", "overdue"
FEWEST_TIMES = 3
SPANS = 2.0
_SHORTEST_DAYS = 7.0
_TIMES, _AGO, _RHYTHM = (WHOLE.index(name) for name in ("times", "ago", "rhythm"))


class StaysAway:
    """Whether somebody with a rhythm does not buy within twice that rhythm, or within the days asked for where that is
    sooner."""

    def eligible(self, known: Known) -> Known:
        rhythm = known.values[:, _RHYTHM]
        return known.only((known.values[:, _TIMES] >= FEWEST_TIMES) & np.isfinite(rhythm) & (rhythm > 0))

    def followed(self, con: Connection, ask: Ask, known: Known, since: datetime) -> Numbers:
        days = happened_between(con, ask, since, since + ask.span, known.person_ids).days
        came = np.isfinite(days) & (days <= patience(known, ask))
        stayed: Numbers = (~came).astype(np.float64)
        return stayed


class LeavingPredictor:
    """Boosted trees over what was known of people, for those who bought often enough to have a rhythm."""

    name: str = "leaving"
    title: Text = Text("Who is leaving", "離れそうな人")
    about: Text = Text(
        "Whether somebody with a rhythm of their own stays away longer than twice that rhythm: learnt from what was"
        " known of people before, not from a fixed number of days.",
        "自分の購入ペースを持つ人が、そのペースの2倍より長く購入しないかどうか。固定の日数ではなく、それ以前にわかっていたことから学習します。",
    )
    needs: Text = Text(
        f"People who bought at least {FEWEST_TIMES} times: 50 who came back in their rhythm and 50 who did not, in the"
        " time looked ahead and again in the time before that.",
        f"{FEWEST_TIMES}回以上購入した人のうち、ペースどおりに戻った人と戻らなかった人が、見通す期間とその前の同じ長さの期間の"
        "それぞれに50人以上必要です。",
    )
    floor: Text = FLOOR
    distrust: Text = Text(
        "Not where people buy by contract, and not soon after something that changed everybody's rhythm, such as a sale"
        " or a move of shop. It says nothing of who bought once or twice.",
        "契約による購入や、セールや移転など、全員のペースを変える出来事の直後には向きません。購入が1〜2回の人については何も示しません。",
    )
    traits: Mapping[str, Text] = MappingProxyType(
        {
            LEAVES: Text("Likely to leave", "離れる確率"),
            OVERDUE: Text("Since the last purchase, in own rhythms", "最後の購入からの間隔(自分のペース比)"),
        }
    )
    days: int = 90
    events: tuple[str, ...] = ("Order Completed", "Product Purchased")

    def train(self, con: Connection, ask: Ask, until: datetime) -> Model:
        return learn(con, StaysAway(), ask, until, self.needs)

    def predict(self, con: Connection, model: Model, ask: Ask, until: datetime) -> Predicted:
        known, said, drift = predicted(con, StaysAway(), model, ask, until)
        values = {LEAVES: said, OVERDUE: known.values[:, _AGO] / known.values[:, _RHYTHM]}
        return Predicted(known.person_ids, values, {LEAVES: 2, OVERDUE: 2}, drift=drift)

    def back_test(self, con: Connection, ask: Ask, until: datetime) -> BackTest:
        return tried(con, StaysAway(), ask, until, self.needs)

    def reasons(self, con: Connection, model: Model, ask: Ask, until: datetime, person_id: int) -> list[Text]:
        known, said, told = why(con, StaysAway(), model, ask, until, person_id)
        if not len(known):
            return []
        ago, rhythm = (float(known.values[0, at]) for at in (_AGO, _RHYTHM))
        days = number(round(float(patience(known, ask)[0])))
        first = Text(
            f"Used to buy every {rhythm:,.0f} days; {ago / rhythm:.1f} times that has passed since the last time.",
            f"これまでは{rhythm:,.0f}日ごとに購入し、最後の購入からその{ago / rhythm:.1f}倍の時間がたっています。",
        )
        rate = model.parameters["rate"]
        second = Text(
            f"With a probability of {said:.0%} they don't buy within {days} days either; on average it is {rate:.0%}.",
            f"今後{days}日間も購入しない確率は{said:.0%}です(平均は{rate:.0%})。",
        )
        return [first, second, *told]


def patience(known: Known, ask: Ask) -> Numbers:
    """How many days each of these people is given before they count as having left."""
    days: Numbers = np.clip(SPANS * known.values[:, _RHYTHM], _SHORTEST_DAYS, ask.days)
    return days


predictor = LeavingPredictor()
