"""The built-in predictors of the next new product and category."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
import numpy as np

from auftakt.audiences.predictions.measured import BackTest, Measure, Numbers
from auftakt.audiences.predictions.next_item.ease import MOST_ITEMS, Together, best_new, fit_ease
from auftakt.audiences.predictions.next_item.read import Bought, bought
from auftakt.audiences.predictions.predictor import Ask, Model, Predicted, TooLittle
from auftakt.kit.text import Text
from auftakt.store.plane import Connection

FEWEST_PEOPLE, FEWEST_TRIED, FEWEST_ITEMS = 100, 50, 5
TOP, LISTED = 10, 5
_FEWEST_OF_AN_ITEM = 3
_MOST_REASONS = 3
_SURE = 1.96
FLOOR = Text(
    f"What they then bought is among its {TOP} more often than among the {TOP} that most people have.",
    f"実際に買ったものが、予測した{TOP}件に入る割合が、人気上位{TOP}件に入る割合より高いこと。",
)
NEEDS = Text(
    f"{FEWEST_PEOPLE} people who bought at least two different ones, {FEWEST_ITEMS} that {_FEWEST_OF_AN_ITEM} people or"
    f" more bought, and {FEWEST_TRIED} people who bought a new one in the time looked ahead.",
    f"2種類以上を買った人が{FEWEST_PEOPLE}人、{_FEWEST_OF_AN_ITEM}人以上が買ったものが{FEWEST_ITEMS}種類、"
    f"見通す期間に新しいものを買った人が{FEWEST_TRIED}人以上必要です。",
)
DISTRUST = Text(
    "Not for what is new in the shop: nobody has bought it yet. It does not know of stock, price or season, and says"
    " what goes together, not what causes what.",
    "発売したばかりで、まだ誰も買っていないものには向きません。在庫・価格・季節は考慮せず、一緒に買われることを示すだけで、因果ではありません。",
)


@dataclass(frozen=True)
class NextItem:
    """`item`: the property that tells the items apart."""

    name: str
    item: str
    title: Text
    about: Text
    traits: Mapping[str, Text]
    needs: Text = NEEDS
    floor: Text = FLOOR
    distrust: Text = DISTRUST
    days: int = 30
    events: tuple[str, ...] = ("Order Completed", "Product Purchased")

    def train(self, con: Connection, ask: Ask, until: datetime) -> Model:
        model, people = _learn(bought(con, ask, self.item, until))
        numbers = {"items": float(len(model.items)), "people": float(people)}
        return Model(numbers, people, msgspec.json.encode(model).decode())

    def predict(self, con: Connection, model: Model, ask: Ask, until: datetime) -> Predicted:
        together, had = _model(model), bought(con, ask, self.item, until)
        people = had.people
        best = best_new(had.table(people, together.items), together, LISTED)
        known = [[together.items[int(at)] for at in row if at >= 0] for row in best]
        first, more = self.traits
        texts = {first: [each[0] if each else "" for each in known], more: [", ".join(each) for each in known]}
        return Predicted(people, {}, {}, texts)

    def back_test(self, con: Connection, ask: Ask, until: datetime) -> BackTest:
        cutoff = until - ask.span
        before = bought(con, ask, self.item, cutoff)
        model, _ = _learn(before)
        later = bought(con, ask, self.item, until, since=cutoff)
        had, came = before.table(before.people, model.items), later.table(before.people, model.items)
        new = came - came.multiply(had)
        # Of those who bought something new at all, also where the model does not know it: that is a miss.
        tried = np.isin(before.people, _who_bought_new(before, later))
        if int(tried.sum()) < FEWEST_TRIED:
            raise _too_little(int(tried.sum()), "tried")
        hits, plain = (_hits(best_new(had[tried], model, TOP, by), new[tried].toarray()) for by in (False, True))
        rate, people = float(hits.mean()), len(hits)
        wide = _SURE * float(np.sqrt(rate * (1 - rate) / people))
        title = Text(f"Bought one of {TOP} that it said", f"予測した{TOP}件のどれかを購入")
        popular = float(plain.mean())
        return BackTest(
            cutoff=cutoff,
            until=until,
            people=people,
            said=None,
            happened=None,
            error=1 - rate,
            plain_error=1 - popular,
            bins=(),
            measures=(Measure(title, rate, popular, None, max(rate - wide, 0.0), rate + wide),),
        )

    def reasons(self, con: Connection, model: Model, ask: Ask, until: datetime, person_id: int) -> list[Text]:
        together, had = _model(model), bought(con, ask, self.item, until, person_id=person_id)
        table = had.table(had.people, together.items)
        best = best_new(table, together, 1)
        if not len(best) or best[0, 0] < 0:
            return []
        chosen = int(best[0, 0])
        weights = together.matrix()[:, [chosen]].toarray().ravel()
        own = table.indices
        strongest = [int(own[at]) for at in np.argsort(-weights[own], kind="stable") if weights[own[at]] > 0]
        names = [together.names[at] for at in strongest[:_MOST_REASONS]]
        en, ja = "”, “".join(names), "」「".join(names)
        have = together.counts[chosen]
        return [
            Text(
                f"Next probably “{together.names[chosen]}”: {have:,} people bought it, most often those who, like"
                f" this person, bought “{en}”.",
                f"次は「{together.names[chosen]}」の見込みです。購入者は{have:,}人で、この人と同じく「{ja}」を買った人に多いものです。",
            )
        ]


next_product = NextItem(
    "next_product",
    "product_id",
    Text("Next new product", "次に買う新しい商品"),
    Text(
        "Which product somebody will probably buy next that they have not bought yet: from what is bought together.",
        "まだ買っていない商品のうち、次に買いそうなもの。一緒に買われている商品から見積もります。",
    ),
    {
        "next_product": Text("Next new product", "次に買う新しい商品"),
        "next_products": Text(f"The {LISTED} likeliest new products", f"次に買いそうな商品(上位{LISTED}件)"),
    },
)
next_category = NextItem(
    "next_category",
    "category",
    Text("Next new category", "次に買う新しいカテゴリー"),
    Text(
        "Which category somebody will probably buy from next that they have not bought from yet: from what is bought"
        " together.",
        "まだ買っていないカテゴリーのうち、次に買いそうなもの。一緒に買われているカテゴリーから見積もります。",
    ),
    {
        "next_category": Text("Next new category", "次に買う新しいカテゴリー"),
        "next_categories": Text(f"The {LISTED} likeliest new categories", f"次に買いそうなカテゴリー(上位{LISTED}件)"),
    },
)


def _learn(had: Bought) -> tuple[Together, int]:
    """Raises TooLittle."""
    items, first, counts = np.unique(had.items.astype(str), return_index=True, return_counts=True)
    common = np.argsort(-counts, kind="stable")[:MOST_ITEMS]
    common = common[counts[common] >= _FEWEST_OF_AN_ITEM]
    people, several = np.unique(had.person_ids, return_counts=True)
    if int((several >= 2).sum()) < FEWEST_PEOPLE or len(common) < FEWEST_ITEMS:
        raise _too_little(int((several >= 2).sum()), "learnt", len(common))
    chosen = tuple(str(each) for each in items[common])
    names = tuple(str(had.names[at]) for at in first[common])
    return fit_ease(had.table(people, chosen), chosen, names), len(people)


def _model(model: Model) -> Together:
    return msgspec.json.decode(model.learnt, type=Together)


def _who_bought_new(before: Bought, later: Bought) -> Numbers:
    known = set(zip(before.person_ids.tolist(), before.items.tolist(), strict=True))
    pairs = zip(later.person_ids.tolist(), later.items.tolist(), strict=True)
    return np.array(sorted({person for person, item in pairs if (person, item) not in known}), dtype=np.float64)


def _hits(best: Numbers, new: Numbers) -> Numbers:
    """1 for each person of whose new items one is among the best."""
    places = np.maximum(best, 0).astype(np.int64)
    hit = ((np.take_along_axis(new, places, axis=1) > 0) & (best >= 0)).any(axis=1)
    return np.asarray(hit, dtype=np.float64)


def _too_little(people: int, what: str, items: int = 0) -> TooLittle:
    if what == "tried":
        message = Text(
            f"{people:,} people bought something new in the time looked ahead.",
            f"見通す期間に新しいものを買った人は{people:,}人です。",
        )
    else:
        message = Text(
            f"{people:,} people bought two or more, and {items:,} items are bought by enough people.",
            f"2種類以上を買った人は{people:,}人、十分な人が買ったものは{items:,}種類です。",
        )
    return TooLittle(message, next_action=NEEDS)
