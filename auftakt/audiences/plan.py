"""Many rules, few scans: each leaf of all rules is computed once per person; each rule is a condition on that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import msgspec
from sqlglot import exp

from auftakt.audiences.events import measured, reached
from auftakt.audiences.rule import (
    All,
    AnyOf,
    ConsentRule,
    EventRule,
    Everyone,
    Leaf,
    Not,
    Rule,
    TraitRule,
    leaves,
    rule_document,
)
from auftakt.store import trees as c

EVENTS, TRAITS, CONSENTS, MEMBERS = "event_leaf", "trait_leaf", "consent_leaf", "member_leaf"


@dataclass(frozen=True)
class Answer:
    """Of a row of `audience_facts`: whether it meets the rule (never null), and what was known of the person (JSON)."""

    condition: exp.Expression
    because: exp.Expression


@dataclass
class Plan:
    """Columns of `audience_facts` by leaf. Made by `plan_of`, once for the same rules: its trees are not changed."""

    events: dict[str, tuple[str, EventRule]] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    consents: dict[tuple[str, str], str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    answers: dict[bytes, Answer] = field(default_factory=dict)

    def add(self, leaf: Leaf) -> None:
        if isinstance(leaf, EventRule):
            self.events.setdefault(_measure_key(leaf), (f"e{len(self.events)}", leaf))
        elif isinstance(leaf, TraitRule):
            self.traits.setdefault(leaf.name, f"t{len(self.traits)}")
        elif isinstance(leaf, ConsentRule):
            self.consents.setdefault((leaf.channel, leaf.purpose), f"c{len(self.consents)}")
        else:
            self.members.setdefault(leaf.id, f"m{len(self.members)}")

    @cached_property
    def slots(self) -> dict[str, exp.Expression]:
        """What `audience_facts` is filled with."""
        return {
            "event_values": self._event_values(),
            "event_scope": self._event_scope(),
            "trait_values": self._trait_values(),
            "trait_scope": _one_of("name", self.traits),
            "consent_values": self._consent_values(),
            "consent_scope": c.some([_consent(pair) for pair in self.consents]),
            "member_values": self._member_values(),
            "member_scope": _one_of("audience_id", self.members),
        }

    def answer(self, rule: Rule) -> Answer:
        """What tells of a row of `audience_facts` whether it meets the rule, and why."""
        key = msgspec.json.encode(rule)
        if key not in self.answers:
            self.answers[key] = Answer(self._condition(rule), self._because(rule))
        return self.answers[key]

    def _event_values(self) -> exp.Expression:
        return c.struct({column: measured(leaf) for column, leaf in self.events.values()})

    def _event_scope(self) -> exp.Expression:
        """Events that any leaf counts: their names, each in its widest window."""
        widest: dict[str, int | None] = {}
        for _, leaf in self.events.values():
            seen = widest.get(leaf.name, 0)
            widest[leaf.name] = None if seen is None or leaf.days is None else max(seen, leaf.days)
        scopes: list[exp.Expr] = []
        for name, days in widest.items():
            named = exp.column("name").eq(c.text(name))
            scopes.append(named if days is None else exp.and_(named, exp.column("happened_at") > c.moment(days)))
        return c.some(scopes)

    def _trait_values(self) -> exp.Expression:
        parts: dict[str, exp.Expression] = {}
        for name, column in self.traits.items():
            parts[column] = _picked(exp.Max(this=exp.column("text")), exp.column("name").eq(c.text(name)))
            parts[f"{column}n"] = _picked(exp.Max(this=exp.column("number")), exp.column("name").eq(c.text(name)))
        return c.struct(parts)

    def _consent_values(self) -> exp.Expression:
        return c.struct(
            {
                column: _picked(c.call("bool_or", exp.column("granted")), _consent(pair))
                for pair, column in self.consents.items()
            }
        )

    def _member_values(self) -> exp.Expression:
        present = exp.column("audience_id")
        return c.struct(
            {column: c.call("bool_or", present.copy().eq(c.text(id_))) for id_, column in self.members.items()}
        )

    def _condition(self, rule: Rule) -> exp.Expression:
        """Whether a row of `audience_facts` meets the rule; never null."""
        if isinstance(rule, Everyone):
            return exp.true()
        if isinstance(rule, All):
            return c.every([self._condition(part) for part in rule.rules])
        if isinstance(rule, AnyOf):
            return c.some([self._condition(part) for part in rule.rules])
        if isinstance(rule, Not):
            return c.tree(exp.not_(exp.paren(self._condition(rule.rule))))
        if isinstance(rule, TraitRule):
            column = self.traits[rule.name]
            return c.tested(c.field(TRAITS, column), c.field(TRAITS, f"{column}n"), rule.op, rule.value)
        if isinstance(rule, EventRule):
            return reached(rule, self.value(rule))
        return c.known(self.value(rule))

    def value(self, leaf: Leaf) -> exp.Expression:
        """What is known of a person for this leaf."""
        if isinstance(leaf, EventRule):
            return c.field(EVENTS, self.events[_measure_key(leaf)][0])
        if isinstance(leaf, TraitRule):
            return c.field(TRAITS, self.traits[leaf.name])
        if isinstance(leaf, ConsentRule):
            return c.field(CONSENTS, self.consents[(leaf.channel, leaf.purpose)])
        return c.field(MEMBERS, self.members[leaf.id])

    def _because(self, rule: Rule, most: int = 12) -> exp.Expression:
        """JSON text: the rule's first leaves, each with what was known of the person."""
        parts: list[exp.Expression] = [c.text("[")]
        for place, leaf in enumerate(list(leaves(rule))[:most]):
            document = msgspec.json.encode(rule_document(leaf)).decode()
            known = c.call("coalesce", exp.cast(c.call("to_json", self.value(leaf)), "varchar"), c.text("null"))
            parts += [c.text(f'{"," if place else ""}{{"leaf":{document},"value":'), known, c.text("}")]
        return c.call("concat", *parts, c.text("]"))


def plan_of(rules: Iterable[Rule]) -> Plan:
    return _plan_of(tuple(msgspec.json.encode(rule) for rule in rules))


@lru_cache(maxsize=256)
def _plan_of(rules: tuple[bytes, ...]) -> Plan:
    plan = Plan()
    for rule in rules:
        for leaf in leaves(msgspec.json.decode(rule, type=Rule)):
            plan.add(leaf)
    return plan


def _measure_key(leaf: EventRule) -> str:
    measured = msgspec.structs.replace(leaf, op="at_least", value=0)
    return msgspec.json.encode(measured).decode()


def _picked(aggregate: exp.Expression, condition: exp.Expr) -> exp.Expression:
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition))


def _consent(pair: tuple[str, str]) -> exp.Expression:
    return c.tree(exp.and_(exp.column("channel").eq(c.text(pair[0])), exp.column("purpose").eq(c.text(pair[1]))))


def _one_of(column: str, names: Iterable[str]) -> exp.Expression:
    texts = [c.text(name) for name in names]
    return exp.In(this=exp.column(column), expressions=texts) if texts else exp.false()
