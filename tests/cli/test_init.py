import tomllib

from auftakt.kit.settings import Settings, describe_settings, load_settings


def test_init_writes_every_setting_with_its_meaning(auftakt, tmp_path):
    home = tmp_path / "new"
    said = auftakt("init", "--home", str(home), "--name", '見本 "店"', "--language", "ja", "--json")
    assert (said.code, said.json) == (0, {"home": str(home), "settings": str(home / "auftakt.toml")})
    text = (home / "auftakt.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text).keys() >= {"name", "language"}
    assert load_settings(home, {}) == Settings(name='見本 "店"', language="ja")
    for setting in describe_settings():
        assert setting.about.en in text
        assert setting.about.ja in text
        assert setting.variable in text


def test_what_is_commented_out_is_the_default(auftakt, tmp_path):
    home = tmp_path / "new"
    auftakt("init", "--home", str(home))
    lines = (home / "auftakt.toml").read_text(encoding="utf-8").splitlines()
    live = [line.removeprefix("# ") if " = " in line and "(AUFTAKT_" not in line else line for line in lines]
    (home / "auftakt.toml").write_text("\n".join(live), encoding="utf-8")
    assert load_settings(home, {}) == Settings()


def test_init_touches_no_hub_that_is_there(auftakt, home):
    said = auftakt("init")
    assert said.code == 1
    assert "already a hub" in said.err
    assert "auftakt up" in said.err
    assert (home / "auftakt.toml").read_text() == 'name = "Sample hub"\n'
