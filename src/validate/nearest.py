"""“Did you mean …?”: the choice most like what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from ..register import Register

MOST_LOOKUPS = 300
"""After so many different texts in one run, records are no longer searched for what was meant: each
search goes through all names, and a list of hundreds of mistakes has one cause."""

_SAME = re.compile(r"[^0-9a-z]+")


def nearest_of(text: str, choices: Iterable[str], cutoff: float = 70) -> str:
    """The choice that is spelled most like ``text``; empty where none is like it."""
    from rapidfuzz import fuzz, process

    plain = {choice: _plain(choice) for choice in choices}
    found = process.extractOne(_plain(text[:200]), plain, scorer=fuzz.ratio, score_cutoff=cutoff)
    return str(found[2]) if found else ""


def _plain(text: str) -> str:
    return _SAME.sub(" ", text.lower()).strip()


class Names:
    """What the records of a register are called: by id, by label, by abbreviation and other names."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._known: dict[tuple[str, tuple[str, ...]], str] = {}

    def nearest(self, text: str, kinds: tuple[str, ...]) -> str:
        """The id of the record of these kinds that is most likely meant; empty where none is like it."""
        key = (text[:200], kinds)
        if key not in self._known:
            if len(self._known) >= MOST_LOOKUPS:
                return ""
            self._known[key] = self._search(_plain(key[0]), kinds)
        return self._known[key]

    def _search(self, text: str, kinds: tuple[str, ...]) -> str:
        from rapidfuzz import fuzz, process

        best, score = "", 0.0
        for kind in kinds:
            names, ids = self._names.get(kind, ([], []))
            if text in names:
                return ids[names.index(text)]
            # A name in other words first: then one that is spelled alike.
            found = process.extractOne(text, names, scorer=fuzz.ratio, score_cutoff=max(72, score))
            if found and found[1] > score:
                best, score = ids[found[2]], found[1]
        return best

    @cached_property
    def _names(self) -> dict[str, tuple[list[str], list[str]]]:
        """For each kind: names as they are compared, and the id that each belongs to."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for record in self._register:
            names, ids = found.setdefault(record.kind, ([], []))
            for name in self._of(record.id):
                names.append(_plain(name))
                ids.append(record.id)
        return found

    def _of(self, record_id: str) -> Iterable[str]:
        record = self._register.records[record_id]
        aliases = record.data.get("aliases")
        others = [record.data.get("abbreviation"), *(aliases if isinstance(aliases, list) else [])]
        return [
            record_id,
            record.parts.name,
            self._register.label(record_id),
            *(name for name in others if isinstance(name, str)),
        ]
