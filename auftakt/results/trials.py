"""Campaigns with a holdout, as experiments that a prediction can learn from."""

from datetime import datetime

import numpy as np

from auftakt.audiences import Ask, Trial, property_condition
from auftakt.kit.clock import aware, naive
from auftakt.results.experiment import HOLDOUT
from auftakt.store import sql
from auftakt.store.plane import Connection


class CampaignTrials:
    """Who was in which arm is in `assignments`, decided by lot or told by an imported experiment."""

    def trial(self, con: Connection, ask: Ask, until: datetime) -> Trial | None:
        needs = {
            "campaign_id": ask.campaign,
            "arm": ask.arm,
            "control": HOLDOUT,
            "events": list(ask.events),
            "days": ask.days,
            "until": naive(until),
        }
        found = sql.arrays(con, "results", "trial", needs, {"wanted": property_condition(ask.where)})
        treated = np.asarray(found["treated"], dtype=np.float64)
        if not treated.any() or treated.all():
            return None
        began: datetime = found["began"][0].astype("datetime64[us]").item()
        did = np.asarray(found["did"], dtype=np.float64)
        return Trial(aware(began), np.asarray(found["person_id"], dtype=np.int64), treated, did)


trials = CampaignTrials()
