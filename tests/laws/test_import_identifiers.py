"""A file's identifiers are folded as the door folds them, also where the engine does it without asking Python."""

import duckdb
from hypothesis import example, given
from hypothesis import strategies as st

from auftakt.sources.file_rows import comparable
from auftakt.sources.identifiers import PLACEHOLDERS, identifier_value
from auftakt.sources.mapping import EventMapping, Mapping
from auftakt.sources.rows_sql import RowSql

VALUES = st.one_of(
    st.from_regex(r"[A-Za-z0-9_.:-]{1,8}", fullmatch=True),
    st.from_regex(r"[a-zA-Z0-9_.+-]{1,5}@[a-z0-9.-]{1,5}", fullmatch=True),
    st.sampled_from(sorted(PLACEHOLDERS)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
)


@given(st.sampled_from(["loyalty_card", "email", "phone"]), st.lists(VALUES, min_size=1, max_size=20))
@example("loyalty_card", ["-1", "0-0", "000", "LC0001", "Ａ１", "null1", "-1-", "０"])
def test_both_ways_agree(kind: str, values: list[str]) -> None:
    mapping = Mapping(identifiers={kind: "key"}, events=[EventMapping(name="x")])
    con = duckdb.connect()
    con.create_function("identifier_value", comparable())
    con.execute("create table file_rows as select unnest($values) as key", {"values": values})
    found = con.execute(f"select {RowSql(mapping, 'parquet').identifiers().sql('duckdb')} from file_rows").fetchall()
    con.close()
    expected = [identifier_value(kind, value.strip(" ")) for value in values]
    assert found == [([[kind, value]] if value else None,) for value in expected]
