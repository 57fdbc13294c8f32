"""Rows of the control state that audiences own."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class PredictionRow(Base):
    """One training of a predictor: what it found, how it did on time it had not seen, and whether it was published."""

    __tablename__ = "predictions"

    id: Mapped[str] = mapped_column(primary_key=True)
    predictor: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    state: Mapped[str]  # published | refused
    by: Mapped[str]
    trained_at: Mapped[datetime] = mapped_column(TimeColumn)
    ask: Mapped[Any] = mapped_column(JsonColumn)
    model: Mapped[Any] = mapped_column(JsonColumn)
    back_test: Mapped[Any] = mapped_column(JsonColumn)
    refusal: Mapped[Any] = mapped_column(JsonColumn, nullable=True)
    people: Mapped[int]


class AudienceRow(Base):
    """A named rule. The version counts the changes of the rule; what was before is in the audit."""

    __tablename__ = "audiences"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    rule: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    version: Mapped[int]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    updated_at: Mapped[datetime] = mapped_column(TimeColumn)


class MadePredictorRow(Base):
    """A predictor that somebody of the hub made: the propensity for an event of their choice."""

    __tablename__ = "made_predictors"

    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    ask: Mapped[Any] = mapped_column(JsonColumn)
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(TimeColumn)


class LeadModelRow(Base):
    """A version of the lead model. The highest counts."""

    __tablename__ = "lead_models"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[Any] = mapped_column(JsonColumn)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(TimeColumn)
