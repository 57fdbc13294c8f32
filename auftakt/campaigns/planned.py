"""The step that makes planned campaigns live when their moment has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from auftakt.campaigns.states import Journeys, launch_due, next_launch
from auftakt.jobs import Batch
from auftakt.store.control import Control
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class PlannedLaunchStep:
    """Runs before journeys, so that a campaign enters people in the batch in which it goes live.

    The launch is its own transaction of the control state: it stands even if the batch is rolled back, and the next
    batch goes on from there.
    """

    control: Control
    journeys: Journeys
    zone: tzinfo
    name: str = "campaigns"

    def run(self, batch: Batch) -> Mapping[str, int]:
        if not batch.live:
            return {"launched": 0}
        with self.control.reading() as session:
            due = next_launch(session)
        if due is None or due > batch.now:
            return {"launched": 0}
        with self.control.session() as session:
            started = launch_due(session, now=batch.now, journeys=self.journeys, zone=self.zone)
        return {"launched": len(started)}

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        with self.control.reading() as session:
            return next_launch(session)
