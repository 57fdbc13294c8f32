"""The sentence and the next action of each answer code, in both languages. One definition for screens, CLI and logs."""

from dataclasses import dataclass

from auftakt.kit.text import Text


@dataclass(frozen=True)
class AnswerText:
    """What happened, and what to do now."""

    message: Text
    next_action: Text


_RETRIED = Text("Nothing to do: it is tried again by itself.", "自動で再送を試みるため、操作は不要です。")
_PROVIDER = Text("Show these words to your mail provider.", "この文言を添えてメール事業者に問い合わせてください。")
_DECIDE = Text(
    "Look for its Message-ID in the mail server's log, then mark it as sent or not sent.",
    "メールサーバーのログで Message-ID を探し、送信済みか未送信かを記録してください。",
)

ANSWERS: dict[str, AnswerText] = {
    "accepted": AnswerText(
        Text("The mail server took it.", "メールサーバーが受け付けました。"), Text("Nothing to do.", "操作は不要です。")
    ),
    "try_later": AnswerText(
        Text("The mail server asks to try again later.", "メールサーバーが、後で送り直すよう求めています。"), _RETRIED
    ),
    "closing": AnswerText(Text("The mail server closed the line.", "メールサーバーが接続を閉じました。"), _RETRIED),
    "line_lost": AnswerText(
        Text(
            "The line broke before the mail was complete; it was not sent.",
            "送信の途中で接続が切れ、メールは送られていません。",
        ),
        _RETRIED,
    ),
    "too_slow": AnswerText(
        Text(
            "The mail server did not answer in time; the mail was not sent.",
            "メールサーバーの応答がなく、メールは送られていません。",
        ),
        _RETRIED,
    ),
    "no_mailbox": AnswerText(
        Text(
            "This address does not exist. It is suppressed now.",
            "このアドレスは存在しません。配信停止リストに加えました。",
        ),
        Text("Ask the person for another address.", "ご本人に別のアドレスを確認してください。"),
    ),
    "refused": AnswerText(
        Text("The mail server refuses this recipient.", "メールサーバーがこの宛先を拒否しました。"), _PROVIDER
    ),
    "refused_content": AnswerText(
        Text("The mail server refuses the content.", "メールサーバーが本文を拒否しました。"), _PROVIDER
    ),
    "bad_address": AnswerText(
        Text("This is not a mail address that can be written to.", "送信できる形のメールアドレスではありません。"),
        Text("Correct the address where it comes from.", "データの出どころでアドレスを直してください。"),
    ),
    "no_answer": AnswerText(
        Text(
            "The mail was complete, but the line broke or stayed silent before the server's answer.",
            "メールは送り終えましたが、サーバーの応答を受け取る前に接続が切れたか、応答がありませんでした。",
        ),
        _DECIDE,
    ),
    "died": AnswerText(
        Text(
            "We stopped between handing it over and hearing back.",
            "引き渡してから応答を受け取るまでの間に停止しました。",
        ),
        _DECIDE,
    ),
    "gave_up": AnswerText(
        Text("Given up after the last attempt.", "最後の再送も失敗したため、送信を終了しました。"),
        Text(
            "Read the server's words; reach the person in another way.",
            "サーバーの文言を確認し、別の方法で連絡してください。",
        ),
    ),
    "suppressed": AnswerText(
        Text(
            "The address was suppressed after the decision, so it was not sent.",
            "送信の決定後に配信停止となったため、送っていません。",
        ),
        Text("Nothing to do.", "操作は不要です。"),
    ),
    "not_rendered": AnswerText(
        Text("The mail could not be made for this person.", "この人物のメールを作成できませんでした。"),
        Text("Correct the content and have it approved again.", "コンテンツを直し、再度承認を受けてください。"),
    ),
    "render_failed": AnswerText(
        Text("Making the mail failed for a moment.", "メールの作成が一時的に失敗しました。"), _RETRIED
    ),
    "resolved": AnswerText(
        Text("Decided by a person.", "担当者が判断しました。"), Text("Nothing to do.", "操作は不要です。")
    ),
    "no_server": AnswerText(
        Text(
            "No mail server is set up, so nothing is sent.", "メールサーバーが設定されていないため、送信していません。"
        ),
        Text(
            "Set smtp.host in auftakt.toml, or try with `auftakt up --mailbox`.",
            "auftakt.toml の smtp.host を設定するか、`auftakt up --mailbox` で試してください。",
        ),
    ),
    "server_away": AnswerText(
        Text(
            "The mail server can't be reached. Everything waits.",
            "メールサーバーに接続できません。すべての送信を待機させています。",
        ),
        Text(
            "Check smtp.host, smtp.port and the network; sending goes on by itself.",
            "smtp.host、smtp.port とネットワークを確認してください。送信は自動で再開します。",
        ),
    ),
    "server_refuses": AnswerText(
        Text(
            "The mail server does not want to talk to us. Everything waits.",
            "メールサーバーが接続を受け付けません。すべて待機中です。",
        ),
        _PROVIDER,
    ),
    "sender_refused": AnswerText(
        Text("The mail server refuses the sender address.", "メールサーバーが差出人のアドレスを拒否しました。"),
        Text(
            "Correct the campaign's sender or smtp.from_address.",
            "キャンペーンの差出人か smtp.from_address を直してください。",
        ),
    ),
    "sign_in_refused": AnswerText(
        Text(
            "The mail server refuses our user and password. Everything waits.",
            "メールサーバーの認証に失敗しました。すべて待機中です。",
        ),
        Text("Correct smtp.user and smtp.password.", "smtp.user と smtp.password を直してください。"),
    ),
    "sign_in_missing": AnswerText(
        Text("The mail server offers no sign-in that we know.", "メールサーバーに利用できる認証方式がありません。"),
        Text(
            "Check smtp.port and smtp.tls; 587 with starttls is usual.",
            "smtp.port と smtp.tls を確認してください(通常は 587 と starttls)。",
        ),
    ),
    "tls_missing": AnswerText(
        Text(
            "The mail server offers no encryption; nothing was sent in the clear.",
            "サーバーが暗号化に対応せず、平文での送信は行っていません。",
        ),
        Text(
            "Correct smtp.port, or set smtp.tls to none on a trusted line.",
            "smtp.port を直すか、信頼できる経路なら smtp.tls を none にしてください。",
        ),
    ),
    "tls_failed": AnswerText(
        Text(
            "The mail server's certificate or encryption is not valid.",
            "メールサーバーの証明書または暗号化が正しくありません。",
        ),
        Text(
            "Check smtp.host and smtp.tls, and the server's certificate.",
            "smtp.host、smtp.tls とサーバーの証明書を確認してください。",
        ),
    ),
}


def answer_text(code: str | None, words: str | None, language: str) -> str:
    """One line for a screen: the sentence, the server's words, and what to do. Unknown codes show the words alone."""
    text = ANSWERS.get(code or "")
    if text is None:
        return words or ""
    said = f" ({words})" if words else ""
    return f"{text.message.pick(language)}{said} {text.next_action.pick(language)}"
