"""BLAKE2b and SHA-256 as hashlib has them, without loading it for little: with it comes OpenSSL, which takes 2 ms."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

__all__ = ["blake2b", "digest"]

if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:  # from where hashlib takes them
        from _blake2 import blake2b

        if sys.version_info >= (3, 12):
            from _sha2 import sha256
        else:
            from _sha256 import sha256
    except ImportError:
        from hashlib import blake2b, sha256

_LITTLE = 256 * 1024
"""Bytes of which Python's own SHA-256 takes about as much longer as it takes to load OpenSSL, which is five times as
fast."""

_so_far = 0


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    global _so_far  # noqa: PLW0603 - of the process, as what is loaded
    _so_far += len(data)
    if _so_far <= _LITTLE:
        return sha256(data).hexdigest()
    import hashlib

    return hashlib.sha256(data).hexdigest()
