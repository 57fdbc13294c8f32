from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auftakt.kit.clock import FixedClock, iso, naive, parse_time
from auftakt.kit.errors import Conflict, InvalidInput
from auftakt.kit.hashing import bucket, canonical_json
from auftakt.kit.ids import SeededIds, TimeIds, stable_id
from auftakt.kit.settings import describe_settings, load_settings
from auftakt.kit.text import Text, fold, language_from_header, language_of


def test_times_survive_writing_and_reading() -> None:
    tokyo = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    assert iso(tokyo) == "2026-11-22T00:30:00.000000Z"
    assert parse_time(iso(tokyo)) == tokyo
    assert naive(tokyo) == datetime(2026, 11, 22, 0, 30)


@pytest.mark.parametrize(
    "text", ["2026-11-22T00:30:00Z", "2026-11-22T00:30:00.000+00:00", "2026-11-22T09:30:00.000000+09:00"]
)
def test_the_spellings_of_sdks_are_one_moment(text: str) -> None:
    assert parse_time(text) == datetime(2026, 11, 22, 0, 30, tzinfo=UTC)


def test_ids_sort_by_time_even_within_a_millisecond() -> None:
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    ids = TimeIds(clock)
    made = [ids.new("x") for _ in range(50)]
    clock.advance(timedelta(milliseconds=1))
    made.append(ids.new("x"))
    assert made == sorted(set(made))
    assert SeededIds(3).new("x") == SeededIds(3).new("x")


def test_a_stable_id_keeps_its_parts_apart() -> None:
    assert stable_id("snd", "ab", "c") != stable_id("snd", "a", "bc")
    assert stable_id("snd", "j", 1) == stable_id("snd", "j", 1)


@given(st.text(max_size=20), st.integers(min_value=1, max_value=2**62))
def test_the_data_plane_draws_the_same_lots(salt: str, person: int) -> None:
    query = "select ('0x' || substr(md5($salt || ':' || $person::bigint), 1, 8))::bigint / 4294967296.0"
    drawn = duckdb.execute(query, {"salt": salt, "person": person}).fetchone()
    assert drawn == (bucket(salt, person),)
    assert 0 <= bucket(salt, person) < 1


def test_canonical_json_is_one_text_per_value() -> None:
    assert canonical_json({"b": [1, "東京"], "a": None}) == '{"a":null,"b":[1,"東京"]}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_full_width_and_half_width_are_one() -> None:
    assert fold(" Ａｂｃ＠ｅｘａｍｐｌｅ．ｃｏｍ ") == "abc@example.com"
    assert (language_of("春のワイン"), language_of("Spring wine")) == ("ja", "en")
    assert language_from_header("fr, ja;q=0.8, en;q=0.5") == "ja"


def test_an_error_speaks_both_languages() -> None:
    error = Conflict(
        Text("Taken.", "使われています。"),
        next_action=Text("Choose another.", "別のものを選んでください。"),
        field="name",
    )
    assert error.as_dict("ja") == {
        "code": "conflict",
        "message": "使われています。",
        "next_action": "別のものを選んでください。",
        "detail": {"field": "name"},
    }
    assert str(error) == "Taken."


def test_the_environment_goes_before_the_file_before_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "auftakt.toml").write_text('name = "Shop"\nport = 9000\n[smtp]\nhost = "mail.example.com"\n')
    settings = load_settings(tmp_path, {"AUFTAKT_SMTP_HOST": "other.example.com", "AUFTAKT_SMTP_PORT": "25"})
    assert (settings.name, settings.port, settings.language) == ("Shop", 9000, "en")
    assert (settings.smtp.host, settings.smtp.port) == ("other.example.com", 25)
    assert settings.base_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nmae = 'x'", "'nmae'"),
        ("port = 'many'", "port"),
        ("port = true", "port"),
        ("port = [", "can't be read"),
        ("[smtp]\nprot = 1", "smtp.prot"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "auftakt.toml").write_text(text)
    with pytest.raises(InvalidInput, match=says) as caught:
        load_settings(tmp_path, {})
    assert caught.value.next_action


def test_every_setting_describes_itself_in_both_languages() -> None:
    described = describe_settings()
    assert {"name", "smtp.host", "batch.max_events"} <= {each.key for each in described}
    assert all(each.about.en and each.about.ja for each in described)
