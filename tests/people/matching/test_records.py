"""What is compared, in one writing, and never more of it than was allowed."""

from pathlib import Path

import duckdb
import pytest

from auftakt.kit.errors import InvalidInput
from auftakt.people.matching.records import fold_records, load_file
from auftakt.people.matching.score import TooManyPairs, check_blocks, count_pairs
from auftakt.people.matching.spec import BlockKey, MatchField, match_spec
from auftakt.store.plane import Connection

HEADER = "姓,名,生年月日,郵便番号,住所,電話番号\n"
ROWS = (
    "ﾔﾏﾀﾞ,たろう,1990/1/5,〒100-0005,千代田区丸ノ内一丁目２番３号,03-1234-5678\n"
    "ヤマダ,タロウ,1990年1月5日,１０００００５,東京都千代田区丸の内1-2-3,+81312345678\n"
)


def loaded(con: Connection, tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    return load_file(con, path)


def test_two_ways_to_write_a_japanese_record_become_one(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        fold_records(con, match_spec(loaded(con, tmp_path, HEADER + ROWS)))
        one, other = con.execute("select * exclude (record) from records order by record").fetchall()
    assert one == other
    assert one[:3] == ("ヤマダ", "タロウ", "19900105")


def test_pairs_are_counted_without_being_made(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        spec = match_spec(loaded(con, tmp_path, HEADER + ROWS * 3))
        fold_records(con, spec)
        assert count_pairs(con, (BlockKey("姓"), BlockKey("名"))) == 15
        assert count_pairs(con, (BlockKey("姓", 1),)) == 15


def test_a_block_that_explodes_is_refused_by_name(tmp_path: Path) -> None:
    lines = "".join(f"k{n}@example.com,不明\n" for n in range(200))
    with duckdb.connect() as con:
        columns = loaded(con, tmp_path, "email,電話番号\n" + lines.replace("不明", "0000-00-0001"))
        spec = match_spec(columns, max_pairs=10_000)
        fold_records(con, spec)
        with pytest.raises(TooManyPairs, match="19,900 of them because 電話番号 is the same"):
            check_blocks(con, spec)


@pytest.mark.parametrize("fields", [(), (MatchField("nowhere", "text"), MatchField("a", "text"))])
def test_nothing_to_compare_is_said(fields: tuple[MatchField, ...]) -> None:
    with pytest.raises(InvalidInput, match="Nothing was compared"):
        match_spec(["a", "b"], fields)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(b"nothing")
    with duckdb.connect() as con, pytest.raises(InvalidInput, match="can't be read"):
        load_file(con, path)
