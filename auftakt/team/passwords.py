"""Passwords, hashed with Argon2id."""

from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

SHORTEST = 10
LONGEST = 1024


class Passwords:
    """Hashes and compares. The cost is a parameter, so that tests needn't pay for it.

    The default (19 MiB, 2 rounds, 1 lane) is what OWASP names as the least for Argon2id: some 20 ms on one core.
    """

    def __init__(self, memory_kib: int = 19_456, rounds: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)

    def hash(self, password: str) -> str:
        """Raises InvalidInput for a password that is too short or absurdly long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise InvalidInput(
                Text(
                    f"The password has {len(password)} characters; {SHORTEST} to {LONGEST} are allowed.",
                    f"パスワードは{len(password)}文字です。{SHORTEST}〜{LONGEST}文字にしてください。",
                ),
                next_action=Text(
                    "Choose a longer one, such as four words.", "4つの単語を並べるなど、長いものを選んでください。"
                ),
                field="password",
            )
        return self._hasher.hash(password)

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one that was kept. Takes as long where none is kept, so time tells nothing."""
        try:
            return self._hasher.verify(kept or self._decoy, password[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash("a password that nobody has")
