"""Pareto/NBD: purchases at a person's own rate until, at a moment nobody sees, they stop.

Schmittlein, Morrison and Colombo (1987), Counting Your Customers: Who Are They and What Will They Do Next?, Management
Science 33(1); the likelihood as in Fader and Hardie (2005), A Note on Deriving the Pareto/NBD Model. Rates of buying
vary over people as a gamma (r, alpha), rates of stopping as a gamma (s, beta).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, hyp2f1

from auftakt.audiences.predictions.purchases.history import Histories
from auftakt.audiences.predictions.purchases.likelihood import Numbers, check_enough, largest, weighted


@dataclass(frozen=True)
class ParetoNbd:
    """A fitted model. `alpha` and `beta` are in the unit of time of the histories."""

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float

    def alive(self, people: Histories) -> Numbers:
        """The probability that each still buys, at the end of what was watched."""
        x, last, end = people.repeats, people.last, people.watched
        gone = np.log(self.s / (self.r + self.s + x)) + (self.r + x) * np.log(self.alpha + end)
        gone += self.s * np.log(self.beta + end) + _log_stopped(self._parameters, x, last, end)
        answer: Numbers = 1 / (1 + np.exp(np.minimum(gone, 600)))
        return answer

    def expected(self, people: Histories, ahead: float) -> Numbers:
        """How many purchases (days with one) to expect of each in the next `ahead` units of time."""
        x, end = people.repeats, people.watched
        decay = np.log((self.beta + end) / (self.beta + end + ahead))
        less = self.s - 1
        while_there = -decay if abs(less) < 1e-9 else -np.expm1(less * decay) / less
        answer: Numbers = self.alive(people) * (self.r + x) * (self.beta + end) / (self.alpha + end) * while_there
        return answer

    @property
    def _parameters(self) -> Numbers:
        return np.array([self.r, self.alpha, self.s, self.beta])


def fit_paretonbd(people: Histories) -> ParetoNbd:
    """The most likely model. Raises NoFit."""
    check_enough(int((people.repeats > 0).sum()))
    places, count = weighted(people.repeats, people.last, people.watched)
    x, last, end = people.repeats[places], people.last[places], people.watched[places]

    def likelihood(parameters: Numbers) -> tuple[float, None]:
        r, alpha, s, beta = parameters
        shape = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        stays = -(r + x) * np.log(alpha + end) - s * np.log(beta + end)
        stopped = np.log(s / (r + s + x)) + _log_stopped(parameters, x, last, end)
        return float(count @ (shape + np.logaddexp(stays, stopped))), None

    middle = float(np.median(people.watched))
    found = largest(likelihood, np.array([1.0, middle, 1.0, middle]), len(people))
    r, alpha, s, beta = (float(each) for each in found.parameters)
    return ParetoNbd(r, alpha, s, beta, found.log_likelihood)


def _log_stopped(parameters: Numbers, x: Numbers, last: Numbers, end: Numbers) -> Numbers:
    """The logarithm of the integral over the moment of stopping, from the last purchase to the end of the data."""
    r, alpha, s, beta = parameters
    power = r + s + x
    # The hypergeometric series needs an argument below one, so the larger of both goes into the denominator.
    most, second = (alpha, s + 1) if alpha >= beta else (beta, r + x)
    apart = abs(alpha - beta)

    def part(moment: Numbers) -> Numbers:
        series = hyp2f1(power, second, power + 1, apart / (most + moment))
        logs: Numbers = np.log(series) - power * np.log(most + moment)
        return logs

    early, late = part(last), part(end)
    answer: Numbers = early + np.log(-np.expm1(np.minimum(late - early, -1e-15)))
    return answer
