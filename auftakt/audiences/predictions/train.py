"""Training: tried on time it has not seen, and published only where it is better than no model."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import structs

from auftakt.audiences.predictions.made import drop_predictor, predictors_of
from auftakt.audiences.predictions.measured import BackTest
from auftakt.audiences.predictions.predictor import Ask, Predicted, Predictor
from auftakt.audiences.predictions.propensity.predictor import Propensity
from auftakt.audiences.predictions.saved import Prediction, add_prediction, predictions_of, published
from auftakt.audiences.predictions.uplift.predictor import Uplift
from auftakt.jobs import Hub, Lookout, Progress
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.people import personal_names, put_predicted, read_declared
from auftakt.team import HUB_ACTOR, record

EVERY = timedelta(days=1)
LONGEST_DAYS = 730
_FARTHEST_OFF = 2.0
_LOOK_SECONDS = 60.0
_DONE = 4


def find_predictor(hub: Hub, name: str) -> Predictor:
    """Raises NotFound."""
    with hub.control.reading() as session:
        found = predictors_of(session)
    if name not in found:
        raise NotFound(
            Text(f"There is no predictor {name!r}.", f"予測 {name!r} はありません。"),
            next_action=Text(f"There are: {', '.join(found)}.", f"次のものがあります:{'、'.join(found)}"),
            predictor=name,
        )
    return found[name]


def default_ask(hub: Hub, predictor: Predictor, days: int | None = None, events: tuple[str, ...] = ()) -> Ask:
    """What to ask for: as chosen, or as last time, or what the predictor is made for. Raises InvalidInput."""
    with hub.control.reading() as session:
        last = published(session, predictor.name)
    wanted = days or (last.ask.days if last else predictor.days)
    check_days(wanted)
    shift = hub.clock.now().astimezone(ZoneInfo(hub.settings.timezone)).utcoffset() or timedelta()
    minutes = int(shift.total_seconds() // 60)
    if isinstance(predictor, Propensity):
        return todays_ask(hub, Ask(wanted, predictor.events, minutes, predictor.where, predictor.among))
    if isinstance(predictor, Uplift):
        made = Ask(wanted, predictor.events, minutes, predictor.where, campaign=predictor.campaign, arm=predictor.arm)
        return todays_ask(hub, made)
    names = tuple(each.strip() for each in events if each.strip()) or (last.ask.events if last else predictor.events)
    return todays_ask(hub, Ask(wanted, names, minutes))


def todays_ask(hub: Hub, ask: Ask) -> Ask:
    """The same with what the hub declares today to be sensitive or personal."""
    sensitive = (each.strip() for each in hub.settings.privacy.sensitive_traits.split(","))
    with hub.control.reading() as session:
        personal = personal_names(read_declared(session)).traits
    return structs.replace(ask, sensitive=tuple(each for each in sensitive if each), unread=tuple(sorted(personal)))


def check_days(wanted: int) -> None:
    """Raises InvalidInput where nobody can look so far ahead."""
    if not 7 <= wanted <= LONGEST_DAYS:
        raise InvalidInput(
            Text(f"{wanted} days can't be looked ahead.", f"{wanted}日先は見通せません。"),
            next_action=Text(f"Choose 7 to {LONGEST_DAYS} days.", f"7〜{LONGEST_DAYS}日で指定してください。"),
            field="days",
        )


def refusal(test: BackTest) -> Text | None:
    """Why a predictor that did like this must not be published; None where it may."""
    if test.happened == 0:
        return Text(
            "Nothing of what it predicts happened in the time that was kept back.",
            "検証用に残した期間に、予測する出来事が1件もありませんでした。",
        )
    if test.error is not None and test.plain_error is not None and test.error >= test.plain_error:
        return Text(
            f"It was wrong by {test.error:.3f} a person, and without a model one is only by {test.plain_error:.3f}.",
            f"1人あたりの誤差が{test.error:.3f}で、モデルなしの{test.plain_error:.3f}を下回りませんでした。",
        )
    for each in test.measures:
        least = each.value if each.low is None else each.low
        if each.floor is not None and not least >= each.floor:  # what can't be told (nan) is not enough either
            return Text(
                f"{each.title.en}: {least:.3f}, and at least {each.floor:.3f} is needed.",
                f"{each.title.ja}が{least:.3f}で、必要な{each.floor:.3f}に届きませんでした。",
            )
    if test.said is None or test.happened is None:
        return None
    if not 1 / _FARTHEST_OFF <= test.said / test.happened <= _FARTHEST_OFF:
        return Text(
            f"It said {test.said:,.0f} in all, and {test.happened:,.0f} happened.",
            f"合計の見込み{test.said:,.0f}に対し、実際は{test.happened:,.0f}でした。",
        )
    return None


def train_predictor(hub: Hub, predictor: Predictor, ask: Ask, by: str, progress: Progress | None = None) -> Prediction:
    """Back-tests, trains on everything, and publishes the values as traits, or says why not.

    Nothing is written before the end: a run that was stopped or killed leaves what was there, and is started anew. A
    refused training leaves the values of the one before. Raises TooLittle, Stopped.
    """
    progress, now = progress or Progress(), hub.clock.now()
    with hub.plane.reader() as con:
        progress.at(0, _DONE, "back_test")
        test = predictor.back_test(con, ask, now)
        progress.at(1, _DONE, "train")
        model, refused = predictor.train(con, ask, now), refusal(test)
        progress.at(2, _DONE, "predict")
        predicted = None if refused else predictor.predict(con, model, ask, now)
    progress.at(3, _DONE, "write")
    if predicted is not None:
        test = structs.replace(test, drift=predicted.drift)
        with hub.plane.writer() as con:
            put_predicted(con, list(predictor.traits), _table(predicted), now)
        hub.runner.poke()
    people = 0 if predicted is None else len(predicted.person_ids)
    with hub.control.session() as session:
        new_id = hub.ids.new("prd")
        made = add_prediction(session, new_id, predictor.name, by, now, ask, model, test, refused, people)
        detail = {"version": made.version, "people": people, "days": ask.days}
        record(session, now, by, f"prediction.{made.state}", "predictor", predictor.name, detail)
    return made


def forget_predictor(hub: Hub, name: str, by: str) -> None:
    """Deletes a predictor that somebody made, its trainings and its traits. Raises NotFound."""
    now = hub.clock.now()
    with hub.control.session() as session:
        made = drop_predictor(session, name)
        record(session, now, by, "prediction.deleted", "predictor", name, {"title": made.title.en})
    nothing = pa.table(
        {"person_id": pa.array([], pa.int64()), "name": pa.array([], pa.string()), "text": pa.array([], pa.string())}
    )
    with hub.plane.writer() as con:
        put_predicted(con, list(made.traits), nothing, now)
    hub.runner.poke()


class Predictions(Lookout):
    """Trains what is published again once a day, in the background, so that values do not grow old."""

    def __init__(self, hub: Hub) -> None:
        super().__init__("predictions", hub.clock, _LOOK_SECONDS)
        self._hub = hub
        self._tried: dict[str, datetime] = {}

    def look(self) -> list[Prediction]:
        """Trains each predictor whose values are a day old."""
        made = []
        for predictor, ask in self._due():
            self._tried[predictor.name] = self._hub.clock.now()
            made.append(train_predictor(self._hub, predictor, todays_ask(self._hub, ask), HUB_ACTOR, self.progress))
        return made

    def _due(self) -> list[tuple[Predictor, Ask]]:
        now = self._hub.clock.now()
        due = []
        with self._hub.control.reading() as session:
            known = predictors_of(session)
        for predictor in known.values():
            with self._hub.control.reading() as session:
                standing, latest = published(session, predictor.name), predictions_of(session, predictor.name, 1)
            if standing is None:
                continue
            # One that was refused, or had too little to learn from, is tried again the next day, not the next minute.
            tried = max(latest[0].trained_at, self._tried.get(predictor.name, latest[0].trained_at))
            if now - tried >= EVERY:
                due.append((predictor, standing.ask))
        return due


def _table(predicted: Predicted) -> pa.Table:
    parts = []
    for name, values in predicted.values.items():
        known = np.isfinite(values)
        places = predicted.places[name]
        figures = pa.array(np.round(values[known], places))
        text = pc.cast(figures if places else pc.cast(figures, pa.int64()), pa.string())
        ids = pa.array(predicted.person_ids[known])
        parts.append(pa.table({"person_id": ids, "name": pa.repeat(name, len(ids)), "text": text}))
    for name, texts in predicted.texts.items():
        known = np.array([bool(each) for each in texts], dtype=bool)
        ids = pa.array(predicted.person_ids[known])
        told = pa.array([each for each in texts if each], pa.string())
        parts.append(pa.table({"person_id": ids, "name": pa.repeat(name, len(ids)), "text": told}))
    return pa.concat_tables(parts)
