"""What commands about the quarantine search by."""

from typing import Annotated

import typer

PATH = "/api/quarantine"
Words = Annotated[str, typer.Option("--text", help="Words inside what was sent. · 届いた内容に含まれる語句")]
Reason = Annotated[str, typer.Option("--reason", help="A reason's code. · 理由のコード")]
Source = Annotated[str, typer.Option("--source", help="A source's id. · ソースの ID")]
Event = Annotated[str, typer.Option("--event", help="An event's name. · イベント名")]
State = Annotated[str, typer.Option("--state", help="open is what waits. · 状態(open は未対応)")]
Since = Annotated[str, typer.Option("--since", help="Received from this time on, ISO 8601. · この日時以降")]
Until = Annotated[str, typer.Option("--until", help="Received before this time, ISO 8601. · この日時より前")]


def asked_of(
    text: str, reason: str, source: str, event: str, state: str, since: str, until: str
) -> dict[str, str | None]:
    """The search as the API takes it."""
    given = {
        "text": text, "reason": reason, "source": source, "event": event, "state": state, "since": since,
        "until": until,
    }  # fmt: skip
    return {name: value or None for name, value in given.items()}
