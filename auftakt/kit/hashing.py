"""Hashes that bind, and hashes that choose."""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """One byte sequence per JSON value: sorted keys, no blanks, UTF-8 unescaped. NaN is refused (ValueError)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def bucket(salt: str, person_id: int) -> float:
    """A number in [0, 1) that belongs to this person in this experiment for ever.

    The data plane computes the same:
    `('0x' || substr(md5($salt || ':' || person_id), 1, 8))::bigint / 4294967296.0`.
    """
    digest = hashlib.md5(f"{salt}:{person_id}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) / 4294967296.0
