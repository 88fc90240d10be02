"""The numbers under which the institutions file documents, in all the spellings in which they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DASH = r"[-‑–]"
_PROCEDURE = re.compile(r"(?<![0-9/])([0-9]{4})/([0-9]{4}[A-Z]?)\s?\(\s?([A-Z]{3})\s?\)")
_ADOPTED = re.compile(r"\bP\s?([0-9]{1,2})\s?_?\s?TA\s?\(\s?([0-9]{4})\s?\)\s?([0-9]{4})")
_PROVISIONAL = re.compile(rf"\bP\s?([0-9]{{1,2}})\s?_\s?TA{_DASH}PROV\s?\(\s?([0-9]{{4}})\s?\)\s?([0-9]{{4}})")
_HYPHENED = re.compile(
    rf"\b(?:P(?P<term>[0-9]{{1,2}}){_DASH}TA(?P<prov>{_DASH}PROV)?|TA{_DASH}(?P<other>[0-9]{{1,2}})){_DASH}"
    rf"(?P<year>[0-9]{{4}}){_DASH}(?P<number>[0-9]{{4}})"
)
_SHORT = re.compile(rf"\bT([0-9]{{1,2}}){_DASH}([0-9]{{4}})/([0-9]{{4}})")
_JOINT = re.compile(
    rf"RC\s?{_DASH}?\s?(?P<series>B)?\s?(?P<term>[0-9]{{1,2}}){_DASH}(?P<number>[0-9]{{4}})/(?P<year>[0-9]{{4}})"
)
_TABLED = re.compile(
    rf"(?<![A-Za-z])(?<!RC-)(?<!RC‑)(?P<series>[AB])(?P<term>[0-9]{{1,2}}){_DASH}"
    rf"(?P<numbers>[0-9]{{4}}(?:(?:/[0-9]{{4}})?\s?(?:,|and|"
    rf"&)\s?(?:[AB]?[0-9]{{1,2}}{_DASH})?[0-9]{{4}})*)/(?P<year>[0-9]{{4}})"
)
_SP = re.compile(r"\bSP\s?\(\s?([0-9]{4})\s?\)\s?([0-9]{1,5}(?:[-/][0-9]{1,2})?)")
_CELEX = re.compile(r"(?<![0-9A-Z])(?:CELEX\s*:?\s*)?(5[0-9]{4}IP[0-9]{4})(?![0-9])")
_OFFICIAL_JOURNAL = re.compile(
    r"\bOJ (?:([CL])\s?)?([0-9]{1,3})\s?([A-Z](?![A-Za-z]))?, ([0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})(?:, (p\. [0-9]+))?"
)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The numbers that a text names, in the spelling of the register."""

    procedures: tuple[str, ...] = ()
    adopted: tuple[str, ...] = ()
    provisional: tuple[str, ...] = ()
    motions: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    sp: tuple[str, ...] = ()
    celex: tuple[str, ...] = ()

    @property
    def procedure(self) -> str:
        """The first procedure that is named; empty for none."""
        return self.procedures[0] if self.procedures else ""

    def table(self) -> dict[str, object]:
        """The fields of a document's identifiers, without the procedure."""
        found: dict[str, object] = {}
        for name, values in (
            ("adopted_text", self.adopted),
            ("provisional_text", self.provisional),
            ("joint_motion", self.joint),
            ("celex", self.celex),
            ("sp", self.sp),
        ):
            if values:
                found[name] = values[0]
        if self.motions:
            found["motions"] = list(self.motions)
        return found

    @property
    def text_numbers(self) -> frozenset[tuple[str, str, str]]:
        """Term, year and number of the adopted texts, the same for all spellings and for the provisional one."""
        return frozenset(key for each in (*self.adopted, *self.provisional) if (key := text_number(each)))


def identifiers(text: str) -> Identifiers:
    """All numbers that a text names, each once, in the order of the text."""
    return Identifiers(
        procedures=_each(f"{m[1]}/{m[2]}({m[3]})" for m in _PROCEDURE.finditer(text)),
        adopted=_each((*_adopted(text), *_hyphened(text, prov=False), *_short(text))),
        provisional=_each(
            (*(f"P{m[1]}_TA-PROV({m[2]}){m[3]}" for m in _PROVISIONAL.finditer(text)), *_hyphened(text, prov=True))
        ),
        motions=_each(number for m in _TABLED.finditer(text) for number in _counted(m)),
        joint=_each(_joint(m) for m in _JOINT.finditer(text)),
        sp=_each(f"SP({m[1]}){m[2]}" for m in _SP.finditer(text)),
        celex=_each(m[1] for m in _CELEX.finditer(text)),
    )


def text_number(spelled: str) -> tuple[str, str, str] | None:
    """Term, year and number of an adopted text, however it is spelled."""
    digits = re.findall(r"[0-9]+", spelled)
    if len(digits) != 3:
        return None
    term, year, number = digits
    return (term, number, year) if spelled.startswith("T") and "/" in spelled else (term, year, number)


def official_journal(text: str) -> str:
    """The first place in the Official Journal that a text names, such as “OJ L 335, 17.12.2011, p. 1”; or nothing."""
    found = _OFFICIAL_JOURNAL.search(text)
    if not found:
        return ""
    series = f"{found[1]} " if found[1] else ""
    letter = f" {found[3]}" if found[3] else ""
    page = f", {found[5]}" if found[5] else ""
    return f"OJ {series}{found[2]}{letter}, {found[4]}{page}"


def _adopted(text: str) -> list[str]:
    return [f"P{m[1]}_TA({m[2]}){m[3]}" for m in _ADOPTED.finditer(text)]


def _hyphened(text: str, *, prov: bool) -> list[str]:
    found = []
    for m in _HYPHENED.finditer(text):
        if bool(m["prov"]) == prov:
            term = m["term"] or m["other"]
            found.append(f"P{term}_TA{'-PROV' if prov else ''}({m['year']}){m['number']}")
    return found


def _short(text: str) -> list[str]:
    return [f"P{m[1]}_TA({m[3]}){m[2]}" for m in _SHORT.finditer(text)]


def _counted(found: re.Match[str]) -> list[str]:
    """“B8-0217, 0218 and 0219/2015” names three motions."""
    numbers = re.findall(r"(?<![0-9/])[0-9]{4}(?=\s|,|/|&|$)", re.sub(r"/[0-9]{4}", "", found["numbers"]) + " ")
    return [f"{found['series']}{found['term']}-{number}/{found['year']}" for number in numbers]


def _joint(found: re.Match[str]) -> str:
    series = f"-{found['series']}" if found["series"] else ""
    return f"RC{series}{found['term']}-{found['number']}/{found['year']}"


def _each(values: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))  # type: ignore[call-overload]
