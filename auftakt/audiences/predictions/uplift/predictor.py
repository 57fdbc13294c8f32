"""The uplift of a campaign: made by somebody of the hub, with the campaign, an arm and what people were to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from auftakt.audiences.predictions.features.read import Known, known_at
from auftakt.audiences.predictions.features.spec import Features, choose_features
from auftakt.audiences.predictions.features.words import number
from auftakt.audiences.predictions.groups import groups_of
from auftakt.audiences.predictions.learned.examples import people_before
from auftakt.audiences.predictions.learned.predictor import keep, predicted, what_weighs
from auftakt.audiences.predictions.measured import BackTest, Measure, Numbers
from auftakt.audiences.predictions.predictor import Ask, Model, Predicted, TooLittle
from auftakt.audiences.predictions.propensity.predictor import Does, what_text
from auftakt.audiences.predictions.uplift.learner import held_out, learn_effect
from auftakt.audiences.predictions.uplift.qini import effect, effect_tenths, qini
from auftakt.audiences.predictions.uplift.trial import Trial, find_trial
from auftakt.kit.text import Text
from auftakt.people import PropertyTest
from auftakt.store.plane import Connection

PREFIX = "uplift_"
PLACES = 4
FEWEST_PEOPLE, FEWEST_DID = 1000, 50
FLOOR = Text(
    "Choosing people by it gains more than choosing by lot, with 95 % confidence: the lower end of the Qini interval is"
    " above 0.",
    "この予測で選ぶほうが、くじで選ぶより成果が増えること(Qini の95%区間の下限が0を上回ること)。",
)
NEEDS = Text(
    f"A campaign with a holdout that is over: {FEWEST_PEOPLE:,} people with it and {FEWEST_PEOPLE:,} held back by lot,"
    f" {FEWEST_DID} of each did it.",
    f"ホールドアウトのある、結果の出たキャンペーン。配信した人と、くじで控えた人がそれぞれ{FEWEST_PEOPLE:,}人以上、"
    f"そのうち行動した人がそれぞれ{FEWEST_DID}人以上必要です。",
)
DISTRUST = Text(
    "Only for a campaign like the one it was learnt from: another offer has another effect. Not where people were"
    " chosen otherwise than by lot. Below zero means that the message may do harm.",
    "学習に使ったものと似たキャンペーンだけに使えます。オファーが違えば効果も違います。くじ以外で対象を選んだ場合には向きません。"
    "0未満は、送ると逆効果かもしれないという意味です。",
)


@dataclass(frozen=True)
class Uplift:
    """`name` is also that of its trait, with `uplift_` before it."""

    name: str
    title: Text
    events: tuple[str, ...]
    where: tuple[PropertyTest, ...]
    campaign: str
    arm: str
    days: int
    among: tuple[str, ...] = ()
    needs: Text = NEEDS
    floor: Text = FLOOR
    distrust: Text = DISTRUST

    @property
    def about(self) -> Text:
        en, ja = (what_text(self.events, self.where, language) for language in ("en", "ja"))
        return Text(
            f"How much more likely somebody does {en} because of a campaign like this one: learnt by comparing those"
            " who got it with those who were held back.",
            f"このようなキャンペーンによって{ja}をする確率がどれだけ増えるか。配信した人と控えた人を比べて学習します。",
        )

    @property
    def trait(self) -> str:
        return PREFIX + self.name

    @property
    def traits(self) -> Mapping[str, Text]:
        return {self.trait: Text(f"Effect: {self.title.en}", f"効果:{self.title.ja}")}

    def train(self, con: Connection, ask: Ask, until: datetime) -> Model:
        trial, features, known = _read(con, ask, until)
        effects = learn_effect(known.values, trial.treated, trial.did, features.categories)
        rate = effect(trial.treated, trial.did)
        numbers = {"people": float(len(trial.did)), "effect": rate}
        return Model(numbers, len(trial.did), keep(features, effects, known.values))

    def predict(self, con: Connection, model: Model, ask: Ask, until: datetime) -> Predicted:
        known, said, drift = predicted(con, Does(), model, ask, until)
        return Predicted(known.person_ids, {self.trait: said}, {self.trait: PLACES}, drift=drift)

    def back_test(self, con: Connection, ask: Ask, until: datetime) -> BackTest:
        trial, features, known = _read(con, ask, until)
        said = held_out(known.values, trial.treated, trial.did, features.categories)
        gain = qini(said, trial.treated, trial.did)
        title = Text("Qini: more for each 1,000 people than by lot", "Qini:1,000人あたり、くじより増える行動")
        return BackTest(
            cutoff=trial.began,
            until=until,
            people=len(said),
            said=float(said.sum()),
            happened=effect(trial.treated, trial.did) * len(said),
            error=None,
            plain_error=None,
            bins=effect_tenths(said, trial.treated, trial.did),
            measures=(Measure(title, gain.value, 0.0, 0.0, gain.low, gain.high),),
            groups=groups_of(con, ask, known.person_ids, said, _told(trial)),
        )

    def reasons(self, con: Connection, model: Model, ask: Ask, until: datetime, person_id: int) -> list[Text]:
        known, said, weighs = what_weighs(con, Does(), model, ask, until, person_id)
        if not len(known):
            return []
        en, ja = (what_text(ask.events, ask.where, language) for language in ("en", "ja"))
        points, average = number(said * 100), number(model.parameters["effect"] * 100)
        first = Text(
            f"A campaign like this one changes the probability that they do {en} by {points} points; on average it was"
            f" {average}.",
            f"このようなキャンペーンにより{ja}をする確率は{points}ポイント変わる見込みです(平均は{average})。",
        )
        return [first, *(_weighs(text, weight) for text, weight in weighs)]


def _read(con: Connection, ask: Ask, until: datetime) -> tuple[Trial, Features, Known]:
    """The experiment with what was known of its people when it began. Raises TooLittle."""
    trial = find_trial(con, ask, until)
    if trial is None:
        raise _too_little(None)
    features = choose_features(con, ask, trial.began, people_before(con, trial.began))
    known = known_at(con, features, ask, trial.began)
    both, ours, theirs = np.intersect1d(known.person_ids, trial.person_ids, return_indices=True)
    # Who came while it ran is left out: nothing was known of them when it began.
    trial = Trial(trial.began, both, trial.treated[theirs], trial.did[theirs])
    for arm in (trial.treated > 0, trial.treated == 0):
        if arm.sum() < FEWEST_PEOPLE or trial.did[arm].sum() < FEWEST_DID:
            raise _too_little(trial)
    return trial, features, Known(both, known.values[ours])


def _too_little(trial: Trial | None) -> TooLittle:
    if trial is None:
        message = Text(
            "No campaign of this name and arm has a holdout to compare with.",
            "このキャンペーンと群には、比べられるホールドアウトがありません。",
        )
        return TooLittle(message, next_action=NEEDS)
    counts = [(int(arm.sum()), int(trial.did[arm].sum())) for arm in (trial.treated > 0, trial.treated == 0)]
    (got, did), (held, anyway) = counts
    message = Text(
        f"{got:,} people got it and {did:,} of them did it; {held:,} were held back and {anyway:,} of them did it.",
        f"配信した人は{got:,}人でうち行動は{did:,}人、控えた人は{held:,}人でうち行動は{anyway:,}人です。",
    )
    return TooLittle(message, next_action=NEEDS)


def _weighs(known: Text, weight: float) -> Text:
    points = f"{weight * 100:+.1f}"
    return Text(f"{known.en}: {points} points.", f"{known.ja}:{points}ポイント。")


def _told(trial: Trial) -> Numbers:
    """What each row tells of the effect: on average over any group it is that group's effect."""
    share = float(trial.treated.mean())
    told: Numbers = trial.did * (trial.treated - share) / (share * (1 - share))
    return told
