# ruff: noqa: E501
"""Small exports as the tools write them (made-up people, example.com), each with what the hub should make of it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Export:
    """`events` are (name, person's identifier types, some properties) in the order of the rows; see the test."""

    layout: str
    text: str
    identifiers: set[str]
    events: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    consents: list[tuple[str, bool]] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    encoding: str = "utf-8"


EXPORTS = (
    Export(
        "salesforce_contacts",
        "Contact ID,First Name,Last Name,Account ID,Account Name,Email,Mobile,Email Opt Out,Last Modified Date,Favourite\n"
        "003A,Sample,Aoi,001A,Example KK,aoi@example.com,090-0000-0001,1,2026-11-01 10:00,tea\n",
        {"salesforce_contact_id", "email", "phone"},
        {"Identified": 1, "Consent Updated": 1, "Group Joined": 1},
        {"Favourite": "tea", "company": "Example KK"},
        [("email", False)],
        ["salesforce:001A"],
    ),
    Export(
        "salesforce_contacts",
        "取引先責任者 ID,姓,名,取引先 ID,取引先名,メール,電話,最終更新日\n"
        "003A,見本,葵,001A,株式会社サンプル,aoi@example.com,03-0000-0001,2026/11/01 10:00\n",
        {"salesforce_contact_id", "email", "phone"},
        {"Identified": 1, "Group Joined": 1},
        {"last_name": "見本", "first_name": "葵", "company": "株式会社サンプル"},
        groups=["salesforce:001A"],
        encoding="cp932",
    ),
    Export(
        "salesforce_leads",
        "Lead ID,First Name,Last Name,Company / Account,Email,Lead Status,Lead Source,Created Date\n"
        "00QA,Sample,Ren,Example KK,ren@example.com,Open,Web,2026-11-01\n",
        {"salesforce_lead_id", "email"},
        {"Identified": 1},
        {"lead_status": "Open", "lead_source": "Web"},
    ),
    Export(
        "salesforce_accounts",
        "取引先 ID,取引先名,業種,従業員数,最終更新日\n001A,株式会社サンプル,製造,120,2026/11/01\n",
        set(),
        {"Group Joined": 1},
        groups=["salesforce:001A"],
    ),
    Export(
        "salesforce_deals",
        "Opportunity ID,Opportunity Name,Contact ID,Account ID,Stage,Amount,Close Date,Last Modified Date\n"
        '006A,Sample renewal,003A,001A,Proposal,"1,200,000",2026-12-31,2026-11-01\n',
        {"salesforce_contact_id"},
        {"Deal Updated": 1, "Group Joined": 1},
        {"deal_id": "006A", "stage": "Proposal", "amount": 1200000},
        groups=["salesforce:001A"],
    ),
    Export(
        "salesforce_activities",
        "活動 ID,件名,取引先責任者 ID,期日,種別,状況\n00TA,お電話,003A,2026/11/01,電話,完了\n",
        {"salesforce_contact_id"},
        {"Activity Recorded": 1},
        {"subject": "お電話", "kind": "電話"},
    ),
    Export(
        "hubspot_contacts",
        "Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Create Date\n"
        "101,Sample,Yui,yui@example.com,090-0000-0002,lead,2026-11-01 09:30\n",
        {"hubspot_contact_id", "email", "phone"},
        {"Identified": 1},
        {"lifecycle_stage": "lead"},
    ),
    Export(
        "hubspot_companies",
        "レコードID,会社名,会社ドメイン名,業種,従業員数,作成日\n501,株式会社サンプル,example.com,IT,30,2026-11-01\n",
        set(),
        {"Group Joined": 1},
        groups=["hubspot:501"],
    ),
    Export(
        "hubspot_deals",
        "レコードID,取引名,取引ステージ,パイプライン,金額,クローズ日,関連付けられたコンタクトのID,作成日\n"
        "901,見本の商談,見積もり,営業,300000,2026-12-01,101,2026-11-01\n",
        {"hubspot_contact_id"},
        {"Deal Updated": 1},
        {"stage": "見積もり", "amount": 300000, "pipeline": "営業"},
    ),
    Export(
        "hubspot_tickets",
        "Ticket ID,Ticket name,Ticket status,Ticket description,Associated Contact IDs,Create date\n"
        "77,Where is my parcel,New,It has not come.,101,2026-11-01\n",
        {"hubspot_contact_id"},
        {"Inquiry Received": 1},
        {"subject": "Where is my parcel"},
    ),
    Export(
        "kintone_customers",
        "レコード番号,会社名,部署名,担当者名,TEL,メールアドレス,郵便番号,住所,更新日時\n"
        "1,株式会社サンプル,営業部,見本 葵,03-0000-0001,aoi@example.com,100-0001,東京都見本区1-1,2026/11/01 10:00\n",
        {"kintone_customer_id", "email", "phone"},
        {"Identified": 1, "Group Joined": 1},
        {"company": "株式会社サンプル", "部署名": "営業部", "postal_code": "100-0001"},
        groups=["kintone:株式会社サンプル"],
    ),
    Export(
        "kintone_deals",
        "レコード番号,案件名,会社名,確度,受注予定日,合計費用,更新日時\n1,見本の案件,株式会社サンプル,A,2026/12/01,500000,2026/11/01 10:00\n",
        set(),
        {"Deal Updated": 1, "Group Joined": 1},
        {"deal_id": "kintone-1", "stage": "A", "amount": 500000},
        groups=["kintone:株式会社サンプル"],
    ),
    Export(
        "kintone_activities",
        "レコード番号,メールアドレス,対応日時,対応種別,対応内容\n9,aoi@example.com,2026/11/01 15:00,訪問,見積もりを説明\n",
        {"email"},
        {"Activity Recorded": 1},
        {"kind": "訪問", "note": "見積もりを説明"},
    ),
    Export(
        "inquiries",
        "受付日時,お名前,メールアドレス,件名,お問い合わせ内容\n2026/11/01 12:00,見本 葵,aoi@example.com,配送,いつ届きますか\n",
        {"email"},
        {"Identified": 1, "Inquiry Received": 1},
        {"text": "いつ届きますか"},
    ),
    Export(
        "shopify_orders",
        "Name,Email,Financial Status,Fulfillment Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Lineitem sku\n"
        "#1001,yui@example.com,paid,fulfilled,JPY,3300,2026-11-01 10:22:33 +0900,1,Sake,3000,S-1\n"
        "#1001,yui@example.com,,,,,2026-11-01 10:22:33 +0900,2,Cup,150,C-1\n",
        {"email"},
        {"Order Completed": 1, "Product Purchased": 2},
        {"revenue": 3300, "order_id": "#1001", "sku": "C-1"},
    ),
    Export(
        "shopify_customers",
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address City,Phone,Accepts SMS Marketing,"
        "Total Spent,Total Orders\n'8001,Sample,Yui,yui@example.com,yes,Kyoto,,no,3300,1\n",
        {"shopify_customer_id", "email"},
        {"Identified": 1, "Consent Updated": 2},
        {"city": "Kyoto", "Total Spent": 3300},
        [("email", True), ("sms", False)],
    ),
    Export(
        "eccube_orders",
        "注文ID,注文番号,会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),メールアドレス,TEL,合計,支払合計,対応状況(名称),"
        "支払方法,受注日,注文詳細ID,商品名,商品コード,価格,個数\n"
        "5,20261101-5,12,見本,葵,ミホン,アオイ,aoi@example.com,0300000001,5400,5200,発送済み,クレジットカード,"
        "2026/11/01 10:00:00,11,純米酒,J-1,2000,2\n"
        "5,20261101-5,12,見本,葵,ミホン,アオイ,aoi@example.com,0300000001,5400,5200,発送済み,クレジットカード,"
        "2026/11/01 10:00:00,12,ぐい呑み,G-1,1400,1\n",
        {"eccube_customer_id", "email", "phone"},
        {"Identified": 2, "Order Completed": 1, "Product Purchased": 2},
        {"revenue": 5200, "last_name_kana": "ミホン", "payment_method": "クレジットカード"},
        encoding="cp932",
    ),
    Export(
        "eccube_customers",
        "会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),メールアドレス,TEL,誕生日,登録日\n"
        "12,見本,葵,ミホン,アオイ,aoi@example.com,0300000001,1990-01-01,2026/11/01 10:00:00\n",
        {"eccube_customer_id", "email", "phone"},
        {"Identified": 1},
        {"birthday": "1990-01-01"},
    ),
    Export(
        "rakuten_orders",
        "注文番号,ステータス,注文日時,請求金額,合計金額,送料合計,ポイント利用額,注文者姓,注文者名,注文者メールアドレス,注文者電話番号1,"
        "注文者電話番号2,注文者電話番号3,注文者郵便番号1,注文者郵便番号2,注文者住所都道府県,商品名,商品管理番号,単価,個数\n"
        "000-1,700,2026-11-01 21:05:00,4300,4500,500,200,見本,蓮,ren@example.com,090,0000,0003,100,0001,東京都,"
        "煎茶,T-1,2000,2\n",
        {"email", "phone"},
        {"Identified": 1, "Order Completed": 1, "Product Purchased": 1},
        {"revenue": 4300, "points_used": 200, "postal_code": "100-0001"},
        encoding="cp932",
    ),
    Export(
        "mailchimp_subscribed",
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,EUID,TAGS\n"
        'yui@example.com,Sample,Yui,2,,,"2026-10-01 08:00:00",192.0.2.1,abc,"""vip"""\n',
        {"mailchimp_id", "email"},
        {"Identified": 1, "Consent Updated": 1},
        {"ip": "192.0.2.1"},
        [("email", True)],
    ),
    Export(
        "mailchimp_unsubscribed",
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME,UNSUB_REASON,EUID\n"
        'yui@example.com,Sample,Yui,2,,"2026-10-01 08:00:00","2026-10-09 08:00:00",NORMAL,abc\n',
        {"mailchimp_id", "email"},
        {"Identified": 1, "Consent Updated": 1},
        {"reason": "NORMAL"},
        [("email", False)],
    ),
    Export(
        "mailchimp_cleaned",
        "Email Address,MEMBER_RATING,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,EUID\n"
        'old@example.com,1,"2026-10-09 08:00:00",Autumn,abd\n',
        {"mailchimp_id", "email"},
        {"Consent Updated": 1},
        {"campaign": "Autumn"},
        [("email", False)],
    ),
    Export(
        "listmonk_subscribers",
        "uuid,email,name,attributes,status,created_at,updated_at\n"
        '5f1c0000-0000-4000-8000-000000000001,a@example.com,Sample A,"{""city"": ""Kyoto""}",enabled,'
        "2026-10-01T08:00:00Z,2026-10-01T08:00:00Z\n"
        "5f1c0000-0000-4000-8000-000000000002,b@example.com,Sample B,{},blocklisted,2026-10-01T08:00:00Z,"
        "2026-10-01T08:00:00Z\n",
        {"listmonk_id", "email"},
        {"Identified": 2, "Consent Updated": 1},
        {"name": "Sample B"},
        [("email", False)],
    ),
    Export(
        "line_friends",
        "LINE ID,表示名,友だち追加日時,ブロック,タグ\n"
        "U00000000000000000000000000000001,見本A,2026/10/01 08:00,,新規\n"
        "U00000000000000000000000000000002,見本B,2026/10/02 08:00,ブロック,\n",
        {"line_id"},
        {"Identified": 2, "LINE Friend Added": 2, "Consent Updated": 3},
        {"line_name": "見本B"},
        [("line", True), ("line", False)],
    ),
    Export(
        "google_ads_spend",
        "Campaign report\n\"November 1, 2026 - November 2, 2026\"\n"
        "Day\tCampaign\tCurrency code\tCost\tImpr.\tClicks\tConversions\n"
        "2026-11-01\tBrand\tJPY\t\"1,234\"\t\"5,678\"\t90\t3.00\n"
        "Total: Account\t --\tJPY\t\"1,234\"\t\"5,678\"\t90\t3.00\n",
        set(),
        {"Ad Spend Reported": 1},
        {"cost": 1234, "impressions": 5678, "platform": "google_ads", "day": "2026-11-01"},
        encoding="utf-16",
    ),
    Export(
        "meta_ads_spend",
        "レポート開始日,レポート終了日,キャンペーン名,広告セット名,消化金額 (JPY),インプレッション,リンクのクリック\n"
        "2026-11-01,2026-11-01,秋の見本,広告A,4321,1000,10\n",
        set(),
        {"Ad Spend Reported": 1},
        {"cost": 4321, "platform": "meta_ads", "campaign": "秋の見本"},
    ),
    Export(
        "yahoo_ads_spend",
        "日,キャンペーン名,コスト,インプレッション数,クリック数,コンバージョン数\n2026/11/01,指名,2000,800,40,2\n合計,--,2000,800,40,2\n",
        set(),
        {"Ad Spend Reported": 1},
        {"cost": 2000, "platform": "yahoo_ads"},
        encoding="cp932",
    ),
    Export(
        "ga4_report",
        "# ----------------------------------------\n# Landing page\n# Start date: 20261101\n# End date: 20261130\n"
        "# ----------------------------------------\n\nLanding page,Sessions,Active users,Key events,Total revenue\n"
        "/sake,120,100,4,52000\n/tea,80,70,0,0\n\nLanding page,Sessions\n/again,1\n",
        set(),
        {"Traffic Reported": 2},
        {"sessions": 80, "dimension": "Landing page", "day": "20261101"},
    ),
)  # fmt: skip
