"""Names of files that are no UTF-8, as SQLite can take them: their bytes become characters that nobody uses."""

from __future__ import annotations

_LOWEST, _SHIFT = 0xDC80, 0x10FF80 - 0xDC80


def kept(text: str) -> str:
    """A text as SQLite can take it: bytes in a file's name that are no UTF-8 become characters that nobody uses."""
    if text.isascii():
        return text
    return text.translate(_INTO) if any("\udc80" <= char <= "\udcff" for char in text) else text


def given(text: str) -> str:
    """The text that was kept."""
    return text if text.isascii() else text.translate(_BACK)


_INTO = {code: code + _SHIFT for code in range(_LOWEST, _LOWEST + 128)}
_BACK = {code + _SHIFT: code for code in range(_LOWEST, _LOWEST + 128)}


def encoded(text: str) -> bytes:
    """A text in UTF-8, as it can be kept."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return kept(text).encode()
