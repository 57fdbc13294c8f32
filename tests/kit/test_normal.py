"""One way to write what people write in many."""

import pytest

from auftakt.kit.normal import (
    JapaneseAddress,
    PersonName,
    address_folded,
    email_folded,
    japanese_address,
    kana_folded,
    name_key,
    person_name,
    phone_number,
    width_folded,
)


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("03-1234-5678", "JP", "+81312345678"),
        ("（０３）１２３４－５６７８", "JP", "+81312345678"),
        ("090 1234 5678", "JP", "+819012345678"),
        ("0120-123-456", "JP", "+81120123456"),
        ("+81 (0)90-1234-5678", "JP", "+819012345678"),
        ("010 1 202 555 0123", "JP", "+12025550123"),
        ("tel: 03-1234-5678 内線 12", "JP", "+81312345678"),
        ("(202) 555-0123 ext. 9", "US", "+12025550123"),
        ("020 8366 1177", "GB", "+442083661177"),
        ("+39 06 1234 5678", "JP", "+390612345678"),
        ("110", "JP", "110"),
        ("000-0000-0000", "JP", ""),
        ("no number", "JP", ""),
    ],
)
def test_phone(written: str, country: str, number: str) -> None:
    assert phone_number(written, country) == number


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("〒100-0005 東京都千代田区丸の内１丁目２番３号", "東京都千代田区丸の内1-2-3"),
        ("千代田区丸ノ内一丁目2-3", "東京都千代田区丸の内1-2-3"),
        ("東京都 千代田区 丸の内 1-2-3", "東京都千代田区丸の内1-2-3"),
        ("横浜市西区みなとみらい二丁目二番一号", "神奈川県横浜市西区みなとみらい2-2-1"),
        ("東京都千代田区霞が関3−2−1", "東京都千代田区霞ヶ関3-2-1"),
        ("東京都千代田区三番町6番地1", "東京都千代田区三番町6-1"),
        ("北海道札幌市中央区北一条西二丁目", "北海道札幌市中央区北1条西2"),
        ("大阪府堺市堺区南瓦町3番1号 見本ビル 101号室", "大阪府堺市堺区南瓦町3-1見本ビル101"),
        ("京都府京都市中京区大字見本二十三番地の5", "京都府京都市中京区見本23-5"),
        ("1 Example Street", "1examplestreet"),
    ],
)  # fmt: skip
def test_address(written: str, folded: str) -> None:
    assert address_folded(written) == folded


def test_an_address_in_parts() -> None:
    assert japanese_address("〒５３０－０００１ 大阪市北区梅田3丁目1-3 見本ビル5F") == JapaneseAddress(
        "5300001", "大阪府", "大阪市北区梅田", "3-1-3", "見本ビル5f"
    )


def test_writing() -> None:
    assert {kana_folded(each) for each in ("やまだ", "ﾔﾏﾀﾞ", "ヤマダ")} == {"ヤマダ"}
    assert kana_folded("らーめん") == kana_folded("ラ−メン") == kana_folded("ﾗｰﾒﾝ") == "ラーメン"
    assert width_folded("　Ａｂｃ　 １２ ") == "abc 12"
    assert email_folded(" Ａ.b+C@Example.com ") == "a.b+c@example.com"


def test_names() -> None:
    assert {name_key(each) for each in ("山田　太郎様", "山田太郎", "山田 太郎 さん")} == {"山田太郎"}
    latin = ("Taro YAMADA", "Yamada, Taro", "Mr. Yamada Taro", "ＹＡＭＡＤＡ Taro")
    assert {name_key(each) for each in latin} == {"taro yamada"}
    assert {person_name(each) for each in ("Taro Yamada", "YAMADA Taro", "Yamada, Taro")} == {
        PersonName("yamada", "taro")
    }
    assert person_name("やまだ たろう") == PersonName("やまだ", "たろう")
    assert person_name("Sample") == PersonName("sample", "")
