"""What a sentence is about: twelve topics that shops and services have in common, found by their words."""

import re
from dataclasses import dataclass

from auftakt.kit.text import Text


@dataclass(frozen=True)
class Topic:
    """`words` are patterns in either language; what a pattern of an earlier topic took is no sign of a later one."""

    name: str
    title: Text
    words: re.Pattern[str]


def _topic(name: str, en: str, ja: str, words_en: str, words_ja: str) -> Topic:
    return Topic(name, Text(en, ja), re.compile(rf"\b(?:{words_en})\b|{words_ja}", re.IGNORECASE))


TOPICS = (
    _topic(
        "returns", "Returns", "返品・返金",
        r"returns?|returned|returning|refund(?:s|ed)?|money back|sent it back|exchang(?:e|ed|ing)|fighting for my money",
        "返品|返金|返送|交換",
    ),
    _topic(
        "mailings", "Mailings", "お知らせ・メール",
        r"newsletters?|unsubscribed?|subscribed|(?:your|too many|five|these|my) (?:e-?mails?|mails?)|these (?:ads|messages)"
        r"|coupons?|recipes|promotions?|e-?mail address|signed up for",
        "メルマガ|配信停止|広告を送|クーポン|案内が届|宛名|メールアドレス|通もメール|まだメール|レシピ|解除|通数",
    ),
    _topic(
        "support", "Customer service", "お問い合わせ対応",
        r"(?:customer )?(?:service|support)|hotline|help ?desk|call(?:ed)? (?:me )?back|agents?|repl(?:y|ied|ies)|answer(?:ed)?"
        r"|wrote to (?:them|you)|on the phone|invoice|team|explained|even on a sunday|owned the mistake|staff were"
        r"|order \d+|documents",
        "問い合わせ|サポート|対応|担当|返信|返事|電話|折り返|チャット|領収書|回答|注文\\d+番|スタッフの皆|日曜日でも|ミスを認め|必要な書類|説明しても"
        "|解決して",
    ),
    _topic(
        "packaging", "Packaging", "包装・梱包",
        r"packag(?:e|ed|ing)|packing|padding|wrapp(?:ed|ing)|plastic|box|lid|seal|label was|jar|card in the box",
        "包装|梱包|緩衝材|箱|ふた|プラスチック|封が|ラベル",
    ),
    _topic(
        "delivery", "Delivery", "配送",
        r"deliver(?:y|ed|s|ing)?|shipping|shipped|courier|driver|parcel|tracking|arriv(?:e|ed|es|ing)|postman|the post"
        r"|neighbour|waiting|here on|no one was home|warehouse|order is still missing",
        "配達|配送|発送|送料|届|追跡|荷物|不在票|倉庫|隣の家",
    ),
    _topic(
        "price", "Price", "価格",
        r"pric(?:e|es|ed|ey)|expensive|cheap(?:er)?|overpriced|cost|costs|value|discount|bargain|fees?|afford(?:able)?"
        r"|pay|paid|yen|half the price|how much|steal at",
        "価格|値段|高すぎ|安く|安い|割引|お得|値上げ|手数料|料金|半額|払った|払って|コスパ|税込",
    ),
    _topic(
        "stock", "Range and stock", "品ぞろえ・在庫",
        r"sold out|in stock|out of stock|available|availability|selection|kinds to choose|shelf|three left|what i need"
        r"|things they don't have",
        "品切れ|売り切れ|在庫|入荷|品ぞろえ|種類が多|残り|棚は|そろ",
    ),
    _topic(
        "app", "App and website", "アプリ・サイト",
        r"app|apps|website|site|page|log(?:ged|ging)? ?(?:in|out)|update|checkout|search(?:ing)?|menu|settings|dashboard"
        r"|reports?|export|clicks?|bugs?|password|payment|setting it up|version (?:fixed|has)|latest version|android|ios"
        r"|dark mode|syncs?|filters|map|load",
        "アプリ|サイト|ログイン|ログアウト|更新|検索|メニュー|設定|画面|レポート|書き出し|不具合|決済|再設定|手順|同期|Android|iOS|ダークモード"
        "|地図|入力",
    ),
    _topic(
        "size", "Size and fit", "サイズ・着心地",
        r"sizes?|fit|fits|tight|loose|sleeves?|shoulders?|large|comfortable|shoes|blisters|trousers|waist|litres|medium"
        r"|runs small|too small",
        "サイズ|きつ|着心地|着られ|袖|大きすぎ|小さめ|足が痛|靴ずれ|ズボン|腰は|容量|締めつけ",
    ),
    _topic(
        "shop", "Shop and staff", "店舗・スタッフ",
        r"shop|store|staff|counter|waiter|cashier|queue|branch(?:es)?|room|breakfast|place|restaurant|hotel|table|window"
        r"|tasting|come back|came at|felt at home|thief|noisy",
        "店|スタッフ|レジ|部屋|朝食|席|ホテル|試飲|くつろげ|もう行きません|伺い|扱い|居心地|営業|車まで運|万引き",
    ),
    _topic(
        "taste", "Taste", "味",
        r"tast(?:e|ed|es|y)|flavou?r|aftertaste|delicious|sweet|bitter|salty|sour|drank|drink|poured|sashimi|miso|coffee"
        r"|noodles|creamy|fragrant|acidity|bland|stale|crisp|dry sake|spicy|soy|best before|past its date|rubbery",
        "味|美味|おいし|甘|苦|辛|酸|旨|香り|飲|食べ|食感|コク|コーヒー|麺|刺身|大豆|期限",
    ),
    _topic(
        "quality", "Quality", "品質",
        r"quality|broke|broken|crack(?:ed)?|material|stitching|zipper|colou?r|wash|battery|screen|handle|defects?|scratch"
        r"|workmanship|well made|sturdy|flimsy|knife|blade|sharp|stopped working|works? flawlessly|design|still looks new"
        r"|winters?|rust|pump|glasses|replaced|soft and warm|better than the expensive",
        "品質|壊れ|割れ|生地|素材|縫製|ファスナー|色落ち|電池|傷|不良|作り|取っ手|切れ味|よく切れ|切れません|刃|頑丈|動かなく|動いて|デザイン"
        "|新品|錆|ポンプ|詰ま|前のもの|質が|裏地|優れ|逸品",
    ),
)  # fmt: skip


def topics_in(text: str) -> tuple[str, ...]:
    """Names of the topics of a sentence, in the order of `TOPICS`; none where nothing tells."""
    return tuple(topic.name for topic in TOPICS if topic.words.search(text))
