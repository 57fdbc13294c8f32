import pytest

from auftakt.cli.forms import amount, minute


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"),
        ("4596039.5800", "4,596,039.58"),
        ("1200", "1,200"),
        ("1200.0000", "1,200.00"),
        ("-1234.5", "-1,234.50"),
        ("0.00125", "0.00125"),
        (1234, "1,234"),
        (1234.0, "1,234"),
        (0.25, "0.25"),
    ],
)
def test_amounts_keep_every_digit_that_says_something(value, written):
    assert amount(value) == written


def test_moments_are_written_to_the_minute():
    assert minute("2026-11-22T08:15:30Z") == "2026-11-22 08:15"
    assert minute(None) == "–"
