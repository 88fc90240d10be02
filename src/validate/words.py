"""Words for messages: values as they can be shown, fields by their titles, lists as a sentence has them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from ..register import DataPath, Kind

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that steer a terminal or turn the direction of reading: control and bidirectional ones."""

_LONGEST = 60


def visible(text: str) -> str:
    """``text`` with hidden characters spelled out."""
    return HIDDEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def shown(value: Any, longest: int = _LONGEST) -> str:
    """A value as a message shows it: on one line, not too long, nothing hidden."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, str):
        return f"“{shortened(value, longest)}”"
    return shortened(_number(value), longest)


def _number(value: Any) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes out no integer beyond some thousand digits.
        return "a number of thousands of digits"


def shortened(text: str, longest: int = _LONGEST) -> str:
    """The beginning of a text, on one line, with “…” where it is cut."""
    folded = " ".join(text[: longest * 8].split())
    if len(folded) > longest or len(text) > longest * 8:
        folded = folded[: longest - 1].rstrip() + "…"
    return visible(folded)


def listed(items: Iterable[str], joint: str = "and", most: int = 12) -> str:
    """“a, b and c”; what is beyond ``most`` is counted."""
    found = list(items)
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} more"]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {joint} {found[-1]}" if found else ""


def counted(number: int, one: str, many: str = "") -> str:
    """“1 record”, “2 records”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def title(kind: Kind | None, path: DataPath) -> str:
    """What staff call a field: its title, and the tables around it."""
    if not path:
        return kind.singular if kind else "The record"
    *around, last = path
    named = _title(kind, path) if isinstance(last, str) else f"{_title(kind, path)} {last + 1}"
    outer = [step for step in range(1, len(around) + 1) if isinstance(last, str) or step < len(around)]
    names = [_outer(kind, path[:step]) for step in outer if step == len(outer) or isinstance(path[step], str)]
    return f"{named} ({', '.join(reversed(names))})" if names else named


def _outer(kind: Kind | None, path: DataPath) -> str:
    last = path[-1]
    return f"{_title(kind, path)} {last + 1}" if isinstance(last, int) else _title(kind, path)


def _title(kind: Kind | None, path: DataPath) -> str:
    field = kind.field_at(path) if kind else None
    if field and field.title != "*":
        return field.title
    return next((shortened(str(step)) for step in reversed(path) if isinstance(step, str)), "The record")


def dotted(path: DataPath) -> str:
    """A way into data as reports write it: ``answers[0].quote``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return visible(text.removeprefix("."))


def article(noun: str) -> str:
    """“a request”, “an actor”."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"
