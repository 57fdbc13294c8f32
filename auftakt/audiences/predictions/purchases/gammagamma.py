"""Gamma-Gamma: what a purchase of somebody is worth, between their own average and everybody's.

Fader, Hardie and Lee (2005), RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, Journal of Marketing
Research 42(4); in the parametrisation of Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value. It takes
worth and frequency to be independent, which `dependence` measures.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln

from auftakt.audiences.predictions.purchases.history import Histories
from auftakt.audiences.predictions.purchases.likelihood import Numbers, check_enough, largest


@dataclass(frozen=True)
class GammaGamma:
    """A fitted model; `v` is in the unit of money. `dependence`: correlation of worth and frequency, best near 0."""

    p: float
    q: float
    v: float
    log_likelihood: float
    buyers: int
    dependence: float

    def worth(self, people: Histories) -> Numbers:
        """What the next purchase of each is worth on average; who never bought again gets everybody's average."""
        x = np.where(people.value > 0, people.repeats, 0.0)
        # Where q is at most 1, the average over everybody has no bound: then only own purchases tell anything.
        below = np.maximum(self.p * x + self.q - 1, 1e-9)
        answer: Numbers = self.p * (self.v + x * np.where(x > 0, people.value, 0.0)) / below
        return answer


def fit_gammagamma(people: Histories) -> GammaGamma:
    """The most likely model, from those who bought again for more than nothing. Raises NoFit."""
    bought = (people.repeats > 0) & (people.value > 0)
    x, m = people.repeats[bought], people.value[bought]
    check_enough(len(x))

    log_m, log_paid, paid = np.log(m), np.log(m * x), m * x
    # Whatever depends on the number of purchases alone is worked out once for each number there is.
    each, number = np.unique(x, return_counts=True)

    def likelihood(parameters: Numbers) -> tuple[float, Numbers]:
        p, q, v = parameters
        log_total, shape = np.log(v + paid), p * x + q
        told = number @ (gammaln(p * each + q) - gammaln(p * each)) + len(x) * (q * np.log(v) - gammaln(q))
        told += p * (x @ log_paid) - log_m.sum() - shape @ log_total
        by_p = (number * each) @ (digamma(p * each + q) - digamma(p * each)) + x @ (log_paid - log_total)
        by_q = number @ digamma(p * each + q) + len(x) * (np.log(v) - digamma(q)) - log_total.sum()
        by_v = len(x) * q / v - (shape / (v + paid)).sum()
        return float(told), np.array([by_p, by_q, by_v])

    found = largest(likelihood, np.array([2.0, 2.0, float(np.mean(m))]), len(x))
    p, q, v = (float(each) for each in found.parameters)
    varies = np.std(x) > 0 and np.std(m) > 0
    return GammaGamma(p, q, v, found.log_likelihood, len(x), float(np.corrcoef(x, m)[0, 1]) if varies else 0.0)
