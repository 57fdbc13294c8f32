"""`auftakt predictions` from a shell."""

from audiences.predictions.buyers import END, put_cdnow

from auftakt.hub import close_hub, open_hub
from auftakt.kit.clock import SystemClock


def test_purchases_are_trained_listed_and_explained(auftakt, home, shared_data):
    assert auftakt("predictions", "list", "--json").json[0]["standing"] is None
    assert auftakt("predictions", "train", "purchases", "--json").json["code"] == "too_little_data"
    hub = open_hub(home, environ={})
    with hub.plane.writer() as con:
        put_cdnow(con, shared_data, 1500)
        # Their purchases end yesterday instead of in 1998.
        ago = (SystemClock().now() - END).days
        con.execute(f"update events set happened_at = happened_at + to_days({ago})")
    close_hub(hub)
    done = auftakt("predictions", "train", "purchases", "--days", "60", "--event", "Order Completed", "--json")
    assert done.json["standing"]["people"] == 1500
    assert "1,500" in auftakt("predictions", "list").out or "1500" in auftakt("predictions", "list").out
    assert "見込み" in auftakt("predictions", "list", "--language", "ja").out
    assert "Bought on" in auftakt("predictions", "person", "user_id:c1", "--language", "en").out
    assert auftakt("predictions", "person", "user_id:c1", "--json").json[0]["days"] == 60
