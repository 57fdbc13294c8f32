"""BG/NBD: purchases at a person's own rate until, after one of them, they quietly stop.

Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model, Marketing
Science 24(2). Rates vary over people as a gamma (r, alpha), the chance of stopping after a purchase as a beta (a, b).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln, hyp2f1

from auftakt.audiences.predictions.purchases.history import Histories
from auftakt.audiences.predictions.purchases.likelihood import Fit, Numbers, check_enough, largest, weighted


@dataclass(frozen=True)
class BgNbd:
    """A fitted model. `alpha` is in the unit of time of the histories."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, people: Histories) -> Numbers:
        """The probability that each still buys, at the end of what was watched."""
        return 1 / (1 + self._gone(people))

    def expected(self, people: Histories, ahead: float) -> Numbers:
        """How many purchases (days with one) to expect of each in the next `ahead` units of time."""
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        x, end = people.repeats, people.watched
        reach = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (alpha + end + ahead))
        grown = 1 - np.exp((r + x) * np.log((alpha + end) / (alpha + end + ahead))) * reach
        answer: Numbers = (a + b + x - 1) / (a - 1) * grown / (1 + self._gone(people))
        return answer

    def buys(self, people: Histories, ahead: float) -> Numbers:
        """The probability that each buys at all in the next `ahead` units of time."""
        quiet = np.exp((self.r + people.repeats) * np.log1p(-ahead / (self.alpha + people.watched + ahead)))
        answer: Numbers = self.alive(people) * (1 - quiet)
        return answer

    def _gone(self, people: Histories) -> Numbers:
        """The odds that somebody has stopped; who never bought again has had no occasion to."""
        x = people.repeats
        since = (self.r + x) * np.log((self.alpha + people.watched) / (self.alpha + people.last))
        odds = self.a / np.maximum(self.b + x - 1, 1e-12) * np.exp(np.minimum(since, 600))
        return np.where(x > 0, odds, 0.0)


def fit_bgnbd(people: Histories) -> BgNbd:
    """The most likely model. Raises NoFit."""
    check_enough(int((people.repeats > 0).sum()))
    places, count = weighted(people.repeats, people.last, people.watched)
    x, last, end = people.repeats[places], people.last[places], people.watched[places]
    again = x > 0

    # Whatever depends on the number of purchases alone is worked out once for each number there is.
    each, kind = np.unique(x, return_inverse=True)

    def likelihood(parameters: Numbers) -> tuple[float, Numbers]:
        r, alpha, a, b = parameters
        shape = gammaln(r + each) - gammaln(r) + r * np.log(alpha)
        shape += gammaln(a + b) + gammaln(b + each) - gammaln(b) - gammaln(a + b + each)
        before = np.where(each > 0, b + each - 1, 1.0)
        near_end, near_last = np.log(alpha + end), np.log(alpha + last)
        # Still there, or stopped at the last purchase.
        stays = -(r + x) * near_end
        stopped = np.where(again, (np.log(a) - np.log(before))[kind] - (r + x) * near_last, -np.inf)
        either = np.logaddexp(stays, stopped)
        w = count * np.exp(stopped - either)
        rest = count - w
        number = np.bincount(kind, count, len(each))
        by_r = number @ (digamma(r + each) - digamma(r) + np.log(alpha)) - rest @ near_end - w @ near_last
        by_alpha = count.sum() * r / alpha - rest @ ((r + x) / (alpha + end)) - w @ ((r + x) / (alpha + last))
        both = number @ (digamma(a + b) - digamma(a + b + each))
        by_b = both + number @ (digamma(b + each) - digamma(b)) - w @ np.where(again, 1 / before[kind], 0.0)
        return float(number @ shape + count @ either), np.array([by_r, by_alpha, both + w.sum() / a, by_b])

    found = largest(likelihood, np.array([1.0, float(np.median(people.watched)), 1.0, 1.0]), len(people))
    return _model(found)


def _model(found: Fit) -> BgNbd:
    r, alpha, a, b = (float(each) for each in found.parameters)
    return BgNbd(r, alpha, a, b, found.log_likelihood)
