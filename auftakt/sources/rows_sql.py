"""From a mapping to the SQL that makes events of rows: a syntax tree, so that no column's name can break out of it."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from typing import Literal

import sqlglot
from sqlglot import exp

from auftakt.sources.event import NAMES
from auftakt.sources.identifiers import MAX_LENGTH, identifier_type
from auftakt.sources.mapping import ConsentMapping, EventMapping, Given, GroupMapping, Mapping, Value, When

# How columns are held: text (CSV), with the types of the file (Parquet), or inside one JSON object a row (JSON Lines).
Kind = Literal["text", "typed", "json"]

_YES = ("1", "true", "yes", "y", "t", "x", "on", "はい", "有", "○", "◯", "済")
_NUMBER = r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?"
# ` +0900`, as shops write it.
_OFFSET = " ?([+-][0-9]{2})([0-9]{2})$"
_FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日", "%Y%m%d")

# What needs no parentheses.
_WHOLE = (exp.Literal, exp.Column, exp.Tuple, exp.Array, exp.Boolean)


@dataclass(frozen=True)
class EventSql:
    """One kind of event that a row may give: its type, and the slots of `import_drafts.sql`."""

    type: str
    slots: Dict[str, exp.Expression]


_PLAIN_KEY = "regexp_full_match(v, '[A-Za-z0-9_.:][A-Za-z0-9_.:-]*') and regexp_matches(v, '[1-9]')"
_PLAIN = {"email": "regexp_full_match(v, '[a-z0-9_.+-]+@[a-z0-9.-]+')", "phone": "false"}


class RowSql:
    """Expressions over the rows of one file. The session's time zone must be the mapping's."""

    def __init__(self, mapping: Mapping, kind: Kind) -> None:
        self._mapping = mapping
        self._kind = kind

    def events(self) -> list[EventSql]:
        """One entry per event that a row may give: traits, consents, the events as listed, the group.

        The order is part of the events' ids.
        """
        mapping = self._mapping
        found = [self._identified()] if mapping.traits else []
        found += [self._consent(each) for each in mapping.consents]
        found += [self._event(each) for each in mapping.events]
        return found + ([self._group(mapping.group)] if mapping.group else [])

    def identifiers(self) -> exp.Expression:
        """A list of [type, value], without those that point to nobody; null where none is left.

        A mapping without identifiers gives an empty list: its rows are about nobody in particular.
        """
        if not self._mapping.identifiers:
            return _fill("cast([] as varchar[][])")
        pairs = [self._identifier(identifier_type(kind), given) for kind, given in self._mapping.identifiers.items()]
        return pairs[0] if len(pairs) == 1 else exp.Anonymous(this="list_concat", expressions=pairs)

    def broken(self) -> exp.Expression:
        """Rows that were found broken when the file was read."""
        return _fill("auftakt_broken is not null") if self._kind == "json" else exp.false()

    def _identifier(self, kind: str, given: Given) -> exp.Expression:
        # What is the same however it is folded, and no placeholder: only the rest goes through Python, value by value.
        plain = _fill(f"({_PLAIN.get(kind, _PLAIN_KEY)}) and length(v) <= {MAX_LENGTH}", v=self.text(given))
        value = _fill(
            "case when plain then v else identifier_value(kind, v) end",
            plain=plain, v=self.text(given), kind=_text(kind),
        )  # fmt: skip
        return _fill("case when v <> '' then [[kind, v]] end", v=value, kind=_text(kind))

    def text(self, given: Given) -> exp.Expression:
        """A value as trimmed text; null where it is empty."""
        if isinstance(given, str):
            column = _fill("v ->> '$'", v=self._column(given)) if self._kind == "json" else self._column(given)
            return _fill("nullif(trim(cast(v as varchar)), '')", v=column)
        if given.row_number:
            return _fill("prefix || cast(auftakt_row as varchar)", prefix=_text(given.prefix))
        if given.value is not None:
            return _text(given.prefix + str(given.value))
        if given.columns:
            parts = [_text(given.join), *(self.text(column) for column in given.columns)]
            value = _fill("nullif(v, '')", v=exp.Anonymous(this="concat_ws", expressions=parts))
        else:
            value = self.text(given.column or "")
        if given.map:
            mapped = exp.Case(this=value.copy())
            for old, new in given.map.items():
                mapped = mapped.when(_text(old), _text(new), copy=False)
            value = _fill("nullif(v, '')", v=mapped.else_(value, copy=False))
        return _fill("prefix || v", prefix=_text(given.prefix), v=value) if given.prefix else value

    def json(self, given: Given) -> exp.Expression:
        """A value as JSON. Text that is written like a JSON number becomes one; `0042` stays text."""
        if isinstance(given, Value) and given.number:
            text = self.text(given)
            return _fill("coalesce(to_json(cast(n as double)), to_json(v))", n=_amount(text), v=text)
        if isinstance(given, Value):
            number = isinstance(given.value, int | float) and not given.prefix
            return _fill("cast(v as json)" if number else "to_json(v)", v=_plain(given) if number else self.text(given))
        if self._kind == "json":
            return self._column(given)
        if self._kind == "typed":
            return _fill("to_json(v)", v=self._column(given))
        return _number_or_text(self.text(given))

    def time(self, given: Given) -> exp.Expression:
        """A moment in UTC; null where it can't be read."""
        text = self.text(given)
        match self._mapping.time_format:
            case "epoch":
                zoned = _fill("to_timestamp(try_cast(v as double))", v=text)
            case "epoch_ms":
                zoned = _fill("to_timestamp(try_cast(v as double) / 1000)", v=text)
            case None:
                formats = exp.Array(expressions=[_text(each) for each in _FORMATS])
                offset = _fill(f"try_cast(regexp_replace(v, '{_OFFSET}', '\\1:\\2') as timestamptz)", v=text)
                zoned = _fill(
                    "coalesce(try_cast(v as timestamptz), cast(try_strptime(v, formats) as timestamptz), z)",
                    v=text, formats=formats, z=offset,
                )  # fmt: skip
            case pattern:
                zoned = _fill("cast(try_strptime(v, pattern) as timestamptz)", v=text, pattern=_text(pattern))
        return _fill("timezone('UTC', v)", v=zoned)

    def _column(self, name: str) -> exp.Expression:
        if self._kind != "json":
            return exp.column(name, quoted=True)
        keys = ('"' + key.replace('"', '\\"') + '"' for key in name.split("."))
        return _fill("json_extract(auftakt_line, path)", path=_text("$." + ".".join(keys)))

    def _identified(self) -> EventSql:
        traits = {name: self.json(given) for name, given in self._mapping.traits.items()}
        # Merging into nothing drops what is null: an empty cell is no fact.
        kept = _fill("json_merge_patch('{}', v)", v=_object(traits))
        return self._slots("identify", _text(NAMES["identify"]), the_traits=kept)

    def _consent(self, consent: ConsentMapping) -> EventSql:
        granted = self.text(consent.granted)
        evidence = {name: self.json(given) for name, given in consent.evidence.items()}
        fields = {
            "channel": _json_text(consent.channel),
            "purpose": _json_text(consent.purpose),
            "granted": _fill("to_json(v)", v=_says_yes(granted)),
            "evidence": _object(evidence),
        }
        return self._slots(
            "track", _text("Consent Updated"), consent.time, the_properties=_object(fields),
            the_when=_fill("v is not null and c", v=granted, c=self._when(consent.when)),
        )  # fmt: skip

    def _group(self, group: GroupMapping) -> EventSql:
        id_text = self.text(group.id)
        traits = {name: self.json(given) for name, given in group.traits.items()}
        fields = {"group_id": _fill("to_json(v)", v=id_text), "group_type": _json_text(group.type)}
        if traits:
            fields["traits"] = _fill("json_merge_patch('{}', v)", v=_object(traits))
        return self._slots(
            "group", _text(NAMES["group"]), group.time,
            the_when=_fill("v is not null", v=id_text), the_properties=_object(fields),
        )  # fmt: skip

    def _event(self, event: EventMapping) -> EventSql:
        named = {"order_id": event.order_id, "campaign_id": event.campaign_id} | event.properties
        fields = {name: self.json(given) for name, given in named.items() if given is not None}
        slots: dict[str, exp.Expression] = {}
        if event.revenue is not None:
            text = self.text(event.revenue)
            amount = _amount(text)
            fields = {"revenue": _fill("to_json(cast(v as double))", v=amount)} | fields
            slots = {"the_amount": amount, "the_amount_text": text}
        name = _text(event.name) if event.name is not None else self.text(event.name_column or "")
        if event.key:
            slots["the_key"] = self._key(name, event.key)
        kind = "track" if self._mapping.identifiers else "fact"
        return self._slots(
            kind, name, event.time, the_when=self._when(event.when), the_properties=_object(fields), **slots
        )

    def _key(self, name: exp.Expression, parts: list[Given]) -> exp.Expression:
        """One text for rows that tell of the same event; null where the first part is empty."""
        values: list[exp.Expression] = [name, *(self.text(part) for part in parts)]
        listed = exp.Array(expressions=values)
        return _fill("case when f is not null then 'key:' || md5(to_json(l)) end", f=self.text(parts[0]), l=listed)

    def _when(self, when: When | None) -> exp.Expression:
        if when is None:
            return exp.true()
        if isinstance(when, str):
            return _says_yes(self.text(when))
        value = self.text(when.column)
        tests: list[exp.Expression] = []
        if when.is_:
            tests.append(exp.In(this=value, expressions=[_text(each) for each in when.is_]))
        if when.filled or when.not_starting:
            tests.append(_fill("v is not null", v=value))
        tests += [_fill("not starts_with(v, t)", v=value, t=_text(each)) for each in when.not_starting]
        return _all(tests) if tests else _says_yes(value)

    def _slots(self, kind: str, name: exp.Expression, time: Given | None = None, **slots: exp.Expression) -> EventSql:
        given = time if time is not None else self._mapping.time
        nothing = {"the_traits", "the_properties", "the_amount", "the_amount_text", "the_key"} - slots.keys()
        return EventSql(
            kind,
            {slot: exp.null() for slot in nothing}
            | {
                "the_name": name,
                "the_when": exp.true(),
                "the_untimed": exp.true() if given is None else exp.false(),
                "the_time": exp.null() if given is None else self.time(given),
                "the_time_text": exp.null() if given is None else self.text(given),
            }
            | slots,
        )


def _all(tests: list[exp.Expression]) -> exp.Expression:
    found = tests[0]
    for test in tests[1:]:
        found = exp.And(this=exp.paren(found), expression=exp.paren(test))
    return found


def _amount(value: exp.Expression) -> exp.Expression:
    return _fill("try_cast(regexp_replace(v, '[,\\s¥¥$€£]|円$', '', 'g') as decimal(18, 4))", v=value)


def _plain(given: Value) -> exp.Expression:
    return _text(str(given.value).lower())


def _says_yes(value: exp.Expression) -> exp.Expression:
    yes = exp.Tuple(expressions=[_text(each) for each in _YES])
    return _fill("coalesce(lower(v) in yes or coalesce(try_cast(v as double), 0) <> 0, false)", v=value, yes=yes)


def _number_or_text(value: exp.Expression) -> exp.Expression:
    return _fill(f"case when regexp_full_match(v, '{_NUMBER}') then cast(v as json) else to_json(v) end", v=value)


def _json_text(value: str) -> exp.Expression:
    return _fill("to_json(v)", v=_text(value))


def _object(fields: dict[str, exp.Expression]) -> exp.Expression:
    if not fields:
        return exp.null()
    pairs = [
        exp.PropertyEQ(this=exp.to_identifier(name, quoted=True), expression=value) for name, value in fields.items()
    ]
    return exp.Anonymous(this="to_json", expressions=[exp.Struct(expressions=pairs)])


def _text(value: str) -> exp.Expression:
    return exp.Literal.string(value)


def _fill(template: str, **parts: exp.Expression) -> exp.Expression:
    """A piece of our SQL, its columns of these names replaced by expressions."""
    tree = sqlglot.parse_one(template, read="duckdb")

    def replaced(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Column) and not node.args.get("table") and node.name in parts:
            part = parts[node.name].copy()
            return part if isinstance(part, _WHOLE) else exp.paren(part)
        return node

    return tree.transform(replaced, copy=False)
