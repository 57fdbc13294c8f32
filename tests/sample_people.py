"""Made-up people, some of them twice, as they would come from two systems."""

import random
from collections.abc import Iterator
from typing import Any

FAMILIES = [
    "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐々木", "山口",
    "松本", "井上", "木村", "林", "斎藤", "清水",
]  # fmt: skip
GIVEN = [
    "陽翔", "蓮", "湊", "蒼", "樹", "大翔", "悠真", "朝陽", "結翔", "律", "陽葵", "芽依", "凛", "紬", "葵", "結菜",
    "莉子", "咲良", "美月", "杏",
]  # fmt: skip
CITIES = ["札幌市", "仙台市", "横浜市", "京都市", "神戸市", "広島市", "福岡市", "奈良市", "長野市", "高松市"]


def sample_people(people: int, twice: int, seed: int = 1) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(user id, who it is, traits): everybody by `shop-…`, and the first `twice` of them by `crm-…` too, a little
    otherwise (other mail address, other writing, now and then a digit off)."""
    chance = random.Random(seed)
    for number in range(people):
        birth = f"{chance.randint(1950, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        told = {
            "lastName": chance.choice(FAMILIES),
            "firstName": chance.choice(GIVEN),
            "birthday": birth,
            "address": {"postalCode": f"{chance.randint(100, 999)}-{chance.randint(0, 9999):04}"},
            "city": chance.choice(CITIES),
        }
        yield f"shop-{number}", str(number), told | {"email": f"shop{number}@example.com"}
        if number < twice:
            again = dict(told) | {"email": f"crm{number}@example.com", "birthday": birth.replace("-", "/")}
            if number % 5 == 1:
                again["birthday"] = birth[:-1] + str((int(birth[-1]) + 1) % 10)
            if number % 7 == 1:
                again["city"] = "千葉市"
            yield f"crm-{number}", str(number), again
