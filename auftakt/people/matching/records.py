"""Records as they are compared: one writing, empty is null."""

import re
from pathlib import Path

from duckdb.func import SPECIAL
from sqlglot import exp

from auftakt.kit.errors import InvalidInput
from auftakt.kit.normal import width_folded
from auftakt.kit.text import Text
from auftakt.people.matching.spec import Kind, MatchSpec
from auftakt.people.normalising import teach
from auftakt.store.plane import Connection

_FUNCTIONS: dict[Kind, str] = {
    "given_name": "normal_kana",
    "family_name": "normal_kana",
    "name": "normal_name",
    "date": "matched_date",
    "postcode": "matched_code",
    "number": "matched_code",
    "address": "normal_address",
    "email": "normal_email",
    "phone": "normal_phone",
    "text": "normal_text",
}
_NOT_CODE = re.compile("[^0-9a-z]")
_NUMBERS = re.compile("[0-9]+")


def load_file(con: Connection, path: Path) -> list[str]:
    """Leaves the table `given` with the file's columns as text and `record`, a number; gives the columns.

    Raises InvalidInput for a file that is neither CSV with a header nor Parquet.
    """
    try:
        if path.suffix == ".parquet":
            con.read_parquet(str(path)).create("given_as_is")
        else:
            con.read_csv(str(path), header=True, all_varchar=True).create("given_as_is")
    except Exception as error:
        raise InvalidInput(
            Text(f"{path} can't be read: {error}", f"{path} を読めません: {error}"),
            next_action=Text(
                "Give a CSV file with a header, or Parquet.", "見出し付きCSVかParquetを指定してください。"
            ),
        ) from error
    columns = [str(column) for column in con.table("given_as_is").columns]
    numbered = exp.Window(this=exp.RowNumber()).as_("record")
    texts = [exp.cast(exp.column(each, quoted=True), "varchar").as_(each, quoted=True) for each in columns]
    query = exp.select(numbered, *texts).from_("given_as_is")
    con.execute(exp.Create(this=exp.to_table("given"), kind="table", expression=query).sql("duckdb"))
    return columns


def fold_records(con: Connection, spec: MatchSpec) -> None:
    """From the table `given` to `records`: `record` and each field, written in one way."""
    teach(con, spec.country)
    for name, function in (("matched_date", _date), ("matched_code", _code)):
        con.create_function(name, function, ["VARCHAR"], "VARCHAR", null_handling=SPECIAL)
    folded: list[exp.Expr] = [exp.column("record")]
    for field in spec.fields:
        call = exp.func(_FUNCTIONS[field.kind], exp.column(field.column, quoted=True))
        folded.append(exp.alias_(call, field.column, quoted=True))
    given, family = spec.first("given_name"), spec.first("family_name")
    if given and family:
        parts = [exp.func(_FUNCTIONS["given_name"], exp.column(each.column, quoted=True)) for each in (given, family)]
        joined = exp.func("concat_ws", exp.Literal.string(" "), *parts)
        folded.append(exp.alias_(exp.func("nullif", joined, exp.Literal.string("")), "both_names"))
    made = exp.Create(this=exp.to_table("records"), kind="table", expression=exp.select(*folded).from_("given"))
    con.execute(made.sql("duckdb"))


def _date(value: str | None) -> str | None:
    """`1990/1/5`, `1990年1月5日` and `19900105` are `19900105`; what isn't a date stays as its digits."""
    found = _NUMBERS.findall(width_folded(value or ""))
    return "".join(each.zfill(2) for each in found) or None


def _code(value: str | None) -> str | None:
    return _NOT_CODE.sub("", width_folded(value or "")) or None
