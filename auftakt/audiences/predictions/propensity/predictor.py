"""The propensity for an event: made by somebody of the hub, with an event, a time, and who is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from auftakt.audiences.predictions.features.read import Known, happened_between
from auftakt.audiences.predictions.learned.predictor import FLOOR, NEEDS, learn, predicted, tried, why
from auftakt.audiences.predictions.measured import BackTest, Numbers
from auftakt.audiences.predictions.predictor import Ask, Model, Predicted
from auftakt.kit.text import Text
from auftakt.people import PropertyTest, where_text
from auftakt.store.plane import Connection

PREFIX = "likely_"
PLACES = 3
DISTRUST = Text(
    "Not where what lies ahead is unlike what was learnt from (a new offer, another season, a campaign that has"
    " never run), and not as a cause: who is likely to do it may do it anyway. For one person it is a probability,"
    " not a promise.",
    "学習した時期とこれからが大きく違う場合(新しいオファー、季節、初めてのキャンペーン)には向きません。"
    "原因を示すものでもありません。可能性が高い人は、働きかけなくても行動するかもしれません。1人については確率であり、約束ではありません。",
)


class Does:
    """Whether somebody does it in the days ahead."""

    def eligible(self, known: Known) -> Known:
        return known

    def followed(self, con: Connection, ask: Ask, known: Known, since: datetime) -> Numbers:
        until = since + ask.span
        did: Numbers = (happened_between(con, ask, since, until, known.person_ids).times > 0).astype(np.float64)
        return did


@dataclass(frozen=True)
class Propensity:
    """`name` is also that of its trait, with `likely_` before it."""

    name: str
    title: Text
    events: tuple[str, ...]
    where: tuple[PropertyTest, ...]
    among: tuple[str, ...]
    days: int
    needs: Text = NEEDS
    floor: Text = FLOOR
    distrust: Text = DISTRUST

    @property
    def about(self) -> Text:
        en, ja = (what_text(self.events, self.where, language) for language in ("en", "ja"))
        who = Text("Whether somebody does", "")
        if self.among:
            names = "”, “".join(self.among), "」「".join(self.among)
            who = Text(f"Of those who just did “{names[0]}”, who does", f"直前に「{names[1]}」をした人のうち、")
        return Text(
            f"{who.en} {en}: learnt from what was known of people before.",
            f"{who.ja}{ja}をする確率を、それ以前にわかっていたことから学習します。",
        )

    @property
    def trait(self) -> str:
        return PREFIX + self.name

    @property
    def traits(self) -> Mapping[str, Text]:
        return {self.trait: Text(f"Likely: {self.title.en}", f"可能性:{self.title.ja}")}

    def train(self, con: Connection, ask: Ask, until: datetime) -> Model:
        return learn(con, Does(), ask, until)

    def predict(self, con: Connection, model: Model, ask: Ask, until: datetime) -> Predicted:
        known, said, drift = predicted(con, Does(), model, ask, until)
        return Predicted(known.person_ids, {self.trait: said}, {self.trait: PLACES}, drift=drift)

    def back_test(self, con: Connection, ask: Ask, until: datetime) -> BackTest:
        return tried(con, Does(), ask, until)

    def reasons(self, con: Connection, model: Model, ask: Ask, until: datetime, person_id: int) -> list[Text]:
        known, said, told = why(con, Does(), model, ask, until, person_id)
        if not len(known):
            return []
        en, ja = (what_text(ask.events, ask.where, language) for language in ("en", "ja"))
        rate = model.parameters["rate"]
        first = Text(
            f"In the next {ask.days} days they do {en} with a probability of {said:.1%}; on average it was {rate:.1%}.",
            f"今後{ask.days}日間に{ja}をする確率は{said:.1%}です(平均は{rate:.1%})。",
        )
        return [first, *told]


def what_text(events: tuple[str, ...], where: tuple[PropertyTest, ...], language: str) -> str:
    """What people may do, as a phrase."""
    if language == "ja":
        return f"{where_text(where, 'ja')}「{'」か「'.join(events)}」"
    return f"“{'” or “'.join(events)}”{where_text(where, 'en')}"
