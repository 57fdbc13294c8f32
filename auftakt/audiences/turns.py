"""When a day, month or year turns, people move too: who may have, and when it happens next."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlglot import exp

from auftakt.audiences.calendar import birthdays, days, named_zone, within
from auftakt.audiences.rule import DateRule, EventRule, Rule, calendar_leaves, zone_of
from auftakt.kit.clock import naive
from auftakt.people import Calendar, period
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.plane import Connection

NOBODY = c.tree(exp.select("person_id").from_("people").where(exp.false()))


class Turns:
    """Periods and dates that some rules ask for, in the hub's zone and, where a rule goes by people's, in all of those.

    `zones` are the zones that people have.
    """

    def __init__(self, rules: Iterable[Rule], zone: ZoneInfo, zones: Sequence[ZoneInfo]) -> None:
        self._leaves = calendar_leaves(rules)
        self._zone, self._zones = zone, list(zones)

    def looks(self, last: datetime, now: datetime) -> list[exp.Expression]:
        """Identifiers of events in periods that turned between the two moments: that ended, and that began."""
        found = []
        for leaf in self._leaves:
            stretches = list(self._turned(leaf, last, now)) if isinstance(leaf, EventRule) else []
            if stretches:
                first, after = min(each[0] for each in stretches), max(each[1] for each in stretches)
                at = exp.column("happened_at")
                conditions = (exp.column("name").eq(c.text(leaf.name)), at >= _literal(first), at < _literal(after))
                found.append(c.tree(exp.select("ident_key").from_("events").where(*conditions)))
        return found

    def people(self, last: datetime, now: datetime) -> exp.Expression:
        """People with a date that came or went between the two moments."""
        queries = []
        for leaf in self._leaves:
            if isinstance(leaf, DateRule) and (wanted := self._came_or_went(leaf, last, now)) is not None:
                named = exp.column("name").eq(c.text(leaf.name))
                queries.append(exp.select("person_id").from_("traits").where(named, wanted))
        if not queries:
            return NOBODY
        return c.tree(exp.union(*queries, distinct=False) if len(queries) > 1 else queries[0])

    def next(self, now: datetime) -> datetime | None:
        """When something turns next."""
        ends = [
            period(Calendar(leaf.period.unit if isinstance(leaf, EventRule) and leaf.period else "day"), now, zone)[1]
            for leaf in self._leaves
            for zone in self._zones_of(leaf)
        ]
        return min(ends, default=None)

    def _zones_of(self, leaf: EventRule | DateRule) -> list[ZoneInfo]:
        return [self._zone, *(self._zones if zone_of(leaf) == "person" else [])]

    def _turned(self, leaf: EventRule, last: datetime, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        assert leaf.period is not None
        for zone in self._zones_of(leaf):
            before, here = within(leaf.period, last, zone), within(leaf.period, now, zone)
            if before != here:
                yield before
                yield here

    def _came_or_went(self, leaf: DateRule, last: datetime, now: datetime) -> exp.Expression | None:
        """Dates that matched at one of the two moments only; between them, more may have."""
        zones = self._zones_of(leaf)
        turned = [zone for zone in zones if days(leaf, last, zone) != days(leaf, now, zone)]
        if not turned:
            return None
        if not leaf.yearly:
            day = c.call("substr", exp.column("text"), exp.Literal.number(1), exp.Literal.number(10))
            first, after = (
                min(days(leaf, last, zone)[0] for zone in turned),
                max(days(leaf, now, zone)[1] for zone in turned),
            )
            return c.every(
                [exp.GTE(this=day, expression=c.text(first)), exp.LTE(this=day.copy(), expression=c.text(after))]
            )
        moved = {day for zone in turned for day in birthdays(leaf, last, zone) ^ birthdays(leaf, now, zone)}
        month_day = c.call("substr", exp.column("text"), exp.Literal.number(6), exp.Literal.number(5))
        return exp.In(this=month_day, expressions=[c.text(day) for day in sorted(moved)])


def zones_of_people(con: Connection) -> list[ZoneInfo]:
    """Time zones that people have, each once; names that are none are left out."""
    found = (named_zone(each.name) for each in sql.rows(con, "audiences", "zones", _Zone))
    return [zone for zone in found if zone is not None]


class _Zone:
    def __init__(self, name: str) -> None:
        self.name = name


def _literal(moment: datetime) -> exp.Expression:
    return exp.cast(c.text(naive(moment).isoformat(sep=" ")), "timestamp")
