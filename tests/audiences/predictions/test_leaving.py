"""Who stays away beyond their own rhythm, on a record shop's real customers."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from audiences.predictions.buyers import END, put_cdnow

from auftakt.audiences import Ask, TooLittle
from auftakt.audiences.predictions.leaving.predictor import LEAVES, OVERDUE, predictor
from auftakt.audiences.predictions.train import refusal
from auftakt.store.plane import Connection, Plane

ASK = Ask(90, ("Order Completed",))


@pytest.fixture(scope="module")
def shop(shared_data: Path) -> Iterator[Connection]:
    plane = Plane.open(None)
    with plane.writer() as con:
        put_cdnow(con, shared_data, 12_000)
    with plane.reader() as con:
        yield con
    plane.close()


def test_who_stays_away_is_known_better_than_by_chance_and_said_why(shop: Connection) -> None:
    test = predictor.back_test(shop, ASK, END)
    assert test.measures[0].value > 0.66
    assert test.said == pytest.approx(test.happened, rel=0.1)
    assert refusal(test) is None
    model = predictor.train(shop, ASK, END)
    made = predictor.predict(shop, model, ASK, END)
    assert 0 < len(made.person_ids) < 12_000, "nothing is said of whom no rhythm is known of"
    late = made.values[OVERDUE] > 3
    assert made.values[LEAVES][late].mean() > made.values[LEAVES][~late].mean()
    reasons = predictor.reasons(shop, model, ASK, END, int(made.person_ids[np.argmax(made.values[OVERDUE])]))
    assert "times that has passed" in reasons[0].en
    assert "購入しない確率は" in reasons[1].ja
    once = shop.execute(
        "select person_id from events join identifiers using (ident_key) group by person_id having count(*) = 1 limit 1"
    ).fetchone()
    assert once is not None
    assert predictor.reasons(shop, model, ASK, END, int(once[0])) == []


def test_too_few_with_a_rhythm_are_refused(shared_data: Path) -> None:
    plane = Plane.open(None)
    with plane.writer() as con:
        put_cdnow(con, shared_data, 30)
        with pytest.raises(TooLittle) as refused:
            predictor.train(con, ASK, END)
    assert "at least 3 times" in str(refused.value.next_action)
    plane.close()
