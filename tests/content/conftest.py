"""A campaign with claims, and a way to write a text in one line."""

from collections.abc import Callable

import pytest

from auftakt.campaigns import Campaign, Claim, MessageHouse, Pillar, Sender, Variant


@pytest.fixture
def campaign() -> Campaign:
    return Campaign(
        id="cmp_wine",
        name="秋のワイン",
        message_house=MessageHouse(
            message="蔵がまた<いっぱい>です",
            claims=[Claim(id="c1", text="新着200種", evidence="11月の在庫表"), Claim(id="c2", text="送料無料")],
        ),
        pillar=Pillar(title="新着ワイン", body="200種が入りました。ぜひご覧ください。", language="ja"),
        sender=Sender(name="見本商店", email="shop@example.com", address="東京都見本区1-1"),
    )


@pytest.fixture
def write() -> Callable[..., Variant]:
    """`write(body, subject=…)`: a Japanese mail."""

    def make(body: str = "本文です。", **parts: str) -> Variant:
        return Variant(
            **{"id": "v_ja", "language": "ja", "subject": "件名", "preheader": "続き", "body": body, **parts}
        )

    return make
