"""Random parts of all people: a salted hash says who, so that nobody moves when others come."""

import hashlib

from sqlglot import exp

from auftakt.audiences.rule import ShareRule
from auftakt.store import trees as c

PARTS = 10_000


def drawn(salt: str, person_id: int) -> float:
    """Where a person stands in a draw: 0 to 99.99 percent."""
    digest = hashlib.md5(_marked(salt).encode() + str(person_id).encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest, "little") % PARTS / 100


def place(rule: ShareRule) -> exp.Expression:
    """The same of `person_id` in SQL, in hundredths of a percent."""
    person = exp.cast(exp.column("person_id"), "varchar")
    hashed = c.call("md5_number", c.call("concat", c.text(_marked(rule.salt)), person))
    return exp.Mod(this=hashed, expression=exp.Literal.number(PARTS))


def chosen(rule: ShareRule) -> exp.Expression:
    """Whether `person_id` is in the part; never null."""
    first, after = (exp.Literal.number(round(each * 100)) for each in (rule.start, rule.start + rule.share))
    return c.every([exp.GTE(this=place(rule), expression=first), exp.LT(this=place(rule), expression=after)])


def _marked(salt: str) -> str:
    return f"share\x1f{salt}\x1f"
