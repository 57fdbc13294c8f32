"""The rules as they are saved: built-in types and blocked values, with what somebody changed."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.people.types.catalogue import BUILT_IN, BUILT_IN_BLOCKS, PERIODS, Block, IdentityRules, Origin, TypeRule
from auftakt.people.types.models import IdentifierBlockRow, IdentifierTypeRow
from auftakt.sources import identifier_type, identifier_value
from auftakt.store.control import Control
from auftakt.team import record

RuleReader = Callable[[Control], IdentityRules]

MOST_TYPES = 200
MOST_BLOCKS = 5_000
LARGEST_LIMIT = 1_000
LARGEST_PRIORITY = 1_000
_NAME = re.compile(r"[^\s:*]{1,100}")
_SHORTEST_PATTERN = 3


def no_rules(control: Control) -> IdentityRules:
    """Everything joins everything."""
    return IdentityRules()


def read_rules(control: Control) -> IdentityRules:
    """What the batch holds to now."""
    with control.reading() as session:
        return rules_of(session)


def rules_of(session: Session) -> IdentityRules:
    return IdentityRules.of(type_rules(session), blocked_values(session))


def type_rules(session: Session) -> list[TypeRule]:
    """All rules, the strongest type first."""
    found = {rule.type: rule for rule in BUILT_IN}
    for row in session.scalars(select(IdentifierTypeRow)):
        per = next(each for each in PERIODS if each == row.per)
        found[row.type] = TypeRule(row.type, row.priority, row.most, per, row.label)
    return sorted(found.values(), key=lambda rule: (rule.priority, rule.type))


def blocked_values(session: Session) -> list[Block]:
    """By type and value."""
    found = {(block.type, block.value): block for block in BUILT_IN_BLOCKS}
    for row in session.scalars(select(IdentifierBlockRow)):
        origin: Origin = "learnt" if row.origin == "learnt" else "typed"
        found.pop((row.type, row.value), None)
        if row.active:
            found[row.type, row.value] = Block(row.type, row.value, origin, row.reason)
    return sorted(found.values(), key=lambda block: (block.type, block.value))


def put_types(session: Session, rules: Sequence[TypeRule], by: str, now: datetime) -> list[TypeRule]:
    """Makes these the rules; a built-in type that is left out goes back to its own rule. Raises InvalidInput.

    From the next batch on; who is joined already stays joined.
    """
    wanted = checked_types(rules)
    own = {rule.type: rule for rule in BUILT_IN}
    changed = [rule for rule in wanted if own.get(rule.type) != rule]
    session.execute(delete(IdentifierTypeRow).where(IdentifierTypeRow.type.not_in([rule.type for rule in changed])))
    for rule in changed:
        session.merge(
            IdentifierTypeRow(
                type=rule.type, label=rule.label, priority=rule.priority, most=rule.most, per=rule.per, saved_by=by,
                saved_at=now,
            )
        )  # fmt: skip
    limits = {rule.type: f"{rule.most}/{rule.per}" for rule in wanted if rule.most is not None}
    record(session, now, by, "identifiers.types", "hub", "hub", {"limits": limits, "types": len(wanted)})
    session.flush()
    return type_rules(session)


def checked_types(rules: Sequence[TypeRule]) -> list[TypeRule]:
    """The same, each type written one way. Raises InvalidInput."""
    found: dict[str, TypeRule] = {}
    for rule in rules:
        name = identifier_type(rule.type.strip())
        fits = (
            _NAME.fullmatch(name)
            and name not in found
            and 1 <= rule.priority <= LARGEST_PRIORITY
            and (rule.most is None or 1 <= rule.most <= LARGEST_LIMIT)
            and rule.per in PERIODS
            and len(rule.label) <= 100
        )
        if not fits or len(found) == MOST_TYPES:
            raise InvalidInput(
                Text(
                    f"{rule.type!r} is no rule: each type once, priority 1 to {LARGEST_PRIORITY}, a limit of 1 to "
                    f"{LARGEST_LIMIT} {', '.join(PERIODS)}.",
                    f"{rule.type!r} の規則は使えません。種類は1回ずつ、優先度は1〜{LARGEST_PRIORITY}、"
                    f"上限は1〜{LARGEST_LIMIT}で、期間は {'・'.join(PERIODS)} のいずれかです。",
                ),
                next_action=Text(
                    "Correct the rule; nothing was saved.", "規則を直してください。何も保存していません。"
                ),
                field=rule.type,
            )
        found[name] = TypeRule(name, rule.priority, rule.most, rule.per, rule.label.strip())
    return list(found.values())


def block_value(session: Session, block: Block, by: str, now: datetime) -> Block:
    """Blocks a value, or the values that fit a pattern, from the next batch on. Raises InvalidInput."""
    block = checked_block(block)
    if len(blocked_values(session)) >= MOST_BLOCKS:
        raise InvalidInput(
            Text(f"There are {MOST_BLOCKS:,} blocked values.", f"使えない値はすでに{MOST_BLOCKS:,}件あります。"),
            next_action=Text("Replace some by a pattern.", "いくつかを「*」を使った形にまとめてください。"),
        )
    if any((block.type, block.value) == (each.type, each.value) for each in BUILT_IN_BLOCKS):
        session.execute(delete(IdentifierBlockRow).where(_is(block)))
    else:
        session.merge(_row(block, True, by, now))
    # Never the value: the audit is kept when the person whom it belongs to is erased.
    record(session, now, by, "identifiers.blocked", "identifier_type", block.type, {"origin": block.origin})
    session.flush()
    return next(each for each in blocked_values(session) if (each.type, each.value) == (block.type, block.value))


def unblock_value(session: Session, kind: str, value: str, by: str, now: datetime) -> None:
    """Lets a value join people again; links that were refused hold when they are seen again. Raises NotFound."""
    block = find_block(blocked_values(session), kind, value)
    if block.origin == "built_in":
        session.merge(_row(block, False, by, now))
    else:
        session.execute(delete(IdentifierBlockRow).where(_is(block)))
    record(session, now, by, "identifiers.unblocked", "identifier_type", block.type, {"origin": block.origin})
    session.flush()


def find_block(known: Sequence[Block], kind: str, value: str) -> Block:
    """The one among these that somebody means. Raises NotFound."""
    spelt = {value.strip(), identifier_value(identifier_type(kind), value)}
    block = next((each for each in known if each.type == identifier_type(kind) and each.value in spelt), None)
    if block is None:
        raise NotFound(
            Text(f"No {kind} is blocked by this value.", f"この値で使えなくしている {kind} はありません。"),
            next_action=Text("Copy it from the list of blocked values.", "使えない値の一覧から写してください。"),
        )
    return block


def checked_block(block: Block) -> Block:
    """The same as it is compared. Raises InvalidInput."""
    kind, value = identifier_type(block.type.strip()), block.value.strip()
    comparable = value.lower() if "*" in value else identifier_value(kind, value)
    if not _NAME.fullmatch(kind) or not 0 < len(comparable) <= 512 or len(block.reason) > 400:
        raise InvalidInput(
            Text("This can't be blocked: it is no value of an identifier.", "識別子の値ではないため、指定できません。"),
            next_action=Text(
                "Give a type and a value; empty words such as null end at the door anyway.",
                "種類と値を指定してください。null などの値は、もともと受け取りません。",
            ),
            field="value",
        )
    if "*" in comparable and len(comparable.replace("*", "")) < _SHORTEST_PATTERN:
        raise InvalidInput(
            Text(f"The pattern {value!r} fits too much.", f"{value!r} では広すぎます。"),
            next_action=Text(
                f"Write at least {_SHORTEST_PATTERN} characters besides the *.",
                f"「*」のほかに{_SHORTEST_PATTERN}文字以上を書いてください。",
            ),
            field="value",
        )
    return Block(kind, comparable, block.origin, block.reason.strip())


def _row(block: Block, active: bool, by: str, now: datetime) -> IdentifierBlockRow:
    return IdentifierBlockRow(
        type=block.type, value=block.value, active=active, origin=block.origin, reason=block.reason, saved_by=by,
        saved_at=now,
    )  # fmt: skip


def _is(block: Block) -> ColumnElement[bool]:
    return and_(IdentifierBlockRow.type == block.type, IdentifierBlockRow.value == block.value)
