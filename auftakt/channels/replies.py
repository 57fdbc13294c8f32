"""What a mail server said, and what it means for one delivery.

The reading is pure: reply in, answer out. Codes of answers are fixed words; their sentences are in `answers`.
"""

import re
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["accepted", "deferred", "rejected", "unknown"]
Stage = Literal["sender", "recipient", "content"]

_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")
# Words of refusals that are about us or our mail, not about the mailbox: no reason to never write again.
_POLICY = re.compile(
    r"spam|block|blacklist|deny|denied|relay|policy|reputation|auth|spf|dkim|dmarc|sender|rate|limit|quota|full",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reply:
    """One reply of a mail server: the three digits and what stands behind them, line by line."""

    code: int
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        return " ".join(self.lines)[:500]

    @property
    def enhanced(self) -> str:
        """The status code of RFC 3463 such as `5.1.1`, or nothing."""
        found = _ENHANCED.match(self.words)
        return found.group(1) if found else ""

    @property
    def closing(self) -> bool:
        return self.code == 421

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()


@dataclass(frozen=True)
class Answer:
    """What became of one attempt.

    `code` names the reason, `words` are the server's own (or what broke), `hard` asks for suppression of the address,
    `counted` is False where the attempt says nothing about the recipient, such as a server that is away.
    """

    outcome: Outcome
    code: str
    words: str = ""
    hard: bool = False
    counted: bool = True


def read_reply(reply: Reply, stage: Stage) -> Answer:
    """The answer that a reply other than "go on" means at this stage; after the final dot a 2xx is acceptance."""
    words = str(reply)
    if 200 <= reply.code < 300:
        return Answer("accepted", "accepted", words)
    if reply.closing:
        return Answer("deferred", "closing", words)
    if 400 <= reply.code < 500:
        return Answer("deferred", "try_later", words)
    if mailbox_gone(reply, stage):
        return Answer("rejected", "no_mailbox", words, hard=True)
    return Answer("rejected", "refused_content" if stage == "content" else "refused", words)


def mailbox_gone(reply: Reply, stage: Stage) -> bool:
    """Whether the refusal says that this address does not exist (RFC 3463 5.1.x, 5.2.1), so that it must be suppressed.

    Servers without enhanced codes say 550, 551 or 553 to the recipient; words about policy mean something else.
    """
    if reply.code < 500:
        return False
    if enhanced := reply.enhanced:
        return (enhanced.startswith("5.1.") and enhanced not in ("5.1.7", "5.1.8")) or enhanced == "5.2.1"
    return stage == "recipient" and reply.code in (550, 551, 553) and not _POLICY.search(reply.words)
