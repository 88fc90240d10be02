"""“Did you mean …?”: the choice most like what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..register import Record, Register
from ..register.register import label_of
from .placing import Found

MOST_LOOKUPS = 300
"""After so many different texts in one run, records are no longer searched for what was meant: each
search goes through all names, and a list of hundreds of mistakes has one cause."""

_SAME = r"[^0-9a-z]+"


def nearest_of(text: str, choices: Iterable[str], cutoff: float = 70) -> str:
    """The choice that is spelled most like ``text``; empty where none is like it."""
    from rapidfuzz import fuzz, process

    plain = {choice: _plain(choice) for choice in choices}
    found = process.extractOne(_plain(text[:200]), plain, scorer=fuzz.ratio, score_cutoff=cutoff)
    return str(found[2]) if found else ""


def _plain(text: str) -> str:
    return re.sub(_SAME, " ", text.lower()).strip()


def named(found: list[Found], names: Names) -> list[Found]:
    """The findings, with the record that was perhaps meant in the hints of those that seek one."""
    seeking = sorted({each[2].seek for each in found if each[2].seek})
    meant = {each: names.nearest(*each) for each in seeking}
    return [
        (check, record, finding._replace(hint=f"Did you mean {near}?", nearest=near))
        if finding.seek and (near := meant[finding.seek])
        else (check, record, finding)
        for check, record, finding in found
    ]


class Names:
    """What the records of a register are called: by id, by label, by abbreviation and other names."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._known: dict[tuple[str, tuple[str, ...]], str] = {}
        self._names: dict[str, tuple[list[str], list[str]]] = {}

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
            names, ids = self._names_of(kind)
            if text in names:
                return ids[names.index(text)]
            # A name in other words first: then one that is spelled alike.
            found = process.extractOne(text, names, scorer=fuzz.ratio, score_cutoff=max(72, score))
            if found and found[1] > score:
                best, score = ids[found[2]], found[1]
        return best

    def _names_of(self, kind: str) -> tuple[list[str], list[str]]:
        """Names as they are compared, and the id that each belongs to."""
        if kind not in self._names:
            pairs = ((each.id, name) for each in self._register.all_of_kind(kind) for name in self._of(each))
            ids_and_names = sorted((record_id, _plain(name)) for record_id, name in pairs)
            self._names[kind] = [name for _, name in ids_and_names], [each for each, _ in ids_and_names]
        return self._names[kind]

    def _of(self, record: Record) -> Iterable[str]:
        aliases = record.data.get("aliases")
        others = [record.data.get("abbreviation"), *(aliases if isinstance(aliases, list) else [])]
        return [
            record.id,
            record.parts.name,
            label_of(record, self._register.kind(record)),
            *(name for name in others if isinstance(name, str)),
        ]
