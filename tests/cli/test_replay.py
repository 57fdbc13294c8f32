"""`auftakt replay`: tried, done, listed, on the command line."""

from collections.abc import Callable
from pathlib import Path

from cli.conftest import Said


def test_a_replay_from_trial_to_list(auftakt: Callable[..., Said], tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("id,total,city\nu1,12,Sendai\nu2,many,Nara\n")
    mapping = tmp_path / "orders.toml"
    mapping.write_text(
        '[identifiers]\nuser_id = "id"\n[traits]\ncity = "city"\n'
        '[[events]]\nname = "Order Completed"\n[events.properties]\ntotal = "total"\n'
    )
    assert auftakt("import", str(table), "--mapping", str(mapping), "--source", "till").code == 0
    plan = tmp_path / "plan.yaml"
    plan.write_text("events: {Order Completed: {properties: {total: {type: number, on_violation: quarantine}}}}\n")
    assert auftakt("plan", "set", str(plan)).code == 0
    tried = auftakt("replay", "try", "--event", "Order Completed", "--json").json
    assert tried["events"] == {"lines": 2, "changed": 0, "held": 1, "released": 0}
    assert "Nothing was changed yet" in auftakt("replay", "try").out
    done = auftakt("replay", "start", "--source", "till", "--json").json
    assert done["changes"]["events"]["held"] == 1
    assert [each["state"] for each in auftakt("replay", "list", "--json").json["replays"]] == ["done"]
    assert "till" in auftakt("replay", "list").out or "src_" in auftakt("replay", "list").out
    assert auftakt("replay", "stop").code != 0
    assert auftakt("replay", "try", "--source", "nowhere").code != 0
