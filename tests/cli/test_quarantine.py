"""`auftakt quarantine` from a shell."""


def test_an_empty_quarantine_says_so_in_every_form(auftakt, home):
    assert auftakt("quarantine", "list", "--text", "x", "--since", "2026-11-01T00:00:00Z", "--json").json == {
        "items": [],
        "next": None,
    }
    assert auftakt("quarantine", "reasons", "--state", "open", "--json").json == []
    missing = auftakt("quarantine", "show", "7", "--json")
    assert (missing.code, missing.json["code"]) == (1, "not_found")
    assert auftakt("quarantine", "list", "--until", "soon", "--json").code == 1
