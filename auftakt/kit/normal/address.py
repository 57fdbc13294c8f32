"""Japanese addresses: one way to write blocks and numbers, the prefecture filled in where only one is possible."""

import re
from dataclasses import dataclass

from auftakt.kit.normal.writing import settled, width_folded

_PREFECTURE = re.compile(
    "北海道|東京都|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|"
    "岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県"
)  # fmt: skip
# The large cities (政令指定都市) and Tokyo's wards, whose prefecture is often left out.
_CITIES = {
    "北海道": "札幌市", "宮城県": "仙台市", "埼玉県": "さいたま市", "千葉県": "千葉市",
    "神奈川県": "横浜市 川崎市 相模原市",
    "新潟県": "新潟市", "静岡県": "静岡市 浜松市", "愛知県": "名古屋市", "京都府": "京都市", "大阪府": "大阪市 堺市",
    "兵庫県": "神戸市", "岡山県": "岡山市", "広島県": "広島市", "福岡県": "北九州市 福岡市", "熊本県": "熊本市",
    "東京都": "千代田区 中央区 港区 新宿区 文京区 台東区 墨田区 江東区 品川区 目黒区 大田区 世田谷区 渋谷区 中野区 "
    "杉並区 豊島区 北区 荒川区 板橋区 練馬区 足立区 葛飾区 江戸川区",
}  # fmt: skip
_PREFECTURE_OF = {city: prefecture for prefecture, cities in _CITIES.items() for city in cities.split()}
_LEADING_CITY = re.compile("|".join(_PREFECTURE_OF))

_POSTCODE = re.compile(r"^(?:日本国?)?[〒\s]*(\d{3})[-−‐–ー]?(\d{4})(?!\d)[\s,、]*")
_COUNTRY = re.compile(r"^(?:日本国?|〒)[\s,、]*")
_DASHES = re.compile(r"(?<=\d)\s*[-‐‑‒–—―−─ーｰの之ノ]\s*(?=\d)")
_NUMERALS = re.compile("([〇零一二三四五六七八九十百]+)(?=丁目|番地|番(?!町)|号|条)")
_BLOCKS = re.compile(r"(?<=\d)\s*(?:丁目|番地の?|番(?!町)の?|号室|号棟|号)\s*-?\s*")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_SPACES = re.compile(r"[\s,、]+")
_GA = re.compile("(?<=[一-鿿])[ヶケが](?=[一-鿿])")
_NO = re.compile("(?<=[一-鿿])[ノ之](?=[一-鿿])")
_LOOSE = re.compile(r"(?<=\d)-+(?=[^\d]|$)")
_DIGITS = dict(zip("〇零一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True))
_FIRST_NUMBER = re.compile(r"\d+(?:-\d+)*")


@dataclass(frozen=True)
class JapaneseAddress:
    """An address in parts, each "" where it isn't known. `place` is city, ward and district; `number` is `1-2-3`."""

    postcode: str
    prefecture: str
    place: str
    number: str
    building: str


def address_folded(text: str) -> str:
    """The address as one comparable text, without postcode: `〒100-0005 千代田区丸ノ内一丁目２番３号` is
    `東京都千代田区丸の内1-2-3`."""
    return settled(_once, text)


def japanese_address(text: str) -> JapaneseAddress:
    """The folded address in parts."""
    found = _POSTCODE.match(width_folded(text))
    rest = address_folded(text)
    prefecture = _PREFECTURE.match(rest)
    after = rest[prefecture.end() :] if prefecture else rest
    number = _FIRST_NUMBER.search(after)
    return JapaneseAddress(
        postcode="".join(found.groups()) if found else "",
        prefecture=prefecture.group() if prefecture else "",
        place=after[: number.start()] if number else after,
        number=number.group() if number else "",
        building=after[number.end() :] if number else "",
    )


def _once(text: str) -> str:
    text = _COUNTRY.sub("", _POSTCODE.sub("", width_folded(text))).removeprefix(" ")
    text = _NUMERALS.sub(lambda found: str(_number(found.group())), text)
    text = _BLOCKS.sub("-", text.replace("大字", ""))
    text = _BETWEEN_DIGITS.sub("-", _DASHES.sub("-", text))
    text = _NO.sub("の", _GA.sub("ヶ", _SPACES.sub("", text)))
    text = _LOOSE.sub("", text)
    city = None if _PREFECTURE.match(text) else _LEADING_CITY.match(text)
    return _PREFECTURE_OF[city.group()] + text if city else text


def _number(kanji: str) -> int:
    """二十三 is 23, 二三 is 23, 百五 is 105."""
    if not any(each in kanji for each in "十百"):
        return int("".join(str(_DIGITS[each]) for each in kanji))
    total = standing = 0
    for each in kanji:
        if each in _DIGITS:
            standing = standing * 10 + _DIGITS[each]
        else:
            total += (standing or 1) * (10 if each == "十" else 100)
            standing = 0
    return total + standing
