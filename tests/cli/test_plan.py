"""`auftakt plan` from a shell."""


def test_a_plan_goes_from_git_to_the_hub_and_back(auftakt, home, tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(auftakt("plan", "preset", "ecommerce").out)
    assert "plan with 13 events" in auftakt("plan", "check", str(file)).out
    assert auftakt("plan", "set", str(file), "--note", "start", "--json").json["version"] == 1
    shown = auftakt("plan", "show").out
    assert "Order Completed:" in shown
    file.write_text(shown)
    assert auftakt("plan", "set", str(file), "--json").json["version"] == 1, "the same plan is no new version"
    assert "not in force" in auftakt("plan", "set", str(file), "--off").out
    assert auftakt("plan", "violations", "--json").json == []
    assert auftakt("plan", "infer").out.strip() in ("{}", "events: {}")
    assert "EC" in auftakt("plan", "preset", "--language", "ja").out


def test_a_plan_with_a_slip_is_refused(auftakt, home, tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text("events:\n  A:\n    propertis: {}\n")
    refused = auftakt("plan", "set", str(file), "--json")
    assert (refused.code, refused.json["code"]) == (1, "invalid_plan")
    assert auftakt("plan", "preset", "nothing").code == 1
    assert auftakt("plan", "check", str(tmp_path / "none.yaml")).code == 1
