"""The sample-ratio check: did as many people land in each arm as was planned?

A ratio that is off means that something between assignment and counting loses people of one arm, and then no lift of
this campaign can be trusted. The threshold of .001 is the usual one: R. Kohavi, D. Tang, Y. Xu, "Trustworthy Online
Controlled Experiments" (2020), chapter 21; GrowthBook takes the same. It is strict because the check runs each time
somebody looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from auftakt.results.distributions import chi_square_tail

THRESHOLD = 0.001


@dataclass(frozen=True)
class SampleRatio:
    """`p` of Pearson's chi-square test; `ok` while not below the threshold. Expected and observed people by arm."""

    p: float
    ok: bool
    expected: dict[str, float]
    observed: dict[str, int]


def sample_ratio(observed: Mapping[str, int], shares: Mapping[str, float]) -> SampleRatio | None:
    """Compares people per arm with the planned shares (any positive numbers; they are scaled to 1).

    None where there is nothing to compare: nobody was assigned, or fewer than two arms were planned. People in an arm
    that nobody planned make p 0.
    """
    planned = {arm: share for arm, share in shares.items() if share > 0}
    total = sum(observed.values())
    if total == 0 or len(planned) < 2:
        return None
    scale = total / sum(planned.values())
    expected = {arm: share * scale for arm, share in planned.items()}
    counted = {arm: observed.get(arm, 0) for arm in [*planned, *(arm for arm in observed if arm not in planned)]}
    if any(people and arm not in planned for arm, people in counted.items()):
        return SampleRatio(0.0, False, expected, counted)
    statistic = sum((counted[arm] - expected[arm]) ** 2 / expected[arm] for arm in planned)
    p = chi_square_tail(len(planned) - 1, statistic)
    return SampleRatio(p, p >= THRESHOLD, expected, counted)
