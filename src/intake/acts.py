"""Legal acts and Commission documents, known by their numbers, and the treaties."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..register.dates import When
from ..register.plan import slug
from .days import day_in

ACT = re.compile(
    r"(?P<council>(?:Council|Commission|European Parliament and Council)\s+)?(?P<manner>(?:Implementing|Delegated|"
    r"Framework)\s+)?(?P<type>Directive|Regulation|Decision|framework decision)s?\s+"
    r"(?:\((?P<body>EU|EC|EEC|Euratom|EU, Euratom|EC, Euratom|CFSP|"
    r"EU\))\)?\)?\s*)?(?:(?P<no>No\.?)\s*)?(?P<first>[0-9]{1,4})/(?P<second>[0-9]{1,4})(?:/(?P<suffix>EU|EC|EEC|JHA|"
    r"CFSP|Euratom|ECSC))?",
)


COM = re.compile(
    r"\b(?P<series>COM|SWD|SEC|JOIN|C)\s?\(\s?(?P<year>[0-9]{4})\s?\)\s?(?P<number>[0-9]{1,5})(?:\s?(?P<final>final))?"
)


TREATIES = (
    (
        "treaty-on-european-union",
        "Treaty on European Union",
        r"Treaty on European Union|\bTEU\b",
        "12012M/TXT",
        "treaty",
    ),
    (
        "treaty-on-the-functioning-of-the-european-union",
        "Treaty on the Functioning of the European Union",
        r"Treaty on the Functioning of the European Union|\bTFEU\b",
        "12012E/TXT",
        "treaty",
    ),
    (
        "charter-of-fundamental-rights",
        "Charter of Fundamental Rights of the European Union",
        r"(?:EU )?Charter of Fundamental Rights(?: of the European Union)?",
        "12012P/TXT",
        "treaty",
    ),
    (
        "rules-of-procedure",
        "Rules of Procedure of the European Parliament",
        r"(?:its|the) Rules of Procedure|European Parliament['’]s Rules of Procedure",
        "",
        "rules-of-procedure",
    ),
)


_TYPES = (
    (r"\bframework decision\b", "framework-decision"),
    (
        (
            r"^(?:council )?(?:framework )?agreement|interinstitutional agreement|\bagreement\b.*\bbetween\b|"
            r"partnership "
            r"agreement|association agreement"
        ),
        "agreement",
    ),
    (
        r"^(?:the )?(?:\w+ ){0,4}(?:convention|covenant)\b|\bconvention (?:on|against|for|relating)|\bprotocol\b",
        "convention",
    ),
    (r"\bresolutions?\b", "resolution"),
    (
        r"\b(?:joint )?communication\b|white paper|green paper|\b(?:strategy|agenda|action plan|roadmap)\b",
        "communication",
    ),
    (r"\bdebate\b", "debate"),
    (r"\b(?:report|assessment|eurobarometer|survey|opinion of the committee)\b", "report"),
    (r"\bstud(?:y|ies)\b|\bbriefing\b", "study"),
    (r"\bguidelines?\b|\bguidance\b|general comment|\bguide\b|\bhandbook\b", "guidance"),
    (r"\bdeclaration\b|\bstatements?\b|\bconclusions\b", "declaration"),
    (r"\bmotion\b", "motion"),
    (r"\bdirective\b", "directive"),
    (r"\bregulation\b", "regulation"),
    (r"\bdecision\b", "decision"),
    (r"\btreat(?:y|ies)\b", "treaty"),
)


_QUOTED = re.compile(r"(?:entitled|titled|on)?\s*[‘“\"]([^‘’“”\"]{8,200})[’”\"]")


CELEX_SECTOR = {"directive": "L", "regulation": "R", "decision": "D", "framework decision": "F"}


@dataclass(frozen=True, slots=True)
class Cited:
    """One document that is referred to."""

    id: str
    type: str
    title: str
    aliases: tuple[str, ...] = ()
    author: str = ""
    adopted: When | None = None
    celex: str = ""
    identifiers: dict[str, str] = field(default_factory=dict)
    line: int = 0

    def record(self) -> dict[str, Any]:
        """The fields of its record."""
        found: dict[str, Any] = {"type": self.type, "title": self.title}
        if self.author:
            found["author"] = self.author
        if self.adopted is not None:
            found["adopted"] = self.adopted
        if self.aliases:
            found["aliases"] = list(self.aliases)
        numbers = {**self.identifiers, **({"celex": self.celex} if self.celex else {})}
        return found | ({"identifiers": numbers} if numbers else {})


def mentions(text: str, line: int = 0) -> Iterator[Cited]:
    """The legal acts and Commission documents that running text names by number, and the treaties."""
    for match in ACT.finditer(text):
        found = cited_act(match, text, line)
        if found:
            yield found
    for match in COM.finditer(text):
        found = cited_com(match, "", line)
        if found:
            yield found
    for name, title, pattern, celex, kind in TREATIES:
        said = re.search(pattern, text)
        if said:
            yield Cited(f"documents/{name}", kind, title, (said[0],), author_of_treaty(kind), None, celex, line=line)


def author_of_treaty(kind: str) -> str:
    return "actors/european-parliament" if kind == "rules-of-procedure" else ""


def cited_act(match: re.Match[str], text: str, line: int) -> Cited | None:
    kind = match["type"].lower()
    framework = (match["manner"] or "").strip() == "Framework"
    year, number = _year_and_number(match)
    if year is None or number is None:
        return None
    sector = "F" if framework else CELEX_SECTOR[kind]
    document_type = "framework-decision" if framework else kind.replace(" ", "-")
    printed = " ".join(match[0].split()).replace("(EU))", "(EU)")
    tail = re.match(r"[^;]*", text[match.end() :])
    title = _act_title(printed, tail[0] if tail else "")
    adopted = _act_day(tail[0] if tail else "")
    name = (
        slug(f"{document_type} {match['first']} {match['second']} {match['suffix'] or ''}")
        if match["suffix"]
        else slug(f"{document_type} {match['body'] or ''} {match['first']} {match['second']}")
    )
    return Cited(
        f"documents/{name}",
        document_type,
        title,
        (printed,),
        _act_author(match),
        adopted,
        f"3{year}{sector}{number:04}",
        line=line,
    )


def _year_and_number(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Which of the two is the year: first in directives and since 2015, second after “No”."""
    first, second = int(match["first"]), int(match["second"])
    if match["no"] or (not match["suffix"] and len(match["second"]) in (2, 4) and not _is_year(match["first"])):
        year, number = match["second"], first
    else:
        year, number = match["first"], second
    full = int(year) if len(year) == 4 else (1900 + int(year) if len(year) == 2 and int(year) > 50 else None)
    if full is None or not 1951 <= full <= 2100 or number < 1:
        return None, None
    return full, number


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and 1951 <= int(digits) <= 2100


def _act_day(tail: str) -> dt.date | None:
    found = re.match(r"[^,;]{0,60}?\bof ([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})", tail)
    return day_in(found[1]) if found else None


def _act_title(printed: str, tail: str) -> str:
    """The number and, where the text has it, what the act is on."""
    found = re.match(
        r"(?:\s+(?:of|adopted)[^;]{0,120}?[0-9]{4})?\s+((?:on|concerning|laying down|establishing|amending|"
        r"regarding)\s[^,;]+)",
        tail,
    )
    printed = re.sub(r"^(?:the|The)\s+", "", printed)
    return cut(f"{printed} {found[1].strip()}" if found else printed)


def _act_author(match: re.Match[str]) -> str:
    said = (match["council"] or "").strip()
    return {"Council": "actors/council", "Commission": "actors/european-commission"}.get(said, "")


def cited_com(match: re.Match[str], words: str, line: int) -> Cited | None:
    series, year, number = match["series"], match["year"], int(match["number"])
    code = {"COM": "DC", "SWD": "SC", "SEC": "SC", "JOIN": "JC", "C": ""}[series]
    if series == "C" and not words:
        return None
    printed = f"{series}({year}){match['number']}"
    quoted = _QUOTED.search(words[: match.start()]) if words else None
    kind = type_of(words) if words else "communication"
    if kind in ("regulation", "directive", "decision"):
        code = "PC"
    celex = f"5{year}{code}{number:04}" if code else ""
    title = (
        f"{kind.replace('-', ' ').capitalize()} “{quoted[1].strip()}”"
        if quoted
        else cut(words[: match.start()].strip(" (,"))
        if words[: match.start()].strip(" (,")
        else printed
    )
    aliases = tuple(dict.fromkeys([*([quoted[1].strip()] if quoted else []), " ".join(match[0].split())]))
    author = "actors/european-commission" if series in ("COM", "SWD", "SEC", "C") else ""
    return Cited(
        f"documents/{slug(f'{series} {year} {number}')}",
        "other" if series == "C" and kind == "communication" else kind,
        re.sub(r"^[Tt]he ", "", title),
        aliases,
        author,
        day_in(words) if words else None,
        celex,
        line=line,
    )


def type_of(words: str) -> str:
    said = re.sub(r"[‘“\"][^’”\"]*[’”\"]", " ", words)
    first: tuple[int, str] = (10_000, "other")
    for pattern, kind in _TYPES:
        found = re.search(pattern, said, re.IGNORECASE)
        if found and found.start() < first[0]:
            first = (found.start(), kind)
    return first[1]


def cut(title: str, limit: int = 160) -> str:
    folded = " ".join(title.split()).strip(" ,;(")
    return folded if len(folded) <= limit else folded[: folded.rfind(" ", 0, limit)].rstrip(" ,;(") + " …"
