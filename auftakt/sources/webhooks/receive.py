"""The door of webhooks: a call that is signed rightly is on the disk before it is answered."""

from auftakt.jobs import Hub
from auftakt.kit.errors import NotFound, TooLarge
from auftakt.kit.text import Text
from auftakt.sources.connectors.connected import Connected, change_connector, list_connectors
from auftakt.sources.connectors.service import connectors_of
from auftakt.sources.webhooks.inbox import keep_delivery
from auftakt.sources.webhooks.signature import WebhookCall, check_signature
from auftakt.sources.webhooks.webhook import Webhook, read_body

MAX_CALL = 1 << 20
"""Bytes of a body."""


def receive_call(hub: Hub, path: str, call: WebhookCall) -> bool:
    """Keeps a call; false where it is a repeat. A paused connector keeps its calls for later.

    Raises NotFound, TooLarge, WrongSignature, InvalidInput for a body without rows; then nothing is kept.
    """
    if len(call.body) > MAX_CALL:
        raise TooLarge(
            Text("The body is larger than 1 MB.", "本文が 1 MB を超えています。"),
            next_action=Text("Send less in one call.", "1回で送る量を減らしてください。"),
        )
    service, now = connectors_of(hub), hub.clock.now()
    connected = _of_path(hub, path)
    config = service.opened(connected)
    checked = check_signature(config["style"], config["secret"], config["header"], call, now)
    read_body(call.body, config["rows"])
    with hub.control.session() as session:
        new = keep_delivery(session, path, checked.key, checked.topic, call.body, now)
        if new:
            change_connector(session, connected.id, next_at=now)
    if new:
        service.wake()
    return new


def _of_path(hub: Hub, path: str) -> Connected:
    with hub.control.reading() as session:
        for each in list_connectors(session):
            if each.kind == Webhook.name and each.config["path"] == path:
                return each
    raise NotFound(
        Text("There is no webhook at this address.", "このアドレスの Webhook はありません。"),
        next_action=Text("Copy its address from Connections.", "「接続」からアドレスを写してください。"),
    )
