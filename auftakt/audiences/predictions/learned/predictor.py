"""What all predictors that learn from examples have in common: learn, try on time not seen, predict, say why."""

from datetime import datetime, timedelta

import msgspec
import numpy as np

from auftakt.audiences.predictions.features.read import Known, in_parts, known_at
from auftakt.audiences.predictions.features.spec import WHOLE, Features, may_read
from auftakt.audiences.predictions.features.words import known_text, title_of, trait_of
from auftakt.audiences.predictions.groups import groups_of
from auftakt.audiences.predictions.learned.examples import (
    MOST_EXAMPLES,
    Examples,
    Target,
    examples_at,
    gather,
    people_before,
)
from auftakt.audiences.predictions.learned.trees import ask_trees, learn_trees, weighed
from auftakt.audiences.predictions.measured import (
    BackTest,
    Drift,
    Measure,
    Numbers,
    Shape,
    moved,
    ranked,
    shape_of,
    tenths,
)
from auftakt.audiences.predictions.predictor import Ask, Model, TooLittle
from auftakt.kit.text import Text
from auftakt.store.plane import Connection

FEWEST_EXAMPLES = 50
LEAST_RANKED = 0.6
FLOOR = Text(
    f"Ranked right at least {LEAST_RANKED:.0%} of the time (AUC), nearer than saying the same of everybody (Brier), and"
    " a total that is off by less than half or double.",
    f"順位の正しさ(AUC)が{LEAST_RANKED:.0%}以上で、全員に同じ確率を当てはめるより近く(ブライアスコア)、"
    "合計が実際の半分〜2倍に収まること。",
)
NEEDS = Text(
    f"{FEWEST_EXAMPLES} people with whom it happened and {FEWEST_EXAMPLES} with whom it did not, in the time looked"
    " ahead and again in the time before that.",
    f"見通す期間と、その前の同じ長さの期間のそれぞれに、起きた人が{FEWEST_EXAMPLES}人以上、"
    f"起きなかった人が{FEWEST_EXAMPLES}人以上必要です。",
)
SCORE = Text("The prediction itself", "予測値そのもの")
_AT_ONCE = 250_000
_MOST_REASONS = 6
_LEAST_WEIGHT = 0.03
_MOST_DRIFTS = 8
_TOP = 0.1


class Learnt(msgspec.Struct, frozen=True):
    """What a model needs to be asked again, and how what it learnt from was distributed."""

    features: Features
    trees: str
    score: Shape
    shapes: tuple[Shape, ...]


def learn(con: Connection, target: Target, ask: Ask, until: datetime, needs: Text = NEEDS) -> Model:
    """From all that is over by `until`. Raises TooLittle."""
    features, examples = gather(con, target, ask, until)
    enough(examples, ask, needs)
    values = examples.known.values
    trees = learn_trees(values, examples.followed, features.categories)
    yes = float(examples.followed.sum())
    parameters = {"examples": float(len(examples.followed)), "happened": yes, "rate": yes / len(examples.followed)}
    return Model(parameters, len(np.unique(examples.known.person_ids)), keep(features, trees, values))


def keep(features: Features, trees: str, values: Numbers) -> str:
    """A model as `Model.learnt` holds it, with how the `values` that it learnt from were distributed."""
    shapes = tuple(shape_of(values[:, at]) for at in range(features.width))
    return msgspec.json.encode(Learnt(features, trees, shape_of(ask_trees(trees, values)), shapes)).decode()


def learnt_of(model: Model) -> Learnt:
    return msgspec.json.decode(model.learnt, type=Learnt)


def predicted(
    con: Connection, target: Target, model: Model, ask: Ask, until: datetime
) -> tuple[Known, Numbers, tuple[Drift, ...]]:
    """Everybody of whom it can be said, with the figures of WHOLE, what is said, and how far they are from whom it was
    learnt from."""
    learnt = learnt_of(model)
    parts = -(-max(people_before(con, until), 1) // _AT_ONCE)
    ids, figures, said = [], [], []
    drift: tuple[Drift, ...] = ()
    for everybody in in_parts(con, learnt.features, ask, until, parts):
        known = target.eligible(everybody)
        scores = ask_trees(learnt.trees, known.values)
        drift = drift or drifted(learnt, ask, known, scores)
        ids.append(known.person_ids)
        figures.append(known.values[:, : len(WHOLE)])
        said.append(scores)
    return Known(np.concatenate(ids), np.concatenate(figures)), np.concatenate(said), drift


def drifted(learnt: Learnt, ask: Ask, known: Known, said: Numbers) -> tuple[Drift, ...]:
    """That of the prediction, then the figures that moved farthest."""
    if not len(known):
        return ()
    found = [
        Drift(title_of(learnt.features, ask, at), moved(shape, known.values[:, at]))
        for at, shape in enumerate(learnt.shapes)
    ]
    found.sort(key=lambda each: -each.index)
    return (Drift(SCORE, moved(learnt.score, said)), *found[:_MOST_DRIFTS])


def tried(con: Connection, target: Target, ask: Ask, until: datetime, needs: Text = NEEDS) -> BackTest:
    """Learns from what was over a span ago, and compares with what then followed. Raises TooLittle."""
    cutoff = until - timedelta(days=ask.days)
    model = learn(con, target, ask, cutoff, needs)
    learnt, rate = learnt_of(model), model.parameters["rate"]
    parts = -(-max(people_before(con, cutoff), 1) // MOST_EXAMPLES)
    examples = examples_at(con, target, learnt.features, ask, cutoff, parts)
    enough(examples, ask, needs)
    said, followed = ask_trees(learnt.trees, examples.known.values), examples.followed
    return BackTest(
        cutoff=cutoff,
        until=until,
        people=len(said),
        said=float(said.sum()),
        happened=float(followed.sum()),
        error=float(((said - followed) ** 2).mean()),
        plain_error=float(((rate - followed) ** 2).mean()),
        bins=tenths(said, followed),
        measures=measures(said, followed),
        groups=groups_of(con, ask, examples.known.person_ids, said, followed),
    )


def measures(said: Numbers, followed: Numbers) -> tuple[Measure, ...]:
    """How well it ranks."""
    top = np.argsort(-said, kind="stable")[: max(1, int(len(said) * _TOP))]
    return (
        Measure(Text("Ranked right (AUC)", "順位の正しさ(AUC)"), ranked(said, followed), 0.5, LEAST_RANKED),
        Measure(
            Text("The highest tenth, times the average", "上位1割は平均の何倍か"),
            float(followed[top].mean() / followed.mean()),
            1.0,
        ),
    )


def enough(examples: Examples, ask: Ask, needs: Text = NEEDS) -> None:
    """Raises TooLittle where one kind of example is too rare to learn from or to try on."""
    if examples.fewest >= FEWEST_EXAMPLES:
        return
    yes = int(examples.followed.sum())
    raise TooLittle(
        Text(
            f"Of {len(examples.followed):,} examples over {ask.days} days it happened in {yes:,}.",
            f"{ask.days}日間の実例{len(examples.followed):,}件のうち、起きたのは{yes:,}件です。",
        ),
        next_action=needs,
    )


def why(
    con: Connection, target: Target, model: Model, ask: Ask, until: datetime, person_id: int
) -> tuple[Known, float, list[Text]]:
    """One person: what is known, what is said, and what weighs most in it. Empty where nothing can be said."""
    known, said, weighs = what_weighs(con, target, model, ask, until, person_id)
    return known, said, [_weighs(*each) for each in weighs if abs(each[1]) >= _LEAST_WEIGHT]


def what_weighs(
    con: Connection, target: Target, model: Model, ask: Ask, until: datetime, person_id: int
) -> tuple[Known, float, list[tuple[Text, float]]]:
    """One person: what is known, what is said, and what weighs most in it with its weight (TreeSHAP)."""
    learnt = learnt_of(model)
    known = target.eligible(known_at(con, learnt.features, ask, until, person_id))
    if not len(known):
        return known, float("nan"), []
    row = known.values[0]
    said, weights = float(ask_trees(learnt.trees, known.values)[0]), weighed(learnt.trees, row)[:-1]
    told: list[tuple[Text, float]] = []
    for at in np.argsort(-np.abs(weights), kind="stable"):
        if weights[at] == 0 or len(told) >= _MOST_REASONS:
            break
        trait = trait_of(learnt.features, int(at))
        if trait is None or may_read(ask, trait):
            text = known_text(learnt.features, ask, int(at), float(row[at]))
            # The name of a trait is not to be written otherwise than it is.
            told.append((text if trait else _upper(text), float(weights[at])))
    return known, said, told


def _weighs(known: Text, weight: float) -> Text:
    odds = f"{np.exp(weight):.2f}"
    if weight > 0:
        return Text(f"{known.en}: raises it (odds × {odds}).", f"{known.ja}:高めています(オッズ×{odds})。")
    return Text(f"{known.en}: lowers it (odds × {odds}).", f"{known.ja}:低めています(オッズ×{odds})。")


def _upper(text: Text) -> Text:
    return Text(text.en[:1].upper() + text.en[1:], text.ja)
