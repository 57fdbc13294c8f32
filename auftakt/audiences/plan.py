"""Many rules, few scans: each leaf of all rules is computed once per person; each rule is a condition on that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from sqlglot import exp

from auftakt.audiences import columns as c
from auftakt.audiences.rule import (
    All,
    AnyOf,
    ConsentRule,
    EventRule,
    Everyone,
    Leaf,
    NamedRule,
    Not,
    Rule,
    TraitRule,
    leaves,
    rule_document,
)

EVENTS, TRAITS, CONSENTS, MEMBERS = "event_leaf", "trait_leaf", "consent_leaf", "member_leaf"


@dataclass
class Plan:
    """Columns of `audience_facts` by leaf. Made by `plan_of`."""

    now: datetime
    events: dict[str, tuple[str, EventRule]] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    consents: dict[tuple[str, str], str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    def add(self, leaf: Leaf) -> None:
        if isinstance(leaf, EventRule):
            self.events.setdefault(_measure_key(leaf), (f"e{len(self.events)}", leaf))
        elif isinstance(leaf, TraitRule):
            self.traits.setdefault(leaf.name, f"t{len(self.traits)}")
        elif isinstance(leaf, ConsentRule):
            self.consents.setdefault((leaf.channel, leaf.purpose), f"c{len(self.consents)}")
        else:
            self.members.setdefault(leaf.id, f"m{len(self.members)}")

    def event_values(self) -> exp.Expression:
        return c.struct({column: c.measured(leaf, self.now) for column, leaf in self.events.values()})

    def event_scope(self) -> exp.Expression:
        """Events that any leaf counts: their names, each in its widest window."""
        widest: dict[str, int | None] = {}
        for _, leaf in self.events.values():
            seen = widest.get(leaf.name, 0)
            widest[leaf.name] = None if seen is None or leaf.days is None else max(seen, leaf.days)
        scopes: list[exp.Expr] = []
        for name, days in widest.items():
            named = exp.column("name").eq(c.text(name))
            scopes.append(
                named if days is None else exp.and_(named, exp.column("happened_at") > c.moment(self.now, days))
            )
        return c.some(scopes)

    def trait_values(self) -> exp.Expression:
        parts: dict[str, exp.Expression] = {}
        for name, column in self.traits.items():
            parts[column] = _picked(exp.Max(this=exp.column("text")), exp.column("name").eq(c.text(name)))
            parts[f"{column}n"] = _picked(exp.Max(this=exp.column("number")), exp.column("name").eq(c.text(name)))
        return c.struct(parts)

    def trait_scope(self) -> exp.Expression:
        return _one_of("name", self.traits)

    def consent_values(self) -> exp.Expression:
        return c.struct(
            {
                column: _picked(c.call("bool_or", exp.column("granted")), _consent(pair))
                for pair, column in self.consents.items()
            }
        )

    def consent_scope(self) -> exp.Expression:
        return c.some([_consent(pair) for pair in self.consents])

    def member_values(self) -> exp.Expression:
        present = exp.column("audience_id")
        return c.struct(
            {column: c.call("bool_or", present.copy().eq(c.text(id_))) for id_, column in self.members.items()}
        )

    def member_scope(self) -> exp.Expression:
        return _one_of("audience_id", self.members)

    def condition(self, rule: Rule) -> exp.Expression:
        """Whether a row of `audience_facts` meets the rule; never null."""
        if isinstance(rule, Everyone):
            return exp.true()
        if isinstance(rule, All):
            return c.every([self.condition(part) for part in rule.rules])
        if isinstance(rule, AnyOf):
            return c.some([self.condition(part) for part in rule.rules])
        if isinstance(rule, Not):
            return c.tree(exp.not_(exp.paren(self.condition(rule.rule))))
        if isinstance(rule, TraitRule):
            column = self.traits[rule.name]
            return c.tested(c.field(TRAITS, column), c.field(TRAITS, f"{column}n"), rule.op, rule.value)
        if isinstance(rule, EventRule):
            return c.reached(rule, self.value(rule), self.now)
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

    def because(self, rule: Rule, most: int = 12) -> exp.Expression:
        """JSON text: the rule's first leaves, each with what was known of the person."""
        parts: list[exp.Expression] = [c.text("[")]
        for place, leaf in enumerate(list(leaves(rule))[:most]):
            document = msgspec.json.encode(rule_document(leaf)).decode()
            known = c.call("coalesce", exp.cast(c.call("to_json", self.value(leaf)), "varchar"), c.text("null"))
            parts += [c.text(f'{"," if place else ""}{{"leaf":{document},"value":'), known, c.text("}")]
        return c.call("concat", *parts, c.text("]"))


def plan_of(rules: Iterable[Rule], now: datetime) -> Plan:
    plan = Plan(now)
    for rule in rules:
        for leaf in leaves(rule):
            plan.add(leaf)
    return plan


@dataclass(frozen=True)
class Border:
    """An event called `name` changes a rule's answer when it becomes `days` old."""

    name: str
    days: int


def borders(rules: Sequence[NamedRule]) -> frozenset[Border]:
    """All ages at which time alone may move somebody. Day 0 is for events that are dated in the future."""
    found: set[Border] = set()
    for named in rules:
        for leaf in leaves(named.rule):
            if not isinstance(leaf, EventRule):
                continue
            found.add(Border(leaf.name, 0))
            if leaf.measure == "recency":
                found |= {Border(leaf.name, int(leaf.value)), Border(leaf.name, int(leaf.value) + 1)}
            elif leaf.days is not None:
                found.add(Border(leaf.name, leaf.days))
    return frozenset(found)


def crossed(found: Iterable[Border], last: datetime, now: datetime) -> exp.Expression:
    """Events that came over a border after `last`, up to `now`."""
    return c.some(
        [
            exp.and_(
                exp.column("name").eq(c.text(border.name)),
                exp.column("happened_at") > c.moment(last, border.days),
                exp.column("happened_at") <= c.moment(now, border.days),
            )
            for border in sorted(found, key=lambda border: (border.name, border.days))
        ]
    )


def next_crossing(found: Iterable[Border], now: datetime) -> exp.Expression:
    """When the next event comes over a border, as one aggregate."""
    firsts: list[exp.Expression] = []
    for border in sorted(found, key=lambda border: (border.name, border.days)):
        ahead = exp.and_(
            exp.column("name").eq(c.text(border.name)), exp.column("happened_at") > c.moment(now, border.days)
        )
        first = _picked(exp.Min(this=exp.column("happened_at")), ahead)
        firsts.append(exp.Add(this=first, expression=c.call("to_days", exp.Literal.number(border.days))))
    return c.call("least", *firsts) if firsts else exp.null()


def longest_wait() -> timedelta:
    """How late a person may leave by time alone: borders are looked at in rounds, not one by one."""
    return timedelta(minutes=1)


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
