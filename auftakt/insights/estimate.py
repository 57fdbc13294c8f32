"""What an idea may be worth, from what comparable people did, with the range that so few of them allow.

Sources: the interval of a share is Wilson's (E. B. Wilson, "Probable inference, the law of succession, and statistical
inference", JASA 22 (1927), 209-212). The interval of a product of two estimates is that of the sum of their logarithms,
each with its first-order variance (the delta method).
"""

from dataclasses import dataclass
from math import exp, sqrt

Z = 1.959963984540054
MIN_RETURNED = 5


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Worth:
    """An amount with its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(hits: int, total: int) -> Share:
    """The share of `hits` in `total` (above 0)."""
    share = hits / total
    middle = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    half = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total)) / (1 + Z * Z / total)
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


def worth_of(people: float, returned: int, earlier: int, spend: float, variance: float, uplift: float) -> Worth | None:
    """People x the share who return by themselves x the uplift x what a returner spends.

    `spend` and `variance` are mean and variance over the `returned` of `earlier` comparable people. The interval tells
    how unsure share and spend are; the uplift enters as it is. None for fewer than five returned: that says nothing.
    """
    if returned < MIN_RETURNED or earlier == 0 or spend <= 0:
        return None
    value = people * returned / earlier * uplift * spend
    deviation = sqrt((1 - returned / earlier) / returned + variance / returned / spend**2)
    return Worth(value, value * exp(-Z * deviation), value * exp(Z * deviation))
