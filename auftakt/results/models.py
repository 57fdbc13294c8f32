"""Rows of the control state that results own."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base


class PlayedTruth(Base):
    """What the demo's model was built to do: the true difference per person in one metric, `arm` less the control.

    A measured interval can be held against it, which no real campaign allows.
    """

    __tablename__ = "played_truths"

    campaign_id: Mapped[str] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    arm: Mapped[str] = mapped_column(primary_key=True, default="treated")
    true_difference: Mapped[float]
    note: Mapped[str] = mapped_column(default="")
