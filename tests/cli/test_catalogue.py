"""`auftakt catalogue` from a shell."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Said


def test_it_is_said_written_and_read_again(auftakt: Callable[..., Said], tmp_path: Path) -> None:
    owned = auftakt("catalogue", "set", "--event", "Quiz Done", "--owner", "quiz@example.com", "--json")
    assert owned.json["changed"] == [{"kind": "event", "event": "Quiz Done", "name": ""}]
    words = ("--event", "Quiz Done", "--property", "score", "--property", "answers", "--sensitivity", "personal")
    assert len(auftakt("catalogue", "set", *words, "--json").json["changed"]) == 2
    assert len(auftakt("catalogue", "set", "--gap", "purpose", "--purpose", "advice", "--json").json["changed"]) == 3
    listed = auftakt("catalogue", "list")
    assert "quiz@example.com" in listed.out
    assert "3 without steward." in listed.out
    assert "機微度" in auftakt("catalogue", "list", "--language", "ja").out
    file = tmp_path / "catalogue.yaml"
    file.write_text(auftakt("catalogue", "export", "--form", "yaml").out.replace("quiz@", "new@"))
    assert "1 entries" in auftakt("catalogue", "import", str(file), "--check").out
    assert auftakt("catalogue", "import", str(file)).code == 0
    assert auftakt("catalogue", "list", "--search", "new@", "--json").json["total"] == 3
    assert auftakt("catalogue", "set", "--trait", "tier").code == 1
    assert auftakt("catalogue", "import", str(tmp_path / "none.csv")).code == 1
