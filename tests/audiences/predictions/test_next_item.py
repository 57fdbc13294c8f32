"""What people will watch or buy next, on real ratings of films."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from audiences.predictions.films import NOW, put_films
from scipy import sparse

from auftakt.audiences import Ask, TooLittle
from auftakt.audiences.predictions.next_item.ease import best_new, fit_ease
from auftakt.audiences.predictions.next_item.predictor import next_category, next_product
from auftakt.audiences.predictions.next_item.read import bought
from auftakt.audiences.predictions.train import refusal
from auftakt.store.plane import Connection, Plane

ASK = Ask(30, ("Watched",))


@pytest.fixture(scope="module")
def films(shared_data: Path) -> Iterator[Connection]:
    plane = Plane.open(None)
    with plane.writer() as con:
        put_films(con, shared_data)
    with plane.reader() as con:
        yield con
    plane.close()


@pytest.mark.slow
def test_the_next_film_is_among_ten_more_often_than_among_the_ten_that_most_saw(films: Connection) -> None:
    test = next_product.back_test(films, ASK, NOW)
    [hits] = test.measures
    assert test.people == 671
    assert hits.value > 0.08
    assert hits.plain is not None
    assert hits.value > 1.5 * hits.plain
    assert refusal(test) is None
    model = next_product.train(films, ASK, NOW)
    made = next_product.predict(films, model, ASK, NOW)
    assert all(made.texts["next_product"])
    assert made.texts["next_products"][0].startswith(made.texts["next_product"][0] + ", ")
    [reason] = next_product.reasons(films, model, ASK, NOW, 1)
    assert "people bought it, most often those who" in reason.en


def test_what_goes_together_is_said_and_nothing_that_is_had() -> None:
    had = np.zeros((60, 4))
    had[:30, [0, 1]] = 1
    had[30:, [2, 3]] = 1
    had[0, 1] = had[30, 3] = 0
    table = sparse.csr_array(had)
    model = fit_ease(table, ("a", "b", "c", "d"), ("A", "B", "C", "D"))
    best = best_new(table, model, 2)
    assert best[0].tolist() == [1, -1], "who has only the first of a pair gets the second, and nothing else"
    assert best[30].tolist() == [3, -1]
    assert (best[1:30] == -1).all(), "who has both gets neither of the others"


def test_products_of_an_order_and_categories_of_events_are_read_up_to_the_moment() -> None:
    plane = Plane.open(None)
    orders = (
        ('{"products": [{"product_id": "a", "name": "Tea"}, {"product_id": "b"}]}', None, 10),
        ('{"product_id": 5}', "wine", 9),
        ("null", "tea", 8),
        ('{"product_id": "z"}', "late", -1),
    )
    with plane.writer() as con:
        for place, (properties, category, ago) in enumerate(orders):
            con.execute(
                "insert into events by name select $place as log_offset, $place::uhugeint as event_key,"
                " 's' as source_id,"
                " 'm' || $place as message_id, 'track' as type, 'Watched' as name, $now - to_days($ago) as happened_at,"
                " $now as received_at, 1::uhugeint as ident_key, $properties::json as properties,"
                " $category as category",
                {"place": place, "now": NOW.replace(tzinfo=None), "ago": ago, "properties": properties,
                 "category": category},
            )  # fmt: skip
        con.execute("insert into identifiers select 1, 'user_id', 'u', 7, 7, timestamp '2026-01-01', 's'")
        products, categories = bought(con, ASK, "product_id", NOW), bought(con, ASK, "category", NOW)
        assert list(zip(products.items, products.names, strict=True)) == [("5", "5"), ("a", "Tea"), ("b", "b")]
        assert categories.items.tolist() == ["tea", "wine"]
        assert set(products.person_ids) == {7}
        for predictor in (next_product, next_category):
            with pytest.raises(TooLittle) as refused:
                predictor.train(con, ASK, NOW)
            assert "100 people who bought at least two" in str(refused.value.next_action)
    plane.close()
