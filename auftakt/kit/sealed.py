"""Secrets at rest: text that only this hub can read again (AES-256-GCM under a key derived from the hub's own secret).

A sealed text belongs to a place, such as `connector:con_1:password`: copied to another place it can't be opened.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text

_MARK = "sealed:1:"
_NONCE = 12


class CannotOpen(Conflict):
    """The text was sealed by another hub, or is damaged."""

    code = "cannot_open_secret"


class Sealer:
    """Seals and opens with a key derived from `secret`, which is not kept in the control state."""

    def __init__(self, secret: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"auftakt sealed text 1").derive(secret)
        self._cipher = AESGCM(derived)

    def seal(self, text: str, place: str) -> str:
        """The text, readable only by `open` with the same place."""
        nonce = os.urandom(_NONCE)
        sealed = self._cipher.encrypt(nonce, text.encode(), place.encode())
        return _MARK + base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, place: str) -> str:
        """Raises CannotOpen."""
        try:
            raw = base64.b64decode(sealed.removeprefix(_MARK), validate=True)
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()).decode()
        except (InvalidTag, ValueError, binascii.Error) as error:
            raise CannotOpen(
                Text("A kept secret can't be opened.", "保存された秘密情報を復号できません。"),
                next_action=Text(
                    "Give it again; secret.key is not the one that it was sealed with.",
                    "もう一度入力してください。secret.key が保存時のものと異なります。",
                ),
            ) from error
