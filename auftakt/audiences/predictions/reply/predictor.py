"""The built-in predictor of the best hour and channel."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import numpy as np

from auftakt.audiences.predictions.measured import BackTest, Measure, Numbers
from auftakt.audiences.predictions.predictor import Ask, Model, Predicted, TooLittle
from auftakt.audiences.predictions.reply.read import HOURS, Answers, Reached, answers, reached
from auftakt.kit.text import Text
from auftakt.store.plane import Connection

HOUR, CHANNEL = "best_hour", "best_channel"
FEWEST_PEOPLE, FEWEST_TRIED = 100, 50
WEIGHT = 4.0
"""How many answers of their own it takes until somebody counts as much as everybody together."""
_NEAR = 1
_RATE, _SHARE = "rate of ", "hour "


class ReplyPredictor:
    """Each person's own answers, held together by what everybody does where there are few of them."""

    name: str = "reply"
    title: Text = Text("Best hour and channel", "届きやすい時間帯とチャネル")
    about: Text = Text(
        "At which hour of the day and on which channel somebody most likely answers: from when they opened and"
        " clicked so far, and from what everybody does where that is little.",
        "どの時間帯に、どのチャネルで最も反応しやすいか。これまでの開封・クリックから見積もり、少ないうちは全体の傾向で補います。",
    )
    needs: Text = Text(
        f"{FEWEST_PEOPLE} people who answered, {FEWEST_TRIED} of whom answered again in the time looked ahead.",
        f"反応した人が{FEWEST_PEOPLE}人以上、そのうち見通す期間にもう一度反応した人が{FEWEST_TRIED}人以上必要です。",
    )
    floor: Text = Text(
        "The next answer comes within an hour of what it says more often than within an hour of everybody's best hour.",
        "次の反応が、予測した時刻の前後1時間に入る割合が、全体で最も多い時刻の前後1時間に入る割合より高いこと。",
    )
    distrust: Text = Text(
        "Where messages always go out at one hour, answers gather after it: try other hours first. Mail programs that"
        " open everything by themselves answer at any hour.",
        "いつも同じ時刻に送っていると、反応はその直後に集まります。先に別の時刻も試してください。自動で開封するメールソフトの反応も含まれます。",
    )
    traits: Mapping[str, Text] = MappingProxyType(
        {HOUR: Text("Best hour", "届きやすい時刻(時)"), CHANNEL: Text("Best channel", "届きやすいチャネル")}
    )
    days: int = 30
    events: tuple[str, ...] = (
        "Email Opened", "Email Link Clicked", "SMS Link Clicked", "Push Notification Opened", "LINE Message Opened",
        "LINE Link Clicked",
    )  # fmt: skip

    def train(self, con: Connection, ask: Ask, until: datetime) -> Model:
        return _learn(answers(con, ask, until), reached(con, ask, until))

    def predict(self, con: Connection, model: Model, ask: Ask, until: datetime) -> Predicted:
        when, where = answers(con, ask, until), reached(con, ask, until)
        people = np.union1d(when.person_ids, where.person_ids)
        hours, channels = np.full(len(people), np.nan), [""] * len(people)
        hours[np.searchsorted(people, when.person_ids)] = _best_hours(when, model)
        for person, channel, _ in _best_channels(where, model):
            channels[int(np.searchsorted(people, person))] = channel
        return Predicted(people, {HOUR: hours}, {HOUR: 0}, {CHANNEL: channels})

    def back_test(self, con: Connection, ask: Ask, until: datetime) -> BackTest:
        cutoff = until - ask.span
        before, later = answers(con, ask, cutoff), answers(con, ask, until, since=cutoff)
        model = _learn(before, reached(con, ask, cutoff))
        both, mine, theirs = np.intersect1d(before.person_ids, later.person_ids, return_indices=True)
        if len(both) < FEWEST_TRIED:
            raise _too_little(len(both))
        came = later.first[theirs].astype(np.float64)
        hit = _near(_best_hours(before, model)[mine], came)
        plain = _near(np.full(len(both), float(np.argmax(_smooth(_shares(model))))), came)
        rate, popular = float(hit.mean()), float(plain.mean())
        wide = 1.96 * float(np.sqrt(rate * (1 - rate) / len(both)))
        title = Text("Answered within an hour of it", "予測した時刻の前後1時間に反応")
        return BackTest(
            cutoff=cutoff,
            until=until,
            people=len(both),
            said=None,
            happened=None,
            error=1 - rate,
            plain_error=1 - popular,
            bins=(),
            measures=(Measure(title, rate, popular, None, max(rate - wide, 0.0), rate + wide),),
        )

    def reasons(self, con: Connection, model: Model, ask: Ask, until: datetime, person_id: int) -> list[Text]:
        when, where = answers(con, ask, until, person_id=person_id), reached(con, ask, until, person_id)
        told = []
        if len(when.person_ids):
            hour, own = int(_best_hours(when, model)[0]), when.hours[0]
            near = sum(own[(hour + step) % HOURS] for step in (-_NEAR, 0, _NEAR))
            told.append(
                Text(
                    f"Answered {own.sum():,.0f} times so far, {near:,.0f} of them within an hour of {hour}:00.",
                    f"これまでの反応は{own.sum():,.0f}回、うち{hour}時の前後1時間は{near:,.0f}回です。",
                )
            )
        for _, channel, at in _best_channels(where, model):
            sent, answered = where.sent[at], where.answered[at]
            told.append(
                Text(
                    f"On {channel} {answered:,.0f} answers to {sent:,.0f} messages, the most of all channels.",
                    f"{channel}では{sent:,.0f}通に{answered:,.0f}回反応し、チャネルの中で最も多く反応しています。",
                )
            )
        return told


predictor = ReplyPredictor()


def _learn(when: Answers, where: Reached) -> Model:
    """What everybody does. Raises TooLittle."""
    if len(when.person_ids) < FEWEST_PEOPLE:
        raise _too_little(len(when.person_ids))
    share = when.hours.sum(axis=0) / when.hours.sum()
    numbers = {f"{_SHARE}{hour}": float(share[hour]) for hour in range(HOURS)}
    for channel in sorted({str(each) for each in where.channels}):
        own = where.channels == channel
        sent = max(float(where.sent[own].sum()), float(where.answered[own].sum()), 1.0)
        numbers[_RATE + channel] = float(where.answered[own].sum()) / sent
    return Model(numbers, len(when.person_ids))


def _shares(model: Model) -> Numbers:
    return np.array([model.parameters[f"{_SHARE}{hour}"] for hour in range(HOURS)])


def _best_hours(when: Answers, model: Model) -> Numbers:
    best: Numbers = np.argmax(_smooth(when.hours + WEIGHT * _shares(model)), axis=-1).astype(np.float64)
    return best


def _smooth(hours: Numbers) -> Numbers:
    """An hour counts with half of each of its neighbours; after 23 comes 0."""
    smooth: Numbers = hours + 0.5 * (np.roll(hours, 1, axis=-1) + np.roll(hours, -1, axis=-1))
    return smooth


def _best_channels(where: Reached, model: Model) -> list[tuple[int, str, int]]:
    """Person, channel and its row of `where`, for everybody whom anything was sent to or who answered."""
    rates = np.array([model.parameters.get(_RATE + str(each), 0.0) for each in where.channels])
    score = (where.answered + WEIGHT * rates) / (np.maximum(where.sent, where.answered) + WEIGHT)
    order = np.lexsort((where.channels.astype(str), -score, where.person_ids))
    _, first = np.unique(where.person_ids[order], return_index=True)
    return [(int(where.person_ids[at]), str(where.channels[at]), int(at)) for at in order[first] if score[at] > 0]


def _near(said: Numbers, came: Numbers) -> Numbers:
    """1 where the hour that came is at most one from the hour that was said; after 23 comes 0."""
    apart = np.abs(said - came)
    near: Numbers = (np.minimum(apart, HOURS - apart) <= _NEAR).astype(np.float64)
    return near


def _too_little(people: int) -> TooLittle:
    return TooLittle(
        Text(f"{people:,} people answered.", f"反応した人は{people:,}人です。"), next_action=ReplyPredictor.needs
    )
