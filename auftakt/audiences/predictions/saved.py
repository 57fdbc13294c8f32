"""Trainings, as they are kept."""

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from auftakt.audiences.models import PredictionRow
from auftakt.audiences.predictions.measured import BackTest
from auftakt.audiences.predictions.predictor import Ask, Model
from auftakt.kit.text import Text


@dataclass(frozen=True)
class Prediction:
    """One training. `people`: of how many something is predicted; `refusal`: why it was not published."""

    id: str
    predictor: str
    version: int
    state: str
    by: str
    trained_at: datetime
    ask: Ask
    model: Model
    back_test: BackTest
    refusal: Text | None
    people: int


def predictions_of(session: Session, predictor: str, limit: int = 20) -> list[Prediction]:
    """The latest first."""
    rows = select(PredictionRow).where(PredictionRow.predictor == predictor).order_by(PredictionRow.version.desc())
    return [_prediction(row) for row in session.scalars(rows.limit(limit))]


def published(session: Session, predictor: str) -> Prediction | None:
    """The training whose values stand in people's traits."""
    rows = select(PredictionRow).where(PredictionRow.predictor == predictor, PredictionRow.state == "published")
    row = session.scalars(rows.order_by(PredictionRow.version.desc()).limit(1)).first()
    return _prediction(row) if row else None


def add_prediction(
    session: Session,
    id: str,
    predictor: str,
    by: str,
    now: datetime,
    ask: Ask,
    model: Model,
    back_test: BackTest,
    refusal: Text | None,
    people: int,
) -> Prediction:
    """Keeps a training; it is published where there is no refusal. What was learnt is kept of what stands only."""
    last = session.scalar(select(func.max(PredictionRow.version)).where(PredictionRow.predictor == predictor))
    row = PredictionRow(
        id=id,
        predictor=predictor,
        version=(last or 0) + 1,
        state="refused" if refusal else "published",
        by=by,
        trained_at=now,
        ask=msgspec.to_builtins(ask),
        model=msgspec.to_builtins(replace(model, learnt="") if refusal else model),
        back_test=msgspec.to_builtins(back_test),
        refusal=msgspec.to_builtins(refusal),
        people=people,
    )
    if refusal is None:
        earlier = select(PredictionRow).where(PredictionRow.predictor == predictor, PredictionRow.state == "published")
        for old in session.scalars(earlier):
            old.model = {**old.model, "learnt": ""}
    session.add(row)
    session.flush()
    return _prediction(row)


def drop_predictions(session: Session, predictor: str) -> None:
    """Forgets all trainings of a predictor."""
    session.execute(delete(PredictionRow).where(PredictionRow.predictor == predictor))


def _prediction(row: PredictionRow) -> Prediction:
    return Prediction(
        row.id,
        row.predictor,
        row.version,
        row.state,
        row.by,
        row.trained_at,
        msgspec.convert(row.ask, Ask),
        msgspec.convert(row.model, Model),
        msgspec.convert(row.back_test, BackTest),
        msgspec.convert(row.refusal, Text | None),
        row.people,
    )
