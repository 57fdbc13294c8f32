def test_a_demo_that_is_there_is_not_made_again(auftakt, home):
    (home / "demo").write_text("complete\n")
    said = auftakt("demo", "--no-serve", "--json")
    assert (said.code, said.json) == (0, {"home": str(home), "seconds": {}, "told": None})
    assert "is there already" in auftakt("demo", "--no-serve").out


def test_a_hub_that_is_no_demo_is_left_alone(auftakt, home):
    before = sorted(path.name for path in home.rglob("*"))
    said = auftakt("demo", "--no-serve", "--json")
    assert (said.code, said.json["code"]) == (1, "conflict")
    assert "--home" in said.json["next_action"]
    assert sorted(path.name for path in home.rglob("*")) == before
