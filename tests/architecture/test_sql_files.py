"""Every SQL file parses, has its header, reads tables that exist, and runs on an empty hub."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

import auftakt
from auftakt.demo.silos import data_folder
from auftakt.store import sql
from auftakt.store.plane import Plane

ROOT = Path(auftakt.__file__).parent
FILES = sorted(ROOT.glob("*/sql/*.sql"))
NAMED = [(path.parent.parent.name, path.stem) for path in FILES]
MOMENT = datetime(2026, 11, 22)
# Slots that hold a value instead of a condition.
VALUES = {
    "the_ids": "[['email', 'a@example.com']]",
    "the_name": "'Order Completed'",
    "the_time": "timestamp '2026-11-22'",
    "the_time_text": "''",
    "the_traits": "'{}'::json",
    "the_properties": "'{}'::json",
    "the_amount": "1.0",
    "the_amount_text": "''",
    "sequence_flags": "true",
    "sequence_values": "null",
    "computed_values": "[{'name': 'a', 'text': ''}]",
    "the_key": "null",
    "the_kind": "'account'",
    "the_id": "'1'",
    "the_paths": "['$.a', '$.b']",
    "lead_matches": "['a']",
    "lead_met": "[{'rule_id': 'a', 'axis': 'score', 'points': 1.0}]",
    "lead_grade_of": "'A'",
    "lead_stages": (
        "[{'stage_id': 'a', 'place': 0, 'met': true, 'because': '', 'happened_at': timestamp '2026-11-22'}]"
    ),
}


def body(folder: str, name: str) -> str:
    return "\n".join(line for line in sql.statement(folder, name).text.splitlines() if not line.startswith("-- "))


def test_every_header_is_true() -> None:
    assert [f"{folder}/{name}: {fault}" for folder, name in NAMED if (fault := header_fault(folder, name))] == []


def header_fault(folder: str, name: str) -> str:
    loaded = sql.statement(folder, name)
    if len(sqlglot.parse(body(folder, name), read="duckdb")) != 1:
        return "one statement per file"
    needed = set(re.findall(r"\$([a-z_]+)", re.sub(r"--.*", "", body(folder, name))))
    if needed != set(loaded.needs):
        return f"it needs {sorted(needed)} and says {sorted(loaded.needs)}"
    return "" if loaded.gives else "it does not say what it gives"


_STAGED = ("events", "quarantine", "identifiers", "links", "trait_facts", "consent_facts", "consent_asks")
"""What a replay stages, as its second half reads it."""


class Samples:
    """What statements are given that can't run on nothing: files, and values where a column wants one."""

    def __init__(self, folder: Path) -> None:
        self.values: dict[str, Any] = {
            "now": MOMENT, "log_offset": 0, "from_offset": 0, "to_offset": 0, "milliseconds": 1.0, "source_id": "s",
            "raw": "{}", "first": 1, "end": 2, "header": 1,
        }  # fmt: skip
        self.own: dict[tuple[str, str], dict[str, Any]] = {
            ("sources", "arrived"): {
                "files": [self._file(folder / "0000000000000000.ndjson", '{"o":0}\n')], "after": 0
            },
            ("channels", "sync_wanted"): {
                "channel": "email", "purpose": "p", "key": "a", "columns": ["a"], "kinds": ["trait"], "names": ["a"]
            },
            ("channels", "sync_portion"): {"after": 0, "most": 1},
            ("audiences", "sampled_people"): {"per_mille": 20},
            ("audiences", "reach"): {"rows": "[]"},
            ("audiences", "overlaps"): {"most": 6},
            ("audiences", "daily_moves"): {"audience_id": "a", "shift": 540},
            ("people", "add_link_change"): {"link_id": 1, "change": "retracted", "actor": "", "reason": ""},
            ("people", "chain_links"): {"link_ids": [1]},
            ("people", "add_match_pairs"): {"run_id": "mtr_1"},
            ("people", "add_match_decision"): {"decision": "refused", "actor": "", "reason": "", "link_id": None},
            ("people", "add_match_decisions"): {"actor": "", "reason": ""},
            ("people", "put_computed"): {"source": "computed"},
            ("people", "derived_moves"): {"names": ["a"], "source": "lead"},
            ("audiences", "lead_given"): {"rules": "[]"},
            ("audiences", "lead_standing"): {"stages": "[]"},
            ("audiences", "put_lead_run"): {"model_hash": "a", "faded_at": MOMENT},
            ("audiences", "lead_decided"): {
                "stage_id": "a", "was": None, "what": "moved", "actor": "", "reason": "", "note": "", "until": None
            },
            ("audiences", "put_lead_states"): {"waiting": ["a"]},
            ("audiences", "lead_cards"): {
                "stages": "[]", "origin": "origin", "owner": "owner", "shift": 0, "working": True, "length": 540
            },
            ("audiences", "lead_top"): {"most": 1},
            ("audiences", "lead_funnel"): {"stages": "[]", "origin": "origin", "since": MOMENT, "until": MOMENT},
            ("insights", "voice_texts"): {"names": ["a"], "fields": ["text"], "paths": ["$.text"], "most": 1},
            ("insights", "voice_note"): {"read_until": 1, "edition": "a"},
            ("insights", "voice_weeks"): {"since": MOMENT, "until": MOMENT, "topic": None, "shift": 0},
            ("people", "groups_page"): {"search": "", "before_kind": "", "before_id": "", "most": 1},
            ("people", "ruled_largest"): {"merged": False, "most": 1},
            ("people", "ruled_parts"): {"merged": False, "wholes": [1], "parts": 1, "members": 1},
            ("people", "ruled_reasons"): {"wholes": [1]},
            ("people", "match_page"): {"state": "open", "before_pair": 0, "most": 1},
            ("people", "match_fields"): {"pair_ids": [1]},
            ("people", "match_sides"): {"pair_ids": [1]},
            ("people", "catalogue_events"): {"own": ["auftakt"], "most": 10},
            ("people", "catalogue_properties"): {"own": ["auftakt"], "sample": 10, "recent": 0, "rare": ["a"]},
            ("people", "catalogue_traits"): {"most": 10},
            ("sources", "plan_scope"): {"own": ["auftakt"]},
            ("sources", "plan_values"): {"event_no": 1},
            ("sources", "plan_found"): {"unplanned": "warn", "time": ""},
            ("sources", "plan_held"): {"order": ["missing"]},
            ("sources", "plan_counted"): {"hour": MOMENT},
            ("sources", "plan_violations"): {"since": MOMENT, "name": None, "limit": 10},
            ("sources", "plan_volume"): {"own": ["auftakt"], "most": 10},
            ("sources", "plan_drift"): {"sample": 10, "own": ["auftakt"], "most": 10},
            ("sources", "plan_seen"): {"since": MOMENT, "sample": 10, "own": ["auftakt"], "time": "", "most": 10},
            ("sources", "again_chosen"): {
                "since": None, "until": None, "happened": False, "sources": [], "names": []
            },
            ("people", "again_note_applied"): {"replay_id": "rpl_1", "document": "{}"},
            ("people", "again_outside"): {
                "files": [self._file(folder / "0000000000000001.ndjson", '{"o":0,"ids":[]}\n')]
            },
            ("sources", "import_csv"): {
                "path": self._file(folder / "a.csv", "a\n1\n"), "delimiter": ",", "columns": {"a": "VARCHAR"}
            },
            ("sources", "import_lines"): {"path": self._file(folder / "a.jsonl", '{"a":1}\n')},
            ("sources", "import_parquet"): {"path": str(folder / "a.parquet")},
            ("sources", "connector_rows"): {"path": self._file(folder / "a.rows", 'aa\x01{"a":1}\n')},
            ("sources", "connector_write"): {"path": str(folder / "b.ndjson.zst"), "source_id": "s", "prefix": "p"},
            ("sources", "import_write"): {"path": str(folder / "out.ndjson.zst"), "source_id": "s", "prefix": "p"},
        }  # fmt: skip
        columns = "1 as a, null::json as auftakt_line, null::varchar as auftakt_broken, '' as auftakt_hash"
        duckdb.sql(f"select {columns}").write_parquet(str(folder / "a.parquet"))

    def of(self, folder: str, name: str) -> dict[str, Any] | None:
        needs = sql.statement(folder, name).needs
        own = self.own.get((folder, name), {})
        return {key: own.get(key, self.values.get(key)) for key in needs} or None

    @staticmethod
    def _file(path: Path, text: str) -> str:
        path.write_text(text)
        return str(path)


def filling(folder: str, name: str, slot: str) -> exp.Expression:
    """Something of the slot's kind: a target table, a table to read, or a condition."""
    if slot in VALUES:
        return sqlglot.parse_one(VALUES[slot], read="duckdb")
    tree = sqlglot.parse_one(body(folder, name), read="duckdb")
    tables = [table for table in tree.find_all(exp.Table) if table.name == slot]
    if any(isinstance(table.parent, exp.Create) for table in tables):
        return exp.to_table("sample_target")
    nobody = (
        "select 1::bigint as person_id, 1::uhugeint as ident_key, '' as value, '' as name, '' as text, '' as axis,"
        " '' as rule_id, 1.0 as worth, 1.0 as half_life_days, timestamp '2026-11-22' as worth_at,"
        " null as edges where false"
    )
    return sqlglot.parse_one(nobody) if tables else exp.true()


def attempt(con: duckdb.DuckDBPyConnection, samples: Samples, folder: str, name: str) -> str:
    """Why the statement does not run; empty if it does."""
    try:
        slots = {slot: filling(folder, name, slot) for slot in sql.statement(folder, name).slots}
        con.execute(sql.render(folder, name, slots), samples.of(folder, name))
        con.fetchall()
    except Exception as error:
        return f"{folder}/{name}: {error}"
    return ""


def test_every_statement_runs_on_an_empty_hub(tmp_path: Path) -> None:
    """Statements that make temporary tables for others run first: rounds, until no more can be run."""
    plane = Plane.open(None)
    samples = Samples(tmp_path)
    failed = dict.fromkeys(NAMED, "")
    with plane.reader() as con:
        for path in data_folder().glob("*.parquet"):
            con.execute(f"create temp view {path.stem} as from read_parquet('{path}') limit 0")
        con.execute("create temp table moved_pairs (from_person bigint, into_person bigint)")
        con.execute("create temp table limit_refusals (link_id bigint, type varchar, held bigint)")
        con.execute("create temp table predicted_values (person_id bigint, name varchar, text varchar)")
        con.execute("create temp table ruled_people (person_id bigint)")
        con.execute("create temp table component_edges (a bigint, b bigint)")
        con.execute("create temp table repeat_offsets (log_offset bigint)")
        con.execute(
            "create temp table plan_events"
            " (event_no integer, type varchar, name varchar, source_id varchar, unplanned varchar, keys varchar[])"
        )
        con.execute(
            "create temp table plan_rules"
            " (event_no integer, key_no integer, place varchar, key varchar, wanted varchar, required boolean,"
            " action varchar, texts varchar[], numbers double[], pattern varchar, minimum double,"
            " maximum double, longest bigint)"
        )
        con.execute("create temp table sync_known (person_id bigint, key varchar, hash varchar)")
        con.execute("create temp table sync_suppressed (channel varchar, address varchar)")
        con.execute("create temp table matching_people (person_id bigint)")
        con.execute("create temp table query_rows (person_id bigint, text varchar)")
        con.execute("create temp table match_wanted (field_no integer, place integer, kind varchar, name varchar)")
        con.execute("create temp table match_joined (record_a bigint, record_b bigint)")
        con.execute("create temp table match_kept (person_id bigint)")
        con.execute("create temp table match_anchors (person_id bigint, anchor varchar)")
        con.execute(
            "create temp table match_found (record_a bigint, record_b bigint, weight double, probability double)"
        )
        con.execute(
            "create temp table match_found_levels (record_a bigint, record_b bigint, place integer, field varchar,"
            " kind varchar, level varchar, weight double)"
        )
        con.execute("create temp table match_found_values (record bigint, field varchar, part varchar, value varchar)")
        con.execute(
            "create temp table voice_rows (log_offset bigint, place integer, ident_key varchar, happened_at timestamp,"
            " field varchar, start integer, length integer, language varchar, score double, feeling varchar,"
            " words varchar, topics varchar)"
        )
        con.execute("create temp table again_known (log_offset bigint, stored boolean)")
        con.execute("create temp table again_spellings (type varchar, value varchar, became varchar)")
        for table in _STAGED:
            con.execute(f"create temp view again_{table} as from {table}")
        while failed:
            left = {key: why for key in failed if (why := attempt(con, samples, *key))}
            if len(left) == len(failed):
                break
            failed = left
    plane.close()
    assert list(failed.values()) == []
