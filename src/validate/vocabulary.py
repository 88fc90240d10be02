"""The vocabulary of a register: terms that should no longer be used, with those to use in their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import Place
from ..register import SchemaError
from ..register.parsing import parse

VOCABULARY = "vocabulary.toml"
_STEM = 5
"""Letters in which words begin alike."""


class Vocabulary(NamedTuple):
    """Deprecated terms, each with the preferred one and the reason."""

    pattern: str
    """A regular expression; it is compiled where a text may have a term."""
    terms: dict[str, tuple[str, str]]
    words: tuple[str, ...] = ()
    """A word, or part of one, of each term: a text without any of them has no term."""


def read_vocabulary(folder: Path, blobs: Mapping[Path, bytes] | None = None) -> Vocabulary:
    """The terms in vocabulary.toml beside the schemas; a register may have none.

    ``blobs``: the files of a register that isn't read from a disk.

    Raises:
        SchemaError: the file can't be read, or has another form.
    """
    path = folder / VOCABULARY
    try:
        data = parse(path.read_bytes() if blobs is None else blobs[path])
    except (FileNotFoundError, KeyError):
        return Vocabulary("", {})
    except (OSError, ValueError) as error:
        raise SchemaError(f"the vocabulary can't be read: {error}", place=Place(path), hint=_HINT) from error
    terms = _terms(data, path)
    words = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in sorted(terms, key=len, reverse=True))
    return Vocabulary(rf"(?i)\b(?:{words})\b", terms, _telling(terms))


def _telling(terms: Iterable[str]) -> tuple[str, ...]:
    """Of each term the word that the fewest others have; of words that begin alike, the beginning does for all."""
    terms = list(terms)
    rarest = {min(term.split(), key=lambda word: (sum(word in each for each in terms), -len(word))) for term in terms}
    alike = Counter(word[:_STEM] for word in rarest)
    stems = {word[:_STEM] if alike[word[:_STEM]] > 1 else word for word in rarest}
    return tuple(sorted({min((part for part in stems if part in word), key=len) for word in stems}))


_HINT = 'Each term is a table: [[term]] with deprecated = ["…"], preferred = "…" and why = "…".'


def _terms(data: Any, path: Path) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    terms = data.get("term", [])
    for term in terms if isinstance(terms, list) else [None]:
        deprecated = term.get("deprecated") if isinstance(term, dict) else None
        preferred, why = (term.get("preferred"), term.get("why", "")) if isinstance(term, dict) else (None, "")
        texts = [*deprecated, preferred, why] if isinstance(deprecated, list) else [None]
        if not all(isinstance(each, str) for each in texts) or not all(str(each).strip() for each in texts[:-1]):
            raise SchemaError("the vocabulary has another form than it should", place=Place(path), hint=_HINT)
        found.update({" ".join(each.lower().split()): (str(preferred), str(why)) for each in deprecated or ()})
    return found
