"""Quality on public records with known answers; what is promised holds at every threshold that is offered."""

import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from auftakt.cli import app
from auftakt.kit.errors import InvalidInput
from auftakt.people import MatchField, MeasureAsk, Measured, measure_file

FEBRL = "split_part(rec_id, '-', 2) as person"


def written(tmp_path: Path, query: str) -> Path:
    duckdb.connect().execute(f"copy ({query}) to '{tmp_path}/records.parquet'")
    return tmp_path / "records.parquet"


def at(found: Measured, threshold: float) -> tuple[float, float, float, float]:
    (point,) = (each for each in found.curve if each.threshold == threshold)
    return point.pairs.precision, point.pairs.recall, point.groups.precision, point.groups.recall


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_febrl_1_by_the_command(tmp_path: Path, shared_data: Path) -> None:
    path = written(tmp_path, f"select *, {FEBRL} from '{shared_data}/febrl1.parquet'")
    result = CliRunner().invoke(
        app, ["match", "measure", str(path), "--label", "person", "--threshold", "0.9", "--json"]
    )
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert (found["records"], found["true_pairs"]) == (1000, 500)
    assert found["curve"][0]["groups"]["precision"] >= 0.999
    assert found["curve"][0]["groups"]["recall"] >= 0.99


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_febrl_2(tmp_path: Path, shared_data: Path) -> None:
    path = written(tmp_path, f"select *, {FEBRL} from '{shared_data}/febrl2.parquet'")
    found = measure_file(path, MeasureAsk("person"))
    assert found.true_pairs == 1934
    _, _, precision, recall = at(found, 0.9)
    assert precision >= 0.999
    assert recall >= 0.99


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_febrl_4(tmp_path: Path, shared_data: Path) -> None:
    both = " union all ".join(
        f"select *, {FEBRL}, '{side}' as source from '{shared_data}/febrl4{side}.parquet'" for side in "ab"
    )
    found = measure_file(written(tmp_path, both), MeasureAsk("person", "source"))
    assert found.true_pairs == 5000
    _, _, precision, recall = at(found, 0.5)
    assert precision >= 0.999
    assert recall >= 0.998


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_historical_50k_and_the_guard_at_every_threshold(shared_data: Path) -> None:
    fields = (
        MatchField("first_name", "given_name"),
        MatchField("surname", "family_name"),
        MatchField("dob", "date"),
        MatchField("postcode_fake", "postcode"),
        MatchField("birth_place", "text"),
        MatchField("occupation", "text"),
    )
    found = measure_file(shared_data / "historical_50k.parquet", MeasureAsk("cluster", fields=fields))
    assert found.true_pairs == 303_961
    _, _, precision, recall = at(found, 0.5)
    assert precision >= 0.95
    assert recall >= 0.80
    assert min(point.groups.precision for point in found.curve) >= 0.9


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "select 'a' as name, 'b' as email")
    with pytest.raises(InvalidInput, match="has no column 'person'"):
        measure_file(path, MeasureAsk("person"))
    with pytest.raises(InvalidInput, match="is not offered"):
        measure_file(path, MeasureAsk("name", thresholds=(0.2,)))
