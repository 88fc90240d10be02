"""BLAKE2b as hashlib has it. To load hashlib takes 2 ms: it loads OpenSSL before."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["blake2b"]

if TYPE_CHECKING:
    from hashlib import blake2b
else:
    try:
        from _blake2 import blake2b  # from where hashlib takes it
    except ImportError:
        from hashlib import blake2b
