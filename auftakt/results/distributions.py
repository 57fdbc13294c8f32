"""Distribution functions that lifts need. SciPy is loaded on first use: a hub starts a second earlier without it."""

from statistics import NormalDist


def normal_quantile(share: float) -> float:
    """Below which value of a standard normal variable this share lies."""
    return NormalDist().inv_cdf(share)


def student_share(freedom: float, value: float) -> float:
    """The share of Student's t with that many degrees of freedom below the value."""
    from scipy.special import stdtr

    return float(stdtr(freedom, value))


def student_quantile(freedom: float, share: float) -> float:
    """Below which value of Student's t this share lies."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, share))


def chi_square_tail(freedom: float, value: float) -> float:
    """The share of chi-square with that many degrees of freedom above the value."""
    from scipy.special import chdtrc

    return float(chdtrc(freedom, value))
