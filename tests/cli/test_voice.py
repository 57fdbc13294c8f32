"""`auftakt voice` from a shell."""


def test_texts_are_counted_listed_and_tried(auftakt, home, tmp_path):
    assert "Product Reviewed" in auftakt("voice", "topics", "--language", "en").out
    rows = tmp_path / "reviews.csv"
    rows.write_text("email,date,text\na@example.com,2026-11-20,The zipper broke after two days.\n", encoding="utf-8")
    mapping = tmp_path / "reviews.json"
    mapping.write_text(
        '{"identifiers": {"email": "email"}, "time": "date",'
        ' "events": [{"name": "Product Reviewed", "properties": {"text": "text"}}]}'
    )
    assert auftakt("import", str(rows), "--mapping", str(mapping)).code == 0
    (topic,) = auftakt("voice", "topics", "--days", "3660", "--json").json["topics"]
    assert (topic["topic"], topic["negative"]) == ("quality", 1)
    assert "不満" in auftakt("voice", "topics", "--days", "3660", "--language", "ja").out
    listed = auftakt("voice", "sentences", "--days", "3660", "--feeling", "negative", "--person", "email:a@example.com")
    assert "zipper" in listed.out
    assert "No sentence" in auftakt("voice", "sentences", "--feeling", "positive", "--language", "en").out
    assert "好評" in auftakt("voice", "read", "とても美味しかったです。", "--language", "ja").out
    assert auftakt("voice", "sentences", "--topic", "weather", "--json").json["code"] == "invalid_input"
