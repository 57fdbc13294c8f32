"""Settings: defaults, then `auftakt.toml` in the hub's directory, then environment variables.

`[smtp] host` in the file is `AUFTAKT_SMTP_HOST` in the environment; what stands at the top of the file, such as `name`,
is `AUFTAKT_NAME`. An unknown key is an error, so that a typing mistake can't hide.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text


def _setting(default: Any, en: str, ja: str) -> Any:
    return field(default=default, metadata={"about": Text(en, ja)})


@dataclass(frozen=True)
class SmtpSettings:
    host: str = _setting("", "Mail server; empty until you set one up.", "メールサーバー。設定するまでは空です。")
    port: int = _setting(587, "Port of the mail server.", "メールサーバーのポート。")
    tls: str = _setting("starttls", "none, starttls or tls.", "none、starttls、tls のいずれか。")
    user: str = _setting("", "User name, if the server wants one.", "認証が要る場合のユーザー名。")
    password: str = _setting(
        "", "Password; better given by the environment.", "パスワード。環境変数での指定を勧めます。"
    )
    from_address: str = _setting("hub@example.com", "Address that mails come from.", "差出人のアドレス。")
    from_name: str = _setting("Auftakt", "Name that mails come from.", "差出人の名前。")
    postal_address: str = _setting("", "Postal address in the footer of each mail.", "各メールの末尾に載せる住所。")
    contact: str = _setting(
        "",
        "Where questions and complaints go, in the footer of each mail; empty: from_address.",
        "各メールの末尾に載せる問い合わせ・苦情の受付先。空なら from_address。",
    )
    connections: int = _setting(4, "Connections kept open to the mail server.", "同時に保つ接続の数。")
    timeout_seconds: float = _setting(30.0, "How long an answer may take.", "応答を待つ秒数。")


@dataclass(frozen=True)
class BatchSettings:
    max_events: int = _setting(250_000, "Most events in one micro-batch.", "1回のマイクロバッチで扱う最大イベント数。")
    every_seconds: float = _setting(0.5, "Pause between batches while there is work.", "処理が続く間のバッチ間隔(秒)。")
    idle_seconds: float = _setting(30.0, "Longest pause while nothing is due.", "何も予定がない間の最長の間隔(秒)。")


@dataclass(frozen=True)
class IngestSettings:
    events_per_second: int = _setting(
        0,
        "Most events a second from one source without a limit of its own; 0: no limit.",
        "個別の上限がないソースが1秒に送れるイベント数。0は無制限。",
    )
    burst: int = _setting(
        0, "Events that may come at once beyond it; 0: one second's.", "上限を超えて一度に受け取れる数。0は1秒分。"
    )
    max_waiting_mb: int = _setting(
        64, "Megabytes that may wait for the disk before senders are slowed.", "書き込みを待てる量(MB)。"
    )
    max_waiting_events: int = _setting(
        10_000_000,
        "Events that may wait for the batch before senders are slowed; 0: no limit.",
        "バッチを待てるイベント数。超えると送信元を待たせます。0は無制限。",
    )


@dataclass(frozen=True)
class IdentitySettings:
    max_identifiers: int = _setting(
        1000,
        "Beyond this many identifiers a person is reported as oversized.",
        "識別子がこの数を超えた人物を過大として報告します。",
    )
    country: str = _setting(
        "JP",
        "Country of phone numbers without a +, two letters.",
        "+ のない電話番号の国(2文字)。",
    )


@dataclass(frozen=True)
class PressureSettings:
    max_per_week: int = _setting(3, "Most messages a person gets in seven days.", "1人に7日間で送る上限。")
    quiet_from: int = _setting(21, "Hour at which quiet time begins.", "送信を控える時間帯の開始時刻。")
    quiet_until: int = _setting(8, "Hour at which quiet time ends.", "送信を控える時間帯の終了時刻。")


@dataclass(frozen=True)
class ConsentSettings:
    confirm_days: int = _setting(
        7, "Days in which a sign-up with double opt-in can be confirmed.", "ダブルオプトインの確認を受け付ける日数。"
    )
    resend_minutes: int = _setting(
        10, "Least pause between two confirmation mails to one address.", "同じ宛先に確認メールを再送できるまでの分数。"
    )
    record_days: int = _setting(
        31,
        "Days that the record of a consent is kept after the last mail; 365 after an order by the authority.",
        "最後の配信から同意の記録を保存する日数。行政の措置命令を受けた場合は 365。",
    )
    max_mails: int = _setting(3, "Most confirmation mails for one sign-up.", "1回の申し込みに送る確認メールの上限。")


@dataclass(frozen=True)
class PrivacySettings:
    see_personal_data: str = _setting(
        "editor",
        "Lowest role that sees names, addresses and numbers: viewer, editor, approver or admin.",
        "名前・アドレス・番号を見られる最も低い役割。viewer、editor、approver、admin のいずれか。",
    )
    sensitive_traits: str = _setting(
        "",
        "Traits that predictions must not learn from and must be fair to, with commas: gender, age_band.",
        "予測が学習に使わず、公平さを確かめる特性。カンマ区切り(例: gender, age_band)。",
    )


@dataclass(frozen=True)
class VoiceSettings:
    events: str = _setting(
        "Product Reviewed, Inquiry Received, Chat Message Received, Survey Answered",
        "Events whose text is read for feeling and topics, with commas between.",
        "文章から評価と話題を読み取るイベント(カンマ区切り)。",
    )

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self.events.split(",") if name.strip())


@dataclass(frozen=True)
class PlaneSettings:
    threads: int = _setting(2, "Threads of the data plane.", "データ処理のスレッド数。")
    memory_limit: str = _setting(
        "2GB", "Memory the data plane may use before it spills to disk.", "データ処理が使えるメモリの上限。"
    )


@dataclass(frozen=True)
class Settings:
    name: str = _setting("Auftakt", "The hub's name, as shown on top.", "画面上部に出るハブの名前。")
    language: str = _setting(
        "en", "en or ja: where a person's own language is unknown.", "en か ja。人物の言語が不明な場合に使います。"
    )
    timezone: str = _setting(
        "Asia/Tokyo", "Time zone where a person's own is unknown.", "人物の時間帯が不明な場合に使う時間帯。"
    )
    currency: str = _setting("JPY", "Currency of amounts.", "金額の通貨。")
    host: str = _setting("127.0.0.1", "Address to listen on.", "待ち受けるアドレス。")
    port: int = _setting(8000, "Port to listen on.", "待ち受けるポート。")
    public_url: str = _setting(
        "", "Base of links in mails; empty: http://host:port.", "メール内リンクの基点。空なら http://host:port。"
    )
    watched_folder: str = _setting(
        "",
        "Folder whose files are imported; empty: drop in the hub's directory.",
        "置いたファイルを取り込むフォルダ。空ならハブのディレクトリの drop。",
    )
    mailbox_port: int = _setting(1025, "Port of the local mailbox.", "手元の受信箱のポート。")
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    batch: BatchSettings = field(default_factory=BatchSettings)
    ingest: IngestSettings = field(default_factory=IngestSettings)
    identity: IdentitySettings = field(default_factory=IdentitySettings)
    pressure: PressureSettings = field(default_factory=PressureSettings)
    consent: ConsentSettings = field(default_factory=ConsentSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    plane: PlaneSettings = field(default_factory=PlaneSettings)

    @property
    def base_url(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


@dataclass(frozen=True)
class SettingDescription:
    """One line of the settings reference."""

    key: str
    variable: str
    default: str
    about: Text


def _leaves(kind: type[Any], prefix: str = "") -> Iterator[tuple[str, Field[Any], type[Any]]]:
    hints = get_type_hints(kind)
    for item in fields(kind):
        if is_dataclass(hints[item.name]):
            yield from _leaves(hints[item.name], f"{prefix}{item.name}.")
        else:
            yield prefix + item.name, item, hints[item.name]


def _variable(key: str) -> str:
    return "AUFTAKT_" + key.replace(".", "_").upper()


def describe_settings() -> list[SettingDescription]:
    """Every setting there is, with its key in the file, its environment variable and its default."""
    return [
        SettingDescription(
            key, _variable(key), "" if item.default is MISSING else str(item.default), item.metadata["about"]
        )
        for key, item, _ in _leaves(Settings)
    ]


def _convert(key: str, value: Any, kind: type[Any]) -> Any:
    if kind is not str and isinstance(value, bool):
        kind_ok = False
    else:
        kind_ok = isinstance(value, kind) or (kind is float and isinstance(value, int))
    if kind_ok:
        return kind(value)
    try:
        return kind(value) if isinstance(value, str) else _refuse(key, value, kind)
    except ValueError:
        return _refuse(key, value, kind)


def _refuse(key: str, value: Any, kind: type[Any]) -> Any:
    raise InvalidInput(
        Text(
            f"The setting {key} is {value!r}, but must be of type {kind.__name__}.",
            f"設定 {key} の値 {value!r} は {kind.__name__} 型ではありません。",
        ),
        next_action=Text(
            "Correct it in auftakt.toml or in the environment.", "auftakt.toml か環境変数を直してください。"
        ),
        setting=key,
    )


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _apply(settings: Settings, key: str, value: Any) -> Settings:
    if "." not in key:
        return replace(settings, **{key: value})
    group, name = key.split(".")
    return replace(settings, **{group: replace(getattr(settings, group), **{name: value})})


def load_settings(home: Path, environ: Mapping[str, str]) -> Settings:
    """Settings of the hub in `home`. Raises InvalidInput for an unknown key, a wrong type or unreadable TOML."""
    known = {key: kind for key, _, kind in _leaves(Settings)}
    settings = Settings()
    path = home / "auftakt.toml"
    if path.exists():
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InvalidInput(
                Text(f"{path} can't be read: {error}", f"{path} を読めません: {error}"),
                next_action=Text(
                    "Correct the line, or delete the file to use the defaults.",
                    "該当行を直すか、ファイルを消して既定値に戻してください。",
                ),
            ) from error
        for key, value in _flatten(table):
            if key not in known:
                raise InvalidInput(
                    Text(
                        f"{path} has a setting {key!r} that does not exist.",
                        f"{path} に存在しない設定 {key!r} があります。",
                    ),
                    next_action=Text(
                        "`auftakt doctor` lists the settings there are.",
                        "`auftakt doctor` で設定の一覧を確認してください。",
                    ),
                    setting=key,
                )
            settings = _apply(settings, key, _convert(key, value, known[key]))
    for key, kind in known.items():
        if (raw := environ.get(_variable(key))) is not None:
            settings = _apply(settings, key, _convert(key, raw, kind))
    return settings
