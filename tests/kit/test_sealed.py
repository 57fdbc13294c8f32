"""Sealed text opens with the same secret at the same place, and nowhere else."""

import pytest

from auftakt.kit.sealed import CannotOpen, Sealer


def test_only_the_same_hub_opens_it_at_the_same_place() -> None:
    sealer = Sealer(b"1" * 32)
    sealed = sealer.seal("パスワード", "connector:a:password")
    assert sealer.open(sealed, "connector:a:password") == "パスワード"
    assert sealed != sealer.seal("パスワード", "connector:a:password"), "alike secrets do not look alike"
    for other, place, text in (
        (Sealer(b"2" * 32), "connector:a:password", sealed),
        (sealer, "connector:b:password", sealed),
        (sealer, "connector:a:password", sealed[:-4] + "AAA="),
        (sealer, "connector:a:password", "plain"),
    ):
        with pytest.raises(CannotOpen):
            other.open(text, place)
