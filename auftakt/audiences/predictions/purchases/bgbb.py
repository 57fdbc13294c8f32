"""BG/BB: chances to buy or give that come round, of which somebody takes some until they quietly stop.

Fader, Hardie and Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual Setting, Marketing Science
29(6). The chance of taking one varies over people as a beta (alpha, beta), that of stopping as a beta (gamma, delta).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, gammaln

from auftakt.audiences.predictions.purchases.history import Histories
from auftakt.audiences.predictions.purchases.likelihood import Numbers, check_enough, largest, weighted


@dataclass(frozen=True)
class BgBb:
    """A fitted model. Histories count chances: `repeats` are those taken, `last` is the last of them, `watched` all."""

    alpha: float
    beta: float
    gamma: float
    delta: float
    log_likelihood: float

    def alive(self, people: Histories) -> Numbers:
        """The probability that each is there for the chance after the last one watched."""
        x, end = people.repeats, people.watched
        there = betaln(self.alpha + x, self.beta + end - x) - betaln(self.alpha, self.beta)
        there += betaln(self.gamma, self.delta + end + 1) - betaln(self.gamma, self.delta)
        answer: Numbers = np.exp(there - _log_likelihoods(self._parameters, x, people.last, end))
        return answer

    def expected(self, people: Histories, ahead: float) -> Numbers:
        """How many of the next `ahead` chances each is expected to take."""
        alpha, beta, gamma, delta = self._parameters
        # At 1 the sum over chances is a logarithm; a hair beside it gives the same to five places and more.
        gamma = gamma if abs(gamma - 1) > 1e-6 else 1 + 1e-6
        x, end = people.repeats, people.watched
        taken = betaln(alpha + x + 1, beta + end - x) - betaln(alpha, beta)
        taken += gammaln(gamma + delta) - gammaln(1 + delta)
        near = gammaln(1 + delta + end) - gammaln(gamma + delta + end)
        far = gammaln(1 + delta + end + ahead) - gammaln(gamma + delta + end + ahead)
        within = np.log(delta) + taken + near + np.log(np.expm1(far - near) / (1 - gamma))
        answer: Numbers = np.exp(within - _log_likelihoods(self._parameters, x, people.last, end))
        return answer

    @property
    def _parameters(self) -> Numbers:
        return np.array([self.alpha, self.beta, self.gamma, self.delta])


def fit_bgbb(people: Histories) -> BgBb:
    """The most likely model. Raises NoFit."""
    check_enough(int((people.repeats > 0).sum()))
    places, count = weighted(people.repeats, people.last, people.watched)
    x, last, end = people.repeats[places], people.last[places], people.watched[places]

    def likelihood(parameters: Numbers) -> tuple[float, None]:
        return float(count @ _log_likelihoods(parameters, x, last, end)), None

    found = largest(likelihood, np.array([1.0, 1.0, 1.0, 1.0]), len(people))
    alpha, beta, gamma, delta = (float(each) for each in found.parameters)
    return BgBb(alpha, beta, gamma, delta, found.log_likelihood)


def _log_likelihoods(parameters: Numbers, x: Numbers, last: Numbers, end: Numbers) -> Numbers:
    alpha, beta, gamma, delta = parameters
    total = betaln(alpha + x, beta + end - x) + betaln(gamma, delta + end)
    # Or they stopped after any of the chances since the last one taken.
    for since in range(int(np.max(end - last, initial=0.0))):
        stopped = betaln(alpha + x, beta + last - x + since) + betaln(gamma + 1, delta + last + since)
        total = np.where(since < end - last, np.logaddexp(total, stopped), total)
    answer: Numbers = total - betaln(alpha, beta) - betaln(gamma, delta)
    return answer
