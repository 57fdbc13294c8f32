"""Predictions: the predictors with their cards, training, and why something is predicted of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from msgspec.structs import replace

from auftakt import audiences, campaigns, people
from auftakt.jobs import Hub, Progress, Task
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Language, Text
from auftakt.team import actors, record
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer
from auftakt.web.personal import declared_names

router = APIRouter(tags=["people"])
KIND = "prediction"


@dataclass(frozen=True)
class Bin:
    """People of whom alike much was said: what was said on average, and what happened."""

    people: int
    said: float
    happened: float


@dataclass(frozen=True)
class Measured:
    """One more figure of how well it did; `plain`: without a model; `floor`: below it nothing is published; `low` and
    `high`: where it lies with 95 % confidence."""

    title: str
    value: float
    plain: float | None
    floor: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class GroupFigures:
    """People with one value of a sensitive trait: what was said of each, what happened, and which part of them is in
    the tenth of whom most was said."""

    trait: str
    value: str
    people: int
    said: float
    happened: float
    chosen: float


@dataclass(frozen=True)
class DriftFigure:
    """The population stability index of a figure between then and now; above 0.25 is another population."""

    title: str
    index: float


@dataclass(frozen=True)
class BackTest:
    """How it did on time it had not seen. `error` and `plain_error`: how wrong it was, and how wrong one is without a
    model."""

    cutoff: datetime
    until: datetime
    people: int
    said: float | None
    happened: float | None
    error: float | None
    plain_error: float | None
    bins: list[Bin]
    measures: list[Measured]
    groups: list[GroupFigures]
    drift: list[DriftFigure]


@dataclass(frozen=True)
class Training:
    """`state`: published or refused; `refusal` says why. `people`: of how many something is predicted."""

    version: int
    state: str
    by: str
    trained_at: datetime
    days: int
    events: list[str]
    people: int
    refusal: str | None
    parameters: Mapping[str, float]
    back_test: BackTest


@dataclass(frozen=True)
class PredictedTrait:
    name: str
    title: str


@dataclass(frozen=True)
class PredictorCard:
    """A predictor: what it says and needs, below what it is not published, when not to trust it, and its trainings, the
    latest first. `made`: somebody of the hub made it, and its events are fixed."""

    name: str
    made: bool
    title: str
    about: str
    needs: str
    floor: str
    distrust: str
    traits: list[PredictedTrait]
    days: int
    events: list[str]
    standing: Training | None
    trainings: list[Training]
    running: Task | None


@dataclass(frozen=True)
class TrainingAsk:
    """How far to look ahead and for which events; what is left out stays as it was, or is the predictor's own."""

    days: int | None = None
    events: list[str] | None = None


@dataclass(frozen=True)
class PredictorAsk:
    """A predictor to be made: how likely people are to do one of `events` within `days`. `where`: tests that the
    event's properties must pass; `among`: only of whom did one of these in as many days before. `name`: that of its
    trait, after `likely_`; where it is missing, it comes from the event. With a `campaign` it is how much more likely
    they are to do it because of its `arm`, learnt from its holdout; the trait is `uplift_` and the name."""

    title: str
    events: list[str]
    days: int = 30
    where: list[Any] = field(default_factory=list)
    among: list[str] = field(default_factory=list)
    name: str = ""
    campaign: str = ""
    arm: str = "treated"


@dataclass(frozen=True)
class StartedTraining:
    task_id: str


@dataclass(frozen=True)
class PersonValue:
    name: str
    title: str
    value: str


@dataclass(frozen=True)
class PersonPrediction:
    """What is predicted of a person, and why; `days` ahead of `trained_at`."""

    predictor: str
    title: str
    distrust: str
    trained_at: datetime
    version: int
    days: int
    values: list[PersonValue]
    reasons: list[str]


@router.get("/predictions")
def predictions(hub: HubDep, user: Viewer, language: LanguageDep) -> list[PredictorCard]:
    """All predictors with their cards."""
    with hub.control.reading() as session:
        known = audiences.predictors_of(session)
    return [_card(hub, predictor, language) for predictor in known.values()]


@router.post("/predictions", status_code=201)
def make(ask: PredictorAsk, hub: HubDep, user: Editor, language: LanguageDep) -> PredictorCard:
    """Makes a predictor of how likely people are to do something, or of how much more because of a campaign; it says
    nothing before it is trained."""
    names, among = (tuple(each.strip() for each in given if each.strip()) for given in (ask.events, ask.among))
    audiences.check_days(ask.days)
    tests, arm = audiences.parse_tests(ask.where), ask.arm if ask.campaign else ""
    wanted = audiences.Ask(ask.days, names, where=tests, among=among, campaign=ask.campaign, arm=arm)
    with hub.control.session() as session:
        if ask.campaign:
            campaigns.get_campaign(session, ask.campaign)
        made = audiences.make_predictor(session, ask.title, wanted, user.id, hub.clock.now(), ask.name)
        detail = {"title": ask.title, "events": list(names), "days": ask.days}
        record(session, hub.clock.now(), user.id, "prediction.made", "predictor", made.name, detail)
    return _card(hub, made, language)


@router.delete("/predictions/{name}", status_code=204)
def delete(name: str, hub: HubDep, user: Editor) -> None:
    """Deletes a predictor that somebody made, with its trainings and its trait."""
    if _running(hub, name):
        raise _being_trained()
    audiences.forget_predictor(hub, name, user.id)


@router.post("/predictions/{name}/train", status_code=202)
def train(name: str, hub: HubDep, user: Editor, ask: TrainingAsk | None = None) -> StartedTraining:
    """Tries the predictor on time it has not seen, and publishes its values as traits if it did well enough."""
    predictor = audiences.find_predictor(hub, name)
    wanted = ask or TrainingAsk()
    asked = audiences.default_ask(hub, predictor, wanted.days, tuple(wanted.events or ()))
    if _running(hub, name):
        raise _being_trained()

    def work(progress: Progress) -> dict[str, Any]:
        made = audiences.train_predictor(hub, predictor, asked, user.id, progress)
        return {"version": made.version, "state": made.state, "people": made.people}

    return StartedTraining(hub.tasks.start(f"{KIND}:{name}", work))


@router.get("/people/{key}/predictions")
def person_predictions(key: str, hub: HubDep, user: Viewer, language: LanguageDep) -> list[PersonPrediction]:
    """What is predicted of this person, each with its reasons in words."""
    told: list[PersonPrediction] = []
    unread = declared_names(hub).traits
    with hub.plane.reader() as con, hub.control.reading() as session:
        found = people.find_person(con, key, parts=("traits",))
        values = {each.name: each.value for each in found.traits if each.source == people.PREDICTED}
        for predictor in audiences.predictors_of(session).values():
            standing = audiences.published(session, predictor.name)
            if standing is None or not values.keys() & predictor.traits.keys():
                continue
            ask = replace(standing.ask, unread=tuple(sorted(unread)))
            reasons = predictor.reasons(con, standing.model, ask, standing.trained_at, found.person_id)
            told.append(
                PersonPrediction(
                    predictor=predictor.name,
                    title=predictor.title.pick(language),
                    distrust=predictor.distrust.pick(language),
                    trained_at=standing.trained_at,
                    version=standing.version,
                    days=standing.ask.days,
                    values=[
                        PersonValue(name, title.pick(language), values[name])
                        for name, title in predictor.traits.items()
                        if name in values
                    ],
                    reasons=[each.pick(language) for each in reasons],
                )
            )
    return told


def _being_trained() -> Conflict:
    return Conflict(
        Text("This predictor is being trained already.", "この予測はすでに学習中です。"),
        next_action=Text("Wait for it, or stop it.", "終わるのを待つか、停止してください。"),
    )


def _running(hub: Hub, name: str) -> Task | None:
    return next((task for task in hub.tasks.running() if task.kind == f"{KIND}:{name}"), None)


def _card(hub: Hub, predictor: audiences.Predictor, language: Language) -> PredictorCard:
    with hub.control.reading() as session:
        made = audiences.predictions_of(session, predictor.name)
        standing = audiences.published(session, predictor.name)
        names = {key: user.name for key, user in actors(session, {each.by for each in made}).items()}
    return PredictorCard(
        name=predictor.name,
        made=isinstance(predictor, audiences.Propensity | audiences.Uplift),
        title=predictor.title.pick(language),
        about=predictor.about.pick(language),
        needs=predictor.needs.pick(language),
        floor=predictor.floor.pick(language),
        distrust=predictor.distrust.pick(language),
        traits=[PredictedTrait(name, title.pick(language)) for name, title in predictor.traits.items()],
        days=standing.ask.days if standing else predictor.days,
        events=list(standing.ask.events if standing else predictor.events),
        standing=_training(standing, names, language) if standing else None,
        trainings=[_training(each, names, language) for each in made],
        running=_running(hub, predictor.name),
    )


def _training(made: audiences.Prediction, names: Mapping[str, str], language: Language) -> Training:
    test = made.back_test
    return Training(
        version=made.version,
        state=made.state,
        by=names.get(made.by, made.by),
        trained_at=made.trained_at,
        days=made.ask.days,
        events=list(made.ask.events),
        people=made.people,
        refusal=made.refusal.pick(language) if made.refusal else None,
        parameters=made.model.parameters,
        back_test=BackTest(
            test.cutoff,
            test.until,
            test.people,
            test.said,
            test.happened,
            test.error,
            test.plain_error,
            [Bin(each.people, each.said, each.happened) for each in test.bins],
            [
                Measured(each.title.pick(language), each.value, each.plain, each.floor, each.low, each.high)
                for each in test.measures
            ],
            [
                GroupFigures(each.trait, each.value, each.people, each.said, each.happened, each.chosen)
                for each in test.groups
            ],
            [DriftFigure(each.title.pick(language), each.index) for each in test.drift],
        ),
    )
