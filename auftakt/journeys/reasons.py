"""What each reason of a move or a message means, in words for people."""

from auftakt.kit.text import Text

SEND_REASONS = {
    "sent_ok": Text("Sent", "配信しました"),
    "no_consent": Text("No consent for this channel", "このチャネルの同意がありません"),
    "no_address": Text("No address is known", "宛先がわかりません"),
    "suppressed": Text(
        "The address is suppressed (bounce, complaint or unsubscribe)", "宛先が配信停止中です(不達・苦情・解除)"
    ),
    "not_approved": Text("The content is not approved", "内容が承認されていません"),
    "holdout": Text("Kept back to measure the effect", "効果測定のため配信しない対象です"),
    "already_sent": Text("This message was sent before", "このメッセージは配信済みです"),
    "campaign_ended": Text("The campaign has ended", "キャンペーンは終了しています"),
    "no_variant": Text("There is no text in the person's language", "この人の言語の展開物がありません"),
    "quiet_hours": Text("Held until quiet hours end", "配信を控える時間帯のため保留しました"),
    "cap": Text("Already had as many messages as one may get in seven days", "7日間の配信上限に達しています"),
}
MOVE_REASONS = {
    "entered": Text("Entered the journey", "ジャーニーに入りました"),
    "waited": Text("The waiting time is over", "待機が終わりました"),
    "event": Text("The awaited event came", "待っていたイベントが起きました"),
    "timeout": Text("The awaited event did not come in time", "待っていたイベントが期限までに起きませんでした"),
    "rule_yes": Text("Meets the rule", "条件に合いました"),
    "rule_no": Text("Does not meet the rule", "条件に合いませんでした"),
    "arm": Text("Assigned to an arm at random", "無作為に振り分けました"),
    "treated": Text("Goes on past the holdout", "ホールドアウトの対象外として進みました"),
    "finished": Text("Reached the end", "最後まで進みました"),
    "exit_event": Text("Left because of an event", "イベントにより離脱しました"),
    "left_audience": Text("Left the audience", "オーディエンスから外れました"),
    "stopped": Text("The journey was stopped", "ジャーニーが停止されました"),
    "merged": Text("Turned out to be the same person as another", "別の人物と同一とわかりました"),
}


def reason_text(reason: str, language: str) -> str:
    """The reason in words; a reason that nobody described stands as it is."""
    found = SEND_REASONS.get(reason) or MOVE_REASONS.get(reason)
    return found.pick(language) if found else reason
