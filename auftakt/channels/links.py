"""Signed links in mails: clicks, opens, unsubscribing, preferences, confirming a sign-up.

A token is `<payload>.<signature>`, both base64url. The payload of a click holds the target, so nobody can make this hub
redirect to where no mail of ours pointed. The kind is signed too: a token for an open does not unsubscribe.
"""

import base64
import binascii
import hmac
import html
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["c", "o", "u", "p", "k"]

_SIGNATURE_BYTES = 16
# Lower case and double quotes are what content writes; a pattern that starts with fixed letters is searched fast.
_ANCHOR = re.compile(r'(<a\b[^>]*?\shref=")(https?://[^"]+)(")')


@dataclass(frozen=True)
class LinkToken:
    """What a token says; `target` is empty except for clicks. To confirm, `send_id` is the sign-up's id."""

    send_id: str
    target: str = ""


class Links:
    """Makes and reads the links of one hub. `secret` never leaves it; `base_url` is where readers reach it."""

    def __init__(self, secret: bytes, base_url: str) -> None:
        self._secret = secret
        self._base = base_url.rstrip("/")

    def click(self, send_id: str, target: str) -> str:
        return f"{self._base}/c/{self._token('c', f'{send_id} {target}')}"

    def open(self, send_id: str) -> str:
        return f"{self._base}/o/{self._token('o', send_id)}.gif"

    def unsubscribe(self, send_id: str) -> str:
        return f"{self._base}/u/{self._token('u', send_id)}"

    def preferences(self, send_id: str) -> str:
        return f"{self._base}/p/{self._token('p', send_id)}"

    def confirm(self, request_id: str) -> str:
        return f"{self._base}/k/{self._token('k', request_id)}"

    def read(self, kind: Kind, token: str) -> LinkToken | None:
        """What the token says, or None if this hub did not sign it for this kind."""
        payload, dot, signature = token.partition(".")
        if not dot or not hmac.compare_digest(self._sign(kind, payload).encode(), signature.encode("utf-8", "replace")):
            return None
        try:
            text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
        except (binascii.Error, ValueError):
            return None
        send_id, _, target = text.partition(" ")
        return LinkToken(send_id, target)

    def track(self, body: str, send_id: str) -> str:
        """The HTML with its links leading over this hub and the pixel that tells of an open.

        Links to this hub itself stay as they are: unsubscribing must work without a detour.
        """
        tracked = _ANCHOR.sub(lambda found: self._tracked(found, send_id), body)
        pixel = f'<img src="{self.open(send_id)}" width="1" height="1" alt="" style="display:block">'
        end = tracked.rfind("</body>")
        return f"{tracked[:end]}{pixel}{tracked[end:]}" if end >= 0 else tracked + pixel

    def _tracked(self, found: re.Match[str], send_id: str) -> str:
        target = html.unescape(found.group(2))
        if target.startswith((f"{self._base}/u/", f"{self._base}/p/")):
            return found.group(0)
        return f"{found.group(1)}{self.click(send_id, target)}{found.group(3)}"

    def _token(self, kind: Kind, text: str) -> str:
        payload = base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
        return f"{payload}.{self._sign(kind, payload)}"

    def _sign(self, kind: Kind, payload: str) -> str:
        mac = hmac.digest(self._secret, f"{kind}:{payload}".encode("utf-8", "replace"), "sha256")
        return base64.urlsafe_b64encode(mac[:_SIGNATURE_BYTES]).rstrip(b"=").decode()
