"""Lift: what an arm of a campaign did more than the people who were held back, with an honest interval.

Intention to treat: everyone who was assigned to an arm counts in it, whether or not a mail went out. Only sufficient
statistics enter (people, sum, squared deviations), so that any metric is one GROUP BY.

Sources:
- Difference of means with unequal variances and its degrees of freedom: B. L. Welch, "The generalization of Student's
  problem when several different population variances are involved", Biometrika 34 (1947), 28-35.
- The normal approximation of a proportion can be trusted from ten of each outcome on: L. D. Brown, T. T. Cai,
  A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001), 101-133.

The interval is one for a look at a time that was fixed beforehand. Looking each day until it excludes zero finds
effects that are not there more often than 1 - level says.
"""

from dataclasses import dataclass
from math import ceil, sqrt

from auftakt.results.distributions import normal_quantile, student_quantile, student_share

MIN_OUTCOMES = 10
POWER = 0.8
MAX_DAYS = 365


@dataclass(frozen=True)
class ArmStats:
    """One arm in one metric.

    `responders` are people with a value other than 0, `total` is the sum of the values, `squares` the sum of their
    squared deviations from the mean: raw squares would lose the digits of large amounts.
    """

    arm: str
    people: int
    responders: int
    total: float
    squares: float

    @property
    def mean(self) -> float | None:
        return self.total / self.people if self.people else None

    @property
    def mean_variance(self) -> float:
        """The variance of the mean; needs two people."""
        return self.squares / (self.people - 1) / self.people


@dataclass(frozen=True)
class Lift:
    """One arm against the control in one metric; amounts are in the metric's unit per person.

    What can't be said is None: without two people in both arms, or where all values are equal, there is no interval.
    `relative` is the difference as a share of the control's mean; `incremental` the difference times the people in the
    arm. `enough`: both arms and their outcomes are large enough and the interval excludes 0. `days_to_enough`: at the
    pace of assignments of late, if the difference stays as it is; None where that can't be said.
    """

    metric: str
    arm: str
    control: str
    n_arm: int
    n_control: int
    mean_arm: float | None
    mean_control: float | None
    difference: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    level: float
    p: float | None
    relative: float | None
    enough: bool
    days_to_enough: int | None
    incremental: float | None


def compare(
    metric: str,
    arm: ArmStats,
    control: ArmStats,
    *,
    level: float = 0.95,
    people_per_day: float = 0,
    binary: bool = False,
) -> Lift:
    """Welch's test of `arm` against `control`.

    `binary` says that the metric is 0 or 1 for each person, so that people without it are outcomes as well.
    """
    mean_arm, mean_control = arm.mean, control.mean
    difference = None if mean_arm is None or mean_control is None else mean_arm - mean_control
    error, freedom = _standard_error(arm, control)
    margin = None if error is None else error * student_quantile(freedom, (1 + level) / 2)
    low, high = (None, None) if difference is None or margin is None else (difference - margin, difference + margin)
    large = min(_outcomes(arm, binary), _outcomes(control, binary)) >= MIN_OUTCOMES
    enough = large and low is not None and high is not None and (low > 0 or high < 0)
    days = None if enough else _days_to_enough(arm, control, difference, error, people_per_day, level, binary)
    return Lift(
        metric=metric,
        arm=arm.arm,
        control=control.arm,
        n_arm=arm.people,
        n_control=control.people,
        mean_arm=mean_arm,
        mean_control=mean_control,
        difference=difference,
        standard_error=error,
        low=low,
        high=high,
        level=level,
        p=_p(difference, error, freedom),
        relative=difference / mean_control if difference is not None and mean_control else None,
        enough=enough,
        days_to_enough=days,
        incremental=None if difference is None else difference * arm.people,
    )


def _standard_error(arm: ArmStats, control: ArmStats) -> tuple[float | None, float]:
    """The difference's standard error and Welch's degrees of freedom; no error where it would be 0 or undefined."""
    if arm.people < 2 or control.people < 2:
        return None, 0.0
    a, c = arm.mean_variance, control.mean_variance
    if a + c <= 0:
        return None, 0.0
    share = a / (a + c)  # in shares, as the squares of huge or tiny variances leave the range of a float
    return sqrt(a + c), 1 / (share**2 / (arm.people - 1) + (1 - share) ** 2 / (control.people - 1))


def _p(difference: float | None, error: float | None, freedom: float) -> float | None:
    if difference is None or error is None:
        return None
    return 2 * student_share(freedom, -abs(difference / error))


def _outcomes(arm: ArmStats, binary: bool) -> int:
    return min(arm.responders, arm.people - arm.responders) if binary else arm.responders


def _days_to_enough(
    arm: ArmStats,
    control: ArmStats,
    difference: float | None,
    error: float | None,
    people_per_day: float,
    level: float,
    binary: bool,
) -> int | None:
    """How long until the difference would show with a power of 80 %, were it as it is now.

    Nobody can say so while the difference is smaller than its own standard error, nor when nobody comes in any more.
    """
    outcomes = min(_outcomes(arm, binary), _outcomes(control, binary))
    if difference is None or error is None or people_per_day <= 0 or outcomes == 0 or abs(difference) <= error:
        return None
    for_power = ((normal_quantile((1 + level) / 2) + normal_quantile(POWER)) * error / abs(difference)) ** 2
    growth = max(for_power, MIN_OUTCOMES / outcomes, 1.0)
    days = ceil((growth - 1) * (arm.people + control.people) / people_per_day)
    return max(days, 1) if days <= MAX_DAYS else None
