"""What the models know of people: how often, until when, since when, and for how much."""

from dataclasses import dataclass

import numpy as np

from auftakt.audiences.predictions.purchases.likelihood import NoFit, Numbers
from auftakt.kit.text import Text


@dataclass(frozen=True)
class Histories:
    """One entry a person, all of one length. Times are in one unit, which is also that of what is predicted.

    `repeats`: purchases after the first, those of one day being one. `last`: from the first to the last of them, 0
    where there is none. `watched`: from the first to the end of the data. `value`: what a repeat purchase was worth on
    average, 0 where there is none.
    """

    repeats: Numbers
    last: Numbers
    watched: Numbers
    value: Numbers

    @classmethod
    def of(cls, repeats: Numbers, last: Numbers, watched: Numbers, value: Numbers | None = None) -> "Histories":
        """Checked: raises NoFit for what can't be a history."""
        x, t, end = (np.asarray(each, dtype=np.float64) for each in (repeats, last, watched))
        worth = np.zeros(len(x)) if value is None else np.asarray(value, dtype=np.float64)
        wrong = (x < 0) | (t < 0) | (t > end) | ((x == 0) & (t != 0)) | ((x > 0) & (t == 0))
        wrong |= ~np.isfinite(x + t + end + worth)
        if len(x) == 0 or wrong.any():
            raise NoFit(
                Text(
                    f"{int(wrong.sum()):,} of {len(x):,} purchase histories are none.",
                    f"{len(x):,} 件のうち {int(wrong.sum()):,} 件が購入履歴の形になっていません。",
                ),
                next_action=Text(
                    "A history needs 0 <= last <= watched, and last > 0 exactly where somebody bought again.",
                    "0 <= last <= watched で、再購入した人だけが last > 0 である必要があります。",
                ),
            )
        return cls(x, t, end, worth)

    def __len__(self) -> int:
        return len(self.repeats)
