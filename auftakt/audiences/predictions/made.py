"""Predictors that somebody of the hub made, beside those that are built in or come with other packages."""

import re
from datetime import datetime
from typing import TypeAlias

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.audiences.models import MadePredictorRow
from auftakt.audiences.predictions.predictor import Ask, Predictor, registered_predictors
from auftakt.audiences.predictions.propensity.predictor import Propensity
from auftakt.audiences.predictions.saved import drop_predictions
from auftakt.audiences.predictions.uplift.predictor import Uplift
from auftakt.kit.errors import Conflict, InvalidInput, NotFound
from auftakt.kit.text import Text

MOST_MADE = 20
Made: TypeAlias = Propensity | Uplift
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_LONGEST_TITLE = 80


def predictors_of(session: Session) -> dict[str, Predictor]:
    """All: those that are registered, then those that were made, each by name."""
    return {**registered_predictors(), **{each.name: each for each in made_predictors(session)}}


def made_predictors(session: Session) -> list[Made]:
    """Those that were made, by name."""
    return [_made(row) for row in session.scalars(select(MadePredictorRow).order_by(MadePredictorRow.name))]


def make_predictor(session: Session, title: str, ask: Ask, by: str, now: datetime, name: str = "") -> Made:
    """Makes the predictor of what is asked, named after its event if not otherwise. Raises InvalidInput, Conflict."""
    known = predictors_of(session)
    title, name = title.strip(), name or _free_name(ask.events, known)
    if not title or len(title) > _LONGEST_TITLE:
        raise _wrong(
            "title", Text(f"A title has 1 to {_LONGEST_TITLE} letters.", f"名前は1〜{_LONGEST_TITLE}文字です。")
        )
    if not ask.events or not all(ask.events):
        raise _wrong("events", Text("An event is missing.", "イベントがありません。"))
    if not _NAME.fullmatch(name):
        raise _wrong("name", Text(f"{name!r} is no name for a trait.", f"{name!r} は特性名に使えません。"))
    taken = {trait for each in known.values() for trait in each.traits}
    if name in known or taken & _of(name, title, ask).traits.keys():
        raise Conflict(
            Text(f"There is a prediction {name!r} already.", f"予測 {name!r} はすでにあります。"),
            next_action=Text("Choose another name.", "別の名前にしてください。"),
        )
    if len(made_predictors(session)) >= MOST_MADE:
        raise Conflict(
            Text(
                f"There are {MOST_MADE} predictions of your own already.",
                f"作成した予測がすでに{MOST_MADE}件あります。",
            ),
            next_action=Text("Delete one that nobody uses.", "使っていないものを削除してください。"),
        )
    row = MadePredictorRow(name=name, title=title, ask=msgspec.to_builtins(ask), made_by=by, made_at=now)
    session.add(row)
    session.flush()
    return _made(row)


def drop_predictor(session: Session, name: str) -> Made:
    """Forgets a made predictor and its trainings; the caller takes its traits away. Raises NotFound."""
    row = session.get(MadePredictorRow, name)
    if row is None:
        raise NotFound(
            Text(f"Nobody made a prediction {name!r}.", f"作成された予測 {name!r} はありません。"),
            next_action=Text("Those that are built in can't be deleted.", "組み込みの予測は削除できません。"),
        )
    made = _made(row)
    drop_predictions(session, name)
    session.execute(delete(MadePredictorRow).where(MadePredictorRow.name == name))
    return made


def _made(row: MadePredictorRow) -> Made:
    return _of(row.name, row.title, msgspec.convert(row.ask, Ask))


def _of(name: str, title: str, ask: Ask) -> Made:
    text = Text(title, title)
    if ask.campaign:
        return Uplift(name, text, ask.events, ask.where, ask.campaign, ask.arm, ask.days)
    return Propensity(name, text, ask.events, ask.where, ask.among, ask.days)


def _free_name(events: tuple[str, ...], known: dict[str, Predictor]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", (events or ("",))[0].lower()).strip("_")[:32]
    base = plain if _NAME.fullmatch(plain) else "event"
    free = (base, *(f"{base}_{number}" for number in range(2, 2 * MOST_MADE)))
    return next(each for each in free if each not in known)


def _wrong(field: str, message: Text) -> InvalidInput:
    return InvalidInput(
        message, next_action=Text("Mend it and try again.", "直してからもう一度お試しください。"), field=field
    )
