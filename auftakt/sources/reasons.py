"""Why something was not taken as it came: one code, one sentence, one next step, in both languages."""

from dataclasses import dataclass

from auftakt.kit.text import Text
from auftakt.sources.plan.problem import PROBLEMS


@dataclass(frozen=True)
class Reason:
    """What a quarantine code means, and what to do about it."""

    text: Text
    next_action: Text


_FIX_SENDER = Text("Correct the sender, then send the event again.", "送信側を直し、もう一度送ってください。")
_FIX_ROW = Text(
    "Correct the row and import the file again; rows that were taken are not taken twice.",
    "行を直して、もう一度取り込んでください。取り込み済みの行は重複しません。",
)
_SPLIT = Text("Send less in one event.", "1つのイベントで送る量を減らしてください。")

REASONS: dict[str, Reason] = {
    "cell_too_long": Reason(Text("A cell is longer than 500 characters.", "500文字を超えるセルがあります。"), _FIX_ROW),
    "unknown_purpose": Reason(Text("The catalogue has no such purpose.", "カタログにない目的です。"), _FIX_ROW),
    "unknown_channel": Reason(Text("There is no such channel.", "そのチャネルはありません。"), _FIX_ROW),
    "unreadable_consent": Reason(
        Text("It can't be read whether this is a yes or a no.", "同意か拒否かを読み取れません。"), _FIX_ROW
    ),
    "time_in_future": Reason(Text("The decision's time is ahead of now.", "決定の日時が未来です。"), _FIX_ROW),
    "unknown_text_version": Reason(
        Text("The purpose has no words of this version.", "この目的にその版の文面はありません。"), _FIX_ROW
    ),
    "no_proof": Reason(
        Text("A yes without a form or another proof.", "フォームもほかの証拠もない「はい」です。"), _FIX_ROW
    ),
    "not_an_object": Reason(
        Text("The event is not a JSON object.", "イベントが JSON オブジェクトではありません。"), _FIX_SENDER
    ),
    "wrong_type": Reason(
        Text("A field holds a value of the wrong type.", "項目の値の型が正しくありません。"),
        Text(
            "Ids and names are text, times are ISO 8601 text, properties, traits and context are objects.",
            "ID と名前は文字列、時刻は ISO 8601 の文字列、properties・traits・context はオブジェクトで送ってください。",
        ),
    ),
    "unknown_type": Reason(
        Text(
            "The event's type is none of identify, track, page, screen, group and alias.",
            "イベントの type が identify・track・page・screen・group・alias のどれでもありません。",
        ),
        _FIX_SENDER,
    ),
    "no_identifier": Reason(
        Text("Nothing in the event says whose it is.", "誰のイベントか分かる識別子がありません。"),
        Text(
            "Send userId or anonymousId with every event.",
            "すべてのイベントに userId か anonymousId を付けてください。",
        ),
    ),
    "too_many_identifiers": Reason(
        Text("The event names more than 50 identifiers.", "1つのイベントに50を超える識別子があります。"),
        Text(
            "Send only the identifiers of one person with an event.",
            "1つのイベントには1人分の識別子だけを付けてください。",
        ),
    ),
    "identifier_too_long": Reason(
        Text("An identifier is longer than 512 characters.", "512文字を超える識別子があります。"), _FIX_SENDER
    ),
    "no_name": Reason(
        Text("A track event has no event name.", "track イベントに event(イベント名)がありません。"),
        Text("Send the name as `event`.", "`event` にイベント名を入れて送ってください。"),
    ),
    "name_too_long": Reason(
        Text("The event's name is longer than 200 characters.", "イベント名が200文字を超えています。"),
        Text("Put what varies into properties.", "変わる部分は properties に入れてください。"),
    ),
    "message_id_too_long": Reason(
        Text("The messageId is longer than 100 characters.", "messageId が100文字を超えています。"), _FIX_SENDER
    ),
    "event_too_large": Reason(Text("The event is larger than 32 KB.", "イベントが 32 KB を超えています。"), _SPLIT),
    "bot": Reason(
        Text("A known bot sent the event.", "既知のボットが送ったイベントです。"),
        Text(
            "Nothing to do; the source holds bots back. Mark them instead under Connections > Sources.",
            "対応は不要です。このソースはボットを隔離します。「接続 > ソース」で印だけ付ける設定にもできます。",
        ),
    ),
    "too_old": Reason(
        Text("The event's time is before 2000.", "イベントの時刻が2000年より前です。"),
        Text(
            "Check the sender's clock and the time's unit and format.",
            "送信側の時計と、時刻の単位や書式を確かめてください。",
        ),
    ),
    "in_the_future": Reason(
        Text("The event's time is more than a day ahead.", "イベントの時刻が1日以上先です。"),
        Text("Check the sender's clock and time zone.", "送信側の時計とタイムゾーンを確かめてください。"),
    ),
    "unreadable_time": Reason(
        Text("The time can't be read.", "時刻を読めません。"),
        Text(
            "Name its form in `time_format`, and check the column.",
            "`time_format` で書式を指定し、列を確かめてください。",
        ),
    ),
    "unreadable_amount": Reason(
        Text("The amount is not a number.", "金額が数値ではありません。"),
        Text("Correct the cell, or choose another column.", "セルを直すか、別の列を選んでください。"),
    ),
    "MISSING COLUMNS": Reason(Text("The row has too few columns.", "列が足りません。"), _FIX_ROW),
    "TOO MANY COLUMNS": Reason(Text("The row has too many columns.", "列が多すぎます。"), _FIX_ROW),
    "UNQUOTED VALUE": Reason(Text("A quote is not closed.", "引用符が閉じていません。"), _FIX_ROW),
    "LINE SIZE OVER MAXIMUM": Reason(Text("The row is too long.", "行が長すぎます。"), _FIX_ROW),
    "INVALID ENCODING": Reason(
        Text("The row has characters that can't be read.", "読めない文字が含まれています。"), _FIX_ROW
    ),
    "unreadable_body": Reason(
        Text("A whole request was not readable as JSON.", "リクエスト全体を JSON として読めませんでした。"),
        Text("Correct the sender; it got the answer 400.", "送信側を直してください(400 を返しました)。"),
    ),
    "erased": Reason(
        Text(
            "The row names somebody who was erased on request; nothing of it was kept.",
            "削除を求められた人物の行です。何も保存していません。",
        ),
        Text("Take the person out of the file.", "ファイルからこの人物を除いてください。"),
    ),
    "unreadable_line": Reason(
        Text("A line of the log can't be read.", "ログの1行を読めません。"),
        Text("Check the disk; compare the line with your backup.", "ディスクを確認し、バックアップと比べてください。"),
    ),
}

_FIX_PLAN = Text(
    "Correct the sender, or change the tracking plan, then send the event again.",
    "送信側か計画(トラッキングプラン)を直し、もう一度送ってください。",
)
REASONS |= {f"plan_{problem}": Reason(text, _FIX_PLAN) for problem, text in PROBLEMS.items()}


def explain_reason(code: str) -> Reason:
    """What a code means; a code of another version speaks for itself."""
    return REASONS.get(code) or Reason(Text(code, code), _FIX_SENDER)
