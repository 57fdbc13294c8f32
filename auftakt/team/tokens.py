"""Secrets that are shown once and kept only as a hash.

They carry 256 bits of chance, so a plain SHA-256 suffices: there is nothing to guess, and no slow hash per request.
"""

import secrets

from auftakt.kit.hashing import sha256_hex


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return sha256_hex(token.encode("utf-8", "surrogatepass"))
