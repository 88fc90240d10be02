"""A record's file at one time, as data where it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..register.parsing import parse


@dataclass(frozen=True, slots=True)
class Version:
    """A file's content at one time. ``data`` is None when it can't be read, and ``problem`` says why.

    ``raw`` is None where there was no file, or git could not get at it.
    """

    raw: bytes | None
    data: Mapping[str, Any] | None
    problem: str = ""


NOTHING = Version(None, None)
"""There was no file."""

_MISSING = Version(None, None, "this version is not in this clone and could not be fetched")


def version(content: bytes | None) -> Version:
    """The version with that content, as git gave it; None for what git could not give."""
    if content is None:
        return _MISSING
    try:
        return Version(content, parse(content))
    except UnicodeDecodeError:
        return Version(content, None, "this version is not UTF-8 text")
    except ValueError as error:
        return Version(content, None, f"this version is not valid TOML: {error}")
