"""``followup validate`` in its plain forms, understood without click.

Hooks, editors and CI run it at each change, and on a small register loading click takes longer than
checking. What is understood here means the same to click; all else is left to it: help, mistakes, and
options that are rare.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .given import Settings
from .validating import Wish

_COMMON = {"-q": "quiet", "--quiet": "quiet", "--no-color": "no_color", "--root": "root", "--today": "today"}
_OWN = {**_COMMON, "--strict": "strict", "--no-index": "no_index", "--format": "form", "--only": "only"}
_FLAGS = ("quiet", "no_color", "strict", "no_index")
_FORMS = ("text", "json", "github", "sarif", "junit", "code-quality")


class Asked(NamedTuple):
    """What a plain command line asks for."""

    wish: Wish
    settings: Settings


class _NotPlain(ValueError):
    """Something that is for click to understand."""


def plain(args: Sequence[str]) -> Asked | None:
    """What a command line asks to be validated, and how; None where it is for click to say."""
    if "validate" not in args or "_FOLLOWUP_COMPLETE" in os.environ:
        return None
    at = list(args).index("validate")
    try:
        return _asked([*_options(args[:at], _COMMON), *_options(args[at + 1 :], _OWN)])
    except ValueError:
        return None


def _options(words: Sequence[str], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each option with its value, and each path as “path”, which the words before the command don't have."""
    rest = iter(words)
    for word in rest:
        if word.startswith("-"):
            option, is_one, value = word.partition("=")
            name = known.get(option, "")
            if not name or (is_one and name in _FLAGS):
                raise _NotPlain
            if name not in _FLAGS and not is_one:
                value = next(rest, "")
            if name not in _FLAGS and (not value or value.startswith("-")):
                raise _NotPlain
            yield name, value
        elif not word or known is _COMMON:
            raise _NotPlain
        else:
            yield "path", word


def _asked(options: Iterable[tuple[str, str]]) -> Asked:
    paths, wish, settings = list[Path](), Wish(), Settings()
    for name, value in options:
        match name:
            case "path":
                paths.append(Path(value))
            case "form" if value in _FORMS:
                wish = wish._replace(form=value)
            case "only":
                wish = wish._replace(only=value)
            case "strict":
                wish = wish._replace(strict=True)
            case "no_index":
                wish = wish._replace(use_index=False)
            case "quiet" | "no_color":
                setattr(settings, name, True)
            case "root":
                settings.root = Path(value)
            case "today":
                settings.today = dt.date.fromisoformat(value)
            case _:
                raise _NotPlain
    return Asked(wish._replace(paths=tuple(paths)), settings)
